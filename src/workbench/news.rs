//! What changed and was not seen yet, cell by cell, until a person was on the row or opened it.

use std::collections::HashMap;

use jiff::Timestamp;

use super::compare;
use super::panes::Pane;
use super::trail::Place;

/// Marks that a row keeps; of a row that changes all the time the oldest go.
const KEPT: usize = 6;

/// One change of one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The column it is seen in.
    pub column: &'static str,
    /// What changed, in words; safe to draw.
    pub text: String,
    /// When it was seen.
    pub at: Timestamp,
}

/// The marks of all panes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct News {
    rows: [HashMap<String, Vec<Mark>>; Pane::TABLES.len()],
}

impl News {
    /// A field of an object changed.
    pub fn add(&mut self, place: &Place, field: &str, text: String, at: Timestamp) {
        let marks = self.rows[place.pane.index()].entry(place.id.clone()).or_default();
        if marks.len() == KEPT {
            marks.remove(0);
        }
        marks.push(Mark { column: compare::column(place.pane, field), text, at });
    }

    /// A person saw it, or it is gone.
    pub fn seen(&mut self, place: &Place) -> bool {
        self.rows[place.pane.index()].remove(&place.id).is_some()
    }

    /// A person saw all.
    pub fn all_seen(&mut self) {
        *self = Self::default();
    }

    /// The unseen changes of a row, oldest first.
    pub fn of(&self, pane: Pane, id: &str) -> &[Mark] {
        self.rows[pane.index()].get(id).map_or(&[], Vec::as_slice)
    }

    /// Rows of a pane with unseen changes.
    pub fn count(&self, pane: Pane) -> usize {
        self.rows[pane.index()].len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.iter().all(HashMap::is_empty)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stay_until_seen_and_are_bounded() {
        let place = Place::new(Pane::Cnis, "c-1");
        let mut news = News::default();
        for mtu in 0..20 {
            news.add(&place, "magic.mtu", format!("mtu: {mtu}"), Timestamp::UNIX_EPOCH);
        }
        let marks = news.of(Pane::Cnis, "c-1");
        assert_eq!((marks.len(), marks[0].column, marks[5].text.as_str()), (6, "MTU", "mtu: 19"));
        assert_eq!((news.count(Pane::Cnis), news.count(Pane::Slots)), (1, 0));
        assert!(news.seen(&place) && !news.seen(&place) && news.is_empty());
    }
}
