//! How things look on the wire, in both schemas: objects, envelopes, pages.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};

use super::exchange::{Request, Response};
use super::refusal::Refusal;
use super::sites;
use super::state::State;
use super::stock::{Cni, Holder, Port, Slot, Tunnel, Wiring};
use crate::domain::Schema;

/// Things on a page where the client asks for no number.
const PAGE: usize = 50;
/// Things on a page at most.
const MOST: usize = 1000;

/// How an account's things are written.
#[derive(Debug, Clone)]
pub(crate) struct Wire {
    pub(crate) schema: Schema,
    pub(crate) account: String,
    /// The wall time at virtual time zero.
    pub(crate) started: Timestamp,
}

/// An answer in the envelope that the rest of the API uses.
pub(crate) fn envelope(result: &Value) -> Response {
    Response::json(200, &json!({ "success": true, "errors": [], "messages": [], "result": result }))
}

impl Wire {
    /// One thing.
    pub(crate) fn answer(&self, thing: &Value) -> Response {
        match self.schema {
            Schema::Published => Response::json(200, thing),
            Schema::Reference => envelope(thing),
        }
    }

    /// One page of things.
    pub(crate) fn page<T>(
        &self,
        request: &Request,
        things: &[T],
        show: impl Fn(&T) -> Value,
    ) -> Result<Response, Refusal> {
        match self.schema {
            Schema::Published => {
                let from = number(request, "cursor")?.unwrap_or(0);
                let limit = number(request, "limit")?.filter(|limit| *limit > 0).unwrap_or(PAGE).min(MOST);
                let end = from.saturating_add(limit);
                let items: Vec<Value> = things.iter().skip(from).take(limit).map(show).collect();
                let next = if end < things.len() { json!(end) } else { Value::Null };
                Ok(Response::json(200, &json!({ "items": items, "next": next })))
            }
            Schema::Reference => {
                let page = number(request, "page")?.unwrap_or(1);
                let per_page = number(request, "per_page")?.unwrap_or(PAGE).min(MOST);
                if page == 0 || per_page == 0 {
                    return Err(Refusal::query("page", "and 'per_page' start at 1"));
                }
                let from = (page - 1).saturating_mul(per_page);
                let items: Vec<Value> = things.iter().skip(from).take(per_page).map(show).collect();
                let info = json!({
                    "page": page, "per_page": per_page, "count": items.len(),
                    "total_count": things.len(), "total_pages": things.len().div_ceil(per_page),
                });
                let body =
                    json!({ "success": true, "errors": [], "messages": [], "result": items, "result_info": info });
                Ok(Response::json(200, &body))
            }
        }
    }

    /// What stands in the path for an interconnect.
    pub(crate) fn key<'a>(&self, port: &'a Port) -> &'a str {
        match self.schema {
            Schema::Published => &port.name,
            Schema::Reference => &port.id,
        }
    }

    /// An interconnect; `carries` says whether a CNI rests on it.
    pub(crate) fn port(&self, port: &Port, state: &State, carries: bool) -> Value {
        if self.schema == Schema::Reference {
            let facility = match &port.wiring {
                Wiring::Direct { .. } => port.site().map(sites::Site::short).unwrap_or_default(),
                Wiring::Gcp { region } => region.clone(),
            };
            return json!({
                "id": port.id, "name": port.name, "type": port.kind(), "facility": facility, "speed": port.speed,
                "status": state.reference_word(carries), "slot_id": port.slot(), "description": port.description,
            });
        }
        let mut value = Map::new();
        let mut put = |key: &str, field: Value| value.insert(key.to_owned(), field);
        put("account", json!(self.account));
        put("name", json!(port.name));
        if let Some(owner) = &port.owner {
            put("owner", json!(owner));
        }
        put("type", json!(port.kind()));
        match &port.wiring {
            Wiring::Direct { slot, site, device } => {
                put("site", json!(site));
                put("slot_id", json!(slot));
                put("facility", port.site().map_or(Value::Null, sites::Site::facility));
                put("ccr_device_name", json!(device));
            }
            Wiring::Gcp { region } => {
                put("region", json!(region));
            }
        }
        put("speed", json!(port.speed));
        put("virtual_port_reservation_id", json!(port.reservation));
        Value::Object(value)
    }

    /// The answer of the status call.
    pub(crate) fn state(&self, state: &State, carries: bool) -> Value {
        match self.schema {
            Schema::Published => state.to_value("state", state.word()),
            Schema::Reference => state.to_value("status", &state.reference_word(carries)),
        }
    }

    pub(crate) fn slot(&self, slot: &Slot) -> Value {
        let site = sites::find(&slot.site);
        let occupied = slot.holder != Holder::Nobody;
        if self.schema == Schema::Reference {
            let facility = site.map(sites::Site::short);
            return json!({ "id": slot.id, "facility": facility, "speed": slot.speed, "occupied": occupied });
        }
        let mut value = json!({
            "id": slot.id, "site": slot.site, "speed": slot.speed, "occupied": occupied,
            "facility": site.map(sites::Site::facility), "ccr_device_name": slot.device,
        });
        if slot.holder == Holder::Us {
            value["account"] = json!(self.account);
        }
        value
    }

    pub(crate) fn cni(&self, cni: &Cni) -> Value {
        let mut value = if self.schema == Schema::Reference {
            json!({
                "id": cni.id, "account": self.account, "cust_ip": cni.cust_ip, "cf_ip": cni.p2p_ip,
                "bgp_asn": cni.bgp.as_ref().map(|bgp| bgp.asn),
                "bgp_password": cni.bgp.as_ref().and_then(|bgp| bgp.md5.as_ref()),
                "vlan": cni.vlan,
            })
        } else {
            json!({
                "id": cni.id, "account": self.account, "interconnect": cni.port,
                "p2p_ip": cni.p2p_ip, "cust_ip": cni.cust_ip,
                "magic": { "conduit_name": cni.conduit, "description": cni.description, "mtu": cni.mtu },
            })
        };
        if self.schema == Schema::Published {
            if let Some(bgp) = &cni.bgp {
                value["bgp"] = json!({ "customer_asn": bgp.asn, "extra_prefixes": bgp.prefixes });
                if let Some(key) = &bgp.md5 {
                    value["bgp"]["md5_key"] = json!(key);
                }
            }
            if let Some(mode) = &cni.bgp_mode {
                value["bgp_mode"] = json!(mode);
            }
        }
        for (key, field) in &cni.extra {
            value[key.as_str()] = field.clone();
        }
        value
    }

    /// The middle rate of a health check, as this schema spells it.
    pub(crate) fn middle_rate(&self) -> &'static str {
        if self.schema == Schema::Reference { "medium" } else { "mid" }
    }

    /// The Magic side of a CNI; `both` shows the saved and the effective target.
    pub(crate) fn tunnel(&self, tunnel: &Tunnel, default_target: &str, both: bool) -> Value {
        let check = &tunnel.health_check;
        let effective = if check.target.is_empty() { default_target } else { &check.target };
        let target = if both { json!({ "saved": check.target, "effective": effective }) } else { json!(effective) };
        let mut value = json!({
            "id": tunnel.id, "name": tunnel.name, "colo_name": tunnel.colo, "description": tunnel.description,
            "created_on": self.date(tunnel.created), "modified_on": self.date(tunnel.modified),
            "interface_address": tunnel.interface_address, "mtu": tunnel.mtu,
            "health_check": {
                "enabled": check.enabled, "rate": if check.rate == "mid" { self.middle_rate() } else { check.rate.as_str() }, "type": check.kind,
                "target": target, "direction": check.direction,
            },
            "gre": { "cloudflare_endpoint": tunnel.gre_endpoint },
        });
        if let Some(reservation) = &tunnel.reservation {
            value["virtual_port_reservation_id"] = json!(reservation);
        }
        value
    }

    /// A wall time so many seconds after the start.
    pub(crate) fn date(&self, seconds: i64) -> String {
        let at = self.started.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(self.started);
        at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }
}

fn number(request: &Request, name: &str) -> Result<Option<usize>, Refusal> {
    let read = |text: &str| text.parse().map_err(|_| Refusal::query(name, "must be a whole number"));
    request.param(name).filter(|text| !text.is_empty()).map(read).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wire(schema: Schema) -> Wire {
        Wire { schema, account: "a".to_owned(), started: "2026-11-24T10:00:00Z".parse().unwrap() }
    }

    #[test]
    fn a_walk_sees_everything_once_in_both_schemas() {
        let things: Vec<usize> = (0..137).collect();
        let mut seen = Vec::new();
        let mut target = "/x?limit=10".to_owned();
        loop {
            let request = Request::new("GET", &target);
            let page = wire(Schema::Published).page(&request, &things, |n| json!(n)).unwrap().value();
            seen.extend(page["items"].as_array().unwrap().iter().filter_map(Value::as_u64));
            let Some(next) = page["next"].as_u64() else { break };
            target = format!("/x?limit=10&cursor={next}");
        }
        assert_eq!(seen, (0..137).collect::<Vec<u64>>());

        let mut seen = Vec::new();
        for page in 1..=14 {
            let request = Request::new("GET", &format!("/x?per_page=10&page={page}"));
            let page = wire(Schema::Reference).page(&request, &things, |n| json!(n)).unwrap().value();
            assert_eq!(page["result_info"]["total_pages"], 14);
            seen.extend(page["result"].as_array().unwrap().iter().filter_map(Value::as_u64));
        }
        assert_eq!(seen, (0..137).collect::<Vec<u64>>());
    }

    #[test]
    fn pages_have_a_size_of_their_own_and_a_greatest() {
        let things: Vec<usize> = (0..1500).collect();
        let count = |target: &str| {
            let page = wire(Schema::Published).page(&Request::new("GET", target), &things, |n| json!(n)).unwrap();
            page.value()["items"].as_array().unwrap().len()
        };
        assert_eq!((count("/x"), count("/x?limit=7"), count("/x?limit=5000")), (50, 7, 1000));
        let wrong = wire(Schema::Published).page(&Request::new("GET", "/x?cursor=abc"), &things, |n| json!(n));
        assert_eq!(wrong.unwrap_err().status, 400);
        let wrong = wire(Schema::Reference).page(&Request::new("GET", "/x?page=0"), &things, |n| json!(n));
        assert_eq!(wrong.unwrap_err().status, 400);
    }

    #[test]
    fn dates_count_from_the_start() {
        assert_eq!(wire(Schema::Published).date(-86_400), "2026-11-23T10:00:00Z");
    }
}
