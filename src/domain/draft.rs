//! From what a person typed to a value that passed the field rules, or to the problems by field.

mod change_cni;
mod new_interconnect;

pub use change_cni::{CniChange, NewCni};
pub use new_interconnect::{Direct, GCP_BANDWIDTHS, NewInterconnect};

use super::{CniId, IconKey, Settings, Tunnel, rules};

/// A problem with one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The field's name in the request body (`slot_id`).
    pub field: &'static str,
    /// A warning does not stop.
    pub warning: bool,
    /// What is wrong and what would be right, with the source of the rule.
    pub text: String,
}

impl Problem {
    pub(crate) fn error(field: &'static str, text: impl Into<String>) -> Self {
        Self { field, warning: false, text: text.into() }
    }
}

/// A value that passed the field rules. Only the rules of this module make one.
#[derive(Debug, Clone, PartialEq)]
pub struct Validated<T>(T);

impl<T> Validated<T> {
    /// The value.
    pub fn value(&self) -> &T {
        &self.0
    }
}

fn verdict<T>(value: T, problems: Vec<Problem>) -> Result<Validated<T>, Vec<Problem>> {
    if problems.iter().any(|problem| !problem.warning) { Err(problems) } else { Ok(Validated(value)) }
}

/// Taking an object away; its identity is all there is to check.
#[derive(Debug, Clone, PartialEq)]
pub enum Removal {
    /// An interconnect.
    Interconnect(IconKey),
    /// A CNI.
    Cni(CniId),
}

impl Removal {
    /// Refuses a name that cannot be one path segment.
    pub fn check(self) -> Result<Validated<Self>, Vec<Problem>> {
        let name = match &self {
            Self::Interconnect(key) => key.as_str(),
            Self::Cni(id) => id.as_str(),
        };
        let problems = match name {
            "" | "." | ".." => vec![Problem::error("name", format!("`{name}` cannot name an object"))],
            _ => vec![],
        };
        verdict(self, problems)
    }
}

/// New settings for the account. `None` clears the default ASN.
#[derive(Debug, Clone, PartialEq)]
pub struct SettingsChange(pub Settings);

impl SettingsChange {
    /// The field rules.
    pub fn check(self) -> Result<Validated<Self>, Vec<Problem>> {
        let problems = self.0.default_asn.map(|asn| rules::default_asn("default_asn", asn)).unwrap_or_default();
        verdict(self, problems)
    }
}

/// A changed tunnel: the whole object as it will be sent.
#[derive(Debug, Clone, PartialEq)]
pub struct TunnelChange(pub Tunnel);

impl TunnelChange {
    /// Refuses a health check of an unknown rate or type (API reference, `health_check`).
    pub fn check(self) -> Result<Validated<Self>, Vec<Problem>> {
        let mut problems = Vec::new();
        if let Some(check) = &self.0.health_check {
            if let Some(rate) = check.rate.as_deref()
                && !["low", "mid", "medium", "high"].contains(&rate)
            {
                problems.push(Problem::error("health_check/rate", format!("rate is low, mid or high, not `{rate}`")));
            }
            if let Some(kind) = check.kind.as_deref()
                && !["reply", "request"].contains(&kind)
            {
                problems.push(Problem::error("health_check/type", format!("type is reply or request, not `{kind}`")));
            }
        }
        verdict(self, problems)
    }
}
