//! The rows and details of what each site offers: slots summed up by site and speed.

use std::borrow::Cow;

use super::{Cell, Column, Kind, Line, Tone, Value};
use crate::domain::availability::Count;
use crate::domain::{Facility, Interconnect, Offer};
use crate::workbench::command::Scope;
use crate::workbench::model::Model;

pub(super) const COLUMNS: &[Column] = &[
    Column::new("free", "FREE", Kind::Number, 7, 0).fixed(),
    Column::new("site", "SITE", Kind::Text, 7, 0).fixed(),
    Column::new("speed", "SPEED", Kind::Speed, 5, 0),
    Column::new("diverse", "DIVERSE", Kind::Number, 7, 0),
    Column::new("city", "CITY", Kind::Text, 12, 1),
    Column::new("device", "DEVICES", Kind::Text, 13, 3),
    Column::new("facility", "FACILITY", Kind::Text, 14, 2).growing(),
    Column::new("address", "ADDRESS", Kind::Text, 24, 4).growing(),
    Column::wide("diversity", "FREE ON", Kind::Text, 28),
    Column::wide("area", "AREA", Kind::Text, 28),
];

/// Some of the slots were not asked for or did not come: a count is a least one.
fn least(model: &Model) -> &'static str {
    if model.slots.list.is_whole() { "" } else { "+" }
}

fn free(model: &Model, offer: &Offer) -> Cell {
    let Count { total, free, unknown } = offer.slots;
    let tone = if free > 0 { Tone::Good } else { Tone::Dim };
    let more = least(model);
    let text = match model.finder.asked.occupied {
        // What was not asked for is not counted.
        Some(false) => format!("{free}{more}"),
        Some(true) => "not asked".to_owned(),
        None => format!("{free}{more}/{total}{more}"),
    };
    if unknown > 0 { Cell::new(&format!("{text} {unknown}?"), Tone::Warn) } else { Cell::new(&text, tone) }
}

fn diverse(model: &Model, offer: &Offer) -> Cell {
    let (diverse, doubtful) = (offer.diverse, offer.doubtful);
    let more = least(model);
    match (diverse, doubtful) {
        (0, 0) if offer.slots.free == 0 => Cell::new("-", Tone::Dim),
        (0, 0) => Cell::plain("0"),
        (0, _) => Cell::new(&format!("{doubtful}{more}?"), Tone::Warn),
        (_, 0) => Cell::new(&format!("{diverse}{more}"), Tone::Good),
        _ => Cell::new(&format!("{diverse}{more} {doubtful}?"), Tone::Good),
    }
}

/// What sorts of devices the free ones are on, in the words that each slot has for it.
fn free_on(offer: &Offer) -> String {
    let same = offer.slots.free - offer.diverse - offer.doubtful;
    let sorts = [(offer.diverse, "other device"), (same, "same device"), (offer.doubtful, "device unknown")];
    let there: Vec<&str> = sorts.iter().filter(|(count, _)| *count > 0).map(|(_, words)| *words).collect();
    there.join(", ")
}

fn devices(model: &Model, offer: &Offer) -> String {
    let nameless = if offer.devices.contains_key(&None) { " +?" } else { "" };
    let used = if model.finder.footprint.is_whole() || offer.used > 0 {
        format!("{} yours", offer.used)
    } else {
        "yours unknown".to_owned()
    };
    match offer.named() {
        0 => "unknown".to_owned(),
        named => format!("{named}{nameless}, {used}"),
    }
}

pub(super) fn value<'a>(offer: &'a Offer, field: &str) -> Value<'a> {
    let facility = offer.facility.as_ref();
    match field {
        "free" => Value::number(Some(offer.slots.free as u64)),
        "speed" => Value::speed(offer.group.speed.as_ref()),
        "diverse" => Value::number(Some(offer.diverse as u64)),
        "diversity" => Value::owned(Some(free_on(offer)).filter(|words| !words.is_empty())),
        "city" => Value::text_of(offer.city()),
        "device" => {
            let devices: Vec<&str> = offer.devices.keys().flatten().map(AsRef::as_ref).collect();
            Value::Number(devices.len() as u128, Cow::Owned(devices.join(" ")))
        }
        "facility" => Value::text_of(facility.map(|facility| facility.name.as_str())),
        "address" => Value::owned(facility.map(Facility::postal)),
        "area" => Value::text_of(offer.metro.map(|metro| metro.more)),
        _ => Value::text_of(Some(&offer.group.place)),
    }
}

pub(super) fn cell(model: &Model, offer: &Offer, field: &str) -> Cell {
    match field {
        "free" => free(model, offer),
        "site" => Cell::new(&offer.group.place, Tone::Strong),
        "diverse" => diverse(model, offer),
        "device" => Cell::plain(&devices(model, offer)),
        _ => Cell::of(&value(offer, field)),
    }
}

pub(super) fn name(offer: &Offer) -> String {
    offer.city().map_or_else(|| offer.group.words(), |city| format!("{}, {city}", offer.group.words()))
}

pub(super) fn detail(model: &Model, offer: &Offer) -> Vec<Line> {
    let least = if model.slots.list.is_whole() { "" } else { ", at least: the list is not whole" };
    let Count { total, free, unknown } = offer.slots;
    let doubt = if unknown > 0 { format!(", {unknown} not known") } else { String::new() };
    let counted = match model.finder.asked.occupied {
        Some(false) => format!("{free} free (taken ones were not asked for){least}"),
        Some(true) => format!("{total} taken (free ones were not asked for){least}"),
        None => format!("{free} of {total} free{doubt}{least}"),
    };
    let tone = if free > 0 { Tone::Good } else { Tone::Plain };
    let mut lines = vec![Line::new("Slots", &counted, tone)];
    lines.push(diversity(model, offer));
    for (at, (device, count)) in offer.devices.iter().enumerate() {
        let label = if at == 0 { "Devices" } else { "" };
        let (text, tone) = device_line(model, device.as_deref(), *count);
        lines.push(Line::new(label, &text, tone));
    }
    lines.push(Line::maybe("Facility", offer.facility.as_ref().map(Facility::one_line).as_deref()));
    lines.push(Line::maybe("City", offer.city()));
    lines.push(Line::new("Yours here", &yours(model, offer), Tone::Plain));
    let text = "<open> shows its slots; <create> on one of them creates an interconnect on it";
    lines.push(Line::new("", &model.keymap.spell(Scope::Browse, text), Tone::Dim));
    lines
}

fn diversity(model: &Model, offer: &Offer) -> Line {
    let footprint = &model.finder.footprint;
    let mut parts = Vec::new();
    if offer.diverse > 0 {
        parts.push(format!("{} free on another device than yours", offer.diverse));
    }
    let same = offer.slots.free - offer.diverse - offer.doubtful;
    if same > 0 {
        parts.push(format!("{same} free on a device that you use"));
    }
    if offer.doubtful > 0 {
        let why = if footprint.is_whole() { "a device has no name" } else { "not all your interconnects were read" };
        parts.push(format!("{} free, unknown: {why}", offer.doubtful));
    }
    let tone = if offer.diverse > 0 { Tone::Good } else { Tone::Warn };
    if parts.is_empty() {
        return Line::new("Diversity", "none is free", Tone::Dim);
    }
    Line::new("Diversity", &parts.join("; "), tone)
}

fn device_line(model: &Model, device: Option<&str>, count: Count) -> (String, Tone) {
    let footprint = &model.finder.footprint;
    let own = device.map_or(&[][..], |device| footprint.on_device(device));
    let whose = match (device, own) {
        (None, _) => "no name: whether you use it is unknown".to_owned(),
        (_, []) if !footprint.is_whole() => "whether you use it is unknown".to_owned(),
        (_, []) => "not used by you".to_owned(),
        (_, [one]) => format!("yours: {one}"),
        (_, [first, rest @ ..]) => format!("yours: {first} and {} more", rest.len()),
    };
    let Count { total, free, .. } = count;
    let tone = if own.is_empty() && free > 0 && device.is_some() { Tone::Good } else { Tone::Plain };
    let counted = match model.finder.asked.occupied {
        Some(false) => format!("{free} free"),
        Some(true) => format!("{total} taken"),
        None => format!("{free}/{total} free"),
    };
    (format!("{}  {counted}  {whose}", device.unwrap_or("unknown")), tone)
}

fn yours(model: &Model, offer: &Offer) -> String {
    // Where the server tells no site, the facility's code is the place.
    let here = |port: &&Interconnect| match (&offer.site, &port.facility) {
        (Some(_), _) => port.site == offer.site,
        (None, Some(facility)) => facility.name == offer.group.place,
        (None, None) => false,
    };
    let names: Vec<&str> = model.interconnects.list.rows.iter().filter(here).map(|port| port.name.as_str()).collect();
    let whole = model.finder.footprint.is_whole();
    match names.as_slice() {
        [] if !whole => "unknown: your interconnects were not all read".to_owned(),
        [] => "no interconnect".to_owned(),
        [one] => (*one).to_owned(),
        names => format!("{}: {}", names.len(), names.join(", ")),
    }
}
