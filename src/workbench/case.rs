//! Text for a ticket, ready to send: to the facility's remote hands, and to Cloudflare. All moments are UTC; what only
//! a person can measure is left blank.

use std::fmt::Write as _;
use std::time::Duration;

use super::model::Model;
use super::watch::Watch;
use super::why;
use crate::domain::{Facility, Interconnect, Site, SlotId, Speed, text};

const BLANK: &str = "________";

/// A moment in UTC: who reads the text sits elsewhere.
pub fn utc(model: &Model, at: Duration) -> String {
    model.wall_of(at).strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// Since when the state holds, and how well that is known.
pub fn since(watch: &Watch, moment: impl Fn(Duration) -> String) -> String {
    if let Some((_, at)) = &watch.failed {
        return format!("not readable since {}", moment(*at));
    }
    match watch.since {
        Some(at) if watch.exact => moment(at),
        Some(at) => format!("{} or earlier (so when first read)", moment(at)),
        None => "not read yet".to_owned(),
    }
}

/// When the state was last read.
pub fn seen(watch: &Watch, moment: impl Fn(Duration) -> String) -> String {
    watch.seen.map_or_else(|| "never".to_owned(), moment)
}

/// The lines both letters share.
fn facts(model: &Model, port: &Interconnect) -> String {
    let mut all = String::new();
    let mut line = |label: &str, value: &str| {
        let _ = writeln!(all, "{:<14}{}", format!("{label}:"), text::clean(value));
    };
    line("Interconnect", &port.name);
    line("Facility", &port.facility.as_ref().map_or_else(|| "none (partner port)".to_owned(), Facility::one_line));
    line("Site", port.site.as_ref().map_or("-", Site::as_str));
    line("Slot", port.slot_id.as_ref().map_or("-", SlotId::as_str));
    line("Speed", port.speed.as_ref().map_or("-", Speed::as_str));
    let watch = model.watches.get(&port.key);
    let status = watch.and_then(|watch| watch.status.as_ref());
    line("State", &status.map_or_else(|| "not read".to_owned(), |status| why::both_words(&status.state)));
    if let Some(watch) = watch {
        line("Since", &since(watch, |at| utc(model, at)));
        line("Last read", &seen(watch, |at| utc(model, at)));
    }
    line("Reason", status.and_then(|status| status.reason.as_deref()).unwrap_or("none given"));
    all
}

fn word(model: &Model, port: &Interconnect) -> String {
    let status = model.watches.get(&port.key).and_then(|watch| watch.status.as_ref());
    status.map_or_else(|| "state unknown".to_owned(), |status| text::clean(status.state.word()))
}

/// For the facility's remote hands.
pub fn facility(model: &Model, port: &Interconnect) -> String {
    let reason = model.watches.get(&port.key).and_then(|watch| watch.status.as_ref()?.reason.as_deref());
    let tell = reason.and_then(why::cause).map_or(
        "Check that the cross-connect is patched to the port on the LOA, and measure the light both ways.",
        |cause| cause.tell,
    );
    format!(
        "Remote hands: cross-connect to Cloudflare, {}\n{}Cross-connect: {BLANK}\nPlease: {tell}\nLight towards Cloudflare: {BLANK} dBm\nLight from Cloudflare: {BLANK} dBm\nContact: {BLANK}\n",
        text::clean(&port.name),
        facts(model, port),
    )
}

/// For a case at Cloudflare.
pub fn cloudflare(model: &Model, port: &Interconnect) -> String {
    let mut all = format!("CNI {} is {}\n", text::clean(&port.name), word(model, port));
    let account = model.session.account.as_ref().map_or("-", crate::domain::AccountId::as_str);
    let _ = writeln!(all, "{:<14}{}", "Account:", text::clean(account));
    all.push_str(&facts(model, port));
    let device = port.ccr_device_name.as_deref().unwrap_or("unknown");
    let _ = writeln!(all, "{:<14}{}", "Device:", text::clean(device));
    let reserved = port.virtual_port_reservation_id.as_deref().unwrap_or("-");
    let _ = writeln!(all, "{:<14}{}", "Reservation:", text::clean(reserved));
    let cnis: Vec<&str> = model.cnis_on(&port.key).map(crate::domain::Cni::title).collect();
    let cnis = if cnis.is_empty() { "none".to_owned() } else { cnis.join(", ") };
    let _ = writeln!(all, "{:<14}{}", "CNIs:", text::clean(&cnis));
    for (label, shared) in [("On device:", why::same_device(model, port)), ("In site:", why::same_site(model, port))] {
        let Some(shared) = shared else { continue };
        let names: Vec<&str> = shared.ill.iter().map(|port| port.name.as_str()).collect();
        let names = if names.is_empty() { String::new() } else { format!(": {}", text::clean(&names.join(", "))) };
        let _ = writeln!(all, "{label:<14}{} of our {} Down or Unhealthy{names}", shared.ill.len(), shared.all);
    }
    let _ = write!(all, "Our light:    sends {BLANK} dBm, receives {BLANK} dBm\nDone so far:  {BLANK}\n");
    all
}
