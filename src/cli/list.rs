//! Lists: printed as they come or at the end, and never said to be whole when they are not (RELIABILITY A6).

use std::io::Write;

use serde_json::{Value, json};

use super::args::Format;
use super::output;
use super::reading::{Reading, read};
use super::run::Io;
use super::wanted::Wanted;
use crate::api::Client;
use crate::domain::Fault;
use crate::domain::call::{Query, Reply, Urgency};

/// Prints a list. Answers the exit code.
pub(super) async fn print(wanted: &Wanted, format: Format, client: &Client, io: &mut Io<'_>) -> u8 {
    if format == Format::Jsonl && wanted.is_plain() {
        return stream(&wanted.query, client, io).await;
    }
    if wanted.states.is_some() && io.out_is_terminal {
        output::note(io.err, "note: each state is a call of its own: the first 60 at once, then two a second");
    }
    let reading = read(wanted, client, Urgency::User).await;
    let complete = reading.is_whole();
    if complete || !reading.rows.is_empty() {
        let written = output::text(io.out, &formatted(wanted, format, &reading));
        if written != 0 {
            return written;
        }
    }
    finish(&reading, io)
}

fn formatted(wanted: &Wanted, format: Format, reading: &Reading) -> String {
    match format {
        Format::Json => {
            let items: Vec<&Value> = reading.rows.iter().map(|row| &row.value).collect();
            output::json(&json!({"complete": reading.is_whole(), "items": items}), true) + "\n"
        }
        Format::Jsonl => reading.rows.iter().map(|row| output::json(&row.value, false) + "\n").collect(),
        Format::Table | Format::Csv => {
            let cells: Vec<Vec<String>> = reading.rows.iter().map(|row| row.cells.clone()).collect();
            output::columns(format, wanted.heads(), &cells)
        }
    }
}

/// One line a row, page by page as they come.
async fn stream(query: &Query, client: &Client, io: &mut Io<'_>) -> u8 {
    let mut unreadable = Vec::new();
    let mut code = 0;
    let out: &mut (dyn Write + Send) = &mut *io.out;
    let mut take = |reply: Reply| {
        let mut lines = output::Lines::default();
        unreadable.extend(match reply {
            Reply::Interconnects(page) => lines.all(&page.rows, page.unreadable),
            Reply::Cnis(page) => lines.all(&page.rows, page.unreadable),
            Reply::Slots(page) => lines.all(&page.rows, page.unreadable),
            Reply::Tunnels(page) => lines.all(&page.rows, page.unreadable),
            _ => return,
        });
        if code == 0 {
            code = lines.print(out);
        }
    };
    let result = client.ask(query, Urgency::User, &mut take).await;
    if code != 0 {
        return code;
    }
    finish(&Reading { rows: vec![], unreadable, notes: vec![], calls: 0, result }, io)
}

/// Says what a person should know, and how it ended.
pub(super) fn finish(reading: &Reading, io: &mut Io<'_>) -> u8 {
    for note in &reading.notes {
        output::note(io.err, note);
    }
    ended(&reading.unreadable, &reading.result, io)
}

/// Says which rows could not be read, and how it ended.
pub(super) fn ended(unreadable: &[String], result: &Result<(), Fault>, io: &mut Io<'_>) -> u8 {
    for row in unreadable {
        output::note(io.err, &format!("warning: {row}"));
    }
    match result {
        Err(fault) => {
            output::fault(io.err, fault);
            fault.exit_code()
        }
        Ok(()) if unreadable.is_empty() => 0,
        Ok(()) => {
            let count = unreadable.len();
            output::note(io.err, &format!("warning: {count} rows could not be read; the list is not whole"));
            partial()
        }
    }
}

/// The exit code of a list that is not whole.
fn partial() -> u8 {
    Fault::new(crate::domain::FaultKind::Partial, "").exit_code()
}
