//! What the next shift or a facility is told: what is not healthy and since when, and what changed in the last hours.
//! All moments are UTC.

use std::fmt::Write as _;
use std::time::Duration;

use super::{Change, What, fits};
use crate::domain::{Facility, Interconnect, Speed, State, text};
use crate::workbench::case;
use crate::workbench::copy::Field;
use crate::workbench::describe::kind;
use crate::workbench::model::Model;
use crate::workbench::panes::Pane;
use crate::workbench::text_field::TextField;
use crate::workbench::watch::Watch;

/// How far back a hand-over may look, in hours.
const HOURS: [u64; 4] = [1, 4, 8, 12];

/// The hand-overs there are to choose from, the shortest time first; `filter` narrows all of them.
pub fn choices(model: &Model, filter: &TextField) -> Vec<Field> {
    let narrowed = if filter.text().trim().is_empty() { "" } else { ", as filtered" };
    let spans = HOURS.map(|hours| (format!("last {hours} h"), Some(Duration::from_hours(hours)))).into_iter();
    let all = spans.chain([("whole session".to_owned(), None)]);
    all.map(|(name, span)| Field {
        what: format!("hand-over, {name}{narrowed}"),
        value: text::clean_lines(&write(model, filter, &name, span)),
    })
    .collect()
}

fn write(model: &Model, filter: &TextField, name: &str, span: Option<Duration>) -> String {
    let now = model.now.mono;
    let mut all = String::new();
    let _ = writeln!(
        all,
        "Cloudflare interconnects of {}, {name} up to {}",
        model.session.account_name,
        case::utc(model, now)
    );
    let recent = |change: &&Change| span.is_none_or(|span| now.saturating_sub(change.at.mono) <= span);
    let mut changes: Vec<&Change> = fits(model, filter).into_iter().filter(recent).collect();
    changes.reverse();
    ill(&mut all, model, filter, &changes);
    let _ = writeln!(all, "\nChanges, oldest first ({}):", changes.len());
    for change in changes {
        let wall = change.at.wall.strftime("%Y-%m-%d %H:%M:%S");
        let pane = if change.place.pane == Pane::Interconnects { "" } else { kind(change.place.pane) };
        let name = [pane, &change.name].join(" ");
        let within = crate::workbench::age::span(change.within);
        let _ = writeln!(all, "  {wall}  {}: {} (seen within {within})", name.trim(), told(&change.what));
    }
    let since = case::utc(model, model.begun);
    let _ = writeln!(
        all,
        "\nWatched since {since} by reading states in turn: a change that came and went between two reads is not seen."
    );
    all
}

/// What a change is in words.
fn told(what: &What) -> String {
    match what {
        What::State { from, to } => format!("{} -> {}", from.word(), to.word()),
        What::Field(field) => field.words(),
        What::New => "new in the list".to_owned(),
        What::Gone => "gone from the list".to_owned(),
        What::Many(count) => format!("{count} rows changed in one read"),
    }
}

/// What is not healthy now: all of it, or, where the changes are filtered, what they are about.
fn ill(all: &mut String, model: &Model, filter: &TextField, changes: &[&Change]) {
    let every = filter.text().trim().is_empty();
    let about = |port: &&Interconnect| {
        let own = |change: &&Change| change.place.pane == Pane::Interconnects && change.place.id == port.key.as_str();
        every || changes.iter().any(own)
    };
    let watch = |port: &Interconnect| model.watches.get(&port.key);
    let worth = |watch: &Watch| {
        watch.failed.is_some() || !matches!(watch.known(), None | Some(State::Healthy | State::Pending))
    };
    let ports = model.interconnects.list.rows.iter().filter(about);
    let mut ill: Vec<(&Interconnect, &Watch)> =
        ports.filter_map(|port| Some((port, watch(port)?))).filter(|(_, watch)| worth(watch)).collect();
    ill.sort_by_key(|(port, watch)| (watch.rank(), port.name.clone()));
    let _ = writeln!(all, "\nNot healthy now ({}):", ill.len());
    for (port, watch) in ill {
        let word = watch.known().map_or("UNKNOWN", State::word);
        let _ = writeln!(all, "  {word}  {}, since {}", port.name, case::since(watch, |at| case::utc(model, at)));
        let facility =
            port.facility.as_ref().map_or_else(|| "no facility (partner port)".to_owned(), Facility::one_line);
        let speed = port.speed.as_ref().map_or("-", Speed::as_str);
        let slot = port.slot_id.as_ref().map_or("-", crate::domain::SlotId::as_str);
        let _ = writeln!(all, "      {facility}; {speed}, slot {slot}");
        let reason = watch.status.as_ref().and_then(|status| status.reason.as_deref());
        let reason = reason.or(watch.failed.as_ref().map(|(fault, _)| fault.what.as_str()));
        let _ = writeln!(all, "      reason: {}", reason.unwrap_or("none given"));
    }
    let pending = model.count(&State::Pending);
    if every && pending > 0 {
        let _ = writeln!(all, "  and {pending} PENDING (ordered, not yet in service)");
    }
}
