//! What happens before the first byte of a request: how long a connection may take, and which TLS is offered and taken.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use meetme::api::{Client, Timeouts};
use meetme::domain::{FaultKind, Schema};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

use super::{create, not_sent, options, settings};

/// Short for a connection only, so that no other limit can be what ends the wait.
const SHORT: Duration = Duration::from_millis(300);

fn hasty(base: &str) -> Client {
    let mut options = options(base, Schema::Published);
    options.timeouts = Timeouts { connect: SHORT, ..options.timeouts };
    Client::new(options).unwrap()
}

/// A read and a write, both of which end by the limit of the connection: nothing was sent.
async fn is_left(base: &str) {
    let (client, begun) = (hasty(base), Instant::now());
    let fault = settings(&client).await.unwrap_err();
    assert!(fault.kind == FaultKind::Network && fault.what.contains("no connection to"), "{fault}");
    assert!(fault.what.contains("within 0.3 s (attempt 3)"), "{fault}");
    let fault = not_sent(create(&client).await);
    assert!(fault.kind == FaultKind::Network && fault.what.contains("within 0.3 s"), "{fault}");
    // Far below the limit of a first byte: four connections, and what a busy machine adds.
    assert!(begun.elapsed() >= SHORT * 4 && begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn a_connection_that_is_not_made_in_its_time_is_left_and_nothing_was_sent() {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    // Nobody accepts: where the line is full, one more waits without an answer.
    let mut waiting = Vec::new();
    while let Ok(line) = timeout(SHORT, TcpStream::connect(address)).await {
        waiting.push(line.unwrap());
        assert!(waiting.len() < 64, "the line is never full");
    }
    is_left(&format!("http://{address}/client/v4")).await;
}

#[tokio::test]
async fn a_server_that_never_answers_the_hello_is_left_and_nothing_was_sent() {
    // The system takes the connection, nobody reads from it.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    is_left(&format!("https://{}/client/v4", listener.local_addr().unwrap())).await;
}

/// A fatal alert: `protocol_version` (RFC 5246, 7.2).
const ALERT: &[u8] = &[21, 3, 2, 0, 2, 2, 70];

/// A hello of a server that speaks this version at most, with a suite that the client offered (RFC 5246, 7.4.1.3).
fn hello(version: [u8; 2]) -> Vec<u8> {
    let mut body = version.to_vec();
    body.extend([7; 32]);
    // No session, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, no compression.
    body.extend([0, 0xc0, 0x2f, 0]);
    let length = u8::try_from(body.len()).unwrap();
    let mut record = vec![22, version[0], version[1], 0, length + 4, 2, 0, 0, length];
    record.extend(body);
    record
}

/// A server that answers each hello with this and hangs up; the hellos of so many callers.
fn server(answer: Vec<u8>, callers: usize) -> (String, JoinHandle<Vec<Vec<u8>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("https://{}/client/v4", listener.local_addr().unwrap());
    let heard = std::thread::spawn(move || {
        let one = |_| {
            let (mut line, _) = listener.accept().unwrap();
            let mut head = [0; 5];
            line.read_exact(&mut head).unwrap();
            let mut hello = vec![0; usize::from(u16::from_be_bytes([head[3], head[4]]))];
            line.read_exact(&mut hello).unwrap();
            line.write_all(&answer).unwrap();
            // What follows, until the other end has had enough.
            let _ = line.read_to_end(&mut Vec::new());
            hello
        };
        (0..callers).map(one).collect()
    });
    (base, heard)
}

/// The versions that a hello of a client offers (RFC 8446, 4.2.1).
fn offered(hello: &[u8]) -> Vec<u16> {
    let short = |at: usize| usize::from(u16::from_be_bytes([hello[at], hello[at + 1]]));
    // Sort and length, version, random; then session, suites and compressions, each with its length.
    let mut at = 4 + 2 + 32;
    at += 1 + usize::from(hello[at]);
    at += 2 + short(at);
    at += 1 + usize::from(hello[at]);
    let end = at + 2 + short(at);
    at += 2;
    while at < end {
        let (kind, length) = (short(at), short(at + 2));
        if kind == 43 {
            let versions = &hello[at + 5..at + 4 + length];
            return versions.chunks(2).map(|two| u16::from_be_bytes([two[0], two[1]])).collect();
        }
        at += 4 + length;
    }
    vec![]
}

#[tokio::test]
async fn an_old_tls_is_neither_offered_nor_taken() {
    for answer in [ALERT.to_vec(), hello([3, 2]), hello([3, 1])] {
        let (base, heard) = server(answer, 2);
        let client = Client::new(options(&base, Schema::Published)).unwrap();
        let fault = settings(&client).await.unwrap_err();
        assert!(fault.kind == FaultKind::Network, "{fault}");
        assert!(fault.what.contains("speaks no TLS that is new enough (1.2 or 1.3)"), "{fault}");
        let fault = not_sent(create(&client).await);
        assert!(fault.what.contains("speaks no TLS that is new enough"), "{fault}");
        for hello in heard.join().unwrap() {
            let mut offered = offered(&hello);
            offered.sort_unstable();
            assert_eq!(offered, [0x0303, 0x0304], "1.2 and 1.3 and nothing else");
        }
    }
}
