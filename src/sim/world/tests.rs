//! The world as a client sees it, call by call.

mod links;

use serde_json::{Value, json};

use super::super::faults::Action;
use super::super::scenario::ScenarioSource;
use super::*;

const START: Duration = Duration::ZERO;

fn options(scenario: &str, schema: Schema) -> Options {
    Options {
        scenario: ScenarioSource::Named(scenario.to_owned()),
        schema,
        started: "2026-11-24T10:00:00Z".parse().unwrap(),
        ..Options::default()
    }
}

fn typical() -> World {
    World::new(&options("typical", Schema::Published)).unwrap()
}

fn reference() -> World {
    World::new(&options("typical", Schema::Reference)).unwrap()
}

fn send(world: &mut World, now: Duration, method: &str, path: &str, body: Option<&Value>) -> Response {
    let target = path.replace("{a}", &format!("/accounts/{}", world.account()));
    let mut request = Request::new(method, &target).header("authorization", &format!("Bearer {TOKEN}"));
    if let Some(body) = body {
        request = request.body(body.to_string());
    }
    world.handle(now, &request)
}

fn get(world: &mut World, path: &str) -> Response {
    send(world, START, "GET", path, None)
}

fn order(world: &World) -> Value {
    json!({ "account": world.account(), "slot_id": world.free_slot(None).unwrap(), "type": "direct" })
}

fn link(world: &World) -> Value {
    let port = world.interconnects()[0].clone();
    json!({
        "account": world.account(), "interconnect": port,
        "magic": { "conduit_name": "fresh", "description": "d", "mtu": 1500 },
        "bgp": { "customer_asn": 64512, "extra_prefixes": ["192.0.2.0/24"], "md5_key": "k" },
    })
}

/// The base with one field changed (or, with `None`, taken away).
fn with(base: &Value, pointer: &str, value: Option<Value>) -> Value {
    let mut changed = base.clone();
    let (parent, field) = pointer.rsplit_once('/').unwrap();
    let object = changed.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    match value {
        Some(value) => object.insert(field.to_owned(), value),
        None => object.remove(field),
    };
    changed
}

#[test]
fn every_answer_is_signed() {
    let mut world = typical();
    let good = get(&mut world, "{a}/cni/settings");
    let bad = get(&mut world, "/nowhere");
    for answer in [&good, &bad] {
        assert!(answer.header_value("cf-ray").unwrap().ends_with("-SIM"));
        assert!(answer.header_value("ratelimit-policy").unwrap().contains("q=1200;w=300"));
    }
    assert_eq!(good.header_value("ratelimit"), Some("\"default\";r=1199;t=300"));
    assert_ne!(good.header_value("cf-ray"), bad.header_value("cf-ray"));
}

#[test]
fn strangers_stay_out() {
    let mut world = typical();
    let target = format!("/accounts/{}/cni/slots", world.account());
    let nobody = world.handle(START, &Request::new("GET", &target));
    let other = world.handle(START, &Request::new("GET", &target).header("authorization", "Bearer other"));
    for answer in [nobody, other] {
        assert_eq!((answer.status, answer.value()["errors"][0]["code"].as_u64()), (401, Some(10000)));
    }
    assert_eq!(get(&mut world, "/accounts/ffffffffffffffffffffffffffffffff/cni/slots").status, 403);
}

#[test]
fn unknown_routes_objects_and_methods_are_told_apart() {
    let mut world = typical();
    let uuid = "00000000-0000-4000-8000-000000000000";
    for (method, path, status) in [
        ("GET", "/zones".to_owned(), 404),
        ("GET", "{a}/cni".to_owned(), 404),
        ("GET", "{a}/cni/interconnects/none".to_owned(), 404),
        ("GET", "{a}/cni/interconnects/none/status".to_owned(), 404),
        ("GET", "{a}/cni/interconnects/none/loa".to_owned(), 404),
        ("DELETE", "{a}/cni/interconnects/none".to_owned(), 404),
        ("GET", format!("{{a}}/cni/cnis/{uuid}"), 404),
        ("GET", "{a}/cni/cnis/nonsense".to_owned(), 400),
        ("GET", format!("{{a}}/cni/slots/{uuid}"), 404),
        ("GET", "{a}/magic/cf_interconnects/none".to_owned(), 404),
        ("PUT", "{a}/cni/interconnects".to_owned(), 405),
        ("POST", "{a}/cni/slots".to_owned(), 405),
        ("DELETE", "{a}/cni/settings".to_owned(), 405),
        ("PATCH", format!("{{a}}/cni/cnis/{uuid}"), 405),
    ] {
        let answer = send(&mut world, START, method, &path, None);
        assert_eq!(answer.status, status, "{method} {path}");
        assert_eq!(answer.value()["success"], false, "{method} {path}");
    }
}

#[test]
fn the_budget_ends_for_everything_and_comes_back() {
    let mut world = World::new(&Options { calls_per_window: 3, ..options("typical", Schema::Published) }).unwrap();
    for _ in 0..3 {
        assert_eq!(get(&mut world, "{a}/cni/settings").status, 200);
    }
    let over = send(&mut world, Duration::from_secs(100), "GET", "/user/tokens/verify", None);
    assert_eq!((over.status, over.header_value("retry-after")), (429, Some("200")));
    assert_eq!(send(&mut world, Duration::from_mins(5), "GET", "/user/tokens/verify", None).status, 200);
}

#[test]
fn orders_that_do_not_fit_are_refused_with_a_pointer() {
    let mut world = typical();
    let base = order(&world);
    let taken = world.stock.slots[0].id.clone();
    let table = [
        ("/slot_id", None),
        ("/slot_id", Some(json!("slot_abc"))),
        ("/slot_id", Some(json!("00000000-0000-4000-8000-000000000000"))),
        ("/slot_id", Some(json!(taken))),
        ("/slot_id", Some(json!(7))),
        ("/speed", Some(json!("400G"))),
        ("/speed", Some(json!(10))),
        ("/account", None),
        ("/account", Some(json!("someone"))),
        ("/type", None),
        ("/type", Some(json!("carrier_pigeon"))),
    ];
    for (pointer, value) in table {
        let body = with(&base, pointer, value.clone());
        let answer = send(&mut world, START, "POST", "{a}/cni/interconnects?validate_only=true", Some(&body));
        assert_eq!(answer.status, 400, "{pointer} {value:?}");
        assert_eq!(answer.value()["errors"][0]["source"]["pointer"], pointer, "{value:?}");
    }
    assert_eq!(world.interconnects().len(), 24);
    let broken = Request::new("POST", &format!("/accounts/{}/cni/interconnects", world.account()))
        .header("authorization", &format!("Bearer {TOKEN}"))
        .body("{");
    assert_eq!(world.handle(START, &broken).status, 400);
}

#[test]
fn a_dry_run_takes_nothing_and_foretells_the_order() {
    let mut world = typical();
    let body = order(&world);
    let slot = body["slot_id"].as_str().unwrap().to_owned();
    let dry = send(&mut world, START, "POST", "{a}/cni/interconnects?validate_only=true", Some(&body));
    assert_eq!(dry.status, 200);
    assert_eq!((world.interconnects().len(), world.interconnects_on_slot(&slot)), (24, 0));
    assert_eq!(get(&mut world, &format!("{{a}}/cni/slots/{slot}")).value()["occupied"], false);
    let real = send(&mut world, START, "POST", "{a}/cni/interconnects", Some(&body));
    assert_eq!(real.value(), dry.value());
    assert_eq!((world.interconnects().len(), world.interconnects_on_slot(&slot)), (25, 1));
}

#[test]
fn an_ignored_dry_run_orders() {
    let ignored = Options { validate_only: ValidateOnly::Ignored, ..options("typical", Schema::Published) };
    let mut world = World::new(&ignored).unwrap();
    let body = order(&world);
    let slot = body["slot_id"].as_str().unwrap().to_owned();
    let answer = send(&mut world, START, "POST", "{a}/cni/interconnects?validate_only=true", Some(&body));
    assert_eq!((answer.status, world.interconnects_on_slot(&slot)), (200, 1));
    assert_eq!(get(&mut world, &format!("{{a}}/cni/slots/{slot}")).value()["occupied"], true);
}

#[test]
fn an_order_lives_from_pending_to_healthy_to_gone() {
    let mut world = typical();
    let body = order(&world);
    let slot = body["slot_id"].as_str().unwrap().to_owned();
    let at = Duration::from_secs(5);
    let made = send(&mut world, at, "POST", "{a}/cni/interconnects", Some(&body)).value();
    for field in ["account", "facility", "name", "site", "slot_id", "speed", "type", "virtual_port_reservation_id"] {
        assert!(!made[field].is_null(), "{field}");
    }
    let name = made["name"].as_str().unwrap().to_owned();
    assert!(name.starts_with(&format!("icn-{}-10g-", made["site"].as_str().unwrap())), "{name}");
    let status = format!("{{a}}/cni/interconnects/{name}/status");
    assert_eq!(send(&mut world, Duration::from_secs(64), "GET", &status, None).value(), json!({ "state": "Pending" }));
    assert_eq!(send(&mut world, Duration::from_secs(65), "GET", &status, None).value(), json!({ "state": "Healthy" }));
    let held = get(&mut world, &format!("{{a}}/cni/slots/{slot}")).value();
    assert_eq!((&held["occupied"], &held["account"]), (&json!(true), &json!(world.account())));
    assert_eq!(send(&mut world, START, "POST", "{a}/cni/interconnects", Some(&body)).status, 400);
    let path = format!("{{a}}/cni/interconnects/{name}");
    assert_eq!(send(&mut world, START, "DELETE", &path, None).status, 200);
    assert_eq!(send(&mut world, START, "DELETE", &path, None).status, 404);
    assert_eq!(get(&mut world, &format!("{{a}}/cni/slots/{slot}")).value()["occupied"], false);
}

#[test]
fn an_interconnect_with_cnis_stays() {
    let mut world = typical();
    let name = world.interconnects()[0].clone();
    let path = format!("{{a}}/cni/interconnects/{name}");
    assert_eq!(send(&mut world, START, "DELETE", &path, None).status, 409);
    let cnis = get(&mut world, "{a}/cni/cnis").value();
    for cni in cnis["items"].as_array().unwrap().iter().filter(|cni| cni["interconnect"] == name.as_str()) {
        let path = format!("{{a}}/cni/cnis/{}", cni["id"].as_str().unwrap());
        assert_eq!(send(&mut world, START, "DELETE", &path, None).status, 200);
    }
    assert_eq!(send(&mut world, START, "DELETE", &path, None).status, 200);
}

#[test]
fn a_partner_attachment_is_ordered_by_its_key() {
    let mut world = typical();
    let key = "7e51371e-72a3-40b5-b844-2e3efefaee59/us-central1/1";
    let base = json!({ "account": world.account(), "type": "gcp_partner", "bandwidth": "1G", "pairing_key": key });
    for (pointer, value) in [("/bandwidth", json!("3G")), ("/pairing_key", json!("nonsense"))] {
        let answer = send(&mut world, START, "POST", "{a}/cni/interconnects", Some(&with(&base, pointer, Some(value))));
        assert_eq!(answer.value()["errors"][0]["source"]["pointer"], pointer);
    }
    let made = send(&mut world, START, "POST", "{a}/cni/interconnects", Some(&base)).value();
    assert_eq!((&made["region"], &made["speed"]), (&json!("us-central1"), &json!("1G")));
    let letter = format!("{{a}}/cni/interconnects/{}/loa", made["name"].as_str().unwrap());
    assert_eq!(get(&mut world, &letter).status, 400);
}

#[test]
fn a_letter_is_a_pdf_with_the_name_asked_for() {
    let mut world = typical();
    let path = format!("{{a}}/cni/interconnects/{}/loa", world.interconnects()[0]);
    let has = |pdf: &[u8], text: &str| pdf.windows(text.len()).any(|part| part == text.as_bytes());
    let letter = get(&mut world, &path);
    assert_eq!(letter.header_value("content-type"), Some("application/pdf"));
    assert!(letter.body.starts_with(b"%PDF-1.") && has(&letter.body, "Lumenfold Media"));
    let named = get(&mut world, &format!("{path}?name=Another+Party"));
    assert!(has(&named.body, "Another Party") && !has(&named.body, "Lumenfold"));
    assert_eq!(get(&mut world, &format!("{path}?name={}", "x".repeat(201))).status, 400);
    assert_eq!(get(&mut world, &format!("{path}/default")).value()["name"], "Lumenfold Media");
    let mut other = reference();
    let path = format!("{{a}}/cni/interconnects/{}/loa/default", other.interconnects()[0]);
    assert_eq!(get(&mut other, &path).status, 404);
}

#[test]
fn filters_keep_what_fits() {
    let mut world = typical();
    let mut items = |path: &str| get(&mut world, path).value()["items"].as_array().unwrap().clone();
    let free = items("{a}/cni/slots?occupied=false&limit=100");
    assert!(!free.is_empty() && free.iter().all(|slot| slot["occupied"] == false));
    let taken = items("{a}/cni/slots?occupied=true&limit=100");
    assert_eq!(free.len() + taken.len(), 60);
    let fast = items("{a}/cni/slots?speed=100G&site=iad-a");
    assert_eq!(fast.len(), 2);
    let ashburn = items("{a}/cni/slots?address_contains=ashburn");
    assert!(!ashburn.is_empty() && ashburn.iter().all(|slot| slot["site"] == "iad-a"));
    assert_eq!(items("{a}/cni/interconnects?site=lhr-a").len(), 3);
    assert_eq!(items("{a}/cni/interconnects?type=gcp_partner").len(), 1);
    let core = items("{a}/cni/interconnects?site=iad-a").iter().find(|port| port["speed"] == "100G").cloned().unwrap();
    assert_eq!(items(&format!("{{a}}/cni/cnis?slot={}", core["slot_id"].as_str().unwrap())).len(), 2);
    let tunnel = world.tunnels()[3].clone();
    let on = get(&mut world, &format!("{{a}}/cni/cnis?tunnel_id={tunnel}")).value();
    assert_eq!(on["items"][0]["id"].as_str(), Some(world.cnis()[3].as_str()));
    assert_eq!(on["items"].as_array().unwrap().len(), 1);
    assert_eq!(get(&mut world, "{a}/cni/slots?occupied=perhaps").status, 400);
}

#[test]
fn the_reference_schema_has_ids_and_states_in_its_lists() {
    let mut world = reference();
    let list = get(&mut world, "{a}/cni/interconnects").value();
    assert_eq!((&list["success"], &list["result_info"]["total_count"]), (&json!(true), &json!(24)));
    let first = &list["result"][0];
    assert!(first["id"].as_str().unwrap().starts_with("icon_"));
    assert_eq!((&first["facility"], &first["status"]), (&json!("IAD1"), &json!("healthy")));
    let facility = get(&mut world, "{a}/cni/slots?facility=IAD1&occupied=false").value();
    assert!(facility["result"].as_array().unwrap().iter().all(|slot| slot["facility"] == "IAD1"));
    let mut body = order(&world);
    body["name"] = json!("prod");
    body["facility"] = json!("ZZZ9");
    let wrong = send(&mut world, START, "POST", "{a}/cni/interconnects", Some(&body)).value();
    assert_eq!(wrong["errors"][0]["source"]["pointer"], "/facility");
    let body = with(&body, "/facility", None);
    let made = send(&mut world, START, "POST", "{a}/cni/interconnects", Some(&body)).value()["result"].clone();
    assert_eq!((&made["name"], &made["status"]), (&json!("prod"), &json!("pending")));
    let key = made["id"].as_str().unwrap();
    let state = send(&mut world, PENDING, "GET", &format!("{{a}}/cni/interconnects/{key}/status"), None).value();
    assert_eq!(state["result"]["status"], "active");
}

#[test]
fn the_token_and_its_accounts_are_shown() {
    let mut world = typical();
    let token = get(&mut world, "/user/tokens/verify").value();
    assert_eq!(
        (&token["result"]["status"], &token["result"]["expires_on"]),
        (&json!("active"), &json!("2027-06-22T10:00:00Z"))
    );
    assert_eq!(get(&mut world, "/accounts").value()["result"][0]["id"], world.account());
    assert_eq!(get(&mut world, "/accounts?page=2").value()["result"], json!([]));
}

#[test]
fn a_lost_reply_has_done_its_work_and_an_error_has_not() {
    let mut world = typical();
    let body = order(&world);
    let slot = body["slot_id"].as_str().unwrap().to_owned();
    world.add_fault(Fault::new("POST", "/interconnects", Action::Status(500)));
    assert_eq!(send(&mut world, START, "POST", "{a}/cni/interconnects", Some(&body)).status, 500);
    assert_eq!(world.interconnects_on_slot(&slot), 0);
    world.add_fault(Fault::new("POST", "/interconnects", Action::Reset).after_the_work());
    let lost = send(&mut world, START, "POST", "{a}/cni/interconnects", Some(&body));
    assert_eq!(lost.transport.ending, super::super::Ending::Reset);
    assert_eq!(world.interconnects_on_slot(&slot), 1);
}

#[test]
fn a_state_set_by_hand_stays_and_a_slot_can_be_lost() {
    let mut world = typical();
    let key = world.interconnects()[0].clone();
    assert!(world.set_state(&key, State::down("carrier lost")) && !world.set_state("none", State::Healthy));
    let path = format!("{{a}}/cni/interconnects/{key}/status");
    let state = send(&mut world, Duration::from_secs(500), "GET", &path, None).value();
    assert_eq!(state, json!({ "state": "Down", "reason": "carrier lost" }));
    let body = order(&world);
    assert!(world.take_slot(body["slot_id"].as_str().unwrap()));
    assert_eq!(send(&mut world, START, "POST", "{a}/cni/interconnects", Some(&body)).status, 400);
    let calls = world.calls();
    assert!(calls[0].path_and_query.ends_with("/status") && calls[0].at == Duration::from_secs(500));
}
