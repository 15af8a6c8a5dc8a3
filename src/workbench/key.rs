//! A key as the workbench knows it: no terminal library in it.

use std::fmt;
use std::str::FromStr;

/// What was pressed, without modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// A character; its case says whether Shift was held.
    Char(char),
    /// Return.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift and Tab.
    BackTab,
    /// Delete to the left.
    Backspace,
    /// Delete to the right.
    Delete,
    /// Arrow.
    Left,
    /// Arrow.
    Right,
    /// Arrow.
    Up,
    /// Arrow.
    Down,
    /// To the start.
    Home,
    /// To the end.
    End,
    /// A page back.
    PageUp,
    /// A page on.
    PageDown,
    /// A function key, 1 to 24.
    F(u8),
}

/// A key press.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// What was pressed.
    pub code: Code,
    /// Control was held.
    pub ctrl: bool,
    /// Alt was held.
    pub alt: bool,
}

impl Key {
    /// A character key with Alt.
    pub const fn alt(c: char) -> Self {
        Self { code: Code::Char(c), ctrl: false, alt: true }
    }

    /// A key without modifiers.
    pub const fn plain(code: Code) -> Self {
        Self { code, ctrl: false, alt: false }
    }

    /// A character key.
    pub const fn char(c: char) -> Self {
        Self::plain(Code::Char(c))
    }

    /// Control and a character.
    pub const fn ctrl(c: char) -> Self {
        Self { code: Code::Char(c), ctrl: true, alt: false }
    }
}

impl Key {
    /// It is typed as text where text is typed.
    pub const fn is_text(&self) -> bool {
        matches!(self.code, Code::Char(_)) && !self.ctrl && !self.alt
    }
}

/// The names of keys that are no characters, the printed one first.
const NAMES: [(Code, &[&str]); 15] = [
    (Code::Enter, &["enter", "return"]),
    (Code::Esc, &["esc", "escape"]),
    (Code::BackTab, &["shift-tab", "backtab"]),
    (Code::Tab, &["tab"]),
    (Code::Backspace, &["backspace"]),
    (Code::Delete, &["delete", "del"]),
    (Code::Left, &["left"]),
    (Code::Right, &["right"]),
    (Code::Up, &["up"]),
    (Code::Down, &["down"]),
    (Code::Home, &["home"]),
    (Code::End, &["end"]),
    (Code::PageUp, &["pgup", "pageup"]),
    (Code::PageDown, &["pgdn", "pagedown"]),
    (Code::Char(' '), &["space"]),
];

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.ctrl { "ctrl-" } else { "" })?;
        f.write_str(if self.alt { "alt-" } else { "" })?;
        match (NAMES.iter().find(|(code, _)| *code == self.code), self.code) {
            (Some((_, names)), _) => f.write_str(names[0]),
            (None, Code::F(n)) => write!(f, "f{n}"),
            (None, Code::Char(c)) => write!(f, "{c}"),
            (None, other) => write!(f, "{other:?}"),
        }
    }
}

/// Reads what `Display` writes. Names are read in any case, characters as they are: `g` and `G` are two keys.
impl FromStr for Key {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut key = Self::plain(Code::Esc);
        let mut rest = text;
        loop {
            let lower = rest.to_lowercase();
            if !key.ctrl && lower.starts_with("ctrl-") {
                key.ctrl = true;
                rest = rest.get(5..).unwrap_or_default();
            } else if !key.alt && lower.starts_with("alt-") {
                key.alt = true;
                rest = rest.get(4..).unwrap_or_default();
            } else {
                break;
            }
        }
        key.code = code(rest, text)?;
        match key.code {
            Code::Char(c) if key.ctrl && c.is_ascii_uppercase() => key.code = Code::Char(c.to_ascii_lowercase()),
            _ => {}
        }
        // Outside fact: a terminal sends one byte for Control and a character, and these bytes have other names.
        match key.code {
            Code::Char('i') if key.ctrl => Err(format!("a terminal sends `{text}` as tab")),
            Code::Char('m') if key.ctrl => Err(format!("a terminal sends `{text}` as enter")),
            Code::Char('a'..='z' | ' ') => Ok(key),
            Code::Char(_) | Code::Enter | Code::Esc | Code::Tab | Code::BackTab | Code::Backspace if key.ctrl => {
                Err(format!("no terminal sends `{text}`"))
            }
            _ => Ok(key),
        }
    }
}

fn code(name: &str, text: &str) -> Result<Code, String> {
    let mut characters = name.chars();
    if let (Some(c), None) = (characters.next(), characters.next()) {
        return if c.is_control() {
            Err("a control character is no name of a key".to_owned())
        } else {
            Ok(Code::Char(c))
        };
    }
    let lower = name.to_lowercase();
    if let Some((code, _)) = NAMES.iter().find(|(_, names)| names.contains(&lower.as_str())) {
        return Ok(*code);
    }
    match lower.strip_prefix('f').and_then(|number| number.parse().ok()) {
        Some(number @ 1..=24) => Ok(Code::F(number)),
        _ if lower.starts_with("shift-") => Err(format!("`{text}`: a capital letter says Shift: `G`, not `shift-g`")),
        _ => Err(format!("no key is called `{text}` (such as d, G, space, enter, f5, pgdn, ctrl-d, alt-x)")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_table_reads_as_it_is_written() {
        for key in super::super::command::TABLE.iter().flat_map(|row| row.keys) {
            assert_eq!(key.to_string().parse(), Ok(*key), "{key}");
        }
    }

    #[test]
    fn names_are_read_in_any_case_and_characters_as_they_are() {
        for (text, key, written) in [
            ("G", Key::char('G'), "G"),
            ("-", Key::char('-'), "-"),
            ("Ctrl-D", Key::ctrl('d'), "ctrl-d"),
            ("F12", Key::plain(Code::F(12)), "f12"),
            ("SPACE", Key::char(' '), "space"),
            ("Return", Key::plain(Code::Enter), "enter"),
            ("backtab", Key::plain(Code::BackTab), "shift-tab"),
            ("alt-X", Key { code: Code::Char('X'), ctrl: false, alt: true }, "alt-X"),
            ("alt-ctrl-pgup", Key { code: Code::PageUp, ctrl: true, alt: true }, "ctrl-alt-pgup"),
            ("alt--", Key { code: Code::Char('-'), ctrl: false, alt: true }, "alt--"),
        ] {
            assert_eq!(text.parse(), Ok(key), "{text}");
            assert_eq!(key.to_string(), written);
        }
    }

    #[test]
    fn what_no_terminal_sends_is_refused_with_the_reason() {
        for (text, said) in [
            ("ctrl-i", "as tab"),
            ("ctrl-m", "as enter"),
            ("ctrl-1", "no terminal"),
            ("ctrl-enter", "no terminal"),
            ("shift-g", "`G`"),
            ("", "no key"),
            ("f25", "no key"),
            ("hyper-x", "no key"),
            ("\u{1b}", "control"),
        ] {
            let why = text.parse::<Key>().unwrap_err();
            assert!(why.contains(said), "{text}: {why}");
        }
    }
}
