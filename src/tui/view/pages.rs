//! Pages that are only read: a whole detail, JSON, the activity.

use super::detail;
use super::pen::{Pen, below, indented};
use crate::workbench::Model;
use crate::workbench::geometry::Area;
use crate::workbench::panes::Tone;
use crate::workbench::sheet::{RawJson, Scroll};

fn page(pen: &mut Pen<'_>, body: Area, title: &str, scroll: Scroll, lines: usize) -> Area {
    let body = Area { width: body.width.saturating_sub(1), ..indented(body, 1) };
    pen.heading(body, title);
    let area = below(body, 1);
    if lines > usize::from(area.height) {
        let last = (scroll.top + usize::from(area.height)).min(lines);
        pen.right(body.x + body.width, body.y, &format!(" {}-{last} of {lines}", scroll.top + 1), Tone::Dim);
    }
    area
}

pub(super) fn detail(pen: &mut Pen<'_>, model: &Model, scroll: Scroll, body: Area) {
    let Some(row) = model.selected_row() else {
        page(pen, body, "The object is no longer in the list", scroll, 0);
        return;
    };
    let lines = model.pane.detail(model, row);
    let mut area = page(pen, body, &model.pane.name(model, row), scroll, lines.len());
    for line in lines.iter().skip(scroll.top) {
        let used = detail::one(pen, area, line);
        area = below(area, used);
    }
}

pub(super) fn raw(pen: &mut Pen<'_>, raw: &RawJson, scroll: Scroll, body: Area) {
    let title = format!("{} as the server sends it", raw.title);
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
            for (y, line) in (area.y..area.y + area.height).zip(lines.iter().skip(scroll.top)) {
                pen.text(area.x, y, area.width, line, Tone::Plain);
            }
        }
    }
}

pub(super) fn log(pen: &mut Pen<'_>, model: &Model, scroll: Scroll, body: Area) {
    let area = page(pen, body, "Activity, newest first (UTC)", scroll, model.activity.len());
    if model.activity.is_empty() {
        pen.text(area.x, area.y, area.width, "Nothing was asked yet.", Tone::Dim);
    }
    for (y, entry) in (area.y..area.y + area.height).zip(model.activity.newest().skip(scroll.top)) {
        let took = entry.took.map(|took| format!("{} ms", took.as_millis())).unwrap_or_default();
        let at = entry.at.strftime("%H:%M:%SZ");
        let (text, tone) = match &entry.fault {
            Some(fault) => (format!("{}: {}", entry.what, fault.headline()), Tone::Warn),
            None => (entry.what.clone(), Tone::Plain),
        };
        pen.text(area.x, y, area.width, &format!("{at}  {took:>8}  {text}"), tone);
    }
}
