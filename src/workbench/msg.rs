//! Everything that can happen.

use std::time::Duration;

use jiff::Timestamp;

use super::Ticket;
use super::key::Key;
use super::letters::Shelf;
use super::picker::Choice;
use super::session::Session;
use super::views::Recalled;
use crate::domain::call::{Meter, Reply};
use crate::domain::change::{Made, Outcome, Prepared};
use crate::domain::draft::Change;
use crate::domain::kept::Kept;
use crate::domain::record::{Record, Records};
use crate::domain::{Fault, IconKey, Letter};

/// The time, as it comes with each message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Now {
    /// Since the program started; never jumps. Ages, waits and deadlines are taken from it.
    pub mono: Duration,
    /// By the wall clock; only ever shown.
    pub wall: Timestamp,
}

/// Why the program is told to end from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// SIGINT from outside (the key is [`Msg::Key`]).
    Interrupted,
    /// SIGTERM.
    Terminated,
    /// SIGHUP, or the terminal is gone.
    HungUp,
}

impl Stop {
    /// What a shell expects of whoever ends so.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Interrupted => 130,
            Self::Terminated => 143,
            Self::HungUp => 129,
        }
    }
}

/// What the mouse did, and in which cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mouse {
    /// Its first button was pressed.
    Press {
        /// From the left.
        x: u16,
        /// From the top.
        y: u16,
    },
    /// Its wheel turned, up or down.
    Wheel {
        /// Towards the top.
        up: bool,
    },
}

/// A past fact. Nothing else moves the model.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// A key was pressed.
    Key(Key),
    /// An entry was chosen by its name, on no list.
    Chosen(Choice),
    /// The mouse did something; only where a person asked for it.
    Mouse(Mouse),
    /// Text was pasted.
    Paste(String),
    /// The window has another size.
    Resized {
        /// Cells across.
        columns: u16,
        /// Cells down.
        rows: u16,
    },
    /// The window got or lost the focus.
    Focus(bool),
    /// The moment came that [`super::Model::wake_at`] asked for.
    Woke,
    /// A read answered; lists do so once a page.
    Arrived {
        /// Of the question.
        ticket: Ticket,
        /// The answer, or a page of it.
        reply: Reply,
    },
    /// A read is over.
    Ended {
        /// Of the question.
        ticket: Ticket,
        /// Why it failed.
        result: Result<(), Fault>,
        /// How long it took.
        took: Duration,
        /// The budget after it.
        meter: Meter,
    },
    /// The client made the bytes of a draft.
    Prepared {
        /// Of the order.
        ticket: Ticket,
        /// The frozen request.
        prepared: Box<Prepared<Change>>,
    },
    /// The server's dry run is over.
    DryRan {
        /// Of the order.
        ticket: Ticket,
        /// With the name in the answer, if there was one.
        outcome: Outcome<Option<String>>,
    },
    /// A commit is over.
    Committed {
        /// Of the order.
        ticket: Ticket,
        /// How.
        outcome: Box<Outcome<Made>>,
    },
    /// A letter was written, or not.
    LetterSaved {
        /// Of the order.
        ticket: Ticket,
        /// Of which interconnect.
        key: IconKey,
        /// Where, or why not.
        result: Result<Letter, Fault>,
        /// Whether it is remembered for later runs.
        remembered: Result<(), Fault>,
    },
    /// What is remembered of letters was read.
    LettersRecalled(Result<Box<Shelf>, Fault>),
    /// A text was offered to the terminal's clipboard, or why not.
    Offered {
        /// What it is, in words.
        what: String,
        /// The sentence where it was not sent.
        result: Result<(), String>,
    },
    /// A change was written down, before it was sent or after; or its end could not be.
    Recorded(Box<Record>, Result<(), Fault>),
    /// What was written down before was read.
    Recalled(Result<Box<Records>, Fault>),
    /// What was set on tables in the last run was read.
    ViewsRecalled(Result<Box<Recalled>, Fault>),
    /// What was set on tables was written, or not.
    ViewsKept(Result<(), Fault>),
    /// The editor was left; with the text, or why there is none.
    Edited {
        /// Of the order.
        ticket: Ticket,
        /// The text as it was saved.
        result: Result<String, Fault>,
    },
    /// The forms that sessions left which are gone, and how many could not be read.
    Reclaimed(Result<(Vec<Kept>, usize), Fault>),
    /// A form could not be kept.
    NotKept(Fault),
    /// The account's name is known.
    AccountNamed(String),
    /// A switch to another profile or account is over.
    Switched(Result<Box<Session>, Fault>),
    /// The processes that read from the same server were counted, this one among them.
    SharersCounted(Result<u32, Fault>),
    /// The token was read again: whether it differs.
    TokenRead(Result<bool, Fault>),
    /// Told to stop as a job of the shell (SIGTSTP).
    Suspending,
    /// Somebody stopped the program and let it go on (SIGCONT).
    Resumed,
    /// The terminal took long for a frame.
    Lagged,
    /// Told to end from outside.
    Stopped(Stop),
}

impl Msg {
    /// The ticket of the question that this answers.
    pub(super) fn ticket(&self) -> Option<Ticket> {
        match self {
            Self::Arrived { ticket, .. }
            | Self::Ended { ticket, .. }
            | Self::Prepared { ticket, .. }
            | Self::DryRan { ticket, .. }
            | Self::Committed { ticket, .. }
            | Self::Edited { ticket, .. }
            | Self::LetterSaved { ticket, .. } => Some(*ticket),
            _ => None,
        }
    }
}
