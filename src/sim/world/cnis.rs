//! The calls on CNIs: list, make, read, replace, delete. Each CNI brings its tunnel along.

use std::time::Duration;

use serde_json::json;

use super::super::checks::{Body, is_uuid};
use super::super::stock::{Bgp, Cni};
use super::super::{plan, seed};
use super::{Answer, Refusal, Request, Response, Schema, World};

const PUBLISHED: [&str; 8] = ["id", "account", "interconnect", "p2p_ip", "cust_ip", "magic", "bgp", "bgp_mode"];
const REFERENCE: [&str; 7] = ["id", "account", "cust_ip", "cf_ip", "bgp_asn", "bgp_password", "vlan"];
const MODES: [&str; 2] = ["dynamic_route_exchange", "advertise_only"];

impl World {
    pub(super) fn list_cnis(&self, request: &Request) -> Answer {
        let published = self.wire.schema == Schema::Published;
        let asked = |name: &str| request.param(name).filter(|text| published && !text.is_empty());
        let (slot, tunnel) = (asked("slot"), asked("tunnel_id"));
        let fits = |cni: &&Cni| {
            slot.is_none_or(|slot| self.stock.port(&cni.port).is_some_and(|port| port.slot() == Some(slot)))
                && tunnel.is_none_or(|id| self.stock.tunnel(id).is_some_and(|tunnel| tunnel.cni == cni.id))
        };
        let cnis: Vec<&Cni> = self.stock.cnis.iter().filter(fits).collect();
        self.wire.page(request, &cnis, |cni| self.wire.cni(cni))
    }

    fn cni(&self, id: &str) -> Result<&Cni, Refusal> {
        if !is_uuid(id) {
            return Err(Refusal::new(400, 1003, "the CNI's id is not a UUID"));
        }
        self.stock.cni(id).ok_or_else(|| Refusal::missing("CNI"))
    }

    pub(super) fn get_cni(&self, id: &str) -> Answer {
        Ok(self.wire.answer(&self.wire.cni(self.cni(id)?)))
    }

    pub(super) fn create_cni(&mut self, now: Duration, request: &Request) -> Answer {
        let body = Body::read(&request.body)?;
        let (p2p_ip, cust_ip) = self.stock.free_pair();
        let blank = Cni {
            id: String::new(),
            port: String::new(),
            p2p_ip,
            cust_ip,
            conduit: String::new(),
            description: String::new(),
            mtu: 1500,
            bgp: None,
            bgp_mode: None,
            vlan: None,
            extra: serde_json::Map::new(),
        };
        let mut cni = self.read_cni(&body, blank)?;
        // Only a replacement keeps fields that no schema names; a new object starts without them.
        cni.extra.clear();
        let question = self.next_question("cni");
        cni.id = seed::uuid(self.seed, &question);
        if self.wire.schema == Schema::Reference {
            cni.conduit = format!("cni-{}", &cni.id[..8]);
        }
        let port = self.stock.port(&cni.port);
        let tunnel = plan::tunnel(self.seed, &cni, port, now.as_secs().cast_signed());
        let answer = self.wire.answer(&self.wire.cni(&cni));
        self.stock.tunnels.push(tunnel);
        self.stock.cnis.push(cni);
        Ok(answer)
    }

    pub(super) fn update_cni(&mut self, now: Duration, request: &Request, id: &str) -> Answer {
        let old = self.cni(id)?.clone();
        let body = Body::read(&request.body)?;
        let mut cni = Cni { bgp: None, bgp_mode: None, vlan: None, ..old };
        if self.wire.schema == Schema::Published {
            if body.text("/id")? != id {
                return Err(Refusal::field("/id", "does not match the CNI in the path"));
            }
            (cni.p2p_ip, cni.cust_ip) = body.ends("/p2p_ip", "/cust_ip")?;
        }
        let cni = self.read_cni(&body, cni)?;
        let answer = self.wire.answer(&self.wire.cni(&cni));
        if let Some(tunnel) = self.stock.tunnels.iter_mut().find(|tunnel| tunnel.cni == cni.id) {
            tunnel.name.clone_from(&cni.conduit);
            tunnel.description.clone_from(&cni.description);
            tunnel.interface_address.clone_from(&cni.p2p_ip);
            tunnel.mtu = cni.mtu;
            tunnel.modified = now.as_secs().cast_signed();
        }
        if let Some(place) = self.stock.cnis.iter_mut().find(|place| place.id == cni.id) {
            *place = cni;
        }
        Ok(answer)
    }

    /// What the body says, laid over what the server decides.
    fn read_cni(&self, body: &Body, cni: Cni) -> Result<Cni, Refusal> {
        body.account(&self.wire.account)?;
        match self.wire.schema {
            Schema::Published => self.read_published(body, cni),
            Schema::Reference => self.read_reference(body, cni),
        }
    }

    fn read_published(&self, body: &Body, mut cni: Cni) -> Result<Cni, Refusal> {
        cni.port = body.text("/interconnect")?;
        if self.stock.port(&cni.port).is_none() {
            return Err(Refusal::field("/interconnect", "is not a known interconnect"));
        }
        body.object("/magic")?;
        cni.conduit = body.text("/magic/conduit_name")?;
        if cni.conduit.is_empty() || cni.conduit.chars().count() > 100 {
            return Err(Refusal::field("/magic/conduit_name", "must have 1 to 100 characters"));
        }
        cni.description = body.text("/magic/description")?;
        cni.mtu = body.number("/magic/mtu", 576, 9216)?;
        if body.given("/bgp").is_some() {
            body.object("/bgp")?;
            cni.bgp = Some(Bgp {
                asn: body.asn("/bgp/customer_asn")?,
                prefixes: body.prefixes("/bgp/extra_prefixes")?,
                md5: body.md5("/bgp/md5_key")?,
            });
        }
        cni.bgp_mode = body.text_or_none("/bgp_mode")?;
        if cni.bgp_mode.as_ref().is_some_and(|mode| !MODES.contains(&mode.as_str())) {
            return Err(Refusal::field("/bgp_mode", format!("must be one of {}", MODES.join(", "))));
        }
        let others = || self.stock.cnis.iter().filter(|other| other.id != cni.id);
        if others().any(|other| other.conduit == cni.conduit) {
            return Err(Refusal::conflict(Some("/magic/conduit_name"), "a conduit with this name already exists"));
        }
        if others().any(|other| other.p2p_ip == cni.p2p_ip) {
            return Err(Refusal::conflict(Some("/p2p_ip"), "another CNI uses this address"));
        }
        cni.extra = body.others(&PUBLISHED);
        Ok(cni)
    }

    fn read_reference(&self, body: &Body, mut cni: Cni) -> Result<Cni, Refusal> {
        (cni.p2p_ip, cni.cust_ip) = body.ends("/cf_ip", "/cust_ip")?;
        let asn = body.asn("/bgp_asn")?;
        let md5 = body.md5("/bgp_password")?;
        cni.bgp = Some(Bgp { asn, prefixes: Vec::new(), md5 });
        cni.vlan = body.number_or_none("/vlan", 1, 4094)?.and_then(|vlan| u16::try_from(vlan).ok());
        if self.stock.cnis.iter().any(|other| other.id != cni.id && other.p2p_ip == cni.p2p_ip) {
            return Err(Refusal::conflict(Some("/cf_ip"), "another CNI uses this address"));
        }
        cni.extra = body.others(&REFERENCE);
        Ok(cni)
    }

    pub(super) fn delete_cni(&mut self, id: &str) -> Answer {
        self.cni(id)?;
        self.stock.cnis.retain(|cni| cni.id != id);
        self.stock.tunnels.retain(|tunnel| tunnel.cni != id);
        Ok(match self.wire.schema {
            Schema::Published => Response::empty(200),
            Schema::Reference => self.wire.answer(&json!({ "id": id })),
        })
    }
}
