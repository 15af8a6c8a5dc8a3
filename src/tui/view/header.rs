//! The first two lines: who and where, how many are in which state, the budget, the panes.

use super::pen::{Pen, cells};
use crate::domain::State;
use crate::workbench::Model;
use crate::workbench::command::{Command, Scope};
use crate::workbench::geometry::Geometry;
use crate::workbench::panes::{Pane, Tone};

/// Cells for the changes of a pane, a hundred and more being rare.
const NEWS: usize = 4;

pub(super) fn paint(pen: &mut Pen<'_>, model: &Model, geometry: &Geometry) {
    let (area, session) = (geometry.header, &model.session);
    let mut left = vec![("meetme".to_owned(), Tone::Strong), (session.account_name.clone(), Tone::Plain)];
    if session.simulated {
        left.push(("SIMULATED".to_owned(), Tone::Busy));
    }
    if model.masked {
        left.push(("MASKED".to_owned(), Tone::Busy));
    }
    if model.quiet {
        left.push(("QUIET".to_owned(), Tone::Dim));
    }
    left.extend(model.gate_words());
    if let Some(host) = session.host.as_ref().filter(|_| !session.simulated) {
        left.push((host.clone(), Tone::Warn));
    }
    let mut x = area.x + 1;
    if !session.simulated {
        // The word first, its colour beside it: a narrow window and a monochrome one keep the word.
        let style = pen.theme.profile(session.colour);
        left.insert(1, (session.profile.clone(), Tone::Plain));
        let (name, tone) = left.remove(0);
        x += pen.text(x, area.y, area.width.saturating_sub(x + 1), &name, tone) + 2;
        let (profile, _) = left.remove(0);
        x += pen.styled(x, area.y, area.width.saturating_sub(x + 1), &profile, style) + 2;
    }
    for (text, tone) in left {
        x += pen.text(x, area.y, area.width.saturating_sub(x + 1), &text, tone) + 2;
    }
    // From the right. Where the room is short, what is dim gives way to what is not well; then the least bad goes.
    let mut edge = area.width.saturating_sub(1);
    let mut parts = right(model);
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
    // Where there is room, changes have theirs from the start on: no tab moves. Then the gaps go, then one of both numbers.
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

/// A pane's name with its rows and its unseen changes; on level 0 with room for changes to come, from level 3 on one of the
/// two numbers, from level 4 on only changes.
fn label(model: &Model, pane: Pane, level: u8) -> String {
    let mut news = match model.news.count(pane) {
        0 => String::new(),
        count => format!(" {count}*"),
    };
    let counted = level < 3 || level == 3 && news.is_empty();
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
