//! Faults on purpose: rules that say which calls go wrong, how often, and how.

pub mod catalogue;
mod changes;
mod edge;
mod hostile;
mod letters;
mod lists;
mod rule;
mod shapes;
mod times;
mod transport;

use super::exchange::Request;
pub use catalogue::Entry;
pub use rule::{Action, Fault};

/// A rule in force.
#[derive(Debug, Clone)]
pub struct Posted {
    /// By which it is taken away.
    pub id: u32,
    /// The rule.
    pub fault: Fault,
    /// Calls that matched.
    pub seen: u32,
    /// Calls that went wrong.
    pub hits: u32,
}

/// The rules in force.
#[derive(Debug, Clone, Default)]
pub(crate) struct FaultBook {
    rules: Vec<Posted>,
    posted: u32,
}

impl FaultBook {
    pub(crate) fn new(faults: impl IntoIterator<Item = Fault>) -> Self {
        let mut book = Self::default();
        for fault in faults {
            book.add(fault);
        }
        book
    }

    pub(crate) fn add(&mut self, fault: Fault) -> u32 {
        self.posted += 1;
        self.rules.push(Posted { id: self.posted, fault, seen: 0, hits: 0 });
        self.posted
    }

    /// Takes one rule away, or all; says how many.
    pub(crate) fn remove(&mut self, id: Option<u32>) -> usize {
        let before = self.rules.len();
        self.rules.retain(|rule| id.is_some_and(|id| rule.id != id));
        before - self.rules.len()
    }

    pub(crate) fn rules(&self) -> &[Posted] {
        &self.rules
    }

    /// The fault for a call, and how often it has struck before; the call counts against every rule that matches it.
    /// The first rule that fires wins.
    pub(crate) fn pick(&mut self, request: &Request) -> Option<(Fault, u32)> {
        let target = request.target();
        self.strike(|fault| fault.matches(&request.method, &target))
    }

    /// The fault for a connection that was just made.
    pub(crate) fn pick_connection(&mut self) -> Option<(Fault, u32)> {
        self.strike(Fault::matches_connection)
    }

    fn strike(&mut self, matches: impl Fn(&Fault) -> bool) -> Option<(Fault, u32)> {
        let mut picked = None;
        for rule in self.rules.iter_mut().filter(|rule| matches(&rule.fault)) {
            let fires = rule.fault.fires(rule.seen);
            rule.seen = rule.seen.saturating_add(1);
            if fires && picked.is_none() {
                picked = Some((rule.fault.clone(), rule.hits));
                rule.hits = rule.hits.saturating_add(1);
            }
        }
        picked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fires(book: &mut FaultBook, method: &str, path: &str) -> bool {
        book.pick(&Request::new(method, path)).is_some()
    }

    #[test]
    fn a_rule_skips_then_fires_then_rests() {
        let mut book = FaultBook::new([Fault::new("GET", "/cnis", Action::Reset).skip(1).times(2)]);
        let seen: Vec<bool> = (0..5).map(|_| fires(&mut book, "GET", "/a/cnis")).collect();
        assert_eq!(seen, [false, true, true, false, false]);
        assert_eq!((book.rules()[0].seen, book.rules()[0].hits), (5, 2));
    }

    #[test]
    fn a_rule_comes_back_where_it_repeats() {
        let mut book = FaultBook::new([Fault::new("", "", Action::Hang).every(3)]);
        let seen: Vec<bool> = (0..7).map(|_| fires(&mut book, "PUT", "/x")).collect();
        assert_eq!(seen, [true, false, false, true, false, false, true]);
    }

    #[test]
    fn another_call_does_not_match() {
        let mut book = FaultBook::new([Fault::new("POST", "validate_only", Action::Status(500))]);
        assert!(!fires(&mut book, "GET", "/x?validate_only=true"));
        assert!(!fires(&mut book, "POST", "/x"));
        assert!(fires(&mut book, "POST", "/x?validate_only=true"));
    }

    #[test]
    fn a_rule_is_taken_away_by_its_number() {
        let mut book = FaultBook::new([Fault::new("", "", Action::Hang), Fault::new("", "", Action::Reset)]);
        assert_eq!((book.remove(Some(1)), book.remove(Some(1)), book.rules()[0].id), (1, 0, 2));
        assert_eq!((book.remove(None), book.rules().len()), (1, 0));
    }

    #[test]
    fn a_connection_is_no_call() {
        let mut book = FaultBook::new([":reset-accept".parse().unwrap()]);
        assert!(!fires(&mut book, "GET", "/x"));
        assert!(book.pick_connection().is_some() && book.pick_connection().is_none());
    }
}
