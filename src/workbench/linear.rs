//! The workbench without a screen: a line comes in, lines go out, and changes are told as they are seen. For screen
//! readers, terminals that can do nothing, and pipes. The model and what moves it are the same.

mod news;
mod page;
mod words;

use std::time::Duration;

use super::command::Scope;
use super::model::Model;
use super::msg::Msg;
use super::order::Sort;
use super::panes::Pane;
use super::picker::Choice;
use super::sheet::Sheet;
use super::trail::Place;
use super::watch::Watch;
use crate::domain::text;

/// How many rows are told at once.
const ROWS: usize = 20;

/// What is told after a line was carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Then {
    /// These lines.
    Say(Vec<String>),
    /// Rows of the table: the next ones, all of them, or from the first.
    List(Part),
    /// Where we stand now.
    Here,
    /// Account, gate, counts, budget.
    Status,
    /// What can be said here.
    Help,
    /// Nothing before so much time has passed.
    After(Duration),
}

/// Which rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// From the first on.
    First,
    /// Those after the last that were told.
    More,
    /// All.
    All,
}

/// What a line means: what moves the model, and what is told then.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// In this order.
    pub msgs: Vec<Msg>,
    /// Afterwards.
    pub then: Then,
}

/// What there is to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Lines.
    Lines(Vec<String>),
    /// The picture of the model, as lines: a form, a review, a question.
    Picture,
}

/// Which rows a table shows, and in which order.
#[derive(Debug, Clone, PartialEq)]
struct Table {
    pane: Pane,
    filter: String,
    sort: Sort,
}

impl Table {
    fn of(model: &Model) -> Self {
        let table = model.table(model.pane);
        Self { pane: model.pane, filter: table.line.text().trim().to_owned(), sort: table.sort }
    }
}

/// What was told so far.
#[derive(Debug, Clone, Default)]
pub struct Linear {
    /// What the numbers of the last list mean.
    menu: Vec<(Choice, Option<String>)>,
    /// Rows of the table that were told.
    listed: usize,
    /// The table as it was last told.
    told: Option<Table>,
    /// The table as it was before the last line.
    before: Option<Table>,
    heard: news::Heard,
}

impl Linear {
    /// What a line means where the model stands.
    pub fn read(&mut self, model: &Model, line: &str) -> Turn {
        self.before = Some(Table::of(model));
        words::read(self, model, &text::clean(line))
    }

    /// What is to be told. Not to be asked while [`waits`].
    pub fn answer(&mut self, model: &Model, then: Then) -> Answer {
        let lines = match then {
            Then::Say(lines) => lines,
            Then::After(_) => vec![],
            Then::List(part) => page::rows(self, model, part),
            Then::Status => page::status(model),
            Then::Help => page::help(model),
            Then::Here => match &model.sheet {
                None if self.before.as_ref() == Some(&Table::of(model)) => vec![page::head(model)],
                None => page::rows(self, model, Part::First),
                Some(sheet) => match page::sheet(self, model, sheet) {
                    Some(lines) => lines,
                    None => return Answer::Picture,
                },
            },
        };
        Answer::Lines(safe(model, lines))
    }

    /// What is new since it was last asked.
    pub fn news(&mut self, model: &Model) -> Vec<String> {
        let lines = self.heard.news(model);
        safe(model, lines)
    }

    /// What can be said on a picture that was told.
    pub fn hints(&self, model: &Model) -> Vec<String> {
        safe(model, page::hints(model))
    }
}

/// How long an answer waits for what would only make it fuller.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// Something that was asked for has not come yet: the next line waits for it, and so does an answer that has waited for
/// so long already.
pub fn waits(model: &Model, waited: Duration) -> bool {
    if model.switching.is_some() {
        return true;
    }
    let reads = model.stopped.is_none() && model.blocked_until.is_none() && !model.paused;
    match model.sheet.as_ref().and_then(Sheet::bottom) {
        Some(Sheet::Raw(raw, _)) => raw.lines.is_none(),
        Some(Sheet::Detail(seen)) if reads && waited < PATIENCE => is_unread(model) || is_untried(model, &seen.place),
        Some(sheet) => sheet.scope() == Scope::Wait,
        None => {
            let fresh = model.freshness(model.pane.source());
            let own = fresh.failed.is_none() && (fresh.received.is_none() || fresh.loading);
            reads && (own || waited < PATIENCE && is_unread(model))
        }
    }
}

/// A list was neither read nor has it failed.
fn is_unread(model: &Model) -> bool {
    let none = |pane: Pane| model.freshness(pane).received.is_none() && model.freshness(pane).failed.is_none();
    Pane::ALL.into_iter().any(none)
}

/// Its state was read, or that has failed.
fn is_tried(watch: &Watch) -> bool {
    watch.status.is_some() || watch.failed.is_some()
}

/// It is a port of the list whose state was not tried to read yet.
fn is_untried(model: &Model, place: &Place) -> bool {
    let port = model.interconnects.list.rows.iter().find(|port| port.key.as_str() == place.id);
    let port = port.filter(|_| place.pane == Pane::Interconnects);
    port.is_some_and(|port| !model.watches.get(&port.key).is_some_and(is_tried))
}

/// The lines as they may be heard and sent: masked, and without anything that a terminal obeys.
fn safe(model: &Model, lines: Vec<String>) -> Vec<String> {
    let mask = model.mask();
    let seen = |line: String| text::clean(&mask.as_ref().map_or_else(|| line.clone(), |mask| mask.hide(&line)));
    lines.into_iter().map(seen).collect()
}
