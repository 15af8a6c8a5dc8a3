//! A Letter of Authorization that was saved: when, with which name on it, where; and from which age on it is worth a thought.

use std::fmt;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, de};

use super::receipt::shell;

const DAY: u64 = 86_400;

/// A letter on disk, as it was when it was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// When.
    pub saved: Timestamp,
    /// The name on it; `None`: the account's own.
    pub name: Option<String>,
    /// Where.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

impl Letter {
    /// How long ago it was saved; nothing where the clock says that it is yet to be.
    pub fn age(&self, now: Timestamp) -> Duration {
        Duration::try_from(now.duration_since(self.saved)).unwrap_or_default()
    }

    /// The name on it, in words.
    pub fn name_words(&self) -> &str {
        self.name.as_deref().unwrap_or("the account's own name")
    }
}

/// An age in whole days.
pub fn days(age: Duration) -> String {
    match age.as_secs() / DAY {
        0 => "<1d".to_owned(),
        days => format!("{days}d"),
    }
}

/// The command that fetches files to where a person sits, from the machine that they lie on.
pub fn scp<'a>(here: &str, paths: impl IntoIterator<Item = &'a str>) -> String {
    let files: Vec<String> = paths.into_iter().map(|path| shell(&format!("{here}:{path}"))).collect();
    format!("scp -- {} .", files.join(" "))
}

/// From which age on a letter is said to be old. The API's documentation names no limit; facilities have theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MaxAge(pub Duration);

impl Default for MaxAge {
    fn default() -> Self {
        Self(Duration::from_secs(60 * DAY))
    }
}

impl MaxAge {
    /// Days or weeks as a person writes them: `60`, `60d`, `8w`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (digits, days) = match text.strip_suffix('w') {
            Some(weeks) => (weeks, 7),
            None => (text.strip_suffix('d').unwrap_or(text), 1),
        };
        let count = digits.parse::<u64>().ok().map(|count| count.saturating_mul(days));
        match count.filter(|count| (1..=3650).contains(count)) {
            Some(count) => Ok(Self(Duration::from_secs(count * DAY))),
            None => {
                Err(format!("`{text}` is no age of a letter: days such as 60d, weeks such as 8w, from 1d to 3650d"))
            }
        }
    }

    /// A letter of this age is old.
    pub fn is_past(self, age: Duration) -> bool {
        age > self.0
    }
}

impl fmt::Display for MaxAge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}d", self.0.as_secs() / DAY)
    }
}

impl<'de> Deserialize<'de> for MaxAge {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_is_days_or_weeks_with_ends() {
        for (text, days) in [("60", 60), ("60d", 60), ("8w", 56), ("1d", 1), ("3650", 3650)] {
            assert_eq!(MaxAge::parse(text).map(|age| age.to_string()), Ok(format!("{days}d")), "{text}");
        }
        for text in ["", "0", "0d", "3651d", "-1", "2h", "d", "w", "99999999999999999999", "18446744073709551615w"] {
            assert!(MaxAge::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_letter_is_old_past_the_limit_and_never_before_it() {
        let saved: Timestamp = "2026-09-26T12:00:00Z".parse().unwrap();
        let letter = Letter { saved, name: None, path: "/x".into(), size: 1, sha256: String::new() };
        let after = |seconds: i64| letter.age(saved + jiff::SignedDuration::from_secs(seconds));
        assert!(!MaxAge::default().is_past(after(60 * 86_400)) && MaxAge::default().is_past(after(60 * 86_400 + 1)));
        assert_eq!(
            (days(after(86_399)), days(after(86_400)), days(after(-5))),
            ("<1d".into(), "1d".into(), "<1d".into())
        );
    }

    #[test]
    fn a_line_for_scp_is_safe_whatever_the_folder_is_called() {
        assert_eq!(scp("me@jump1", ["/l/loa-a.pdf"]), "scp -- me@jump1:/l/loa-a.pdf .");
        assert_eq!(scp("me@j", ["/my l/a.pdf", "/$(x)/b'.pdf"]), r"scp -- 'me@j:/my l/a.pdf' 'me@j:/$(x)/b'\''.pdf' .");
    }
}
