//! What was chosen from a picker, carried out.

use super::super::command::{self, Command, Scope};
use super::super::drafts;
use super::super::effect::Effect;
use super::super::gate;
use super::super::model::Model;
use super::super::panes::{Pane, Tone};
use super::super::picker::{Choice, Picker};
use super::super::sheet::{Scroll, Sheet};
use super::{flow, inspect, keys, tables};

/// A key of the table was pressed on a picker.
pub(super) fn command(model: &mut Model, mut picker: Box<Picker>, command: Command) -> Vec<Effect> {
    let page = model.page_height().max(2).cast_signed() - 1;
    match command {
        Command::Back => {
            model.sheet = picker.under.take().map(|under| *under);
            return vec![];
        }
        Command::Press => {
            let Some(entry) = picker.current() else {
                model.sheet = Some(Sheet::Pick(picker));
                return vec![];
            };
            if let Some(why) = entry.disabled.clone() {
                model.say(&why, Tone::Warn);
                model.sheet = Some(Sheet::Pick(picker));
                return vec![];
            }
            let choice = entry.choice.clone();
            model.sheet = picker.under.take().map(|under| *under);
            return carry_out(model, choice);
        }
        Command::Up => picker.step(-1),
        Command::Down => picker.step(1),
        Command::PageUp => picker.step(-page),
        Command::PageDown => picker.step(page),
        _ => {}
    }
    model.sheet = Some(Sheet::Pick(picker));
    vec![]
}

/// Something was chosen by its name: a list that lies on top gives way, as if it had been chosen there.
pub(super) fn by_name(model: &mut Model, choice: Choice) -> Vec<Effect> {
    model.redraw = true;
    model.notice = None;
    if let Some(Sheet::Pick(picker)) = &mut model.sheet {
        model.sheet = picker.under.take().map(|under| *under);
    }
    carry_out(model, choice)
}

fn carry_out(model: &mut Model, choice: Choice) -> Vec<Effect> {
    match choice {
        Choice::Copy(field) => vec![inspect::offer(field)],
        Choice::PlainList(fields) => {
            let under = model.sheet.take();
            let title = model.spell("Show alone on the screen (<back> comes back)");
            inspect::list(model, &title, &fields, true, under);
            vec![]
        }
        Choice::Plain(field) => {
            model.sheet = Some(Sheet::Plain(field.value, Scroll::default(), model.sheet.take().map(Box::new)));
            vec![]
        }
        Choice::Run(command) => keys::run(model, command),
        Choice::OnTable(command) => {
            model.sheet = None;
            tables::leave_line(model);
            keys::run(model, command)
        }
        Choice::Resume(kept) => drafts::resume(model, *kept).map_or_else(Vec::new, |kind| flow::open(model, kind)),
        Choice::Discard(kept) => drafts::discard(model, kept),
        Choice::Later => vec![],
        Choice::Receipt(id) => {
            super::receipts::show(model, id);
            vec![]
        }
        Choice::Sort(field) => {
            tables::sort(model, field);
            vec![]
        }
        Choice::Column(field) => {
            tables::toggle_column(model, field);
            vec![]
        }
        Choice::Unlock(span) => {
            model.sheet = None;
            gate::unlock(model, span)
        }
        Choice::Switch(target) => super::super::switch::order(model, target),
        Choice::New(new) => super::flow::create(model, new),
        Choice::Fill(field, value) => {
            super::flow::filled(model, field, &value);
            vec![]
        }
        Choice::Slot(id) => {
            super::flow::slot_chosen(model, &id);
            vec![]
        }
        Choice::Show(pane) => {
            model.sheet = None;
            keys::go(model, pane);
            vec![]
        }
        Choice::Object(pane, id) => {
            model.sheet = None;
            keys::show(model, pane);
            select(model, pane, &id);
            vec![]
        }
    }
}

/// Puts the cursor on an object; a filter that hides it is dropped.
pub(super) fn select(model: &mut Model, pane: Pane, id: &str) {
    let height = model.height();
    let at = |model: &Model| model.table(pane).order.iter().position(|&row| pane.id(model, row as usize) == id);
    if at(model).is_none() {
        if pane == Pane::Slots {
            model.leave_sum();
        }
        model.tables[pane.index()].clear_filter();
        model.reorder(pane);
    }
    let Some(to) = at(model) else {
        model.say("this object is no longer in the list", Tone::Warn);
        return;
    };
    let by = to.cast_signed() - model.table(pane).at().cast_signed();
    model.with_table(pane, |table, name| table.step(by, height, name));
    if let Some(why) = command::reason(model, Scope::Browse, Command::Open) {
        model.say(&why, Tone::Warn);
    }
}
