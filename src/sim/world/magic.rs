//! The calls on the Magic side of the CNIs. They speak in envelopes whatever the schema.

use std::net::IpAddr;
use std::time::Duration;

use serde_json::{Value, json};

use super::super::checks::Body;
use super::super::stock::{HealthCheck, Tunnel};
use super::super::wire::envelope;
use super::{Answer, Refusal, Request, World, asks_for_dry_run};

impl World {
    pub(super) fn magic_call(&mut self, now: Duration, request: &Request, path: &[&str]) -> Answer {
        match (path, request.method.as_str()) {
            ([], "GET") => {
                let tunnels: Vec<Value> =
                    self.stock.tunnels.iter().map(|tunnel| self.show_tunnel(request, tunnel)).collect();
                Ok(envelope(&json!({ "interconnects": tunnels })))
            }
            ([], _) => Err(Refusal::method("GET")),
            ([id], "GET") => {
                let tunnel = self.tunnel(id)?;
                Ok(envelope(&json!({ "interconnect": self.show_tunnel(request, tunnel) })))
            }
            ([id], "PUT") => self.update_tunnel(now, request, id),
            ([_], _) => Err(Refusal::method("GET, PUT")),
            _ => Err(Refusal::no_route()),
        }
    }

    fn tunnel(&self, id: &str) -> Result<&Tunnel, Refusal> {
        self.stock.tunnel(id).ok_or_else(|| Refusal::missing("interconnect"))
    }

    fn show_tunnel(&self, request: &Request, tunnel: &Tunnel) -> Value {
        let both = request.header_value("x-magic-new-hc-target") == Some("true");
        let customer = self.stock.cni(&tunnel.cni).and_then(|cni| cni.cust_ip.split('/').next());
        self.wire.tunnel(tunnel, customer.unwrap_or_default(), both)
    }

    fn update_tunnel(&mut self, now: Duration, request: &Request, id: &str) -> Answer {
        let dry = asks_for_dry_run(request)?;
        let mut tunnel = self.tunnel(id)?.clone();
        let body = Body::read(&request.body)?;
        if let Some(name) = body.text_or_none("/name")?
            && name != tunnel.name
        {
            return Err(Refusal::field("/name", "cannot be changed"));
        }
        if let Some(description) = body.text_or_none("/description")? {
            tunnel.description = description;
        }
        if let Some(mtu) = body.number_or_none("/mtu", 576, 9216)? {
            tunnel.mtu = mtu;
        }
        if let Some(address) = body.text_or_none("/interface_address")? {
            if address.parse::<ipnet::IpNet>().is_err() {
                return Err(Refusal::field("/interface_address", "is not an address with a prefix length"));
            }
            tunnel.interface_address = address;
        }
        if body.given("/health_check").is_some() {
            body.object("/health_check")?;
            tunnel.health_check = read_check(&body, tunnel.health_check, self.wire.middle_rate())?;
        }
        if !dry {
            tunnel.modified = now.as_secs().cast_signed();
        }
        let shown = self.show_tunnel(request, &tunnel);
        if !dry {
            if let Some(cni) = self.stock.cnis.iter_mut().find(|cni| cni.id == tunnel.cni) {
                cni.mtu = tunnel.mtu;
                cni.description.clone_from(&tunnel.description);
            }
            if let Some(place) = self.stock.tunnels.iter_mut().find(|place| place.id == tunnel.id) {
                *place = tunnel;
            }
        }
        Ok(envelope(&json!({ "modified": !dry, "modified_interconnect": shown })))
    }
}

fn read_check(body: &Body, old: HealthCheck, middle: &str) -> Result<HealthCheck, Refusal> {
    let mut check = old;
    if let Some(enabled) = body.flag_or_none("/health_check/enabled")? {
        check.enabled = enabled;
    }
    let word = |field: &str, allowed: &[&str], old: String| {
        let pointer = format!("/health_check/{field}");
        match body.text_or_none(&pointer)? {
            None => Ok(old),
            Some(word) if allowed.contains(&word.as_str()) => Ok(word),
            Some(_) => Err(Refusal::field(&pointer, format!("must be one of {}", allowed.join(", ")))),
        }
    };
    let rate = word("rate", &["low", middle, "high"], check.rate)?;
    // Kept in one spelling, shown in that of the schema.
    check.rate = if rate == middle { "mid".to_owned() } else { rate };
    check.kind = word("type", &["reply", "request"], check.kind)?;
    check.direction = word("direction", &["unidirectional", "bidirectional"], check.direction)?;
    let pointer = match body.given("/health_check/target") {
        Some(Value::Object(_)) => "/health_check/target/saved",
        _ => "/health_check/target",
    };
    if let Some(target) = body.text_or_none(pointer)? {
        if !target.is_empty() && target.parse::<IpAddr>().is_err() {
            return Err(Refusal::field(pointer, "is not an address"));
        }
        check.target = target;
    }
    Ok(check)
}
