//! The flow as tables: stage and message in, stage and orders out.

use super::*;
use crate::domain::call::Meter;
use crate::domain::change::Request;
use crate::domain::{ApiError, IconKey, Page};

const NOW: Duration = Duration::from_secs(100);

fn slot(free: bool) -> Slot {
    Slot {
        id: "s-1".into(),
        site: Some("iad-a".into()),
        speed: Some("10G".into()),
        occupied: Some(!free),
        facility: None,
        account: None,
        ccr_device_name: Some("ccr02.iad-a".into()),
        extra: crate::domain::Extra::new(),
    }
}

fn port(key: &str, slot: &str) -> Interconnect {
    Interconnect {
        key: IconKey::from(key),
        name: key.to_owned(),
        kind: None,
        account: Some("acc".into()),
        owner: None,
        site: Some("iad-a".into()),
        region: None,
        slot_id: Some(slot.into()),
        speed: Some("10G".into()),
        facility: None,
        ccr_device_name: Some("ccr01.iad-a".into()),
        virtual_port_reservation_id: None,
        description: None,
        status: None,
        extra: crate::domain::Extra::new(),
    }
}

/// Plays the account: what reads find, what writes answer.
struct Play {
    flow: CreateInterconnect,
    tickets: Tickets,
    ports: Vec<Interconnect>,
    free: bool,
    whole: bool,
    dry_run_creates: bool,
    dry_run: Outcome<Option<String>>,
    commit: Outcome<Interconnect>,
    posts: Vec<&'static str>,
}

impl Play {
    fn new(policy: DryRunPolicy) -> Self {
        let terms = Terms { schema: Schema::Published, dry_run: policy, account: Some("acc".into()) };
        Self {
            flow: CreateInterconnect::new(terms, Some(&slot(true))),
            tickets: Tickets::default(),
            ports: vec![port("old", "s-0")],
            free: true,
            whole: true,
            dry_run_creates: false,
            dry_run: Outcome::Done(None),
            commit: Outcome::Done(port("new", "s-1")),
            posts: vec![],
        }
    }

    fn take(&mut self) {
        self.free = false;
        self.ports.push(port("new", "s-1"));
    }

    fn run(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let ended = |ticket, result| Msg::Ended { ticket, result, took: Duration::ZERO, meter: Meter::default() };
            let msgs = match effect {
                Effect::Prepare { ticket, draft } => {
                    let request = Request { method: "POST", path: "/p".into(), body: "{}".into() };
                    vec![Msg::Prepared { ticket, prepared: Box::new(Prepared::new(draft, request)) }]
                }
                Effect::Ask { ticket, query, .. } => {
                    let reply = match query {
                        Query::Slot(_) => Reply::Slot(Box::new(slot(self.free))),
                        Query::Interconnect(key) => Reply::Interconnect(Box::new(port(key.as_str(), "s-1"))),
                        _ => Reply::Interconnects(Page {
                            rows: self.ports.clone(),
                            unreadable: vec![],
                            number: 1,
                            last: self.whole,
                        }),
                    };
                    vec![Msg::Arrived { ticket, reply }, ended(ticket, Ok(()))]
                }
                Effect::DryRun { ticket, .. } => {
                    self.posts.push("dry run");
                    if self.dry_run_creates {
                        self.take();
                    }
                    vec![Msg::DryRan { ticket, outcome: self.dry_run.clone() }]
                }
                Effect::Commit { ticket, .. } => {
                    self.posts.push("commit");
                    if matches!(self.commit, Outcome::Done(_)) {
                        self.take();
                    }
                    vec![Msg::Committed { ticket, outcome: Box::new(self.commit.clone()) }]
                }
                other => panic!("{other:?}"),
            };
            for msg in msgs {
                let next = self.flow.on(&msg, NOW, &mut self.tickets);
                self.run(next);
            }
        }
    }

    fn validate(&mut self) {
        let effects = self.flow.validate(&mut self.tickets);
        self.run(effects);
    }

    fn commit_at(&mut self, now: Duration) {
        let effects = self.flow.commit(now, &mut self.tickets);
        self.run(effects);
    }

    fn wake_through(&mut self) {
        while let Some(at) = self.flow.wake_at() {
            let effects = self.flow.wake(at, &mut self.tickets);
            assert!(!effects.is_empty(), "a wake at its own moment reads");
            self.run(effects);
        }
    }

    fn ending(&self) -> &Ending {
        let Stage::Ended(ending) = &self.flow.stage else { panic!("{:?}", self.flow.stage) };
        ending
    }
}

#[test]
fn the_straight_way_reads_before_and_after_and_posts_twice() {
    let mut play = Play::new(DryRunPolicy::Always);
    play.validate();
    let Stage::Review(review, _) = &play.flow.stage else { panic!("{:?}", play.flow) };
    assert_eq!(review.dry_run, DryRun::Proven);
    assert!(!play.flow.on_commit, "Cancel has the focus");
    play.commit_at(NOW);
    let Ending::Done { made, mismatches, found_by_reading, .. } = play.ending() else { panic!() };
    assert_eq!((made.name.as_str(), mismatches.len(), *found_by_reading), ("new", 0, false));
    assert_eq!(play.posts, ["dry run", "commit"]);
    assert_eq!(play.ending().exit_code(), 0);
}

#[test]
fn a_server_that_creates_on_validate_is_caught_and_never_gets_the_commit() {
    for lost in [false, true] {
        let mut play = Play::new(DryRunPolicy::Always);
        play.dry_run_creates = true;
        if lost {
            play.dry_run = Outcome::Unknown(Fault::new(FaultKind::Lost, "reset"));
        }
        play.validate();
        let Ending::CreatedByDryRun(Some(made)) = play.ending() else { panic!() };
        assert_eq!(made.name, "new");
        play.commit_at(NOW);
        assert_eq!(play.posts, ["dry run"], "exactly one POST, whatever is pressed");
    }
}

#[test]
fn a_partial_list_refuses_before_any_post() {
    let mut play = Play::new(DryRunPolicy::Always);
    play.whole = false;
    play.validate();
    assert_eq!((play.flow.stage.clone(), play.posts.len()), (Stage::Fill, 0));
    assert_eq!(play.flow.trouble.as_ref().unwrap().kind, FaultKind::Partial);
}

#[test]
fn a_taken_slot_stops_at_the_checks_and_at_the_last_moment() {
    let mut play = Play::new(DryRunPolicy::Never);
    play.free = false;
    play.validate();
    assert!(play.flow.form.fields[0].problem.is_some() && play.posts.is_empty());

    let mut play = Play::new(DryRunPolicy::Never);
    play.validate();
    play.free = false;
    play.commit_at(NOW);
    assert_eq!(play.flow.trouble.as_ref().unwrap().kind, FaultKind::Conflict);
    assert!(play.posts.is_empty() && play.flow.form.text("slot_id") == "s-1", "the form is kept");
}

#[test]
fn an_old_validation_is_made_again() {
    let mut play = Play::new(DryRunPolicy::Always);
    play.validate();
    play.commit_at(NOW + Duration::from_secs(121));
    assert!(matches!(play.flow.stage, Stage::Review(..)), "validated again, not committed");
    assert_eq!(play.posts, ["dry run", "dry run"]);
}

#[test]
fn a_refusal_keeps_the_form_and_marks_the_field() {
    let mut play = Play::new(DryRunPolicy::Never);
    let mut fault = Fault::new(FaultKind::Refused, "refused");
    fault.errors.push(ApiError { code: 1, message: "wrong speed".into(), pointer: Some("/speed".into()) });
    play.commit = Outcome::Refused(fault);
    play.validate();
    play.commit_at(NOW);
    assert_eq!(play.flow.stage, Stage::Fill);
    assert_eq!(play.flow.form.fields[1].problem.as_ref().unwrap().text, "wrong speed");
    assert_eq!(play.flow.form.focus(), Some(1));
}

#[test]
fn a_lost_answer_is_found_by_reading_or_stays_unknown() {
    let lost = Outcome::Unknown(Fault::new(FaultKind::Lost, "reset"));
    let mut play = Play::new(DryRunPolicy::Never);
    play.commit = lost.clone();
    play.validate();
    play.commit_at(NOW);
    assert_eq!(play.flow.wake_at(), Some(NOW + Duration::from_secs(1)));
    assert!(!play.flow.back(), "no way out before it is known");
    let effects = play.flow.wake(NOW + Duration::from_secs(1), &mut play.tickets);
    play.run(effects);
    assert_eq!(play.flow.wake_at(), Some(NOW + Duration::from_secs(5)));
    play.take();
    play.wake_through();
    assert!(matches!(play.ending(), Ending::Done { found_by_reading: true, .. }));

    let mut play = Play::new(DryRunPolicy::Never);
    play.commit = lost;
    play.validate();
    play.commit_at(NOW);
    play.wake_through();
    assert!(matches!(play.ending(), Ending::Unknown(_)));
    assert_eq!((play.posts.as_slice(), play.ending().exit_code()), (["commit"].as_slice(), 9));
}

#[test]
fn another_object_than_asked_is_a_mismatch() {
    let mut other = port("new", "s-9");
    other.speed = Some("100G".into());
    let terms = Terms { schema: Schema::Published, dry_run: DryRunPolicy::Never, account: Some("elsewhere".into()) };
    let asked = draft::read(&CreateInterconnect::new(terms.clone(), Some(&slot(true))).form, Schema::Published);
    assert_eq!(mismatches(&other, &asked, &terms).len(), 3);
}

#[test]
fn the_person_may_leave_the_dry_run_out() {
    let mut play = Play::new(DryRunPolicy::Ask);
    play.validate();
    assert!(matches!(play.flow.stage, Stage::AskDryRun(..)));
    assert!(play.flow.decide_dry_run(false, NOW, &mut play.tickets).is_empty());
    let Stage::Review(review, _) = &play.flow.stage else { panic!() };
    assert!(matches!(review.dry_run, DryRun::Skipped(_)) && play.posts.is_empty());
}

#[test]
fn field_rules_come_first_and_ask_nobody() {
    let mut play = Play::new(DryRunPolicy::Always);
    play.flow.form.focus_on("speed");
    play.flow.form.paste("x");
    assert!(play.flow.validate(&mut play.tickets).is_empty());
    assert!(play.flow.form.fields[1].problem.is_some());
}
