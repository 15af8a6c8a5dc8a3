//! From the rules of a scenario to the things of an account.

use std::collections::HashMap;

use serde_json::json;

use super::scenario::{PortRow, Scenario, ScenarioError, Sites, SlotRow};
use super::seed;
use super::sites;
use super::state::State;
use super::stock::{Bgp, Cni, HealthCheck, Holder, Port, Slot, Stock, Tunnel, Wiring, pair};

/// Everything that the account has at the start.
pub(crate) fn stock(scenario: &Scenario, seed: u64) -> Result<Stock, ScenarioError> {
    let mut plan = Plan { seed, stock: Stock::default(), conduits: HashMap::new() };
    for row in &scenario.port {
        plan.ports(row)?;
    }
    for row in &scenario.slot {
        plan.slots(row)?;
    }
    Ok(plan.stock)
}

/// The name of the n-th device of a site; 0 is unknown.
fn device(site: &str, number: u32) -> Option<String> {
    (number > 0).then(|| format!("ccr{number:02}.{site}"))
}

/// The name that the server gives to an interconnect.
pub(crate) fn name(place: &str, speed: &str, number: usize) -> String {
    format!("icn-{place}-{}-{number:04}", speed.to_ascii_lowercase())
}

/// The id that the server gives to an interconnect.
pub(crate) fn icon_id(seed: u64, question: &str) -> String {
    format!("icon_{}", &seed::hex32(seed, question)[..12])
}

fn turn<T>(list: &[T], n: usize) -> Option<&T> {
    if list.is_empty() { None } else { list.get(n % list.len()) }
}

fn codes(sites: &Sites) -> Result<Vec<String>, ScenarioError> {
    match sites {
        Sites::First(count) => Ok(sites::all().iter().take(*count).map(|site| site.code.clone()).collect()),
        Sites::These(codes) => codes
            .iter()
            .map(|code| {
                sites::find(code).map(|site| site.code.clone()).ok_or_else(|| ScenarioError::Site(code.clone()))
            })
            .collect(),
    }
}

struct Plan {
    seed: u64,
    stock: Stock,
    /// How many CNIs a conduit prefix has at a place.
    conduits: HashMap<String, usize>,
}

impl Plan {
    fn slot(&mut self, site: &str, speed: &str, device: Option<String>, holder: Holder) -> String {
        let id = seed::uuid(self.seed, &format!("slot {}", self.stock.slots.len()));
        let (site, speed) = (site.to_owned(), speed.to_owned());
        self.stock.slots.push(Slot { id: id.clone(), site, speed, device, holder });
        id
    }

    fn slots(&mut self, row: &SlotRow) -> Result<(), ScenarioError> {
        for site in codes(&row.sites)? {
            for n in 0..row.count {
                let holder = match n {
                    n if n < row.taken => Holder::SomebodyElse,
                    n if n < row.taken + row.orphans => Holder::Us,
                    _ => Holder::Nobody,
                };
                let number = turn(&row.devices, n).copied().unwrap_or(0);
                self.slot(&site, &row.speed, device(&site, number), holder);
            }
        }
        Ok(())
    }

    fn ports(&mut self, row: &PortRow) -> Result<(), ScenarioError> {
        if let Some(region) = &row.region {
            for _ in 0..row.count {
                self.port(row, region, Wiring::Gcp { region: region.clone() });
            }
            return Ok(());
        }
        for site in codes(&row.sites)? {
            for n in 0..row.count {
                let device = device(&site, turn(&row.devices, n).copied().unwrap_or(0));
                let slot = self.slot(&site, &row.speed, device.clone(), Holder::Us);
                self.port(row, &site, Wiring::Direct { slot, site: site.clone(), device });
            }
        }
        Ok(())
    }

    fn port(&mut self, row: &PortRow, place: &str, wiring: Wiring) {
        let number = self.stock.ports.len() + 1;
        let question = format!("port {number}");
        let port = Port {
            id: icon_id(self.seed, &question),
            name: row.name.clone().unwrap_or_else(|| name(place, &row.speed, number)),
            wiring,
            speed: row.speed.clone(),
            reservation: seed::uuid(self.seed, &question),
            owner: row.owner.clone(),
            description: row.description.clone(),
            base: State::from_words(&row.state, row.reason.as_deref()),
            ordered: None,
            forced: None,
        };
        for _ in 0..row.cnis {
            self.cni(row, place, &port);
        }
        self.stock.ports.push(port);
    }

    fn cni(&mut self, row: &PortRow, place: &str, port: &Port) {
        let n = self.stock.cnis.len();
        let prefix = format!("{}-{place}", row.conduit);
        let count = self.conduits.entry(prefix.clone()).or_default();
        *count += 1;
        let conduit = format!("{prefix}-{count}");
        let (p2p_ip, cust_ip) = pair(n);
        let bgp = turn(&row.asns, n).map(|asn| Bgp {
            asn: *asn,
            prefixes: turn(&row.prefixes, n).cloned().into_iter().collect(),
            md5: row.md5.clone(),
        });
        let cni = Cni {
            id: seed::uuid(self.seed, &format!("cni {n}")),
            port: port.name.clone(),
            p2p_ip,
            cust_ip,
            conduit,
            description: row.description.clone(),
            mtu: turn(&row.mtus, n).copied().unwrap_or(1500),
            bgp,
            bgp_mode: row.bgp_mode.clone(),
            vlan: u16::try_from(100 + n % 3900).ok(),
            extra: row.extra.iter().map(|(key, text)| (key.clone(), json!(text))).collect(),
        };
        let late = i64::try_from(n).unwrap_or(0) * 137;
        let born = -i64::from(row.age_days) * 86_400 - late;
        self.stock.tunnels.push(tunnel(self.seed, &cni, Some(port), born));
        self.stock.cnis.push(cni);
    }
}

/// The Magic side of a CNI that has just been made.
pub(crate) fn tunnel(seed: u64, cni: &Cni, port: Option<&Port>, created: i64) -> Tunnel {
    let place = port.map_or("", |port| match &port.wiring {
        Wiring::Direct { site, .. } => site.as_str(),
        Wiring::Gcp { region } => region.as_str(),
    });
    Tunnel {
        id: seed::hex32(seed, &format!("tunnel {}", cni.id)),
        cni: cni.id.clone(),
        name: cni.conduit.clone(),
        colo: place.to_owned(),
        description: cni.description.clone(),
        interface_address: cni.p2p_ip.clone(),
        mtu: cni.mtu,
        reservation: port.map(|port| port.reservation.clone()),
        gre_endpoint: format!("203.0.113.{}", 1 + seed::below(seed, &cni.id, 254)),
        health_check: HealthCheck::default(),
        created,
        modified: created,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::scenario::names;
    use super::*;

    fn made(name: &str) -> Stock {
        stock(&Scenario::named(name).unwrap(), 1).unwrap()
    }

    fn sites_of(stock: &Stock) -> usize {
        stock.ports.iter().filter_map(|port| port.site().map(|site| &site.code)).collect::<HashSet<_>>().len()
    }

    #[test]
    fn typical_has_what_is_promised() {
        let stock = made("typical");
        assert_eq!((stock.ports.len(), sites_of(&stock), stock.slots.len(), stock.cnis.len()), (24, 8, 60, 26));
        assert_eq!(stock.ports.iter().filter(|port| port.kind() == "gcp_partner").count(), 1);
        assert!(stock.ports.iter().any(|port| port.slot().is_some() && port.device().is_none()));
        assert!(stock.ports.iter().filter(|port| port.base != State::Healthy).count() >= 3);
        assert!(stock.slots.iter().filter(|slot| slot.holder == Holder::Nobody).count() >= 15);
    }

    #[test]
    fn large_has_what_is_promised() {
        let stock = made("large");
        assert_eq!((stock.ports.len(), sites_of(&stock), stock.slots.len(), stock.cnis.len()), (214, 38, 640, 231));
    }

    #[test]
    fn false_diversity_is_two_ports_on_one_device() {
        let stock = made("false-diversity");
        let devices: HashSet<_> = stock.ports.iter().map(Port::device).collect();
        assert_eq!((stock.ports.len(), devices.len()), (2, 1));
    }

    #[test]
    fn empty_has_only_free_slots() {
        let stock = made("empty");
        assert!(stock.ports.is_empty() && stock.cnis.is_empty() && stock.tunnels.is_empty());
        assert!(stock.slots.iter().any(|slot| slot.holder == Holder::Nobody));
    }

    #[test]
    fn every_key_of_every_scenario_is_unique() {
        for scenario in names() {
            let stock = made(scenario);
            let unique = |keys: Vec<&str>| keys.iter().collect::<HashSet<_>>().len() == keys.len();
            assert!(unique(stock.slots.iter().map(|slot| slot.id.as_str()).collect()), "{scenario}");
            assert!(unique(stock.ports.iter().map(|port| port.name.as_str()).collect()), "{scenario}");
            assert!(unique(stock.ports.iter().map(|port| port.id.as_str()).collect()), "{scenario}");
            assert!(unique(stock.cnis.iter().map(|cni| cni.id.as_str()).collect()), "{scenario}");
            assert!(unique(stock.cnis.iter().map(|cni| cni.conduit.as_str()).collect()), "{scenario}");
            assert!(unique(stock.cnis.iter().map(|cni| cni.p2p_ip.as_str()).collect()), "{scenario}");
            assert_eq!(stock.tunnels.len(), stock.cnis.len(), "{scenario}");
        }
    }

    #[test]
    fn trouble_has_hostile_text() {
        let stock = made("trouble");
        let text: String = stock.ports.iter().flat_map(|port| [port.name.as_str(), &port.description]).collect();
        assert!(text.contains('\u{1b}') && text.contains('\u{202e}') && text.contains('\u{200b}'));
        assert!(stock.cnis.iter().any(|cni| cni.description.chars().count() > 250));
    }

    #[test]
    fn a_site_that_does_not_exist_is_named() {
        let text = "account = \"a\"\nname = \"b\"\n[[slot]]\nsites = [\"xxx-a\"]\ncount = 1\n";
        let scenario = Scenario::parse("test", text).unwrap();
        assert_eq!(stock(&scenario, 1).unwrap_err(), ScenarioError::Site("xxx-a".to_owned()));
    }
}
