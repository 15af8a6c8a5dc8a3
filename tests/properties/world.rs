//! What happens to the ports of the shift: who is in which state, and every change with its moment.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use meetme::domain::State;

use super::{END, PORTS};

/// Seconds from one storm to the next.
const EVERY: u64 = 600;

/// A port became something else.
#[derive(Debug, Clone)]
pub(super) struct Change {
    pub(super) at: Duration,
    pub(super) port: usize,
    pub(super) state: State,
}

/// The ports.
pub(super) struct World {
    states: HashMap<usize, State>,
    /// What will happen, by its moment.
    script: BTreeMap<(Duration, usize), Change>,
}

impl World {
    /// Three down, six unhealthy, nine pending for weeks, of which six come up one after another; every ten minutes another
    /// of the healthy ones complains for five minutes, then is down for ten.
    pub(super) fn new() -> Self {
        let begin = |port| match port {
            0..3 => State::Down,
            3..9 => State::Unhealthy,
            9..18 => State::Pending,
            _ => State::Healthy,
        };
        let mut world = Self { states: (0..PORTS).map(|port| (port, begin(port))).collect(), script: BTreeMap::new() };
        for storm in 1..END.as_secs() / EVERY {
            // Each port once: 37 and 196 have no common divisor.
            let port = 18 + (storm as usize * 37) % (PORTS - 18);
            for (after, state) in [(0, State::Unhealthy), (300, State::Down), (900, State::Healthy)] {
                world.will(Duration::from_secs(storm * EVERY + after + storm * 7 % 60), port, state);
            }
        }
        for (nth, port) in (9..15).enumerate() {
            world.will(Duration::from_secs(5000 + 3700 * nth as u64), port, State::Healthy);
        }
        world
    }

    /// Something will happen.
    pub(super) fn will(&mut self, at: Duration, port: usize, state: State) {
        self.script.insert((at, port), Change { at, port, state });
    }

    /// Time has passed: what happened.
    pub(super) fn pass(&mut self, now: Duration) -> Vec<Change> {
        let mut happened = Vec::new();
        while let Some(entry) = self.script.first_entry().filter(|entry| entry.key().0 <= now) {
            let change = entry.remove();
            if self.states.insert(change.port, change.state.clone()) != Some(change.state.clone()) {
                happened.push(change);
            }
        }
        happened
    }

    /// The next moment at which something happens.
    pub(super) fn next_at(&self) -> Option<Duration> {
        self.script.keys().next().map(|(at, _)| *at)
    }

    /// The state of a port now.
    pub(super) fn state(&self, port: usize) -> State {
        self.states[&port].clone()
    }
}
