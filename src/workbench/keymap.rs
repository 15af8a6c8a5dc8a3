//! Which key means what: the table's own keys, a preset's, or the person's.

mod person;
mod preset;

pub use person::{Line, read};
pub use preset::Preset;

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
    /// The keys of a preset.
    pub fn of(preset: Preset) -> Self {
        let mut keymap = Self::default();
        for (scope, command, keys) in preset.changes() {
            let at = TABLE.iter().position(|row| row.scope == *scope && row.command == *command);
            if let Some(own) = at.and_then(|at| keymap.keys.get_mut(at)) {
                *own = keys.to_vec();
            }
        }
        keymap
    }

    /// No keys at all: everything is named by its word.
    pub fn wordy() -> Self {
        Self { keys: vec![Vec::new(); TABLE.len()] }
    }

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

    /// The shown key of a command in a place, or on the table where the place has no such row.
    pub fn first(&self, scope: Scope, command: Command) -> Option<Key> {
        let own = |scope| self.rows_in(scope).find(|(row, _)| row.command == command);
        let (_, keys) = own(scope).or_else(|| own(Scope::Browse))?;
        keys.first().copied()
    }

    /// What a person presses for a command, as it stands in a sentence: its key; without one, the palette's key and the
    /// command's name; without that, the name alone.
    pub fn word(&self, scope: Scope, command: Command) -> String {
        self.first(scope, command).map_or_else(
            || self.first(scope, Command::Palette).map(|key| key.to_string()).unwrap_or_default() + command.id(),
            |key| key.to_string(),
        )
    }

    /// A text of ours with the person's keys put in: `<refresh>` becomes what is pressed for that.
    pub fn spell(&self, scope: Scope, text: &str) -> String {
        let mut spelled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('<') {
            spelled.push_str(before);
            let named = after.split_once('>').and_then(|(name, after)| {
                let row = TABLE.iter().find(|row| row.command.id() == name)?;
                Some((row.command, after))
            });
            if let Some((command, after)) = named {
                spelled.push_str(&self.word(scope, command));
                rest = after;
            } else {
                spelled.push('<');
                rest = after;
            }
        }
        spelled + rest
    }
}

/// Keys as a person reads them.
pub fn listed(keys: &[Key]) -> String {
    keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// Keys that mean two things in one place: the key and both rows, as places in the table.
fn clashes(keys: &[Vec<Key>]) -> Vec<(Key, usize, usize)> {
    let mut found = Vec::new();
    for (at, (row, own)) in TABLE.iter().zip(keys).enumerate() {
        for (other_at, (other, others)) in TABLE.iter().zip(keys).enumerate().skip(at + 1) {
            let meet = row.scope == other.scope || row.scope == Scope::Any || other.scope == Scope::Any;
            let both = own.iter().filter(|key| meet && others.contains(key));
            found.extend(both.map(|key| (*key, at, other_at)));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_preset_gives_a_key_two_meanings_or_text_where_text_is_typed() {
        for preset in Preset::ALL {
            let keymap = Keymap::of(preset);
            let clash = clashes(&keymap.keys).into_iter().map(|(key, a, b)| (key, &TABLE[a], &TABLE[b])).next();
            assert!(clash.is_none(), "preset {}: {clash:?}", preset.word());
            for (row, keys) in keymap.rows() {
                let text = row.scope.types_text() || row.scope == Scope::Any;
                assert!(!text || keys.iter().all(|key| !key.is_text()), "{} {row:?}", preset.word());
                assert!(!row.command.changes_things() || keys.iter().all(|key| !key.ctrl), "{row:?}");
                assert!(row.command != Command::Back || !keys.is_empty(), "no way out: {row:?}");
            }
        }
    }

    #[test]
    fn every_change_of_a_preset_is_of_a_row_that_is_there_and_changes_it() {
        for preset in Preset::ALL {
            for (scope, command, keys) in preset.changes() {
                let row = TABLE.iter().find(|row| row.scope == *scope && row.command == *command);
                assert!(row.is_some_and(|row| row.keys != *keys), "{} {scope:?} {command:?}", preset.word());
            }
        }
    }

    #[test]
    fn a_command_without_a_key_is_named_by_its_palette_word() {
        let mut keymap = Keymap::default();
        assert_eq!(keymap.word(Scope::Browse, Command::Refresh), "r");
        let at = TABLE.iter().position(|row| row.command == Command::Refresh).unwrap();
        keymap.keys[at].clear();
        assert_eq!(keymap.word(Scope::Browse, Command::Refresh), ":refresh");
        let at = TABLE.iter().position(|row| row.command == Command::Palette).unwrap();
        keymap.keys[at].clear();
        assert_eq!(keymap.word(Scope::Browse, Command::Refresh), "refresh");
    }

    #[test]
    fn a_text_carries_the_keys_of_the_place_or_of_the_table() {
        let keymap = Keymap::default();
        assert_eq!(keymap.spell(Scope::Question, "<yes>: yes, <refresh> tries again"), "y: yes, r tries again");
        assert_eq!(keymap.spell(Scope::Form, "a < b, <nothing> and <back"), "a < b, <nothing> and <back");
        let vim = Keymap::of(Preset::Vim);
        assert_eq!(vim.spell(Scope::Read, "press <letter>"), "press L");
    }
}
