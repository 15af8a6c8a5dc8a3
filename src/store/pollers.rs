//! How many processes of ours read from one server: each holds the lock of a file for as long as it lives, and all of
//! them are counted by trying the locks. Nothing else is shared: each reads its part by itself (RELIABILITY R4, S9).

use std::fs::File;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;

use super::folder::{local, lock_file, private};
use super::letter::sha256;
use crate::domain::Fault;

/// More processes than this are not told apart.
const MOST: u32 = 64;

/// The seats of those who read from one server.
#[derive(Debug)]
pub struct Pollers {
    folder: PathBuf,
    seat: Mutex<Option<Seat>>,
}

/// A held lock.
#[derive(Debug)]
struct Seat {
    file: File,
    number: u32,
}

impl Pollers {
    /// Of a server, by its host. Not by the account: the API counts the calls of a person, whatever the account.
    /// Nothing is touched before the first count.
    pub fn new(state: &Path, host: &str) -> Self {
        let name = sha256(host.as_bytes());
        let folder = state.join("pollers").join(name.get(..16).unwrap_or(&name));
        Self { folder, seat: Mutex::new(None) }
    }

    /// Takes a seat, if none is held, and counts those that are taken, our own among them.
    pub fn count(&self) -> Result<u32, Fault> {
        let mut seat = self.seat.lock().unwrap_or_else(PoisonError::into_inner);
        if !seat.as_ref().is_some_and(|seat| self.is_there(seat)) {
            *seat = Some(self.take()?);
        }
        let own = seat.as_ref().map(|seat| seat.number);
        let others = (0..MOST).filter(|number| Some(*number) != own);
        let taken = others.filter(|number| self.is_taken(*number)).count();
        Ok(1 + u32::try_from(taken).unwrap_or(MOST))
    }

    fn path(&self, number: u32) -> PathBuf {
        self.folder.join(number.to_string())
    }

    fn take(&self) -> Result<Seat, Fault> {
        if let Some(parent) = self.folder.parent() {
            private(parent)?;
        }
        private(&self.folder)?;
        for number in 0..MOST {
            let path = self.path(number);
            let file = lock_file(&path, true).map_err(|why| local(&path, &why.to_string()))?;
            match flock(&file, FlockOperation::NonBlockingLockExclusive) {
                Ok(()) => return Ok(Seat { file, number }),
                Err(Errno::WOULDBLOCK) => {}
                Err(why) => return Err(local(&path, &why.to_string())),
            }
        }
        Err(local(&self.folder, &format!("more than {MOST} processes read from this server")))
    }

    /// Our seat is still the file of that name: a folder that was cleaned up holds nobody.
    fn is_there(&self, seat: &Seat) -> bool {
        let (Ok(own), Ok(named)) = (seat.file.metadata(), std::fs::symlink_metadata(self.path(seat.number))) else {
            return false;
        };
        (own.dev(), own.ino()) == (named.dev(), named.ino())
    }

    /// A look takes the shared lock for a moment, so that two who look never see each other.
    fn is_taken(&self, number: u32) -> bool {
        let Ok(file) = lock_file(&self.path(number), false) else { return false };
        flock(&file, FlockOperation::NonBlockingLockShared) == Err(Errno::WOULDBLOCK)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_holder_counts_until_it_is_gone_and_servers_are_told_apart() {
        let state = tempfile::tempdir().unwrap();
        let seat = |host| Pollers::new(&state.path().join("state"), host);
        let (one, two, other) = (seat("api.example"), seat("api.example"), seat("127.0.0.1:1"));
        assert_eq!(one.count().unwrap(), 1);
        assert_eq!((two.count().unwrap(), one.count().unwrap(), other.count().unwrap()), (2, 2, 1));
        let three = seat("api.example");
        assert_eq!(three.count().unwrap(), 3);
        drop(one);
        assert_eq!((two.count().unwrap(), three.count().unwrap()), (2, 2), "a free seat in the middle");
        assert_eq!(seat("api.example").count().unwrap(), 3, "and it is taken again");
        assert_eq!(two.count().unwrap(), 2, "until that one is gone");
    }

    #[test]
    fn a_folder_that_was_cleaned_up_is_made_again() {
        let state = tempfile::tempdir().unwrap();
        let (one, two) = (Pollers::new(state.path(), "h"), Pollers::new(state.path(), "h"));
        assert_eq!((one.count().unwrap(), two.count().unwrap()), (1, 2));
        std::fs::remove_dir_all(state.path().join("pollers")).unwrap();
        assert_eq!((one.count().unwrap(), two.count().unwrap(), one.count().unwrap()), (1, 2, 2));
    }

    #[test]
    fn where_nothing_can_be_written_it_says_so() {
        let fault = Pollers::new(Path::new("/proc/nowhere"), "h").count().unwrap_err();
        assert_eq!(fault.kind, crate::domain::FaultKind::Local);
    }
}
