//! What was written down of changes: of this session and of those before, the newest first; and what of it is open.

use super::flows::change::Ending;
use std::time::Duration;

use jiff::SignedDuration;

use super::model::Model;
use super::panes::Tone;
use super::sheet::{Scroll, Sheet};
use crate::domain::inverse::{self, Inverse};
use crate::domain::record::{Record, Records, Verdict};
use crate::domain::text::{self, wrap};
use crate::domain::{Fault, receipt};

/// A change without an outcome may be under way in another process for so long.
const UNDER_WAY: Duration = Duration::from_mins(2);
/// What is older than this was seen to long ago, one way or another.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The receipts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Receipts {
    /// The newest first.
    pub rows: Vec<Record>,
    /// Lines of the file that could not be read.
    pub unreadable: usize,
    /// Why the file could not be read.
    pub trouble: Option<Fault>,
    /// Ids of what this session sent.
    own: Vec<String>,
}

impl Receipts {
    /// One of them.
    pub fn find(&self, id: &str) -> Option<&Record> {
        self.rows.iter().find(|record| record.id == id)
    }

    /// The newest change of this session that was more than a check.
    pub fn last(&self) -> Option<&Record> {
        self.rows.iter().find(|record| self.is_own(record) && !record.is_dry_run())
    }

    /// The record of the change that ended so; nothing where none of it was sent.
    pub fn of(&self, ending: &Ending) -> Option<&Record> {
        match ending {
            Ending::Done { .. } | Ending::StillThere(_) | Ending::Unknown(_) => self.last(),
            // The dry run is all that was sent.
            Ending::ByDryRun(_) | Ending::Unproven(_) => self.rows.iter().find(|record| self.is_own(record)),
            Ending::AlreadyGone { sent } => sent.then(|| self.last()).flatten(),
        }
    }

    /// This session sent it.
    pub fn is_own(&self, record: &Record) -> bool {
        self.own.contains(&record.id)
    }
}

/// A receipt on the screen.
#[derive(Debug, Clone, PartialEq)]
pub struct Receipt {
    /// Its id.
    pub id: String,
    /// How far down.
    pub scroll: Scroll,
    /// What lay there before.
    pub under: Option<Box<Sheet>>,
}

/// Cells of a label with the gap after it.
const LABEL: usize = 11;

/// The lines of a receipt: in words, what would undo it, as a call, as a command.
pub fn lines(record: &Record, width: usize) -> Vec<(String, Tone)> {
    let undo = inverse::of(record);
    let words = undo.as_ref().map_or_else(|why| (*why).to_owned(), Inverse::words);
    let tone = tone(record);
    let mut lines: Vec<(String, Tone)> = Vec::new();
    let words = format!("{}{:<LABEL$}{}", receipt::ticket(record), "Undo", text::clean(&words));
    for line in words.lines() {
        let (label, value) = line.split_at_checked(LABEL).unwrap_or((line, ""));
        let tone = if label.starts_with("Outcome") { tone } else { Tone::Plain };
        for (at, part) in wrap(value, width.saturating_sub(LABEL)).iter().enumerate() {
            lines.push((format!("{:<LABEL$}{part}", if at == 0 { label } else { "" }), tone));
        }
    }
    let mut block = |text: &str, tone| {
        lines.extend(text.lines().flat_map(|line| wrap(line, width)).map(|line| (line, tone)));
    };
    block(" ", Tone::Plain);
    if let Some(command) = receipt::command(record) {
        block(&command, Tone::Dim);
        block(" ", Tone::Plain);
    }
    block(&receipt::curl(record), Tone::Dim);
    lines
}

/// The tone of an outcome; its word stands beside it.
pub fn tone(record: &Record) -> Tone {
    match record.ended.as_ref().map(|ended| ended.verdict) {
        Some(Verdict::Done) => Tone::Good,
        Some(Verdict::Refused) => Tone::Warn,
        Some(Verdict::NotSent | Verdict::Looked) => Tone::Dim,
        Some(Verdict::Unknown) | None => Tone::Bad,
    }
}

/// A change was written down.
pub(super) fn recorded(model: &mut Model, record: Record, written: Result<(), Fault>) {
    if let Err(fault) = written {
        model.activity.note(model.now.wall, format!("the outcome could not be written down: {}", fault.headline()));
        model.say(&format!("the outcome could not be written down: {}", fault.headline()), Tone::Bad);
    }
    let receipts = &mut model.receipts;
    if let Some(row) = receipts.rows.iter_mut().find(|row| row.id == record.id) {
        *row = record;
    } else {
        receipts.own.push(record.id.clone());
        receipts.rows.insert(0, record);
    }
    model.redraw = true;
}

/// The file was read: what it holds stands behind what this session sent.
pub(super) fn recalled(model: &mut Model, result: Result<Records, Fault>) {
    match result {
        Err(fault) => {
            let said = format!("changes are off, for they cannot be written down: {}", fault.headline());
            model.activity.note(model.now.wall, said.clone());
            model.say(&said, Tone::Warn);
            model.receipts.trouble = Some(fault);
        }
        Ok(mut records) => {
            if model.session.simulated {
                // A simulator begins anew each time: what was sent to another one says nothing about it.
                records.rows.clear();
            }
            let old: Vec<Record> =
                records.rows.into_iter().filter(|record| model.receipts.find(&record.id).is_none()).collect();
            model.receipts.rows.extend(old);
            model.receipts.unreadable = records.unreadable;
            model.receipts.trouble = None;
            for gone in records.dropped {
                model.activity.note(model.now.wall, format!("record of changes: {gone}"));
            }
            tell_open(model);
        }
    }
}

/// A change whose outcome nobody knows is said at the start (RELIABILITY S6).
fn tell_open(model: &mut Model) {
    let account = model.session.account.as_ref().map_or("", crate::domain::AccountId::as_str);
    let now = model.now.wall;
    let open: Vec<&Record> = model
        .receipts
        .rows
        .iter()
        .filter(|record| record.is_open() && record.who.account == account && !model.receipts.is_own(record))
        .filter(|record| now.duration_since(record.at) < REMEMBERED)
        .collect();
    let Some(newest) = open.first() else { return };
    let young = newest.ended.is_none()
        && now.duration_since(newest.at) < SignedDuration::try_from(UNDER_WAY).unwrap_or_default();
    let also = if young { " (another meetme may be at it)" } else { "" };
    let more = if open.len() > 1 { format!(" and {} more", open.len() - 1) } else { String::new() };
    let since = newest.at.strftime("%Y-%m-%d %H:%MZ");
    let shows = model.spell("<receipts> shows it");
    let said = format!("outcome unknown since {since}, {shows}{also}: {}{more}", newest.subject());
    model.activity.note(now, said.clone());
    model.say(&said, Tone::Bad);
}
