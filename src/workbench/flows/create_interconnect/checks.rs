//! The account checks: what fresh reads say about a new interconnect.

use crate::domain::change::Finding;
use crate::domain::draft::{NewInterconnect, Problem};
use crate::workbench::flows::look::Seen;

/// What is worth a thought, and what stops.
pub(super) fn account(asked: &NewInterconnect, seen: &Seen) -> (Vec<Finding>, Vec<Problem>) {
    let NewInterconnect::Direct(asked) = asked else { return (vec![], vec![]) };
    let slot = &seen.slot;
    let mut problems = Vec::new();
    let mut stop = |field, text: String| problems.push(Problem { field, warning: false, text });
    match slot.occupied {
        Some(false) => {}
        Some(true) => stop("slot_id", "this slot is taken; choose a free one".to_owned()),
        None => stop("slot_id", "the server does not say whether this slot is free".to_owned()),
    }
    if slot.id != asked.slot {
        stop("slot_id", format!("asked for slot {}, the server answered with {}", asked.slot, slot.id));
    }
    if let (Some(want), Some(has)) = (&asked.speed, &slot.speed)
        && !want.same_as(has)
    {
        stop("speed", format!("this slot has {has}, not {want}"));
    }
    if let (Some(want), Some(has)) = (&asked.facility, &slot.facility)
        && !want.eq_ignore_ascii_case(&has.name)
    {
        stop("facility", format!("this slot is in {}, not {want}", has.name));
    }
    if let Some(name) = &asked.name
        && seen.list.rows.iter().any(|port| port.name.eq_ignore_ascii_case(name))
    {
        stop("name", format!("an interconnect named {name} exists already"));
    }
    (findings(seen), problems)
}

fn findings(seen: &Seen) -> Vec<Finding> {
    let slot = &seen.slot;
    let found = |warning, text| Finding { warning, text };
    let mut findings = vec![found(false, format!("slot {} in {} is free", slot.id, slot.place()))];
    let here: Vec<_> = seen.list.rows.iter().filter(|port| port.site.is_some() && port.site == slot.site).collect();
    match slot.ccr_device_name.as_deref() {
        None => findings.push(found(true, "the slot's device is not known, so diversity cannot be told".to_owned())),
        Some(device) => {
            let same = here.iter().filter(|port| port.ccr_device_name.as_deref() == Some(device)).count();
            let unknown = here.iter().filter(|port| port.ccr_device_name.is_none()).count();
            if same > 0 {
                let text = format!("{same} of your interconnects already end on {device}: not diverse from those");
                findings.push(found(true, text));
            } else if unknown > 0 {
                let text = format!("{unknown} of your interconnects in this site end on a device that is not known");
                findings.push(found(true, text));
            } else if !here.is_empty() {
                let text = format!("{device} is another device than that of your {} in this site", here.len());
                findings.push(found(false, text));
            }
        }
    }
    findings
}
