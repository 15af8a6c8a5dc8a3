//! The call budget: so many calls in a window of virtual time, then nothing until the window ends.

use std::time::Duration;

/// The length of a window.
pub(crate) const WINDOW: Duration = Duration::from_mins(5);

/// What is left of the budget after a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Left {
    /// Whether this call was one too many.
    pub(crate) over: bool,
    /// Calls left in this window.
    pub(crate) calls: u32,
    /// Seconds until the next window, rounded up.
    pub(crate) seconds: u64,
}

/// The budget of the only token there is.
#[derive(Debug, Clone)]
pub(crate) struct Limit {
    quota: u32,
    window: Duration,
    used: u32,
}

impl Limit {
    pub(crate) fn new(quota: u32) -> Self {
        Self { quota, window: Duration::ZERO, used: 0 }
    }

    /// Counts a call.
    pub(crate) fn take(&mut self, now: Duration) -> Left {
        if now >= self.window + WINDOW {
            self.window = Duration::from_secs(now.as_secs() / WINDOW.as_secs() * WINDOW.as_secs());
            self.used = 0;
        }
        let over = self.used >= self.quota;
        self.used = self.used.saturating_add(1);
        let end = self.window + WINDOW;
        let rest = end.saturating_sub(now);
        let seconds = rest.as_secs() + u64::from(rest.subsec_nanos() > 0);
        Left { over, calls: self.quota.saturating_sub(self.used), seconds }
    }

    /// The headers that tell a client about the budget.
    pub(crate) fn headers(&self, left: Left) -> Vec<(String, String)> {
        let mut headers = vec![
            ("ratelimit".to_owned(), format!("\"default\";r={};t={}", left.calls, left.seconds)),
            ("ratelimit-policy".to_owned(), format!("\"default\";q={};w={}", self.quota, WINDOW.as_secs())),
        ];
        if left.over {
            headers.push(("retry-after".to_owned(), left.seconds.to_string()));
        }
        headers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_closes_and_opens_again() {
        let mut limit = Limit::new(2);
        let at = Duration::from_millis(10_500);
        assert_eq!(limit.take(at), Left { over: false, calls: 1, seconds: 290 });
        assert!(!limit.take(at).over);
        let over = limit.take(at);
        assert!(over.over);
        assert!(limit.headers(over).contains(&("retry-after".to_owned(), "290".to_owned())));
        assert!(limit.take(Duration::from_millis(299_999)).over);
        assert!(!limit.take(Duration::from_mins(5)).over);
    }
}
