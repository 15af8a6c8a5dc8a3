//! Rules on AS numbers.

use super::{
    ASN_AS112, ASN_CLOUDFLARE, ASN_DEFAULT, ASN_DOCUMENTATION, ASN_INT32, ASN_LAST, ASN_RESERVED, ASN_TRANS, ASN_ZERO,
    Rule,
};
use crate::domain::Asn;
use crate::domain::draft::Problem;

/// Cloudflare's own number.
const CLOUDFLARE: u32 = 13_335;

fn any(asn: Asn) -> Option<&'static Rule> {
    Some(match asn.0 {
        0 => &ASN_ZERO,
        23_456 => &ASN_TRANS,
        64_496..=64_511 | 65_536..=65_551 => &ASN_DOCUMENTATION,
        65_535 | u32::MAX => &ASN_LAST,
        65_552..=131_071 => &ASN_RESERVED,
        0x8000_0000.. => &ASN_INT32,
        _ => return None,
    })
}

/// The number that the customer's end speaks with.
pub fn customer_asn(field: &'static str, asn: Asn) -> Vec<Problem> {
    let own = match asn.0 {
        CLOUDFLARE => Some(&ASN_CLOUDFLARE),
        112 => Some(&ASN_AS112),
        _ => None,
    };
    any(asn).into_iter().chain(own).map(|rule| rule.on(field)).collect()
}

/// The account's default.
pub fn default_asn(field: &'static str, asn: Asn) -> Vec<Problem> {
    let named = asn.0 == CLOUDFLARE || (64_512..=65_534).contains(&asn.0);
    match any(asn) {
        Some(rule) => vec![rule.on(field)],
        None if named => vec![],
        None => vec![ASN_DEFAULT.on(field)],
    }
}
