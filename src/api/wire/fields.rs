//! Takes known fields out of an object one by one; what is left is unknown and kept.

use serde_json::{Map, Value};

/// The fields of one object. They are few, so they are looked for one after the other: taking them out of a map that
/// keeps their order would cost more than all the rest of reading.
pub(super) struct Fields(Vec<Option<(String, Value)>>);

impl Fields {
    /// The fields of an object; anything else has none.
    pub(super) fn of(value: Value) -> Result<Self, String> {
        match value {
            Value::Object(map) => Ok(Self(map.into_iter().map(Some).collect())),
            other => Err(format!("it is {}, not an object", sort(&other))),
        }
    }

    /// A value that is neither absent nor null.
    pub(super) fn value(&mut self, key: &str) -> Option<Value> {
        let place = self.0.iter_mut().find(|field| field.as_ref().is_some_and(|(name, _)| name == key))?;
        place.take().map(|(_, value)| value).filter(|value| !value.is_null())
    }

    /// A text.
    pub(super) fn text(&mut self, key: &str) -> Result<Option<String>, String> {
        match self.value(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(wrong(key, &other, "text")),
        }
    }

    /// A text that the object cannot do without: it names it.
    pub(super) fn name(&mut self, key: &str) -> Result<String, String> {
        match self.text(key)? {
            Some(text) if !text.is_empty() => Ok(text),
            _ => Err(format!("`{key}` is missing")),
        }
    }

    /// Yes or no.
    pub(super) fn flag(&mut self, key: &str) -> Result<Option<bool>, String> {
        match self.value(key) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(flag)),
            Some(other) => Err(wrong(key, &other, "true or false")),
        }
    }

    /// A number that fits; digits in quotes count.
    pub(super) fn number<N: TryFrom<u64>>(&mut self, key: &str) -> Result<Option<N>, String> {
        let Some(value) = self.value(key) else { return Ok(None) };
        let number = value.as_u64().or_else(|| value.as_str()?.parse().ok());
        let fitting = number.and_then(|number| N::try_from(number).ok());
        fitting.map(Some).ok_or_else(|| wrong(key, &value, "a number in range"))
    }

    /// An object inside; of its `known` fields the null ones are dropped so that their defaults apply.
    pub(super) fn object(&mut self, key: &str, known: &[&str]) -> Result<Option<Value>, String> {
        match self.value(key) {
            None => Ok(None),
            Some(Value::Object(mut map)) => {
                map.retain(|key, value| !value.is_null() || !known.contains(&key.as_str()));
                Ok(Some(Value::Object(map)))
            }
            Some(other) => Err(wrong(key, &other, "an object")),
        }
    }

    /// Everything that was not taken.
    pub(super) fn rest(self) -> Map<String, Value> {
        self.0.into_iter().flatten().collect()
    }
}

fn wrong(key: &str, value: &Value, right: &str) -> String {
    format!("`{key}` is {}, not {right}", sort(value))
}

fn sort(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn wrong_types_are_named_and_the_rest_is_kept_in_order() {
        let object = json!({"z": 1, "name": 7, "vlan": 70000, "asn": "65010", "on": null, "a": {}});
        let mut fields = Fields::of(object).unwrap();
        assert_eq!(fields.text("name"), Err("`name` is a number, not text".to_owned()));
        assert_eq!(fields.number::<u16>("vlan"), Err("`vlan` is a number, not a number in range".to_owned()));
        assert_eq!(fields.number::<u32>("asn"), Ok(Some(65_010)));
        assert_eq!((fields.flag("on"), fields.flag("none")), (Ok(None), Ok(None)));
        assert_eq!(fields.rest().keys().collect::<Vec<_>>(), ["z", "a"]);
        assert!(Fields::of(json!([])).is_err_and(|why| why == "it is a list, not an object"));
    }
}
