//! What differs between two objects, field by field, unknown fields included.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::domain::draft::Change;
use crate::domain::record::SECRET;

/// A field that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    /// Its path, levels joined by `/`.
    path: String,
    /// Before; `None`: it was not there.
    before: Option<String>,
    /// After; `None`: it is not there.
    after: Option<String>,
}

impl Difference {
    /// For people: `magic/mtu: 1500 -> 1400`.
    pub(super) fn line(&self) -> String {
        let side = |value: &Option<String>| value.clone().unwrap_or_else(|| "(nothing)".to_owned());
        format!("{}: {} -> {}", self.path, side(&self.before), side(&self.after))
    }
}

/// The fields that differ, by name.
pub(super) fn between<T: Serialize>(before: &T, after: &T) -> Vec<Difference> {
    let (before, after) = (flat(before), flat(after));
    let paths = before.keys().chain(after.keys().filter(|path| !before.contains_key(*path)));
    let mut found: Vec<Difference> = paths
        .filter(|path| before.get(*path) != after.get(*path))
        .map(|path| Difference {
            path: path.clone(),
            before: before.get(path).map(|value| shown(path, value)),
            after: after.get(path).map(|value| shown(path, value)),
        })
        .collect();
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

/// What an edit changes, a line a field; nothing for other changes.
pub(super) fn of(change: &Change) -> Vec<String> {
    let found = match change {
        Change::Cni(edit) => between(&edit.before, &edit.after),
        Change::Settings(edit) => between(&edit.before, &edit.after),
        Change::Tunnel(edit) => between(&edit.before, &edit.after),
        Change::NewInterconnect(_) | Change::NewCni(_) | Change::Removal(_) => vec![],
    };
    found.iter().map(Difference::line).collect()
}

/// Where what is stored differs from what was asked for: fields of ours that the server dropped or changed, and fields
/// that it changed beside them (but for its own time stamps).
pub(super) fn asked_and_stored<T: Serialize>(before: &T, asked: &T, stored: &T) -> Vec<String> {
    let (was, stored) = (flat(before), flat(stored));
    let asked = flat(asked);
    let mut found = Vec::new();
    for (path, want) in &asked {
        let has = stored.get(path);
        if has == Some(want) || same_word(path, Some(want), has) {
            continue;
        }
        let has = has.map_or_else(|| "nothing: the server dropped it".to_owned(), |has| shown(path, has));
        if was.get(path) != Some(want) {
            found.push(format!("{path}: asked {}, stored {has}", shown(path, want)));
        } else if !path.ends_with("_on") && !path.ends_with("/effective") {
            found.push(format!("{path}: was {} and is {has} now, which nobody asked for", shown(path, want)));
        }
    }
    let kept = |path: &&String| was.contains_key(*path) && !asked.contains_key(*path) && stored.contains_key(*path);
    found.extend(stored.keys().filter(kept).map(|path| format!("{path}: asked to be cleared, stored still")));
    found
}

/// `mid` and `medium` are one rate in two spellings.
fn same_word(path: &str, one: Option<&Value>, other: Option<&Value>) -> bool {
    let middle = |value: Option<&Value>| matches!(value.and_then(Value::as_str), Some("mid" | "medium"));
    path.ends_with("rate") && middle(one) && middle(other)
}

fn shown(path: &str, value: &Value) -> String {
    if SECRET.iter().any(|secret| path.ends_with(secret)) {
        return "(hidden)".to_owned();
    }
    match value {
        Value::String(text) if text.is_empty() => "\"\"".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Leaves by path; null is as good as not there. Lists are leaves.
fn flat<T: Serialize>(value: &T) -> BTreeMap<String, Value> {
    fn walk(path: &str, value: Value, into: &mut BTreeMap<String, Value>) {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    let path = if path.is_empty() { key } else { format!("{path}/{key}") };
                    walk(&path, value, into);
                }
            }
            Value::Null => {}
            leaf => {
                into.insert(path.to_owned(), leaf);
            }
        }
    }
    let mut leaves = BTreeMap::new();
    walk("", serde_json::to_value(value).unwrap_or_default(), &mut leaves);
    leaves
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_fields_that_differ_are_named_and_keys_are_hidden() {
        let before = json!({"a": {"b": 1, "md5_key": "x"}, "list": [1], "same": null});
        let after = json!({"a": {"b": 2, "md5_key": "y"}, "list": [1], "new": ""});
        let lines: Vec<String> = between(&before, &after).iter().map(Difference::line).collect();
        assert_eq!(lines, ["a/b: 1 -> 2", "a/md5_key: (hidden) -> (hidden)", "new: (nothing) -> \"\""]);
    }

    #[test]
    fn dropped_changed_and_kept_fields_are_told_apart() {
        let before = json!({"mtu": 1500, "note": "n", "gone": 1, "modified_on": 1, "rate": "low"});
        let asked = json!({"mtu": 1400, "note": "n", "new": 2, "modified_on": 1, "rate": "mid"});
        let stored = json!({"mtu": 1500, "note": "m", "gone": 1, "modified_on": 2, "rate": "medium"});
        let said = asked_and_stored(&before, &asked, &stored).join("\n");
        assert_eq!(said.lines().count(), 4, "{said}");
        for part in ["mtu: asked 1400, stored 1500", "new: asked 2, stored nothing", "note: was n", "gone: asked to be"]
        {
            assert!(said.contains(part), "{said}");
        }
    }
}
