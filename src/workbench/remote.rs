//! The last good value of a list, how old it is, and what went wrong since.

use std::hash::Hash;
use std::time::Duration;

use super::Ticket;
use crate::domain::{Fault, Listing, Page};

/// After a failure, this long until the next try (RELIABILITY R5).
pub const RETRY_AFTER: Duration = Duration::from_mins(1);

/// A list as it is known here.
#[derive(Debug, Clone, PartialEq)]
pub struct Remote<T> {
    /// The last good rows, or the pages of the first load so far.
    pub list: Listing<T>,
    /// When the rows were received; `None`: never.
    pub received: Option<Duration>,
    /// The last try failed, at this moment.
    pub failed: Option<(Fault, Duration)>,
    ticket: Option<Ticket>,
    incoming: Listing<T>,
    generation: u64,
}

impl<T> Default for Remote<T> {
    fn default() -> Self {
        Self {
            list: Listing::default(),
            received: None,
            failed: None,
            ticket: None,
            incoming: Listing::default(),
            generation: 0,
        }
    }
}

impl<T: Clone> Remote<T> {
    /// A question went out; its predecessor, if any, no longer counts.
    pub fn asked(&mut self, ticket: Ticket) {
        self.ticket = Some(ticket);
        self.incoming = Listing::default();
    }

    /// Another number for other rows.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Another question takes the place of this one: nothing of it is left, and no question counts.
    pub fn forget(&mut self) {
        *self = Self { generation: self.generation + 1, ..Self::default() };
    }

    /// Waits for an answer.
    pub fn is_loading(&self) -> bool {
        self.ticket.is_some()
    }

    /// Whether this is the question that counts.
    pub fn is_asked(&self, ticket: Ticket) -> bool {
        self.ticket == Some(ticket)
    }

    /// Takes a page. The first load shows its pages as they come; a later one replaces the rows when it is whole.
    /// Answers whether what is shown changed.
    pub fn page<K: Hash + Eq>(&mut self, page: Page<T>, now: Duration, id: impl Fn(&T) -> K) -> bool {
        if self.list.complete {
            self.incoming.take(page, id);
            return false;
        }
        if self.received.is_some() && page.number == 1 {
            self.list = Listing::default();
        }
        self.list.take(page, id);
        self.generation += 1;
        self.received = Some(now);
        true
    }

    /// The question is over. Answers the rows before, where other ones took their place; both are complete then.
    pub fn ended(&mut self, result: Result<(), Fault>, now: Duration) -> Option<Listing<T>> {
        self.ticket = None;
        let incoming = std::mem::take(&mut self.incoming);
        match result {
            Ok(()) => {
                self.failed = None;
                self.received = Some(now);
                self.generation += u64::from(incoming.complete);
                incoming.complete.then(|| std::mem::replace(&mut self.list, incoming))
            }
            Err(fault) => {
                self.failed = Some((fault, now));
                None
            }
        }
    }

    /// When to ask again, given how often.
    pub fn due(&self, every: Duration) -> Option<Duration> {
        if self.ticket.is_some() {
            return None;
        }
        Some(match (&self.failed, self.received) {
            (Some((fault, at)), _) => *at + fault.retry_after.unwrap_or(RETRY_AFTER).max(RETRY_AFTER),
            (None, Some(at)) => at + every,
            (None, None) => Duration::ZERO,
        })
    }

    /// Rows are there, but not all that exist.
    pub fn is_partial(&self) -> bool {
        !self.list.complete && self.list.pages > 0 && self.ticket.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Tickets;
    use super::*;
    use crate::domain::FaultKind;

    fn page(rows: &[u8], number: u32, last: bool) -> Page<u8> {
        Page { rows: rows.to_vec(), unreadable: vec![], number, last }
    }

    #[test]
    fn a_failed_refresh_keeps_the_rows_and_says_when_next() {
        let mut remote = Remote::default();
        let mut tickets = Tickets::default();
        let at = Duration::from_secs;
        remote.asked(tickets.tear());
        assert!(remote.page(page(&[1], 1, false), at(1), |row| *row), "the first page shows at once");
        assert!(!remote.is_partial(), "still loading");
        remote.page(page(&[2], 2, true), at(2), |row| *row);
        remote.ended(Ok(()), at(2));
        remote.asked(tickets.tear());
        assert!(!remote.page(page(&[9], 1, false), at(70), |row| *row));
        remote.ended(Err(Fault::new(FaultKind::Server, "x")), at(71));
        assert_eq!((remote.list.rows.as_slice(), remote.received), ([1, 2].as_slice(), Some(at(2))));
        assert_eq!(remote.due(at(30)), Some(at(131)));
    }

    #[test]
    fn a_first_load_that_breaks_is_partial_and_the_next_starts_over() {
        let mut remote = Remote::default();
        let mut tickets = Tickets::default();
        remote.asked(tickets.tear());
        remote.page(page(&[1, 2], 1, false), Duration::ZERO, |row| *row);
        remote.ended(Err(Fault::new(FaultKind::Server, "x")), Duration::ZERO);
        assert!(remote.is_partial());
        remote.asked(tickets.tear());
        remote.page(page(&[1], 1, true), Duration::ZERO, |row| *row);
        remote.ended(Ok(()), Duration::ZERO);
        assert_eq!(
            (remote.list.rows.as_slice(), remote.list.duplicates, remote.is_partial()),
            ([1].as_slice(), 0, false)
        );
    }
}
