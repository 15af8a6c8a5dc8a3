//! Which states to read next: a round robin within the budget, with the row under the cursor and the bad ones first.

use std::time::Duration;

use super::model::Model;
use super::watch::Watch;
use crate::domain::{IconKey, State};

/// Polls a second, on average (RELIABILITY R4).
const RATE: f64 = 1.6;
/// Polls that may go out at once after a quiet time.
const BURST: f64 = 16.0;
/// Never more than this under way.
const IN_FLIGHT: usize = 4;
const FOCUSED: Duration = Duration::from_secs(10);
const BAD: Duration = Duration::from_secs(30);
const WELL: Duration = Duration::from_mins(1);
const AFTER_FAILURE: Duration = Duration::from_mins(1);

/// The purse that polls are paid from.
#[derive(Debug, Clone, PartialEq)]
pub struct Purse {
    coins: f64,
    filled: Duration,
}

impl Default for Purse {
    fn default() -> Self {
        Self { coins: BURST, filled: Duration::ZERO }
    }
}

impl Purse {
    fn fill(&mut self, now: Duration) {
        self.coins = (self.coins + now.saturating_sub(self.filled).as_secs_f64() * RATE).min(BURST);
        self.filled = now;
    }

    /// Takes one, if there is one.
    pub fn pay(&mut self, now: Duration) -> bool {
        self.fill(now);
        let can = self.coins >= 1.0;
        if can {
            self.coins -= 1.0;
        }
        can
    }

    /// Puts a debt on it: a list costs as many calls as it has pages, and is not asked for permission.
    pub fn charge(&mut self, calls: u32, now: Duration) {
        self.fill(now);
        self.coins -= f64::from(calls);
    }

    /// When the next coin is there.
    pub fn next_at(&self) -> Duration {
        let missing = (1.0 - self.coins).max(0.0) / RATE;
        // A millisecond more, so that rounding never wakes us a moment too early.
        self.filled + Duration::from_secs_f64(missing) + Duration::from_millis(1)
    }
}

/// When the state of this interconnect should be read again.
fn due(watch: Option<&Watch>, key: &IconKey, focused: bool) -> Option<Duration> {
    let Some(watch) = watch else { return Some(Duration::ZERO) };
    if watch.ticket.is_some() {
        return None;
    }
    if let Some((fault, since)) = &watch.failed {
        return Some(
            watch.tried.unwrap_or(*since) + fault.retry_after.unwrap_or_default().max(AFTER_FAILURE) + jitter(key),
        );
    }
    let Some(seen) = watch.seen else { return Some(Duration::ZERO) };
    Some(match &watch.status {
        _ if focused => seen + FOCUSED,
        Some(status) if status.state == State::Healthy => seen + WELL + jitter(key),
        _ => seen + BAD + jitter(key),
    })
}

/// Up to four seconds, always the same for the same object: polls of many ports spread out, and tests stay true.
fn jitter(key: &IconKey) -> Duration {
    let hash = key.as_str().bytes().fold(0_u32, |hash, byte| hash.wrapping_mul(31).wrapping_add(u32::from(byte)));
    Duration::from_millis(u64::from(hash % 4000))
}

/// The next to read, if one is due and may be read now.
pub fn next(model: &Model) -> Option<IconKey> {
    if model.watches.values().filter(|watch| watch.ticket.is_some()).count() >= IN_FLIGHT {
        return None;
    }
    let focused = model.selected_interconnect().map(|port| &port.key);
    let candidates = model.interconnects.list.rows.iter().filter_map(|port| {
        let watch = model.watches.get(&port.key);
        let is_focused = focused == Some(&port.key);
        let due = due(watch, &port.key, is_focused)?;
        let class = match watch {
            _ if is_focused => 0,
            None => 2,
            Some(watch) if watch.rank() < 3 => 1,
            Some(_) => 3,
        };
        (due <= model.now.mono).then_some((class, due, &port.key))
    });
    candidates.min_by_key(|(class, due, _)| (*class, *due)).map(|(_, _, key)| key.clone())
}

/// When the next read falls due; `None`: none will.
pub fn next_due(model: &Model) -> Option<Duration> {
    if model.watches.values().filter(|watch| watch.ticket.is_some()).count() >= IN_FLIGHT {
        return None;
    }
    let focused = model.selected_interconnect().map(|port| &port.key);
    let rows = &model.interconnects.list.rows;
    let due = |key: &IconKey| due(model.watches.get(key), key, focused == Some(key));
    rows.iter().filter_map(|port| due(&port.key)).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_purse_keeps_the_rate_over_any_span() {
        let mut purse = Purse::default();
        let mut paid = 0;
        for tenth in 0..3000_u64 {
            while purse.pay(Duration::from_millis(tenth * 100)) {
                paid += 1;
            }
        }
        assert!((490..=496).contains(&paid), "{paid} in 300 s: 16 at once and 1.6 a second");
        let wait = purse.next_at();
        assert!(purse.pay(wait), "the promised moment is kept");
    }
}
