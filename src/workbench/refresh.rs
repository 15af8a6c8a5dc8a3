//! What to read next and when: a plan that keeps every promise of freshness that the budget can pay for.

mod agenda;
mod bounds;
mod outage;
mod purse;

use std::time::Duration;

pub use agenda::{Agenda, Item};
pub use bounds::{Bounds, LIST_BEHIND, LIST_IN_FRONT};
pub use outage::Outage;
pub use purse::Purse;

use super::panes::Pane;
use crate::domain::IconKey;
use crate::domain::call::Meter;

/// Reads of states under way at once, at most.
const IN_FLIGHT: usize = 6;
/// While the window has no focus, everything is asked this much less often.
const UNFOCUSED: f64 = 4.0;
/// The same while the server says that little is left.
const SHORT: f64 = 2.0;
/// "Little": this part of the limit.
const LITTLE: u32 = Meter::LIMIT / 10;

/// The plan of all reading that nobody asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Refresh {
    /// What is read of each port, and when it falls due.
    pub agenda: Agenda,
    /// What reads are paid from.
    pub purse: Purse,
    /// Nothing answers.
    pub outage: Outage,
    /// Processes of ours on this machine, this one included.
    pub sharers: u32,
    /// Of its part this process takes one part in so many.
    part: u32,
    focused: bool,
    little_left: bool,
    strained: bool,
    /// Pages of the list under way that are paid for, by pane; and whether nobody waits for it.
    lists: [(u32, bool); 5],
}

impl Default for Refresh {
    fn default() -> Self {
        Self {
            agenda: Agenda::default(),
            purse: Purse::default(),
            outage: Outage::default(),
            sharers: 1,
            part: 1,
            focused: true,
            little_left: false,
            strained: false,
            lists: [(0, true); 5],
        }
    }
}

impl Refresh {
    /// One that takes one part in so many.
    pub fn taking(part: u32, now: Duration) -> Self {
        let mut refresh = Self::default();
        refresh.take_part(part, now);
        refresh
    }

    /// The window got or lost the focus.
    pub fn focus(&mut self, focused: bool) {
        self.focused = focused;
    }

    /// What holds for the process goes on with another account: what was spent, who shares, and whether anybody looks.
    pub fn carry_on(&mut self, before: &mut Self) {
        std::mem::swap(&mut self.purse, &mut before.purse);
        (self.sharers, self.focused) = (before.sharers, before.focused);
    }

    /// So many processes share the budget now.
    pub fn share(&mut self, sharers: u32, now: Duration) {
        self.sharers = sharers.max(1);
        self.purse.share(self.parts(), now);
    }

    /// So much of it the profile leaves to us.
    pub fn take_part(&mut self, part: u32, now: Duration) {
        self.part = part.max(1);
        self.purse.share(self.parts(), now);
    }

    /// Into how many parts the budget is cut, of which this process takes one.
    pub fn parts(&self) -> u32 {
        self.sharers * self.part
    }

    /// The server told what is left.
    pub fn metered(&mut self, meter: Meter) {
        self.little_left = meter.remaining.is_some_and(|left| left <= LITTLE);
    }

    /// By how much all intervals are stretched on purpose.
    pub fn factor(&self) -> f64 {
        let unfocused = if self.focused { 1.0 } else { UNFOCUSED };
        let short = if self.little_left { SHORT } else { 1.0 };
        unfocused * short
    }

    /// By how much intervals are longer than promised, because more is wanted than may be asked; 1 or less: they hold.
    pub fn strain(&self) -> f64 {
        self.agenda.demand() / self.factor() / self.purse.rate()
    }

    /// Much more is wanted than may be asked: what a person must know.
    pub fn is_strained(&self) -> bool {
        self.strained
    }

    /// Whether that begins or ends now.
    pub fn strain_turned(&mut self) -> bool {
        let was = self.strained;
        // Half of the way back is not yet the end: the words on the screen must not flicker.
        self.strained = self.strain() >= if was { 1.2 } else { 1.5 };
        was != self.strained
    }

    /// A list is asked for, of which so many pages are paid.
    pub fn list_asked(&mut self, pane: Pane, paid: u32, poll: bool) {
        self.lists[pane.index()] = (paid, poll);
    }

    /// A page came: one that was not reckoned with is paid now.
    pub fn page_came(&mut self, pane: Pane, number: u32, now: Duration) {
        let (paid, poll) = &mut self.lists[pane.index()];
        if number > *paid {
            self.purse.charge(number - *paid, *poll, now);
            *paid = number;
        }
    }

    /// The port to read now, if one is due and may be read. Of those that were never read, these are looked at.
    pub fn next(&mut self, front: Option<&IconKey>, looked_at: &[IconKey], now: Duration) -> Option<IconKey> {
        let most = if self.outage.is_on() { 1 } else { IN_FLIGHT };
        if self.agenda.in_flight() >= most || self.outage.until().is_some_and(|until| until > now) {
            return None;
        }
        let unread = self.agenda.first_unread(looked_at, self.factor(), now);
        let key = unread.or_else(|| self.agenda.most_late(front, self.factor(), now))?;
        self.purse.pay(front == Some(&key), now).then_some(key)
    }

    /// When [`Self::next`] may answer again.
    pub fn next_at(&self, front: Option<&IconKey>) -> Option<Duration> {
        let most = if self.outage.is_on() { 1 } else { IN_FLIGHT };
        if self.agenda.in_flight() >= most {
            return None;
        }
        let due = self.agenda.next_due(front, self.factor())?;
        Some(due.max(self.purse.next_at()).max(self.outage.until().unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_promises_stretch_while_nobody_looks_or_little_is_left() {
        let mut refresh = Refresh::default();
        assert!((refresh.factor() - 1.0).abs() < f64::EPSILON);
        refresh.focus(false);
        assert!((refresh.factor() - 4.0).abs() < f64::EPSILON);
        refresh.metered(Meter { remaining: Some(120), ..Meter::default() });
        assert!((refresh.factor() - 8.0).abs() < f64::EPSILON);
        refresh.focus(true);
        refresh.metered(Meter { remaining: Some(121), ..Meter::default() });
        assert!((refresh.factor() - 1.0).abs() < f64::EPSILON);
    }
}
