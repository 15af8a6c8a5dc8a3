//! Times as they are shown: by UTC, or by the clock of whoever looks.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::model::Model;

/// By which clock.
#[derive(Debug, Clone, PartialEq)]
pub struct Times {
    /// The zone of whoever looks.
    pub zone: TimeZone,
    /// Times are shown in that zone, not in UTC.
    pub local: bool,
}

impl Default for Times {
    fn default() -> Self {
        Self { zone: TimeZone::UTC, local: false }
    }
}

impl Model {
    /// The header's clock.
    pub fn clock(&self) -> String {
        self.minute(self.now.wall)
    }

    /// Hours and minutes, and by which clock.
    pub fn minute(&self, at: Timestamp) -> String {
        if self.times.local {
            format!("{} {}", self.times.zone.to_datetime(at).strftime("%H:%M"), self.times.zone.to_offset(at))
        } else {
            at.strftime("%H:%MZ").to_string()
        }
    }

    /// With the day, and by which clock.
    pub fn day_and_minute(&self, at: Timestamp) -> String {
        if self.times.local {
            let zone = &self.times.zone;
            format!("{} {}", zone.to_datetime(at).strftime("%Y-%m-%d %H:%M"), zone.to_offset(at))
        } else {
            at.strftime("%Y-%m-%d %H:%M UTC").to_string()
        }
    }

    /// Day, hours and minutes, for lists that name the clock in their head.
    pub fn day(&self, at: Timestamp) -> String {
        if self.times.local {
            self.times.zone.to_datetime(at).strftime("%Y-%m-%d %H:%M").to_string()
        } else {
            at.strftime("%Y-%m-%d %H:%MZ").to_string()
        }
    }

    /// With seconds, for lists that name the clock in their head.
    pub fn second(&self, at: Timestamp) -> String {
        if self.times.local {
            self.times.zone.to_datetime(at).strftime("%H:%M:%S").to_string()
        } else {
            at.strftime("%H:%M:%SZ").to_string()
        }
    }

    /// Which clock times are shown by.
    pub fn clock_name(&self) -> &'static str {
        if self.times.local { "local time" } else { "UTC" }
    }

    /// A past moment by the wall clock as it stands now.
    pub fn wall_of(&self, mono: Duration) -> Timestamp {
        let age = self.now.mono.saturating_sub(mono);
        self.now.wall.checked_sub(jiff::SignedDuration::try_from(age).unwrap_or_default()).unwrap_or(self.now.wall)
    }
}

#[cfg(test)]
mod tests {
    use jiff::tz::Offset;

    use super::*;
    use crate::workbench::update::tests::session;
    use crate::workbench::{Now, model::Model};

    #[test]
    fn a_moment_is_told_by_both_clocks() {
        let wall = "2026-11-24T14:02:10Z".parse().unwrap();
        let now = Now { mono: Duration::from_mins(10), wall };
        let mut model = Model::new(session(), (80, 24), now);
        model.times.zone = TimeZone::fixed(Offset::constant(2));
        assert_eq!(model.minute(model.wall_of(Duration::from_mins(6))), "13:58Z");
        model.times.local = true;
        assert_eq!(model.day_and_minute(wall), "2026-11-24 16:02 +02");
        assert_eq!((model.clock().as_str(), model.second(wall).as_str()), ("16:02 +02", "16:02:10"));
    }
}
