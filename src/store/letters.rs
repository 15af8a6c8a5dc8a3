//! What is remembered of the letters that were saved: a file an account and server, in the folder of our own state.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::kept::{Kept, Values};
use crate::domain::{Fault, IconKey, Letter};

/// The files of all accounts of a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedLetters {
    folder: PathBuf,
    origin: String,
}

/// What was in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remembered {
    /// The last letter of each interconnect.
    pub letters: HashMap<IconKey, Letter>,
    /// The file could not be understood and lies here now.
    pub aside: Option<PathBuf>,
}

impl SavedLetters {
    /// Those of a server, in the folder of our state.
    pub fn new(state: &Path, origin: &str) -> Self {
        Self { folder: state.to_owned(), origin: origin.to_owned() }
    }

    fn of(&self, account: &str) -> Kept {
        Kept::of("letters", &self.folder, &format!("{account}@{}", self.origin))
    }

    /// Reads what is remembered for an account. A file that cannot be understood is put aside, not lost.
    pub fn read(&self, account: &str, now: Timestamp) -> Result<Remembered, Fault> {
        let found = self.of(account).read(now)?;
        let letter = |(key, text): (&String, &String)| {
            Some((IconKey::from(key.as_str()), serde_json::from_str::<Letter>(text).ok()?))
        };
        Ok(Remembered { letters: found.values.iter().filter_map(letter).collect(), aside: found.aside })
    }

    /// Remembers a letter in the place of the one before of the same interconnect. Answers where a file went that could
    /// not be understood.
    pub fn add(&self, account: &str, key: &IconKey, letter: &Letter) -> Result<Option<PathBuf>, Fault> {
        let text =
            serde_json::to_string(letter).map_err(|why| Fault::new(crate::domain::FaultKind::Bug, why.to_string()))?;
        self.of(account).keep(Values::from([(key.to_string(), text)]), letter.saved)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_and_servers_do_not_mix_and_the_last_letter_counts() {
        let place = tempfile::tempdir().unwrap();
        let of = |origin: &str| SavedLetters::new(&place.path().join("state"), origin);
        let letter = |path: &str| Letter {
            saved: Timestamp::UNIX_EPOCH,
            name: Some("Norrland AB".into()),
            path: path.into(),
            size: 1,
            sha256: "00".into(),
        };
        let key = IconKey::from("icn-1");
        of("https://a").add("acc", &key, &letter("/one.pdf")).unwrap();
        of("https://a").add("acc", &"icn-2".into(), &letter("/two.pdf")).unwrap();
        of("https://a").add("acc", &key, &letter("/three.pdf")).unwrap();
        let read = |origin: &str, account: &str| of(origin).read(account, Timestamp::UNIX_EPOCH).unwrap().letters;
        let found = read("https://a", "acc");
        assert_eq!((found.len(), found[&key].path.as_str()), (2, "/three.pdf"));
        assert!(read("https://b", "acc").is_empty() && read("https://a", "other").is_empty());
    }
}
