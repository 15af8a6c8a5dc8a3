//! The rows and details of health checks: the Magic side of the CNIs.

use super::{Cell, Column, Kind, Line, Tone, Value, yes_no};
use crate::domain::{HealthCheck, Target, Tunnel};
use crate::workbench::model::Model;

pub(super) const COLUMNS: &[Column] = &[
    Column::new("name", "NAME", Kind::Text, 18, 0).fixed().growing(),
    Column::new("check", "CHECK", Kind::Word, 9, 0).or("state"),
    Column::new("rate", "RATE", Kind::Word, 6, 1),
    Column::new("kind", "TYPE", Kind::Word, 8, 2).or("type"),
    Column::new("target", "TARGET", Kind::Text, 18, 3),
    Column::new("colo", "COLO", Kind::Text, 8, 4).or("site"),
    Column::wide("direction", "DIRECTION", Kind::Word, 14),
    Column::wide("interface", "INTERFACE", Kind::Text, 18),
    Column::wide("mtu", "MTU", Kind::Number, 5),
    Column::wide("description", "DESCRIPTION", Kind::Text, 20),
    Column::wide("reservation", "RESERVATION", Kind::Text, 36),
    Column::wide("id", "ID", Kind::Text, 36),
];

fn tone(check: Option<&HealthCheck>) -> Tone {
    match check.and_then(|check| check.enabled) {
        Some(true) => Tone::Good,
        Some(false) | None => Tone::Warn,
    }
}

fn enabled(tunnel: &Tunnel) -> &'static str {
    yes_no(tunnel.health_check.as_ref().and_then(|check| check.enabled), "+ on", "- off")
}

/// One line for another pane's detail.
pub(in crate::workbench) fn summary(tunnel: &Tunnel) -> String {
    let rate = tunnel.health_check.as_ref().and_then(|check| check.rate.as_deref()).unwrap_or("rate unknown");
    format!("{}, {rate}", enabled(tunnel))
}

pub(super) fn value<'a>(tunnel: &'a Tunnel, field: &str) -> Value<'a> {
    let check = tunnel.health_check.as_ref();
    match field {
        "name" => Value::text_of(Some(&tunnel.name)),
        "check" => Value::text_of(check.and_then(|check| check.enabled).map(|on| if on { "on" } else { "off" })),
        "rate" => Value::text_of(check.and_then(|check| check.rate.as_deref())),
        "kind" => Value::text_of(check.and_then(|check| check.kind.as_deref())),
        "target" => Value::text_of(check.and_then(|check| check.target.as_ref()).map(Target::effective)),
        "colo" => Value::text_of(tunnel.colo_name.as_deref()),
        "direction" => Value::text_of(check.and_then(|check| check.direction.as_deref())),
        "interface" => Value::text_of(tunnel.interface_address.as_deref()),
        "mtu" => Value::number(tunnel.mtu.map(u64::from)),
        "description" => Value::text_of(tunnel.description.as_deref()),
        "reservation" => Value::text_of(tunnel.virtual_port_reservation_id.as_deref()),
        _ => Value::text_of(Some(tunnel.id.as_str())),
    }
}

pub(super) fn cell(tunnel: &Tunnel, field: &str) -> Cell {
    match field {
        "name" => Cell::new(&tunnel.name, Tone::Strong),
        "check" => Cell::new(enabled(tunnel), tone(tunnel.health_check.as_ref())),
        "id" => Cell::new(tunnel.id.as_str(), Tone::Dim),
        _ => Cell::of(&value(tunnel, field)),
    }
}

pub(super) fn detail(model: &Model, tunnel: &Tunnel) -> Vec<Line> {
    let check = tunnel.health_check.as_ref();
    let mut lines = vec![Line::new("Check", enabled(tunnel), tone(check))];
    lines.push(Line::maybe("Rate", check.and_then(|check| check.rate.as_deref())));
    lines.push(Line::maybe("Type", check.and_then(|check| check.kind.as_deref())));
    lines.push(Line::maybe("Direction", check.and_then(|check| check.direction.as_deref())));
    lines.push(Line::maybe("Target", check.and_then(|check| check.target.as_ref()).map(Target::effective)));
    let cni = model.cnis.list.rows.iter().find(|cni| tunnel.belongs_to(cni));
    lines.push(Line::maybe("CNI", cni.map(crate::domain::Cni::title)));
    if let Some(key) = cni.and_then(|cni| cni.interconnect.as_ref()) {
        let state = super::interconnects::state_cell(model.watches.get(key));
        lines.push(Line::new("Interconnect", &format!("{key}  {}", state.text), state.tone));
    }
    lines.push(Line::maybe("Interface", tunnel.interface_address.as_deref()));
    lines.push(Line::maybe("MTU", tunnel.mtu.map(|mtu| mtu.to_string()).as_deref()));
    lines.push(Line::maybe("Colo", tunnel.colo_name.as_deref()));
    if tunnel.description.as_deref().is_some_and(|text| !text.is_empty()) {
        lines.push(Line::maybe("Description", tunnel.description.as_deref()));
    }
    lines.push(Line::new("Id", tunnel.id.as_str(), Tone::Dim));
    lines
}
