//! What goes into the world and what comes out of it: a request, an answer, and how the answer should travel.

use std::time::Duration;

use serde_json::Value;

/// One call as the world sees it: no socket, no clock.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Request {
    /// The HTTP method in capitals.
    pub method: String,
    /// The path below `/client/v4`, still percent-encoded, starting with a slash.
    pub path: String,
    /// The decoded query pairs in the order they came.
    pub query: Vec<(String, String)>,
    /// Header names in lower case with their values.
    pub headers: Vec<(String, String)>,
    /// The body as it came.
    pub body: Vec<u8>,
}

impl Request {
    /// A call with a target such as `/accounts/x/cni/slots?limit=5`.
    pub fn new(method: &str, target: &str) -> Self {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            query: url::form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            ..Self::default()
        }
    }

    /// The same call with one more header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_ascii_lowercase(), value.to_owned()));
        self
    }

    /// The same call with a body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// The path with its query, as a rule or a record sees it.
    pub fn target(&self) -> String {
        if self.query.is_empty() {
            return self.path.clone();
        }
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(&self.query);
        format!("{}?{}", self.path, query.finish())
    }

    /// The first value of a query parameter.
    pub fn param(&self, name: &str) -> Option<&str> {
        first(&self.query, name)
    }

    /// The first value of a header, by its lower-case name.
    pub fn header_value(&self, name: &str) -> Option<&str> {
        first(&self.headers, name)
    }

    /// The path's segments, percent-decoded; `None` where an escape is not UTF-8.
    pub fn segments(&self) -> Option<Vec<String>> {
        self.path.trim_matches('/').split('/').map(decode).collect::<Option<Vec<_>>>()
    }
}

fn first<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

fn decode(segment: &str) -> Option<String> {
    let mut out = Vec::with_capacity(segment.len());
    let mut bytes = segment.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let high = char::from(bytes.next()?).to_digit(16)?;
            let low = char::from(bytes.next()?).to_digit(16)?;
            out.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).ok()
}

/// One answer of the world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Headers in the order they are sent.
    pub headers: Vec<(String, String)>,
    /// The body; may be empty.
    pub body: Vec<u8>,
    /// How the server should deliver it.
    pub transport: Transport,
}

impl Response {
    /// An answer without a body.
    pub fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new(), transport: Transport::default() }
    }

    /// An answer with a body of some media type.
    pub fn typed(status: u16, media: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { headers: vec![("content-type".to_owned(), media.to_owned())], body: body.into(), ..Self::empty(status) }
    }

    /// A JSON answer.
    pub fn json(status: u16, value: &Value) -> Self {
        Self::typed(status, "application/json", value.to_string())
    }

    /// The first value of a header, by its lower-case name.
    pub fn header_value(&self, name: &str) -> Option<&str> {
        first(&self.headers, name)
    }

    /// The body read as JSON; `Null` where it is none.
    pub fn value(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }
}

/// How an answer travels; the world decides it, the HTTP side carries it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Transport {
    /// Virtual time to wait before the first byte.
    pub delay: Duration,
    /// How the answer ends.
    pub ending: Ending,
}

/// How an answer ends on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ending {
    /// All of it arrives.
    #[default]
    Whole,
    /// The connection is reset before the first byte.
    Reset,
    /// Nothing ever arrives, and the connection stays open.
    Hang,
    /// The connection is reset, and for so many virtual seconds nobody listens.
    Shut(u64),
    /// Byte by byte as it says, past the HTTP library.
    Raw(Framing, Part, Then),
}

/// What the headers of an answer say of its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// The truth.
    Length,
    /// Half of it.
    HalfLength,
    /// Two numbers that differ.
    TwoLengths,
    /// That it comes in chunks.
    Chunked,
    /// A length, and that it comes in chunks.
    LengthAndChunks,
    /// That it comes in chunks, and the first has a size that is none.
    BadChunk,
    /// It is no HTTP at all.
    Noise,
}

/// How much of an answer leaves at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Half of the headers.
    HalfHead,
    /// The headers.
    Head,
    /// The headers and half of the body.
    HalfBody,
    /// All of it.
    All,
}

/// What follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// The connection is closed in good order.
    Close,
    /// It is reset.
    Reset,
    /// Nothing; it stays open.
    Hang,
    /// The rest, a byte in so many virtual milliseconds.
    Drip(u64),
    /// Blanks without end.
    Endless,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_split_and_decoded() {
        let request = Request::new("GET", "/a/b%20c?name=x%26y&name=z");
        assert_eq!(request.segments().unwrap(), ["a", "b c"]);
        assert_eq!(request.param("name"), Some("x&y"));
    }

    #[test]
    fn a_broken_escape_has_no_segments() {
        assert_eq!(Request::new("GET", "/a/%zz").segments(), None);
        assert_eq!(Request::new("GET", "/a/%f").segments(), None);
    }
}
