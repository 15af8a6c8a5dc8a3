//! The calls of a shift, counted.

use std::time::Duration;

use meetme::domain::call::Urgency;

use super::{BLOCK, LASTS, LATENCY, LIMITED, OUTAGE, Shift, WINDOW};

impl Shift {
    /// Calls of each five minutes that end in a call: those that nobody asked for, or all.
    pub(super) fn windows(&self, all: bool) -> Vec<usize> {
        let counts = |urgency: &Urgency| all || *urgency == Urgency::Poll;
        let times: Vec<Duration> =
            self.calls.iter().filter(|(_, urgency)| counts(urgency)).map(|(at, _)| *at).collect();
        let mut from = 0;
        let in_window = |(at, time): (usize, &Duration)| {
            while times[from] + WINDOW <= *time {
                from += 1;
            }
            at + 1 - from
        };
        times.iter().enumerate().map(in_window).collect()
    }

    pub(super) fn most_in_a_window(&self, all: bool) -> usize {
        self.windows(all).into_iter().max().unwrap_or(0)
    }

    pub(super) fn blocked_calls(&self) -> usize {
        self.calls_between(LIMITED + LATENCY + Duration::from_secs(1), LIMITED + BLOCK)
    }

    pub(super) fn outage_calls(&self) -> usize {
        self.calls_between(OUTAGE + Duration::from_secs(10), OUTAGE + LASTS)
    }

    pub(super) fn calls_after_outage(&self) -> usize {
        self.calls_between(OUTAGE + LASTS, OUTAGE + LASTS + WINDOW)
    }

    pub(super) fn calls_between(&self, from: Duration, to: Duration) -> usize {
        self.calls.iter().filter(|(at, _)| (from..to).contains(at)).count()
    }
}
