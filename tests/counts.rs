//! What is counted, not timed, and so is the same on every machine: bytes, frames, draws, wakeups, calls, allocations.

#![allow(
    clippy::unwrap_used,
    unreachable_pub,
    dead_code,
    reason = "a test that cannot go on should stop; the desk serves benchmarks too"
)]

#[path = "../benches/desk.rs"]
mod desk;

use std::collections::HashSet;
use std::time::Duration;

use allocation_counter::measure;
use desk::Desk;
use meetme::workbench::key::Key;

const WIDE: (u16, u16) = (200, 50);
/// No room for a detail.
const FLAT: (u16, u16) = (110, 17);

/// On the slots, past the first keys.
fn on_slots(size: (u16, u16), slots: usize) -> Desk {
    let mut desk = Desk::ready(size, slots, 24);
    desk.key(Key::char('3'));
    for _ in 0..5 {
        desk.key(Key::char('j'));
        desk.draw();
    }
    desk
}

#[test]
fn the_first_frame_is_small() {
    let mut desk = Desk::new(WIDE, 100, 24);
    let first = desk.draw().unwrap();
    assert!((100..2_000).contains(&first), "{first} bytes before anything is known");
    let effects = desk.model.start();
    desk.answer(effects);
    let filled = desk.draw().unwrap();
    assert!(filled <= 8_000, "{filled} bytes with data");
}

#[test]
fn a_cursor_key_is_few_bytes_and_one_that_moves_nothing_none() {
    for (size, most) in [(FLAT, 40), (WIDE, 1_500)] {
        let mut desk = on_slots(size, 40);
        // Within the window: a line that scrolls costs what it shows.
        for key in "jjjkkk".chars() {
            desk.key(Key::char(key));
            let bytes = desk.draw().unwrap();
            assert!((10..=most).contains(&bytes), "{bytes} bytes at {size:?}");
        }
        desk.key(Key::char('G'));
        desk.draw();
        desk.key(Key::char('j'));
        assert_eq!(desk.draw().unwrap_or(0), 0, "there is no line below the last");
    }
}

#[test]
fn a_state_that_changes_is_few_bytes() {
    let mut desk = Desk::ready(FLAT, 0, 3);
    desk.idle(Duration::from_mins(70));
    // The first change of a session has its words and its key written into the footer once.
    let first = desk.falls("icn-000000");
    assert!((20..=280).contains(&first), "{first}");
    desk.idle(Duration::from_mins(5));
    // Sign, word and age of the row, the header and the tab that count it.
    let second = desk.falls("icn-000001");
    assert!((20..=80).contains(&second), "{second}");
}

#[test]
fn paused_the_program_sleeps() {
    let mut desk = Desk::ready(WIDE, 640, 214);
    desk.idle(Duration::from_mins(4));
    desk.key(Key::char('p'));
    desk.draw();
    let spent = desk.idle(Duration::from_mins(5));
    assert_eq!(spent.calls, 0, "{spent:?}");
    // The clock and the ages, which step together.
    assert!(spent.wakeups <= 300 / 10 && spent.draws <= spent.wakeups, "{spent:?}");
    assert!(spent.bytes <= 300 * 8, "{spent:?}");
}

#[test]
fn live_where_nothing_changes_few_bytes_go_out_and_the_budget_is_kept() {
    let mut desk = Desk::ready(WIDE, 640, 214);
    desk.idle(Duration::from_mins(2));
    let begun = desk.asked.len();
    let spent = desk.idle(Duration::from_mins(4));
    assert!(spent.bytes <= 240 * 6, "{spent:?}");
    assert!(spent.calls <= 240 * 2 && spent.wakeups <= spent.calls + 240, "{spent:?}");
    assert!(spent.draws <= spent.wakeups / 2 && spent.frames >= spent.draws * 9 / 10, "draws show: {spent:?}");
    let swept: HashSet<String> =
        desk.asked[begun..].iter().map(|query| format!("{query:?}")).filter(|asked| asked.contains("Status")).collect();
    assert_eq!(swept.len(), 214, "all states were read");
}

#[test]
fn what_is_looked_at_is_read_before_the_rest() {
    let mut desk = Desk::ready(FLAT, 0, 2_000);
    desk.key(Key::char('G'));
    let begun = desk.asked.len();
    // Eleven rows are seen, a call and a half goes out in a second.
    desk.idle(Duration::from_secs(10));
    let read = |n: usize| desk.asked[begun..].iter().any(|query| format!("{query:?}").contains(&format!("icn-{n:06}")));
    let missing: Vec<usize> = (1_990..2_000).filter(|n| !read(*n)).collect();
    assert!(missing.is_empty(), "{missing:?} are looked at and were not read");
}

#[test]
fn what_a_key_allocates_does_not_grow_with_the_rows() {
    let mut counts = Vec::new();
    for slots in [100, 10_000] {
        let mut desk = on_slots(WIDE, slots);
        let key = measure(|| {
            desk.key(Key::char('j'));
        });
        let frame = measure(|| {
            desk.draw();
        });
        counts.push((key.count_total, frame.count_total));
    }
    let [(key, frame), (key_of_many, frame_of_many)] = counts[..] else { panic!("{counts:?}") };
    assert!(key_of_many <= key + 8 && frame_of_many <= frame + 40, "{counts:?}");
    assert!(key <= 20 && frame <= 1_600, "{counts:?}");
}

#[test]
fn what_a_list_allocates_grows_with_its_rows_and_no_faster() {
    let cost = |slots: usize| {
        let mut desk = Desk::new(WIDE, slots, 24);
        let made = measure(|| drop((0..slots).map(desk::slot).collect::<Vec<_>>())).count_total;
        let effects = desk.model.start();
        let all = measure(|| desk.answer(effects)).count_total;
        (all - made) as f64 / slots as f64
    };
    let (few, many) = (cost(2_000), cost(10_000));
    assert!(many <= few, "{few} and {many} allocations a row");
}
