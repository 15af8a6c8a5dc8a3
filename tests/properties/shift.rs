//! A shift of eight hours over 214 ports, in virtual time: what is promised of freshness and of calls holds all along,
//! through a limit that is hit and ten minutes in which nothing answers.

mod calls;
mod clock;
mod delays;
mod world;

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use jiff::Timestamp;
use meetme::domain::call::{Meter, Query, Reply, Urgency};
use meetme::domain::{Extra, Fault, FaultKind, IconKey, Page, Schema, Settings, State, Status};
use meetme::workbench::flows::change::DryRunPolicy;
use meetme::workbench::key::Key;
use meetme::workbench::panes::Pane;
use meetme::workbench::{Effect, Model, Msg, Now, Session, Ticket, update};

use super::answers::{port, slot};
use delays::{Class, Delays};
use world::{Change, World};

const LATENCY: Duration = Duration::from_millis(150);
const WINDOW: Duration = Duration::from_mins(5);
const LIMITED: Duration = Duration::from_hours(2);
const BLOCK: Duration = Duration::from_secs(100);
const OUTAGE: Duration = Duration::from_hours(4);
const LASTS: Duration = Duration::from_mins(10);
const END: Duration = Duration::from_hours(8);
const PORTS: usize = 214;
/// After the start, a block and an outage (its last probe is a minute away) everything has to be read once.
const CATCH_UP: Duration = Duration::from_mins(6);

fn name(at: usize) -> String {
    format!("icn-{at:03}")
}

fn promise(state: &State, since: Duration) -> Duration {
    Duration::from_secs(match state {
        State::Healthy => 240,
        State::Pending if since > Duration::from_mins(61) => 600,
        _ => 30,
    })
}

/// What the days around the trouble are excused.
fn excused(now: Duration) -> bool {
    let within = |from: Duration, to: Duration| (from..to).contains(&now);
    now < CATCH_UP || within(LIMITED, LIMITED + BLOCK + CATCH_UP) || within(OUTAGE, OUTAGE + LASTS + CATCH_UP)
}

struct Shift {
    model: Model,
    now: Duration,
    /// Answers on their way, by their moment.
    coming: BTreeMap<(Duration, u64), (Ticket, Query, u32, Duration)>,
    order: u64,
    urgency: HashMap<Ticket, Urgency>,
    calls: Vec<(Duration, Urgency)>,
    busy: HashMap<IconKey, Ticket>,
    seen: HashMap<IconKey, (Duration, State)>,
    front: (Option<String>, Duration),
    oldest: BTreeMap<&'static str, Duration>,
    late: Vec<String>,
    world: World,
    /// The port that was turned, from what, to what.
    turned: Option<(usize, State, State)>,
    delays: Delays,
    /// The clock on the wall at a moment.
    wall: fn(Duration) -> Timestamp,
}

/// One that goes as it should.
fn steady(now: Duration) -> Timestamp {
    Timestamp::UNIX_EPOCH + jiff::SignedDuration::try_from(now).unwrap()
}

impl Shift {
    fn begin(wall: fn(Duration) -> Timestamp) -> Self {
        let session = Session {
            profile: "p".into(),
            account: Some("acc".into()),
            account_name: "A".into(),
            schema: Schema::Published,
            mode: meetme::domain::Mode::ReadOnly,
            dry_run: DryRunPolicy::Never,
            ..Session::default()
        };
        let now = Now { mono: Duration::ZERO, wall: wall(Duration::ZERO) };
        let mut model = Model::new(session, (60, 10), now);
        let effects = model.start();
        let mut shift = Self {
            model,
            now: Duration::ZERO,
            coming: BTreeMap::new(),
            order: 0,
            urgency: HashMap::new(),
            calls: Vec::new(),
            busy: HashMap::new(),
            seen: HashMap::new(),
            front: (None, Duration::ZERO),
            oldest: BTreeMap::new(),
            late: Vec::new(),
            world: World::new(),
            turned: None,
            delays: Delays::default(),
            wall,
        };
        shift.send(effects);
        shift
    }

    fn send(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let Effect::Ask { ticket, query, urgency } = effect else { continue };
            if let Query::Status(key) = &query {
                let other = self.busy.insert(key.clone(), ticket);
                assert!(other.is_none(), "two reads of {key} under way");
            }
            self.calls.push((self.now, urgency));
            self.urgency.insert(ticket, urgency);
            self.expect(ticket, query, 1);
        }
    }

    fn expect(&mut self, ticket: Ticket, query: Query, page: u32) {
        self.order += 1;
        let slow = if self.is_out() { Duration::from_secs(2) } else { LATENCY };
        self.coming.insert((self.now + slow, self.order), (ticket, query, page, self.now));
    }

    fn is_out(&self) -> bool {
        (OUTAGE..OUTAGE + LASTS).contains(&self.now)
    }

    fn tell(&mut self, msg: Msg) {
        let wall = (self.wall)(self.now);
        let effects = update(&mut self.model, Now { mono: self.now, wall }, msg);
        self.send(effects);
        let front = self.model.table(Pane::Interconnects).selected();
        if self.model.pane != Pane::Interconnects {
            self.front = (None, self.now);
        } else if front != self.front.0.as_deref() {
            self.front = (front.map(str::to_owned), self.now);
        }
    }

    fn end(&mut self, ticket: Ticket, query: &Query, result: Result<(), Fault>) {
        if let Query::Status(key) = query {
            self.busy.remove(key);
        }
        let meter = Meter { used: 0, remaining: Some(900), blocked: None };
        self.tell(Msg::Ended { ticket, result, took: LATENCY, meter });
    }

    fn answer(&mut self, ticket: Ticket, query: Query, page: u32, asked: Duration) {
        if (LIMITED..LIMITED + Duration::from_secs(1)).contains(&asked) {
            let fault = Fault { retry_after: Some(BLOCK), ..Fault::new(FaultKind::RateLimited, "429") };
            return self.end(ticket, &query, Err(fault));
        }
        if (OUTAGE..OUTAGE + LASTS).contains(&asked) {
            return self.end(ticket, &query, Err(Fault::new(FaultKind::Lost, "no answer")));
        }
        let number = page;
        let (reply, pages) = match &query {
            Query::Status(key) => (self.read(key), 1),
            Query::Interconnects(_) => {
                let from = (page as usize - 1) * 25;
                let rows = (from..(from + 25).min(PORTS)).map(|at| port(&name(at), "slot")).collect();
                (Reply::Interconnects(Page { rows, unreadable: vec![], number, last: page == 9 }), 9)
            }
            Query::Slots(_) => {
                let rows = (0..25).map(|at| slot(&format!("{page}-{at}"), true)).collect();
                (Reply::Slots(Page { rows, unreadable: vec![], number, last: page == 26 }), 26)
            }
            Query::Cnis(_) => (Reply::Cnis(Page { rows: vec![], unreadable: vec![], number, last: page == 10 }), 10),
            Query::Tunnels => (Reply::Tunnels(Page { rows: vec![], unreadable: vec![], number, last: true }), 1),
            Query::Settings => (Reply::Settings(Settings { default_asn: None, extra: Extra::new() }), 1),
            other => panic!("nobody asked for {other:?}"),
        };
        self.tell(Msg::Arrived { ticket, reply });
        if let Query::Status(key) = &query {
            self.saw(key);
        }
        if page == pages {
            self.end(ticket, &query, Ok(()));
        } else {
            let urgency = self.urgency[&ticket];
            self.calls.push((self.now, urgency));
            self.expect(ticket, query, page + 1);
        }
    }

    /// A state is read: how old was what we had?
    fn read(&mut self, key: &IconKey) -> Reply {
        let at = Self::port(key);
        let state = self.world.state(at);
        if let Some((seen, before)) = self.seen.get(key).cloned()
            && !excused(self.now)
        {
            let age = self.now.saturating_sub(seen);
            let (word, mut most) = (before.word().to_owned(), promise(&before, self.now));
            let word = match word.as_str() {
                "HEALTHY" => "healthy",
                "PENDING" => "pending",
                _ => "bad",
            };
            if self.front.0.as_deref() == Some(key.as_str()) && self.front.1 <= seen {
                most = Duration::from_secs(10);
                let oldest = self.oldest.entry("front").or_default();
                *oldest = age.max(*oldest);
            } else {
                let oldest = self.oldest.entry(word).or_default();
                *oldest = age.max(*oldest);
            }
            // While the pending ports are not known to be long pending, a little more is wanted than may be asked.
            let most = if self.now < Duration::from_mins(70) { most.mul_f64(1.25) } else { most };
            if age > most {
                self.late.push(format!("{key} ({before}) was {age:?} old at {:?}", self.now));
            }
        }
        self.seen.insert(key.clone(), (self.now, state.clone()));
        Reply::Status(Status { state, reason: None })
    }

    fn port(key: &IconKey) -> usize {
        key.as_str()[4..].parse().unwrap()
    }

    /// The cursor is on a port, and was then.
    fn is_under_cursor(&self, port: usize, since: Duration) -> bool {
        self.front.0.as_deref() == Some(name(port).as_str()) && self.front.1 <= since
    }

    /// As what the change of a port counts.
    fn class(&self, change: &Change) -> Class {
        if excused(change.at) {
            return Class::Trouble;
        }
        if self.is_under_cursor(change.port, change.at) {
            return Class::Focused;
        }
        let watch = &self.model.watches[&IconKey::from(name(change.port).as_str())];
        match watch.known() {
            Some(State::Healthy) => Class::Healthy,
            Some(State::Pending) if change.at > Duration::from_mins(70) => Class::LongPending,
            _ => Class::NotHealthy,
        }
    }

    fn let_happen(&mut self) {
        for change in self.world.pass(self.now) {
            let class = self.class(&change);
            self.delays.happened(change, class);
        }
    }

    /// The workbench took a state: what it shows is what the port is.
    fn saw(&mut self, key: &IconKey) {
        let port = Self::port(key);
        assert_eq!(self.model.watches[key].known(), Some(&self.world.state(port)), "{key} at {:?}", self.now);
        let (now, still) = (self.now, |shift: &Self, at| shift.is_under_cursor(port, at));
        if let Some(at) = self.delays.open(port).map(|(change, _)| change.at)
            && !still(self, at)
            && let Some((_, class)) = self.delays.open(port).filter(|(_, class)| *class == Class::Focused)
        {
            // The cursor went on before it was seen: from then on it is a row like others.
            *class = Class::Healthy;
        }
        let over = if now >= OUTAGE {
            OUTAGE + LASTS
        } else if now >= LIMITED {
            LIMITED + BLOCK
        } else {
            Duration::ZERO
        };
        self.delays.saw(port, now, over);
    }

    /// The port under the cursor becomes something else; the next time, what it was.
    fn turn(&mut self) {
        if let Some((port, was, is)) = self.turned.take() {
            if self.world.state(port) == is {
                self.world.will(self.now, port, was);
            }
        } else if let Some(name) = &self.front.0 {
            let port = Self::port(&IconKey::from(name.as_str()));
            let was = self.world.state(port);
            let is = if was == State::Healthy { State::Unhealthy } else { State::Healthy };
            self.world.will(self.now, port, is.clone());
            self.turned = Some((port, was, is));
        }
        self.let_happen();
    }

    /// Goes on until a moment.
    fn run(&mut self, until: Duration) {
        loop {
            let answer = self.coming.keys().next().copied();
            let wake = self.model.wake_at().unwrap_or(until);
            let next = answer.map_or(wake, |(at, _)| at.min(wake)).min(until);
            let next = self.world.next_at().map_or(next, |at| at.min(next));
            assert!(next >= self.now, "time goes on");
            self.now = next;
            self.let_happen();
            if let Some(at) = answer.filter(|(at, _)| *at == next)
                && let Some((ticket, query, page, asked)) = self.coming.remove(&at)
            {
                self.answer(ticket, query, page, asked);
            } else if next == until {
                return;
            } else if next == wake {
                self.tell(Msg::Woke);
            }
        }
    }

    fn press(&mut self, key: char) {
        self.tell(Msg::Key(Key::char(key)));
    }
}

#[test]
fn a_shift_keeps_its_promises() {
    let mut shift = Shift::begin(steady);
    let mut minute = 0;
    while shift.now < END {
        minute += 1;
        shift.run(Duration::from_mins(minute));
        match minute % 20 {
            3 | 7 | 11 => shift.press('j'),
            4 | 6 | 8 | 10 | 15 | 16 => shift.turn(),
            9 if !excused(shift.now) => shift.press('r'),
            13 => shift.press('3'),
            14 => shift.press('1'),
            17 => shift.press('g'),
            _ => {}
        }
    }
    assert!(shift.oldest.len() == 4, "each kind was looked at: {:?}", shift.oldest);
    assert!(shift.late.is_empty(), "{} late: {:#?}", shift.late.len(), &shift.late[..shift.late.len().min(8)]);
    assert!(shift.most_in_a_window(false) <= 480);
    assert!(shift.most_in_a_window(true) <= 600);
    assert_eq!(shift.blocked_calls(), 0, "a 429 stops everything");
    let probes = shift.outage_calls();
    assert!((5..90).contains(&probes), "{probes} calls while nothing answered");
    let after = OUTAGE + LASTS;
    assert!(shift.calls_between(after, after + Duration::from_secs(70)) > 0, "it goes on by itself");
    assert!(shift.calls_between(after, after + Duration::from_mins(1)) < 120, "and does not storm back");
    let seen = shift.seen.values().filter(|(seen, _)| END.saturating_sub(*seen) <= Duration::from_mins(10)).count();
    assert_eq!(seen, PORTS, "nothing was left out");
    let broken = shift.delays.broken();
    assert!(broken.is_empty(), "{} changes seen late: {:#?}", broken.len(), &broken[..broken.len().min(8)]);
    let counts = Class::ALL.map(|class| shift.delays.count(class));
    assert!(counts.iter().all(|count| *count >= 3), "each kind of change was measured: {counts:?}");
    kept(&delays::page(&shift));
}

/// The figures are those of the page; `MEETME_DRAW=1 cargo test --locked --test properties shift` writes them anew.
#[expect(clippy::print_stdout, reason = "whoever asks for them with --nocapture sees the figures")]
fn kept(page: &str) {
    println!("{page}");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/shift.md");
    if std::env::var_os("MEETME_DRAW").is_some() {
        std::fs::write(path, page).unwrap();
    }
    let there = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        there == page,
        "docs/shift.md is old: MEETME_DRAW=1 cargo test --locked --test properties shift writes it anew"
    );
}
