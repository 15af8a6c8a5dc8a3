//! Creating a direct interconnect on a free slot.

use super::change::{Checked, Obstacle, Plan, Terms};
use super::diversity;
use super::look::{Seen, all_ports};
use crate::domain::call::Query;
use crate::domain::change::Made;
use crate::domain::draft::{Change, Direct, NewInterconnect, Problem};
use crate::domain::{ApiError, Fault, FaultKind, Interconnect, Schema, Slot, SlotId, Speed};
use crate::workbench::form::{Form, Sort, Spec};

static SLOT: Spec = Spec::new("slot_id", "Slot", "the id of a free slot").sort(Sort::Slot);
static SPEED: Spec = Spec::new("speed", "Speed", "as the slot has it, such as 10G or 100G; may be empty");
static FACILITY: Spec = Spec::new("facility", "Facility", "code of the facility, such as EWR1");
static NAME: Spec = Spec::new("name", "Name", "your name for the interconnect, at most 64 characters");
static DESCRIPTION: Spec = Spec::new("description", "Description", "free text, at most 256 characters; may be empty");

/// The kind.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreateInterconnect {
    /// The slot that it was begun on.
    pub slot: Option<Box<Slot>>,
}

impl CreateInterconnect {
    /// Names the slot that a form is about.
    pub fn slot(form: &Form) -> SlotId {
        form.text("slot_id").into()
    }

    /// What a slot puts into the fields.
    pub fn fill(form: &mut Form, slot: &Slot) {
        form.set("slot_id", slot.id.as_str());
        form.set("speed", slot.speed.as_ref().map_or("", Speed::as_str));
        form.set("facility", slot.facility.as_ref().map_or("", |facility| facility.name.as_str()));
    }
}

impl Plan for CreateInterconnect {
    fn title(&self) -> String {
        "Create an interconnect".to_owned()
    }

    fn verb(&self) -> &'static str {
        "create it"
    }

    fn fields(&self, terms: &Terms) -> Vec<(&'static Spec, String)> {
        let slot = self.slot.as_deref();
        let id = slot.map(|slot| slot.id.as_str().to_owned()).unwrap_or_default();
        let speed = slot.and_then(|slot| slot.speed.as_ref()).map(ToString::to_string).unwrap_or_default();
        if terms.schema == Schema::Published {
            return vec![(&SLOT, id), (&SPEED, speed)];
        }
        let facility = slot.and_then(|slot| slot.facility.as_ref()).map(|f| f.name.clone()).unwrap_or_default();
        vec![(&SLOT, id), (&FACILITY, facility), (&SPEED, speed), (&NAME, String::new()), (&DESCRIPTION, String::new())]
    }

    fn read(&self, form: &Form, terms: &Terms) -> Result<Change, Vec<Problem>> {
        let name = match terms.schema {
            Schema::Published => None,
            // The reference schema wants a name: an empty one is a problem on its field, not a missing one.
            Schema::Reference => Some(form.text("name").to_owned()),
        };
        Ok(Change::NewInterconnect(NewInterconnect::Direct(Direct {
            slot: Self::slot(form),
            speed: form.given("speed").map(|speed| speed.as_str().into()),
            facility: form.given("facility"),
            name,
            description: form.given("description"),
        })))
    }

    fn questions(&self, form: &Form) -> Vec<Query> {
        vec![all_ports(), Query::Slot(Self::slot(form))]
    }

    fn check(&self, asked: &Change, seen: &Seen, _form: &Form, _terms: &Terms) -> Checked {
        let mut checked = Checked::default();
        let (Some(asked), Some(slot)) = (direct(asked), &seen.slot) else { return checked };
        match slot.occupied {
            Some(false) => {}
            Some(true) => checked.stop("slot_id", "this slot is taken; choose a free one"),
            None => checked.stop("slot_id", "the server does not say whether this slot is free"),
        }
        if slot.id != asked.slot {
            let text = format!("asked for slot {}, the server answered with {}", asked.slot, slot.id);
            checked.stop("slot_id", text);
        }
        if let (Some(want), Some(has)) = (&asked.speed, &slot.speed)
            && !want.same_as(has)
        {
            checked.stop("speed", format!("this slot has {has}, not {want}"));
        }
        if let (Some(want), Some(has)) = (&asked.facility, &slot.facility)
            && !want.eq_ignore_ascii_case(&has.name)
        {
            checked.stop("facility", format!("this slot is in {}, not {want}", has.name));
        }
        if let Some(name) = &asked.name
            && seen.ports.rows.iter().any(|port| port.name.eq_ignore_ascii_case(name))
        {
            checked.stop("name", format!("an interconnect named {name} exists already"));
        }
        checked.note(format!("slot {} is free: {}", slot.id, slot.about()));
        diversity::judge(slot, &seen.ports.rows, &mut checked);
        checked
    }

    fn obstacle(&self, _asked: &Change, _base: &Seen, seen: &Seen, terms: &Terms) -> Option<Obstacle> {
        let slot = seen.slot.as_ref().filter(|slot| !slot.is_free())?;
        let perhaps_ours = slot.account.is_none() || slot.account == terms.account;
        Some(if perhaps_ours { Obstacle::PerhapsOurs(taken()) } else { Obstacle::Foreign(taken()) })
    }

    fn happened(&self, asked: &Change, base: &Seen, seen: &Seen) -> Option<Made> {
        let slot = &direct(asked)?.slot;
        let made = seen.new_ports(base).find(|port| port.slot_id.as_ref() == Some(slot))?;
        Some(Made::Interconnect(Box::new(made.clone())))
    }

    fn mismatches(&self, asked: &Change, made: &Made, terms: &Terms) -> Vec<String> {
        let (Some(asked), Made::Interconnect(made)) = (direct(asked), made) else { return vec![] };
        let mut found = account_mismatch(made, terms);
        let mut differ = |what: &str, want: &str, has: &str| found.push(format!("{what}: asked {want}, stored {has}"));
        if let Some(slot) = made.slot_id.as_ref().filter(|slot| **slot != asked.slot) {
            differ("slot", asked.slot.as_str(), slot.as_str());
        }
        if let (Some(want), Some(has)) = (&asked.speed, &made.speed)
            && !want.same_as(has)
        {
            differ("speed", want.as_str(), has.as_str());
        }
        if let Some(want) = asked.name.as_ref().filter(|want| **want != made.name) {
            differ("name", want, &made.name);
        }
        found
    }

    fn read_back(&self, made: &Made) -> Query {
        read_port(made)
    }

    fn next_step(&self) -> &'static str {
        "Next: save its letter (<interconnects>, then <letter>), and order the cross-connect with it."
    }
}

/// Reads a new interconnect.
pub(super) fn read_port(made: &Made) -> Query {
    match made {
        Made::Interconnect(port) => Query::Interconnect(port.key.clone()),
        _ => all_ports(),
    }
}

/// It belongs to another account than asked for.
pub(super) fn account_mismatch(made: &Interconnect, terms: &Terms) -> Vec<String> {
    match (&terms.account, &made.account) {
        (Some(want), Some(has)) if want != has => vec![format!("account: asked {want}, stored {has}")],
        _ => vec![],
    }
}

fn direct(asked: &Change) -> Option<&Direct> {
    if let Change::NewInterconnect(NewInterconnect::Direct(direct)) = asked { Some(direct) } else { None }
}

fn taken() -> Fault {
    let mut fault = Fault::new(FaultKind::Conflict, "the slot was taken by someone else in the meantime");
    fault.errors.push(ApiError {
        code: 0,
        message: "no longer free; choose another slot".to_owned(),
        pointer: Some("/slot_id".to_owned()),
    });
    fault
}
