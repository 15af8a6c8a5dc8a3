//! `meetme audit`: what was written down of changes. Needs no token and asks nobody.

use std::path::Path;

use serde_json::{Value, json};

use super::actions::AuditAction;
use super::args::Format;
use super::output;
use super::run::{Io, one};
use crate::domain::record::Record;
use crate::domain::{Fault, FaultKind, inverse, receipt, text};
use crate::store::audit::read;

/// Fewer letters of an id name nothing.
const LEAST: usize = 4;

/// Runs it on the folder of the record. Answers the exit code.
pub fn audit(action: &AuditAction, format: Format, folder: &Path, io: &mut Io<'_>) -> Result<u8, Fault> {
    let records = read(folder)?;
    for gone in &records.dropped {
        output::note(io.err, &format!("note: {gone}"));
    }
    let shown = match action {
        AuditAction::List { open, last } => {
            let rows = records.rows.iter().filter(|record| !open || record.is_open());
            let rows: Vec<&Record> = rows.take(last.unwrap_or(usize::MAX)).collect();
            list(&rows, format, records.unreadable == 0)
        }
        AuditAction::Show { id } => show(find(&records.rows, id)?, format),
    };
    let written = output::text(io.out, &shown);
    if written == 0 && records.unreadable > 0 {
        let what = format!("warning: {} lines of the record could not be read", records.unreadable);
        output::note(io.err, &what);
        return Ok(11);
    }
    Ok(written)
}

fn find<'a>(rows: &'a [Record], id: &str) -> Result<&'a Record, Fault> {
    let usage = |what: String| Fault::new(FaultKind::Usage, what);
    if id.chars().count() < LEAST {
        return Err(usage(format!("an id has at least {LEAST} letters of the one that `meetme audit list` shows")));
    }
    let mut found = rows.iter().filter(|record| record.id.starts_with(id));
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one),
        (Some(_), Some(_)) => Err(usage(format!("several changes begin with {}", text::clean(id)))),
        (None, _) => Err(Fault::new(FaultKind::NotFound, format!("no change {} was written down", text::clean(id)))),
    }
}

fn list(rows: &[&Record], format: Format, complete: bool) -> String {
    match format {
        Format::Json => {
            let items: Vec<Value> = rows.iter().map(|record| value(record)).collect();
            output::json(&json!({"complete": complete, "items": items}), true) + "\n"
        }
        Format::Jsonl => rows.iter().map(|record| output::json(&value(record), false) + "\n").collect(),
        Format::Table | Format::Csv => {
            let cells = |record: &&Record| {
                let check = if record.is_dry_run() { "dry run: " } else { "" };
                vec![
                    record.at.strftime("%Y-%m-%d %H:%M:%SZ").to_string(),
                    record.word().to_owned(),
                    text::clean(&format!("{check}{}", record.subject())),
                    text::clean(&format!("{}@{}", record.who.user, record.who.machine)),
                    text::clean(record.id.get(..8).unwrap_or(&record.id)),
                ]
            };
            output::columns(
                format,
                &["WHEN", "OUTCOME", "CHANGE", "BY", "ID"],
                &rows.iter().map(cells).collect::<Vec<_>>(),
            )
        }
    }
}

fn show(record: &Record, format: Format) -> String {
    match format {
        Format::Json => output::json(&whole(record), true) + "\n",
        Format::Jsonl => output::json(&whole(record), false) + "\n",
        Format::Csv => one(&whole(record), format),
        Format::Table => {
            let undo = match inverse::of(record) {
                Ok(inverse) => format!("{}: in the workbench, R", inverse.words()),
                Err(why) => why.to_owned(),
            };
            let undo = text::clean(&undo);
            let command = receipt::command(record).map(|command| command + "\n").unwrap_or_default();
            format!("{}{:<10} {undo}\n\n{command}{}", receipt::ticket(record), "Undo", receipt::curl(record))
        }
    }
}

fn value(record: &Record) -> Value {
    let who = &record.who;
    let ended = record.ended.as_ref();
    json!({
        "id": record.id, "at": record.at.to_string(), "user": who.user, "machine": who.machine, "origin": who.origin,
        "account": who.account, "profile": who.profile, "method": record.method, "path": record.path,
        "body": record.body, "body_sha256": record.sha256, "before": record.before,
        "outcome": ended.map(|ended| ended.verdict.word()),
        "ended_at": ended.map(|ended| ended.at.to_string()),
        "took_ms": ended.and_then(|ended| ended.took).map(|took| u64::try_from(took.as_millis()).unwrap_or(u64::MAX)),
        "made": ended.and_then(|ended| ended.made.clone()),
        "cf_ray": ended.and_then(|ended| ended.ray.clone()),
        "detail": ended.map(|ended| ended.detail.clone()),
    })
}

/// With what can be made of it.
fn whole(record: &Record) -> Value {
    let mut value = value(record);
    value["undo"] = inverse::of(record).map_or_else(|_| Value::Null, |inverse| inverse.words().into());
    value["curl"] = receipt::curl(record).into();
    value["command"] = receipt::command(record).into();
    value
}
