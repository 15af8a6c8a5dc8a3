//! The control sequences that are ours, and nothing else: what a terminal may get from us.

#[path = "../../fuzz/plain.rs"]
mod plain;

use plain::is_plain;

/// Modes that we set and reset.
const MODES: [&str; 7] = ["1049", "2004", "1004", "25", "2026", "1000", "1006"];

/// What may stand in a stream.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum May {
    /// Text and line ends.
    Lines,
    /// Pictures: modes, places, attributes; and what a person asked for: a clipboard.
    Draw,
}

/// The first thing in the bytes that is not ours, with what stands before it.
pub(super) fn foreign(bytes: &[u8], may: May) -> Option<String> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(why) => return Some(format!("no UTF-8 after {:?}", tail(&bytes[..why.valid_up_to()]))),
    };
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            '\n' => 1,
            '\r' if may == May::Draw || rest.starts_with("\r\n") => 1,
            // Ends a sequence that was cut (ECMA-48 8.3.6), and calls nobody outside of a clipboard.
            '\x18' if may == May::Draw => 1,
            '\x1b' if may == May::Draw => sequence(rest),
            c if is_plain(c) => c.len_utf8(),
            _ => 0,
        };
        if taken == 0 {
            let at = text.len() - rest.len();
            let shown: String = rest.chars().take(20).collect();
            return Some(format!("{shown:?} after {:?}", tail(&bytes[..at])));
        }
        rest = &rest[taken..];
    }
    None
}

fn tail(bytes: &[u8]) -> String {
    String::from_utf8_lossy(&bytes[bytes.len().saturating_sub(60)..]).into_owned()
}

/// The length of a sequence of ours at the beginning of a text, or nothing.
fn sequence(text: &str) -> usize {
    if let Some(rest) = text.strip_prefix("\x1b]52;c;") {
        let coded = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "+/=".contains(c))).unwrap_or(rest.len());
        return if rest[coded..].starts_with('\x07') { "\x1b]52;c;".len() + coded + 1 } else { 0 };
    }
    let Some(rest) = text.strip_prefix("\x1b[") else { return 0 };
    let Some(end) = rest.find(|c: char| c.is_ascii_alphabetic()) else { return 0 };
    let (words, last) = (&rest[..end], &rest[end..=end]);
    let number = |word: &str| !word.is_empty() && word.len() < 5 && word.bytes().all(|byte| byte.is_ascii_digit());
    let ours = match last {
        "h" | "l" => words.strip_prefix('?').is_some_and(|mode| MODES.contains(&mode)),
        "H" => words.is_empty() || words.split_once(';').is_some_and(|(row, column)| number(row) && number(column)),
        "C" => words.is_empty() || number(words),
        "m" => are_attributes(words),
        "J" => matches!(words, "2" | ""),
        "K" => words.is_empty(),
        _ => false,
    };
    if ours { "\x1b[".len() + end + 1 } else { 0 }
}

/// Bold, dim, italic, underlined, reversed, and colours; never blinking or hidden.
fn are_attributes(words: &str) -> bool {
    let mut words = words.split(';');
    while let Some(word) = words.next() {
        let known = match word {
            "" => true,
            "38" | "48" => {
                let count = if words.next() == Some("5") { 1 } else { 3 };
                (0..count).all(|_| words.next().is_some_and(|word| word.parse::<u8>().is_ok()))
            }
            word => {
                matches!(word.parse::<u8>(), Ok(0..=4 | 7 | 22..=24 | 27 | 30..=39 | 40..=49 | 90..=97 | 100..=107))
            }
        };
        if !known {
            return false;
        }
    }
    true
}

#[test]
fn what_is_not_ours_is_seen() {
    let ours = "\x1b[?1049h\x1b[?25l\x1b[1;1H\x1b[;1;38;5;208mText \u{6771} e\u{301}\x1b[m\x1b[5C\x1b[2J\x18\r\n";
    assert_eq!(foreign(ours.as_bytes(), May::Draw), None);
    assert_eq!(foreign("one\ntwo \u{fffd}\n".as_bytes(), May::Lines), None);
    for odd in [
        "\x1b[3J",
        "\x1b]0;x\x07",
        "\x1bc",
        "\x1b[5n",
        "\u{9b}1m",
        "\x1b[5m",
        "\x1b[8m",
        "\x1b[?1003h",
        "\u{202e}",
        "\u{200b}",
        "\x07",
        "\x08",
        "\t",
        "\x1b[",
        "\x1b[38;5m",
        "\x1b]52;c;a\x1b\\",
        "\x1bPq\x1b\\",
        "\u{7f}",
        "\0",
    ] {
        let seen = foreign(format!("ours {odd} ").as_bytes(), May::Draw);
        assert!(seen.is_some(), "{odd:?}");
        assert!(foreign(format!("ours {odd}").as_bytes(), May::Lines).is_some(), "{odd:?}");
    }
    assert!(foreign(b"\x1b[m", May::Lines).is_some() && foreign(b"a\rb", May::Lines).is_some());
    assert!(foreign(b"\xff", May::Draw).is_some());
}
