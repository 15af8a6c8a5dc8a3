//! Port speeds as the API spells them (`10G`, `100G`, `500M`).

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A speed: the server's spelling, with its size in Mbit/s where the spelling is understood.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Speed {
    text: Arc<str>,
    mbps: Option<u32>,
}

impl Speed {
    /// The spelling of the server.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Mbit/s, or `None` for a spelling we do not know.
    pub fn mbps(&self) -> Option<u32> {
        self.mbps
    }

    /// The usual spelling of the same speed: `10g` and `10Gbps` become `10G`.
    #[must_use]
    pub fn plain(&self) -> Self {
        match self.mbps {
            Some(mbps) if mbps % 1000 == 0 => Self::from(format!("{}G", mbps / 1000)),
            Some(mbps) => Self::from(format!("{mbps}M")),
            None => self.clone(),
        }
    }

    /// Whether both mean the same speed: `10g` and `10G` do, two unknown spellings only when equal.
    pub fn same_as(&self, other: &Self) -> bool {
        match (self.mbps, other.mbps) {
            (Some(a), Some(b)) => a == b,
            _ => self.text == other.text,
        }
    }
}

impl From<Arc<str>> for Speed {
    fn from(text: Arc<str>) -> Self {
        let mbps = parse_mbps(&text);
        Self { text, mbps }
    }
}

impl From<String> for Speed {
    fn from(text: String) -> Self {
        Self::from(Arc::from(text))
    }
}

impl From<&str> for Speed {
    fn from(text: &str) -> Self {
        Self::from(Arc::from(text))
    }
}

impl From<Speed> for String {
    fn from(speed: Speed) -> Self {
        speed.as_str().to_owned()
    }
}

impl fmt::Display for Speed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl PartialOrd for Speed {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Speed {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.mbps, &self.text).cmp(&(other.mbps, &other.text))
    }
}

fn parse_mbps(text: &str) -> Option<u32> {
    let lower = text.trim().to_ascii_lowercase();
    let body = lower.strip_suffix("bps").or_else(|| lower.strip_suffix("bit")).unwrap_or(&lower);
    let digits = body.find(|c: char| !c.is_ascii_digit()).unwrap_or(body.len());
    let number: u32 = body[..digits].parse().ok()?;
    match body[digits..].trim() {
        "g" | "gb" => number.checked_mul(1000),
        "m" | "mb" => Some(number),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_by_size_and_keeps_the_spelling() {
        let mut speeds: Vec<Speed> = ["100G", "500M", "10G", "warp"].map(Speed::from).to_vec();
        speeds.sort();
        let words: Vec<&str> = speeds.iter().map(Speed::as_str).collect();
        assert_eq!(words, ["warp", "500M", "10G", "100G"]);
        assert!(Speed::from("10g").same_as(&Speed::from("10Gbps")));
        let plain = ["10g", "100Gbps", "1000M", "500m", "warp"].map(|text| Speed::from(text).plain().to_string());
        assert_eq!(plain, ["10G", "100G", "1G", "500M", "warp"]);
        assert!(!Speed::from("warp").same_as(&Speed::from("weft")));
    }
}
