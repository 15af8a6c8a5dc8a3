//! The changes of this session, newest first: which object, what about it, when. So many and no more.

mod browse;
mod handover;

pub use browse::{Browse, fits, line};
pub use handover::choices;

use std::collections::VecDeque;
use std::time::Duration;

use super::compare::Field;
use super::msg::Now;
use super::trail::Place;
use crate::domain::State;

/// How many are kept.
const KEPT: usize = 1000;

/// What changed.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// The state of a port.
    State {
        /// Before.
        from: State,
        /// From then on.
        to: State,
    },
    /// Another field.
    Field(Field),
    /// The object came into the list.
    New,
    /// The object left the list.
    Gone,
    /// So many rows of the pane in one read: too many to name.
    Many(usize),
}

/// One change, as it was seen.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Tells it apart from the others; the later, the greater.
    pub number: u64,
    /// When it was seen, by both clocks.
    pub at: Now,
    /// The object.
    pub place: Place,
    /// What a person calls it; safe to draw.
    pub name: String,
    /// What changed.
    pub what: What,
    /// How old the read before was: the change lies somewhere in that time.
    pub within: Duration,
}

/// The timeline behind `T`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Timeline {
    changes: VecDeque<Change>,
    numbers: u64,
}

impl Timeline {
    /// Adds a change and lets the oldest go.
    pub fn add(&mut self, place: Place, name: String, what: What, within: Duration, at: Now) {
        self.changes.truncate(KEPT - 1);
        self.numbers += 1;
        self.changes.push_front(Change { number: self.numbers, at, place, name, what, within });
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
    use super::super::panes::Pane;
    use super::*;

    #[test]
    fn the_newest_stands_first_and_the_oldest_goes() {
        let mut timeline = Timeline::default();
        for n in 0..1200 {
            let at = Now { mono: Duration::from_secs(n), ..Now::default() };
            let (place, name) = (Place::new(Pane::Interconnects, "i"), format!("icn-{n}"));
            timeline.add(place, name, What::New, Duration::ZERO, at);
        }
        assert_eq!(timeline.len(), 1000);
        assert_eq!(timeline.newest().next().unwrap().name, "icn-1199");
        assert_eq!(timeline.newest().last().unwrap().name, "icn-200");
    }
}
