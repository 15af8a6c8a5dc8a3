//! The model and its picture without terminal, network or clock: messages in, bytes out, every question answered at
//! once. What is counted or timed here is the program's own.

use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use meetme::domain::call::{Meter, Query, Reply};
use meetme::domain::{Facility, IconKey, Interconnect, Page, Settings, Slot, State, Status};
use meetme::tui::theme::Theme;
use meetme::tui::{Screen, view};
use meetme::workbench::key::Key;
use meetme::workbench::{Effect, Model, Msg, Now, Session, update};

const PAGE: usize = 1000;
const CODES: [&str; 8] = ["iad", "lhr", "ams", "fra", "sjc", "nrt", "syd", "gru"];

/// Forty for each code; a list holds each once, as the client reads it.
static BUILDINGS: LazyLock<Vec<Arc<Facility>>> = LazyLock::new(|| {
    let building = |n: usize| Facility {
        name: format!("Example Data Centers {}{}", CODES[n / 40].to_uppercase(), n % 40),
        address: vec![format!("{} Example Street", n % 40), "Ashburn".to_owned()],
    };
    (0..CODES.len() * 40).map(|n| Arc::new(building(n))).collect()
});

/// A slot; ids are spread like random ones, so that an order by them is work.
pub fn slot(n: usize) -> Slot {
    let code = CODES[n % CODES.len()];
    let spread = (n as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    Slot {
        id: format!("{spread:016x}-{n:08}").into(),
        site: Some(format!("{code}-{}", ["a", "b", "c"][n / 8 % 3]).into()),
        speed: Some(["10G", "10G", "100G", "400G"][n / 3 % 4].into()),
        occupied: Some(n % 10 < 3),
        facility: Some(Arc::clone(&BUILDINGS[n % CODES.len() * 40 + n / 24 % 40])),
        account: None,
        ccr_device_name: Some(format!("ccr0{}.{code}-a", n % 4).into()),
        extra: serde_json::Map::new(),
    }
}

/// A port.
pub fn port(n: usize) -> Interconnect {
    Interconnect {
        site: Some(format!("{}-a", CODES[n % CODES.len()]).into()),
        slot_id: Some(format!("{n}").as_str().into()),
        speed: Some("10G".into()),
        ..Interconnect::unread(format!("icn-{n:06}").as_str().into())
    }
}

/// What a stretch of time cost.
#[derive(Debug, Clone, Copy, Default)]
pub struct Spent {
    /// Times that the model was woken.
    pub wakeups: u32,
    /// Pictures that were made.
    pub draws: u32,
    /// Frames with anything in them.
    pub frames: u32,
    /// Their bytes.
    pub bytes: usize,
    /// Calls.
    pub calls: u32,
}

/// A desk in an account of so many slots and ports.
pub struct Desk {
    /// What the app knows.
    pub model: Model,
    /// The time of the next message.
    pub now: Now,
    /// The states of ports that are not healthy.
    pub sick: Vec<IconKey>,
    /// How long the pages of the last list took to be taken, drawing left out.
    pub pages: Duration,
    /// Calls by what was asked.
    pub asked: Vec<Query>,
    screen: Screen,
    slots: usize,
    ports: usize,
}

impl Desk {
    /// Nothing is asked yet.
    pub fn new(size: (u16, u16), slots: usize, ports: usize) -> Self {
        let account = Some("0123456789abcdef0123456789abcdef".into());
        let session = Session { account, account_name: "bench".into(), ..Session::default() };
        let now = Now { mono: Duration::from_secs(5), wall: "2026-11-24T14:02:00Z".parse().unwrap() };
        let model = Model::new(session, size, now);
        let (screen, pages) = (Screen::new(true), Duration::ZERO);
        Self { model, now, sick: vec![], pages, asked: vec![], screen, slots, ports }
    }

    /// All lists are read and everything is drawn.
    pub fn ready(size: (u16, u16), slots: usize, ports: usize) -> Self {
        let mut desk = Self::new(size, slots, ports);
        let effects = desk.model.start();
        desk.answer(effects);
        desk.draw();
        desk
    }

    /// Takes a message; its questions are left to the caller. Answers how long that took.
    pub fn tell(&mut self, msg: Msg) -> (Duration, Vec<Effect>) {
        let begun = Instant::now();
        let effects = update(&mut self.model, self.now, msg);
        (begun.elapsed(), effects)
    }

    /// Presses a key and answers what it asked for. Tells how long the key took.
    pub fn key(&mut self, key: Key) -> Duration {
        self.pass(Duration::from_millis(1));
        let (took, effects) = self.tell(Msg::Key(key));
        self.answer(effects);
        took
    }

    /// Time passes, and nothing happens.
    pub fn pass(&mut self, time: Duration) {
        self.now.mono += time;
        self.now.wall += time;
    }

    /// Draws if something changed, as the loop does. Answers the bytes of the frame; `None`: nothing was drawn.
    pub fn draw(&mut self) -> Option<usize> {
        self.model.take_redraw().then(|| self.frame().1)
    }

    /// Makes a frame. Answers how long it took, and its bytes.
    pub fn frame(&mut self) -> (Duration, usize) {
        let begun = Instant::now();
        let Self { model, screen, .. } = self;
        let frame = screen.frame(model.size, |buffer| view::paint(model, Theme::new(true), buffer));
        (begun.elapsed(), frame.len())
    }

    /// Lets time pass; whenever the model wants to be woken, it is.
    pub fn idle(&mut self, span: Duration) -> Spent {
        let (mut spent, end, calls) = (Spent::default(), self.now.mono + span, self.asked.len());
        while let Some(at) = self.model.wake_at().filter(|at| *at <= end) {
            self.pass(at.saturating_sub(self.now.mono));
            spent.wakeups += 1;
            let (_, effects) = self.tell(Msg::Woke);
            self.answer(effects);
            if let Some(bytes) = self.draw() {
                spent.draws += 1;
                spent.frames += u32::from(bytes > 0);
                spent.bytes += bytes;
            }
        }
        self.pass(end.saturating_sub(self.now.mono));
        spent.calls = (self.asked.len() - calls) as u32;
        spent
    }

    /// The bytes of the frame that tells that one port more is down; the frame before it held everything else that was
    /// due.
    pub fn falls(&mut self, port: &str) -> usize {
        self.sick.push(port.into());
        let (before, mut bytes) = (self.model.count(&State::Down), 0);
        while self.model.count(&State::Down) == before {
            let Some(at) = self.model.wake_at() else { break };
            bytes = self.idle(at.saturating_sub(self.now.mono)).bytes;
        }
        bytes
    }

    /// Answers questions, and those that follow from the answers.
    pub fn answer(&mut self, mut effects: Vec<Effect>) {
        while let Some(effect) = effects.pop() {
            let Effect::Ask { ticket, query, .. } = effect else { continue };
            self.asked.push(query.clone());
            let replies: Vec<Reply> = match &query {
                Query::Interconnects(_) => pages((0..self.ports).map(port).collect(), Reply::Interconnects),
                Query::Slots(_) => pages((0..self.slots).map(slot).collect(), Reply::Slots),
                Query::Cnis(_) => pages(vec![], Reply::Cnis),
                Query::Tunnels => pages(vec![], Reply::Tunnels),
                Query::Settings => vec![Reply::Settings(Settings { default_asn: None, extra: serde_json::Map::new() })],
                Query::Status(key) => {
                    let state = if self.sick.contains(key) { State::Down } else { State::Healthy };
                    vec![Reply::Status(Status { state, reason: None })]
                }
                _ => vec![],
            };
            if matches!(query, Query::Slots(_)) {
                self.pages = Duration::ZERO;
            }
            for reply in replies {
                let (took, more) = self.tell(Msg::Arrived { ticket, reply });
                if matches!(query, Query::Slots(_)) {
                    self.pages += took;
                }
                effects.extend(more);
            }
            let ended = Msg::Ended { ticket, result: Ok(()), took: Duration::ZERO, meter: Meter::default() };
            effects.extend(self.tell(ended).1);
        }
    }
}

fn pages<T>(rows: Vec<T>, reply: fn(Page<T>) -> Reply) -> Vec<Reply> {
    let count = rows.len().div_ceil(PAGE).max(1);
    let mut rows = rows.into_iter();
    let page = |number| Page {
        rows: rows.by_ref().take(PAGE).collect(),
        unreadable: vec![],
        number: number as u32,
        last: number == count,
    };
    (1..=count).map(page).map(reply).collect()
}
