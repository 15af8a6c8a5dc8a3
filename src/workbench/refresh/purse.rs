//! What reads are paid from: so many a second, little at once, and never more than the limit in any five minutes.

use std::collections::VecDeque;
use std::time::Duration;

/// The window over which the server counts.
const WINDOW: Duration = Duration::from_mins(5);
/// Reads that may go out at once after a quiet time.
const BURST: u32 = 8;
/// Pages of lists that a window holds in a quiet account; what more there are, the states pay for.
const PAGES: u32 = 15;
/// Polls in a window, lists included: 1.6 a second.
const POLLS: u32 = 480;
/// Of these, the last are left to the row under the cursor.
const FRONT: u32 = 8;
/// All calls in a window: 2 a second. The last of them are left to the person.
const ALL: u32 = 600;
const PERSON: u32 = 40;

#[derive(Debug, Clone, Copy, PartialEq)]
struct Spent {
    at: Duration,
    calls: u32,
    poll: bool,
    list: bool,
}

/// The purse.
#[derive(Debug, Clone, PartialEq)]
pub struct Purse {
    coins: f64,
    filled: Duration,
    share: u32,
    spent: VecDeque<Spent>,
    polls: u32,
    pages: u32,
    all: u32,
}

impl Default for Purse {
    fn default() -> Self {
        Self {
            coins: f64::from(BURST),
            filled: Duration::ZERO,
            share: 1,
            spent: VecDeque::new(),
            polls: 0,
            pages: 0,
            all: 0,
        }
    }
}

impl Purse {
    /// Reads a second that may go out.
    pub fn rate(&self) -> f64 {
        let left = POLLS - FRONT - BURST - self.pages.clamp(PAGES, POLLS / 2);
        f64::from(left) / WINDOW.as_secs_f64() / f64::from(self.share)
    }

    /// So many purses are filled from the same source.
    pub(super) fn share(&mut self, share: u32, now: Duration) {
        self.fill(now);
        self.share = share.max(1);
        self.coins = self.coins.min(self.burst());
    }

    fn burst(&self) -> f64 {
        (f64::from(BURST) / f64::from(self.share)).max(1.0)
    }

    fn fill(&mut self, now: Duration) {
        let gained = now.saturating_sub(self.filled).as_secs_f64() * self.rate();
        self.coins = (self.coins + gained).min(self.burst());
        self.filled = self.filled.max(now);
        while let Some(oldest) = self.spent.front().filter(|oldest| oldest.at + WINDOW <= now) {
            self.all -= oldest.calls;
            self.polls -= if oldest.poll { oldest.calls } else { 0 };
            self.pages -= if oldest.poll && oldest.list { oldest.calls } else { 0 };
            self.spent.pop_front();
        }
    }

    fn spend(&mut self, calls: u32, poll: bool, list: bool, at: Duration) {
        self.all += calls;
        self.polls += if poll { calls } else { 0 };
        self.pages += if poll && list { calls } else { 0 };
        self.spent.push_back(Spent { at, calls, poll, list });
    }

    fn is_full(&self, calls: u32, front: bool) -> bool {
        let polls = if front { POLLS } else { POLLS - FRONT };
        self.polls + calls > polls / self.share || self.all + calls > (ALL - PERSON) / self.share
    }

    /// Takes one for the read of a state, if there is one; for the row in front even the last.
    pub fn pay(&mut self, front: bool, now: Duration) -> bool {
        self.fill(now);
        let can = self.coins >= 1.0 && !self.is_full(1, front);
        if can {
            self.coins -= 1.0;
            self.spend(1, true, false, now);
        }
        can
    }

    /// Takes the calls of a list that nobody waits for, if there is room for them.
    pub fn pay_list(&mut self, calls: u32, now: Duration) -> bool {
        self.fill(now);
        // A list that is larger than all room would never be read again.
        let can = !self.is_full(calls.min(POLLS / 4 / self.share), false);
        if can {
            self.spend(calls, true, true, now);
        }
        can
    }

    /// Notes calls that are made whatever is left: a person wants them, or a list had more pages than before.
    pub fn charge(&mut self, calls: u32, poll: bool, now: Duration) {
        self.fill(now);
        self.spend(calls, poll, true, now);
    }

    /// A quiet time ended in a refusal, not in rest: nothing was saved up.
    pub fn empty(&mut self, now: Duration) {
        self.fill(now);
        self.coins = self.coins.min(1.0);
    }

    /// When the next coin is there.
    pub fn next_at(&self) -> Duration {
        let missing = (1.0 - self.coins).max(0.0) / self.rate();
        // A millisecond more, so that rounding never wakes us a moment too early.
        let coin = self.filled + Duration::from_secs_f64(missing) + Duration::from_millis(1);
        let room = self.spent.front().filter(|_| self.is_full(1, false)).map(|oldest| oldest.at + WINDOW);
        coin.max(room.unwrap_or_default())
    }

    /// When a list may be asked for that was refused.
    pub fn list_at(&self) -> Duration {
        self.spent.front().map(|oldest| oldest.at + WINDOW).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Calls of each tenth of a second over a quarter of an hour of always wanting more.
    fn hungry(purse: &mut Purse, lists: u32) -> Vec<u32> {
        let tenth = |n: u64| Duration::from_millis(n * 100);
        let one = |n: u64| {
            let mut paid = 0;
            while purse.pay(n.is_multiple_of(2), tenth(n)) {
                paid += 1;
            }
            paid + if n.is_multiple_of(600) && purse.pay_list(lists, tenth(n)) { lists } else { 0 }
        };
        (0..9000).map(one).collect()
    }

    #[test]
    fn no_window_ever_holds_more_than_the_limit() {
        for lists in [0, 9, 40] {
            let mut purse = Purse::default();
            let calls = hungry(&mut purse, lists);
            let most = calls.windows(3000).map(|window| window.iter().sum::<u32>()).max().unwrap();
            assert!((440..=480).contains(&most), "{most} with lists of {lists}");
        }
    }

    #[test]
    fn the_promised_moment_is_kept() {
        let mut purse = Purse::default();
        while purse.pay(false, Duration::from_secs(1)) {}
        let wait = purse.next_at();
        assert!(purse.pay(false, wait));
    }

    #[test]
    fn a_person_comes_first_and_is_counted() {
        let mut purse = Purse::default();
        purse.charge(560, false, Duration::from_secs(1));
        assert!(!purse.pay(false, Duration::from_secs(9)) && !purse.pay_list(1, Duration::from_secs(9)));
        assert_eq!(purse.next_at(), Duration::from_secs(301));
        assert!(purse.pay(false, Duration::from_secs(301)));
    }

    #[test]
    fn of_several_each_takes_its_part() {
        let mut purse = Purse::default();
        purse.share(3, Duration::ZERO);
        let calls: u32 = hungry(&mut purse, 0).iter().sum();
        assert!((430..=460).contains(&calls), "{calls} in 900 s: a third of 1.5 a second");
    }
}
