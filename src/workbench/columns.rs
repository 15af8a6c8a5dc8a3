//! Which columns of a table are seen, where each begins and how wide it is: pure, so that drawing, scrolling and clicking
//! agree.

use std::collections::BTreeMap;

use super::panes::{Column, Shown};

/// Cells between two columns.
pub const GAP: u16 = 2;
/// Cells before the first, for the cursor and the marks.
pub const MARKER: u16 = 2;
/// A column that is cut off shows at least so much of itself.
const LEAST: u16 = 6;

/// Where columns can be scrolled, one that grows takes so much more.
const ROOM: u16 = 8;

/// What a person chose.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shape {
    /// All columns, as wide as they want to be.
    pub wide: bool,
    /// Columns that were shown or hidden one by one, by their fields.
    pub chosen: BTreeMap<&'static str, bool>,
    /// So many of those that scroll are left out at the left.
    pub skipped: usize,
}

/// A column on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// Which, by its number in its pane.
    pub column: usize,
    /// From the first column on.
    pub x: u16,
    /// Cells.
    pub width: u16,
}

/// The columns on the screen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layout {
    /// From left to right.
    pub placed: Vec<Placed>,
    /// Some are left out at the left.
    pub before: bool,
    /// Some do not fit.
    pub behind: bool,
}

impl Shape {
    /// Whether a column is wanted, as far as there is room.
    pub fn wants(&self, column: &Column) -> bool {
        match column.shown {
            Shown::Fixed => true,
            _ if self.chosen.contains_key(column.field) => self.chosen.get(column.field) == Some(&true),
            Shown::Usual => true,
            Shown::Wide => self.wide,
        }
    }

    /// Shows a hidden column, hides a shown one.
    pub fn toggle(&mut self, column: &Column) {
        let wanted = !self.wants(column);
        self.chosen.insert(column.field, wanted);
        self.skipped = 0;
    }

    /// The columns in so many cells.
    pub fn lay_out(&self, columns: &[Column], width: u16) -> Layout {
        let wanted: Vec<usize> = (0..columns.len()).filter(|at| self.wants(&columns[*at])).collect();
        if !self.wide && self.skipped == 0 {
            let kept = self.useful(columns, wanted.clone(), width);
            let behind = kept.len() < wanted.len();
            let layout = place(columns, &kept, width, 0);
            return Layout { behind: behind || layout.behind, ..layout };
        }
        let mut skipped = 0;
        let kept: Vec<usize> = wanted
            .into_iter()
            .filter(|at| {
                let skip = columns[*at].shown != Shown::Fixed && skipped < self.skipped;
                skipped += usize::from(skip);
                !skip
            })
            .collect();
        Layout { before: skipped > 0, ..place(columns, &kept, width, ROOM) }
    }

    /// One column on to the right or to the left. Answers whether there was one.
    pub fn scroll(&mut self, right: bool, columns: &[Column], width: u16) -> bool {
        if right && !self.lay_out(columns, width).behind || !right && self.skipped == 0 {
            return false;
        }
        self.skipped = if right { self.skipped + 1 } else { self.skipped - 1 };
        true
    }

    /// Columns for which there is room; the least useful go first, those that a person asked for last.
    fn useful(&self, columns: &[Column], mut kept: Vec<usize>, width: u16) -> Vec<usize> {
        let drop = |at: usize| {
            let asked = self.chosen.contains_key(columns[at].field);
            if asked { columns[at].drop.min(1) } else { columns[at].drop * 2 }
        };
        while need(columns, &kept) > width {
            let Some(least) = kept.iter().copied().filter(|at| drop(*at) > 0).max_by_key(|at| drop(*at)) else { break };
            kept.retain(|at| *at != least);
        }
        kept
    }
}

impl Layout {
    /// The column over a cell, counted from the first column on; the gap behind a column belongs to it.
    pub fn at(&self, x: u16) -> Option<usize> {
        self.placed.iter().find(|placed| (placed.x..placed.x + placed.width + GAP).contains(&x)).map(|own| own.column)
    }
}

fn need(columns: &[Column], kept: &[usize]) -> u16 {
    kept.iter().map(|at| columns[*at].width + GAP).sum::<u16>().saturating_sub(GAP)
}

fn place(columns: &[Column], kept: &[usize], width: u16, least: u16) -> Layout {
    let growing = kept.iter().filter(|at| columns[**at].grows).count() as u16;
    let spare = width.saturating_sub(need(columns, kept)).checked_div(growing).unwrap_or(0).max(least);
    let mut layout = Layout::default();
    let mut x = 0;
    for &column in kept {
        // Beyond this, a wider column only moves its neighbours away.
        let own = columns[column].width + if columns[column].grows { spare.min(24) } else { 0 };
        let room = width.saturating_sub(x);
        if room < own.min(LEAST) {
            layout.behind = true;
            break;
        }
        layout.behind |= room < own;
        layout.placed.push(Placed { column, x, width: own.min(room) });
        x += own + GAP;
    }
    layout
}

#[cfg(test)]
mod tests {
    use super::super::panes::Pane;
    use super::*;

    #[test]
    fn columns_go_by_their_use_and_never_overlap() {
        for pane in Pane::TABLES {
            let columns = pane.columns();
            for width in 56..300 {
                for (wide, skipped) in [(false, 0), (false, 2), (true, 0), (true, 1), (true, 50)] {
                    let layout = Shape { wide, skipped, ..Shape::default() }.lay_out(columns, width);
                    assert!(!layout.placed.is_empty());
                    for pair in layout.placed.windows(2) {
                        assert!(pair[0].x + pair[0].width + GAP <= pair[1].x, "{pane:?} {width} {layout:?}");
                    }
                    let last = layout.placed.last().unwrap();
                    assert!(last.x + last.width <= width);
                    let fixed = layout.placed.iter().filter(|own| columns[own.column].shown == Shown::Fixed).count();
                    assert_eq!(fixed, columns.iter().filter(|own| own.shown == Shown::Fixed).count(), "{pane:?}");
                }
            }
        }
        let shown = |width| Shape::default().lay_out(Pane::Interconnects.columns(), width);
        assert!(shown(58).placed.len() < shown(200).placed.len());
        assert!(shown(58).behind && !shown(200).behind);
    }

    #[test]
    fn every_column_can_be_scrolled_to_and_the_first_stays() {
        for pane in Pane::TABLES {
            let columns = pane.columns();
            let mut shape = Shape { wide: true, ..Shape::default() };
            let mut seen: Vec<usize> = Vec::new();
            loop {
                seen.extend(shape.lay_out(columns, 58).placed.iter().map(|own| own.column));
                if !shape.scroll(true, columns, 58) {
                    break;
                }
            }
            assert!((0..columns.len()).all(|column| seen.contains(&column)), "{pane:?}");
            while shape.scroll(false, columns, 58) {}
            assert_eq!(shape.skipped, 0);
        }
    }

    #[test]
    fn what_a_person_chose_is_shown_and_hidden() {
        let columns = Pane::Interconnects.columns();
        let at = |field: &str| columns.iter().position(|own| own.field == field).unwrap();
        let mut shape = Shape::default();
        let has =
            |shape: &Shape, field: &str| shape.lay_out(columns, 78).placed.iter().any(|own| own.column == at(field));
        assert!(!has(&shape, "reason") && has(&shape, "site"));
        shape.toggle(&columns[at("reason")]);
        shape.toggle(&columns[at("site")]);
        assert!(has(&shape, "reason") && !has(&shape, "site"), "a chosen one is not dropped for want of room");
        shape.wide = true;
        assert!(!shape.wants(&columns[at("site")]) && shape.wants(&columns[at("owner")]));
        let layout = Shape::default().lay_out(columns, 78);
        assert_eq!((layout.at(0), layout.at(13), layout.at(14)), (Some(0), Some(0), Some(1)));
    }
}
