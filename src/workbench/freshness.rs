//! How fresh the rows of a pane are, and whether all of them came.

use std::time::Duration;

use super::model::Model;
use super::panes::Pane;
use super::remote::Remote;
use crate::domain::Fault;

/// How fresh a pane is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Freshness<'a> {
    /// When its rows were received.
    pub received: Option<Duration>,
    /// When it is asked for again, after a failure.
    pub next_try: Option<Duration>,
    /// The last try failed.
    pub failed: Option<&'a (Fault, Duration)>,
    /// A question is under way.
    pub loading: bool,
    /// Not all rows came.
    pub partial: bool,
    /// Pages that came.
    pub pages: u32,
    /// Rows that could not be read.
    pub unreadable: usize,
    /// Identities that came twice.
    pub duplicates: usize,
}

impl Model {
    /// Age, error and completeness of a pane's rows: received, the last fault with its moment, still loading, partial.
    pub fn freshness(&self, pane: Pane) -> Freshness<'_> {
        fn of<T: Clone>(remote: &Remote<T>) -> Freshness<'_> {
            Freshness {
                received: remote.received,
                next_try: remote.failed.as_ref().and_then(|_| remote.due(Duration::ZERO)),
                failed: remote.failed.as_ref(),
                loading: remote.is_loading(),
                partial: remote.is_partial(),
                pages: remote.list.pages,
                unreadable: remote.list.unreadable.len(),
                duplicates: remote.list.duplicates,
            }
        }
        match pane {
            Pane::Interconnects => of(&self.interconnects),
            Pane::Cnis => of(&self.cnis),
            Pane::Slots | Pane::Availability => of(&self.slots),
            Pane::Tunnels => of(&self.tunnels),
            Pane::Settings => of(&self.settings),
        }
    }
}
