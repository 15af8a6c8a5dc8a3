//! What an answer means: a payload to read, or a fault with everything the server said. Pure.

use reqwest::header::LOCATION;
use serde_json::Value;
use url::Url;

use super::received::Received;
use crate::domain::{ApiError, Fault, FaultKind, text};

/// Codes that mean the token itself, at 400, 401 or 403.
const TOKEN_CODES: [i64; 3] = [10_000, 9109, 6003];
const MESSAGE_BYTES: usize = 2048;
const MOST_ERRORS: usize = 20;

/// What the server meant to say, out of its envelope if it came in one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Payload {
    pub(crate) value: Value,
    /// `result_info` of the envelope.
    pub(crate) info: Option<Value>,
}

/// The payload of a success, bare or enveloped. `success:false` is an error at any status.
pub(crate) fn payload(received: &Received) -> Result<Payload, Fault> {
    if !received.is_success() {
        return Err(fault(received));
    }
    if received.is_empty() {
        return Err(
            received.fault(FaultKind::Unreadable, format!("the server answered {} with nothing", received.status))
        );
    }
    if received.is_html() {
        return Err(page(received, FaultKind::Server));
    }
    let value = received.json().map_err(|why| {
        received.fault(FaultKind::Unreadable, format!("the answer is not JSON that can be read: {}", text::clean(&why)))
    })?;
    match value {
        Value::Object(mut map) if map.contains_key("success") || map.contains_key("result") => {
            if map.get("success").is_some_and(|success| *success != Value::Bool(true)) {
                return Err(fault(received));
            }
            let value = map.get_mut("result").map_or(Value::Null, Value::take);
            Ok(Payload { value, info: map.get_mut("result_info").map(Value::take).filter(|info| !info.is_null()) })
        }
        value => Ok(Payload { value, info: None }),
    }
}

/// A well-formed refusal: an error envelope at 4xx, other than 408 and 429 (RELIABILITY M5). Nothing else proves that a
/// change was not made.
pub(crate) fn is_refusal(received: &Received) -> bool {
    if !(400..500).contains(&received.status) || matches!(received.status, 408 | 429) {
        return false;
    }
    let Ok(Value::Object(map)) = received.json() else { return false };
    match map.get("success") {
        Some(Value::Bool(false)) => true,
        None => map.get("errors").and_then(Value::as_array).is_some_and(|errors| !errors.is_empty()),
        Some(_) => false,
    }
}

/// The fault of an answer that is no success.
pub(crate) fn fault(received: &Received) -> Fault {
    let status = received.status;
    if (300..400).contains(&status) {
        return redirect(received);
    }
    let errors = received.json().map(|body| errors(&body)).unwrap_or_default();
    let token = errors.iter().any(|error| TOKEN_CODES.contains(&error.code));
    let (kind, what) = match status {
        401 => (FaultKind::Token, format!("the token was not accepted ({status})")),
        200..=299 | 400 | 403 if token => (FaultKind::Token, format!("the token was not accepted ({status})")),
        403 => (FaultKind::Forbidden, format!("not allowed ({status})")),
        404 | 410 => (FaultKind::NotFound, format!("not found ({status})")),
        407 => (FaultKind::Network, "the proxy wants a login (407)".to_owned()),
        408 => (FaultKind::Lost, format!("the server gave up waiting for the request ({status})")),
        409 if is_refusal(received) => (FaultKind::Conflict, format!("another object is in the way ({status})")),
        429 => (FaultKind::RateLimited, format!("too many calls ({status})")),
        200..=299 => (FaultKind::Refused, format!("the API answered {status} but said that it failed")),
        400..=499 if is_refusal(received) => (FaultKind::Refused, format!("the API refused ({status})")),
        400..=499 => (FaultKind::Unreadable, format!("refused ({status}), but not in the way of the API")),
        500..=599 => (FaultKind::Server, format!("the server failed ({status})")),
        _ => (FaultKind::Unreadable, format!("the answer has a status without meaning ({status})")),
    };
    if received.is_html() && status != 407 {
        // A page says nothing about an object: only the API itself can say that there is none.
        let kind = if matches!(kind, FaultKind::Unreadable | FaultKind::NotFound) { FaultKind::Server } else { kind };
        return page(received, kind);
    }
    Fault { errors, ..received.fault(kind, what) }
}

/// A page of the edge, a proxy or a portal: its status and title, never its markup.
fn page(received: &Received, kind: FaultKind) -> Fault {
    let who = if received.is_success() { "something between (a proxy or a portal?)" } else { "the edge" };
    let title = received.title().map(|title| format!(": {title}")).unwrap_or_default();
    received.fault(kind, format!("{who} answered {} (HTML){title}", received.status))
}

fn redirect(received: &Received) -> Fault {
    let location = received.headers.get(LOCATION).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let target = match location.as_deref().map(|location| (location, Url::parse(location))) {
        None => "nowhere".to_owned(),
        Some((_, Ok(url))) => url.host_str().map_or_else(|| "another place".to_owned(), str::to_owned),
        Some((relative, Err(_))) => match relative.strip_prefix("//") {
            Some(rest) => rest.split(['/', '?', '#']).next().unwrap_or_default().to_owned(),
            None => "another path on the same host".to_owned(),
        },
    };
    let target = text::cut(&text::clean(&target), 255);
    let what = format!("the answer ({}) points to {target}; redirects are never followed", received.status);
    received.fault(FaultKind::Server, what)
}

/// The errors of an envelope, in whatever shape they come.
fn errors(body: &Value) -> Vec<ApiError> {
    let list = match body.get("errors").or_else(|| body.get("error")) {
        Some(Value::Array(list)) => list.iter().take(MOST_ERRORS).filter_map(error).collect(),
        Some(single) => error(single).into_iter().collect(),
        None => Vec::new(),
    };
    if !list.is_empty() {
        return list;
    }
    body.get("message").and_then(error).into_iter().collect()
}

fn error(value: &Value) -> Option<ApiError> {
    let (code, words, pointer) = match value {
        Value::Null => return None,
        Value::String(words) => (0, words.clone(), None),
        Value::Object(map) => {
            let code = map.get("code").and_then(|code| code.as_i64().or_else(|| code.as_str()?.parse().ok()));
            let words = map.get("message").or_else(|| map.get("error"));
            let words = words.map_or_else(|| "no reason given".to_owned(), said);
            let pointer = value.pointer("/source/pointer").and_then(Value::as_str);
            (code.unwrap_or(0), words, pointer.map(text::clean))
        }
        other => (0, said(other), None),
    };
    let mut message = text::clean(&words);
    message.truncate(message.floor_char_boundary(MESSAGE_BYTES));
    Some(ApiError { code, message, pointer })
}

fn said(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::received::answer;
    use super::*;

    const REFUSED: &str = r#"{"success":false,"errors":[{"code":1002,"message":"slot taken","source":{"pointer":"/slot_id"}},"odd",7],"result":null}"#;

    #[test]
    fn bare_and_enveloped_mean_the_same() {
        let bare = payload(&answer(200, r#"{"items":[]}"#)).unwrap();
        let enveloped = payload(&answer(200, r#"{"success":true,"result":{"items":[]},"result_info":null}"#)).unwrap();
        let example = payload(&answer(200, r#"{"result":{"items":[]}}"#)).unwrap();
        assert_eq!((&bare, &bare), (&enveloped, &example));
        let info = payload(&answer(200, r#"{"success":true,"result":[],"result_info":{"page":1}}"#)).unwrap().info;
        assert_eq!(info, Some(json!({"page": 1})));
    }

    #[test]
    fn what_is_no_success_is_no_payload() {
        for (body, kind) in [
            ("", FaultKind::Unreadable),
            (" \n", FaultKind::Unreadable),
            ("{\"items\":[", FaultKind::Unreadable),
            (r#"{"success":false}"#, FaultKind::Refused),
            (r#"{"success":"yes","result":{}}"#, FaultKind::Refused),
            (r#"{"success":false,"errors":[{"code":10000,"message":"x"}]}"#, FaultKind::Token),
            ("<html>", FaultKind::Server),
        ] {
            assert_eq!(payload(&answer(200, body)).unwrap_err().kind, kind, "{body}");
        }
        assert_eq!(payload(&answer(500, r#"{"success":true,"result":[]}"#)).unwrap_err().kind, FaultKind::Server);
    }

    #[test]
    fn a_status_and_its_codes_make_the_kind() {
        let enveloped = |code: i64| format!(r#"{{"success":false,"errors":[{{"code":"{code}","message":"m"}}]}}"#);
        for (status, code, kind) in [
            (401, 1, FaultKind::Token),
            (403, 10_000, FaultKind::Token),
            (403, 9109, FaultKind::Token),
            (400, 6003, FaultKind::Token),
            (403, 1, FaultKind::Forbidden),
            (404, 1, FaultKind::NotFound),
            (409, 1, FaultKind::Conflict),
            (429, 1, FaultKind::RateLimited),
            (422, 1, FaultKind::Refused),
            (408, 1, FaultKind::Lost),
            (503, 1, FaultKind::Server),
            (999, 1, FaultKind::Unreadable),
        ] {
            let fault = fault(&answer(status, &enveloped(code)));
            assert_eq!((fault.kind, fault.status), (kind, Some(status)), "{status} {code}");
            assert_eq!((fault.errors[0].code, fault.ray.as_deref()), (code, Some("8f00-EWR")));
        }
    }

    #[test]
    fn only_an_error_envelope_at_4xx_is_a_refusal() {
        assert!(is_refusal(&answer(400, REFUSED)) && is_refusal(&answer(409, REFUSED)));
        assert!(is_refusal(&answer(400, r#"{"errors":[{"message":"x"}]}"#)));
        for (status, body) in [
            (200, REFUSED),
            (408, REFUSED),
            (429, REFUSED),
            (500, REFUSED),
            (302, REFUSED),
            (400, ""),
            (400, "<html>"),
            (400, "[]"),
            (400, r#"{"success":true,"errors":[{}]}"#),
            (400, r#"{"errors":[]}"#),
            (400, "{\"success\":false"),
        ] {
            assert!(!is_refusal(&answer(status, body)), "{status} {body}");
        }
        assert_eq!(fault(&answer(400, "")).kind, FaultKind::Unreadable);
    }

    #[test]
    fn all_errors_are_kept_short_and_clean() {
        let fault = fault(&answer(400, REFUSED));
        let words: Vec<&str> = fault.errors.iter().map(|error| error.message.as_str()).collect();
        assert_eq!(words, ["slot taken", "odd", "7"]);
        assert!(fault.on_field("slot_id").is_some());
        let long = json!({"success": false, "errors": [{"message": "é\u{1b}".repeat(3000)}]}).to_string();
        let long = super::fault(&answer(400, &long));
        assert!(long.errors[0].message.len() <= 2048 && !long.errors[0].message.contains('\u{1b}'));
        assert_eq!(super::fault(&answer(400, r#"{"error":{"message":"one"}}"#)).errors[0].message, "one");
    }

    #[test]
    fn the_edge_is_named_by_status_and_title_only() {
        let fault = fault(&answer(502, "<html><title>Bad gateway</title><script>x</script>"));
        assert_eq!(fault.headline(), "the edge answered 502 (HTML): Bad gateway [cf-ray 8f00-EWR]");
        assert_eq!(super::fault(&answer(403, "<html>")).kind, FaultKind::Forbidden);
        for status in [400, 404] {
            assert_eq!(super::fault(&answer(status, "<html>")).kind, FaultKind::Server, "{status}");
        }
    }

    #[test]
    fn a_redirect_names_its_target_and_nothing_more() {
        for (location, named) in [
            ("https://u:p@evil.example/login?t=1", "points to evil.example;"),
            ("//evil.example/x", "points to evil.example;"),
            ("/login", "another path on the same host"),
        ] {
            let mut got = answer(302, "");
            got.headers.insert(LOCATION, location.parse().unwrap());
            let what = fault(&got).what;
            assert!(what.contains(named) && !what.contains("login"), "{what}");
        }
        assert!(fault(&answer(301, "")).what.contains("nowhere"));
    }
}
