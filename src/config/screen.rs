//! How the workbench looks and what its terminal may be sent: flags, then the file's own keys, then what was found.

use serde::Deserialize;

/// Yes, no, or as it is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Switch {
    /// As it is found.
    #[default]
    Auto,
    /// Yes.
    On,
    /// No.
    Off,
}

/// How many colours a person asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub enum Palette {
    /// Sixteen, or all where the terminal says so in COLORTERM.
    #[default]
    #[serde(rename = "auto")]
    Auto,
    /// Sixteen.
    #[serde(rename = "16")]
    Sixteen,
    /// All.
    #[serde(rename = "all")]
    All,
}

/// What a person says about the screen; `None`: nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Screen {
    /// Name of a theme, or a file.
    pub theme: Option<String>,
    /// Whether colours are sent at all.
    pub colour: Option<Switch>,
    /// How many.
    pub palette: Option<Palette>,
    /// Only ASCII.
    pub ascii: Option<bool>,
    /// Synchronized output (mode 2026).
    pub sync: Option<Switch>,
    /// The line is slow.
    pub slow: Option<bool>,
}

impl Screen {
    /// What is said here, and where nothing is, what is said there.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            theme: self.theme.or(other.theme),
            colour: self.colour.or(other.colour),
            palette: self.palette.or(other.palette),
            ascii: self.ascii.or(other.ascii),
            sync: self.sync.or(other.sync),
            slow: self.slow.or(other.slow),
        }
    }
}
