//! Unfinished forms on disk: one file each, replaced whole, with a checksum. A form belongs to the process that keeps it
//! as long as that lives; what a dead one left is offered at the next start (RELIABILITY M12, S2).

use std::collections::HashMap;
use std::fs::{File, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use rustix::fs::{FlockOperation, flock};
use serde::{Deserialize, Serialize};

use super::audit::{Scrub, hide};
use super::folder::{local, lock_file, private, text};
use super::letter::sha256;
use crate::domain::Fault;
use crate::domain::kept::Kept;
use crate::domain::text::json;

const VERSION: u32 = 1;
/// No form of ours is longer.
const MOST: u64 = 1 << 20;

/// The drafts of a process. Nothing is made before the first one.
#[derive(Clone)]
pub struct Drafts {
    folder: PathBuf,
    owner: String,
    /// Held as long as the process lives: that is how others know.
    lock: Arc<Mutex<Option<File>>>,
    next: Arc<AtomicU64>,
    scrub: Option<Scrub>,
    done: Arc<Mutex<HashMap<PathBuf, Turn>>>,
}

/// The order in which things were wanted: tasks may come to them in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Turn(u64);

/// What was found at the start.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// Forms that nobody has open, the newest first.
    pub forms: Vec<Kept>,
    /// Files that could not be read and were moved aside.
    pub broken: Vec<PathBuf>,
}

#[derive(Serialize, Deserialize)]
struct Envelope {
    v: u32,
    sha256: String,
    form: String,
}

impl std::fmt::Debug for Drafts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Drafts").field("folder", &self.folder).field("owner", &self.owner).finish_non_exhaustive()
    }
}

impl Drafts {
    /// Those in the folder `drafts` of this folder.
    pub fn new(folder: &Path) -> Self {
        let owner = uuid::Uuid::new_v4().to_string();
        let folder = folder.join("drafts");
        Self { folder, owner, lock: Arc::default(), next: Arc::default(), scrub: None, done: Arc::default() }
    }

    /// The same; every text goes through this first.
    #[must_use]
    pub fn scrubbed(self, scrub: Scrub) -> Self {
        Self { scrub: Some(scrub), ..self }
    }

    /// A turn after all that were taken before.
    pub fn turn(&self) -> Turn {
        Turn(self.next.fetch_add(1, Ordering::SeqCst))
    }

    /// Writes a form, whole or not at all, over the one that was kept of it before.
    pub fn keep(&self, kept: &Kept, turn: Turn) -> Result<(), Fault> {
        self.own()?;
        let kept = Kept { owner: self.owner.clone(), ..kept.clone() };
        let path = self.path(&kept);
        self.in_turn(&path, turn, || self.write(&path, &kept))
    }

    /// Does nothing where what was wanted later is done already.
    fn in_turn(&self, path: &Path, turn: Turn, act: impl FnOnce() -> Result<(), Fault>) -> Result<(), Fault> {
        let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        if done.get(path).is_some_and(|last| *last > turn) {
            return Ok(());
        }
        done.insert(path.to_owned(), turn);
        act()
    }

    fn write(&self, path: &Path, kept: &Kept) -> Result<(), Fault> {
        let failed = |why: &dyn std::fmt::Display| local(path, &why.to_string());
        let mut form = serde_json::to_value(kept).map_err(|why| failed(&why))?;
        if let Some(scrub) = &self.scrub {
            hide(&mut form, scrub);
        }
        let written = enveloped(form.to_string()).map_err(|why| failed(&why))?;
        let mut part = tempfile::Builder::new()
            .prefix(".draft.")
            .permissions(Permissions::from_mode(0o600))
            .tempfile_in(&self.folder)
            .map_err(|why| failed(&why))?;
        part.write_all(written.as_bytes()).and_then(|()| part.as_file().sync_all()).map_err(|why| failed(&why))?;
        part.persist(path).map_err(|why| failed(&why.error))?;
        File::open(&self.folder).and_then(|folder| folder.sync_all()).map_err(|why| failed(&why))
    }

    /// Throws a form away; one that is not there is no error.
    pub fn forget(&self, kept: &Kept, turn: Turn) -> Result<(), Fault> {
        let owner = if kept.owner.is_empty() { &self.owner } else { &kept.owner };
        let path = self.path(&Kept { owner: owner.clone(), ..kept.clone() });
        self.in_turn(&path, turn, || match std::fs::remove_file(&path) {
            Ok(()) => Ok(()),
            Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(why) => Err(local(&path, &why.to_string())),
        })
    }

    /// What dead processes left for this profile and account. What cannot be read is moved aside, once.
    pub fn left(&self, profile: &str, account: &str) -> Result<Found, Fault> {
        let mut found = Found::default();
        let entries = match std::fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(found),
            Err(why) => return Err(local(&self.folder, &why.to_string())),
        };
        private(&self.folder)?;
        let mut owners: Vec<String> = Vec::new();
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.extension().and_then(|end| end.to_str()) != Some("json") {
                continue;
            }
            match read(&path) {
                Ok(kept) => {
                    owners.push(kept.owner.clone());
                    let mine = kept.profile == profile && kept.account == account && kept.owner != self.owner;
                    if mine && !self.is_alive(&kept.owner) {
                        found.forms.push(kept);
                    }
                }
                Err(Unread::LeftAlone) => {}
                Err(Unread::Broken) => {
                    let aside = path.with_extension(format!("corrupt-{}", Timestamp::now().strftime("%Y%m%dT%H%M%S")));
                    if std::fs::rename(&path, &aside).is_ok() {
                        found.broken.push(aside);
                    }
                }
            }
        }
        self.sweep(&owners);
        found.forms.sort_by_key(|kept| std::cmp::Reverse(kept.at));
        Ok(found)
    }

    /// Takes the locks of dead processes away that kept nothing.
    fn sweep(&self, owners: &[String]) {
        let Ok(entries) = std::fs::read_dir(&self.folder) else { return };
        for path in entries.flatten().map(|entry| entry.path()) {
            let Some(owner) = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".lock")) else { continue };
            if owner != self.owner && !owners.iter().any(|own| own == owner) && !self.is_alive(owner) {
                let _ = std::fs::remove_file(&path);
            }
        }
    }

    fn own(&self) -> Result<(), Fault> {
        let mut lock = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        if lock.is_none() {
            private(&self.folder)?;
            let path = self.lock_path(&self.owner);
            let file = lock_file(&path, true).map_err(|why| local(&path, &why.to_string()))?;
            flock(&file, FlockOperation::NonBlockingLockExclusive).map_err(|why| local(&path, &why.to_string()))?;
            *lock = Some(file);
        }
        Ok(())
    }

    /// Its lock is held.
    fn is_alive(&self, owner: &str) -> bool {
        // An owner is a name that we made: nothing else leads anywhere.
        uuid::Uuid::try_parse(owner).is_ok()
            && lock_file(&self.lock_path(owner), false)
                .is_ok_and(|file| flock(&file, FlockOperation::NonBlockingLockExclusive).is_err())
    }

    fn lock_path(&self, owner: &str) -> PathBuf {
        self.folder.join(format!("{owner}.lock"))
    }

    fn path(&self, kept: &Kept) -> PathBuf {
        let name = [&kept.owner, &kept.profile, &kept.account, &kept.flow, &kept.about].map(String::as_str).join("\n");
        let name = sha256(name.as_bytes());
        self.folder.join(name.get(..32).unwrap_or(&name)).with_extension("json")
    }
}

/// Why a file is no draft that we can use.
enum Unread {
    /// It is broken.
    Broken,
    /// It is not ours to judge: a newer version wrote it, or others can use it.
    LeftAlone,
}

/// A form out of the text of a file, if it is whole.
pub fn parse(text: &str) -> Option<Kept> {
    understood(text).ok()
}

/// The text of a file that holds a form.
pub fn written(kept: &Kept) -> serde_json::Result<String> {
    enveloped(serde_json::to_string(kept)?)
}

fn enveloped(form: String) -> serde_json::Result<String> {
    let envelope = Envelope { v: VERSION, sha256: sha256(form.as_bytes()), form };
    Ok(json(serde_json::to_string(&envelope)?))
}

fn read(path: &Path) -> Result<Kept, Unread> {
    let text = text(path, MOST).map_err(|why| match why.kind() {
        io::ErrorKind::InvalidData => Unread::Broken,
        _ => Unread::LeftAlone,
    })?;
    understood(&text)
}

fn understood(text: &str) -> Result<Kept, Unread> {
    let broken = |_| Unread::Broken;
    let envelope: Envelope = serde_json::from_str(text).map_err(broken)?;
    if envelope.v > VERSION {
        return Err(Unread::LeftAlone);
    }
    if envelope.v != VERSION || envelope.sha256 != sha256(envelope.form.as_bytes()) {
        return Err(Unread::Broken);
    }
    serde_json::from_str(&envelope.form).map_err(broken)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::MetadataExt as _;

    use super::*;

    fn form(name: &str) -> Kept {
        Kept {
            profile: "p".into(),
            account: "acc".into(),
            flow: "create-interconnect".into(),
            about: String::new(),
            at: Timestamp::UNIX_EPOCH,
            fields: vec![("name".into(), name.into())],
            opened: vec![],
            left_out: vec![],
            owner: String::new(),
        }
    }

    fn names(found: &Found) -> Vec<&str> {
        found.forms.iter().map(|kept| kept.fields[0].1.as_str()).collect()
    }

    #[test]
    fn a_form_is_offered_when_its_process_is_gone_and_only_to_its_account() {
        let place = tempfile::tempdir().unwrap();
        let (first, second) = (Drafts::new(place.path()), Drafts::new(place.path()));
        first.keep(&form("a"), first.turn()).unwrap();
        first.keep(&form("ab"), first.turn()).unwrap();
        assert_eq!(names(&second.left("p", "acc").unwrap()), [""; 0], "its process lives");
        drop(first);
        assert_eq!(names(&second.left("p", "acc").unwrap()), ["ab"], "the last state, once");
        assert!(
            second.left("p", "other").unwrap().forms.is_empty() && second.left("q", "acc").unwrap().forms.is_empty()
        );
        let left = second.left("p", "acc").unwrap().forms.remove(0);
        second.keep(&left, second.turn()).unwrap();
        second.forget(&left, second.turn()).unwrap();
        assert!(second.left("p", "acc").unwrap().forms.is_empty(), "it is ours now");
        drop(second);
        assert_eq!(names(&Drafts::new(place.path()).left("p", "acc").unwrap()), ["ab"]);
    }

    #[test]
    fn a_file_is_private_and_whole_and_a_broken_one_is_moved_aside_once() {
        let place = tempfile::tempdir().unwrap();
        let drafts = Drafts::new(place.path());
        drafts.keep(&form("a"), drafts.turn()).unwrap();
        let path = drafts.path(&Kept { owner: drafts.owner.clone(), ..form("a") });
        assert_eq!(std::fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
        let text = std::fs::read_to_string(&path).unwrap().replace("\\\"a\\\"", "\\\"b\\\"");
        std::fs::write(&path, text).unwrap();
        drop(drafts);
        let next = Drafts::new(place.path());
        let found = next.left("p", "acc").unwrap();
        assert_eq!((found.forms.len(), found.broken.len()), (0, 1), "the checksum is wrong");
        assert!(found.broken[0].exists());
        assert_eq!(next.left("p", "acc").unwrap(), Found::default());
    }

    #[test]
    fn what_was_wanted_last_holds_whatever_comes_first() {
        let place = tempfile::tempdir().unwrap();
        let drafts = Drafts::new(place.path());
        let (early, late) = (drafts.turn(), drafts.turn());
        drafts.forget(&form("a"), late).unwrap();
        drafts.keep(&form("a"), early).unwrap();
        drop(drafts);
        assert!(Drafts::new(place.path()).left("p", "acc").unwrap().forms.is_empty());
    }

    #[test]
    fn thrown_away_is_gone_and_no_lock_is_left_behind() {
        let place = tempfile::tempdir().unwrap();
        let drafts = Drafts::new(place.path());
        drafts.keep(&form("a"), drafts.turn()).unwrap();
        drafts.forget(&form("a"), drafts.turn()).unwrap();
        drafts.forget(&form("a"), drafts.turn()).unwrap();
        drop(drafts);
        Drafts::new(place.path()).left("p", "acc").unwrap();
        assert_eq!(std::fs::read_dir(place.path().join("drafts")).unwrap().count(), 0);
    }
}
