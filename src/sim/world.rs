//! The world: an account with its things, answering calls. No socket, no clock; the same calls at the same times get
//! the same answers.

mod cnis;
mod identity;
mod interconnects;
mod magic;
mod slots;
#[cfg(test)]
mod tests;
mod trouble;

use std::time::Duration;

use super::exchange::{Request, Response};
use super::faults::{Fault, FaultBook, Posted};
use super::limit::{Left, Limit};
use super::options::{Options, TOKEN, ValidateOnly};
use super::plan;
use super::refusal::Refusal;
use super::scenario::{Scenario, ScenarioError};
use super::seed;
use super::state::State;
use super::stock::{Holder, Port, Stock};
use super::timeline::Timeline;
use super::wire::Wire;
use crate::domain::Schema;

/// How long a new interconnect is pending.
const PENDING: Duration = Duration::from_mins(1);

/// A call as it came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallRecord {
    /// The method in capitals.
    pub method: String,
    /// The path below `/client/v4` with the query.
    pub path_and_query: String,
    /// When, in virtual time.
    pub at: Duration,
    /// The account held something else after it.
    pub changed: bool,
}

impl CallRecord {
    /// It asks for a change, and not only whether that could be made.
    pub fn is_change(&self) -> bool {
        self.method != "GET" && !self.path_and_query.contains("validate_only=true")
    }
}

/// An account that answers calls.
#[derive(Debug, Clone)]
pub struct World {
    wire: Wire,
    account_name: String,
    token_days: Option<u32>,
    validate_only: ValidateOnly,
    seed: u64,
    stock: Stock,
    default_asn: Option<u32>,
    timeline: Timeline,
    faults: FaultBook,
    /// Changes that are made later than they were asked for.
    later: Vec<(Duration, Request)>,
    limit: Limit,
    calls: Vec<CallRecord>,
    /// How many things were made; ids follow from it.
    made: u64,
}

type Answer = Result<Response, Refusal>;

impl World {
    /// A world at virtual time zero.
    pub fn new(options: &Options) -> Result<Self, ScenarioError> {
        Self::of(Scenario::load(&options.scenario)?, options)
    }

    /// A world of a scenario that is already read; the one named in the options is ignored.
    pub fn of(scenario: Scenario, options: &Options) -> Result<Self, ScenarioError> {
        let stock = plan::stock(&scenario, options.seed)?;
        let timeline = Timeline::new(&scenario, &stock, options.seed);
        Ok(Self {
            wire: Wire { schema: options.schema, account: scenario.account, started: options.started },
            account_name: scenario.name,
            token_days: scenario.token_days,
            validate_only: options.validate_only,
            seed: options.seed,
            stock,
            default_asn: scenario.default_asn,
            timeline,
            faults: FaultBook::new(scenario.faults.into_iter().chain(options.faults.clone())),
            later: Vec::new(),
            limit: Limit::new(options.calls_per_window),
            calls: Vec::new(),
            made: 0,
        })
    }

    /// Answers a call.
    pub fn handle(&mut self, now: Duration, request: &Request) -> Response {
        let before = (request.method != "GET").then(|| (self.stock.clone(), self.default_asn));
        let record =
            CallRecord { method: request.method.clone(), path_and_query: request.target(), at: now, changed: false };
        self.calls.push(record);
        self.catch_up(now);
        let left = self.limit.take(now);
        let mut response = if left.over {
            Refusal::new(429, 971, "Too many requests; please wait.").answer()
        } else {
            match self.faults.pick(request) {
                None => self.respond(now, request),
                Some((fault, nth)) => self.go_wrong(now, request, &fault, nth),
            }
        };
        if let (Some((stock, asn)), Some(record)) = (before, self.calls.last_mut()) {
            record.changed = stock != self.stock || asn != self.default_asn;
        }
        self.sign(&mut response, left);
        response
    }

    fn sign(&self, response: &mut Response, left: Left) {
        let ray = seed::mix(self.seed, &format!("ray {}", self.calls.len()));
        response.headers.push(("cf-ray".to_owned(), format!("{ray:016x}-SIM")));
        response.headers.extend(self.limit.headers(left));
    }

    fn respond(&mut self, now: Duration, request: &Request) -> Response {
        self.route(now, request).unwrap_or_else(|refusal| refusal.answer())
    }

    fn route(&mut self, now: Duration, request: &Request) -> Answer {
        let bearer = request.header_value("authorization").and_then(|value| value.strip_prefix("Bearer "));
        if bearer != Some(TOKEN) {
            return Err(Refusal::new(401, 10000, "Authentication error"));
        }
        let segments = request.segments().ok_or_else(Refusal::no_route)?;
        let path: Vec<&str> = segments.iter().map(String::as_str).collect();
        let method = request.method.as_str();
        match path.as_slice() {
            ["user", "tokens", "verify"] => only_get(method).map(|()| self.verify_token()),
            ["accounts"] => only_get(method).map(|()| self.list_accounts(request)),
            ["accounts", account, rest @ ..] => {
                if *account != self.wire.account {
                    return Err(Refusal::new(403, 9109, "Unauthorized to access requested resource"));
                }
                match rest {
                    ["cni", call @ ..] => self.cni_call(now, request, call),
                    ["magic", "cf_interconnects", call @ ..] => self.magic_call(now, request, call),
                    _ => Err(Refusal::no_route()),
                }
            }
            _ => Err(Refusal::no_route()),
        }
    }

    fn cni_call(&mut self, now: Duration, request: &Request, path: &[&str]) -> Answer {
        let method = request.method.as_str();
        match (path, method) {
            (["interconnects"], "GET") => self.list_interconnects(now, request),
            (["interconnects"], "POST") => self.create_interconnect(now, request),
            (["interconnects", key], "GET") => self.get_interconnect(now, key),
            (["interconnects", key], "DELETE") => self.delete_interconnect(key),
            (["interconnects", _], _) => Err(Refusal::method("GET, DELETE")),
            (["interconnects", key, "status"], "GET") => self.get_status(now, key),
            (["interconnects", key, "loa"], "GET") => self.get_letter(now, request, key),
            (["interconnects", key, "loa", "default"], "GET") if self.wire.schema == Schema::Published => {
                self.get_letter_default(key)
            }
            (["cnis"], "GET") => self.list_cnis(request),
            (["cnis"], "POST") => self.create_cni(now, request),
            (["interconnects" | "cnis"], _) => Err(Refusal::method("GET, POST")),
            (["cnis", id], "GET") => self.get_cni(id),
            (["cnis", id], "PUT") => self.update_cni(now, request, id),
            (["cnis", id], "DELETE") => self.delete_cni(id),
            (["cnis", _], _) => Err(Refusal::method("GET, PUT, DELETE")),
            (["slots"], "GET") => self.list_slots(request),
            (["slots", id], "GET") => self.get_slot(id),
            (["slots"] | ["slots", _] | ["interconnects", _, "status" | "loa"], _) => Err(Refusal::method("GET")),
            (["settings"], "GET") => Ok(self.get_settings()),
            (["settings"], "PUT") => self.update_settings(request),
            (["settings"], _) => Err(Refusal::method("GET, PUT")),
            _ => Err(Refusal::no_route()),
        }
    }

    /// The state of an interconnect at a time.
    fn state_of(&self, port: &Port, now: Duration) -> State {
        if let Some(forced) = &port.forced {
            return forced.clone();
        }
        match port.ordered {
            Some(ordered) if now >= ordered + PENDING => State::Healthy,
            Some(_) => State::Pending,
            None => self.timeline.state(&port.name, &port.base, now.as_secs()),
        }
    }

    fn port(&self, key: &str) -> Result<&Port, Refusal> {
        let found = self.stock.ports.iter().find(|port| self.wire.key(port) == key);
        found.ok_or_else(|| Refusal::missing("interconnect"))
    }

    /// A question for an id that was never asked before.
    fn next_question(&mut self, what: &str) -> String {
        self.made += 1;
        format!("{what} made {}", self.made)
    }

    /// The account's id.
    pub fn account(&self) -> &str {
        &self.wire.account
    }

    /// The account's name.
    pub fn account_name(&self) -> &str {
        &self.account_name
    }

    /// Every call so far.
    pub fn calls(&self) -> &[CallRecord] {
        &self.calls
    }

    /// How many interconnects sit on a slot.
    pub fn interconnects_on_slot(&self, slot: &str) -> usize {
        self.stock.ports.iter().filter(|port| port.slot() == Some(slot)).count()
    }

    /// The id of a free slot, at a site or anywhere.
    pub fn free_slot(&self, site: Option<&str>) -> Option<String> {
        let fits = |site: &str, wanted: Option<&str>| wanted.is_none_or(|wanted| wanted == site);
        let mut slots = self.stock.slots.iter();
        slots.find(|slot| slot.holder == Holder::Nobody && fits(&slot.site, site)).map(|slot| slot.id.clone())
    }

    /// Another customer takes a slot; says whether it was free.
    pub fn take_slot(&mut self, slot: &str) -> bool {
        match self.stock.slot_mut(slot) {
            Some(slot) if slot.holder == Holder::Nobody => {
                slot.holder = Holder::SomebodyElse;
                true
            }
            _ => false,
        }
    }

    /// What stands in the path for each interconnect, in the order they came.
    pub fn interconnects(&self) -> Vec<String> {
        self.stock.ports.iter().map(|port| self.wire.key(port).to_owned()).collect()
    }

    /// The ids of the CNIs, in the order they came.
    pub fn cnis(&self) -> Vec<String> {
        self.stock.cnis.iter().map(|cni| cni.id.clone()).collect()
    }

    /// The ids of the tunnels, in the order they came.
    pub fn tunnels(&self) -> Vec<String> {
        self.stock.tunnels.iter().map(|tunnel| tunnel.id.clone()).collect()
    }

    /// One more rule of what goes wrong; answers its number.
    pub fn add_fault(&mut self, fault: Fault) -> u32 {
        self.faults.add(fault)
    }

    /// Takes one rule away, or all; says how many.
    pub fn remove_faults(&mut self, id: Option<u32>) -> usize {
        self.faults.remove(id)
    }

    /// The rules in force.
    pub fn faults(&self) -> &[Posted] {
        self.faults.rules()
    }

    /// Holds an interconnect in a state, whatever the script says; says whether there is such an interconnect.
    pub fn set_state(&mut self, key: &str, state: State) -> bool {
        let wire = &self.wire;
        match self.stock.ports.iter_mut().find(|port| wire.key(port) == key) {
            Some(port) => {
                port.forced = Some(state);
                true
            }
            None => false,
        }
    }
}

fn only_get(method: &str) -> Result<(), Refusal> {
    if method == "GET" { Ok(()) } else { Err(Refusal::method("GET")) }
}

/// What `?validate_only=` says; anything but the two words is refused.
fn asks_for_dry_run(request: &Request) -> Result<bool, Refusal> {
    match request.param("validate_only") {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(Refusal::query("validate_only", "must be true or false")),
    }
}
