//! What a person does to the table in front: the filter line, and how rows and columns are laid out.

use super::super::command::Command;
use super::super::filter::{self, Filter};
use super::super::key::Key;
use super::super::model::Model;
use super::super::panes::Tone;
use super::super::text_field::TextField;

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
            if table.problem.is_none() {
                table.history.keep(table.line.text());
                model.filtering = false;
            }
            model.reorder(pane);
            return;
        }
        Command::Back => {
            model.filtering = false;
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

/// Drops the filter of the pane in front.
pub(super) fn clear(model: &mut Model) {
    let table = &mut model.tables[model.pane.index()];
    table.clear_filter();
    table.history.leave();
    model.reorder(model.pane);
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
    model.reorder(pane);
    let table = &mut model.tables[pane.index()];
    // The beginning of `speed>=10G` is no text to look for, unless it is found.
    if table.order.is_empty()
        && let Some(rest) = filter::before_name(table.line.text(), pane.columns())
    {
        (table.filter, _) = Filter::understood(rest, pane.columns());
        model.reorder(pane);
    }
}

/// Leaves the filter line: what cannot be understood goes back to the last good filter.
pub(super) fn leave_line(model: &mut Model) {
    model.filtering = false;
    let pane = model.pane;
    let table = &mut model.tables[pane.index()];
    let shown = table.filter.clone();
    table.read_line(pane.columns());
    if table.problem.take().is_some() || table.filter != shown {
        table.filter = shown;
        let said = table.filter.said(pane.columns()).to_string();
        table.line = TextField::new(&said);
        model.say("the last filter that could be understood stays", Tone::Dim);
    }
}
