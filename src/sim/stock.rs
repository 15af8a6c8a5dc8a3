//! What the account has: slots, interconnects, CNIs and their tunnels, in the order they came.

use std::time::Duration;

use serde_json::{Map, Value};

use super::sites::{self, Site};
use super::state::State;

/// Who sits on a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holder {
    Nobody,
    Us,
    SomebodyElse,
}

/// A place for a port on a device in a facility.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Slot {
    pub(crate) id: String,
    pub(crate) site: String,
    pub(crate) speed: String,
    /// `None` is sent as `null`.
    pub(crate) device: Option<String>,
    pub(crate) holder: Holder,
}

/// What an interconnect is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wiring {
    /// A port on a slot.
    Direct { slot: String, site: String, device: Option<String> },
    /// A partner attachment of a cloud region.
    Gcp { region: String },
}

/// An interconnect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Port {
    /// The key of the reference schema.
    pub(crate) id: String,
    /// The key of the published schema.
    pub(crate) name: String,
    pub(crate) wiring: Wiring,
    pub(crate) speed: String,
    pub(crate) reservation: String,
    pub(crate) owner: Option<String>,
    pub(crate) description: String,
    /// The state while nothing happens.
    pub(crate) base: State,
    /// When it was ordered; `None` where the scenario had it from the start.
    pub(crate) ordered: Option<Duration>,
    /// Set by hand; beats everything.
    pub(crate) forced: Option<State>,
}

impl Port {
    /// The site of a direct port.
    pub(crate) fn site(&self) -> Option<&'static Site> {
        match &self.wiring {
            Wiring::Direct { site, .. } => sites::find(site),
            Wiring::Gcp { .. } => None,
        }
    }

    /// The slot of a direct port.
    pub(crate) fn slot(&self) -> Option<&str> {
        match &self.wiring {
            Wiring::Direct { slot, .. } => Some(slot),
            Wiring::Gcp { .. } => None,
        }
    }

    /// The device of a direct port, where it is known.
    pub(crate) fn device(&self) -> Option<&str> {
        match &self.wiring {
            Wiring::Direct { device, .. } => device.as_deref(),
            Wiring::Gcp { .. } => None,
        }
    }

    /// The word of the published and the reference schema alike.
    pub(crate) fn kind(&self) -> &'static str {
        match self.wiring {
            Wiring::Direct { .. } => "direct",
            Wiring::Gcp { .. } => "gcp_partner",
        }
    }
}

/// The BGP part of a CNI.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bgp {
    pub(crate) asn: u32,
    pub(crate) prefixes: Vec<String>,
    pub(crate) md5: Option<String>,
}

/// The point-to-point link with its BGP session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cni {
    pub(crate) id: String,
    /// The name of the interconnect; empty where the reference schema made it.
    pub(crate) port: String,
    pub(crate) p2p_ip: String,
    pub(crate) cust_ip: String,
    pub(crate) conduit: String,
    pub(crate) description: String,
    pub(crate) mtu: u32,
    pub(crate) bgp: Option<Bgp>,
    pub(crate) bgp_mode: Option<String>,
    pub(crate) vlan: Option<u16>,
    /// Fields that no schema names; a PUT replaces them like the rest.
    pub(crate) extra: Map<String, Value>,
}

/// The Magic side of a CNI.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tunnel {
    pub(crate) id: String,
    pub(crate) cni: String,
    pub(crate) name: String,
    pub(crate) colo: String,
    pub(crate) description: String,
    pub(crate) interface_address: String,
    pub(crate) mtu: u32,
    pub(crate) reservation: Option<String>,
    pub(crate) gre_endpoint: String,
    pub(crate) health_check: HealthCheck,
    /// Seconds from the start of the world.
    pub(crate) created: i64,
    pub(crate) modified: i64,
}

/// The probe of a tunnel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HealthCheck {
    pub(crate) enabled: bool,
    pub(crate) rate: String,
    pub(crate) kind: String,
    /// Empty for the default, which is the customer's address.
    pub(crate) target: String,
    pub(crate) direction: String,
}

impl Default for HealthCheck {
    fn default() -> Self {
        Self {
            enabled: true,
            rate: "mid".to_owned(),
            kind: "reply".to_owned(),
            target: String::new(),
            direction: "unidirectional".to_owned(),
        }
    }
}

/// Everything the account has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Stock {
    pub(crate) slots: Vec<Slot>,
    pub(crate) ports: Vec<Port>,
    pub(crate) cnis: Vec<Cni>,
    pub(crate) tunnels: Vec<Tunnel>,
}

impl Stock {
    pub(crate) fn slot(&self, id: &str) -> Option<&Slot> {
        self.slots.iter().find(|slot| slot.id == id)
    }

    pub(crate) fn slot_mut(&mut self, id: &str) -> Option<&mut Slot> {
        self.slots.iter_mut().find(|slot| slot.id == id)
    }

    pub(crate) fn port(&self, name: &str) -> Option<&Port> {
        self.ports.iter().find(|port| port.name == name)
    }

    pub(crate) fn cni(&self, id: &str) -> Option<&Cni> {
        self.cnis.iter().find(|cni| cni.id == id)
    }

    pub(crate) fn tunnel(&self, id: &str) -> Option<&Tunnel> {
        self.tunnels.iter().find(|tunnel| tunnel.id == id)
    }

    /// Whether a CNI rests on a port.
    pub(crate) fn carries(&self, port: &str) -> bool {
        self.cnis.iter().any(|cni| cni.port == port)
    }

    /// A /31 that no CNI uses: Cloudflare's end and the customer's end.
    pub(crate) fn free_pair(&self) -> (String, String) {
        let mut n = 0;
        loop {
            let pair = pair(n);
            if !self.cnis.iter().any(|cni| cni.p2p_ip == pair.0) {
                return pair;
            }
            n += 1;
        }
    }

    /// The next number for an interconnect's name.
    pub(crate) fn next_number(&self) -> usize {
        let last = |port: &Port| port.name.rsplit('-').next().and_then(|tail| tail.parse::<usize>().ok());
        self.ports.iter().filter_map(last).max().unwrap_or(0) + 1
    }
}

/// The n-th /31 of 169.254.96.0/19.
pub(crate) fn pair(n: usize) -> (String, String) {
    let host = (n * 2) % 8192;
    let (third, fourth) = (96 + host / 256, host % 256);
    (format!("169.254.{third}.{fourth}/31"), format!("169.254.{third}.{}/31", fourth + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_neighbours_in_one_prefix() {
        assert_eq!(pair(0), ("169.254.96.0/31".to_owned(), "169.254.96.1/31".to_owned()));
        assert_eq!(pair(128), ("169.254.97.0/31".to_owned(), "169.254.97.1/31".to_owned()));
    }
}
