//! The detail of the row under the cursor.

use super::pen::{Pen, below, indented};
use crate::workbench::Model;
use crate::workbench::geometry::Area;
use crate::workbench::panes::{Line, Tone};

const LABEL: u16 = 15;

/// Beside or below the table.
pub(super) fn beside(pen: &mut Pen<'_>, model: &Model, area: Area, wide: bool) {
    let Some((pane, row)) = model.detail_row() else { return };
    let inner = if wide {
        for y in area.y..area.y + area.height {
            pen.text(area.x, y, 1, "│", Tone::Dim);
        }
        indented(area, 2)
    } else {
        indented(area, 1)
    };
    let name = pane.name(model, row);
    if wide {
        pen.text(inner.x, inner.y, inner.width, &name, Tone::Strong);
    } else {
        pen.heading(inner, &name);
    }
    let mut rest = below(inner, 1);
    for line in pane.detail(model, row) {
        let used = one(pen, rest, &line);
        rest = below(rest, used);
    }
}

/// One line of a detail in as many lines as it takes.
pub(super) fn one(pen: &mut Pen<'_>, area: Area, line: &Line) -> u16 {
    if area.height == 0 {
        return 0;
    }
    pen.text(area.x, area.y, LABEL, line.label, Tone::Dim);
    if needs_own_lines(&line.text, area.width) {
        let label = u16::from(!line.label.is_empty());
        return label + pen.wrapped(indented(below(area, label), 2), &line.text, line.tone);
    }
    pen.wrapped(indented(area, LABEL), &line.text, line.tone)
}

/// An id that would be broken beside its label, and is whole below it.
fn needs_own_lines(text: &str, width: u16) -> bool {
    let is_whole = |word: &str| word.len() == 36 && word.matches('-').count() == 4;
    (2 + 36..LABEL + 36).contains(&width) && text.split(' ').any(is_whole)
}
