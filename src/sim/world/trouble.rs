//! Calls that go wrong: what the world does with them all the same, and what others do to it meanwhile.

use std::time::Duration;

use jiff::SignedDuration;

use super::super::exchange::{Ending, Request, Response};
use super::super::faults::catalogue::{Spoil, Work};
use super::super::faults::{Action, Fault};
use super::World;

impl World {
    /// Answers a call that a rule spoils for the `nth` time.
    pub(super) fn go_wrong(&mut self, now: Duration, request: &Request, fault: &Fault, nth: u32) -> Response {
        let Some(entry) = fault.action.entry() else {
            if fault.after {
                self.respond(now, request);
            }
            let Action::Body(text) = &fault.action else { return Response::empty(200) };
            return Response::typed(200, "application/json", text.as_bytes());
        };
        let argument = fault.action.argument();
        let honest = fault.does_the_work().then(|| self.work(now, request, entry.work, &argument));
        let mut spoil = Spoil {
            request,
            answer: honest.unwrap_or_else(|| Response::empty(200)),
            nth,
            argument: &argument,
            date: self.date_at(now),
        };
        (entry.spoil)(&mut spoil);
        spoil.answer
    }

    fn work(&mut self, now: Duration, request: &Request, work: Work, argument: &str) -> Response {
        match work {
            Work::Honest => self.respond(now, request),
            Work::Early => self.respond(Duration::ZERO, request),
            Work::Undone | Work::Late => {
                let (stock, asn) = (self.stock.clone(), self.default_asn);
                let answer = self.respond(now, request);
                (self.stock, self.default_asn) = (stock, asn);
                if matches!(work, Work::Late) {
                    let wait = Duration::from_millis(argument.parse().unwrap_or_default());
                    self.later.push((now + wait, request.clone()));
                }
                answer
            }
            Work::Before(what) => {
                let mut request = request.clone();
                what(self, &mut request);
                self.respond(now, &request)
            }
            Work::After(what) => {
                let answer = self.respond(now, request);
                what(self, request);
                answer
            }
        }
    }

    /// Makes the changes that are due by now.
    pub(super) fn catch_up(&mut self, now: Duration) {
        let (due, later) = std::mem::take(&mut self.later).into_iter().partition(|(at, _)| *at <= now);
        self.later = later;
        for (at, request) in due {
            self.respond(at, &request);
        }
    }

    /// How the next connection goes wrong, if it does.
    pub fn connection(&mut self) -> Option<Ending> {
        let (fault, nth) = self.faults.pick_connection()?;
        let request = Request::default();
        let (answer, argument) = (Response::empty(200), fault.action.argument());
        let mut spoil = Spoil { request: &request, answer, nth, argument: &argument, date: self.wire.started };
        (fault.action.entry()?.spoil)(&mut spoil);
        Some(spoil.answer.transport.ending)
    }

    fn date_at(&self, now: Duration) -> jiff::Timestamp {
        let past = SignedDuration::try_from(now).unwrap_or_default();
        self.wire.started.checked_add(past).unwrap_or(self.wire.started)
    }

    /// Somebody else changes the object that a path names, or the settings.
    pub(crate) fn edit(&mut self, path: &str) {
        let named = path.rsplit('/').next().unwrap_or_default();
        let word = format!("changed by somebody else ({})", self.calls.len());
        for cni in self.stock.cnis.iter_mut().filter(|cni| cni.id == named) {
            cni.description.clone_from(&word);
            // By the reference it has no description.
            cni.vlan = Some(cni.vlan.map_or(900, |vlan| if vlan == 900 { 901 } else { 900 }));
        }
        for tunnel in self.stock.tunnels.iter_mut().filter(|tunnel| tunnel.id == named) {
            tunnel.description.clone_from(&word);
        }
        if named == "settings" {
            self.default_asn = Some(self.default_asn.map_or(64_512, |asn| if asn == 64_512 { 64_513 } else { 64_512 }));
        }
    }

    /// Somebody else deletes the object that a path names.
    pub(crate) fn erase(&mut self, path: &str) {
        let named = path.rsplit('/').next().unwrap_or_default();
        self.stock.cnis.retain(|cni| cni.id != named);
        self.stock.tunnels.retain(|tunnel| tunnel.id != named && tunnel.cni != named);
        self.stock.ports.retain(|port| port.name != named && port.id != named);
    }
}
