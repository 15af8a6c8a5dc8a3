//! The table in front: only the rows that are seen, a marker instead of a bar.

use super::pen::Pen;
use crate::workbench::geometry::{Area, Geometry};
use crate::workbench::news::Mark;
use crate::workbench::panes::{Column, Pane, Shown, Tone};
use crate::workbench::{Model, model::Freshness};

const GAP: u16 = 2;
const MARKER: u16 = 2;

pub(super) fn paint(pen: &mut Pen<'_>, model: &Model, geometry: &Geometry) {
    let pane = model.pane;
    title(pen, model, geometry.title);
    let table = model.table(pane);
    let area = geometry.rows;
    if pane.len(model) == 0 || table.order.is_empty() {
        empty(pen, model, area);
        return;
    }
    let fitted = fit(pane.columns(), area.width.saturating_sub(MARKER));
    for (column, x, width) in &fitted {
        let head = pane.columns().get(*column).map_or("", |column| column.title);
        pen.text(geometry.head.x + MARKER + x, geometry.head.y, *width, head, Tone::Dim);
    }
    let seen = table.order.iter().enumerate().skip(table.offset).take(usize::from(area.height));
    for (y, (at, row)) in (area.y..).zip(seen) {
        if at == table.at() {
            let style = pen.theme.focus();
            pen.styled(area.x, y, 1, ">", style);
        }
        let news = if model.news.count(pane) > 0 { model.news.of(pane, &pane.id(model, *row as usize)) } else { &[] };
        for (column, x, width) in &fitted {
            let cell = pane.cell(model, *row as usize, *column);
            let lit = table.filter.lit(*column, &pane.columns()[*column], &cell.text);
            let used = pen.lit(area.x + MARKER + x, y, *width, &cell.text, cell.tone, &lit);
            if is_marked(pane.columns(), &fitted, *column, news) {
                // In the gap behind the cell: no text gives way to it.
                pen.text(area.x + MARKER + x + used, y, 1, "*", Tone::Warn);
            }
        }
    }
}

/// A cell that changed and was not seen yet; for one that is not shown the first one of its row stands in.
fn is_marked(columns: &[Column], fitted: &[(usize, u16, u16)], column: usize, news: &[Mark]) -> bool {
    let title = |at: usize| columns.get(at).map_or("", |column| column.title);
    let shown = |mark: &Mark| fitted.iter().any(|(at, ..)| title(*at) == mark.column);
    let first = fitted.first().is_some_and(|(at, ..)| *at == column);
    news.iter().any(|mark| mark.column == title(column) || first && !shown(mark))
}

/// Which columns fit, where they begin and how wide they are. The least useful go first.
fn fit(columns: &[Column], width: u16) -> Vec<(usize, u16, u16)> {
    let mut kept: Vec<usize> = (0..columns.len()).filter(|at| columns[*at].shown != Shown::Wide).collect();
    let need = |kept: &[usize]| kept.iter().map(|at| columns[*at].width + GAP).sum::<u16>().saturating_sub(GAP);
    while need(&kept) > width {
        let Some(least) = kept.iter().copied().filter(|at| columns[*at].drop > 0).max_by_key(|at| columns[*at].drop)
        else {
            break;
        };
        kept.retain(|at| *at != least);
    }
    let growing = kept.iter().filter(|at| columns[**at].grows).count() as u16;
    let spare = width.saturating_sub(need(&kept)).checked_div(growing).unwrap_or(0);
    let mut x = 0;
    let mut fitted = Vec::new();
    for at in kept {
        // Beyond this, a wider column only moves its neighbours away.
        let own = columns[at].width + if columns[at].grows { spare.min(24) } else { 0 };
        let own = own.min(width.saturating_sub(x));
        fitted.push((at, x, own));
        x += own + GAP;
    }
    fitted
}

fn title(pen: &mut Pen<'_>, model: &Model, area: Area) {
    let pane = model.pane;
    let table = model.table(pane);
    let total = model.sum_shown().map_or(pane.len(model), |_| model.finder.held);
    let mut text = model.heading();
    if !table.filter.is_empty() {
        let said = match &table.problem {
            None => table.line.text().trim().to_owned(),
            Some(_) => table.filter.said(pane.columns()).to_string(),
        };
        text = format!("{text}  {} of {total} match {said}", table.order.len());
    } else if !table.order.is_empty() {
        let last = (table.offset + model.height()).min(table.order.len());
        text = format!("{text}  {}-{last} of {total}", table.offset + 1);
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
            return (format!("STALE, read {}, next try {next}", age(at)), Tone::Warn);
        }
        (None, Some(_)) => return ("not read".to_owned(), Tone::Bad),
        (None, None) => return ("reading".to_owned(), Tone::Busy),
        (Some(at), None) => age(at),
    };
    let mut tone = Tone::Dim;
    if freshness.partial {
        text = format!("PARTIAL: pages 1 to {}, {text}", freshness.pages);
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

fn empty(pen: &mut Pen<'_>, model: &Model, area: Area) {
    let pane = model.pane;
    let freshness = model.freshness(pane);
    let (text, tone) = if freshness.received.is_none() {
        match freshness.failed {
            Some((fault, _)) => (format!("{} {}", fault.headline(), fault.next_step()), Tone::Bad),
            None => ("reading...".to_owned(), Tone::Dim),
        }
    } else if pane.len(model) > 0 {
        (model.spell("None of the rows matches. <back> clears the filter."), Tone::Plain)
    } else if let Some(asked) = model.finder.asked.words().filter(|_| pane.source() == Pane::Slots) {
        let others = model.spell("<narrow> asks for others.");
        (format!("The server knows no slot like this: {asked}. {others}"), Tone::Plain)
    } else {
        (model.spell(pane.empty()), Tone::Plain)
    };
    let inner = Area { x: area.x + MARKER, width: area.width.saturating_sub(MARKER + 1), ..area };
    pen.wrapped(inner, &text, tone);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_go_by_their_use_and_never_overlap() {
        for pane in Pane::TABLES {
            for width in 56..220 {
                let fitted = fit(pane.columns(), width);
                assert!(!fitted.is_empty());
                for pair in fitted.windows(2) {
                    assert!(pair[0].1 + pair[0].2 + GAP <= pair[1].1, "{pane:?} {width} {fitted:?}");
                }
                let last = fitted.last().unwrap();
                assert!(last.1 + last.2 <= width);
            }
        }
        let wide = fit(Pane::Interconnects.columns(), 200).len();
        assert!(fit(Pane::Interconnects.columns(), 58).len() < wide);
    }
}
