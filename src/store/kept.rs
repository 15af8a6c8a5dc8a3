//! What a person set and will want again: named values in one file, replaced whole and checked when it is read
//! (RELIABILITY S2). Several processes may keep values in it; each replaces only its own.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions, Permissions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use rustix::fs::OFlags;
use serde::{Deserialize, Serialize};

use super::folder::{local, lock_file, ours, private};
use super::letter::sha256;
use super::lock::exclusive;
use crate::domain::Fault;
use crate::domain::text::json;

const VERSION: u32 = 1;
/// Nobody sets so much; a file beyond this is not ours.
const LONGEST: u64 = 16 << 20;
/// How long another process may take to replace the file.
const PATIENCE: Duration = Duration::from_secs(2);

/// Values by their names; each is a text that only its owner understands.
pub type Values = BTreeMap<String, String>;

/// The first line of the file; the second are the values.
#[derive(Serialize, Deserialize)]
struct Head {
    version: u32,
    sha256: String,
}

/// The file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    folder: PathBuf,
    kind: &'static str,
    path: PathBuf,
}

/// What was in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The values.
    pub values: Values,
    /// The file could not be understood and lies here now.
    pub aside: Option<PathBuf>,
}

impl Kept {
    /// The file of what was set on tables under a name, in a folder of our own; neither is made before something is kept.
    pub fn new(folder: &Path, name: &str) -> Self {
        Self::of("views", folder, name)
    }

    /// The same for values of another kind.
    pub fn of(kind: &'static str, folder: &Path, name: &str) -> Self {
        let plain = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
        let safe: String = name.chars().filter(|c| plain(*c)).take(40).collect();
        // Names that differ in other characters must not share a file.
        let tail = if safe == name { String::new() } else { format!("-{}", &sha256(name.as_bytes())[..8]) };
        Self { folder: folder.to_owned(), kind, path: folder.join(format!("{kind}-{safe}{tail}.json")) }
    }

    /// Reads the values. A file that cannot be understood is put aside, not lost.
    pub fn read(&self, now: Timestamp) -> Result<Found, Fault> {
        match self.values()? {
            Some(values) => Ok(Found { values, aside: None }),
            None => {
                let _lock = self.lock()?;
                // Another process may have put it right or aside by now.
                match self.values()? {
                    Some(values) => Ok(Found { values, aside: None }),
                    None => Ok(Found { values: Values::new(), aside: Some(self.put_aside(now)?) }),
                }
            }
        }
    }

    /// Keeps these values beside those that are there. Answers where a file went that could not be understood.
    pub fn keep(&self, changed: Values, now: Timestamp) -> Result<Option<PathBuf>, Fault> {
        private(&self.folder)?;
        let _lock = self.lock()?;
        let (mut values, aside) = match self.values()? {
            Some(values) => (values, None),
            None => (Values::new(), Some(self.put_aside(now)?)),
        };
        values.extend(changed);
        self.replace(&values).map_err(|why| self.failed(&why))?;
        Ok(aside)
    }

    fn failed(&self, why: &dyn std::fmt::Display) -> Fault {
        local(&self.path, &why.to_string())
    }

    /// The values, none where there is no file; `None`: it cannot be understood.
    fn values(&self) -> Result<Option<Values>, Fault> {
        let opened = OpenOptions::new()
            .read(true)
            .custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed())
            .open(&self.path);
        let file = match opened {
            Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(Some(Values::new())),
            opened => opened.map_err(|why| self.failed(&why))?,
        };
        let found = file.metadata().map_err(|why| self.failed(&why))?;
        if !found.is_file() {
            return Err(self.failed(&"not a regular file"));
        }
        ours(&self.path, &found, "600")?;
        let mut text = String::new();
        match file.take(LONGEST).read_to_string(&mut text) {
            Err(why) if why.kind() == io::ErrorKind::InvalidData => return Ok(None),
            read => read.map_err(|why| self.failed(&why))?,
        };
        let Some((head, body)) = text.split_once('\n') else { return Ok(None) };
        let Ok(head) = serde_json::from_str::<Head>(head) else { return Ok(None) };
        if head.version > VERSION {
            return Err(self.failed(&"a newer meetme wrote it; it is left alone"));
        }
        let whole = sha256(body.as_bytes()) == head.sha256;
        Ok(serde_json::from_str(body).ok().filter(|_| whole))
    }

    fn put_aside(&self, now: Timestamp) -> Result<PathBuf, Fault> {
        let mut aside = self.path.clone().into_os_string();
        aside.push(format!(".corrupt-{}", now.strftime("%Y%m%dT%H%M%SZ")));
        std::fs::rename(&self.path, &aside).map_err(|why| self.failed(&why))?;
        Ok(aside.into())
    }

    fn lock(&self) -> Result<File, Fault> {
        let path = self.folder.join(format!("{}.lock", self.kind));
        let file = lock_file(&path, true).map_err(|why| local(&path, &why.to_string()))?;
        exclusive(&file, PATIENCE).map_err(|why| local(&path, &why.to_string()))?;
        Ok(file)
    }

    fn replace(&self, values: &Values) -> io::Result<()> {
        let body = json(serde_json::to_string(values)?);
        let head = serde_json::to_string(&Head { version: VERSION, sha256: sha256(body.as_bytes()) })?;
        if (head.len() + body.len()) as u64 >= LONGEST {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "too much to keep in one file"));
        }
        let mut part = tempfile::Builder::new()
            .prefix(&format!(".{}.", self.kind))
            .suffix(".part")
            .permissions(Permissions::from_mode(0o600))
            .tempfile_in(&self.folder)?;
        part.write_all(format!("{head}\n{body}").as_bytes())?;
        part.as_file().sync_all()?;
        part.persist(&self.path).map_err(|why| why.error)?;
        // The name itself must survive a power cut too.
        File::open(&self.folder)?.sync_all()
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{MetadataExt as _, symlink};

    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn values(pairs: &[(&str, &str)]) -> Values {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn each_process_replaces_only_its_own_values() {
        let place = tempfile::tempdir().unwrap();
        let kept = Kept::new(&place.path().join("state"), "prod");
        assert_eq!(kept.read(NOW).unwrap(), Found::default(), "neither file nor folder is needed");
        std::thread::scope(|scope| {
            for n in 0..8 {
                let kept = kept.clone();
                scope.spawn(move || kept.keep(values(&[(&format!("pane-{n}"), "x\n\u{7}")]), NOW).unwrap());
            }
        });
        kept.keep(values(&[("pane-0", "new")]), NOW).unwrap();
        let found = kept.read(NOW).unwrap().values;
        assert_eq!((found.len(), found["pane-0"].as_str(), found["pane-7"].as_str()), (8, "new", "x\n\u{7}"));
        assert_eq!(std::fs::metadata(&kept.path).unwrap().mode() & 0o777, 0o600);
        let names: Vec<_> = std::fs::read_dir(&kept.folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names.len(), 2, "no part is left: {names:?}");
    }

    #[test]
    fn what_cannot_be_understood_is_put_aside_and_said() {
        let place = tempfile::tempdir().unwrap();
        let kept = Kept::new(&place.path().join("state"), "prod");
        for (at, broken) in
            [&b"{}"[..], b"", b"\xff\xfe", b"{\"version\":1,\"sha256\":\"00\"}\n{\"a\":\"b\"}"].iter().enumerate()
        {
            kept.keep(values(&[("a", "b")]), NOW).unwrap();
            std::fs::write(&kept.path, broken).unwrap();
            let now = NOW + jiff::SignedDuration::from_secs(at.try_into().unwrap());
            let found = kept.read(now).unwrap();
            let aside = found.aside.unwrap();
            assert!(found.values.is_empty() && aside.display().to_string().contains(".corrupt-19700101T00000"));
            assert_eq!(std::fs::read(aside).unwrap(), *broken);
            assert_eq!(kept.read(now).unwrap(), Found::default(), "said once");
        }
        std::fs::write(&kept.path, "cut").unwrap();
        std::fs::set_permissions(&kept.path, Permissions::from_mode(0o600)).unwrap();
        kept.keep(values(&[("a", "c")]), NOW).unwrap();
        assert_eq!(kept.read(NOW).unwrap().values["a"], "c", "a broken file is in nobody's way");
    }

    #[test]
    fn a_newer_file_a_link_and_an_open_file_are_left_alone() {
        let place = tempfile::tempdir().unwrap();
        std::fs::set_permissions(place.path(), Permissions::from_mode(0o700)).unwrap();
        let kept = Kept::new(place.path(), "prod");
        let write = |text: &str, mode| {
            std::fs::write(&kept.path, text).unwrap();
            std::fs::set_permissions(&kept.path, Permissions::from_mode(mode)).unwrap();
        };
        for (text, mode, why) in [("{\"version\":2,\"sha256\":\"\"}\nx", 0o600, "newer"), ("x", 0o644, "chmod 600")] {
            write(text, mode);
            assert!(kept.read(NOW).unwrap_err().what.contains(why));
            assert!(kept.keep(values(&[("a", "b")]), NOW).is_err());
            assert_eq!(std::fs::read_to_string(&kept.path).unwrap(), text);
        }
        std::fs::remove_file(&kept.path).unwrap();
        symlink(place.path().join("elsewhere"), &kept.path).unwrap();
        assert!(kept.read(NOW).is_err() && kept.keep(values(&[("a", "b")]), NOW).is_err());
        assert!(!place.path().join("elsewhere").exists());
    }

    #[test]
    fn names_make_safe_files_of_their_own() {
        let file = |name: &str| Kept::new(Path::new("/s"), name).path.display().to_string();
        assert_eq!(file("prod"), "/s/views-prod.json");
        assert!(!file("../x").contains("..") && file("a/b") != file("ab") && file("") != file("/"));
    }
}
