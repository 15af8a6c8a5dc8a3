//! A change that was seen: into the timeline, marked until a person looks, said where it is bad.

use std::time::Duration;

use super::super::alarm;
use super::super::compare::{self, Difference, Fate};
use super::super::describe::kind;
use super::super::model::Model;
use super::super::panes::{Pane, Tone};
use super::super::remote::Remote;
use super::super::timeline::What;
use super::super::trail::Place;
use crate::domain::{Fault, IconKey, State, text};

/// More differences than this in one read are told as one: they would push the states out of the timeline.
const TOLD: usize = 40;

/// A read so young tells of the same event.
const JUST_NOW: Duration = Duration::from_secs(20);

/// The state of a port changed.
pub(super) fn state(model: &mut Model, key: &IconKey, from: State, to: State, within: Duration) {
    let now = model.now;
    if alarm::is_worse(&from, &to) {
        suspect(model, key);
    }
    let name = model.interconnects.list.rows.iter().find(|port| port.key == *key).map(|port| port.name.as_str());
    let name = text::clean(name.unwrap_or(key.as_str()));
    let words = format!("{} -> {}", text::clean(from.word()), text::clean(to.word()));
    model.activity.note(now.wall, format!("{name}: {words}"));
    let place = Place::new(Pane::Interconnects, key.as_str());
    model.news.add(&place, "state", words, now.wall);
    model.timeline.add(place, name, What::State { from, to }, within, now);
}

/// A port got worse: the others of its device are read next, where that was not done just now. What takes a device
/// down is seen whole in seconds, not in the minutes that healthy ports are left alone.
fn suspect(model: &mut Model, key: &IconKey) {
    let now = model.now.mono;
    let ports = &model.interconnects.list.rows;
    let device = ports.iter().find(|port| port.key == *key).and_then(|port| port.ccr_device_name.as_deref());
    let Some(device) = device else { return };
    let others = ports.iter().filter(|port| port.ccr_device_name.as_deref() == Some(device) && port.key != *key);
    let others: Vec<IconKey> = others.map(|port| port.key.clone()).collect();
    for key in others {
        let Some(watch) = model.watches.get_mut(&key) else { continue };
        if watch.seen.is_some_and(|seen| now.saturating_sub(seen) > JUST_NOW) {
            watch.suspect = true;
            model.replan(&key);
        }
    }
}

/// A read of a list is over: its differences from the one before, where both are complete.
pub(super) fn list_ended(model: &mut Model, pane: Pane, result: Result<(), Fault>) {
    let now = model.now.mono;
    let before = model.freshness(pane).received;
    let found = match pane {
        Pane::Interconnects => {
            let before = model.interconnects.ended(result, now);
            found(before, &model.interconnects, |port| port.key.as_str(), |port| &port.name)
        }
        Pane::Cnis => {
            let before = model.cnis.ended(result, now);
            found(before, &model.cnis, |cni| cni.id.as_str(), crate::domain::Cni::title)
        }
        Pane::Slots | Pane::Availability => {
            let before = model.slots.ended(result, now);
            found(before, &model.slots, |slot| slot.id.as_str(), |slot| slot.id.as_str())
        }
        Pane::Tunnels => {
            let before = model.tunnels.ended(result, now);
            found(before, &model.tunnels, |tunnel| tunnel.id.as_str(), |tunnel| &tunnel.name)
        }
        Pane::Settings => {
            let before = model.settings.ended(result, now);
            found(before, &model.settings, |_| "settings", |_| "settings")
        }
    };
    let within = before.map_or_else(Duration::default, |before| now.saturating_sub(before));
    record(model, pane, found, within);
}

fn found<T: Clone + PartialEq + serde::Serialize>(
    before: Option<crate::domain::Listing<T>>,
    remote: &Remote<T>,
    id: impl Fn(&T) -> &str,
    name: impl Fn(&T) -> &str,
) -> Vec<Difference> {
    before.map(|before| compare::differences(&before, &remote.list, id, name)).unwrap_or_default()
}

fn record(model: &mut Model, pane: Pane, found: Vec<Difference>, within: Duration) {
    let now = model.now;
    let gone: Vec<String> = found.iter().filter(|one| one.fate == Fate::Gone).map(|one| one.name.clone()).collect();
    if found.len() > TOLD {
        let place = Place::new(pane, "");
        model.timeline.add(place, pane.title().to_owned(), What::Many(found.len()), within, now);
    }
    let told = found.len() <= TOLD;
    model.redraw |= !found.is_empty();
    for Difference { id, name, fate } in found {
        let place = Place::new(pane, &id);
        let whats = match fate {
            Fate::New => {
                model.news.add(&place, "", "new in the list".to_owned(), now.wall);
                vec![What::New]
            }
            Fate::Gone => {
                model.news.seen(&place);
                vec![What::Gone]
            }
            Fate::Changed(fields) => {
                for field in &fields {
                    model.news.add(&place, &field.name, field.words(), now.wall);
                }
                fields.into_iter().map(What::Field).collect()
            }
        };
        for what in whats.into_iter().filter(|_| told) {
            model.timeline.add(place.clone(), name.clone(), what, within, now);
        }
    }
    if let Some(first) = gone.first() {
        let narrowed = pane == Pane::Slots && model.finder.asked.words().is_some();
        let said = match gone.len() {
            // Such as a free one that was taken.
            1 if narrowed => format!("{} {first} is no longer what the server is asked for", kind(pane)),
            1 => format!("{} {first} is gone from the list", kind(pane)),
            count => format!("{count} of {} are gone from the list, {first} among them (T: all)", pane.title()),
        };
        model.say(&said, Tone::Warn);
    }
}

/// A person leaves the row under the cursor or opens it: its changes are no longer news.
pub(super) fn leave_row(model: &mut Model) {
    if let Some(row) = model.selected_row() {
        let place = Place::new(model.pane, &model.pane.id(model, row));
        model.redraw |= model.news.seen(&place);
    }
}
