//! The flow as tables: an account that is played, what reads find in it, what writes do to it.

mod create;
mod delete;
mod edit;
mod merge;
mod outcomes;

use super::*;
use crate::domain::call::{Meter, Query, Reply};
use crate::domain::change::{DryRun, Outcome, Request};
use crate::domain::draft::Removal;
use crate::domain::{
    ApiError, Bgp, Cni, Extra, HealthCheck, IconKey, Interconnect, Magic, Page, Settings, Slot, Tunnel,
};
use crate::workbench::flows::CreateInterconnect;

pub(super) const NOW: Duration = Duration::from_secs(100);

pub(super) fn slot(free: bool) -> Slot {
    Slot {
        id: "s-1".into(),
        site: Some("iad-a".into()),
        speed: Some("10G".into()),
        occupied: Some(!free),
        facility: None,
        account: None,
        ccr_device_name: Some("ccr02.iad-a".into()),
        extra: Extra::new(),
    }
}

pub(super) fn port(key: &str, slot: &str) -> Interconnect {
    Interconnect {
        key: IconKey::from(key),
        name: key.to_owned(),
        kind: None,
        account: Some("acc".into()),
        owner: None,
        site: Some("iad-a".into()),
        region: None,
        slot_id: Some(slot.into()),
        speed: Some("10G".into()),
        facility: None,
        ccr_device_name: Some("ccr01.iad-a".into()),
        virtual_port_reservation_id: None,
        description: None,
        status: None,
        extra: Extra::new(),
    }
}

pub(super) fn cni(id: &str, over: &str) -> Cni {
    let magic = Magic { conduit_name: id.to_owned(), mtu: Some(1500), ..Magic::default() };
    let bgp = Bgp { customer_asn: Some(crate::domain::Asn(65_010)), md5_key: Some("k3y".into()), ..Bgp::default() };
    Cni {
        id: id.into(),
        account: Some("acc".into()),
        interconnect: Some(over.into()),
        p2p_ip: Some("10.254.0.0/31".into()),
        cust_ip: Some("10.254.0.1/31".into()),
        magic: Some(magic),
        bgp: Some(bgp),
        bgp_mode: None,
        vlan: None,
        extra: Extra::from_iter([("later".to_owned(), serde_json::json!({"deep": [1]}))]),
    }
}

pub(super) fn tunnel(name: &str) -> Tunnel {
    Tunnel {
        id: format!("t-{name}").as_str().into(),
        name: name.to_owned(),
        colo_name: None,
        description: None,
        interface_address: None,
        mtu: None,
        health_check: Some(HealthCheck { enabled: Some(true), rate: Some("mid".into()), ..HealthCheck::default() }),
        virtual_port_reservation_id: None,
        extra: Extra::new(),
    }
}

/// What an account holds.
#[derive(Debug, Clone, Default)]
pub(super) struct Account {
    pub(super) ports: Vec<Interconnect>,
    pub(super) cnis: Vec<Cni>,
    pub(super) tunnels: Vec<Tunnel>,
    pub(super) default_asn: Option<crate::domain::Asn>,
    pub(super) free: bool,
}

/// How the server takes the next write.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Mood {
    /// Does it and says so.
    Well,
    /// Does it, and the answer is lost.
    LosesAnswer,
    /// Does nothing, and the answer is lost.
    LosesRequest,
    /// Does it and answers with this.
    AnswersWith(Made),
    /// Refuses.
    Refuses(Fault),
}

/// Plays the account: what reads find, what writes do.
pub(super) struct Play {
    pub(super) flow: Flow,
    pub(super) tickets: Tickets,
    pub(super) account: Account,
    pub(super) whole: bool,
    pub(super) dry_run: Mood,
    pub(super) dry_run_acts: bool,
    pub(super) commit: Mood,
    pub(super) writes: Vec<&'static str>,
    /// What the server makes of an object before it stores it.
    pub(super) bends: fn(&mut Cni),
    /// Reads are kept from being made for so long.
    pub(super) limited: Option<Duration>,
}

pub(super) fn terms(policy: DryRunPolicy) -> Terms {
    Terms { schema: Schema::Published, dry_run: policy, account: Some("acc".into()), consent: vec![] }
}

pub(super) fn lost() -> Fault {
    Fault::new(FaultKind::Lost, "reset")
}

impl Play {
    pub(super) fn of(kind: Kind, policy: DryRunPolicy) -> Self {
        Self::under(kind, terms(policy))
    }

    pub(super) fn under(kind: Kind, terms: Terms) -> Self {
        let account = Account {
            ports: vec![port("old", "s-0")],
            cnis: vec![cni("c-1", "old")],
            tunnels: vec![tunnel("c-1")],
            default_asn: None,
            free: true,
        };
        let mut tickets = Tickets::default();
        let (flow, effects) = Flow::open(kind, terms, &mut tickets);
        let mut play = Self {
            flow,
            tickets,
            account,
            whole: true,
            dry_run: Mood::Well,
            dry_run_acts: false,
            commit: Mood::Well,
            writes: vec![],
            bends: |_| {},
            limited: None,
        };
        play.run(effects);
        play
    }

    /// A create on the free slot.
    pub(super) fn new(policy: DryRunPolicy) -> Self {
        Self::of(Kind::CreateInterconnect(CreateInterconnect { slot: Some(Box::new(slot(true))) }), policy)
    }

    fn page<T: Clone>(&self, rows: &[T]) -> Page<T> {
        Page { rows: rows.to_vec(), unreadable: vec![], number: 1, last: self.whole }
    }

    fn answer(&self, query: &Query) -> Result<Reply, Fault> {
        let gone = || Fault::new(FaultKind::NotFound, "no such object (404)");
        if self.limited.is_some() {
            return Err(Fault { retry_after: self.limited, ..Fault::new(FaultKind::RateLimited, "not sent") });
        }
        Ok(match query {
            Query::Slot(_) => Reply::Slot(Box::new(slot(self.account.free))),
            Query::Interconnects(_) => Reply::Interconnects(self.page(&self.account.ports)),
            Query::Cnis(_) => Reply::Cnis(self.page(&self.account.cnis)),
            Query::Tunnels => Reply::Tunnels(self.page(&self.account.tunnels)),
            Query::Interconnect(key) => {
                let found = self.account.ports.iter().find(|port| port.key == *key);
                Reply::Interconnect(Box::new(found.ok_or_else(gone)?.clone()))
            }
            Query::Cni(id) => {
                let found = self.account.cnis.iter().find(|cni| cni.id == *id);
                Reply::Cni(Box::new(found.ok_or_else(gone)?.clone()))
            }
            Query::Tunnel(id) => {
                let found = self.account.tunnels.iter().find(|tunnel| tunnel.id == *id);
                Reply::Tunnel(Box::new(found.ok_or_else(gone)?.clone()))
            }
            Query::Settings => Reply::Settings(Settings { default_asn: self.account.default_asn, extra: Extra::new() }),
            other => panic!("{other:?}"),
        })
    }

    /// Carries a change out, as a server would.
    pub(super) fn act(&mut self, change: &Change) -> Made {
        match change {
            Change::NewInterconnect(_) => {
                self.account.free = false;
                self.account.ports.push(port("new", "s-1"));
                Made::Interconnect(Box::new(port("new", "s-1")))
            }
            Change::NewCni(new) => {
                let mut made = cni("c-new", new.interconnect.as_str());
                made.magic = Some(new.magic.clone());
                made.bgp.clone_from(&new.bgp);
                (self.bends)(&mut made);
                self.account.cnis.push(made.clone());
                Made::Cni(Box::new(made))
            }
            Change::Cni(edit) => {
                let mut made = edit.after.clone();
                (self.bends)(&mut made);
                self.account.cnis.retain(|cni| cni.id != made.id);
                self.account.cnis.push(made.clone());
                Made::Cni(Box::new(made))
            }
            Change::Settings(edit) => {
                self.account.default_asn = edit.after.default_asn;
                Made::Settings(Box::new(edit.after.clone()))
            }
            Change::Tunnel(edit) => {
                self.account.tunnels = vec![edit.after.clone()];
                Made::Tunnel(Box::new(edit.after.clone()))
            }
            Change::Removal(Removal::Interconnect(key)) => {
                self.account.ports.retain(|port| port.key != *key);
                Made::Gone
            }
            Change::Removal(Removal::Cni(id)) => {
                self.account.cnis.retain(|cni| cni.id != *id);
                Made::Gone
            }
        }
    }

    pub(super) fn run(&mut self, effects: Vec<Effect>) {
        self.run_at(effects, NOW);
    }

    pub(super) fn run_at(&mut self, effects: Vec<Effect>, now: Duration) {
        for effect in effects {
            let msgs = self.carry_out(effect);
            for msg in msgs {
                let next = self.flow.on(&msg, now, &mut self.tickets);
                self.run_at(next, now);
            }
        }
    }

    fn carry_out(&mut self, effect: Effect) -> Vec<Msg> {
        let ended = |ticket, result| Msg::Ended { ticket, result, took: Duration::ZERO, meter: Meter::default() };
        match effect {
            Effect::Prepare { ticket, draft } => {
                let request = Request { method: "POST", path: "/p".into(), body: "{}".into() };
                vec![Msg::Prepared { ticket, prepared: Box::new(Prepared::new(*draft, request)) }]
            }
            Effect::Ask { ticket, query, .. } => match self.answer(&query) {
                Ok(reply) => vec![Msg::Arrived { ticket, reply }, ended(ticket, Ok(()))],
                Err(fault) => vec![ended(ticket, Err(fault))],
            },
            Effect::DryRun { ticket, prepared } => {
                self.writes.push("dry run");
                if self.dry_run_acts {
                    self.act(prepared.value());
                }
                let outcome = match self.dry_run.clone() {
                    Mood::Well => Outcome::Done(None),
                    Mood::LosesAnswer | Mood::LosesRequest => Outcome::Unknown(lost()),
                    Mood::AnswersWith(made) => Outcome::Done(made.id()),
                    Mood::Refuses(fault) => Outcome::Refused(fault),
                };
                vec![Msg::DryRan { ticket, outcome }]
            }
            Effect::Commit { ticket, confirmed } => {
                self.writes.push("commit");
                let outcome = match self.commit.clone() {
                    Mood::Well => Outcome::Done(self.act(confirmed.value().value())),
                    Mood::LosesAnswer => {
                        self.act(confirmed.value().value());
                        Outcome::Unknown(lost())
                    }
                    Mood::LosesRequest => Outcome::Unknown(lost()),
                    Mood::AnswersWith(made) => {
                        self.act(confirmed.value().value());
                        Outcome::Done(made)
                    }
                    Mood::Refuses(fault) => Outcome::Refused(fault),
                };
                vec![Msg::Committed { ticket, outcome: Box::new(outcome) }]
            }
            other => panic!("{other:?}"),
        }
    }

    pub(super) fn fill(&mut self, values: &[(&str, &str)]) {
        for (field, text) in values {
            self.flow.form.set(field, text);
        }
    }

    pub(super) fn validate(&mut self) {
        let effects = self.flow.validate(&mut self.tickets);
        self.run(effects);
    }

    pub(super) fn commit_at(&mut self, now: Duration) {
        let effects = self.flow.commit(now, &mut self.tickets);
        self.run(effects);
    }

    /// Validates and commits.
    pub(super) fn through(&mut self) {
        self.validate();
        assert!(matches!(self.flow.stage, Stage::Review(..)), "{:?} {:?}", self.flow.layers, self.flow.trouble);
        self.commit_at(NOW);
    }

    pub(super) fn wake_through(&mut self) {
        while let Some(at) = self.flow.wake_at() {
            let effects = self.flow.wake(at, &mut self.tickets);
            assert!(!effects.is_empty(), "a wake at its own moment reads");
            self.run(effects);
        }
    }

    pub(super) fn ending(&self) -> &Ending {
        let Stage::Ended(ending) = &self.flow.stage else { panic!("{:?} {:?}", self.flow.stage, self.flow.trouble) };
        ending
    }

    pub(super) fn findings(&self) -> String {
        let Stage::Review(review, _) = &self.flow.stage else { panic!("{:?}", self.flow.stage) };
        review.findings.iter().map(|finding| finding.text.as_str()).collect::<Vec<_>>().join("\n")
    }

    pub(super) fn problem(&self, field: &str) -> Option<&str> {
        let field = self.flow.form.fields.iter().find(|own| own.spec.name == field)?;
        field.problem.as_ref().map(|problem| problem.text.as_str())
    }
}

pub(super) fn refused(pointer: &str) -> Mood {
    let mut fault = Fault::new(FaultKind::Refused, "refused");
    fault.errors.push(ApiError { code: 1, message: "the server says no".into(), pointer: Some(pointer.into()) });
    Mood::Refuses(fault)
}
