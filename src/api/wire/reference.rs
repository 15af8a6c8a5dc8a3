//! What is written in the words of the reference page that this project was handed.

use serde_json::{Map, Value};

use super::{Params, published, put};
use crate::domain::draft::{Direct, NewCni};
use crate::domain::{AccountId, Bgp, Cni, IconKey, Prefix, SlotFilter, Speed};

/// The middle rate of a health check.
pub(super) const MIDDLE_RATE: &str = "medium";

pub(super) fn new_direct(account: &AccountId, direct: &Direct) -> Value {
    let mut body = Map::new();
    put(&mut body, "account", Some(account.as_str()));
    put(&mut body, "slot_id", Some(direct.slot.as_str()));
    put(&mut body, "type", Some("direct"));
    put(&mut body, "facility", direct.facility.as_deref());
    put(&mut body, "speed", direct.speed.as_ref().map(Speed::as_str));
    put(&mut body, "name", direct.name.as_deref());
    put(&mut body, "description", direct.description.as_deref());
    Value::Object(body)
}

pub(super) fn new_cni(account: &AccountId, draft: &NewCni) -> Value {
    Value::Object(flat(account, draft.cust_ip.as_ref(), draft.cf_ip.as_ref(), draft.bgp.as_ref(), draft.vlan))
}

/// The body of a creation, and whatever else came with the object.
pub(super) fn changed_cni(account: &AccountId, cni: &Cni) -> Value {
    let account = cni.account.as_ref().unwrap_or(account);
    let mut body = flat(account, cni.cust_ip.as_ref(), cni.p2p_ip.as_ref(), cni.bgp.as_ref(), cni.vlan);
    put(&mut body, "interconnect", cni.interconnect.as_ref().map(IconKey::as_str));
    put(&mut body, "magic", cni.magic.as_ref().map(published::magic));
    put(&mut body, "bgp_mode", cni.bgp_mode.as_deref());
    body.extend(cni.extra.clone());
    Value::Object(body)
}

/// The reference has no filter for addresses; a site is its facility.
pub(super) fn slot_filter(filter: &SlotFilter) -> Params {
    let parts = [
        filter.site.as_ref().map(|site| ("facility", site.to_string())),
        filter.speed.as_ref().map(|speed| ("speed", speed.to_string())),
        filter.occupied.map(|occupied| ("occupied", occupied.to_string())),
    ];
    parts.into_iter().flatten().collect()
}

fn flat(
    account: &AccountId,
    cust_ip: Option<&Prefix>,
    cf_ip: Option<&Prefix>,
    bgp: Option<&Bgp>,
    vlan: Option<u16>,
) -> Map<String, Value> {
    let mut body = Map::new();
    put(&mut body, "account", Some(account.as_str()));
    put(&mut body, "cust_ip", cust_ip.map(Prefix::as_str));
    put(&mut body, "cf_ip", cf_ip.map(Prefix::as_str));
    put(&mut body, "bgp_asn", bgp.and_then(|bgp| bgp.customer_asn).map(|asn| asn.0));
    put(&mut body, "bgp_password", bgp.and_then(|bgp| bgp.md5_key.as_deref()));
    put(&mut body, "vlan", vlan);
    body
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::read;
    use super::*;

    #[test]
    fn a_direct_port_carries_all_its_fields() {
        let direct = Direct {
            slot: "slot_abc".into(),
            speed: Some("10G".into()),
            facility: Some("EWR1".into()),
            name: Some("prod".into()),
            description: None,
        };
        let body = new_direct(&"a".into(), &direct).to_string();
        let expected =
            r#"{"account":"a","slot_id":"slot_abc","type":"direct","facility":"EWR1","speed":"10G","name":"prod"}"#;
        assert_eq!(body, expected);
    }

    #[test]
    fn a_cni_goes_back_flat_and_whole() {
        let came = json!({
            "id": "c2", "account": "a", "cust_ip": "192.0.2.1/31", "cf_ip": "192.0.2.0/31", "bgp_asn": 65000,
            "bgp_password": "k", "vlan": 100, "odd": [null],
        });
        let mut expected = came.clone();
        expected.as_object_mut().unwrap().remove("id");
        assert_eq!(changed_cni(&"a".into(), &read::cni(came).unwrap()), expected);
    }

    #[test]
    fn a_site_is_asked_for_as_facility() {
        let filter =
            SlotFilter { address_contains: Some("x".into()), site: Some("EWR1".into()), ..SlotFilter::default() };
        assert_eq!(slot_filter(&filter), [("facility", "EWR1".to_owned())]);
    }
}
