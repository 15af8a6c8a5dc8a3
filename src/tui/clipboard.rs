//! The terminal's clipboard by OSC 52: written by us, never answered. Whether the terminal took it cannot be known.

use std::ffi::OsStr;

/// Longest text in base64 that terminals are known to take.
const LONGEST: usize = 74_994;
/// Longest piece that GNU screen passes through.
const PIECE: usize = 240;

/// What lies between us and the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clipboard {
    /// Nothing.
    Plain,
    /// tmux.
    Tmux,
    /// GNU screen.
    Screen,
    /// The terminal has no clipboard.
    None,
}

impl Clipboard {
    /// By `TERM` and `TMUX`.
    pub fn of(term: Option<&OsStr>, tmux: Option<&OsStr>) -> Self {
        let term = term.map(OsStr::to_string_lossy).unwrap_or_default();
        if term == "dumb" || term == "linux" {
            Self::None
        } else if tmux.is_some_and(|tmux| !tmux.is_empty()) {
            Self::Tmux
        } else if term.starts_with("screen") {
            Self::Screen
        } else {
            Self::Plain
        }
    }

    /// The bytes that offer a text to the clipboard, or why not.
    pub fn bytes(self, text: &str) -> Result<Vec<u8>, String> {
        if self == Self::None {
            return Err("not sent: this terminal has no clipboard (Y, then show plain)".to_owned());
        }
        let coded = base64(text.as_bytes());
        if coded.len() > LONGEST {
            let count = coded.len();
            return Err(format!("not sent: {count} bytes are more than the {LONGEST} that terminals take"));
        }
        let plain = format!("\x1b]52;c;{coded}\x07");
        let passed = self.through(&plain);
        // tmux takes the plain form where `set-clipboard` is on, passes the other on where `allow-passthrough` is.
        Ok(if self == Self::Tmux { [plain.into_bytes(), passed].concat() } else { passed })
    }

    /// A sequence as the terminal itself gets it, through what lies between; nothing where it would print it.
    pub(super) fn through(self, sequence: &str) -> Vec<u8> {
        match self {
            Self::Plain => sequence.as_bytes().to_vec(),
            Self::Tmux => format!("\x1bPtmux;{}\x1b\\", sequence.replace('\x1b', "\x1b\x1b")).into_bytes(),
            Self::Screen => {
                let pieces = sequence.as_bytes().chunks(PIECE);
                pieces.flat_map(|piece| [b"\x1bP".as_slice(), piece, b"\x1b\\"].concat()).collect()
            }
            Self::None => vec![],
        }
    }
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digit = |group: u32, shift: u32| char::from(DIGITS[(group >> shift & 63) as usize]);
    let mut coded = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for piece in bytes.chunks(3) {
        let at = |n: usize| u32::from(piece.get(n).copied().unwrap_or(0));
        let group = at(0) << 16 | at(1) << 8 | at(2);
        coded.push(digit(group, 18));
        coded.push(digit(group, 12));
        coded.push(if piece.len() > 1 { digit(group, 6) } else { '=' });
        coded.push(if piece.len() > 2 { digit(group, 0) } else { '=' });
    }
    coded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_as_rfc_4648_has_it() {
        for (text, coded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
            ("東", "5p2x"),
        ] {
            assert_eq!(base64(text.as_bytes()), coded);
        }
    }

    #[test]
    fn what_lies_between_decides_the_bytes() {
        let bytes = |clipboard: Clipboard| String::from_utf8(clipboard.bytes("foo").unwrap()).unwrap();
        assert_eq!(bytes(Clipboard::Plain), "\x1b]52;c;Zm9v\x07");
        let wrapped = "\x1b]52;c;Zm9v\x07\x1bPtmux;\x1b\x1b]52;c;Zm9v\x07\x1b\\";
        assert_eq!(bytes(Clipboard::Tmux), wrapped);
        assert_eq!(bytes(Clipboard::Screen), "\x1bP\x1b]52;c;Zm9v\x07\x1b\\");
    }

    #[test]
    fn screen_gets_pieces_that_join_to_the_whole() {
        let text = "x".repeat(1000);
        let bytes = String::from_utf8(Clipboard::Screen.bytes(&text).unwrap()).unwrap();
        let pieces: Vec<&str> = bytes.split("\x1b\\").filter(|piece| !piece.is_empty()).collect();
        assert!(pieces.len() > 1 && pieces.iter().all(|piece| piece.starts_with("\x1bP") && piece.len() <= PIECE + 2));
        let joined: String = pieces.iter().map(|piece| &piece[2..]).collect();
        assert_eq!(joined.as_bytes(), Clipboard::Plain.bytes(&text).unwrap());
    }

    #[test]
    fn too_long_a_text_and_a_terminal_without_a_clipboard_are_refused_with_a_sentence() {
        let most = LONGEST / 4 * 3;
        assert!(Clipboard::Plain.bytes(&"x".repeat(most)).is_ok());
        assert!(Clipboard::Plain.bytes(&"x".repeat(most + 3)).unwrap_err().contains("74994"));
        assert!(Clipboard::None.bytes("x").unwrap_err().contains("no clipboard"));
    }

    #[test]
    fn the_environment_tells_what_lies_between() {
        let of = |term: &str, tmux: &str| Clipboard::of(Some(OsStr::new(term)), Some(OsStr::new(tmux)));
        assert_eq!(of("dumb", "x"), Clipboard::None);
        assert_eq!(of("linux", ""), Clipboard::None);
        assert_eq!(of("screen-256color", "/tmp/tmux"), Clipboard::Tmux);
        assert_eq!(of("screen.xterm", ""), Clipboard::Screen);
        assert_eq!(of("xterm-256color", ""), Clipboard::Plain);
        assert_eq!(Clipboard::of(None, None), Clipboard::Plain);
    }
}
