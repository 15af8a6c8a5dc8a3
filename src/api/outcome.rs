//! How a write ended, by its answer (RELIABILITY M5). Pure.

use serde_json::Value;

use super::classify::{self, Payload};
use super::received::Received;
use crate::domain::change::Outcome;
use crate::domain::{Fault, FaultKind};

/// The outcome of a write whose answer holds the object. Only a readable 2xx object is done, only a well-formed 4xx is a
/// refusal.
pub(crate) fn object<R>(received: &Received, read: impl FnOnce(Payload) -> Result<R, String>) -> Outcome<R> {
    settled(received, |received| {
        let payload = classify::payload(received)?;
        read(payload).map_err(|why| {
            received.fault(FaultKind::Unreadable, format!("the answer ({}) cannot be read: {why}", received.status))
        })
    })
}

/// The outcome of a removal: 200 and 204 need no body. A page or a `success:false` is no yes all the same.
pub(crate) fn removal(received: &Received) -> Outcome<()> {
    settled(received, |received| match received.status {
        204 => Ok(()),
        200 if received.is_html() => classify::payload(received).map(drop),
        200 => match received.json() {
            Ok(Value::Object(map)) if map.contains_key("success") => classify::payload(received).map(drop),
            _ => Ok(()),
        },
        status if received.is_success() => {
            Err(received.fault(FaultKind::Unreadable, format!("the answer ({status}) does not say that it is gone")))
        }
        _ => Err(classify::fault(received)),
    })
}

/// The outcome of a dry run: the name in the answer, if there is one.
pub(crate) fn dry_run(received: &Received) -> Outcome<Option<String>> {
    settled(received, |received| {
        if received.status == 204 {
            return Ok(None);
        }
        let value = classify::payload(received)?.value;
        let value = value.get("modified_interconnect").unwrap_or(&value);
        let name = value.get("name").or_else(|| value.get("id"));
        Ok(name.and_then(Value::as_str).map(str::to_owned))
    })
}

fn settled<R>(received: &Received, read: impl FnOnce(&Received) -> Result<R, Fault>) -> Outcome<R> {
    if classify::is_refusal(received) {
        return Outcome::Refused(classify::fault(received));
    }
    match read(received) {
        Ok(value) => Outcome::Done(value),
        Err(fault) => Outcome::Unknown(fault),
    }
}

#[cfg(test)]
mod tests {
    use super::super::received::answer;
    use super::*;

    const NO: &str = r#"{"success":false,"errors":[{"code":1,"message":"no"}]}"#;

    fn word<R>(outcome: &Outcome<R>) -> &'static str {
        match outcome {
            Outcome::Done(_) => "done",
            Outcome::Refused(_) => "refused",
            Outcome::NotSent(_) => "not sent",
            Outcome::Unknown(_) => "unknown",
        }
    }

    #[test]
    fn anything_but_a_clear_yes_or_no_is_unknown() {
        let read = |payload: Payload| payload.value.get("id").map(drop).ok_or_else(|| "no id".to_owned());
        for (status, body, expected) in [
            (200, r#"{"id":"x"}"#, "done"),
            (201, r#"{"success":true,"result":{"id":"x"}}"#, "done"),
            (400, NO, "refused"),
            (403, NO, "refused"),
            (409, NO, "refused"),
            (200, NO, "unknown"),
            (200, "", "unknown"),
            (200, "{}", "unknown"),
            (200, "<html>", "unknown"),
            (204, "", "unknown"),
            (302, NO, "unknown"),
            (400, "", "unknown"),
            (400, "<html>", "unknown"),
            (408, NO, "unknown"),
            (429, NO, "unknown"),
            (500, NO, "unknown"),
            (502, "<html>", "unknown"),
        ] {
            assert_eq!(word(&object(&answer(status, body), read)), expected, "{status} {body}");
        }
    }

    #[test]
    fn a_removal_needs_no_body() {
        for (status, body, expected) in [
            (200, "", "done"),
            (204, "", "done"),
            (200, "{}", "done"),
            (200, "gone", "done"),
            (200, r#"{"success":true,"result":null}"#, "done"),
            (200, NO, "unknown"),
            (200, "<html>", "unknown"),
            (202, "", "unknown"),
            (404, NO, "refused"),
            (404, "", "unknown"),
            (500, "", "unknown"),
        ] {
            assert_eq!(word(&removal(&answer(status, body))), expected, "{status} {body}");
        }
    }

    #[test]
    fn a_dry_run_tells_the_name_if_any() {
        assert_eq!(dry_run(&answer(200, r#"{"success":true,"result":{"name":"n"}}"#)), Outcome::Done(Some("n".into())));
        assert_eq!(dry_run(&answer(200, r#"{"success":true,"result":null}"#)), Outcome::Done(None));
        assert_eq!(dry_run(&answer(204, "")), Outcome::Done(None));
        assert_eq!(word(&dry_run(&answer(200, ""))), "unknown");
        assert_eq!(word(&dry_run(&answer(400, NO))), "refused");
    }
}
