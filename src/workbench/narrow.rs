//! What the server is asked for among the slots: the form that narrows it and lets it go.

use std::collections::BTreeSet;

use super::effect::Effect;
use super::form::{Form, Spec};
use super::model::Model;
use super::panes::{Pane, Tone};
use super::sheet::Sheet;
use crate::domain::draft::Problem;
use crate::domain::{Schema, SlotFilter, Speed};

static SITE: Spec = Spec::new("site", "Site", "exactly as the API spells it, such as lhr-a");
static FACILITY: Spec = Spec::new("site", "Facility", "exactly as the API spells it, such as LHR1");
static SPEED: Spec = Spec::new("speed", "Speed", "such as 10G or 100G");
static OCCUPIED: Spec = Spec::new("occupied", "Free or taken", "free, taken, or nothing for both");
static ADDRESS: Spec = Spec::new("address_contains", "Address has", "a part of the facility's address");

/// The fields that the schema's server knows, filled with what it was asked for.
pub(super) fn form(schema: Schema, asked: &SlotFilter) -> Form {
    let site = asked.site.as_ref().map(ToString::to_string).unwrap_or_default();
    let speed = asked.speed.as_ref().map(ToString::to_string).unwrap_or_default();
    let occupied = asked.occupied.map_or("", SlotFilter::occupied_word).to_owned();
    let address = asked.address_contains.clone().unwrap_or_default();
    let place = if schema == Schema::Published { &SITE } else { &FACILITY };
    let mut fields = vec![(place, site), (&SPEED, speed), (&OCCUPIED, occupied)];
    if schema == Schema::Published {
        fields.push((&ADDRESS, address));
    }
    let first = fields.iter().find(|(_, text)| !text.is_empty()).map(|(spec, _)| spec.name);
    let mut form = Form::new(fields);
    if let Some(name) = first {
        // What is on is the likeliest to be let go.
        form.focus_on(name);
    }
    form
}

/// What the form asks for.
fn read(form: &Form) -> Result<SlotFilter, Problem> {
    let occupied = match form.text("occupied").to_lowercase().as_str() {
        "" | "both" | "all" => None,
        "free" | "f" | "false" | "no" => Some(false),
        "taken" | "t" | "true" | "yes" | "occupied" => Some(true),
        _ => return Err(Problem::error("occupied", "free, taken, or nothing for both")),
    };
    let speed = form.given("speed").map(|text| Speed::from(text).plain());
    if let Some(speed) = speed.as_ref().filter(|speed| speed.mbps().is_none()) {
        let text = format!("`{speed}` is no speed: a number with G or M, such as 10G");
        return Err(Problem::error("speed", crate::domain::text::clean(&text)));
    }
    let site = form.given("site").map(|text| text.as_str().into());
    Ok(SlotFilter { site, speed, occupied, address_contains: form.given("address_contains") })
}

impl Model {
    /// Opens the form.
    pub(super) fn narrow_slots(&mut self) {
        let form = form(self.session.schema, &self.finder.asked);
        self.sheet = Some(Sheet::Narrow(Box::new(form)));
    }

    /// Asks the server for what the form says. The rows that answered another question go.
    pub(super) fn ask_narrowed(&mut self, mut form: Box<Form>) -> Vec<Effect> {
        let asked = match read(&form) {
            Ok(asked) => asked,
            Err(problem) => {
                form.show(vec![problem]);
                self.sheet = Some(Sheet::Narrow(form));
                return vec![];
            }
        };
        if self.pane.source() != Pane::Slots {
            self.come_forward(self.finder.form(Pane::Slots));
        }
        if asked == self.finder.asked {
            return vec![];
        }
        self.leave_sum();
        let said = match asked.words() {
            Some(words) => format!("the server is asked for {words} only; {}", self.spell("<narrow> changes that")),
            None => "the server is asked for all slots again".to_owned(),
        };
        self.finder.asked = asked;
        self.slots.forget();
        self.reorder(Pane::Slots);
        self.recount(Pane::Slots);
        self.say(&said, Tone::Busy);
        // Where the limit is reached, the plan asks when it may.
        if self.blocked_until.is_some() {
            return vec![];
        }
        vec![super::update::ask_slots(self)]
    }

    /// Places and speeds that can be asked for, as far as they are known here.
    pub fn known_slots(&self) -> [(&'static str, String); 2] {
        let (mut places, mut speeds) = (BTreeSet::new(), BTreeSet::new());
        for slot in &self.slots.list.rows {
            places.insert(slot.place());
            speeds.extend(&slot.speed);
        }
        let listed = |all: Vec<&str>| if all.is_empty() { "none".to_owned() } else { all.join(" ") };
        let speeds = speeds.into_iter().map(Speed::as_str).collect();
        let label = if self.session.schema == Schema::Published { "Sites" } else { "Facilities" };
        [("Speeds", listed(speeds)), (label, listed(places.into_iter().collect()))]
    }

    /// All slots of the account's view were asked for, and all came.
    pub fn slots_are_whole(&self) -> bool {
        self.slots.list.complete && self.finder.asked == SlotFilter::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fields_are_those_of_the_schema_and_say_what_is_on() {
        let asked = SlotFilter { occupied: Some(false), speed: Some("100G".into()), ..SlotFilter::default() };
        let published = form(Schema::Published, &asked);
        let labels: Vec<&str> = published.fields.iter().map(|field| field.spec.label).collect();
        assert_eq!(labels, ["Site", "Speed", "Free or taken", "Address has"]);
        assert_eq!(published.focus(), Some(1));
        assert_eq!(read(&published), Ok(asked.clone()));
        let reference = form(Schema::Reference, &asked);
        assert_eq!((reference.fields.len(), reference.fields[0].spec.label), (3, "Facility"));
        assert_eq!(read(&reference), Ok(asked));
    }

    #[test]
    fn what_is_typed_is_taken_in_its_spellings_or_refused_on_its_field() {
        let read = |site: &str, speed: &str, occupied: &str| {
            let fields = [(&SITE, site), (&SPEED, speed), (&OCCUPIED, occupied)];
            read(&Form::new(fields.map(|(spec, text)| (spec, text.to_owned()))))
        };
        assert_eq!(read(" ", "", ""), Ok(SlotFilter::default()));
        assert_eq!(read("", "100gbps", "FREE").unwrap().speed, Some("100G".into()));
        assert_eq!(read("", "", "taken").unwrap().occupied, Some(true));
        assert_eq!(read("", "fast", "").unwrap_err().field, "speed");
        assert_eq!(read("", "", "maybe").unwrap_err().field, "occupied");
    }
}
