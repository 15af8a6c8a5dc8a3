//! What hangs together: interconnect, CNIs, slot, and the Magic side with its health check.

use super::describe::Item;
use super::model::Model;
use super::panes::{Pane, Tone, interconnects, slots, tunnels};
use super::trail::Place;
use crate::domain::{Cni, IconKey, Interconnect, Slot, Tunnel};

/// The interconnect that an object belongs to, or is.
pub fn port_of<'a>(model: &'a Model, place: &Place) -> Option<&'a Interconnect> {
    let ports = &model.interconnects.list.rows;
    let by_key = |key: &IconKey| ports.iter().find(|port| port.key == *key);
    match place.pane {
        Pane::Interconnects => ports.iter().find(|port| port.key.as_str() == place.id),
        Pane::Cnis => by_key(cni(model, &place.id)?.interconnect.as_ref()?),
        Pane::Slots => ports.iter().find(|port| port.slot_id.as_ref().is_some_and(|id| id.as_str() == place.id)),
        Pane::Tunnels => {
            let tunnel = model.tunnels.list.rows.iter().find(|tunnel| tunnel.id.as_str() == place.id)?;
            let over = model.cnis.list.rows.iter().find(|cni| tunnel.belongs_to(cni));
            over.and_then(|cni| cni.interconnect.as_ref()).and_then(by_key).or_else(|| {
                let reserved = tunnel.virtual_port_reservation_id.as_ref()?;
                ports.iter().find(|port| port.virtual_port_reservation_id.as_ref() == Some(reserved))
            })
        }
        Pane::Settings | Pane::Availability => None,
    }
}

/// A CNI by its id.
pub fn cni<'a>(model: &'a Model, id: &str) -> Option<&'a Cni> {
    model.cnis.list.rows.iter().find(|cni| cni.id.as_str() == id)
}

/// The objects that hang together with this one, each a line that can be opened.
pub fn items(model: &Model, place: &Place) -> Vec<Item> {
    let mut items = Vec::new();
    let port = port_of(model, place);
    match (port, place.pane) {
        (Some(port), pane) if pane != Pane::Interconnects => items.push(port_item(model, port)),
        (None, Pane::Cnis) => {
            if let Some(key) = cni(model, &place.id).and_then(|cni| cni.interconnect.as_ref()) {
                items.push(Item::missing("Interconnect", key.as_str(), model.interconnects.list.complete));
            }
        }
        _ => {}
    }
    let cnis: Vec<&Cni> = match (place.pane, port) {
        (Pane::Cnis, _) => cni(model, &place.id).into_iter().collect(),
        (_, Some(port)) => model.cnis_on(&port.key).collect(),
        (_, None) => {
            let own = model.tunnels.list.rows.iter().find(|tunnel| tunnel.id.as_str() == place.id);
            model.cnis.list.rows.iter().filter(|cni| own.is_some_and(|tunnel| tunnel.belongs_to(cni))).collect()
        }
    };
    if place.pane != Pane::Cnis {
        items.extend(cnis.iter().map(|cni| cni_item(cni)));
    }
    if place.pane != Pane::Slots
        && let Some(id) = port.and_then(|port| port.slot_id.as_ref())
    {
        let found = model.slots.list.rows.iter().find(|slot| slot.id == *id);
        items.push(found.map_or_else(|| Item::missing("Slot", id.as_str(), model.slots_are_whole()), slot_item));
    }
    if place.pane != Pane::Tunnels {
        let reserved = port.and_then(|port| port.virtual_port_reservation_id.as_ref());
        let mine = |tunnel: &&Tunnel| {
            let by_port = place.pane != Pane::Cnis && reserved.is_some();
            cnis.iter().any(|cni| tunnel.belongs_to(cni))
                || by_port && tunnel.virtual_port_reservation_id.as_ref() == reserved
        };
        items.extend(model.tunnels.list.rows.iter().filter(mine).map(tunnel_item));
    }
    items
}

/// A line for a port, with its state.
pub fn port_item(model: &Model, port: &Interconnect) -> Item {
    let state = interconnects::state_cell(model.watches.get(&port.key));
    let text = format!("{}  {}", port.name, state.text.trim_start());
    Item::link("Interconnect", &text, state.tone, Place::new(Pane::Interconnects, port.key.as_str()))
}

fn cni_item(cni: &Cni) -> Item {
    Item::link("CNI", cni.title(), Tone::Plain, Place::new(Pane::Cnis, cni.id.as_str()))
}

fn slot_item(slot: &Slot) -> Item {
    let text = format!("{}  {}", slot.id, slots::occupation(slot));
    Item::link("Slot", &text, Tone::Plain, Place::new(Pane::Slots, slot.id.as_str()))
}

fn tunnel_item(tunnel: &Tunnel) -> Item {
    let text = format!("{}  {}", tunnel.name, tunnels::summary(tunnel));
    Item::link("Health check", &text, Tone::Plain, Place::new(Pane::Tunnels, tunnel.id.as_str()))
}
