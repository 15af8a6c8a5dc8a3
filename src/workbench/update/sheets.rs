//! Commands on what lies over the table.

use super::super::command::Command;
use super::super::effect::Effect;
use super::super::flows::{SaveLetter, SaveLetters};
use super::super::form::Form;
use super::super::gate;
use super::super::geometry::Geometry;
use super::super::letters;
use super::super::model::Model;
use super::super::msg::Stop;
use super::super::sheet::{LOG_HEAD, Sheet};
use super::super::switch::{self, Target};
use super::keys::jump;

/// A command on the sheet that lies on top.
pub(super) fn command(model: &mut Model, command: Command) -> Vec<Effect> {
    let Some(sheet) = model.sheet.take() else { return vec![] };
    if model.locked().is_some() && sheet.would_send(command) {
        gate::ask_first(model, sheet);
        return vec![];
    }
    match sheet {
        sheet if matches!(command, Command::Copy | Command::CopyChoice) && letters::can_copy(&sheet) => {
            super::inspect::of_letters(model, sheet, command)
        }
        Sheet::Receipt(receipt) => super::receipts::command(model, receipt, command),
        sheet if super::receipts::about_the_end(&sheet, command) => super::receipts::at_the_end(model, sheet, command),
        Sheet::Unlock(question) => unlocking(model, question, command),
        Sheet::Narrow(form) => narrow(model, form, command),
        Sheet::Pick(picker) => super::choose::command(model, picker, command),
        Sheet::Change(flow, false) if command == Command::Choose => {
            model.sheet = Some(Sheet::Change(flow, false));
            super::flow::choose(model);
            vec![]
        }
        Sheet::Change(mut flow, mut leaving) => {
            let (stays, effects) = super::flow::command(model, &mut flow, &mut leaving, command);
            if stays {
                model.sheet = Some(Sheet::Change(flow, leaving));
            }
            effects
        }
        Sheet::Detail(seen)
            if matches!(
                command,
                Command::Add | Command::Edit | Command::Delete | Command::Letter | Command::Refresh
            ) =>
        {
            super::inspect::act(model, seen, command)
        }
        Sheet::Detail(seen) => super::inspect::on_object(model, seen, command),
        Sheet::Raw(raw, scroll) => super::document::command(model, raw, scroll, command),
        Sheet::Timeline(browse) => super::timeline::command(model, browse, command),
        Sheet::Letter(flow) => letter(model, flow, command),
        Sheet::Letters(flow) => several_letters(model, flow, command),
        Sheet::Welcome => welcome(model, command),
        Sheet::Quit(under) => quitting(model, under, command),
        Sheet::Plain(_, _, under) if command == Command::Back => {
            model.sheet = under.map(|under| *under);
            vec![]
        }
        Sheet::Log(_) if command == Command::Back => vec![],
        page @ (Sheet::Plain(..) | Sheet::Log(_)) => {
            model.sheet = Some(page);
            scroll(model, command);
            vec![]
        }
    }
}

fn welcome(model: &mut Model, command: Command) -> Vec<Effect> {
    let effects = match command {
        Command::Demo => switch::order(model, Target::Demo),
        Command::Quit => vec![Effect::Quit(0)],
        _ => vec![],
    };
    model.sheet = Some(Sheet::Welcome);
    effects
}

fn quitting(model: &mut Model, under: Option<Box<Sheet>>, command: Command) -> Vec<Effect> {
    if command == Command::Yes {
        model.sheet = Some(Sheet::Quit(under));
        return vec![Effect::Quit(Stop::Interrupted.exit_code())];
    }
    model.sheet = under.map(|under| *under);
    vec![]
}

fn letter(model: &mut Model, mut flow: Box<SaveLetter>, command: Command) -> Vec<Effect> {
    let mut effects = vec![];
    match command {
        Command::Back => return effects,
        command if flow.form.is_handed_in(command) => effects = flow.submit(&mut model.tickets),
        other => flow.form.go(other),
    }
    model.sheet = Some(Sheet::Letter(flow));
    effects
}

fn several_letters(model: &mut Model, mut flow: Box<SaveLetters>, command: Command) -> Vec<Effect> {
    let mut effects = vec![];
    match command {
        Command::Back if !flow.stop() => return effects,
        Command::Back => {}
        command if flow.form.is_handed_in(command) => effects = flow.submit(&mut model.tickets),
        other => flow.form.go(other),
    }
    model.sheet = Some(Sheet::Letters(flow));
    scroll(model, command);
    effects
}

fn unlocking(model: &mut Model, mut question: Box<gate::Unlock>, command: Command) -> Vec<Effect> {
    match command {
        Command::Back | Command::No => return gate::answered(model, question, false),
        Command::Yes => return gate::answered(model, question, true),
        command if question.form.is_handed_in(command) => return gate::answered(model, question, true),
        other => question.form.go(other),
    }
    model.sheet = Some(Sheet::Unlock(question));
    vec![]
}

fn narrow(model: &mut Model, mut form: Box<Form>, command: Command) -> Vec<Effect> {
    match command {
        Command::Back => return vec![],
        command if form.is_handed_in(command) => return model.ask_narrowed(form),
        other => form.go(other),
    }
    model.sheet = Some(Sheet::Narrow(form));
    vec![]
}

/// Scrolls the page that is open, by its own count of lines.
fn scroll(model: &mut Model, command: Command) {
    let height = model.page_height();
    let lines = model.page_lines();
    let Some(by) = jump(command, height) else { return };
    match &mut model.sheet {
        Some(Sheet::Plain(_, scroll, _) | Sheet::Log(scroll)) => scroll.step(by, lines, height),
        Some(Sheet::Letters(flow)) => flow.scroll.step(by, lines, height),
        _ => {}
    }
}

impl Model {
    /// Lines of a page that are seen at once.
    pub fn page_height(&self) -> usize {
        if matches!(self.sheet, Some(Sheet::Plain(..))) {
            return usize::from(self.size.1);
        }
        let head = if matches!(self.sheet, Some(Sheet::Log(_))) { 1 + LOG_HEAD } else { 1 };
        Geometry::of(self.size).map_or(1, |geometry| usize::from(geometry.body.height.saturating_sub(head)))
    }

    /// Cells across a page.
    pub fn page_width(&self) -> usize {
        usize::from(self.size.0.saturating_sub(2))
    }

    /// Lines of the page that is open.
    pub fn page_lines(&self) -> usize {
        match &self.sheet {
            Some(Sheet::Plain(text, ..)) => super::super::sheet::plain_lines(text, usize::from(self.size.0)).len(),
            Some(Sheet::Log(_)) => self.activity.len(),
            Some(Sheet::Letters(flow)) => flow.keys.len() + 2,
            _ => 0,
        }
    }
}
