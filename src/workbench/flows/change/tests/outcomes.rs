//! Every kind of change against every sort of answer: what a person is told, and how often anything was sent.

use super::*;
use crate::workbench::flows::{
    CreateCni, CreatePartner, DeleteCni, DeleteInterconnect, EditCni, EditHealthCheck, EditSettings,
};

/// Every kind, filled so that it passes; with the field that a server would name.
fn all() -> Vec<(Play, &'static str)> {
    let of = |kind, values: &[(&str, &str)]| {
        let mut play = Play::of(kind, DryRunPolicy::Never);
        play.fill(values);
        play
    };
    let settings = Settings { default_asn: None, extra: Extra::new() };
    let key = ("pairing_key", "7e51371e-72a3-40b5-b844-2e3efefaee59/europe-west2/1");
    let port = DeleteInterconnect { port: port("old", "s-0"), healthy: vec![] };
    vec![
        (Play::new(DryRunPolicy::Never), "slot_id"),
        (of(Kind::CreatePartner(CreatePartner), &[key]), "pairing_key"),
        (of(Kind::CreateCni(CreateCni { over: Some("old".into()), name: "c-2".into() }), &[]), "magic/conduit_name"),
        (of(Kind::EditCni(Box::new(EditCni { cni: cni("c-1", "old") })), &[("magic/mtu", "1400")]), "magic/mtu"),
        (of(Kind::EditSettings(Box::new(EditSettings { settings })), &[("default_asn", "65010")]), "default_asn"),
        (
            of(
                Kind::EditHealthCheck(Box::new(EditHealthCheck { tunnel: tunnel("c-1") })),
                &[("health_check/rate", "high")],
            ),
            "health_check/rate",
        ),
        (of(Kind::DeleteCni(Box::new(DeleteCni { cni: cni("c-1", "old") })), &[("name", "c-1")]), "name"),
        (of(Kind::DeleteInterconnect(Box::new(port)), &[("name", "old"), ("with_cnis", "even with CNIs")]), "name"),
    ]
}

fn fault(kind: FaultKind, pointer: Option<&str>) -> Fault {
    let error = ApiError { code: 7, message: "no".into(), pointer: pointer.map(str::to_owned) };
    Fault { errors: vec![error], ..Fault::new(kind, "the API refused") }
}

#[test]
fn a_refusal_lands_on_its_field_or_above_the_form_and_the_form_is_kept() {
    for (kind, pointed) in [
        (FaultKind::Refused, true),
        (FaultKind::Refused, false),
        (FaultKind::Forbidden, false),
        (FaultKind::Conflict, true),
        (FaultKind::Token, false),
    ] {
        for (mut play, field) in all() {
            let typed: Vec<String> = play.flow.form.fields.iter().map(|f| f.text.text().to_owned()).collect();
            let pointer = format!("/{field}");
            play.commit = Mood::Refuses(fault(kind, pointed.then_some(&*pointer)));
            play.through();
            let id = play.flow.kind.id();
            assert_eq!(play.flow.stage, Stage::Fill, "{id} {kind:?}");
            assert_eq!(play.flow.trouble.as_ref().map(|fault| fault.kind), Some(kind), "{id}");
            assert_eq!(play.problem(field).is_some(), pointed, "{id} {kind:?}");
            let kept: Vec<String> = play.flow.form.fields.iter().map(|f| f.text.text().to_owned()).collect();
            assert_eq!(kept, typed, "{id}");
            assert_eq!(play.writes, ["commit"], "{id}");
        }
    }
}

#[test]
fn a_yes_is_read_back_and_ends_well() {
    for (mut play, _) in all() {
        play.through();
        let id = play.flow.kind.id();
        let Ending::Done { mismatches, found_by_reading, unread, .. } = play.ending() else { panic!("{id}") };
        // The play answers a partner's create with a direct port: a mismatch by design.
        assert!(mismatches.is_empty() || id == "create-partner-interconnect", "{id} {mismatches:?}");
        assert!(!found_by_reading && unread.is_none(), "{id}");
        assert_eq!(play.writes, ["commit"], "{id}");
    }
}

#[test]
fn whatever_cannot_be_read_is_unknown_and_found_out_without_sending_again() {
    for acted in [true, false] {
        for (mut play, _) in all() {
            play.commit = if acted { Mood::LosesAnswer } else { Mood::LosesRequest };
            play.through();
            let id = play.flow.kind.id();
            assert!(matches!(play.flow.stage, Stage::Reconcile(_)), "{id}");
            for key in 0..20 {
                assert!(play.flow.commit(NOW, &mut play.tickets).is_empty(), "{id}: press {key} sends nothing");
                assert!(play.flow.validate(&mut play.tickets).is_empty(), "{id}");
                assert!(!play.flow.back(), "{id}: no way out before it is known");
            }
            play.wake_through();
            // A direct port is no partner port: that one cannot be told from a stranger's and stays unknown.
            let found = acted && id != "create-partner-interconnect";
            assert_eq!(matches!(play.ending(), Ending::Done { found_by_reading: true, .. }), found, "{id}");
            assert_eq!(play.ending().is_uncertain(), !found, "{id}");
            assert_eq!(play.ending().exit_code(), if found { 0 } else { 9 }, "{id}");
            assert_eq!(play.writes, ["commit"], "{id}");
        }
    }
}

#[test]
fn an_answer_to_another_question_moves_nothing() {
    for (mut play, _) in all() {
        play.validate();
        let effects = play.flow.commit(NOW, &mut play.tickets);
        let before = play.flow.clone();
        let stranger = play.tickets.tear();
        let outcome = Box::new(Outcome::Done(Made::Gone));
        for msg in [
            Msg::Committed { ticket: stranger, outcome },
            Msg::DryRan { ticket: stranger, outcome: Outcome::Done(None) },
            Msg::Ended { ticket: stranger, result: Ok(()), took: Duration::ZERO, meter: Meter::default() },
        ] {
            assert!(play.flow.on(&msg, NOW, &mut play.tickets).is_empty());
        }
        assert_eq!(play.flow, before, "{}", play.flow.kind.id());
        play.run(effects);
        assert!(matches!(play.flow.stage, Stage::Ended(_)));
    }
}

#[test]
fn a_read_that_fails_before_the_commit_sends_nothing() {
    for (mut play, _) in all() {
        play.validate();
        play.whole = false;
        let lists = play
            .flow
            .kind
            .plan()
            .questions(&play.flow.form)
            .iter()
            .any(|query| matches!(query, Query::Interconnects(_) | Query::Cnis(_) | Query::Tunnels));
        play.commit_at(NOW);
        if lists {
            assert_eq!(play.flow.trouble.as_ref().map(|fault| fault.kind), Some(FaultKind::Partial));
            assert!(play.writes.is_empty(), "{}", play.flow.kind.id());
        }
    }
}

#[test]
fn an_answer_about_what_was_there_before_is_no_yes() {
    for (mut play, _) in all() {
        play.commit = Mood::AnswersWith(Made::Interconnect(Box::new(port("old", "s-0"))));
        play.through();
        let id = play.flow.kind.id();
        let create = ["create-interconnect", "create-partner-interconnect", "create-cni"].contains(&id);
        assert_eq!(matches!(play.flow.stage, Stage::Reconcile(_)), create, "{id}");
        if create {
            play.wake_through();
            let found = id != "create-partner-interconnect"
                && matches!(play.ending(), Ending::Done { found_by_reading: true, .. });
            assert!(found || id == "create-partner-interconnect", "{id}");
        }
        assert_eq!(play.writes, ["commit"], "{id}");
    }
}

#[test]
fn a_read_that_the_limit_keeps_from_being_made_is_put_off_and_not_counted() {
    let mut play = Play::new(DryRunPolicy::Never);
    let minute = Duration::from_mins(1);
    play.commit = Mood::LosesAnswer;
    play.through();
    play.limited = Some(minute);
    let mut now = NOW;
    for wait in 0..RECONCILE_AT.len() {
        now = play.flow.wake_at().unwrap();
        let effects = play.flow.wake(now, &mut play.tickets);
        play.run_at(effects, now);
        assert_eq!(play.flow.wake_at(), Some(now + minute), "put off {wait}");
        let Stage::Reconcile(lost) = &play.flow.stage else { panic!("{:?}", play.flow.stage) };
        assert_eq!(lost.tries, 0);
    }
    play.limited = None;
    let effects = play.flow.wake(now + minute, &mut play.tickets);
    play.run_at(effects, now + minute);
    assert!(matches!(play.ending(), Ending::Done { found_by_reading: true, .. }));
    assert_eq!(play.writes, ["commit"]);
}

#[test]
fn what_the_limit_never_lets_be_read_stays_unknown_and_ends() {
    let mut play = Play::new(DryRunPolicy::Never);
    play.commit = Mood::LosesAnswer;
    play.through();
    play.limited = Some(Duration::from_mins(1));
    let mut reads = 0;
    while let Some(due) = play.flow.wake_at() {
        let effects = play.flow.wake(due, &mut play.tickets);
        play.run_at(effects, due);
        reads += 1;
        assert!(reads < 20, "it ends");
    }
    assert!(play.ending().is_uncertain());
}
