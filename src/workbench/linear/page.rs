//! What the screen would show, as lines that can be heard one by one.

use super::{Linear, Part, ROWS, Table, is_tried, news};
use crate::workbench::age;
use crate::workbench::command::{self, Command, Row, Scope};
use crate::workbench::describe;
use crate::workbench::freshness::Freshness;
use crate::workbench::model::Model;
use crate::workbench::panes::Pane;
use crate::workbench::picker::Choice;
use crate::workbench::sheet::Sheet;

/// No line is broken: whoever shows it knows best where.
const WIDE: usize = 10_000;
/// Entries of a log that are told.
const ENTRIES: usize = 50;

/// Rows of the table in front, numbered.
pub(super) fn rows(linear: &mut Linear, model: &Model, part: Part) -> Vec<String> {
    if let Some(problem) = &model.table(model.pane).problem {
        return vec![format!("the filter is not understood: {}", problem.text)];
    }
    let (pane, order) = (model.pane, &model.table(model.pane).order);
    let same = linear.told.as_ref() == Some(&Table::of(model));
    let from = if part == Part::More && same { linear.listed.min(order.len()) } else { 0 };
    let to = if part == Part::All { order.len() } else { (from + ROWS).min(order.len()) };
    let mut lines = vec![head(model)];
    if from == 0 {
        linear.menu.clear();
    }
    for (at, &row) in order.iter().enumerate().take(to).skip(from) {
        lines.push(format!("{}. {}", at + 1, one(model, row as usize)));
        linear.menu.push((Choice::Object(pane, pane.id(model, row as usize)), None));
    }
    if to < order.len() {
        lines.push(format!("{to} of {}; `more` goes on, `list all` tells all", order.len()));
    }
    let known = |row: &u32| {
        let port = model.interconnects.list.rows.get(*row as usize);
        port.and_then(|port| model.watches.get(&port.key)).is_some_and(is_tried)
    };
    let unread = if pane == Pane::Interconnects { order.iter().filter(|row| !known(row)).count() } else { 0 };
    if unread > 0 {
        lines.push(format!("{unread} states are not read yet; `wait 30` lets them come"));
    }
    linear.listed = to;
    linear.told = Some(Table::of(model));
    lines
}

/// The table in one line.
pub(super) fn head(model: &Model) -> String {
    let (pane, total) = (model.pane, model.pane.len(model));
    let shown = model.table(pane).order.len();
    let filter = model.table(pane).line.text().trim();
    let count = match (filter.is_empty(), total) {
        (_, 0) if model.freshness(pane.source()).received.is_some() => pane.nothing(model),
        (true, _) => format!("{total}"),
        (false, _) => format!("{shown} of {total} match {filter}"),
    };
    format!("{}: {count} ({})", pane.title(), fresh(model, model.freshness(pane.source())))
}

fn fresh(model: &Model, fresh: Freshness<'_>) -> String {
    let ago = |at| age::ago(model.now.mono.saturating_sub(at));
    let mut parts = vec![match (fresh.received, fresh.failed) {
        (Some(at), None) => format!("read {}", ago(at)),
        (Some(at), Some((fault, _))) => format!("old: read {}, then: {}", ago(at), fault.headline()),
        (None, Some((fault, _))) => format!("not read: {}", fault.headline()),
        (None, None) => "not read yet".to_owned(),
    }];
    if fresh.partial {
        parts.push(format!("partial: pages 1 to {}", fresh.pages));
    }
    if fresh.unreadable > 0 {
        parts.push(format!("{} rows are unreadable", fresh.unreadable));
    }
    parts.extend(model.paused.then(|| "paused".to_owned()));
    parts.join("; ")
}

/// A row as a sentence: its name, then each column that says something.
fn one(model: &Model, row: usize) -> String {
    let pane = model.pane;
    let name = pane.name(model, row);
    let mut parts = vec![name.clone()];
    for (at, column) in pane.columns().iter().enumerate() {
        let text = heard(&pane.cell(model, row, at).text);
        if !text.is_empty() && text != "-" && text != name {
            parts.push(format!("{} {text}", column.title.to_lowercase()));
        }
    }
    parts.join(", ")
}

/// A text without the signs before its words and the gaps between its parts, which only the eye needs.
fn heard(text: &str) -> String {
    let mut heard = String::new();
    for part in text.split("  ").map(str::trim).filter(|part| !part.is_empty()) {
        let part = match part.split_once(' ') {
            _ if part == "..." => "not read yet",
            Some((sign, word)) if sign.len() == 1 && !sign.starts_with(char::is_alphanumeric) => word.trim(),
            _ => part,
        };
        if !heard.is_empty() {
            heard.push_str(if heard.ends_with(':') { " " } else { ", " });
        }
        heard.push_str(part);
    }
    heard
}

/// Account, gate, how many are in which state, the budget.
pub(super) fn status(model: &Model) -> Vec<String> {
    let session = &model.session;
    let mut first = format!("{}, profile {}", session.account_name, session.profile);
    for word in [
        session.simulated.then_some("SIMULATED".to_owned()),
        session.host.clone(),
        model.gate_words().map(|(word, _)| word),
    ] {
        first.extend(word.map(|word| format!(", {word}")));
    }
    let states = [
        crate::domain::State::Down,
        crate::domain::State::Unhealthy,
        crate::domain::State::Pending,
        crate::domain::State::Healthy,
    ];
    let counted: Vec<String> = states.iter().map(|state| format!("{} {}", model.count(state), state.word())).collect();
    let counted = format!("of {} interconnects: {}", Pane::Interconnects.len(model), counted.join(", "));
    let mut lines = vec![first, counted];
    for pane in Pane::ALL {
        lines.push(format!("{}: {} ({})", pane.title(), pane.len(model), fresh(model, model.freshness(pane))));
    }
    lines.push(format!("API budget used: {} %; it is {}", model.meter.percent(), model.clock()));
    lines.extend(model.stop_words().map(|words| format!("stopped: {words}")));
    lines
}

/// A sheet; `None`: only its picture tells it.
pub(super) fn sheet(linear: &mut Linear, model: &Model, sheet: &Sheet) -> Option<Vec<String>> {
    Some(match sheet {
        Sheet::Detail(seen) => {
            let page = describe::page(model, seen, WIDE);
            linear.menu = page.links.iter().map(|place| (Choice::Object(place.pane, place.id.clone()), None)).collect();
            let row = |row: &describe::Row| {
                let number = row.link.map(|link| format!("{}. ", link + 1)).unwrap_or_default();
                let label = if row.label.is_empty() { String::new() } else { format!("{}: ", row.label) };
                format!("{number}{label}{}", heard(&row.text))
            };
            std::iter::once(page.title.clone())
                .chain(page.rows.iter().map(row))
                .filter(|line| !line.is_empty())
                .collect()
        }
        Sheet::Raw(raw, _) => match &raw.lines {
            Some(Ok(lines)) => lines.clone(),
            Some(Err(fault)) => vec![format!("{} {}", fault.headline(), fault.next_step())],
            None => vec!["not read yet".to_owned()],
        },
        Sheet::Plain(text, ..) => text.lines().map(str::to_owned).collect(),
        Sheet::Log(_) => {
            let entry = |entry: &crate::workbench::activity::Entry| {
                let took = entry.took.map(|took| format!(", {} ms", took.as_millis())).unwrap_or_default();
                let why = entry.fault.as_ref().map(|fault| format!(": {}", fault.headline())).unwrap_or_default();
                format!("{} {}{took}{why}", model.second(entry.at), entry.what)
            };
            let head = format!("Activity, newest first: {}", model.activity.summary(model.now.wall));
            std::iter::once(head).chain(model.activity.newest().take(ENTRIES).map(entry)).collect()
        }
        Sheet::Timeline(_) => {
            let all = model.timeline.len();
            let head = format!("Timeline of this session, newest first: {all} changes");
            let changes: Vec<_> = model.timeline.newest().take(ENTRIES).collect();
            linear.menu = changes
                .iter()
                .map(|change| (Choice::Object(change.place.pane, change.place.id.clone()), None))
                .collect();
            let told =
                changes.iter().enumerate().map(|(at, change)| format!("{}. {}", at + 1, news::told(model, change)));
            std::iter::once(head).chain(told).collect()
        }
        Sheet::Pick(picker) => {
            let entries = || picker.shown.iter().filter_map(|row| picker.entries.get(*row as usize));
            linear.menu = entries().map(|entry| (entry.choice.clone(), entry.disabled.clone())).collect();
            let told = entries().enumerate().map(|(at, entry)| {
                let hint = if entry.hint.is_empty() { String::new() } else { format!(", {}", entry.hint) };
                let why = entry.disabled.as_ref().map(|why| format!(" (not now: {why})")).unwrap_or_default();
                format!("{}. {}{hint}{why}", at + 1, entry.text)
            });
            std::iter::once(format!("{}: say a number", picker.title)).chain(told).collect()
        }
        _ => return None,
    })
}

/// What can be said here beside what can be said anywhere.
pub(super) fn hints(model: &Model) -> Vec<String> {
    let scope = model.scope();
    let own = model.keymap.rows_in(scope).filter(|(row, _)| row.scope == scope && is_spoken(row.command));
    let can = own.filter(|(row, _)| command::reason(model, scope, row.command).is_none());
    let mut words: Vec<&str> = can.map(|(row, _)| row.command.id()).collect();
    if scope == Scope::Form {
        words.insert(0, "type TEXT");
    }
    if words.is_empty() { vec![] } else { vec![format!("say: {}", words.join(", "))] }
}

/// A command that means something without a screen and keys.
pub(super) fn is_spoken(command: Command) -> bool {
    use Command as C;
    let scrolls =
        matches!(command, C::Up | C::Down | C::Top | C::Bottom | C::HalfUp | C::HalfDown | C::PageUp | C::PageDown);
    !scrolls && !matches!(command, C::Help | C::Palette | C::Suspend | C::Repaint | C::Interrupt)
}

const OWN: [(&str, &str); 8] = [
    ("list", "the rows of what is in front; `list all`; `more` goes on"),
    ("open NAME", "the whole detail of an object, by name, id or number; a number alone does the same"),
    ("filter WORDS", "only rows with these words; `filter` alone takes it off"),
    ("status", "account, counts, how old everything is"),
    ("wait SECONDS", "tell changes for so long before the next line is read"),
    ("switch NAME", "go over to another profile or account"),
    ("back", "leave what is open"),
    ("quit", "end; so does the end of the input"),
];

/// What can be said here, each with its reason where it cannot.
pub(super) fn help(model: &Model) -> Vec<String> {
    let scope = model.scope();
    let mut lines: Vec<String> = Vec::new();
    if super::words::is_free(scope) {
        lines.extend(OWN.iter().map(|(word, what)| format!("{word}: {what}")));
    } else {
        lines.push("type TEXT: into the field in focus, instead of what is there".to_owned());
    }
    let rows = model
        .keymap
        .rows()
        .filter(|(row, _)| row.scope == scope || super::words::is_free(scope) && row.scope == Scope::Browse);
    for (row, _) in rows {
        let known = OWN.iter().any(|(word, _)| word.split(' ').next() == Some(row.command.id()));
        let twice =
            row.scope != scope && model.keymap.rows().any(|(own, _)| own.scope == scope && own.command == row.command);
        if known || twice || !is_spoken(row.command) {
            continue;
        }
        let why = command::reason(model, row.scope, row.command).map(|why| format!(" (not now: {why})"));
        lines.push(format!("{}: {}{}", row.command.id(), title(row), why.unwrap_or_default()));
    }
    lines
}

/// What a command does where nothing is copied and nothing is seen.
fn title(row: &Row) -> &str {
    match row.command {
        Command::Copy => "its name or id alone, or the document",
        Command::CopyChoice => "one field, the JSON, a command or a text for a ticket alone",
        _ => row.title.strip_prefix(row.command.id()).and_then(|rest| rest.strip_prefix(": ")).unwrap_or(row.title),
    }
}
