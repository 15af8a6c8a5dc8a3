//! Whether anything is still missing on the screen: for whoever waits for a whole picture.

use super::command::Scope;
use super::model::{Model, Purpose};
use super::panes::Pane;

impl Model {
    /// Nothing is under way; `whole`: all lists and all states were read, or could not be.
    pub fn is_settled(&self, whole: bool) -> bool {
        let listed = |pane: Pane| {
            let freshness = self.freshness(pane);
            !freshness.loading && (freshness.received.is_some() || freshness.failed.is_some())
        };
        let watched = || {
            let mut ports = self.interconnects.list.rows.iter();
            ports.all(|port| {
                self.watches.get(&port.key).is_some_and(|watch| watch.seen.is_some() || watch.failed.is_some())
            })
        };
        let asked = self.asked.values().any(|asked| asked.purpose == Purpose::Sheet) || self.scope() == Scope::Wait;
        !asked && (!whole || Pane::ALL.into_iter().all(listed) && watched())
    }

    /// Nothing more will be read by itself.
    pub fn is_read_no_more(&self) -> bool {
        self.paused || self.stopped.is_some() || self.session.account.is_none()
    }
}
