//! The two descriptions of the API as codecs: both are read without being told, one is written.

mod fields;
mod pool;
mod published;
mod read;
mod reference;

use serde_json::{Map, Value};

pub(crate) use pool::Pool;
pub(crate) use read::{account, cni, interconnect, loa_name, settings, slot, status, token, tunnel};

use crate::domain::draft::{NewCni, NewInterconnect};
use crate::domain::{AccountId, Cni, CniFilter, InterconnectFilter, Schema, Settings, SlotFilter, Tunnel};

/// Parameters of a query, in the order they are written.
pub(crate) type Params = Vec<(&'static str, String)>;

/// The body that creates an interconnect.
pub(crate) fn new_interconnect(schema: Schema, account: &AccountId, draft: &NewInterconnect) -> Value {
    match (schema, draft) {
        // Only one description knows partner ports.
        (_, NewInterconnect::GcpPartner { bandwidth, pairing_key }) => {
            published::new_partner(account, bandwidth, pairing_key)
        }
        (Schema::Published, NewInterconnect::Direct(direct)) => published::new_direct(account, direct),
        (Schema::Reference, NewInterconnect::Direct(direct)) => reference::new_direct(account, direct),
    }
}

/// The body that creates a CNI.
pub(crate) fn new_cni(schema: Schema, account: &AccountId, draft: &NewCni) -> Value {
    match schema {
        Schema::Published => published::new_cni(account, draft),
        Schema::Reference => reference::new_cni(account, draft),
    }
}

/// The body that replaces a CNI, unknown fields included.
pub(crate) fn changed_cni(schema: Schema, account: &AccountId, cni: &Cni) -> Value {
    match schema {
        Schema::Published => published::changed_cni(account, cni),
        Schema::Reference => reference::changed_cni(account, cni),
    }
}

/// The body that replaces the settings; both descriptions agree on it.
pub(crate) fn changed_settings(settings: &Settings) -> Value {
    let mut body = Map::new();
    body.insert("default_asn".into(), settings.default_asn.map_or(Value::Null, |asn| asn.0.into()));
    body.extend(settings.extra.clone());
    Value::Object(body)
}

/// The body that replaces a tunnel: the object as it came, without what the server alone sets.
pub(crate) fn changed_tunnel(schema: Schema, tunnel: &Tunnel) -> Value {
    let Ok(Value::Object(mut body)) = serde_json::to_value(tunnel) else { return Value::Null };
    for key in ["id", "colo_name", "created_on", "modified_on"] {
        body.shift_remove(key);
    }
    if let Some(Value::Object(check)) = body.get_mut("health_check") {
        if check.get("enabled").is_some_and(Value::is_null) {
            check.shift_remove("enabled");
        }
        if let Some(rate) = check.get_mut("rate") {
            let spelled = match (schema, rate.as_str()) {
                (Schema::Published, Some("medium")) => Some(published::MIDDLE_RATE),
                (Schema::Reference, Some("mid")) => Some(reference::MIDDLE_RATE),
                _ => None,
            };
            if let Some(spelled) = spelled {
                *rate = spelled.into();
            }
        }
    }
    Value::Object(body)
}

/// Filters of the interconnect list.
pub(crate) fn interconnect_filter(schema: Schema, filter: &InterconnectFilter) -> Params {
    match schema {
        Schema::Published => published::interconnect_filter(filter),
        // The reference has none: the client filters what came.
        Schema::Reference => Vec::new(),
    }
}

/// Filters of the CNI list, the same in both.
pub(crate) fn cni_filter(filter: &CniFilter) -> Params {
    let slot = filter.slot.as_ref().map(|slot| ("slot", slot.to_string()));
    let tunnel = filter.tunnel.as_ref().map(|tunnel| ("tunnel_id", tunnel.to_string()));
    slot.into_iter().chain(tunnel).collect()
}

/// Filters of the slot list.
pub(crate) fn slot_filter(schema: Schema, filter: &SlotFilter) -> Params {
    match schema {
        Schema::Published => published::slot_filter(filter),
        Schema::Reference => reference::slot_filter(filter),
    }
}

/// Puts a field in where there is a value.
fn put<V: Into<Value>>(body: &mut Map<String, Value>, key: &str, value: Option<V>) {
    if let Some(value) = value {
        body.insert(key.to_owned(), value.into());
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::Asn;

    #[test]
    fn settings_clear_with_null_and_keep_the_unknown() {
        let change = |asn| {
            let extra = Map::from_iter([("later".to_owned(), json!(1))]);
            changed_settings(&Settings { default_asn: asn, extra })
        };
        assert_eq!(change(None), json!({"default_asn": null, "later": 1}));
        assert_eq!(change(Some(Asn(u32::MAX - 1))), json!({"default_asn": 4_294_967_294_u32, "later": 1}));
    }

    #[test]
    fn a_tunnel_goes_back_as_it_came_but_for_the_spelling_of_its_rate() {
        let came = json!({
            "id": "t1", "name": "c", "colo_name": "iad01", "created_on": "x", "modified_on": "y",
            "interface_address": "10.0.0.1/31", "mtu": 1500, "gre": {"cloudflare_endpoint": "203.0.113.1"},
            "health_check": {"enabled": true, "rate": "medium", "type": "reply", "target": {"saved": "", "effective": "10.0.0.0"}, "odd": [1]},
            "later": {"a": null},
        });
        let change = tunnel(came).unwrap();
        let body = changed_tunnel(Schema::Published, &change);
        assert_eq!(
            body,
            json!({
                "name": "c", "interface_address": "10.0.0.1/31", "mtu": 1500,
                "gre": {"cloudflare_endpoint": "203.0.113.1"},
                "health_check": {"enabled": true, "rate": "mid", "type": "reply", "target": {"saved": "", "effective": "10.0.0.0"}, "odd": [1]},
                "later": {"a": null},
            })
        );
        assert_eq!(changed_tunnel(Schema::Reference, &change)["health_check"]["rate"], "medium");
    }
}
