//! Whether a session may change things: what was set before it began, and what a person opened since.

use std::fmt;
use std::time::Duration;

use serde::Deserialize;

/// How long writing stays unlocked where no time is named.
pub const USUAL: Duration = Duration::from_mins(15);
/// The longest that can be asked for: a change window.
pub const LONGEST: Duration = Duration::from_hours(8);

/// What a session may do, by its profile, flags and environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// Nothing is ever changed; it is not lifted from inside.
    ReadOnly,
    /// Locked until a person unlocks, for a time.
    #[default]
    Guarded,
    /// Open from the start.
    Write,
}

impl Mode {
    /// Its word in the configuration.
    pub fn word(self) -> &'static str {
        match self {
            Self::ReadOnly => "read-only",
            Self::Guarded => "guarded",
            Self::Write => "write",
        }
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// What becomes of the gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grant {
    /// Locked.
    Shut,
    /// Open for so long from now on; then it shuts by itself.
    For(Duration),
    /// Open until it is shut.
    Open,
}

/// A length of time as a person types it: minutes, or with units (`90s`, `15m`, `1h30m`). From a minute to eight hours.
pub fn length(text: &str) -> Result<Duration, String> {
    let typed = text.trim();
    let minutes = typed.parse::<u32>().ok().map(|minutes| Duration::from_secs(u64::from(minutes) * 60));
    let spelled = || typed.parse::<jiff::SignedDuration>().ok().and_then(|span| Duration::try_from(span).ok());
    match minutes.or_else(spelled) {
        Some(span) if (Duration::from_mins(1)..=LONGEST).contains(&span) => Ok(span),
        Some(_) => Err("from 1m to 8h".to_owned()),
        None => Err("a time such as 15m or 1h".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_minutes_or_has_units_and_has_ends() {
        for (text, seconds) in [("15", 900), ("15m", 900), (" 90s ", 90), ("1h30m", 5400), ("1m", 60), ("8h", 28_800)] {
            assert_eq!(length(text), Ok(Duration::from_secs(seconds)), "{text}");
        }
        for text in ["", "0", "59s", "481", "9h", "-5m", "soon", "99999999999", "1d"] {
            assert!(length(text).is_err(), "{text}");
        }
    }
}
