//! When a picture may be made: at once where a person waits for it, and no more often than the line can bear.

use std::time::{Duration, Instant};

/// On a quiet screen, what nobody waits for is drawn this often.
const QUIET: Duration = Duration::from_secs(1);
/// Sizes that come in a row are one picture: this long after the first.
const RESIZE: Duration = Duration::from_millis(30);

/// When the last picture was made, and what came since.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Pace {
    drawn: Option<Instant>,
    resized: Option<Instant>,
}

impl Pace {
    /// The window has another size: more of them may follow.
    pub(super) fn resized(&mut self, now: Instant) {
        self.resized.get_or_insert(now);
    }

    /// A picture was made.
    pub(super) fn drawn(&mut self, now: Instant) {
        *self = Self { drawn: Some(now), resized: None };
    }

    /// How long the next picture has to wait yet.
    pub(super) fn wait(&self, quiet: bool, hurry: bool, now: Instant) -> Duration {
        let left = |since: Option<Instant>, rest: Duration| {
            since.map_or(Duration::ZERO, |since| (since + rest).saturating_duration_since(now))
        };
        let rest = if quiet && !hurry { left(self.drawn, QUIET) } else { Duration::ZERO };
        rest.max(left(self.resized, RESIZE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quiet_screen_waits_a_second_unless_a_person_waits_for_it() {
        let begun = Instant::now();
        let at = |ms| begun + Duration::from_millis(ms);
        let mut pace = Pace::default();
        assert!(pace.wait(true, false, at(0)).is_zero(), "the first picture waits for nothing");
        pace.drawn(at(0));
        assert_eq!(pace.wait(true, false, at(300)), Duration::from_millis(700));
        assert!(pace.wait(true, true, at(300)).is_zero() && pace.wait(false, false, at(300)).is_zero());
        assert!(pace.wait(true, false, at(1000)).is_zero());
    }

    #[test]
    fn sizes_in_a_row_are_one_picture_and_never_put_off_for_long() {
        let begun = Instant::now();
        let at = |ms| begun + Duration::from_millis(ms);
        let mut pace = Pace::default();
        for ms in 0..30 {
            pace.resized(at(ms));
            assert!(!pace.wait(false, true, at(ms)).is_zero());
        }
        assert!(pace.wait(false, true, at(30)).is_zero(), "thirty milliseconds from the first, not the last");
        pace.drawn(at(30));
        assert!(pace.wait(false, true, at(31)).is_zero());
    }
}
