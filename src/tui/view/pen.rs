//! Writes text into the picture: cut by cells, and made safe once more on its last step.

use ratatui::buffer::Buffer;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr as _;

use super::super::theme::Theme;
use crate::domain::text;
use crate::workbench::geometry::Area;
use crate::workbench::panes::Tone;

/// A pen over a picture.
pub(super) struct Pen<'a> {
    buffer: &'a mut Buffer,
    pub(super) theme: Theme,
}

impl<'a> Pen<'a> {
    pub(super) fn new(buffer: &'a mut Buffer, theme: Theme) -> Self {
        Self { buffer, theme }
    }

    /// Writes into at most `width` cells, cut with a mark where it is longer. Answers the cells used.
    pub(super) fn text(&mut self, x: u16, y: u16, width: u16, text: &str, tone: Tone) -> u16 {
        let style = self.theme.tone(tone);
        self.styled(x, y, width, text, style)
    }

    pub(super) fn styled(&mut self, x: u16, y: u16, width: u16, text: &str, style: Style) -> u16 {
        let area = self.buffer.area;
        if y >= area.height || x >= area.width {
            return 0;
        }
        let width = width.min(area.width - x);
        let shown = text::cut(&text::clean(text), usize::from(width));
        let (end, _) = self.buffer.set_stringn(x, y, self.theme.glyphs.draw(&shown), usize::from(width), style);
        end - x
    }

    /// Writes to the left of a right edge. Answers where the text begins.
    pub(super) fn right(&mut self, edge: u16, y: u16, text: &str, tone: Tone) -> u16 {
        let width = cells(text).min(edge);
        self.text(edge - width, y, width, text, tone);
        edge - width
    }

    /// A heading over a rule as wide as the area.
    pub(super) fn heading(&mut self, area: Area, text: &str) {
        let used = self.text(area.x, area.y, area.width, text, Tone::Strong);
        let left = area.width.saturating_sub(used + 1);
        if left > 0 {
            self.text(area.x + used + 1, area.y, left, &"─".repeat(usize::from(left)), Tone::Dim);
        }
    }

    /// Writes text in as many lines as it takes, from the top of the area on. Answers the lines used.
    pub(super) fn wrapped(&mut self, area: Area, text: &str, tone: Tone) -> u16 {
        let mut used = 0;
        for line in wrap(text, usize::from(area.width)) {
            if used >= area.height {
                break;
            }
            self.text(area.x, area.y + used, area.width, &line, tone);
            used += 1;
        }
        used
    }
}

/// Cells of a text.
pub(super) fn cells(text: &str) -> u16 {
    u16::try_from(text.width()).unwrap_or(u16::MAX)
}

/// What is left of an area below its first lines.
pub(super) fn below(area: Area, lines: u16) -> Area {
    let lines = lines.min(area.height);
    Area { y: area.y + lines, height: area.height - lines, ..area }
}

/// An area without its first cells.
pub(super) fn indented(area: Area, by: u16) -> Area {
    let by = by.min(area.width);
    Area { x: area.x + by, width: area.width - by, ..area }
}

/// Lines of at most so many cells, broken at spaces; a longer word is broken where it must be.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
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
            let one = unicode_width::UnicodeWidthChar::width(c).unwrap_or(0);
            if line.width() + one > width {
                lines.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces_and_long_words_where_they_must() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefghij k", 4), ["abcd", "efgh", "ij k"]);
        assert_eq!(wrap("東京東京", 5), ["東京", "東京"]);
        assert_eq!(wrap("", 5), [""]);
    }
}
