//! The one way from the server's text to a screen, a stream, a log or a file name.

use std::fmt::Write as _;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Shown in the place of a character that must not reach a terminal.
pub const MARK: char = '\u{fffd}';
const MARKS_PER_CELL: usize = 4;

/// Makes text safe for one line of a terminal: controls, direction and invisible characters become [`MARK`], and at
/// most four combining marks stay on a cell.
pub fn clean(text: &str) -> String {
    // What nearly all text is needs no second look.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.to_owned();
    }
    let mut marks = 0;
    text.chars()
        .filter_map(|c| {
            let c = if hostile(c) { MARK } else { c };
            marks = if c.width() == Some(0) { marks + 1 } else { 0 };
            (marks <= MARKS_PER_CELL).then_some(c)
        })
        .collect()
}

/// Like [`clean`], but keeps line ends.
pub fn clean_lines(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(clean).collect();
    lines.join("\n")
}

/// Cuts to at most `cells` columns, with `…` where something was lost.
pub fn cut(text: &str, cells: usize) -> String {
    if text.width() <= cells {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 0;
    for c in text.chars() {
        let width = c.width().unwrap_or(0);
        if used + width + 1 > cells {
            break;
        }
        used += width;
        out.push(c);
    }
    if cells > 0 {
        out.push('…');
    }
    out
}

/// Lines of at most so many cells, broken at spaces; a longer word is broken where it must be.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ') {
        let gap = usize::from(!line.is_empty());
        if line.width() + gap + word.width() <= width {
            if gap == 1 {
                line.push(' ');
            }
            line.push_str(word);
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for c in word.chars() {
            let one = c.width().unwrap_or(0);
            if line.width() + one > width {
                let next = line.split_off(break_in(&line));
                lines.push(std::mem::replace(&mut line, next));
            }
            line.push(c);
        }
    }
    lines.push(line);
    lines
}

/// Where a word that is longer than its line is broken: behind its last comma or slash, unless that leaves much of the
/// line empty.
fn break_in(line: &str) -> usize {
    let at = line.rfind([',', '/']).map_or(0, |at| at + 1);
    if at > line.len() / 2 { at } else { line.len() }
}

/// Every character that is not printable ASCII as `\u{…}`: to see what a name really holds.
pub fn escaped(text: &str) -> String {
    text.chars().flat_map(|c| if (' '..='~').contains(&c) { vec![c] } else { c.escape_unicode().collect() }).collect()
}

/// JSON text in which every character that is not printable is escaped: the data is the same, and nothing in it is an
/// order to a terminal (RELIABILITY X3). Line ends between values stay.
pub fn json(plain: String) -> String {
    // Without a way out of the loop, which lets many bytes be looked at in one step.
    let odd = |found: bool, byte: u8| found | !matches!(byte, b' '..=b'~' | b'\n');
    if !plain.bytes().fold(false, odd) {
        return plain;
    }
    let mut safe = String::with_capacity(plain.len());
    for c in plain.chars() {
        if c == '\n' || is_safe(c) {
            safe.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(safe, "\\u{unit:04x}");
            }
        }
    }
    safe
}

/// A character that stays as it is in [`clean`], where it is not one of too many marks.
pub fn is_safe(c: char) -> bool {
    !hostile(c)
}

/// Characters that can move the cursor, reorder a line, hide text or select a private glyph.
fn hostile(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{e0fff}' | '\u{f0000}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_passes() {
        for hostile in ["\x1b[2J", "\u{9b}31m", "a\u{202e}b", "a\u{200b}b", "\u{e0041}", "a\r\nb", "\u{feff}x"] {
            let shown = clean(hostile);
            assert!(shown.contains(MARK), "{hostile:?}");
            assert!(!shown.chars().any(super::hostile), "{shown:?}");
        }
        assert_eq!(clean("Zürich 東京"), "Zürich 東京");
    }

    #[test]
    fn combining_runs_are_short_and_cuts_are_by_cell() {
        assert_eq!(clean(&format!("e{}", "\u{301}".repeat(40))).chars().count(), 5);
        assert_eq!(cut("東京東京", 5), "東京…");
        assert_eq!(cut("short", 5), "short");
        assert_eq!(cut("anything", 0), "");
        assert_eq!(escaped("a\u{202e}é"), "a\\u{202e}\\u{e9}");
    }

    #[test]
    fn lines_break_at_spaces_and_long_words_where_they_must() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefghij k", 4), ["abcd", "efgh", "ij k"]);
        assert_eq!(wrap("東京東京", 5), ["東京", "東京"]);
        assert_eq!(wrap("", 5), [""]);
        assert_eq!(wrap(r#"{"mtu":1500,"asn":64701}"#, 16), [r#"{"mtu":1500,"#, r#""asn":64701}"#]);
        assert_eq!(wrap("a,bcdefghij", 6), ["a,bcde", "fghij"], "an early comma is no place to break");
    }
}
