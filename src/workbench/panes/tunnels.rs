//! The rows and details of health checks: the Magic side of the CNIs.

use super::{Cell, Column, Line, Tone, column, growing, yes_no};
use crate::domain::{HealthCheck, Target, Tunnel};
use crate::workbench::model::Model;

pub(super) const COLUMNS: &[Column] = &[
    growing("NAME", 18, 0),
    column("CHECK", 9, 0),
    column("RATE", 6, 1),
    column("TYPE", 8, 2),
    column("TARGET", 18, 3),
    column("COLO", 8, 4),
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

pub(super) fn cell(tunnel: &Tunnel, title: &str) -> Cell {
    let check = tunnel.health_check.as_ref();
    match title {
        "NAME" => Cell::new(&tunnel.name, Tone::Strong),
        "CHECK" => Cell::new(enabled(tunnel), tone(check)),
        "RATE" => Cell::maybe(check.and_then(|check| check.rate.as_deref())),
        "TYPE" => Cell::maybe(check.and_then(|check| check.kind.as_deref())),
        "TARGET" => Cell::maybe(check.and_then(|check| check.target.as_ref()).map(Target::effective)),
        _ => Cell::maybe(tunnel.colo_name.as_deref()),
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
