//! Typed names and ids: what the API calls a string, told apart by what it names.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The text as the server spelled it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(Arc::from(text))
            }
        }

        impl From<Arc<str>> for $name {
            fn from(text: Arc<str>) -> Self {
                Self(text)
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(Arc::from(text))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// A Cloudflare account tag, 32 hex digits.
    AccountId;
    /// What names an interconnect in a path: its `name` (published schema) or its `icon_…` id (reference schema).
    IconKey;
    /// A CNI, a UUID.
    CniId;
    /// A slot (one port of one device that may be taken), a UUID.
    SlotId;
    /// The Magic side of a CNI.
    TunnelId;
    /// A site code such as `iad-a`: one Cloudflare cage in one facility.
    Site;
}
