//! The time that messages carry. Tests run it faster; nothing else does.

use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::workbench::Now;

/// Since the program started, and by the wall.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    begun: Instant,
    speed: u32,
}

impl Clock {
    /// The real one.
    pub fn real() -> Self {
        Self::faster(1)
    }

    /// One on which so many seconds pass in one.
    pub fn faster(speed: u32) -> Self {
        Self { begun: Instant::now(), speed: speed.max(1) }
    }

    /// This moment.
    pub fn now(&self) -> Now {
        Now { mono: self.begun.elapsed() * self.speed, wall: Timestamp::now() }
    }

    /// How long to sleep until a moment.
    pub fn until(&self, moment: Duration) -> Duration {
        moment.saturating_sub(self.now().mono) / self.speed
    }
}
