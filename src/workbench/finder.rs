//! Finding a slot: the slots summed up by site and speed, the way down to one sum and back, and what the server is asked
//! for.

use super::model::Model;
use super::panes::Pane;
use super::text_field::TextField;
use crate::domain::{Footprint, Group, Offer, SlotFilter, availability};

/// What a person looks for a slot with.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Finder {
    /// What the account stands on, as far as its interconnects were read.
    pub footprint: Footprint,
    /// What each site offers, counted when it is shown.
    pub offers: Vec<Offer>,
    /// The generation of slots that was counted, as long as the footprint is the same.
    counted: Option<u64>,
    /// Only the slots of this site and speed are shown.
    pub within: Option<Group>,
    /// How many those are, filtered or not.
    pub held: usize,
    /// What the server was told to send.
    pub asked: SlotFilter,
    /// The slots were last seen summed up.
    summed: bool,
    /// What filtered the slots before they were narrowed to a sum.
    kept: TextField,
}

impl Finder {
    /// What filters the slots when no longer only those of a sum are shown.
    pub(super) fn waiting(&self) -> Option<&TextField> {
        self.within.as_ref().map(|_| &self.kept)
    }

    /// The form in which a pane comes to the front.
    pub fn form(&self, pane: Pane) -> Pane {
        let summed = pane == Pane::Slots && self.summed && self.within.is_none();
        if summed { Pane::Availability } else { pane }
    }
}

impl Model {
    /// The slots one by one, or summed up: the other of both.
    pub(super) fn turn_slots(&mut self) {
        let alone = self.pane == Pane::Availability;
        if alone {
            self.finder.summed = false;
        } else {
            self.leave_sum();
            self.finder.summed = true;
        }
        self.come_forward(if alone { Pane::Slots } else { Pane::Availability });
    }

    /// Down to the slots of the sum under the cursor.
    pub(super) fn enter_sum(&mut self) {
        let row = self.selected_row().filter(|_| self.pane == Pane::Availability);
        let Some(group) = row.and_then(|row| self.finder.offers.get(row)).map(|offer| offer.group.clone()) else {
            return;
        };
        // Its slots are all shown, from the best one on: what was typed to find the sum is not typed about them.
        let slots = &mut self.tables[Pane::Slots.index()];
        self.finder.kept = slots.take_line();
        slots.release();
        self.finder.within = Some(group);
        self.come_forward(Pane::Slots);
    }

    /// All slots again, as they were filtered before. Answers whether only those of a sum were shown.
    pub(super) fn leave_sum(&mut self) -> bool {
        let left = self.finder.within.take().is_some();
        if left {
            let kept = std::mem::take(&mut self.finder.kept);
            self.tables[Pane::Slots.index()].set_line(kept, Pane::Slots.columns());
            self.reorder(Pane::Slots);
        }
        left
    }

    /// Back from the slots of a sum to the sums, where they are those of one.
    pub(super) fn back_to_sums(&mut self) {
        if self.pane == Pane::Slots && self.leave_sum() {
            self.finder.summed = true;
            self.come_forward(Pane::Availability);
        }
    }

    /// The sum that the shown slots belong to.
    pub fn sum_shown(&self) -> Option<&Group> {
        self.finder.within.as_ref().filter(|_| self.pane == Pane::Slots)
    }

    /// A list was read: what is counted from it is counted again.
    pub(super) fn recount(&mut self, pane: Pane) {
        if pane == Pane::Interconnects {
            let footprint = Footprint::of(&self.interconnects.list);
            if footprint == self.finder.footprint {
                return;
            }
            self.finder.footprint = footprint;
            self.finder.counted = None;
            self.tables[Pane::Slots.index()].forget_order();
            self.reorder(Pane::Slots);
        }
        if matches!(pane, Pane::Interconnects | Pane::Slots) && self.pane == Pane::Availability {
            self.reorder(Pane::Availability);
        }
    }

    /// Counts what the order of a pane rests on.
    pub(super) fn count_for(&mut self, pane: Pane) {
        match (pane, &self.finder.within) {
            (Pane::Availability, _) => {
                let these = Some(self.slots.generation());
                if self.finder.counted != these {
                    self.finder.offers = availability::offers(self.slots.list.rows.iter(), &self.finder.footprint);
                    self.finder.counted = these;
                }
            }
            (Pane::Slots, Some(group)) => {
                self.finder.held = self.slots.list.rows.iter().filter(|slot| group.holds(slot)).count();
            }
            _ => {}
        }
    }

    /// Brings a form of the slots to the front.
    pub(super) fn come_forward(&mut self, pane: Pane) {
        self.pane = pane;
        self.filtering = false;
        self.reorder(pane);
        self.redraw = true;
    }
}

impl Model {
    /// What the table in front is: its pane, and what of it is shown.
    pub fn heading(&self) -> String {
        let heading = match self.sum_shown() {
            Some(group) => format!("Slots of {}", group.words()),
            None => self.pane.title().to_owned(),
        };
        let asked = self.finder.asked.words().filter(|_| self.pane.source() == Pane::Slots);
        let asked = asked.map(|words| format!(" (asked for: {words})")).unwrap_or_default();
        crate::domain::text::clean(&(heading + &asked))
    }
}
