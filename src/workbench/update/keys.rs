//! Keys: looked up in the command table, or typed into the field that has the focus.

use super::super::command::{self, Command, Scope};
use super::super::effect::Effect;
use super::super::flows::change::Stage;
use super::super::gate;
use super::super::help;
use super::super::key::Key;
use super::super::letters;
use super::super::model::Model;
use super::super::msg::Stop;
use super::super::palette;
use super::super::panes::{Pane, Tone};
use super::super::picker::Picker;
use super::super::quiet;
use super::super::sheet::{Scroll, Sheet};
use super::super::switch;
use super::{schedule, sheets};
use crate::domain::call::Urgency;
use crate::domain::gate::USUAL;

/// A key was pressed.
pub(super) fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    (model.redraw, model.hurry) = (true, true);
    // Nobody sees what a key would change: only those that work everywhere do.
    let scope = if model.is_unseen() { Scope::Any } else { model.scope() };
    let Some(command) = model.keymap.find(scope, key) else {
        if model.is_unseen() {
            return vec![];
        }
        typed(model, key);
        return vec![];
    };
    // The row under the cursor is meant, wherever it goes from here on.
    if scope != Scope::Filter {
        model.tables[model.pane.index()].hold();
    }
    model.notice = None;
    run(model, command)
}

/// Runs a command where the model stands.
pub(super) fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    let scope = model.scope();
    if let Some(why) = command::reason(model, scope, command) {
        model.say(&why, Tone::Warn);
        return vec![];
    }
    match command {
        Command::Interrupt => return interrupt(model),
        Command::Suspend => return vec![Effect::Suspend],
        Command::Repaint => return vec![Effect::Repaint],
        Command::Zone => {
            model.times.local = !model.times.local;
            return vec![];
        }
        Command::Help => return open(model, help::picker),
        Command::Palette => return open(model, palette::picker),
        Command::Actions => return open(model, palette::actions),
        _ => {}
    }
    match scope {
        Scope::Browse => browse(model, command),
        Scope::Filter if model.sheet.is_none() => {
            super::tables::on_line(model, command);
            vec![]
        }
        _ => sheets::command(model, command),
    }
}

/// Lays a list over what is open; Esc brings that back.
fn open(model: &mut Model, list: impl Fn(&Model) -> Picker) -> Vec<Effect> {
    let mut picker = list(model);
    picker.under = model.sheet.take().map(Box::new);
    model.sheet = Some(Sheet::Pick(Box::new(picker)));
    vec![]
}

/// Text was pasted: it goes where text is typed, and presses nothing.
pub(super) fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    if model.is_unseen() {
        return vec![];
    }
    match (&mut model.sheet, model.filtering) {
        (Some(Sheet::Change(flow, false)), _) if flow.stage == Stage::Fill => {
            flow.form.paste(text);
            flow.typed();
        }
        (Some(Sheet::Letter(flow)), _) => flow.form.paste(text),
        (Some(Sheet::Letters(flow)), _) => flow.form.paste(text),
        (Some(Sheet::Narrow(form)), _) => form.paste(text),
        (Some(Sheet::Unlock(question)), _) => question.form.paste(text),
        (Some(Sheet::Pick(picker)), _) => {
            picker.paste(text);
            palette::refill(model);
        }
        (Some(Sheet::Raw(raw, _)), _) if raw.search.typing => super::document::paste(model, text),
        (Some(Sheet::Timeline(browse)), _) if browse.typing => super::timeline::paste(model, text),
        (None, true) => {
            super::tables::pasted(model, text);
        }
        _ => return vec![],
    }
    (model.redraw, model.hurry) = (true, true);
    vec![]
}

fn typed(model: &mut Model, key: Key) {
    match model.scope() {
        Scope::Filter if model.sheet.is_some() => super::timeline::typed(model, key),
        Scope::Filter => super::tables::typed(model, key),
        Scope::Pick => {
            if let Some(Sheet::Pick(picker)) = &mut model.sheet {
                picker.press(key);
                palette::refill(model);
            }
        }
        Scope::Search => super::document::typed(model, key),
        Scope::Form => match &mut model.sheet {
            Some(Sheet::Change(flow, _)) => flow.press(key),
            Some(Sheet::Narrow(form)) => {
                form.press(key);
            }
            Some(Sheet::Letters(flow)) => {
                flow.form.press(key);
            }
            Some(Sheet::Letter(flow)) => {
                flow.form.press(key);
            }
            Some(Sheet::Unlock(question)) => {
                question.form.press(key);
            }
            _ => {}
        },
        // A key that does nothing says so, but never in the place of what has to be read.
        Scope::Browse if model.notice.is_none() => {
            let text = format!("{key} does nothing here; {}", model.spell("<help> shows the keys that do"));
            model.say(&text, Tone::Dim);
        }
        _ => {}
    }
}

fn interrupt(model: &mut Model) -> Vec<Effect> {
    if matches!(model.sheet, Some(Sheet::Quit(_))) {
        return vec![Effect::Quit(Stop::Interrupted.exit_code())];
    }
    let busy = match model.sheet.as_ref().and_then(Sheet::bottom) {
        Some(Sheet::Change(flow, _)) => flow.stage != Stage::Fill && !matches!(flow.stage, Stage::Ended(_)),
        _ => false,
    };
    if busy {
        model.sheet = Some(Sheet::Quit(model.sheet.take().map(Box::new)));
        return vec![];
    }
    vec![Effect::Quit(Stop::Interrupted.exit_code())]
}

fn browse(model: &mut Model, command: Command) -> Vec<Effect> {
    let pane = model.pane;
    if let Some(by) = jump(command, model.height()) {
        let (height, from) = (model.height(), model.table(pane).selected().map(str::to_owned));
        super::changes::leave_row(model);
        model.with_table(pane, |table, id| table.step(by, height, id));
        quiet::moved(model, from);
        return vec![];
    }
    match command {
        Command::Open if pane == Pane::Availability => model.enter_sum(),
        Command::Open
        | Command::Raw
        | Command::Why
        | Command::Copy
        | Command::CopyChoice
        | Command::Older
        | Command::Newer
        | Command::Mask => return super::inspect::on_table(model, command),
        Command::Quit => return vec![Effect::Quit(0)],
        Command::Next => go(model, Pane::ALL[(pane.source().index() + 1) % Pane::ALL.len()]),
        Command::Previous => go(model, Pane::ALL[(pane.source().index() + Pane::ALL.len() - 1) % Pane::ALL.len()]),
        Command::Show(pane) => go(model, pane),
        Command::Availability => model.turn_slots(),
        Command::Narrow => model.narrow_slots(),
        Command::Filter => super::tables::open_line(model),
        Command::Back if model.table(pane).line.text().is_empty() => model.back_to_sums(),
        Command::Back => super::tables::clear(model),
        Command::Sort
        | Command::Reverse
        | Command::Wide
        | Command::Columns
        | Command::ColumnsRight
        | Command::ColumnsLeft
        | Command::Mark
        | Command::MarkRange
        | Command::Unmark => super::tables::on_table(model, command),
        Command::Refresh => return refresh(model),
        Command::Pause => pause(model),
        Command::Quiet => quiet::toggle(model),
        Command::Switch => switch::choose(model),
        Command::Write => return gate::unlock(model, USUAL),
        Command::Lock => return gate::lock(model),
        Command::Receipts => super::receipts::list(model),
        Command::Drafts => super::super::drafts::offer(model),
        Command::Add | Command::Edit | Command::Delete => return super::flow::begin(model, command),
        Command::Letter | Command::Letters => return letters::begin(model, command),
        Command::Mouse => return super::mouse::toggle(model),
        Command::Log => model.sheet = Some(Sheet::Log(Scroll::default())),
        Command::Timeline => model.sheet = Some(Sheet::Timeline(Box::default())),
        _ => {}
    }
    vec![]
}

fn pause(model: &mut Model) {
    model.paused = !model.paused;
    let said = if model.paused { "paused: nothing is read until <pause> is pressed" } else { "reading again" };
    model.say(&model.spell(said), Tone::Busy);
}

/// Brings a pane to the front in the form in which it was last seen.
pub(super) fn go(model: &mut Model, pane: Pane) {
    show(model, model.finder.form(pane));
}

/// Brings a pane to the front.
pub(super) fn show(model: &mut Model, pane: Pane) {
    if model.pane != pane {
        super::changes::leave_row(model);
    }
    super::tables::leave_line(model);
    model.pane = pane;
    model.reorder(pane);
}

pub(super) fn refresh(model: &mut Model) -> Vec<Effect> {
    if let Some(until) = model.blocked_until {
        let left = super::super::age::wait(until.saturating_sub(model.now.mono));
        model.say(&format!("the API's limit is reached; everything waits {left} more"), Tone::Warn);
        return vec![];
    }
    let stopped = model.stopped.take().is_some();
    for watch in model.watches.values_mut() {
        // Failed reads are tried again at once; the polls' own budget still holds.
        if watch.failed.is_some() {
            watch.failed = None;
            watch.seen = None;
        }
    }
    model.refresh.outage.forget();
    model.replan_all();
    let pane = model.pane.source();
    let mut effects = vec![schedule::ask_list(model, pane, Urgency::User)];
    if let Some(key) = model.selected_interconnect().map(|port| port.key.clone())
        && model.watches.get(&key).is_some_and(|watch| watch.ticket.is_none())
    {
        effects.push(schedule::ask_state(model, key, Urgency::User));
    }
    if stopped {
        effects.push(Effect::RereadToken);
    }
    effects
}

/// By how many rows a command moves, where so many are seen at once.
pub(super) fn jump(command: Command, height: usize) -> Option<isize> {
    let page = height.max(1).cast_signed();
    Some(match command {
        Command::Up => -1,
        Command::Down => 1,
        Command::Top => isize::MIN / 2,
        Command::Bottom => isize::MAX / 2,
        Command::HalfUp => -(page / 2).max(1),
        Command::HalfDown => (page / 2).max(1),
        Command::PageUp => -page,
        Command::PageDown => page,
        _ => return None,
    })
}
