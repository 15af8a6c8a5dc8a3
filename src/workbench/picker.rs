//! A list to choose from by typing: the one picker behind palette, help, sort, columns, fields and profiles.

use std::time::Duration;

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::command::Command;
use super::copy::Field;
use super::key::Key;
use super::panes::{Pane, Tone};
use super::sheet::Sheet;
use super::switch::Target;
use super::text_field::TextField;
use super::update::New;
use crate::domain::kept::Kept;
use crate::domain::{SlotId, text};

/// What Enter means on an entry. `update/choose.rs` carries it out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// Run a command of the table, as if its key were pressed on what lies below.
    Run(Command),
    /// Leave what lies below, and run a command on the table.
    OnTable(Command),
    /// Sort by the field of a column; `None`: the worst or most useful first.
    Sort(Option<&'static str>),
    /// Show or hide the column of a field.
    Column(&'static str),
    /// Go to a pane.
    Show(Pane),
    /// Go on with a form that was not finished.
    Resume(Box<Kept>),
    /// Throw it away.
    Discard(Box<Kept>),
    /// Neither, now.
    Later,
    /// Show what was written down of a change.
    Receipt(String),
    /// Unlock writing for so long.
    Unlock(Duration),
    /// Go over to a profile or an account.
    Switch(Target),
    /// Offer a text to the terminal's clipboard.
    Copy(Field),
    /// Choose what to show alone on the screen.
    PlainList(Vec<Field>),
    /// Show it alone on the screen.
    Plain(Field),
    /// Begin something new.
    New(New),
    /// Put a value into a field of the form below.
    Fill(&'static str, String),
    /// Put a slot into the form below.
    Slot(SlotId),
    /// Go to an object by its identity.
    Object(Pane, String),
}

/// A line to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is; safe to draw. Typing matches this and `hint`.
    pub text: String,
    /// More of it, at the right: keys, a state, a place; safe to draw.
    pub hint: String,
    /// Why it cannot be chosen now.
    pub disabled: Option<String>,
    /// Its tone.
    pub tone: Tone,
    /// What it means.
    pub choice: Choice,
}

impl Entry {
    /// An entry that can be chosen. Its texts are made safe here.
    pub fn new(entry: &str, hint: &str, choice: Choice) -> Self {
        Self { text: text::clean(entry), hint: text::clean(hint), disabled: None, tone: Tone::Plain, choice }
    }

    /// The same, with a reason why not now.
    #[must_use]
    pub fn disabled(self, why: Option<&str>) -> Self {
        Self { disabled: why.map(text::clean), ..self }
    }
}

/// The picker.
#[derive(Debug, Clone, PartialEq)]
pub struct Picker {
    /// What is chosen.
    pub title: String,
    /// What was typed.
    pub typed: TextField,
    /// All entries.
    pub entries: Vec<Entry>,
    /// Those that match what was typed, best first, as indices into `entries`.
    pub shown: Vec<u32>,
    /// The entries follow what is typed: the palette.
    pub live: bool,
    /// What lay on the screen before; it comes back on Esc.
    pub under: Option<Box<Sheet>>,
    at: usize,
}

impl Picker {
    /// A picker with the cursor on its first entry.
    pub fn new(title: &str, entries: Vec<Entry>) -> Self {
        let mut picker = Self {
            title: text::clean(title),
            typed: TextField::default(),
            entries,
            shown: Vec::new(),
            live: false,
            under: None,
            at: 0,
        };
        picker.search();
        picker
    }

    /// Position of the cursor in `shown`.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Puts the cursor on the first entry that fits.
    pub fn start_at(&mut self, wanted: impl Fn(&Choice) -> bool) {
        let fits = |&row: &u32| self.entries.get(row as usize).is_some_and(|entry| wanted(&entry.choice));
        self.at = self.shown.iter().position(fits).unwrap_or(self.at);
    }

    /// The entry under the cursor.
    pub fn current(&self) -> Option<&Entry> {
        self.entries.get(*self.shown.get(self.at)? as usize)
    }

    /// Moves the cursor by so many entries, to the ends at most.
    pub fn step(&mut self, by: isize) {
        self.at = self.at.saturating_add_signed(by).min(self.shown.len().saturating_sub(1));
    }

    /// Takes an editing key. `false`: not one.
    pub fn press(&mut self, key: Key) -> bool {
        let taken = self.typed.press(key);
        if taken {
            self.at = 0;
            self.search();
        }
        taken
    }

    /// Takes pasted text.
    pub fn paste(&mut self, text: &str) {
        self.typed.insert(text);
        self.at = 0;
        self.search();
    }

    /// Takes entries that were found for what is typed, best first.
    pub fn fill(&mut self, entries: Vec<Entry>) {
        self.shown = (0..entries.len() as u32).collect();
        self.entries = entries;
        self.at = 0;
    }

    fn search(&mut self) {
        if self.live {
            return;
        }
        let lines: Vec<String> = self.entries.iter().map(|entry| format!("{} {}", entry.text, entry.hint)).collect();
        self.shown = best(self.typed.text(), lines.iter().map(String::as_str));
    }
}

/// Indices of the texts that match fuzzily, best first; equals keep their order. All of them where nothing was typed.
pub fn best<'a>(typed: &str, texts: impl Iterator<Item = &'a str>) -> Vec<u32> {
    let pattern = Pattern::parse(typed.trim(), CaseMatching::Ignore, Normalization::Smart);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut buffer = Vec::new();
    let scored = (0_u32..).zip(texts).filter_map(|(at, text)| {
        let score = pattern.score(Utf32Str::new(text, &mut buffer), &mut matcher)?;
        Some((std::cmp::Reverse(score), at))
    });
    let mut scored: Vec<_> = scored.collect();
    scored.sort_unstable();
    scored.into_iter().map(|(_, at)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::super::key::Code;
    use super::*;

    fn picker() -> Picker {
        let entry = |text: &str, pane| Entry::new(text, "", Choice::Show(pane));
        Picker::new("to", vec![entry("Interconnects", Pane::Interconnects), entry("Slots", Pane::Slots)])
    }

    #[test]
    fn typing_narrows_and_the_cursor_starts_on_the_best() {
        let mut picker = picker();
        assert_eq!(picker.shown, [0, 1]);
        picker.step(9);
        assert_eq!(picker.at(), 1);
        assert!(picker.press(Key::char('s')) && picker.press(Key::char('l')));
        assert_eq!(picker.current().unwrap().choice, Choice::Show(Pane::Slots));
        picker.paste("zz");
        assert!(picker.current().is_none());
        assert!(!picker.press(Key::plain(Code::F(2))));
    }

    #[test]
    fn an_entry_holds_no_hostile_text_and_equals_keep_their_order() {
        assert!(!Entry::new("a\x1b[2J", "b\u{202e}", Choice::Show(Pane::Slots)).text.contains('\x1b'));
        assert_eq!(best("", ["b", "a"].into_iter()), [0, 1]);
        assert_eq!(best("iad", ["lhr-a", "icn-iad-a", "iad-a"].into_iter()).len(), 2);
    }
}
