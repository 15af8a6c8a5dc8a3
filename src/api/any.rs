//! What must hold for any bytes of a server. The fuzz targets in `fuzz/` and the property tests share these bodies; what
//! breaks them is a bug.

use std::time::Duration;

use reqwest::header::{DATE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};

use super::budget::Budget;
use super::classify::{self, Payload};
use super::paging::{Pager, Style};
use super::received::Received;
use super::{pdf, retry, wire};
use crate::domain::{Fault, Schema, text};

fn is_shown_safely(fault: &Fault) {
    let all = fault.errors.iter().flat_map(|error| [Some(&error.message), error.pointer.as_ref()]);
    for said in all.flatten().chain([&fault.what]).chain(&fault.ray) {
        assert!(said.chars().all(|c| c == '\n' || text::is_safe(c)), "{said:?}");
    }
    assert!(fault.errors.len() <= 20 && fault.errors.iter().all(|error| error.message.len() < 4096), "{fault:?}");
}

/// An answer: its status in the first two bytes, then its body.
pub fn envelope(bytes: &[u8]) {
    let Some(([high, low], body)) = bytes.split_first_chunk() else { return };
    let status = 100 + (u16::from(*high) << 8 | u16::from(*low)) % 500;
    let received = Received { status, headers: HeaderMap::new(), body: body.to_vec() };
    match classify::payload(&received) {
        Ok(payload) => {
            assert!(received.is_success() && !received.is_html());
            for schema in [Schema::Published, Schema::Reference] {
                let _ = wire::interconnect(payload.value.clone(), schema);
            }
            let _ = wire::cni(payload.value.clone());
            let _ = wire::slot(payload.value.clone(), &mut wire::Pool::default());
            let _ = wire::tunnel(payload.value.clone());
            let _ = wire::settings(payload.value.clone());
            let _ = wire::status(payload.value.clone());
            let _ = wire::token(payload.value.clone());
            let _ = wire::account(payload.value.clone());
            let _ = wire::loa_name(&payload.value);
        }
        Err(fault) => is_shown_safely(&fault),
    }
    is_shown_safely(&classify::fault(&received));
    if classify::is_refusal(&received) {
        assert!((400..500).contains(&status) && ![408, 429].contains(&status), "{status} refuses nothing");
    }
    if let Ok(letter) = pdf::letter(received) {
        assert!(status == 200 && letter.starts_with(b"%PDF-"));
    }
}

/// The same page again and again: a list comes to its end, whatever the server says.
pub fn pages(bytes: &[u8]) {
    let received = Received { status: 200, headers: HeaderMap::new(), body: bytes.to_vec() };
    let Ok(Payload { value, info }) = classify::payload(&received) else { return };
    for style in [Style::Cursor, Style::Pages, Style::Accounts, Style::Whole] {
        let mut pager = Pager::new(style, false);
        let mut count = 0;
        while let Ok(taken) = pager.take(Payload { value: value.clone(), info: info.clone() }) {
            count += 1;
            assert_eq!(taken.number, count);
            assert!(count <= 500, "a list without end");
            for (_, word) in pager.params() {
                assert!(word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-'), "{word}");
            }
            if taken.last || taken.stop.is_some() {
                break;
            }
        }
    }
}

/// What a server says about waiting: whatever it is, the wait is between one second and five minutes.
pub fn waiting(bytes: &[u8]) {
    let mut parts = bytes.split(|byte| *byte == b'\n');
    let mut headers = HeaderMap::new();
    let names =
        [RETRY_AFTER, DATE, HeaderName::from_static("ratelimit"), HeaderName::from_static("x-ratelimit-remaining")];
    for name in names {
        if let Some(value) = parts.next().and_then(|part| HeaderValue::from_bytes(part).ok()) {
            headers.insert(name, value);
        }
    }
    let said = retry::retry_after(&headers);
    let mut budget = Budget::new();
    let wait = budget.limited(Duration::ZERO, said);
    assert!((Duration::from_secs(1)..=Duration::from_mins(5)).contains(&wait), "{wait:?}");
    if let Some((left, holds)) = retry::calls_left(&headers) {
        budget.left(Duration::ZERO, left, holds);
        assert_eq!(budget.meter(Duration::from_secs(301)).remaining, None, "no promise outlives its window");
    }
    let _ = retry::date(&headers);
}
