//! The account's settings.

use super::{Cell, Column, Kind, Line, Tone, Value};
use crate::domain::Settings;

pub(super) const COLUMNS: &[Column] = &[
    Column::new("setting", "SETTING", Kind::Text, 14, 0).or("name").fixed(),
    Column::new("value", "VALUE", Kind::Text, 20, 0).growing(),
];

fn shown(settings: &Settings) -> String {
    settings.default_asn.map_or_else(|| "not set".to_owned(), |asn| format!("{asn}  ({})", asn.class().word()))
}

pub(super) fn value<'a>(settings: &Settings, field: &str) -> Value<'a> {
    match field {
        "setting" => Value::text_of(Some("default ASN")),
        _ => Value::owned(Some(shown(settings))),
    }
}

pub(super) fn cell(settings: &Settings, field: &str) -> Cell {
    match field {
        "setting" => Cell::new("default ASN", Tone::Strong),
        _ => Cell::plain(&shown(settings)),
    }
}

pub(super) fn detail(settings: &Settings) -> Vec<Line> {
    let mut lines = vec![Line::new("Default ASN", &shown(settings), Tone::Plain)];
    if let Some(asn) = settings.default_asn {
        lines.push(Line::new("Dotted", &asn.dotted(), Tone::Plain));
    }
    lines.push(Line::new("", "the customer ASN that new CNIs start from", Tone::Dim));
    lines
}
