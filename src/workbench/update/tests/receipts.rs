//! Receipts: what was written down before and now.

use super::*;
use crate::domain::record::tests::record;
use crate::domain::record::{Record, Records};

fn at(seconds: i64, id: &str) -> Record {
    let mut made = record("POST", "/accounts/acc/cni/interconnects", r#"{"slot_id":"s1"}"#);
    made.at = Timestamp::from_second(seconds).unwrap();
    Record { id: id.into(), ..made }
}

fn said(bench: &Bench) -> &str {
    bench.model.notice.as_ref().map_or("", |notice| notice.text.as_str())
}

fn recall(bench: &mut Bench, rows: Vec<Record>) {
    bench.model.session.simulated = false;
    bench.tell(Msg::Recalled(Ok(Box::new(Records { rows, ..Records::default() }))));
}

#[test]
fn a_change_without_an_outcome_is_said_at_the_start() {
    let mut bench = Bench::loaded();
    bench.now.wall = Timestamp::from_second(10_000).unwrap();
    recall(&mut bench, vec![at(100, "a")]);
    assert!(said(&bench).contains("outcome unknown since 1970-01-01 00:01Z"), "{}", said(&bench));
    assert!(said(&bench).contains("slot s1") && !said(&bench).contains("another meetme"));
    let mut bench = Bench::loaded();
    bench.now.wall = Timestamp::from_second(130).unwrap();
    recall(&mut bench, vec![at(100, "a")]);
    assert!(said(&bench).contains("another meetme may be at it"));
}

#[test]
fn what_is_over_or_of_another_account_is_not_said() {
    let mut bench = Bench::loaded();
    bench.now.wall = Timestamp::from_second(10_000).unwrap();
    let over = crate::domain::record::Ended::of(
        &crate::domain::change::Outcome::Done(()),
        |()| None,
        Timestamp::UNIX_EPOCH,
        Duration::ZERO,
    );
    let mut other = at(100, "b");
    other.who.account = "other".into();
    recall(&mut bench, vec![Record { ended: Some(over), ..at(100, "a") }, other]);
    assert_eq!(said(&bench), "");
}

#[test]
fn an_outcome_takes_the_place_of_its_intent_and_one_that_was_not_written_is_told() {
    let mut bench = Bench::loaded();
    bench.tell(Msg::Recorded(Box::new(at(100, "a")), Ok(())));
    recall(&mut bench, vec![at(100, "a"), at(50, "z")]);
    assert_eq!(bench.model.receipts.rows.len(), 2, "our own is in the file, too");
    assert_eq!(bench.model.receipts.last().unwrap().word(), "no outcome");
    let ended = crate::domain::record::Ended::of(
        &crate::domain::change::Outcome::Done(()),
        |()| None,
        Timestamp::UNIX_EPOCH,
        Duration::ZERO,
    );
    let fault = Fault::new(FaultKind::Local, "no space left");
    bench.tell(Msg::Recorded(Box::new(Record { ended: Some(ended), ..at(100, "a") }), Err(fault)));
    assert_eq!(bench.model.receipts.last().unwrap().word(), "done");
    assert!(said(&bench).contains("no space left"));
}

#[test]
fn receipts_are_listed_read_copied_and_settled() {
    let mut bench = Bench::loaded();
    bench.press("R");
    assert!(bench.model.sheet.is_none() && said(&bench).contains("nothing was changed"));
    recall(&mut bench, vec![at(100, "new"), at(50, "old")]);
    bench.press("R");
    bench.key(Code::Enter);
    assert_eq!(bench.model.scope(), Scope::Receipt);
    let copied = bench.press("y");
    assert!(matches!(&copied[..], [Effect::Copy { text, .. }] if text.contains("Operation  new")), "{copied:?}");
    bench.press("Ycurl");
    let copied = bench.key(Code::Enter);
    assert!(matches!(&copied[..], [Effect::Copy { text, .. }] if text.contains("$CLOUDFLARE_API_TOKEN")));
    assert!(bench.press("u").is_empty() && said(&bench).contains("not known"), "{}", said(&bench));
    bench.press(":looked");
    let orders = bench.key(Code::Enter);
    let [Effect::Settle(record)] = &orders[..] else { panic!("{orders:?}") };
    assert_eq!((record.id.as_str(), record.word()), ("new", "looked at"));
    bench.tell(Msg::Recorded(record.clone(), Ok(())));
    bench.press(":looked");
    assert!(bench.key(Code::Enter).is_empty(), "once");
    bench.key(Code::Esc);
    assert_eq!(bench.model.scope(), Scope::Pick, "back to the list");
    assert_eq!(bench.model.receipts.rows.len(), 2);
    assert_eq!(bench.model.receipts.last(), None, "none of them was sent by this session");
}

#[test]
fn where_nothing_can_be_written_down_nothing_is_changed_and_the_header_says_so() {
    let mut bench = Bench::loaded();
    bench.tell(Msg::Recalled(Err(Fault::new(FaultKind::Local, "read-only file system"))));
    assert!(said(&bench).contains("read-only file system"));
    assert_eq!(bench.model.gate_words().unwrap().0, "CHANGES OFF");
    bench.press("3a");
    assert!(bench.model.sheet.is_none() && said(&bench).contains("cannot be written down"), "{}", said(&bench));
}
