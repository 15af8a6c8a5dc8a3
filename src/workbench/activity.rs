//! What was asked and done in this session: the newest last, so many and no more.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::Timestamp;

use crate::domain::Fault;

/// How many entries are kept.
const KEPT: usize = 1000;

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

    /// The calls of the last five minutes in one line: how many, how long they took, how many failed.
    pub fn summary(&self, now: Timestamp) -> String {
        let recent = self.newest().take_while(|entry| now.as_second() - entry.at.as_second() < 300);
        let (mut times, mut failed) = (Vec::new(), 0);
        for entry in recent {
            times.extend(entry.took);
            failed += usize::from(entry.took.is_some() && entry.fault.is_some());
        }
        times.sort_unstable();
        let at = |hundredth: usize| times.get((times.len() * hundredth / 100).min(times.len().saturating_sub(1)));
        let ms = |hundredth| at(hundredth).map_or(0, Duration::as_millis);
        format!(
            "last 5 min: {} questions, {failed} failed; half within {} ms, 95% within {} ms",
            times.len(),
            ms(50),
            ms(95)
        )
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::FaultKind;

    #[test]
    fn the_summary_counts_calls_of_five_minutes_only() {
        let mut activity = Activity::default();
        let at = |second| Timestamp::from_second(second).unwrap();
        let call = |second, ms, fault| Entry {
            at: at(second),
            what: String::new(),
            took: Some(Duration::from_millis(ms)),
            fault,
        };
        activity.add(call(0, 9000, None));
        for n in 1..100 {
            activity.add(call(1000, n, None));
        }
        activity.note(at(1001), "no call");
        activity.add(call(1002, 900, Some(Fault::new(FaultKind::Lost, "x"))));
        assert_eq!(
            activity.summary(at(1010)),
            "last 5 min: 100 questions, 1 failed; half within 51 ms, 95% within 96 ms"
        );
        assert!(activity.summary(at(9000)).starts_with("last 5 min: 0 questions"));
    }
}
