//! What the pure part costs, at growing sizes: a key, a frame, a letter of a filter, a page, an answer.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    unreachable_pub,
    dead_code,
    reason = "a benchmark that cannot go on should stop, and it prints what it found; the desk serves tests too"
)]

mod desk;

use std::time::Duration;

use desk::Desk;
use meetme::domain::call::{Meter, Query, Reply};
use meetme::domain::{State, Status};
use meetme::workbench::key::{Code, Key};
use meetme::workbench::{Effect, Msg};

const SIZE: (u16, u16) = (200, 50);

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn most(times: &[Duration]) -> Duration {
    times.iter().copied().max().unwrap_or_default()
}

fn ms(time: Duration) -> String {
    format!("{:.3}", time.as_secs_f64() * 1e3)
}

fn slots(count: usize, rounds: usize) {
    let mut desk = Desk::ready(SIZE, count, 24);
    let pages = desk.pages;
    desk.key(Key::char('3'));
    desk.frame();
    let (mut keys, mut frames) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        keys.push(desk.key(Key::char('j')));
        frames.push(desk.frame().0);
    }
    let ends = ['G', 'g'].map(|key| desk.key(Key::char(key)));
    desk.key(Key::char('/'));
    let filter: Vec<Duration> = "ashburn iad".chars().map(|c| desk.key(Key::char(c))).collect();
    desk.key(Key::plain(Code::Enter));
    let clear = desk.key(Key::plain(Code::Esc));
    // The list of columns opens on the present one: one further each time, then the choice is what sorts.
    let sort: Vec<Duration> = (0..6)
        .map(|_| {
            desk.key(Key::char('s'));
            desk.key(Key::plain(Code::Down));
            desk.key(Key::plain(Code::Enter))
        })
        .collect();
    println!(
        "| {count} slots | {} | {} | {} | {} | {} | {} | {} |",
        ms(median(keys)),
        ms(median(frames)),
        ms(most(&ends)),
        ms(most(&filter)),
        ms(clear),
        ms(most(&sort)),
        ms(pages),
    );
}

fn ports(count: usize) {
    let mut desk = Desk::ready(SIZE, 640, count);
    let (mut states, mut woken, mut frames) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..400 {
        desk.pass(Duration::from_secs(1));
        let (took, effects) = desk.tell(Msg::Woke);
        woken.push(took);
        for effect in effects {
            if let Effect::Ask { ticket, query: Query::Status(_), .. } = effect {
                let state = if round % 7 == 0 { State::Down } else { State::Healthy };
                let reply = Reply::Status(Status { state, reason: None });
                states.push(desk.tell(Msg::Arrived { ticket, reply }).0);
                desk.tell(Msg::Ended { ticket, result: Ok(()), took: Duration::ZERO, meter: Meter::default() });
                frames.push(desk.frame().0);
            }
        }
    }
    println!("| {count} ports | {} | {} | {} |", ms(median(states)), ms(median(woken)), ms(median(frames)));
}

/// One port falls after another where nothing else changes.
fn fallen() {
    let mut desk = Desk::ready((110, 17), 0, 3);
    desk.idle(Duration::from_mins(70));
    let first = desk.falls("icn-000000");
    desk.idle(Duration::from_mins(5));
    let second = desk.falls("icn-000001");
    println!(
        "\nOne state changes in a visible row, with the counts of the header and the tab (110x17; at most 80 bytes):"
    );
    println!("{first} bytes the first time in a session, {second} from then on.");
}

fn main() {
    let quick = std::env::args().any(|arg| arg == "--quick");
    let (rounds, sizes) = if quick { (50, vec![10, 1000, 10_000]) } else { (300, vec![10, 1000, 10_000, 100_000]) };
    println!(
        "| in ms | a cursor key | a frame | to an end | longest key of a filter | filter cleared | longest sort | all pages taken |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- |");
    for count in sizes {
        slots(count, rounds);
    }
    println!("\n| in ms | a state taken | woken | a frame |\n| --- | --- | --- | --- |");
    for count in [10, 214, 2000] {
        ports(count);
    }
    fallen();
}
