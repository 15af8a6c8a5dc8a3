//! The desk for letters: what was saved when, of which ports there is none, what is old, and the copying of where they lie.

use std::collections::HashMap;

use super::command::Command;
use super::copy::Field;
use super::effect::Effect;
use super::flows::{SaveLetter, SaveLetters, letter, letters};
use super::model::Model;
use super::panes::{Cell, Line, Pane, Tone, Value};
use super::sheet::Sheet;
use crate::domain::letter::{days, scp};
use crate::domain::{Fault, IconKey, Interconnect, Letter};

/// What is remembered of letters.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Letters {
    known: HashMap<IconKey, Letter>,
    /// Why nothing is remembered.
    off: Option<Fault>,
}

/// What was found of them on disk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shelf {
    /// The last letter of each interconnect.
    pub letters: HashMap<IconKey, Letter>,
    /// The file could not be understood and lies here now.
    pub aside: Option<String>,
}

impl Letters {
    /// The last letter of an interconnect that was saved from here.
    pub fn of(&self, key: &IconKey) -> Option<&Letter> {
        self.known.get(key)
    }

    fn count(&self, keys: &[IconKey]) -> usize {
        keys.iter().filter(|key| self.known.contains_key(key)).count()
    }
}

/// The age of a port's letter, as rows are sorted and filtered by it.
pub(super) fn value<'a>(model: &Model, port: &Interconnect) -> Value<'a> {
    match model.letters.of(&port.key) {
        _ if !port.has_letter() => Value::Moot,
        Some(letter) => Value::Age(letter.age(model.now.wall), true),
        None if model.letters.off.is_some() => Value::Moot,
        None => Value::Nothing,
    }
}

/// The same in a cell.
pub(super) fn cell(model: &Model, port: &Interconnect) -> Cell {
    match model.letters.of(&port.key) {
        _ if !port.has_letter() => Cell::new("-", Tone::Dim),
        Some(letter) => {
            let age = letter.age(model.now.wall);
            if model.session.loa_max_age.is_past(age) {
                Cell::new(&format!("{}!", days(age)), Tone::Warn)
            } else {
                Cell::new(&days(age), Tone::Plain)
            }
        }
        None if model.letters.off.is_some() => Cell::new("?", Tone::Dim),
        None => Cell::new("none", Tone::Dim),
    }
}

/// The same in the detail.
pub(super) fn line(model: &Model, port: &Interconnect) -> Option<Line> {
    let letter = match model.letters.of(&port.key) {
        _ if !port.has_letter() => return None,
        Some(letter) => letter,
        None => {
            let text = match &model.letters.off {
                Some(fault) => format!("what was saved is not known: {}", fault.headline()),
                None => "none saved from here".to_owned(),
            };
            return Some(Line::new("Letter", &text, Tone::Dim));
        }
    };
    let age = letter.age(model.now.wall);
    let ago = if days(age).starts_with('<') { "today".to_owned() } else { format!("{} ago", days(age)) };
    let saved = format!("saved {ago} for {}: {}", letter.name_words(), letter.path);
    Some(match model.session.loa_max_age {
        limit if limit.is_past(age) => Line::new("Letter", &format!("older than {limit}: {saved}"), Tone::Warn),
        _ => Line::new("Letter", &saved, Tone::Plain),
    })
}

/// What is remembered was read.
pub(super) fn recalled(model: &mut Model, result: Result<Shelf, Fault>) {
    match result {
        Ok(shelf) => {
            // What this session saved is newer.
            for (key, letter) in shelf.letters {
                model.letters.known.entry(key).or_insert(letter);
            }
            if let Some(aside) = shelf.aside {
                model.say(&format!("what was known of letters cannot be read and lies aside as {aside}"), Tone::Warn);
            }
        }
        Err(fault) => off(model, fault),
    }
    model.reorder(Pane::Interconnects);
    model.redraw = true;
}

/// A letter was written, or not.
pub(super) fn saved(model: &mut Model, key: &IconKey, letter: &Letter, remembered: Result<(), Fault>) {
    model.activity.note(model.now.wall, format!("saved the letter {}", letter.path));
    model.letters.known.insert(key.clone(), letter.clone());
    if let Err(fault) = remembered {
        let said = format!("saved, but not remembered: {}", fault.headline());
        model.activity.note(model.now.wall, said.clone());
        model.say(&said, Tone::Warn);
    }
    model.reorder(Pane::Interconnects);
    model.redraw = true;
}

/// Letters are saved all the same; it is said once.
fn off(model: &mut Model, fault: Fault) {
    let said = format!("which letters were saved is not remembered: {}", fault.headline());
    model.activity.note(model.now.wall, said.clone());
    if model.letters.off.replace(fault).is_none() {
        model.say(&said, Tone::Warn);
    }
}

/// The rows that are shown and can have a letter.
fn shown(model: &Model) -> Vec<IconKey> {
    let rows = model.table(Pane::Interconnects).order.iter();
    let ports = rows.filter_map(|&row| model.interconnects.list.rows.get(row as usize));
    ports.filter(|port| port.has_letter()).map(|port| port.key.clone()).collect()
}

/// Why no letter can be saved now.
pub(super) fn disabled(command: Command, model: &Model) -> Option<&'static str> {
    if model.pane != Pane::Interconnects {
        return Some("letters belong to interconnects (<interconnects>)");
    }
    if command == Command::Letters {
        return shown(model).is_empty().then_some("none of the rows that are shown can have a letter");
    }
    if model.table(model.pane).marks.there() > 0 {
        let none = super::update::marked_ports(model).is_empty();
        return none.then_some("the marked partner interconnects have no cross-connect, so no letter");
    }
    one_disabled(model)
}

/// Why the selected one, whatever is marked, cannot have its letter saved; `None`: it can.
pub(super) fn one_disabled(model: &Model) -> Option<&'static str> {
    match model.selected_interconnect() {
        None if model.pane != Pane::Interconnects => Some("letters belong to interconnects (<interconnects>)"),
        None => Some("no interconnect is selected"),
        Some(port) if !port.has_letter() => Some("a partner interconnect has no cross-connect, so no letter"),
        Some(_) => None,
    }
}

/// Opens the form for the letter of the row, of the marked rows, or of all that are shown.
pub(super) fn begin(model: &mut Model, command: Command) -> Vec<Effect> {
    let several = if command == Command::Letters { shown(model) } else { super::update::marked_ports(model) };
    if !several.is_empty() {
        let there = model.letters.count(&several);
        model.sheet = Some(Sheet::Letters(Box::new(SaveLetters::new(several, there, model.now.wall))));
        return vec![];
    }
    begin_one(model)
}

/// Opens the form for the letter of the selected one, whatever is marked.
pub(super) fn begin_one(model: &mut Model) -> Vec<Effect> {
    let Some(key) = model.selected_interconnect().map(|port| port.key.clone()) else { return vec![] };
    let file = match model.letters.of(&key) {
        Some(_) => letter::dated_file(key.as_str(), model.now.wall),
        None => letter::default_file(key.as_str()),
    };
    let (flow, effects) = SaveLetter::start(key, file, &model.session.account_name, &mut model.tickets);
    model.sheet = Some(Sheet::Letter(Box::new(flow)));
    effects
}

/// The letters that a sheet has saved, once it is over.
fn on_sheet(sheet: &Sheet) -> Vec<&Letter> {
    match sheet {
        Sheet::Letter(flow) => match &flow.stage {
            letter::Stage::Saved(letter) => vec![letter],
            _ => vec![],
        },
        Sheet::Letters(flow) if flow.stage == letters::Stage::Over => flow.ended.iter().flatten().collect(),
        _ => vec![],
    }
}

/// There are letters on this page to copy the places of.
pub(super) fn can_copy(sheet: &Sheet) -> bool {
    !on_sheet(sheet).is_empty()
}

/// What can be copied of the letters on a page.
pub(super) fn of_sheet(model: &Model, sheet: &Sheet) -> Vec<Field> {
    fields(model, &on_sheet(sheet))
}

/// What can be copied of letters: where they lie, how they are fetched from there, what they are checked by.
pub(super) fn fields(model: &Model, letters: &[&Letter]) -> Vec<Field> {
    let paths: Vec<&str> = letters.iter().map(|letter| letter.path.as_str()).collect();
    let sums = letters.iter().map(|letter| format!("{}  {}", letter.sha256, letter.path));
    let what = if letters.len() == 1 { "path of the letter" } else { "paths of the letters" };
    vec![
        super::copy::field(what, &paths.join("\n")),
        super::copy::field("scp line", &scp(&model.session.here, paths)),
        super::copy::field("checksum", &sums.collect::<Vec<_>>().join("\n")),
    ]
}
