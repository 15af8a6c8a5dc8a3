//! A change as it is written down: who sent what where, how it ended, and what would take it back.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;

use super::Fault;
use super::change::Outcome;

/// Stands where a secret was.
pub const REDACTED: &str = "[redacted]";
/// Fields that are never written down, and shown on demand only (RELIABILITY T11).
pub const SECRET: [&str; 3] = ["md5_key", "bgp_password", "pairing_key"];

/// Who sends, and to whom.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Who {
    /// Name of the login.
    pub user: String,
    /// Name of this machine.
    pub machine: String,
    /// The API's host.
    pub origin: String,
    /// The account.
    pub account: String,
    /// The profile.
    pub profile: String,
}

/// How a change ended, as far as is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The server said yes.
    Done,
    /// The server said no: nothing was changed.
    Refused,
    /// It never left this machine: nothing was changed.
    NotSent,
    /// The answer was lost or cannot be read.
    Unknown,
    /// It was unknown, and a person looked.
    Looked,
}

impl Verdict {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Done, Self::Refused, Self::NotSent, Self::Unknown, Self::Looked];

    /// Its word in the file and on the screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::NotSent => "not sent",
            Self::Unknown => "unknown",
            Self::Looked => "looked at",
        }
    }
}

/// The end of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// When.
    pub at: Timestamp,
    /// How.
    pub verdict: Verdict,
    /// `cf-ray` of the answer.
    pub ray: Option<String>,
    /// Why, or nothing.
    pub detail: String,
    /// Name or id of what was made.
    pub made: Option<String>,
    /// How long the answer took.
    pub took: Option<Duration>,
}

impl Ended {
    /// The end of a call; `made` names what came of a good one.
    pub fn of<R>(outcome: &Outcome<R>, made: impl Fn(&R) -> Option<String>, at: Timestamp, took: Duration) -> Self {
        let (verdict, fault, made) = match outcome {
            Outcome::Done(result) => (Verdict::Done, None, made(result)),
            Outcome::Refused(fault) => (Verdict::Refused, Some(fault), None),
            Outcome::NotSent(fault) => (Verdict::NotSent, Some(fault), None),
            Outcome::Unknown(fault) => (Verdict::Unknown, Some(fault), None),
        };
        Self {
            at,
            verdict,
            ray: fault.and_then(|fault| fault.ray.clone()),
            detail: fault.map(Fault::headline).unwrap_or_default(),
            made,
            took: Some(Duration::from_millis(u64::try_from(took.as_millis()).unwrap_or(u64::MAX))),
        }
    }
}

/// A change as it is written down.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Shared by the two lines of a change.
    pub id: String,
    /// When it was about to be sent.
    pub at: Timestamp,
    /// By whom and to whom.
    pub who: Who,
    /// Of the process that sent it.
    pub pid: u32,
    /// `POST`, `PUT` or `DELETE`.
    pub method: String,
    /// Path and query below the base URL.
    pub path: String,
    /// The body without its secrets; null for none.
    pub body: Value,
    /// SHA-256 of the very bytes, in hexadecimal.
    pub sha256: String,
    /// For a replacement: the body that would put back what was there, without its secrets.
    pub before: Option<Value>,
    /// How it ended; `None`: the program ended before the answer, or waits for it still.
    pub ended: Option<Ended>,
}

impl Record {
    /// The server was only asked to check.
    pub fn is_dry_run(&self) -> bool {
        self.path.contains("validate_only=true")
    }

    /// Its outcome in a word; a lost one is unknown, never failed.
    pub fn word(&self) -> &'static str {
        self.ended.as_ref().map_or("no outcome", |ended| ended.verdict.word())
    }

    /// The same when a later read found that it was made.
    #[must_use]
    pub fn found(self, made: Option<String>, at: Timestamp) -> Self {
        let ray = self.ended.as_ref().and_then(|ended| ended.ray.clone());
        let detail = "the answer was lost; a later read found it".to_owned();
        Self { ended: Some(Ended { at, verdict: Verdict::Done, ray, detail, made, took: None }), ..self }
    }

    /// The same when the answer said yes and cannot be believed.
    #[must_use]
    pub fn doubted(self, why: String) -> Self {
        let ended = self.ended.map(|ended| Ended { verdict: Verdict::Unknown, detail: why, made: None, ..ended });
        Self { ended, ..self }
    }

    /// Whether anything was changed is not known from this record.
    pub fn is_open(&self) -> bool {
        self.ended.as_ref().is_none_or(|ended| ended.verdict == Verdict::Unknown)
    }

    /// The path below the account, without its query: the words that tell changes apart.
    pub fn place(&self) -> &str {
        let path = self.path.split('?').next().unwrap_or_default();
        let below = path.strip_prefix("/accounts/").and_then(|rest| rest.split_once('/'));
        below.map_or(path, |(_, rest)| rest)
    }

    /// The name of a CNI, by which people know it; its id is in the path.
    fn conduit(&self) -> Option<&str> {
        self.body.pointer("/magic/conduit_name").and_then(Value::as_str).filter(|name| !name.is_empty())
    }

    /// The fields that a replacement changed, where it is known what was there: `: mtu`.
    fn changed(&self) -> String {
        let mut names = Vec::new();
        if let Some(before) = &self.before {
            differing(before, &self.body, "", &mut names);
        }
        if names.is_empty() { String::new() } else { format!(": {}", names.join(", ")) }
    }

    /// What it was about, in words.
    pub fn subject(&self) -> String {
        let parts: Vec<&str> = self.place().split('/').collect();
        let named = |name: &str| self.body.get(name).and_then(Value::as_str).map(str::to_owned);
        match (self.method.as_str(), parts.as_slice()) {
            ("POST", ["cni", "interconnects"]) => {
                let made = self.ended.as_ref().and_then(|ended| ended.made.clone());
                let on = named("slot_id").map(|slot| format!(" on slot {slot}")).unwrap_or_default();
                format!("create interconnect{}{on}", made.map(|made| format!(" {made}")).unwrap_or_default())
            }
            ("POST", ["cni", "cnis"]) => {
                let name = self.conduit().map(|name| format!(" {name}")).unwrap_or_default();
                let over = named("interconnect").map(|port| format!(" over {port}")).unwrap_or_default();
                format!("create CNI{name}{over}")
            }
            ("PUT", ["cni", "cnis", id]) => format!("change CNI {}{}", self.conduit().unwrap_or(id), self.changed()),
            ("PUT", ["cni", "settings"]) => format!("change the settings{}", self.changed()),
            ("PUT", ["magic", _, id]) => format!("change the health check of {id}{}", self.changed()),
            ("DELETE", ["cni", "interconnects", name]) => format!("delete interconnect {name}"),
            ("DELETE", ["cni", "cnis", id]) => format!("delete CNI {id}"),
            (method, _) => format!("{method} {}", self.place()),
        }
    }
}

/// The names of the innermost fields that are not the same.
fn differing(before: &Value, after: &Value, name: &str, names: &mut Vec<String>) {
    match (before, after) {
        (Value::Object(old), Value::Object(new)) => {
            for key in new.keys().chain(old.keys().filter(|key| !new.contains_key(*key))) {
                let side = |object: &serde_json::Map<String, Value>| object.get(key).cloned().unwrap_or(Value::Null);
                differing(&side(old), &side(new), key, names);
            }
        }
        _ if before != after => names.push(name.to_owned()),
        _ => {}
    }
}

/// What is in the files.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Records {
    /// The newest first.
    pub rows: Vec<Record>,
    /// Lines that could not be read.
    pub unreadable: usize,
    /// Old files that had to go, in words.
    pub dropped: Vec<String>,
}

/// A body without its secrets; null where it is no JSON.
pub fn redacted(body: &str) -> Value {
    let Ok(mut value) = serde_json::from_str(body) else { return Value::Null };
    hide(&mut value);
    value
}

fn hide(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                if SECRET.contains(&name.as_str()) && !value.is_null() {
                    *value = Value::from(REDACTED);
                } else {
                    hide(value);
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(hide),
        _ => {}
    }
}

/// Names of the fields whose values were not kept.
pub fn hidden(value: &Value) -> Vec<String> {
    match value {
        Value::Object(map) => map
            .iter()
            .flat_map(|(name, value)| if value == REDACTED { vec![name.clone()] } else { hidden(value) })
            .collect(),
        Value::Array(values) => values.iter().flat_map(hidden).collect(),
        _ => vec![],
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use serde_json::json;

    use super::*;

    pub(crate) fn record(method: &str, path: &str, body: &str) -> Record {
        Record {
            id: "0b7f7c1e-0000-4000-8000-000000000001".into(),
            at: "2026-11-24T14:02:11Z".parse().unwrap(),
            who: Who {
                user: "ops".into(),
                machine: "jump1".into(),
                origin: "api.cloudflare.com".into(),
                account: "acc".into(),
                profile: "prod".into(),
            },
            pid: 7,
            method: method.into(),
            path: path.into(),
            body: redacted(body),
            sha256: "00".into(),
            before: None,
            ended: None,
        }
    }

    #[test]
    fn secrets_are_hidden_wherever_they_are_and_their_names_are_told() {
        let body = r#"{"bgp":{"customer_asn":1,"md5_key":"k"},"list":[{"bgp_password":"p"}],"pairing_key":null}"#;
        let kept = redacted(body);
        assert_eq!(
            kept,
            json!({"bgp":{"customer_asn":1,"md5_key":REDACTED},"list":[{"bgp_password":REDACTED}],"pairing_key":null})
        );
        assert_eq!(hidden(&kept), ["md5_key", "bgp_password"]);
        assert_eq!(redacted("not json"), Value::Null);
    }

    #[test]
    fn a_record_is_named_by_what_it_was_about() {
        for (method, path, body, words) in [
            (
                "POST",
                "/accounts/a/cni/interconnects?validate_only=true",
                r#"{"slot_id":"s1"}"#,
                "create interconnect on slot s1",
            ),
            ("POST", "/accounts/a/cni/cnis", r#"{"interconnect":"icn"}"#, "create CNI over icn"),
            ("PUT", "/accounts/a/cni/cnis/c1", "{}", "change CNI c1"),
            ("PUT", "/accounts/a/magic/cf_interconnects/t1", "{}", "change the health check of t1"),
            ("PUT", "/accounts/a/cni/settings", "{}", "change the settings"),
            ("DELETE", "/accounts/a/cni/interconnects/icn", "", "delete interconnect icn"),
            ("PATCH", "/odd", "", "PATCH /odd"),
        ] {
            assert_eq!(record(method, path, body).subject(), words);
        }
        let named = r#"{"interconnect":"icn","magic":{"conduit_name":"core-1","mtu":1400},"bgp":{"customer_asn":1}}"#;
        assert_eq!(record("POST", "/accounts/a/cni/cnis", named).subject(), "create CNI core-1 over icn");
        let mut change = record("PUT", "/accounts/a/cni/cnis/c1", named);
        assert_eq!(change.subject(), "change CNI core-1");
        change.before = Some(json!({"interconnect":"icn","magic":{"conduit_name":"core-1","mtu":1500},"bgp":null}));
        assert_eq!(change.subject(), "change CNI core-1: mtu, bgp");
        assert!(record("POST", "/x?validate_only=true", "").is_dry_run());
    }

    #[test]
    fn a_lost_outcome_is_open_and_a_refusal_is_not() {
        let mut record = record("PUT", "/x", "{}");
        assert_eq!((record.word(), record.is_open()), ("no outcome", true));
        for (outcome, word, open) in [
            (Outcome::Done(()), "done", false),
            (Outcome::Refused(Fault::new(super::super::FaultKind::Refused, "no")), "refused", false),
            (Outcome::Unknown(Fault::new(super::super::FaultKind::Lost, "lost")), "unknown", true),
        ] {
            record.ended = Some(Ended::of(&outcome, |()| None, Timestamp::UNIX_EPOCH, Duration::ZERO));
            assert_eq!((record.word(), record.is_open()), (word, open));
        }
    }
}
