//! A fresh look at the account: the whole list of interconnects, and one slot.

use crate::domain::call::{Query, Reply, Urgency};
use crate::domain::{Fault, FaultKind, IconKey, Interconnect, InterconnectFilter, Listing, Slot, SlotId};
use crate::workbench::{Effect, Msg, Ticket, Tickets};

/// What a look found.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// All interconnects; complete.
    pub list: Listing<Interconnect>,
    /// The slot.
    pub slot: Slot,
}

impl Seen {
    /// Interconnects that stand on a slot and were not in an earlier look.
    pub fn new_on<'a>(&'a self, slot: &'a SlotId, before: &'a Listing<Interconnect>) -> Option<&'a Interconnect> {
        self.new_since(before).find(|port| port.slot_id.as_ref() == Some(slot))
    }

    /// Interconnects that were not in an earlier look.
    pub fn new_since<'a>(&'a self, before: &'a Listing<Interconnect>) -> impl Iterator<Item = &'a Interconnect> {
        let known: std::collections::HashSet<&IconKey> = before.rows.iter().map(|port| &port.key).collect();
        self.list.rows.iter().filter(move |port| !known.contains(&port.key))
    }
}

/// A look under way.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    list_ticket: Ticket,
    slot_ticket: Ticket,
    list: Listing<Interconnect>,
    slot: Option<Slot>,
    list_done: bool,
    slot_done: bool,
    fault: Option<Fault>,
}

impl Look {
    /// Begins a look.
    pub fn start(slot: &SlotId, tickets: &mut Tickets) -> (Self, Vec<Effect>) {
        let (list_ticket, slot_ticket) = (tickets.tear(), tickets.tear());
        let look = Self {
            list_ticket,
            slot_ticket,
            list: Listing::default(),
            slot: None,
            list_done: false,
            slot_done: false,
            fault: None,
        };
        let ask = |ticket, query| Effect::Ask { ticket, query, urgency: Urgency::User };
        let effects = vec![
            ask(list_ticket, Query::Interconnects(InterconnectFilter::default())),
            ask(slot_ticket, Query::Slot(slot.clone())),
        ];
        (look, effects)
    }

    /// Takes what belongs to it; answers the end when both reads are over.
    pub fn take(&mut self, msg: &Msg) -> Option<Result<Seen, Fault>> {
        match msg {
            Msg::Arrived { ticket, reply: Reply::Interconnects(page) } if *ticket == self.list_ticket => {
                self.list.take(page.clone(), |port| port.key.clone());
            }
            Msg::Arrived { ticket, reply: Reply::Slot(slot) } if *ticket == self.slot_ticket => {
                self.slot = Some((**slot).clone());
            }
            Msg::Ended { ticket, result, .. } if *ticket == self.list_ticket || *ticket == self.slot_ticket => {
                if *ticket == self.list_ticket {
                    self.list_done = true;
                } else {
                    self.slot_done = true;
                }
                if let Err(fault) = result {
                    self.fault.get_or_insert_with(|| fault.clone());
                }
            }
            _ => return None,
        }
        if !(self.list_done && self.slot_done) {
            return None;
        }
        if let Some(fault) = self.fault.take() {
            return Some(Err(fault));
        }
        let list = std::mem::take(&mut self.list);
        if !list.is_whole() {
            let what = "the list of interconnects did not come whole, so nothing can be decided from it";
            return Some(Err(Fault::new(FaultKind::Partial, what)));
        }
        Some(
            self.slot
                .take()
                .map(|slot| Seen { list, slot })
                .ok_or_else(|| Fault::new(FaultKind::Unreadable, "the slot was read, but the answer held no slot")),
        )
    }
}
