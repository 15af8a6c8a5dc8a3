//! The state of an interconnect, in the words of both schemas.

use serde_json::{Map, Value, json};

/// What a reason field holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Reason {
    /// The field is left out.
    #[default]
    Absent,
    /// The field is `null`.
    Null,
    /// A sentence.
    Text(String),
}

impl Reason {
    /// From a scenario: nothing is absent, an empty text is `null`.
    pub(crate) fn from_text(text: Option<&str>) -> Self {
        match text {
            None => Self::Absent,
            Some("") => Self::Null,
            Some(text) => Self::Text(text.to_owned()),
        }
    }
}

/// The state of an interconnect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Ordered; no light yet.
    Pending,
    /// Up and well.
    Healthy,
    /// Up with a complaint.
    Unhealthy(Reason),
    /// No service.
    Down(Reason),
    /// A word that the schemas do not know.
    Other(String),
}

impl State {
    /// Down with a sentence.
    pub fn down(reason: &str) -> Self {
        Self::Down(Reason::Text(reason.to_owned()))
    }

    /// Unhealthy with a sentence.
    pub fn unhealthy(reason: &str) -> Self {
        Self::Unhealthy(Reason::Text(reason.to_owned()))
    }

    /// From the words of a scenario.
    pub(crate) fn from_words(word: &str, reason: Option<&str>) -> Self {
        match word.to_ascii_lowercase().as_str() {
            "pending" => Self::Pending,
            "healthy" => Self::Healthy,
            "unhealthy" => Self::Unhealthy(Reason::from_text(reason)),
            "down" => Self::Down(Reason::from_text(reason)),
            _ => Self::Other(word.to_owned()),
        }
    }

    /// The word of the published schema.
    pub fn word(&self) -> &str {
        match self {
            Self::Pending => "Pending",
            Self::Healthy => "Healthy",
            Self::Unhealthy(_) => "Unhealthy",
            Self::Down(_) => "Down",
            Self::Other(word) => word,
        }
    }

    /// The word of the reference schema; a healthy port that carries nothing is `active`.
    pub(crate) fn reference_word(&self, carries: bool) -> String {
        if matches!(self, Self::Healthy) && !carries {
            return "active".to_owned();
        }
        self.word().to_ascii_lowercase()
    }

    /// The status object under the key that the schema uses (`state` or `status`).
    pub(crate) fn to_value(&self, key: &str, word: &str) -> Value {
        let mut object = Map::new();
        object.insert(key.to_owned(), json!(word));
        if let Self::Unhealthy(reason) | Self::Down(reason) = self {
            match reason {
                Reason::Absent => {}
                Reason::Null => {
                    object.insert("reason".to_owned(), Value::Null);
                }
                Reason::Text(text) => {
                    object.insert("reason".to_owned(), json!(text));
                }
            }
        }
        Value::Object(object)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_reason_is_null_and_a_missing_one_absent() {
        let null = State::from_words("Down", Some(""));
        assert_eq!(null.to_value("state", null.word()).to_string(), r#"{"state":"Down","reason":null}"#);
        let absent = State::from_words("Down", None);
        assert_eq!(absent.to_value("state", absent.word()).to_string(), r#"{"state":"Down"}"#);
    }

    #[test]
    fn an_unknown_word_survives() {
        assert_eq!(State::from_words("Degraded", None).word(), "Degraded");
        assert_eq!(State::Healthy.reference_word(false), "active");
        assert_eq!(State::Healthy.reference_word(true), "healthy");
    }
}
