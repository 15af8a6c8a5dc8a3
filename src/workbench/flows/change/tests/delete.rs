//! Deleting.

use super::*;
use crate::workbench::flows::{DeleteCni, DeleteInterconnect};

fn delete_port(healthy: &[&str]) -> Play {
    let healthy = healthy.iter().map(|key| IconKey::from(*key)).collect();
    let kind = Kind::DeleteInterconnect(Box::new(DeleteInterconnect { port: port("old", "s-0"), healthy }));
    Play::of(kind, DryRunPolicy::Always)
}

fn delete_cni() -> Play {
    let mut play = Play::of(Kind::DeleteCni(Box::new(DeleteCni { cni: cni("c-1", "old") })), DryRunPolicy::Always);
    play.fill(&[("name", "c-1")]);
    play
}

#[test]
fn nothing_is_deleted_without_its_whole_name() {
    for typed in ["", "ol", "OLD", "old2"] {
        let mut play = delete_port(&[]);
        play.fill(&[("name", typed)]);
        assert!(play.flow.validate(&mut play.tickets).is_empty(), "{typed}");
        assert!(play.problem("name").is_some(), "{typed}");
    }
}

#[test]
fn a_port_that_carries_cnis_stays_unless_told_in_so_many_words() {
    let mut play = delete_port(&["old"]);
    play.fill(&[("name", "old")]);
    play.validate();
    assert!(play.problem("with_cnis").unwrap().contains("c-1"));
    play.fill(&[("with_cnis", "yes")]);
    play.validate();
    assert!(play.problem("with_cnis").is_some());
    play.fill(&[("with_cnis", "even with CNIs")]);
    play.validate();
    let said = play.findings();
    for part in ["the CNI c-1 hangs on it", "Magic interconnect c-1", "health check will fail", "LAST interconnect"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    play.commit_at(NOW);
    assert!(matches!(play.ending(), Ending::Done { made: Made::Gone, unread: None, .. }), "{:?}", play.ending());
    assert_eq!((play.writes.as_slice(), play.account.ports.len()), (["commit"].as_slice(), 0));
}

#[test]
fn the_last_healthy_of_a_site_is_named() {
    let mut play = delete_port(&["old", "far"]);
    play.account.cnis.clear();
    let mut far = port("far", "s-7");
    far.site = Some("lhr-a".into());
    play.account.ports.push(far);
    play.fill(&[("name", "old")]);
    play.validate();
    assert!(
        play.findings().contains("the last interconnect in iad-a that is known to be healthy"),
        "{}",
        play.findings()
    );
    assert!(play.findings().contains("no CNI runs over it"));
}

#[test]
fn a_cni_put_on_it_between_review_and_commit_stops() {
    let mut play = delete_port(&[]);
    play.account.cnis.clear();
    play.fill(&[("name", "old")]);
    play.validate();
    play.account.cnis.push(cni("c-9", "old"));
    play.commit_at(NOW);
    assert!(play.flow.trouble.as_ref().unwrap().what.contains("c-9"));
    assert!(play.writes.is_empty());
}

#[test]
fn what_is_gone_already_is_said_to_be() {
    let mut play = delete_cni();
    play.account.cnis.clear();
    play.validate();
    assert_eq!((play.ending(), play.ending().exit_code()), (&Ending::AlreadyGone { sent: false }, 5));

    let mut play = delete_cni();
    play.commit = Mood::Refuses(Fault::new(FaultKind::NotFound, "no such object (404)"));
    play.through();
    assert_eq!(play.ending(), &Ending::AlreadyGone { sent: true });
}

#[test]
fn a_yes_that_a_read_contradicts_is_a_warning() {
    let mut play = delete_cni();
    play.validate();
    let effects = play.flow.commit(NOW, &mut play.tickets);
    // The server says yes and keeps it.
    play.run(effects);
    assert!(matches!(play.ending(), Ending::Done { .. }));
    let mut play = delete_cni();
    play.validate();
    let kept = play.account.cnis.clone();
    let effects = play.flow.commit(NOW, &mut play.tickets);
    for effect in effects {
        for msg in play.carry_out(effect) {
            let next = play.flow.on(&msg, NOW, &mut play.tickets);
            for effect in next {
                let msgs = play.carry_out(effect);
                play.account.cnis.clone_from(&kept);
                for msg in msgs {
                    let next = play.flow.on(&msg, NOW, &mut play.tickets);
                    play.run(next);
                }
            }
        }
    }
    assert!(matches!(play.ending(), Ending::StillThere(_)), "{:?}", play.ending());
    assert_eq!(play.ending().exit_code(), 10);
}

#[test]
fn a_lost_delete_is_found_out_by_reading() {
    for (mood, done) in [(Mood::LosesAnswer, true), (Mood::LosesRequest, false)] {
        let mut play = delete_cni();
        play.commit = mood;
        play.through();
        play.wake_through();
        assert_eq!(matches!(play.ending(), Ending::Done { found_by_reading: true, .. }), done);
        assert_eq!(play.writes, ["commit"]);
    }
}

#[test]
fn another_port_of_the_same_name_is_not_deleted() {
    let mut play = delete_port(&[]);
    play.account.cnis.clear();
    play.fill(&[("name", "old")]);
    play.account.ports = vec![port("old", "s-5")];
    play.validate();
    assert_eq!(play.flow.trouble.as_ref().unwrap().kind, FaultKind::Conflict);
    assert!(play.writes.is_empty());
}

#[test]
fn the_last_cni_of_a_port_is_named() {
    let mut play = delete_cni();
    play.validate();
    assert!(play.findings().contains("the last CNI over old"), "{}", play.findings());
    let mut play = delete_cni();
    play.account.cnis.push(cni("c-2", "old"));
    play.validate();
    assert!(play.findings().contains("with its other CNIs"), "{}", play.findings());
}
