//! The last two lines: what is typed, said or wrong; and the keys.

use ratatui::layout::Position;

use super::pen::Pen;
use super::{filter, inspect, timeline};
use crate::domain::{Fault, text};
use crate::workbench::geometry::Area;
use crate::workbench::panes::Tone;
use crate::workbench::sheet::Sheet;
use crate::workbench::{Model, age, help};

/// What is typed to filter; else what was said; else the trouble that lasts.
pub(super) fn paint(pen: &mut Pen<'_>, model: &Model, area: Area) -> Option<Position> {
    let x = area.x + 1;
    let width = area.width.saturating_sub(2);
    if model.filtering {
        return Some(filter::line(pen, model, area));
    }
    if let Some(Sheet::Raw(raw, _)) = &model.sheet
        && raw.search.typing
    {
        return Some(inspect::search(pen, raw, area));
    }
    if let Some(Sheet::Timeline(browse)) = &model.sheet
        && browse.typing
    {
        return Some(timeline::filter(pen, browse, area));
    }
    if let Some((text, tone)) = said(model, usize::from(width)) {
        pen.text(x, area.y, width, &text, tone);
    }
    None
}

fn said(model: &Model, width: usize) -> Option<(String, Tone)> {
    let said = model.notice.as_ref().map(|notice| (notice.text.clone(), notice.tone));
    // What is only a hint stands behind the trouble that lasts: nobody may be there to press the next key.
    if said.as_ref().is_some_and(|(_, tone)| *tone != Tone::Dim) {
        return said;
    }
    lasting(model, width).or(said)
}

fn lasting(model: &Model, width: usize) -> Option<(String, Tone)> {
    // The list has room for half a reason only.
    if let Some(Sheet::Pick(picker)) = &model.sheet
        && let Some(why) = picker.current().and_then(|entry| entry.disabled.as_ref())
    {
        return Some((format!("not now: {why}"), Tone::Dim));
    }
    let now = model.now.mono;
    if let Some(words) = model.stop_words() {
        return Some((words, Tone::Bad));
    }
    if let Some(until) = model.blocked_until.filter(|until| *until > now) {
        let left = age::wait(until.saturating_sub(now));
        return Some((
            format!("429: over the API's limit. Everything waits {left}; it goes on by itself."),
            Tone::Warn,
        ));
    }
    if let Some(since) = model.refresh.outage.since() {
        let since = model.minute(model.wall_of(since));
        let text = format!(
            "Nothing answers since {since}: this is old. It retries by itself; {} tries now.",
            model.spell("<refresh>")
        );
        return Some((text, Tone::Bad));
    }
    model.freshness(model.pane).failed.map(|(fault, _)| (trouble(model, fault, width), Tone::Warn))
}

/// Where the room is short the end of the words goes, not what can be done.
fn trouble(model: &Model, fault: &Fault, width: usize) -> String {
    let next = model.spell("; <refresh> tries again now, <log> tells more");
    let left = width.saturating_sub(next.chars().count());
    format!("{}{next}", text::cut(&text::clean(&fault.brief()), left))
}

/// The keys that work here.
pub(super) fn footer(pen: &mut Pen<'_>, model: &Model, area: Area) {
    if model.filtering && model.sheet.is_none() && filter::problem(pen, model, area) {
        return;
    }
    let mut x = area.x + 1;
    for (key, word) in help::footer(model, usize::from(area.width.saturating_sub(1))) {
        x += pen.text(x, area.y, area.width.saturating_sub(x), &key, Tone::Strong) + 1;
        x += pen.text(x, area.y, area.width.saturating_sub(x), word, Tone::Dim) + 2;
    }
    if model.filtering && model.sheet.is_none() {
        filter::fields(pen, model, Area { x, width: area.width.saturating_sub(x + 1), ..area });
    }
}
