//! Which characters are drawn: all, all but our own that some terminals draw two cells wide, or ASCII alone.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar as _;

/// The characters that may be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Glyphs {
    /// All.
    #[default]
    Unicode,
    /// All but those of ours whose width is ambiguous (UAX #11): in East Asian terminals they take two cells.
    Narrow,
    /// ASCII.
    Ascii,
}

impl Glyphs {
    /// What the locale calls for: the first of `LC_ALL`, `LC_CTYPE` and `LANG` that says something. Without UTF-8, ASCII.
    pub fn of_locale<'a>(variable: impl Fn(&str) -> Option<&'a str>) -> Self {
        let set = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().filter_map(variable).find(|value| !value.is_empty());
        let locale = set.unwrap_or_default().to_ascii_lowercase();
        if !locale.contains("utf-8") && !locale.contains("utf8") {
            Self::Ascii
        } else if ["ja", "ko", "zh"].iter().any(|language| locale.starts_with(language)) {
            Self::Narrow
        } else {
            Self::Unicode
        }
    }

    /// A text in these characters, cell for cell.
    pub fn draw(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::Unicode => Cow::Borrowed(text),
            _ if text.is_ascii() => Cow::Borrowed(text),
            Self::Narrow => text.chars().map(|c| ours(c).unwrap_or(c)).collect(),
            Self::Ascii => {
                let mut drawn = String::with_capacity(text.len());
                for c in text.chars() {
                    match (c.is_ascii(), ours(c)) {
                        (true, _) => drawn.push(c),
                        (_, Some(plain)) => drawn.push(plain),
                        (_, None) => drawn.extend(std::iter::repeat_n('?', c.width().unwrap_or(0))),
                    }
                }
                Cow::Owned(drawn)
            }
        }
    }
}

/// What stands for a character that we draw ourselves.
fn ours(c: char) -> Option<char> {
    Some(match c {
        '─' | '–' | '—' => '-',
        '│' => '|',
        '…' => '~',
        '←' => '<',
        '→' => '>',
        '↑' => '^',
        '↓' => 'v',
        '×' => 'x',
        crate::domain::text::MARK => '?',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr as _;

    use super::*;

    #[test]
    fn each_text_keeps_its_width_and_ascii_is_ascii() {
        for text in ["─│…←→↑↓×", "Zürich 東京", "a\u{301}b\u{fffd}", "plain"] {
            let drawn = Glyphs::Ascii.draw(text);
            assert!(drawn.is_ascii(), "{drawn}");
            assert_eq!(drawn.width(), text.width(), "{text}");
            assert_eq!(Glyphs::Narrow.draw(text).width(), text.width());
            assert_eq!(Glyphs::Unicode.draw(text), text);
        }
        assert_eq!(Glyphs::Ascii.draw("Zürich 東京…"), "Z?rich ????~");
        assert_eq!(Glyphs::Narrow.draw("Zürich 東京…"), "Zürich 東京~");
    }

    #[test]
    fn the_first_variable_that_says_something_decides() {
        let of = |set: &[(&str, &'static str)]| {
            let set = set.to_vec();
            Glyphs::of_locale(move |name| set.iter().find(|(own, _)| *own == name).map(|(_, value)| *value))
        };
        assert_eq!(of(&[("LANG", "en_GB.UTF-8")]), Glyphs::Unicode);
        assert_eq!(of(&[("LC_ALL", "C"), ("LANG", "en_GB.UTF-8")]), Glyphs::Ascii);
        assert_eq!(of(&[("LC_ALL", ""), ("LC_CTYPE", "de_DE.utf8"), ("LANG", "C")]), Glyphs::Unicode);
        assert_eq!(of(&[("LANG", "ja_JP.UTF-8")]), Glyphs::Narrow);
        assert_eq!(of(&[]), Glyphs::Ascii);
    }
}
