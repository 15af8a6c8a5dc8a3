//! A foreign change while a form is open.

use super::edit::edit_cni;
use super::*;

fn both_changed() -> Play {
    let mut play = edit_cni();
    play.fill(&[("magic/mtu", "1400"), ("magic/description", "ours")]);
    let theirs = &mut play.account.cnis[0];
    theirs.magic.as_mut().unwrap().mtu = Some(1450);
    theirs.bgp.as_mut().unwrap().customer_asn = Some(crate::domain::Asn(65_020));
    theirs.extra.insert("newer".into(), serde_json::json!(1));
    play.validate();
    play
}

#[test]
fn a_foreign_change_stops_and_shows_three_sides() {
    let play = both_changed();
    let Stage::Merge(merge) = &play.flow.stage else { panic!("{:?}", play.flow.stage) };
    let rows: Vec<_> = merge
        .rows
        .iter()
        .map(|row| (row.spec.name, row.opened.as_str(), row.theirs.as_str(), row.ours.as_str(), row.take_theirs))
        .collect();
    assert_eq!(
        rows,
        [("magic/mtu", "1500", "1450", "1400", false), ("bgp/customer_asn", "65010", "65020", "65010", true),],
        "what the person did not touch follows the server"
    );
    assert!(merge.rows[0].is_clash() && !merge.rows[1].is_clash());
    assert!(play.writes.is_empty());
}

#[test]
fn the_choice_is_what_is_sent_and_nothing_of_theirs_is_lost() {
    for (take_theirs, mtu) in [(false, 1400), (true, 1450)] {
        let mut play = both_changed();
        if let Stage::Merge(merge) = &mut play.flow.stage {
            if take_theirs {
                merge.toggle();
            }
            merge.step(9);
            assert_eq!(merge.at, 1);
        }
        let effects = play.flow.merged(&mut play.tickets);
        play.run(effects);
        play.commit_at(NOW);
        let Ending::Done { made: Made::Cni(made), .. } = play.ending() else { panic!("{:?}", play.ending()) };
        let magic = made.magic.as_ref().unwrap();
        assert_eq!((magic.mtu, magic.description.as_str()), (Some(mtu), "ours"));
        assert_eq!(made.bgp.as_ref().unwrap().customer_asn, Some(crate::domain::Asn(65_020)));
        assert_eq!(made.extra.get("newer"), Some(&serde_json::json!(1)), "a field unknown to us survives");
    }
}

#[test]
fn back_from_the_choice_keeps_what_was_typed() {
    let mut play = both_changed();
    assert!(play.flow.back());
    assert_eq!((play.flow.form.text("magic/mtu"), play.flow.stage.clone()), ("1400", Stage::Fill));
}

#[test]
fn a_change_of_unknown_fields_alone_stops_too() {
    let mut play = edit_cni();
    play.fill(&[("magic/mtu", "1400")]);
    play.account.cnis[0].extra.insert("newer".into(), serde_json::json!(1));
    play.validate();
    assert!(matches!(&play.flow.stage, Stage::Merge(merge) if merge.rows.is_empty()));
    let effects = play.flow.merged(&mut play.tickets);
    play.run(effects);
    play.commit_at(NOW);
    assert_eq!(play.account.cnis[0].extra.len(), 2);
}

fn pairs(values: &[(&str, &str)]) -> Vec<(String, String)> {
    values.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

/// A draft of two fields, typed while the MTU was 1450: the server holds 1500 by now, the name is as it was.
fn draft_put_back() -> Play {
    let mut play = edit_cni();
    let typed = pairs(&[("magic/mtu", "1400"), ("magic/description", "ours"), ("gone", "x")]);
    let opened = pairs(&[("magic/mtu", "1450"), ("magic/description", play.flow.form.text("magic/description"))]);
    assert_eq!(play.flow.put_over(&typed, &opened), ["gone"]);
    play
}

#[test]
fn a_draft_over_an_object_that_changed_meanwhile_is_a_foreign_change() {
    let mut play = draft_put_back();
    let Stage::Merge(merge) = &play.flow.stage else { panic!("{:?}", play.flow.stage) };
    let [row] = merge.rows.as_slice() else { panic!("{merge:?}") };
    assert_eq!((row.opened.as_str(), row.theirs.as_str(), row.ours.as_str()), ("1450", "1500", "1400"));
    assert!(row.is_clash() && !row.take_theirs);
    // Back in the form nothing is lost, and nothing is sent before the choice is made.
    assert!(play.flow.back());
    play.validate();
    assert!(matches!(play.flow.stage, Stage::Merge(_)) && play.writes.is_empty());
    if let Stage::Merge(merge) = &mut play.flow.stage {
        merge.toggle();
    }
    let effects = play.flow.merged(&mut play.tickets);
    play.run(effects);
    play.commit_at(NOW);
    let magic = play.account.cnis[0].magic.clone().unwrap();
    assert_eq!((magic.mtu, magic.description.as_str()), (Some(1500), "ours"));
}

#[test]
fn a_draft_that_takes_the_servers_value_needs_no_choice() {
    let mut play = draft_put_back();
    play.flow.back();
    play.fill(&[("magic/mtu", "1500")]);
    play.validate();
    assert!(matches!(play.flow.stage, Stage::Review(..)), "{:?}", play.flow.stage);
    let mut play = edit_cni();
    assert!(play.flow.put_over(&pairs(&[("magic/mtu", "1400")]), &pairs(&[("magic/mtu", "1500")])).is_empty());
    assert_eq!(play.flow.stage, Stage::Fill, "nobody changed it");
}
