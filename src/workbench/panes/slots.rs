//! The rows and details of slots: the free ones first.

use super::{Cell, Column, Line, Tone, column, growing, yes_no};
use crate::domain::{Diversity, Facility, Metro, Slot, Speed};
use crate::workbench::command::Scope;
use crate::workbench::model::Model;

pub(super) const COLUMNS: &[Column] = &[
    column("SLOT", 9, 0),
    column("SITE", 8, 0),
    column("SPEED", 6, 0),
    column("DEVICE", 14, 2),
    growing("DIVERSITY", 24, 1),
    growing("FACILITY", 16, 3),
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

pub(super) fn cell(model: &Model, slot: &Slot, title: &str) -> Cell {
    match title {
        "SLOT" => Cell::new(occupation(slot), tone(slot)),
        "SITE" => Cell::new(slot.place(), Tone::Strong),
        "SPEED" => Cell::maybe(slot.speed.as_ref().map(Speed::as_str)),
        "DEVICE" => Cell::new(slot.ccr_device_name.as_deref().unwrap_or("unknown"), Tone::Plain),
        "DIVERSITY" => diversity(model, slot),
        "FACILITY" => Cell::maybe(slot.facility.as_ref().map(|facility| facility.name.as_str())),
        _ => Cell::new(slot.id.as_str(), Tone::Dim),
    }
}

/// Only the slots of a site and speed are shown, and it is one of them; or all are.
pub(super) fn is_within(model: &Model, row: usize) -> bool {
    let within = model.finder.within.as_ref();
    within.is_none_or(|group| model.slots.list.rows.get(row).is_some_and(|slot| group.holds(slot)))
}

/// Words that a slot is found by beside those of its cells.
pub(super) fn more(slot: &Slot) -> String {
    let address = slot.facility.as_ref().map(Facility::one_line).unwrap_or_default();
    let metro = Metro::of(slot.place());
    metro.map_or(address.clone(), |metro| format!("{address} {} {} {}", metro.code, metro.city, metro.more))
}

/// How its device compares with those of the account; on a slot of our own, whose it is.
fn diversity(model: &Model, slot: &Slot) -> Cell {
    if let Some(name) = model.finder.footprint.on_slot(&slot.id) {
        return Cell::new(&format!("yours: {name}"), Tone::Plain);
    }
    let diversity = model.finder.footprint.compare(slot);
    let tone = match diversity {
        _ if !slot.is_free() => Tone::Dim,
        Diversity::Other => Tone::Good,
        Diversity::Same(_) => Tone::Plain,
        Diversity::Unknown(_) => Tone::Warn,
    };
    Cell::new(&diversity.cell(), tone)
}

/// Free ones first; in a site those of the slowest speed, and of those the ones on another device than ours.
pub(super) fn rank(model: &Model, slot: &Slot) -> (u8, String) {
    let free = u8::from(!slot.is_free());
    let speed = slot.speed.as_ref().and_then(Speed::mbps).unwrap_or(0);
    let diverse = model.finder.footprint.compare(slot).rank();
    let device = slot.ccr_device_name.as_deref().unwrap_or("~");
    (free, format!("{} {speed:012} {diverse} {device} {}", slot.place(), slot.id))
}

pub(super) fn detail(model: &Model, slot: &Slot) -> Vec<Line> {
    let mut lines = vec![Line::new("Slot", yes_no(slot.occupied, "- taken", "+ FREE"), tone(slot))];
    let ours = model.interconnects.list.rows.iter().find(|port| port.slot_id.as_ref() == Some(&slot.id));
    if let Some(port) = ours {
        let state = super::interconnects::state_cell(model.watches.get(&port.key));
        lines.push(Line::new("Yours", &format!("{}  {}", port.name, state.text), state.tone));
    } else if slot.is_free() {
        let text = model.keymap.spell(Scope::Browse, "press <create> to create an interconnect on it");
        lines.push(Line::new("", &text, Tone::Dim));
    }
    lines.push(Line::maybe("Facility", slot.facility.as_ref().map(Facility::one_line).as_deref()));
    if let Some(metro) = Metro::of(slot.place()) {
        lines.push(Line::new("City", metro.city, Tone::Plain));
    }
    let speed = slot.speed.as_ref().map_or("-", Speed::as_str);
    let device = slot.ccr_device_name.as_deref().unwrap_or("device unknown");
    lines.push(Line::new("Port", &format!("{}  {speed}  {device}", slot.place()), Tone::Plain));
    let footprint = &model.finder.footprint;
    let compared = footprint.compare(slot);
    let tone = if compared == Diversity::Other { Tone::Good } else { Tone::Warn };
    let here = footprint.in_site(slot.site.as_ref());
    if ours.is_none() {
        lines.push(Line::new("Diversity", &compared.sentence(here), tone));
    }
    lines.push(Line::new("Id", slot.id.as_str(), Tone::Dim));
    lines
}
