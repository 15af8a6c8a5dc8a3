//! One line of text being typed.

use tui_input::{Input, InputRequest};

use super::key::{Code, Key};

/// Longest text that a field takes, in characters: a paste of a whole file is a mistake.
const LONGEST: usize = 4096;

/// A line of text with a cursor.
#[derive(Debug, Clone, Default)]
pub struct TextField {
    input: Input,
    /// The next character takes the place of all that is there.
    selected: bool,
}

impl PartialEq for TextField {
    fn eq(&self, other: &Self) -> bool {
        let parts = |field: &Self| (field.input.cursor(), field.selected);
        self.input.value() == other.input.value() && parts(self) == parts(other)
    }
}

impl TextField {
    /// A field that holds a text, the cursor at its end.
    pub fn new(text: &str) -> Self {
        Self { input: Input::new(text.to_owned()), selected: false }
    }

    /// What was typed.
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// From now on the first character that is typed takes the place of what is there; any other key edits it.
    pub fn select(&mut self) {
        self.selected = !self.text().is_empty();
        self.input.handle(InputRequest::GoToEnd);
    }

    /// What is there is edited.
    pub fn deselect(&mut self) {
        self.selected = false;
    }

    /// The next character takes the place of what is there.
    pub fn is_selected(&self) -> bool {
        self.selected
    }

    /// What is shown in so many cells, and the cell of the cursor in it.
    pub fn window(&self, cells: u16) -> (String, u16) {
        let cells = usize::from(cells.max(1));
        let scroll = self.input.visual_scroll(cells.saturating_sub(1));
        let shown = self.input.value().chars().skip(scroll).collect::<String>();
        (shown, u16::try_from(self.input.visual_cursor().saturating_sub(scroll)).unwrap_or(0))
    }

    /// Puts text in at the cursor; controls (a pasted line end among them) become spaces.
    pub fn insert(&mut self, text: &str) {
        if std::mem::take(&mut self.selected) {
            self.input.reset();
        }
        for c in text.trim_end_matches(['\r', '\n']).chars().take(LONGEST) {
            if self.input.value().chars().count() >= LONGEST {
                break;
            }
            self.input.handle(InputRequest::InsertChar(if c.is_control() { ' ' } else { c }));
        }
    }

    /// Takes an editing key. `false`: not one.
    pub fn press(&mut self, key: Key) -> bool {
        let request = match (key.code, key.ctrl, key.alt) {
            (Code::Char(c), false, false) => {
                self.insert(&c.to_string());
                return true;
            }
            (Code::Backspace, false, false) | (Code::Char('h'), true, false) => InputRequest::DeletePrevChar,
            (Code::Delete, _, false) | (Code::Char('d'), true, false) => InputRequest::DeleteNextChar,
            (Code::Left, false, false) | (Code::Char('b'), true, false) => InputRequest::GoToPrevChar,
            (Code::Right, false, false) | (Code::Char('f'), true, false) => InputRequest::GoToNextChar,
            (Code::Left, ..) | (Code::Char('b'), _, true) => InputRequest::GoToPrevWord,
            (Code::Right, ..) | (Code::Char('f'), _, true) => InputRequest::GoToNextWord,
            (Code::Home, ..) | (Code::Char('a'), true, _) => InputRequest::GoToStart,
            (Code::End, ..) | (Code::Char('e'), true, _) => InputRequest::GoToEnd,
            (Code::Char('u'), true, _) => InputRequest::DeleteLine,
            (Code::Char('k'), true, _) => InputRequest::DeleteTillEnd,
            (Code::Char('w'), true, _) | (Code::Backspace, ..) => InputRequest::DeletePrevWord,
            (Code::Char('d'), _, true) => InputRequest::DeleteNextWord,
            _ => return false,
        };
        self.selected = false;
        self.input.handle(request);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paste_stays_one_line_and_bounded() {
        let mut field = TextField::default();
        field.insert("a\r\nb\n");
        assert_eq!(field.text(), "a  b");
        field.insert(&"x".repeat(100_000));
        assert_eq!(field.text().chars().count(), LONGEST);
    }

    #[test]
    fn keys_edit_and_others_are_left_alone() {
        let mut field = TextField::new("icn iad");
        assert!(field.press(Key::ctrl('w')) && field.text() == "icn ");
        assert!(field.press(Key::char('b')) && field.text() == "icn b");
        assert!(!field.press(Key::plain(Code::F(5))) && !field.press(Key::plain(Code::Tab)));
        assert_eq!(field.window(4).1, 3, "the cursor stays inside the window");
    }

    #[test]
    fn what_is_selected_gives_way_to_the_first_character_and_stays_for_other_keys() {
        let mut field = TextField::new("iad");
        field.select();
        assert!(field.press(Key::char('l')) && field.press(Key::char('h')) && field.text() == "lh");
        for (key, left) in [(Code::Left, "iaxd"), (Code::Right, "iadx"), (Code::Home, "xiad"), (Code::Backspace, "iax")]
        {
            let mut field = TextField::new("iad");
            field.select();
            assert!(field.press(Key::plain(key)) && !field.is_selected());
            field.insert("x");
            assert_eq!(field.text(), left);
        }
        field.select();
        assert!(!field.press(Key::plain(Code::Enter)) && field.is_selected());
        field.insert("pasted");
        assert_eq!(field.text(), "pasted");
        let mut empty = TextField::default();
        empty.select();
        assert!(!empty.is_selected());
    }
}
