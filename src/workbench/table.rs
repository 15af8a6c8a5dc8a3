//! A table's order, cursor and window. Rows are known by identity; the data is never moved.

use super::text_field::TextField;

/// What a pane remembers of its table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// Rows that pass the filter, as indices into the data, in the order of the screen.
    pub order: Vec<u32>,
    /// First visible position.
    pub offset: usize,
    /// The text that filters.
    pub filter: TextField,
    selected: Option<String>,
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

    /// From now on the cursor stays on its row wherever that goes; before the first key it stays on the first line.
    pub fn hold(&mut self) {
        self.held = true;
    }

    /// The cursor goes to the first line and stays there until a key holds it.
    pub fn release(&mut self) {
        self.held = false;
    }

    /// A new order, of data whose rows `id` names. The cursor stays on its row; if that is gone, at its place.
    pub fn reorder(&mut self, order: Vec<u32>, height: usize, id: impl Fn(u32) -> String) {
        self.order = order;
        let found = match &self.selected {
            Some(selected) if self.held => self.order.iter().position(|&row| id(row) == *selected),
            _ => Some(0),
        };
        self.at = found.unwrap_or(self.at).min(self.order.len().saturating_sub(1));
        self.settle(height, id);
    }

    /// Moves the cursor by so many rows.
    pub fn step(&mut self, by: isize, height: usize, id: impl Fn(u32) -> String) {
        self.held = true;
        self.at = self.at.saturating_add_signed(by).min(self.order.len().saturating_sub(1));
        self.settle(height, id);
    }

    /// The window follows the cursor.
    pub fn settle(&mut self, height: usize, id: impl Fn(u32) -> String) {
        let height = height.max(1);
        self.selected = self.order.get(self.at).map(|&row| id(row));
        let lowest = (self.at + 1).saturating_sub(height);
        self.offset = self.offset.clamp(lowest, self.at.max(lowest)).min(self.order.len().saturating_sub(height));
    }
}

/// Whether a row's text passes a filter: words joined by AND, `!word` for "not".
#[derive(Debug)]
pub struct Filter {
    words: Vec<(bool, String)>,
}

impl Filter {
    /// Reads what was typed.
    pub fn read(text: &str) -> Self {
        let words = text.split_whitespace().filter_map(|word| {
            let (wanted, word) = word.strip_prefix('!').map_or((true, word), |rest| (false, rest));
            (!word.is_empty()).then(|| (wanted, word.to_lowercase()))
        });
        Self { words: words.collect() }
    }

    /// It lets everything pass.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// `text` in lower case.
    pub fn passes(&self, text: &str) -> bool {
        self.words.iter().all(|(wanted, word)| text.contains(word) == *wanted)
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

    #[test]
    fn words_are_joined_and_negated() {
        let filter = Filter::read("IAD !down");
        assert!(filter.passes("icn-iad-a healthy") && !filter.passes("icn-iad-a down") && !filter.passes("lhr"));
        assert!(Filter::read(" ! ").is_empty());
    }
}
