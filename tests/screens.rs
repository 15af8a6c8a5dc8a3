//! The screen: every view at each size and in each theme, and what is promised of single ones.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "screens/desk.rs"]
mod desk;
#[path = "screens/detail.rs"]
mod detail;
#[path = "screens/drawn.rs"]
mod drawn;
#[path = "screens/narrow.rs"]
mod narrow;
#[path = "screens/tables.rs"]
mod tables;
#[path = "screens/themes.rs"]
mod themes;
#[path = "screens/views.rs"]
mod views;

use std::fmt::Write as _;

use meetme::tui::export;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Style};

/// Runs of cells with one style: first column, text, style.
fn runs(buffer: &Buffer, y: u16) -> Vec<(u16, String, Style)> {
    export::runs(buffer, y).into_iter().map(|run| (run.x, run.text, run.style)).collect()
}

fn described(buffer: &Buffer) -> String {
    let mut all = String::new();
    for y in 0..buffer.area.height {
        let runs = runs(buffer, y);
        let line: String = runs.iter().map(|(_, text, _)| text.as_str()).collect();
        writeln!(all, "|{}", line.trim_end()).unwrap();
    }
    for y in 0..buffer.area.height {
        for (x, text, style) in runs(buffer, y) {
            let own = |colour: Option<Color>| matches!(colour, None | Some(Color::Reset));
            let plain = own(style.fg) && own(style.bg) && style.add_modifier.is_empty();
            if !plain && !text.trim().is_empty() {
                let cells = text.trim_end().chars().count();
                let (ink, ground) = (style.fg.unwrap_or_default(), style.bg.unwrap_or_default());
                writeln!(all, "{y}:{x}+{cells} {ink:?} on {ground:?} {:?}", style.add_modifier).unwrap();
            }
        }
    }
    all
}
