//! What was asked and done in this session: the newest last, so many and no more.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::Timestamp;

use crate::domain::Fault;

/// How many entries are kept.
const KEPT: usize = 500;

/// One thing that happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// When it ended, by the wall clock.
    pub at: Timestamp,
    /// What it was.
    pub what: String,
    /// How long it took, for calls.
    pub took: Option<Duration>,
    /// Why it failed.
    pub fault: Option<Fault>,
}

/// The log behind `!`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Activity {
    entries: VecDeque<Entry>,
}

impl Activity {
    /// Adds an entry and lets the oldest go.
    pub fn add(&mut self, entry: Entry) {
        if self.entries.len() == KEPT {
            self.entries.pop_front();
        }
        self.entries.push_back(entry);
    }

    /// A note without a call.
    pub fn note(&mut self, at: Timestamp, what: impl Into<String>) {
        self.add(Entry { at, what: what.into(), took: None, fault: None });
    }

    /// Newest first.
    pub fn newest(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().rev()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Nothing happened yet.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}
