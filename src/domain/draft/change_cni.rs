//! A new or changed CNI, as it is asked for.

use super::{Problem, Validated, verdict};
use crate::domain::{Bgp, Cni, IconKey, Magic, Prefix};

/// A new CNI. The addresses and the VLAN are fields of the reference schema only: in the published one the server
/// assigns the addresses.
#[derive(Debug, Clone, PartialEq)]
pub struct NewCni {
    /// The interconnect to run over (published).
    pub interconnect: IconKey,
    /// The Magic side (published).
    pub magic: Magic,
    /// The BGP session.
    pub bgp: Option<Bgp>,
    /// The customer's end (reference).
    pub cust_ip: Option<Prefix>,
    /// Cloudflare's end (reference).
    pub cf_ip: Option<Prefix>,
    /// VLAN tag (reference).
    pub vlan: Option<u16>,
}

/// A changed CNI: the whole object, unknown fields included.
#[derive(Debug, Clone, PartialEq)]
pub struct CniChange(pub Cni);

impl NewCni {
    /// The field rules.
    pub fn check(self) -> Result<Validated<Self>, Vec<Problem>> {
        let mut problems = Vec::new();
        if self.magic.conduit_name.trim().is_empty() && self.cust_ip.is_none() {
            problems.push(Problem::error("magic/conduit_name", "give a conduit name"));
        }
        bgp_problems(self.bgp.as_ref(), &mut problems);
        vlan_problems(self.vlan, &mut problems);
        verdict(self, problems)
    }
}

impl CniChange {
    /// The field rules.
    pub fn check(self) -> Result<Validated<Self>, Vec<Problem>> {
        let mut problems = Vec::new();
        bgp_problems(self.0.bgp.as_ref(), &mut problems);
        vlan_problems(self.0.vlan, &mut problems);
        verdict(self, problems)
    }
}

fn vlan_problems(vlan: Option<u16>, problems: &mut Vec<Problem>) {
    if vlan.is_some_and(|vlan| !(1..=4094).contains(&vlan)) {
        problems.push(Problem::error("vlan", "1 to 4094 (IEEE 802.1Q)"));
    }
}

fn bgp_problems(bgp: Option<&Bgp>, problems: &mut Vec<Problem>) {
    let Some(bgp) = bgp else { return };
    match bgp.customer_asn.map(|asn| asn.0) {
        None => problems.push(Problem::error("bgp/customer_asn", "BGP needs the customer ASN")),
        Some(0 | 23_456 | 65_535 | u32::MAX) => {
            problems.push(Problem::error("bgp/customer_asn", "reserved: cannot speak BGP (RFC 7607, 6793, 7300)"));
        }
        Some(_) => {}
    }
    if let Some(key) = &bgp.md5_key {
        let printable = key.bytes().all(|b| (0x20..0x7f).contains(&b) && b != b'"' && b != b'?');
        if key.is_empty() || !printable {
            let text = "at least one printable ASCII character, without \" and ? (API reference)";
            problems.push(Problem::error("bgp/md5_key", text));
        }
    }
    for prefix in &bgp.extra_prefixes {
        if prefix.net().is_none() {
            problems.push(Problem::error("bgp/extra_prefixes", format!("`{prefix}` is not a prefix as 192.0.2.0/24")));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Asn;

    #[test]
    fn bgp_rules_stop_what_cannot_work() {
        let with = |asn: u32, key: Option<&str>| {
            NewCni {
                interconnect: "i".into(),
                magic: Magic { conduit_name: "c".into(), ..Magic::default() },
                bgp: Some(Bgp { customer_asn: Some(Asn(asn)), md5_key: key.map(str::to_owned), ..Bgp::default() }),
                cust_ip: None,
                cf_ip: None,
                vlan: None,
            }
            .check()
        };
        assert!(with(65_010, Some("s3cret!")).is_ok());
        for (asn, key) in [(0, None), (65_010, Some("")), (65_010, Some("wh?t")), (65_010, Some("é"))] {
            assert!(with(asn, key).is_err(), "{asn} {key:?}");
        }
    }
}
