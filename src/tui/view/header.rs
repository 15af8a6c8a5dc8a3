//! The first two lines: who and where, how many are in which state, the budget, the panes.

use ratatui::style::Style;

use super::pen::{Pen, cells};
use crate::domain::State;
use crate::workbench::Model;
use crate::workbench::command::{Command, Scope};
use crate::workbench::geometry::Geometry;
use crate::workbench::panes::{Pane, Tone};

/// Cells for the changes of a pane, a hundred and more being rare.
const NEWS: usize = 4;

/// What is left of the account's name where the room is short.
const NAME: u16 = 12;

/// Something on the left side.
struct Part {
    text: String,
    style: Style,
    /// So many cells of it stay, however short the room is.
    least: u16,
}

pub(super) fn paint(pen: &mut Pen<'_>, model: &Model, geometry: &Geometry) {
    let area = geometry.header;
    let mut edge = area.width.saturating_sub(1);
    let mut parts = right(model);
    let urgent = parts.iter().filter(|(_, tone)| matches!(tone, Tone::Plain | Tone::Warn | Tone::Bad));
    let wanted = urgent.map(|(text, _)| cells(text) + 2).sum::<u16>();
    let left = shortened(left(pen, model), edge.saturating_sub(wanted));
    let mut x = area.x + 1;
    for Part { text, style, least } in left {
        x += pen.styled(x, area.y, least.min(area.width.saturating_sub(x + 1)), &text, style) + 2;
    }
    // From the right. Where the room is short, what is dim gives way to what is not well; then the least bad goes.
    let width = |parts: &[(String, Tone)]| parts.iter().map(|(text, _)| cells(text) + 2).sum::<u16>();
    while x + width(&parts) > edge + 2
        && let Some(dim) = parts.iter().rposition(|(_, tone)| *tone == Tone::Dim)
    {
        parts.remove(dim);
    }
    for (text, tone) in parts {
        if edge < x + cells(&text) {
            break;
        }
        edge = pen.right(edge, area.y, &text, tone).saturating_sub(2);
    }
    tabs(pen, model, geometry);
}

/// Who and where. The word first, its colour beside it: a narrow window and a monochrome one keep the word.
fn left(pen: &Pen<'_>, model: &Model) -> Vec<Part> {
    let session = &model.session;
    let whole = |text: String, tone: Tone| Part { least: cells(&text), style: pen.theme.tone(tone), text };
    let mut left = vec![Part { least: 0, ..whole("meetme".to_owned(), Tone::Strong) }];
    if !session.simulated {
        let style = pen.theme.profile(session.colour);
        left.push(Part { style, ..whole(session.profile.clone(), Tone::Plain) });
    }
    let name = pen.seen(&session.account_name).into_owned();
    left.push(Part { least: cells(&name).min(NAME), ..whole(name, Tone::Plain) });
    if session.simulated {
        left.push(whole("SIMULATED".to_owned(), Tone::Busy));
    }
    if model.masked {
        left.push(whole("MASKED".to_owned(), Tone::Busy));
    }
    if model.quiet {
        left.push(whole("QUIET".to_owned(), Tone::Dim));
    }
    left.extend(model.gate_words().into_iter().map(|(text, tone)| whole(text, tone)));
    if let Some(host) = session.host.as_ref().filter(|_| !session.simulated) {
        left.push(whole(host.clone(), Tone::Warn));
    }
    left
}

/// The program's own name goes first, then the end of the account's: what is down has to be seen in each window.
fn shortened(mut left: Vec<Part>, room: u16) -> Vec<Part> {
    let width = |left: &[Part]| left.iter().map(|part| cells(&part.text) + 2).sum::<u16>();
    let mut over = width(&left).saturating_sub(room);
    left.retain(|part| {
        let goes = over > 0 && part.least == 0;
        over = over.saturating_sub(if goes { cells(&part.text) + 2 } else { 0 });
        !goes
    });
    for part in &mut left {
        let gives = (cells(&part.text) - part.least).min(over);
        part.least = cells(&part.text) - gives;
        over -= gives;
    }
    left
}

fn right(model: &Model) -> Vec<(String, Tone)> {
    let mut parts = vec![(model.clock(), Tone::Plain)];
    let percent = model.meter.percent();
    let tone = if percent >= 80 { Tone::Warn } else { Tone::Dim };
    parts.push(if model.paused {
        ("PAUSED".to_owned(), Tone::Warn)
    } else if model.meter.blocked.is_some() {
        ("api BLOCKED".to_owned(), Tone::Bad)
    } else {
        (format!("api {percent}%"), tone)
    });
    if model.refresh.parts() > 1 {
        parts.push((format!("1/{} of the budget", model.refresh.parts()), Tone::Dim));
    }
    if model.refresh.is_strained() {
        let slow = model.refresh.strain();
        parts.push((format!("reads {slow:.1}x slower"), Tone::Warn));
    }
    if model.interconnects.received.is_some() {
        let states = [(State::Pending, Tone::Busy), (State::Unhealthy, Tone::Warn), (State::Down, Tone::Bad)];
        let counted = states.map(|(state, tone)| (model.count(&state), state, tone));
        let shown = counted.into_iter().filter(|(count, ..)| *count > 0);
        // The worst stands nearest to the clock's left and is the last to go.
        let mut worst: Vec<_> = shown.map(|(count, state, tone)| (format!("{count} {}", state.word()), tone)).collect();
        worst.reverse();
        parts.extend(worst);
    }
    parts
}

fn tabs(pen: &mut Pen<'_>, model: &Model, geometry: &Geometry) {
    let area = geometry.tabs;
    // Where there is room, changes have theirs from the start on: no tab moves. Then the gaps go, then the number of changes, then that of rows.
    let gap = |level: u8| u16::from(level == 1);
    let fits = |level: &u8| {
        let width = |pane: &Pane| cells(&label(model, *pane, *level)) + gap(*level);
        Pane::ALL.iter().map(width).sum::<u16>() <= area.width
    };
    let level = [0, 1, 2, 3].into_iter().find(fits).unwrap_or(4);
    let mut x = area.x;
    for pane in Pane::ALL {
        let style = if pane == model.pane.source() { pen.theme.focus() } else { pen.theme.tone(Tone::Plain) };
        let text = label(model, pane, level);
        x += pen.styled(x, area.y, area.width.saturating_sub(x), &text, style) + gap(level);
    }
}

/// A pane's name with its rows and its unseen changes; on level 0 with room for changes to come, from level 3 on changes are
/// but a mark, from level 4 on rows are not counted either: a number alone beside a name is always that of its rows.
fn label(model: &Model, pane: Pane, level: u8) -> String {
    let mut news = match model.news.count(pane) {
        0 => String::new(),
        count if level < 3 => format!(" {count}*"),
        _ if level == 3 => "*".to_owned(),
        _ => " *".to_owned(),
    };
    let counted = level <= 3;
    if level == 0 && pane != Pane::Settings {
        news = format!("{news:<NEWS$}");
    }
    let narrowed = pane == Pane::Slots && model.finder.asked.words().is_some();
    let fresh = model.freshness(pane);
    // A list that broke off has more rows than came.
    let more = if fresh.partial { "+" } else { "" };
    let count = match (counted && pane != Pane::Settings, fresh.received) {
        (true, Some(_)) if narrowed => format!(" {}{more} asked for", pane.len(model)),
        (true, Some(_)) => format!(" {}{more}", pane.len(model)),
        _ => String::new(),
    };
    let key = model.keymap.first(Scope::Browse, Command::Show(pane)).map(|key| format!("{key} ")).unwrap_or_default();
    format!(" {key}{}{count}{news} ", pane.title())
}
