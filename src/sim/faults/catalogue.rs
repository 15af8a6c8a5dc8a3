//! Everything that can go wrong on purpose: one line a fault, with its name, its phase and its argument.

use std::fmt::Write as _;

use jiff::Timestamp;
use serde_json::Value;

use super::super::exchange::{Ending, Request, Response};
use super::super::refusal::Refusal;
use super::super::world::World;
use super::{changes, edge, hostile, letters, lists, shapes, times, transport};

/// When it strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Before anything is read: it matches the next connections, whatever they ask.
    Connection,
    /// In place of an answer; with `after` the work is done first.
    Instead,
    /// While the true answer travels.
    Travel,
    /// In the true answer's content.
    Content,
    /// In what the server does.
    Work,
}

impl Phase {
    /// In a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Connection => "connection",
            Self::Instead => "instead",
            Self::Travel => "travel",
            Self::Content => "content",
            Self::Work => "work",
        }
    }
}

/// A fault of the catalogue.
pub struct Entry {
    /// As a rule names it.
    pub name: &'static str,
    /// When it strikes.
    pub phase: Phase,
    /// What its argument is and what it is where none is given; `None`: it takes none.
    pub argument: Option<(&'static str, &'static str)>,
    /// What it does, in a sentence.
    pub does: &'static str,
    /// What it does to the answer.
    pub(crate) spoil: fn(&mut Spoil<'_>),
    /// What the world comes to.
    pub(crate) work: Work,
}

impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// What the world does with the call, beside answering it.
#[derive(Clone, Copy)]
pub(crate) enum Work {
    /// As always.
    Honest,
    /// It answers as always and stays as it was.
    Undone,
    /// It stays as it was until so many virtual milliseconds have passed.
    Late,
    /// It answers as at its start.
    Early,
    /// Something happens first.
    Before(fn(&mut World, &mut Request)),
    /// Something happens afterwards.
    After(fn(&mut World, &Request)),
}

/// An answer that is spoilt.
pub(crate) struct Spoil<'a> {
    pub(crate) request: &'a Request,
    pub(crate) answer: Response,
    /// How often the rule has struck before.
    pub(crate) nth: u32,
    /// The argument of the rule.
    pub(crate) argument: &'a str,
    /// The server's own date.
    pub(crate) date: Timestamp,
}

impl Spoil<'_> {
    /// The argument as a number.
    pub(crate) fn number(&self) -> u64 {
        self.argument.parse().unwrap_or_default()
    }

    /// Changes the answer as JSON; what is none stays as it is.
    pub(crate) fn json(&mut self, change: impl FnOnce(&mut Value)) {
        if let Ok(mut value) = serde_json::from_slice(&self.answer.body) {
            change(&mut value);
            self.answer.body = value.to_string().into_bytes();
        }
    }

    /// Changes the answer as text.
    pub(crate) fn text(&mut self, change: impl FnOnce(String) -> String) {
        let text = String::from_utf8_lossy(&self.answer.body).into_owned();
        self.answer.body = change(text).into_bytes();
    }

    /// Another answer.
    pub(crate) fn instead(&mut self, status: u16, media: &str, body: impl Into<Vec<u8>>) {
        self.answer = Response { transport: self.answer.transport, ..Response::typed(status, media, body) };
    }

    /// A refusal.
    pub(crate) fn refuse(&mut self, refusal: &Refusal) {
        self.answer = refusal.answer();
    }

    /// One more header.
    pub(crate) fn header(&mut self, name: &str, value: impl Into<String>) {
        self.answer.headers.push((name.to_owned(), value.into()));
    }

    /// Another way to end.
    pub(crate) fn end(&mut self, ending: Ending) {
        self.answer.transport.ending = ending;
    }
}

/// A fault in the content of the true answer.
pub(super) const fn content(name: &'static str, does: &'static str, spoil: fn(&mut Spoil<'_>)) -> Entry {
    Entry { name, phase: Phase::Content, argument: None, does, spoil, work: Work::Honest }
}

/// An answer in place of the true one.
pub(super) const fn instead(name: &'static str, does: &'static str, spoil: fn(&mut Spoil<'_>)) -> Entry {
    Entry { phase: Phase::Instead, ..content(name, does, spoil) }
}

/// A fault on the way.
pub(super) const fn travel(name: &'static str, does: &'static str, spoil: fn(&mut Spoil<'_>)) -> Entry {
    Entry { phase: Phase::Travel, ..content(name, does, spoil) }
}

/// A fault in what the server does.
pub(super) const fn work(name: &'static str, does: &'static str, work: Work) -> Entry {
    Entry { phase: Phase::Work, work, ..content(name, does, |_| {}) }
}

impl Entry {
    /// The same with an argument: what it is, and what it is where none is given.
    pub(super) const fn with(self, what: &'static str, default: &'static str) -> Self {
        Self { argument: Some((what, default)), ..self }
    }

    /// The same, and the world does this.
    pub(super) const fn working(self, work: Work) -> Self {
        Self { work, ..self }
    }

    /// The same with something done to the answer.
    pub(super) const fn and(self, spoil: fn(&mut Spoil<'_>)) -> Self {
        Self { spoil, ..self }
    }
}

/// The catalogue, group by group.
pub const GROUPS: [(&str, &[Entry]); 8] = [
    ("Transport", transport::ENTRIES),
    ("Status and edge pages", edge::ENTRIES),
    ("Shapes", shapes::ENTRIES),
    ("Lists", lists::ENTRIES),
    ("Hostile text", hostile::ENTRIES),
    ("Letters", letters::ENTRIES),
    ("Changes", changes::ENTRIES),
    ("Time and secrets", times::ENTRIES),
];

/// Every fault.
pub fn all() -> impl Iterator<Item = &'static Entry> {
    GROUPS.iter().flat_map(|(_, entries)| entries.iter())
}

/// A fault by its name.
pub fn find(name: &str) -> Option<&'static Entry> {
    all().find(|entry| entry.name == name)
}

/// How a rule is written, for people.
pub const GRAMMAR: &str = "A rule is `CALL:FAULT[=ARGUMENT][:OPTION]...`.

CALL      a method and a part of the path and query, each of them or none: `GET /cni/slots`, `POST`, `/status`, ``.
          `CHANGE` means every call that changes something, dry runs left out. `*` in the path stands for anything.
FAULT     a name of the catalogue; its argument where it takes one.
OPTIONS   N        so many matching calls (1 where nothing is said); `always` for all of them
          skip=N   so many matching calls pass first
          every=N  the rule starts again after so many matching calls
          after    the server does the work first, and only the answer is spoilt

`GET /cni/slots:stall-body:2` stalls the next two reads of slots in the middle of their bodies;
`CHANGE:reset:after` loses the answer to the next change; `:status=503:always` is an outage.
";

/// The grammar and every fault, for a terminal.
pub fn listing() -> String {
    let mut text = GRAMMAR.to_owned();
    for (group, entries) in GROUPS {
        let _ = write!(text, "\n{group}\n").is_ok();
        for entry in entries {
            let name = entry
                .argument
                .map_or_else(|| entry.name.to_owned(), |(_, default)| format!("{}={default}", entry.name));
            let _ = writeln!(text, "  {name:<22} {:<10}  {}", entry.phase.word(), entry.does).is_ok();
        }
    }
    text
}

/// The page of the catalogue.
pub fn page() -> String {
    let mut page = String::from(
        "# Faults\n\nGenerated from the simulator's own table (`meetme sim --faults` prints it). Each can be had with every scenario: at the start \
         (`meetme sim --fault RULE`, as often as wanted), in a scenario file (`faults = [\"RULE\"]`), and while it runs, on loopback and with the \
         simulator's token:\n\n```\ncurl -H \"Authorization: Bearer $TOKEN\" -d 'GET /cni/slots:stall-body:2' http://127.0.0.1:PORT/__sim/faults\n\
         curl -H \"Authorization: Bearer $TOKEN\" http://127.0.0.1:PORT/__sim/faults              # the rules, calls seen, calls hit\n\
         curl -H \"Authorization: Bearer $TOKEN\" -X DELETE http://127.0.0.1:PORT/__sim/faults/1  # one rule; without a number: all\n```\n\n```\n",
    );
    page.push_str(GRAMMAR);
    page.push_str("```\n");
    for (group, entries) in GROUPS {
        page.push_str("\n## ");
        page.push_str(group);
        page.push_str("\n\n| fault | phase | what it does |\n| --- | --- | --- |\n");
        for entry in entries {
            let argument = entry.argument.map(|(what, default)| format!("={what} ({default})")).unwrap_or_default();
            // Writing to memory does not fail.
            let _ = writeln!(page, "| `{}`{argument} | {} | {} |", entry.name, entry.phase.word(), entry.does).is_ok();
        }
    }
    page
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_are_words_and_each_is_there_once() {
        let names: Vec<&str> = all().map(|entry| entry.name).collect();
        assert_eq!(names.iter().collect::<HashSet<_>>().len(), names.len());
        assert!(names.len() > 80, "{}", names.len());
        for entry in all() {
            let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(entry.name.chars().all(word), "{}", entry.name);
            assert!(!entry.does.ends_with('.') && !entry.does.contains('|'), "{}", entry.name);
        }
    }

    /// `MEETME_DRAW=1 cargo test --locked --lib` writes it anew.
    #[test]
    fn the_page_of_faults_is_what_the_catalogue_is() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/faults.md");
        if std::env::var_os("MEETME_DRAW").is_some() {
            std::fs::write(path, page()).unwrap();
        }
        assert!(
            std::fs::read_to_string(path).unwrap() == page(),
            "docs/faults.md is old: MEETME_DRAW=1 writes it anew"
        );
    }
}
