//! Which of the two circulating descriptions of the API a profile speaks.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;

/// The two descriptions of the API. Both are read without being told; writing follows this one strictly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Schema {
    /// Cloudflare's published `OpenAPI`: bare lists with `cursor`, interconnects keyed by name.
    #[default]
    Published,
    /// The reference page this project was handed: enveloped lists with `page`, interconnects keyed by `icon_…` id.
    Reference,
}

impl Schema {
    /// The word used in flags, configuration and the header line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Reference => "reference",
        }
    }
}

impl fmt::Display for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Schema {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "published" => Ok(Self::Published),
            "reference" => Ok(Self::Reference),
            other => Err(format!("the schema is `published` or `reference`, not `{other}`")),
        }
    }
}
