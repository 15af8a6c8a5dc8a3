//! What is written in the words of the published `OpenAPI`.

use serde_json::{Map, Value, json};

use super::{Params, put};
use crate::domain::draft::{Direct, NewCni};
use crate::domain::{AccountId, Bgp, Cni, IconKey, InterconnectFilter, Magic, Prefix, SlotFilter, Speed};

/// The middle rate of a health check.
pub(super) const MIDDLE_RATE: &str = "mid";

pub(super) fn new_direct(account: &AccountId, direct: &Direct) -> Value {
    let mut body = Map::new();
    put(&mut body, "account", Some(account.as_str()));
    put(&mut body, "slot_id", Some(direct.slot.as_str()));
    put(&mut body, "type", Some("direct"));
    put(&mut body, "speed", direct.speed.as_ref().map(Speed::as_str));
    Value::Object(body)
}

pub(super) fn new_partner(account: &AccountId, bandwidth: &Speed, pairing_key: &str) -> Value {
    json!({
        "account": account.as_str(),
        "type": "gcp_partner",
        "bandwidth": bandwidth.as_str(),
        "pairing_key": pairing_key,
    })
}

pub(super) fn new_cni(account: &AccountId, draft: &NewCni) -> Value {
    let mut body = Map::new();
    put(&mut body, "account", Some(account.as_str()));
    put(&mut body, "interconnect", Some(draft.interconnect.as_str()));
    put(&mut body, "magic", Some(magic(&draft.magic)));
    put(&mut body, "bgp", draft.bgp.as_ref().map(bgp));
    Value::Object(body)
}

/// The whole object: a field that did not come is not made up.
pub(super) fn changed_cni(account: &AccountId, cni: &Cni) -> Value {
    let mut body = Map::new();
    put(&mut body, "id", Some(cni.id.as_str()));
    put(&mut body, "account", Some(cni.account.as_ref().unwrap_or(account).as_str()));
    put(&mut body, "interconnect", cni.interconnect.as_ref().map(IconKey::as_str));
    put(&mut body, "p2p_ip", cni.p2p_ip.as_ref().map(Prefix::as_str));
    put(&mut body, "cust_ip", cni.cust_ip.as_ref().map(Prefix::as_str));
    put(&mut body, "magic", cni.magic.as_ref().map(magic));
    put(&mut body, "bgp", cni.bgp.as_ref().map(bgp));
    put(&mut body, "bgp_mode", cni.bgp_mode.as_deref());
    put(&mut body, "vlan", cni.vlan);
    body.extend(cni.extra.clone());
    Value::Object(body)
}

pub(super) fn interconnect_filter(filter: &InterconnectFilter) -> Params {
    let site = filter.site.as_ref().map(|site| ("site", site.to_string()));
    let kind = filter.kind.clone().map(|kind| ("type", kind));
    site.into_iter().chain(kind).collect()
}

pub(super) fn slot_filter(filter: &SlotFilter) -> Params {
    let parts = [
        filter.address_contains.clone().map(|text| ("address_contains", text)),
        filter.site.as_ref().map(|site| ("site", site.to_string())),
        filter.speed.as_ref().map(|speed| ("speed", speed.to_string())),
        filter.occupied.map(|occupied| ("occupied", occupied.to_string())),
    ];
    parts.into_iter().flatten().collect()
}

pub(super) fn magic(magic: &Magic) -> Value {
    let mut body = Map::new();
    put(&mut body, "conduit_name", Some(magic.conduit_name.as_str()));
    put(&mut body, "description", Some(magic.description.as_str()));
    put(&mut body, "mtu", magic.mtu);
    body.extend(magic.extra.clone());
    Value::Object(body)
}

pub(super) fn bgp(bgp: &Bgp) -> Value {
    let mut body = Map::new();
    put(&mut body, "customer_asn", bgp.customer_asn.map(|asn| asn.0));
    let prefixes: Vec<Value> = bgp.extra_prefixes.iter().map(|prefix| prefix.as_str().into()).collect();
    put(&mut body, "extra_prefixes", Some(prefixes));
    put(&mut body, "md5_key", bgp.md5_key.as_deref());
    body.extend(bgp.extra.clone());
    Value::Object(body)
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    #[test]
    fn a_direct_port_carries_only_what_the_description_knows() {
        let direct = Direct {
            slot: "s".into(),
            speed: Some("10G".into()),
            facility: Some("EWR1".into()),
            name: Some("n".into()),
            description: Some("d".into()),
        };
        let body = new_direct(&"a".into(), &direct).to_string();
        assert_eq!(body, r#"{"account":"a","slot_id":"s","type":"direct","speed":"10G"}"#);
        let partner = new_partner(&"a".into(), &"1G".into(), "k").to_string();
        assert_eq!(partner, r#"{"account":"a","type":"gcp_partner","bandwidth":"1G","pairing_key":"k"}"#);
    }

    #[test]
    fn a_cni_goes_back_as_it_came() {
        let came = json!({
            "id": "c1", "account": "a", "interconnect": "i", "p2p_ip": "10.0.0.0/31", "cust_ip": "10.0.0.1/31",
            "magic": {"conduit_name": "m", "description": "", "mtu": 1476, "odd": null},
            "bgp": {"customer_asn": 65010, "extra_prefixes": ["not a prefix"], "md5_key": "k", "odd": [2]},
            "bgp_mode": "advertise_only", "odd": {"deep": [null, 1.5]},
        });
        assert_eq!(changed_cni(&"a".into(), &read::cni(came.clone()).unwrap()), came);
    }

    #[test]
    fn a_new_cni_sends_no_addresses() {
        let draft = NewCni {
            interconnect: "i".into(),
            magic: Magic { conduit_name: "m".into(), mtu: Some(1500), ..Magic::default() },
            bgp: None,
            cust_ip: Some("10.0.0.1/31".into()),
            cf_ip: Some("10.0.0.0/31".into()),
            vlan: Some(5),
        };
        let expected = json!({"account": "a", "interconnect": "i", "magic": {"conduit_name": "m", "description": "", "mtu": 1500}});
        assert_eq!(new_cni(&"a".into(), &draft), expected);
    }

    #[test]
    fn filters_are_those_of_the_server() {
        let filter = SlotFilter {
            address_contains: Some("a b".into()),
            site: Some("iad-a".into()),
            speed: Some("10G".into()),
            occupied: Some(false),
        };
        let keys: Vec<&str> = slot_filter(&filter).iter().map(|(key, _)| *key).collect();
        assert_eq!(keys, ["address_contains", "site", "speed", "occupied"]);
        assert!(interconnect_filter(&InterconnectFilter::default()).is_empty());
    }
}
