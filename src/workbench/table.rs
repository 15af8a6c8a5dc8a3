//! A table's order, cursor and window. Rows are known by identity; the data is never moved.

mod marks;

use std::time::Duration;

pub use marks::Marks;

use super::columns::Shape;
use super::filter::{Filter, Problem};
use super::history::History;
use super::kin::Kin;
use super::order::{Passed, Sort, Sorted};
use super::panes::Column;
use super::text_field::TextField;

/// What a pane remembers of its table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// Rows that pass the filter, as indices into the data, in the order of the screen.
    pub order: Vec<u32>,
    /// First visible position.
    pub offset: usize,
    /// What was typed to filter.
    pub line: TextField,
    /// As far as it is understood.
    pub filter: Filter,
    /// Why what is typed now cannot be.
    pub problem: Option<Problem>,
    /// The filters that were kept.
    pub history: History,
    /// The rows that are marked.
    pub marks: Marks,
    /// Which columns are seen.
    pub shape: Shape,
    /// What the rows are sorted by.
    pub sort: Sort,
    pub(super) sorted: Option<Sorted>,
    pub(super) passed: Option<Passed>,
    pub(super) kin: Option<Kin>,
    /// When a row begins or ends to pass the filter by its age alone.
    pub(super) turns_at: Option<Duration>,
    /// Rows came that are not in the order yet: then they are.
    pub(super) places_at: Option<Duration>,
    selected: Option<String>,
    /// The row that a person was on last: the cursor comes back to it when a filter lets it through again.
    home: Option<String>,
    at: usize,
    held: bool,
}

impl Table {
    /// Identity of the row under the cursor.
    pub fn selected(&self) -> Option<&str> {
        self.selected.as_deref()
    }

    /// Position of the cursor.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Index into the data of the row under the cursor.
    pub fn row(&self) -> Option<usize> {
        self.selected.as_ref()?;
        self.order.get(self.at).map(|&row| row as usize)
    }

    /// What is typed was changed. What of it cannot be understood is left out, and said.
    pub fn read_line(&mut self, columns: &[Column]) {
        (self.filter, self.problem) = Filter::understood(self.line.text(), columns);
    }

    pub(super) fn count_marks(&mut self, there: usize, shown: usize) {
        self.marks.count(there, shown);
    }

    /// Another line in the place of what is typed.
    pub fn set_line(&mut self, line: TextField, columns: &[Column]) {
        self.line = line;
        self.read_line(columns);
    }

    /// Drops the filter and gives away what was typed.
    pub fn take_line(&mut self) -> TextField {
        let line = std::mem::take(&mut self.line);
        self.clear_filter();
        line
    }

    /// What the rows were sorted by is another thing now.
    pub(super) fn forget_order(&mut self) {
        (self.sorted, self.passed, self.kin) = (None, None, None);
    }

    /// Drops the filter.
    pub fn clear_filter(&mut self) {
        (self.line, self.filter, self.problem) = (TextField::default(), Filter::default(), None);
    }

    /// From now on the cursor stays on its row wherever that goes; before the first key it stays on the first line.
    pub fn hold(&mut self) {
        self.held = true;
        if self.selected.is_some() {
            self.home.clone_from(&self.selected);
        }
    }

    /// The cursor goes to the first line and stays there until a key holds it.
    pub fn release(&mut self) {
        self.held = false;
    }

    /// While a filter is typed, the next order looks for the row that a person was on before it.
    pub(super) fn look_home(&mut self) {
        if self.home.is_some() {
            self.selected.clone_from(&self.home);
        }
    }

    /// A new order, of data whose rows `id` names. The cursor stays on its row; if that is gone, at its place.
    pub fn reorder(&mut self, order: Vec<u32>, height: usize, id: impl Fn(u32) -> String) {
        let before = self.row().map(|row| row as u32);
        self.order = order;
        self.places_at = None;
        // Mostly the row is where it was in the data: then no other needs to be asked for its name.
        let find = |wanted: &String| {
            let same = before.filter(|&row| id(row) == *wanted);
            let is_it = |&row: &u32| same.map_or_else(|| id(row) == *wanted, |same| row == same);
            self.order.iter().position(is_it)
        };
        let found = if self.held { self.selected.as_ref().or(self.home.as_ref()).and_then(find) } else { Some(0) };
        self.at = found.unwrap_or(self.at).min(self.order.len().saturating_sub(1));
        self.settle(height, id);
    }

    /// Moves the cursor by so many rows.
    pub fn step(&mut self, by: isize, height: usize, id: impl Fn(u32) -> String) {
        self.at = self.at.saturating_add_signed(by).min(self.order.len().saturating_sub(1));
        self.settle(height, id);
        self.hold();
    }

    /// The window follows the cursor.
    pub fn settle(&mut self, height: usize, id: impl Fn(u32) -> String) {
        let height = height.max(1);
        self.selected = self.order.get(self.at).map(|&row| id(row));
        let lowest = (self.at + 1).saturating_sub(height);
        self.offset = self.offset.clamp(lowest, self.at.max(lowest)).min(self.order.len().saturating_sub(height));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_stays_on_its_row_and_inside() {
        let id = |row: u32| format!("r{row}");
        let mut table = Table::default();
        table.reorder(vec![3, 1, 2], 10, id);
        assert_eq!(table.selected(), Some("r3"));
        table.reorder(vec![1, 3, 2], 10, id);
        assert_eq!(table.selected(), Some("r1"), "before the first key: the first line");
        table.step(1, 10, id);
        table.reorder(vec![2, 1, 3], 10, id);
        assert_eq!((table.selected(), table.at(), table.row()), (Some("r3"), 2, Some(3)));
        table.reorder(vec![2, 1], 10, id);
        assert_eq!(table.selected(), Some("r1"), "gone: the place is kept");
        table.reorder(vec![], 10, id);
        assert_eq!((table.selected(), table.row()), (None, None));
        table.step(5, 10, id);
        assert_eq!(table.row(), None);
    }

    #[test]
    fn the_window_holds_the_cursor() {
        let id = |row: u32| row.to_string();
        let mut table = Table::default();
        table.reorder((0..100).collect(), 10, id);
        for step in [5, 20, -3, 1000, -1, -1000] {
            table.step(step, 10, id);
            assert!((table.offset..table.offset + 10).contains(&table.at()), "{} {}", table.offset, table.at());
            assert!(table.offset <= 90);
        }
    }
}
