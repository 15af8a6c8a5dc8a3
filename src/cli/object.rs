//! Objects of the domain as JSON, with stable names and everything the server said that we do not know.

use serde_json::{Map, Value, json};

use crate::domain::{Cni, Facility, Interconnect, Settings, Slot, Status, Tunnel};

type Object = Map<String, Value>;

fn put(object: &mut Object, name: &str, value: Option<impl ToString>) {
    object.insert(name.to_owned(), value.map_or(Value::Null, |value| Value::String(value.to_string())));
}

fn place(object: &mut Object, facility: Option<&Facility>) {
    let value = facility.map_or(Value::Null, |place| json!({"name": place.name, "address": place.address}));
    object.insert("facility".to_owned(), value);
}

pub(super) fn interconnect(port: &Interconnect) -> Value {
    let mut object = Object::new();
    put(&mut object, "key", Some(&port.key));
    put(&mut object, "name", Some(&port.name));
    put(&mut object, "type", port.kind.as_ref().map(crate::domain::Kind::word));
    put(&mut object, "site", port.site.as_ref());
    put(&mut object, "region", port.region.as_ref());
    put(&mut object, "speed", port.speed.as_ref());
    put(&mut object, "slot_id", port.slot_id.as_ref());
    place(&mut object, port.facility.as_ref());
    put(&mut object, "ccr_device_name", port.ccr_device_name.as_ref());
    put(&mut object, "account", port.account.as_ref());
    put(&mut object, "owner", port.owner.as_ref());
    put(&mut object, "virtual_port_reservation_id", port.virtual_port_reservation_id.as_ref());
    if port.description.is_some() {
        put(&mut object, "description", port.description.as_ref());
    }
    more(&mut object, &port.extra);
    Value::Object(object)
}

pub(super) fn status(name: &str, status: &Status) -> Value {
    json!({"name": name, "state": status.state.word(), "reason": status.reason})
}

pub(super) fn cni(cni: &Cni) -> Value {
    let mut object = Object::new();
    put(&mut object, "id", Some(&cni.id));
    put(&mut object, "account", cni.account.as_ref());
    put(&mut object, "interconnect", cni.interconnect.as_ref());
    put(&mut object, "p2p_ip", cni.p2p_ip.as_ref());
    put(&mut object, "cust_ip", cni.cust_ip.as_ref());
    let magic = cni.magic.as_ref();
    let magic = magic.map_or(
        Value::Null,
        |magic| json!({"conduit_name": magic.conduit_name, "description": magic.description, "mtu": magic.mtu}),
    );
    object.insert("magic".to_owned(), magic);
    // The key stays where it is (RELIABILITY T11): whether there is one is all that is told.
    let bgp = cni.bgp.as_ref().map_or(Value::Null, |bgp| {
        let prefixes: Vec<String> = bgp.extra_prefixes.iter().map(ToString::to_string).collect();
        json!({"customer_asn": bgp.customer_asn.map(|asn| asn.0), "extra_prefixes": prefixes, "md5_key": bgp.md5_key.as_ref().map(|_| "[set]")})
    });
    object.insert("bgp".to_owned(), bgp);
    put(&mut object, "bgp_mode", cni.bgp_mode.as_ref());
    object.insert("vlan".to_owned(), json!(cni.vlan));
    more(&mut object, &cni.extra);
    Value::Object(object)
}

pub(super) fn slot(slot: &Slot) -> Value {
    let mut object = Object::new();
    put(&mut object, "id", Some(&slot.id));
    put(&mut object, "site", slot.site.as_ref());
    put(&mut object, "speed", slot.speed.as_ref());
    object.insert("occupied".to_owned(), json!(slot.occupied));
    place(&mut object, slot.facility.as_deref());
    put(&mut object, "ccr_device_name", slot.ccr_device_name.as_ref());
    put(&mut object, "account", slot.account.as_ref());
    more(&mut object, &slot.extra);
    Value::Object(object)
}

pub(super) fn settings(settings: &Settings) -> Value {
    json!({"default_asn": settings.default_asn.map(|asn| asn.0)})
}

pub(super) fn tunnel(tunnel: &Tunnel) -> Value {
    let mut object = Object::new();
    put(&mut object, "id", Some(&tunnel.id));
    put(&mut object, "name", Some(&tunnel.name));
    put(&mut object, "colo_name", tunnel.colo_name.as_ref());
    put(&mut object, "description", tunnel.description.as_ref());
    put(&mut object, "interface_address", tunnel.interface_address.as_ref());
    object.insert("mtu".to_owned(), json!(tunnel.mtu));
    let check = tunnel.health_check.as_ref().map_or(Value::Null, |check| {
        let mut object = Object::new();
        object.insert("enabled".to_owned(), json!(check.enabled));
        put(&mut object, "rate", check.rate.as_ref());
        put(&mut object, "type", check.kind.as_ref());
        put(&mut object, "target", check.target.as_ref().map(crate::domain::Target::effective));
        put(&mut object, "direction", check.direction.as_ref());
        more(&mut object, &check.extra);
        Value::Object(object)
    });
    object.insert("health_check".to_owned(), check);
    put(&mut object, "virtual_port_reservation_id", tunnel.virtual_port_reservation_id.as_ref());
    more(&mut object, &tunnel.extra);
    Value::Object(object)
}

fn more(object: &mut Object, extra: &Object) {
    for (name, value) in extra {
        object.entry(name.clone()).or_insert_with(|| value.clone());
    }
}
