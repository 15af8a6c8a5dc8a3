//! Editing.

use super::*;
use crate::domain::Asn;
use crate::workbench::flows::{EditCni, EditHealthCheck, EditSettings};

pub(super) fn edit_cni() -> Play {
    Play::of(Kind::EditCni(Box::new(EditCni { cni: cni("c-1", "stale list row") })), DryRunPolicy::Always)
}

#[test]
fn a_form_begins_with_what_the_server_holds_now_and_sends_the_whole_object_back() {
    let mut play = edit_cni();
    play.fill(&[("magic/mtu", "1400")]);
    play.validate();
    let Stage::Review(review, _) = &play.flow.stage else { panic!() };
    assert_eq!(crate::workbench::flows::differences::of(review.value()), ["magic/mtu: 1500 -> 1400"]);
    play.commit_at(NOW);
    let Ending::Done { made: Made::Cni(made), mismatches, .. } = play.ending() else { panic!("{:?}", play.ending()) };
    let mut expected = cni("c-1", "old");
    expected.magic.as_mut().unwrap().mtu = Some(1400);
    assert_eq!((**made).clone(), expected, "unknown fields and the key are in it");
    assert_eq!((mismatches.len(), play.writes.as_slice()), (0, ["commit"].as_slice()));
}

#[test]
fn nothing_changed_is_nothing_to_send() {
    let mut play = edit_cni();
    play.validate();
    assert_eq!(
        (play.flow.stage.clone(), play.problem("magic/conduit_name")),
        (Stage::Fill, Some("nothing is changed yet"))
    );
}

#[test]
fn a_change_between_review_and_commit_stops() {
    let mut play = edit_cni();
    play.fill(&[("magic/mtu", "1400")]);
    play.validate();
    play.account.cnis[0].vlan = Some(5);
    play.commit_at(NOW);
    assert_eq!(play.flow.trouble.as_ref().unwrap().kind, FaultKind::Conflict);
    assert_eq!((play.writes.len(), play.flow.form.text("magic/mtu")), (0, "1400"));
    assert_ne!(play.flow.layers, Layers::default());
    play.flow.press(Key::char('1'));
    assert_eq!(play.flow.layers, Layers::default(), "an edit voids what was checked");
}

#[test]
fn a_lost_put_is_done_only_where_a_read_shows_it() {
    for (mood, done) in [(Mood::LosesAnswer, true), (Mood::LosesRequest, false)] {
        let mut play = edit_cni();
        play.fill(&[("magic/mtu", "1400")]);
        play.commit = mood;
        play.through();
        play.wake_through();
        assert_eq!(matches!(play.ending(), Ending::Done { found_by_reading: true, .. }), done);
        assert_eq!(play.ending().is_uncertain(), !done);
        assert_eq!(play.writes, ["commit"]);
    }
}

#[test]
fn a_value_that_the_server_bends_is_named() {
    let mut play = edit_cni();
    play.bends = |cni| cni.magic.as_mut().unwrap().mtu = Some(1450);
    play.fill(&[("magic/mtu", "1400")]);
    play.through();
    let Ending::Done { mismatches, .. } = play.ending() else { panic!() };
    assert_eq!(*mismatches, ["magic/mtu: asked 1400, stored 1450"]);
}

#[test]
fn clearing_the_asn_and_the_key_takes_the_session_away_with_a_warning() {
    let mut play = edit_cni();
    play.fill(&[("bgp/customer_asn", ""), ("bgp/md5_key", "")]);
    play.validate();
    assert!(play.findings().contains("BGP session is taken away"));
    assert!(!play.findings().contains("k3y"), "a key is not shown among the findings");
}

#[test]
fn an_object_that_was_deleted_meanwhile_cannot_be_edited() {
    let mut play = edit_cni();
    play.fill(&[("magic/mtu", "1400")]);
    play.account.cnis.clear();
    play.validate();
    assert_eq!(play.flow.trouble.as_ref().unwrap().kind, FaultKind::NotFound);
    assert_eq!(play.flow.form.text("magic/mtu"), "1400", "what was typed is kept");
}

#[test]
fn settings_are_set_and_cleared() {
    let kind = Kind::EditSettings(Box::new(EditSettings {
        settings: Settings { default_asn: Some(Asn(1)), extra: Extra::new() },
    }));
    let mut play = Play::of(kind.clone(), DryRunPolicy::Always);
    assert_eq!(play.flow.form.text("default_asn"), "", "the server's value, not the list's");
    play.fill(&[("default_asn", "64.1")]);
    play.through();
    assert_eq!((play.account.default_asn, play.ending().exit_code()), (Some(Asn(4_194_305)), 0));
    play.account.default_asn = Some(Asn(65_010));
    let mut again = Play::of(kind, DryRunPolicy::Always);
    again.account.default_asn = Some(Asn(65_010));
    again.fill(&[("default_asn", "x")]);
    assert!(again.flow.validate(&mut again.tickets).is_empty());
    assert!(again.problem("default_asn").is_some());
}

#[test]
fn a_health_check_is_dry_run_without_a_question_and_proven() {
    for policy in [DryRunPolicy::Ask, DryRunPolicy::Always] {
        let kind = Kind::EditHealthCheck(Box::new(EditHealthCheck { tunnel: tunnel("c-1") }));
        let mut play = Play::of(kind, policy);
        play.fill(&[("health_check/enabled", "off"), ("health_check/rate", "high")]);
        play.validate();
        assert!(play.findings().contains("no longer sees whether this link works"));
        play.commit_at(NOW);
        assert_eq!(play.writes, ["dry run", "commit"]);
        let check = play.account.tunnels[0].health_check.clone().unwrap();
        assert_eq!((check.enabled, check.rate.as_deref()), (Some(false), Some("high")));
    }
}

#[test]
fn a_dry_run_that_changes_the_check_is_caught() {
    let kind = Kind::EditHealthCheck(Box::new(EditHealthCheck { tunnel: tunnel("c-1") }));
    let mut play = Play::of(kind, DryRunPolicy::Always);
    play.dry_run_acts = true;
    play.fill(&[("health_check/rate", "low")]);
    play.validate();
    assert!(matches!(play.ending(), Ending::ByDryRun(Some(_))), "{:?}", play.ending());
    assert_eq!(play.writes, ["dry run"]);
}

#[test]
fn words_that_no_health_check_knows_stop_on_their_field() {
    let kind = Kind::EditHealthCheck(Box::new(EditHealthCheck { tunnel: tunnel("c-1") }));
    let mut play = Play::of(kind, DryRunPolicy::Always);
    for (field, text) in [
        ("health_check/rate", "fast"),
        ("health_check/type", "ping"),
        ("health_check/direction", "up"),
        ("health_check/target", "10.0.0.1/31"),
        ("health_check/enabled", "maybe"),
    ] {
        play.fill(&[(field, text)]);
        assert!(play.flow.validate(&mut play.tickets).is_empty(), "{field}");
        assert!(play.problem(field).is_some(), "{field}");
        play.flow.form.focus_on(field);
        play.flow.form.reset();
    }
}

#[test]
fn a_protected_profile_wants_the_accounts_name_for_each_change() {
    let terms = Terms { consent: vec!["Norrland".into(), "acc".into()], ..terms(DryRunPolicy::Never) };
    let kind = || Kind::EditCni(Box::new(EditCni { cni: cni("c-1", "stale list row") }));
    for (typed, sent) in [("", 0), ("norrland", 0), ("another", 0), ("Norrland", 1), ("acc", 1)] {
        let mut play = Play::under(kind(), terms.clone());
        play.fill(&[("magic/mtu", "1400"), ("account_name", typed)]);
        play.validate();
        let problem = play.problem("account_name").map(str::to_owned);
        assert_eq!(problem.is_none(), sent == 1, "{typed}");
        assert!(problem.is_none_or(|text| text.contains("Norrland")), "it says which");
        if sent == 1 {
            play.commit_at(NOW);
        }
        assert_eq!(play.writes.len(), sent, "{typed}");
        assert!(
            !play.flow.form.to_draft(true).0.iter().any(|(name, _)| name == "account_name"),
            "typed anew each time"
        );
        assert!(!play.flow.form.to_document("x").contains("\"account_name\""));
    }
}
