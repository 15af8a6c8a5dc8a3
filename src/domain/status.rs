//! The state of an interconnect and the reason given for it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How a port is. A failed read is *not* a state: it is the absence of one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum State {
    /// No carrier, or the device is away.
    Down,
    /// Up with trouble.
    Unhealthy,
    /// Ordered, not yet in service.
    Pending,
    /// In service.
    Healthy,
    /// A word we do not know, shown as it came.
    Other(String),
}

impl State {
    /// The word for a screen, in capitals for the known ones.
    pub fn word(&self) -> &str {
        match self {
            Self::Down => "DOWN",
            Self::Unhealthy => "UNHEALTHY",
            Self::Pending => "PENDING",
            Self::Healthy => "HEALTHY",
            Self::Other(word) => word,
        }
    }

    /// Worst first: the order of a table by state.
    pub fn rank(&self) -> u8 {
        match self {
            Self::Down => 0,
            Self::Unhealthy => 1,
            Self::Other(_) => 2,
            Self::Pending => 4,
            Self::Healthy => 5,
        }
    }
}

impl From<String> for State {
    /// Reads both vocabularies; `active` is the reference schema's word for in service.
    fn from(word: String) -> Self {
        match word.to_ascii_lowercase().as_str() {
            "down" => Self::Down,
            "unhealthy" => Self::Unhealthy,
            "pending" => Self::Pending,
            "healthy" | "active" => Self::Healthy,
            _ => Self::Other(word),
        }
    }
}

impl From<State> for String {
    fn from(state: State) -> Self {
        match state {
            State::Down => "Down".to_owned(),
            State::Unhealthy => "Unhealthy".to_owned(),
            State::Pending => "Pending".to_owned(),
            State::Healthy => "Healthy".to_owned(),
            State::Other(word) => word,
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A state with the server's diagnostic text, if it gave one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// The state.
    pub state: State,
    /// Why, in the server's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_vocabularies_and_the_unknown() {
        assert_eq!(State::from("active".to_owned()), State::Healthy);
        assert_eq!(State::from("Unhealthy".to_owned()), State::Unhealthy);
        let odd = State::from("Draining".to_owned());
        assert_eq!(odd.word(), "Draining");
        assert_eq!(String::from(odd), "Draining");
    }
}
