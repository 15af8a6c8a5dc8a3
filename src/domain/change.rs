//! The types that keep a change honest: drafted, validated, prepared, reviewed, confirmed, in that order only.

use std::time::Duration;

use serde::Deserialize;

use super::draft::Validated;
use super::{Cni, Fault, Interconnect, Settings, Tunnel};

/// A validation older than this is made again (RELIABILITY M3).
pub const VALID_FOR: Duration = Duration::from_mins(2);

/// A request as it will go out, frozen: method, path and the very bytes of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// `POST`, `PUT` or `DELETE`.
    pub method: &'static str,
    /// Path below the base URL, segments encoded.
    pub path: String,
    /// The body; empty for none.
    pub body: String,
}

/// A validated draft with the request that it makes.
#[derive(Debug, Clone, PartialEq)]
pub struct Prepared<T> {
    validated: Validated<T>,
    request: Request,
}

impl<T> Prepared<T> {
    /// Joins a draft to the bytes that the client made of it.
    pub fn new(validated: Validated<T>, request: Request) -> Self {
        Self { validated, request }
    }

    /// What was asked for.
    pub fn value(&self) -> &T {
        self.validated.value()
    }

    /// What the field rules would have a person think about.
    pub fn warnings(&self) -> &[super::draft::Problem] {
        self.validated.warnings()
    }

    /// The frozen request.
    pub fn request(&self) -> &Request {
        &self.request
    }
}

/// An object as a change leaves it.
#[derive(Debug, Clone, PartialEq)]
pub enum Made {
    /// An interconnect.
    Interconnect(Box<Interconnect>),
    /// A CNI.
    Cni(Box<Cni>),
    /// The settings.
    Settings(Box<Settings>),
    /// The Magic side of a CNI.
    Tunnel(Box<Tunnel>),
    /// It is no longer there.
    Gone,
}

impl Made {
    /// What a person calls it.
    pub fn name(&self) -> String {
        match self {
            Self::Interconnect(port) => port.name.clone(),
            Self::Cni(cni) => cni.title().to_owned(),
            Self::Settings(_) => "settings".to_owned(),
            Self::Tunnel(tunnel) => tunnel.name.clone(),
            Self::Gone => String::new(),
        }
    }

    /// What names it in a path; nothing where it is gone.
    pub fn id(&self) -> Option<String> {
        match self {
            Self::Interconnect(port) => Some(port.key.to_string()),
            Self::Cni(cni) => Some(cni.id.to_string()),
            Self::Settings(_) => Some("settings".to_owned()),
            Self::Tunnel(tunnel) => Some(tunnel.id.to_string()),
            Self::Gone => None,
        }
    }
}

/// When to let the server check a create that it may not know how to only check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DryRunPolicy {
    /// Always.
    Always,
    /// Ask the person each time.
    #[default]
    Ask,
    /// Never.
    Never,
}

/// What the server's own dry run came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DryRun {
    /// Accepted, and a fresh read of list and slot proves that nothing was taken.
    Proven,
    /// The person, the profile or the server left it out; the reason is shown.
    Skipped(&'static str),
}

/// One line of the account checks, kept on the review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Worth a thought; does not stop.
    pub warning: bool,
    /// What was found.
    pub text: String,
}

/// What a person is shown before a commit. Confirming it is the only way to a [`Confirmed`].
#[derive(Debug, Clone, PartialEq)]
pub struct Review<T> {
    prepared: Prepared<T>,
    /// What the account checks found.
    pub findings: Vec<Finding>,
    /// What the dry run came to.
    pub dry_run: DryRun,
    /// When the validation ended, on the program's monotonic clock.
    pub at: Duration,
}

impl<T> Review<T> {
    /// The review of a prepared request after its checks.
    pub fn new(prepared: Prepared<T>, findings: Vec<Finding>, dry_run: DryRun, at: Duration) -> Self {
        Self { prepared, findings, dry_run, at }
    }

    /// What was asked for.
    pub fn value(&self) -> &T {
        self.prepared.value()
    }

    /// The frozen request.
    pub fn request(&self) -> &Request {
        self.prepared.request()
    }

    /// Too old to be committed.
    pub fn is_stale(&self, now: Duration) -> bool {
        now.saturating_sub(self.at) > VALID_FOR
    }

    /// The person's yes. A stale review comes back as it is.
    pub fn confirm(self, now: Duration) -> Result<Confirmed<Validated<T>>, Box<Self>> {
        if self.is_stale(now) {
            return Err(Box::new(self));
        }
        Ok(Confirmed { value: self.prepared.validated, request: self.prepared.request })
    }
}

/// Seen and confirmed by a person; what a write takes.
#[derive(Debug, Clone, PartialEq)]
pub struct Confirmed<V> {
    value: V,
    request: Request,
}

impl<V> Confirmed<V> {
    /// What was confirmed.
    pub fn value(&self) -> &V {
        &self.value
    }

    /// The very bytes that were shown.
    pub fn request(&self) -> &Request {
        &self.request
    }
}

/// How a write ended. Only a well-formed refusal means that nothing was changed (RELIABILITY M5).
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome<R> {
    /// A readable 2xx answer.
    Done(R),
    /// A well-formed 4xx: nothing was changed.
    Refused(Fault),
    /// It never left this machine: nothing was changed.
    NotSent(Fault),
    /// Anything else. Never sent again; found out by reading.
    Unknown(Fault),
}

#[cfg(test)]
mod tests {
    use super::super::draft::{Direct, NewInterconnect};
    use super::*;

    #[test]
    fn a_stale_review_cannot_be_confirmed() {
        let direct = Direct { slot: "s1".into(), speed: None, facility: None, name: None, description: None };
        let Ok(validated) = NewInterconnect::Direct(direct).check() else { panic!("valid") };
        let request = Request { method: "POST", path: "/x".into(), body: "{}".into() };
        let review = Review::new(Prepared::new(validated, request), vec![], DryRun::Proven, Duration::from_secs(10));
        let late = review.clone().confirm(Duration::from_secs(131));
        assert_eq!(late, Err(Box::new(review.clone())));
        let confirmed = review.confirm(Duration::from_secs(130)).unwrap();
        assert_eq!(confirmed.request().body, "{}");
    }
}
