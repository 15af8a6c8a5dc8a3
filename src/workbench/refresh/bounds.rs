//! How old what may become: the promises, by what is known of a port.

use std::time::Duration;

use crate::domain::{IconKey, State};
use crate::workbench::watch::Watch;

/// How often the list in front is read.
pub const LIST_IN_FRONT: Duration = Duration::from_mins(1);
/// How often the others are.
pub const LIST_BEHIND: Duration = Duration::from_mins(5);

/// Pending for so long is pending for weeks: nobody waits for the next minute.
const LONG: Duration = Duration::from_hours(1);

/// The promise for one port.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// Age is counted from here.
    pub anchor: Duration,
    /// Not read again before this age.
    pub soft: Duration,
    /// Never older than this, where the budget can pay for it.
    pub hard: Duration,
}

impl Bounds {
    const fn new(soft: u64, hard: u64) -> Self {
        Self { anchor: Duration::ZERO, soft: Duration::from_secs(soft), hard: Duration::from_secs(hard) }
    }

    /// For the row under the cursor.
    pub const FRONT: Self = Self::new(7, 10);
    /// A change that was seen once: the second look makes it certain.
    const FRESH: Self = Self::new(7, 15);
    /// A port of the device got worse: the others are read next.
    const SUSPECT: Self = Self::new(0, 15);
    const BAD: Self = Self::new(22, 30);
    const LONG_PENDING: Self = Self::new(480, 600);
    const WELL: Self = Self::new(60, 240);
    const FAILED: Self = Self::new(55, 65);
    /// Not read yet: at once, but after what is late.
    const NEW: Self = Self::new(0, 30);

    /// The promise for a port as it is known.
    pub fn of(key: &IconKey, watch: &Watch) -> Self {
        let (bounds, anchor) = match (&watch.failed, &watch.status, watch.seen) {
            (Some((fault, since)), ..) => {
                let wait = fault.retry_after.unwrap_or_default();
                let own = Self { soft: Self::FAILED.soft.max(wait), hard: Self::FAILED.hard.max(wait), ..Self::FAILED };
                (own, watch.tried.unwrap_or(*since))
            }
            (None, Some(status), Some(seen)) => {
                let since = watch.since.unwrap_or(seen);
                let bounds = match &status.state {
                    _ if !watch.is_certain() => Self::FRESH,
                    _ if watch.suspect => Self::SUSPECT,
                    State::Healthy => Self::WELL,
                    State::Pending if seen.saturating_sub(since) >= LONG => Self::LONG_PENDING,
                    _ => Self::BAD,
                };
                (bounds, seen)
            }
            _ => (Self::NEW, watch.listed),
        };
        let jitter = jitter(key, anchor, bounds.soft / 10);
        Self { anchor, soft: bounds.soft + jitter, hard: bounds.hard }
    }

    /// The age at which a state is no longer to be trusted like a fresh one.
    pub fn is_old(key: &IconKey, watch: &Watch, now: Duration) -> bool {
        let bounds = Self::of(key, watch);
        watch.seen.is_some_and(|seen| now.saturating_sub(seen) > bounds.hard * 2)
    }
}

/// Up to `most`, another one for each object and each read, and always the same for the same: tests stay true.
fn jitter(key: &IconKey, anchor: Duration, most: Duration) -> Duration {
    let seed = anchor.as_millis() as u32;
    let hash = key.as_str().bytes().fold(seed, |hash, byte| hash.wrapping_mul(31).wrapping_add(u32::from(byte)));
    most.mul_f64(f64::from(hash % 1000) / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Status;

    #[test]
    fn pending_for_an_hour_is_asked_every_ten_minutes() {
        let key = IconKey::from("a");
        let at = Duration::from_mins;
        let mut watch = Watch::default();
        for minute in [1, 2, 60] {
            watch.read(Status { state: State::Pending, reason: None }, at(minute));
        }
        assert_eq!(Bounds::of(&key, &watch).hard, Duration::from_secs(30));
        watch.read(Status { state: State::Pending, reason: None }, at(61));
        assert_eq!(Bounds::of(&key, &watch).hard, Duration::from_mins(10));
        assert!(!Bounds::is_old(&key, &watch, at(80)) && Bounds::is_old(&key, &watch, at(82)));
    }

    #[test]
    fn jitter_differs_by_object_and_by_read_and_stays_small() {
        let of = |name: &str, at| jitter(&IconKey::from(name), Duration::from_millis(at), Duration::from_secs(2));
        assert!(of("a", 1000) != of("b", 1000) && of("a", 1000) != of("a", 1001));
        assert!((0..500).all(|at| of("a", at) <= Duration::from_secs(2)));
    }
}
