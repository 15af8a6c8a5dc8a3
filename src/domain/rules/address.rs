//! Rules on addresses: the two ends of a link, and the prefixes announced over it.

use std::net::Ipv4Addr;

use ipnet::{IpNet, Ipv4Net};

use super::{
    LINK_APART, LINK_EDGE, LINK_FORM, LINK_LOCAL, LINK_MASK, LINK_MASK_30, LINK_PROBE, LINK_PUBLIC, LINK_SAME,
    LINK_SHARED, LINK_SPECIAL, PREFIX_COVERED, PREFIX_DEFAULT, PREFIX_FORM, PREFIX_HOST, PREFIX_LONG, PREFIX_SPECIAL,
    PREFIX_TWICE, Rule,
};
use crate::domain::Prefix;
use crate::domain::draft::Problem;

type Range = ([u8; 4], u8);

/// Never routed: RFC 791, 1122, 6890, 5737 (three), 2544, 7535, 7450, 7526, 7534, 5771, 1112 with 919.
const SPECIAL: [Range; 13] = [
    ([0, 0, 0, 0], 8),
    ([127, 0, 0, 0], 8),
    ([192, 0, 0, 0], 24),
    ([192, 0, 2, 0], 24),
    ([198, 51, 100, 0], 24),
    ([203, 0, 113, 0], 24),
    ([198, 18, 0, 0], 15),
    ([192, 31, 196, 0], 24),
    ([192, 52, 193, 0], 24),
    ([192, 88, 99, 0], 24),
    ([192, 175, 48, 0], 24),
    ([224, 0, 0, 0], 4),
    ([240, 0, 0, 0], 4),
];
/// RFC 1918.
const PRIVATE: [Range; 3] = [([10, 0, 0, 0], 8), ([172, 16, 0, 0], 12), ([192, 168, 0, 0], 16)];
const SHARED: Range = ([100, 64, 0, 0], 10);
const LOCAL: Range = ([169, 254, 0, 0], 16);
const PROBE: Range = ([172, 64, 240, 252], 30);

/// Whether a prefix shares an address with a range.
fn meets(net: Ipv4Net, (base, length): Range) -> bool {
    let mask = |length: u8| u32::MAX.checked_shl(32 - u32::from(length)).unwrap_or(0);
    let shorter = mask(length.min(net.prefix_len()));
    u32::from(net.addr()) & shorter == u32::from(Ipv4Addr::from(base)) & shorter
}

/// The two ends of a link. What cannot be read is said once.
pub fn point_to_point(
    (p2p_field, p2p): (&'static str, &Prefix),
    (cust_field, cust): (&'static str, &Prefix),
) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut end = |field, prefix: &Prefix| match prefix.net() {
        Some(IpNet::V4(net)) if prefix.as_str().contains('/') => {
            problems.extend(one_end(net).map(|rule| rule.on(field)));
            Some(net)
        }
        _ => {
            problems.push(LINK_FORM.on(field));
            None
        }
    };
    let (theirs, ours) = (end(p2p_field, p2p), end(cust_field, cust));
    if let (Some(theirs), Some(ours)) = (theirs, ours) {
        if theirs.addr() == ours.addr() {
            problems.push(LINK_SAME.on(cust_field));
        } else if theirs.trunc() != ours.trunc() {
            problems.push(LINK_APART.on(cust_field));
        }
    }
    problems
}

fn one_end(net: Ipv4Net) -> impl Iterator<Item = &'static Rule> {
    let mask = match net.prefix_len() {
        31 => None,
        30 if net.addr() == net.network() || net.addr() == net.broadcast() => Some(&LINK_EDGE),
        30 => Some(&LINK_MASK_30),
        _ => Some(&LINK_MASK),
    };
    let range = if SPECIAL.iter().any(|range| meets(net, *range)) {
        Some(&LINK_SPECIAL)
    } else if meets(net, PROBE) {
        Some(&LINK_PROBE)
    } else if meets(net, SHARED) {
        Some(&LINK_SHARED)
    } else if meets(net, LOCAL) {
        Some(&LINK_LOCAL)
    } else if PRIVATE.iter().any(|range| meets(net, *range)) {
        None
    } else {
        Some(&LINK_PUBLIC)
    };
    mask.into_iter().chain(range)
}

/// The prefixes announced to the customer beside those of the account.
pub fn extra_prefixes(field: &'static str, prefixes: &[Prefix]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (at, prefix) in prefixes.iter().enumerate() {
        let mut say = |rule: &Rule| problems.push(rule.on_value(field, prefix.as_str()));
        let Some(net) = prefix.net().filter(|_| prefix.as_str().contains('/')) else {
            say(&PREFIX_FORM);
            continue;
        };
        if net.trunc() != net {
            say(&PREFIX_HOST);
        }
        let others = prefixes.iter().enumerate().filter_map(|(other, prefix)| Some((other, prefix.net()?.trunc())));
        for (other, wide) in others {
            if other < at && wide == net.trunc() {
                say(&PREFIX_TWICE);
            } else if other != at && wide != net.trunc() && wide.prefix_len() > 0 && wide.contains(&net) {
                say(&PREFIX_COVERED);
            }
        }
        let IpNet::V4(net) = net else { continue };
        if net.prefix_len() == 0 {
            say(&PREFIX_DEFAULT);
        } else if SPECIAL.iter().any(|range| meets(net, *range)) {
            say(&PREFIX_SPECIAL);
        } else if net.prefix_len() > 24 && !PRIVATE.iter().chain([&SHARED, &LOCAL]).any(|range| meets(net, *range)) {
            say(&PREFIX_LONG);
        }
    }
    problems
}
