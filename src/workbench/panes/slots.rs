//! The rows and details of slots: the free ones first.

use super::{Cell, Column, Line, Tone, column, growing, yes_no};
use crate::domain::{Slot, Speed};
use crate::workbench::model::Model;

pub(super) const COLUMNS: &[Column] = &[
    column("SLOT", 9, 0),
    column("SITE", 8, 0),
    column("SPEED", 6, 0),
    column("DEVICE", 16, 3),
    growing("FACILITY", 20, 2),
    column("ID", 36, 5),
];

fn tone(slot: &Slot) -> Tone {
    match slot.occupied {
        Some(false) => Tone::Good,
        Some(true) => Tone::Dim,
        None => Tone::Warn,
    }
}

/// Taken or free, with its sign.
pub(in crate::workbench) fn occupation(slot: &Slot) -> &'static str {
    yes_no(slot.occupied, "- taken", "+ FREE")
}

pub(super) fn cell(slot: &Slot, title: &str) -> Cell {
    match title {
        "SLOT" => Cell::new(occupation(slot), tone(slot)),
        "SITE" => Cell::new(slot.place(), Tone::Strong),
        "SPEED" => Cell::maybe(slot.speed.as_ref().map(Speed::as_str)),
        "DEVICE" => Cell::new(slot.ccr_device_name.as_deref().unwrap_or("unknown"), Tone::Plain),
        "FACILITY" => Cell::maybe(slot.facility.as_ref().map(|facility| facility.name.as_str())),
        _ => Cell::new(slot.id.as_str(), Tone::Dim),
    }
}

pub(super) fn rank(slot: &Slot) -> (u8, String) {
    let free = u8::from(!slot.is_free());
    let speed = slot.speed.as_ref().and_then(Speed::mbps).unwrap_or(0);
    (free, format!("{} {speed:012} {}", slot.place(), slot.id))
}

pub(super) fn detail(model: &Model, slot: &Slot) -> Vec<Line> {
    let mut lines = vec![Line::new("Slot", yes_no(slot.occupied, "- taken", "+ FREE"), tone(slot))];
    let ours = model.interconnects.list.rows.iter().find(|port| port.slot_id.as_ref() == Some(&slot.id));
    if let Some(port) = ours {
        let state = super::interconnects::state_cell(model.watches.get(&port.key));
        lines.push(Line::new("Yours", &format!("{}  {}", port.name, state.text), state.tone));
    } else if slot.is_free() {
        lines.push(Line::new("", "press a to create an interconnect on it", Tone::Dim));
    }
    lines.push(Line::maybe("Facility", slot.facility.as_ref().map(crate::domain::Facility::one_line).as_deref()));
    let speed = slot.speed.as_ref().map_or("-", Speed::as_str);
    let device = slot.ccr_device_name.as_deref().unwrap_or("device unknown");
    lines.push(Line::new("Port", &format!("{}  {speed}  {device}", slot.place()), Tone::Plain));
    lines.push(diversity(model, slot));
    lines.push(Line::new("Id", slot.id.as_str(), Tone::Dim));
    lines
}

fn diversity(model: &Model, slot: &Slot) -> Line {
    let here = model.interconnects.list.rows.iter().filter(|port| port.site.is_some() && port.site == slot.site);
    let (mut same, mut other, mut unknown) = (0, 0, 0);
    for port in here {
        match (&port.ccr_device_name, &slot.ccr_device_name) {
            (Some(theirs), Some(this)) if theirs == this => same += 1,
            (Some(_), Some(_)) => other += 1,
            _ => unknown += 1,
        }
    }
    let text = match (same, other, unknown) {
        (0, 0, 0) => "you have no interconnect in this site".to_owned(),
        (0, _, 0) => format!("another device than your {other} here"),
        (0, ..) => "not known: a device name is missing".to_owned(),
        _ => format!("the same device as {same} of yours here"),
    };
    Line::new("Diversity", &text, if same > 0 || unknown > 0 { Tone::Warn } else { Tone::Plain })
}
