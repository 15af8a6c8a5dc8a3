//! One configuration out of flags, environment, profile and defaults, in that order.

use std::path::{Path, PathBuf};

use super::env::{Env, Paths};
use super::file::{self, ConfigFile, Profile};
use super::keys::Keys;
use super::screen::Screen;
use crate::domain::change::DryRunPolicy;
use crate::domain::{AccountId, Colour, Fault, FaultKind, MaxAge, Mode, Ring, Schema};

/// What the flags say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct Flags {
    /// `--profile`.
    pub profile: Option<String>,
    /// `--account`.
    pub account: Option<String>,
    /// `--base-url`.
    pub base_url: Option<String>,
    /// `--schema`.
    pub schema: Option<String>,
    /// `--config`.
    pub config: Option<PathBuf>,
    /// `--read-only`.
    pub read_only: bool,
    /// `--write`.
    pub write: bool,
    /// `--no-audit`.
    pub no_audit: bool,
    /// `--ca-file`.
    pub ca_file: Option<PathBuf>,
    /// `--token-file`.
    pub token_file: Option<PathBuf>,
    /// `--token-stdin`.
    pub token_stdin: bool,
    /// `--letters-dir`.
    pub letters_dir: Option<PathBuf>,
    /// The flags about the screen.
    pub screen: Screen,
}

/// The configuration of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Name of the profile.
    pub profile: String,
    /// Where the API is, if not where it usually is.
    pub base_url: Option<String>,
    /// The account, if one is named.
    pub account: Option<AccountId>,
    /// How the API speaks.
    pub schema: Schema,
    /// What may be changed.
    pub mode: Mode,
    /// The account's name is typed before anything is changed.
    pub protect: bool,
    /// Changes are not written down.
    pub no_audit: bool,
    /// Whether the server is asked to check a create.
    pub dry_run: DryRunPolicy,
    /// Certificates beside those of the system.
    pub ca_file: Option<PathBuf>,
    /// Where letters go.
    pub letters_dir: PathBuf,
    /// From which age on a letter is said to be old.
    pub loa_max_age: MaxAge,
    /// What is said about the screen.
    pub screen: Screen,
    /// The person's keys.
    pub keys: Keys,
    /// Where our own things are.
    pub paths: Paths,
    /// The flag.
    pub flag_token_file: Option<PathBuf>,
    /// The flag.
    pub token_stdin: bool,
    /// The colour of the profile.
    pub colour: Option<Colour>,
    /// How a person is called when ports get worse.
    pub ring: Ring,
    /// What is read by itself is one part in so many of what may be, 1 to 20.
    pub poll_part: u32,
    /// All profiles of the file: name, and what tells it apart.
    pub profiles: Vec<(String, String)>,
    /// The profile's command.
    pub token_command: Option<Vec<String>>,
    /// The profile's file.
    pub token_file: Option<PathBuf>,
    /// Where each value came from: name, source.
    pub sources: Vec<(&'static str, String)>,
}

impl Config {
    /// Where a value came from.
    pub fn source(&self, name: &str) -> &str {
        self.sources.iter().find(|(own, _)| *own == name).map_or("default", |(_, source)| source)
    }
}

/// Where each value came from, in the order in which they were looked for.
#[derive(Default)]
struct Sources(Vec<(&'static str, String)>);

/// A value, if it is there, and the place that would have said it.
type Choice<'a, T> = (Option<T>, &'a str);

impl Sources {
    fn note(&mut self, name: &'static str, source: &str) {
        self.0.push((name, source.to_owned()));
    }

    /// The first that is there.
    fn first<'a, T>(&mut self, name: &'static str, choices: impl IntoIterator<Item = Choice<'a, T>>) -> Option<T> {
        let (value, source) = choices.into_iter().find_map(|(value, source)| Some((value?, source))).unzip();
        self.note(name, source.unwrap_or("default"));
        value
    }

    /// What only a profile says.
    fn profile<T>(&mut self, name: &'static str, value: Option<T>) -> Option<T> {
        self.first(name, [(value, "profile")])
    }
}

fn usage(what: impl Into<String>) -> Fault {
    Fault::new(FaultKind::Usage, what)
}

/// What a variable says that is not empty.
fn variable<'a>(env: &Env, name: &'a str) -> Choice<'a, String> {
    (env.filled(name).map(str::to_owned), name)
}

/// Where our own things are; a flag names another file.
fn places(flags: &Flags, env: &Env) -> Paths {
    let mut paths = Paths::of(env);
    if let Some(path) = &flags.config {
        paths.config_file.clone_from(path);
    }
    paths
}

/// Resolves. What contradicts itself or is not known is refused.
pub fn resolve(flags: &Flags, env: &Env) -> Result<Config, Fault> {
    if flags.read_only && flags.write {
        return Err(usage("--read-only and --write contradict each other"));
    }
    let paths = places(flags, env);
    let found = file::read(&paths.config_file)?;
    if found.is_none() && flags.config.is_some() {
        return Err(Fault::new(FaultKind::Local, format!("{}: there is no such file", paths.config_file.display())));
    }
    let file = found.unwrap_or_default();
    let mut from = Sources::default();
    let (name, profile) = profile(flags, env, &file, &paths.config_file, &mut from)?;
    let schema = schema(flags, profile.schema, &mut from)?;
    let base_url = [
        (flags.base_url.clone(), "--base-url"),
        variable(env, "CLOUDFLARE_BASE_URL"),
        (profile.base_url.clone(), "profile"),
    ];
    let account = [
        (flags.account.clone(), "--account"),
        (profile.account.clone(), "profile"),
        variable(env, "CLOUDFLARE_ACCOUNT_ID"),
        variable(env, "CF_ACCOUNT_ID"),
        variable(env, "ACCOUNT_ID"),
    ];
    let ca_file = [(flags.ca_file.clone(), "--ca-file"), (profile.ca_file, "profile")];
    let letters_dir = [(flags.letters_dir.clone(), "--letters-dir"), (profile.letters_dir.clone(), "profile")];
    Ok(Config {
        profile: name,
        base_url: from.first("base_url", base_url),
        account: from.first("account", account).map(|account| AccountId::from(account.as_str())),
        schema,
        mode: mode(flags, env, profile.mode, &mut from)?,
        no_audit: flags.no_audit,
        protect: from.profile("protect", profile.protect).unwrap_or(false),
        dry_run: from.profile("server_dry_run", profile.server_dry_run).unwrap_or(match schema {
            Schema::Published => DryRunPolicy::Ask,
            Schema::Reference => DryRunPolicy::Always,
        }),
        ca_file: from.first("ca_file", ca_file),
        loa_max_age: from.profile("loa_max_age", profile.loa_max_age).unwrap_or_default(),
        letters_dir: from.first("letters_dir", letters_dir).unwrap_or_else(|| PathBuf::from(".")),
        screen: flags.screen.clone().or(file.screen()),
        keys: file.bound,
        paths,
        flag_token_file: flags.token_file.clone(),
        token_stdin: flags.token_stdin,
        colour: from.profile("colour", profile.colour),
        ring: Ring {
            bell: from.first("bell", [(profile.bell, "profile"), (file.bell, "file")]).unwrap_or_default(),
            notify: from.first("notify", [(profile.notify, "profile"), (file.notify, "file")]).unwrap_or_default(),
        },
        poll_part: from.profile("poll_part", profile.poll_part).map_or(1, |part| part.0),
        profiles: file.profiles.iter().map(|(name, profile)| (name.clone(), profile.about())).collect(),
        token_command: profile.token_command,
        token_file: profile.token_file,
        sources: from.0,
    })
}

/// The profile that is named, or the empty one that holds where none is.
fn profile(
    flags: &Flags,
    env: &Env,
    file: &ConfigFile,
    path: &Path,
    from: &mut Sources,
) -> Result<(String, Profile), Fault> {
    let choices = [
        (flags.profile.clone(), "--profile"),
        variable(env, "MEETME_PROFILE"),
        (file.default_profile.clone(), "default_profile"),
    ];
    let named = from.first("profile", choices);
    let name = named.clone().unwrap_or_else(|| "default".to_owned());
    match file.profiles.get(&name) {
        Some(profile) => Ok((name, profile.clone())),
        None if named.is_none() => Ok((name, Profile::default())),
        None => {
            let known: Vec<&str> = file.profiles.keys().map(String::as_str).collect();
            let known = if known.is_empty() { "there are none".to_owned() } else { known.join(", ") };
            Err(usage(format!("{}: no profile `{name}` (profiles: {known})", path.display())))
        }
    }
}

fn schema(flags: &Flags, of_profile: Option<Schema>, from: &mut Sources) -> Result<Schema, Fault> {
    let of_flag = flags.schema.as_deref().map(str::parse).transpose().map_err(|why: String| usage(why))?;
    Ok(from.first("schema", [(of_flag, "--schema"), (of_profile, "profile")]).unwrap_or_default())
}

/// Whoever forbids wins, wherever it is said.
fn mode(flags: &Flags, env: &Env, of_profile: Option<Mode>, from: &mut Sources) -> Result<Mode, Fault> {
    let forbidden = match env.filled("MEETME_READ_ONLY") {
        Some("1" | "true" | "yes") => true,
        Some("0" | "false" | "no") | None => false,
        Some(_) if flags.read_only => false,
        Some(other) => return Err(usage(format!("MEETME_READ_ONLY is 1 or 0, not `{other}`"))),
    };
    let choices = [
        (flags.read_only.then_some(Mode::ReadOnly), "--read-only"),
        (forbidden.then_some(Mode::ReadOnly), "MEETME_READ_ONLY"),
        (flags.write.then_some(Mode::Write), "--write"),
        (of_profile, "profile"),
    ];
    Ok(from.first("mode", choices).unwrap_or_default())
}

/// The configuration of the demo. A person's screen and keys come along; no profile and no variable of the real world
/// may leak into it.
pub fn demo(flags: &Flags, env: &Env) -> Result<Config, Fault> {
    let paths = places(flags, env);
    let file = file::read(&paths.config_file)?.unwrap_or_default();
    let home = env.get("HOME").unwrap_or("/nonexistent");
    let places = Env::of(&[("HOME", home), ("XDG_CONFIG_HOME", "/nonexistent")]);
    let mut config = resolve(&Flags { config: None, profile: None, ..flags.clone() }, &places)?;
    config.screen = flags.screen.clone().or(file.screen());
    config.keys = file.bound;
    config.paths.config_file = paths.config_file;
    Ok(config)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(file: &str, flags: Flags, env: &[(&str, &str)]) -> Result<Config, Fault> {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("c.toml");
        std::fs::write(&path, file).unwrap();
        resolve(&Flags { config: Some(path), ..flags }, &Env::of(env))
    }

    const TWO: &str = "default_profile = \"a\"\n[profiles.a]\naccount = \"file\"\nmode = \"write\"\nschema = \"reference\"\n[profiles.b]\n";

    #[test]
    fn flags_beat_the_profile_and_the_profile_beats_the_variables_of_other_tools() {
        let config = with(TWO, Flags::default(), &[("CF_ACCOUNT_ID", "env")]).unwrap();
        assert_eq!(config.account, Some("file".into()));
        assert_eq!(
            (config.schema, config.mode, config.dry_run),
            (Schema::Reference, Mode::Write, DryRunPolicy::Always)
        );
        let flags = Flags { account: Some("flag".into()), profile: Some("b".into()), ..Flags::default() };
        let config = with(TWO, flags, &[("CLOUDFLARE_BASE_URL", "http://127.0.0.1:1")]).unwrap();
        assert_eq!((config.profile.as_str(), config.account), ("b", Some("flag".into())));
        assert_eq!((config.mode, config.dry_run), (Mode::Guarded, DryRunPolicy::Ask), "nothing said: locked at first");
        assert_eq!(config.base_url.as_deref(), Some("http://127.0.0.1:1"));
    }

    #[test]
    fn read_only_wins_and_odd_words_are_refused() {
        let flags = Flags { write: true, ..Flags::default() };
        assert_eq!(with(TWO, flags.clone(), &[("MEETME_READ_ONLY", "1")]).unwrap().mode, Mode::ReadOnly);
        assert_eq!(with(TWO, flags.clone(), &[]).unwrap().mode, Mode::Write);
        assert!(with(TWO, Flags { read_only: true, ..flags.clone() }, &[]).is_err());
        assert!(with(TWO, flags, &[("MEETME_READ_ONLY", "maybe")]).is_err());
        let odd = Flags { schema: Some("both".into()), ..Flags::default() };
        assert!(with(TWO, odd, &[]).unwrap_err().what.contains("published"));
        let gone = Flags { profile: Some("c".into()), ..Flags::default() };
        assert!(with(TWO, gone, &[]).unwrap_err().what.contains("a, b"));
    }

    #[test]
    fn the_demo_takes_a_persons_screen_and_keys_and_nothing_else_of_the_file() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("c.toml");
        std::fs::write(&path, format!("ascii = true\nkeys_preset = \"vim\"\n{TWO}")).unwrap();
        let config =
            demo(&Flags { config: Some(path.clone()), ..Flags::default() }, &Env::of(&[("CF_ACCOUNT_ID", "x")]));
        let config = config.unwrap();
        assert_eq!((config.screen.ascii, config.keys.preset), (Some(true), Some(("vim".to_owned(), 2))));
        assert_eq!((config.account, config.schema), (None, Schema::Published));
        assert!(config.profiles.is_empty() && config.paths.config_file == path);
    }

    #[test]
    fn no_file_is_fine_unless_it_was_named() {
        assert_eq!(resolve(&Flags::default(), &Env::of(&[("HOME", "/nowhere")])).unwrap().profile, "default");
        let flags = Flags { config: Some("/nowhere/c.toml".into()), ..Flags::default() };
        assert_eq!(resolve(&flags, &Env::default()).unwrap_err().exit_code(), 11);
    }
}
