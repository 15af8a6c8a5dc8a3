//! The rules of what goes wrong, while the simulator runs: `/__sim/faults`, on loopback and with its token.

use axum::body::Body;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::Response;
use serde_json::{Value, json};

use super::super::options::TOKEN;
use super::{Fault, WorldHandle};

/// Everything below this is control.
pub(super) const PREFIX: &str = "/__sim/";

/// Answers a call of whoever makes the trouble.
pub(super) fn answer(world: &WorldHandle, method: &Method, path: &str, headers: &HeaderMap, body: &[u8]) -> Response {
    // A page in a browser on this machine reaches loopback too; it does not know the token.
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    if bearer != Some(TOKEN) {
        return said(StatusCode::UNAUTHORIZED, &json!({ "error": "the simulator's token is wanted" }));
    }
    let id = path.strip_prefix("/__sim/faults").map(|rest| rest.trim_start_matches('/'));
    match (method.as_str(), id) {
        ("GET", Some("")) => said(StatusCode::OK, &rules(world)),
        ("POST", Some("")) => post(world, &String::from_utf8_lossy(body)),
        ("DELETE", Some("")) => said(StatusCode::OK, &json!({ "removed": world.remove_faults(None) })),
        ("DELETE", Some(id)) => match id.parse().map(|id| world.remove_faults(Some(id))) {
            Ok(1..) => said(StatusCode::OK, &json!({ "removed": 1 })),
            _ => said(StatusCode::NOT_FOUND, &json!({ "error": "there is no such rule" })),
        },
        _ => said(StatusCode::NOT_FOUND, &json!({ "error": "GET, POST or DELETE /__sim/faults" })),
    }
}

/// A rule a line; all of them, or none where one is wrong.
fn post(world: &WorldHandle, body: &str) -> Response {
    let lines = body.lines().map(str::trim).filter(|line| !line.is_empty());
    match lines.map(str::parse).collect::<Result<Vec<Fault>, String>>() {
        Ok(faults) => {
            let added: Vec<u32> = faults.into_iter().map(|fault| world.post_fault(fault)).collect();
            said(StatusCode::OK, &json!({ "added": added }))
        }
        Err(why) => said(StatusCode::BAD_REQUEST, &json!({ "error": why })),
    }
}

fn rules(world: &WorldHandle) -> Value {
    let rule = |posted: &super::Posted| json!({ "id": posted.id, "rule": posted.fault.to_string(), "seen": posted.seen, "hits": posted.hits });
    world.faults().iter().map(rule).collect()
}

fn said(status: StatusCode, value: &Value) -> Response {
    let mut response = Response::new(Body::from(format!("{value}\n")));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/json"));
    response
}
