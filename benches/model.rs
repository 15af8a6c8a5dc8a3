//! What the pure part costs, at growing sizes: a key, a frame, a letter of a filter, a page, an answer. No terminal, no
//! network: the same model and picture that the workbench uses, moved by the same messages.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark that cannot go on should stop, and it prints what it found"
)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use meetme::domain::call::{Meter, Query, Reply};
use meetme::domain::{Facility, Interconnect, Page, Slot, State, Status};
use meetme::tui::theme::Theme;
use meetme::tui::{Screen, view};
use meetme::workbench::key::{Code, Key};
use meetme::workbench::{Effect, Model, Msg, Now, Session, update};

const SIZE: (u16, u16) = (200, 50);
const PAGE: usize = 1000;
const CODES: [&str; 8] = ["iad", "lhr", "ams", "fra", "sjc", "nrt", "syd", "gru"];

fn slot(n: usize) -> Slot {
    let code = CODES[n % CODES.len()];
    let spread = (n as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    Slot {
        id: format!("{spread:016x}-{n:08}").into(),
        site: Some(format!("{code}-{}", ["a", "b", "c"][n / 8 % 3]).into()),
        speed: Some(["10G", "10G", "100G", "400G"][n / 3 % 4].into()),
        occupied: Some(n % 10 < 3),
        facility: Some(Arc::new(Facility {
            name: format!("Example Data Centers {}{}", code.to_uppercase(), n / 24 % 40),
            address: vec![format!("{} Example Street", n / 24 % 40), "Ashburn".to_owned()],
        })),
        account: None,
        ccr_device_name: Some(format!("ccr0{}.{code}-a", n % 4).into()),
        extra: serde_json::Map::new(),
    }
}

fn port(n: usize) -> Interconnect {
    Interconnect {
        key: format!("icn-{n:06}").as_str().into(),
        name: format!("icn-{n:06}"),
        kind: None,
        account: None,
        owner: None,
        site: Some(format!("{}-a", CODES[n % CODES.len()]).into()),
        region: None,
        slot_id: Some(format!("{n}").as_str().into()),
        speed: Some("10G".into()),
        facility: None,
        ccr_device_name: None,
        virtual_port_reservation_id: None,
        description: None,
        status: None,
        extra: serde_json::Map::new(),
    }
}

/// A model, its picture, and the questions that nobody answers but us.
struct Desk {
    model: Model,
    screen: Screen,
    now: Now,
    asked: Vec<Effect>,
}

impl Desk {
    fn new() -> Self {
        let account = Some("0123456789abcdef0123456789abcdef".into());
        let session = Session { account, ..Session::default() };
        let now = Now { mono: Duration::from_secs(5), wall: "2026-11-24T14:02:00Z".parse().unwrap() };
        let mut model = Model::new(session, SIZE, now);
        let asked = model.start();
        Self { model, screen: Screen::new(true), now, asked }
    }

    fn tell(&mut self, msg: Msg) -> Duration {
        self.now.mono += Duration::from_millis(1);
        let begun = Instant::now();
        let effects = update(&mut self.model, self.now, msg);
        let took = begun.elapsed();
        self.asked.extend(effects);
        took
    }

    fn key(&mut self, key: Key) -> Duration {
        self.tell(Msg::Key(key))
    }

    fn frame(&mut self) -> (Duration, usize) {
        let begun = Instant::now();
        let Self { model, screen, .. } = self;
        let frame = screen.frame(model.size, |buffer| view::paint(model, Theme::new(true), buffer));
        (begun.elapsed(), frame.len())
    }

    /// Answers all questions about a kind. Tells how long each page took.
    fn answer<T>(&mut self, rows: Vec<T>, is: fn(&Query) -> bool, reply: fn(Page<T>) -> Reply) -> Vec<Duration> {
        let mut took = Vec::new();
        let found = self.asked.iter().position(|effect| matches!(effect, Effect::Ask { query, .. } if is(query)));
        let Some(Effect::Ask { ticket, .. }) = found.map(|at| self.asked.swap_remove(at)) else { return took };
        let pages = rows.len().div_ceil(PAGE).max(1);
        let mut rows = rows.into_iter();
        for number in 1..=pages {
            let some: Vec<T> = rows.by_ref().take(PAGE).collect();
            let page = Page { rows: some, unreadable: vec![], number: number as u32, last: number == pages };
            took.push(self.tell(Msg::Arrived { ticket, reply: reply(page) }));
            self.frame();
        }
        self.tell(Msg::Ended { ticket, result: Ok(()), took: Duration::from_millis(1), meter: Meter::default() });
        took
    }

    fn with(slots: usize, ports: usize) -> (Self, Duration) {
        let mut desk = Self::new();
        desk.answer(
            (0..ports).map(port).collect(),
            |query| matches!(query, Query::Interconnects(_)),
            Reply::Interconnects,
        );
        let is_slots = |query: &Query| matches!(query, Query::Slots(_));
        let pages = desk.answer((0..slots).map(slot).collect(), is_slots, Reply::Slots);
        (desk, pages.iter().sum())
    }
}

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
    let (mut desk, pages) = Desk::with(count, 24);
    desk.key(Key::char('3'));
    desk.frame();
    let mut keys = Vec::new();
    let mut frames = Vec::new();
    for _ in 0..rounds {
        keys.push(desk.key(Key::char('j')));
        frames.push(desk.frame().0);
    }
    let ends = ['G', 'g'].map(|key| desk.key(Key::char(key)));
    desk.key(Key::char('/'));
    let filter: Vec<Duration> = "ashburn iad".chars().map(|c| desk.key(Key::char(c))).collect();
    desk.key(Key::plain(Code::Enter));
    let clear = desk.key(Key::plain(Code::Esc));
    let sort: Vec<Duration> = (0..4).map(|_| desk.key(Key::char('s'))).collect();
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
    let (mut desk, _) = Desk::with(640, count);
    let (mut states, mut woken, mut changes) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..400 {
        desk.now.mono += Duration::from_secs(1);
        woken.push(desk.tell(Msg::Woke));
        desk.frame();
        let asked = std::mem::take(&mut desk.asked);
        for effect in asked {
            let Effect::Ask { ticket, query: Query::Status(_), .. } = effect else { continue };
            let state = if round % 7 == 0 { State::Down } else { State::Healthy };
            let status = Status { state, reason: None };
            states.push(desk.tell(Msg::Arrived { ticket, reply: Reply::Status(status) }));
            let ended = Msg::Ended { ticket, result: Ok(()), took: Duration::ZERO, meter: Meter::default() };
            desk.tell(ended);
            let (took, bytes) = desk.frame();
            changes.push((took, bytes));
        }
    }
    let frames: Vec<Duration> = changes.iter().map(|change| change.0).collect();
    println!("| {count} ports | {} | {} | {} |", ms(median(states)), ms(median(woken)), ms(median(frames)));
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
}
