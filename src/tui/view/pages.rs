//! Pages that are only read: the activity.

use super::pen::{Pen, below, indented};
use crate::workbench::Model;
use crate::workbench::geometry::Area;
use crate::workbench::panes::Tone;
use crate::workbench::receipts::{Receipt, lines};
use crate::workbench::sheet::{LOG_HEAD, Scroll};

pub(super) fn page(pen: &mut Pen<'_>, body: Area, title: &str, scroll: Scroll, lines: usize) -> Area {
    let body = Area { width: body.width.saturating_sub(1), ..indented(body, 1) };
    pen.heading(body, title);
    let area = below(body, 1);
    range(pen, body, scroll, area.height, lines);
    area
}

/// Which lines are seen through so many, on the heading, where not all are.
fn range(pen: &mut Pen<'_>, heading: Area, scroll: Scroll, height: u16, lines: usize) {
    if lines > usize::from(height) {
        let last = (scroll.top + usize::from(height)).min(lines);
        let text = format!(" {}-{last} of {lines}", scroll.top + 1);
        pen.right(heading.x + heading.width, heading.y, &text, Tone::Dim);
    }
}

pub(super) fn log(pen: &mut Pen<'_>, model: &Model, scroll: Scroll, body: Area) {
    let title = format!("Activity, newest first ({})", model.clock_name());
    let head = page(pen, body, &title, scroll, 0);
    pen.text(head.x, head.y, head.width, &model.activity.summary(model.now.wall), Tone::Strong);
    let area = below(head, LOG_HEAD);
    range(pen, Area { y: body.y, ..head }, scroll, area.height, model.activity.len());
    if model.activity.is_empty() {
        pen.text(area.x, area.y, area.width, "Nothing was asked yet.", Tone::Dim);
    }
    for (y, entry) in (area.y..area.y + area.height).zip(model.activity.newest().skip(scroll.top)) {
        let took = entry.took.map(|took| format!("{} ms", took.as_millis())).unwrap_or_default();
        let at = model.second(entry.at);
        let (text, tone) = match &entry.fault {
            Some(fault) => (format!("{}: {}", entry.what, fault.headline()), Tone::Warn),
            None => (entry.what.clone(), Tone::Plain),
        };
        pen.text(area.x, y, area.width, &format!("{at}  {took:>8}  {text}"), tone);
    }
}

pub(super) fn receipt(pen: &mut Pen<'_>, model: &Model, seen: &Receipt, body: Area) {
    let Some(record) = model.receipts.find(&seen.id) else { return };
    let rows = lines(record, model.page_width());
    let area = page(pen, body, "Receipt", seen.scroll, rows.len());
    for (y, (text, tone)) in (area.y..area.y + area.height).zip(rows.iter().skip(seen.scroll.top)) {
        pen.text(area.x, y, area.width, text, *tone);
    }
}
