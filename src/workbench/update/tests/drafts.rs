//! Drafts: what is kept, when, and what is asked at the next start.

use super::*;
use crate::domain::kept::Kept;
use crate::workbench::drafts::PAUSE;
use crate::workbench::form::{Form, Sort, Spec};
use crate::workbench::msg::Stop;

fn kept(orders: &[Effect]) -> Vec<&Kept> {
    let kept = orders.iter().filter_map(|order| match order {
        Effect::Keep(kept, _) => Some(&**kept),
        _ => None,
    });
    kept.collect()
}

fn forgot(orders: &[Effect]) -> bool {
    orders.iter().any(|order| matches!(order, Effect::Forget(_)))
}

/// A form on a slot with something typed.
fn typing() -> Bench {
    let mut bench = Bench::loaded();
    bench.press("3a");
    bench.press("x");
    bench
}

#[test]
fn a_form_is_kept_a_second_after_the_last_key() {
    let mut bench = Bench::loaded();
    bench.press("3a");
    assert!(kept(&bench.later(5)).is_empty(), "nothing was typed yet");
    bench.press("x");
    bench.now.mono += PAUSE / 2;
    bench.press("y");
    assert_eq!(bench.model.wake_at().map(|at| at <= bench.now.mono + PAUSE), Some(true));
    bench.now.mono += PAUSE / 2;
    assert!(kept(&bench.tell(Msg::Woke)).is_empty(), "the last key was half a second ago");
    let orders = bench.later(1);
    let [form] = kept(&orders)[..] else { panic!("{orders:?}") };
    assert_eq!((form.flow.as_str(), form.account.as_str(), form.profile.as_str()), ("create-interconnect", "acc", "p"));
    assert!(form.fields.contains(&("slot_id".to_owned(), "xy".to_owned())), "{form:?}");
    assert!(kept(&bench.later(5)).is_empty(), "once");
}

#[test]
fn what_ends_the_program_keeps_the_form_first() {
    for stop in [Stop::HungUp, Stop::Terminated, Stop::Interrupted] {
        let mut bench = typing();
        let orders = bench.tell(Msg::Stopped(stop));
        assert!(matches!(&orders[..], [Effect::Keep(..), Effect::Quit(_), ..]), "{orders:?}");
    }
    let mut bench = typing();
    assert!(bench.model.unsaved().is_some(), "a panic finds it");
    bench.later(1);
    assert!(bench.model.unsaved().is_none());
}

#[test]
fn what_is_thrown_away_or_done_is_forgotten() {
    let mut bench = typing();
    bench.later(1);
    bench.key(Code::Esc);
    assert!(forgot(&bench.press("y")));
    let mut bench = typing();
    bench.later(1);
    assert!(forgot(&bench.tell(Msg::Key(Key::alt('z')))), "as it began: nothing would be lost");
}

#[test]
fn a_question_at_the_start_brings_the_form_back() {
    let mut bench = typing();
    let orders = bench.later(1);
    let form = kept(&orders)[0].clone();
    let mut next = Bench::loaded();
    next.tell(Msg::Reclaimed(Ok((vec![form.clone()], 0))));
    assert_eq!(next.model.scope(), Scope::Pick);
    next.key(Code::Enter);
    assert_eq!(next.model.scope(), Scope::Form);
    let orders = next.later(1);
    assert!(
        matches!(&orders[0], Effect::Keep(own, Some(old)) if own.fields == form.fields && **old == form),
        "ours takes the place of the other's: {orders:?}"
    );
    next.press(":");
    assert!(next.model.drafts.left.is_empty());
}

#[test]
fn it_can_be_thrown_away_or_put_off_and_does_not_break_in_on_a_form() {
    let mut bench = typing();
    let orders = bench.later(1);
    let form = kept(&orders)[0].clone();
    bench.tell(Msg::Reclaimed(Ok((vec![form.clone()], 0))));
    assert_eq!(bench.model.scope(), Scope::Form, "the form stays in front");
    assert!(bench.model.notice.as_ref().unwrap().text.contains(":drafts"));
    bench.model.keymap = crate::workbench::keymap::Keymap::wordy();
    bench.tell(Msg::Reclaimed(Ok((vec![form.clone()], 0))));
    assert!(!bench.model.notice.as_ref().unwrap().text.contains(":drafts"), "where there are no keys, its word");
    let mut bench = Bench::loaded();
    bench.tell(Msg::Reclaimed(Ok((vec![form.clone()], 0))));
    bench.key(Code::Esc);
    assert_eq!(bench.model.drafts.left.len(), 1, "later");
    bench.press(":drafts");
    bench.key(Code::Enter);
    bench.key(Code::Down);
    let orders = bench.key(Code::Enter);
    assert!(forgot(&orders), "{orders:?}");
    assert!(bench.model.drafts.left.is_empty());
}

#[test]
fn a_draft_of_an_edit_keeps_what_was_there_and_meets_what_is_there_now() {
    let settings = |asn: u32| crate::domain::Settings {
        default_asn: Some(crate::domain::Asn(asn)),
        extra: crate::domain::Extra::new(),
    };
    let answer = |bench: &mut Bench, asn| {
        let ticket = bench.asked(|query| matches!(query, Query::Settings)).unwrap();
        bench.arrive(ticket, Reply::Settings(settings(asn)));
        bench.end(ticket, Ok(()));
    };
    let mut bench = Bench::loaded();
    bench.press("5r");
    answer(&mut bench, 65_010);
    bench.press("e");
    answer(&mut bench, 65_010);
    bench.press("1");
    let orders = bench.later(1);
    let form = kept(&orders)[0].clone();
    assert_eq!(form.opened, [("default_asn".to_owned(), "65010".to_owned())]);

    let mut next = Bench::loaded();
    next.press("5r");
    answer(&mut next, 65_020);
    next.tell(Msg::Reclaimed(Ok((vec![form], 0))));
    next.key(Code::Enter);
    answer(&mut next, 65_020);
    assert_eq!(next.model.scope(), Scope::Merge, "{:?}", next.model.sheet);
    assert!(next.model.notice.as_ref().unwrap().text.contains("somebody changed"));
    next.key(Code::Esc);
    let orders = next.later(1);
    assert_eq!(kept(&orders)[0].opened[0].1, "65010", "the side that it began with stays");
}

static NAME: Spec = Spec::new("name", "Name", "");
static KEY: Spec = Spec::new("md5_key", "Key", "").sort(Sort::Secret);

#[test]
fn no_secret_is_kept_and_what_is_not_known_is_named() {
    let mut form = Form::new([(&NAME, "a".to_owned()), (&KEY, String::new())]);
    form.set("name", "b");
    form.set("md5_key", "hunter2");
    let (fields, left_out) = form.to_draft(true);
    assert_eq!((fields, left_out), (vec![("name".to_owned(), "b".to_owned())], vec!["md5_key".to_owned()]));
    let draft = ["name", "md5_key", "gone"].map(|name| (name.to_owned(), "c".to_owned()));
    let mut next = Form::new([(&NAME, String::new()), (&KEY, String::new())]);
    assert_eq!(next.from_draft(&draft), ["md5_key", "gone"]);
    assert_eq!((next.text("name"), next.text("md5_key")), ("c", ""));
}
