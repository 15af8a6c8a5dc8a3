//! How a change ended, in words that claim no more than is known.

use crate::domain::change::Made;
use crate::domain::{Fault, FaultKind};

/// The typed end of the flow.
#[derive(Debug, Clone, PartialEq)]
pub enum Ending {
    /// Made, and seen.
    Done {
        /// As it is stored, or as the answer had it.
        made: Made,
        /// Where it differs from what was asked for.
        mismatches: Vec<String>,
        /// The answer was lost; a later read found it.
        found_by_reading: bool,
        /// It could not be read back.
        unread: Option<Fault>,
    },
    /// What was to be deleted was gone before.
    AlreadyGone {
        /// The DELETE went out and was answered with 404.
        sent: bool,
    },
    /// The server said that it is gone, and a read shows it still.
    StillThere(Made),
    /// The server acted on the dry run. Nothing more is sent.
    ByDryRun(Option<Made>),
    /// The dry run was sent, and whether it did anything could not be read.
    Unproven(Fault),
    /// The answer to the commit was lost, and no read has shown the change yet.
    Unknown(Fault),
}

impl Ending {
    /// Exit code of a command that ends so.
    pub fn exit_code(&self) -> u8 {
        match self {
            // The server said yes, and does not have it, or does not know its name.
            Self::Done { unread: Some(fault), .. }
                if matches!(fault.kind, FaultKind::NotFound | FaultKind::Refused) =>
            {
                10
            }
            Self::Done { mismatches, .. } if mismatches.is_empty() => 0,
            Self::AlreadyGone { .. } => 5,
            Self::Done { .. } | Self::ByDryRun(_) | Self::StillThere(_) => 10,
            Self::Unproven(_) | Self::Unknown(_) => 9,
        }
    }

    /// Whether anything was changed is not known.
    pub fn is_uncertain(&self) -> bool {
        matches!(self, Self::Unproven(_) | Self::Unknown(_))
    }
}
