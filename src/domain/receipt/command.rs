//! A recorded change as the command that asks for the same: checked, shown and confirmed again, never a replay of bytes.
//! What was only checked, or whose outcome is not known, has none: it would be sent as if for the first time.

use std::fmt::Write as _;

use serde_json::Value;

use super::shell;
use crate::domain::record::{REDACTED, Record};
use crate::domain::text;

/// Where a field of a body is on the command line.
const FLAGS: [(&str, &str); 24] = [
    ("slot_id", "--slot"),
    ("speed", "--speed"),
    ("facility", "--facility"),
    ("name", "--name"),
    ("description", "--description"),
    ("bandwidth", "--bandwidth"),
    ("pairing_key", "--pairing-key-file"),
    ("interconnect", "--interconnect"),
    ("magic/conduit_name", "--conduit-name"),
    ("magic/description", "--description"),
    ("magic/mtu", "--mtu"),
    ("bgp/customer_asn", "--asn"),
    ("bgp/extra_prefixes", "--prefix"),
    ("bgp/md5_key", "--md5-key-file"),
    ("cust_ip", "--cust-ip"),
    ("cf_ip", "--cf-ip"),
    ("bgp_asn", "--asn"),
    ("bgp_password", "--md5-key-file"),
    ("vlan", "--vlan"),
    ("default_asn", "--default-asn"),
    ("health_check/enabled", "--enabled"),
    ("health_check/rate", "--rate"),
    ("health_check/type", "--type"),
    ("health_check/direction", "--direction"),
];

/// What is asked for after `meetme`, by the words of the call: the command, whether it edits, and the object's name.
fn words<'a>(record: &'a Record, parts: &[&'a str]) -> Option<(&'static str, bool, &'a str)> {
    Some(match (record.method.as_str(), parts) {
        ("POST", ["cni", "interconnects"]) if record.body.get("type") == Some(&Value::from("gcp_partner")) => {
            ("interconnects create --gcp", false, "")
        }
        ("POST", ["cni", "interconnects"]) => ("interconnects create", false, ""),
        ("POST", ["cni", "cnis"]) => ("cnis create", false, ""),
        ("PUT", ["cni", "cnis", id]) => ("cnis update", true, id),
        ("PUT", ["cni", "settings"]) => ("settings set", true, ""),
        ("PUT", ["magic", _, id]) => ("tunnels set", true, id),
        ("DELETE", ["cni", "interconnects", name]) => ("interconnects delete", false, name),
        ("DELETE", ["cni", "cnis", id]) => ("cnis delete", false, id),
        _ => return None,
    })
}

/// The change as a `meetme` command, where one says it: what an edit leaves as it was is not named.
pub fn command(record: &Record) -> Option<String> {
    if record.is_dry_run() || record.is_open() {
        return None;
    }
    let parts: Vec<&str> = record.place().split('/').collect();
    let (verb, edits, name) = words(record, &parts)?;
    let name = decoded(name);
    let who = &record.who;
    let mut line = format!("meetme --profile {} --account {} --write {verb}", shell(&who.profile), shell(&who.account));
    if !name.is_empty() {
        let _ = write!(line, " {}", shell(&name));
    }
    let before = record.before.as_ref().filter(|_| edits).unwrap_or(&Value::Null);
    let null = &Value::Null;
    let (mut flags, mut keys) = (0, 0);
    for (field, flag) in FLAGS {
        let pointer = format!("/{field}");
        let (was, is) = (before.pointer(&pointer).unwrap_or(null), record.body.pointer(&pointer).unwrap_or(null));
        // A key is the same word in both: whether it changed is not known. One that was cleared no file can say.
        if was == REDACTED && is.is_null() {
            return None;
        }
        if was == is && (edits || is.is_null()) {
            continue;
        }
        for value in typed(is, edits) {
            let secret = value == REDACTED;
            keys += usize::from(secret);
            let word = if secret { "KEY_FILE".to_owned() } else { shell(&value) };
            let _ = write!(line, " {flag} {word}");
        }
        flags += 1;
    }
    let target = |body: &Value| body.pointer("/health_check/target").map(aimed).unwrap_or_default();
    if edits && target(before) != target(&record.body) {
        let _ = write!(line, " --target {}", shell(&target(&record.body)));
        flags += 1;
    }
    if edits && flags == 0 {
        return None;
    }
    // What a terminal would not show as it is cannot be pasted: the call is there as curl.
    let note = if keys > 0 { "# The key was not kept: put it into KEY_FILE first.\n" } else { "" };
    (text::clean(&line) == line).then(|| format!("{note}{line}\n"))
}

/// A value as flags take it; an empty text clears.
fn typed(value: &Value, edits: bool) -> Vec<String> {
    match value {
        Value::Null => vec![String::new()],
        Value::Bool(on) => vec![if *on { "on" } else { "off" }.to_owned()],
        Value::String(text) if text.is_empty() && !edits => vec![],
        Value::String(text) => vec![text.clone()],
        Value::Array(values) if values.is_empty() && edits => vec![String::new()],
        Value::Array(values) => values.iter().flat_map(|value| typed(value, edits)).collect(),
        other => vec![other.to_string()],
    }
}

fn aimed(target: &Value) -> String {
    target.get("saved").unwrap_or(target).as_str().unwrap_or_default().to_owned()
}

/// A path segment as a person writes it.
fn decoded(segment: &str) -> String {
    percent_encoding::percent_decode_str(segment).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::super::record::tests::record;
    use super::*;
    use crate::domain::change::Outcome;
    use crate::domain::record::Ended;

    fn done(method: &str, path: &str, body: &str) -> Record {
        let record = record(method, path, body);
        let ended = Ended::of(&Outcome::Done(()), |()| None, record.at, std::time::Duration::ZERO);
        Record { ended: Some(ended), ..record }
    }

    #[test]
    fn an_edit_names_what_it_changed_and_a_key_is_a_file() {
        let body = json!({"magic": {"conduit_name": "m", "mtu": 1400, "description": ""},
            "bgp": {"customer_asn": 65010, "extra_prefixes": [], "md5_key": "k"}});
        let mut put = done("PUT", "/accounts/acc/cni/cnis/c%201", &body.to_string());
        put.before = Some(json!({"magic": {"conduit_name": "m", "mtu": 1500, "description": "old"},
            "bgp": {"customer_asn": 65010, "extra_prefixes": ["10.0.0.0/8"], "md5_key": REDACTED}}));
        let line = command(&put).unwrap();
        let wanted =
            "meetme --profile prod --account acc --write cnis update 'c 1' --description '' --mtu 1400 --prefix ''\n";
        assert!(line.ends_with(wanted), "{line}");
        put.before = Some(put.body.clone());
        assert_eq!(command(&put), None, "nothing that a flag could say");
        put.body["bgp"]["md5_key"] = Value::Null;
        assert_eq!(command(&put), None, "no file says that a key was cleared");
        let post = done("POST", "/accounts/acc/cni/cnis", &body.to_string());
        let line = command(&post).unwrap();
        assert!(line.starts_with("# The key") && line.contains("--md5-key-file KEY_FILE") && !line.contains("''"));
    }

    #[test]
    fn what_cannot_be_shown_makes_no_command() {
        let delete = done("DELETE", "/accounts/acc/cni/interconnects/a%E2%80%AEb", "");
        assert_eq!(command(&delete), None);
        assert_eq!(command(&done("PATCH", "/accounts/acc/cni/cnis/c", "{}")), None);
    }

    #[test]
    fn what_was_only_checked_or_is_not_known_makes_no_command() {
        let body = r#"{"slot_id":"s"}"#;
        let post = done("POST", "/accounts/acc/cni/interconnects", body);
        let line = "meetme --profile prod --account acc --write interconnects create --slot s\n";
        assert_eq!(command(&post).as_deref(), Some(line), "and it asks, for it says no yes");
        assert_eq!(command(&done("POST", "/accounts/acc/cni/interconnects?validate_only=true", body)), None);
        assert_eq!(command(&record("POST", "/accounts/acc/cni/interconnects", body)), None, "no outcome");
        let unknown = post.doubted("lost".to_owned());
        assert_eq!((unknown.word(), command(&unknown)), ("unknown", None));
    }
}
