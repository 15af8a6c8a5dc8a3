//! The panes: what each row of each kind of object looks like, as data.

mod availability;
mod cnis;
mod column;
pub(super) mod interconnects;
mod settings;
pub(super) mod slots;
pub(super) mod tunnels;

pub use column::{Column, Kind, Shown, Value};
pub use interconnects::sign;

use super::model::Model;
use crate::domain::call::Object;
use crate::domain::text;

/// A pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pane {
    /// Ports.
    Interconnects,
    /// The routed links over them.
    Cnis,
    /// Ports of Cloudflare's devices, free and taken.
    Slots,
    /// The Magic side of the CNIs.
    Tunnels,
    /// The account's settings.
    Settings,
    /// The slots summed up by site and speed: the other form of their pane, with no key of its own.
    Availability,
}

/// What a colour says; never said by colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Nothing.
    #[default]
    Plain,
    /// Not the point.
    Dim,
    /// Well.
    Good,
    /// Under way.
    Busy,
    /// Worth a look.
    Warn,
    /// Broken.
    Bad,
    /// The thing itself.
    Strong,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Safe to draw.
    pub text: String,
    /// Its tone.
    pub tone: Tone,
}

impl Cell {
    /// A cell of the server's text, made safe.
    pub fn new(text: &str, tone: Tone) -> Self {
        Self { text: text::clean(text), tone }
    }

    fn plain(text: &str) -> Self {
        Self::new(text, Tone::Plain)
    }

    fn of(value: &Value<'_>) -> Self {
        value.text().map_or_else(|| Self::new("-", Tone::Dim), Self::plain)
    }
}

/// A line of a detail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it tells; empty for a line that goes on.
    pub label: &'static str,
    /// Safe to draw.
    pub text: String,
    /// Its tone.
    pub tone: Tone,
}

impl Line {
    pub(super) fn new(label: &'static str, text: &str, tone: Tone) -> Self {
        Self { label, text: text::clean(text), tone }
    }

    fn maybe(label: &'static str, text: Option<&str>) -> Self {
        text.map_or_else(|| Self::new(label, "-", Tone::Dim), |text| Self::new(label, text, Tone::Plain))
    }
}

impl Pane {
    /// In the order of their keys.
    pub const ALL: [Self; 5] = [Self::Interconnects, Self::Cnis, Self::Slots, Self::Tunnels, Self::Settings];

    /// Every table: each pane's, and that of the other form of slots.
    pub const TABLES: [Self; 6] =
        [Self::Interconnects, Self::Cnis, Self::Slots, Self::Tunnels, Self::Settings, Self::Availability];

    /// The pane whose rows it is made of, and in whose place it stands.
    #[must_use]
    pub fn source(self) -> Self {
        if self == Self::Availability { Self::Slots } else { self }
    }

    /// Its number, from 0.
    pub fn index(self) -> usize {
        self as usize
    }

    /// Its name.
    pub fn title(self) -> &'static str {
        match self {
            Self::Interconnects => "Interconnects",
            Self::Cnis => "CNIs",
            Self::Slots => "Slots",
            Self::Tunnels => "Health checks",
            Self::Settings => "Settings",
            Self::Availability => "Availability",
        }
    }

    /// What an empty pane says, and what to do; its keys are spelled by [`Model::spell`].
    pub fn empty(self) -> &'static str {
        match self {
            Self::Interconnects => {
                "No interconnects in this account yet. Press <slots> for the slots, then <create> on a free one."
            }
            Self::Cnis => "No CNIs in this account yet.",
            Self::Slots | Self::Availability => "The API offers no slots to this account.",
            Self::Tunnels => "No Magic interconnects: there are no CNIs with a Magic side.",
            Self::Settings => "The account has no settings.",
        }
    }

    /// What is said where a list came and no row of it is there: rows that cannot be read are not none.
    pub fn nothing(self, model: &Model) -> String {
        match model.freshness(self.source()).unreadable {
            0 => model.spell(self.empty()),
            1 => "One row came, and it could not be read.".to_owned(),
            rows => format!("{rows} rows came, and none of them could be read."),
        }
    }

    /// The order of its rows as long as nobody chose another.
    pub fn own_order(self) -> &'static str {
        match self {
            Self::Interconnects => "worst first",
            Self::Slots => "free ones first",
            Self::Availability => "by site, what has something free first",
            Self::Cnis | Self::Tunnels | Self::Settings => "by name, as it comes",
        }
    }

    /// Its columns.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::Interconnects => interconnects::COLUMNS,
            Self::Cnis => cnis::COLUMNS,
            Self::Slots => slots::COLUMNS,
            Self::Tunnels => tunnels::COLUMNS,
            Self::Settings => settings::COLUMNS,
            Self::Availability => availability::COLUMNS,
        }
    }

    /// How many rows the data has, filtered or not.
    pub fn len(self, model: &Model) -> usize {
        match self {
            Self::Interconnects => model.interconnects.list.rows.len(),
            Self::Cnis => model.cnis.list.rows.len(),
            Self::Slots => model.slots.list.rows.len(),
            Self::Tunnels => model.tunnels.list.rows.len(),
            Self::Settings => model.settings.list.rows.len(),
            Self::Availability => model.finder.offers.len(),
        }
    }

    /// Identity of a row.
    pub fn id(self, model: &Model, row: usize) -> String {
        if self == Self::Availability {
            return model.finder.offers.get(row).map(|offer| offer.group.words()).unwrap_or_default();
        }
        self.object(model, row).map_or_else(String::new, |object| match object {
            Object::Interconnect(key) => key.to_string(),
            Object::Cni(id) => id.to_string(),
            Object::Slot(id) => id.to_string(),
            Object::Tunnel(id) => id.to_string(),
            Object::Settings => "settings".to_owned(),
        })
    }

    /// The object of a row.
    pub fn object(self, model: &Model, row: usize) -> Option<Object> {
        match self {
            Self::Interconnects => {
                model.interconnects.list.rows.get(row).map(|port| Object::Interconnect(port.key.clone()))
            }
            Self::Cnis => model.cnis.list.rows.get(row).map(|cni| Object::Cni(cni.id.clone())),
            Self::Slots => model.slots.list.rows.get(row).map(|slot| Object::Slot(slot.id.clone())),
            Self::Tunnels => model.tunnels.list.rows.get(row).map(|tunnel| Object::Tunnel(tunnel.id.clone())),
            Self::Settings => model.settings.list.rows.get(row).map(|_| Object::Settings),
            Self::Availability => None,
        }
    }

    /// What a person calls a row.
    pub fn name(self, model: &Model, row: usize) -> String {
        if self == Self::Availability {
            return text::clean(&model.finder.offers.get(row).map(availability::name).unwrap_or_default());
        }
        text::clean(self.name_of(model, row))
    }

    /// The same as the server spells it.
    pub(super) fn name_of(self, model: &Model, row: usize) -> &str {
        let name = match self {
            Self::Interconnects => model.interconnects.list.rows.get(row).map(|port| port.name.as_str()),
            Self::Cnis => model.cnis.list.rows.get(row).map(crate::domain::Cni::title),
            Self::Slots => model.slots.list.rows.get(row).map(|slot| slot.id.as_str()),
            Self::Tunnels => model.tunnels.list.rows.get(row).map(|tunnel| tunnel.name.as_str()),
            Self::Settings => Some("settings"),
            Self::Availability => None,
        };
        name.unwrap_or_default()
    }

    /// A cell.
    pub fn cell(self, model: &Model, row: usize, column: usize) -> Cell {
        let field = self.columns().get(column).map_or("", |column| column.field);
        let cell = match self {
            Self::Interconnects => {
                model.interconnects.list.rows.get(row).map(|port| interconnects::cell(model, port, field))
            }
            Self::Cnis => model.cnis.list.rows.get(row).map(|cni| cnis::cell(model, cni, field)),
            Self::Slots => model.slots.list.rows.get(row).map(|slot| slots::cell(model, slot, field)),
            Self::Tunnels => model.tunnels.list.rows.get(row).map(|tunnel| tunnels::cell(tunnel, field)),
            Self::Settings => model.settings.list.rows.get(row).map(|settings| settings::cell(settings, field)),
            Self::Availability => model.finder.offers.get(row).map(|offer| availability::cell(model, offer, field)),
        };
        cell.unwrap_or_else(|| Cell::plain(""))
    }

    /// What a row is sorted and filtered by in a column.
    pub fn value(self, model: &Model, row: usize, column: usize) -> Value<'_> {
        let field = self.columns().get(column).map_or("", |column| column.field);
        let value = match self {
            Self::Interconnects => {
                model.interconnects.list.rows.get(row).map(|port| interconnects::value(model, port, field))
            }
            Self::Cnis => model.cnis.list.rows.get(row).map(|cni| cnis::value(model, cni, field)),
            Self::Slots => model.slots.list.rows.get(row).map(|slot| slots::value(model, slot, field)),
            Self::Tunnels => model.tunnels.list.rows.get(row).map(|tunnel| tunnels::value(tunnel, field)),
            Self::Settings => model.settings.list.rows.get(row).map(|settings| settings::value(settings, field)),
            Self::Availability => model.finder.offers.get(row).map(|offer| availability::value(offer, field)),
        };
        value.unwrap_or(Value::Nothing)
    }

    /// The detail of a row.
    pub fn detail(self, model: &Model, row: usize) -> Vec<Line> {
        let lines = match self {
            Self::Interconnects => {
                model.interconnects.list.rows.get(row).map(|port| interconnects::detail(model, port))
            }
            Self::Cnis => model.cnis.list.rows.get(row).map(|cni| cnis::detail(model, cni)),
            Self::Slots => model.slots.list.rows.get(row).map(|slot| slots::detail(model, slot)),
            Self::Tunnels => model.tunnels.list.rows.get(row).map(|tunnel| tunnels::detail(model, tunnel)),
            Self::Settings => model.settings.list.rows.get(row).map(settings::detail),
            Self::Availability => model.finder.offers.get(row).map(|offer| availability::detail(model, offer)),
        };
        let mut lines = lines.unwrap_or_default();
        if model.news.count(self) > 0 {
            let marks = model.news.of(self, &self.id(model, row));
            let told = marks
                .iter()
                .rev()
                .map(|mark| Line::new("* Changed", &format!("{}  {}", model.minute(mark.at), mark.text), Tone::Warn));
            let at = lines.len().min(1);
            lines.splice(at..at, told);
        }
        lines
    }
}

/// One of two words, or that it is not known which.
pub(super) fn yes_no(value: Option<bool>, yes: &'static str, no: &'static str) -> &'static str {
    match value {
        Some(true) => yes,
        Some(false) => no,
        None => "? unknown",
    }
}
