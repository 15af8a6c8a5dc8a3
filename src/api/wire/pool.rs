//! Texts and buildings that many rows of one list share: each is held once.

use std::collections::HashSet;
use std::sync::Arc;

use crate::domain::Facility;

/// What was read so far.
#[derive(Debug, Default)]
pub(crate) struct Pool {
    texts: HashSet<Arc<str>>,
    facilities: HashSet<Arc<Facility>>,
}

impl Pool {
    /// The text, shared with those that are the same.
    pub(super) fn text(&mut self, text: String) -> Arc<str> {
        if let Some(held) = self.texts.get(text.as_str()) {
            return Arc::clone(held);
        }
        let held: Arc<str> = Arc::from(text);
        self.texts.insert(Arc::clone(&held));
        held
    }

    /// Likewise for a building.
    pub(super) fn facility(&mut self, facility: Facility) -> Arc<Facility> {
        if let Some(held) = self.facilities.get(&facility) {
            return Arc::clone(held);
        }
        let held = Arc::new(facility);
        self.facilities.insert(Arc::clone(&held));
        held
    }
}
