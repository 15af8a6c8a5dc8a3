//! Whether a slot ends on another device than what the account has already.

use super::change::Checked;
use crate::domain::{Interconnect, Slot};

/// Says it for the review; unknown is said to be unknown.
pub(super) fn judge(slot: &Slot, ports: &[Interconnect], checked: &mut Checked) {
    let here: Vec<_> = ports.iter().filter(|port| port.site.is_some() && port.site == slot.site).collect();
    let Some(device) = slot.ccr_device_name.as_deref() else {
        checked.warn("the slot's device is not known, so diversity cannot be told");
        return;
    };
    let on = |wanted: &dyn Fn(Option<&str>) -> bool| {
        let fit = here.iter().filter(|port| wanted(port.ccr_device_name.as_deref()));
        fit.map(|port| port.name.as_str()).collect::<Vec<_>>()
    };
    let (same, unknown) = (on(&|own| own == Some(device)), on(&|own| own.is_none()));
    let other = on(&|own| own.is_some_and(|own| own != device));
    if !same.is_empty() {
        checked.warn(format!("on {device}, like {}: not diverse from that", listed(&same)));
    }
    if !unknown.is_empty() {
        checked.warn(format!(
            "the device of {} is not known: whether it is diverse from that cannot be told",
            listed(&unknown)
        ));
    }
    if !other.is_empty() {
        checked.note(format!("on {device}, another device than that of {}", listed(&other)));
    }
}

/// The first of some names, and how many more there are.
fn listed(names: &[&str]) -> String {
    match names.split_at_checked(3) {
        Some((first, more)) if !more.is_empty() => format!("{} and {} more", first.join(", "), more.len()),
        _ => names.join(", "),
    }
}
