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
    let same = here.iter().filter(|port| port.ccr_device_name.as_deref() == Some(device)).count();
    let unknown = here.iter().filter(|port| port.ccr_device_name.is_none()).count();
    if same > 0 {
        checked.warn(format!("{same} of your interconnects already end on {device}: not diverse from those"));
    } else if unknown > 0 {
        checked.warn(format!("{unknown} of your interconnects in this site end on a device that is not known"));
    } else if !here.is_empty() {
        checked.note(format!("{device} is another device than that of your {} in this site", here.len()));
    }
}
