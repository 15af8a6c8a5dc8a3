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
    /// Keys to press once everything is read, with commas between, and text to type in quotes: '3,/,"lhr",enter' (the comma
    /// itself: comma).
    #[arg(long, value_name = "KEYS", value_parser = keys)]
    pub keys: Option<Keys>,
    /// A moving picture (svg): one after each key, each for so many seconds, shorter where text is typed.
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, require_equals = true, default_missing_value = "2",
          value_parser = seconds)]
    pub film: Option<f64>,
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

fn seconds(text: &str) -> Result<f64, String> {
    let seconds = text.parse().ok().filter(|seconds| (0.1..=60.0).contains(seconds));
    seconds.ok_or_else(|| "seconds, 0.1 to 60".to_owned())
}

/// Words between commas are keys; what stands in quotes is typed letter by letter.
fn keys(text: &str) -> Result<Keys, String> {
    let mut keys = Vec::new();
    for (at, part) in text.split('"').enumerate() {
        if at % 2 == 1 {
            keys.extend(part.chars().map(Key::char));
            continue;
        }
        for word in part.split(',').filter(|word| !word.is_empty()) {
            keys.push(if word == "comma" { Key::char(',') } else { word.parse()? });
        }
    }
    if text.matches('"').count() % 2 == 1 { Err("a quote is not closed".to_owned()) } else { Ok(Keys(keys)) }
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
        assert!(keys("entre").is_err() && keys("/,\"lhr").is_err());
        assert_eq!(keys("/,\"a,B \",enter"), keys("/,a,comma,B,space,enter"));
        assert_eq!(seconds("1.5"), Ok(1.5));
        assert!(["0", "61", "NaN", "soon"].iter().all(|wrong| seconds(wrong).is_err()));
    }
}
