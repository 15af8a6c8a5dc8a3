//! Autonomous system numbers, 32 bits wide.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An autonomous system number, 0 to 4294967295 (RFC 6793). The API declares `int32`; real numbers do not fit there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Asn(pub u32);

/// What a number is set aside for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsnClass {
    /// May be assigned by a registry.
    Public,
    /// Private use: 64512–65534 and 4200000000–4294967294 (RFC 6996).
    Private,
    /// For documentation: 64496–64511 and 65536–65551 (RFC 5398).
    Documentation,
    /// 0 (RFC 7607), 23456 (RFC 6793), 65535 and 4294967295 (RFC 7300), 65552–131071 (IANA).
    Reserved,
}

impl AsnClass {
    /// One word for a screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Private => "private",
            Self::Documentation => "documentation",
            Self::Reserved => "reserved",
        }
    }
}

impl Asn {
    /// The class by the ranges of the RFCs named at [`AsnClass`].
    pub fn class(self) -> AsnClass {
        match self.0 {
            0 | 23_456 | 65_535 | 65_552..=131_071 | u32::MAX => AsnClass::Reserved,
            64_496..=64_511 | 65_536..=65_551 => AsnClass::Documentation,
            64_512..=65_534 | 4_200_000_000..=4_294_967_294 => AsnClass::Private,
            _ => AsnClass::Public,
        }
    }

    /// The asdot form of RFC 5396: `64.1` above 65535, the plain number below.
    pub fn dotted(self) -> String {
        match self.0 >> 16 {
            0 => self.0.to_string(),
            high => format!("{high}.{}", self.0 & 0xffff),
        }
    }
}

impl fmt::Display for Asn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl FromStr for Asn {
    type Err = String;

    /// Reads `65010`, `AS65010` and the dotted `1.10`.
    fn from_str(text: &str) -> Result<Self, String> {
        let trimmed = text.trim();
        let digits = match trimmed.get(..2) {
            Some(head) if head.eq_ignore_ascii_case("as") => &trimmed[2..],
            _ => trimmed,
        };
        let number = |part: &str| {
            (!part.is_empty() && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse::<u32>().ok()).flatten()
        };
        let value = match digits.split_once('.') {
            None => number(digits),
            Some((high, low)) => match (number(high), number(low)) {
                (Some(high), Some(low)) if high <= 0xffff && low <= 0xffff => Some((high << 16) | low),
                _ => None,
            },
        };
        value.map(Self).ok_or_else(|| {
            format!("`{trimmed}` is not an ASN: a number from 0 to 4294967295, or dotted as in 1.10 (RFC 5396)")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_plain_prefixed_and_dotted() {
        for (text, number) in [("65010", 65_010), ("as13335", 13_335), ("1.10", 65_546), ("4294967295", u32::MAX)] {
            assert_eq!(text.parse::<Asn>(), Ok(Asn(number)), "{text}");
        }
        for bad in ["", "AS", "-1", "4294967296", "1.65536", "1.2.3", "+5", "12a"] {
            assert!(bad.parse::<Asn>().is_err(), "{bad}");
        }
    }

    #[test]
    fn names_the_class_at_its_edges() {
        for (number, class) in [
            (0, AsnClass::Reserved),
            (13_335, AsnClass::Public),
            (64_495, AsnClass::Public),
            (64_496, AsnClass::Documentation),
            (64_512, AsnClass::Private),
            (65_534, AsnClass::Private),
            (65_535, AsnClass::Reserved),
            (65_551, AsnClass::Documentation),
            (131_072, AsnClass::Public),
            (4_200_000_000, AsnClass::Private),
            (u32::MAX, AsnClass::Reserved),
        ] {
            assert_eq!(Asn(number).class(), class, "{number}");
        }
        assert_eq!(Asn(65_546).dotted(), "1.10");
    }
}
