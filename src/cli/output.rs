//! What is written, and how: aligned, escaped, and quietly ended where nobody reads any more.

use std::fmt::Write as _;
use std::io::{self, Write};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use serde::Serialize;
use serde_json::Value;
use unicode_width::UnicodeWidthStr as _;

use super::args::Format;
use super::object::Told;
use crate::api::scrub::net;
use crate::domain::{Fault, csv, text};

/// Exit code where the reader of standard output went away.
pub const PIPE_CLOSED: u8 = 141;

/// Writes a text, without a token in it. Answers the exit code.
pub fn text(out: &mut dyn Write, text: &str) -> u8 {
    code(out.write_all(net(text).as_bytes()).and_then(|()| out.flush()))
}

fn code(written: io::Result<()>) -> u8 {
    match written {
        Ok(()) => 0,
        Err(why) if why.kind() == io::ErrorKind::BrokenPipe => PIPE_CLOSED,
        Err(why) => {
            // Whoever keeps what we print must not take the part that is there for the whole.
            let _ = writeln!(io::stderr(), "error: standard output cannot be written: {why}");
            11
        }
    }
}

/// Says what happened, in the server's words too, and what to do.
pub fn fault(err: &mut dyn Write, fault: &Fault) {
    let lines: Vec<&str> = fault.what.lines().collect();
    let mut said = String::new();
    for (at, line) in lines.iter().enumerate() {
        let _ = writeln!(said, "{}{}", if at == 0 { "error: " } else { "" }, text::clean(line));
    }
    for error in &fault.errors {
        let pointer =
            error.pointer.as_ref().map(|pointer| format!(" (at {})", text::clean(pointer))).unwrap_or_default();
        let _ = writeln!(said, "server: {} [code {}]{pointer}", text::clean(&error.message), error.code);
    }
    if let Some(ray) = &fault.ray {
        let _ = writeln!(said, "cf-ray: {}", text::clean(ray));
    }
    let _ = writeln!(said, "next: {}", fault.next_step());
    let _ = err.write_all(net(&said).as_bytes());
}

/// Says something on standard error.
pub(super) fn note(err: &mut dyn Write, what: &str) {
    let _ = writeln!(err, "{}", net(&text::clean(what)));
}

/// JSON in which every character that is not printable is escaped, so that no data reaches a terminal as an order
/// (RELIABILITY X3).
pub(super) fn json(value: &Value, pretty: bool) -> String {
    text::json(if pretty { format!("{value:#}") } else { value.to_string() })
}

/// Rows as JSON, a line each, written into one text.
#[derive(Default)]
pub(super) struct Lines(Vec<u8>);

impl Lines {
    /// Adds rows, and gives `others` back.
    pub(super) fn all<'a, T, O>(&mut self, rows: &'a [T], others: O) -> O
    where
        Told<'a, T>: Serialize,
    {
        for row in rows {
            // Into memory, of texts: this cannot fail.
            let _ = serde_json::to_writer(&mut self.0, &Told(row));
            self.0.push(b'\n');
        }
        others
    }

    /// Prints what was written. Answers the exit code.
    pub(super) fn print(self, out: &mut dyn Write) -> u8 {
        // All of it is JSON of texts, so it is UTF-8.
        text(out, &text::json(String::from_utf8(self.0).unwrap_or_default()))
    }
}

/// Heads and rows as a table, or as comma-separated values for a spreadsheet.
pub(super) fn columns(format: Format, heads: &[&str], rows: &[Vec<String>]) -> String {
    if format != Format::Csv {
        return table(heads, rows);
    }
    let heads: Vec<String> = heads.iter().map(|head| head.to_lowercase().replace(' ', "_")).collect();
    let line = |cells: &Vec<String>| {
        // What is missing is empty there, not a dash.
        csv::line(cells.iter().map(|cell| if cell == "-" { "" } else { cell.as_str() }))
    };
    std::iter::once(&heads).chain(rows).map(line).collect()
}

/// Whether the reader of standard output went away.
pub(super) fn nobody_reads() -> bool {
    let stdout = io::stdout();
    let mut polled = [PollFd::new(&stdout, PollFlags::empty())];
    let gone = PollFlags::ERR | PollFlags::HUP | PollFlags::NVAL;
    poll(&mut polled, Some(&Timespec { tv_sec: 0, tv_nsec: 0 })).is_ok() && polled[0].revents().intersects(gone)
}

/// A table: heads and rows, each column as wide as its widest cell.
fn table(heads: &[&str], rows: &[Vec<String>]) -> String {
    let mut widths: Vec<usize> = heads.iter().map(|head| head.width()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    let mut text = String::new();
    let heads: Vec<String> = heads.iter().map(ToString::to_string).collect();
    for row in std::iter::once(&heads).chain(rows) {
        let mut line = String::new();
        for (width, cell) in widths.iter().zip(row) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width - cell.width() + 2));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_token_is_written_whatever_was_scrubbed_before() {
        let secret = "token-that-came-in-by-a-side-door";
        crate::api::scrub::Scrubber::new(&crate::domain::Token::parse(secret).unwrap());
        let (mut out, mut err) = (Vec::new(), Vec::new());
        assert_eq!(text(&mut out, &format!("{{\"name\":\"{secret}\"}}\n")), 0);
        note(&mut err, secret);
        fault(&mut err, &Fault::new(crate::domain::FaultKind::Unreadable, secret));
        let written = String::from_utf8([out, err].concat()).unwrap();
        assert!(!written.contains(secret) && written.matches("[hidden]").count() == 3, "{written}");
    }

    #[test]
    fn json_escapes_what_a_terminal_would_obey() {
        let value = serde_json::json!({"a": "x\u{1b}[2J\u{202e}é\u{e0041}"});
        let text = json(&value, false);
        assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{e0041}']) && text.contains('é'), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value, "the data is the same");
    }

    #[test]
    fn columns_are_aligned_by_cells() {
        let rows = [vec!["東京".to_owned(), "1".to_owned()], vec!["a".to_owned(), "2".to_owned()]];
        assert_eq!(table(&["CITY", "N"], &rows), "CITY  N\n東京  1\na     2\n");
    }
}
