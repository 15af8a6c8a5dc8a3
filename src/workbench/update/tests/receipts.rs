//! Receipts: what was written down before and now.

use super::*;
use crate::domain::record::tests::record;
use crate::domain::record::{Record, Records};
use crate::workbench::model::Purpose;

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
    assert!(said(&bench).contains("since 1970-01-01 00:01Z"), "{}", said(&bench));
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

/// The settings of the account as the server holds them now.
fn settings(asn: u32) -> crate::domain::Settings {
    crate::domain::Settings { default_asn: Some(crate::domain::Asn(asn)), extra: crate::domain::Extra::new() }
}

/// The undo of a change of the default ASN from 65010 to 65020, while the server holds this one.
fn undo_over(asn: u32) -> Bench {
    let mut bench = Bench::loaded();
    bench.press("5r");
    let ticket = bench.asked(|query| matches!(query, Query::Settings)).unwrap();
    bench.arrive(ticket, Reply::Settings(settings(65_020)));
    bench.end(ticket, Ok(()));
    let done = crate::domain::record::Ended::of(
        &crate::domain::change::Outcome::Done(()),
        |()| None,
        Timestamp::UNIX_EPOCH,
        Duration::ZERO,
    );
    let put = record("PUT", "/accounts/acc/cni/settings", r#"{"default_asn":65020}"#);
    let before = Some(serde_json::json!({"default_asn": 65_010}));
    recall(&mut bench, vec![Record { before, ended: Some(done), ..put }]);
    bench.press("R");
    bench.key(Code::Enter);
    let orders = bench.press("u");
    assert!(!orders.iter().any(|order| matches!(order, Effect::Commit { .. } | Effect::Prepare { .. })), "{orders:?}");
    let ticket = bench.asked(|query| matches!(query, Query::Settings)).unwrap();
    bench.arrive(ticket, Reply::Settings(settings(asn)));
    bench.end(ticket, Ok(()));
    bench
}

#[test]
fn the_way_back_opens_as_a_change_that_holds_what_was_there() {
    let bench = undo_over(65_020);
    let Some(Sheet::Change(flow, false)) = &bench.model.sheet else { panic!("{:?}", bench.model.sheet) };
    assert_eq!(flow.form.text("default_asn"), "65010");
    assert!(flow.is_dirty() && said(&bench).contains("validate, then commit"), "{}", said(&bench));
}

#[test]
fn the_way_back_over_a_later_change_of_somebody_else_is_a_choice() {
    let bench = undo_over(65_030);
    let Some(Sheet::Change(flow, false)) = &bench.model.sheet else { panic!("{:?}", bench.model.sheet) };
    let crate::workbench::flows::change::Stage::Merge(merge) = &flow.stage else { panic!("{:?}", flow.stage) };
    let row = &merge.rows[0];
    assert_eq!((row.opened.as_str(), row.theirs.as_str(), row.ours.as_str()), ("65020", "65030", "65010"));
    assert!(said(&bench).contains("something else than was sent"), "{}", said(&bench));
}

/// A create whose answer was lost, up to the read that finds it.
fn lost_and_found() -> (Bench, Vec<Effect>) {
    let mut bench = Bench::loaded();
    bench.model.session.dry_run = DryRunPolicy::Never;
    bench.press("3a");
    bench.key(Code::F(5));
    let Some(Effect::Prepare { ticket, draft }) = bench.orders.pop() else { panic!("{:?}", bench.orders) };
    let request = crate::domain::change::Request { method: "POST", path: "/x".into(), body: "{}".into() };
    let prepared = Box::new(crate::domain::change::Prepared::new(*draft, request));
    bench.tell(Msg::Prepared { ticket, prepared });
    let look = |bench: &mut Bench, rows: Vec<Interconnect>| {
        let list = bench.list();
        let taken = bench.asked(|query| matches!(query, Query::Slot(_))).unwrap();
        bench.arrive(list, Reply::Interconnects(page(rows, 1, true)));
        bench.end(list, Ok(()));
        bench.arrive(taken, Reply::Slot(Box::new(slot("s-1"))));
        bench.end(taken, Ok(()))
    };
    look(&mut bench, vec![]);
    bench.key(Code::Tab);
    bench.key(Code::Enter);
    let orders = look(&mut bench, vec![]);
    let Some(Effect::Commit { ticket, .. }) = orders.last() else { panic!("{orders:?}") };
    let fault = Fault::new(FaultKind::Lost, "reset");
    let unknown = crate::domain::record::Ended::of::<()>(
        &crate::domain::change::Outcome::Unknown(fault.clone()),
        |()| None,
        Timestamp::UNIX_EPOCH,
        Duration::ZERO,
    );
    bench.tell(Msg::Recorded(Box::new(Record { ended: Some(unknown), ..at(100, "lost") }), Ok(())));
    let outcome = Box::new(crate::domain::change::Outcome::Unknown(fault));
    bench.tell(Msg::Committed { ticket: *ticket, outcome });
    bench.orders.clear();
    bench.later(1);
    let made = Interconnect { slot_id: Some("s-1".into()), ..port("icn-new") };
    let orders = look(&mut bench, vec![made]);
    (bench, orders)
}

#[test]
fn what_a_later_read_finds_settles_the_record_once() {
    let (bench, orders) = lost_and_found();
    assert!(matches!(&bench.model.sheet, Some(Sheet::Change(flow, _)) if flow.ending().is_some()));
    let settled: Vec<_> = orders
        .iter()
        .filter_map(|order| if let Effect::Settle(record) = order { Some(record) } else { None })
        .collect();
    let [record] = settled[..] else { panic!("{orders:?}") };
    assert_eq!((record.id.as_str(), record.word()), ("lost", "done"));
    let ended = record.ended.as_ref().unwrap();
    assert_eq!((ended.made.as_deref(), ended.detail.contains("later read")), (Some("icn-new"), true));
}

#[test]
fn what_was_made_is_under_the_cursor_when_its_page_is_left() {
    let (mut bench, _) = lost_and_found();
    let asked = &bench.model.asked;
    let of_pane = |purpose: &Purpose| *purpose == Purpose::List(Pane::Interconnects);
    let list = *asked.iter().find(|(_, asked)| of_pane(&asked.purpose)).unwrap().0;
    let made = Interconnect { slot_id: Some("s-1".into()), ..port("icn-new") };
    bench.arrive(list, Reply::Interconnects(page(vec![port("icn-a"), port("icn-b"), made], 1, true)));
    bench.end(list, Ok(()));
    bench.key(Code::Esc);
    assert!(bench.model.sheet.is_none());
    bench.press("1");
    assert_eq!(bench.model.table(Pane::Interconnects).selected(), Some("icn-new"));
}

#[test]
fn the_end_of_a_change_that_sent_nothing_takes_no_older_record_along() {
    let (mut bench, _) = lost_and_found();
    assert!(matches!(&bench.press("y")[..], [Effect::Copy { text, .. }] if text.contains("lost")));
    if let Some(Sheet::Change(flow, _)) = &mut bench.model.sheet {
        let ending = Box::new(crate::workbench::flows::change::Ending::AlreadyGone { sent: false });
        flow.stage = crate::workbench::flows::change::Stage::Ended(ending);
    }
    assert!(bench.press("y").is_empty() && said(&bench).contains("nothing of it was sent"), "{}", said(&bench));
}
