//! Update tables: a model and messages in, a model and orders out. No I/O, no time but what the messages carry.

mod alarm;
mod bench;
mod changes;
mod commands;
mod drafts;
mod filters;
mod finder;
mod gate;
mod inspect;
mod letters;
mod linear;
mod palette;
mod receipts;
mod tables;
mod window;

pub(in crate::workbench) use bench::session;
pub(super) use bench::{Bench, port, slot};
use bench::{page, server, status};

use std::time::Duration;

use jiff::Timestamp;

use super::*;
use crate::domain::call::{Meter, Query, Reply, Urgency};
use crate::domain::{Fault, FaultKind, IconKey, Interconnect, Kind, Page, Schema, Slot, State, Status};
use crate::workbench::Stop;
use crate::workbench::command::Scope;
use crate::workbench::flows::change::DryRunPolicy;
use crate::workbench::key::{Code, Key};
use crate::workbench::timeline::What;
use crate::workbench::{Session, Ticket};

#[test]
fn the_first_list_goes_out_alone_and_before_any_key() {
    let bench = Bench::of(session());
    assert!(matches!(bench.orders.as_slice(), [Effect::Ask { query: Query::Interconnects(_), .. }]));
    let mut nobody = session();
    nobody.account = None;
    assert!(Bench::of(nobody).orders.is_empty(), "without an account nothing is asked");
}

#[test]
fn the_first_load_shows_its_pages_as_they_come() {
    let mut bench = Bench::of(session());
    let ticket = bench.list();
    bench.arrive(ticket, Reply::Interconnects(page(vec![port("a")], 1, false)));
    assert_eq!(bench.model.interconnects.list.rows.len(), 1);
    bench.arrive(ticket, Reply::Interconnects(page(vec![port("b")], 2, true)));
    assert_eq!(bench.model.table(Pane::Interconnects).order.len(), 2);
}

#[test]
fn the_cursor_stays_on_its_port_through_a_refresh() {
    let mut bench = Bench::loaded();
    bench.press("j");
    assert_eq!(bench.selected(), Some("icn-b"));
    bench.press("r");
    bench.ports(&["icn-0", "icn-1", "icn-b"]);
    assert_eq!(bench.selected(), Some("icn-b"));
    bench.press("r");
    bench.ports(&["icn-0"]);
    assert_eq!(bench.selected(), Some("icn-0"), "gone: a row that exists");
}

#[test]
fn a_failed_refresh_keeps_the_rows() {
    let mut bench = Bench::loaded();
    bench.press("r");
    let ticket = bench.list();
    bench.end(ticket, Err(server()));
    assert_eq!(bench.model.interconnects.list.rows.len(), 2);
    assert!(bench.model.freshness(Pane::Interconnects).failed.is_some());
    assert!(bench.later(30).iter().all(|order| !matches!(order, Effect::Ask { query: Query::Interconnects(_), .. })));
    let again = bench.later(31);
    assert!(again.iter().any(|order| matches!(order, Effect::Ask { query: Query::Interconnects(_), .. })));
}

#[test]
fn the_latest_question_counts_and_an_old_answer_does_not() {
    let mut bench = Bench::loaded();
    bench.press("r");
    let old = bench.list();
    bench.press("r");
    bench.arrive(old, Reply::Interconnects(page(vec![port("stale")], 1, true)));
    bench.end(old, Ok(()));
    assert!(bench.model.interconnects.list.rows.iter().all(|port| port.name != "stale"));
    assert!(bench.model.interconnects.is_loading());
}

#[test]
fn one_state_that_cannot_be_read_is_unknown_and_alone() {
    let mut bench = Bench::loaded();
    bench.later(61);
    let ticket = bench.asked(|query| *query == Query::Status("icn-a".into())).unwrap();
    bench.end(ticket, Err(server()));
    let watch = &bench.model.watches[&IconKey::from("icn-a")];
    assert!(watch.known().is_none() && watch.status.is_some(), "unknown, and what it was is kept");
    assert_eq!(bench.model.count(&State::Down), 0);
    assert_eq!(bench.model.count(&State::Healthy), 1);
}

#[test]
fn a_change_is_marked_until_a_person_looks() {
    let mut bench = Bench::loaded();
    bench.later(61);
    bench.later(30);
    let ticket = bench.asked(|query| *query == Query::Status("icn-b".into())).unwrap();
    bench.arrive(ticket, Reply::Status(status(State::Down)));
    bench.end(ticket, Ok(()));
    let mark = &bench.model.news.of(Pane::Interconnects, "icn-b")[0];
    assert_eq!((mark.column, mark.text.as_str()), ("STATE", "HEALTHY -> DOWN"));
    assert!(bench.model.activity.newest().any(|entry| entry.what.contains("->")));
    assert_eq!(bench.selected(), Some("icn-b"), "it came to the top");
    bench.press("j");
    assert_eq!(bench.model.news.count(Pane::Interconnects), 0, "a person was on it and went on");
}

#[test]
fn a_refused_token_stops_the_asking_until_a_person_acts() {
    let mut bench = Bench::loaded();
    bench.press("r");
    let ticket = bench.list();
    bench.end(ticket, Err(Fault::new(FaultKind::Token, "401")));
    assert!(bench.model.stopped.is_some());
    assert_eq!(bench.later(600), [Effect::RereadToken], "nothing is asked of the server");
    let asked = bench.press("r");
    assert!(matches!(asked.first(), Some(Effect::Ask { urgency: Urgency::User, .. })));
    assert!(bench.model.stopped.is_none());
}

#[test]
fn a_429_stops_everything_until_its_time() {
    let mut bench = Bench::loaded();
    bench.press("r");
    let ticket = bench.list();
    let fault = Fault { retry_after: Some(Duration::from_secs(100)), ..Fault::new(FaultKind::RateLimited, "429") };
    bench.end(ticket, Err(fault));
    assert!(bench.later(99).is_empty());
    assert!(bench.press("r").is_empty(), "a person waits too, and is told");
    assert!(bench.model.notice.is_some());
    assert!(!bench.later(2).is_empty());
}

#[test]
fn pausing_stops_the_polls_and_a_press_starts_them() {
    let mut bench = Bench::loaded();
    bench.press("p");
    assert!(bench.model.paused && bench.later(1000).is_empty());
    assert!(!bench.press("p").is_empty());
}

#[test]
fn a_filter_narrows_and_escape_clears_it() {
    let mut bench = Bench::loaded();
    bench.press("/icn-b");
    assert_eq!((bench.model.scope(), bench.model.table(Pane::Interconnects).order.len()), (Scope::Filter, 1));
    bench.key(Code::Enter);
    assert_eq!(bench.model.scope(), Scope::Browse);
    assert_eq!(bench.model.table(Pane::Interconnects).order.len(), 1, "kept");
    bench.key(Code::Esc);
    assert_eq!(bench.model.table(Pane::Interconnects).order.len(), 2);
}

#[test]
fn signals_and_keys_end_with_their_codes() {
    for (msg, code) in [
        (Msg::Stopped(Stop::Terminated), 143),
        (Msg::Stopped(Stop::HungUp), 129),
        (Msg::Stopped(Stop::Interrupted), 130),
        (Msg::Key(Key::char('q')), 0),
        (Msg::Key(Key::ctrl('c')), 130),
    ] {
        assert!(Bench::loaded().tell(msg).contains(&Effect::Quit(code)), "{code}");
    }
}

#[test]
fn ctrl_c_asks_while_a_change_is_under_way_and_the_verdict_still_arrives() {
    let mut bench = Bench::loaded();
    bench.press("3a");
    bench.key(Code::F(5));
    assert!(matches!(bench.orders.last(), Some(Effect::Prepare { .. })));
    assert!(!bench.tell(Msg::Key(Key::ctrl('c'))).iter().any(|order| matches!(order, Effect::Quit(_))));
    assert!(matches!(bench.model.sheet, Some(Sheet::Quit(Some(_)))));
    bench.press("n");
    assert!(matches!(bench.model.sheet, Some(Sheet::Change(..))));
}

#[test]
fn a_read_only_session_says_why_nothing_can_be_created() {
    let mut bench = Bench::of(Session { mode: crate::domain::Mode::ReadOnly, ..session() });
    bench.answer_all();
    bench.press("3a");
    assert!(bench.model.sheet.is_none());
    assert!(bench.model.notice.as_ref().unwrap().text.contains("read-only"));
}

#[test]
fn typed_text_is_not_lost_without_a_question() {
    let mut bench = Bench::loaded();
    bench.press("3ax");
    bench.key(Code::Esc);
    assert!(matches!(bench.model.sheet, Some(Sheet::Change(_, true))), "asked");
    bench.press("n");
    assert!(matches!(bench.model.sheet, Some(Sheet::Change(_, false))));
    bench.key(Code::Esc);
    bench.press("y");
    assert!(bench.model.sheet.is_none());
}

#[test]
fn pasted_text_presses_nothing() {
    let mut bench = Bench::loaded();
    assert!(bench.tell(Msg::Paste("q\nq".into())).is_empty());
    bench.press("3a");
    bench.tell(Msg::Paste("\n\nabc\n".into()));
    assert!(
        matches!(&bench.model.sheet, Some(Sheet::Change(flow, false)) if flow.form.text("slot_id").contains("abc"))
    );
}

#[test]
fn nothing_is_drawn_where_nothing_changed() {
    let mut bench = Bench::loaded();
    bench.tell(Msg::Woke);
    assert!(!bench.model.take_redraw());
}

#[test]
fn a_letter_goes_from_key_to_file_and_no_partner_port_has_one() {
    let mut bench = Bench::loaded();
    bench.press("l");
    let naming = bench.asked(|query| matches!(query, Query::LoaName(_))).unwrap();
    bench.end(naming, Err(Fault::new(FaultKind::NotFound, "404")));
    bench.key(Code::F(5));
    let fetch = bench.asked(|query| matches!(query, Query::Loa(..))).unwrap();
    bench.arrive(fetch, Reply::Loa(b"%PDF-1.7 %%EOF".to_vec()));
    let saving = bench.end(fetch, Ok(()));
    assert!(saving.iter().any(|order| matches!(order, Effect::SaveLetter { file, .. } if file == "loa-icn-a.pdf")));

    let mut bench = Bench::of(session());
    let ticket = bench.list();
    let partner = Interconnect { kind: Some(Kind::GcpPartner), ..port("gcp") };
    bench.arrive(ticket, Reply::Interconnects(page(vec![partner], 1, true)));
    bench.press("l");
    assert!(bench.model.sheet.is_none() && bench.model.notice.is_some());
}

#[test]
fn the_json_of_a_row_opens_and_escape_returns() {
    let mut bench = Bench::loaded();
    bench.press("v");
    let ticket = bench.asked(|query| matches!(query, Query::Raw(_))).unwrap();
    bench.arrive(ticket, Reply::Raw("{\n  \"a\": \"\u{1b}[2J\"\n}".into()));
    bench.end(ticket, Ok(()));
    let Some(Sheet::Raw(raw, _)) = &bench.model.sheet else { panic!() };
    let lines = raw.lines.as_ref().unwrap().as_ref().unwrap();
    assert!(lines.len() == 3 && !lines[1].contains('\u{1b}'));
    bench.key(Code::Esc);
    assert!(bench.model.sheet.is_none());
}

#[test]
fn what_is_chosen_is_gone_to_and_esc_brings_back_what_lay_below() {
    use crate::workbench::picker::{Choice, Entry, Picker};
    let mut bench = Bench::loaded();
    bench.press("!");
    let entries = vec![
        Entry::new("slots", "3", Choice::Show(Pane::Slots)),
        Entry::new("icn-b", "", Choice::Object(Pane::Interconnects, "icn-b".into())),
        Entry::new("gone", "", Choice::Object(Pane::Slots, "no-such".into())),
        Entry::new("never", "", Choice::Show(Pane::Cnis)).disabled(Some("because")),
    ];
    let mut picker = Picker::new("to", entries);
    picker.under = bench.model.sheet.take().map(Box::new);
    let open = |bench: &mut Bench| bench.model.sheet = Some(Sheet::Pick(Box::new(picker.clone())));
    open(&mut bench);
    bench.key(Code::Esc);
    assert!(matches!(bench.model.sheet, Some(Sheet::Log(_))));
    open(&mut bench);
    bench.key(Code::Enter);
    assert_eq!((bench.model.pane, bench.model.sheet.is_none()), (Pane::Slots, true));
    open(&mut bench);
    bench.tell(Msg::Paste("b".into()));
    bench.key(Code::Enter);
    assert_eq!((bench.model.pane, bench.selected()), (Pane::Interconnects, Some("icn-b")));
    for (word, said) in [("gone", "no longer"), ("never", "because")] {
        open(&mut bench);
        bench.tell(Msg::Paste(word.into()));
        bench.key(Code::Enter);
        assert!(bench.model.notice.as_ref().unwrap().text.contains(said), "{word}");
    }
}

#[test]
fn a_change_stands_in_the_timeline_and_t_turns_the_clock() {
    let mut bench = Bench::loaded();
    bench.later(61);
    bench.later(30);
    let ticket = bench.asked(|query| *query == Query::Status("icn-b".into())).unwrap();
    bench.arrive(ticket, Reply::Status(status(State::Down)));
    let change = bench.model.timeline.newest().next().unwrap();
    let what = What::State { from: State::Healthy, to: State::Down };
    assert_eq!((change.name.as_str(), &change.what), ("icn-b", &what));
    bench.press("T");
    assert!(matches!(bench.model.sheet, Some(Sheet::Timeline(_))));
    bench.press("t");
    assert!(bench.model.times.local && bench.model.sheet.is_some());
}

#[test]
fn more_trouble_than_the_budget_can_follow_is_said() {
    let mut bench = Bench::of(session());
    let names: Vec<String> = (0..100).map(|n| format!("icn-{n:03}")).collect();
    bench.ports(&names.iter().map(String::as_str).collect::<Vec<_>>());
    for _ in 0..120 {
        bench.later(1);
        for order in std::mem::take(&mut bench.orders) {
            if let Effect::Ask { ticket, query: Query::Status(_), .. } = order {
                bench.arrive(ticket, Reply::Status(status(State::Down)));
                bench.end(ticket, Ok(()));
            }
        }
    }
    assert!(bench.model.refresh.is_strained());
    assert!(bench.model.activity.newest().any(|entry| entry.what.contains("none is left out")));
}
