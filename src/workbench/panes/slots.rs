//! The rows and details of slots: the free ones first.

use std::borrow::Cow;
use std::hash::Hash;
use std::sync::Arc;

use super::{Cell, Column, Kind, Line, Tone, Value, yes_no};
use crate::domain::{AccountId, Diversity, Facility, Metro, Slot, Speed};
use crate::workbench::command::Scope;
use crate::workbench::model::Model;

pub(super) const COLUMNS: &[Column] = &[
    Column::new("state", "SLOT", Kind::Word, 9, 0).or("slot").fixed().shared(),
    Column::new("site", "SITE", Kind::Text, 8, 0).fixed().shared(),
    Column::new("speed", "SPEED", Kind::Speed, 6, 0).shared(),
    Column::new("device", "DEVICE", Kind::Text, 14, 2).shared(),
    Column::new("diversity", "DIVERSITY", Kind::Text, 24, 1).growing().shared(),
    Column::new("facility", "FACILITY", Kind::Text, 16, 3).growing().shared(),
    Column::new("id", "ID", Kind::Text, 36, 5),
    Column::wide("city", "CITY", Kind::Text, 14).shared(),
    Column::wide("area", "AREA", Kind::Text, 28).shared(),
    Column::wide("address", "ADDRESS", Kind::Text, 40).shared(),
    Column::wide("account", "TAKEN BY", Kind::Text, 32).shared(),
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

pub(super) fn value<'a>(model: &'a Model, slot: &'a Slot, field: &str) -> Value<'a> {
    let metro = || Metro::of(slot.place());
    match field {
        "state" => {
            let (rank, word) = match slot.occupied {
                Some(false) => (0, "free"),
                None => (1, "unknown"),
                Some(true) => (2, "taken"),
            };
            Value::Number(rank, Cow::Borrowed(word))
        }
        "site" => Value::text_of(Some(slot.place())),
        "speed" => Value::speed(slot.speed.as_ref()),
        "device" => Value::text_of(slot.ccr_device_name.as_deref()),
        "diversity" => {
            let (rank, text) = diversity(model, slot);
            Value::Number(rank.into(), Cow::Borrowed(text))
        }
        "facility" => Value::text_of(slot.facility.as_ref().map(|facility| facility.name.as_str())),
        "city" => Value::text_of(metro().map(|metro| metro.city)),
        "area" => Value::text_of(metro().map(|metro| metro.more)),
        "address" => Value::owned(slot.facility.as_deref().map(Facility::postal)),
        "account" => Value::text_of(slot.account.as_ref().map(AccountId::as_str)),
        _ => Value::text_of(Some(slot.id.as_str())),
    }
}

pub(super) fn cell(model: &Model, slot: &Slot, field: &str) -> Cell {
    match field {
        "state" => Cell::new(occupation(slot), tone(slot)),
        "site" => Cell::new(slot.place(), Tone::Strong),
        "device" => Cell::new(slot.ccr_device_name.as_deref().unwrap_or("unknown"), Tone::Plain),
        "diversity" => {
            let (rank, text) = diversity(model, slot);
            let tone = match rank {
                OWN => Tone::Plain,
                _ if !slot.is_free() => Tone::Dim,
                0 => Tone::Good,
                1 => Tone::Warn,
                _ => Tone::Plain,
            };
            Cell::new(text, tone)
        }
        "id" => Cell::new(slot.id.as_str(), Tone::Dim),
        _ => Cell::of(&value(model, slot, field)),
    }
}

/// Only the slots of a site and speed are shown, and it is one of them; or all are.
pub(in crate::workbench) fn is_within(model: &Model, row: usize) -> bool {
    let within = model.finder.within.as_ref();
    within.is_none_or(|group| model.slots.list.rows.get(row).is_some_and(|slot| group.holds(slot)))
}

/// Slots with the same family have the same in all shared columns. One of our own is told apart from all others.
pub(in crate::workbench) fn family<'a>(model: &Model, slot: &'a Slot, row: u32) -> impl Hash + Eq + use<'a> {
    let own = model.finder.footprint.on_slot(&slot.id).map(|_| row);
    // A list holds each building once.
    let building = slot.facility.as_ref().map(Arc::as_ptr);
    let account = slot.account.as_ref().map(AccountId::as_str);
    let speed = slot.speed.as_ref().map(Speed::as_str);
    (own, building, slot.place(), slot.ccr_device_name.as_deref(), speed, slot.occupied, account)
}

/// The rank of a slot of our own, behind those of all others.
const OWN: u8 = 9;

/// How its device compares with those of the account; on a slot of our own, whose it is.
fn diversity<'a>(model: &'a Model, slot: &Slot) -> (u8, &'a str) {
    if let Some(whose) = model.finder.footprint.on_slot(&slot.id) {
        return (OWN, whose);
    }
    let diversity = model.finder.footprint.compare(slot);
    (diversity.rank(), diversity.cell())
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
    lines.push(Line::maybe("Facility", slot.facility.as_deref().map(Facility::one_line).as_deref()));
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
