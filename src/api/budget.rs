//! How many calls this process made, how many it may make, and when all of them wait. Pure: the time comes in.

use std::collections::VecDeque;
use std::time::Duration;

use crate::domain::call::{Meter, Urgency};

const WINDOW: Duration = Duration::from_mins(5);

/// Half of what the server allows (1200 calls in 300 s): the other half is the dashboard's and the other tokens'.
const PER_SECOND: f64 = 2.0;

/// Calls that may go at once: the lists of a large account are read page by page at the start, and a person waits for
/// them. 60 and five minutes at 2/s are 660 calls, still little more than half of the server's limit.
const BURST: f64 = 60.0;

const FIRST_BLOCK: Duration = Duration::from_mins(1);
const LONGEST_BLOCK: Duration = Duration::from_mins(5);
const SHORTEST_BLOCK: Duration = Duration::from_secs(1);

/// The budget of the process; times are since any fixed moment.
#[derive(Debug)]
pub(crate) struct Budget {
    sent: VecDeque<Duration>,
    tokens: f64,
    filled: Duration,
    remaining: Option<(u32, Duration)>,
    blocked_until: Duration,
    strikes: u32,
}

impl Budget {
    pub(crate) fn new() -> Self {
        Self {
            sent: VecDeque::new(),
            tokens: BURST,
            filled: Duration::ZERO,
            remaining: None,
            blocked_until: Duration::ZERO,
            strikes: 0,
        }
    }

    /// Takes a turn: how long to wait before the call goes. A poll never waits here, for whoever plans polls spaces
    /// them; it does use up the burst.
    pub(crate) fn turn(&mut self, now: Duration, urgency: Urgency) -> Duration {
        let gained = now.saturating_sub(self.filled).as_secs_f64() * PER_SECOND;
        self.tokens = (self.tokens + gained).min(BURST);
        self.filled = self.filled.max(now);
        match urgency {
            Urgency::Poll => {
                self.tokens = if self.tokens > 0.0 { (self.tokens - 1.0).max(0.0) } else { self.tokens };
                Duration::ZERO
            }
            Urgency::User => {
                self.tokens -= 1.0;
                Duration::from_secs_f64((-self.tokens / PER_SECOND).max(0.0))
            }
        }
    }

    /// A call goes out.
    pub(crate) fn sent(&mut self, now: Duration) {
        self.forget(now);
        self.sent.push_back(now);
    }

    /// All traffic waits this long.
    pub(crate) fn blocked(&self, now: Duration) -> Option<Duration> {
        self.blocked_until.checked_sub(now).filter(|left| !left.is_zero())
    }

    /// An answer that is no 429 came.
    pub(crate) fn answered(&mut self, now: Duration) {
        if self.blocked(now).is_none() {
            self.strikes = 0;
        }
    }

    /// A 429 came: everything waits. Answers to calls that were under way together count as one.
    pub(crate) fn limited(&mut self, now: Duration, retry_after: Option<Duration>) -> Duration {
        let already = self.blocked(now);
        let wait = match retry_after {
            Some(wait) => wait.clamp(SHORTEST_BLOCK, LONGEST_BLOCK),
            None if already.is_some() => Duration::ZERO,
            None if self.strikes == 0 => FIRST_BLOCK,
            None => LONGEST_BLOCK,
        };
        if already.is_none() {
            self.strikes += 1;
        }
        self.blocked_until = self.blocked_until.max(now + wait);
        self.blocked(now).unwrap_or_default()
    }

    /// The server told how many calls are left, and maybe for how long that holds.
    pub(crate) fn left(&mut self, now: Duration, left: u32, holds: Option<Duration>) {
        self.remaining = Some((left, now + holds.unwrap_or(WINDOW).min(WINDOW)));
    }

    /// What a screen shows.
    pub(crate) fn meter(&mut self, now: Duration) -> Meter {
        self.forget(now);
        Meter {
            used: self.sent.len() as u32,
            remaining: self.remaining.filter(|(_, until)| *until > now).map(|(left, _)| left),
            blocked: self.blocked(now),
        }
    }

    fn forget(&mut self, now: Duration) {
        while self.sent.front().is_some_and(|at| *at + WINDOW <= now) {
            self.sent.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn s(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn a_burst_goes_at_once_and_then_two_a_second() {
        let mut budget = Budget::new();
        for _ in 0..60 {
            assert_eq!(budget.turn(s(0), Urgency::User), s(0));
        }
        assert_eq!(budget.turn(s(0), Urgency::User), Duration::from_millis(500));
        assert_eq!(budget.turn(s(0), Urgency::User), s(1));
        assert_eq!(budget.turn(s(0), Urgency::Poll), s(0));
        assert_eq!(budget.turn(s(2), Urgency::User), s(0));
    }

    #[test]
    fn polls_use_the_burst_up_but_never_make_a_person_wait_for_more_than_it() {
        let mut budget = Budget::new();
        for _ in 0..500 {
            budget.turn(s(0), Urgency::Poll);
        }
        assert_eq!(budget.turn(s(0), Urgency::User), Duration::from_millis(500));
    }

    #[test]
    fn five_minutes_never_hold_more_than_half_the_limit_and_the_burst() {
        let mut budget = Budget::new();
        let mut now = Duration::ZERO;
        let mut calls = 0;
        while now < s(300) {
            now += budget.turn(now, Urgency::User);
            calls += 1;
        }
        assert!(calls <= 661, "{calls}");
    }

    #[test]
    fn counts_a_sliding_window() {
        let mut budget = Budget::new();
        budget.sent(s(0));
        budget.sent(s(200));
        budget.left(s(200), 50, Some(s(30)));
        assert_eq!(budget.meter(s(201)), Meter { used: 2, remaining: Some(50), blocked: None });
        assert_eq!(budget.meter(s(300)), Meter { used: 1, remaining: None, blocked: None });
        assert_eq!(budget.meter(s(501)).used, 0);
    }

    #[test]
    fn a_block_is_clamped_and_grows_when_nothing_is_said() {
        let mut budget = Budget::new();
        assert_eq!(budget.limited(s(0), Some(s(0))), s(1));
        assert_eq!(budget.limited(s(10), Some(s(4000))), s(300));

        let mut budget = Budget::new();
        assert_eq!(budget.limited(s(0), None), s(60));
        assert_eq!(budget.limited(s(1), None), s(59), "of calls under way together only the first counts");
        assert_eq!(budget.blocked(s(59)), Some(s(1)));
        assert_eq!(budget.blocked(s(60)), None);
        assert_eq!(budget.limited(s(61), None), s(300));
        budget.answered(s(62));
        budget.answered(s(400));
        assert_eq!(budget.limited(s(401), None), s(60));
    }
}
