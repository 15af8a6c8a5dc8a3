//! What is known of the state of one interconnect, and since when.

use std::time::Duration;

use super::Ticket;
use crate::domain::{Fault, State, Status};

/// The watch kept over one interconnect.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Watch {
    /// When it came into the list.
    pub listed: Duration,
    /// The last state that was read.
    pub status: Option<Status>,
    /// When it was read.
    pub seen: Option<Duration>,
    /// When it became so, or when we first saw it so.
    pub since: Option<Duration>,
    /// We saw it change, so `since` is the moment; else it was so for at least that long.
    pub exact: bool,
    /// Reads fail since this moment. The state since then is unknown, not bad.
    pub failed: Option<(Fault, Duration)>,
    /// When the last failed read ended.
    pub tried: Option<Duration>,
    /// The last state that two reads in a row agreed on; at first, the first that was read.
    pub certain: Option<State>,
    /// Another port of its device got worse: it is read soon.
    pub suspect: bool,
    /// The read under way.
    pub ticket: Option<Ticket>,
}

impl Watch {
    /// A state was read. Answers the state before, if it was another.
    pub fn read(&mut self, status: Status, now: Duration) -> Option<State> {
        let before = self.status.replace(status);
        let state = self.status.as_ref().map(|s| &s.state);
        let changed = before.map(|b| b.state).filter(|b| Some(b) != state);
        if changed.is_some() || self.since.is_none() {
            self.since = Some(now);
            self.exact = changed.is_some();
        }
        if changed.is_none() && self.failed.is_none() {
            self.certain = state.cloned();
        }
        self.suspect = false;
        self.seen = Some(now);
        self.failed = None;
        changed
    }

    /// No change is waiting for the second look that makes it certain.
    pub fn is_certain(&self) -> bool {
        self.changed_once().is_none()
    }

    /// The certain state before a change that was seen but once.
    fn changed_once(&self) -> Option<&State> {
        let state = self.status.as_ref().map(|status| &status.state);
        self.certain.as_ref().filter(|certain| Some(*certain) != state)
    }

    /// The state, where the last read of it succeeded.
    pub fn known(&self) -> Option<&State> {
        if self.failed.is_some() { None } else { self.status.as_ref().map(|s| &s.state) }
    }

    /// Worst first. What cannot be read stands with the bad; what was not read yet with the good, so that only bad
    /// news moves rows while an account comes in.
    pub fn rank(&self) -> u8 {
        match (&self.failed, &self.status) {
            (Some(_), _) => State::Other(String::new()).rank(),
            (None, Some(status)) => status.state.rank(),
            (None, None) => State::Healthy.rank(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::FaultKind;

    #[test]
    fn since_is_exact_only_when_the_change_was_seen() {
        let status = |state| Status { state, reason: None };
        let at = Duration::from_secs;
        let mut watch = Watch::default();
        assert_eq!(watch.read(status(State::Healthy), at(5)), None);
        assert_eq!((watch.since, watch.exact), (Some(at(5)), false));
        watch.failed = Some((Fault::new(FaultKind::Lost, "x"), at(9)));
        assert_eq!(watch.known(), None, "a failed read is not a state");
        assert_eq!(watch.read(status(State::Down), at(20)), Some(State::Healthy));
        assert_eq!((watch.since, watch.exact, watch.failed.is_none()), (Some(at(20)), true, true));
    }
}
