//! CNIs, their tunnels, and the settings, call by call.

use super::*;

#[test]
fn cnis_that_do_not_fit_are_refused_with_a_pointer() {
    let mut world = typical();
    let base = link(&world);
    let table = [
        ("/account", Some(json!("someone"))),
        ("/interconnect", None),
        ("/interconnect", Some(json!("none"))),
        ("/magic", None),
        ("/magic", Some(json!([]))),
        ("/magic/conduit_name", None),
        ("/magic/conduit_name", Some(json!(""))),
        ("/magic/description", None),
        ("/magic/mtu", Some(json!("1500"))),
        ("/magic/mtu", Some(json!(12))),
        ("/bgp/customer_asn", None),
        ("/bgp/customer_asn", Some(json!(0))),
        ("/bgp/customer_asn", Some(json!(23456))),
        ("/bgp/extra_prefixes", None),
        ("/bgp/md5_key", Some(json!("why?"))),
        ("/bgp_mode", Some(json!("other"))),
    ];
    for (pointer, value) in table {
        let answer = send(&mut world, START, "POST", "{a}/cni/cnis", Some(&with(&base, pointer, value.clone())));
        assert_eq!(answer.status, 400, "{pointer} {value:?}");
        assert_eq!(answer.value()["errors"][0]["source"]["pointer"], pointer, "{value:?}");
    }
    assert_eq!(world.cnis().len(), 26);
}

#[test]
fn a_cni_brings_addresses_and_a_tunnel_and_its_name_is_unique() {
    let mut world = typical();
    let body = link(&world);
    let made = send(&mut world, START, "POST", "{a}/cni/cnis", Some(&body)).value();
    assert!(made["p2p_ip"].as_str().unwrap().ends_with("/31"));
    assert_eq!(made["bgp"], body["bgp"]);
    let tunnels = get(&mut world, "{a}/magic/cf_interconnects").value();
    let tunnels = tunnels["result"]["interconnects"].as_array().unwrap();
    let tunnel = tunnels.iter().find(|tunnel| tunnel["name"] == "fresh").unwrap();
    assert_eq!(tunnel["interface_address"], made["p2p_ip"]);
    let again = send(&mut world, START, "POST", "{a}/cni/cnis", Some(&body));
    assert_eq!((again.status, world.cnis().len()), (409, 27));
    let path = format!("{{a}}/cni/cnis/{}", made["id"].as_str().unwrap());
    assert_eq!(get(&mut world, &path).value(), made);
    assert_eq!(send(&mut world, START, "DELETE", &path, None).status, 200);
    assert_eq!((world.cnis().len(), world.tunnels().len()), (26, 26));
}

#[test]
fn a_put_replaces_the_whole_cni() {
    let mut world = typical();
    let body = link(&world);
    let made = send(&mut world, START, "POST", "{a}/cni/cnis", Some(&body)).value();
    let path = format!("{{a}}/cni/cnis/{}", made["id"].as_str().unwrap());
    let unknown = with(&made, "/colour", Some(json!("blue")));
    assert_eq!(send(&mut world, START, "PUT", &path, Some(&unknown)).value()["colour"], "blue");
    let bare = with(&with(&made, "/bgp", None), "/magic/mtu", Some(json!(1476)));
    let stored = send(&mut world, START, "PUT", &path, Some(&bare)).value();
    assert_eq!(stored, bare);
    assert_eq!(get(&mut world, &path).value(), bare);
    for (pointer, value) in [
        ("/id", None),
        ("/id", Some(json!("00000000-0000-4000-8000-000000000000"))),
        ("/p2p_ip", None),
        ("/cust_ip", Some(json!("192.0.2.9/31"))),
    ] {
        let answer = send(&mut world, START, "PUT", &path, Some(&with(&made, pointer, value)));
        assert_eq!(answer.value()["errors"][0]["source"]["pointer"], pointer);
    }
}

#[test]
fn settings_can_be_set_and_cleared() {
    let mut world = typical();
    assert_eq!(get(&mut world, "{a}/cni/settings").value()["default_asn"], 13335);
    let set = |world: &mut World, asn: Value| {
        send(world, START, "PUT", "{a}/cni/settings", Some(&json!({ "default_asn": asn }))).value()
    };
    assert_eq!(set(&mut world, json!(4_200_012_001_u32))["default_asn"], 4_200_012_001_u32);
    assert_eq!(set(&mut world, json!("x"))["success"], false);
    assert_eq!(get(&mut world, "{a}/cni/settings").value()["default_asn"], 4_200_012_001_u32);
    assert_eq!(set(&mut world, Value::Null)["default_asn"], Value::Null);
}

#[test]
fn a_tunnel_is_changed_unless_it_is_only_asked() {
    let mut world = typical();
    let path = format!("{{a}}/magic/cf_interconnects/{}", world.tunnels()[0]);
    let body = json!({ "health_check": { "rate": "high", "target": "192.0.2.1" } });
    let dry = send(&mut world, START, "PUT", &format!("{path}?validate_only=true"), Some(&body)).value();
    assert_eq!(dry["result"]["modified_interconnect"]["health_check"]["rate"], "high");
    assert_eq!(get(&mut world, &path).value()["result"]["interconnect"]["health_check"]["rate"], "mid");
    send(&mut world, Duration::from_secs(9), "PUT", &path, Some(&body));
    let after = get(&mut world, &path).value()["result"]["interconnect"].clone();
    assert_eq!(after["health_check"]["rate"], "high");
    assert_eq!(
        (&after["health_check"]["target"], &after["modified_on"]),
        (&json!("192.0.2.1"), &json!("2026-11-24T10:00:09Z"))
    );
    let bad = json!({ "health_check": { "rate": "medium" } });
    let answer = send(&mut world, START, "PUT", &path, Some(&bad)).value();
    assert_eq!(answer["errors"][0]["source"]["pointer"], "/health_check/rate");
    let target = path.replace("{a}", &format!("/accounts/{}", world.account()));
    let both = Request::new("GET", &target)
        .header("authorization", &format!("Bearer {TOKEN}"))
        .header("x-magic-new-hc-target", "true");
    let both = world.handle(START, &both).value();
    assert_eq!(both["result"]["interconnect"]["health_check"]["target"]["saved"], "192.0.2.1");
}

#[test]
fn the_reference_schema_spells_the_middle_rate_its_own_way() {
    let mut world = reference();
    let path = format!("{{a}}/magic/cf_interconnects/{}", world.tunnels()[0]);
    let rate = |world: &mut World| get(world, &path).value()["result"]["interconnect"]["health_check"]["rate"].clone();
    assert_eq!(rate(&mut world), "medium");
    let set = |rate: &str| json!({ "health_check": { "rate": rate } });
    for (word, shown) in [("high", "high"), ("medium", "medium")] {
        send(&mut world, START, "PUT", &path, Some(&set(word)));
        assert_eq!(rate(&mut world), shown);
    }
    let answer = send(&mut world, START, "PUT", &path, Some(&set("mid"))).value();
    assert_eq!(answer["errors"][0]["source"]["pointer"], "/health_check/rate");
}

#[test]
fn the_reference_schema_makes_cnis_from_addresses() {
    let mut world = reference();
    let base = json!({
        "account": world.account(), "cust_ip": "192.0.2.1/31", "cf_ip": "192.0.2.0/31",
        "bgp_asn": 65001, "bgp_password": "k", "vlan": 100,
    });
    for (pointer, value) in [("/vlan", json!(4095)), ("/bgp_asn", json!(0)), ("/cust_ip", json!("192.0.2.8/31"))] {
        let answer = send(&mut world, START, "POST", "{a}/cni/cnis", Some(&with(&base, pointer, Some(value)))).value();
        assert_eq!(answer["errors"][0]["source"]["pointer"], pointer);
    }
    let made = send(&mut world, START, "POST", "{a}/cni/cnis", Some(&base)).value()["result"].clone();
    assert_eq!(with(&made, "/id", None), base);
    assert_eq!(send(&mut world, START, "POST", "{a}/cni/cnis", Some(&base)).status, 409);
    let path = format!("{{a}}/cni/cnis/{}", made["id"].as_str().unwrap());
    let changed = with(&base, "/vlan", Some(json!(7)));
    assert_eq!(send(&mut world, START, "PUT", &path, Some(&changed)).value()["result"]["vlan"], 7);
}
