//! What would take a change back: prepared as data, and opened like any other change, through validation and review.

use serde_json::Value;

use super::call::Object;
use super::draft::Removal;
use super::record::{Record, Verdict, hidden};
use super::{CniId, IconKey, TunnelId};

/// The inverse of a change.
#[derive(Debug, Clone, PartialEq)]
pub enum Inverse {
    /// Take away what was made.
    Remove(Removal),
    /// Put back what was there: the body of the replacement as it would have been sent before the change.
    Put {
        /// What it is put to.
        object: Object,
        /// The body without its secrets.
        before: Value,
        /// The body that was sent instead.
        sent: Value,
    },
}

impl Inverse {
    /// In words.
    pub fn words(&self) -> String {
        match self {
            Self::Remove(Removal::Interconnect(key)) => format!("delete interconnect {key}"),
            Self::Remove(Removal::Cni(id)) => format!("delete CNI {id}"),
            Self::Put { object: Object::Settings, .. } => "put the settings back as they were".to_owned(),
            Self::Put { object: Object::Tunnel(id), .. } => format!("put the health check of {id} back as it was"),
            Self::Put { object: Object::Cni(id), .. } => format!("put CNI {id} back as it was"),
            Self::Put { .. } => "put it back as it was".to_owned(),
        }
    }

    /// Fields whose values were not kept: they stay as they are now.
    pub fn missing(&self) -> Vec<String> {
        match self {
            Self::Remove(_) => vec![],
            Self::Put { before, .. } => hidden(before),
        }
    }

    /// What stood in a field, by its place in the body (`magic/mtu`), as a form holds it; empty where there was nothing,
    /// `None` where it was not kept.
    pub fn was(&self, field: &str) -> Option<String> {
        let Self::Put { before, .. } = self else { return None };
        held(before, field)
    }

    /// What the change put there, alike.
    pub fn sent(&self, field: &str) -> Option<String> {
        let Self::Put { sent, .. } = self else { return None };
        held(sent, field)
    }
}

fn held(body: &Value, field: &str) -> Option<String> {
    let value = body.pointer(&format!("/{field}")).unwrap_or(&Value::Null);
    (*value != super::record::REDACTED).then(|| plain(value))
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(on) => if *on { "on" } else { "off" }.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Array(values) => values.iter().map(plain).collect::<Vec<_>>().join(" "),
        // A target is read as what is set and what follows from that.
        Value::Object(map) => map.get("saved").map(plain).unwrap_or_default(),
    }
}

/// What would take a recorded change back, or why nothing does.
pub fn of(record: &Record) -> Result<Inverse, &'static str> {
    if record.is_dry_run() {
        return Err("the server was only asked to check: there is nothing to undo");
    }
    match record.ended.as_ref().map(|ended| ended.verdict) {
        Some(Verdict::Done) => {}
        Some(Verdict::Refused | Verdict::NotSent) => return Err("nothing was changed: there is nothing to undo"),
        Some(Verdict::Looked) => return Err("its outcome was looked at by hand: undo it by hand, too"),
        Some(Verdict::Unknown) | None => return Err("its outcome is not known: look at the object first"),
    }
    let made = record.ended.as_ref().and_then(|ended| ended.made.as_deref());
    let parts: Vec<&str> = record.place().split('/').collect();
    match (record.method.as_str(), parts.as_slice()) {
        ("POST", ["cni", kind @ ("interconnects" | "cnis")]) => {
            let made = made.ok_or("the answer did not name what was made")?;
            Ok(Inverse::Remove(match *kind {
                "interconnects" => Removal::Interconnect(IconKey::from(made)),
                _ => Removal::Cni(CniId::from(made)),
            }))
        }
        ("PUT", place) => {
            let object = match place {
                ["cni", "cnis", id] => Object::Cni(CniId::from(*id)),
                ["cni", "settings"] => Object::Settings,
                ["magic", "cf_interconnects", id] => Object::Tunnel(TunnelId::from(*id)),
                _ => return Err("what it was put to is not known here"),
            };
            let before = record.before.clone().ok_or("what was there before was not written down")?;
            Ok(Inverse::Put { object, before, sent: record.body.clone() })
        }
        ("DELETE", _) => Err("a delete has no undo: it can only be created anew, with a new cross-connect or tunnel"),
        _ => Err("there is no undo for this call"),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::Timestamp;
    use serde_json::json;

    use super::super::record::Ended;
    use super::super::record::tests::record;
    use super::*;

    fn ended(verdict: Verdict, made: Option<&str>) -> Ended {
        Ended {
            at: Timestamp::UNIX_EPOCH,
            verdict,
            ray: None,
            detail: String::new(),
            made: made.map(str::to_owned),
            took: Some(Duration::ZERO),
        }
    }

    #[test]
    fn what_was_made_is_taken_away_and_what_was_put_is_put_back() {
        let post = |path, made| Record { ended: Some(ended(Verdict::Done, made)), ..record("POST", path, "{}") };
        let made = of(&post("/accounts/a/cni/cnis", Some("c1")));
        assert_eq!(made, Ok(Inverse::Remove(Removal::Cni("c1".into()))));
        let made = of(&post("/accounts/a/cni/interconnects", Some("icn")));
        assert_eq!(made, Ok(Inverse::Remove(Removal::Interconnect("icn".into()))));
        assert!(of(&post("/accounts/a/cni/cnis", None)).is_err());
        let mut put =
            Record { ended: Some(ended(Verdict::Done, None)), ..record("PUT", "/accounts/a/cni/cnis/c1", "{}") };
        assert!(of(&put).unwrap_err().contains("not written down"));
        let check = json!({"enabled": true, "target": {"saved": "", "effective": "10.0.0.1"}});
        let bgp = json!({"md5_key": "[redacted]", "extra_prefixes": ["10.0.0.0/8", "2001:db8::/32"]});
        put.before = Some(json!({"magic": {"mtu": 1400, "description": null}, "bgp": bgp, "health_check": check}));
        let inverse = of(&put).unwrap();
        for (field, was) in [
            ("magic/mtu", Some("1400")),
            ("magic/description", Some("")),
            ("magic/gone", Some("")),
            ("bgp/md5_key", None),
            ("bgp/extra_prefixes", Some("10.0.0.0/8 2001:db8::/32")),
            ("health_check/enabled", Some("on")),
            ("health_check/target", Some("")),
        ] {
            assert_eq!(inverse.was(field).as_deref(), was, "{field}");
        }
        assert_eq!(inverse.missing(), ["md5_key"]);
        assert_eq!(inverse.sent("magic/mtu").as_deref(), Some(""), "what was sent is another body");
    }

    #[test]
    fn where_nothing_is_known_to_have_changed_there_is_no_undo_and_a_delete_has_none() {
        for verdict in [Verdict::Refused, Verdict::NotSent, Verdict::Unknown] {
            let post =
                Record { ended: Some(ended(verdict, Some("c"))), ..record("POST", "/accounts/a/cni/cnis", "{}") };
            assert!(of(&post).is_err(), "{verdict:?}");
        }
        assert!(of(&record("POST", "/accounts/a/cni/cnis", "{}")).unwrap_err().contains("not known"));
        let delete =
            Record { ended: Some(ended(Verdict::Done, None)), ..record("DELETE", "/accounts/a/cni/cnis/c", "") };
        assert!(of(&delete).unwrap_err().contains("no undo"));
    }
}
