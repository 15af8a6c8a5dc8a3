//! What a person does to the table in front: the filter line, and how rows and columns are laid out.

use super::super::columns::MARKER;
use super::super::command::Command;
use super::super::effect::Effect;
use super::super::filter::{self, Filter};
use super::super::key::Key;
use super::super::model::Model;
use super::super::order::{self, Sort};
use super::super::panes::{Column, Pane, Shown, Tone};
use super::super::picker::{Choice, Entry, Picker};
use super::super::sheet::Sheet;
use super::super::text_field::TextField;
use crate::domain::{IconKey, text};

/// The filter line gets the keys: a filter that was kept is edited, or gives way to another.
pub(super) fn open_line(model: &mut Model) {
    model.filtering = true;
    model.tables[model.pane.index()].line.select();
    order::prepare(model, model.pane);
}

/// A key was typed into the filter line.
pub(super) fn typed(model: &mut Model, key: Key) {
    let table = &mut model.tables[model.pane.index()];
    let before = table.line.text().to_owned();
    if table.line.press(key) && table.line.text() != before {
        table.history.leave();
        read(model);
    }
}

/// Text was pasted into the filter line.
pub(super) fn pasted(model: &mut Model, text: &str) {
    let table = &mut model.tables[model.pane.index()];
    table.line.insert(text);
    table.history.leave();
    read(model);
}

/// A command on the filter line.
pub(super) fn on_line(model: &mut Model, command: Command) {
    let pane = model.pane;
    let table = &mut model.tables[pane.index()];
    let line = match command {
        Command::Accept => {
            table.read_line(pane.columns());
            table.line.deselect();
            if table.problem.is_none() {
                table.history.keep(table.line.text());
                model.filtering = false;
            }
            model.reorder(pane);
            model.touch(pane);
            return;
        }
        Command::Back => {
            model.filtering = false;
            table.look_home();
            clear(model);
            return;
        }
        Command::Up => table.history.older(table.line.text()),
        Command::Down => table.history.newer(),
        Command::Next => filter::completed(table.line.text(), pane.columns()),
        _ => None,
    };
    if let Some(line) = line {
        table.line = TextField::new(&line);
        read(model);
    }
}

/// A command on the table.
pub(super) fn on_table(model: &mut Model, command: Command) {
    match command {
        Command::Sort => model.sheet = Some(Sheet::Pick(Box::new(sorts(model)))),
        Command::Columns => model.sheet = Some(Sheet::Pick(Box::new(columns(model)))),
        Command::Reverse => reverse(model),
        Command::Wide => {
            let table = &mut model.tables[model.pane.index()];
            table.shape.wide = !table.shape.wide;
            table.shape.skipped = 0;
            reshape(model);
            model.touch(model.pane);
        }
        Command::ColumnsRight | Command::ColumnsLeft => scroll(model, command == Command::ColumnsRight),
        Command::Mark | Command::MarkRange | Command::Unmark => mark(model, command),
        _ => {}
    }
}

/// The height of the table may be another one: the cursor stays in sight.
fn reshape(model: &mut Model) {
    let height = model.height();
    model.with_table(model.pane, |table, id| table.settle(height, id));
}

fn scroll(model: &mut Model, right: bool) {
    let columns = model.pane.columns();
    let width = model.geometry().map_or(0, |geometry| geometry.rows.width);
    let table = &mut model.tables[model.pane.index()];
    if !table.shape.scroll(right, columns, width.saturating_sub(MARKER)) {
        let all = table.shape.wide || columns.iter().all(|column| table.shape.wants(column));
        let said = match (right, all) {
            (false, _) => "the first column is on the screen",
            (true, true) => "the last column is on the screen",
            (true, false) => "all of these columns are on the screen; <wide> shows more",
        };
        let said = model.spell(said);
        model.say(&said, Tone::Dim);
    }
}

fn mark(model: &mut Model, command: Command) {
    let (pane, height) = (model.pane, model.height());
    let Some(here) = model.table(pane).selected().map(str::to_owned) else { return };
    match command {
        Command::Mark => {
            model.tables[pane.index()].marks.toggle(&here);
            model.with_table(pane, |table, id| table.step(1, height, id));
        }
        Command::MarkRange => {
            let table = model.table(pane);
            let last = table.marks.last().unwrap_or(&here);
            let from = table.order.iter().position(|&row| pane.id(model, row as usize) == last).unwrap_or(table.at());
            let (from, to) = (from.min(table.at()), from.max(table.at()));
            let rows = table.order.get(from..=to).unwrap_or_default();
            let ids: Vec<String> = rows.iter().map(|&row| pane.id(model, row as usize)).collect();
            model.tables[pane.index()].marks.add(ids.into_iter(), &here);
        }
        _ => {
            let count = model.tables[pane.index()].marks.clear();
            let said = if count == 0 { "nothing is marked".to_owned() } else { format!("{count} unmarked") };
            model.say(&said, Tone::Dim);
        }
    }
    order::count_marks(model, pane);
}

/// The rows of the pane in front that are marked: those that are shown in their order, then those that a filter hides.
pub(super) fn marked(model: &Model) -> Vec<usize> {
    let (pane, table) = (model.pane, model.table(model.pane));
    if table.marks.is_empty() {
        return vec![];
    }
    let is_marked = |row: &usize| table.marks.has(&pane.id(model, *row));
    let mut rows: Vec<usize> = table.order.iter().map(|&row| row as usize).filter(is_marked).collect();
    let shown: std::collections::HashSet<usize> = rows.iter().copied().collect();
    rows.extend((0..pane.len(model)).filter(|row| !shown.contains(row)).filter(is_marked));
    rows
}

/// The marked interconnects that have letters.
pub(in crate::workbench) fn marked_ports(model: &Model) -> Vec<IconKey> {
    if model.pane != Pane::Interconnects {
        return vec![];
    }
    let ports = marked(model).into_iter().filter_map(|row| model.interconnects.list.rows.get(row));
    ports.filter(|port| port.has_letter()).map(|port| port.key.clone()).collect()
}

/// The names of the marked rows, or their ids where those are what they are called by.
pub(super) fn copy_marked(model: &Model) -> Option<Effect> {
    let rows = marked(model);
    if rows.is_empty() {
        return None;
    }
    let ids: Vec<String> = rows.iter().map(|row| text::clean(&model.pane.id(model, *row))).collect();
    Some(Effect::Copy { what: format!("{} marked", ids.len()), text: ids.join("\n") })
}

/// The columns to sort by.
fn sorts(model: &Model) -> Picker {
    let table = model.table(model.pane);
    let now = |field: Option<&str>| match (table.sort.field == field, table.sort.reversed) {
        (false, _) => "",
        (true, false) => "now",
        (true, true) => "now, the other way round",
    };
    let own = Entry::new(model.pane.own_order(), now(None), Choice::Sort(None));
    let others = model.pane.columns().iter().map(|column| {
        let said = format!("{}  {}", column.field, now(Some(column.field)));
        Entry::new(column.title, said.trim_end(), Choice::Sort(Some(column.field)))
    });
    let mut picker = Picker::new("Sort by", std::iter::once(own).chain(others).collect());
    picker.start_at(|choice| *choice == Choice::Sort(table.sort.field));
    picker
}

/// The columns to show and to hide.
fn columns(model: &Model) -> Picker {
    let shape = &model.table(model.pane).shape;
    let entry = |column: &Column| {
        let sign = if shape.wants(column) { "[x]" } else { "[ ]" };
        let fixed = (column.shown == Shown::Fixed).then_some("always shown");
        Entry::new(&format!("{sign} {}", column.title), column.field, Choice::Column(column.field)).disabled(fixed)
    };
    Picker::new("Show and hide columns", model.pane.columns().iter().map(entry).collect())
}

/// Shows a hidden column, hides a shown one; the list stays open for the next.
pub(super) fn toggle_column(model: &mut Model, field: &str) {
    let pane = model.pane;
    if let Some(column) = pane.columns().iter().find(|column| column.field == field) {
        model.tables[pane.index()].shape.toggle(column);
        model.touch(pane);
    }
    let mut picker = columns(model);
    picker.start_at(|choice| matches!(choice, Choice::Column(own) if *own == field));
    model.sheet = Some(Sheet::Pick(Box::new(picker)));
}

/// Sorts by a field; by the one that it is sorted by already, the other way round.
pub(super) fn sort(model: &mut Model, field: Option<&'static str>) {
    let table = &mut model.tables[model.pane.index()];
    if table.sort.field == field {
        reverse(model);
        return;
    }
    table.sort = Sort { field, reversed: false };
    sorted(model);
}

fn reverse(model: &mut Model) {
    let table = &mut model.tables[model.pane.index()];
    table.sort.reversed = !table.sort.reversed;
    sorted(model);
}

fn sorted(model: &mut Model) {
    let pane = model.pane;
    model.reorder(pane);
    model.touch(pane);
    let sort = model.table(pane).sort;
    let by = sort.field.map_or_else(|| pane.own_order().to_owned(), |field| format!("by {field}"));
    let way = if sort.reversed { ", the other way round" } else { "" };
    model.say(&format!("sorted {by}{way}"), Tone::Dim);
}

/// Drops the filter of the pane in front.
pub(super) fn clear(model: &mut Model) {
    let table = &mut model.tables[model.pane.index()];
    table.clear_filter();
    table.history.leave();
    model.reorder(model.pane);
    model.touch(model.pane);
}

/// What is typed is read anew; the rows follow where the filter became another one.
fn read(model: &mut Model) {
    let pane = model.pane;
    let table = &mut model.tables[pane.index()];
    let before = table.filter.clone();
    table.read_line(pane.columns());
    if table.filter == before {
        return;
    }
    table.look_home();
    model.reorder(pane);
    let table = &mut model.tables[pane.index()];
    // The beginning of `speed>=10G` is no text to look for, unless it is found.
    if table.order.is_empty()
        && let Some(rest) = filter::before_name(table.line.text(), pane.columns())
    {
        (table.filter, _) = Filter::understood(rest, pane.columns());
        table.look_home();
        model.reorder(pane);
    }
}

/// Leaves the filter line: what cannot be understood goes back to the last good filter.
pub(super) fn leave_line(model: &mut Model) {
    model.filtering = false;
    let pane = model.pane;
    let table = &mut model.tables[pane.index()];
    let shown = table.filter.clone();
    table.line.deselect();
    table.read_line(pane.columns());
    if table.problem.take().is_some() || table.filter != shown {
        table.filter = shown;
        let said = table.filter.said(pane.columns()).to_string();
        table.line = TextField::new(&said);
        model.say("the last filter that could be understood stays", Tone::Dim);
    }
}
