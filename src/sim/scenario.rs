//! Scenarios: which account is played, what it has, what happens to it. Five are built in, others come from files.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::Deserialize;

use super::faults::Fault;

const BUILT_IN: [(&str, &str); 5] = [
    ("typical", include_str!("../../assets/scenarios/typical.toml")),
    ("large", include_str!("../../assets/scenarios/large.toml")),
    ("false-diversity", include_str!("../../assets/scenarios/false-diversity.toml")),
    ("empty", include_str!("../../assets/scenarios/empty.toml")),
    ("trouble", include_str!("../../assets/scenarios/trouble.toml")),
];

/// Why there is no scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScenarioError {
    /// No built-in scenario has this name.
    Unknown(String),
    /// The file cannot be read.
    Read(PathBuf, String),
    /// The text is not a scenario.
    Parse(String, String),
    /// A row names a site that the table of sites does not have.
    Site(String),
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(name) => write!(f, "no scenario is called `{name}`; there are {}", names().join(", ")),
            Self::Read(path, why) => write!(f, "cannot read the scenario {}: {why}", path.display()),
            Self::Parse(what, why) => write!(f, "{what} is not a scenario: {why}"),
            Self::Site(code) => write!(f, "the scenario names the site `{code}`, which is not in the table of sites"),
        }
    }
}

impl std::error::Error for ScenarioError {}

/// Where a scenario comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScenarioSource {
    /// One of the built-in ones.
    Named(String),
    /// A TOML file.
    File(PathBuf),
}

impl Default for ScenarioSource {
    fn default() -> Self {
        Self::Named("typical".to_owned())
    }
}

impl FromStr for ScenarioSource {
    type Err = std::convert::Infallible;

    /// A text with a path separator or ending in `.toml` is a file, anything else a name.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_file = text.contains(std::path::is_separator)
            || Path::new(text).extension().is_some_and(|ext| ext.eq_ignore_ascii_case("toml"));
        Ok(if is_file { Self::File(PathBuf::from(text)) } else { Self::Named(text.to_owned()) })
    }
}

/// The names of the built-in scenarios.
pub fn names() -> Vec<&'static str> {
    BUILT_IN.iter().map(|(name, _)| *name).collect()
}

/// An account and what happens to it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    pub(crate) account: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) default_asn: Option<u32>,
    /// Days until the token expires; none for never.
    #[serde(default)]
    pub(crate) token_days: Option<u32>,
    #[serde(default)]
    pub(crate) port: Vec<PortRow>,
    #[serde(default)]
    pub(crate) slot: Vec<SlotRow>,
    #[serde(default)]
    pub(crate) event: Vec<EventRow>,
    #[serde(default)]
    pub(crate) weather: Option<Weather>,
    /// Rules of what goes wrong, as `meetme sim --fault` takes them.
    #[serde(default)]
    pub(crate) faults: Vec<Fault>,
}

impl Scenario {
    /// A built-in scenario.
    pub fn named(name: &str) -> Result<Self, ScenarioError> {
        let found = BUILT_IN.iter().find(|(known, _)| *known == name);
        let (name, text) = found.ok_or_else(|| ScenarioError::Unknown(name.to_owned()))?;
        Self::parse(name, text)
    }

    /// A scenario from a file.
    pub fn read(path: &Path) -> Result<Self, ScenarioError> {
        let text =
            std::fs::read_to_string(path).map_err(|error| ScenarioError::Read(path.to_owned(), error.to_string()))?;
        Self::parse(&path.display().to_string(), &text)
    }

    /// A scenario from wherever it comes.
    pub fn load(source: &ScenarioSource) -> Result<Self, ScenarioError> {
        match source {
            ScenarioSource::Named(name) => Self::named(name),
            ScenarioSource::File(path) => Self::read(path),
        }
    }

    /// A scenario from its text; `what` is how an error names it.
    pub fn parse(what: &str, text: &str) -> Result<Self, ScenarioError> {
        toml::from_str(text).map_err(|error| ScenarioError::Parse(what.to_owned(), error.to_string()))
    }

    /// The account's id.
    pub fn account(&self) -> &str {
        &self.account
    }

    /// The account's name.
    pub fn account_name(&self) -> &str {
        &self.name
    }
}

/// Which sites a row is about.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub(crate) enum Sites {
    /// The first so many of the table.
    First(usize),
    /// These.
    These(Vec<String>),
}

/// A rule that makes interconnects: `count` of them at each site.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PortRow {
    #[serde(default = "nowhere")]
    pub(crate) sites: Sites,
    /// A cloud region instead of sites.
    #[serde(default)]
    pub(crate) region: Option<String>,
    #[serde(default = "one")]
    pub(crate) count: usize,
    #[serde(default = "ten")]
    pub(crate) speed: String,
    /// Device numbers, taken in turn; 0 is unknown.
    #[serde(default = "first_device")]
    pub(crate) devices: Vec<u32>,
    /// Instead of the name that the server would give.
    #[serde(default)]
    pub(crate) name: Option<String>,
    #[serde(default = "healthy")]
    pub(crate) state: String,
    #[serde(default)]
    pub(crate) reason: Option<String>,
    #[serde(default)]
    pub(crate) owner: Option<String>,
    #[serde(default)]
    pub(crate) description: String,
    /// CNIs on each.
    #[serde(default = "one")]
    pub(crate) cnis: usize,
    #[serde(default = "link")]
    pub(crate) conduit: String,
    /// Customer ASNs, taken in turn; none means no BGP.
    #[serde(default)]
    pub(crate) asns: Vec<u32>,
    /// Extra prefixes, one each in turn.
    #[serde(default)]
    pub(crate) prefixes: Vec<String>,
    #[serde(default)]
    pub(crate) md5: Option<String>,
    #[serde(default = "mtu")]
    pub(crate) mtus: Vec<u32>,
    #[serde(default)]
    pub(crate) bgp_mode: Option<String>,
    /// Fields that no schema names, in each CNI.
    #[serde(default)]
    pub(crate) extra: std::collections::BTreeMap<String, String>,
    /// How long ago the tunnels were made.
    #[serde(default = "age")]
    pub(crate) age_days: u32,
}

/// A rule that makes slots without a visible interconnect: `count` of them at each site.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SlotRow {
    pub(crate) sites: Sites,
    pub(crate) count: usize,
    #[serde(default = "ten")]
    pub(crate) speed: String,
    #[serde(default = "first_device")]
    pub(crate) devices: Vec<u32>,
    /// How many of them other customers hold.
    #[serde(default)]
    pub(crate) taken: usize,
    /// How many of them this account holds.
    #[serde(default)]
    pub(crate) orphans: usize,
}

/// Something that happens to some interconnects.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EventRow {
    /// Seconds after the start.
    pub(crate) at: u64,
    /// Seconds; none for ever.
    #[serde(default)]
    pub(crate) lasts: Option<u64>,
    /// Seconds between repetitions; none for once.
    #[serde(default)]
    pub(crate) every: Option<u64>,
    #[serde(default)]
    pub(crate) site: Option<String>,
    #[serde(default)]
    pub(crate) device: Option<String>,
    /// Only those that begin in this state.
    #[serde(default)]
    pub(crate) from: Option<String>,
    /// At most so many.
    #[serde(default)]
    pub(crate) most: Option<usize>,
    pub(crate) state: String,
    #[serde(default)]
    pub(crate) reason: Option<String>,
}

/// Small things that happen all the time, each to one healthy interconnect.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Weather {
    /// Seconds until the first.
    pub(crate) first: u64,
    /// Seconds between two.
    pub(crate) every: u64,
    /// Seconds that one lasts.
    pub(crate) lasts: u64,
}

fn nowhere() -> Sites {
    Sites::These(Vec::new())
}

fn one() -> usize {
    1
}

fn ten() -> String {
    "10G".to_owned()
}

fn first_device() -> Vec<u32> {
    vec![1]
}

fn healthy() -> String {
    "Healthy".to_owned()
}

fn link() -> String {
    "link".to_owned()
}

fn mtu() -> Vec<u32> {
    vec![1500]
}

fn age() -> u32 {
    200
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_name_lists_the_known_ones() {
        let error = Scenario::named("typcial").unwrap_err().to_string();
        for name in names() {
            assert!(error.contains(name), "{error}");
        }
    }

    #[test]
    fn a_source_is_a_name_or_a_file() {
        assert_eq!("large".parse(), Ok(ScenarioSource::Named("large".to_owned())));
        assert_eq!("./x".parse(), Ok(ScenarioSource::File("./x".into())));
        assert_eq!("x.toml".parse(), Ok(ScenarioSource::File("x.toml".into())));
    }

    #[test]
    fn a_file_is_read_and_a_slip_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("mine.toml");
        std::fs::write(&path, "account = \"a\"\nname = \"Mine\"\n").unwrap();
        assert_eq!(Scenario::read(&path).unwrap().account_name(), "Mine");
        std::fs::write(&path, "account = \"a\"\nname = \"Mine\"\nprots = 3\n").unwrap();
        let error = Scenario::read(&path).unwrap_err().to_string();
        assert!(error.contains("mine.toml") && error.contains("prots"), "{error}");
        assert!(matches!(Scenario::read(&dir.path().join("none.toml")), Err(ScenarioError::Read(..))));
    }

    #[test]
    fn the_accounts_are_the_promised_ones() {
        let account = |name: &str| Scenario::named(name).unwrap().account().to_owned();
        assert_eq!(account("typical"), "a94d7710c2e84b5fb36d0f8e21c7a05b");
        assert_eq!(account("large"), "0be2f6d97c514a83951e6d4fb7c80a3e");
        assert_eq!(account("false-diversity"), "5f1c0a7e9b3d4c2687a0e4d15b6c3f92");
    }
}
