//! The rows and details of CNIs.

use super::{Cell, Column, Kind, Line, Tone, Value};
use crate::domain::{Cni, IconKey, Prefix};
use crate::workbench::model::Model;

pub(super) const COLUMNS: &[Column] = &[
    Column::new("name", "NAME", Kind::Text, 18, 0).fixed().growing(),
    Column::new("interconnect", "INTERCONNECT", Kind::Text, 19, 1).or("port").growing(),
    Column::new("customer", "CUSTOMER", Kind::Text, 18, 2),
    Column::new("asn", "ASN", Kind::Number, 10, 1),
    Column::new("mtu", "MTU", Kind::Number, 5, 4),
    Column::new("vlan", "VLAN", Kind::Number, 5, 5),
    Column::wide("state", "PORT STATE", Kind::Word, 12),
    Column::wide("cloudflare", "CLOUDFLARE", Kind::Text, 18),
    Column::wide("bgp", "BGP", Kind::Word, 22),
    Column::wide("prefixes", "EXTRA PREFIXES", Kind::Text, 24).or("prefix"),
    Column::wide("key", "MD5", Kind::Word, 4),
    Column::wide("description", "DESCRIPTION", Kind::Text, 20),
    Column::wide("account", "ACCOUNT", Kind::Text, 32),
    Column::wide("id", "ID", Kind::Text, 36),
];

pub(super) fn value<'a>(model: &'a Model, cni: &'a Cni, field: &str) -> Value<'a> {
    let (magic, bgp) = (cni.magic.as_ref(), cni.bgp.as_ref());
    match field {
        "name" => Value::text_of(Some(cni.title())),
        "interconnect" => Value::text_of(cni.interconnect.as_ref().map(IconKey::as_str)),
        "customer" => Value::prefix(cni.cust_ip.as_ref()),
        "asn" => Value::number(bgp.and_then(|bgp| bgp.customer_asn).map(|asn| u64::from(asn.0))),
        "mtu" => Value::number(magic.and_then(|magic| magic.mtu).map(u64::from)),
        "vlan" => Value::number(cni.vlan.map(u64::from)),
        "state" => super::interconnects::state(cni.interconnect.as_ref().and_then(|key| model.watches.get(key))),
        "cloudflare" => Value::prefix(cni.p2p_ip.as_ref()),
        "bgp" => Value::text_of(Some(match (bgp, cni.bgp_mode.as_deref()) {
            (_, Some(mode)) => mode,
            (Some(_), None) => "bgp",
            (None, None) => "static",
        })),
        "prefixes" => Value::owned(bgp.map(|bgp| {
            let prefixes: Vec<&str> = bgp.extra_prefixes.iter().map(Prefix::as_str).collect();
            prefixes.join(", ")
        })),
        "key" => Value::text_of(bgp.map(|bgp| if bgp.md5_key.is_some() { "set" } else { "none" })),
        "description" => Value::text_of(magic.map(|magic| magic.description.as_str())),
        "account" => Value::text_of(cni.account.as_ref().map(crate::domain::AccountId::as_str)),
        _ => Value::text_of(Some(cni.id.as_str())),
    }
}

pub(super) fn cell(model: &Model, cni: &Cni, field: &str) -> Cell {
    match field {
        "name" => Cell::new(cni.title(), Tone::Strong),
        "state" => match &cni.interconnect {
            Some(key) => super::interconnects::state_cell(model.watches.get(key)),
            None => Cell::of(&Value::Nothing),
        },
        "id" => Cell::new(cni.id.as_str(), Tone::Dim),
        _ => Cell::of(&value(model, cni, field)),
    }
}

fn mtu(cni: &Cni) -> Option<String> {
    cni.magic.as_ref()?.mtu.map(|mtu| mtu.to_string())
}

pub(super) fn detail(model: &Model, cni: &Cni) -> Vec<Line> {
    let mut lines = vec![Line::maybe("Interconnect", cni.interconnect.as_ref().map(IconKey::as_str))];
    if let Some(key) = &cni.interconnect {
        let state = super::interconnects::state_cell(model.watches.get(key));
        lines.push(Line::new("Its state", &state.text, state.tone));
    }
    lines.push(Line::maybe("Customer end", cni.cust_ip.as_ref().map(Prefix::as_str)));
    lines.push(Line::maybe("Cloudflare end", cni.p2p_ip.as_ref().map(Prefix::as_str)));
    match &cni.bgp {
        None => lines.push(Line::new("BGP", "none: static routes", Tone::Dim)),
        Some(bgp) => {
            lines.push(Line::maybe("Customer ASN", bgp.customer_asn.map(|asn| asn.to_string()).as_deref()));
            let prefixes: Vec<String> = bgp.extra_prefixes.iter().map(ToString::to_string).collect();
            if !prefixes.is_empty() {
                lines.push(Line::new("Prefixes", &prefixes.join(", "), Tone::Plain));
            }
            let key = if bgp.md5_key.is_some() { "set, not shown" } else { "none" };
            lines.push(Line::new("MD5 key", key, Tone::Plain));
        }
    }
    if cni.bgp_mode.is_some() {
        lines.push(Line::maybe("BGP mode", cni.bgp_mode.as_deref()));
    }
    lines.push(Line::maybe("MTU", mtu(cni).as_deref()));
    if let Some(magic) = cni.magic.as_ref().filter(|magic| !magic.description.is_empty()) {
        lines.push(Line::new("Description", &magic.description, Tone::Plain));
    }
    let tunnel = model.tunnels.list.rows.iter().find(|tunnel| tunnel.belongs_to(cni));
    lines.push(Line::maybe("Health check", tunnel.map(super::tunnels::summary).as_deref()));
    lines.push(Line::new("Id", cni.id.as_str(), Tone::Dim));
    lines
}
