//! What follows from each answer.

use std::time::Duration;

use super::consent;
use super::merge::Merge;
use super::{Base, Bytes, DryRunPolicy, Ending, Flow, Lost, Obstacle, RECONCILE_AT, Stage, Yes};
use crate::domain::change::{DryRun, Finding, Made, Outcome, Prepared, Review};
use crate::domain::draft::{Change, Problem};
use crate::domain::{Fault, FaultKind};
use crate::workbench::flows::layer::Layer;
use crate::workbench::flows::look::{Look, Seen};
use crate::workbench::{Effect, Tickets};

/// Why a call without a dry run has none.
const NO_DRY_RUN: &str = "the API offers none for this call";

impl Flow {
    pub(super) fn opened(&mut self, seen: Result<Seen, Fault>) -> Vec<Effect> {
        match seen {
            Ok(Seen { object: Some(Made::Gone), .. }) => self.object_is_gone(),
            Ok(Seen { object: Some(now), .. }) => {
                if let Some(kind) = self.kind.plan().rebased(&now) {
                    self.form = consent::form(&kind, &self.terms);
                    self.kind = kind;
                }
                vec![]
            }
            Ok(_) => vec![],
            Err(fault) => {
                self.trouble = Some(fault);
                vec![]
            }
        }
    }

    pub(super) fn account_failed(&mut self, fault: Fault) -> Vec<Effect> {
        self.layers.account = Layer::Failed("could not be made".to_owned());
        self.trouble = Some(fault);
        vec![]
    }

    pub(super) fn check_account(
        &mut self,
        bytes: Bytes,
        seen: Seen,
        now: Duration,
        tickets: &mut Tickets,
    ) -> Vec<Effect> {
        let plan = self.kind.plan();
        if seen.object == Some(Made::Gone) {
            return self.object_is_gone();
        }
        if plan.has_moved(&seen) {
            return self.moved(seen);
        }
        let checked = plan.check(bytes.value(), &seen, &self.form, &self.terms);
        if !checked.problems.is_empty() {
            let said: Vec<String> = checked.problems.iter().map(|problem| problem.text.clone()).collect();
            self.layers.account = Layer::Failed(said.join(". "));
            self.form.show(checked.problems);
            return vec![];
        }
        let warnings = checked.findings.iter().filter(|finding| finding.warning).count();
        self.layers.account =
            Layer::Passed(if warnings == 0 { "passed".into() } else { format!("{warnings} to consider") });
        let mut findings = rule_findings(&bytes);
        findings.extend(checked.findings);
        let base = Box::new(Base { seen, findings });
        if !bytes.value().has_dry_run() {
            self.review(*bytes, base, DryRun::Skipped(NO_DRY_RUN), now);
            return vec![];
        }
        // A dry run that the description of the call names needs no question.
        let documented = matches!(bytes.value(), Change::Tunnel(_));
        match self.terms.dry_run {
            DryRunPolicy::Ask if !documented => self.stay(Stage::AskDryRun(bytes, base)),
            DryRunPolicy::Always | DryRunPolicy::Ask => self.send_dry_run(bytes, base, tickets),
            DryRunPolicy::Never => {
                self.review(*bytes, base, DryRun::Skipped("switched off in the profile (server_dry_run)"), now);
                vec![]
            }
        }
    }

    fn object_is_gone(&mut self) -> Vec<Effect> {
        if self.kind.is_removal() {
            return self.stay(Stage::Ended(Box::new(Ending::AlreadyGone { sent: false })));
        }
        self.layers.account = Layer::Failed("it is no longer there".to_owned());
        self.trouble = Some(Fault::new(FaultKind::NotFound, "there is no such object, or no longer; nothing was sent"));
        vec![]
    }

    fn moved(&mut self, seen: Seen) -> Vec<Effect> {
        self.layers.account = Layer::Failed("somebody else changed it".to_owned());
        let theirs = seen.object.unwrap_or(Made::Gone);
        if self.kind.is_edit()
            && let Some(merge) = Merge::new(&self.kind, &self.form, &self.terms, theirs.clone())
        {
            return self.stay(Stage::Merge(Box::new(merge)));
        }
        if let Some(now) = self.kind.plan().rebased(&theirs) {
            self.kind = now;
        }
        let what = "it changed on the server since it was opened here; look at it again, then validate again";
        self.trouble = Some(Fault::new(FaultKind::Conflict, what));
        vec![]
    }

    pub(super) fn send_dry_run(&mut self, bytes: Bytes, base: Box<Base>, tickets: &mut Tickets) -> Vec<Effect> {
        self.layers.server = Layer::Running("validate_only=true sent");
        let ticket = tickets.tear();
        self.stage = Stage::DryRun(bytes.clone(), base, ticket);
        vec![Effect::DryRun { ticket, prepared: bytes }]
    }

    pub(super) fn dry_ran(
        &mut self,
        bytes: Bytes,
        base: Box<Base>,
        outcome: &Outcome<Option<String>>,
        tickets: &mut Tickets,
    ) -> Vec<Effect> {
        match outcome {
            Outcome::Refused(fault) | Outcome::NotSent(fault) => {
                let word = if matches!(outcome, Outcome::NotSent(_)) { "not sent" } else { "refused" };
                self.layers.server = Layer::Failed(word.to_owned());
                self.refuse(fault);
                vec![]
            }
            Outcome::Done(_) | Outcome::Unknown(_) => {
                self.layers.server = Layer::Running("reading again, to prove that nothing was changed");
                let answer = if let Outcome::Unknown(fault) = outcome { Err(fault.clone()) } else { Ok(()) };
                let (look, effects) = self.look(tickets);
                self.stage = Stage::Proof(bytes, base, look, answer);
                effects
            }
        }
    }

    #[expect(clippy::boxed_local, reason = "the stage that it comes from holds it boxed")]
    pub(super) fn proved(
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
        let plan = self.kind.plan();
        if let Some(made) = plan.happened(bytes.value(), &base.seen, &seen) {
            self.layers.server = Layer::Failed("the server acted on it".to_owned());
            return self.stay(Stage::Ended(Box::new(Ending::ByDryRun(Some(made)))));
        }
        match plan.obstacle(bytes.value(), &base.seen, &seen, &self.terms) {
            Some(Obstacle::PerhapsOurs(_)) => {
                self.layers.server = Layer::Failed("the slot was taken".to_owned());
                return self.stay(Stage::Ended(Box::new(Ending::ByDryRun(None))));
            }
            Some(Obstacle::Foreign(fault)) => {
                self.layers.server = Layer::Failed("somebody else was quicker".to_owned());
                self.refuse(&fault);
                return vec![];
            }
            None => {}
        }
        if let Err(fault) = answer {
            self.layers.server = Layer::Failed("no verdict; a fresh read shows that nothing was changed".to_owned());
            self.trouble = Some(fault);
            return vec![];
        }
        base.findings.extend(seen.new_ports(&base.seen).map(|port| Finding {
            warning: true,
            text: format!("another interconnect appeared meanwhile: {}", port.name),
        }));
        self.layers.server = Layer::Passed("accepted; a fresh read proves that nothing was changed".to_owned());
        self.review(*bytes, base, DryRun::Proven, now);
        vec![]
    }

    pub(super) fn review(&mut self, prepared: Prepared<Change>, base: Box<Base>, dry_run: DryRun, now: Duration) {
        if let DryRun::Skipped(why) = dry_run {
            self.layers.server = Layer::Skipped(why);
        }
        self.on_commit = false;
        self.stage = Stage::Review(Box::new(Review::new(prepared, base.findings.clone(), dry_run, now)), base);
    }

    pub(super) fn reread(
        &mut self,
        yes: Yes,
        base: Box<Base>,
        seen: Result<Seen, Fault>,
        tickets: &mut Tickets,
    ) -> Vec<Effect> {
        let seen = match seen {
            Ok(seen) => seen,
            Err(fault) => {
                self.trouble = Some(fault);
                return vec![];
            }
        };
        if seen.object == Some(Made::Gone) {
            return self.object_is_gone();
        }
        match self.kind.plan().obstacle(yes.value().value(), &base.seen, &seen, &self.terms) {
            Some(Obstacle::Foreign(fault) | Obstacle::PerhapsOurs(fault)) => {
                self.refuse(&fault);
                vec![]
            }
            None => {
                let ticket = tickets.tear();
                self.stage = Stage::Committing(yes.clone(), base, ticket);
                vec![Effect::Commit { ticket, confirmed: yes }]
            }
        }
    }

    pub(super) fn committed(
        &mut self,
        yes: Yes,
        base: Box<Base>,
        outcome: &Outcome<Made>,
        now: Duration,
        tickets: &mut Tickets,
    ) -> Vec<Effect> {
        match outcome {
            Outcome::Done(made) if yes.value().value().is_new() && base.seen.knew(made) => {
                let what = format!("the answer is about {}, which was there before", made.name());
                let fault = Fault::new(FaultKind::Unreadable, what);
                self.stay(Stage::Reconcile(Box::new(Lost::new(fault, now, base, yes))))
            }
            Outcome::Done(made) if self.kind.is_another(made) => {
                let what = format!("the answer is about {}, which was not to be changed", made.name());
                let fault = Fault::new(FaultKind::Unreadable, what);
                self.stay(Stage::Reconcile(Box::new(Lost::new(fault, now, base, yes))))
            }
            Outcome::Done(made) => {
                let (look, effects) = Look::start(vec![self.kind.plan().read_back(made)], tickets);
                self.stage = Stage::ReadBack(Box::new(made.clone()), yes, look);
                effects
            }
            Outcome::Refused(fault) if self.kind.is_removal() && fault.kind == FaultKind::NotFound => {
                self.stay(Stage::Ended(Box::new(Ending::AlreadyGone { sent: true })))
            }
            Outcome::Refused(fault) | Outcome::NotSent(fault) => {
                self.refuse(fault);
                vec![]
            }
            Outcome::Unknown(fault) => self.stay(Stage::Reconcile(Box::new(Lost::new(fault.clone(), now, base, yes)))),
        }
    }

    pub(super) fn was_read_back(&mut self, made: Made, yes: &Yes, seen: Result<Seen, Fault>) -> Vec<Effect> {
        let asked = yes.value().value();
        let (stored, unread) = match seen {
            Ok(seen) => (seen.object, None),
            Err(fault) => (None, Some(fault)),
        };
        let ending = match (made, stored) {
            (Made::Gone, Some(Made::Gone) | None) => {
                Ending::Done { made: Made::Gone, mismatches: vec![], found_by_reading: false, unread }
            }
            (Made::Gone, Some(still)) => Ending::StillThere(still),
            (made, Some(Made::Gone)) => {
                let what = "the server said yes, and a read does not show it yet";
                let unread = Some(Fault::new(FaultKind::NotFound, what));
                let mismatches = self.kind.plan().mismatches(asked, &made, &self.terms);
                Ending::Done { made, mismatches, found_by_reading: false, unread }
            }
            (answered, stored) => {
                let answer_differs = self.kind.plan().mismatches(asked, &answered, &self.terms);
                let Some(made) = stored else {
                    let ending =
                        Ending::Done { made: answered, mismatches: answer_differs, found_by_reading: false, unread };
                    return self.stay(Stage::Ended(Box::new(ending)));
                };
                let mut mismatches = self.kind.plan().mismatches(asked, &made, &self.terms);
                // Only of a port: the answer to anything else may hold less than the object.
                if matches!(asked, Change::NewInterconnect(_)) {
                    let more = answer_differs.into_iter().filter(|differs| !mismatches.contains(differs));
                    let more: Vec<String> =
                        more.map(|differs| format!("only in the answer, not when read: {differs}")).collect();
                    mismatches.extend(more);
                }
                Ending::Done { made, mismatches, found_by_reading: false, unread }
            }
        };
        self.stay(Stage::Ended(Box::new(ending)))
    }

    pub(super) fn reconciled(&mut self, mut lost: Box<Lost>, seen: Result<Seen, Fault>, now: Duration) -> Vec<Effect> {
        lost.look = None;
        if let Err(Fault { retry_after: Some(wait), .. }) = seen
            && lost.put_off(now + wait)
        {
            return self.stay(Stage::Reconcile(lost));
        }
        lost.tries += 1;
        let asked = lost.yes.value().value();
        if let Ok(seen) = seen
            && let Some(made) = self.kind.plan().happened(asked, &lost.base.seen, &seen)
        {
            let mismatches = self.kind.plan().mismatches(asked, &made, &self.terms);
            let ending = Ending::Done { made, mismatches, found_by_reading: true, unread: None };
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

/// What the field rules would have a person think about, kept for the review.
fn rule_findings(bytes: &Prepared<Change>) -> Vec<Finding> {
    let warning = |problem: &Problem| Finding { warning: true, text: format!("{}: {}", problem.field, problem.text) };
    bytes.warnings().iter().map(warning).collect()
}
