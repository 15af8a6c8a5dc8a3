//! A slot: one port of one device that is taken or free.

use std::sync::Arc;

use serde::Serialize;

use super::{AccountId, Extra, Facility, Site, SlotId, Speed};

/// Place, speed, device and building of a port.
pub(super) fn about(place: &str, speed: Option<&Speed>, device: Option<&str>, facility: Option<&Facility>) -> String {
    let speed = speed.map_or("speed unknown", Speed::as_str);
    let device = device.unwrap_or("device unknown");
    // Where the place is the building itself, it is said once.
    let facility = facility.filter(|facility| facility.name != place || !facility.address.is_empty());
    let facility = facility.map(|facility| format!("  {}", facility.one_line())).unwrap_or_default();
    format!("{place}  {speed}  {device}{facility}")
}

/// A slot as either schema describes it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Slot {
    /// The id.
    pub id: SlotId,
    /// Site code (published schema).
    pub site: Option<Site>,
    /// Port speed.
    pub speed: Option<Speed>,
    /// Taken or free; `None` is unknown and never offered.
    pub occupied: Option<bool>,
    /// The building; slots of one building share it, for a list may hold very many.
    pub facility: Option<Arc<Facility>>,
    /// Who took it, where the server says so.
    pub account: Option<AccountId>,
    /// Cloudflare's router. `None` is *unknown*, never *diverse*.
    pub ccr_device_name: Option<Arc<str>>,
    /// Fields we do not know.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Slot {
    /// Known to be free.
    pub fn is_free(&self) -> bool {
        self.occupied == Some(false)
    }

    /// Where it is and what it ends on, for a line of its own.
    pub fn about(&self) -> String {
        about(self.place(), self.speed.as_ref(), self.ccr_device_name.as_deref(), self.facility.as_deref())
    }

    /// Where it is, as short as the server allows: the site, else the facility.
    pub fn place(&self) -> &str {
        self.site.as_ref().map(Site::as_str).or_else(|| self.facility.as_ref().map(|f| f.name.as_str())).unwrap_or("?")
    }
}
