//! Everything that can be ordered.

use super::Ticket;
use super::switch::Target;
use crate::domain::call::{Query, Urgency};
use crate::domain::change::{Confirmed, Prepared};
use crate::domain::draft::{Change, Validated};
use crate::domain::kept::Kept;
use crate::domain::record::Record;
use crate::domain::{Grant, IconKey, Ring};

/// An order. A write cannot be ordered without a confirmation: its type has no other source than the review.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Read something.
    Ask {
        /// Comes back with each answer.
        ticket: Ticket,
        /// What.
        query: Query,
        /// Who waits.
        urgency: Urgency,
    },
    /// Make the bytes of a draft.
    Prepare {
        /// Comes back with the bytes.
        ticket: Ticket,
        /// What was drafted.
        draft: Box<Validated<Change>>,
    },
    /// Let the server check a request without acting on it.
    DryRun {
        /// Comes back with the outcome.
        ticket: Ticket,
        /// The frozen request.
        prepared: Box<Prepared<Change>>,
    },
    /// Send a change.
    Commit {
        /// Comes back with the outcome.
        ticket: Ticket,
        /// What a person saw and confirmed.
        confirmed: Box<Confirmed<Validated<Change>>>,
    },
    /// Write a letter to the folder of letters.
    SaveLetter {
        /// Comes back with the place.
        ticket: Ticket,
        /// Of which interconnect.
        key: IconKey,
        /// The bytes.
        pdf: Vec<u8>,
        /// The file's name.
        file: String,
        /// The name on the letter, where it is known.
        name: Option<String>,
    },
    /// Read what is remembered of letters that were saved.
    RecallLetters,
    /// Open another profile or account; the present one stays until that one works.
    Switch(Target),
    /// Keep an unfinished form on the disk, and then throw away what another session left of it.
    Keep(Box<Kept>, Option<Box<Kept>>),
    /// Throw a kept form away.
    Forget(Box<Kept>),
    /// Read the forms that sessions left which are gone.
    Reclaim,
    /// Write down what became known of an outcome later: the record with its new end.
    Settle(Box<Record>),
    /// Keep what a person set on tables, by their names, for the next run.
    KeepViews(std::collections::BTreeMap<String, String>),
    /// Read what was kept of that.
    RecallViews,
    /// Read what was written down of changes.
    Recall,
    /// Open or shut the client's gate for changes.
    Gate(Grant),
    /// Read the token from its source again, and take it if it differs.
    RereadToken,
    /// Offer a text to the terminal's clipboard.
    Copy {
        /// What it is, in words.
        what: String,
        /// Safe for a terminal.
        text: String,
    },
    /// Count the processes of this person that read from the same server.
    CountSharers,
    /// Call a person who looks elsewhere.
    Ring {
        /// How.
        ring: Ring,
        /// Printable ASCII, and nothing of the server's in it.
        text: String,
    },
    /// Let the terminal tell what the mouse does, or leave the mouse to the terminal.
    Mouse(bool),
    /// Lend the terminal to the person's editor with this text.
    Edit {
        /// Comes back with what the person made of it.
        ticket: Ticket,
        /// The text.
        text: String,
    },
    /// Draw everything again.
    Repaint,
    /// Stop as a job of the shell.
    Suspend,
    /// End with this exit code.
    Quit(u8),
}
