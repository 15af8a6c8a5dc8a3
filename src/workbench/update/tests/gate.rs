//! The gate: what is refused while it is shut, how it is opened, and that it shuts by itself.

use super::*;
use crate::domain::change::Outcome;
use crate::domain::{Grant, Mode};
use crate::workbench::gate::Gate;

fn guarded() -> Bench {
    let mut bench = Bench::of(Session { mode: Mode::Guarded, ..session() });
    bench.answer_all();
    bench
}

fn said(bench: &Bench) -> &str {
    bench.model.notice.as_ref().map_or("", |notice| notice.text.as_str())
}

fn sent(orders: &[Effect]) -> bool {
    orders.iter().any(|order| matches!(order, Effect::Commit { .. } | Effect::DryRun { .. }))
}

#[test]
fn a_locked_session_says_how_to_unlock_and_locks_itself_again() {
    let mut bench = guarded();
    bench.press("3a");
    assert!(bench.model.sheet.is_none() && said(&bench).contains(":write"));
    bench.press(":write");
    assert_eq!(bench.key(Code::Enter), [Effect::Gate(Grant::For(Duration::from_mins(15)))]);
    assert_eq!(bench.model.gate_words().unwrap().0, "WRITE 15 min");
    bench.press("3a");
    assert!(matches!(bench.model.sheet, Some(Sheet::Change(..))));
    bench.later(899);
    assert_eq!(bench.model.gate_words().unwrap().0, "WRITE 1 s");
    bench.later(1);
    assert_eq!(bench.model.gate, Gate::Locked);
    assert!(said(&bench).contains("locked itself"));
    assert!(matches!(bench.model.sheet, Some(Sheet::Change(..))), "the form stays");
}

#[test]
fn the_model_wakes_when_the_words_of_the_gate_change() {
    let mut bench = guarded();
    bench.press("p:write 3");
    bench.key(Code::Enter);
    let mut seen = vec![bench.model.gate_words().unwrap().0];
    while bench.model.gate != Gate::Locked {
        let at = bench.model.wake_at().unwrap();
        assert!(at > bench.now.mono);
        bench.now.mono = at;
        bench.tell(Msg::Woke);
        let words = bench.model.gate_words().unwrap().0;
        if seen.last() != Some(&words) {
            assert!(bench.model.take_redraw(), "{words}");
            seen.push(words);
        }
    }
    assert_eq!(bench.now.mono, Duration::from_secs(190), "not a moment late");
    assert_eq!((seen[0].as_str(), seen[1].as_str(), seen.len()), ("WRITE 3 min", "WRITE 2 min", 122));
}

#[test]
fn another_time_is_typed_and_an_odd_one_is_refused_with_a_reason() {
    let mut bench = guarded();
    bench.press(":write 1h");
    assert_eq!(bench.key(Code::Enter), [Effect::Gate(Grant::For(Duration::from_hours(1)))]);
    bench.press(":lock");
    assert_eq!(bench.key(Code::Enter), [Effect::Gate(Grant::Shut)]);
    bench.press(":write 9h");
    assert!(bench.key(Code::Enter).is_empty());
    assert!(said(&bench).contains("from 1m to 8h"), "{}", said(&bench));
}

#[test]
fn read_only_is_not_lifted_by_any_word() {
    let mut bench = Bench::of(Session { mode: Mode::ReadOnly, ..session() });
    bench.answer_all();
    for words in [":write", ":write 15m", ":lock"] {
        bench.press(words);
        assert_eq!(bench.key(Code::Enter), [], "{words}");
        bench.key(Code::Esc);
        assert_eq!(bench.model.gate, Gate::ReadOnly);
    }
    bench.press("3a");
    assert!(said(&bench).contains("read-only"));
}

#[test]
fn a_commit_after_the_end_is_refused_and_the_review_stays() {
    let mut bench = Bench::loaded();
    bench.press("3a");
    bench.key(Code::F(5));
    // The flow to its review, in as few steps as it takes.
    let Some(Sheet::Change(flow, _)) = &mut bench.model.sheet else { panic!() };
    let draft =
        crate::domain::draft::Direct { slot: "s-1".into(), speed: None, facility: None, name: None, description: None };
    let draft = crate::domain::draft::NewInterconnect::Direct(draft);
    let draft = crate::domain::draft::Change::NewInterconnect(draft).check().unwrap();
    let request = crate::domain::change::Request { method: "POST", path: "/x".into(), body: "{}".into() };
    let prepared = crate::domain::change::Prepared::new(draft, request);
    let review =
        crate::domain::change::Review::new(prepared, vec![], crate::domain::change::DryRun::Proven, bench.now.mono);
    let base = crate::workbench::flows::change::Base {
        seen: crate::workbench::flows::look::Seen::default(),
        findings: vec![],
    };
    flow.stage = crate::workbench::flows::change::Stage::Review(Box::new(review), Box::new(base));
    bench.model.gate = Gate::Until(bench.now.mono + Duration::from_secs(5));
    bench.key(Code::Tab);
    bench.later(5);
    for _ in 0..20 {
        assert!(!sent(&bench.key(Code::Enter)), "Enter held down neither unlocks nor sends");
    }
    let Some(Sheet::Unlock(question)) = &bench.model.sheet else { panic!("{:?}", bench.model.sheet) };
    assert!(question.why.contains("Not sent"));
    assert_eq!(bench.press("y"), [Effect::Gate(Grant::For(Duration::from_mins(15)))]);
    assert_eq!(bench.model.scope(), Scope::Review, "the review is back, and nothing was sent");
    let orders = bench.key(Code::Enter);
    assert!(orders.iter().any(|order| matches!(order, Effect::Ask { .. })), "now it goes on: {orders:?}");
}

#[test]
fn a_dry_run_is_a_write_too() {
    let mut bench = Bench::loaded();
    bench.press("3a");
    bench.model.gate = Gate::Locked;
    assert!(bench.key(Code::F(5)).is_empty());
    assert!(matches!(bench.model.sheet, Some(Sheet::Unlock(_))));
    bench.press("n");
    assert_eq!(bench.model.scope(), Scope::Form, "the form is back");
    let ticket = bench.model.tickets.tear();
    bench.tell(Msg::DryRan { ticket, outcome: Outcome::Done(None) });
}

#[test]
fn a_protected_profile_wants_its_account_typed() {
    let mut bench = Bench::of(Session { mode: Mode::Write, protect: true, ..session() });
    bench.answer_all();
    assert_eq!(bench.model.gate, Gate::Locked, "also where the profile says write");
    bench.press(":write");
    bench.key(Code::Enter);
    bench.press("acccount");
    assert!(bench.key(Code::F(5)).is_empty());
    let Some(Sheet::Unlock(question)) = &bench.model.sheet else { panic!() };
    assert!(question.form.fields[0].problem.as_ref().unwrap().text.contains("Account"));
    bench.tell(Msg::Key(Key::ctrl('u')));
    bench.tell(Msg::Paste("Account".into()));
    bench.key(Code::Enter);
    assert_eq!(bench.key(Code::Enter), [Effect::Gate(Grant::For(Duration::from_mins(15)))]);
}

#[test]
fn an_unlocked_session_is_locked_again_by_going_elsewhere() {
    let mut bench = guarded();
    bench.press(":write");
    bench.key(Code::Enter);
    let next = Session { mode: Mode::Guarded, account: Some("other".into()), ..session() };
    bench.model.switching = Some("other".into());
    let orders = bench.tell(Msg::Switched(Ok(Box::new(next))));
    assert_eq!(orders.first(), Some(&Effect::Gate(Grant::Shut)), "the client may be the same one");
    assert_eq!(bench.model.gate, Gate::Locked);
}
