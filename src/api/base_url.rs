//! The address of the API: what the token is bound to.

use std::fmt;
use std::net::IpAddr;

use url::{Host, Url};

use crate::domain::{Fault, FaultKind};

const DEFAULT: &str = "https://api.cloudflare.com/client/v4";

/// A base URL that is safe to send a token to: https, or http to a literal loopback address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    text: String,
    host: String,
    loopback: bool,
}

impl BaseUrl {
    /// Takes an address as a person wrote it; userinfo, query, fragment and non-ASCII hosts are refused.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let refuse = |why: &str| Err(Fault::new(FaultKind::Usage, format!("the base URL cannot be used: {why}")));
        if !text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\') {
            return refuse("it holds spaces, backslashes, control or non-ASCII characters");
        }
        let Ok(url) = Url::parse(text) else { return refuse("it is not a URL") };
        // `https://@host` has an empty user name that the parser drops without a trace.
        let authority = text.split_once("://").map_or("", |(_, rest)| rest.split(['/', '?', '#']).next().unwrap_or(""));
        if authority.is_empty() {
            return refuse("it has no host");
        }
        if authority.contains('@') {
            return refuse("it holds a user name or password");
        }
        if url.query().is_some() || url.fragment().is_some() {
            return refuse("it holds a query or a fragment");
        }
        let loopback = match url.host() {
            Some(Host::Ipv4(address)) => IpAddr::V4(address).is_loopback(),
            Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
            _ => false,
        };
        match url.scheme() {
            "https" => {}
            "http" if loopback => {}
            "http" => return refuse("http is for a literal loopback address (127.0.0.1, [::1]) only; use https"),
            _ => return refuse("use https"),
        }
        let Some(name) = url.host_str() else { return refuse("it has no host") };
        let host = url.port().map_or_else(|| name.to_owned(), |port| format!("{name}:{port}"));
        Ok(Self { text: url.as_str().trim_end_matches('/').to_owned(), host, loopback })
    }

    /// Host and, where it is not the usual one, port.
    pub fn host(&self) -> String {
        self.host.clone()
    }

    /// The address of Cloudflare itself.
    pub fn is_default(&self) -> bool {
        self.text == DEFAULT
    }

    /// A literal loopback address.
    pub fn is_loopback(&self) -> bool {
        self.loopback
    }

    /// The address without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl Default for BaseUrl {
    fn default() -> Self {
        Self { text: DEFAULT.to_owned(), host: "api.cloudflare.com".to_owned(), loopback: false }
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_https_and_literal_loopback_only() {
        for bad in [
            "http://api.cloudflare.com",
            "http://localhost:80",
            "http://127.0.0.1.evil.example",
            "https://user:pw@host",
            "https://@host",
            "https://host?x=1",
            "https://host#x",
            "https://höst",
            "https://host\\@evil",
            "https:host",
            "ftp://host",
            "file:///etc/passwd",
            "",
            " https://host",
        ] {
            let fault = BaseUrl::parse(bad).unwrap_err();
            assert_eq!(fault.kind, FaultKind::Usage, "{bad}");
            assert!(!fault.what.contains("pw"), "{}", fault.what);
        }
        for (good, host, loopback) in [
            ("http://127.0.0.1:8080/client/v4/", "127.0.0.1:8080", true),
            ("http://[::1]:9", "[::1]:9", true),
            ("https://api.example.com/v4", "api.example.com", false),
        ] {
            let base = BaseUrl::parse(good).unwrap();
            assert_eq!((base.host(), base.is_loopback(), base.is_default()), (host.to_owned(), loopback, false));
            assert!(!base.as_str().ends_with('/'));
        }
        assert_eq!(BaseUrl::parse(DEFAULT).unwrap(), BaseUrl::default());
        assert_eq!(BaseUrl::parse("https://API.cloudflare.com/client/v4/").unwrap(), BaseUrl::default());
    }
}
