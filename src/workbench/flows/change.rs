//! Changing something: fill, validate in three layers, review, commit, read back. One machine for every kind of change.
//!
//! Order matters here. Before anything is sent the account is read (the baseline); after a dry run it is read again, so
//! that a server which acted on "validate" is caught; between the review and the commit it is read once more; and a
//! commit whose answer was lost is found out by reading, never by sending again (RELIABILITY M1–M10).

mod consent;
mod ending;
mod lost;
mod merge;
mod plan;
mod steps;

use std::time::Duration;

pub use ending::Ending;
pub use lost::{Lost, RECONCILE_AT};
pub use merge::{Merge, Row};
pub use plan::{Checked, Kind, Obstacle, Plan};

use super::layer::{Layer, Layers};
use super::look::{Look, Seen};
pub use crate::domain::change::DryRunPolicy;
use crate::domain::change::{Confirmed, Finding, Made, Prepared, Review};
use crate::domain::draft::{Change, Validated};
use crate::domain::{AccountId, Fault, FaultKind, Schema};
use crate::workbench::form::{Form, with_reason};
use crate::workbench::key::Key;
use crate::workbench::{Effect, Msg, Ticket, Tickets};

/// What the flow knows of the session.
#[derive(Debug, Clone, PartialEq)]
pub struct Terms {
    /// Decides the fields.
    pub schema: Schema,
    /// Decides the third layer.
    pub dry_run: DryRunPolicy,
    /// The account that changes.
    pub account: Option<AccountId>,
    /// Names of the account, of which one is typed before each change of a protected profile; empty: it is not.
    pub consent: Vec<String>,
}

pub(super) type Bytes = Box<Prepared<Change>>;
pub(super) type Yes = Box<Confirmed<Validated<Change>>>;

/// Where the flow stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Stage {
    /// The object is read, so that the form begins with what the server holds now.
    Opening(Look),
    /// The person fills the form.
    Fill,
    /// The client makes the bytes.
    Preparing(Ticket),
    /// The account is read.
    Baseline(Bytes, Look),
    /// Somebody else changed the object: the person chooses field by field.
    Merge(Box<Merge>),
    /// The person decides whether the server is asked.
    AskDryRun(Bytes, Box<Base>),
    /// The server checks.
    DryRun(Bytes, Box<Base>, Ticket),
    /// The account is read again, to prove that nothing was taken.
    Proof(Bytes, Box<Base>, Look, Result<(), Fault>),
    /// The person sees what will be sent.
    Review(Box<Review<Change>>, Box<Base>),
    /// Between the yes and the sending, the account is read once more.
    Reread(Yes, Box<Base>, Look),
    /// Sent. No key does anything until the verdict.
    Committing(Yes, Box<Base>, Ticket),
    /// What was made is read back.
    ReadBack(Box<Made>, Yes, Look),
    /// The answer was lost; the account is read at 1, 5, 15, 30 s.
    Reconcile(Box<Lost>),
    /// Over.
    Ended(Box<Ending>),
}

/// What the checks rest on.
#[derive(Debug, Clone, PartialEq)]
pub struct Base {
    /// The account before anything was sent.
    pub seen: Seen,
    /// What the checks found.
    pub findings: Vec<Finding>,
}

/// The flow.
#[derive(Debug, Clone, PartialEq)]
pub struct Flow {
    /// What is changed, and how.
    pub kind: Kind,
    /// What the person typed; kept through every error.
    pub form: Form,
    /// Ticked while validating.
    pub layers: Layers,
    /// Where it stands.
    pub stage: Stage,
    /// Why the last step stopped.
    pub trouble: Option<Fault>,
    /// The text that lies open in the person's editor, or that could not be taken from there, with the order for it.
    pub editing: Option<(Ticket, String)>,
    /// What was typed over an object that somebody changed meanwhile, and is not chosen yet.
    unmerged: Option<Box<Merge>>,
    /// In the review: the focus is on Commit, not on Cancel.
    pub on_commit: bool,
    terms: Terms,
}

impl Flow {
    /// A flow with the form of its kind.
    pub fn new(kind: Kind, terms: Terms) -> Self {
        Self {
            form: consent::form(&kind, &terms),
            kind,
            layers: Layers::default(),
            stage: Stage::Fill,
            trouble: None,
            editing: None,
            unmerged: None,
            on_commit: false,
            terms,
        }
    }

    /// Opens a flow: what is there already is read first, for a list may be old and may hold less than the object.
    pub fn open(kind: Kind, terms: Terms, tickets: &mut Tickets) -> (Self, Vec<Effect>) {
        let mut flow = Self::new(kind, terms);
        let Some(query) = flow.kind.plan().object() else { return (flow, vec![]) };
        let (look, effects) = Look::start(vec![query], tickets);
        flow.stage = Stage::Opening(look);
        (flow, effects)
    }

    /// Something was typed that would be lost.
    pub fn is_dirty(&self) -> bool {
        self.form.is_dirty()
    }

    /// The account that changes and how it is spoken to.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// The form as a text for the person's editor; what could not be taken from there before, as it was left.
    pub fn edit(&mut self, tickets: &mut Tickets) -> Vec<Effect> {
        if self.stage != Stage::Fill {
            return vec![];
        }
        let ticket = tickets.tear();
        let text = match self.editing.take() {
            Some((_, left)) => left,
            None => self.form.to_document(&self.kind.plan().title()),
        };
        self.editing = Some((ticket, text.clone()));
        vec![Effect::Edit { ticket, text }]
    }

    /// The editor was left. Answers what was wrong with the text, which is kept for the next time.
    pub fn edited(&mut self, ticket: Ticket, text: &str) -> Result<(), String> {
        if self.editing.as_ref().is_none_or(|(mine, _)| *mine != ticket) || self.stage != Stage::Fill {
            return Ok(());
        }
        self.editing = None;
        match self.form.take_document(text) {
            Ok(()) => {
                self.typed();
                Ok(())
            }
            Err(why) => {
                self.editing = Some((ticket, with_reason(text, &why)));
                Err(why)
            }
        }
    }

    /// How it ended, if it is over.
    pub fn ending(&self) -> Option<&Ending> {
        if let Stage::Ended(ending) = &self.stage { Some(ending) } else { None }
    }

    /// A write is on its way: nothing may interrupt it.
    pub fn is_writing(&self) -> bool {
        matches!(self.stage, Stage::Committing(..) | Stage::DryRun(..))
    }

    /// A key that edits the field in focus.
    pub fn press(&mut self, key: Key) {
        if self.form.press(key) {
            self.typed();
        }
    }

    /// Something was typed: what the field rules say of it now. What was checked before is about another text.
    pub fn typed(&mut self) {
        self.layers = Layers::default();
        let problems = match self.kind.plan().read(&self.form, &self.terms).map(Change::check) {
            Err(problems) | Ok(Err(problems)) => problems,
            Ok(Ok(validated)) => validated.warnings().to_vec(),
        };
        self.form.mark(&problems);
    }

    /// Validation begins: field rules at once, the rest as orders.
    pub fn validate(&mut self, tickets: &mut Tickets) -> Vec<Effect> {
        if self.stage != Stage::Fill {
            return vec![];
        }
        self.trouble = None;
        self.layers = Layers::default();
        if self.choose_sides() {
            return vec![];
        }
        let consent = consent::problem(&self.form, &self.terms);
        let asked = self.kind.plan().read(&self.form, &self.terms).and_then(Change::check);
        let asked = match (asked, consent) {
            (asked, None) => asked,
            (Ok(_), Some(missing)) => Err(vec![missing]),
            (Err(problems), Some(missing)) => Err(problems.into_iter().chain([missing]).collect()),
        };
        match asked {
            Err(problems) => {
                let errors = problems.iter().filter(|problem| !problem.warning).count();
                let homeless = self.form.show(problems);
                let more: Vec<String> = homeless.into_iter().map(|problem| problem.text).collect();
                let count = std::iter::once(format!("{errors} to mend"));
                self.layers.fields = Layer::Failed(count.chain(more).collect::<Vec<_>>().join(". "));
                vec![]
            }
            Ok(draft) => {
                self.form.show(vec![]);
                let warnings = draft.warnings().len();
                let said = if warnings == 0 { "passed".to_owned() } else { format!("{warnings} to consider") };
                self.layers.fields = Layer::Passed(said);
                self.layers.account = Layer::Running("reading the account");
                let ticket = tickets.tear();
                self.stage = Stage::Preparing(ticket);
                vec![Effect::Prepare { ticket, draft: Box::new(draft) }]
            }
        }
    }

    /// The person chose what to take of a foreign change; validation goes on with that.
    pub fn merged(&mut self, tickets: &mut Tickets) -> Vec<Effect> {
        let Stage::Merge(merge) = std::mem::replace(&mut self.stage, Stage::Fill) else { return vec![] };
        let Some(kind) = self.kind.plan().rebased(&merge.theirs) else { return vec![] };
        self.unmerged = None;
        self.form.rebase(kind.plan().fields(&self.terms));
        self.kind = kind;
        for row in &merge.rows {
            self.form.set(row.spec.name, if row.take_theirs { &row.theirs } else { &row.ours });
        }
        self.validate(tickets)
    }

    /// The person's answer to "let the server check?".
    pub fn decide_dry_run(&mut self, yes: bool, now: Duration, tickets: &mut Tickets) -> Vec<Effect> {
        match std::mem::replace(&mut self.stage, Stage::Fill) {
            Stage::AskDryRun(bytes, base) if yes => self.send_dry_run(bytes, base, tickets),
            Stage::AskDryRun(bytes, base) => {
                self.review(*bytes, base, crate::domain::change::DryRun::Skipped("you left it out"), now);
                vec![]
            }
            other => {
                self.stage = other;
                vec![]
            }
        }
    }

    /// The person's yes. A review that is too old is validated again instead.
    pub fn commit(&mut self, now: Duration, tickets: &mut Tickets) -> Vec<Effect> {
        match std::mem::replace(&mut self.stage, Stage::Fill) {
            Stage::Review(review, base) => match review.confirm(now) {
                Ok(confirmed) => {
                    let (look, effects) = self.look(tickets);
                    self.stage = Stage::Reread(Box::new(confirmed), base, look);
                    effects
                }
                Err(_) => {
                    let effects = self.validate(tickets);
                    let what = "the validation was older than 120 s, so it is made again; nothing was sent";
                    self.trouble = Some(Fault::new(FaultKind::Conflict, what));
                    effects
                }
            },
            other => {
                self.stage = other;
                vec![]
            }
        }
    }

    /// Back to the form, where that can be done without losing track of a write. `false`: it cannot.
    pub fn back(&mut self) -> bool {
        let can = !matches!(
            self.stage,
            Stage::DryRun(..) | Stage::Proof(..) | Stage::Committing(..) | Stage::ReadBack(..) | Stage::Reconcile(_)
        );
        if can {
            self.stage = Stage::Fill;
            self.on_commit = false;
        }
        can
    }

    /// Takes a message that may belong to it.
    pub fn on(&mut self, msg: &Msg, now: Duration, tickets: &mut Tickets) -> Vec<Effect> {
        // The stage is taken out, and put back unless a step follows from the message.
        match std::mem::replace(&mut self.stage, Stage::Fill) {
            Stage::Opening(mut look) => match look.take(msg) {
                None => self.stay(Stage::Opening(look)),
                Some(seen) => self.opened(seen),
            },
            Stage::Preparing(mine) => match msg {
                Msg::Prepared { ticket, prepared } if *ticket == mine => {
                    let (look, effects) = self.look(tickets);
                    self.stage = Stage::Baseline(prepared.clone(), look);
                    effects
                }
                _ => self.stay(Stage::Preparing(mine)),
            },
            Stage::Baseline(bytes, mut look) => match look.take(msg) {
                None => self.stay(Stage::Baseline(bytes, look)),
                Some(Err(fault)) => self.account_failed(fault),
                Some(Ok(seen)) => self.check_account(bytes, seen, now, tickets),
            },
            Stage::DryRun(bytes, base, mine) => match msg {
                Msg::DryRan { ticket, outcome } if *ticket == mine => self.dry_ran(bytes, base, outcome, tickets),
                _ => self.stay(Stage::DryRun(bytes, base, mine)),
            },
            Stage::Proof(bytes, base, mut look, answer) => match look.take(msg) {
                None => self.stay(Stage::Proof(bytes, base, look, answer)),
                Some(seen) => self.proved(bytes, base, seen, answer, now),
            },
            Stage::Reread(yes, base, mut look) => match look.take(msg) {
                None => self.stay(Stage::Reread(yes, base, look)),
                Some(seen) => self.reread(yes, base, seen, tickets),
            },
            Stage::Committing(yes, base, mine) => match msg {
                Msg::Committed { ticket, outcome } if *ticket == mine => {
                    self.committed(yes, base, outcome, now, tickets)
                }
                _ => self.stay(Stage::Committing(yes, base, mine)),
            },
            Stage::ReadBack(made, yes, mut look) => match look.take(msg) {
                None => self.stay(Stage::ReadBack(made, yes, look)),
                Some(seen) => self.was_read_back(*made, &yes, seen),
            },
            Stage::Reconcile(mut lost) => match lost.look.as_mut().and_then(|look| look.take(msg)) {
                None => self.stay(Stage::Reconcile(lost)),
                Some(seen) => self.reconciled(lost, seen, now),
            },
            still @ (Stage::Fill | Stage::Merge(_) | Stage::AskDryRun(..) | Stage::Review(..) | Stage::Ended(_)) => {
                self.stay(still)
            }
        }
    }

    fn look(&self, tickets: &mut Tickets) -> (Look, Vec<Effect>) {
        Look::start(self.kind.plan().questions(&self.form), tickets)
    }

    fn stay(&mut self, stage: Stage) -> Vec<Effect> {
        self.stage = stage;
        vec![]
    }
}

#[cfg(test)]
mod tests;
