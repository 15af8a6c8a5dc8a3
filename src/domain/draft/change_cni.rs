//! A new or changed CNI, as it is asked for.

use super::{Edit, Problem, Validated, verdict};
use crate::domain::{Bgp, Cni, IconKey, Magic, Prefix, rules};

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

impl NewCni {
    /// The field rules.
    pub fn check(self) -> Result<Validated<Self>, Vec<Problem>> {
        let mut problems = Vec::new();
        // A conduit is a thing of the published schema; the reference schema gives addresses instead.
        if self.cust_ip.is_none() {
            magic_problems(&self.magic, &mut problems);
        }
        bgp_problems(self.bgp.as_ref(), &mut problems);
        problems.extend(self.vlan.map(|vlan| rules::vlan("vlan", vlan)).unwrap_or_default());
        if let (Some(p2p), Some(cust)) = (&self.cf_ip, &self.cust_ip) {
            problems.extend(rules::point_to_point(("cf_ip", p2p), ("cust_ip", cust)));
        }
        verdict(self, problems)
    }
}

impl Edit<Cni> {
    /// The field rules, on what differs from the object as it was: a value that the server holds already is not refused
    /// here when something else is edited.
    pub fn check(self) -> Result<Validated<Self>, Vec<Problem>> {
        let mut problems = Vec::new();
        let before = &self.before;
        let Cni { magic, bgp, vlan, p2p_ip, cust_ip, .. } = &self.after;
        if let Some(magic) = magic.as_ref().filter(|magic| before.magic.as_ref() != Some(*magic)) {
            magic_problems(magic, &mut problems);
        }
        if *bgp != before.bgp {
            bgp_problems(bgp.as_ref(), &mut problems);
        }
        if let Some(vlan) = vlan.filter(|vlan| before.vlan != Some(*vlan)) {
            problems.extend(rules::vlan("vlan", vlan));
        }
        if let (Some(p2p), Some(cust)) = (p2p_ip, cust_ip)
            && (*p2p_ip != before.p2p_ip || *cust_ip != before.cust_ip)
        {
            problems.extend(rules::point_to_point(("p2p_ip", p2p), ("cust_ip", cust)));
        }
        verdict(self, problems)
    }
}

fn magic_problems(magic: &Magic, problems: &mut Vec<Problem>) {
    problems.extend(rules::conduit_name("magic/conduit_name", &magic.conduit_name));
    problems.extend(magic.mtu.map(|mtu| rules::mtu("magic/mtu", mtu)).unwrap_or_default());
}

fn bgp_problems(bgp: Option<&Bgp>, problems: &mut Vec<Problem>) {
    let Some(bgp) = bgp else { return };
    match bgp.customer_asn {
        None => problems.push(Problem::error("bgp/customer_asn", "BGP needs the customer ASN")),
        Some(asn) => problems.extend(rules::customer_asn("bgp/customer_asn", asn)),
    }
    problems.extend(bgp.md5_key.as_deref().map(|key| rules::md5_key("bgp/md5_key", key)).unwrap_or_default());
    problems.extend(rules::extra_prefixes("bgp/extra_prefixes", &bgp.extra_prefixes));
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

    #[test]
    fn what_the_server_holds_already_does_not_stop_another_edit() {
        let before = Cni {
            id: "c".into(),
            account: None,
            interconnect: Some("i".into()),
            p2p_ip: Some("203.0.113.0/29".into()),
            cust_ip: Some("203.0.113.1/29".into()),
            magic: Some(Magic { conduit_name: "c".into(), mtu: Some(1500), ..Magic::default() }),
            bgp: None,
            bgp_mode: None,
            vlan: None,
            extra: crate::domain::Extra::new(),
        };
        let with = |edit: &dyn Fn(&mut Cni)| {
            let mut after = before.clone();
            edit(&mut after);
            Edit { before: before.clone(), after }.check()
        };
        let mtu = |mtu| move |cni: &mut Cni| cni.magic = Some(Magic { mtu: Some(mtu), ..cni.magic.clone().unwrap() });
        assert!(with(&mtu(1400)).is_ok());
        assert_eq!(with(&mtu(9000)).unwrap_err()[0].field, "magic/mtu");
        assert!(with(&|cni| cni.cust_ip = Some("203.0.113.2/29".into())).is_err());
    }
}
