//! The field rules: one table that checks what a person typed and that prints as documentation (`meetme rules`).
//!
//! Ranges of numbers and addresses are those of the RFCs named beside them and of the IANA registries.

mod address;
mod asn;
mod link;
mod text;

pub use address::{extra_prefixes, point_to_point};
pub use asn::{customer_asn, default_asn};
pub use link::{conduit_name, md5_key, mss, mtu, vlan};
pub use text::{free_text, letter_name, pairing_key};

use super::draft::Problem;

/// How much a rule weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Stops.
    Error,
    /// To be considered; does not stop.
    Warning,
}

impl Level {
    /// Its word in the printed table.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A rule on one field.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its stable name.
    pub id: &'static str,
    /// What it is about, as a person calls it.
    pub about: &'static str,
    /// How much it weighs.
    pub level: Level,
    /// What is wrong and what would be right.
    pub says: &'static str,
    /// Where that is written.
    pub source: &'static str,
}

impl Rule {
    /// The problem that it makes of a field of the request body.
    pub fn on(&self, field: &'static str) -> Problem {
        let text = format!("{} ({})", self.says, self.source);
        Problem { field, warning: self.level == Level::Warning, text }
    }

    /// The same, naming the value that is meant.
    pub fn on_value(&self, field: &'static str, value: &str) -> Problem {
        let Problem { text, .. } = self.on(field);
        Problem { text: format!("{}: {text}", super::text::clean(value)), ..self.on(field) }
    }
}

macro_rules! rules {
    ($($name:ident $level:ident $id:literal, $about:literal, $says:literal, $source:literal;)*) => {
        $(
            #[doc = $says]
            pub static $name: Rule =
                Rule { id: $id, about: $about, level: Level::$level, says: $says, source: $source };
        )*
        /// All rules, in the order of the printed table.
        pub static RULES: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    ASN_ZERO Error "asn-zero", "ASN", "0 cannot be an AS number", "RFC 7607";
    ASN_TRANS Error "asn-trans", "ASN", "23456 stands in for 4-byte numbers and belongs to nobody", "RFC 6793";
    ASN_DOCUMENTATION Error "asn-documentation", "ASN", "64496-64511 and 65536-65551 are for documentation", "RFC 5398";
    ASN_LAST Error "asn-last", "ASN", "65535 and 4294967295 are reserved", "RFC 7300";
    ASN_RESERVED Error "asn-reserved", "ASN", "65552-131071 are reserved", "IANA AS numbers";
    ASN_INT32 Warning "asn-int32", "ASN", "above 2147483647: the API declares int32 and may refuse it", "API reference";
    ASN_CLOUDFLARE Error "asn-cloudflare", "customer ASN", "13335 is Cloudflare's own; the session is external BGP, so the two ends differ", "Cloudflare docs, BGP peering";
    ASN_AS112 Warning "asn-as112", "customer ASN", "112 is the AS112 project", "RFC 7534";
    ASN_DEFAULT Warning "asn-default", "default ASN", "neither 13335 nor private 2-byte (64512-65534), which is what the documentation names", "Cloudflare docs, BGP peering";
    MD5_FORM Error "md5-form", "MD5 key", "at least one printable ASCII character, without \" and ?", "API reference";
    MD5_LONG Error "md5-long", "MD5 key", "at most 80 characters", "Cloudflare docs, BGP over tunnels";
    MD5_SPACE Warning "md5-space", "MD5 key", "begins or ends with a space, which routers may drop", "trade practice";
    MD5_QUOTING Warning "md5-quoting", "MD5 key", "! # $ \\ and ` need quoting on some routers", "trade practice";
    MTU_LOW Error "mtu-low", "MTU", "below 576 bytes", "API reference, cf_interconnects";
    MTU_HIGH Error "mtu-high", "MTU", "above 1500 bytes", "Cloudflare docs, MTU";
    MTU_SMALL Warning "mtu-small", "MTU", "below 1280 bytes, the least that IPv6 needs", "RFC 8200";
    MTU_GRE Warning "mtu-gre", "MTU", "1476 is the value for GRE: is this a port of the older dataplane?", "Cloudflare docs, MTU";
    NAME_EMPTY Error "conduit-empty", "conduit name", "a conduit name is needed", "API reference";
    NAME_CONTROL Error "conduit-control", "conduit name", "a conduit name holds no control characters", "API reference";
    NAME_LONG Warning "conduit-long", "conduit name", "longer than 15 characters: tunnel names are limited to that", "trade practice";
    NAME_SPACE Warning "conduit-space", "conduit name", "holds a space: tunnel names have none", "trade practice";
    VLAN_RANGE Error "vlan-range", "VLAN", "1 to 4094", "IEEE 802.1Q";
    LINK_FORM Error "link-form", "point-to-point address", "an IPv4 address with its length, such as 10.254.0.1/31", "API reference";
    LINK_MASK Error "link-mask", "point-to-point address", "the length is 31, or 30", "RFC 3021";
    LINK_MASK_30 Warning "link-mask-30", "point-to-point address", "a /30 wastes two addresses; Cloudflare assigns /31", "RFC 3021";
    LINK_EDGE Error "link-edge", "point-to-point address", "the first and the last address of a /30 belong to no host", "RFC 1122";
    LINK_SAME Error "link-same", "point-to-point addresses", "both ends have the same address", "API reference";
    LINK_APART Error "link-apart", "point-to-point addresses", "the two ends are not in one prefix", "API reference";
    LINK_SPECIAL Error "link-special", "point-to-point address", "this range is set aside and never routed", "RFC 6890 and the IANA special-purpose registry";
    LINK_SHARED Warning "link-shared", "point-to-point address", "100.64.0.0/10 overlaps the addresses of Cloudflare's clients", "RFC 6598";
    LINK_LOCAL Warning "link-local", "point-to-point address", "169.254.0.0/16 only where Cloudflare approved it", "RFC 3927";
    LINK_PUBLIC Warning "link-public", "point-to-point address", "a public address on a private link", "RFC 1918";
    LINK_PROBE Error "link-probe", "point-to-point address", "overlaps 172.64.240.252/30, where health checks are aimed", "Cloudflare docs, health checks";
    PREFIX_FORM Error "prefix-form", "extra prefix", "a prefix such as 100.96.0.0/12", "API reference";
    PREFIX_HOST Error "prefix-host", "extra prefix", "has bits set behind its length", "RFC 4632";
    PREFIX_TWICE Error "prefix-twice", "extra prefix", "stands in the list twice", "API reference";
    PREFIX_COVERED Warning "prefix-covered", "extra prefix", "is inside another of the list", "RFC 4632";
    PREFIX_DEFAULT Warning "prefix-default", "extra prefix", "0.0.0.0/0 announces a default route into Cloudflare to your router", "RFC 4632";
    PREFIX_SPECIAL Warning "prefix-special", "extra prefix", "this range is set aside and never routed", "RFC 6890 and the IANA special-purpose registry";
    PREFIX_LONG Warning "prefix-long", "extra prefix", "longer than /24: many networks drop it", "trade practice";
    TEXT_CONTROL Error "text-control", "name, description", "names and descriptions hold no control characters", "API reference";
    TEXT_LONG Error "text-long", "name, description", "too long: a name has at most 64 characters, a description 256", "API reference";
    LETTER_LONG Error "letter-long", "name on the letter", "at most 200 characters", "API reference";
    LETTER_CONTROL Error "letter-control", "name on the letter", "a letter holds no control characters", "API reference";
    PAIRING_EMPTY Error "pairing-empty", "pairing key", "the pairing key of the Google Cloud attachment is needed", "API reference";
    PAIRING_FORM Warning "pairing-form", "pairing key", "does not look like uuid/region/domain", "Google Cloud docs, partner attachments";
}

#[cfg(test)]
mod tests;
