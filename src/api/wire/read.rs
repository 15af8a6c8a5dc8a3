//! From JSON of either description to the domain. What is missing is unknown; what is of a wrong type is an error of
//! that one object.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::fields::Fields;
use super::pool::Pool;
use crate::domain::call::{Account, TokenState};
use crate::domain::{
    Asn, Bgp, Cni, Facility, Interconnect, Kind, Magic, Prefix, Schema, Settings, Slot, State, Status, Tunnel,
};

/// How ids of the reference begin; such an object is of the reference whatever the profile says.
const REFERENCE_ID: &str = "icon_";

const MAGIC: [&str; 3] = ["conduit_name", "description", "mtu"];
const BGP: [&str; 3] = ["customer_asn", "extra_prefixes", "md5_key"];
const CHECK: [&str; 5] = ["enabled", "rate", "type", "target", "direction"];

/// An interconnect. Its key in a path is its name in one description, its id in the other.
pub(crate) fn interconnect(value: Value, schema: Schema) -> Result<Interconnect, String> {
    let mut fields = Fields::of(value)?;
    let name = fields.text("name")?.filter(|name| !name.is_empty());
    let id = fields.text("id")?.filter(|id| !id.is_empty());
    let by_id = schema == Schema::Reference || id.as_deref().is_some_and(|id| id.starts_with(REFERENCE_ID));
    let mut spare = None;
    let (key, name) = match (id, name) {
        (None, None) => return Err("`name` and `id` are missing".to_owned()),
        (Some(id), None) => (id.clone(), id),
        (None, Some(name)) => (name.clone(), name),
        (Some(id), Some(name)) if by_id => (id, name),
        (Some(id), Some(name)) => {
            spare = Some(id);
            (name.clone(), name)
        }
    };
    let mut read = Interconnect {
        key: key.into(),
        name,
        kind: fields.text("type")?.as_deref().map(Kind::from),
        account: fields.text("account")?.map(Into::into),
        owner: fields.text("owner")?,
        site: fields.text("site")?.map(Into::into),
        region: fields.text("region")?,
        slot_id: fields.text("slot_id")?.map(Into::into),
        speed: fields.text("speed")?.map(Into::into),
        facility: facility(fields.value("facility"))?,
        ccr_device_name: fields.text("ccr_device_name")?,
        virtual_port_reservation_id: fields.text("virtual_port_reservation_id")?,
        description: fields.text("description")?,
        status: fields.value("status").map(status).transpose()?,
        extra: fields.rest(),
    };
    if let Some(id) = spare {
        read.extra.insert("id".to_owned(), id.into());
    }
    Ok(read)
}

/// A state: a word, or an object that holds it under `state` or `status`.
pub(crate) fn status(value: Value) -> Result<Status, String> {
    if let Value::String(word) = value {
        return Ok(Status { state: State::from(word), reason: None });
    }
    let mut fields = Fields::of(value)?;
    let word = match fields.text("state")? {
        Some(word) => word,
        None => fields.name("status").map_err(|_| "`state` is missing".to_owned())?,
    };
    Ok(Status { state: State::from(word), reason: fields.text("reason")? })
}

/// A CNI: addresses as `p2p_ip` or `cf_ip`, the session as `bgp` or flat.
pub(crate) fn cni(value: Value) -> Result<Cni, String> {
    let mut fields = Fields::of(value)?;
    let id = fields.name("id")?;
    let account = fields.text("account")?;
    let interconnect = fields.text("interconnect")?;
    let p2p_ip = match fields.text("p2p_ip")? {
        Some(ip) => Some(ip),
        None => fields.text("cf_ip")?,
    };
    let cust_ip = fields.text("cust_ip")?;
    let magic = fields.object("magic", &MAGIC)?.map(|magic| known::<Magic>(magic, "magic")).transpose()?;
    let mut bgp = fields.object("bgp", &BGP)?.map(|bgp| known::<Bgp>(bgp, "bgp")).transpose()?;
    if bgp.is_none() {
        let customer_asn = fields.number("bgp_asn")?.map(Asn);
        let md5_key = fields.text("bgp_password")?;
        if customer_asn.is_some() || md5_key.is_some() {
            bgp = Some(Bgp { customer_asn, md5_key, ..Bgp::default() });
        }
    }
    Ok(Cni {
        id: id.into(),
        account: account.map(Into::into),
        interconnect: interconnect.map(Into::into),
        p2p_ip: p2p_ip.map(Prefix::from),
        cust_ip: cust_ip.map(Prefix::from),
        magic,
        bgp,
        bgp_mode: fields.text("bgp_mode")?,
        vlan: fields.number("vlan")?,
        extra: fields.rest(),
    })
}

/// A slot. What it says like others before it is held once, in the pool.
pub(crate) fn slot(value: Value, pool: &mut Pool) -> Result<Slot, String> {
    let mut fields = Fields::of(value)?;
    Ok(Slot {
        id: fields.name("id")?.into(),
        site: fields.text("site")?.map(|text| pool.text(text).into()),
        speed: fields.text("speed")?.map(|text| pool.text(text).into()),
        occupied: fields.flag("occupied")?,
        facility: facility(fields.value("facility"))?.map(|facility| pool.facility(facility)),
        account: fields.text("account")?.map(|text| pool.text(text).into()),
        ccr_device_name: fields.text("ccr_device_name")?.map(|text| pool.text(text)),
        extra: fields.rest(),
    })
}

/// The settings.
pub(crate) fn settings(value: Value) -> Result<Settings, String> {
    let mut fields = Fields::of(value)?;
    Ok(Settings { default_asn: fields.number("default_asn")?.map(Asn), extra: fields.rest() })
}

/// A tunnel, alone or as `interconnect` / `modified_interconnect` of an answer.
pub(crate) fn tunnel(value: Value) -> Result<Tunnel, String> {
    let mut fields = Fields::of(value)?;
    for key in ["modified_interconnect", "interconnect"] {
        if let Some(inside) = fields.object(key, &[])? {
            return tunnel(inside);
        }
    }
    let check = fields.object("health_check", &CHECK)?;
    let mut map = fields.rest();
    for key in ["name", "colo_name", "description", "interface_address", "mtu", "virtual_port_reservation_id"] {
        if map.get(key).is_some_and(Value::is_null) {
            map.shift_remove(key);
        }
    }
    if map.get("id").and_then(Value::as_str).is_none_or(str::is_empty) {
        return Err("`id` is missing".to_owned());
    }
    if let Some(check) = check {
        map.insert("health_check".to_owned(), check);
    }
    known(Value::Object(map), "it")
}

/// The state of a token.
pub(crate) fn token(value: Value) -> Result<TokenState, String> {
    let mut fields = Fields::of(value)?;
    Ok(TokenState { status: fields.name("status")?, expires_on: fields.text("expires_on")? })
}

/// An account.
pub(crate) fn account(value: Value) -> Result<Account, String> {
    let mut fields = Fields::of(value)?;
    Ok(Account { id: fields.name("id")?.into(), name: fields.text("name")?.unwrap_or_default() })
}

/// The default name on a letter: a text, or an object that holds one. The call is not documented, so its shape is a
/// guess and any other answer means that the server does not tell.
pub(crate) fn loa_name(value: &Value) -> Option<String> {
    let inside = ["name", "default", "loa_name", "default_name"].iter().find_map(|key| value.get(key)?.as_str());
    value.as_str().or(inside).map(str::to_owned).filter(|name| !name.trim().is_empty())
}

/// A building: an object, or only its code.
fn facility(value: Option<Value>) -> Result<Option<Facility>, String> {
    let map = match value {
        None => return Ok(None),
        Some(Value::String(code)) => return Ok(Some(Facility { name: code, address: Vec::new() })),
        Some(Value::Object(map)) => map,
        Some(_) => return Err("`facility` is neither text nor an object".to_owned()),
    };
    let mut fields = Fields::of(Value::Object(map))?;
    let name = fields.text("name")?.unwrap_or_default();
    let address = match fields.value("address") {
        None => Vec::new(),
        Some(Value::String(line)) => vec![line],
        Some(lines) => known(lines, "facility/address")?,
    };
    Ok(Some(Facility { name, address }))
}

fn known<T: DeserializeOwned>(value: Value, what: &str) -> Result<T, String> {
    serde_json::from_value(value).map_err(|why| format!("`{what}` cannot be read: {why}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn interconnects_of_both_descriptions() {
        let published = json!({
            "account": "a", "name": "CNI-1", "type": "direct", "site": "iad-a", "slot_id": "s", "speed": "10G",
            "facility": {"name": "Equinix DC2", "address": ["1 Way", "Ashburn"]}, "virtual_port_reservation_id": "v",
            "ccr_device_name": null, "later": {"x": 1},
        });
        let read = interconnect(published, Schema::Reference).unwrap();
        assert_eq!((read.key.as_str(), read.name.as_str()), ("CNI-1", "CNI-1"));
        assert_eq!(read.facility.unwrap().one_line(), "Equinix DC2, 1 Way, Ashburn");
        assert_eq!((read.ccr_device_name, read.status), (None, None));
        assert_eq!(read.extra["later"], json!({"x": 1}));

        let reference = json!({"id": "icon_abc", "name": "prod", "type": "warp", "facility": "EWR1", "speed": "10G", "status": "active"});
        let read = interconnect(reference, Schema::Published).unwrap();
        assert_eq!((read.key.as_str(), read.name.as_str()), ("icon_abc", "prod"));
        assert_eq!(read.facility.unwrap().name, "EWR1");
        assert_eq!(read.status.unwrap().state, State::Healthy);
        assert_eq!(read.kind, Some(Kind::Other("warp".into())));
        assert_eq!((read.account, read.slot_id), (None, None));
    }

    #[test]
    fn the_key_follows_the_description_where_both_are_given() {
        let both = || json!({"id": "7f3a", "name": "CNI-1"});
        let published = interconnect(both(), Schema::Published).unwrap();
        assert_eq!((published.key.as_str(), &published.extra["id"]), ("CNI-1", &json!("7f3a")));
        assert_eq!(interconnect(both(), Schema::Reference).unwrap().key.as_str(), "7f3a");
        assert!(interconnect(json!({"name": "", "speed": "1G"}), Schema::Published).is_err());
        assert!(interconnect(json!({"name": "x", "speed": 10}), Schema::Published).unwrap_err().contains("speed"));
    }

    #[test]
    fn a_state_in_any_of_its_shapes() {
        for (value, state, reason) in [
            (json!("active"), State::Healthy, None),
            (json!({"state": "Down", "reason": "no light"}), State::Down, Some("no light")),
            (json!({"status": "unhealthy"}), State::Unhealthy, None),
            (json!({"state": "Draining", "reason": null}), State::Other("Draining".into()), None),
        ] {
            let read = status(value).unwrap();
            assert_eq!((read.state, read.reason.as_deref()), (state, reason));
        }
        for bad in [json!({}), json!(null), json!([]), json!({"state": 1}), json!({"state": null})] {
            assert!(status(bad.clone()).is_err(), "{bad}");
        }
    }

    #[test]
    fn cnis_of_both_descriptions() {
        let published = json!({
            "id": "c1", "account": "a", "interconnect": "i", "p2p_ip": "10.0.0.0/31", "cust_ip": "10.0.0.1/31",
            "magic": {"conduit_name": "m", "description": null, "mtu": 1476, "odd": 1},
            "bgp": {"customer_asn": 4_294_967_294_u32, "extra_prefixes": null, "md5_key": null, "odd": [2]},
            "bgp_mode": null, "odd": true,
        });
        let read = cni(published).unwrap();
        assert_eq!(read.bgp.as_ref().unwrap().customer_asn, Some(Asn(4_294_967_294)));
        assert_eq!((&read.magic.unwrap().extra["odd"], &read.bgp.unwrap().extra["odd"]), (&json!(1), &json!([2])));
        assert_eq!((read.bgp_mode, read.extra["odd"].clone()), (None, json!(true)));

        let reference = json!({"id": "c2", "account": "a", "cust_ip": "192.0.2.1/31", "cf_ip": "192.0.2.0/31", "bgp_asn": 65000, "bgp_password": "k", "vlan": 100});
        let read = cni(reference).unwrap();
        let bgp = read.bgp.unwrap();
        assert_eq!((bgp.customer_asn, bgp.md5_key.as_deref()), (Some(Asn(65_000)), Some("k")));
        assert_eq!((read.p2p_ip.unwrap().as_str(), read.vlan), ("192.0.2.0/31", Some(100)));
        assert!(read.extra.is_empty());
        assert!(cni(json!({"id": "c", "vlan": 70_000})).is_err());
        assert!(cni(json!({"account": "a"})).unwrap_err().contains("id"));
    }

    #[test]
    fn what_a_slot_does_not_say_is_unknown() {
        let read =
            slot(json!({"id": "s", "facility": {"name": null, "address": "one line"}}), &mut Pool::default()).unwrap();
        assert_eq!((read.occupied, read.is_free(), read.speed), (None, false, None));
        assert_eq!(read.facility.unwrap().address, ["one line"]);
        assert!(slot(json!({"id": "s", "occupied": "no"}), &mut Pool::default()).is_err());
    }

    #[test]
    fn a_tunnel_in_any_of_its_wrappings() {
        let bare = || json!({"id": "t", "name": "m", "mtu": null, "health_check": {"enabled": null, "target": "10.0.0.1"}, "gre": null});
        for value in
            [bare(), json!({"interconnect": bare()}), json!({"modified": true, "modified_interconnect": bare()})]
        {
            let read = tunnel(value).unwrap();
            assert_eq!((read.name.as_str(), read.mtu), ("m", None));
            assert_eq!(read.health_check.unwrap().target.unwrap().effective(), "10.0.0.1");
        }
        assert!(tunnel(json!({"name": "m"})).is_err());
    }

    #[test]
    fn the_name_on_a_letter_is_guessed_but_never_made_up() {
        assert_eq!(loa_name(&json!("Acme")).as_deref(), Some("Acme"));
        assert_eq!(loa_name(&json!({"name": "Acme"})).as_deref(), Some("Acme"));
        for none in [json!(null), json!(" "), json!({}), json!([1])] {
            assert_eq!(loa_name(&none), None);
        }
    }
}
