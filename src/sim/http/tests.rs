//! Answers on a real socket: whole, late, cut, reset, never.

use std::io::ErrorKind;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::*;
use crate::sim::{Action, ManualClock};

async fn running(clock: Clock) -> Running {
    start(Options { clock, ..Options::default() }).await.unwrap()
}

/// Sends one GET and reads until the connection ends.
async fn ask(running: &Running, path: &str) -> io::Result<String> {
    send(running, "GET", &format!("{PREFIX}{path}"), "").await
}

async fn send(running: &Running, method: &str, target: &str, body: &str) -> io::Result<String> {
    let address = running.base_url.trim_start_matches("http://").trim_end_matches(PREFIX);
    let mut stream = TcpStream::connect(address).await?;
    let call = format!(
        "{method} {target} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {}\r\ncontent-length: {}\r\nconnection: \
         close\r\n\r\n{body}",
        running.token,
        body.len()
    );
    stream.write_all(call.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

fn settings(running: &Running) -> String {
    format!("/accounts/{}/cni/settings", running.account)
}

#[tokio::test]
async fn the_world_answers_over_http() {
    let running = running(Clock::Manual(ManualClock::new())).await;
    let answer = ask(&running, &settings(&running)).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.contains("cf-ray: "), "{answer}");
    let body: Value = serde_json::from_str(answer.split("\r\n\r\n").nth(1).unwrap()).unwrap();
    assert_eq!(body, json!({ "default_asn": 13335 }));
    assert_eq!(running.world().calls().len(), 1);
    assert_eq!(running.account_name, "Lumenfold Media");
}

#[tokio::test]
async fn a_reset_is_a_reset() {
    let running = running(Clock::Manual(ManualClock::new())).await;
    running.world().add_fault(Fault::new("GET", "", Action::Reset));
    let error = ask(&running, &settings(&running)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    assert!(ask(&running, &settings(&running)).await.is_ok());
}

#[tokio::test]
async fn a_cut_answer_promises_more_than_it_gives() {
    let running = running(Clock::Manual(ManualClock::new())).await;
    running.world().add_fault(Fault::new("GET", "", Action::Truncate));
    let answer = ask(&running, &settings(&running)).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.contains("content-length: 21"), "{head}");
    assert_eq!(body.len(), 10, "{body}");
}

#[tokio::test]
async fn a_late_answer_waits_for_virtual_time() {
    let hand = ManualClock::new();
    let running = running(Clock::Manual(hand.clone())).await;
    running.world().add_fault(Fault::new("GET", "", Action::Delay(3000)));
    let path = settings(&running);
    let call = ask(&running, &path);
    tokio::pin!(call);
    // The call has reached the world once it is on record; only then does the hand move.
    let world = running.world();
    loop {
        tokio::select! {
            biased;
            answer = &mut call => panic!("answered too early: {answer:?}"),
            () = tokio::task::yield_now() => if !world.calls().is_empty() { break },
        }
    }
    for _ in 0..1000 {
        hand.advance(Duration::from_secs(1));
        tokio::task::yield_now().await;
    }
    assert!(call.await.unwrap().starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn a_hanging_call_ends_when_the_server_does() {
    let running = running(Clock::Manual(ManualClock::new())).await;
    running.world().add_fault(Fault::new("GET", "", Action::Hang));
    let path = settings(&running);
    let world = running.world();
    let stop = async move {
        while world.calls().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    let call = ask(&running, &path);
    tokio::pin!(call);
    tokio::select! {
        answer = &mut call => panic!("a hanging call was answered: {answer:?}"),
        () = stop => {}
    }
    running.closing.send_replace(true);
    assert_eq!(call.await.unwrap_err().kind(), ErrorKind::ConnectionReset);
}

#[tokio::test]
async fn dropping_it_closes_the_port() {
    let running = running(Clock::Manual(ManualClock::new())).await;
    let address = running.base_url.trim_start_matches("http://").trim_end_matches(PREFIX).to_owned();
    drop(running);
    loop {
        if TcpStream::connect(&address).await.is_err() {
            break;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn it_listens_on_loopback_only() {
    let listen = "0.0.0.0:0".parse().unwrap();
    let error = start(Options { listen, ..Options::default() }).await.unwrap_err();
    assert!(matches!(error, StartError::NotLoopback(_)) && error.to_string().contains("loopback"));
}

#[tokio::test]
async fn rules_are_posted_listed_and_taken_away_while_it_runs() {
    let running = running(Clock::Manual(ManualClock::new())).await;
    let call = async |method: &str, target: &str, body: &str| {
        let answer = send(&running, method, target, body).await.unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().to_owned();
        (status, serde_json::from_str::<Value>(body).unwrap())
    };
    let rules = "/__sim/faults";
    let (status, added) = call("POST", rules, "GET /cni/settings:html=503:2\n/cni/slots:reset\n").await;
    assert_eq!((status.as_str(), added), ("200", json!({ "added": [1, 2] })));
    assert!(ask(&running, &settings(&running)).await.unwrap().starts_with("HTTP/1.1 503"));
    let (_, listed) = call("GET", rules, "").await;
    assert_eq!(listed[0], json!({ "id": 1, "rule": "GET /cni/settings:html=503:2", "seen": 1, "hits": 1 }));
    let (status, why) = call("POST", rules, "GET /x:hml\n").await;
    assert!(status == "400" && why.to_string().contains("perhaps `html`"), "{why}");
    assert_eq!(call("DELETE", "/__sim/faults/1", "").await.0, "200");
    assert_eq!(call("DELETE", "/__sim/faults/1", "").await.0, "404");
    assert_eq!(call("DELETE", rules, "").await.1, json!({ "removed": 1 }));
    assert!(ask(&running, &settings(&running)).await.unwrap().starts_with("HTTP/1.1 200"));
    assert_eq!(running.world().calls().len(), 2, "control is no call of the API");
}

#[tokio::test]
async fn a_door_that_is_shut_is_open_again_later_at_the_same_place() {
    let hand = ManualClock::new();
    let running = running(Clock::Manual(hand.clone())).await;
    running.world().add_fault(":refuse=30".parse().unwrap());
    let path = settings(&running);
    assert_eq!(ask(&running, &path).await.unwrap_err().kind(), ErrorKind::ConnectionReset);
    while ask(&running, &path).await.err().map(|why| why.kind()) != Some(ErrorKind::ConnectionRefused) {
        tokio::task::yield_now().await;
    }
    let answer = loop {
        hand.advance(Duration::from_secs(10));
        tokio::task::yield_now().await;
        if let Ok(answer) = ask(&running, &path).await {
            break answer;
        }
    };
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[tokio::test]
async fn whoever_does_not_know_the_token_makes_no_trouble() {
    let mut running = running(Clock::Manual(ManualClock::new())).await;
    running.token = "another".to_owned();
    let answer = send(&running, "POST", "/__sim/faults", ":reset").await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 401") && running.world().faults().is_empty(), "{answer}");
}
