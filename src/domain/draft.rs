//! From what a person typed to a value that passed the field rules, or to the problems by field.

mod change;
mod change_cni;
mod new_interconnect;

pub use change::{Change, DIRECTIONS, Edit, RATES, TYPES};
pub use change_cni::NewCni;
pub use new_interconnect::{Direct, GCP_BANDWIDTHS, NewInterconnect};

use super::{CniId, IconKey};

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
pub struct Validated<T> {
    value: T,
    warnings: Vec<Problem>,
}

impl<T> Validated<T> {
    /// The value.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// What the rules would have a person think about.
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }

    fn wrap<U>(self, within: impl FnOnce(T) -> U) -> Validated<U> {
        Validated { value: within(self.value), warnings: self.warnings }
    }
}

fn verdict<T>(value: T, problems: Vec<Problem>) -> Result<Validated<T>, Vec<Problem>> {
    if problems.iter().any(|problem| !problem.warning) {
        Err(problems)
    } else {
        Ok(Validated { value, warnings: problems })
    }
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
