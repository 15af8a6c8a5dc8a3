//! The client against small servers on loopback: what it believes, what it repeats, what it never sends.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::Response;
use meetme::api::{BaseUrl, Client, Options, Timeouts};
use meetme::domain::call::{Object, Query, Reply, Urgency};
use meetme::domain::change::{Confirmed, DryRun, Made, Outcome, Prepared, Review};
use meetme::domain::draft::{Change, Direct, Edit, NewCni, NewInterconnect, Removal, Validated};
use meetme::domain::{
    Asn, CniFilter, Fault, FaultKind, Grant, InterconnectFilter, Magic, Mode, Schema, Settings, SlotFilter, State,
    Token, Tunnel,
};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const SECRET: &str = "v1.0-aBcDEFghiJKLmno42";

/// A request as a server saw it.
#[derive(Debug, Clone)]
struct Call {
    method: Method,
    target: String,
    headers: HeaderMap,
    body: String,
}

type Calls = Arc<Mutex<Vec<Call>>>;

/// A server that answers with a function and remembers what it was asked.
async fn server(answer: impl Fn(&Call, usize) -> Response + Send + Sync + 'static) -> (String, Calls) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/client/v4", listener.local_addr().unwrap());
    let calls = Calls::default();
    let seen = Arc::clone(&calls);
    let answer = Arc::new(answer);
    let router = Router::new().fallback(move |method: Method, uri: Uri, headers: HeaderMap, body: Bytes| {
        let (seen, answer) = (Arc::clone(&seen), Arc::clone(&answer));
        async move {
            let body = String::from_utf8(body.to_vec()).unwrap();
            let target = uri.to_string();
            let call = Call { method, target: target.strip_prefix("/client/v4").unwrap().to_owned(), headers, body };
            let mut seen = seen.lock().unwrap();
            seen.push(call.clone());
            answer(&call, seen.len())
        }
    });
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (base, calls)
}

/// A server that reads a request, writes these bytes and hangs up (or stays silent with the line open).
async fn raw(answer: Vec<u8>, hang_up: bool) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/client/v4", listener.local_addr().unwrap());
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    tokio::spawn(async move {
        let mut open = Vec::new();
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = [0; 4096];
            if stream.read(&mut request).await.unwrap_or(0) > 0 {
                counted.fetch_add(1, Ordering::SeqCst);
                let _ = stream.write_all(&answer).await;
            }
            if !hang_up {
                open.push(stream);
            }
        }
    });
    (base, count)
}

fn options(base: &str, schema: Schema) -> Options {
    Options {
        base_url: BaseUrl::parse(base).unwrap(),
        token: Token::parse(SECRET).unwrap(),
        account: Some("acc".into()),
        schema,
        mode: Mode::Write,
        ca_file: None,
        timeouts: Timeouts { retry_base: Duration::from_millis(1), ..Timeouts::default() },
    }
}

fn client(base: &str, schema: Schema) -> Client {
    Client::new(options(base, schema)).unwrap()
}

fn reply(status: u16, body: &str) -> Response {
    Response::builder().status(status).header("cf-ray", "8f00-EWR").body(Body::from(body.to_owned())).unwrap()
}

fn yes(body: &Value) -> Response {
    reply(200, &body.to_string())
}

fn enveloped(result: &Value) -> Response {
    yes(&json!({"success": true, "errors": [], "messages": [], "result": result}))
}

fn refusal(status: u16, code: i64, message: &str) -> Response {
    let error = json!({"code": code, "message": message, "source": {"pointer": "/slot_id"}});
    reply(status, &json!({"success": false, "errors": [error], "messages": [], "result": null}).to_string())
}

fn targets(calls: &Calls) -> Vec<String> {
    calls.lock().unwrap().iter().map(|call| call.target.clone()).collect()
}

fn direct() -> Validated<Change> {
    let direct = Direct {
        slot: "s1".into(),
        speed: Some("10G".into()),
        facility: Some("EWR1".into()),
        name: Some("prod".into()),
        description: None,
    };
    Change::NewInterconnect(NewInterconnect::Direct(direct)).check().unwrap()
}

fn confirmed<T: std::fmt::Debug>(prepared: Prepared<T>) -> Confirmed<Validated<T>> {
    Review::new(prepared, vec![], DryRun::Proven, Duration::ZERO).confirm(Duration::ZERO).unwrap()
}

async fn create(client: &Client) -> Outcome<Made> {
    client.commit(&confirmed(client.prepare(direct()))).await
}

async fn settings(client: &Client) -> Result<Reply, Fault> {
    client.one(&Query::Settings, Urgency::User).await
}

fn unknown<R: std::fmt::Debug>(outcome: Outcome<R>) -> Fault {
    let Outcome::Unknown(fault) = outcome else { panic!("{outcome:?}") };
    fault
}

fn not_sent<R: std::fmt::Debug>(outcome: Outcome<R>) -> Fault {
    let Outcome::NotSent(fault) = outcome else { panic!("{outcome:?}") };
    fault
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
    let list = client.interconnects(&filter).await.unwrap();
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
        assert!(client.slots(&SlotFilter::default()).await.unwrap().is_whole());
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
    let list = client.interconnects(&InterconnectFilter::default()).await.unwrap();
    assert_eq!(list.rows.iter().map(|row| row.key.as_str()).collect::<Vec<_>>(), ["icon_1", "icon_2"]);
    assert_eq!(list.rows[0].status.as_ref().unwrap().state, State::Healthy);
    assert!(list.is_whole());
    assert!(targets(&calls)[1].ends_with("?page=2&per_page=100"));
    let other = InterconnectFilter { site: Some("IAD7".into()), kind: None };
    assert!(client.interconnects(&other).await.unwrap().rows.is_empty(), "filtered here, the server has no filter");
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
        assert!(client.slots(&SlotFilter::default()).await.unwrap().rows[0].is_free());
        assert_eq!(client.cnis(&CniFilter::default()).await.unwrap().rows[0].p2p_ip, Some("192.0.2.0/31".into()));
        assert_eq!(client.tunnels().await.unwrap().rows[0].name, "m");
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
        let (list, fault) = client(&base, Schema::Published).slots(&SlotFilter::default()).await.unwrap_err();
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
        let (list, fault) = client(&base, Schema::Published).slots(&SlotFilter::default()).await.unwrap_err();
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
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
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
async fn a_read_is_tried_again_after_passing_trouble() {
    let (base, calls) = server(|_, count| match count {
        1 => reply(500, ""),
        2 => reply(524, "<html>"),
        _ => yes(&json!({"default_asn": null})),
    })
    .await;
    assert!(settings(&client(&base, Schema::Published)).await.is_ok());
    assert_eq!(calls.lock().unwrap().len(), 3);
    for (status, kind) in [(400, FaultKind::Refused), (404, FaultKind::NotFound), (401, FaultKind::Token)] {
        let (base, calls) = server(move |_, _| refusal(status, 1, "no")).await;
        assert_eq!(settings(&client(&base, Schema::Published)).await.unwrap_err().kind, kind);
        assert_eq!(calls.lock().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_429_stops_all_traffic_of_all_copies() {
    let (base, calls) = server(|_, _| {
        let limited = Response::builder().status(429).header("retry-after", "120");
        limited.header("ratelimit", "\"default\";r=0;t=90").body(Body::empty()).unwrap()
    })
    .await;
    let client = client(&base, Schema::Published);
    let fault = settings(&client).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::RateLimited);
    let near = |wait: Option<Duration>| wait.unwrap() > Duration::from_secs(110);
    assert!(near(fault.retry_after));
    let other = client.with_account("other".into());
    for urgency in [Urgency::User, Urgency::Poll] {
        let fault = other.one(&Query::Settings, urgency).await.unwrap_err();
        assert!(fault.kind == FaultKind::RateLimited && near(fault.retry_after));
    }
    assert_eq!(not_sent(create(&client).await).kind, FaultKind::RateLimited);
    assert_eq!(calls.lock().unwrap().len(), 1);
    let meter = other.meter();
    assert!(meter.used == 1 && meter.remaining == Some(0) && near(meter.blocked));
}

static TOLD: AtomicUsize = AtomicUsize::new(0);

#[tokio::test]
async fn a_command_waits_for_the_limit_as_long_as_it_may() {
    for (wait, limit, calls_made, told) in [("1", 2, 2, 1), ("40", 30, 1, 0), ("1", 0, 1, 0)] {
        let (base, calls) = server(move |_, count| match count {
            1 => Response::builder().status(429).header("retry-after", wait).body(Body::empty()).unwrap(),
            _ => enveloped(&json!({"default_asn": 65000})),
        })
        .await;
        let on_limit = |_| {
            TOLD.fetch_add(1, Ordering::SeqCst);
        };
        TOLD.store(0, Ordering::SeqCst);
        let timeouts = Timeouts { limit: Duration::from_secs(limit), on_limit, ..Timeouts::default() };
        let client = Client::new(Options { timeouts, ..options(&base, Schema::Published) }).unwrap();
        let result = settings(&client).await;
        assert_eq!(result.is_ok(), told == 1, "{result:?}");
        assert_eq!((calls.lock().unwrap().len(), TOLD.load(Ordering::SeqCst)), (calls_made, told), "{wait} {limit}");
    }
}

#[tokio::test]
async fn a_429_on_a_later_page_keeps_its_kind() {
    let (base, _) =
        server(|_, count| if count == 1 { yes(&json!({"items": [{"id": "s"}], "next": 1})) } else { reply(429, "") })
            .await;
    let (list, fault) = client(&base, Schema::Published).slots(&SlotFilter::default()).await.unwrap_err();
    assert_eq!((list.rows.len(), list.complete, fault.kind), (1, false, FaultKind::RateLimited));
    assert!(fault.retry_after.unwrap() > Duration::from_secs(50));
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
async fn a_cut_answer_is_an_error_and_never_part_of_the_data() {
    let cut = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"default_asn\": 1}";
    let (base, count) = raw(cut.into(), true).await;
    let fault = settings(&client(&base, Schema::Published)).await.unwrap_err();
    assert_eq!((fault.kind, fault.status), (FaultKind::Lost, Some(200)), "{fault}");
    assert_eq!(count.load(Ordering::SeqCst), 3);
    let two = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n";
    let (base, _) = raw(two.into(), true).await;
    assert_eq!(settings(&client(&base, Schema::Published)).await.unwrap_err().kind, FaultKind::Unreadable);
    let gzip = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 12\r\n\r\nnot gzip at all";
    let (base, count) = raw(gzip.into(), true).await;
    let fault = settings(&client(&base, Schema::Published)).await.unwrap_err();
    assert_eq!((fault.kind, count.load(Ordering::SeqCst)), (FaultKind::Unreadable, 1), "{fault}");
    let (base, count) = raw("what?\r\n\r\n".into(), true).await;
    let fault = settings(&client(&base, Schema::Published)).await.unwrap_err();
    assert_eq!((fault.kind, count.load(Ordering::SeqCst)), (FaultKind::Unreadable, 1), "{fault}");
}

#[tokio::test]
async fn a_silent_server_is_left_and_the_limit_named() {
    let short = Duration::from_millis(100);
    let timed =
        |base: &str, timeouts: Timeouts| Client::new(Options { timeouts, ..options(base, Schema::Published) }).unwrap();
    let times = Timeouts { connect: short, retry_base: Duration::from_millis(1), ..Timeouts::default() };

    let (base, _) = raw(Vec::new(), false).await;
    let first = timed(&base, Timeouts { first_byte: short, ..times });
    let fault = settings(&first).await.unwrap_err();
    assert!(fault.kind == FaultKind::Lost && fault.what.contains("no answer came within 0.1 s"), "{fault}");
    assert_eq!(unknown(create(&first).await).kind, FaultKind::Lost);

    let (base, _) = raw("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{".into(), false).await;
    let between = timed(&base, Timeouts { between_bytes: short, ..times });
    let fault = settings(&between).await.unwrap_err();
    assert!(fault.what.contains("no byte of the body came") && fault.status == Some(200), "{fault}");

    let whole = timed(&base, Timeouts { call: short, ..times });
    assert!(settings(&whole).await.unwrap_err().what.contains("the whole call did not end"));
}

#[tokio::test]
async fn an_endless_body_is_stopped_at_its_cap() {
    let (base, _) = server(|call, _| {
        let size = if call.target.ends_with("loa") { 21 } else { 17 };
        Response::new(Body::from(vec![b' '; size << 20]))
    })
    .await;
    let client = client(&base, Schema::Published);
    assert_eq!(settings(&client).await.unwrap_err().what, "the answer is larger than 16 MiB");
    let fault = client.one(&Query::Loa("i".into(), None), Urgency::User).await.unwrap_err();
    assert_eq!(fault.what, "the answer is larger than 20 MiB");
}

/// A gzip stream of so many times 258 blanks, one length and distance each.
fn bomb(times: usize) -> Vec<u8> {
    let mut bytes = b"\x1f\x8b\x08\0\0\0\0\0\0\xff".to_vec();
    let (mut word, mut used) = (0_u32, 0);
    // The last block, with the codes of the format; a blank; its repetitions; the end (RFC 1951 3.2.6).
    let codes = std::iter::repeat_n("1100010100000", times);
    for bit in ["110", "01010000"].into_iter().chain(codes).chain(["0000000", "0000000"]).flat_map(str::bytes) {
        word |= u32::from(bit == b'1') << used;
        used += 1;
        if used == 8 {
            bytes.push(u8::try_from(word).unwrap());
            (word, used) = (0, 0);
        }
    }
    bytes
}

#[tokio::test]
async fn large_heads_and_packed_bodies_are_stopped_at_their_caps() {
    let head = |head: &str, body: &[u8]| {
        let head = format!("HTTP/1.1 200 OK\r\n{head}Content-Length: {}\r\n\r\n", body.len());
        [head.as_bytes(), body].concat()
    };
    let good = b"{\"default_asn\": 1}";
    let (base, _) = raw(head(&"x: y\r\n".repeat(90), good), true).await;
    assert!(settings(&client(&base, Schema::Published)).await.is_ok());
    let bomb = bomb(17 << 12);
    assert!(bomb.len() < 150_000);
    for (answer, said) in [
        (head(&"x: y\r\n".repeat(101), good), "head is too large"),
        (head(&format!("x: {}\r\n", "y".repeat(66_000)), good), "larger than 64 KiB"),
        (head("Content-Encoding: gzip\r\n", &bomb), "larger than 16 MiB"),
        (head("Content-Encoding: gzip, gzip\r\n", &bomb), "was not asked for"),
        (head("", "[".repeat(200).as_bytes()), "recursion limit"),
    ] {
        let (base, count) = raw(answer, true).await;
        let fault = settings(&client(&base, Schema::Published)).await.unwrap_err();
        assert!(fault.kind == FaultKind::Unreadable && fault.what.contains(said), "{said}: {fault}");
        assert_eq!(count.load(Ordering::SeqCst), 1, "{said}: not tried again");
    }
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
    let list = client.slots(&SlotFilter::default()).await.unwrap();
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
async fn a_name_is_one_segment_or_is_not_sent() {
    let (base, calls) = server(|_, _| yes(&json!({"name": "x"}))).await;
    let client = client(&base, Schema::Published);
    let ask = |key: &str| Query::Interconnect(key.into());
    client.one(&ask("../a/b?c=é%2e"), Urgency::User).await.unwrap();
    assert_eq!(targets(&calls), ["/accounts/acc/cni/interconnects/..%2Fa%2Fb%3Fc%3D%C3%A9%252e"]);
    for bad in ["", ".", ".."] {
        assert_eq!(client.one(&ask(bad), Urgency::User).await.unwrap_err().kind, FaultKind::Usage);
        let status = Query::Status(bad.into());
        assert_eq!(client.one(&status, Urgency::User).await.unwrap_err().kind, FaultKind::Usage);
    }
    assert_eq!(calls.lock().unwrap().len(), 1);
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

#[tokio::test]
async fn a_token_that_is_not_accepted_is_not_tried_again() {
    let (base, calls) = server(|_, _| refusal(403, 10_000, "Authentication error")).await;
    let fault = settings(&client(&base, Schema::Published)).await.unwrap_err();
    assert!(fault.kind == FaultKind::Token && fault.stops_polling());
    assert_eq!(calls.lock().unwrap().len(), 1);
}

#[test]
fn a_ca_file_that_is_not_there_is_named() {
    let ca_file = Some("/nonexistent.pem".into());
    let options = Options { base_url: BaseUrl::default(), ca_file, ..options("http://127.0.0.1:1", Schema::Published) };
    let fault = Client::new(options).unwrap_err();
    assert!(fault.kind == FaultKind::Local && fault.what.contains("/nonexistent.pem"), "{fault}");
}

#[test]
fn a_client_needs_no_runtime_to_be_made_and_moves_between_threads() {
    fn sendable<T: Send>(_: T) {}
    let client = client("http://127.0.0.1:1", Schema::Published);
    sendable(client.clone());
    sendable(client.slots(&SlotFilter::default()));
    sendable(client.ask(&Query::Settings, Urgency::User, &mut |_| {}));
}
