//! What things are: the objects of the interconnect API as this program thinks of them. No I/O, no clock.

pub mod asn;
pub mod availability;
pub mod call;
pub mod change;
pub mod cni;
pub mod colour;
pub mod csv;
pub mod draft;
pub mod facility;
pub mod fault;
pub mod filter;
pub mod footprint;
pub mod gate;
pub mod id;
pub mod interconnect;
pub mod inverse;
pub mod listing;
pub mod metro;
pub mod near;
pub mod prefix;
pub mod receipt;
pub mod record;
pub mod rules;
pub mod schema;
pub mod settings;
pub mod slot;
pub mod speed;
pub mod status;
pub mod text;
pub mod token;
pub mod tunnel;

pub use asn::Asn;
pub use availability::{Group, Offer};
pub use cni::{Bgp, Cni, Magic};
pub use colour::Colour;
pub use facility::Facility;
pub use fault::{ApiError, Fault, FaultKind};
pub use filter::{CniFilter, InterconnectFilter, SlotFilter};
pub use footprint::{Diversity, Footprint};
pub use gate::{Grant, Mode};
pub use id::{AccountId, CniId, IconKey, Site, SlotId, TunnelId};
pub use interconnect::{Interconnect, Kind};
pub use listing::{Listing, Page};
pub use metro::Metro;
pub use near::{Near, Spot};
pub use prefix::Prefix;
pub use schema::Schema;
pub use settings::Settings;
pub use slot::Slot;
pub use speed::Speed;
pub use status::{State, Status};
pub use token::Token;
pub use tunnel::{HealthCheck, Target, Tunnel};

/// Fields of an object that this program does not know, kept so that they can be sent back as they came.
pub type Extra = serde_json::Map<String, serde_json::Value>;
