//! Addresses with a prefix length, as the point-to-point fields carry them.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

/// `A.B.C.D/N`: the address of one end and its prefix length; what we cannot read is kept as it came.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Prefix {
    text: String,
    net: Option<IpNet>,
}

impl Prefix {
    /// The spelling of the server.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The address and length, or `None` for a text we cannot read.
    pub fn net(&self) -> Option<IpNet> {
        self.net
    }

    /// Whether the two share addresses; unreadable ones are never said to.
    pub fn overlaps(&self, other: &Self) -> bool {
        match (self.net, other.net) {
            (Some(a), Some(b)) => a.contains(&b.network()) || b.contains(&a.network()),
            _ => false,
        }
    }
}

impl From<String> for Prefix {
    fn from(text: String) -> Self {
        let net = IpNet::from_str(text.trim()).ok().or_else(|| IpAddr::from_str(text.trim()).ok().map(IpNet::from));
        Self { text, net }
    }
}

impl From<&str> for Prefix {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<Prefix> for String {
    fn from(prefix: Prefix) -> Self {
        prefix.text
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlap_is_symmetric_and_never_guessed() {
        let wide = Prefix::from("10.254.0.0/24");
        let link = Prefix::from("10.254.0.8/31");
        assert!(wide.overlaps(&link) && link.overlaps(&wide));
        assert!(!link.overlaps(&Prefix::from("10.254.0.10/31")));
        assert!(!link.overlaps(&Prefix::from("soon")));
        assert_eq!(Prefix::from("soon").as_str(), "soon");
    }
}
