//! Columns and what stands in them: how a field is called, shown, sorted and compared.

use std::borrow::Cow;
use std::time::Duration;

use crate::domain::{Prefix, Speed};

/// How a field is compared with what a person types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Any part of it counts.
    Text,
    /// One of few words: what is typed must begin one, so that `healthy` is not found in `UNHEALTHY`.
    Word,
    /// A number.
    Number,
    /// A speed.
    Speed,
    /// How long it is so.
    Age,
}

/// When a column is shown, as long as nobody chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// Always, and it stays where the others scroll.
    Fixed,
    /// Usually.
    Usual,
    /// In the wide table.
    Wide,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name in a filter and on disk; a release never changes one.
    pub field: &'static str,
    /// Another name for it in a filter; maybe empty.
    pub alias: &'static str,
    /// Its head.
    pub title: &'static str,
    /// How it is compared.
    pub kind: Kind,
    /// Cells, at least.
    pub width: u16,
    /// Takes what room is left.
    pub grows: bool,
    /// Columns with a higher number go first when the room is short; 0 never goes.
    pub drop: u8,
    /// When it is shown.
    pub shown: Shown,
    /// Rows of one family have the same in it.
    pub shared: bool,
}

impl Column {
    /// A column that is usually there, and goes early or late.
    pub(super) const fn new(field: &'static str, title: &'static str, kind: Kind, width: u16, drop: u8) -> Self {
        Self { field, alias: "", title, kind, width, grows: false, drop, shown: Shown::Usual, shared: false }
    }

    /// A column of the wide table only.
    pub(super) const fn wide(field: &'static str, title: &'static str, kind: Kind, width: u16) -> Self {
        Self { shown: Shown::Wide, ..Self::new(field, title, kind, width, 9) }
    }

    /// The same, always there.
    pub(super) const fn fixed(self) -> Self {
        Self { shown: Shown::Fixed, drop: 0, ..self }
    }

    /// The same, taking what room is left.
    pub(super) const fn growing(self) -> Self {
        Self { grows: true, ..self }
    }

    /// The same, alike in many rows.
    pub(super) const fn shared(self) -> Self {
        Self { shared: true, ..self }
    }

    /// The same, with another name.
    pub(super) const fn or(self, alias: &'static str) -> Self {
        Self { alias, ..self }
    }

    /// Whether this is one of its names.
    pub fn is_called(&self, name: &str) -> bool {
        !name.is_empty() && (self.field.eq_ignore_ascii_case(name) || self.alias.eq_ignore_ascii_case(name))
    }
}

/// What a row is sorted and filtered by in one column.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// Not there or not known: last in either direction, and in no comparison.
    Nothing,
    /// A text.
    Text(Cow<'a, str>),
    /// What is sorted by, and what is read.
    Number(u128, Cow<'a, str>),
    /// How long it is so, or at least; `true`: exactly.
    Age(Duration, bool),
    /// This row cannot have one: neither there nor missing.
    Moot,
}

impl<'a> Value<'a> {
    pub(super) fn text_of(text: Option<&'a str>) -> Self {
        text.filter(|text| !text.is_empty()).map_or(Self::Nothing, |text| Self::Text(Cow::Borrowed(text)))
    }

    pub(super) fn owned(text: Option<String>) -> Self {
        text.filter(|text| !text.is_empty()).map_or(Self::Nothing, |text| Self::Text(Cow::Owned(text)))
    }

    pub(super) fn number(number: Option<u64>) -> Self {
        number.map_or(Self::Nothing, |number| Self::Number(number.into(), Cow::Owned(number.to_string())))
    }

    /// By size; a spelling that we do not know stands before all others.
    pub(super) fn speed(speed: Option<&'a Speed>) -> Self {
        speed.map_or(Self::Nothing, |speed| {
            Self::Number(speed.mbps().unwrap_or(0).into(), Cow::Borrowed(speed.as_str()))
        })
    }

    /// By the address as a number; what cannot be read as one stands before all others.
    pub(super) fn prefix(prefix: Option<&'a Prefix>) -> Self {
        prefix.map_or(Self::Nothing, |prefix| {
            let number = prefix.net().map_or(0, |net| match net.addr() {
                std::net::IpAddr::V4(v4) => v4.to_bits().into(),
                std::net::IpAddr::V6(v6) => v6.to_bits(),
            });
            Self::Number(number, Cow::Borrowed(prefix.as_str()))
        })
    }

    /// As it is read.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Number(_, text) => Some(text),
            Self::Nothing | Self::Moot | Self::Age(..) => None,
        }
    }
}
