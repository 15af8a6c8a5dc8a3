//! What a change says of itself before and after: the same lines on the screen and in a shell. No more is claimed than is known.

use super::Flow;
use super::change::Ending;
use super::differences;
use crate::domain::change::{DryRun, Made, Review};
use crate::domain::draft::Change;
use crate::domain::record::{hidden, redacted};
use crate::domain::{Fault, Interconnect, Prefix, SlotId, Speed};
use crate::workbench::panes::Tone;

/// How a change ended, in words.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Verdict {
    /// The lines, the first one says it all.
    pub lines: Vec<(Tone, String)>,
    /// What a person does next, with commands as `<name>`.
    pub next: Option<&'static str>,
    /// Why it is not known.
    pub fault: Option<Fault>,
}

impl Verdict {
    fn say(&mut self, tone: Tone, text: impl Into<String>) {
        self.lines.push((tone, text.into()));
    }
}

/// The verdict on a flow that ended.
pub fn verdict(flow: &Flow, ending: &Ending) -> Verdict {
    let mut said = Verdict::default();
    match ending {
        Ending::Done { made, mismatches, found_by_reading, unread } => {
            let tone = if mismatches.is_empty() { Tone::Good } else { Tone::Warn };
            said.say(tone, headline(flow, made));
            for fact in facts(made) {
                said.say(Tone::Plain, format!("  {fact}"));
            }
            if *found_by_reading {
                said.say(Tone::Warn, "The answer was lost; a read of the account found it. It was made once.");
            }
            if let Some(fault) = unread {
                said.say(Tone::Warn, format!("It could not be read back: {}", fault.headline()));
            } else if !found_by_reading {
                let gone = *made == Made::Gone;
                let text = if gone { "Read back: it is no longer there." } else { "Read back: it is stored." };
                said.say(Tone::Plain, text);
            }
            for mismatch in mismatches {
                said.say(Tone::Bad, format!("! differs: {mismatch}"));
            }
            said.next = Some(flow.kind.plan().next_step());
        }
        Ending::AlreadyGone { sent } => {
            said.say(Tone::Warn, "There is no such object, or no longer.");
            let text = if *sent { "The DELETE was answered with 404: somebody was quicker." } else { "Nothing was sent." };
            said.say(Tone::Plain, text);
        }
        Ending::StillThere(still) => said.say(
            Tone::Bad,
            format!(
                "The server said that {} is deleted, and a read shows it still. It may take a while; look again before you delete it again.",
                still.name()
            ),
        ),
        Ending::ByDryRun(made) => by_dry_run(flow, made.as_ref(), &mut said),
        Ending::Unproven(why) => {
            said.say(Tone::Bad, "A dry run was sent, and it could not be read whether it changed anything. Treat it as changed: look before you try again.");
            said.fault = Some(why.clone());
        }
        Ending::Unknown(why) => {
            said.say(Tone::Bad, "Outcome unknown: the answer was lost and no read since then has shown the change. It may still appear. It was sent once and is not sent again.");
            said.fault = Some(why.clone());
        }
    }
    said
}

fn headline(flow: &Flow, made: &Made) -> String {
    match made {
        Made::Gone => format!("Done: {}", flow.kind.plan().title().replacen("Delete", "deleted", 1)),
        made if flow.kind.is_edit() => format!("Changed: {}", made.name()),
        made => format!("Created: {}", made.name()),
    }
}

fn by_dry_run(flow: &Flow, made: Option<&Made>, said: &mut Verdict) {
    let text = if flow.kind.is_edit() {
        "The dry run changed it. The server took validate_only=true for the change itself. Nothing more was sent."
    } else {
        "The dry run created it. The server took validate_only=true for a create. Nothing more was sent and nothing more \
         needs to be: exactly this one exists."
    };
    said.say(Tone::Bad, text);
    said.say(Tone::Plain, "");
    let Some(made) = made else {
        said.say(Tone::Warn, "Its slot is taken now, but the list does not show it yet. Do not create it again.");
        return;
    };
    said.say(Tone::Strong, made.name());
    for fact in facts(made) {
        said.say(Tone::Plain, format!("  {fact}"));
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
    let site = made.place().unwrap_or("-");
    let speed = made.speed.as_ref().map_or("-", Speed::as_str);
    format!("{site}  {speed}  slot {slot}")
}

/// A line of a review: what it is about, its text.
pub struct Line {
    /// A word before it; empty for none.
    pub label: &'static str,
    /// The text.
    pub text: String,
    /// How it is meant.
    pub tone: Tone,
}

/// What will be sent and what the checks found; `revealed`: with its keys.
pub fn review(review: &Review<Change>, revealed: bool) -> Vec<Line> {
    let request = review.request();
    let line = |label, text: String, tone| Line { label, text, tone };
    let mut lines: Vec<Line> = differences::of(review.value())
        .into_iter()
        .enumerate()
        .map(|(at, change)| line(if at == 0 { "Changes" } else { "" }, change, Tone::Strong))
        .collect();
    lines.push(line(request.method, request.path.clone(), Tone::Strong));
    if !request.body.is_empty() {
        lines.push(line("Body", shown_body(&request.body, revealed), Tone::Plain));
    }
    let warnings = review.findings.iter().filter(|finding| finding.warning);
    lines.extend(warnings.map(|finding| line("", format!("warning: {}", finding.text), Tone::Warn)));
    lines.push(line("Checked", "field rules and account checks passed".to_owned(), Tone::Good));
    lines.push(match &review.dry_run {
        DryRun::Proven => {
            let text = "server dry run accepted; a fresh read proves that nothing was changed";
            line("", text.to_owned(), Tone::Good)
        }
        DryRun::Skipped(why) => line("", format!("no server dry run: {why}"), Tone::Warn),
    });
    let notes = review.findings.iter().filter(|finding| !finding.warning);
    lines.extend(notes.map(|finding| line("", finding.text.clone(), Tone::Plain)));
    lines
}

/// The body as it is sent, but for keys: those only where a person asked to see them.
fn shown_body(body: &str, revealed: bool) -> String {
    let kept = redacted(body);
    if revealed || hidden(&kept).is_empty() {
        return body.to_owned();
    }
    format!("{kept}  (the key is sent as you typed it)")
}
