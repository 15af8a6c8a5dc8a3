//! A CNI: the routed link over an interconnect, with its addresses and BGP session.

use serde::{Deserialize, Serialize};

use super::{AccountId, Asn, CniId, Extra, IconKey, Prefix};

/// The Magic settings of a CNI.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Magic {
    /// Name of the conduit, unique in the account.
    #[serde(default)]
    pub conduit_name: String,
    /// Free text.
    #[serde(default)]
    pub description: String,
    /// Bytes.
    #[serde(default)]
    pub mtu: Option<u32>,
    /// Fields we do not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// The BGP session of a CNI.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Bgp {
    /// The customer's autonomous system.
    #[serde(default)]
    pub customer_asn: Option<Asn>,
    /// Prefixes accepted beside those of the account.
    #[serde(default)]
    pub extra_prefixes: Vec<Prefix>,
    /// TCP-MD5 key. The API says that it is no secret; it is masked all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub md5_key: Option<String>,
    /// Fields we do not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A CNI as either schema describes it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cni {
    /// The id.
    pub id: CniId,
    /// The account it belongs to.
    pub account: Option<AccountId>,
    /// The interconnect below it (published schema).
    pub interconnect: Option<IconKey>,
    /// Cloudflare's end (`cf_ip` in the reference schema).
    pub p2p_ip: Option<Prefix>,
    /// The customer's end.
    pub cust_ip: Option<Prefix>,
    /// The Magic side's settings (published schema).
    pub magic: Option<Magic>,
    /// The BGP session, if any.
    pub bgp: Option<Bgp>,
    /// `dynamic_route_exchange`, `advertise_only` or a word we do not know.
    pub bgp_mode: Option<String>,
    /// VLAN tag, 1 to 4094 (reference schema).
    pub vlan: Option<u16>,
    /// Fields we do not know.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Cni {
    /// One of which nothing but the id is known.
    pub fn unread(id: CniId) -> Self {
        Self {
            id,
            account: None,
            interconnect: None,
            p2p_ip: None,
            cust_ip: None,
            magic: None,
            bgp: None,
            bgp_mode: None,
            vlan: None,
            extra: Extra::new(),
        }
    }

    /// What a person calls it: the conduit name, else the id.
    pub fn title(&self) -> &str {
        match &self.magic {
            Some(magic) if !magic.conduit_name.is_empty() => &magic.conduit_name,
            _ => self.id.as_str(),
        }
    }
}
