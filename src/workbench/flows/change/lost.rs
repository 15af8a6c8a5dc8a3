//! A commit whose answer was lost: the account is read until it is known what came of it, or long enough.

use std::time::Duration;

use super::{Base, Flow, Stage, Yes};
use crate::domain::Fault;
use crate::workbench::flows::look::Look;
use crate::workbench::{Effect, Tickets};

/// Seconds after a lost answer at which the account is read (RELIABILITY M6).
pub const RECONCILE_AT: [u64; 4] = [1, 5, 15, 30];

/// A commit whose answer was lost.
#[derive(Debug, Clone, PartialEq)]
pub struct Lost {
    /// Why nothing is known.
    pub fault: Fault,
    /// When it was lost.
    pub since: Duration,
    /// Reads that are over.
    pub tries: usize,
    pub(super) base: Box<Base>,
    pub(super) yes: Yes,
    pub(super) look: Option<Look>,
    /// The server lets nothing be read before.
    shut_until: Duration,
    /// How often it said so.
    put_off: usize,
}

impl Lost {
    pub(super) fn new(fault: Fault, since: Duration, base: Box<Base>, yes: Yes) -> Self {
        let shut_until = since + fault.retry_after.unwrap_or_default();
        Self { fault, since, tries: 0, base, yes, look: None, shut_until, put_off: 0 }
    }

    /// When the next read is due.
    pub fn next_at(&self) -> Duration {
        let due = self.since + Duration::from_secs(RECONCILE_AT.get(self.tries).copied().unwrap_or(30));
        due.max(self.shut_until)
    }

    /// A read that the server's limit kept from being made is no read; but it is not waited for without end.
    pub(super) fn put_off(&mut self, until: Duration) -> bool {
        self.put_off += 1;
        self.shut_until = until;
        self.put_off <= RECONCILE_AT.len()
    }
}

impl Flow {
    /// When the flow wants to be woken.
    pub fn wake_at(&self) -> Option<Duration> {
        match &self.stage {
            Stage::Reconcile(lost) if lost.look.is_none() => Some(lost.next_at()),
            _ => None,
        }
    }

    /// The moment came.
    pub fn wake(&mut self, now: Duration, tickets: &mut Tickets) -> Vec<Effect> {
        let due = matches!(&self.stage, Stage::Reconcile(lost) if lost.look.is_none() && lost.next_at() <= now);
        if !due {
            return vec![];
        }
        let (look, effects) = self.look(tickets);
        if let Stage::Reconcile(lost) = &mut self.stage {
            lost.look = Some(look);
        }
        effects
    }
}
