//! A list read page by page, and whether all of it came.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// One page as it came.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// The rows that could be read.
    pub rows: Vec<T>,
    /// What could not be read: one sentence a row.
    pub unreadable: Vec<String>,
    /// 1 for the first page.
    pub number: u32,
    /// No page follows: with it the list is complete.
    pub last: bool,
}

/// Rows gathered from pages; the same identity twice keeps the last and is counted.
#[derive(Debug, Clone, PartialEq)]
pub struct Listing<T> {
    /// The rows, in the order they first came.
    pub rows: Vec<T>,
    /// What could not be read.
    pub unreadable: Vec<String>,
    /// Identities that came more than once.
    pub duplicates: usize,
    /// Pages that came.
    pub pages: u32,
    /// Every page came.
    pub complete: bool,
    /// Hashes of the identities with their places; empty before the first page and after the last.
    pub(crate) seen: HashMap<u64, u32>,
}

impl<T> Default for Listing<T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            unreadable: Vec::new(),
            duplicates: 0,
            pages: 0,
            complete: false,
            seen: HashMap::new(),
        }
    }
}

impl<T> Listing<T> {
    /// Takes a page in; `id` tells rows apart.
    pub fn take<K: Hash + Eq>(&mut self, page: Page<T>, id: impl Fn(&T) -> K) {
        self.rows.reserve(page.rows.len());
        for row in page.rows {
            if let Some(at) = self.place(&id(&row), &id) {
                self.rows[at] = row;
                self.duplicates += 1;
            } else {
                self.rows.push(row);
            }
        }
        self.unreadable.extend(page.unreadable);
        self.pages = page.number;
        self.complete = page.last;
        if page.last {
            // The list is looked at from now on, and not added to.
            self.seen = HashMap::new();
            self.rows.shrink_to_fit();
        }
    }

    /// Where a row with this identity stands; if none does, the next one is noted as its place.
    fn place<K: Hash + Eq>(&mut self, key: &K, id: &impl Fn(&T) -> K) -> Option<usize> {
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        let next = self.rows.len() as u32;
        let at = *self.seen.entry(hasher.finish()).or_insert(next);
        match self.rows.get(at as usize) {
            None => None,
            Some(row) if id(row) == *key => Some(at as usize),
            // Two identities with one hash: the second is not noted, so it is looked for.
            Some(_) => self.rows.iter().position(|row| id(row) == *key),
        }
    }

    /// Complete, and every row of it could be read: what a change may be based on.
    pub fn is_whole(&self) -> bool {
        self.complete && self.unreadable.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_last_of_a_pair_and_counts_it() {
        let mut list = Listing::default();
        let page = |rows, number, last| Page { rows, unreadable: vec![], number, last };
        list.take(page(vec![(1, "a"), (2, "b")], 1, false), |row| row.0);
        assert!(!list.is_whole());
        list.take(page(vec![(2, "B"), (3, "c")], 2, true), |row| row.0);
        assert_eq!(list.rows, [(1, "a"), (2, "B"), (3, "c")]);
        assert_eq!((list.duplicates, list.pages, list.is_whole()), (1, 2, true));
    }
}
