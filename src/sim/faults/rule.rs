//! A rule: the calls that it is about, the fault, and how often; as it is written and read.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;

use super::catalogue::{self, Entry, Phase};

/// Faults that tests often make, without a look into the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// A fault of the catalogue by its name, with its argument.
    Named(&'static str, String),
}

impl Action {
    /// The name and the argument; `None` for a text of the test's own.
    pub(super) fn named(&self) -> Option<(&'static str, String)> {
        Some(match self {
            Self::Status(status) => ("status", status.to_string()),
            Self::Refuse(status, pointer) => ("reject", format!("{status}{pointer}")),
            Self::Html(status) => ("html", status.to_string()),
            Self::Reset => ("reset", String::new()),
            Self::Truncate => ("cut", String::new()),
            Self::Hang => ("hang", String::new()),
            Self::Delay(millis) => ("delay", millis.to_string()),
            Self::Named(name, argument) => (name, argument.clone()),
            Self::Body(_) => return None,
        })
    }

    /// What it is given.
    pub(crate) fn argument(&self) -> String {
        self.named().map(|(_, argument)| argument).unwrap_or_default()
    }

    /// Its line of the catalogue.
    pub(crate) fn entry(&self) -> Option<&'static Entry> {
        catalogue::find(self.named()?.0)
    }
}

/// A rule: the calls that match go wrong.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Fault {
    /// The method in capitals; empty for any.
    pub method: String,
    /// A part of the path and query, in which `*` stands for anything; empty for any.
    pub path: String,
    /// How many matching calls pass before the first fault.
    pub first: u32,
    /// How many matching calls then go wrong.
    pub count: u32,
    /// The rule starts again after this many matching calls; 0 for never.
    pub every: u32,
    /// Whether the world does the work before the answer is spoilt: a reply that is lost.
    pub after: bool,
    /// Only calls that change something match; no dry run.
    pub changes: bool,
    /// What happens.
    pub action: Action,
}

impl Fault {
    /// The next call that matches goes wrong, once.
    pub fn new(method: &str, path: &str, action: Action) -> Self {
        let (method, path) = (method.to_owned(), path.to_owned());
        Self { method, path, first: 0, count: 1, every: 0, after: false, changes: false, action }
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

    pub(super) fn matches(&self, method: &str, target: &str) -> bool {
        let changes = method != "GET" && !target.contains("validate_only=true");
        (changes || !self.changes)
            && (self.method.is_empty() || self.method == method)
            && self.action.entry().is_none_or(|entry| entry.phase != Phase::Connection)
            && contains(target, &self.path)
    }

    pub(super) fn matches_connection(&self) -> bool {
        self.action.entry().is_some_and(|entry| entry.phase == Phase::Connection)
    }

    /// Whether it strikes the matching call after so many.
    pub(super) fn fires(&self, seen: u32) -> bool {
        let place = if self.every == 0 { seen } else { seen % self.every };
        place >= self.first && place < self.first.saturating_add(self.count)
    }

    /// Whether the world handles the call although it goes wrong.
    pub(crate) fn does_the_work(&self) -> bool {
        self.after || self.action.entry().is_some_and(|entry| entry.phase != Phase::Instead)
    }
}

/// The parts between the stars come one after the other.
fn contains(target: &str, pattern: &str) -> bool {
    let mut rest = target;
    pattern.split('*').all(|part| match rest.find(part) {
        Some(at) => {
            rest = &rest[at + part.len()..];
            true
        }
        None => false,
    })
}

impl TryFrom<String> for Fault {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl FromStr for Fault {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = |why: String| format!("the fault `{text}`: {why}");
        let mut parts = text.trim().split(':');
        let call = parts.next().unwrap_or_default().trim();
        let fault =
            parts.next().ok_or_else(|| wrong("a rule is CALL:FAULT, such as `GET /cni/slots:stall-body`".into()))?;
        let (name, argument) = fault.split_once('=').map_or((fault, None), |(name, argument)| (name, Some(argument)));
        let entry = catalogue::find(name.trim()).ok_or_else(|| wrong(unknown(name.trim())))?;
        let argument = match (entry.argument, argument) {
            (None, Some(_)) => return Err(wrong(format!("`{name}` takes no argument"))),
            (None, None) => String::new(),
            (Some(_), Some(argument)) => argument.trim().to_owned(),
            (Some((_, default)), None) => default.to_owned(),
        };
        let (method, path) = match call.split_once(' ') {
            Some((method, path)) => (method, path.trim()),
            None if call.starts_with(|c: char| c.is_ascii_uppercase()) => (call, ""),
            None => ("", call),
        };
        let changes = method == "CHANGE";
        if !matches!(method, "" | "CHANGE" | "GET" | "POST" | "PUT" | "DELETE") {
            return Err(wrong(format!("`{method}` is no method (GET, POST, PUT, DELETE, CHANGE)")));
        }
        let mut rule = Self::new(if changes { "" } else { method }, path, Action::Named(entry.name, argument));
        rule.changes = changes;
        for option in parts {
            let number = |text: &str| text.trim().parse().map_err(|_| wrong(format!("`{text}` is no number")));
            match option.trim().split_once('=') {
                None if option.trim() == "after" => rule.after = true,
                None if option.trim() == "always" => rule.count = u32::MAX,
                None => rule.count = number(option)?,
                Some(("skip", calls)) => rule.first = number(calls)?,
                Some(("every", calls)) => rule.every = number(calls)?,
                Some((other, _)) => return Err(wrong(format!("there is no option `{other}`"))),
            }
        }
        Ok(rule)
    }
}

/// There is no such fault; the nearest is named.
fn unknown(name: &str) -> String {
    let likeness = |entry: &Entry| strsim::jaro_winkler(entry.name, name);
    let nearest = catalogue::all().max_by(|one, other| likeness(one).total_cmp(&likeness(other)));
    let nearest = nearest.map_or("", |entry| entry.name);
    format!("there is no `{name}`; perhaps `{nearest}`? (`meetme sim --faults` lists them)")
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let method = if self.changes { "CHANGE" } else { &self.method };
        let between = if method.is_empty() || self.path.is_empty() { "" } else { " " };
        let (name, argument) = self.action.named().unwrap_or(("a text of its own", String::new()));
        write!(f, "{method}{between}{}:{name}", self.path)?;
        if !argument.is_empty() {
            write!(f, "={argument}")?;
        }
        match self.count {
            1 => {}
            u32::MAX => f.write_str(":always")?,
            count => write!(f, ":{count}")?,
        }
        if self.first > 0 {
            write!(f, ":skip={}", self.first)?;
        }
        if self.every > 0 {
            write!(f, ":every={}", self.every)?;
        }
        if self.after { f.write_str(":after") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_read_and_written_the_same() {
        for text in [
            "GET /cni/slots:stall-body:2",
            "CHANGE:reset:after",
            ":status=503:always",
            "/cni/*/status:delay=1500:2:skip=3:every=9",
            "POST /cni/:reject=400/slot_id:after",
        ] {
            assert_eq!(text.parse::<Fault>().unwrap().to_string(), text);
        }
        assert_eq!("GET /x:status".parse::<Fault>().unwrap().to_string(), "GET /x:status=500", "the default is said");
    }

    #[test]
    fn a_slip_is_named() {
        for (text, said) in [
            ("GET /x", "CALL:FAULT"),
            ("GET /x:stal-body", "perhaps `stall-body`"),
            ("GET /x:reset=3", "no argument"),
            ("FETCH /x:reset", "no method"),
            ("GET /x:reset:twice", "no number"),
            ("GET /x:reset:first=2", "no option"),
        ] {
            let why = text.parse::<Fault>().unwrap_err();
            assert!(why.contains(said) && why.contains(text), "{why}");
        }
    }

    #[test]
    fn stars_stand_for_anything_between() {
        assert!(contains("/accounts/a/cni/interconnects/x/status", "/accounts/*/interconnects/*/status"));
        assert!(!contains("/accounts/a/cni/status/interconnects", "/interconnects*/status"));
        assert!(contains("/x", ""));
    }
}
