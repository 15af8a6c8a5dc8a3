//! What is believed of an answer to a read.

use std::hash::Hash;

use axum::body::Body;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use meetme::api::Client;
use meetme::domain::call::{Object, Query, Reply, Urgency};
use meetme::domain::{
    Asn, Cni, CniFilter, Fault, FaultKind, Interconnect, InterconnectFilter, Listing, Page, Schema, Slot, SlotFilter,
    State, Tunnel,
};
use serde_json::json;

use super::servers::{enveloped, raw, refusal, reply, server, targets, yes};
use super::{SECRET, client, create, options, settings, unknown};

/// A list to its end; or as far as it came, and why no further.
pub(super) type Listed<T> = Result<Listing<T>, (Listing<T>, Fault)>;

async fn listed<T: Send, K: Hash + Eq>(
    client: &Client,
    query: Query,
    page: fn(Reply) -> Option<Page<T>>,
    id: fn(&T) -> K,
) -> Listed<T> {
    let mut list = Listing::default();
    let mut take = |reply| list.take(page(reply).unwrap(), id);
    match client.ask(&query, Urgency::User, &mut take).await {
        Ok(()) => Ok(list),
        Err(fault) => Err((list, fault)),
    }
}

async fn interconnects(client: &Client, filter: InterconnectFilter) -> Listed<Interconnect> {
    let page = |reply| if let Reply::Interconnects(page) = reply { Some(page) } else { None };
    listed(client, Query::Interconnects(filter), page, |port| port.key.clone()).await
}

async fn cnis(client: &Client) -> Listed<Cni> {
    let page = |reply| if let Reply::Cnis(page) = reply { Some(page) } else { None };
    listed(client, Query::Cnis(CniFilter::default()), page, |cni| cni.id.clone()).await
}

pub(super) async fn slots(client: &Client) -> Listed<Slot> {
    let page = |reply| if let Reply::Slots(page) = reply { Some(page) } else { None };
    listed(client, Query::Slots(SlotFilter::default()), page, |slot| slot.id.clone()).await
}

async fn tunnels(client: &Client) -> Listed<Tunnel> {
    let page = |reply| if let Reply::Tunnels(page) = reply { Some(page) } else { None };
    listed(client, Query::Tunnels, page, |tunnel| tunnel.id.clone()).await
}

#[tokio::test]
async fn the_published_description_is_read_by_cursor() {
    let (base, calls) = server(|call, _| {
        if call.target.contains("cursor=7") {
            yes(&json!({"items": [{"name": "b", "type": "gcp_partner"}, {"name": 3}], "next": null}))
        } else {
            yes(&json!({"items": [{"name": "a", "type": "direct", "facility": {"name": "DC2", "address": []}}], "next": 7}))
        }
    })
    .await;
    let client = client(&base, Schema::Published);
    let filter = InterconnectFilter { site: Some("iad-a".into()), kind: None };
    let list = interconnects(&client, filter).await.unwrap();
    assert_eq!(list.rows.iter().map(|row| row.key.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!((list.pages, list.complete, list.is_whole()), (2, true, false));
    assert_eq!(list.unreadable, ["row 2 of page 2 cannot be read: `name` is a number, not text"]);
    assert_eq!(
        targets(&calls),
        [
            "/accounts/acc/cni/interconnects?site=iad-a&limit=1000",
            "/accounts/acc/cni/interconnects?site=iad-a&cursor=7&limit=1000"
        ]
    );
    assert_eq!(client.meter().used, 2);
    let calls = calls.lock().unwrap();
    assert_eq!(calls[0].headers["authorization"], format!("Bearer {SECRET}"));
    assert_eq!(calls[0].headers["user-agent"], concat!("meetme/", env!("CARGO_PKG_VERSION")));
}

#[tokio::test]
async fn a_server_that_refuses_large_pages_is_asked_for_small_ones_from_then_on() {
    let (base, calls) = server(|call, _| {
        if call.target.contains("limit=1000") {
            return refusal(400, 1000, "limit must be at most 100");
        }
        let next = if call.target.contains("cursor=7") { json!(null) } else { json!(7) };
        yes(&json!({"items": [{"id": call.target}], "next": next}))
    })
    .await;
    let client = client(&base, Schema::Published);
    for asked in [3, 2] {
        let before = targets(&calls).len();
        assert!(slots(&client).await.unwrap().is_whole());
        assert_eq!(targets(&calls).len() - before, asked, "refused once, never again");
    }
    assert!(targets(&calls)[1..].iter().all(|target| target.ends_with("limit=100")));
}

#[tokio::test]
async fn the_reference_description_is_read_by_page() {
    let (base, calls) = server(|call, _| {
        let page = if call.target.contains("?page=2&") { 2 } else { 1 };
        let row = json!({"id": format!("icon_{page}"), "name": "prod", "type": "direct", "facility": "EWR1", "status": "active"});
        let info = json!({"page": page, "per_page": 100, "total_pages": 2});
        yes(&json!({"success": true, "result": [row], "result_info": info}))
    })
    .await;
    let client = client(&base, Schema::Reference);
    let list = interconnects(&client, InterconnectFilter::default()).await.unwrap();
    assert_eq!(list.rows.iter().map(|row| row.key.as_str()).collect::<Vec<_>>(), ["icon_1", "icon_2"]);
    assert_eq!(list.rows[0].status.as_ref().unwrap().state, State::Healthy);
    assert!(list.is_whole());
    assert!(targets(&calls)[1].ends_with("?page=2&per_page=100"));
    let other = InterconnectFilter { site: Some("IAD7".into()), kind: None };
    assert!(interconnects(&client, other).await.unwrap().rows.is_empty(), "filtered here, the server has no filter");
}

#[tokio::test]
async fn either_description_is_read_whatever_the_profile_says() {
    let (base, _) = server(|call, _| match call.target.split('?').next().unwrap() {
        "/accounts/acc/cni/slots" => enveloped(&json!([{"id": "s1", "facility": "EWR1", "occupied": false}])),
        "/accounts/acc/cni/cnis" => yes(&json!({"items": [{"id": "c1", "cf_ip": "192.0.2.0/31", "bgp_asn": 65000}]})),
        "/accounts/acc/magic/cf_interconnects" => enveloped(&json!({"interconnects": [{"id": "t1", "name": "m"}]})),
        "/accounts/acc/cni/settings" => enveloped(&json!({"default_asn": 4_200_000_001_u32})),
        "/accounts/acc/cni/interconnects/i/status" => enveloped(&json!({"status": "down"})),
        "/accounts/acc/cni/interconnects/j/status" => yes(&json!({"state": "Down", "reason": "no light"})),
        "/user/tokens/verify" => enveloped(&json!({"id": "x", "status": "active", "expires_on": null})),
        "/accounts" => enveloped(&json!([{"id": "acc", "name": "Acme"}])),
        other => panic!("{other}"),
    })
    .await;
    for schema in [Schema::Published, Schema::Reference] {
        let client = client(&base, schema);
        assert!(slots(&client).await.unwrap().rows[0].is_free());
        assert_eq!(cnis(&client).await.unwrap().rows[0].p2p_ip, Some("192.0.2.0/31".into()));
        assert_eq!(tunnels(&client).await.unwrap().rows[0].name, "m");
        let Ok(Reply::Settings(settings)) = settings(&client).await else { panic!("settings") };
        assert_eq!(settings.default_asn, Some(Asn(4_200_000_001)));
        for (key, reason) in [("i", None), ("j", Some("no light"))] {
            let Ok(Reply::Status(status)) = client.one(&Query::Status(key.into()), Urgency::Poll).await else {
                panic!("status")
            };
            assert_eq!((status.state, status.reason.as_deref()), (State::Down, reason));
        }
        let Ok(Reply::Token(token)) = client.one(&Query::Token, Urgency::User).await else { panic!("token") };
        assert_eq!(token.status, "active");
        let Ok(Reply::Accounts(accounts)) = client.one(&Query::Accounts, Urgency::User).await else { panic!("all") };
        assert_eq!(accounts[0].name, "Acme");
    }
}

#[tokio::test]
async fn a_list_that_goes_in_circles_or_loses_its_cursor_is_partial() {
    for next in [json!(5), json!("five")] {
        let (base, calls) = server(move |_, _| yes(&json!({"items": [{"id": "s1"}], "next": next}))).await;
        let (list, fault) = slots(&client(&base, Schema::Published)).await.unwrap_err();
        assert_eq!((list.rows.len(), list.complete, fault.kind), (1, false, FaultKind::Partial), "{fault}");
        assert!(calls.lock().unwrap().len() <= 2);
        assert!(fault.what.starts_with("only page"), "{}", fault.what);
    }
}

#[tokio::test]
async fn pages_that_came_are_delivered_before_the_fault() {
    let (base, _) = server(|call, _| {
        if call.target.contains("cursor=2") {
            reply(500, "")
        } else {
            yes(&json!({"items": [{"id": "c1"}], "next": 2}))
        }
    })
    .await;
    let mut pages = Vec::new();
    let client = client(&base, Schema::Published);
    let query = Query::Cnis(CniFilter::default());
    let fault = client.ask(&query, Urgency::User, &mut |reply| pages.push(reply)).await.unwrap_err();
    assert_eq!((fault.kind, fault.status), (FaultKind::Partial, Some(500)));
    assert_eq!(fault.what, "only page 1 came: the server failed (500) (attempt 3)");
    assert!(matches!(pages.as_slice(), [Reply::Cnis(page)] if page.number == 1 && !page.last));
    let first = client.one(&query, Urgency::User).await.unwrap();
    assert!(matches!(first, Reply::Cnis(page) if page.rows.len() == 1));
}

#[tokio::test]
async fn what_is_no_list_is_no_empty_list() {
    for body in ["", "null", r#"{"items":null}"#, "{}", r#"{"success":true,"result":null}"#, r#"{"items":[]} x"#] {
        let (base, _) = server(move |_, _| reply(200, body)).await;
        let (list, fault) = slots(&client(&base, Schema::Published)).await.unwrap_err();
        assert_eq!((list.complete, fault.kind), (false, FaultKind::Unreadable), "{body}");
        assert_eq!(fault.ray.as_deref(), Some("8f00-EWR"));
    }
}

#[tokio::test]
async fn an_envelope_that_says_no_is_an_error_at_200_too() {
    let (base, calls) = server(|_, _| refusal(200, 1001, "cannot")).await;
    let client = client(&base, Schema::Reference);
    let fault = settings(&client).await.unwrap_err();
    assert_eq!((fault.kind, fault.errors[0].code, fault.status), (FaultKind::Refused, 1001, Some(200)));
    assert_eq!(calls.lock().unwrap().len(), 1);
    assert_eq!(unknown(create(&client).await).status, Some(200));
}

#[tokio::test]
async fn a_page_of_the_edge_is_named_and_not_shown() {
    let (base, calls) = server(|_, _| reply(502, "<html><title>Bad gateway</title><b>x")).await;
    let fault = settings(&client(&base, Schema::Published)).await.unwrap_err();
    assert_eq!(fault.what, "the edge answered 502 (HTML): Bad gateway (attempt 3)");
    assert_eq!((fault.kind, fault.ray.as_deref()), (FaultKind::Server, Some("8f00-EWR")));
    assert_eq!(calls.lock().unwrap().len(), 3);
}

#[tokio::test]
async fn a_redirect_is_named_and_never_followed() {
    let (elsewhere, visits) = server(|_, _| yes(&json!({}))).await;
    let target = format!("{elsewhere}/steal");
    let (base, _) = server(move |call, _| {
        let status = if call.method == Method::GET { StatusCode::FOUND } else { StatusCode::TEMPORARY_REDIRECT };
        Response::builder().status(status).header("location", &target).body(Body::empty()).unwrap()
    })
    .await;
    let client = client(&base, Schema::Published);
    let fault = settings(&client).await.unwrap_err();
    assert!(fault.what.contains("127.0.0.1") && !fault.what.contains("steal"), "{}", fault.what);
    assert_eq!(unknown(create(&client).await).status, Some(307));
    assert!(visits.lock().unwrap().is_empty());
}

#[tokio::test]
async fn an_echoed_token_is_scrubbed() {
    let (base, _) = server(|call, _| {
        let echo = call.headers["authorization"].to_str().unwrap();
        if call.target.ends_with("slots?limit=1000") {
            return yes(&json!({"items": [{"id": 1, "name": SECRET}], "next": null}));
        }
        if call.target.ends_with("/cnis/c") {
            return yes(&json!({"seen": echo}));
        }
        refusal(400, 1, &format!("bad header Authorization: {echo}"))
    })
    .await;
    let client = client(&base, Schema::Published);
    let fault = settings(&client).await.unwrap_err();
    assert!(!fault.to_string().contains(SECRET) && fault.to_string().contains("[hidden]"), "{fault}");
    assert!(!format!("{:?}", create(&client).await).contains(SECRET));
    let list = slots(&client).await.unwrap();
    assert!(list.unreadable[0].contains("[hidden]"), "{:?}", list.unreadable);
    let Ok(Reply::Raw(text)) = client.one(&Query::Raw(Object::Cni("c".into())), Urgency::User).await else {
        panic!("raw")
    };
    assert!(!text.contains(SECRET));
    assert!(!format!("{client:?} {:?}", options(&base, Schema::Published)).contains(SECRET));
}

#[tokio::test]
async fn only_a_whole_letter_is_a_letter() {
    let whole = b"%PDF-1.7\nletter\n%%EOF\n";
    let letters: [(&str, Vec<u8>, Option<FaultKind>); 5] = [
        ("good", whole.to_vec(), None),
        ("html", b"<html><title>Sign in</title>".to_vec(), Some(FaultKind::Server)),
        ("cut", b"%PDF-1.7\nlett".to_vec(), Some(FaultKind::Unreadable)),
        ("empty", Vec::new(), Some(FaultKind::Unreadable)),
        ("json", b"{\"success\":false,\"errors\":[]}".to_vec(), Some(FaultKind::Refused)),
    ];
    for (name, body, kind) in letters {
        let (base, calls) = server(move |_, _| Response::new(Body::from(body.clone()))).await;
        let query = Query::Loa(name.into(), Some("Acme & Söhne".into()));
        let got = client(&base, Schema::Published).one(&query, Urgency::User).await;
        match kind {
            None => assert_eq!(got, Ok(Reply::Loa(whole.to_vec()))),
            Some(kind) => assert_eq!(got.unwrap_err().kind, kind, "{name}"),
        }
        let target = format!("/accounts/acc/cni/interconnects/{name}/loa?name=Acme+%26+S%C3%B6hne");
        assert_eq!(targets(&calls), [target]);
    }
    let short = b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n%PDF-1.7\n%%EOF\n";
    let (base, _) = raw(short.to_vec(), true).await;
    let client = client(&base, Schema::Published);
    let query = |name: &str| Query::Loa("i".into(), Some(name.to_owned()));
    assert_eq!(client.one(&query("x"), Urgency::User).await.unwrap_err().kind, FaultKind::Lost);
    assert_eq!(client.one(&query(&"x".repeat(201)), Urgency::User).await.unwrap_err().kind, FaultKind::Usage);
}

#[tokio::test]
async fn the_default_name_on_a_letter_may_not_be_told() {
    let (base, _) = server(|_, count| match count {
        1 => yes(&json!({"name": "Acme Inc"})),
        2 => refusal(404, 1, "no"),
        3 => reply(404, "<html>"),
        _ => refusal(403, 1, "no"),
    })
    .await;
    let client = client(&base, Schema::Published);
    let query = Query::LoaName("i".into());
    assert_eq!(client.one(&query, Urgency::User).await, Ok(Reply::LoaName(Some("Acme Inc".into()))));
    assert_eq!(client.one(&query, Urgency::User).await, Ok(Reply::LoaName(None)));
    assert_eq!(client.one(&query, Urgency::User).await, Ok(Reply::LoaName(None)));
    assert_eq!(client.one(&query, Urgency::User).await.unwrap_err().kind, FaultKind::Forbidden);
}

#[tokio::test]
async fn raw_is_the_object_of_the_server() {
    let (base, _) = server(|_, count| match count {
        1 => enveloped(&json!({"zeta": 1, "id": "s1", "name": "\u{1b}[2J"})),
        2 => enveloped(&json!({"interconnect": {"id": "t1"}})),
        _ => yes(&json!({"id": "s1"})),
    })
    .await;
    let client = client(&base, Schema::Published);
    let mut texts = Vec::new();
    for object in [Object::Slot("s1".into()), Object::Tunnel("t1".into()), Object::Slot("s1".into())] {
        let Ok(Reply::Raw(text)) = client.one(&Query::Raw(object), Urgency::User).await else { panic!("raw") };
        texts.push(text);
    }
    assert_eq!(texts[0], "{\n  \"zeta\": 1,\n  \"id\": \"s1\",\n  \"name\": \"\\u001b[2J\"\n}");
    assert_eq!(texts[1..], ["{\n  \"id\": \"t1\"\n}", "{\n  \"id\": \"s1\"\n}"]);
}
