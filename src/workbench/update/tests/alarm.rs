//! Who is called, when, and what is written for it.

use super::*;
use crate::domain::{Notify, Ring};

const RING: Ring = Ring { bell: true, notify: Notify::Osc9 };

/// Twenty ports on one device, all read twice and healthy.
fn device(ring: Ring) -> Bench {
    let mut bench = Bench::of(Session { ring, ..session() });
    let ticket = bench.list();
    let on = |n: usize| Interconnect { ccr_device_name: Some("ccr01.iad-a".into()), ..port(&format!("icn-{n:02}")) };
    bench.arrive(ticket, Reply::Interconnects(page((0..20).map(on).collect(), 1, true)));
    bench.end(ticket, Ok(()));
    seconds(&mut bench, 300, |_| State::Healthy);
    bench
}

/// Goes on for so many seconds; states are what `is` says. Answers the calls of a person, and the reads of states.
fn seconds(bench: &mut Bench, count: u64, is: impl Fn(&str) -> State) -> (Vec<(u64, String)>, usize) {
    let (mut rung, mut reads) = (Vec::new(), 0);
    for second in 0..count {
        bench.later(1);
        while let Some(order) = bench.orders.pop() {
            match order {
                Effect::Ring { ring, text } => {
                    assert_eq!(ring, RING);
                    rung.push((second, text));
                }
                Effect::Ask { ticket, query: Query::Status(key), .. } => {
                    reads += 1;
                    bench.arrive(ticket, Reply::Status(status(is(key.as_str()))));
                    bench.end(ticket, Ok(()));
                }
                _ => {}
            }
        }
    }
    (rung, reads)
}

/// The first twelve are down.
fn twelve(name: &str) -> State {
    if name < "icn-12" { State::Down } else { State::Healthy }
}

#[test]
fn a_device_that_takes_twelve_ports_down_is_one_call_within_a_minute_of_the_first_sight() {
    let mut bench = device(RING);
    let mut waited = 0;
    while bench.model.timeline.is_empty() {
        assert!(seconds(&mut bench, 1, twelve).0.is_empty());
        waited += 1;
        assert!(waited < 240);
    }
    let (rung, reads) = seconds(&mut bench, 60, twelve);
    let [(after, text)] = rung.as_slice() else { panic!("{rung:?}") };
    assert_eq!(text, "meetme p: ports got worse: 12 DOWN");
    assert!(*after < 45, "{after}");
    assert!(reads < 90, "{reads} reads: the others of the device are looked at again, but not with each that falls");
    assert!(seconds(&mut bench, 600, twelve).0.is_empty(), "and no second one");
}

#[test]
fn one_bad_read_calls_nobody() {
    let mut bench = device(RING);
    bench.later(70);
    let ticket = bench.asked(|query| *query == Query::Status("icn-03".into())).unwrap();
    bench.arrive(ticket, Reply::Status(status(State::Down)));
    bench.end(ticket, Ok(()));
    assert_eq!(bench.model.timeline.len(), 1, "it stands in the timeline all the same");
    bench.orders.retain(|order| !matches!(order, Effect::Ask { ticket: other, .. } if *other == ticket));
    assert!(seconds(&mut bench, 300, |_| State::Healthy).0.is_empty());
    assert!(!bench.model.activity.newest().any(|entry| entry.what.contains("alarm")));
}

#[test]
fn without_a_wish_nothing_is_written_and_the_screen_says_it_all_the_same() {
    let mut bench = device(Ring::default());
    let mut said = false;
    for _ in 0..600 {
        assert!(seconds(&mut bench, 1, twelve).0.is_empty());
        said |= bench.model.notice.as_ref().is_some_and(|notice| notice.text.contains("12 DOWN"));
    }
    assert!(said);
}

#[test]
fn what_was_down_when_it_was_first_seen_calls_nobody() {
    let mut bench = Bench::of(Session { ring: RING, ..session() });
    bench.ports(&["icn-a", "icn-b"]);
    assert!(seconds(&mut bench, 600, |_| State::Down).0.is_empty());
}
