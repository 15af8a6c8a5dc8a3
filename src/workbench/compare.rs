//! What differs between two complete reads of a list: rows that are new or gone, and fields that changed.

use std::collections::HashMap;

use serde::Serialize;
use serde_json::Value;

use super::panes::Pane;
use crate::domain::{Listing, text};

/// A field that holds another value than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name as the server spells it, with those of the objects around it.
    pub name: String,
    /// The value before; safe to draw.
    pub from: String,
    /// The value from then on; safe to draw.
    pub to: String,
}

impl Field {
    /// The change in words; "-" is what is not there.
    pub fn words(&self) -> String {
        match (self.from.as_str(), self.to.as_str()) {
            ("-", "[set]") => format!("{}: set", self.name),
            ("[set]", "-") => format!("{}: no longer set", self.name),
            ("-", to) => format!("{}: now {to}", self.name),
            (from, "-") => format!("{}: no longer set, was {from}", self.name),
            (from, to) => format!("{}: {from} -> {to}", self.name),
        }
    }
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It was not there before.
    New,
    /// It is no longer there.
    Gone,
    /// It holds other values.
    Changed(Vec<Field>),
}

/// A row with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Its identity.
    pub id: String,
    /// What a person calls it.
    pub name: String,
    /// What became of it.
    pub fate: Fate,
}

/// The differences, in the order of the new list, the gone rows last. A row that could not be read is neither new
/// nor gone: while there is one on a side, nothing is said that it could have caused.
pub fn differences<T: PartialEq + Serialize>(
    old: &Listing<T>,
    new: &Listing<T>,
    id: impl Fn(&T) -> &str,
    name: impl Fn(&T) -> &str,
) -> Vec<Difference> {
    // Two reads mostly agree on the order: only from the first row on that they do not is a row looked for.
    let same = old.rows.iter().zip(&new.rows).take_while(|(old, new)| id(old) == id(new)).count();
    let (head, tail) = new.rows.split_at(same);
    let rest = old.rows.get(same..).unwrap_or_default();
    let mut before: HashMap<&str, &T> = rest.iter().map(|row| (id(row), row)).collect();
    let of = |row: &T, fate| Difference { id: id(row).to_owned(), name: text::clean(name(row)), fate };
    let changed = |old: &T, new: &T| {
        let fields = if old == new { vec![] } else { fields(old, new) };
        (!fields.is_empty()).then(|| of(new, Fate::Changed(fields)))
    };
    let mut found: Vec<Difference> = old.rows.iter().zip(head).filter_map(|(old, new)| changed(old, new)).collect();
    for row in tail {
        match before.remove(id(row)) {
            Some(old) => found.extend(changed(old, row)),
            None if old.is_whole() => found.push(of(row, Fate::New)),
            None => {}
        }
    }
    if new.is_whole() {
        found.extend(rest.iter().filter(|row| before.contains_key(id(row))).map(|row| of(row, Fate::Gone)));
    }
    found
}

/// The state has its own watch, with its own moments.
const WATCHED: &str = "status";
/// Tells that something changed, not what; and it is there only where something else is.
const STAMP: &str = "modified_on";

fn fields<T: Serialize>(old: &T, new: &T) -> Vec<Field> {
    let (Ok(old), Ok(new)) = (serde_json::to_value(old), serde_json::to_value(new)) else { return vec![] };
    let mut found = Vec::new();
    compare("", &old, &new, &mut found);
    found
}

fn compare(path: &str, old: &Value, new: &Value, found: &mut Vec<Field>) {
    if old == new || path == WATCHED || path == STAMP {
        return;
    }
    match (old, new) {
        (Value::Object(before), Value::Object(after)) => {
            let gone = before.keys().filter(|key| !after.contains_key(*key));
            for key in after.keys().chain(gone) {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                let of = |side: &serde_json::Map<String, Value>| side.get(key).cloned().unwrap_or(Value::Null);
                compare(&path, &of(before), &of(after), found);
            }
        }
        _ => {
            let shown = |value| if path.ends_with("md5_key") { hidden(value) } else { shown(value) };
            found.push(Field { name: text::clean(path), from: shown(old), to: shown(new) });
        }
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::String(text) => text::clean(text),
        Value::Array(values) => values.iter().map(shown).collect::<Vec<_>>().join(", "),
        other => text::clean(&other.to_string()),
    }
}

/// Of a key, only whether there is one.
fn hidden(value: &Value) -> String {
    if value.is_null() { "-".to_owned() } else { "[set]".to_owned() }
}

/// The column that a field is seen in; the first one, where it has none of its own.
pub fn column(pane: Pane, field: &str) -> &'static str {
    let known: &[(&str, &'static str)] = match pane {
        Pane::Interconnects => &[
            ("state", "STATE"),
            ("name", "NAME"),
            ("site", "SITE"),
            ("region", "SITE"),
            ("speed", "SPEED"),
            ("ccr_device_name", "DEVICE"),
            ("", "NAME"),
        ],
        Pane::Cnis => &[
            ("interconnect", "INTERCONNECT"),
            ("cust_ip", "CUSTOMER"),
            ("bgp.customer_asn", "ASN"),
            ("magic.mtu", "MTU"),
            ("vlan", "VLAN"),
            ("", "NAME"),
        ],
        Pane::Slots => &[
            ("site", "SITE"),
            ("speed", "SPEED"),
            ("ccr_device_name", "DEVICE"),
            ("facility", "FACILITY"),
            ("", "SLOT"),
        ],
        Pane::Tunnels => &[
            ("health_check.enabled", "CHECK"),
            ("health_check.rate", "RATE"),
            ("health_check.type", "TYPE"),
            ("health_check.target", "TARGET"),
            ("colo_name", "COLO"),
            ("", "NAME"),
        ],
        Pane::Settings => &[("", "VALUE")],
        // Sums over slots: what changed stands with the slots.
        Pane::Availability => &[],
    };
    let within = |of: &str| of.is_empty() || field == of || field.strip_prefix(of).is_some_and(|r| r.starts_with('.'));
    known.iter().find(|(of, _)| within(of)).map_or("", |(_, column)| column)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Bgp, Cni, Page};

    #[test]
    fn a_value_that_was_not_there_is_set_and_none_becomes_a_dash() {
        let words = |from: &str, to: &str| Field { name: "account".into(), from: from.into(), to: to.into() }.words();
        assert_eq!(words("-", "0be2"), "account: now 0be2");
        assert_eq!(words("0be2", "-"), "account: no longer set, was 0be2");
        assert_eq!(words("1500", "9000"), "account: 1500 -> 9000");
        assert_eq!(
            (words("-", "[set]"), words("[set]", "-")),
            ("account: set".into(), "account: no longer set".into())
        );
    }

    fn cni(id: &str, mtu: u32, key: Option<&str>) -> Cni {
        let bgp = Bgp { md5_key: key.map(str::to_owned), ..Bgp::default() };
        let magic = crate::domain::Magic { mtu: Some(mtu), ..crate::domain::Magic::default() };
        Cni {
            id: id.into(),
            account: None,
            interconnect: None,
            p2p_ip: None,
            cust_ip: None,
            magic: Some(magic),
            bgp: Some(bgp),
            bgp_mode: None,
            vlan: None,
            extra: crate::domain::Extra::new(),
        }
    }

    fn list(rows: Vec<Cni>, unreadable: usize) -> Listing<Cni> {
        let mut list = Listing::default();
        let unreadable = vec![String::new(); unreadable];
        list.take(Page { rows, unreadable, number: 1, last: true }, |cni| cni.id.clone());
        list
    }

    fn between(old: &Listing<Cni>, new: &Listing<Cni>) -> Vec<Difference> {
        differences(old, new, |cni| cni.id.as_str(), Cni::title)
    }

    #[test]
    fn new_gone_and_changed_rows_are_told_by_identity_whatever_the_order() {
        let old = list(vec![cni("a", 1500, None), cni("b", 1500, None), cni("c", 1500, None)], 0);
        let new = list(vec![cni("a", 1500, None), cni("d", 1500, None), cni("b", 9000, Some("secret"))], 0);
        let found = between(&old, &new);
        let fates: Vec<(&str, &Fate)> = found.iter().map(|one| (one.id.as_str(), &one.fate)).collect();
        let Fate::Changed(fields) = fates[1].1 else { panic!("{fates:?}") };
        assert_eq!((fates[0], fates[1].0, fates[2], fates.len()), (("d", &Fate::New), "b", ("c", &Fate::Gone), 3));
        let field = |name: &str, from: &str, to: &str| Field { name: name.into(), from: from.into(), to: to.into() };
        assert_eq!(*fields, [field("magic.mtu", "1500", "9000"), field("bgp.md5_key", "-", "[set]")]);
        assert!(between(&old, &old).is_empty());
    }

    #[test]
    fn a_row_that_cannot_be_read_is_neither_new_nor_gone() {
        let (whole, broken) = (list(vec![cni("a", 1, None), cni("b", 1, None)], 0), list(vec![cni("b", 2, None)], 1));
        let fates = |old, new| between(old, new).into_iter().map(|one| (one.id, one.fate)).collect::<Vec<_>>();
        assert!(matches!(fates(&whole, &broken).as_slice(), [(id, Fate::Changed(_))] if id == "b"));
        assert!(matches!(fates(&broken, &whole).as_slice(), [(id, Fate::Changed(_))] if id == "b"));
    }

    #[test]
    fn every_field_is_seen_in_a_column_that_exists() {
        for pane in Pane::ALL {
            for field in ["state", "site", "facility.name", "health_check.rate", "bgp.customer_asn", "what.ever"] {
                let column = column(pane, field);
                assert!(pane.columns().iter().any(|own| own.title == column), "{pane:?} {field} {column}");
            }
        }
        assert_eq!(column(Pane::Slots, "facility.name"), "FACILITY");
        assert_eq!(column(Pane::Slots, "facility_code"), "SLOT", "another field");
    }
}
