//! An interconnect: one port towards Cloudflare, direct or through a partner.

use std::fmt;

use serde::{Serialize, Serializer};

use super::{AccountId, Extra, Facility, IconKey, Site, SlotId, Speed, Status};

/// How the port is provided.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A cross-connect in a facility.
    Direct,
    /// Google Cloud partner interconnect.
    GcpPartner,
    /// A type we do not know, shown as it came.
    Other(String),
}

impl Kind {
    /// The word on the wire.
    pub fn word(&self) -> &str {
        match self {
            Self::Direct => "direct",
            Self::GcpPartner => "gcp_partner",
            Self::Other(word) => word,
        }
    }
}

impl From<&str> for Kind {
    fn from(word: &str) -> Self {
        match word {
            "direct" => Self::Direct,
            "gcp_partner" => Self::GcpPartner,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

/// An interconnect as either schema describes it; what a schema does not say is `None`, never a default.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Interconnect {
    /// What names it in a path.
    pub key: IconKey,
    /// What a person calls it.
    pub name: String,
    /// `direct`, `gcp_partner` or a word we do not know.
    #[serde(rename = "type")]
    pub kind: Option<Kind>,
    /// The account it belongs to.
    pub account: Option<AccountId>,
    /// Who owns the port where that is not the account.
    pub owner: Option<String>,
    /// Site code; none for partner ports.
    pub site: Option<Site>,
    /// Region of a partner port.
    pub region: Option<String>,
    /// The slot it occupies.
    pub slot_id: Option<SlotId>,
    /// Port speed or partner bandwidth.
    pub speed: Option<Speed>,
    /// The building.
    pub facility: Option<Facility>,
    /// Cloudflare's router. `None` is *unknown*, never *diverse*.
    pub ccr_device_name: Option<String>,
    /// Joins it to the Magic side.
    pub virtual_port_reservation_id: Option<String>,
    /// Free text (reference schema).
    pub description: Option<String>,
    /// State, where the list carries it (reference schema).
    pub status: Option<Status>,
    /// Fields we do not know.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Interconnect {
    /// It has a cross-connect, so a Letter of Authorization; a partner's port has none.
    pub fn has_letter(&self) -> bool {
        self.kind != Some(Kind::GcpPartner)
    }

    /// Where it is, as short as the server allows: the site, the region of a partner port, else the facility.
    pub fn place(&self) -> Option<&str> {
        let facility = self.facility.as_ref().map(|facility| facility.name.as_str());
        self.site.as_ref().map(Site::as_str).or(self.region.as_deref()).or(facility)
    }

    /// Where it is and what it ends on, for a line of its own.
    pub fn about(&self) -> String {
        super::slot::about(
            self.place().unwrap_or("?"),
            self.speed.as_ref(),
            self.ccr_device_name.as_deref(),
            self.facility.as_ref(),
        )
    }

    /// One of which nothing but its key is known.
    pub fn unread(key: IconKey) -> Self {
        Self {
            name: key.to_string(),
            key,
            kind: None,
            account: None,
            owner: None,
            site: None,
            region: None,
            slot_id: None,
            speed: None,
            facility: None,
            ccr_device_name: None,
            virtual_port_reservation_id: None,
            description: None,
            status: None,
            extra: Extra::new(),
        }
    }
}
