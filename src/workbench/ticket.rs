//! Every question carries a ticket; its answer is known by it.

/// Names a question that is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticket(u64);

/// The roll that tickets are torn from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tickets(u64);

impl Tickets {
    /// The next ticket; never one that was given before.
    pub fn tear(&mut self) -> Ticket {
        self.0 += 1;
        Ticket(self.0)
    }
}
