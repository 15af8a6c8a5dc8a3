//! Why a port is not healthy: what its state and reason mean, what to check first, what to tell whom, and what else is
//! down beside it. Reasons are free text of the server's, so they are known by words in them.

use super::case;
use super::command::Scope;
use super::describe::{Item, gone, position};
use super::model::Model;
use super::panes::Tone;
use super::related::{port_item, port_of};
use super::trail::Place;
use super::watch::Watch;
use crate::domain::{Interconnect, State};

/// What a state means.
#[derive(Debug)]
pub struct Meaning {
    /// The API's word.
    pub api: &'static str,
    /// The dashboard's word for the same.
    pub dashboard: &'static str,
    /// In a sentence or two.
    pub means: &'static str,
    /// What to check, in this order.
    pub first: &'static [&'static str],
}

/// What a reason means.
#[derive(Debug)]
pub struct Cause {
    /// Known by any of these in the reason, in lower case.
    pub words: &'static [&'static str],
    /// In a sentence or two.
    pub means: &'static str,
    /// What to check, in this order.
    pub first: &'static [&'static str],
    /// What to tell the facility.
    pub tell: &'static str,
}

const HEALTHY: Meaning = Meaning {
    api: "Healthy",
    dashboard: "Active",
    means: "The port is up: enough light arrives and Ethernet is negotiated. It says nothing of BGP, tunnels or traffic.",
    first: &["If traffic fails all the same: the tunnel's health check, then BGP and routes on your own router."],
};
const UNHEALTHY: Meaning = Meaning {
    api: "Unhealthy",
    dashboard: "Unhealthy",
    means: "The port is not in order: no light, no Ethernet, or light below -20 dBm. How it differs from Down is not documented.",
    first: LAYER_1,
};
const DOWN: Meaning = Meaning {
    api: "Down",
    dashboard: "Unhealthy",
    means: "The port is not up: no light, no Ethernet, or light below -20 dBm. How it differs from Unhealthy is not documented.",
    first: LAYER_1,
};
const PENDING: Meaning = Meaning {
    api: "Pending",
    dashboard: "Pending",
    means: "The port was never up: no cross-connect yet, fibres the wrong way round, or a device that does not answer.",
    first: &[
        "Does the facility have the order and the LOA, in the name of who holds the cage? One to two weeks or more is usual.",
        "If it says that it is built: swap transmit and receive at the panel, and look for light on your own port.",
        "Then Cloudflare: with the facility's proof that it is patched to the port on the LOA.",
    ],
};
const LAYER_1: &[&str] = &[
    "Your own port: is it on, and what light does it send and receive?",
    "Swap transmit and receive at the panel; clean the connectors; put a loop at the demarcation to see whose side it is.",
    "Another optic (10GBASE-LR, or 100GBASE-LR4 for 100G: single mode, 10 km at most).",
    "Then Cloudflare, with the levels that you measured.",
];

/// The known reasons. The first that fits counts.
pub static CAUSES: &[Cause] = &[
    Cause {
        words: &["administratively", "maintenance"],
        means: "The port was shut on purpose: work on it is under way, or it was closed.",
        first: &[
            "Cloudflare's maintenance notices for this site (the three letters of the site code), before anybody is sent.",
            "Is the traffic on the other port? Windows are six hours on average.",
        ],
        tell: "Nothing yet: do not touch the cross-connect during the window.",
    },
    Cause {
        words: &["unresponsive", "not respond"],
        means: "Cloudflare's device does not answer. The state of the port itself is not known.",
        first: &[
            "Other ports on the same device (below): several at once speak for the device, not for your fibre.",
            "Does your own port still see light? Then the fibre is whole.",
        ],
        tell: "Nothing yet: this is for Cloudflare first.",
    },
    Cause {
        words: &["lane"],
        means: "One lane of a 100G optic receives too little light; the link needs all four.",
        first: &[
            "The receive level of each lane on your own side, and the transmit level of yours towards Cloudflare.",
            "Clean both ends, then change the optic: one weak lane is more often the optic than the fibre.",
        ],
        tell: "Clean and inspect both connectors of the cross-connect; measure the light per lane if you can.",
    },
    Cause {
        words: &["no light", "-40.00 dbm", "loss of signal"],
        means: "Cloudflare's port receives no light at all (-40 dBm means none). Nothing is sent, or the fibre is open.",
        first: &[
            "Is your port on, and does its optic send? Look at its transmit level.",
            "Swap transmit and receive at the panel: the commonest cause of a new link.",
            "A loop at the demarcation towards you, then towards Cloudflare: the side without light is the side at fault.",
        ],
        tell: "Check that both strands are plugged in at both ends and to the port on the LOA; measure the light towards Cloudflare.",
    },
    Cause {
        words: &["below threshold", "low light", "light level", "rx power low"],
        means: "Light arrives, but too little: Cloudflare calls less than -20 dBm unhealthy. A 10GBASE-LR link is out of its own range from about -14 dBm.",
        first: &[
            "The transmit level of your optic: about -8 to 0 dBm is usual for 10GBASE-LR.",
            "Clean and inspect the connectors; count the patches on the way: each one costs.",
            "Is it single mode all the way, and within 10 km?",
        ],
        tell: "Clean, inspect and measure every patch of the cross-connect in the direction towards Cloudflare.",
    },
    Cause {
        words: &["carrier"],
        means: "The link was up and went away, or its far end is off.",
        first: &[
            "Did your own port or router restart, or was it shut? Look at its log at the moment below.",
            "Light on your side: there is some, or none since when?",
            "Was there work in the cage or at the panel at that moment?",
        ],
        tell: "Was there work on this cross-connect or its panel at the moment below? Check both strands at both ends.",
    },
    Cause {
        words: &["negotiate"],
        means: "There is light, but no Ethernet: the two ends do not agree on the link.",
        first: &[
            "Speed and optic: the same on both ends (10GBASE-LR, or 100GBASE-LR4), no fixed other speed, no breakout.",
            "Forward error correction as the optic wants it (LR4: none).",
            "No LACP and no VLAN tag on this kind of port.",
        ],
        tell: "Confirm that the cross-connect is single mode and ends on the port on the LOA.",
    },
    Cause {
        words: &["remote fault"],
        means: "Cloudflare's port is told by its far end that this far end receives badly: the direction from Cloudflare to you.",
        first: &[
            "The receive level of your own port.",
            "Clean and inspect your receive strand; change the optic on your side.",
        ],
        tell: "Clean, inspect and measure the strand from Cloudflare towards us.",
    },
    Cause {
        words: &["local fault"],
        means: "Cloudflare's port itself receives badly: the direction from you to Cloudflare.",
        first: &[
            "The transmit level of your own port.",
            "Clean and inspect your transmit strand; change the optic on your side.",
        ],
        tell: "Clean, inspect and measure the strand from us towards Cloudflare.",
    },
];

/// What a state means; `None`: a word that nobody documented.
pub fn meaning(state: &State) -> Option<&'static Meaning> {
    match state {
        State::Healthy => Some(&HEALTHY),
        State::Unhealthy => Some(&UNHEALTHY),
        State::Down => Some(&DOWN),
        State::Pending => Some(&PENDING),
        State::Other(_) => None,
    }
}

/// What a reason means; `None`: not known to us.
pub fn cause(reason: &str) -> Option<&'static Cause> {
    let reason = reason.to_lowercase();
    CAUSES.iter().find(|cause| cause.words.iter().any(|word| reason.contains(word)))
}

/// The API's word beside the dashboard's.
pub fn both_words(state: &State) -> String {
    meaning(state).map_or_else(
        || format!("API: {}; dashboard: unknown", state.word()),
        |known| format!("API: {}; dashboard: {}", known.api, known.dashboard),
    )
}

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
    fn every_reason_that_is_met_is_known_and_the_rest_is_said_to_be_unknown() {
        for (reason, word) in [
            ("no light received on port (rx -40.00 dBm)", "no light at all"),
            ("carrier lost", "went away"),
            ("device unresponsive", "does not answer"),
            ("port administratively down for maintenance", "on purpose"),
            ("rx light level -21.37 dBm below threshold -20.00 dBm", "too little"),
            ("unable to negotiate Ethernet link", "no Ethernet"),
            ("remote fault", "from Cloudflare to you"),
            ("Local Fault", "from you to Cloudflare"),
            ("lane 2 rx power low", "One lane"),
        ] {
            assert!(cause(reason).unwrap().means.contains(word), "{reason}");
        }
        assert!(cause("the hamster sleeps").is_none());
    }

    #[test]
    fn the_two_vocabularies_stand_side_by_side() {
        assert_eq!(both_words(&State::Healthy), "API: Healthy; dashboard: Active");
        assert_eq!(both_words(&State::Down), "API: Down; dashboard: Unhealthy");
        assert_eq!(both_words(&State::Other("Degraded".into())), "API: Degraded; dashboard: unknown");
    }

    #[test]
    fn several_failures_suggest_one_cause() {
        let port = |n: usize| Shared { all: 4, ill: Vec::with_capacity(n) };
        assert_eq!(suspicion(Some(&port(0)), Some(&port(0))), None);
        assert!(CAUSES.iter().all(|cause| cause.words.iter().all(|word| *word == word.to_lowercase())));
    }
}
