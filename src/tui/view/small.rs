//! A window too small to work in: what it needs, and that nothing is lost meanwhile.

use super::pen::{Pen, cells};
use crate::workbench::Model;
use crate::workbench::geometry::LEAST;
use crate::workbench::panes::Tone;

pub(super) fn paint(pen: &mut Pen<'_>, model: &Model) {
    let (columns, rows) = model.size;
    let need = format!("needs {}x{}, has {columns}x{rows}", LEAST.0, LEAST.1);
    let kept = if model.is_writing() {
        "A change is under way and goes on."
    } else {
        "Reading pauses. Nothing typed is lost."
    };
    let quits = model.spell("<interrupt> quits");
    let texts = [need.as_str(), kept, &quits];
    // The most useful first where not all fits.
    let fits = |count: &usize| texts[..*count].iter().map(|text| lines(text, columns)).sum::<u16>() <= rows;
    let count = (1..=texts.len()).rev().find(fits).unwrap_or(1);
    let shown = &texts[..count];
    let used = shown.iter().map(|text| lines(text, columns)).sum::<u16>();
    let mut y = rows.saturating_sub(used) / 2;
    for (at, text) in shown.iter().enumerate() {
        let tone = if at == 0 { Tone::Strong } else { Tone::Plain };
        for line in crate::domain::text::wrap(text, usize::from(columns)) {
            let x = columns.saturating_sub(cells(&line)) / 2;
            pen.text(x, y, columns, &line, tone);
            y += 1;
        }
    }
}

fn lines(text: &str, columns: u16) -> u16 {
    crate::domain::text::wrap(text, usize::from(columns)).len() as u16
}
