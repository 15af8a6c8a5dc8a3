//! The table in front: only the rows that are seen, a marker instead of a bar.

use super::pen::Pen;
use crate::workbench::columns::{Layout, MARKER};
use crate::workbench::geometry::{Area, Geometry};
use crate::workbench::news::Mark;
use crate::workbench::panes::{Column, Pane, Tone};
use crate::workbench::{Model, freshness::Freshness};

/// Before a row that is marked.
const MARK: &str = "#";

pub(super) fn paint(pen: &mut Pen<'_>, model: &Model, geometry: &Geometry) {
    let pane = model.pane;
    title(pen, model, geometry.title);
    let table = model.table(pane);
    let area = geometry.rows;
    if pane.len(model) == 0 || table.order.is_empty() {
        empty(pen, model, area);
        return;
    }
    let layout = model.layout();
    head(pen, model, &layout, geometry.head);
    let columns = pane.columns();
    let named = model.news.count(pane) > 0 || !table.marks.is_empty();
    let seen = table.order.iter().enumerate().skip(table.offset).take(usize::from(area.height));
    for (y, (at, row)) in (area.y..).zip(seen) {
        if at == table.at() {
            let style = pen.theme.focus();
            pen.styled(area.x, y, 1, ">", style);
        }
        let id = if named { pane.id(model, *row as usize) } else { String::new() };
        if named && table.marks.has(&id) {
            pen.text(area.x + 1, y, 1, MARK, Tone::Strong);
        }
        let news = if named { model.news.of(pane, &id) } else { &[] };
        for placed in &layout.placed {
            let cell = pane.cell(model, *row as usize, placed.column);
            let lit = table.filter.lit(placed.column, &columns[placed.column], &cell.text);
            let x = area.x + MARKER + placed.x;
            let used = pen.lit(x, y, placed.width, &cell.text, cell.tone, &lit);
            if is_marked(columns, &layout, placed.column, news) {
                // In the gap behind the cell: no text gives way to it.
                pen.text(x + used, y, 1, "*", Tone::Warn);
            }
        }
    }
}

/// The heads, with the sign of the sort and those of columns that are not seen.
fn head(pen: &mut Pen<'_>, model: &Model, layout: &Layout, area: Area) {
    let sort = model.table(model.pane).sort;
    for placed in &layout.placed {
        let Some(column) = model.pane.columns().get(placed.column) else { continue };
        let sorted = sort.field == Some(column.field);
        let sign = match (sorted, sort.reversed) {
            (false, _) => "",
            (true, false) => "↑",
            (true, true) => "↓",
        };
        let tone = if sorted { Tone::Strong } else { Tone::Dim };
        // The sign may stand in the gap.
        let width = placed.width + u16::from(sorted);
        pen.text(area.x + MARKER + placed.x, area.y, width, &format!("{}{sign}", column.title), tone);
    }
    if layout.before {
        pen.text(area.x, area.y, 1, "<", Tone::Strong);
    }
    if layout.behind {
        pen.right(area.x + area.width, area.y, ">", Tone::Strong);
    }
}

/// A cell that changed and was not seen yet; for one that is not shown the first one of its row stands in.
fn is_marked(columns: &[Column], layout: &Layout, column: usize, news: &[Mark]) -> bool {
    let title = |at: usize| columns.get(at).map_or("", |column| column.title);
    let shown = |mark: &Mark| layout.placed.iter().any(|placed| title(placed.column) == mark.column);
    let first = layout.placed.first().is_some_and(|placed| placed.column == column);
    news.iter().any(|mark| mark.column == title(column) || first && !shown(mark))
}

fn title(pen: &mut Pen<'_>, model: &Model, area: Area) {
    let pane = model.pane;
    let table = model.table(pane);
    let total = model.sum_shown().map_or(pane.len(model), |_| model.finder.held);
    let mut text = model.heading();
    let more = if model.freshness(pane).partial { "+" } else { "" };
    match (table.marks.there(), table.marks.hidden()) {
        (0, _) => {}
        (marked, 0) => text = format!("{text}  {marked} marked"),
        (marked, hidden) => text = format!("{text}  {marked} marked, {hidden} of them not shown"),
    }
    if !table.filter.is_empty() {
        let said = match &table.problem {
            None => table.line.text().trim().to_owned(),
            Some(_) => table.filter.said(pane.columns()).to_string(),
        };
        text = format!("{text}  {} of {total}{more} match {said}", table.order.len());
    } else if !table.order.is_empty() {
        let last = (table.offset + model.height()).min(table.order.len());
        text = format!("{text}  {}-{last} of {total}{more}", table.offset + 1);
    }
    let (fresh, tone) = freshness(model, model.freshness(pane));
    let edge = pen.right(area.x + area.width.saturating_sub(1), area.y, &fresh, tone);
    pen.text(area.x + 1, area.y, edge.saturating_sub(area.x + 3), &text, Tone::Strong);
}

fn freshness(model: &Model, freshness: Freshness<'_>) -> (String, Tone) {
    let age = |at| model.ago(at);
    let mut text = match (freshness.received, freshness.failed) {
        (Some(at), Some(_)) => {
            let next = freshness.next_try.map(|next| model.left(next)).unwrap_or_default();
            let what = if freshness.partial { partial(freshness) } else { "STALE".to_owned() };
            return (format!("{what}, read {}, next try {next}", age(at)), Tone::Warn);
        }
        (None, Some(_)) => return ("not read".to_owned(), Tone::Bad),
        (None, None) if model.paused && !freshness.loading => return ("paused".to_owned(), Tone::Warn),
        (None, None) => return ("reading".to_owned(), Tone::Busy),
        (Some(at), None) => age(at),
    };
    let mut tone = Tone::Dim;
    if freshness.partial {
        text = format!("{}, {text}", partial(freshness));
        tone = Tone::Warn;
    }
    if freshness.unreadable > 0 {
        text = format!("{} unreadable, {text}", freshness.unreadable);
        tone = Tone::Warn;
    }
    if freshness.duplicates > 0 {
        text = format!("{} twice, {text}", freshness.duplicates);
        tone = Tone::Warn;
    }
    if model.paused {
        text = format!("paused, {text}");
    }
    (text, tone)
}

/// The list broke off: what there is of it.
fn partial(freshness: Freshness<'_>) -> String {
    match freshness.pages {
        1 => "PARTIAL: page 1 only".to_owned(),
        pages => format!("PARTIAL: pages 1 to {pages} only"),
    }
}

fn empty(pen: &mut Pen<'_>, model: &Model, area: Area) {
    let pane = model.pane;
    let freshness = model.freshness(pane);
    let (text, tone) = if freshness.received.is_none() {
        match freshness.failed {
            Some((fault, _)) => (format!("{} {}", fault.headline(), fault.next_step()), Tone::Bad),
            None if model.session.account.is_none() => {
                (model.spell("No account is chosen. <switch> chooses one, <quit> quits."), Tone::Plain)
            }
            None if model.paused && !freshness.loading => {
                (model.spell("Paused: nothing was read yet. <pause> reads."), Tone::Plain)
            }
            None => ("reading...".to_owned(), Tone::Dim),
        }
    } else if let Some(group) = model.sum_shown().filter(|_| model.finder.held == 0) {
        let back = model.spell("<back> goes back.");
        (format!("No slot of {} is there any more. {back}", group.words()), Tone::Plain)
    } else if pane.len(model) > 0 {
        (model.spell("None of the rows matches. <back> clears the filter."), Tone::Plain)
    } else if freshness.unreadable > 0 {
        (pane.nothing(model), Tone::Bad)
    } else if let Some(asked) = model.finder.asked.words().filter(|_| pane.source() == Pane::Slots) {
        let others = model.spell("<narrow> asks for others.");
        (format!("The server knows no slot like this: {asked}. {others}"), Tone::Plain)
    } else {
        (pane.nothing(model), Tone::Plain)
    };
    let inner = Area { x: area.x + MARKER, width: area.width.saturating_sub(MARKER + 1), ..area };
    pen.wrapped(inner, &text, tone);
}
