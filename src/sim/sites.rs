//! The table of sites that scenarios build on: code, facility, address.

use std::sync::OnceLock;

use serde::Deserialize;
use serde_json::{Value, json};

const TABLE: &str = include_str!("../../assets/sites.toml");

/// One place where ports can be had.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Site {
    /// The site's code, such as `iad-a`.
    pub(crate) code: String,
    /// The facility's name.
    pub(crate) name: String,
    /// The facility's address, line by line.
    pub(crate) address: Vec<String>,
}

impl Site {
    /// The facility as the published schema shows it.
    pub(crate) fn facility(&self) -> Value {
        json!({ "address": self.address, "name": self.name })
    }

    /// The facility as the reference schema writes it: `iad-b` is `IAD2`.
    pub(crate) fn short(&self) -> String {
        let (metro, letter) = self.code.split_once('-').unwrap_or((&self.code, "a"));
        let number = letter.bytes().next().map_or(1, |byte| u32::from(byte.saturating_sub(b'a')) + 1);
        format!("{}{number}", metro.to_ascii_uppercase())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    site: Vec<Site>,
}

/// Every known site, in the order of the table.
pub(crate) fn all() -> &'static [Site] {
    static SITES: OnceLock<Vec<Site>> = OnceLock::new();
    SITES.get_or_init(|| toml::from_str::<Table>(TABLE).map(|table| table.site).unwrap_or_default())
}

/// The site of a code.
pub(crate) fn find(code: &str) -> Option<&'static Site> {
    all().iter().find(|site| site.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole() {
        assert_eq!(all().len(), 50);
        for site in all() {
            assert!(!site.name.is_empty() && !site.address.is_empty());
            assert_eq!(find(&site.code), Some(site));
        }
    }

    #[test]
    fn a_site_has_a_short_name() {
        assert_eq!(find("iad-a").unwrap().short(), "IAD1");
        assert_eq!(find("gru-b").unwrap().short(), "GRU2");
    }
}
