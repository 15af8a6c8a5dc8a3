//! Locks between processes: they go with the descriptor, also when the process dies (RELIABILITY M7, S9).

use std::fs::File;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;

use super::folder::{local, lock_file, private};
use super::letter::sha256;
use crate::domain::{Fault, FaultKind};

/// Held while something is changed.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "held, and let go by dropping")] File);

/// Takes the lock of an object of an account, or says that another process of ours changes it right now.
pub fn take(folder: &Path, account: &str, object: &str) -> Result<Lock, Fault> {
    let folder = folder.join("locks");
    private(&folder)?;
    let name = sha256(format!("{account}\n{object}").as_bytes());
    let path = folder.join(name.get(..32).unwrap_or(&name));
    let file = lock_file(&path, true).map_err(|why| local(&path, &why.to_string()))?;
    match flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(Lock(file)),
        Err(Errno::WOULDBLOCK) => {
            let what = format!("another meetme on this machine changes {object} right now");
            Err(Fault::new(FaultKind::Conflict, what))
        }
        Err(why) => Err(local(&path, &why.to_string())),
    }
}

/// Locks a file, waiting so long at most.
pub(super) fn exclusive(file: &File, patience: Duration) -> io::Result<()> {
    let begun = Instant::now();
    loop {
        match flock(file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => return Ok(()),
            Err(Errno::WOULDBLOCK) if begun.elapsed() < patience => std::thread::sleep(Duration::from_millis(5)),
            Err(Errno::WOULDBLOCK) => return Err(io::Error::other("another process holds it and does not let go")),
            Err(Errno::INTR) => {}
            Err(why) => return Err(why.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_holder_an_object_and_it_is_free_again_when_let_go() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("state");
        let held = take(&folder, "acc", "slot s1").unwrap();
        assert_eq!(take(&folder, "acc", "slot s1").unwrap_err().kind, FaultKind::Conflict);
        take(&folder, "acc", "slot s2").unwrap();
        take(&folder, "other", "slot s1").unwrap();
        drop(held);
        take(&folder, "acc", "slot s1").unwrap();
    }
}
