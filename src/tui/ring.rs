//! The bell and the notifications of a terminal, as bytes.

use super::clipboard::Clipboard;
use crate::domain::{Notify, Ring};

/// What is written to call a person. The text holds printable ASCII only and no semicolon.
pub(super) fn bytes(ring: Ring, text: &str, between: Clipboard) -> Vec<u8> {
    let mut bytes = if ring.bell { b"\x07".to_vec() } else { vec![] };
    let sequence = match ring.notify {
        Notify::Off => return bytes,
        // The text begins with a letter: a digit would mean another command to ConEmu and Windows Terminal.
        Notify::Osc9 => format!("\x1b]9;{text}\x07"),
        Notify::Osc777 => format!("\x1b]777;notify;meetme;{text}\x07"),
    };
    bytes.extend(between.through(&sequence));
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bell: bool, notify: Notify, between: Clipboard) -> String {
        String::from_utf8(bytes(Ring { bell, notify }, "meetme p: port got worse: 1 DOWN", between)).unwrap()
    }

    #[test]
    fn the_bytes_are_these_and_no_others() {
        let text = "meetme p: port got worse: 1 DOWN";
        assert_eq!(of(false, Notify::Off, Clipboard::Plain), "");
        assert_eq!(of(true, Notify::Off, Clipboard::Tmux), "\x07");
        assert_eq!(of(false, Notify::Osc9, Clipboard::Plain), format!("\x1b]9;{text}\x07"));
        assert_eq!(of(true, Notify::Osc777, Clipboard::Plain), format!("\x07\x1b]777;notify;meetme;{text}\x07"));
        let tmux = format!("\x1bPtmux;\x1b\x1b]9;{text}\x07\x1b\\");
        assert_eq!(of(false, Notify::Osc9, Clipboard::Tmux), tmux, "tmux shows none itself: it passes it on");
        assert_eq!(of(false, Notify::Osc9, Clipboard::Screen), format!("\x1bP\x1b]9;{text}\x07\x1b\\"));
        assert_eq!(of(true, Notify::Osc9, Clipboard::None), "\x07", "a console would print it");
    }
}
