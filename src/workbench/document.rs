//! A document to read and search: the JSON of an object.

use super::sheet::{Scroll, Sheet};
use super::text_field::TextField;
use super::{Ticket, mask};
use crate::domain::{Fault, text};

/// Where what was typed is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Its line.
    pub line: usize,
    /// Its first byte in that.
    pub byte: usize,
}

/// The search in a document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Search {
    /// What is typed.
    pub field: TextField,
    /// It has the keys.
    pub typing: bool,
    /// Where it is found, from the top.
    pub hits: Vec<Hit>,
    /// The one we stand on.
    pub at: usize,
    began: Scroll,
}

/// The JSON of an object, on its way or here.
#[derive(Debug, Clone, PartialEq)]
pub struct RawJson {
    /// What it is of.
    pub title: String,
    /// Its question.
    pub ticket: Ticket,
    /// Its lines as they may be seen; `None`: on its way.
    pub lines: Option<Result<Vec<String>, Fault>>,
    /// What is looked for.
    pub search: Search,
    /// An MD5 key may be seen.
    pub revealed: bool,
    /// What lay on the screen before.
    pub under: Option<Box<Sheet>>,
}

impl RawJson {
    /// A document that is on its way.
    pub fn new(title: String, ticket: Ticket) -> Self {
        Self { title, ticket, lines: None, search: Search::default(), revealed: false, under: None }
    }

    /// The document came.
    pub fn take(&mut self, json: &str, hide: Option<&mask::Mask>) {
        let seen = |line: &str| {
            let line = text::clean(line);
            let line = if self.revealed { line } else { mask::without_md5(&line) };
            hide.map_or_else(|| line.clone(), |mask| mask.hide(&line))
        };
        self.lines = Some(Ok(json.lines().map(seen).collect()));
    }

    /// Begins to type what is looked for.
    pub fn begin(&mut self, scroll: Scroll) {
        self.search = Search { typing: true, began: scroll, ..Search::default() };
    }

    /// Leaves the search and goes back to where it began.
    pub fn drop_search(&mut self) -> Scroll {
        std::mem::take(&mut self.search).began
    }

    /// What was typed changed: the first place from where the search began on. ASCII letters match in either case.
    pub fn find(&mut self, height: usize) -> Scroll {
        let needle = self.search.field.text().to_ascii_lowercase();
        self.search.hits.clear();
        self.search.at = 0;
        let lines = match &self.lines {
            Some(Ok(lines)) if !needle.is_empty() => lines.as_slice(),
            _ => &[],
        };
        for (line, text) in lines.iter().enumerate() {
            let text = text.to_ascii_lowercase();
            self.search.hits.extend(text.match_indices(&needle).map(|(byte, _)| Hit { line, byte }));
        }
        let from = self.search.began.top;
        self.search.at = self.search.hits.iter().position(|hit| hit.line >= from).unwrap_or(0);
        self.shown(self.search.began, height)
    }

    /// To the next or an earlier place, round the ends.
    pub fn step(&mut self, by: isize, scroll: Scroll, height: usize) -> Scroll {
        let count = self.search.hits.len().cast_signed();
        if count > 0 {
            self.search.at = (self.search.at.cast_signed() + by).rem_euclid(count).cast_unsigned();
        }
        self.shown(scroll, height)
    }

    /// Scrolled as little as it takes to see the place we stand on, with a line around it.
    fn shown(&self, mut scroll: Scroll, height: usize) -> Scroll {
        let Some(hit) = self.search.hits.get(self.search.at) else { return scroll };
        let height = height.max(1);
        if hit.line < scroll.top || hit.line >= scroll.top + height {
            scroll.top = hit.line.saturating_sub(height / 3);
        }
        let lines = self.lines.as_ref().and_then(|lines| lines.as_ref().ok()).map_or(0, Vec::len);
        scroll.top = scroll.top.min(lines.saturating_sub(height));
        scroll
    }

    /// "3 of 12", or that there is none.
    pub fn count(&self) -> String {
        match (self.search.field.text(), self.search.hits.len()) {
            ("", _) => String::new(),
            (_, 0) => "not found".to_owned(),
            (_, count) => format!("{} of {count}", self.search.at + 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Tickets;
    use super::super::key::Key;
    use super::*;

    fn document(json: &str) -> RawJson {
        let mut raw = RawJson::new("x".into(), Tickets::default().tear());
        raw.take(json, None);
        raw
    }

    fn look_for(raw: &mut RawJson, needle: &str, from: usize) -> Scroll {
        raw.begin(Scroll { top: from });
        let mut scroll = Scroll { top: from };
        for c in needle.chars() {
            raw.search.field.press(Key::char(c));
            scroll = raw.find(10);
        }
        scroll
    }

    #[test]
    fn the_search_goes_on_from_where_it_began_and_round_the_ends() {
        let json: String = (0..100).map(|n| if n % 30 == 0 { "Here\n" } else { "x\n" }).collect();
        let mut raw = document(&json);
        let scroll = look_for(&mut raw, "here", 40);
        assert_eq!((raw.count().as_str(), scroll.top), ("3 of 4", 57));
        let scroll = raw.step(1, scroll, 10);
        assert_eq!((raw.count().as_str(), scroll.top), ("4 of 4", 87));
        let scroll = raw.step(1, scroll, 10);
        assert_eq!((raw.count().as_str(), scroll.top), ("1 of 4", 0));
        raw.step(-1, scroll, 10);
        assert_eq!(raw.count(), "4 of 4");
        assert_eq!(raw.drop_search(), Scroll { top: 40 }, "the position before the search comes back");
        look_for(&mut raw, "absent", 0);
        assert_eq!((raw.count().as_str(), raw.step(1, Scroll { top: 7 }, 10).top), ("not found", 7));
    }

    #[test]
    fn a_place_may_follow_wide_text_and_a_key_is_not_found_unless_revealed() {
        let mut raw = document("\"東京 TOKYO\"\n\"md5_key\": \"secret\"");
        look_for(&mut raw, "tokyo", 0);
        assert_eq!(raw.search.hits, [Hit { line: 0, byte: 8 }]);
        look_for(&mut raw, "secret", 0);
        assert_eq!(raw.count(), "not found");
        raw.revealed = true;
        raw.take("\"md5_key\": \"secret\"", None);
        look_for(&mut raw, "secret", 0);
        assert_eq!(raw.count(), "1 of 1");
    }
}
