//! The rows and details of interconnects.

use std::borrow::Cow;

use super::{Cell, Column, Line, Tone, Value};
use crate::domain::{AccountId, Facility, Interconnect, Kind, SlotId, State};
use crate::workbench::letters;
use crate::workbench::model::Model;
use crate::workbench::panes::Kind as By;
use crate::workbench::refresh::Bounds;
use crate::workbench::watch::Watch;

pub(super) const COLUMNS: &[Column] = &[
    Column::new("state", "STATE", By::Word, 12, 0).fixed(),
    Column::new("since", "SINCE", By::Age, 6, 2).or("age"),
    Column::new("seen", "SEEN", By::Age, 4, 3),
    Column::new("name", "NAME", By::Text, 19, 0).fixed().growing(),
    Column::new("site", "SITE", By::Text, 8, 1),
    Column::new("speed", "SPEED", By::Speed, 5, 1),
    Column::new("device", "DEVICE", By::Text, 16, 4),
    Column::new("cnis", "CNIS", By::Number, 5, 3),
    Column::new("loa", "LOA", By::Age, 5, 5).or("letter"),
    Column::wide("facility", "FACILITY", By::Text, 24),
    Column::wide("address", "ADDRESS", By::Text, 36),
    Column::wide("reason", "REASON", By::Text, 28),
    Column::wide("kind", "KIND", By::Word, 11).or("type"),
    Column::wide("region", "REGION", By::Text, 14),
    Column::wide("slot", "SLOT", By::Text, 36),
    Column::wide("owner", "OWNER", By::Text, 16),
    Column::wide("description", "DESCRIPTION", By::Text, 20),
    Column::wide("reservation", "RESERVATION", By::Text, 36),
    Column::wide("account", "ACCOUNT", By::Text, 32),
    Column::wide("id", "ID", By::Text, 24),
];

/// A state with its sign: word, sign and colour say the same.
pub(crate) fn state_cell(watch: Option<&Watch>) -> Cell {
    let Some(watch) = watch else { return Cell::new("  ...", Tone::Dim) };
    if watch.failed.is_some() {
        return Cell::new("? UNKNOWN", Tone::Warn);
    }
    let Some(status) = &watch.status else { return Cell::new("  ...", Tone::Dim) };
    let (sign, tone) = sign(&status.state);
    Cell::new(&format!("{sign} {}", status.state.word()), tone)
}

/// The sign and tone of a state.
pub fn sign(state: &State) -> (char, Tone) {
    match state {
        State::Down => ('!', Tone::Bad),
        State::Unhealthy => ('~', Tone::Warn),
        State::Pending => ('.', Tone::Busy),
        State::Healthy => ('+', Tone::Good),
        State::Other(_) => ('?', Tone::Warn),
    }
}

/// A state as it is sorted and filtered: worst first.
pub(super) fn state(watch: Option<&Watch>) -> Value<'_> {
    let Some(watch) = watch else { return Value::Nothing };
    match (&watch.failed, &watch.status) {
        (Some(_), _) => Value::Number(watch.rank().into(), Cow::Borrowed("UNKNOWN")),
        (None, Some(status)) => Value::Number(watch.rank().into(), Cow::Borrowed(status.state.word())),
        (None, None) => Value::Nothing,
    }
}

pub(super) fn value<'a>(model: &'a Model, port: &'a Interconnect, field: &str) -> Value<'a> {
    let watch = model.watches.get(&port.key);
    match field {
        "state" => state(watch),
        "since" => match watch.and_then(holds_since) {
            Some((since, exact)) => Value::Age(model.now.mono.saturating_sub(since), exact),
            None => Value::Nothing,
        },
        "seen" => match watch.and_then(|watch| watch.seen) {
            Some(seen) => Value::Age(model.now.mono.saturating_sub(seen), true),
            None => Value::Nothing,
        },
        "name" => Value::text_of(Some(&port.name)),
        "site" => Value::text_of(port.place()),
        "speed" => Value::speed(port.speed.as_ref()),
        "device" => Value::text_of(port.ccr_device_name.as_deref()),
        "cnis" if model.cnis.received.is_none() => Value::Nothing,
        "cnis" => Value::number(Some(model.cnis_on(&port.key).count() as u64)),
        "loa" => letters::value(model, port),
        "facility" => Value::text_of(port.facility.as_ref().map(|facility| facility.name.as_str())),
        "address" => Value::owned(port.facility.as_ref().map(Facility::postal)),
        "reason" => Value::text_of(watch.and_then(|watch| watch.status.as_ref()?.reason.as_deref())),
        "kind" => Value::text_of(port.kind.as_ref().map(Kind::word)),
        "region" => Value::text_of(port.region.as_deref()),
        "slot" => Value::text_of(port.slot_id.as_ref().map(SlotId::as_str)),
        "owner" => Value::text_of(port.owner.as_deref()),
        "description" => Value::text_of(port.description.as_deref()),
        "reservation" => Value::text_of(port.virtual_port_reservation_id.as_deref()),
        "account" => Value::text_of(port.account.as_ref().map(AccountId::as_str)),
        _ => Value::text_of(Some(port.key.as_str())),
    }
}

pub(super) fn cell(model: &Model, port: &Interconnect, field: &str) -> Cell {
    let watch = model.watches.get(&port.key);
    match field {
        "state" => aged(model, port, watch, state_cell(watch)),
        "seen" => match watch.and_then(|watch| watch.seen) {
            Some(seen) => Cell::new(&model.seen(seen), Tone::Dim),
            None => Cell::plain(""),
        },
        "since" => Cell::new(&watch.map(|watch| since(model, watch)).unwrap_or_default(), Tone::Dim),
        "name" => Cell::new(&port.name, Tone::Strong),
        "device" => match (&port.ccr_device_name, &port.kind) {
            (Some(device), _) => Cell::plain(device),
            (None, Some(Kind::GcpPartner)) => Cell::new("partner", Tone::Dim),
            (None, _) => Cell::new("unknown", Tone::Dim),
        },
        "cnis" => match value(model, port, field) {
            Value::Number(0, _) => Cell::new("0", Tone::Dim),
            Value::Nothing => Cell::plain(""),
            other => Cell::of(&other),
        },
        "loa" => letters::cell(model, port),
        _ => Cell::of(&value(model, port, field)),
    }
}

/// A state that was read too long ago is not told like a fresh one.
fn aged(model: &Model, port: &Interconnect, watch: Option<&Watch>, cell: Cell) -> Cell {
    match watch.filter(|watch| watch.failed.is_none() && Bounds::is_old(&port.key, watch, model.now.mono)) {
        Some(_) => Cell::new(&format!("{}?", cell.text), Tone::Dim),
        None => cell,
    }
}

/// Since when what the first column says holds, and whether that is the moment itself: a state, or that it is unknown.
pub(in crate::workbench) fn holds_since(watch: &Watch) -> Option<(std::time::Duration, bool)> {
    match &watch.failed {
        Some((_, since)) => Some((*since, true)),
        None => Some((watch.since?, watch.exact)),
    }
}

/// How long it is so; `>` where the change itself was not seen.
fn since(model: &Model, watch: &Watch) -> String {
    match holds_since(watch) {
        None => String::new(),
        Some((since, true)) => model.age(since),
        Some((since, false)) => model.at_least(since),
    }
}

pub(in crate::workbench) fn rank(model: &Model, port: &Interconnect) -> u8 {
    model.watches.get(&port.key).map_or(State::Healthy.rank(), Watch::rank)
}

pub(super) fn detail(model: &Model, port: &Interconnect) -> Vec<Line> {
    let mut lines = state_lines(model, model.watches.get(&port.key));
    lines.push(match &port.facility {
        Some(facility) => Line::new("Facility", &facility.one_line(), Tone::Plain),
        None => Line::maybe("Region", port.region.as_deref()),
    });
    let site = port.place().unwrap_or("-");
    let speed = port.speed.as_ref().map_or("-", crate::domain::Speed::as_str);
    let device = port.ccr_device_name.as_deref().unwrap_or("device unknown");
    lines.push(Line::new("Port", &format!("{site}  {speed}  {device}"), Tone::Plain));
    lines.push(Line::maybe("Slot", port.slot_id.as_ref().map(crate::domain::SlotId::as_str)));
    let cnis: Vec<&str> = model.cnis_on(&port.key).map(crate::domain::Cni::title).collect();
    let cnis = match (model.cnis.received, cnis.len()) {
        (None, _) => "not read yet".to_owned(),
        (_, 0) => "none: no traffic runs over it yet".to_owned(),
        (_, count) => format!("{count}: {}", cnis.join(", ")),
    };
    lines.push(Line::new("CNIs", &cnis, Tone::Plain));
    lines.push(Line::maybe("Type", port.kind.as_ref().map(Kind::word)));
    if port.owner.is_some() {
        lines.push(Line::maybe("Owner", port.owner.as_deref()));
    }
    if port.description.is_some() {
        lines.push(Line::maybe("Description", port.description.as_deref()));
    }
    lines.push(Line::maybe("Reservation", port.virtual_port_reservation_id.as_deref()));
    if port.key.as_str() != port.name {
        lines.push(Line::new("Id", port.key.as_str(), Tone::Dim));
    }
    lines.extend(letters::line(model, port));
    lines
}

fn state_lines(model: &Model, watch: Option<&Watch>) -> Vec<Line> {
    let Some(watch) = watch.filter(|watch| watch.seen.is_some() || watch.failed.is_some()) else {
        return vec![Line::new("State", "not read yet", Tone::Dim)];
    };
    let mut lines = Vec::new();
    let seen = watch.seen.map(|seen| model.ago(seen));
    if let Some((fault, at)) = &watch.failed {
        let last = match (&watch.status, &seen) {
            (Some(status), Some(seen)) => format!("was {} {seen}", status.state.word()),
            _ => "never read".to_owned(),
        };
        let since = model.minute(model.wall_of(*at));
        lines.push(Line::new("State", &format!("? UNKNOWN since {since}; {last}"), Tone::Warn));
        lines.push(Line::new("Because", &fault.headline(), Tone::Warn));
    } else if let Some(status) = &watch.status {
        let (sign, tone) = sign(&status.state);
        let since = match (holds_since(watch), since(model, watch)) {
            (Some((at, true)), age) => format!(" since {} ({age})", model.minute(model.wall_of(at))),
            (_, age) if age.is_empty() => age,
            (_, age) => format!(" for {age}"),
        };
        let seen = seen.unwrap_or_default();
        lines.push(Line::new("State", &format!("{sign} {}{since}, seen {seen}", status.state.word()), tone));
    }
    if let Some(reason) = watch.status.as_ref().and_then(|status| status.reason.as_deref()) {
        lines.push(Line::new("Reason", reason, Tone::Plain));
    }
    lines
}
