//! The Magic side of a CNI and its health check.

use serde::{Deserialize, Serialize};

use super::{Cni, Extra, TunnelId};

/// What a health check is aimed at: an address, or the saved and the effective one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Target {
    /// The plain form.
    Address(String),
    /// The form answered to `x-magic-new-hc-target: true`.
    Pair {
        /// What was set; empty for the default.
        saved: Option<String>,
        /// What is probed.
        effective: Option<String>,
    },
}

impl Target {
    /// The address that is probed.
    pub fn effective(&self) -> &str {
        match self {
            Self::Address(address) => address,
            Self::Pair { saved, effective } => effective.as_deref().or(saved.as_deref()).unwrap_or(""),
        }
    }

    /// The address that was set; empty where the server chooses.
    pub fn set(&self) -> &str {
        match self {
            Self::Address(address) => address,
            Self::Pair { saved, .. } => saved.as_deref().unwrap_or(""),
        }
    }
}

/// The probe that Cloudflare runs over the link.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct HealthCheck {
    /// Runs or not; `None` is unknown.
    #[serde(default)]
    pub enabled: Option<bool>,
    /// `low`, `mid` (`medium` in the reference schema), `high`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<String>,
    /// `reply` or `request`.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// What is probed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
    /// `unidirectional` or `bidirectional`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<String>,
    /// Fields we do not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// One row of `magic/cf_interconnects`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tunnel {
    /// The id.
    pub id: TunnelId,
    /// Name; equals the CNI's conduit name.
    #[serde(default)]
    pub name: String,
    /// Colocation, e.g. `iad01`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colo_name: Option<String>,
    /// Free text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// `A.B.C.D/N` of Cloudflare's end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interface_address: Option<String>,
    /// Bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mtu: Option<u32>,
    /// The probe.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub health_check: Option<HealthCheck>,
    /// Joins it to the interconnect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub virtual_port_reservation_id: Option<String>,
    /// Fields we do not know (`gre`, dates and whatever comes).
    #[serde(flatten)]
    pub extra: Extra,
}

impl Tunnel {
    /// One of which nothing but the id is known.
    pub fn unread(id: TunnelId) -> Self {
        Self {
            id,
            name: String::new(),
            colo_name: None,
            description: None,
            interface_address: None,
            mtu: None,
            health_check: None,
            virtual_port_reservation_id: None,
            extra: Extra::new(),
        }
    }

    /// Whether it is the Magic side of this CNI, by name.
    pub fn belongs_to(&self, cni: &Cni) -> bool {
        cni.magic.as_ref().is_some_and(|magic| !self.name.is_empty() && magic.conduit_name == self.name)
    }
}
