//! The palette and the menu of actions: panes, commands and objects, found by typing.

use super::command::{self, Command, Group, Row, Scope};
use super::gate;
use super::key::Key;
use super::keymap::listed;
use super::model::Model;
use super::panes::Pane;
use super::picker::{Choice, Entry, Picker, best};
use super::sheet::Sheet;
use super::switch;
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

/// The command that a word names on the table: its own name, or another word for it.
pub(super) fn word(word: &str) -> Option<Command> {
    let other = WORDS.iter().find(|(own, _)| *own == word).map(|(_, command)| *command);
    let rows = command::TABLE.iter().filter(|row| row.scope == Scope::Browse);
    other.or_else(|| rows.map(|row| row.command).find(|command| command.id() == word))
}

/// The pane that a word names.
pub(super) fn pane_named(word: &str) -> Option<Pane> {
    PANES.iter().find(|(_, words)| words.contains(&word)).map(|(pane, _)| *pane)
}

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

/// The place that the palette was opened over.
fn below(model: &Model) -> Scope {
    match &model.sheet {
        Some(Sheet::Pick(picker)) if picker.live => picker.under.as_deref().map_or(Scope::Browse, Sheet::scope),
        Some(other) => other.scope(),
        None => Scope::Browse,
    }
}

/// A command on the table, whatever lies over it.
fn entry(model: &Model, row: &Row, keys: &[Key]) -> Entry {
    let why = command::reason(model, Scope::Browse, row.command);
    let keys = listed(keys);
    let hint = if below(model) == Scope::Browse || keys.is_empty() { keys } else { format!("on the table  {keys}") };
    Entry::new(row.title, &hint, Choice::OnTable(row.command)).disabled(why.as_deref())
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
    commands(model, &lower, &mut found);
    sessions(model, &lower, &mut found);
    if let Some(span) = gate::typed(&lower) {
        let why = command::reason(model, Scope::Browse, Command::Write).or_else(|| span.clone().err());
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

/// The commands of the place below, then those of the table. Moving is for keys: it is here only where it has none, or
/// where it is looked for.
fn commands(model: &Model, lower: &str, found: &mut Vec<(u8, Entry)>) {
    let below = below(model);
    let here: Vec<_> = model.keymap.rows().filter(|(row, _)| row.scope == below && below != Scope::Browse).collect();
    let elsewhere = |(row, _): &(&Row, &[Key])| here.iter().all(|(own, _)| own.command != row.command);
    let all = here.iter().map(|row| (true, *row)).chain(on_table(model).filter(elsewhere).map(|row| (false, row)));
    for (in_place, (row, keys)) in all {
        let command = row.command;
        let moves = command.group() == Group::Move;
        if matches!(command, Command::Palette | Command::Show(_)) || moves && lower.is_empty() && !keys.is_empty() {
            continue;
        }
        let other = WORDS.iter().filter(|(_, other)| *other == command).map(|(word, _)| *word);
        let word = other.chain([command.id()]).any(|word| word == lower);
        let text = format!("{} {}", row.title, command.id());
        if word || !best(lower, std::iter::once(text.as_str())).is_empty() {
            let starts = command.id().starts_with(lower) || row.title.starts_with(lower);
            let tier = if word { 0 } else { 2 + u8::from(!starts) * 2 + u8::from(moves) };
            found.push((tier, if in_place { entry_here(model, below, row, keys) } else { entry(model, row, keys) }));
        }
    }
}

/// A command on what the palette lies over.
fn entry_here(model: &Model, below: Scope, row: &Row, keys: &[Key]) -> Entry {
    let why = command::reason(model, below, row.command);
    Entry::new(row.title, &listed(keys), Choice::Run(row.command)).disabled(why.as_deref())
}

/// Profiles and accounts to go over to, by name or by what tells them apart.
fn sessions(model: &Model, lower: &str, found: &mut Vec<(u8, Entry)>) {
    if lower.is_empty() {
        return;
    }
    let why = switch::under_way(model);
    for entry in switch::entries(&model.session) {
        let words = entry.text.to_lowercase();
        let named = words.split_once(' ').is_some_and(|(_, name)| name.starts_with(lower));
        if named || !best(lower, std::iter::once(format!("{words} {}", entry.hint).as_str())).is_empty() {
            let why = why.map(str::to_owned).or_else(|| entry.disabled.clone());
            found.push((if named { 1 } else { 4 }, entry.disabled(why.as_deref())));
        }
    }
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
