//! The configuration file: read strictly, so that a mistyped key never goes unseen.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

use super::keys::{self, Keys};
use super::owned;
use super::screen::{Palette, Screen, Switch};
use crate::domain::change::DryRunPolicy;
use crate::domain::{Colour, Fault, FaultKind, MaxAge, Mode, Notify, Schema};

/// Nobody writes more.
const LONGEST: u64 = 1 << 20;

/// The whole file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConfigFile {
    pub(super) default_profile: Option<String>,
    pub(super) theme: Option<String>,
    pub(super) color: Option<WhenWord>,
    pub(super) colours: Option<Palette>,
    pub(super) ascii: Option<bool>,
    pub(super) sync: Option<Switch>,
    pub(super) slow: Option<bool>,
    pub(super) bell: Option<bool>,
    pub(super) notify: Option<Notify>,
    keys_preset: Option<Spanned<String>>,
    #[serde(default)]
    keys: keys::Table,
    /// The last two, with the numbers of their lines.
    #[serde(skip)]
    pub(super) bound: Keys,
    #[serde(default)]
    pub(super) profiles: BTreeMap<String, Profile>,
}

/// When colours are sent.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum WhenWord {
    Auto,
    Always,
    Never,
}

impl ConfigFile {
    /// What it says about the screen.
    pub(super) fn screen(&self) -> Screen {
        Screen {
            theme: self.theme.clone(),
            colour: self.color.map(|when| match when {
                WhenWord::Auto => Switch::Auto,
                WhenWord::Always => Switch::On,
                WhenWord::Never => Switch::Off,
            }),
            palette: self.colours,
            ascii: self.ascii,
            sync: self.sync,
            slow: self.slow,
        }
    }
}

/// One profile.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Profile {
    pub(super) account: Option<String>,
    pub(super) base_url: Option<String>,
    pub(super) schema: Option<Schema>,
    pub(super) mode: Option<Mode>,
    pub(super) protect: Option<bool>,
    pub(super) server_dry_run: Option<DryRunPolicy>,
    pub(super) ca_file: Option<PathBuf>,
    pub(super) letters_dir: Option<PathBuf>,
    pub(super) loa_max_age: Option<MaxAge>,
    pub(super) colour: Option<Colour>,
    pub(super) bell: Option<bool>,
    pub(super) notify: Option<Notify>,
    pub(super) poll_part: Option<Part>,
    pub(super) token_file: Option<PathBuf>,
    pub(super) token_command: Option<Vec<String>>,
}

impl Profile {
    /// What tells it apart from the others: account, host, mode, colour.
    pub(super) fn about(&self) -> String {
        let mode = self.mode.unwrap_or_default();
        let parts = [self.account.clone(), self.base_url.clone(), self.colour.map(|colour| colour.to_string())];
        parts.into_iter().flatten().chain([mode.to_string()]).collect::<Vec<_>>().join(", ")
    }
}

/// One part in so many, 1 to 20.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "i64")]
pub(super) struct Part(pub(super) u32);

impl TryFrom<i64> for Part {
    type Error = String;

    fn try_from(number: i64) -> Result<Self, String> {
        let part = u32::try_from(number).ok().filter(|part| (1..=20).contains(part));
        part.map(Self).ok_or_else(|| format!("poll_part is 1 to 20, not {number}"))
    }
}

/// Reads a file. `None`: it is not there.
pub(super) fn read(path: &Path) -> Result<Option<ConfigFile>, Fault> {
    text(path)?.map(|text| parse(&text, path)).transpose()
}

/// The text of a file that only we can have written. `None`: it is not there.
pub(super) fn text(path: &Path) -> Result<Option<String>, Fault> {
    let local = |why: String| Fault::new(FaultKind::Local, format!("{}: {why}", path.display()));
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(why) => return Err(local(why.to_string())),
    };
    // Of the file that was opened, whatever lies there by now.
    let found = file.metadata().map_err(|why| local(why.to_string()))?;
    if let Some(why) = owned::writable(path, &found).or_else(|| owned::replaceable(path)) {
        return Err(local(why));
    }
    let mut text = String::new();
    let read = file.by_ref().take(LONGEST).read_to_string(&mut text);
    match read {
        Ok(count) if count as u64 == LONGEST => Err(local("it is too long to be a configuration".to_owned())),
        Ok(_) => Ok(Some(text)),
        Err(why) => Err(local(why.to_string())),
    }
}

pub(super) fn parse(text: &str, path: &Path) -> Result<ConfigFile, Fault> {
    let mut file: ConfigFile = toml::from_str(text).map_err(|why| {
        let line = why.span().map_or(0, |span| line(text, span.start));
        let what = format!("{}:{line}: {}", path.display(), why.message().replace('\n', " "));
        Fault::new(FaultKind::Usage, what)
    })?;
    let lines = keys::lines(std::mem::take(&mut file.keys), |at| line(text, at));
    let preset = file.keys_preset.take().map(|word| (line(text, word.span().start), word.into_inner()));
    file.bound = Keys { preset: preset.map(|(line, word)| (word, line)), lines };
    Ok(file)
}

/// The number of the line of a place.
fn line(text: &str, at: usize) -> usize {
    text.get(..at).unwrap_or_default().matches('\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_is_true_in_every_line() {
        let all: String = super::super::template()
            .lines()
            .map(|line| line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).unwrap_or(line).to_owned() + "\n")
            .collect();
        let file = parse(&all, Path::new("t")).unwrap();
        let profile = &file.profiles["default"];
        assert!(profile.token_command.is_some() && profile.letters_dir.is_some() && profile.mode.is_some());
        assert!(parse(&super::super::template(), Path::new("t")).unwrap().profiles.is_empty());
    }

    #[test]
    fn what_others_could_have_written_is_not_believed() {
        use std::os::unix::fs::PermissionsExt as _;
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("config.toml");
        std::fs::write(&path, "ascii = true\n").unwrap();
        let mode = |path: &Path, mode| {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
        };
        for (file, folder, wanted) in [
            (0o644, 0o755, None),
            (0o600, 0o1777, None),
            (0o664, 0o755, Some("chmod go-w")),
            (0o602, 0o755, Some("chmod go-w")),
            (0o600, 0o775, Some("its folder")),
            (0o600, 0o777, Some("its folder")),
        ] {
            mode(&path, file);
            mode(place.path(), folder);
            match (read(&path), wanted) {
                (Ok(found), None) => assert!(found.is_some()),
                (Err(fault), Some(wanted)) => {
                    assert!(fault.kind == FaultKind::Local && fault.what.contains(wanted), "{fault:?}");
                }
                (found, _) => panic!("{file:o} {folder:o}: {found:?}"),
            }
        }
        mode(place.path(), 0o700);
        // Where we are root, a file can be given away.
        if rustix::process::geteuid().is_root() {
            std::os::unix::fs::chown(&path, Some(65_534), None).unwrap();
            mode(&path, 0o600);
            assert!(read(&path).unwrap_err().what.contains("another user"));
        }
        std::fs::remove_file(&path).unwrap();
        std::fs::write(&path, vec![b'#'; 2 << 20]).unwrap();
        assert!(read(&path).unwrap_err().what.contains("too long"));
    }

    #[test]
    fn what_is_not_known_is_refused_with_its_line() {
        let broken = |text: &str| parse(text, Path::new("/c.toml")).unwrap_err();
        let fault = broken("[profiles.a]\naccount = \"x\"\nacount = \"y\"\n");
        assert!(fault.what.starts_with("/c.toml:3: ") && fault.what.contains("acount"), "{}", fault.what);
        assert_eq!(fault.exit_code(), 2);
        assert!(broken("[profiles.a]\nmode = \"wr\"\n").what.contains("read-only"));
        for (value, told) in [("99", "not 99"), ("0", "not 0"), ("-1", "not -1")] {
            let fault = broken(&format!("[profiles.a]\npoll_part = {value}\n"));
            assert!(fault.what.starts_with("/c.toml:2: ") && fault.what.contains(told), "{}", fault.what);
        }
        assert!(broken("\n\n[").what.starts_with("/c.toml:3"), "{}", broken("\n\n[").what);
    }
}
