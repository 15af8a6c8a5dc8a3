//! What is sent of a change, how often, and what its answer means.

use axum::http::Method;
use meetme::api::{Client, Options};
use meetme::domain::call::{Query, Reply, Urgency};
use meetme::domain::change::{Made, Outcome};
use meetme::domain::draft::{Change, Edit, NewCni, Removal};
use meetme::domain::{Asn, FaultKind, Grant, Magic, Mode, Schema, Settings, Tunnel};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::servers::{enveloped, raw, refusal, reply, server, yes};
use super::{client, confirmed, create, direct, not_sent, options, settings, unknown};

#[tokio::test]
async fn a_write_is_sent_once_whatever_comes_back() {
    for status in [408, 429, 500, 502, 503, 504, 520] {
        let (base, calls) = server(move |_, _| refusal(status, 1, "x")).await;
        assert_eq!(unknown(create(&client(&base, Schema::Published)).await).status, Some(status));
        assert_eq!(calls.lock().unwrap().len(), 1, "{status}");
    }
    for answer in ["", "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"name\":\"n\"}", "no http\r\n\r\n"] {
        let (base, count) = raw(answer.into(), true).await;
        let fault = unknown(create(&client(&base, Schema::Published)).await);
        assert!(matches!(fault.kind, FaultKind::Lost | FaultKind::Unreadable), "{fault}");
        assert_eq!(count.load(Ordering::SeqCst), 1, "{answer}");
    }
}

#[tokio::test]
async fn a_write_goes_out_on_a_connection_of_its_own() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/client/v4", listener.local_addr().unwrap());
    let lines = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&lines);
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            counted.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(async move {
                let mut request = [0; 4096];
                while stream.read(&mut request).await.unwrap_or(0) > 0 {
                    let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{\"name\":\"n\"}";
                    stream.write_all(answer).await.unwrap();
                }
            });
        }
    });
    let client = client(&base, Schema::Published);
    settings(&client).await.unwrap();
    settings(&client).await.unwrap();
    assert_eq!(lines.load(Ordering::SeqCst), 1, "reads share a connection");
    for writes in 1..3 {
        assert!(matches!(create(&client).await, Outcome::Done(_)));
        assert_eq!(lines.load(Ordering::SeqCst), 1 + writes);
    }
}

#[tokio::test]
async fn a_write_that_finds_no_server_was_not_sent() {
    // Held, and not listened at: given back, it could be the port of another test's server.
    let held = tokio::net::TcpSocket::new_v4().unwrap();
    held.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let base = format!("http://{}", held.local_addr().unwrap());
    let client = client(&base, Schema::Published);
    let fault = not_sent(create(&client).await);
    assert_eq!(fault.kind, FaultKind::Network);
    assert!(fault.what.contains("127.0.0.1"), "{}", fault.what);
    assert_eq!(settings(&client).await.unwrap_err().kind, FaultKind::Network);
}

#[tokio::test]
async fn a_well_formed_refusal_and_a_readable_object_are_clear() {
    let (base, calls) = server(|_, count| match count {
        1 => refusal(400, 1002, "slot is taken"),
        2 => refusal(403, 1, "no entitlement"),
        _ => yes(&json!({"account": "acc", "name": "CNI-1", "type": "direct", "slot_id": "s1"})),
    })
    .await;
    let client = client(&base, Schema::Published);
    let Outcome::Refused(fault) = create(&client).await else { panic!("refused") };
    assert_eq!((fault.kind, fault.on_field("slot_id").unwrap().code), (FaultKind::Refused, 1002));
    assert!(matches!(create(&client).await, Outcome::Refused(fault) if fault.kind == FaultKind::Forbidden));
    let prepared = client.prepare(direct());
    let frozen = prepared.request().body.clone();
    assert_eq!(client.dry_run(&prepared).await, Outcome::Done(Some("CNI-1".into())));
    let Outcome::Done(Made::Interconnect(made)) = client.commit(&confirmed(prepared)).await else { panic!("done") };
    assert_eq!(made.key.as_str(), "CNI-1");
    let calls = calls.lock().unwrap();
    assert_eq!(calls[2].target, "/accounts/acc/cni/interconnects?validate_only=true");
    assert_eq!(calls[3].target, "/accounts/acc/cni/interconnects");
    assert_eq!((&calls[2].body, &calls[3].body), (&frozen, &frozen));
    assert_eq!(calls[3].headers["content-type"], "application/json");
}

#[tokio::test]
async fn a_session_that_only_reads_sends_no_write() {
    let (base, calls) = server(|_, _| yes(&json!({"default_asn": 1}))).await;
    let client = Client::new(Options { mode: Mode::ReadOnly, ..options(&base, Schema::Published) }).unwrap();
    assert_eq!(not_sent(create(&client).await).kind, FaultKind::ReadOnly);
    let prepared = client.prepare(direct());
    assert_eq!(not_sent(client.dry_run(&prepared).await).kind, FaultKind::ReadOnly);
    let removal = client.prepare(Change::Removal(Removal::Cni("c".into())).check().unwrap());
    assert_eq!(not_sent(client.commit(&confirmed(removal)).await).kind, FaultKind::ReadOnly);
    client.grant(Grant::Open);
    assert_eq!(not_sent(create(&client).await).kind, FaultKind::ReadOnly, "it is not lifted");
    assert!(calls.lock().unwrap().is_empty());
    assert!(settings(&client).await.is_ok());
}

#[tokio::test]
async fn a_locked_client_sends_no_write_until_it_is_opened_and_all_copies_share_the_gate() {
    let (base, calls) = server(|_, _| yes(&json!({"id": "x"}))).await;
    let client = Client::new(Options { mode: Mode::Guarded, ..options(&base, Schema::Published) }).unwrap();
    let copy = client.with_account("acc".into());
    assert_eq!(not_sent(create(&client).await).kind, FaultKind::Locked);
    copy.grant(Grant::For(Duration::from_mins(1)));
    create(&client).await;
    assert_eq!(calls.lock().unwrap().len(), 1);
    client.grant(Grant::For(Duration::ZERO));
    assert_eq!(not_sent(create(&copy).await).kind, FaultKind::Locked, "its time is over");
    assert_eq!(calls.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_confirmed_change_is_for_its_own_account_only() {
    let (base, calls) = server(|_, _| yes(&json!({}))).await;
    let client = client(&base, Schema::Published);
    let change = confirmed(client.prepare(direct()));
    let other = client.with_account("acc2".into());
    assert_eq!(not_sent(other.commit(&change).await).kind, FaultKind::Bug);
    let nobody = Client::new(Options { account: None, ..options(&base, Schema::Published) }).unwrap();
    assert_eq!(not_sent(create(&nobody).await).kind, FaultKind::Usage);
    assert_eq!(settings(&nobody).await.unwrap_err().kind, FaultKind::Usage);
    assert!(calls.lock().unwrap().is_empty());
}

#[tokio::test]
async fn what_we_do_not_know_of_a_cni_goes_back_as_it_came() {
    let published = json!({
        "id": "c1", "account": "acc", "interconnect": "i", "p2p_ip": "10.0.0.0/31", "cust_ip": "10.0.0.1/31",
        "magic": {"conduit_name": "m", "description": "", "mtu": 1500, "odd": null},
        "bgp": {"customer_asn": 65010, "extra_prefixes": [], "odd": [2]}, "later": {"deep": [null, 1.5]},
    });
    let reference = json!({
        "id": "c1", "account": "acc", "cust_ip": "192.0.2.1/31", "cf_ip": "192.0.2.0/31", "bgp_asn": 65000,
        "vlan": 100, "later": [1],
    });
    for (schema, object) in [(Schema::Published, published), (Schema::Reference, reference)] {
        let stored = object.clone();
        let (base, calls) = server(move |_, _| yes(&stored)).await;
        let client = client(&base, schema);
        let Ok(Reply::Cni(cni)) = client.one(&Query::Cni("c1".into()), Urgency::User).await else { panic!("cni") };
        let same = Change::Cni(Box::new(Edit { before: *cni.clone(), after: *cni.clone() }));
        let change = client.prepare(same.check().unwrap());
        assert_eq!(client.commit(&confirmed(change)).await, Outcome::Done(Made::Cni(cni)));
        let calls = calls.lock().unwrap();
        let mut expected = object;
        if schema == Schema::Reference {
            expected.as_object_mut().unwrap().remove("id");
        }
        assert_eq!(calls[1].method, Method::PUT);
        assert_eq!(calls[1].target, "/accounts/acc/cni/cnis/c1");
        assert_eq!(serde_json::from_str::<Value>(&calls[1].body).unwrap(), expected);
    }
}

#[tokio::test]
async fn every_other_write_goes_where_it_belongs() {
    let (base, calls) = server(|call, _| match (call.method.as_str(), call.target.split('?').next().unwrap()) {
        ("DELETE", "/accounts/acc/cni/interconnects/a%20b") => reply(204, ""),
        ("DELETE", _) => reply(200, ""),
        ("PUT", "/accounts/acc/cni/settings") => yes(&json!({"default_asn": 65010})),
        ("PUT", _) => enveloped(&json!({"modified": true, "modified_interconnect": {"id": "t1", "name": "m"}})),
        _ => yes(&json!({"id": "c1", "p2p_ip": "10.0.0.0/31"})),
    })
    .await;
    let client = client(&base, Schema::Published);
    for removal in [Removal::Interconnect("a b".into()), Removal::Cni("c1".into())] {
        let change = confirmed(client.prepare(Change::Removal(removal).check().unwrap()));
        assert_eq!(client.commit(&change).await, Outcome::Done(Made::Gone));
    }
    let cleared = Settings { default_asn: None, extra: serde_json::Map::new() };
    let change = Change::Settings(Box::new(Edit { before: cleared.clone(), after: cleared })).check().unwrap();
    let prepared = client.prepare(change);
    assert_eq!(not_sent(client.dry_run(&prepared).await).kind, FaultKind::Bug, "this call has no dry run");
    let done = client.commit(&confirmed(prepared)).await;
    assert!(matches!(done, Outcome::Done(Made::Settings(settings)) if settings.default_asn == Some(Asn(65_010))));

    let tunnel: Tunnel =
        serde_json::from_value(json!({"id": "t1", "name": "m", "health_check": {"rate": "medium"}})).unwrap();
    let same = Change::Tunnel(Box::new(Edit { before: tunnel.clone(), after: tunnel }));
    let prepared = client.prepare(same.check().unwrap());
    assert_eq!(client.dry_run(&prepared).await, Outcome::Done(Some("m".into())));
    let done = client.commit(&confirmed(prepared)).await;
    assert!(matches!(done, Outcome::Done(Made::Tunnel(tunnel)) if tunnel.name == "m"));

    let magic = Magic { conduit_name: "m".into(), mtu: Some(1500), ..Magic::default() };
    let draft = NewCni { interconnect: "i".into(), magic, bgp: None, cust_ip: None, cf_ip: None, vlan: None };
    let made = client.commit(&confirmed(client.prepare(Change::NewCni(Box::new(draft)).check().unwrap()))).await;
    assert!(matches!(made, Outcome::Done(Made::Cni(cni)) if cni.p2p_ip == Some("10.0.0.0/31".into())));

    let calls = calls.lock().unwrap();
    assert_eq!((calls[0].body.as_str(), calls[2].body.as_str()), ("", r#"{"default_asn":null}"#));
    assert_eq!(calls[3].target, "/accounts/acc/magic/cf_interconnects/t1?validate_only=true");
    assert_eq!(calls[4].target, "/accounts/acc/magic/cf_interconnects/t1");
    assert!(calls[3].body.contains(r#""rate":"mid""#) && calls[3].body == calls[4].body);
    assert_eq!(calls.len(), 6);
}
