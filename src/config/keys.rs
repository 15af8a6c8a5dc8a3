//! The person's keys as the file has them: each line with its place and number. What they mean, the workbench knows.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
use toml::Spanned;

/// A line of the key map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyLine {
    /// The table that it stands in, if it is not `[keys]` itself.
    pub place: Option<String>,
    /// What it is about.
    pub action: String,
    /// The keys as they were written.
    pub keys: Vec<String>,
    /// Its number in the file.
    pub line: usize,
}

/// The keys of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keys {
    /// The preset with the number of its line.
    pub preset: Option<(String, usize)>,
    /// The lines, in no order.
    pub lines: Vec<KeyLine>,
}

/// A value of `[keys]`: the keys of an action, or a place with actions of its own.
#[derive(Debug)]
pub(super) enum Entry {
    Keys(Vec<String>),
    Place(BTreeMap<String, Spanned<List>>),
}

/// Keys: a list, or one.
#[derive(Debug)]
pub(super) struct List(Vec<String>);

pub(super) type Table = BTreeMap<String, Spanned<Entry>>;

/// Makes lines of the tables; `line` finds the number of a place in the text.
pub(super) fn lines(table: Table, line: impl Fn(usize) -> usize) -> Vec<KeyLine> {
    let mut lines = Vec::new();
    for (name, entry) in table {
        let at = entry.span().start;
        match entry.into_inner() {
            Entry::Keys(keys) => lines.push(KeyLine { place: None, action: name, keys, line: line(at) }),
            Entry::Place(own) => lines.extend(own.into_iter().map(|(action, list)| KeyLine {
                place: Some(name.clone()),
                action,
                line: line(list.span().start),
                keys: list.into_inner().0,
            })),
        }
    }
    lines
}

struct Reader {
    places: bool,
}

impl<'de> Visitor<'de> for Reader {
    type Value = Entry;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of keys, such as [\"r\", \"f5\"] or []")
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<Entry, E> {
        Ok(Entry::Keys(vec![key.to_owned()]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Entry, A::Error> {
        let mut keys = Vec::new();
        while let Some(key) = seq.next_element()? {
            keys.push(key);
        }
        Ok(Entry::Keys(keys))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entry, A::Error> {
        if !self.places {
            return Err(de::Error::invalid_type(de::Unexpected::Map, &self));
        }
        let mut own = BTreeMap::new();
        while let Some((action, keys)) = map.next_entry()? {
            own.insert(action, keys);
        }
        Ok(Entry::Place(own))
    }
}

impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader { places: true })
    }
}

impl<'de> Deserialize<'de> for List {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match deserializer.deserialize_any(Reader { places: false })? {
            Entry::Keys(keys) => Ok(Self(keys)),
            Entry::Place(_) => Err(de::Error::custom("a place has no places in it")),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::file::parse;
    use super::*;

    #[test]
    fn every_line_keeps_its_place_and_number() {
        let text =
            "keys_preset = \"vim\"\n[keys]\npause = []\nrefresh = \"f5\"\n[keys.table]\nopen = [\n\"enter\", \"d\"]\n";
        let keys = parse(text, Path::new("c")).unwrap().bound;
        assert_eq!(keys.preset, Some(("vim".to_owned(), 1)));
        let of = |place: Option<&str>, action: &str, keys: &[&str], line| KeyLine {
            place: place.map(str::to_owned),
            action: action.to_owned(),
            keys: keys.iter().map(|key| (*key).to_owned()).collect(),
            line,
        };
        let wanted =
            [of(None, "pause", &[], 3), of(None, "refresh", &["f5"], 4), of(Some("table"), "open", &["enter", "d"], 6)];
        assert_eq!(keys.lines, wanted);
    }

    #[test]
    fn what_is_no_list_of_keys_is_refused_with_its_line() {
        for (text, line) in [("[keys]\nopen = 3\n", 2), ("[keys]\nopen = [\"a\", 3]\n", 2), ("[keys.a.b]\nc = []\n", 1)]
        {
            let said = parse(text, Path::new("c.toml")).unwrap_err().what;
            assert!(said.starts_with(&format!("c.toml:{line}: ")), "{said}");
        }
        let said = parse("[keys]\nopen = 3\n", Path::new("c.toml")).unwrap_err().what;
        assert!(said.contains("a list of keys"), "{said}");
    }
}
