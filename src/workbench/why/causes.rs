//! What states and reasons mean, what to check first and what to tell whom. Reasons are free text of the server's, so
//! they are known by words in them.

use crate::domain::State;

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
pub(super) const LAYER_1: &[&str] = &[
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
    fn reasons_are_known_whatever_their_case() {
        assert!(CAUSES.iter().all(|cause| cause.words.iter().all(|word| *word == word.to_lowercase())));
    }
}
