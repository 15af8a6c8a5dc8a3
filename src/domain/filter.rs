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

impl SlotFilter {
    /// The word for what is asked of `occupied`.
    pub fn occupied_word(occupied: bool) -> &'static str {
        if occupied { "taken" } else { "free" }
    }

    /// What is asked for, in words; `None`: everything.
    pub fn words(&self) -> Option<String> {
        let parts = [
            self.occupied.map(|occupied| Self::occupied_word(occupied).to_owned()),
            self.speed.as_ref().map(ToString::to_string),
            self.site.as_ref().map(ToString::to_string),
            self.address_contains.as_ref().map(|part| format!("address \"{part}\"")),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_is_told() {
        assert_eq!(SlotFilter::default().words(), None);
        let all = SlotFilter {
            occupied: Some(false),
            speed: Some("10G".into()),
            site: Some("lhr-a".into()),
            address_contains: Some("E14".into()),
        };
        assert_eq!(all.words().as_deref(), Some("free, 10G, lhr-a, address \"E14\""));
    }
}
