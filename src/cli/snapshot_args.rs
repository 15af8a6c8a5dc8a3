//! What can be said of a snapshot: one picture of the workbench, without a terminal.

use std::time::Duration;

use clap::{Args as ClapArgs, ValueEnum};

use crate::workbench::key::Key;
use crate::workbench::panes::Pane;

/// How a picture is taken.
#[derive(Debug, Clone, ClapArgs)]
pub struct SnapshotArgs {
    /// Columns and rows.
    #[arg(long, default_value = "120x40", value_parser = size)]
    pub size: (u16, u16),
    /// The pane in front.
    #[arg(long, value_enum)]
    pub pane: Option<PaneName>,
    /// Keys to press once everything is read, with commas between: 3,/,l,h,r,enter (the comma itself: comma).
    #[arg(long, value_name = "KEYS", value_parser = keys)]
    pub keys: Option<Keys>,
    /// Seconds until what is there must do.
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=600))]
    pub wait: u64,
}

/// Keys in a row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keys(pub Vec<Key>);

/// A pane, as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PaneName {
    /// Ports.
    Interconnects,
    /// Routed links over them.
    Cnis,
    /// Ports of Cloudflare's devices.
    Slots,
    /// The Magic side.
    #[value(alias = "tunnels")]
    HealthChecks,
    /// The account's settings.
    Settings,
}

impl From<PaneName> for Pane {
    fn from(name: PaneName) -> Self {
        match name {
            PaneName::Interconnects => Self::Interconnects,
            PaneName::Cnis => Self::Cnis,
            PaneName::Slots => Self::Slots,
            PaneName::HealthChecks => Self::Tunnels,
            PaneName::Settings => Self::Settings,
        }
    }
}

/// How a picture is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picture {
    /// Characters alone.
    Text,
    /// With colours, as a terminal takes them.
    Ansi,
    /// A drawing.
    Svg,
}

impl SnapshotArgs {
    /// How long at most.
    pub fn longest(&self) -> Duration {
        Duration::from_secs(self.wait)
    }
}

/// The smallest and largest windows that there are, more or less.
const CELLS: std::ops::RangeInclusive<u16> = 1..=500;

fn size(text: &str) -> Result<(u16, u16), String> {
    let parts = text.split_once('x').and_then(|(columns, rows)| Some((columns.parse().ok()?, rows.parse().ok()?)));
    parts
        .filter(|(columns, rows)| CELLS.contains(columns) && CELLS.contains(rows))
        .ok_or_else(|| "columns x rows, each 1 to 500: 120x40".to_owned())
}

fn keys(text: &str) -> Result<Keys, String> {
    let key = |word: &str| if word == "comma" { Ok(Key::char(',')) } else { word.parse() };
    text.split(',').filter(|word| !word.is_empty()).map(key).collect::<Result<_, _>>().map(Keys)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbench::key::Code;

    #[test]
    fn sizes_and_keys_are_read_as_they_are_written() {
        assert_eq!(size("80x24"), Ok((80, 24)));
        for wrong in ["80", "0x24", "80x501", "axb", "80x24x2"] {
            assert!(size(wrong).is_err(), "{wrong}");
        }
        let read = keys("3,/,l,comma,enter,ctrl-d").unwrap().0;
        assert_eq!(read.get(3..5), Some([Key::char(','), Key::plain(Code::Enter)].as_slice()));
        assert_eq!(read.last(), Some(&Key::ctrl('d')));
        assert!(keys("entre").is_err());
    }
}
