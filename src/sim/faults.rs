//! Faults on purpose: which calls go wrong, how often, and how.

use std::time::Duration;

use serde::Deserialize;

use super::exchange::{Ending, Request, Response};
use super::refusal::Refusal;

/// What happens to a call.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// A JSON error envelope with this status.
    Status(u16),
    /// A refusal with this status that names the field at the pointer; without one where the pointer is empty.
    Refuse(u16, String),
    /// An HTML page of the edge with this status.
    Html(u16),
    /// The connection is reset before the first byte.
    Reset,
    /// The true answer, cut in the middle of its body.
    Truncate,
    /// Nothing ever arrives.
    Hang,
    /// The true answer, this many virtual milliseconds later.
    Delay(u64),
    /// Status 200 with this text as the body.
    Body(String),
    /// A dry run is taken for the change itself.
    ActOnDryRun,
}

/// A rule: the calls that match go wrong.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// The method in capitals; empty for any.
    #[serde(default)]
    pub method: String,
    /// A part of the path and query; empty for any.
    #[serde(default)]
    pub path: String,
    /// How many matching calls pass before the first fault.
    #[serde(default)]
    pub first: u32,
    /// How many matching calls then go wrong.
    #[serde(default = "one")]
    pub count: u32,
    /// The rule starts again after this many matching calls; 0 for never.
    #[serde(default)]
    pub every: u32,
    /// Whether the world does the work before the answer is spoilt: a reply that is lost.
    #[serde(default)]
    pub after: bool,
    /// Only calls that change something match; no dry run.
    #[serde(default)]
    pub changes: bool,
    /// What happens.
    pub action: Action,
}

fn one() -> u32 {
    1
}

impl Fault {
    /// The next call that matches goes wrong, once.
    pub fn new(method: &str, path: &str, action: Action) -> Self {
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            first: 0,
            count: 1,
            every: 0,
            after: false,
            changes: false,
            action,
        }
    }

    /// Lets some matching calls pass first.
    #[must_use]
    pub fn skip(mut self, calls: u32) -> Self {
        self.first = calls;
        self
    }

    /// Spoils this many matching calls.
    #[must_use]
    pub fn times(mut self, calls: u32) -> Self {
        self.count = calls;
        self
    }

    /// Starts again after this many matching calls.
    #[must_use]
    pub fn every(mut self, calls: u32) -> Self {
        self.every = calls;
        self
    }

    /// The world does the work; only the answer is spoilt.
    #[must_use]
    pub fn after_the_work(mut self) -> Self {
        self.after = true;
        self
    }

    /// Leaves reads and dry runs alone.
    #[must_use]
    pub fn only_changes(mut self) -> Self {
        self.changes = true;
        self
    }

    fn matches(&self, method: &str, target: &str) -> bool {
        let changes = method != "GET" && !target.contains("validate_only=true");
        (changes || !self.changes) && (self.method.is_empty() || self.method == method) && target.contains(&self.path)
    }

    /// Whether the world handles the call although it goes wrong.
    pub(crate) fn does_the_work(&self) -> bool {
        self.after || matches!(self.action, Action::Delay(_) | Action::Truncate | Action::ActOnDryRun)
    }

    /// The call as the world is given it.
    pub(crate) fn twist(&self, request: &Request) -> Request {
        let mut request = request.clone();
        if self.action == Action::ActOnDryRun {
            request.query.retain(|(name, _)| name != "validate_only");
        }
        request
    }

    /// The spoilt answer; `honest` is what the world would have said, where it was asked.
    pub(crate) fn spoil(&self, honest: Option<Response>) -> Response {
        let mut answer = honest.unwrap_or_else(|| Response::empty(200));
        match &self.action {
            Action::Status(status) => Refusal::new(*status, u32::from(*status) * 10, "Simulated failure.").answer(),
            Action::Refuse(status, pointer) => {
                let refusal = Refusal::new(*status, 1001, "Simulated refusal.");
                let pointer = Some(pointer.clone()).filter(|pointer| !pointer.is_empty());
                Refusal { pointer, ..refusal }.answer()
            }
            Action::Html(status) => Response::typed(*status, "text/html; charset=UTF-8", page(*status)),
            Action::Body(text) => Response::typed(200, "application/json", text.as_bytes()),
            Action::Reset => {
                answer.transport.ending = Ending::Reset;
                answer
            }
            Action::Hang => {
                answer.transport.ending = Ending::Hang;
                answer
            }
            Action::Truncate => {
                answer.transport.ending = Ending::Truncated(answer.body.len() / 2);
                answer
            }
            Action::ActOnDryRun => answer,
            Action::Delay(millis) => {
                answer.transport.delay = Duration::from_millis(*millis);
                answer
            }
        }
    }
}

fn page(status: u16) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en-US\"><head><title>simulated edge | {status}: Bad gateway</title></head>\n\
         <body><h1>Bad gateway <span>Error code {status}</span></h1>\n<p>This page was made by a simulator.</p></body></html>\n"
    )
}

/// The rules in force, each with how many calls it has seen.
#[derive(Debug, Clone, Default)]
pub(crate) struct FaultBook {
    rules: Vec<(Fault, u32)>,
}

impl FaultBook {
    pub(crate) fn new(faults: Vec<Fault>) -> Self {
        Self { rules: faults.into_iter().map(|fault| (fault, 0)).collect() }
    }

    pub(crate) fn add(&mut self, fault: Fault) {
        self.rules.push((fault, 0));
    }

    /// The fault for a call, counting the call against every rule that matches it. The first rule that fires wins.
    pub(crate) fn pick(&mut self, request: &Request) -> Option<Fault> {
        let target = request.target();
        let mut picked = None;
        for (fault, seen) in &mut self.rules {
            if !fault.matches(&request.method, &target) {
                continue;
            }
            let place = if fault.every == 0 { *seen } else { *seen % fault.every };
            *seen = seen.saturating_add(1);
            let fires = place >= fault.first && place < fault.first.saturating_add(fault.count);
            if fires && picked.is_none() {
                picked = Some(fault.clone());
            }
        }
        picked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fires(book: &mut FaultBook, method: &str, path: &str) -> bool {
        book.pick(&Request::new(method, path)).is_some()
    }

    #[test]
    fn a_rule_skips_then_fires_then_rests() {
        let mut book = FaultBook::new(vec![Fault::new("GET", "/cnis", Action::Reset).skip(1).times(2)]);
        let seen: Vec<bool> = (0..5).map(|_| fires(&mut book, "GET", "/a/cnis")).collect();
        assert_eq!(seen, [false, true, true, false, false]);
    }

    #[test]
    fn a_rule_comes_back_where_it_repeats() {
        let mut book = FaultBook::new(vec![Fault::new("", "", Action::Hang).every(3)]);
        let seen: Vec<bool> = (0..7).map(|_| fires(&mut book, "PUT", "/x")).collect();
        assert_eq!(seen, [true, false, false, true, false, false, true]);
    }

    #[test]
    fn another_call_does_not_match() {
        let mut book = FaultBook::new(vec![Fault::new("POST", "validate_only", Action::Status(500))]);
        assert!(!fires(&mut book, "GET", "/x?validate_only=true"));
        assert!(!fires(&mut book, "POST", "/x"));
        assert!(fires(&mut book, "POST", "/x?validate_only=true"));
    }

    #[test]
    fn a_cut_answer_is_cut_inside_its_body() {
        let honest = Response::typed(200, "text/plain", "0123456789");
        let answer = Fault::new("", "", Action::Truncate).spoil(Some(honest));
        assert_eq!(answer.transport.ending, Ending::Truncated(5));
    }
}
