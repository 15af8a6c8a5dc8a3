//! Which key means what: the table's own keys, or the user's.

use super::command::{Command, Row, Scope, TABLE};
use super::key::Key;

/// The keys of every row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    keys: Vec<Vec<Key>>,
}

impl Default for Keymap {
    fn default() -> Self {
        Self { keys: TABLE.iter().map(|row| row.keys.to_vec()).collect() }
    }
}

impl Keymap {
    /// The command of a key in a place.
    pub fn find(&self, scope: Scope, key: Key) -> Option<Command> {
        let works =
            |(row, keys): &(&Row, &[Key])| (row.scope == scope || row.scope == Scope::Any) && keys.contains(&key);
        self.rows().find(works).map(|(row, _)| row.command)
    }

    /// The rows of the table, each with its keys.
    pub fn rows(&self) -> impl Iterator<Item = (&'static Row, &[Key])> {
        TABLE.iter().zip(self.keys.iter().map(Vec::as_slice))
    }

    /// The rows that work in a place.
    pub fn rows_in(&self, scope: Scope) -> impl Iterator<Item = (&'static Row, &[Key])> {
        self.rows().filter(move |(row, _)| row.scope == scope || row.scope == Scope::Any)
    }
}

/// Keys as a person reads them.
pub fn listed(keys: &[Key]) -> String {
    keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}
