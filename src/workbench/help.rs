//! Help and footer, made from the command table: what works in the place in front, and why something does not.

use super::command::{self, Command, Scope};
use super::keymap::listed;
use super::model::Model;
use super::panes::Pane;
use super::picker::{Choice, Entry, Picker};

/// The keys that work where the model stands: typing searches them, Enter runs one.
pub fn picker(model: &Model) -> Picker {
    let scope = model.scope();
    let rows = model.keymap.rows_in(scope).filter(|(row, _)| row.command != Command::Help);
    let entries = rows.map(|(row, keys)| {
        let why = reason(model, scope, row.command);
        Entry::new(row.title, &listed(keys), Choice::Run(row.command)).disabled(why)
    });
    let place = match scope {
        Scope::Browse => model.pane.title(),
        other => other.title(),
    };
    Picker::new(&format!("Keys: {place}"), entries.collect())
}

/// Why a command cannot be run in a place now.
pub(super) fn reason(model: &Model, scope: Scope, command: Command) -> Option<&'static str> {
    if matches!(scope, Scope::Browse | Scope::Read) { command::disabled(command, model) } else { None }
}

/// It belongs to what is in front, and has a place in the footer there.
fn is_near(model: &Model, command: Command) -> bool {
    !matches!(command, Command::Availability | Command::Narrow) || model.pane.source() == Pane::Slots
}

/// What the footer shows, the most useful first: key and word. The way to all of them stands last, whatever else is cut.
pub fn hints(model: &Model) -> Vec<(String, &'static str)> {
    let scope = model.scope();
    let shown = model.keymap.rows().filter(|(row, _)| row.scope == scope && !row.hint.is_empty());
    let can = shown.filter(|(row, _)| reason(model, scope, row.command).is_none() && is_near(model, row.command));
    let (help, others): (Vec<_>, Vec<_>) = can.partition(|(row, _)| row.command == Command::Help);
    let hint = |(row, keys): (&command::Row, &[super::key::Key])| Some((keys.first()?.to_string(), row.hint));
    others.into_iter().chain(help).filter_map(hint).collect()
}
