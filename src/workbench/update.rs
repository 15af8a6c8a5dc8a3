//! The one function that moves the model: a message in, orders out.

mod changes;
mod choose;
mod document;
mod flow;
mod inspect;
mod keys;
mod mouse;
mod pages;
mod receipts;
mod replies;
mod schedule;
mod sheets;
mod tables;
mod timeline;
mod undo;

pub use flow::New;
pub(super) use flow::disabled as change_disabled;
pub(super) use tables::marked_ports;

use super::effect::Effect;
use super::gate;
use super::model::Model;
use super::msg::{Msg, Now};
use super::panes::{Pane, Tone};
use super::quiet;
use super::sharing;
use super::sheet::Sheet;
use super::switch;
use super::views;

/// Takes a message at a moment. Nothing else changes the model.
pub fn update(model: &mut Model, now: Now, msg: Msg) -> Vec<Effect> {
    model.now = now;
    let mut effects = take(model, msg);
    gate::tick(model);
    pages::due(model);
    super::drafts::follow(model, &mut effects);
    account(model, &effects);
    effects.extend(schedule::due(model));
    effects.extend(super::alarm::due(model));
    effects.extend(sharing::due(model));
    if let Some(at) = effects.iter().position(|effect| matches!(effect, Effect::Quit(_) | Effect::Switch(_))) {
        // Whoever comes after this effect writes to another place, or not at all.
        effects.splice(at..at, views::flush(model));
    } else {
        effects.extend(views::due(model));
    }
    let face = model.face_now();
    if face != model.face {
        model.face = face;
        model.redraw = true;
    }
    effects
}

/// What each message means.
#[expect(clippy::too_many_lines, reason = "a table: a message a row")]
fn take(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Key(key) => keys::press(model, key),
        Msg::Chosen(choice) => choose::by_name(model, choice),
        Msg::Mouse(mouse) => mouse::did(model, mouse),
        Msg::Paste(text) => keys::paste(model, &text),
        Msg::Resized { columns, rows } => resized(model, (columns, rows)),
        Msg::Woke => woke(model),
        Msg::AccountNamed(name) => {
            model.session.account_name = crate::domain::text::clean(&name);
            model.redraw = true;
            vec![]
        }
        Msg::Recorded(record, written) => {
            super::receipts::recorded(model, *record, written);
            vec![]
        }
        Msg::Recalled(result) => {
            super::receipts::recalled(model, result.map(|records| *records));
            vec![]
        }
        Msg::ViewsRecalled(result) => {
            views::recalled(model, result.map(|recalled| *recalled));
            vec![]
        }
        Msg::ViewsKept(result) => {
            views::written(model, result);
            vec![]
        }
        Msg::LettersRecalled(result) => {
            super::letters::recalled(model, result.map(|shelf| *shelf));
            vec![]
        }
        Msg::Reclaimed(result) => {
            super::drafts::reclaimed(model, result);
            vec![]
        }
        Msg::NotKept(fault) => {
            super::drafts::failed(model, &fault);
            vec![]
        }
        Msg::Switched(result) => switch::over(model, result.map(|session| *session)),
        Msg::Focus(focused) => {
            model.refresh.focus(focused);
            vec![]
        }
        Msg::SharersCounted(result) => {
            sharing::counted(model, result);
            vec![]
        }
        Msg::TokenRead(result) => {
            if super::stopped::reread(model, result) {
                keys::refresh(model)
            } else {
                vec![]
            }
        }
        Msg::Offered { what, result: Ok(()) } => {
            model.say(&format!("{what}: sent to the terminal's clipboard (OSC 52)"), Tone::Good);
            vec![]
        }
        Msg::Offered { result: Err(why), .. } => {
            model.say(&why, Tone::Warn);
            vec![]
        }
        Msg::Lagged => {
            quiet::lagged(model);
            vec![]
        }
        Msg::Suspending => vec![Effect::Suspend],
        Msg::Edited { ticket, result } => {
            flow::edited(model, ticket, result);
            vec![]
        }
        Msg::Resumed => {
            (model.redraw, model.hurry) = (true, true);
            vec![Effect::Repaint]
        }
        Msg::Stopped(stop) => vec![Effect::Quit(stop.exit_code())],
        Msg::Arrived { .. }
        | Msg::Ended { .. }
        | Msg::Prepared { .. }
        | Msg::DryRan { .. }
        | Msg::Committed { .. }
        | Msg::LetterSaved { .. } => replies::take(model, msg),
    }
}

/// Asks for the slots, as a person who waits for them.
pub(super) fn ask_slots(model: &mut Model) -> Effect {
    schedule::ask_list(model, Pane::Slots, crate::domain::call::Urgency::User)
}

impl Model {
    /// The first orders: what the first screen waits for.
    pub fn start(&mut self) -> Vec<Effect> {
        let mut effects = schedule::due(self);
        effects.extend(sharing::due(self));
        effects
    }

    /// When the model wants to be woken, whatever happens or not.
    pub fn wake_at(&self) -> Option<std::time::Duration> {
        schedule::wake_at(self)
    }

    /// Takes the mark that something visible changed.
    pub fn take_redraw(&mut self) -> bool {
        self.hurry = false;
        std::mem::take(&mut self.redraw)
    }

    pub(super) fn reorder(&mut self, pane: Pane) {
        self.count_for(pane);
        let order = super::order::order(self, pane);
        let height = self.height();
        self.with_table(pane, |table, id| table.reorder(order, height, id));
        super::order::count_marks(self, pane);
    }

    /// Lends a pane's table together with the names of its rows.
    pub(super) fn with_table(
        &mut self,
        pane: Pane,
        act: impl FnOnce(&mut super::table::Table, &dyn Fn(u32) -> String),
    ) {
        let mut table = std::mem::take(&mut self.tables[pane.index()]);
        act(&mut table, &|row| pane.id(self, row as usize));
        self.tables[pane.index()] = table;
    }
}

/// What a person ordered is paid for before anything that nobody asked for.
fn account(model: &mut Model, effects: &[Effect]) {
    let now = model.now.mono;
    for effect in effects {
        if matches!(effect, Effect::Ask { .. } | Effect::DryRun { .. } | Effect::Commit { .. }) {
            model.refresh.purse.charge(1, false, now);
        }
    }
}

fn resized(model: &mut Model, size: (u16, u16)) -> Vec<Effect> {
    if model.size != size {
        model.size = size;
        let height = model.height();
        for pane in Pane::TABLES {
            model.with_table(pane, |table, id| table.settle(height, id));
        }
    }
    // Whatever lay outside a smaller window between two sizes that we heard of is lost, even where they are the same.
    (model.redraw, model.hurry) = (true, true);
    vec![Effect::Repaint]
}

fn woke(model: &mut Model) -> Vec<Effect> {
    quiet::rested(model);
    let now = model.now.mono;
    let Model { sheet, tickets, .. } = model;
    match sheet.as_mut().and_then(Sheet::bottom_mut) {
        Some(Sheet::Change(flow, _)) => flow.wake(now, tickets),
        _ => vec![],
    }
}

#[cfg(test)]
pub(super) mod tests;
