//! `--watch`: a list read again and again. On a terminal the table is drawn anew; elsewhere each change is one line of JSON.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::args::Format;
use super::ends::Ends;
use super::list::finish;
use super::output;
use super::reading::{Reading, read};
use super::rows::{Row, was};
use super::run::Io;
use super::wanted::Wanted;
use crate::api::Client;
use crate::domain::call::Urgency;
use crate::domain::{Fault, FaultKind, text};

/// Polls of one process, a second, at most (RELIABILITY R4).
const CALLS_A_SECOND: f64 = 1.6;
/// How often it is looked whether anybody still reads what is written.
const LOOK: Duration = Duration::from_millis(500);

/// Reads until nobody looks any more or a signal comes. Answers the exit code.
pub(super) async fn watch(wanted: &Wanted, every: u64, format: Format, client: &Client, io: &mut Io<'_>) -> u8 {
    let drawn = match format {
        Format::Table => io.out_is_terminal,
        Format::Jsonl => false,
        Format::Json | Format::Csv => {
            let what = "--watch draws a table on a terminal and writes jsonl elsewhere; leave -o away or say -o jsonl";
            let fault = Fault::new(FaultKind::Usage, what);
            output::fault(io.err, &fault);
            return fault.exit_code();
        }
    };
    let all = async {
        let mut show = if drawn { Show::Table(None) } else { Show::Lines(Lines::default()) };
        let mut urgency = Urgency::User;
        let mut said = String::new();
        loop {
            let begun = Instant::now();
            let reading = read(wanted, client, urgency).await;
            let over = match &reading.result {
                // What cannot be read at all at first cannot be watched; later it may come back.
                Err(fault) => fault.stops_polling() || urgency == Urgency::User && reading.rows.is_empty(),
                Ok(()) => false,
            };
            if over {
                return finish(&reading, io);
            }
            urgency = Urgency::Poll;
            let pause = pause(every, &reading);
            let code = match &mut show {
                Show::Table(before) => table(wanted, before.as_ref(), &reading, pause, io),
                Show::Lines(lines) => output::text(io.out, &lines.take(&reading, Timestamp::now())),
            };
            if code != 0 {
                return code;
            }
            if !drawn {
                said = say(&reading, &said, io);
            }
            if let Show::Table(before) = &mut show
                && reading.result.is_ok()
            {
                *before = Some((reading, Timestamp::now()));
            }
            while begun.elapsed() < pause {
                tokio::time::sleep(LOOK.min(pause.saturating_sub(begun.elapsed()))).await;
                if !drawn && output::nobody_reads() {
                    return output::PIPE_CLOSED;
                }
            }
        }
    };
    tokio::select! {
        code = all => code,
        code = stopped() => code,
    }
}

enum Show {
    /// The last whole table, and when it was read.
    Table(Option<(Reading, Timestamp)>),
    Lines(Lines),
}

/// Until the next reading: as asked for, what the budget allows, and what the server wants.
fn pause(every: u64, reading: &Reading) -> Duration {
    let least = Duration::from_secs_f64(f64::from(reading.calls.max(1)) / CALLS_A_SECOND);
    let wanted = reading.result.as_ref().err().and_then(|fault| fault.retry_after).unwrap_or_default();
    Duration::from_secs(every).max(least).max(wanted)
}

async fn stopped() -> u8 {
    match Ends::new() {
        Ok(mut ends) => ends.next().await,
        Err(_) => std::future::pending().await,
    }
}

/// Says what a person should know, once; answers it.
fn say(reading: &Reading, said: &str, io: &mut Io<'_>) -> String {
    let fault = reading.result.as_ref().err().map(|fault| format!("warning: {}", fault.headline()));
    let all: Vec<String> = reading.notes.iter().chain(&reading.unreadable).cloned().chain(fault).collect();
    let all = all.join("\n");
    if all != said {
        all.lines().for_each(|line| output::note(io.err, line));
    }
    all
}

/// The table from the top of the window; no more lines and cells than it has.
fn table(
    wanted: &Wanted,
    before: Option<&(Reading, Timestamp)>,
    reading: &Reading,
    pause: Duration,
    io: &mut Io<'_>,
) -> u8 {
    let now = Timestamp::now().strftime("%H:%M:%SZ").to_string();
    let (shown, head) = match (&reading.result, before) {
        (Ok(()), _) if reading.is_whole() => (reading, format!("read {now}")),
        (Ok(()), _) => (reading, format!("PARTIAL: {} rows could not be read; read {now}", reading.unreadable.len())),
        (Err(fault), Some((last, at))) => {
            let at = at.strftime("%H:%M:%SZ");
            (last, format!("STALE since {at}: {}", fault.headline()))
        }
        (Err(fault), None) => (reading, format!("PARTIAL: {}; read {now}", fault.headline())),
    };
    let (columns, rows) = crossterm::terminal::size().unwrap_or((80, 24));
    let cells: Vec<Vec<String>> = shown.rows.iter().map(|row| row.cells.clone()).collect();
    let whole = output::columns(Format::Table, wanted.heads(), &cells);
    let mut lines = vec![format!("{head}; {} rows; again in {} s, Ctrl-c ends", shown.rows.len(), pause.as_secs())];
    lines.extend(shown.notes.iter().cloned());
    lines.extend(whole.lines().map(str::to_owned));
    let room = usize::from(rows.saturating_sub(1)).max(2);
    if lines.len() > room {
        let left = lines.len() - room + 1;
        lines.truncate(room - 1);
        lines.push(format!("... {left} more: narrow the list or make the window taller"));
    }
    // Home, each line cleared behind its text, then all below: nothing flickers and nothing old stays.
    let mut frame = String::from(if before.is_none() { "\x1b[2J\x1b[H" } else { "\x1b[H" });
    for line in &lines {
        frame.push_str(&text::cut(&text::clean(line), usize::from(columns.max(1))));
        frame.push_str("\x1b[K\r\n");
    }
    frame.push_str("\x1b[J");
    output::text(io.out, &frame)
}

/// What was told, to tell what changed.
#[derive(Default)]
struct Lines {
    rows: HashMap<String, Value>,
    /// The last reading was whole: what is missing now is gone, what is there now is new.
    whole: bool,
    /// Something was told.
    begun: bool,
    stale: bool,
}

impl Lines {
    /// The lines that a reading is worth.
    fn take(&mut self, reading: &Reading, now: Timestamp) -> String {
        let mut told = Told { at: now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(), lines: String::new() };
        for Row { id, value, .. } in &reading.rows {
            match self.rows.insert(id.clone(), value.clone()) {
                None if self.whole => told.add("new", &json!({"item": value})),
                None => told.add("is", &json!({"item": value})),
                Some(before) if before != *value => {
                    told.add("changed", &json!({"item": value, "was": was(&before, value)}));
                }
                Some(_) => {}
            }
        }
        let whole = reading.is_whole();
        if whole {
            let here: std::collections::HashSet<&str> = reading.rows.iter().map(|row| row.id.as_str()).collect();
            let mut gone: Vec<String> = self.rows.keys().filter(|id| !here.contains(id.as_str())).cloned().collect();
            gone.sort_unstable();
            for id in gone {
                if let Some(item) = self.rows.remove(&id) {
                    told.add("gone", &json!({"item": item}));
                }
            }
        }
        match &reading.result {
            Err(fault) if !self.stale => told.add("stale", &json!({"why": fault.headline()})),
            Ok(()) if self.stale => told.add("fresh", &json!({"complete": whole})),
            _ => {}
        }
        if !self.begun {
            told.add("read", &json!({"complete": whole, "rows": reading.rows.len()}));
        }
        (self.whole, self.begun, self.stale) = (self.whole || whole, true, reading.result.is_err());
        told.lines
    }
}

struct Told {
    at: String,
    lines: String,
}

impl Told {
    fn add(&mut self, change: &str, more: &Value) {
        let mut line = json!({"at": self.at, "change": change});
        if let (Value::Object(line), Value::Object(more)) = (&mut line, more) {
            line.extend(more.clone());
        }
        self.lines.push_str(&output::json(&line, false));
        self.lines.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(rows: &[(&str, u8)], result: Result<(), Fault>) -> Reading {
        let row = |(id, n): &(&str, u8)| Row { id: (*id).to_owned(), value: json!({"id": id, "n": n}), cells: vec![] };
        Reading { rows: rows.iter().map(row).collect(), unreadable: vec![], notes: vec![], calls: 1, result }
    }

    fn told(lines: &mut Lines, rows: &[(&str, u8)], result: Result<(), Fault>) -> Vec<String> {
        let text = lines.take(&reading(rows, result), Timestamp::UNIX_EPOCH);
        let short = |line: &str| {
            let value: Value = serde_json::from_str(line).unwrap();
            assert_eq!(value["at"], "1970-01-01T00:00:00Z");
            let id = value["item"]["id"].as_str().unwrap_or("-");
            let was = value.get("was").map(|was| format!(" was {was}")).unwrap_or_default();
            format!("{} {id}{was}", value["change"].as_str().unwrap())
        };
        text.lines().map(short).collect()
    }

    fn lost() -> Result<(), Fault> {
        Err(Fault::new(FaultKind::Network, "no way"))
    }

    #[test]
    fn each_change_is_one_line_and_no_change_is_none() {
        let mut lines = Lines::default();
        assert_eq!(told(&mut lines, &[("a", 1), ("b", 1)], Ok(())), ["is a", "is b", "read -"]);
        assert_eq!(told(&mut lines, &[("a", 1), ("b", 1)], Ok(())), Vec::<String>::new());
        assert_eq!(told(&mut lines, &[("c", 1), ("b", 2)], Ok(())), ["new c", "changed b was {\"n\":1}", "gone a"]);
    }

    #[test]
    fn what_was_not_read_is_neither_gone_nor_new() {
        let mut lines = Lines::default();
        assert_eq!(told(&mut lines, &[("a", 1)], lost()), ["is a", "stale -", "read -"]);
        assert_eq!(told(&mut lines, &[], lost()), Vec::<String>::new());
        assert_eq!(told(&mut lines, &[("a", 1), ("b", 1)], Ok(())), ["is b", "fresh -"]);
        assert_eq!(told(&mut lines, &[], Ok(())), ["gone a", "gone b"]);
    }

    #[test]
    fn the_pause_keeps_the_budget_and_what_the_server_wants() {
        let pages = |calls, result| Reading { calls, ..reading(&[], result) };
        assert_eq!(pause(30, &pages(1, Ok(()))), Duration::from_secs(30));
        assert_eq!(pause(1, &pages(16, Ok(()))), Duration::from_secs(10));
        let limited = Fault { retry_after: Some(Duration::from_mins(5)), ..Fault::new(FaultKind::RateLimited, "429") };
        assert_eq!(pause(30, &pages(1, Err(limited))), Duration::from_mins(5));
    }
}
