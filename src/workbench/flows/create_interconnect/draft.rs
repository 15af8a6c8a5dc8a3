//! The fields of the form, and the value that they make.

use crate::domain::draft::{Direct, NewInterconnect};
use crate::domain::{Schema, Slot};
use crate::workbench::form::{Form, Spec};

static SLOT: Spec = Spec { name: "slot_id", label: "Slot", help: "the id of a free slot; `a` on a slot fills it in" };
static SPEED: Spec =
    Spec { name: "speed", label: "Speed", help: "as the slot has it, such as 10G or 100G; may be empty" };
static FACILITY: Spec = Spec { name: "facility", label: "Facility", help: "code of the facility, such as EWR1" };
static NAME: Spec = Spec { name: "name", label: "Name", help: "your name for the interconnect, at most 64 characters" };
static DESCRIPTION: Spec =
    Spec { name: "description", label: "Description", help: "free text, at most 256 characters; may be empty" };

/// The fields of a schema, filled from a slot.
pub fn fields(schema: Schema, slot: Option<&Slot>) -> Vec<(&'static Spec, String)> {
    let id = slot.map(|slot| slot.id.as_str().to_owned()).unwrap_or_default();
    let speed = slot.and_then(|slot| slot.speed.as_ref()).map(ToString::to_string).unwrap_or_default();
    match schema {
        Schema::Published => vec![(&SLOT, id), (&SPEED, speed)],
        Schema::Reference => {
            let facility = slot.and_then(|slot| slot.facility.as_ref()).map(|f| f.name.clone()).unwrap_or_default();
            vec![
                (&SLOT, id),
                (&FACILITY, facility),
                (&SPEED, speed),
                (&NAME, String::new()),
                (&DESCRIPTION, String::new()),
            ]
        }
    }
}

/// What the form asks for.
pub(super) fn read(form: &Form, schema: Schema) -> NewInterconnect {
    let name = match schema {
        Schema::Published => None,
        // The reference schema wants a name: an empty one is a problem on its field, not a missing one.
        Schema::Reference => Some(form.text("name").to_owned()),
    };
    NewInterconnect::Direct(Direct {
        slot: form.text("slot_id").into(),
        speed: form.given("speed").map(|speed| speed.as_str().into()),
        facility: form.given("facility"),
        name,
        description: form.given("description"),
    })
}
