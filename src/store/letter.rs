//! A letter on disk: whole or not at all, and never over anything (RELIABILITY L1–L4).

use std::fs::{File, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Component, Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::folder::local;
use crate::domain::Fault;

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

/// Writes a letter to a folder under a name of one component.
pub fn save(folder: &Path, name: &str, pdf: &[u8]) -> Result<Saved, Fault> {
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
    part.persist_noclobber(&path).map_err(|why| match why.error.kind() {
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
        let saved = save(place.path(), "loa-x.pdf", b"abc").unwrap();
        assert_eq!(std::fs::read(&saved.path).unwrap(), b"abc");
        assert_eq!(std::fs::metadata(&saved.path).unwrap().mode() & 0o777, 0o600);
        // FIPS 180-4, the example of one block.
        assert_eq!(saved.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!((saved.size, std::fs::read_dir(place.path()).unwrap().count()), (3, 1), "no part is left");
    }

    #[test]
    fn nothing_is_ever_replaced_or_followed() {
        let place = tempfile::tempdir().unwrap();
        save(place.path(), "a.pdf", b"first").unwrap();
        symlink(place.path().join("nowhere"), place.path().join("b.pdf")).unwrap();
        for name in ["a.pdf", "b.pdf"] {
            assert!(save(place.path(), name, b"second").unwrap_err().what.contains("exists already"), "{name}");
        }
        assert_eq!(std::fs::read(place.path().join("a.pdf")).unwrap(), b"first");
        assert!(!place.path().join("nowhere").exists());
        assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 2, "no part is left");
    }

    #[test]
    fn a_name_is_one_component_and_the_folder_must_be_there() {
        let place = tempfile::tempdir().unwrap();
        for name in ["", ".", "..", "a/b", "/etc/x", "a/"] {
            assert!(save(place.path(), name, b"x").is_err(), "{name}");
        }
        assert!(save(&place.path().join("gone"), "a.pdf", b"x").is_err());
    }
}
