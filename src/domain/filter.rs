//! The filters that the server itself offers on its lists.

use super::{Site, SlotId, Speed, TunnelId};

/// Filters of the interconnect list (published schema only).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct InterconnectFilter {
    /// Only this site.
    pub site: Option<Site>,
    /// Only this type.
    pub kind: Option<String>,
}

/// Filters of the CNI list.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CniFilter {
    /// Only CNIs over the interconnect on this slot.
    pub slot: Option<SlotId>,
    /// Only the CNI of this tunnel.
    pub tunnel: Option<TunnelId>,
}

/// Filters of the slot list.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SlotFilter {
    /// Only addresses that contain this text (published schema).
    pub address_contains: Option<String>,
    /// Only this site; `facility` in the reference schema.
    pub site: Option<Site>,
    /// Only this speed.
    pub speed: Option<Speed>,
    /// Only taken or only free ones.
    pub occupied: Option<bool>,
}
