//! A model with its answers in the hand of a test.

use super::*;

pub(in crate::workbench) fn session() -> Session {
    Session {
        profile: "p".into(),
        account: Some("acc".into()),
        account_name: "Account".into(),
        schema: Schema::Published,
        mode: crate::domain::Mode::Write,
        simulated: true,
        dry_run: DryRunPolicy::Always,
        ..Session::default()
    }
}

pub(in crate::workbench::update) fn port(name: &str) -> Interconnect {
    Interconnect {
        kind: Some(Kind::Direct),
        site: Some("iad-a".into()),
        speed: Some("10G".into()),
        ..Interconnect::unread(IconKey::from(name))
    }
}

pub(in crate::workbench::update) fn slot(id: &str) -> Slot {
    Slot {
        id: id.into(),
        site: Some("iad-a".into()),
        speed: Some("10G".into()),
        occupied: Some(false),
        facility: None,
        account: None,
        ccr_device_name: None,
        extra: crate::domain::Extra::new(),
    }
}

pub(super) fn page<T>(rows: Vec<T>, number: u32, last: bool) -> Page<T> {
    Page { rows, unreadable: vec![], number, last }
}

/// A model under test and the orders that wait for an answer.
pub(in crate::workbench::update) struct Bench {
    pub(in crate::workbench::update) model: Model,
    pub(in crate::workbench::update) now: Now,
    pub(in crate::workbench::update) orders: Vec<Effect>,
}

impl Bench {
    pub(in crate::workbench::update) fn of(session: Session) -> Self {
        let now = Now { mono: Duration::from_secs(10), wall: Timestamp::UNIX_EPOCH };
        let mut model = Model::new(session, (80, 24), now);
        let orders = model.start();
        Self { model, now, orders }
    }

    /// With two ports and two slots read.
    pub(in crate::workbench::update) fn loaded() -> Self {
        let mut bench = Self::of(session());
        bench.answer_all();
        bench.model.take_redraw();
        bench
    }

    pub(in crate::workbench::update) fn tell(&mut self, msg: Msg) -> Vec<Effect> {
        let effects = update(&mut self.model, self.now, msg);
        self.orders.extend(effects.clone());
        effects
    }

    pub(in crate::workbench::update) fn press(&mut self, keys: &str) -> Vec<Effect> {
        keys.chars().flat_map(|c| self.tell(Msg::Key(Key::char(c)))).collect()
    }

    pub(in crate::workbench::update) fn key(&mut self, code: Code) -> Vec<Effect> {
        self.tell(Msg::Key(Key::plain(code)))
    }

    pub(in crate::workbench::update) fn end(&mut self, ticket: Ticket, result: Result<(), Fault>) -> Vec<Effect> {
        self.tell(Msg::Ended { ticket, result, took: Duration::ZERO, meter: Meter::default() })
    }

    pub(in crate::workbench::update) fn asked(&self, fits: impl Fn(&Query) -> bool) -> Option<Ticket> {
        self.orders.iter().rev().find_map(|order| match order {
            Effect::Ask { ticket, query, .. } if fits(query) => Some(*ticket),
            _ => None,
        })
    }

    pub(in crate::workbench::update) fn list(&self) -> Ticket {
        self.asked(|query| matches!(query, Query::Interconnects(_))).unwrap()
    }

    pub(in crate::workbench::update) fn arrive(&mut self, ticket: Ticket, reply: Reply) {
        self.tell(Msg::Arrived { ticket, reply });
    }

    pub(in crate::workbench::update) fn ports(&mut self, names: &[&str]) {
        let ticket = self.list();
        let rows = names.iter().map(|name| port(name)).collect();
        self.arrive(ticket, Reply::Interconnects(page(rows, 1, true)));
        self.end(ticket, Ok(()));
    }

    pub(in crate::workbench::update) fn answer_all(&mut self) {
        self.ports(&["icn-b", "icn-a"]);
        while let Some(order) = self.orders.pop() {
            let Effect::Ask { ticket, query, .. } = order else { continue };
            let reply = match query {
                Query::Slots(_) => Reply::Slots(page(vec![slot("s-1"), slot("s-2")], 1, true)),
                Query::Cnis(_) => Reply::Cnis(page(vec![], 1, true)),
                Query::Tunnels => Reply::Tunnels(page(vec![], 1, true)),
                Query::Settings => {
                    Reply::Settings(crate::domain::Settings { default_asn: None, extra: crate::domain::Extra::new() })
                }
                Query::Status(_) => Reply::Status(status(State::Healthy)),
                _ => continue,
            };
            self.arrive(ticket, reply);
            self.end(ticket, Ok(()));
        }
    }

    pub(in crate::workbench::update) fn later(&mut self, seconds: u64) -> Vec<Effect> {
        self.now.mono += Duration::from_secs(seconds);
        self.tell(Msg::Woke)
    }

    pub(in crate::workbench::update) fn selected(&self) -> Option<&str> {
        self.model.table(self.model.pane).selected()
    }
}

pub(super) fn status(state: State) -> Status {
    Status { state, reason: None }
}

pub(super) fn server() -> Fault {
    Fault::new(FaultKind::Server, "edge answered 502 (HTML)")
}
