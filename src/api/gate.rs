//! The gate that every change goes through, whatever the screen thinks: shared by all copies of a client, and shut again
//! by its own deadline.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::domain::{Fault, FaultKind, Grant, Mode};

/// The gate. Moments are of the client's monotonic clock.
#[derive(Debug)]
pub(crate) struct Gate(Mutex<State>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    ReadOnly,
    Shut,
    Until(Duration),
    Open,
}

impl Gate {
    pub(crate) fn new(mode: Mode) -> Self {
        Self(Mutex::new(match mode {
            Mode::ReadOnly => State::ReadOnly,
            Mode::Guarded => State::Shut,
            Mode::Write => State::Open,
        }))
    }

    /// Takes an order. What is read-only stays so.
    pub(crate) fn grant(&self, grant: Grant, now: Duration) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if *state != State::ReadOnly {
            *state = match grant {
                Grant::Shut => State::Shut,
                Grant::For(span) => State::Until(now + span),
                Grant::Open => State::Open,
            };
        }
    }

    /// Why no change may go out now.
    pub(crate) fn check(&self, now: Duration) -> Result<(), Fault> {
        let state = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match state {
            State::ReadOnly => Err(Fault::new(FaultKind::ReadOnly, "this session only reads")),
            State::Until(end) if now < end => Ok(()),
            State::Until(_) => Err(Fault::new(FaultKind::Locked, "writing locked itself: its time is over")),
            State::Shut => Err(Fault::new(FaultKind::Locked, "writing is locked")),
            State::Open => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn it_opens_when_told_and_shuts_by_itself() {
        let gate = Gate::new(Mode::Guarded);
        assert_eq!(gate.check(at(0)).unwrap_err().kind, FaultKind::Locked);
        gate.grant(Grant::For(at(60)), at(10));
        assert!(gate.check(at(69)).is_ok());
        assert_eq!(gate.check(at(70)).unwrap_err().kind, FaultKind::Locked);
        gate.grant(Grant::Open, at(80));
        assert!(gate.check(at(9999)).is_ok());
        gate.grant(Grant::Shut, at(80));
        assert!(gate.check(at(80)).is_err());
    }

    #[test]
    fn read_only_is_never_lifted() {
        let gate = Gate::new(Mode::ReadOnly);
        for grant in [Grant::Open, Grant::For(at(60)), Grant::Shut, Grant::Open] {
            gate.grant(grant, at(0));
            assert_eq!(gate.check(at(1)).unwrap_err().kind, FaultKind::ReadOnly);
        }
    }
}
