//! Help and footer, made from the command table: what works in the place in front, and why something does not.

use unicode_width::UnicodeWidthStr as _;

use super::command::{self, Command, Scope};
use super::keymap::listed;
use super::model::Model;
use super::panes::Pane;
use super::picker::{Choice, Entry, Picker};

/// The keys of the place where the model stands, those that work just now first: typing searches them, Enter runs one.
pub fn picker(model: &Model) -> Picker {
    let scope = model.scope();
    let rows = model.keymap.rows_in(scope).filter(|(row, _)| row.command != Command::Help);
    let entries = rows.map(|(row, keys)| {
        let why = command::reason(model, scope, row.command);
        Entry::new(row.title, &listed(keys), Choice::Run(row.command)).disabled(why.as_deref())
    });
    let (works, others): (Vec<_>, Vec<_>) = entries.partition(|entry| entry.disabled.is_none());
    let place = match scope {
        Scope::Browse => model.pane.title(),
        other => other.title(),
    };
    Picker::new(&format!("Keys: {place}"), works.into_iter().chain(others).collect())
}

/// It belongs to what is in front, and has a place in the footer there.
fn is_near(model: &Model, command: Command) -> bool {
    match command {
        Command::Availability | Command::Narrow => model.pane.source() == Pane::Slots,
        Command::Timeline => !model.timeline.is_empty(),
        _ => true,
    }
}

/// What the footer shows, the most useful first: key and word. The way to all of them stands last, whatever else is cut.
pub fn hints(model: &Model) -> Vec<(String, &'static str)> {
    let scope = model.scope();
    let shown = model.keymap.rows().filter(|(row, _)| row.scope == scope && !row.hint.is_empty());
    let can =
        shown.filter(|(row, _)| command::reason(model, scope, row.command).is_none() && is_near(model, row.command));
    let (help, others): (Vec<_>, Vec<_>) = can.partition(|(row, _)| row.command == Command::Help);
    // Without a key of its own, the help is still one word of the palette away, where that has a key.
    let palette = model.keymap.rows_in(scope).any(|(row, keys)| row.command == Command::Palette && !keys.is_empty());
    let hint = |(row, keys): (&command::Row, &[super::key::Key])| match keys.first() {
        Some(key) => Some((key.to_string(), row.hint)),
        None => (row.command == Command::Help && palette).then(|| (model.spell("<help>"), row.hint)),
    };
    others.into_iter().chain(help).filter_map(hint).collect()
}

/// The hints that fit into so many cells: the less useful go first, the way to all of them goes last.
pub fn footer(model: &Model, cells: usize) -> Vec<(String, &'static str)> {
    let mut hints = hints(model);
    let width =
        |hints: &[(String, &str)]| hints.iter().map(|(key, word)| key.width() + word.width() + 3).sum::<usize>();
    while width(&hints) > cells && hints.len() > 1 {
        hints.remove(hints.len() - 2);
    }
    hints
}
