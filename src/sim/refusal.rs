//! Why the simulator says no: a status, a code, a sentence, and which field it is about.

use serde_json::{Map, Value, json};

use super::exchange::Response;

/// A refusal in Cloudflare's envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) code: u32,
    pub(crate) message: String,
    pub(crate) pointer: Option<String>,
    pub(crate) headers: Vec<(String, String)>,
}

impl Refusal {
    pub(crate) fn new(status: u16, code: u32, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), pointer: None, headers: Vec::new() }
    }

    /// A field of the body is wrong.
    pub(crate) fn field(pointer: &str, message: impl Into<String>) -> Self {
        Self { pointer: Some(pointer.to_owned()), ..Self::new(400, 1001, message) }
    }

    /// A query parameter is wrong.
    pub(crate) fn query(name: &str, message: &str) -> Self {
        Self::new(400, 1002, format!("query parameter '{name}' {message}"))
    }

    /// The call cannot be done as things stand.
    pub(crate) fn conflict(pointer: Option<&str>, message: impl Into<String>) -> Self {
        Self { pointer: pointer.map(str::to_owned), ..Self::new(409, 1009, message) }
    }

    /// No such object.
    pub(crate) fn missing(what: &str) -> Self {
        Self::new(404, 1004, format!("{what} not found"))
    }

    /// No such call.
    pub(crate) fn no_route() -> Self {
        Self::new(404, 7003, "No route for that URI")
    }

    /// The path exists, the method does not.
    pub(crate) fn method(allowed: &str) -> Self {
        let mut refusal = Self::new(405, 10405, "Method not allowed for this route");
        refusal.headers.push(("allow".to_owned(), allowed.to_owned()));
        refusal
    }

    /// As an answer.
    pub(crate) fn answer(&self) -> Response {
        let mut error = Map::new();
        error.insert("code".to_owned(), json!(self.code));
        error.insert("message".to_owned(), json!(self.message));
        if let Some(pointer) = &self.pointer {
            error.insert("source".to_owned(), json!({ "pointer": pointer }));
        }
        let body = json!({ "success": false, "errors": [Value::Object(error)], "messages": [], "result": null });
        let mut response = Response::json(self.status, &body);
        response.headers.extend(self.headers.iter().cloned());
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_an_envelope_with_a_pointer() {
        let answer = Refusal::field("/slot_id", "is taken").answer();
        assert_eq!(answer.status, 400);
        let body = answer.value();
        assert_eq!(body["success"], false);
        assert_eq!(body["errors"][0]["source"]["pointer"], "/slot_id");
        assert!(body["result"].is_null() && body["messages"].is_array());
    }
}
