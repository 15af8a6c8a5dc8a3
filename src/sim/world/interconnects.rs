//! The calls on interconnects: list, order, read, give back, state, letter.

use std::time::Duration;

use jiff::SignedDuration;
use serde_json::json;

use super::super::checks::{Body, is_uuid};
use super::super::letter::Letter;
use super::super::stock::Wiring;
use super::super::{plan, seed};
use super::{Answer, Holder, Port, Refusal, Request, Response, Schema, State, ValidateOnly, World, asks_for_dry_run};

const BANDWIDTHS: [&str; 12] = ["50M", "100M", "200M", "300M", "400M", "500M", "1G", "2G", "5G", "10G", "20G", "50G"];
/// The longest name on a letter.
const LONGEST_NAME: usize = 200;

impl World {
    pub(super) fn list_interconnects(&self, now: Duration, request: &Request) -> Answer {
        let published = self.wire.schema == Schema::Published;
        let asked = |name: &str| request.param(name).filter(|text| published && !text.is_empty());
        let (site, kind) = (asked("site"), asked("type"));
        let fits = |port: &&Port| {
            site.is_none_or(|site| port.site().is_some_and(|at| at.code == site))
                && kind.is_none_or(|kind| port.kind() == kind)
        };
        let ports: Vec<&Port> = self.stock.ports.iter().filter(fits).collect();
        self.wire.page(request, &ports, |port| self.show(port, now))
    }

    fn show(&self, port: &Port, now: Duration) -> serde_json::Value {
        self.wire.port(port, &self.state_of(port, now), self.stock.carries(&port.name))
    }

    pub(super) fn get_interconnect(&self, now: Duration, key: &str) -> Answer {
        let port = self.port(key)?;
        Ok(self.wire.answer(&self.show(port, now)))
    }

    pub(super) fn get_status(&self, now: Duration, key: &str) -> Answer {
        let port = self.port(key)?;
        let state = self.state_of(port, now);
        Ok(self.wire.answer(&self.wire.state(&state, self.stock.carries(&port.name))))
    }

    pub(super) fn create_interconnect(&mut self, now: Duration, request: &Request) -> Answer {
        let dry = asks_for_dry_run(request)? && self.validate_only == ValidateOnly::Honoured;
        let body = Body::read(&request.body)?;
        body.account(&self.wire.account)?;
        let kind = body.text("/type")?;
        let port = match (kind.as_str(), self.wire.schema) {
            ("direct", _) => self.direct(now, &body)?,
            ("gcp_partner", Schema::Published) => self.gcp(now, &body)?,
            _ => return Err(Refusal::field("/type", "is not a type that can be ordered")),
        };
        let answer = self.wire.answer(&self.wire.port(&port, &State::Pending, false));
        if dry {
            return Ok(answer);
        }
        // The number is used up only by a real order, so that a dry run shows what the order will make.
        self.made += 1;
        if let Some(slot) = port.slot().map(str::to_owned).and_then(|id| self.stock.slot_mut(&id)) {
            slot.holder = Holder::Us;
        }
        self.stock.ports.push(port);
        Ok(answer)
    }

    fn direct(&self, now: Duration, body: &Body) -> Result<Port, Refusal> {
        let id = body.text("/slot_id")?;
        if !is_uuid(&id) {
            return Err(Refusal::field("/slot_id", "is not a UUID"));
        }
        let speed = body.text_or_none("/speed")?;
        let slot = self.stock.slot(&id).ok_or_else(|| Refusal::field("/slot_id", "is not a known slot"))?;
        if slot.holder != Holder::Nobody {
            return Err(Refusal::field("/slot_id", "is already occupied"));
        }
        if speed.is_some_and(|speed| speed != slot.speed) {
            return Err(Refusal::field("/speed", format!("does not match the slot, which is {}", slot.speed)));
        }
        let wiring = Wiring::Direct { slot: id, site: slot.site.clone(), device: slot.device.clone() };
        let mut port = self.ordered(now, wiring, &slot.site, &slot.speed);
        if self.wire.schema == Schema::Reference {
            let facility = port.site().map(super::super::sites::Site::short);
            if let Some(wanted) = body.text_or_none("/facility")?
                && facility.as_ref() != Some(&wanted)
            {
                return Err(Refusal::field("/facility", "does not match the slot"));
            }
            if let Some(name) = body.text_or_none("/name")? {
                if name.is_empty() || name.chars().count() > 100 {
                    return Err(Refusal::field("/name", "must have 1 to 100 characters"));
                }
                if self.stock.port(&name).is_some() {
                    return Err(Refusal::conflict(Some("/name"), "an interconnect with this name already exists"));
                }
                port.name = name;
            }
            port.description = body.text_or_none("/description")?.unwrap_or_default();
        }
        Ok(port)
    }

    fn gcp(&self, now: Duration, body: &Body) -> Result<Port, Refusal> {
        let bandwidth = body.text("/bandwidth")?;
        if !BANDWIDTHS.contains(&bandwidth.as_str()) {
            return Err(Refusal::field("/bandwidth", format!("must be one of {}", BANDWIDTHS.join(", "))));
        }
        let key = body.text("/pairing_key")?;
        let parts: Vec<&str> = key.split('/').collect();
        match parts.as_slice() {
            [id, region, "1" | "2" | "any"] if is_uuid(id) && !region.is_empty() => {
                let wiring = Wiring::Gcp { region: (*region).to_owned() };
                Ok(self.ordered(now, wiring, region, &bandwidth))
            }
            _ => Err(Refusal::field("/pairing_key", "is not a pairing key")),
        }
    }

    fn ordered(&self, now: Duration, wiring: Wiring, place: &str, speed: &str) -> Port {
        let question = format!("port made {}", self.made + 1);
        Port {
            id: plan::icon_id(self.seed, &question),
            name: plan::name(place, speed, self.stock.next_number()),
            wiring,
            speed: speed.to_owned(),
            reservation: seed::uuid(self.seed, &question),
            owner: None,
            description: String::new(),
            base: State::Pending,
            ordered: Some(now),
            forced: None,
        }
    }

    pub(super) fn delete_interconnect(&mut self, key: &str) -> Answer {
        let port = self.port(key)?;
        let (name, slot) = (port.name.clone(), port.slot().map(str::to_owned));
        if self.stock.carries(&name) {
            return Err(Refusal::conflict(None, "the interconnect still has CNIs; delete them first"));
        }
        self.stock.ports.retain(|port| port.name != name);
        if let Some(slot) = slot.and_then(|id| self.stock.slot_mut(&id)) {
            slot.holder = Holder::Nobody;
        }
        Ok(match self.wire.schema {
            Schema::Published => Response::empty(200),
            Schema::Reference => self.wire.answer(&json!({ "id": key })),
        })
    }

    fn lettered(&self, key: &str) -> Result<&Port, Refusal> {
        let port = self.port(key)?;
        match port.wiring {
            Wiring::Direct { .. } => Ok(port),
            Wiring::Gcp { .. } => Err(Refusal::new(400, 1005, "a partner interconnect has no letter of authorization")),
        }
    }

    pub(super) fn get_letter_default(&self, key: &str) -> Answer {
        self.lettered(key)?;
        Ok(self.wire.answer(&json!({ "name": self.account_name })))
    }

    pub(super) fn get_letter(&self, now: Duration, request: &Request, key: &str) -> Answer {
        let port = self.lettered(key)?;
        let name = request.param("name").filter(|name| !name.is_empty()).unwrap_or(&self.account_name);
        if name.chars().count() > LONGEST_NAME {
            return Err(Refusal::query("name", "must have at most 200 characters"));
        }
        let past = SignedDuration::try_from(now).unwrap_or_default();
        let letter = Letter {
            customer: name,
            interconnect: &port.name,
            slot: port.slot().unwrap_or_default(),
            speed: &port.speed,
            device: port.device(),
            site: port.site(),
            date: self.wire.started.checked_add(past).unwrap_or(self.wire.started),
        };
        let mut response = Response::typed(200, "application/pdf", letter.pdf());
        response.headers.push(("content-disposition".to_owned(), "attachment; filename=\"loa.pdf\"".to_owned()));
        Ok(response)
    }
}
