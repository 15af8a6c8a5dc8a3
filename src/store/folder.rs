//! A folder of our own: nobody else may look into it or write to it.

use std::fs::{DirBuilder, File, Metadata, OpenOptions};
use std::io::{self, Read as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::Path;

use rustix::fs::OFlags;

use crate::domain::{Fault, FaultKind};

/// Makes a private folder (0700) with its parents, or refuses one that is not ours alone (RELIABILITY S1).
pub fn private(path: &Path) -> Result<(), Fault> {
    match std::fs::symlink_metadata(path) {
        Err(why) if why.kind() == io::ErrorKind::NotFound => {
            DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(|why| local(path, &why.to_string()))
        }
        Err(why) => Err(local(path, &why.to_string())),
        Ok(found) if !found.is_dir() => Err(local(path, "it is not a folder")),
        Ok(found) => ours(path, &found, "700"),
    }
}

/// Refuses what others own, or what others can read or write.
pub(super) fn ours(path: &Path, found: &Metadata, mode: &str) -> Result<(), Fault> {
    if found.uid() != rustix::process::geteuid().as_raw() {
        return Err(local(path, "it belongs to another user"));
    }
    if found.mode() & 0o077 != 0 {
        let what = format!("others can use it; `chmod {mode} {}` closes it", path.display());
        return Err(local(path, &what));
    }
    Ok(())
}

/// A file that is only ever locked: made (0600) where it is not there, never reached through a link.
pub(super) fn lock_file(path: &Path, create: bool) -> io::Result<File> {
    let flags = OFlags::NOFOLLOW.bits().cast_signed();
    OpenOptions::new().read(true).write(true).create(create).truncate(false).mode(0o600).custom_flags(flags).open(path)
}

/// The text of a file of ours, if it is one: regular, ours alone, not behind a link, not too long. What waits for a
/// writer (a pipe) is not waited for.
pub(super) fn text(path: &Path, most: u64) -> io::Result<String> {
    let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed();
    let file = OpenOptions::new().read(true).custom_flags(flags).open(path)?;
    let found = file.metadata()?;
    if !found.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    ours(path, &found, "600").map_err(|fault| io::Error::other(fault.what))?;
    if found.len() > most {
        return Err(io::Error::other("it is too long to be ours"));
    }
    let mut text = String::new();
    file.take(most).read_to_string(&mut text)?;
    Ok(text)
}

pub(super) fn local(path: &Path, why: &str) -> Fault {
    Fault::new(FaultKind::Local, format!("{}: {why}", path.display()))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_new_folder_is_private_and_an_open_one_is_refused() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("a/b");
        private(&path).unwrap();
        private(&path).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().mode() & 0o777, 0o700);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        assert!(private(&path).unwrap_err().what.contains("chmod 700"));
        std::fs::write(place.path().join("file"), "").unwrap();
        assert_eq!(private(&place.path().join("file")).unwrap_err().kind, FaultKind::Local);
    }
}
