//! A form as a text for an editor, and back: the body as JSON, with what is wrong as comments above it.

use serde_json::{Map, Value};

use super::{Field, Form, Sort, as_typed};
use crate::domain::record::REDACTED;
use crate::domain::text;

/// Begins a comment.
const COMMENT: char = '#';

impl Form {
    /// The fields as JSON below comments. Keys are left out: they are written to no file.
    pub fn to_document(&self, title: &str) -> String {
        let mut lines = vec![
            title.to_owned(),
            "Save and quit to come back to the form; nothing is sent by that. Lines with # are comments.".to_owned(),
        ];
        if self.fields.iter().any(|field| field.spec.sort == Sort::Secret) {
            lines.push("Keys are kept in no file: type them in the form.".to_owned());
        }
        for field in &self.fields {
            let Some(problem) = &field.problem else { continue };
            let sign = if problem.warning { "warning" } else { "!" };
            lines.push(format!("{sign} {}: {}", field.spec.name, problem.text));
        }
        let mut body = Map::new();
        for field in self.fields.iter().filter(|field| field.spec.sort.is_kept()) {
            put(&mut body, field.spec.name, value(field));
        }
        // The server's text is in it, and editors draw what they are given.
        let json = text::json(format!("{:#}", Value::Object(body)));
        let comments = lines.iter().map(|line| format!("{COMMENT} {}\n", text::clean(line)));
        format!("{}{json}\n", comments.collect::<String>())
    }

    /// Takes an edited document in; a field that is no longer there is emptied. On an error nothing is taken.
    pub fn take_document(&mut self, document: &str) -> Result<(), String> {
        let json: String =
            document.lines().filter(|line| !line.trim_start().starts_with(COMMENT)).collect::<Vec<_>>().join("\n");
        let body: Value = serde_json::from_str(&json).map_err(|why| format!("this is not JSON: {why}"))?;
        if !body.is_object() {
            return Err("this is JSON, but not an object".to_owned());
        }
        let known = |path: &str| self.fields.iter().any(|field| field.spec.name == path && field.spec.sort.is_kept());
        if let Some(stranger) = leaves("", &body).into_iter().find(|path| !known(path)) {
            return Err(format!("no field here is called `{}`", text::clean(&stranger)));
        }
        for field in self.fields.iter_mut().filter(|field| field.spec.sort.is_kept()) {
            let value = body.pointer(&format!("/{}", field.spec.name));
            field.put(&value.map(as_typed).unwrap_or_default());
        }
        Ok(())
    }

    /// Takes a body in the words of the API in: what it does not name stays as it is, null clears. Where it names what no
    /// field is for, it has to say what is there in any case (`present`). On an error nothing is taken.
    pub fn take_body(&mut self, body: &Value, present: &Value) -> Result<(), String> {
        if !body.is_object() {
            return Err("the body is not a JSON object".to_owned());
        }
        let mut typed = Vec::new();
        for field in &self.fields {
            let Some(value) = body.pointer(&format!("/{}", field.spec.name)) else { continue };
            if STAND_INS.iter().any(|text| value == text) {
                if field.text.text().is_empty() {
                    return Err(format!("`{}` says {value}, which is not its value", field.spec.name));
                }
                continue;
            }
            typed.push((field.spec.name, as_typed(value)));
        }
        let is_field = |path: &str| {
            self.fields.iter().any(|field| {
                let rest = path.strip_prefix(field.spec.name);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
        };
        for path in leaves("", body).into_iter().filter(|path| !is_field(path)) {
            let (said, is) = (body.pointer(&format!("/{path}")), present.pointer(&format!("/{path}")));
            if said.unwrap_or(&Value::Null) == is.unwrap_or(&Value::Null) || said.is_some_and(is_empty) && is.is_none()
            {
                continue;
            }
            return Err(match is {
                Some(_) => format!("`{}` is something else on the server and cannot be changed", text::clean(&path)),
                None => format!("no field here is called `{}`", text::clean(&path)),
            });
        }
        for (name, text) in typed {
            self.set(name, &text);
        }
        Ok(())
    }
}

/// What stands for a key in what we print.
const STAND_INS: [&str; 2] = ["[set]", REDACTED];

fn is_empty(value: &Value) -> bool {
    value.as_object().is_some_and(Map::is_empty) || value.as_array().is_some_and(Vec::is_empty)
}

/// A document that could not be taken, with the reason above it.
pub fn with_reason(document: &str, why: &str) -> String {
    let old = format!("{COMMENT} !! ");
    let kept: Vec<&str> = document.lines().filter(|line| !line.starts_with(&old)).collect();
    format!("{old}{}\n{}\n", text::clean(why), kept.join("\n"))
}

fn value(field: &Field) -> Value {
    let text = field.text.text().trim();
    if let (Sort::Asn | Sort::Mtu, Ok(number)) = (field.spec.sort, text.parse::<u32>()) {
        return number.into();
    }
    Value::String(text.to_owned())
}

fn put(body: &mut Map<String, Value>, path: &str, value: Value) {
    match path.split_once('/') {
        None => {
            body.insert(path.to_owned(), value);
        }
        Some((head, rest)) => {
            if let Value::Object(inner) = body.entry(head).or_insert_with(|| Value::Object(Map::new())) {
                put(inner, rest, value);
            }
        }
    }
}

/// The paths of everything that is not an object.
fn leaves(path: &str, value: &Value) -> Vec<String> {
    let Value::Object(map) = value else { return vec![path.to_owned()] };
    let join = |key: &String| if path.is_empty() { key.clone() } else { format!("{path}/{key}") };
    map.iter().flat_map(|(key, value)| leaves(&join(key), value)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::Spec;
    use super::*;
    use crate::domain::draft::Problem;

    static NAME: Spec = Spec::new("magic/name", "Name", "");
    static MTU: Spec = Spec::new("magic/mtu", "MTU", "").sort(Sort::Mtu);
    static KEY: Spec = Spec::new("bgp/md5_key", "Key", "").sort(Sort::Secret);

    fn form() -> Form {
        Form::new([(&NAME, "a \"b\"".to_owned()), (&MTU, "1500".to_owned()), (&KEY, "hunter2".to_owned())])
    }

    #[test]
    fn a_document_holds_the_body_and_no_key_and_comes_back_as_it_went() {
        let mut form = form();
        form.show(vec![Problem::error("magic/mtu", "too\x1b[2J high")]);
        let document = form.to_document("Edit the CNI x");
        assert!(document.contains("# Edit the CNI x\n") && document.contains("# ! magic/mtu: too"));
        assert!(document.contains("\"mtu\": 1500") && !document.contains("hunter2") && !document.contains('\x1b'));
        form.take_document(&document).unwrap();
        assert!(!form.is_dirty(), "{form:?}");
        let mut hostile = Form::new([(&NAME, "a\u{202e}b\u{9b}31m".to_owned())]);
        let document = hostile.to_document("x");
        assert!(document.is_ascii() && document.contains("\\u202e"), "{document}");
        hostile.take_document(&document).unwrap();
        assert!(!hostile.is_dirty(), "the data is the same");
        let document = form.to_document("Edit the CNI x");
        form.take_document(&document.replace("1500", "1400").replace("a \\\"b\\\"", "c")).unwrap();
        assert_eq!(
            (form.text("magic/mtu"), form.text("magic/name"), form.text("bgp/md5_key")),
            ("1400", "c", "hunter2")
        );
        form.take_document("{}").unwrap();
        assert_eq!((form.text("magic/mtu"), form.text("bgp/md5_key")), ("", "hunter2"));
    }

    #[test]
    fn a_body_fills_what_it_names_and_says_no_more_than_is_true() {
        let mut form = form();
        let present = serde_json::json!({"id": "c1", "account": "a", "vlan": null, "magic": {"odd": [1]}});
        let body = serde_json::json!({
            "id": "c1", "account": "a", "vlan": null, "magic": {"mtu": 1400, "odd": [1]}, "bgp": {"md5_key": "[set]"},
        });
        form.take_body(&body, &present).unwrap();
        let texts = (form.text("magic/name"), form.text("magic/mtu"), form.text("bgp/md5_key"));
        assert_eq!(texts, ("a \"b\"", "1400", "hunter2"));
        form.take_body(&serde_json::json!({"magic": {"mtu": null}, "bgp": {"md5_key": "k"}}), &present).unwrap();
        assert_eq!((form.text("magic/mtu"), form.text("bgp/md5_key")), ("", "k"));
        for (body, why) in [
            (serde_json::json!([1]), "not a JSON object"),
            (serde_json::json!({"magic": {"mtu": 9, "size": 1}}), "`magic/size`"),
            (serde_json::json!({"account": "b", "magic": {"mtu": 9}}), "`account` is something else"),
        ] {
            let said = form.take_body(&body, &present).unwrap_err();
            assert!(said.contains(why), "{said}");
            assert_eq!(form.text("magic/mtu"), "", "nothing is taken");
        }
        let mut fresh = Form::new([(&KEY, String::new())]);
        assert!(fresh.take_body(&serde_json::json!({"bgp": {"md5_key": "[redacted]"}}), &Value::Null).is_err());
    }

    #[test]
    fn what_cannot_be_taken_changes_nothing_and_says_why() {
        for (document, why) in [
            ("", "not JSON"),
            ("{\"magic\": ", "not JSON"),
            ("[1]", "not an object"),
            ("{\"magic\": {\"size\": 1}}", "`magic/size`"),
            ("{\"bgp\": {\"md5_key\": \"x\"}}", "`bgp/md5_key`"),
        ] {
            let mut form = form();
            let said = form.take_document(document).unwrap_err();
            assert!(said.contains(why), "{said}");
            assert!(!form.is_dirty());
            let again = with_reason(&with_reason(document, "old"), &said);
            assert!(again.starts_with("# !! ") && !again.contains("old") && again.contains(document.trim()));
        }
    }
}
