//! The account's interconnect settings.

use serde::{Deserialize, Serialize};

use super::{Asn, Extra};

/// Settings; they always exist.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// The ASN of Cloudflare's end of new sessions; `None` where cleared.
    #[serde(default)]
    pub default_asn: Option<Asn>,
    /// Fields we do not know.
    #[serde(flatten)]
    pub extra: Extra,
}
