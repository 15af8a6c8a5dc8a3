//! Faults of shape: JSON that is not what it should be.

use serde_json::{Map, Value, json};

use super::catalogue::{Entry, Spoil, content, instead};

/// The part of an answer that is meant: the result of an envelope, or all of it.
pub(super) fn payload(value: &mut Value) -> &mut Value {
    if value.get("result").is_some() && value.get("success").is_some() { &mut value["result"] } else { value }
}

/// The rows of a list.
pub(super) fn rows(value: &mut Value) -> Option<&mut Vec<Value>> {
    match payload(value) {
        Value::Array(rows) => Some(rows),
        Value::Object(map) => {
            let key = ["items", "interconnects"].into_iter().find(|key| map.get(*key).is_some_and(Value::is_array))?;
            map.get_mut(key)?.as_array_mut()
        }
        _ => None,
    }
}

/// Each object of an answer: every row of a list, or the one.
pub(super) fn each(value: &mut Value, change: &mut dyn FnMut(&mut Map<String, Value>)) {
    if let Some(rows) = rows(value) {
        rows.iter_mut().filter_map(Value::as_object_mut).for_each(change);
        return;
    }
    let payload = payload(value);
    for key in ["interconnect", "modified_interconnect"] {
        if let Some(Value::Object(one)) = payload.get_mut(key) {
            return change(one);
        }
    }
    if let Value::Object(one) = payload {
        change(one);
    }
}

const NAMES: [&str; 3] = ["id", "name", "slot_id"];

pub(super) const ENTRIES: &[Entry] = &[
    content("bare", "the answer without its envelope", |spoil| {
        spoil.json(|value| *value = payload(value).take());
    }),
    content("enveloped", "the answer in an envelope, whatever the schema", |spoil| {
        spoil.json(|value| {
            let inner = payload(value).take();
            *value = json!({ "success": true, "errors": [], "messages": [], "result": inner });
        });
    }),
    instead("success-false", "200, and the envelope says that it failed", |spoil| {
        let body =
            r#"{"success":false,"errors":[{"code":1001,"message":"Simulated failure."}],"messages":[],"result":null}"#;
        spoil.instead(200, "application/json", body);
    }),
    instead("null", "200 with `null`", |spoil| spoil.instead(200, "application/json", "null")),
    instead("null-result", "200 and success, and the result is null", |spoil| {
        let body = r#"{"success":true,"errors":[],"messages":[],"result":null}"#;
        spoil.instead(200, "application/json", body);
    }),
    instead("another-text", "200 with a JSON text that is no object", |spoil| {
        spoil.instead(200, "application/json", "\"hello\"");
    }),
    content("missing-fields", "objects have nothing but what names them", |spoil| {
        spoil.json(|value| each(value, &mut |object| object.retain(|key, _| NAMES.contains(&key.as_str()))));
    }),
    content("nameless", "objects lack what names them", |spoil| {
        spoil.json(|value| each(value, &mut |object| object.retain(|key, _| !NAMES.contains(&key.as_str()))));
    }),
    content("null-fields", "every field but the names is null", |spoil| {
        spoil.json(|value| each(value, &mut |object| others(object).for_each(|field| *field = Value::Null)));
    }),
    content("extra-fields", "objects have fields that nobody knows, some of them deep", |spoil| {
        spoil.json(|value| {
            each(value, &mut |object| {
                object.insert("later".to_owned(), json!({ "deep": [null, 1.5, { "x": [] }] }));
                object.insert("\u{e4}".to_owned(), json!("\u{1f600}"));
            });
        });
    }),
    content("wrong-kinds", "numbers are texts, texts are numbers, lists are objects", |spoil| {
        spoil.json(|value| each(value, &mut |object| others(object).for_each(turn)));
    }),
    content("unknown-words", "states, types and speeds are words that nobody knows", |spoil| {
        spoil.json(|value| {
            each(value, &mut |object| {
                for key in ["state", "status", "type", "speed", "bgp_mode"] {
                    if let Some(word @ Value::String(_)) = object.get_mut(key) {
                        *word = json!("Quantum");
                    }
                }
            });
        });
    }),
    content("one-bad-row", "one row of the list is a number", |spoil| {
        spoil.json(|value| {
            if let Some(row) = rows(value).and_then(|rows| rows.first_mut()) {
                *row = json!(7);
            }
        });
    }),
    content("double-keys", "each object says its fields twice, first with other values", |spoil| {
        spoil.text(|text| text.replace("{\"", "{\"id\":\"twice\",\"name\":\"twice\",\"state\":\"Healthy\",\""));
    }),
    content("deep", "a field is nested 200 levels deep", |spoil| {
        spoil.json(|value| {
            let deep = (0..200).fold(Value::Null, |inner, _| json!([inner]));
            each(value, &mut |object| drop(object.insert("deep".to_owned(), deep.clone())));
        });
    }),
    content("huge-text", "a text has a million characters", |spoil| {
        spoil.json(|value| {
            let text = json!("x".repeat(1_000_000));
            let mut once = true;
            each(value, &mut |object| {
                if std::mem::take(&mut once) {
                    object.insert("description".to_owned(), text.clone());
                }
            });
        });
    }),
    content("huge-page", "the answer has 17 MiB", |spoil| {
        spoil.text(|text| text.replacen('{', &format!("{{\"pad\":\"{}\",", "x".repeat(17 << 20)), 1));
    }),
    content("lone-surrogate", "a text holds half of a character pair", |spoil| {
        spoil.text(|text| text.replacen('{', "{\"odd\":\"\\ud800\",", 1));
    }),
    content("bom", "the JSON begins with a byte order mark", |spoil| spoil.text(|text| format!("\u{feff}{text}"))),
    content("trailing", "something follows the JSON", |spoil| spoil.text(|text| text + " {}")),
    content("latin-1", "the body is not UTF-8", |spoil| spoil.answer.body = b"{\"name\":\"M\xfcnchen\"}".to_vec()),
];

fn others(object: &mut Map<String, Value>) -> impl Iterator<Item = &mut Value> {
    object.iter_mut().filter(|(key, _)| !NAMES.contains(&key.as_str())).map(|(_, value)| value)
}

fn turn(value: &mut Value) {
    *value = match value.take() {
        Value::String(_) => json!(42),
        Value::Number(number) => json!(number.to_string()),
        Value::Bool(flag) => json!(if flag { "yes" } else { "no" }),
        Value::Array(_) => json!({}),
        Value::Object(_) => json!([]),
        Value::Null => json!(false),
    };
}

/// For the other groups: the object of an answer as it is.
pub(super) fn alter(spoil: &mut Spoil<'_>, mut change: impl FnMut(&mut Map<String, Value>)) {
    spoil.json(|value| each(value, &mut change));
}
