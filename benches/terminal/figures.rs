//! Figures side by side: medians, ratios, and whether the aim is met. Printed as a table and written as a page.

use std::fmt::Write as _;
use std::time::Duration;

/// One line of the table.
pub struct Row {
    /// What was measured.
    pub what: String,
    /// The yardstick's figure.
    pub yardstick: String,
    /// Ours.
    pub ours: String,
    /// The aim.
    pub aim: String,
    /// Whether it is met; `None` where there is none, or where it cannot be told here.
    pub met: Option<bool>,
}

impl Row {
    /// A line without a yardstick.
    pub fn alone(what: &str, ours: impl Into<String>, aim: &str, met: impl Into<Option<bool>>) -> Self {
        Self {
            what: what.to_owned(),
            yardstick: "-".to_owned(),
            ours: ours.into(),
            aim: aim.to_owned(),
            met: met.into(),
        }
    }

    /// A line of times with their ratio, which is `most` at most.
    pub fn ratio(what: &str, yardstick: Duration, ours: Duration, most: f64) -> Self {
        let ratio = ours.as_secs_f64() / yardstick.as_secs_f64().max(1e-9);
        Self {
            what: what.to_owned(),
            yardstick: ms(yardstick),
            ours: format!("{} ({ratio:.2} x)", ms(ours)),
            aim: format!("<= {most} x"),
            met: Some(ratio <= most),
        }
    }
}

/// A time in milliseconds.
pub fn ms(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1e3;
    if ms >= 100.0 { format!("{ms:.0} ms") } else { format!("{ms:.2} ms") }
}

/// A size in MB.
pub fn mb(kilobytes: u64) -> String {
    format!("{:.1} MB", kilobytes as f64 / 1024.0)
}

/// The value below which that part of all lies.
pub fn part<T: Copy + Ord + Default>(values: &[T], part: f64) -> T {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let at = (part * (sorted.len().saturating_sub(1)) as f64).round() as usize;
    sorted.get(at).copied().unwrap_or_default()
}

/// The median.
pub fn median<T: Copy + Ord + Default>(values: &[T]) -> T {
    part(values, 0.5)
}

/// The lines as a table in Markdown.
pub fn table(rows: &[Row]) -> String {
    let head = "| what | yardstick | meetme | aim | met |\n| --- | --- | --- | --- | --- |\n";
    head.to_owned() + &lines(rows)
}

/// The same without its head.
pub fn lines(rows: &[Row]) -> String {
    let mut text = String::new();
    for row in rows {
        let met = match row.met {
            Some(true) => "yes",
            Some(false) => "**no**",
            None => "-",
        };
        let _ = writeln!(text, "| {} | {} | {} | {} | {met} |", row.what, row.yardstick, row.ours, row.aim);
    }
    text
}
