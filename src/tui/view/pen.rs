//! Writes text into the picture: cut by cells, and made safe once more on its last step.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::super::theme::Theme;
use crate::domain::text::{self, wrap};
use crate::workbench::geometry::Area;
use crate::workbench::mask::Mask;
use crate::workbench::panes::Tone;

/// A pen over a picture.
pub(super) struct Pen<'a> {
    buffer: &'a mut Buffer,
    pub(super) theme: Theme,
    mask: Option<Mask>,
}

impl<'a> Pen<'a> {
    pub(super) fn new(buffer: &'a mut Buffer, theme: Theme, mask: Option<Mask>) -> Self {
        Self { buffer, theme, mask }
    }

    /// Writes into at most `width` cells, cut with a mark where it is longer. Answers the cells used.
    pub(super) fn text(&mut self, x: u16, y: u16, width: u16, text: &str, tone: Tone) -> u16 {
        let style = self.theme.tone(tone);
        self.styled(x, y, width, text, style)
    }

    /// The text as it may be seen.
    pub(super) fn seen<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.mask.as_ref().map_or(Cow::Borrowed(text), |mask| Cow::Owned(mask.hide(text)))
    }

    pub(super) fn styled(&mut self, x: u16, y: u16, width: u16, text: &str, style: Style) -> u16 {
        let area = self.buffer.area;
        if y >= area.height || x >= area.width {
            return 0;
        }
        let width = width.min(area.width - x);
        let shown = text::cut(&text::clean(&self.seen(text)), usize::from(width));
        let (end, _) = self.buffer.set_stringn(x, y, self.theme.glyphs.draw(&shown), usize::from(width), style);
        end - x
    }

    /// The same with some of its characters lit, by their number: those that were looked for.
    pub(super) fn lit(&mut self, x: u16, y: u16, width: u16, text: &str, tone: Tone, lit: &[usize]) -> u16 {
        let used = self.text(x, y, width, text, tone);
        if lit.is_empty() || self.seen(text) != text {
            return used;
        }
        let mut at = x;
        for (number, c) in text.chars().enumerate() {
            let cells = u16::try_from(c.width().unwrap_or(0)).unwrap_or(0);
            if at + cells > x + used {
                break;
            }
            if lit.binary_search(&number).is_ok() {
                let here = Rect { x: at, y, width: cells, height: 1 };
                self.buffer.set_style(here, Style::new().add_modifier(Modifier::UNDERLINED));
            }
            at += cells;
        }
        used
    }

    /// Writes to the left of a right edge. Answers where the text begins.
    pub(super) fn right(&mut self, edge: u16, y: u16, text: &str, tone: Tone) -> u16 {
        let text = self.seen(text);
        let width = cells(&text).min(edge);
        self.text(edge - width, y, width, &text, tone);
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
        for line in wrap(&self.seen(text), usize::from(area.width)) {
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
