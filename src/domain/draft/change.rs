//! Any change to an account: one value from the form to the audit.

use super::{NewCni, NewInterconnect, Problem, Removal, Validated, verdict};
use crate::domain::{Cni, HealthCheck, Settings, Tunnel, rules};

/// Rates of a health check; `medium` is how the reference schema spells `mid`.
pub const RATES: [&str; 4] = ["low", "mid", "medium", "high"];
/// Types of a health check.
pub const TYPES: [&str; 2] = ["reply", "request"];
/// Directions of a health check.
pub const DIRECTIONS: [&str; 2] = ["unidirectional", "bidirectional"];

/// An object before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit<T> {
    /// As the server holds it.
    pub before: T,
    /// As it is to be: the whole object, unknown fields included.
    pub after: T,
}

impl Edit<Settings> {
    /// The field rules.
    pub fn check(self) -> Result<Validated<Self>, Vec<Problem>> {
        let asn = self.after.default_asn.filter(|asn| self.before.default_asn != Some(*asn));
        let problems = asn.map(|asn| rules::default_asn("default_asn", asn)).unwrap_or_default();
        verdict(self, problems)
    }
}

impl Edit<Tunnel> {
    /// Refuses a health check of an unknown rate, type or direction (API reference, `health_check`); one that the server
    /// holds already may stay.
    pub fn check(self) -> Result<Validated<Self>, Vec<Problem>> {
        let unset = HealthCheck::default();
        let before = self.before.health_check.as_ref().unwrap_or(&unset);
        let after = self.after.health_check.as_ref().unwrap_or(&unset);
        let words = [
            ("health_check/rate", &before.rate, &after.rate, &RATES[..], "low, mid or high"),
            ("health_check/type", &before.kind, &after.kind, &TYPES[..], "reply or request"),
            (
                "health_check/direction",
                &before.direction,
                &after.direction,
                &DIRECTIONS[..],
                "unidirectional or bidirectional",
            ),
        ];
        let mut problems = Vec::new();
        for (field, was, is, known, right) in words {
            if let Some(word) = is.as_deref().filter(|word| was.as_deref() != Some(*word) && !known.contains(word)) {
                problems.push(Problem::error(field, format!("{right}, not `{word}` (API reference)")));
            }
        }
        if before.target != after.target
            && let Some(target) = after.target.as_ref().map(crate::domain::Target::set)
            && !target.is_empty()
            && target.parse::<std::net::IpAddr>().is_err()
        {
            problems.push(Problem::error("health_check/target", "an address such as 10.254.0.1, without a length"));
        }
        verdict(self, problems)
    }
}

/// A change.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// A new interconnect.
    NewInterconnect(NewInterconnect),
    /// A new CNI.
    NewCni(Box<NewCni>),
    /// Another content for a CNI.
    Cni(Box<Edit<Cni>>),
    /// Other settings.
    Settings(Box<Edit<Settings>>),
    /// Another content for the Magic side of a CNI.
    Tunnel(Box<Edit<Tunnel>>),
    /// Taking an object away.
    Removal(Removal),
}

impl Change {
    /// The field rules of its kind.
    pub fn check(self) -> Result<Validated<Self>, Vec<Problem>> {
        match self {
            Self::NewInterconnect(new) => new.check().map(|checked| checked.wrap(Self::NewInterconnect)),
            Self::NewCni(new) => new.check().map(|checked| checked.wrap(|new| Self::NewCni(Box::new(new)))),
            Self::Cni(edit) => edit.check().map(|checked| checked.wrap(|edit| Self::Cni(Box::new(edit)))),
            Self::Settings(edit) => edit.check().map(|checked| checked.wrap(|edit| Self::Settings(Box::new(edit)))),
            Self::Tunnel(edit) => edit.check().map(|checked| checked.wrap(|edit| Self::Tunnel(Box::new(edit)))),
            Self::Removal(removal) => removal.check().map(|checked| checked.wrap(Self::Removal)),
        }
    }

    /// It makes an object that is not there yet.
    pub fn is_new(&self) -> bool {
        matches!(self, Self::NewInterconnect(_) | Self::NewCni(_))
    }

    /// The server can be asked to check it without acting on it.
    pub fn has_dry_run(&self) -> bool {
        matches!(self, Self::NewInterconnect(_) | Self::Tunnel(_))
    }
}
