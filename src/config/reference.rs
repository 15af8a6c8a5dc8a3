//! Every key of the configuration file and every variable that is read. The template and the page are made from these
//! tables; tests hold them against what the reader of the file takes.

use std::fmt::Write as _;

use crate::domain::text;

/// A key of the file.
struct Key {
    name: &'static str,
    /// A value in TOML, as the template has it.
    sample: &'static str,
    /// What holds where the key is not written.
    default: Absent,
    /// What says the same on the command line or in the environment.
    also: &'static str,
    about: &'static str,
}

/// What holds where a key is not written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Absent {
    /// This value, in TOML.
    Is(&'static str),
    /// What cannot be written as a value.
    Words(&'static str),
}

use Absent::{Is, Words};

const fn key(
    name: &'static str,
    sample: &'static str,
    default: Absent,
    also: &'static str,
    about: &'static str,
) -> Key {
    Key { name, sample, default, also, about }
}

#[rustfmt::skip]
const OF_FILE: [Key; 7] = [
    key("default_profile", "\"default\"", Is("\"default\""), "`--profile`, `MEETME_PROFILE`",
        "The profile that is used where none is named."),
    key("theme", "\"light\"", Is("\"dark\""), "`--theme`",
        "The colours of the screen: \"dark\", \"light\", \"high-contrast\", \"mono\", or a TOML file: a table a tone (plain dim \
         good busy warn bad strong selection ground) with colour, behind and weight, and a base to begin from."),
    key("color", "\"auto\"", Is("\"auto\""), "`--color`",
        "Whether colours are sent: \"auto\" (not where NO_COLOR is set), \"always\" or \"never\"."),
    key("colours", "\"16\"", Is("\"auto\""), "",
        "How many colours: \"auto\" (all where COLORTERM says so, else 16), \"16\" or \"all\"."),
    key("ascii", "true", Words("as the locale says"), "`--ascii`", "ASCII only."),
    key("sync", "\"auto\"", Is("\"auto\""), "`--sync`",
        "Synchronized output (mode 2026): \"auto\" (not where TERM begins with screen, linux or dumb), \"on\" or \"off\"."),
    key("slow", "false", Words("as the line turns out"), "`--slow`",
        "For slow lines: few bytes a key, coarse ages, the detail follows when the cursor rests."),
];

const PRESET: Key = key(
    "keys_preset",
    "\"default\"",
    Is("\"default\""),
    "",
    "The keys, a set to begin from: \"default\", \"k9s\" or \"vim\".",
);

/// At the top of the file or in a profile, which wins.
const OF_BOTH: [Key; 2] = [
    key(
        "bell",
        "false",
        Is("false"),
        "",
        "The terminal's bell when ports get worse: two reads must agree, and what happens together is one call.",
    ),
    key(
        "notify",
        "\"off\"",
        Is("\"off\""),
        "",
        "A notification at the same moment: \"osc9\" (iTerm2, kitty, WezTerm, Windows Terminal), \"osc777\" (foot, \
         Ghostty, urxvt, VTE) or \"off\". In tmux it needs `set -g allow-passthrough on`.",
    ),
];

#[rustfmt::skip]
const OF_PROFILE: [Key; 13] = [
    key("account", "\"0123456789abcdef0123456789abcdef\"", Words("the only one that the token sees; of several you choose"),
        "`--account`; weaker: `CLOUDFLARE_ACCOUNT_ID`, `CF_ACCOUNT_ID`, `ACCOUNT_ID`", "Account tag."),
    key("mode", "\"guarded\"", Is("\"guarded\""), "`--read-only`, `MEETME_READ_ONLY`, `--write`",
        "\"guarded\": locked until :write unlocks it for a time; \"read-only\": never; \"write\": open from the start."),
    key("protect", "false", Is("false"), "",
        "The account's name must be typed before writing is unlocked and before each change."),
    key("colour", "\"red\"", Words("none"), "",
        "The colour of the profile's name in the header: black, red, green, yellow, blue, magenta, cyan or white."),
    key("schema", "\"published\"", Is("\"published\""), "`--schema`",
        "Which description of the API is written: \"published\" or \"reference\". Both are read."),
    key("server_dry_run", "\"ask\"", Words("\"ask\"; with schema \"reference\": \"always\""), "",
        "Whether the server is asked to check a create: \"never\", \"ask\" or \"always\"."),
    key("poll_part", "4", Is("1"), "",
        "What is read by itself is one part in so many of what meetme allows itself, 1 to 20: for an account whose limit others need, too."),
    key("base_url", "\"https://api.cloudflare.com/client/v4\"", Is("\"https://api.cloudflare.com/client/v4\""),
        "`--base-url`, `CLOUDFLARE_BASE_URL`", "Where the API is: https, or http on a literal loopback address."),
    key("ca_file", "\"/etc/ssl/company.pem\"", Words("none"), "`--ca-file`",
        "Certificates to trust beside those of the system."),
    key("letters_dir", "\"/home/me/letters\"", Is("\".\""), "`--letters-dir`",
        "Where letters go; \".\" is the current folder."),
    key("loa_max_age", "\"60d\"", Is("\"60d\""), "",
        "From which age on a letter is said to be old, in days (d) or weeks (w). The API's documentation names no limit; \
         ask your facility for its own."),
    key("token_file", "\"/home/me/.config/meetme/token\"", Words("none"), "`--token-file`",
        "A file of mode 0600 with the token and nothing else."),
    key("token_command", "[\"pass\", \"show\", \"cloudflare/meetme\"]", Words("none"), "",
        "Or a command that prints the token. It is run without a shell and does not see the environment's tokens."),
];

/// Variables of the environment that are read, and what for.
const VARIABLES: [(&str, &str); 15] = [
    (
        "CLOUDFLARE_API_TOKEN, CF_API_TOKEN, CF_TOKEN",
        "The token, the first that is there. Empty is an error, not the next one.",
    ),
    (
        "CLOUDFLARE_ACCOUNT_ID, CF_ACCOUNT_ID, ACCOUNT_ID",
        "The account, where neither a flag nor the profile names one.",
    ),
    ("CLOUDFLARE_BASE_URL", "Where the API is."),
    ("MEETME_PROFILE", "The profile."),
    ("MEETME_READ_ONLY", "1: nothing is changed in this run, whatever flags and profile say."),
    (
        "CLOUDFLARE_API_KEY, CF_API_KEY, CLOUDFLARE_EMAIL, CF_API_EMAIL",
        "Never used; `meetme check` says that they are there.",
    ),
    (
        "HTTPS_PROXY, https_proxy, ALL_PROXY, all_proxy, NO_PROXY, no_proxy",
        "The proxy; `meetme check` shows it without its password.",
    ),
    ("SSL_CERT_FILE, SSL_CERT_DIR", "Where the certificates of the system are."),
    ("NO_COLOR, COLORTERM, TERM, TMUX", "What the terminal can show."),
    ("LC_ALL, LC_CTYPE, LANG", "Whether characters beyond ASCII are drawn."),
    ("TZ", "The zone of local times."),
    ("VISUAL, EDITOR", "The editor for a form as JSON."),
    ("XDG_CONFIG_HOME, XDG_STATE_HOME, HOME", "Where the configuration and the state folder are."),
    ("USER, LOGNAME", "The name in the record of changes."),
    ("MEETME_PANIC_AFTER_FIRST_FRAME, MEETME_PANIC_ON_PASTE", "For tests of builds with debug assertions only."),
];

const KEYS: &str = "\
# Then your own: an action and the list of its keys, the one that is shown first; [] takes its keys away.
# `meetme keys` prints what holds, with the names of actions and places; docs/keys.md tells the rules.
#[keys]
#refresh = [\"r\", \"f5\"]
# Only in one place.
#[keys.table]
#open = [\"enter\", \"d\"]

# A profile; as many as you have accounts and roles.
#[profiles.default]
";

/// A commented configuration file.
pub fn template() -> String {
    let mut file = "# meetme's configuration. Every key is optional; what is not known is refused, with its line.\n\
                    # Order: flag, environment, profile, default.\n\n"
        .to_owned();
    for key in OF_FILE.iter().chain(&OF_BOTH).chain([&PRESET]) {
        commented(&mut file, key);
    }
    file.push_str(KEYS);
    for key in &OF_PROFILE {
        commented(&mut file, key);
    }
    file
}

fn commented(file: &mut String, key: &Key) {
    let also = if OF_BOTH.iter().any(|both| both.name == key.name) { " Both can stand in a profile, too." } else { "" };
    for line in text::wrap(&format!("{}{also}", key.about), 116) {
        let _ = writeln!(file, "# {line}");
    }
    let _ = writeln!(file, "#{} = {}", key.name, key.sample);
}

const HEAD: &str = "# Configuration

Generated from the tables that `meetme config template` is made from; a test holds them against what the file's reader takes.

`meetme config path` says where the file belongs, `meetme config template` prints a commented one, `meetme config check` tells
everything that is wrong with it, with lines, and `meetme config show` prints each value that holds and where it came from.
Every key is optional. A key that is not known is refused.

What is said by several holds in this order: flag, environment, profile, top of the file, default (the account's variables are
weaker than the profile, because other tools set them, too). `--demo` takes the screen and the keys of the file, nothing else.
";

const PLACES: &str = "
## Your own keys

`[keys]` holds actions with the lists of their keys, `[keys.PLACE]` those for one place: see [keys.md](keys.md).

## An example

```toml
default_profile = \"look\"
bell = true

[profiles.look]                 # a token that may only read
account = \"0123456789abcdef0123456789abcdef\"
mode = \"read-only\"
token_file = \"/home/me/.config/meetme/read\"

[profiles.change]               # another token, asked of the password store when it is needed
account = \"0123456789abcdef0123456789abcdef\"
protect = true
colour = \"red\"
letters_dir = \"/home/me/letters\"
token_command = [\"pass\", \"show\", \"cloudflare/meetme-write\"]
```
";

/// The page `docs/configuration.md`.
pub fn page() -> String {
    let mut page = HEAD.to_owned();
    let heads = "| key | default | what it does | also |\n| --- | --- | --- | --- |\n";
    let _ = write!(page, "\n## At the top of the file\n\n{heads}");
    for key in OF_FILE.iter().chain([&PRESET]).chain(&OF_BOTH) {
        row(&mut page, key);
    }
    let _ = write!(page, "\n## In a profile: `[profiles.NAME]`\n\n{heads}");
    for key in OF_PROFILE.iter().chain(&OF_BOTH) {
        row(&mut page, key);
    }
    page.push_str(PLACES);
    page.push_str("\n## Environment\n\n| variable | what for |\n| --- | --- |\n");
    for (names, about) in VARIABLES {
        let names: Vec<String> = names.split(", ").map(|name| format!("`{name}`")).collect();
        let _ = writeln!(page, "| {} | {about} |", names.join(", "));
    }
    page
}

fn row(page: &mut String, key: &Key) {
    let default = match key.default {
        Is(value) => format!("`{value}`"),
        Words(words) => words.to_owned(),
    };
    let _ = writeln!(page, "| `{}` | {default} | {} | {} |", key.name, key.about, key.also);
}

/// The names of the variables that the page tells of.
pub fn variables() -> impl Iterator<Item = &'static str> {
    VARIABLES.iter().flat_map(|(names, _)| names.split(", "))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::file::parse;
    use super::super::{Env, Flags, resolve, show};
    use super::*;

    /// What the reader says that it takes.
    fn taken(wrong: &str) -> Vec<String> {
        let said = parse(wrong, Path::new("c")).unwrap_err().what;
        let names = said.split_once("expected one of ").unwrap().1;
        names.split('`').skip(1).step_by(2).map(str::to_owned).collect()
    }

    #[test]
    fn every_key_that_is_taken_is_told_and_no_other() {
        let told = |keys: &[&[Key]], more: &[&str]| {
            let names = keys.iter().flat_map(|keys| keys.iter().map(|key| key.name));
            let mut names: Vec<String> = names.chain(more.iter().copied()).map(str::to_owned).collect();
            names.sort();
            names
        };
        let sorted = |mut names: Vec<String>| {
            names.sort();
            names
        };
        let file = told(&[&OF_FILE, &OF_BOTH, &[PRESET]], &["keys", "profiles"]);
        assert_eq!(sorted(taken("zzz = 1\n")), file);
        assert_eq!(sorted(taken("[profiles.a]\nzzz = 1\n")), told(&[&OF_PROFILE, &OF_BOTH], &[]));
    }

    #[test]
    fn every_key_of_a_profile_is_shown_with_its_source() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("c.toml");
        let written = OF_PROFILE.iter().chain(&OF_BOTH).filter(|key| key.name != "token_command");
        let written = written.fold(String::new(), |all, key| all + &format!("{} = {}\n", key.name, key.sample));
        std::fs::write(&path, format!("[profiles.default]\n{written}")).unwrap();
        let env = Env::of(&[("HOME", "/h")]);
        let config = resolve(&Flags { config: Some(path), ..Flags::default() }, &env).unwrap();
        let shown = show(&config, &env);
        for name in OF_PROFILE.iter().chain(&OF_BOTH).map(|key| key.name) {
            // Of the token its source alone is shown.
            let (name, end) = if name.starts_with("token_") { ("token", "") } else { (name, "(profile)") };
            let line = shown.lines().find(|line| line.split(' ').next() == Some(name));
            assert!(line.is_some_and(|line| line.ends_with(end)), "{name}:\n{shown}");
        }
    }

    #[test]
    fn defaults_are_what_holds_without_them() {
        let written = |keys: &mut dyn Iterator<Item = &Key>| {
            keys.fold(String::new(), |all, key| match key.default {
                Is(value) => all + &format!("{} = {value}\n", key.name),
                Words(_) => all,
            })
        };
        let file = written(&mut OF_FILE.iter().chain(&OF_BOTH).chain([&PRESET]));
        let profile = written(&mut OF_PROFILE.iter());
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("c.toml");
        let shown = |text: String| {
            std::fs::write(&path, text).unwrap();
            let env = Env::of(&[("HOME", "/h")]);
            let config = resolve(&Flags { config: Some(path.clone()), ..Flags::default() }, &env).unwrap();
            let values = show(&config, &env);
            values
                .lines()
                .map(|line| line.rsplit_once("  (").map_or(line, |(value, _)| value))
                .collect::<Vec<_>>()
                .join("\n")
        };
        assert_eq!(shown(format!("{file}[profiles.default]\n{profile}")), shown(String::new()));
    }
}
