//! Objects as lines: the cells of a table and the JSON, side by side.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::object;
use crate::domain::availability::Count;
use crate::domain::{Cni, Facility, Footprint, Interconnect, Metro, Offer, Slot, Tunnel, text};

/// A row in both its forms.
pub(super) struct Row {
    /// Its identity.
    pub(super) id: String,
    /// As JSON.
    pub(super) value: Value,
    /// As cells.
    pub(super) cells: Vec<String>,
}

/// Heads of the cells.
pub(super) type Heads = &'static [&'static str];

pub(super) const INTERCONNECTS: Heads = &["NAME", "TYPE", "SITE", "SPEED", "DEVICE", "SLOT", "FACILITY"];
pub(super) const STATES: Heads = &["STATE", "NAME", "REASON"];
pub(super) const STATES_OF_ALL: Heads = &["STATE", "NAME", "FACILITY", "REASON"];
pub(super) const CNIS: Heads = &["CONDUIT", "INTERCONNECT", "CUSTOMER IP", "CLOUDFLARE IP", "ASN", "MTU", "ID"];
pub(super) const SLOTS: Heads = &["SLOT", "SITE", "SPEED", "DEVICE", "FACILITY", "ID"];
pub(super) const TUNNELS: Heads = &["NAME", "COLO", "ADDRESS", "MTU", "CHECK", "RATE", "ID"];
pub(super) const OFFERS: Heads =
    &["FREE", "TOTAL", "DIVERSE", "UNSURE", "SITE", "SPEED", "CITY", "DEVICES", "YOURS", "FACILITY"];

fn text_of(value: Option<impl ToString>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| text::clean(&value.to_string()))
}

/// The cells of a state; where the port is, too, where that was read.
pub(super) fn state(value: &Value) -> Vec<String> {
    let words = ["state", "name", "facility", "reason"];
    words.iter().filter_map(|word| value.get(*word)).map(super::run::plain).collect()
}

pub(super) fn interconnect(port: &Interconnect) -> Row {
    let cells = vec![
        text::clean(&port.name),
        text_of(port.kind.as_ref()),
        text_of(port.place()),
        text_of(port.speed.as_ref()),
        port.ccr_device_name.as_deref().map_or_else(|| "unknown".to_owned(), text::clean),
        text_of(port.slot_id.as_ref()),
        text_of(port.facility.as_ref().map(Facility::one_line)),
    ];
    Row { id: port.key.to_string(), value: object::value(port), cells }
}

pub(super) fn cni(cni: &Cni) -> Row {
    let bgp = cni.bgp.as_ref().and_then(|bgp| bgp.customer_asn);
    let cells = vec![
        text::clean(cni.title()),
        text_of(cni.interconnect.as_ref()),
        text_of(cni.cust_ip.as_ref()),
        text_of(cni.p2p_ip.as_ref()),
        text_of(bgp),
        text_of(cni.magic.as_ref().and_then(|magic| magic.mtu)),
        text_of(Some(&cni.id)),
    ];
    Row { id: cni.id.to_string(), value: object::value(cni), cells }
}

pub(super) fn slot(slot: &Slot) -> Row {
    let cells = vec![
        match slot.occupied {
            Some(true) => "taken",
            Some(false) => "free",
            None => "unknown",
        }
        .to_owned(),
        text::clean(slot.place()),
        text_of(slot.speed.as_ref()),
        slot.ccr_device_name.as_deref().map_or_else(|| "unknown".to_owned(), text::clean),
        text_of(slot.facility.as_deref().map(Facility::one_line)),
        text_of(Some(&slot.id)),
    ];
    Row { id: slot.id.to_string(), value: object::value(slot), cells }
}

pub(super) fn tunnel(tunnel: &Tunnel) -> Row {
    let check = tunnel.health_check.as_ref();
    let cells = vec![
        text::clean(&tunnel.name),
        text_of(tunnel.colo_name.as_ref()),
        text_of(tunnel.interface_address.as_ref()),
        text_of(tunnel.mtu),
        match check.and_then(|check| check.enabled) {
            Some(true) => "on",
            Some(false) => "off",
            None => "unknown",
        }
        .to_owned(),
        text_of(check.and_then(|check| check.rate.as_ref())),
        text_of(Some(&tunnel.id)),
    ];
    Row { id: tunnel.id.to_string(), value: object::value(tunnel), cells }
}

pub(super) fn offer(offer: &Offer, footprint: &Footprint) -> Row {
    let Count { total, free, unknown } = offer.slots;
    // Devices without a name cannot be counted, and none is said to be free of us before all interconnects are read.
    let counted = |known: bool, count: usize| if known { count.to_string() } else { "unknown".to_owned() };
    let named = offer.named() > 0;
    let cells = vec![
        free.to_string(),
        total.to_string(),
        offer.diverse.to_string(),
        offer.doubtful.to_string(),
        text::clean(&offer.group.place),
        text_of(offer.group.speed.as_ref()),
        text_of(offer.city()),
        counted(named, offer.named()),
        counted(named && footprint.is_whole(), offer.used),
        text_of(offer.facility.as_ref().map(Facility::one_line)),
    ];
    let devices: Vec<Value> =
        offer.devices.iter().map(|(name, count)| device(name.as_deref(), *count, footprint)).collect();
    let value = json!({
        "site": offer.site.as_ref().map(ToString::to_string),
        "speed": offer.group.speed.as_ref().map(ToString::to_string),
        "city": offer.metro.as_ref().map(|metro: &Metro| metro.city),
        "total": total,
        "free": free,
        "occupied_unknown": unknown,
        "free_other_device": offer.diverse,
        "free_device_undecided": offer.doubtful,
        "devices": devices,
        "facility": offer.facility.as_ref().map(|place| json!({"name": place.name, "address": place.address})),
    });
    Row { id: offer.group.words(), value, cells }
}

fn device(name: Option<&str>, count: Count, footprint: &Footprint) -> Value {
    let own = name.map_or(&[][..], |name| footprint.on_device(name));
    let used = match (name, own.is_empty(), footprint.is_whole()) {
        (None, ..) | (_, true, false) => Value::Null,
        (_, empty, _) => json!(!empty),
    };
    json!({"name": name, "total": count.total, "free": count.free, "yours": used, "your_interconnects": own})
}

/// What changed of a row: the fields that hold another value, with the value before.
pub(super) fn was(before: &Value, after: &Value) -> BTreeMap<String, Value> {
    let (Value::Object(before), Value::Object(after)) = (before, after) else { return BTreeMap::new() };
    let names = before.keys().chain(after.keys());
    let changed = names.filter(|name| before.get(*name) != after.get(*name));
    changed.map(|name| (name.clone(), before.get(name).cloned().unwrap_or(Value::Null))).collect()
}
