//! Creating.

use super::*;
use crate::workbench::flows::{CreateCni, CreatePartner};

fn new_cni() -> Play {
    let kind = Kind::CreateCni(CreateCni { over: Some("old".into()), name: "c-2".into() });
    let mut play = Play::of(kind, DryRunPolicy::Always);
    play.fill(&[("bgp/customer_asn", "65010"), ("bgp/extra_prefixes", "100.96.0.0/12, 192.0.2.0/24")]);
    play
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
    assert_eq!((made.name().as_str(), mismatches.len(), *found_by_reading), ("new", 0, false));
    assert_eq!(play.writes, ["dry run", "commit"]);
    assert_eq!(play.ending().exit_code(), 0);
}

#[test]
fn a_server_that_creates_on_validate_is_caught_and_never_gets_the_commit() {
    for mood in [Mood::Well, Mood::LosesAnswer] {
        let mut play = Play::new(DryRunPolicy::Always);
        play.dry_run_acts = true;
        play.dry_run = mood;
        play.validate();
        let Ending::ByDryRun(Some(made)) = play.ending() else { panic!() };
        assert_eq!(made.name(), "new");
        play.commit_at(NOW);
        assert_eq!(play.writes, ["dry run"], "exactly one POST, whatever is pressed");
    }
}

#[test]
fn a_partial_list_refuses_before_any_post() {
    for mut play in [Play::new(DryRunPolicy::Always), new_cni()] {
        play.whole = false;
        play.validate();
        assert_eq!((play.flow.stage.clone(), play.writes.len()), (Stage::Fill, 0));
        assert_eq!(play.flow.trouble.as_ref().unwrap().kind, FaultKind::Partial);
    }
}

#[test]
fn a_taken_slot_stops_at_the_checks_and_at_the_last_moment() {
    let mut play = Play::new(DryRunPolicy::Never);
    play.account.free = false;
    play.validate();
    assert!(play.flow.form.fields[0].problem.is_some() && play.writes.is_empty());

    let mut play = Play::new(DryRunPolicy::Never);
    play.validate();
    play.account.free = false;
    play.commit_at(NOW);
    assert_eq!(play.flow.trouble.as_ref().unwrap().kind, FaultKind::Conflict);
    assert!(play.writes.is_empty() && play.flow.form.text("slot_id") == "s-1", "the form is kept");
}

#[test]
fn an_old_validation_is_made_again() {
    let mut play = Play::new(DryRunPolicy::Always);
    play.validate();
    play.commit_at(NOW + Duration::from_secs(121));
    assert!(matches!(play.flow.stage, Stage::Review(..)), "validated again, not committed");
    assert_eq!(play.writes, ["dry run", "dry run"]);
}

#[test]
fn a_refusal_keeps_the_form_and_marks_the_field() {
    let mut play = Play::new(DryRunPolicy::Never);
    play.commit = refused("/speed");
    play.through();
    assert_eq!(play.flow.stage, Stage::Fill);
    assert_eq!(play.problem("speed"), Some("the server says no"));
    assert_eq!(play.flow.form.focus(), Some(1));
}

#[test]
fn a_lost_answer_is_found_by_reading_or_stays_unknown() {
    let mut play = Play::new(DryRunPolicy::Never);
    play.commit = Mood::LosesRequest;
    play.through();
    assert_eq!(play.flow.wake_at(), Some(NOW + Duration::from_secs(1)));
    assert!(!play.flow.back(), "no way out before it is known");
    let effects = play.flow.wake(NOW + Duration::from_secs(1), &mut play.tickets);
    play.run(effects);
    assert_eq!(play.flow.wake_at(), Some(NOW + Duration::from_secs(5)));
    play.account.ports.push(port("new", "s-1"));
    play.wake_through();
    assert!(matches!(play.ending(), Ending::Done { found_by_reading: true, .. }));

    let mut play = Play::new(DryRunPolicy::Never);
    play.commit = Mood::LosesRequest;
    play.through();
    play.wake_through();
    assert!(matches!(play.ending(), Ending::Unknown(_)));
    assert_eq!((play.writes.as_slice(), play.ending().exit_code()), (["commit"].as_slice(), 9));
}

#[test]
fn another_object_than_asked_is_a_mismatch() {
    let play = Play::new(DryRunPolicy::Never);
    let mut other = port("new", "s-9");
    other.speed = Some("100G".into());
    other.account = Some("elsewhere".into());
    let plan = play.flow.kind.plan();
    let asked = plan.read(&play.flow.form, play.flow.terms()).unwrap();
    assert_eq!(plan.mismatches(&asked, &Made::Interconnect(Box::new(other)), play.flow.terms()).len(), 3);
}

#[test]
fn the_person_may_leave_the_dry_run_out() {
    let mut play = Play::new(DryRunPolicy::Ask);
    play.validate();
    assert!(matches!(play.flow.stage, Stage::AskDryRun(..)));
    assert!(play.flow.decide_dry_run(false, NOW, &mut play.tickets).is_empty());
    let Stage::Review(review, _) = &play.flow.stage else { panic!() };
    assert!(matches!(review.dry_run, DryRun::Skipped(_)) && play.writes.is_empty());
}

#[test]
fn field_rules_come_first_and_ask_nobody() {
    let mut play = Play::new(DryRunPolicy::Always);
    play.fill(&[("speed", "10Gx")]);
    assert!(play.flow.validate(&mut play.tickets).is_empty());
    assert!(play.problem("speed").is_some());
}

#[test]
fn a_partner_port_needs_a_key_and_is_found_by_its_kind() {
    let mut play = Play::of(Kind::CreatePartner(CreatePartner), DryRunPolicy::Never);
    assert!(play.flow.validate(&mut play.tickets).is_empty());
    assert!(play.problem("pairing_key").is_some());
    play.fill(&[("pairing_key", "7e51371e-72a3-40b5-b844-2e3efefaee59/europe-west2/1"), ("bandwidth", "2g")]);
    let (kept, left_out) = play.flow.form.to_draft(true);
    assert_eq!((kept.len(), left_out), (1, vec!["pairing_key".to_owned()]), "a pairing key is kept in no draft");
    assert!(!play.flow.form.to_document("x").contains("7e51371e"), "and in no file for an editor");
    play.commit = Mood::LosesRequest;
    play.through();
    let mut made = port("gcp", "");
    made.kind = Some(crate::domain::Kind::GcpPartner);
    made.speed = Some("2G".into());
    play.account.ports.push(made);
    play.wake_through();
    let Ending::Done { made, found_by_reading: true, .. } = play.ending() else { panic!("{:?}", play.ending()) };
    assert_eq!((made.name().as_str(), play.writes.as_slice()), ("gcp", ["commit"].as_slice()));
}

#[test]
fn a_cni_is_created_without_a_dry_run_and_read_back() {
    let mut play = new_cni();
    play.validate();
    let Stage::Review(review, _) = &play.flow.stage else { panic!("{:?}", play.flow.trouble) };
    assert!(matches!(review.dry_run, DryRun::Skipped(why) if why.contains("offers none")));
    assert!(play.findings().contains("carries 1 CNIs"));
    play.commit_at(NOW);
    let Ending::Done { made: Made::Cni(made), mismatches, .. } = play.ending() else { panic!("{:?}", play.ending()) };
    assert_eq!((made.title(), made.bgp.as_ref().unwrap().extra_prefixes.len()), ("c-2", 2));
    assert_eq!(*mismatches, Vec::<String>::new());
    assert_eq!(play.writes, ["commit"]);
}

#[test]
fn a_field_that_the_server_drops_is_named() {
    let mut play = new_cni();
    play.bends = |made| made.bgp = None;
    play.through();
    let Ending::Done { mismatches, .. } = play.ending() else { panic!() };
    assert!(mismatches.iter().any(|line| line.starts_with("bgp/customer_asn") && line.contains("dropped")));
    assert_eq!(play.ending().exit_code(), 10);
}

#[test]
fn a_used_conduit_name_or_a_missing_port_stops() {
    let mut play = new_cni();
    play.fill(&[("magic/conduit_name", "C-1"), ("interconnect", "nowhere")]);
    play.validate();
    assert!(play.problem("magic/conduit_name").is_some() && play.problem("interconnect").is_some());
    assert!(play.writes.is_empty());
}

#[test]
fn a_cni_that_appears_between_review_and_commit_stops() {
    let mut play = new_cni();
    play.validate();
    play.account.cnis.push(cni("c-2", "old"));
    play.commit_at(NOW);
    assert_eq!(play.flow.trouble.as_ref().unwrap().kind, FaultKind::Conflict);
    assert!(play.writes.is_empty());
}

#[test]
fn a_lost_create_of_a_cni_is_found_by_its_name() {
    let mut play = new_cni();
    play.commit = Mood::LosesAnswer;
    play.through();
    play.wake_through();
    assert!(matches!(play.ending(), Ending::Done { found_by_reading: true, .. }));
    assert_eq!(play.writes, ["commit"]);
}

#[test]
fn the_reference_schema_asks_for_addresses_and_knows_the_rules_by_its_own_names() {
    let terms = Terms { schema: Schema::Reference, ..terms(DryRunPolicy::Always) };
    let mut flow = Flow::new(Kind::CreateCni(CreateCni::default()), terms);
    let names: Vec<&str> = flow.form.fields.iter().map(|field| field.spec.name).collect();
    assert_eq!(names, ["cust_ip", "cf_ip", "bgp_asn", "bgp_password", "vlan"]);
    for (field, text) in
        [("cust_ip", "10.254.0.1/31"), ("cf_ip", "10.254.0.0/31"), ("bgp_asn", "23456"), ("vlan", "4095")]
    {
        flow.form.set(field, text);
    }
    assert!(flow.validate(&mut Tickets::default()).is_empty());
    let marked: Vec<&str> =
        flow.form.fields.iter().filter(|field| field.problem.is_some()).map(|field| field.spec.name).collect();
    assert_eq!(marked, ["bgp_asn", "vlan"]);
}

#[test]
fn a_name_is_offered_that_nobody_has() {
    let taken = [cni("iad-a-1", "x"), cni("IAD-A-2", "x")];
    assert_eq!(CreateCni::unused_name(Some("iad-a"), &taken), "iad-a-3");
    assert_eq!(CreateCni::unused_name(None, &taken), "cni-1");
}

#[test]
fn the_number_of_the_other_end_is_refused_and_one_that_is_shared_is_said() {
    for (default, stops) in [(65_010, true), (65_011, false)] {
        let mut play = new_cni();
        play.account.default_asn = Some(crate::domain::Asn(default));
        play.validate();
        let said = play.problem("bgp/customer_asn").unwrap_or_default().to_owned();
        assert_eq!(said.contains("the two ends differ"), stops, "{said}");
        // The CNI that is there speaks with the same number.
        assert_eq!(matches!(&play.flow.stage, Stage::Review(..)) && play.findings().contains("65010, too"), !stops);
        assert!(play.writes.is_empty());
    }
}

#[test]
fn diversity_names_the_ports_that_it_is_about() {
    let mut play = Play::new(DryRunPolicy::Never);
    let like = |name: &str, device: Option<&str>| {
        let mut port = port(name, name);
        port.ccr_device_name = device.map(str::to_owned);
        port
    };
    for n in 1..=4 {
        play.account.ports.push(like(&format!("twin-{n}"), Some("ccr02.iad-a")));
    }
    play.account.ports.push(like("dark", None));
    play.validate();
    let said = play.findings();
    assert!(said.contains("like twin-1, twin-2, twin-3 and 1 more: not diverse"), "{said}");
    assert!(
        said.contains("the device of dark is not known") && said.contains("another device than that of old"),
        "{said}"
    );
}
