//! Rows that a person marked, by identity: they stay marked through every refresh, sort and filter.

use std::collections::BTreeSet;

/// The marks of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marks {
    ids: BTreeSet<String>,
    /// The row that was marked last: a range begins here.
    last: Option<String>,
    there: usize,
    hidden: usize,
}

impl Marks {
    /// Nothing is marked.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Whether a row is marked.
    pub fn has(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    /// Marked rows that are in the data.
    pub fn there(&self) -> usize {
        self.there
    }

    /// Those of them that the filter hides.
    pub fn hidden(&self) -> usize {
        self.hidden
    }

    /// The row that was marked last.
    pub fn last(&self) -> Option<&str> {
        self.last.as_deref()
    }

    /// Marks a row, or takes its mark away.
    pub fn toggle(&mut self, id: &str) {
        if !self.ids.remove(id) {
            self.ids.insert(id.to_owned());
        }
        self.last = Some(id.to_owned());
    }

    /// Marks rows; a person stands on one of them.
    pub fn add(&mut self, ids: impl Iterator<Item = String>, here: &str) {
        self.ids.extend(ids);
        self.last = Some(here.to_owned());
    }

    /// Takes all marks away. Answers how many there were.
    pub fn clear(&mut self) -> usize {
        let count = self.ids.len();
        *self = Self::default();
        count
    }

    /// So many marked rows are in the data, and so many of them are shown.
    pub(super) fn count(&mut self, there: usize, shown: usize) {
        (self.there, self.hidden) = (there, there.saturating_sub(shown));
    }
}
