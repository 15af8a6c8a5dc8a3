//! Virtual time: the machine's clock times a speed, or a clock that a test moves by hand.

use std::time::{Duration, Instant};

use tokio::sync::watch;

/// Where virtual time comes from.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The time since the start, times `speed`.
    Real {
        /// When virtual time was zero.
        started: Instant,
        /// Virtual seconds in a real one; at least 1.
        speed: u32,
    },
    /// Moves only when it is told to.
    Manual(ManualClock),
}

impl Clock {
    /// A clock that starts now.
    pub fn real(speed: u32) -> Self {
        Self::Real { started: Instant::now(), speed: speed.max(1) }
    }

    /// Virtual time since the start.
    pub fn now(&self) -> Duration {
        match self {
            Self::Real { started, speed } => started.elapsed().saturating_mul(*speed),
            Self::Manual(clock) => clock.now(),
        }
    }

    /// Waits for a span of virtual time.
    pub async fn sleep(&self, span: Duration) {
        if span.is_zero() {
            return;
        }
        match self {
            Self::Real { speed, .. } => tokio::time::sleep(span / *speed).await,
            Self::Manual(clock) => clock.wait(span).await,
        }
    }
}

/// A clock that stands still until [`ManualClock::advance`]; clones share the same time.
#[derive(Debug, Clone)]
pub struct ManualClock {
    time: watch::Sender<Duration>,
}

impl Default for ManualClock {
    fn default() -> Self {
        Self { time: watch::Sender::new(Duration::ZERO) }
    }
}

impl ManualClock {
    /// A clock at zero.
    pub fn new() -> Self {
        Self::default()
    }

    /// Virtual time since the start.
    pub fn now(&self) -> Duration {
        *self.time.borrow()
    }

    /// Moves time on, and wakes whoever waits for it.
    pub fn advance(&self, span: Duration) {
        self.time.send_modify(|now| *now += span);
    }

    async fn wait(&self, span: Duration) {
        let until = self.now() + span;
        // The sender lives in `self`, so the channel cannot close while we wait.
        let _ = self.time.subscribe().wait_for(|now| *now >= until).await.is_ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_manual_clock_wakes_its_sleepers() {
        let hand = ManualClock::new();
        let clock = Clock::Manual(hand.clone());
        let sleeper = tokio::spawn(async move {
            clock.sleep(Duration::from_mins(1)).await;
            clock.now()
        });
        tokio::task::yield_now().await;
        hand.advance(Duration::from_secs(61));
        assert_eq!(sleeper.await.unwrap(), Duration::from_secs(61));
    }
}
