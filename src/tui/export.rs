//! A picture for other eyes than a terminal's: plain text, text with colours, or a drawing.

mod svg;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Style};
use unicode_width::UnicodeWidthStr as _;

use super::ink;
pub use svg::{film, svg};

/// Cells of one line that look the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The first one, from the left.
    pub x: u16,
    /// How many.
    pub cells: u16,
    /// What they show.
    pub text: String,
    /// How.
    pub style: Style,
}

/// The runs of a line.
pub fn runs(picture: &Buffer, y: u16) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut x = 0;
    while x < picture.area.width {
        let cell = &picture[(x, y)];
        let (style, symbol) = (cell.style(), cell.symbol());
        let cells = (symbol.width() as u16).max(1);
        match runs.last_mut() {
            Some(run) if run.style == style => {
                run.text.push_str(symbol);
                run.cells += cells;
            }
            _ => runs.push(Run { x, cells, text: symbol.to_owned(), style }),
        }
        x += cells;
    }
    runs
}

/// The characters alone.
pub fn text(picture: &Buffer) -> String {
    let line = |y| runs(picture, y).into_iter().map(|run| run.text).collect::<String>();
    (0..picture.area.height).fold(String::new(), |all, y| all + line(y).trim_end() + "\n")
}

/// The characters with their colours and weights, as a terminal takes them line by line.
pub fn ansi(picture: &Buffer) -> String {
    let mut bytes = Vec::new();
    for y in 0..picture.area.height {
        let mut runs = runs(picture, y);
        if let Some(last) = runs.last_mut().filter(|last| is_plain(last.style)) {
            last.text.truncate(last.text.trim_end().len());
        }
        ink::line(&mut bytes, runs.iter().map(|run| (run.text.as_str(), run.style)));
        bytes.push(b'\n');
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn is_plain(style: Style) -> bool {
    let own = |colour: Option<Color>| colour.is_none_or(|colour| colour == Color::Reset);
    own(style.fg) && own(style.bg) && style.add_modifier.is_empty()
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Modifier;

    use super::*;

    fn picture() -> Buffer {
        let mut picture = Buffer::empty(Rect::new(0, 0, 12, 2));
        let red = Style::new().fg(Color::Red).add_modifier(Modifier::BOLD);
        picture.set_string(0, 0, "<東> & x", Style::new());
        picture.set_string(0, 1, "DOWN", red);
        picture.set_string(5, 1, "> ", Style::new().add_modifier(Modifier::REVERSED));
        picture
    }

    #[test]
    fn wide_characters_take_their_cells_and_no_more() {
        assert_eq!(text(&picture()), "<東> & x\nDOWN >\n");
        let first = &runs(&picture(), 0)[0];
        assert_eq!((first.cells, first.text.as_str()), (12, "<東> & x    "));
    }

    #[test]
    fn lines_with_colours_end_plain_and_without_trailing_cells() {
        let lines = ansi(&picture()).replace('\x1b', "^");
        assert_eq!(lines, "<東> & x\n^[1;31mDOWN^[m ^[7m> ^[m\n");
    }
}
