//! Rules on what a CNI is made of beside its addresses: name, MTU, MD5 key, VLAN.

use super::{
    MD5_FORM, MD5_LONG, MD5_QUOTING, MD5_SPACE, MTU_GRE, MTU_HIGH, MTU_LOW, MTU_SMALL, NAME_CONTROL, NAME_EMPTY,
    NAME_LONG, NAME_SPACE, VLAN_RANGE,
};
use crate::domain::draft::Problem;

/// The name of the conduit.
pub fn conduit_name(field: &'static str, name: &str) -> Vec<Problem> {
    let name = name.trim();
    let found = [
        (name.is_empty(), &NAME_EMPTY),
        (name.chars().any(char::is_control), &NAME_CONTROL),
        (name.chars().count() > 15, &NAME_LONG),
        (name.contains(' '), &NAME_SPACE),
    ];
    found.into_iter().filter(|(broken, _)| *broken).map(|(_, rule)| rule.on(field)).collect()
}

/// The MTU in bytes.
pub fn mtu(field: &'static str, mtu: u32) -> Vec<Problem> {
    let rule = match mtu {
        ..576 => &MTU_LOW,
        576..1280 => &MTU_SMALL,
        1476 => &MTU_GRE,
        1501.. => &MTU_HIGH,
        _ => return vec![],
    };
    vec![rule.on(field)]
}

/// The TCP segment that fits, in bytes: 20 for IPv4 and 20 for TCP less (RFC 9293, 3.7.1).
pub fn mss(mtu: u32) -> u32 {
    mtu.saturating_sub(40)
}

/// The TCP-MD5 key. Its text never stands in a problem.
pub fn md5_key(field: &'static str, key: &str) -> Vec<Problem> {
    let printable = key.bytes().all(|byte| (0x20..0x7f).contains(&byte) && byte != b'"' && byte != b'?');
    let found = [
        (key.is_empty() || !printable, &MD5_FORM),
        (key.chars().count() > 80, &MD5_LONG),
        (key.starts_with(' ') || key.ends_with(' '), &MD5_SPACE),
        (key.contains(['!', '#', '$', '\\', '`']), &MD5_QUOTING),
    ];
    found.into_iter().filter(|(broken, _)| *broken).map(|(_, rule)| rule.on(field)).collect()
}

/// The VLAN tag.
pub fn vlan(field: &'static str, vlan: u16) -> Vec<Problem> {
    if (1..=4094).contains(&vlan) { vec![] } else { vec![VLAN_RANGE.on(field)] }
}
