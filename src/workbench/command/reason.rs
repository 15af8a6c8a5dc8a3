//! Why a command cannot be run in a place now, in a sentence with the person's own keys.

use super::{Command, Scope, disabled};
use crate::workbench::describe::position;
use crate::workbench::flows::change::Stage;
use crate::workbench::letters;
use crate::workbench::model::Model;
use crate::workbench::sheet::Sheet;
use crate::workbench::{age, switch};

const GONE: &str = "this object is no longer in the list";

/// Why a command cannot be run in a place; `None`: it can. `scope` may be the table below what is open.
pub fn reason(model: &Model, scope: Scope, command: Command) -> Option<String> {
    if command == Command::Refresh
        && scope == Scope::Browse
        && let Some(until) = model.blocked_until.filter(|until| *until > model.now.mono)
    {
        let left = age::wait(until.saturating_sub(model.now.mono));
        return Some(format!("the API's limit is reached; everything waits {left} more"));
    }
    let why = match scope {
        Scope::Browse => on_table(model, command),
        Scope::Read if matches!(command, Command::Copy | Command::CopyChoice) => {
            let can = model.sheet.as_ref().and_then(Sheet::bottom).is_some_and(letters::can_copy);
            (!can).then_some("no letter was saved here")
        }
        Scope::Read => on_page(command).or_else(|| disabled(command, model)),
        Scope::Describe => on_object(model, command),
        Scope::Document => in_document(model, command),
        Scope::Welcome if command == Command::Demo => switch::under_way(model),
        Scope::Form if command == Command::Editor => {
            let change = matches!(model.sheet, Some(Sheet::Change(..)));
            (!change).then_some("only a change can be edited as JSON")
        }
        Scope::Form if command == Command::Choose => match model.sheet.as_ref() {
            Some(Sheet::Change(flow, _)) if flow.form.field().is_some_and(|field| field.spec.sort.has_list()) => None,
            _ => Some("this field is typed; there is no list to choose from"),
        },
        Scope::Wait if command == Command::Back => waiting(model),
        _ => None,
    }?;
    Some(model.keymap.spell(scope, why))
}

fn on_table(model: &Model, command: Command) -> Option<&'static str> {
    match command {
        Command::Older if model.trail.here().is_none() => Some("no object was looked at before"),
        Command::Newer if !model.trail.has_newer() => Some("no object was looked at after"),
        _ => disabled(command, model),
    }
}

fn on_page(command: Command) -> Option<&'static str> {
    (command == Command::Actions).then_some("no object is shown here")
}

fn on_object(model: &Model, command: Command) -> Option<&'static str> {
    let Some(Sheet::Detail(seen)) = model.sheet.as_ref().and_then(Sheet::bottom) else { return None };
    match command {
        // These act on the row under the cursor: it must be the object that is seen.
        Command::Actions | Command::Add | Command::Edit | Command::Delete | Command::Letter => {
            let row = model.selected_row().filter(|_| model.pane == seen.place.pane);
            match row.is_some_and(|row| model.pane.id(model, row) == seen.place.id) {
                true if command == Command::Letter => letters::one_disabled(model),
                true => disabled(command, model),
                false => Some(GONE),
            }
        }
        Command::Raw | Command::CopyChoice if position(model, &seen.place).is_none() => Some(GONE),
        Command::Older if !model.trail.has_older() => Some("no object was looked at before"),
        Command::Newer if !model.trail.has_newer() => Some("no object was looked at after"),
        _ => None,
    }
}

fn in_document(model: &Model, command: Command) -> Option<&'static str> {
    let Some(Sheet::Raw(raw, _)) = model.sheet.as_ref().and_then(Sheet::bottom) else { return None };
    match command {
        Command::NextHit | Command::PreviousHit if raw.search.field.text().is_empty() => {
            Some("look for a text first: <filter>")
        }
        Command::Copy if !matches!(raw.lines, Some(Ok(_))) => Some("it is not read yet"),
        _ => None,
    }
}

fn waiting(model: &Model) -> Option<&'static str> {
    match model.sheet.as_ref().and_then(Sheet::bottom) {
        Some(Sheet::Change(flow, _)) => {
            let stays = matches!(
                flow.stage,
                Stage::DryRun(..)
                    | Stage::Proof(..)
                    | Stage::Committing(..)
                    | Stage::ReadBack(..)
                    | Stage::Reconcile(_)
            );
            stays.then_some("something was sent: its outcome is waited for")
        }
        _ => None,
    }
}
