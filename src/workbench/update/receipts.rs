//! Receipts on the screen: listed, read, copied, undone.

use super::super::command::Command;
use super::super::copy::Field;
use super::super::effect::Effect;
use super::super::model::Model;
use super::super::panes::Tone;
use super::super::picker::{Choice, Entry, Picker};
use super::super::receipts::{Receipt, lines, tone};
use super::super::sheet::{Scroll, Sheet};
use super::{keys, undo};
use crate::domain::change::Made;
use crate::domain::record::{Ended, Record, Verdict};
use crate::domain::{Fault, inverse, receipt};

/// The changes of this account, the newest first.
pub(super) fn list(model: &mut Model) {
    let account = model.session.account.as_ref().map_or("", crate::domain::AccountId::as_str);
    let (own, others): (Vec<&Record>, Vec<&Record>) =
        model.receipts.rows.iter().partition(|record| record.who.account == account);
    if own.is_empty() {
        let more = if others.is_empty() { "" } else { "; `meetme audit list` shows those of other accounts" };
        let text = match &model.receipts.trouble {
            Some(fault) => format!("the record of changes cannot be read: {}", fault.headline()),
            None => format!("nothing was changed in this account from here{more}"),
        };
        model.say(&text, Tone::Warn);
        return;
    }
    let entries = own.into_iter().map(|record| {
        let check = if record.is_dry_run() { "dry run: " } else { "" };
        let text = format!("{}  {:<10}  {check}{}", model.day(record.at), record.word(), record.subject());
        let by = format!("{}@{}", record.who.user, record.who.machine);
        Entry { tone: tone(record), ..Entry::new(&text, &by, Choice::Receipt(record.id.clone())) }
    });
    let odd = match model.receipts.unreadable {
        0 => String::new(),
        count => format!("; {count} lines cannot be read"),
    };
    let title = format!("Receipts of this account, newest first ({}){odd}", model.clock_name());
    model.sheet = Some(Sheet::Pick(Box::new(Picker::new(&title, entries.collect()))));
}

/// One of them.
pub(super) fn show(model: &mut Model, id: String) {
    let under = model.sheet.take().map(Box::new);
    model.sheet = Some(Sheet::Receipt(Box::new(Receipt { id, scroll: Scroll::default(), under })));
    model.redraw = true;
}

/// A key on a receipt.
pub(super) fn command(model: &mut Model, mut seen: Box<Receipt>, command: Command) -> Vec<Effect> {
    let Some(record) = model.receipts.find(&seen.id).cloned() else { return vec![] };
    match command {
        Command::Back => {
            model.sheet = seen.under.take().map(|under| *under);
            if model.sheet.is_none() {
                list(model);
                if let Some(Sheet::Pick(picker)) = &mut model.sheet {
                    picker.start_at(|choice| matches!(choice, Choice::Receipt(id) if *id == seen.id));
                }
            }
            return vec![];
        }
        Command::Copy | Command::CopyChoice | Command::Undo | Command::Looked => {
            return about(model, &record, Sheet::Receipt(seen), command);
        }
        _ => {}
    }
    let height = model.page_height();
    if let Some(by) = keys::jump(command, height) {
        seen.scroll.step(by, lines(&record, model.page_width()).len(), height);
    }
    model.sheet = Some(Sheet::Receipt(seen));
    vec![]
}

/// The command is about the change that has just ended.
pub(super) fn about_the_end(sheet: &Sheet, command: Command) -> bool {
    let ended = matches!(sheet, Sheet::Change(flow, false) if flow.ending().is_some());
    ended && matches!(command, Command::Copy | Command::CopyChoice | Command::Undo | Command::Looked)
}

/// The same on the last screen of a change.
pub(super) fn at_the_end(model: &mut Model, sheet: Sheet, command: Command) -> Vec<Effect> {
    let record = match &sheet {
        Sheet::Change(flow, _) => flow.ending().and_then(|ending| model.receipts.of(ending)),
        _ => None,
    };
    match record.cloned() {
        Some(record) => about(model, &record, sheet, command),
        None => {
            model.say("nothing of it was sent", Tone::Warn);
            model.sheet = Some(sheet);
            vec![]
        }
    }
}

fn about(model: &mut Model, record: &Record, sheet: Sheet, command: Command) -> Vec<Effect> {
    match command {
        Command::Copy => {
            model.sheet = Some(sheet);
            let what = "ticket text".to_owned();
            vec![Effect::Copy { what, text: receipt::ticket(record) }]
        }
        Command::CopyChoice => {
            let copy =
                |what: &str, value: String| Entry::new(what, "", Choice::Copy(Field { what: what.to_owned(), value }));
            let mut entries = vec![
                copy("ticket text", receipt::ticket(record)),
                copy("the call as curl, the token as a variable", receipt::curl(record)),
            ];
            entries.extend(receipt::command(record).map(|command| copy("the same as a meetme command", command)));
            entries.push(copy("id of the operation", record.id.clone()));
            let mut picker = Picker::new("Copy (OSC 52)", entries);
            picker.under = Some(Box::new(sheet));
            model.sheet = Some(Sheet::Pick(Box::new(picker)));
            vec![]
        }
        Command::Undo => match inverse::of(record) {
            Ok(inverse) => match undo::begin(model, inverse) {
                Ok(effects) => effects,
                Err(why) => {
                    model.say(&model.spell(why), Tone::Warn);
                    model.sheet = Some(sheet);
                    vec![]
                }
            },
            Err(why) => {
                model.say(why, Tone::Warn);
                model.sheet = Some(sheet);
                vec![]
            }
        },
        _ => {
            model.sheet = Some(sheet);
            looked(model, record)
        }
    }
}

/// The answer was lost, and a read found that the change was made: the record says so.
pub(super) fn found(model: &Model, made: &Made) -> Vec<Effect> {
    let Some(record) = model.receipts.last().filter(|record| record.is_open()) else { return vec![] };
    vec![Effect::Settle(Box::new(record.clone().found(made.id(), model.now.wall)))]
}

/// The answer said yes and cannot be believed: the record says so until a read finds out.
pub(super) fn doubted(model: &Model, fault: &Fault) -> Vec<Effect> {
    let Some(record) = model.receipts.last().filter(|record| !record.is_open()) else { return vec![] };
    vec![Effect::Settle(Box::new(record.clone().doubted(fault.headline())))]
}

/// A person looked: the record says so, and nobody is asked again.
fn looked(model: &mut Model, record: &Record) -> Vec<Effect> {
    if !record.is_open() {
        model.say("its outcome is known", Tone::Warn);
        return vec![];
    }
    let before = record.ended.as_ref().map(|ended| ended.detail.clone()).unwrap_or_default();
    let ended = Ended {
        at: model.now.wall,
        verdict: Verdict::Looked,
        ray: record.ended.as_ref().and_then(|ended| ended.ray.clone()),
        detail: if before.is_empty() { "by a person".to_owned() } else { format!("by a person; before: {before}") },
        made: None,
        took: None,
    };
    vec![Effect::Settle(Box::new(Record { ended: Some(ended), ..record.clone() }))]
}
