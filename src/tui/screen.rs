//! From a picture to the fewest bytes: the last one is kept, the difference goes out in one piece.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::ink;

const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";
/// Bytes of a frame that need no marks: they come in one piece, and a terminal draws them in one.
const SMALL: usize = 128;
const SHOW: &[u8] = b"\x1b[?25h";
const HIDE: &[u8] = b"\x1b[?25l";

/// What the terminal shows, as far as we know.
#[derive(Debug, Default)]
pub struct Screen {
    shown: Buffer,
    cursor: Option<Position>,
    wiped: bool,
    unsynchronized: bool,
}

impl Screen {
    /// A screen whose frames stand between the marks of mode 2026, or not.
    pub fn new(sync: bool) -> Self {
        Self { unsynchronized: !sync, ..Self::default() }
    }

    /// Nothing can be taken for granted any more: the next frame draws every cell.
    pub fn forget(&mut self) {
        self.shown = Buffer::default();
        self.wiped = true;
    }

    /// The bytes that turn what is shown into this picture; none where nothing differs. Where it is wanted, and more than
    /// a few cells change, all is wiped or the cursor is seen to move, one synchronized update, so that a terminal that knows mode 2026
    /// shows it at once.
    pub fn frame(
        &mut self,
        (columns, rows): (u16, u16),
        paint: impl FnOnce(&mut Buffer) -> Option<Position>,
    ) -> Vec<u8> {
        let area = Rect::new(0, 0, columns, rows);
        let mut picture = Buffer::empty(area);
        let cursor = paint(&mut picture);
        if self.shown.area != area {
            self.wiped |= !self.shown.area.is_empty();
            self.shown = Buffer::empty(area);
        }
        let mut bytes = Vec::new();
        let wiped = std::mem::take(&mut self.wiped);
        if wiped {
            bytes.extend_from_slice(b"\x1b[m\x1b[2J");
        }
        let changes = self.shown.diff(&picture);
        ink::write(&mut bytes, changes.into_iter());
        if bytes.is_empty() && cursor == self.cursor {
            return Vec::new();
        }
        match cursor {
            Some(at) => {
                bytes.extend_from_slice(format!("\x1b[{};{}H", at.y + 1, at.x + 1).as_bytes());
                if wiped || self.cursor.is_none() {
                    bytes.extend_from_slice(SHOW);
                }
            }
            None if wiped || self.cursor.is_some() => bytes.extend_from_slice(HIDE),
            None => {}
        }
        let seen = self.cursor.is_some() || cursor.is_some();
        if !self.unsynchronized && (wiped || seen || bytes.len() > SMALL) {
            bytes.splice(..0, BEGIN.iter().copied());
            bytes.extend_from_slice(END);
        }
        self.cursor = cursor;
        self.shown = picture;
        bytes
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::Style;

    use super::*;

    fn words(text: &'static str) -> impl FnOnce(&mut Buffer) -> Option<Position> {
        move |buffer| {
            buffer.set_string(0, 0, text, Style::new());
            None
        }
    }

    #[test]
    fn the_same_picture_costs_nothing_and_one_cell_little() {
        let mut screen = Screen::default();
        assert!(screen.frame((20, 2), words("hello")).len() > 5);
        assert!(screen.frame((20, 2), words("hello")).is_empty());
        assert_eq!(screen.frame((20, 2), words("hellO")), b"\x1b[1;5HO");
    }

    #[test]
    fn what_could_be_seen_half_drawn_stands_between_the_marks() {
        let marked = |bytes: &[u8]| bytes.starts_with(BEGIN) && bytes.ends_with(END);
        let mut screen = Screen::default();
        let long = |symbol| {
            move |buffer: &mut Buffer| {
                buffer.set_string(0, 0, String::from(symbol).repeat(SMALL), Style::new());
                None
            }
        };
        assert!(marked(&screen.frame((200, 2), long('a'))));
        assert!(marked(&screen.frame((200, 2), |buffer| {
            long('a')(buffer);
            Some(Position::new(1, 1))
        })));
        assert!(marked(&screen.frame((200, 2), long('a'))), "the cursor goes");
        assert!(!marked(&screen.frame((200, 2), |buffer| {
            long('a')(buffer);
            buffer.set_string(0, 1, "b", Style::new());
            None
        })));
    }

    #[test]
    fn unsynchronized_frames_carry_no_marks() {
        let frame = Screen::new(false).frame((200, 2), |buffer| {
            buffer.set_string(0, 0, "x".repeat(200), Style::new());
            None
        });
        assert!(!frame.is_empty() && !frame.windows(5).any(|five| five == b"?2026"));
    }

    #[test]
    fn another_size_and_a_repaint_draw_everything() {
        let mut screen = Screen::default();
        screen.frame((20, 2), words("hello"));
        let clears = |bytes: Vec<u8>| bytes.starts_with(b"\x1b[?2026h\x1b[m\x1b[2J") && bytes.ends_with(END);
        assert!(clears(screen.frame((21, 2), words("hello"))));
        screen.forget();
        assert!(clears(screen.frame((21, 2), words("hello"))));
    }

    #[test]
    fn the_cursor_is_shown_where_text_is_typed_only() {
        let mut screen = Screen::default();
        let at = |x| move |_: &mut Buffer| Some(Position::new(x, 0));
        let has = |bytes: &[u8], what: &[u8]| bytes.windows(what.len()).any(|part| part == what);
        assert!(has(&screen.frame((9, 1), at(1)), SHOW));
        let moved = screen.frame((9, 1), at(2));
        assert!(has(&moved, b"\x1b[1;3H") && !has(&moved, SHOW));
        assert!(has(&screen.frame((9, 1), |_: &mut Buffer| None), HIDE));
    }
}
