//! Where a slot is free: the slots counted by site and speed, with the devices behind them.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::{Diversity, Facility, Footprint, Metro, Site, Slot, Speed};

/// A site and a speed: what is counted together.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Group {
    /// The site's code, or the facility's where the server tells no site.
    pub place: String,
    /// The speed as the server spells it; `None` where it does not say.
    pub speed: Option<Speed>,
}

impl Group {
    /// The group of a slot.
    pub fn of(slot: &Slot) -> Self {
        Self { place: slot.place().to_owned(), speed: slot.speed.clone() }
    }

    /// Site and speed in words.
    pub fn words(&self) -> String {
        format!("{} {}", self.place, self.speed.as_ref().map_or("speed unknown", Speed::as_str))
    }

    /// It is the group of this slot.
    pub fn holds(&self, slot: &Slot) -> bool {
        self.place == slot.place() && self.speed == slot.speed
    }
}

/// Slots of one device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// All of them.
    pub total: usize,
    /// Known to be free.
    pub free: usize,
    /// Of which it is not known whether they are free.
    pub unknown: usize,
}

impl Count {
    fn add(&mut self, slot: &Slot) {
        self.total += 1;
        self.free += usize::from(slot.is_free());
        self.unknown += usize::from(slot.occupied.is_none());
    }
}

/// What a site offers in one speed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Site and speed.
    pub group: Group,
    /// The site, where the server tells it.
    pub site: Option<Site>,
    /// The building.
    pub facility: Option<Facility>,
    /// The city, where the site's code is a known one.
    pub metro: Option<Metro>,
    /// All of its slots.
    pub slots: Count,
    /// Free ones on a device that the account does not use.
    pub diverse: usize,
    /// Free ones of which that cannot be said.
    pub doubtful: usize,
    /// By device; `None` for the slots whose device has no name.
    pub devices: BTreeMap<Option<Arc<str>>, Count>,
    /// Devices that the account uses already.
    pub used: usize,
}

impl Offer {
    /// Devices that have a name.
    pub fn named(&self) -> usize {
        self.devices.keys().flatten().count()
    }

    /// The city, if it is known.
    pub fn city(&self) -> Option<&'static str> {
        self.metro.map(|metro| metro.city)
    }
}

/// Counts slots by site and speed, in the order of the sites and of falling speeds.
pub fn offers<'a>(slots: impl Iterator<Item = &'a Slot>, footprint: &Footprint) -> Vec<Offer> {
    let mut at: HashMap<(&str, Option<&str>), usize> = HashMap::new();
    let mut offers: Vec<Offer> = Vec::new();
    for slot in slots {
        let key = (slot.place(), slot.speed.as_ref().map(Speed::as_str));
        let at = *at.entry(key).or_insert_with(|| {
            offers.push(empty(slot));
            offers.len() - 1
        });
        let Some(offer) = offers.get_mut(at) else { continue };
        offer.slots.add(slot);
        offer.devices.entry(slot.ccr_device_name.clone()).or_default().add(slot);
        if slot.is_free() {
            match footprint.compare(slot) {
                Diversity::Other => offer.diverse += 1,
                Diversity::Unknown(_) => offer.doubtful += 1,
                Diversity::Same(_) => {}
            }
        }
    }
    for offer in &mut offers {
        offer.used = offer.devices.keys().flatten().filter(|device| !footprint.on_device(device).is_empty()).count();
    }
    let faster = |offer: &Offer| std::cmp::Reverse(offer.group.speed.clone());
    offers.sort_by(|a, b| (&a.group.place, faster(a)).cmp(&(&b.group.place, faster(b))));
    offers
}

fn empty(slot: &Slot) -> Offer {
    Offer {
        group: Group::of(slot),
        site: slot.site.clone(),
        facility: slot.facility.as_deref().cloned(),
        metro: Metro::of(slot.place()),
        slots: Count::default(),
        diverse: 0,
        doubtful: 0,
        devices: BTreeMap::new(),
        used: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::super::footprint::tests::{listing, port, slot};
    use super::*;

    #[test]
    fn slots_are_counted_by_site_and_speed_with_their_devices() {
        let own = listing(vec![port("a", Some("lhr-a"), Some("ccr01.lhr-a"))], true);
        let slots = [
            slot("1", Some("lhr-a"), "10G", Some(false), "ccr01.lhr-a"),
            slot("2", Some("lhr-a"), "100G", Some(false), "ccr02.lhr-a"),
            slot("3", Some("lhr-a"), "10G", Some(false), "ccr02.lhr-a"),
            slot("4", Some("lhr-a"), "10G", Some(true), "ccr02.lhr-a"),
            slot("5", Some("lhr-a"), "10G", None, "ccr02.lhr-a"),
            slot("6", Some("lhr-a"), "10G", Some(false), ""),
            slot("7", Some("ams-a"), "10G", Some(true), "ccr01.ams-a"),
        ];
        let offers = offers(slots.iter(), &Footprint::of(&own));
        let names: Vec<String> = offers.iter().map(|offer| offer.group.words()).collect();
        assert_eq!(names, ["ams-a 10G", "lhr-a 100G", "lhr-a 10G"]);
        let london = &offers[2];
        assert_eq!(london.slots, Count { total: 5, free: 3, unknown: 1 });
        assert_eq!((london.diverse, london.doubtful, london.named(), london.used), (1, 1, 2, 1));
        assert_eq!((london.city(), offers[0].slots.free), (Some("London"), 0));
    }

    #[test]
    fn without_the_account_s_interconnects_nothing_is_diverse() {
        let slots = [slot("1", Some("lhr-a"), "10G", Some(false), "ccr01.lhr-a")];
        let offers = offers(slots.iter(), &Footprint::default());
        assert_eq!((offers[0].slots.free, offers[0].diverse, offers[0].doubtful), (1, 0, 1));
    }
}
