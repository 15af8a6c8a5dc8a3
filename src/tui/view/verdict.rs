//! How a change ended, as it is seen: no more is claimed than is known.

use super::pen::{Pen, below};
use super::sheet::fault;
use crate::domain::change::Made;
use crate::domain::{Interconnect, Prefix, Site, SlotId, Speed};
use crate::workbench::Model;
use crate::workbench::command::Scope;
use crate::workbench::flows::Flow;
use crate::workbench::flows::change::Ending;
use crate::workbench::geometry::Area;
use crate::workbench::panes::Tone;

pub(super) fn paint(pen: &mut Pen<'_>, model: &Model, flow: &Flow, ending: &Ending, area: Area) {
    let mut rest = area;
    let mut line = |pen: &mut Pen<'_>, text: &str, tone: Tone| {
        let used = pen.wrapped(rest, text, tone);
        rest = below(rest, used);
        rest
    };
    match ending {
        Ending::Done { made, mismatches, found_by_reading, unread } => {
            let tone = if mismatches.is_empty() { Tone::Good } else { Tone::Warn };
            line(pen, &headline(flow, made), tone);
            for fact in facts(made) {
                line(pen, &format!("  {fact}"), Tone::Plain);
            }
            if *found_by_reading {
                line(pen, "The answer was lost; a read of the account found it. It was made once.", Tone::Warn);
            }
            if let Some(fault) = unread {
                line(pen, &format!("It could not be read back: {}", fault.headline()), Tone::Warn);
            } else if !found_by_reading {
                let gone = *made == Made::Gone;
                let said = if gone { "Read back: it is no longer there." } else { "Read back: it is stored." };
                line(pen, said, Tone::Plain);
            }
            for mismatch in mismatches {
                line(pen, &format!("! differs: {mismatch}"), Tone::Bad);
            }
            line(pen, &model.keymap.spell(Scope::Browse, flow.kind.plan().next_step()), Tone::Plain);
        }
        Ending::AlreadyGone => {
            line(pen, "It was gone already: somebody else deleted it. Nothing was sent.", Tone::Warn);
        }
        Ending::StillThere(still) => {
            let text = format!(
                "The server said that {} is deleted, and a read shows it still. It may take a while; look again before you delete it again.",
                still.name()
            );
            line(pen, &text, Tone::Bad);
        }
        Ending::ByDryRun(made) => by_dry_run(pen, flow, made.as_ref(), area),
        Ending::Unproven(why) => {
            let text = "A dry run was sent, and it could not be read whether it changed anything. Treat it as changed: look before you try again.";
            let rest = line(pen, text, Tone::Bad);
            fault(pen, why, below(rest, 1));
        }
        Ending::Unknown(why) => {
            let text = "Outcome unknown: the answer was lost and no read since then has shown the change. It may still appear. It was sent once and is not sent again.";
            let rest = line(pen, text, Tone::Bad);
            fault(pen, why, below(rest, 1));
        }
    }
}

fn headline(flow: &Flow, made: &Made) -> String {
    match made {
        Made::Gone => format!("Done: {}", flow.kind.plan().title().replacen("Delete", "deleted", 1)),
        made if flow.kind.is_edit() => format!("Changed: {}", made.name()),
        made => format!("Created: {}", made.name()),
    }
}

fn by_dry_run(pen: &mut Pen<'_>, flow: &Flow, made: Option<&Made>, area: Area) {
    let text = if flow.kind.is_edit() {
        "The dry run changed it. The server took validate_only=true for the change itself. Nothing more was sent."
    } else {
        "The dry run created it. The server took validate_only=true for a create. Nothing more was sent and nothing more \
         needs to be: exactly this one exists."
    };
    let used = pen.wrapped(area, text, Tone::Bad);
    let mut rest = below(area, used + 1);
    let Some(made) = made else {
        let text = "Its slot is taken now, but the list does not show it yet. Do not create it again.";
        pen.wrapped(rest, text, Tone::Warn);
        return;
    };
    pen.text(rest.x, rest.y, rest.width, &made.name(), Tone::Strong);
    for fact in facts(made) {
        rest = below(rest, 1);
        pen.text(rest.x + 2, rest.y, rest.width.saturating_sub(2), &fact, Tone::Plain);
    }
}

/// What a person needs of it next.
fn facts(made: &Made) -> Vec<String> {
    match made {
        Made::Interconnect(port) => vec![port_line(port)],
        Made::Cni(cni) => {
            let address = |prefix: &Option<Prefix>| prefix.as_ref().map_or("-", Prefix::as_str).to_owned();
            let mut facts =
                vec![format!("Cloudflare's end {}, your end {}", address(&cni.p2p_ip), address(&cni.cust_ip))];
            if let Some(mtu) = cni.magic.as_ref().and_then(|magic| magic.mtu) {
                facts.push(format!("MTU {mtu}"));
            }
            facts.extend(cni.bgp.as_ref().and_then(|bgp| bgp.customer_asn).map(|asn| format!("customer ASN {asn}")));
            facts
        }
        Made::Settings(settings) => {
            vec![settings.default_asn.map_or("default ASN: none".to_owned(), |asn| format!("default ASN {asn}"))]
        }
        Made::Tunnel(tunnel) => {
            let check = tunnel.health_check.clone().unwrap_or_default();
            let on = match check.enabled {
                Some(true) => "on",
                Some(false) => "off",
                None => "unknown",
            };
            vec![format!(
                "health check {on}, rate {}, type {}",
                check.rate.as_deref().unwrap_or("-"),
                check.kind.as_deref().unwrap_or("-")
            )]
        }
        Made::Gone => vec![],
    }
}

fn port_line(made: &Interconnect) -> String {
    let slot = made.slot_id.as_ref().map_or("-", SlotId::as_str);
    let site = made.site.as_ref().map_or("-", Site::as_str);
    let speed = made.speed.as_ref().map_or("-", Speed::as_str);
    format!("{site}  {speed}  slot {slot}")
}
