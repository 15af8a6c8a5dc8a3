//! The timeline: the changes of this session, newest first.

use ratatui::layout::Position;

use super::pages::page;
use super::pen::Pen;
use crate::workbench::Model;
use crate::workbench::geometry::Area;
use crate::workbench::panes::Tone;
use crate::workbench::sheet::Scroll;
use crate::workbench::timeline::{Browse, fits, line};

/// Cells before a line, for the marker.
const MARKER: u16 = 2;

pub(super) fn paint(pen: &mut Pen<'_>, model: &Model, browse: &Browse, body: Area) {
    let shown = fits(model, &browse.filter);
    let top = browse.top_for(&shown, model.page_height());
    let filter = browse.filter.text().trim();
    let matching =
        if filter.is_empty() { String::new() } else { format!("  {} of {}", shown.len(), model.timeline.len()) };
    let title = format!("Timeline of this session, newest first ({}){matching}", model.clock_name());
    let area = page(pen, body, &title, Scroll { top }, shown.len());
    if shown.is_empty() {
        let said = if model.timeline.is_empty() {
            let since = model.minute(model.wall_of(model.begun));
            format!("Nothing changed since {since}, as far as it was read.")
        } else {
            model.spell("No change matches. <back> drops the filter.")
        };
        pen.text(area.x + MARKER, area.y, area.width.saturating_sub(MARKER), &said, Tone::Dim);
    }
    let at = browse.at(&shown);
    for (y, (row, change)) in (area.y..area.y + area.height).zip(shown.iter().enumerate().skip(top)) {
        if row == at {
            let style = pen.theme.focus();
            pen.styled(area.x, y, 1, ">", style);
        }
        let mut x = area.x + MARKER;
        for (text, tone) in line(model, change) {
            x += pen.text(x, y, (area.x + area.width).saturating_sub(x), &text, tone);
        }
    }
}

/// The filter, while it is typed. Answers where the cursor stands.
pub(super) fn filter(pen: &mut Pen<'_>, browse: &Browse, area: Area) -> Position {
    let room = area.width.saturating_sub(10);
    let (shown, cursor) = browse.filter.window(room);
    pen.text(area.x + 1, area.y, 8, "filter:", Tone::Strong);
    if browse.filter.is_selected() {
        super::filter::selected(pen, area.x + 9, area.y, room, &shown);
    } else {
        pen.text(area.x + 9, area.y, room, &shown, Tone::Plain);
    }
    Position::new(area.x + 9 + cursor, area.y)
}
