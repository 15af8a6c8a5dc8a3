//! The server's own rules for what clients send; they owe nothing to the rules of the client.

use ipnet::IpNet;
use serde_json::{Map, Value};

use super::refusal::Refusal;

/// The body of a call, read field by field through JSON pointers.
#[derive(Debug, Clone)]
pub(crate) struct Body {
    root: Value,
}

impl Body {
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Refusal> {
        let root: Value = serde_json::from_slice(bytes)
            .map_err(|error| Refusal::new(400, 1000, format!("could not parse the request body as JSON: {error}")))?;
        if root.is_object() { Ok(Self { root }) } else { Err(Refusal::field("", "must be an object")) }
    }

    /// A field that is there and not `null`.
    pub(crate) fn given(&self, pointer: &str) -> Option<&Value> {
        self.root.pointer(pointer).filter(|value| !value.is_null())
    }

    pub(crate) fn text(&self, pointer: &str) -> Result<String, Refusal> {
        self.text_or_none(pointer)?.ok_or_else(|| missing(pointer))
    }

    pub(crate) fn text_or_none(&self, pointer: &str) -> Result<Option<String>, Refusal> {
        match self.given(pointer) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(Refusal::field(pointer, "must be a string")),
        }
    }

    pub(crate) fn number(&self, pointer: &str, low: u32, high: u32) -> Result<u32, Refusal> {
        self.number_or_none(pointer, low, high)?.ok_or_else(|| missing(pointer))
    }

    pub(crate) fn number_or_none(&self, pointer: &str, low: u32, high: u32) -> Result<Option<u32>, Refusal> {
        let Some(value) = self.given(pointer) else { return Ok(None) };
        let number = value.as_u64().and_then(|number| u32::try_from(number).ok());
        match number {
            Some(number) if (low..=high).contains(&number) => Ok(Some(number)),
            _ if value.is_number() => Err(Refusal::field(pointer, format!("must be between {low} and {high}"))),
            _ => Err(Refusal::field(pointer, "must be a whole number")),
        }
    }

    pub(crate) fn flag_or_none(&self, pointer: &str) -> Result<Option<bool>, Refusal> {
        match self.given(pointer) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(*flag)),
            Some(_) => Err(Refusal::field(pointer, "must be true or false")),
        }
    }

    /// An object that is there.
    pub(crate) fn object(&self, pointer: &str) -> Result<(), Refusal> {
        match self.given(pointer) {
            None => Err(missing(pointer)),
            Some(Value::Object(_)) => Ok(()),
            Some(_) => Err(Refusal::field(pointer, "must be an object")),
        }
    }

    /// A list of prefixes without host bits.
    pub(crate) fn prefixes(&self, pointer: &str) -> Result<Vec<String>, Refusal> {
        let Some(value) = self.given(pointer) else { return Err(missing(pointer)) };
        let Value::Array(items) = value else { return Err(Refusal::field(pointer, "must be a list")) };
        let mut prefixes = Vec::with_capacity(items.len());
        for (n, item) in items.iter().enumerate() {
            let at = format!("{pointer}/{n}");
            let Value::String(text) = item else { return Err(Refusal::field(&at, "must be a string")) };
            let net: IpNet = text.parse().map_err(|_| Refusal::field(&at, "is not a prefix in CIDR notation"))?;
            if net.trunc() != net {
                return Err(Refusal::field(&at, "has bits set beyond its prefix length"));
            }
            prefixes.push(text.clone());
        }
        Ok(prefixes)
    }

    /// An ASN that can be a neighbour.
    pub(crate) fn asn(&self, pointer: &str) -> Result<u32, Refusal> {
        let asn = self.number(pointer, 1, u32::MAX - 1)?;
        if matches!(asn, 23456 | 65535) {
            return Err(Refusal::field(pointer, "is a reserved ASN"));
        }
        Ok(asn)
    }

    /// An MD5 key of the characters that routers take.
    pub(crate) fn md5(&self, pointer: &str) -> Result<Option<String>, Refusal> {
        let key = self.text_or_none(pointer)?;
        if let Some(key) = &key {
            let plain = key.bytes().all(|byte| (0x20..0x7f).contains(&byte) && byte != b'"' && byte != b'?');
            if key.is_empty() || key.len() > 80 || !plain {
                let why = "must be 1 to 80 printable ASCII characters without quotation and question marks";
                return Err(Refusal::field(pointer, why));
            }
        }
        Ok(key)
    }

    /// The account in the body has to be the one in the path.
    pub(crate) fn account(&self, account: &str) -> Result<(), Refusal> {
        if self.text("/account")? == account {
            return Ok(());
        }
        Err(Refusal::field("/account", "does not match the account in the path"))
    }

    /// The two ends of a link: addresses of the same small prefix.
    pub(crate) fn ends(&self, ours: &str, theirs: &str) -> Result<(String, String), Refusal> {
        let (near, far) = (self.text(ours)?, self.text(theirs)?);
        let read = |pointer: &str, text: &str| {
            text.parse::<IpNet>().map_err(|_| Refusal::field(pointer, "is not an address with a prefix length"))
        };
        let (a, b) = (read(ours, &near)?, read(theirs, &far)?);
        if a.trunc() != b.trunc() || a.addr() == b.addr() {
            return Err(Refusal::field(theirs, "must be another address inside the same prefix"));
        }
        let longest = a.max_prefix_len();
        if a.prefix_len() + 2 < longest || a.prefix_len() == longest {
            return Err(Refusal::field(ours, "must be a /30 or a /31 (a /126 or a /127)"));
        }
        Ok((near, far))
    }

    /// The fields of the root that are not among these.
    pub(crate) fn others(&self, known: &[&str]) -> Map<String, Value> {
        let Value::Object(root) = &self.root else { return Map::new() };
        root.iter()
            .filter(|(key, _)| !known.contains(&key.as_str()))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect()
    }
}

fn missing(pointer: &str) -> Refusal {
    Refusal::field(pointer, "is required")
}

/// Whether a text has the shape of a UUID.
pub(crate) fn is_uuid(text: &str) -> bool {
    text.len() == 36 && uuid::Uuid::try_parse(text).is_ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn body(value: &Value) -> Body {
        Body::read(value.to_string().as_bytes()).unwrap()
    }

    #[test]
    fn only_an_object_is_a_body() {
        for text in ["", "{", "[]", "7", "null"] {
            assert_eq!(Body::read(text.as_bytes()).unwrap_err().status, 400, "{text}");
        }
    }

    #[test]
    fn asns_run_to_the_end_of_32_bits() {
        for (asn, good) in [(0_u64, false), (1, true), (23456, false), (65535, false), (4_294_967_294, true)] {
            assert_eq!(body(&json!({ "asn": asn })).asn("/asn").is_ok(), good, "{asn}");
        }
        assert!(body(&json!({ "asn": 4_294_967_295_u64 })).asn("/asn").is_err());
        assert!(body(&json!({ "asn": "64512" })).asn("/asn").is_err());
        assert!(body(&json!({ "asn": 1.5 })).asn("/asn").is_err());
    }

    #[test]
    fn md5_keys_have_no_quotes_and_no_questions() {
        for (key, good) in [("", false), ("a b", true), ("a?b", false), ("a\"b", false), ("é", false), ("~`=\\|", true)]
        {
            assert_eq!(body(&json!({ "k": key })).md5("/k").is_ok(), good, "{key}");
        }
        assert_eq!(body(&json!({ "k": null })).md5("/k"), Ok(None));
    }

    #[test]
    fn ends_are_two_addresses_of_one_link() {
        let ends = |a: &str, b: &str| body(&json!({ "a": a, "b": b })).ends("/a", "/b").is_ok();
        assert!(ends("192.0.2.0/31", "192.0.2.1/31"));
        assert!(ends("2001:db8::/127", "2001:db8::1/127"));
        assert!(!ends("192.0.2.0/31", "192.0.2.0/31"));
        assert!(!ends("192.0.2.0/31", "192.0.2.2/31"));
        assert!(!ends("192.0.2.1/24", "192.0.2.2/24"));
        assert!(!ends("192.0.2.1", "192.0.2.2"));
    }

    #[test]
    fn prefixes_have_no_host_bits() {
        let pointer = |list: Value| body(&json!({ "p": list })).prefixes("/p").map_err(|refusal| refusal.pointer);
        assert!(pointer(json!(["192.0.2.0/24", "2001:db8::/32"])).is_ok());
        assert_eq!(pointer(json!(["192.0.2.0/24", "192.0.2.1/24"])), Err(Some("/p/1".to_owned())));
        assert_eq!(pointer(json!("192.0.2.0/24")), Err(Some("/p".to_owned())));
    }
}
