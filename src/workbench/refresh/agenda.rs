//! The ports with their promises, and which of them is most late. Late by the same part of its promise is equally
//! late, so that what cannot all be kept is stretched fairly, and nothing waits for ever.

use std::collections::HashMap;
use std::time::Duration;

use super::bounds::Bounds;
use crate::domain::IconKey;

/// A port on the agenda.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Which.
    pub key: IconKey,
    /// Its promise.
    pub bounds: Bounds,
    /// It is being read now.
    pub busy: bool,
    /// It was never read.
    pub unread: bool,
}

impl Item {
    fn due(&self, bounds: Bounds, factor: f64) -> Duration {
        self.bounds.anchor + bounds.soft.mul_f64(factor)
    }

    fn bounds(&self, is_front: bool) -> Bounds {
        let front = is_front && self.bounds.soft > Bounds::FRONT.soft;
        if front { Bounds::FRONT } else { self.bounds }
    }
}

/// All ports that are watched.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Agenda {
    items: Vec<Item>,
    places: HashMap<IconKey, usize>,
    busy: usize,
}

impl Agenda {
    /// Begins anew with these.
    pub fn fill(&mut self, items: Vec<Item>) {
        self.places = items.iter().enumerate().map(|(at, item)| (item.key.clone(), at)).collect();
        self.busy = items.iter().filter(|item| item.busy).count();
        self.items = items;
    }

    /// Something about a port became known.
    pub fn put(&mut self, item: Item) {
        match self.places.get(&item.key).and_then(|at| self.items.get_mut(*at)) {
            Some(place) => {
                self.busy = self.busy + usize::from(item.busy) - usize::from(place.busy);
                *place = item;
            }
            None => {
                self.busy += usize::from(item.busy);
                self.places.insert(item.key.clone(), self.items.len());
                self.items.push(item);
            }
        }
    }

    /// Reads under way.
    pub fn in_flight(&self) -> usize {
        self.busy
    }

    /// Reads a second that would keep all promises.
    pub fn demand(&self) -> f64 {
        let front = if self.items.is_empty() { 0.0 } else { 1.0 / Bounds::FRONT.hard.as_secs_f64() };
        // What was never read is wanted once, not again and again.
        let kept = self.items.iter().filter(|item| !item.bounds.soft.is_zero());
        front + kept.map(|item| 1.0 / item.bounds.hard.as_secs_f64().max(1.0)).sum::<f64>()
    }

    fn front(&self, front: Option<&IconKey>) -> Option<usize> {
        self.places.get(front?).copied()
    }

    /// Something on it was never read.
    pub fn has_unread(&self) -> bool {
        self.items.iter().any(|item| item.unread)
    }

    /// The first of these that was never read and may be read now.
    pub fn first_unread(&self, seen: &[IconKey], factor: f64, now: Duration) -> Option<IconKey> {
        let items = seen.iter().filter_map(|key| self.items.get(*self.places.get(key)?));
        let mut due = items.filter(|item| item.unread && !item.busy && item.due(item.bounds, factor) <= now);
        due.next().map(|item| item.key.clone())
    }

    /// Of those that are due: the one in front, else the one that is late by the greatest part of its promise.
    pub fn most_late(&self, front: Option<&IconKey>, factor: f64, now: Duration) -> Option<IconKey> {
        let front = self.front(front);
        let mut best: Option<(f64, usize)> = None;
        for (at, item) in self.items.iter().enumerate() {
            let is_front = Some(at) == front;
            let bounds = item.bounds(is_front);
            if item.busy || item.due(bounds, factor) > now {
                continue;
            }
            if is_front {
                return Some(item.key.clone());
            }
            let late = now.saturating_sub(bounds.anchor).as_secs_f64() / bounds.hard.as_secs_f64();
            if best.is_none_or(|(most, _)| late > most) {
                best = Some((late, at));
            }
        }
        best.and_then(|(_, at)| self.items.get(at)).map(|item| item.key.clone())
    }

    /// When the next falls due.
    pub fn next_due(&self, front: Option<&IconKey>, factor: f64) -> Option<Duration> {
        let front = self.front(front);
        let free = self.items.iter().enumerate().filter(|(_, item)| !item.busy);
        free.map(|(at, item)| item.due(item.bounds(Some(at) == front), factor)).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(name: &str, anchor: u64, soft: u64, hard: u64) -> Item {
        let at = Duration::from_secs;
        let bounds = Bounds { anchor: at(anchor), soft: at(soft), hard: at(hard) };
        Item { key: name.into(), bounds, busy: false, unread: soft == 0 }
    }

    #[test]
    fn late_is_counted_by_the_promise_and_the_row_in_front_goes_first() {
        let at = Duration::from_secs;
        let mut agenda = Agenda::default();
        agenda.fill(vec![item("well", 0, 60, 240), item("bad", 200, 22, 30), item("new", 0, 540, 600)]);
        assert_eq!(agenda.most_late(None, 1.0, at(226)), Some("well".into()), "0.94 against 0.87");
        assert_eq!(agenda.most_late(None, 1.0, at(232)), Some("bad".into()), "1.07 against 0.97");
        assert_eq!(agenda.most_late(Some(&"new".into()), 1.0, at(232)), Some("new".into()));
        assert_eq!(agenda.next_due(None, 1.0), Some(at(60)));
        assert_eq!(agenda.next_due(Some(&"new".into()), 1.0), Some(at(7)));
        agenda.put(Item { busy: true, ..item("well", 0, 60, 240) });
        assert_eq!((agenda.in_flight(), agenda.next_due(None, 1.0)), (1, Some(at(222))), "never two for one object");
    }

    #[test]
    fn what_is_new_is_no_lasting_demand() {
        let mut agenda = Agenda::default();
        agenda.fill((0..214).map(|n| item(&format!("new-{n}"), 0, 0, 30)).collect());
        assert!(agenda.demand() < 0.2, "only the row in front");
        agenda.put(item("new-1", 9, 22, 30));
        assert!((agenda.demand() - 0.1 - 1.0 / 30.0).abs() < 1e-9);
    }

    #[test]
    fn what_is_looked_at_and_was_never_read_goes_first() {
        let at = Duration::from_secs;
        let mut agenda = Agenda::default();
        agenda.fill(vec![
            item("bad", 0, 22, 30),
            item("new-1", 0, 0, 30),
            item("new-2", 0, 0, 30),
            item("new-3", 0, 0, 30),
        ]);
        let seen = ["bad", "new-3", "new-2"].map(IconKey::from);
        assert_eq!(agenda.first_unread(&seen, 1.0, at(90)), Some("new-3".into()));
        agenda.put(Item { busy: true, ..item("new-3", 0, 0, 30) });
        assert_eq!(agenda.first_unread(&seen, 1.0, at(90)), Some("new-2".into()));
        agenda.put(item("new-2", 80, 60, 240));
        assert_eq!(agenda.first_unread(&seen, 1.0, at(90)), None);
        assert!(agenda.has_unread());
    }

    #[test]
    fn too_much_is_stretched_for_all_and_nothing_starves() {
        let at = Duration::from_secs;
        let mut agenda = Agenda::default();
        let mut items: Vec<Item> = (0..100).map(|n| item(&format!("bad-{n}"), 0, 22, 30)).collect();
        items.extend((0..100).map(|n| item(&format!("well-{n}"), 0, 60, 240)));
        agenda.fill(items);
        let mut oldest = [0, 0];
        for second in 1..4000 {
            let Some(key) = agenda.most_late(None, 1.0, at(second)) else { continue };
            let bad = key.as_str().starts_with("bad");
            let place = agenda.places[&key];
            let age = second - agenda.items[place].bounds.anchor.as_secs();
            if second > 2000 {
                oldest[usize::from(!bad)] = oldest[usize::from(!bad)].max(age);
            }
            agenda.items[place].bounds.anchor = at(second);
        }
        // 100/30 + 100/240 reads a second are wanted, one may go: 3.75 times the promises.
        assert!((100..140).contains(&oldest[0]), "{oldest:?}");
        assert!((850..1100).contains(&oldest[1]), "{oldest:?}");
    }
}
