//! The rows and details of CNIs.

use super::{Cell, Column, Line, Tone, column, growing};
use crate::domain::{Cni, IconKey, Prefix};
use crate::workbench::model::Model;

pub(super) const COLUMNS: &[Column] = &[
    growing("NAME", 18, 0),
    growing("INTERCONNECT", 18, 1),
    column("CUSTOMER", 18, 2),
    column("ASN", 11, 1),
    column("MTU", 5, 4),
    column("VLAN", 5, 5),
];

fn asn(cni: &Cni) -> Option<String> {
    cni.bgp.as_ref()?.customer_asn.map(|asn| asn.to_string())
}

pub(super) fn cell(cni: &Cni, title: &str) -> Cell {
    match title {
        "NAME" => Cell::new(cni.title(), Tone::Strong),
        "INTERCONNECT" => Cell::maybe(cni.interconnect.as_ref().map(IconKey::as_str)),
        "CUSTOMER" => Cell::maybe(cni.cust_ip.as_ref().map(Prefix::as_str)),
        "ASN" => Cell::maybe(asn(cni).as_deref()),
        "MTU" => Cell::maybe(mtu(cni).as_deref()),
        _ => Cell::maybe(cni.vlan.map(|vlan| vlan.to_string()).as_deref()),
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
