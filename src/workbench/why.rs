//! Why a port is not healthy: what its state and reason mean, what to check first, what to tell whom, and what else is
//! down beside it.

mod causes;

pub use causes::{CAUSES, Cause, Meaning, both_words, cause, meaning};

use super::case;
use super::command::Scope;
use super::describe::{Item, gone, position};
use super::model::Model;
use super::panes::Tone;
use super::related::{port_item, port_of};
use super::trail::Place;
use super::watch::Watch;
use crate::domain::{Interconnect, State};
use causes::LAYER_1;

/// Known not to be healthy, or not readable.
pub fn is_ill(model: &Model, port: &Interconnect) -> bool {
    let watch = model.watches.get(&port.key);
    watch.is_some_and(|watch| {
        watch.failed.is_some() || watch.status.as_ref().is_some_and(|status| status.state != State::Healthy)
    })
}

/// What it means and what to do about it. Where the reason itself was told above, only what it means.
pub fn advice(model: &Model, port: &Interconnect, told_above: bool) -> Vec<Item> {
    let Some(watch) = model.watches.get(&port.key) else {
        return vec![Item::new("State", "not read yet", Tone::Dim)];
    };
    if watch.failed.is_some() {
        let said = "Unknown: the state cannot be read now. That is not the same as down; the link may be in order.";
        return vec![
            Item::new("Means", said, Tone::Warn),
            Item::new(
                "Check first",
                "1. What the read failed of (above), then the port on your own router.",
                Tone::Plain,
            ),
        ];
    }
    let Some(status) = &watch.status else {
        return vec![Item::new("State", "not read yet", Tone::Dim)];
    };
    let mut items = vec![Item::new("Words", &both_words(&status.state), Tone::Plain)];
    let known = meaning(&status.state);
    let told =
        known.map_or("Unknown: this state is described nowhere that we know. Treat it as not healthy.", |m| m.means);
    items.push(Item::new("Means", told, Tone::Plain));
    let mut first = known.map_or(LAYER_1, |known| known.first);
    let mut tell = "Check that the cross-connect is patched to the port on the LOA, and measure the light both ways.";
    if let Some(reason) = status.reason.as_deref() {
        let label = if told_above { "Reason means" } else { "" };
        if !told_above {
            items.push(Item::new("Reason", reason, Tone::Strong));
        }
        if let Some(cause) = cause(reason) {
            items.push(Item::new(label, cause.means, Tone::Plain));
            (first, tell) = (cause.first, cause.tell);
        } else {
            let said = "Unknown: we have not met this reason. The general checks follow.";
            items.push(Item::new(label, said, Tone::Warn));
        }
    } else if matches!(status.state, State::Down | State::Unhealthy | State::Other(_)) {
        items.push(Item::new("Reason", "none given by the API. The general checks follow.", Tone::Dim));
    }
    for (at, step) in first.iter().enumerate() {
        items.push(Item::new(if at == 0 { "Check first" } else { "" }, &format!("{}. {step}", at + 1), Tone::Plain));
    }
    if status.state != State::Healthy && port.facility.is_some() {
        items.push(Item::new("Tell facility", tell, Tone::Plain));
    }
    items
}

/// Ports of the account that share something with this one.
#[derive(Debug, Clone, PartialEq)]
pub struct Shared<'a> {
    /// How many there are, this one among them.
    pub all: usize,
    /// Those known to be Down or Unhealthy, this one among them.
    pub ill: Vec<&'a Interconnect>,
}

fn shared(model: &Model, with: impl Fn(&Interconnect) -> bool) -> Shared<'_> {
    let ports: Vec<&Interconnect> = model.interconnects.list.rows.iter().filter(|port| with(port)).collect();
    let broken = |port: &&Interconnect| {
        let known = model.watches.get(&port.key).and_then(Watch::known);
        matches!(known, Some(State::Down | State::Unhealthy))
    };
    Shared { all: ports.len(), ill: ports.into_iter().filter(broken).collect() }
}

/// Ports on the same device; `None`: the device is not known.
pub fn same_device<'a>(model: &'a Model, port: &Interconnect) -> Option<Shared<'a>> {
    let device = port.ccr_device_name.as_deref()?;
    Some(shared(model, |other| other.ccr_device_name.as_deref() == Some(device)))
}

/// Ports in the same site; `None`: the port has none.
pub fn same_site<'a>(model: &'a Model, port: &Interconnect) -> Option<Shared<'a>> {
    let site = port.site.as_ref()?;
    Some(shared(model, |other| other.site.as_ref() == Some(site)))
}

/// What the page asks, or says.
pub fn title(model: &Model, place: &Place, name: &str) -> String {
    let watch = port_of(model, place).and_then(|port| model.watches.get(&port.key));
    let status = watch.and_then(|watch| watch.status.as_ref());
    match (watch, status) {
        (Some(watch), _) if watch.failed.is_some() => format!("Why is the state of {name} unknown?"),
        (_, Some(status)) if status.state == State::Healthy => format!("{name}: healthy"),
        (_, Some(_)) => format!("Why is {name} not healthy?"),
        (_, None) => format!("{name}: no state is known"),
    }
}

/// The whole page.
pub fn page(model: &Model, place: &Place) -> Vec<Item> {
    let Some(port) = port_of(model, place) else {
        if position(model, place).is_none() {
            return gone(model, place);
        }
        return vec![Item::new(
            "",
            "No interconnect of this account belongs to it, so there is no state to explain.",
            Tone::Plain,
        )];
    };
    let mut items = vec![port_item(model, port)];
    if let Some(watch) = model.watches.get(&port.key) {
        let moment = |at| model.day_and_minute(model.wall_of(at));
        items.push(Item::new("Since", &case::since(watch, moment), Tone::Plain));
        items.push(Item::new("Last seen", &case::seen(watch, moment), Tone::Plain));
        if let Some((fault, _)) = &watch.failed {
            items.push(Item::new("Read failed", &fault.headline(), Tone::Warn));
        }
    }
    items.extend(advice(model, port, false));
    items.push(Item::heading("What else is down"));
    items.extend(neighbours(model, port));
    items.push(Item::heading(
        &model.keymap.spell(Scope::Describe, "For a ticket, in UTC (<copy-choice> copies either)"),
    ));
    for (label, text) in [("Facility", case::facility(model, port)), ("Cloudflare", case::cloudflare(model, port))] {
        for (at, line) in text.lines().enumerate() {
            items.push(Item::new(if at == 0 { label } else { "" }, line, Tone::Dim));
        }
    }
    items
}

fn neighbours(model: &Model, port: &Interconnect) -> Vec<Item> {
    let mut items = Vec::new();
    let device = same_device(model, port);
    let site = same_site(model, port);
    match &device {
        Some(shared) => {
            let name = port.ccr_device_name.as_deref().unwrap_or_default();
            items.push(Item::new("Same device", &told(shared, name), tone(shared)));
        }
        None => items.push(Item::new("Same device", "unknown: the API names no device for this port", Tone::Dim)),
    }
    if let Some(shared) = &site {
        let name = port.site.as_ref().map(ToString::to_string).unwrap_or_default();
        items.push(Item::new("Same site", &told(shared, &name), tone(shared)));
    }
    if let Some(text) = suspicion(device.as_ref(), site.as_ref()) {
        items.push(Item::new("Suspect", text, Tone::Warn));
    }
    let others = site.or(device).map(|shared| shared.ill).unwrap_or_default();
    items.extend(others.into_iter().filter(|other| other.key != port.key).map(|other| port_item(model, other)));
    items
}

fn told(shared: &Shared<'_>, name: &str) -> String {
    format!("{} of your {} on {name} Down or Unhealthy", shared.ill.len(), shared.all)
}

fn tone(shared: &Shared<'_>) -> Tone {
    if shared.ill.len() > 1 { Tone::Warn } else { Tone::Plain }
}

/// What several failures together speak for.
pub fn suspicion(device: Option<&Shared<'_>>, site: Option<&Shared<'_>>) -> Option<&'static str> {
    let ill = |shared: Option<&Shared<'_>>| shared.map_or(0, |shared| shared.ill.len());
    let (on_device, in_site) = (ill(device), ill(site));
    if in_site > on_device && in_site > 1 {
        Some(
            "a common cause in the site (power, the cage, a shared panel or tray): several ports failed, not on one device alone. Ask Cloudflare and the facility before each cross-connect is traced.",
        )
    } else if on_device > 1 {
        Some(
            "a common cause: several ports of one device failed. Ask Cloudflare about the device before each cross-connect is traced.",
        )
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_failures_suggest_one_cause() {
        let port = |n: usize| Shared { all: 4, ill: Vec::with_capacity(n) };
        assert_eq!(suspicion(Some(&port(0)), Some(&port(0))), None);
    }
}
