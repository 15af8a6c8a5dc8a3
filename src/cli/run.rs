//! Runs a command with a client that is ready. Answers the exit code (docs/exit-codes.md).

use std::io::Write;

use serde_json::Value;

use super::actions::{CniAction, IconAction, SlotAction, TunnelAction, Watch};
use super::args::{Command, Format};
use super::loa::{self, LetterDesk};
use super::{list, object, output, rows, wanted, watch};
use crate::api::Client;
use crate::domain::call::{Query, Reply, Urgency};
use crate::domain::{Fault, FaultKind, IconKey};
use crate::store::letter::There;

/// Where a command writes.
pub struct Io<'a> {
    /// Data.
    pub out: &'a mut (dyn Write + Send),
    /// Everything else.
    pub err: &'a mut (dyn Write + Send),
    /// A person looks at `out`.
    pub out_is_terminal: bool,
}

/// Runs a command that talks to the API; `desk` is where letters go.
pub async fn run(command: &Command, format: Format, client: &Client, desk: &LetterDesk, mut io: Io<'_>) -> u8 {
    let list = wanted::of(command);
    if let Some(list) = list {
        return match list {
            Ok((wanted, Watch { every: Some(every) })) => watch::watch(&wanted, every, format, client, &mut io).await,
            Ok((wanted, Watch { every: None })) => list::print(&wanted, format, client, &mut io).await,
            Err(fault) => told(Err(fault), &mut io),
        };
    }
    let query = match command {
        Command::Interconnects(IconAction::Status { names, .. }) => {
            return statuses(names, format, client, &mut io).await;
        }
        Command::Interconnects(IconAction::Loa { name, to, on_letter, force }) => {
            let there = if *force { There::IsReplaced } else { There::Stays };
            let (to, on_letter) = (to.as_deref(), on_letter.as_deref());
            let wanted = loa::Wanted { name, to, on_letter, dated: false, there };
            return told(loa::one(&wanted, client, desk, &mut io).await, &mut io);
        }
        Command::Loa(action) => return loa::run(action, format, client, desk, &mut io).await,
        Command::Interconnects(IconAction::Get { name }) => Query::Interconnect(IconKey::from(name.as_str())),
        Command::Cnis(CniAction::Get { id }) => Query::Cni(id.as_str().into()),
        Command::Slots(SlotAction::Get { id }) => Query::Slot(id.as_str().into()),
        Command::Settings(_) => Query::Settings,
        Command::Tunnels(TunnelAction::Get { id }) => Query::Tunnel(id.as_str().into()),
        // Lists are done with, and the rest never comes here.
        _ => return told(Err(Fault::new(FaultKind::Bug, "this command needs no API")), &mut io),
    };
    let result = match client.one(&query, Urgency::User).await {
        Err(fault) => Err(fault),
        Ok(Reply::Interconnect(port)) => Ok(object::value(&*port)),
        Ok(Reply::Cni(cni)) => Ok(object::value(&*cni)),
        Ok(Reply::Slot(slot)) => Ok(object::value(&*slot)),
        Ok(Reply::Settings(settings)) => Ok(object::value(&settings)),
        Ok(Reply::Tunnel(tunnel)) => Ok(object::value(&*tunnel)),
        Ok(_) => Err(Fault::new(FaultKind::Bug, "one object was asked for and something else came")),
    };
    match result {
        Ok(value) => output::text(io.out, &one(&value, format)),
        Err(fault) => told(Err(fault), &mut io),
    }
}

fn told(result: Result<u8, Fault>, io: &mut Io<'_>) -> u8 {
    result.unwrap_or_else(|fault| {
        output::fault(io.err, &fault);
        fault.exit_code()
    })
}

/// One object: a document, a line, or a line a field.
pub(super) fn one(value: &Value, format: Format) -> String {
    match format {
        Format::Json => output::json(value, true) + "\n",
        Format::Jsonl => output::json(value, false) + "\n",
        Format::Csv => {
            let mut lines = Vec::new();
            fields(&mut lines, "", value);
            let rows: Vec<Vec<String>> = lines.into_iter().map(|(name, text)| vec![name, text]).collect();
            output::columns(format, &["FIELD", "VALUE"], &rows)
        }
        Format::Table => {
            let mut lines = Vec::new();
            fields(&mut lines, "", value);
            lines.iter().fold(String::new(), |all, (name, text)| all + &format!("{name:<30} {text}\n"))
        }
    }
}

fn fields(lines: &mut Vec<(String, String)>, name: &str, value: &Value) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                let key = crate::domain::text::clean(key);
                fields(lines, &if name.is_empty() { key.clone() } else { format!("{name}.{key}") }, value);
            }
        }
        Value::Array(values) => {
            let texts: Vec<String> = values.iter().map(plain).collect();
            lines.push((name.to_owned(), if texts.is_empty() { "-".to_owned() } else { texts.join(", ") }));
        }
        other => lines.push((name.to_owned(), plain(other))),
    }
}

pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::String(text) => crate::domain::text::clean(text),
        other => crate::domain::text::clean(&other.to_string()),
    }
}

/// States of several ports: one that cannot be read leaves the others alone, and is unknown, not down.
async fn statuses(names: &[String], format: Format, client: &Client, io: &mut Io<'_>) -> u8 {
    let mut code = 0;
    let mut values = Vec::new();
    for name in names {
        match client.one(&Query::Status(IconKey::from(name.as_str())), Urgency::User).await {
            Ok(Reply::Status(status)) => values.push(object::status(name, &status)),
            Ok(_) => code = Fault::new(FaultKind::Bug, "").exit_code(),
            Err(fault) => {
                output::note(io.err, &format!("{name}: state unknown"));
                output::fault(io.err, &fault);
                code = fault.exit_code();
            }
        }
    }
    let text = match format {
        Format::Json => output::json(&serde_json::json!({"complete": code == 0, "items": values}), true) + "\n",
        Format::Jsonl => values.iter().map(|value| output::json(value, false) + "\n").collect(),
        Format::Table | Format::Csv => {
            let rows: Vec<Vec<String>> = values.iter().map(rows::state).collect();
            if rows.is_empty() { String::new() } else { output::columns(format, rows::STATES, &rows) }
        }
    };
    let written = output::text(io.out, &text);
    if written == 0 { code } else { written }
}
