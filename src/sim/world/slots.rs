//! The calls on slots and on the account's settings.

use serde_json::json;

use super::super::checks::{Body, is_uuid};
use super::super::sites;
use super::super::stock::Slot;
use super::{Answer, Holder, Refusal, Request, Response, Schema, World};

impl World {
    pub(super) fn list_slots(&self, request: &Request) -> Answer {
        let published = self.wire.schema == Schema::Published;
        let asked = |name: &str, here: bool| request.param(name).filter(|text| here && !text.is_empty());
        let occupied = match asked("occupied", true) {
            None => None,
            Some("true") => Some(true),
            Some("false") => Some(false),
            Some(_) => return Err(Refusal::query("occupied", "must be true or false")),
        };
        let speed = asked("speed", true);
        let site = asked("site", published);
        let address = asked("address_contains", published).map(str::to_lowercase);
        let facility = asked("facility", !published);
        let fits = |slot: &&Slot| {
            let place = sites::find(&slot.site);
            occupied.is_none_or(|occupied| occupied == (slot.holder != Holder::Nobody))
                && speed.is_none_or(|speed| speed == slot.speed)
                && site.is_none_or(|site| site == slot.site)
                && facility.is_none_or(|facility| place.is_some_and(|place| place.short() == facility))
                && address
                    .as_ref()
                    .is_none_or(|part| place.is_some_and(|place| place.address.join(" ").to_lowercase().contains(part)))
        };
        let slots: Vec<&Slot> = self.stock.slots.iter().filter(fits).collect();
        self.wire.page(request, &slots, |slot| self.wire.slot(slot))
    }

    pub(super) fn get_slot(&self, id: &str) -> Answer {
        if !is_uuid(id) {
            return Err(Refusal::new(400, 1003, "the slot's id is not a UUID"));
        }
        let slot = self.stock.slot(id).ok_or_else(|| Refusal::missing("slot"))?;
        Ok(self.wire.answer(&self.wire.slot(slot)))
    }

    pub(super) fn get_settings(&self) -> Response {
        self.wire.answer(&json!({ "default_asn": self.default_asn }))
    }

    pub(super) fn update_settings(&mut self, request: &Request) -> Answer {
        let body = Body::read(&request.body)?;
        self.default_asn = match body.given("/default_asn") {
            None => None,
            Some(_) => Some(body.asn("/default_asn")?),
        };
        Ok(self.get_settings())
    }
}
