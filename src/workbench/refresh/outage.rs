//! Nothing answers: one probe at a time, further and further apart, until something does.

use std::time::Duration;

use crate::domain::{Fault, FaultKind};

/// So many failures in a row, of whatever objects, are no longer about the objects.
const ENOUGH: u32 = 4;
/// Waits between probes.
const WAITS: [u64; 4] = [5, 10, 20, 40];

/// Whether the server can be reached, as far as the last answers tell.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outage {
    failures: u32,
    since: Option<Duration>,
    last: Duration,
}

impl Outage {
    /// A read ended. Answers whether an outage began or ended with it.
    pub fn ended(&mut self, result: &Result<(), Fault>, now: Duration) -> bool {
        let was = self.is_on();
        match result {
            Err(fault) if is_of_all(fault.kind) => {
                self.failures += 1;
                self.last = now;
                self.since.get_or_insert(now);
            }
            _ => *self = Self::default(),
        }
        was != self.is_on()
    }

    /// Nothing answers.
    pub fn is_on(&self) -> bool {
        self.failures >= ENOUGH
    }

    /// The first failure of those in a row.
    pub fn since(&self) -> Option<Duration> {
        self.since.filter(|_| self.is_on())
    }

    /// Nothing is asked before this.
    pub fn until(&self) -> Option<Duration> {
        let probes = self.failures.checked_sub(ENOUGH)?;
        let wait = WAITS.get(probes as usize).copied().unwrap_or(60);
        Some(self.last + Duration::from_secs(wait))
    }

    /// A person wants to know now.
    pub fn forget(&mut self) {
        *self = Self::default();
    }
}

/// Failures that say nothing about the object that was asked for.
fn is_of_all(kind: FaultKind) -> bool {
    matches!(kind, FaultKind::Network | FaultKind::Lost | FaultKind::Server | FaultKind::Unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probes_go_out_further_apart_until_one_is_answered() {
        let lost = || Err(Fault::new(FaultKind::Lost, "x"));
        let at = Duration::from_secs;
        let mut outage = Outage::default();
        for second in 1..4 {
            assert!(!outage.ended(&lost(), at(second)));
        }
        assert!(outage.ended(&lost(), at(4)) && outage.is_on());
        assert_eq!((outage.since(), outage.until()), (Some(at(1)), Some(at(9))));
        for second in 10..20 {
            assert!(!outage.ended(&lost(), at(second)));
        }
        assert_eq!(outage.until(), Some(at(79)), "a minute apart");
        assert!(outage.ended(&Ok(()), at(80)) && !outage.is_on() && outage.until().is_none());
        outage.ended(&lost(), at(81));
        outage.ended(&Err(Fault::new(FaultKind::NotFound, "404")), at(82));
        assert_eq!(outage, Outage::default(), "an answer about one object is an answer");
    }
}
