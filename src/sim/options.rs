//! How a simulator is started; every default is named here.

use std::net::{Ipv4Addr, SocketAddr};
use std::str::FromStr;

use jiff::Timestamp;

use super::clock::Clock;
use super::faults::Fault;
use super::scenario::ScenarioSource;
use crate::domain::Schema;

/// The only token that the simulator accepts. It opens nothing else in the world.
pub const TOKEN: &str = "sim-token-000000000000000000000000000000";

/// What `?validate_only=true` does on a create.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ValidateOnly {
    /// A dry run: checked, nothing taken.
    #[default]
    Honoured,
    /// An unknown parameter: the object is created.
    Ignored,
}

impl FromStr for ValidateOnly {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "honoured" => Ok(Self::Honoured),
            "ignored" => Ok(Self::Ignored),
            other => Err(format!("validate-only is `honoured` or `ignored`, not `{other}`")),
        }
    }
}

/// How a simulator is started.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where to listen; loopback only. Port 0 takes any free port.
    pub listen: SocketAddr,
    /// Which account to play.
    pub scenario: ScenarioSource,
    /// Which of the two schemas to speak.
    pub schema: Schema,
    /// What a dry run does.
    pub validate_only: ValidateOnly,
    /// Ids, jitter and chances follow from it.
    pub seed: u64,
    /// Where virtual time comes from.
    pub clock: Clock,
    /// The wall time at virtual time zero.
    pub started: Timestamp,
    /// How many calls fit into five minutes of virtual time.
    pub calls_per_window: u32,
    /// What goes wrong, beside what the scenario says.
    pub faults: Vec<Fault>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            scenario: ScenarioSource::default(),
            schema: Schema::Published,
            validate_only: ValidateOnly::Honoured,
            seed: 1,
            clock: Clock::real(1),
            started: Timestamp::now(),
            calls_per_window: 1200,
            faults: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_has_the_length_of_a_real_one() {
        assert_eq!(TOKEN.len(), 40);
    }

    #[test]
    fn the_flag_has_two_words() {
        assert_eq!("ignored".parse(), Ok(ValidateOnly::Ignored));
        assert!("maybe".parse::<ValidateOnly>().is_err());
    }
}
