//! Objects of the domain as JSON, with stable names and everything the server said that we do not know.

use std::fmt::Display;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use crate::domain::{Bgp, Cni, Facility, HealthCheck, Interconnect, Kind, Settings, Slot, Status, Target, Tunnel};

/// An object as it is told: written as it stands where many are, a value where one is.
pub(super) struct Told<'a, T>(pub(super) &'a T);

/// The same as a value.
pub(super) fn value<'a, T>(object: &'a T) -> Value
where
    Told<'a, T>: Serialize,
{
    // Names are texts, and so is all the rest of it: this cannot fail.
    serde_json::to_value(Told(object)).unwrap_or(Value::Null)
}

pub(super) fn status(name: &str, status: &Status) -> Value {
    json!({"name": name, "state": status.state.word(), "reason": status.reason})
}

/// The fields of one object, and which are written: what the server calls by the same name does not take their place.
struct Fields<M> {
    map: M,
    written: Vec<&'static str>,
}

impl<M: SerializeMap> Fields<M> {
    fn new(map: M) -> Self {
        Self { map, written: Vec::with_capacity(16) }
    }

    /// A text, or null.
    fn put(&mut self, name: &'static str, value: Option<impl Display>) -> Result<(), M::Error> {
        self.json(name, &value.map(Shown))
    }

    fn json(&mut self, name: &'static str, value: &(impl Serialize + ?Sized)) -> Result<(), M::Error> {
        self.written.push(name);
        self.map.serialize_entry(name, value)
    }

    /// What we do not know, and the end.
    fn end(mut self, extra: &Map<String, Value>) -> Result<M::Ok, M::Error> {
        for (name, value) in extra {
            if !self.written.contains(&name.as_str()) {
                self.map.serialize_entry(name, value)?;
            }
        }
        self.map.end()
    }
}

struct Shown<T>(T);

impl<T: Display> Serialize for Shown<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

#[derive(Serialize)]
struct Place<'a> {
    name: &'a str,
    address: &'a [String],
}

fn place(facility: Option<&Facility>) -> Option<Place<'_>> {
    facility.map(|place| Place { name: &place.name, address: &place.address })
}

impl Serialize for Told<'_, Interconnect> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (Self(port), mut to) = (self, Fields::new(serializer.serialize_map(None)?));
        to.put("key", Some(&port.key))?;
        to.put("name", Some(&port.name))?;
        to.put("type", port.kind.as_ref().map(Kind::word))?;
        to.put("site", port.site.as_ref())?;
        to.put("region", port.region.as_ref())?;
        to.put("speed", port.speed.as_ref())?;
        to.put("slot_id", port.slot_id.as_ref())?;
        to.json("facility", &place(port.facility.as_ref()))?;
        to.put("ccr_device_name", port.ccr_device_name.as_ref())?;
        to.put("account", port.account.as_ref())?;
        to.put("owner", port.owner.as_ref())?;
        to.put("virtual_port_reservation_id", port.virtual_port_reservation_id.as_ref())?;
        if port.description.is_some() {
            to.put("description", port.description.as_ref())?;
        }
        to.end(&port.extra)
    }
}

impl Serialize for Told<'_, Cni> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (Self(cni), mut to) = (self, Fields::new(serializer.serialize_map(None)?));
        to.put("id", Some(&cni.id))?;
        to.put("account", cni.account.as_ref())?;
        to.put("interconnect", cni.interconnect.as_ref())?;
        to.put("p2p_ip", cni.p2p_ip.as_ref())?;
        to.put("cust_ip", cni.cust_ip.as_ref())?;
        let magic = cni.magic.as_ref();
        let magic = magic.map(
            |magic| json!({"conduit_name": magic.conduit_name, "description": magic.description, "mtu": magic.mtu}),
        );
        to.json("magic", &magic)?;
        to.json("bgp", &cni.bgp.as_ref().map(session))?;
        to.put("bgp_mode", cni.bgp_mode.as_ref())?;
        to.json("vlan", &cni.vlan)?;
        to.end(&cni.extra)
    }
}

/// The key stays where it is (RELIABILITY T11): whether there is one is all that is told.
fn session(bgp: &Bgp) -> Value {
    let prefixes: Vec<String> = bgp.extra_prefixes.iter().map(ToString::to_string).collect();
    let key = bgp.md5_key.as_ref().map(|_| "[set]");
    json!({"customer_asn": bgp.customer_asn.map(|asn| asn.0), "extra_prefixes": prefixes, "md5_key": key})
}

impl Serialize for Told<'_, Slot> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (Self(slot), mut to) = (self, Fields::new(serializer.serialize_map(None)?));
        to.put("id", Some(&slot.id))?;
        to.put("site", slot.site.as_ref())?;
        to.put("speed", slot.speed.as_ref())?;
        to.json("occupied", &slot.occupied)?;
        to.json("facility", &place(slot.facility.as_deref()))?;
        to.put("ccr_device_name", slot.ccr_device_name.as_ref())?;
        to.put("account", slot.account.as_ref())?;
        to.end(&slot.extra)
    }
}

impl Serialize for Told<'_, Settings> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut to = Fields::new(serializer.serialize_map(None)?);
        to.json("default_asn", &self.0.default_asn)?;
        to.map.end()
    }
}

impl Serialize for Told<'_, Tunnel> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (Self(tunnel), mut to) = (self, Fields::new(serializer.serialize_map(None)?));
        to.put("id", Some(&tunnel.id))?;
        to.put("name", Some(&tunnel.name))?;
        to.put("colo_name", tunnel.colo_name.as_ref())?;
        to.put("description", tunnel.description.as_ref())?;
        to.put("interface_address", tunnel.interface_address.as_ref())?;
        to.json("mtu", &tunnel.mtu)?;
        to.json("health_check", &tunnel.health_check.as_ref().map(Told))?;
        to.put("virtual_port_reservation_id", tunnel.virtual_port_reservation_id.as_ref())?;
        to.end(&tunnel.extra)
    }
}

impl Serialize for Told<'_, HealthCheck> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (Self(check), mut to) = (self, Fields::new(serializer.serialize_map(None)?));
        to.json("enabled", &check.enabled)?;
        to.put("rate", check.rate.as_ref())?;
        to.put("type", check.kind.as_ref())?;
        to.put("target", check.target.as_ref().map(Target::effective))?;
        to.put("direction", check.direction.as_ref())?;
        to.end(&check.extra)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_we_do_not_know_is_told_and_takes_no_place_of_ours() {
        let extra = Map::from_iter([("id".to_owned(), json!("theirs")), ("later".to_owned(), json!({"a": 1}))]);
        let slot = Slot {
            id: "s-1".into(),
            site: None,
            speed: Some("10G".into()),
            occupied: None,
            facility: None,
            account: None,
            ccr_device_name: None,
            extra,
        };
        let line = serde_json::to_string(&Told(&slot)).unwrap();
        assert_eq!(
            line,
            r#"{"id":"s-1","site":null,"speed":"10G","occupied":null,"facility":null,"ccr_device_name":null,"account":null,"later":{"a":1}}"#
        );
        assert_eq!(value(&slot).to_string(), line, "one and many are told alike");
    }
}
