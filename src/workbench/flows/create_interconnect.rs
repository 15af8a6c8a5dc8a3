//! Creating an interconnect: fill, validate in three layers, review, commit, read back. The pattern of every change.
//!
//! Order matters here. Before any POST the account is read whole (the baseline); after the dry run it is read again, so
//! that a server which created on "validate" is caught; between the review and the commit it is read once more; and a
//! commit whose answer was lost is found out by reading, never by sending again (RELIABILITY M1–M9).

mod checks;
mod draft;
mod ending;

use std::time::Duration;

pub use draft::fields;
pub use ending::{Ending, mismatches};

use super::layer::{Layer, Layers};
use super::look::{Look, Seen};
use crate::domain::call::{Query, Reply, Urgency};
use crate::domain::change::{Confirmed, DryRun, Finding, Outcome, Prepared, Review};
use crate::domain::draft::{NewInterconnect, Problem, Validated};
use crate::domain::{Fault, FaultKind, Interconnect, Listing, Schema, Slot, SlotId};
use crate::workbench::form::Form;
use crate::workbench::{Effect, Msg, Ticket, Tickets};

/// Seconds after a lost answer at which the account is read (RELIABILITY M6).
pub const RECONCILE_AT: [u64; 4] = [1, 5, 15, 30];

/// When to let the server check a create that it may not know how to only check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DryRunPolicy {
    /// Always.
    Always,
    /// Ask the person each time.
    #[default]
    Ask,
    /// Never.
    Never,
}

/// What the flow knows of the session.
#[derive(Debug, Clone, PartialEq)]
pub struct Terms {
    /// Decides the fields.
    pub schema: Schema,
    /// Decides the third layer.
    pub dry_run: DryRunPolicy,
    /// The account that changes.
    pub account: Option<crate::domain::AccountId>,
}

type Bytes = Box<Prepared<NewInterconnect>>;
type Yes = Box<Confirmed<Validated<NewInterconnect>>>;

/// Where the flow stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Stage {
    /// The person fills the form.
    Fill,
    /// The client makes the bytes.
    Preparing(Ticket),
    /// The account is read whole.
    Baseline(Bytes, Look),
    /// The person decides whether the server is asked.
    AskDryRun(Bytes, Box<Base>),
    /// The server checks.
    DryRun(Bytes, Box<Base>, Ticket),
    /// The account is read again, to prove that nothing was taken.
    Proof(Bytes, Box<Base>, Look, Result<(), Fault>),
    /// The person sees what will be sent.
    Review(Box<Review<NewInterconnect>>, Box<Base>),
    /// Between the yes and the sending, the account is read once more.
    Reread(Yes, Box<Base>, Look),
    /// Sent. No key does anything until the verdict.
    Committing(Yes, Box<Base>, Ticket),
    /// The new object is read back.
    ReadBack(Box<Interconnect>, Yes, Ticket, Option<Box<Interconnect>>),
    /// The answer was lost; the account is read at 1, 5, 15, 30 s.
    Reconcile(Box<Lost>),
    /// Over.
    Ended(Box<Ending>),
}

/// What the checks rest on.
#[derive(Debug, Clone, PartialEq)]
pub struct Base {
    /// All interconnects before anything was sent.
    pub list: Listing<Interconnect>,
    /// The slot as it was then.
    pub slot: Slot,
    /// What the checks found.
    pub findings: Vec<Finding>,
}

/// A commit whose answer was lost.
#[derive(Debug, Clone, PartialEq)]
pub struct Lost {
    /// Why nothing is known.
    pub fault: Fault,
    /// When it was lost.
    pub since: Duration,
    /// Reads that are over.
    pub tries: usize,
    base: Box<Base>,
    yes: Yes,
    look: Option<Look>,
}

/// The flow.
#[derive(Debug, Clone, PartialEq)]
pub struct CreateInterconnect {
    /// What the person typed; kept through every error.
    pub form: Form,
    /// Ticked while validating.
    pub layers: Layers,
    /// Where it stands.
    pub stage: Stage,
    /// Why the last step stopped.
    pub trouble: Option<Fault>,
    /// In the review: the focus is on Commit, not on Cancel.
    pub on_commit: bool,
    terms: Terms,
}

impl CreateInterconnect {
    /// A flow with an empty form or one made from a slot.
    pub fn new(terms: Terms, slot: Option<&Slot>) -> Self {
        Self {
            form: Form::new(draft::fields(terms.schema, slot)),
            layers: Layers::default(),
            stage: Stage::Fill,
            trouble: None,
            on_commit: false,
            terms,
        }
    }

    /// The slot that it is about.
    pub fn slot(&self) -> SlotId {
        self.form.text("slot_id").into()
    }

    /// A write is on its way: nothing may interrupt it.
    pub fn is_writing(&self) -> bool {
        matches!(self.stage, Stage::Committing(..) | Stage::DryRun(..))
    }

    /// Validation begins: field rules at once, the rest as orders.
    pub fn validate(&mut self, tickets: &mut Tickets) -> Vec<Effect> {
        if self.stage != Stage::Fill {
            return vec![];
        }
        self.trouble = None;
        self.layers = Layers::default();
        match draft::read(&self.form, self.terms.schema).check() {
            Err(problems) => {
                let count = problems.len();
                let homeless = self.form.show(problems);
                let more: Vec<String> = homeless.into_iter().map(|problem| problem.text).collect();
                self.layers.fields = Layer::Failed(format!("{count} to mend. {}", more.join(". ")));
                vec![]
            }
            Ok(draft) => {
                self.form.show(vec![]);
                self.layers.fields = Layer::Passed("passed".to_owned());
                self.layers.account = Layer::Running("reading all interconnects and the slot");
                let ticket = tickets.tear();
                self.stage = Stage::Preparing(ticket);
                vec![Effect::Prepare { ticket, draft }]
            }
        }
    }

    /// The person's answer to "let the server check?".
    pub fn decide_dry_run(&mut self, yes: bool, now: Duration, tickets: &mut Tickets) -> Vec<Effect> {
        match std::mem::replace(&mut self.stage, Stage::Fill) {
            Stage::AskDryRun(bytes, base) if yes => self.send_dry_run(bytes, base, tickets),
            Stage::AskDryRun(bytes, base) => {
                self.review(*bytes, base, DryRun::Skipped("you left it out"), now);
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
                    let (look, effects) = Look::start(&self.slot(), tickets);
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

    /// When the flow wants to be woken.
    pub fn wake_at(&self) -> Option<Duration> {
        match &self.stage {
            Stage::Reconcile(lost) if lost.look.is_none() => Some(lost.next_at()),
            _ => None,
        }
    }

    /// The moment came.
    pub fn wake(&mut self, now: Duration, tickets: &mut Tickets) -> Vec<Effect> {
        let slot = self.slot();
        match &mut self.stage {
            Stage::Reconcile(lost) if lost.look.is_none() && lost.next_at() <= now => {
                let (look, effects) = Look::start(&slot, tickets);
                lost.look = Some(look);
                effects
            }
            _ => vec![],
        }
    }

    /// Takes a message that may belong to it.
    pub fn on(&mut self, msg: &Msg, now: Duration, tickets: &mut Tickets) -> Vec<Effect> {
        // The stage is taken out, and put back unless a step follows from the message.
        match std::mem::replace(&mut self.stage, Stage::Fill) {
            Stage::Preparing(mine) => match msg {
                Msg::Prepared { ticket, prepared } if *ticket == mine => {
                    let (look, effects) = Look::start(&self.slot(), tickets);
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
            Stage::ReadBack(made, yes, mine, mut stored) => match msg {
                Msg::Arrived { ticket, reply: Reply::Interconnect(port) } if *ticket == mine => {
                    stored = Some(port.clone());
                    self.stay(Stage::ReadBack(made, yes, mine, stored))
                }
                Msg::Ended { ticket, result, .. } if *ticket == mine => {
                    let asked = yes.value().value();
                    let ending = Ending::done(*made, stored.map(|s| *s), asked, result.as_ref().err(), &self.terms);
                    self.stay(Stage::Ended(Box::new(ending)))
                }
                _ => self.stay(Stage::ReadBack(made, yes, mine, stored)),
            },
            Stage::Reconcile(mut lost) => match lost.look.as_mut().and_then(|look| look.take(msg)) {
                None => self.stay(Stage::Reconcile(lost)),
                Some(seen) => self.reconciled(lost, seen),
            },
            still @ (Stage::Fill | Stage::AskDryRun(..) | Stage::Review(..) | Stage::Ended(_)) => self.stay(still),
        }
    }

    fn stay(&mut self, stage: Stage) -> Vec<Effect> {
        self.stage = stage;
        vec![]
    }

    fn account_failed(&mut self, fault: Fault) -> Vec<Effect> {
        self.layers.account = Layer::Failed("could not be made".to_owned());
        self.trouble = Some(fault);
        vec![]
    }

    fn check_account(&mut self, bytes: Bytes, seen: Seen, now: Duration, tickets: &mut Tickets) -> Vec<Effect> {
        let (findings, problems) = checks::account(bytes.value(), &seen);
        if !problems.is_empty() {
            self.layers.account = Layer::Failed(problems.iter().map(|p| p.text.clone()).collect::<Vec<_>>().join(". "));
            self.form.show(problems);
            return vec![];
        }
        let warnings = findings.iter().filter(|finding| finding.warning).count();
        self.layers.account =
            Layer::Passed(if warnings == 0 { "passed".into() } else { format!("{warnings} to consider") });
        let base = Box::new(Base { list: seen.list, slot: seen.slot, findings });
        match self.terms.dry_run {
            DryRunPolicy::Always => self.send_dry_run(bytes, base, tickets),
            DryRunPolicy::Ask => self.stay(Stage::AskDryRun(bytes, base)),
            DryRunPolicy::Never => {
                self.review(*bytes, base, DryRun::Skipped("switched off in the profile (server_dry_run)"), now);
                vec![]
            }
        }
    }

    fn send_dry_run(&mut self, bytes: Bytes, base: Box<Base>, tickets: &mut Tickets) -> Vec<Effect> {
        self.layers.server = Layer::Running("validate_only=true sent");
        let ticket = tickets.tear();
        self.stage = Stage::DryRun(bytes.clone(), base, ticket);
        vec![Effect::DryRun { ticket, prepared: bytes }]
    }

    fn dry_ran(
        &mut self,
        bytes: Bytes,
        base: Box<Base>,
        outcome: &Outcome<Option<String>>,
        tickets: &mut Tickets,
    ) -> Vec<Effect> {
        match outcome {
            Outcome::Refused(fault) | Outcome::NotSent(fault) => {
                self.layers.server = Layer::Failed("refused".to_owned());
                self.refuse(fault);
                vec![]
            }
            Outcome::Done(_) | Outcome::Unknown(_) => {
                self.layers.server = Layer::Running("reading again, to prove that nothing was taken");
                let answer = if let Outcome::Unknown(fault) = outcome { Err(fault.clone()) } else { Ok(()) };
                let (look, effects) = Look::start(&self.slot(), tickets);
                self.stage = Stage::Proof(bytes, base, look, answer);
                effects
            }
        }
    }

    #[expect(clippy::boxed_local, reason = "the stage that it comes from holds it boxed")]
    fn proved(
        &mut self,
        bytes: Bytes,
        mut base: Box<Base>,
        seen: Result<Seen, Fault>,
        answer: Result<(), Fault>,
        now: Duration,
    ) -> Vec<Effect> {
        let seen = match seen {
            Ok(seen) => seen,
            Err(fault) => return self.stay(Stage::Ended(Box::new(Ending::Unproven(fault)))),
        };
        if let Some(made) = seen.new_on(&seen.slot.id, &base.list) {
            self.layers.server = Layer::Failed("the server created it".to_owned());
            return self.stay(Stage::Ended(Box::new(Ending::CreatedByDryRun(Some(made.clone())))));
        }
        if !seen.slot.is_free() {
            let ours = seen.slot.account.is_none() || seen.slot.account == self.terms.account;
            if ours {
                self.layers.server = Layer::Failed("the slot was taken".to_owned());
                return self.stay(Stage::Ended(Box::new(Ending::CreatedByDryRun(None))));
            }
            self.layers.server = Layer::Failed("the slot was taken meanwhile".to_owned());
            self.refuse(&taken_fault());
            return vec![];
        }
        if let Err(fault) = answer {
            self.layers.server = Layer::Failed("no verdict; a fresh read shows that nothing was taken".to_owned());
            self.trouble = Some(fault);
            return vec![];
        }
        base.findings.extend(seen.new_since(&base.list).map(|port| Finding {
            warning: true,
            text: format!("another interconnect appeared meanwhile: {}", port.name),
        }));
        self.layers.server = Layer::Passed("accepted; a fresh read proves that nothing was taken".to_owned());
        self.review(*bytes, base, DryRun::Proven, now);
        vec![]
    }

    fn review(&mut self, prepared: Prepared<NewInterconnect>, base: Box<Base>, dry_run: DryRun, now: Duration) {
        if let DryRun::Skipped(why) = dry_run {
            self.layers.server = Layer::Skipped(why);
        }
        self.on_commit = false;
        self.stage = Stage::Review(Box::new(Review::new(prepared, base.findings.clone(), dry_run, now)), base);
    }

    fn reread(&mut self, yes: Yes, base: Box<Base>, seen: Result<Seen, Fault>, tickets: &mut Tickets) -> Vec<Effect> {
        match seen {
            Err(fault) => {
                self.trouble = Some(fault);
                vec![]
            }
            Ok(seen) if !seen.slot.is_free() => {
                self.refuse(&taken_fault());
                vec![]
            }
            Ok(_) => {
                let ticket = tickets.tear();
                self.stage = Stage::Committing(yes.clone(), base, ticket);
                vec![Effect::Commit { ticket, confirmed: yes }]
            }
        }
    }

    fn committed(
        &mut self,
        yes: Yes,
        base: Box<Base>,
        outcome: &Outcome<Interconnect>,
        now: Duration,
        tickets: &mut Tickets,
    ) -> Vec<Effect> {
        match outcome {
            Outcome::Done(made) => {
                let ticket = tickets.tear();
                let query = Query::Interconnect(made.key.clone());
                self.stage = Stage::ReadBack(Box::new(made.clone()), yes, ticket, None);
                vec![Effect::Ask { ticket, query, urgency: Urgency::User }]
            }
            Outcome::Refused(fault) | Outcome::NotSent(fault) => {
                self.refuse(fault);
                vec![]
            }
            Outcome::Unknown(fault) => {
                let fault = fault.clone();
                self.stay(Stage::Reconcile(Box::new(Lost { fault, since: now, tries: 0, base, yes, look: None })))
            }
        }
    }

    fn reconciled(&mut self, mut lost: Box<Lost>, seen: Result<Seen, Fault>) -> Vec<Effect> {
        lost.look = None;
        lost.tries += 1;
        if let Ok(seen) = seen
            && let Some(made) = seen.new_on(&seen.slot.id, &lost.base.list)
        {
            let ending = Ending::found(made.clone(), lost.yes.value().value(), &self.terms);
            return self.stay(Stage::Ended(Box::new(ending)));
        }
        if lost.tries == RECONCILE_AT.len() {
            return self.stay(Stage::Ended(Box::new(Ending::Unknown(lost.fault))));
        }
        self.stay(Stage::Reconcile(lost))
    }

    /// Back on the form with what is wrong, on its field where the server named one.
    fn refuse(&mut self, fault: &Fault) {
        let problems = self.form.fields.iter().filter_map(|field| {
            let error = fault.on_field(field.spec.name)?;
            Some(Problem { field: field.spec.name, warning: false, text: error.message.clone() })
        });
        let problems = problems.collect();
        self.form.show(problems);
        self.trouble = Some(fault.clone());
        self.stage = Stage::Fill;
    }
}

impl Lost {
    /// When the next read is due.
    pub fn next_at(&self) -> Duration {
        self.since + Duration::from_secs(RECONCILE_AT.get(self.tries).copied().unwrap_or(30))
    }
}

fn taken_fault() -> Fault {
    let mut fault = Fault::new(FaultKind::Conflict, "the slot was taken by someone else in the meantime");
    fault.errors.push(crate::domain::ApiError {
        code: 0,
        message: "no longer free; choose another slot".to_owned(),
        pointer: Some("/slot_id".to_owned()),
    });
    fault
}

#[cfg(test)]
mod tests;
