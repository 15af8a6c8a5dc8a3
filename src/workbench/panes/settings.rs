//! The account's settings.

use super::{Cell, Column, Line, Tone, column, growing};
use crate::domain::Settings;

pub(super) const COLUMNS: &[Column] = &[column("SETTING", 14, 0), growing("VALUE", 20, 0)];

fn value(settings: &Settings) -> String {
    settings.default_asn.map_or_else(|| "not set".to_owned(), |asn| format!("{asn}  ({})", asn.class().word()))
}

pub(super) fn cell(settings: &Settings, title: &str) -> Cell {
    match title {
        "SETTING" => Cell::new("default ASN", Tone::Strong),
        _ => Cell::plain(&value(settings)),
    }
}

pub(super) fn detail(settings: &Settings) -> Vec<Line> {
    let mut lines = vec![Line::new("Default ASN", &value(settings), Tone::Plain)];
    if let Some(asn) = settings.default_asn {
        lines.push(Line::new("Dotted", &asn.dotted(), Tone::Plain));
    }
    lines.push(Line::new("", "the customer ASN that new CNIs start from", Tone::Dim));
    lines
}
