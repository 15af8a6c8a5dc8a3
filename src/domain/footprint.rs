//! What an account stands on already: which devices and sites its interconnects use; and how a slot compares.

use std::collections::{HashMap, HashSet};

use super::{Interconnect, Kind, Listing, Site, Slot, SlotId};

/// The devices and sites in use. What is not known stays unknown: it never counts as diverse.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Footprint {
    /// What is on each device.
    devices: HashMap<String, Used>,
    /// Interconnects in each site.
    sites: HashMap<Site, usize>,
    /// Sites with an interconnect whose device has no name.
    nameless: HashSet<Site>,
    /// An interconnect of which neither device nor site is known: it may be anywhere.
    somewhere: bool,
    /// In words, by the slot that is occupied.
    slots: HashMap<SlotId, String>,
    /// Every interconnect was read.
    whole: bool,
}

/// The account's interconnects on one device.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Used {
    /// Their names.
    pub names: Vec<String>,
    /// In few words: told for each slot of the device, so it is made once.
    cell: String,
}

impl Used {
    fn add(&mut self, name: &str) {
        self.names.push(name.to_owned());
        self.cell = match self.names.as_slice() {
            [first, _, ..] => format!("same as {first} +{}", self.names.len() - 1),
            _ => format!("same as {name}"),
        };
    }
}

/// How a slot's device compares with those in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Diversity<'a> {
    /// None of the account's interconnects is on it.
    Other,
    /// These are on it.
    Same(&'a Used),
    /// It cannot be said.
    Unknown(Unknown),
}

/// Why it cannot be said whether a device is another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unknown {
    /// The slot's own device has no name.
    Slot,
    /// A device of the account's own that may be the same has no name.
    Own,
    /// Not all interconnects of the account were read.
    NotRead,
}

impl Footprint {
    /// What these interconnects stand on.
    pub fn of(ports: &Listing<Interconnect>) -> Self {
        let mut footprint = Self { whole: ports.is_whole(), ..Self::default() };
        // A partner's port ends on no device of a site.
        for port in ports.rows.iter().filter(|port| port.kind != Some(Kind::GcpPartner)) {
            if let Some(site) = &port.site {
                *footprint.sites.entry(site.clone()).or_default() += 1;
            }
            if let Some(slot) = &port.slot_id {
                footprint.slots.insert(slot.clone(), format!("yours: {}", port.name));
            }
            match (&port.ccr_device_name, &port.site) {
                (Some(device), _) => footprint.devices.entry(device.clone()).or_default().add(&port.name),
                (None, Some(site)) => drop(footprint.nameless.insert(site.clone())),
                (None, None) => footprint.somewhere = true,
            }
        }
        footprint
    }

    /// How a slot compares.
    pub fn compare(&self, slot: &Slot) -> Diversity<'_> {
        let Some(device) = slot.ccr_device_name.as_deref() else { return Diversity::Unknown(Unknown::Slot) };
        if let Some(used) = self.devices.get(device) {
            return Diversity::Same(used);
        }
        if !self.whole {
            return Diversity::Unknown(Unknown::NotRead);
        }
        // A device stands in one site, so a nameless one elsewhere cannot be this one.
        let nameless = slot.site.as_ref().map_or(!self.nameless.is_empty(), |site| self.nameless.contains(site));
        if nameless || self.somewhere { Diversity::Unknown(Unknown::Own) } else { Diversity::Other }
    }

    /// Whose a slot is, where it is the account's own, in few words.
    pub fn on_slot(&self, slot: &SlotId) -> Option<&str> {
        self.slots.get(slot).map(String::as_str)
    }

    /// The account's interconnects on a device.
    pub fn on_device(&self, device: &str) -> &[String] {
        self.devices.get(device).map_or(&[], |used| used.names.as_slice())
    }

    /// How many interconnects the account has in a site.
    pub fn in_site(&self, site: Option<&Site>) -> usize {
        site.and_then(|site| self.sites.get(site)).copied().unwrap_or(0)
    }

    /// Every interconnect of the account is counted.
    pub fn is_whole(&self) -> bool {
        self.whole
    }
}

impl<'a> Diversity<'a> {
    /// Its order among offers: the most useful first.
    pub fn rank(self) -> u8 {
        match self {
            Self::Other => 0,
            Self::Unknown(_) => 1,
            Self::Same(_) => 2,
        }
    }

    /// Its word for machines.
    pub fn word(self) -> &'static str {
        match self {
            Self::Other => "other",
            Self::Same(_) => "same",
            Self::Unknown(_) => "unknown",
        }
    }

    /// In few words, for a cell.
    pub fn cell(self) -> &'a str {
        match self {
            Self::Other => "other device",
            Self::Same(used) => &used.cell,
            Self::Unknown(Unknown::Slot) => "device unknown",
            Self::Unknown(Unknown::Own) => "unknown: yours",
            Self::Unknown(Unknown::NotRead) => "unknown: not read",
        }
    }

    /// In a sentence.
    pub fn sentence(self, here: usize) -> String {
        match self {
            Self::Other if here == 0 => "another device than yours; you have no interconnect in this site".to_owned(),
            Self::Other => format!("another device than your {here} in this site"),
            Self::Same(used) => format!("the same device as {}", used.names.join(", ")),
            Self::Unknown(Unknown::Slot) => "unknown: this slot's device has no name".to_owned(),
            Self::Unknown(Unknown::Own) => {
                "unknown: the device of an interconnect of yours that may be here has no name".to_owned()
            }
            Self::Unknown(Unknown::NotRead) => "unknown: not all of your interconnects were read".to_owned(),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::domain::Extra;

    pub(crate) fn port(name: &str, site: Option<&str>, device: Option<&str>) -> Interconnect {
        Interconnect {
            key: name.into(),
            name: name.to_owned(),
            kind: Some(Kind::Direct),
            account: None,
            owner: None,
            site: site.map(Into::into),
            region: None,
            slot_id: Some(format!("slot-of-{name}").as_str().into()),
            speed: Some("10G".into()),
            facility: None,
            ccr_device_name: device.map(str::to_owned),
            virtual_port_reservation_id: None,
            description: None,
            status: None,
            extra: Extra::default(),
        }
    }

    pub(crate) fn slot(id: &str, site: Option<&str>, speed: &str, occupied: Option<bool>, device: &str) -> Slot {
        Slot {
            id: id.into(),
            site: site.map(Into::into),
            speed: Some(speed.into()),
            occupied,
            facility: None,
            account: None,
            ccr_device_name: Some(device.into()).filter(|_| !device.is_empty()),
            extra: Extra::default(),
        }
    }

    pub(crate) fn listing(rows: Vec<Interconnect>, complete: bool) -> Listing<Interconnect> {
        Listing { rows, pages: 1, complete, ..Listing::default() }
    }

    #[test]
    fn what_is_not_known_is_never_another_device() {
        let own = vec![
            port("a", Some("iad-a"), Some("ccr01.iad-a")),
            port("b", Some("iad-a"), Some("ccr01.iad-a")),
            port("c", Some("lhr-b"), None),
        ];
        let unknown = |why| Diversity::Unknown(why);
        let mut both = Used::default();
        both.add("a");
        both.add("b");
        let cases = [
            ("iad-a", "ccr01.iad-a", true, Diversity::Same(&both)),
            ("iad-a", "ccr02.iad-a", true, Diversity::Other),
            ("iad-a", "ccr02.iad-a", false, unknown(Unknown::NotRead)),
            ("iad-a", "ccr01.iad-a", false, Diversity::Same(&both)),
            ("iad-a", "", true, unknown(Unknown::Slot)),
            ("lhr-b", "ccr01.lhr-b", true, unknown(Unknown::Own)),
            ("lhr-a", "ccr01.lhr-a", true, Diversity::Other),
        ];
        for (site, device, whole, wanted) in cases {
            let footprint = Footprint::of(&listing(own.clone(), whole));
            let slot = slot("s", Some(site), "10G", Some(false), device);
            assert_eq!(footprint.compare(&slot), wanted, "{site} {device} {whole}");
        }
        let siteless = slot("s", None, "10G", Some(false), "ccr09");
        assert_eq!(Footprint::of(&listing(own, true)).compare(&siteless), unknown(Unknown::Own));
        assert_eq!(Footprint::default().compare(&siteless), unknown(Unknown::NotRead), "nothing was read yet");
    }

    #[test]
    fn a_port_of_unknown_place_may_be_anywhere_and_a_partner_s_is_nowhere() {
        let there = slot("s", Some("iad-a"), "10G", Some(false), "ccr02.iad-a");
        let lost = listing(vec![port("x", None, None)], true);
        assert_eq!(Footprint::of(&lost).compare(&there), Diversity::Unknown(Unknown::Own));
        let partner = Interconnect { kind: Some(Kind::GcpPartner), ..port("x", None, None) };
        assert_eq!(Footprint::of(&listing(vec![partner], true)).compare(&there), Diversity::Other);
    }

    #[test]
    fn it_is_told_in_words() {
        let mut used = Used::default();
        used.add("a");
        assert_eq!(Diversity::Same(&used).cell(), "same as a");
        used.add("b");
        used.add("c");
        assert_eq!(Diversity::Same(&used).cell(), "same as a +2");
        assert_eq!(Diversity::Other.sentence(0), "another device than yours; you have no interconnect in this site");
        assert!(Diversity::Unknown(Unknown::Slot).cell().contains("unknown"));
    }
}
