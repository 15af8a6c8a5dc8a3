//! How a create ended, in words that claim no more than is known.

use super::Terms;
use crate::domain::draft::NewInterconnect;
use crate::domain::{Fault, Interconnect};

/// The typed end of the flow.
#[derive(Debug, Clone, PartialEq)]
pub enum Ending {
    /// Created, and seen.
    Done {
        /// As it is stored, or as the answer had it.
        made: Interconnect,
        /// Where it differs from what was asked for.
        mismatches: Vec<String>,
        /// The answer was lost; a later read found it.
        found_by_reading: bool,
        /// It could not be read back.
        unread: Option<Fault>,
    },
    /// The server created it on the dry run. One exists; nothing more is sent.
    CreatedByDryRun(Option<Interconnect>),
    /// The dry run was sent, and whether it created anything could not be read.
    Unproven(Fault),
    /// The answer to the commit was lost, and no read has shown the object yet.
    Unknown(Fault),
}

impl Ending {
    pub(super) fn done(
        made: Interconnect,
        stored: Option<Interconnect>,
        asked: &NewInterconnect,
        unread: Option<&Fault>,
        terms: &Terms,
    ) -> Self {
        let made = stored.unwrap_or(made);
        let mismatches = mismatches(&made, asked, terms);
        Self::Done { made, mismatches, found_by_reading: false, unread: unread.cloned() }
    }

    pub(super) fn found(made: Interconnect, asked: &NewInterconnect, terms: &Terms) -> Self {
        let mismatches = mismatches(&made, asked, terms);
        Self::Done { made, mismatches, found_by_reading: true, unread: None }
    }

    /// Exit code of a command that ends so.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Done { mismatches, .. } if mismatches.is_empty() => 0,
            Self::Done { .. } | Self::CreatedByDryRun(_) => 10,
            Self::Unproven(_) | Self::Unknown(_) => 9,
        }
    }
}

/// Where the stored object differs from what was asked for (RELIABILITY M8). What the server leaves out is not a
/// difference.
pub fn mismatches(made: &Interconnect, asked: &NewInterconnect, terms: &Terms) -> Vec<String> {
    let NewInterconnect::Direct(asked) = asked else { return vec![] };
    let mut found = Vec::new();
    let mut differ = |what: &str, want: &str, has: &str| found.push(format!("{what}: asked {want}, stored {has}"));
    if let Some(slot) = made.slot_id.as_ref().filter(|slot| **slot != asked.slot) {
        differ("slot", asked.slot.as_str(), slot.as_str());
    }
    if let (Some(want), Some(has)) = (&asked.speed, &made.speed)
        && !want.same_as(has)
    {
        differ("speed", want.as_str(), has.as_str());
    }
    if let (Some(want), Some(has)) = (&terms.account, &made.account)
        && want != has
    {
        differ("account", want.as_str(), has.as_str());
    }
    if let Some(want) = asked.name.as_ref().filter(|want| **want != made.name) {
        differ("name", want, &made.name);
    }
    found
}
