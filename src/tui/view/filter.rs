//! The filter line while it is typed: where it breaks and how to mend it, or which fields there are.

use ratatui::layout::Position;

use super::pen::{Pen, cells};
use crate::workbench::Model;
use crate::workbench::filter::completions;
use crate::workbench::geometry::Area;
use crate::workbench::panes::Tone;

const LABEL: &str = "filter:";

/// What is typed, the part that is not understood underlined. Answers where the cursor stands.
pub(super) fn line(pen: &mut Pen<'_>, model: &Model, area: Area) -> Position {
    let table = model.table(model.pane);
    let label = cells(LABEL) + 1;
    let (x, width) = (area.x + 1 + label, area.width.saturating_sub(2 + label));
    let text = table.line.text();
    let (shown, cursor) = table.line.window(width);
    pen.text(area.x + 1, area.y, label, LABEL, Tone::Strong);
    if table.line.is_selected() {
        selected(pen, x, area.y, width, &shown);
        return Position::new(x + cursor, area.y);
    }
    let wrong: Vec<usize> = table.problem.as_ref().map_or_else(Vec::new, |problem| {
        let before = text.chars().count() - shown.chars().count();
        let numbered = text.char_indices().enumerate();
        let within = numbered.filter(|(_, (at, _))| problem.at.contains(at)).map(|(number, _)| number);
        within.filter_map(|number| number.checked_sub(before)).collect()
    });
    pen.lit(x, area.y, width, &shown, Tone::Plain, &wrong);
    Position::new(x + cursor, area.y)
}

/// What gives way to the first letter that is typed.
pub(super) fn selected(pen: &mut Pen<'_>, x: u16, y: u16, width: u16, text: &str) {
    let style = pen.theme.focus();
    pen.styled(x, y, width, text, style);
}

/// What is wrong, in the place of the keys. `false`: nothing is.
pub(super) fn problem(pen: &mut Pen<'_>, model: &Model, area: Area) -> bool {
    let Some(problem) = &model.table(model.pane).problem else { return false };
    pen.text(area.x + 1, area.y, area.width.saturating_sub(2), &problem.text, Tone::Warn);
    true
}

/// The fields that the word may become; before the first letter, what that does.
pub(super) fn fields(pen: &mut Pen<'_>, model: &Model, area: Area) {
    if model.table(model.pane).line.is_selected() {
        pen.text(area.x, area.y, area.width, "typing replaces it", Tone::Dim);
        return;
    }
    let fields = completions(model.table(model.pane).line.text(), model.pane.columns());
    if fields.is_empty() {
        return;
    }
    let used = pen.text(area.x, area.y, area.width, "fields:", Tone::Dim) + 1;
    pen.text(area.x + used, area.y, area.width.saturating_sub(used), &fields.join(" "), Tone::Plain);
}
