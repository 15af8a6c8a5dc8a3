//! Small servers on loopback, and what they say.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// A request as a server saw it.
#[derive(Debug, Clone)]
pub(super) struct Call {
    pub(super) method: Method,
    pub(super) target: String,
    pub(super) headers: HeaderMap,
    pub(super) body: String,
}

pub(super) type Calls = Arc<Mutex<Vec<Call>>>;

/// A server that answers with a function and remembers what it was asked.
pub(super) async fn server(answer: impl Fn(&Call, usize) -> Response + Send + Sync + 'static) -> (String, Calls) {
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
pub(super) async fn raw(answer: Vec<u8>, hang_up: bool) -> (String, Arc<AtomicUsize>) {
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

pub(super) fn reply(status: u16, body: &str) -> Response {
    Response::builder().status(status).header("cf-ray", "8f00-EWR").body(Body::from(body.to_owned())).unwrap()
}

pub(super) fn yes(body: &Value) -> Response {
    reply(200, &body.to_string())
}

pub(super) fn enveloped(result: &Value) -> Response {
    yes(&json!({"success": true, "errors": [], "messages": [], "result": result}))
}

pub(super) fn refusal(status: u16, code: i64, message: &str) -> Response {
    let error = json!({"code": code, "message": message, "source": {"pointer": "/slot_id"}});
    reply(status, &json!({"success": false, "errors": [error], "messages": [], "result": null}).to_string())
}

pub(super) fn targets(calls: &Calls) -> Vec<String> {
    calls.lock().unwrap().iter().map(|call| call.target.clone()).collect()
}
