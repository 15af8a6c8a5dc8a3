//! What is tried again, what is waited for, and where an answer ends.

use axum::body::Body;
use axum::response::Response;
use meetme::api::{Client, Options, Timeouts};
use meetme::domain::call::{Query, Urgency};
use meetme::domain::{FaultKind, Schema};
use serde_json::json;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::reads::slots;
use super::servers::{enveloped, raw, refusal, reply, server, yes};
use super::{client, create, not_sent, options, settings, unknown};

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
    let (list, fault) = slots(&client(&base, Schema::Published)).await.unwrap_err();
    assert_eq!((list.rows.len(), list.complete, fault.kind), (1, false, FaultKind::RateLimited));
    assert!(fault.retry_after.unwrap() > Duration::from_secs(50));
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
