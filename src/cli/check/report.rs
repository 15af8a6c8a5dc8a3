//! The lines of a check: each with a level and, where something is to be done, what.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::super::args::Format;
use super::super::output;
use super::super::run::Io;
use crate::domain::{Fault, text};

/// How well something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Well.
    Ok,
    /// A fact that is neither well nor ill, or was not looked at.
    Info,
    /// It works, but not as it should.
    Warn,
    /// It does not work; the exit code that this means.
    Fail(u8),
}

impl Level {
    fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Fail(_) => "fail",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    name: &'static str,
    level: Level,
    text: String,
    next: Option<String>,
}

/// All lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report(Vec<Line>);

impl Report {
    /// Adds a line that asks for nothing.
    pub fn add(&mut self, name: &'static str, level: Level, text: impl Into<String>) {
        self.0.push(Line { name, level, text: text.into(), next: None });
    }

    /// Adds a line with what to do.
    pub fn advise(&mut self, name: &'static str, level: Level, text: impl Into<String>, next: impl Into<String>) {
        self.0.push(Line { name, level, text: text.into(), next: Some(next.into()) });
    }

    /// Adds what went wrong.
    pub fn fail(&mut self, name: &'static str, fault: &Fault) {
        self.advise(name, Level::Fail(fault.exit_code()), fault.headline(), fault.next_step());
    }

    /// The code of the first line that failed, for what follows it mostly follows from it; 0 where none did.
    pub fn exit_code(&self) -> u8 {
        let code = |line: &Line| if let Level::Fail(code) = line.level { Some(code) } else { None };
        self.0.iter().find_map(code).unwrap_or(0)
    }

    /// Writes it; answers the exit code.
    pub fn print(&self, format: Format, io: &mut Io<'_>) -> u8 {
        let text = match format {
            Format::Table => self.lines(),
            Format::Csv => {
                let cells = |line: &Line| {
                    let next = line.next.as_deref().map(text::clean).unwrap_or_default();
                    [line.name, line.level.word(), &text::clean(&line.text), &next].map(str::to_owned).to_vec()
                };
                output::columns(
                    format,
                    &["CHECK", "LEVEL", "TEXT", "NEXT"],
                    &self.0.iter().map(cells).collect::<Vec<_>>(),
                )
            }
            Format::Json => {
                let checks: Vec<Value> = self.0.iter().map(object).collect();
                output::json(&json!({"exit_code": self.exit_code(), "checks": checks}), true) + "\n"
            }
            Format::Jsonl => self.0.iter().map(|line| output::json(&object(line), false) + "\n").collect(),
        };
        match output::text(io.out, &text) {
            0 => self.exit_code(),
            unwritten => unwritten,
        }
    }

    fn lines(&self) -> String {
        let width = self.0.iter().map(|line| line.name.len()).max().unwrap_or(0);
        let mut all = String::new();
        for Line { name, level, text, next } in &self.0 {
            let text = text::clean(text);
            let _ = writeln!(all, "{:<5} {name:<width$}  {text}", level.word());
            if let Some(next) = next {
                let _ = writeln!(all, "{:<5} {:<width$}  next: {}", "", "", text::clean(next));
            }
        }
        all
    }
}

fn object(line: &Line) -> Value {
    json!({"check": line.name, "level": line.level.word(), "text": line.text, "next": line.next})
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::FaultKind;

    #[test]
    fn the_first_failure_decides_and_warnings_do_not() {
        let mut report = Report::default();
        report.add("a", Level::Ok, "fine");
        report.advise("b", Level::Warn, "odd\x1b[2J", "look");
        assert_eq!(report.exit_code(), 0);
        report.fail("host", &Fault::new(FaultKind::Network, "no way"));
        report.fail("token", &Fault::new(FaultKind::Token, "no"));
        assert_eq!(report.exit_code(), 7);
        let text = report.lines();
        assert!(text.contains("warn  b      odd\u{fffd}[2J\n") && text.contains("  next: look\n"), "{text}");
    }
}
