//! A shift of eight hours over 214 ports, in virtual time: what is promised of freshness and of calls holds all along,
//! through a limit that is hit and ten minutes in which nothing answers.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use jiff::Timestamp;
use meetme::domain::call::{Meter, Query, Reply, Urgency};
use meetme::domain::{Extra, Fault, FaultKind, IconKey, Page, Schema, Settings, State, Status};
use meetme::workbench::flows::change::DryRunPolicy;
use meetme::workbench::key::Key;
use meetme::workbench::panes::Pane;
use meetme::workbench::{Effect, Model, Msg, Now, Session, Ticket, update};

const LATENCY: Duration = Duration::from_millis(150);
const WINDOW: Duration = Duration::from_mins(5);
const LIMITED: Duration = Duration::from_hours(2);
const BLOCK: Duration = Duration::from_secs(100);
const OUTAGE: Duration = Duration::from_hours(4);
const LASTS: Duration = Duration::from_mins(10);
const END: Duration = Duration::from_hours(8);
const PORTS: usize = 214;
/// Seconds from one storm to the next.
const EVERY: u64 = 600;
/// After the start, a block and an outage (its last probe is a minute away) everything has to be read once.
const CATCH_UP: Duration = Duration::from_mins(6);

fn name(at: usize) -> String {
    format!("icn-{at:03}")
}

/// What the port is at a moment: three down, six unhealthy, nine pending for weeks; every ten minutes another of the
/// healthy ones complains for five minutes, then is down for ten.
fn state(at: usize, now: Duration) -> State {
    match at {
        0..3 => return State::Down,
        3..9 => return State::Unhealthy,
        9..18 => return State::Pending,
        _ => {}
    }
    let storm = |k: u64| 18 + (k.wrapping_mul(2_654_435_761) >> 7) as usize % (PORTS - 18);
    let last = now.as_secs() / EVERY;
    for k in (last.saturating_sub(3)..=last).rev() {
        let since = now.as_secs() - k * EVERY;
        if storm(k) == at && since < 900 {
            return if since < 300 { State::Unhealthy } else { State::Down };
        }
    }
    State::Healthy
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
}

impl Shift {
    fn begin() -> Self {
        let session = Session {
            profile: "p".into(),
            host: None,
            account: Some("acc".into()),
            account_name: "A".into(),
            schema: Schema::Published,
            mode: meetme::domain::Mode::ReadOnly,
            protect: false,
            simulated: false,
            dry_run: DryRunPolicy::Never,
            colour: None,
            ring: meetme::domain::Ring::default(),
            profiles: vec![],
            accounts: vec![],
        };
        let now = Now { mono: Duration::ZERO, wall: Timestamp::UNIX_EPOCH };
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
        let wall = Timestamp::UNIX_EPOCH + jiff::SignedDuration::try_from(self.now).unwrap();
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
                let rows = (from..(from + 25).min(PORTS)).map(|at| super::port(&name(at), "slot")).collect();
                (Reply::Interconnects(Page { rows, unreadable: vec![], number, last: page == 9 }), 9)
            }
            Query::Slots(_) => {
                let rows = (0..25).map(|at| super::slot(&format!("{page}-{at}"), true)).collect();
                (Reply::Slots(Page { rows, unreadable: vec![], number, last: page == 26 }), 26)
            }
            Query::Cnis(_) => (Reply::Cnis(Page { rows: vec![], unreadable: vec![], number, last: page == 10 }), 10),
            Query::Tunnels => (Reply::Tunnels(Page { rows: vec![], unreadable: vec![], number, last: true }), 1),
            Query::Settings => (Reply::Settings(Settings { default_asn: None, extra: Extra::new() }), 1),
            other => panic!("nobody asked for {other:?}"),
        };
        self.tell(Msg::Arrived { ticket, reply });
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
        let at: usize = key.as_str()[4..].parse().unwrap();
        let state = state(at, self.now);
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

    /// Goes on until a moment.
    fn run(&mut self, until: Duration) {
        loop {
            let answer = self.coming.keys().next().copied();
            let wake = self.model.wake_at().unwrap_or(until);
            let next = answer.map_or(wake, |(at, _)| at.min(wake)).min(until);
            assert!(next >= self.now, "time goes on");
            self.now = next;
            if let Some(at) = answer.filter(|(at, _)| *at == next)
                && let Some((ticket, query, page, asked)) = self.coming.remove(&at)
            {
                self.answer(ticket, query, page, asked);
            } else if next == until {
                return;
            } else {
                self.tell(Msg::Woke);
            }
        }
    }

    fn press(&mut self, key: char) {
        self.tell(Msg::Key(Key::char(key)));
    }

    fn most_in_a_window(&self, counts: impl Fn(Urgency) -> bool) -> usize {
        let times: Vec<Duration> = self.calls.iter().filter(|(_, u)| counts(*u)).map(|(at, _)| *at).collect();
        let mut from = 0;
        let mut most = 0;
        for (at, time) in times.iter().enumerate() {
            while times[from] + WINDOW <= *time {
                from += 1;
            }
            most = most.max(at + 1 - from);
        }
        most
    }

    fn calls_between(&self, from: Duration, to: Duration) -> usize {
        self.calls.iter().filter(|(at, _)| (from..to).contains(at)).count()
    }
}

#[test]
fn a_shift_keeps_its_promises() {
    let mut shift = Shift::begin();
    let mut minute = 0;
    while shift.now < END {
        minute += 1;
        shift.run(Duration::from_mins(minute));
        match minute % 20 {
            3 | 7 | 11 => shift.press('j'),
            9 if !excused(shift.now) => shift.press('r'),
            13 => shift.press('3'),
            14 => shift.press('1'),
            17 => shift.press('g'),
            _ => {}
        }
    }
    assert!(shift.oldest.len() == 4, "each kind was looked at: {:?}", shift.oldest);
    assert!(shift.late.is_empty(), "{} late: {:#?}", shift.late.len(), &shift.late[..shift.late.len().min(8)]);
    assert!(shift.most_in_a_window(|urgency| urgency == Urgency::Poll) <= 480);
    assert!(shift.most_in_a_window(|_| true) <= 600);
    let refused = LIMITED + LATENCY + Duration::from_secs(1);
    assert_eq!(shift.calls_between(refused, LIMITED + BLOCK), 0, "a 429 stops everything");
    let probes = shift.calls_between(OUTAGE + Duration::from_secs(10), OUTAGE + LASTS);
    assert!((5..90).contains(&probes), "{probes} calls while nothing answered");
    let after = OUTAGE + LASTS;
    assert!(shift.calls_between(after, after + Duration::from_secs(70)) > 0, "it goes on by itself");
    assert!(shift.calls_between(after, after + Duration::from_mins(1)) < 120, "and does not storm back");
    let seen = shift.seen.values().filter(|(seen, _)| END.saturating_sub(*seen) <= Duration::from_mins(10)).count();
    assert_eq!(seen, PORTS, "nothing was left out");
}
