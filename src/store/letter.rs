//! A letter on disk: whole or not at all, and never over anything (RELIABILITY L1–L4).

use std::fs::{File, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Component, Path, PathBuf};

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use super::folder::local;
use crate::domain::{Fault, Letter};

/// A letter that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// Where; absolute.
    pub path: PathBuf,
    /// Bytes.
    pub size: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

impl Saved {
    /// The same, to be remembered.
    pub fn letter(&self, saved: Timestamp, name: Option<String>) -> Letter {
        let path = self.path.display().to_string();
        Letter { saved, name, path, size: self.size, sha256: self.sha256.clone() }
    }
}

/// What becomes of a file that has the name already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum There {
    /// It stays, and nothing is written.
    Stays,
    /// The letter takes its place; a link is replaced itself, never written through.
    IsReplaced,
}

/// Whether a file is as it was when the letter was saved; `None`: it cannot be read.
pub fn is_unchanged(letter: &Letter) -> Option<bool> {
    let path = Path::new(&letter.path);
    let found = path.symlink_metadata().ok().filter(std::fs::Metadata::is_file)?;
    if found.len() != letter.size {
        return Some(false);
    }
    Some(sha256(&std::fs::read(path).ok()?) == letter.sha256)
}

/// Writes a letter to a folder under a name of one component.
pub fn save(folder: &Path, name: &str, pdf: &[u8], there: There) -> Result<Saved, Fault> {
    let mut parts = Path::new(name).components();
    if !matches!((parts.next(), parts.next()), (Some(Component::Normal(_)), None)) || name.ends_with('/') {
        return Err(local(Path::new(name), "a letter's name is one plain file name"));
    }
    let folder = folder.canonicalize().map_err(|why| local(folder, &why.to_string()))?;
    let path = folder.join(name);
    let failed = |why: &io::Error| local(&path, &why.to_string());
    let mut part = tempfile::Builder::new()
        .prefix(&format!(".{name}."))
        .suffix(".part")
        .permissions(Permissions::from_mode(0o600))
        .tempfile_in(&folder)
        .map_err(|why| failed(&why))?;
    // Dropping the part file on any error takes only that away.
    part.write_all(pdf).and_then(|()| part.as_file().sync_all()).map_err(|why| failed(&why))?;
    let put = match there {
        There::Stays => part.persist_noclobber(&path),
        There::IsReplaced => part.persist(&path),
    };
    put.map_err(|why| match why.error.kind() {
        io::ErrorKind::AlreadyExists => local(&path, "it exists already and is not replaced; choose another name"),
        _ => failed(&why.error),
    })?;
    // The name itself must survive a power cut too.
    File::open(&folder).and_then(|folder| folder.sync_all()).map_err(|why| failed(&why))?;
    Ok(Saved { path, size: pdf.len() as u64, sha256: sha256(pdf) })
}

/// SHA-256 in hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        use std::fmt::Write as _;
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{MetadataExt as _, symlink};

    use super::*;

    #[test]
    fn a_letter_is_written_whole_and_private() {
        let place = tempfile::tempdir().unwrap();
        let saved = save(place.path(), "loa-x.pdf", b"abc", There::Stays).unwrap();
        assert_eq!(std::fs::read(&saved.path).unwrap(), b"abc");
        assert_eq!(std::fs::metadata(&saved.path).unwrap().mode() & 0o777, 0o600);
        // FIPS 180-4, the example of one block.
        assert_eq!(saved.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!((saved.size, std::fs::read_dir(place.path()).unwrap().count()), (3, 1), "no part is left");
    }

    #[test]
    fn nothing_is_ever_replaced_or_followed() {
        let place = tempfile::tempdir().unwrap();
        save(place.path(), "a.pdf", b"first", There::Stays).unwrap();
        symlink(place.path().join("nowhere"), place.path().join("b.pdf")).unwrap();
        for name in ["a.pdf", "b.pdf"] {
            assert!(
                save(place.path(), name, b"second", There::Stays).unwrap_err().what.contains("exists already"),
                "{name}"
            );
        }
        assert_eq!(std::fs::read(place.path().join("a.pdf")).unwrap(), b"first");
        assert!(!place.path().join("nowhere").exists());
        assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 2, "no part is left");
    }

    #[test]
    fn a_name_is_one_component_and_the_folder_must_be_there() {
        let place = tempfile::tempdir().unwrap();
        for name in ["", ".", "..", "a/b", "/etc/x", "a/"] {
            assert!(save(place.path(), name, b"x", There::Stays).is_err(), "{name}");
        }
        assert!(save(&place.path().join("gone"), "a.pdf", b"x", There::Stays).is_err());
    }

    #[test]
    fn a_file_is_replaced_when_asked_and_a_link_is_not_followed() {
        let place = tempfile::tempdir().unwrap();
        let target = place.path().join("target");
        std::fs::write(&target, "mine").unwrap();
        symlink(&target, place.path().join("a.pdf")).unwrap();
        let saved = save(place.path(), "a.pdf", b"new", There::IsReplaced).unwrap();
        assert_eq!(std::fs::read(&target).unwrap(), b"mine");
        let letter = saved.letter(Timestamp::UNIX_EPOCH, None);
        assert_eq!(is_unchanged(&letter), Some(true));
        std::fs::write(&saved.path, "odd").unwrap();
        assert_eq!(is_unchanged(&letter), Some(false));
        std::fs::remove_file(&saved.path).unwrap();
        assert_eq!(is_unchanged(&letter), None);
    }
}
