//! An object and what hangs together with it; a document with what was looked for lit; a text alone on the screen.

use ratatui::layout::Position;
use unicode_width::UnicodeWidthStr as _;

use super::pages::page;
use super::pen::{Pen, below, cells};
use crate::workbench::Model;
use crate::workbench::describe::{self, Describe, LABEL, MARKER};
use crate::workbench::document::RawJson;
use crate::workbench::geometry::Area;
use crate::workbench::panes::Tone;
use crate::workbench::sheet::Scroll;

pub(super) fn object(pen: &mut Pen<'_>, model: &Model, seen: &Describe, body: Area) {
    let laid = describe::page(model, seen, model.page_width());
    let height = usize::from(body.height.saturating_sub(1));
    let top = seen.scroll.top.min(laid.rows.len().saturating_sub(height));
    let area = page(pen, body, &laid.title, Scroll { top }, laid.rows.len());
    let (marker, label) = (MARKER as u16, LABEL as u16);
    for (y, row) in (area.y..area.y + area.height).zip(laid.rows.iter().skip(top)) {
        if row.heading {
            pen.heading(Area { y, height: 1, ..area }, &row.text);
            continue;
        }
        let here = row.link.is_some() && row.link == Some(seen.focus.min(laid.links.len().saturating_sub(1)));
        if here {
            let style = pen.theme.focus();
            pen.styled(area.x, y, 1, ">", style);
        }
        pen.text(area.x + marker, y, label, row.label, Tone::Dim);
        let x = area.x + marker + label;
        pen.text(x, y, area.width.saturating_sub(marker + label), &row.text, row.tone);
    }
}

pub(super) fn document(pen: &mut Pen<'_>, raw: &RawJson, scroll: Scroll, body: Area) {
    let mut title = format!("{} as the server sends it", raw.title);
    let count = raw.count();
    if !count.is_empty() && !raw.search.typing {
        title = format!("{title}  \"{}\" {count}", raw.search.field.text());
    }
    match &raw.lines {
        None => {
            let area = page(pen, body, &title, scroll, 0);
            pen.text(area.x, area.y, area.width, "reading...", Tone::Dim);
        }
        Some(Err(fault)) => {
            let area = page(pen, body, &title, scroll, 0);
            pen.wrapped(area, &format!("{} {}", fault.headline(), fault.next_step()), Tone::Bad);
        }
        Some(Ok(lines)) => {
            let area = page(pen, body, &title, scroll, lines.len());
            let seen = lines.iter().enumerate().skip(scroll.top);
            for (y, (at, line)) in (area.y..area.y + area.height).zip(seen) {
                one(pen, Area { y, height: 1, ..area }, raw, at, line);
            }
        }
    }
}

/// A line with its hits lit; where the current one lies beyond the edge, the line is shifted so that it is seen.
fn one(pen: &mut Pen<'_>, area: Area, raw: &RawJson, at: usize, line: &str) {
    let needle = raw.search.field.text().len();
    let hits = &raw.search.hits;
    let first = hits.partition_point(|hit| hit.line < at);
    let mine: Vec<(usize, usize)> =
        (first..).zip(hits.iter().skip(first).take_while(|hit| hit.line == at)).map(|(n, hit)| (n, hit.byte)).collect();
    let end = |byte: usize| line.get(..byte + needle).map_or(0, str::width);
    let current = mine.iter().find(|(n, _)| *n == raw.search.at).map(|(_, byte)| *byte);
    let room = usize::from(area.width);
    let cut = current.filter(|byte| end(*byte) > room).map_or(0, |byte| {
        let wanted = byte.saturating_sub(room / 3);
        (wanted..=byte).find(|at| line.is_char_boundary(*at)).unwrap_or(byte)
    });
    let rest = line.get(cut..).unwrap_or_default();
    let shift = u16::from(cut > 0);
    if cut > 0 {
        pen.text(area.x, area.y, 1, "…", Tone::Dim);
    }
    pen.text(area.x + shift, area.y, area.width.saturating_sub(shift), rest, Tone::Plain);
    for (n, byte) in mine.into_iter().filter(|(_, byte)| *byte >= cut) {
        let Some(found) = line.get(byte..byte + needle) else { continue };
        let x = shift + line.get(cut..byte).map_or(0, cells);
        let style = if n == raw.search.at { pen.theme.focus() } else { pen.theme.tone(Tone::Warn) };
        pen.styled(area.x + x, area.y, area.width.saturating_sub(x), found, style);
    }
}

/// What is looked for, while it is typed. Answers where the cursor stands.
pub(super) fn search(pen: &mut Pen<'_>, raw: &RawJson, area: Area) -> Position {
    let count = raw.count();
    let edge = pen.right(area.width.saturating_sub(1), area.y, &count, Tone::Dim);
    let (x, room) = (area.x + 8, edge.saturating_sub(area.x + 10));
    let (shown, cursor) = raw.search.field.window(room);
    pen.text(area.x + 1, area.y, 6, "find:", Tone::Strong);
    pen.text(x, area.y, room, &shown, Tone::Plain);
    Position::new(x + cursor, area.y)
}

/// Nothing but the text, from the corner on, so that it can be selected by hand.
pub(super) fn plain(pen: &mut Pen<'_>, text: &str, scroll: Scroll, (columns, rows): (u16, u16)) {
    let mut area = Area { x: 0, y: 0, width: columns, height: rows };
    for line in crate::workbench::sheet::plain_lines(text, usize::from(columns)).iter().skip(scroll.top) {
        if area.height == 0 {
            return;
        }
        pen.text(0, area.y, columns, line, Tone::Plain);
        area = below(area, 1);
    }
}
