//! The picker as it is seen: what was typed, the entries that match, why one cannot be chosen.

use ratatui::layout::Position;

use super::pen::{Pen, below, cells};
use super::sheet::framed;
use crate::workbench::geometry::Area;
use crate::workbench::panes::Tone;
use crate::workbench::picker::Picker;

pub(super) fn paint(pen: &mut Pen<'_>, picker: &Picker, body: Area) -> Position {
    let area = framed(pen, body, &picker.title);
    let (typed, cursor) = picker.typed.window(area.width.saturating_sub(2));
    pen.text(area.x, area.y, 2, "/", Tone::Dim);
    pen.text(area.x + 2, area.y, area.width.saturating_sub(2), &typed, Tone::Plain);
    if typed.is_empty() {
        pen.text(area.x + 2, area.y, area.width.saturating_sub(2), "type to search", Tone::Dim);
    }
    let rows = below(area, 1);
    if picker.shown.is_empty() {
        pen.text(rows.x + 2, rows.y, rows.width.saturating_sub(2), "Nothing matches.", Tone::Plain);
    }
    let height = usize::from(rows.height.max(1));
    let top = (picker.at() + 1).saturating_sub(height);
    for (y, (at, row)) in (rows.y..rows.y + rows.height).zip(picker.shown.iter().enumerate().skip(top)) {
        let Some(entry) = picker.entries.get(*row as usize) else { continue };
        let here = at == picker.at();
        if here {
            let style = pen.theme.focus();
            pen.styled(rows.x, y, 1, ">", style);
        }
        let tone = if entry.disabled.is_some() { Tone::Dim } else { entry.tone };
        let hint = match (&entry.disabled, entry.hint.as_str()) {
            (None, hint) => hint.to_owned(),
            (Some(why), "") => format!("not now: {why}"),
            (Some(why), hint) => format!("{hint}  not now: {why}"),
        };
        let room = (rows.width / 2).min(cells(&hint));
        let edge = rows.x + rows.width.saturating_sub(room);
        pen.text(edge, y, room, &hint, Tone::Dim);
        pen.text(rows.x + 2, y, rows.width.saturating_sub(room + 4), &entry.text, tone);
    }
    Position::new(area.x + 2 + cursor, area.y)
}
