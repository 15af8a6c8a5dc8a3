//! The changes of this session, newest first: which object, from what to what, when. So many and no more.

use std::collections::VecDeque;
use std::time::Duration;

use super::msg::Now;
use crate::domain::{IconKey, State, text};

/// How many are kept.
const KEPT: usize = 1000;

/// One change of a state, as it was seen.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// When it was seen, by both clocks.
    pub at: Now,
    /// Safe to draw.
    pub name: String,
    /// The state before.
    pub from: State,
    /// The state from then on.
    pub to: State,
    /// How old the state before was: the change lies somewhere in that time.
    pub within: Duration,
}

/// The timeline behind `T`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Timeline {
    changes: VecDeque<Change>,
}

impl Timeline {
    /// Adds a change and lets the oldest go.
    pub fn add(&mut self, key: &IconKey, from: State, to: State, within: Duration, at: Now) {
        self.changes.truncate(KEPT - 1);
        self.changes.push_front(Change { at, name: text::clean(key.as_str()), from, to, within });
    }

    /// Newest first.
    pub fn newest(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.changes.len()
    }

    /// Nothing changed yet.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_stands_first_and_the_oldest_goes() {
        let mut timeline = Timeline::default();
        for n in 0..1200 {
            let at = Now { mono: Duration::from_secs(n), ..Now::default() };
            timeline.add(&format!("icn-{n}").as_str().into(), State::Healthy, State::Down, Duration::ZERO, at);
        }
        assert_eq!(timeline.len(), 1000);
        assert_eq!(timeline.newest().next().unwrap().name, "icn-1199");
        assert_eq!(timeline.newest().last().unwrap().name, "icn-200");
    }
}
