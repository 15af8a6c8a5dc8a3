//! The palette and the menu of actions: panes, commands and objects, found by typing.

use super::command::{self, Command, Group, Row, Scope};
use super::gate;
use super::key::Key;
use super::keymap::listed;
use super::model::Model;
use super::panes::Pane;
use super::picker::{Choice, Entry, Picker, best};
use super::sheet::Sheet;
use crate::domain::gate::USUAL;

/// Most entries that are ever made for what is typed.
const MOST: usize = 200;

/// Other words for panes.
const PANES: [(Pane, &[&str]); 5] = [
    (Pane::Interconnects, &["interconnects", "ports", "icns"]),
    (Pane::Cnis, &["cnis", "links"]),
    (Pane::Slots, &["slots"]),
    (Pane::Tunnels, &["health checks", "checks", "tunnels", "magic"]),
    (Pane::Settings, &["settings", "account settings"]),
];

/// Other words for commands; their own names are words, too.
const WORDS: [(&str, Command); 7] = [
    ("free", Command::Availability),
    ("free slots", Command::Availability),
    ("q", Command::Quit),
    ("q!", Command::Quit),
    ("exit", Command::Quit),
    ("loa", Command::Letter),
    ("raw", Command::Raw),
];

/// The palette: everything that can be gone to or run.
pub fn picker(model: &Model) -> Picker {
    let mut picker = Picker::new("Go to or run", vec![]);
    picker.live = true;
    picker.fill(entries(model, ""));
    picker
}

/// What can be done with the selected object.
pub fn actions(model: &Model) -> Picker {
    let name = model.selected_row().map(|row| model.pane.name(model, row)).unwrap_or_default();
    let rows = on_table(model).filter(|(row, _)| row.command.group() == Group::Object);
    Picker::new(&format!("Actions on {name}"), rows.map(|(row, keys)| entry(model, row, keys)).collect())
}

/// Finds again, where the list in front follows what is typed.
pub(super) fn refill(model: &mut Model) {
    let typed = match &model.sheet {
        Some(Sheet::Pick(picker)) if picker.live => picker.typed.text().to_owned(),
        _ => return,
    };
    let found = entries(model, typed.trim());
    if let Some(Sheet::Pick(picker)) = &mut model.sheet {
        picker.fill(found);
    }
}

fn on_table(model: &Model) -> impl Iterator<Item = (&'static Row, &[Key])> {
    model.keymap.rows_in(Scope::Browse)
}

fn entry(model: &Model, row: &Row, keys: &[Key]) -> Entry {
    let why = command::disabled(row.command, model);
    Entry::new(row.title, &listed(keys), Choice::OnTable(row.command)).disabled(why)
}

/// What fits, best first: whole words, panes by their first letters, then whatever matches.
fn entries(model: &Model, typed: &str) -> Vec<Entry> {
    let lower = typed.to_lowercase();
    let mut found: Vec<(u8, Entry)> = Vec::new();
    for (pane, words) in PANES {
        let tier = words.iter().filter_map(|word| tier(word, &lower)).min();
        let keys = on_table(model).find(|(row, _)| row.command == Command::Show(pane)).map(|(_, keys)| listed(keys));
        let hint = format!("pane  {}", keys.unwrap_or_default());
        found.extend(tier.map(|tier| (tier, Entry::new(pane.title(), &hint, Choice::Show(pane)))));
    }
    let usable = |command: Command| command.group() != Group::Move && command != Command::Palette;
    for (row, keys) in on_table(model).filter(|(row, _)| usable(row.command)) {
        let other = WORDS.iter().filter(|(_, command)| *command == row.command).map(|(word, _)| *word);
        let word = other.chain([row.command.id()]).any(|word| word == lower);
        let fits =
            word || !best(typed, std::iter::once(format!("{} {}", row.title, row.command.id()).as_str())).is_empty();
        if fits {
            let starts = row.command.id().starts_with(&lower) || row.title.starts_with(&lower);
            let tier = if word { 0 } else { 2 + u8::from(!starts) * 2 };
            found.push((tier, entry(model, row, keys)));
        }
    }
    if let Some(span) = gate::typed(&lower) {
        let why = command::disabled(Command::Write, model).map(str::to_owned).or_else(|| span.clone().err());
        let span = span.unwrap_or(USUAL);
        let text = format!("unlock writing for {}", super::age::wait(span));
        found.push((0, Entry::new(&text, "", Choice::Unlock(span)).disabled(why.as_deref())));
    }
    found.sort_by_key(|(tier, _)| *tier);
    let at = found.partition_point(|(tier, _)| *tier <= 2);
    let mut entries: Vec<Entry> = found.into_iter().map(|(_, entry)| entry).collect();
    if !typed.is_empty() {
        let room = MOST - entries.len();
        let objects = objects(model, typed, room);
        entries.splice(at..at, objects);
    }
    entries
}

/// How well a pane's word fits: its beginning beats everything but a whole word of a command.
fn tier(word: &str, lower: &str) -> Option<u8> {
    if word == lower {
        Some(0)
    } else if word.starts_with(lower) {
        Some(1)
    } else {
        (!best(lower, std::iter::once(word)).is_empty()).then_some(4)
    }
}

/// The objects of all panes whose names fit best.
fn objects(model: &Model, typed: &str, room: usize) -> Vec<Entry> {
    let panes = Pane::ALL.into_iter().filter(|pane| *pane != Pane::Settings);
    let named: Vec<(Pane, usize, String)> =
        panes.flat_map(|pane| (0..pane.len(model)).map(move |row| (pane, row, pane.name(model, row)))).collect();
    let fits = best(typed, named.iter().map(|(_, _, name)| name.as_str()));
    let found = fits.into_iter().take(room).filter_map(|at| named.get(at as usize));
    found.map(|(pane, row, name)| Entry::new(name, pane.title(), Choice::Object(*pane, pane.id(model, *row)))).collect()
}
