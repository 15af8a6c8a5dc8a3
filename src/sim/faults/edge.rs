//! Faults of a status: refusals, limits, outages, pages of an edge or a portal.

use jiff::SignedDuration;

use super::super::refusal::Refusal;
use super::catalogue::{Entry, Spoil, instead};

const HTML: &str = "text/html; charset=UTF-8";

/// What an outage answers, one after the other.
const STORM: [u16; 8] = [502, 503, 504, 520, 521, 522, 523, 524];

pub(super) const ENTRIES: &[Entry] = &[
    instead("status", "an error envelope with this status", |spoil| {
        let status = status(spoil, 500);
        spoil.refuse(&Refusal::new(status, u32::from(status) * 10, "Simulated failure."));
    })
    .with("status", "500"),
    instead("reject", "a refusal with this status; `STATUS/POINTER` names a field", |spoil| {
        let (number, pointer) = spoil.argument.split_once('/').unwrap_or((spoil.argument, ""));
        let refusal = Refusal::new(number.parse().unwrap_or(400), 1001, "Simulated refusal.");
        let pointer = Some(format!("/{pointer}")).filter(|pointer| pointer.len() > 1);
        spoil.refuse(&Refusal { pointer, ..refusal });
    })
    .with("status", "400"),
    instead("unauthorized", "401: the token is not accepted", |spoil| {
        spoil.refuse(&Refusal::new(401, 10_000, "Authentication error"));
    }),
    instead("token-refused", "403 with the code that means the token", |spoil| {
        spoil.refuse(&Refusal::new(403, 9109, "Invalid access token"));
    }),
    instead("token-malformed", "400 with the code that means the header of the token", |spoil| {
        spoil.refuse(&Refusal::new(400, 6003, "Invalid request headers"));
    }),
    instead("forbidden", "403: a permission is missing", |spoil| {
        spoil.refuse(&Refusal::new(403, 1010, "Not allowed"));
    }),
    instead("missing", "404 of the API: no such object", |spoil| spoil.refuse(&Refusal::missing("object"))),
    instead("conflict", "409: another object is in the way", |spoil| {
        spoil.refuse(&Refusal::conflict(None, "Something is in the way."));
    }),
    instead("limited", "429 with Retry-After in seconds", |spoil| {
        let wait = spoil.argument.to_owned();
        limited(spoil, Some(wait));
    })
    .with("seconds", "5"),
    instead("limited-date", "429 with Retry-After as a date, so many seconds after the answer's own", |spoil| {
        let wait = SignedDuration::from_secs(spoil.number().cast_signed());
        let until = http_date(spoil.date.checked_add(wait).unwrap_or(spoil.date));
        let now = http_date(spoil.date);
        limited(spoil, Some(until));
        spoil.header("date", now);
    })
    .with("seconds", "5"),
    instead("limited-past", "429 with Retry-After as a date that is over", |spoil| {
        limited(spoil, Some("Sun, 06 Nov 1994 08:49:37 GMT".to_owned()));
    }),
    instead("limited-garbage", "429 with a Retry-After that means nothing", |spoil| {
        limited(spoil, Some("soon; or 9e99".to_owned()));
    }),
    instead("limited-bare", "429 without Retry-After", |spoil| limited(spoil, None)),
    instead("limited-html", "429 as a page of the edge", |spoil| {
        spoil.instead(429, HTML, page(429, "Too many requests"));
        spoil.header("retry-after", "5");
    }),
    instead("html", "a page of the edge with this status", |spoil| {
        let status = status(spoil, 502);
        spoil.instead(status, HTML, page(status, "Bad gateway"));
    })
    .with("status", "502"),
    instead("plain-error", "502 with a line of plain text", |spoil| {
        spoil.instead(502, "text/plain", "error code: 502");
    }),
    instead("storm", "5xx after 5xx, each another one, as pages and as envelopes", |spoil| {
        let status = STORM[spoil.nth as usize % STORM.len()];
        if spoil.nth.is_multiple_of(2) {
            spoil.instead(status, HTML, page(status, "Web server is down"));
        } else {
            spoil.refuse(&Refusal::new(status, 1200, "Simulated outage."));
        }
    }),
    instead("portal", "200 with a page that wants a login: something between", |spoil| {
        spoil.instead(200, HTML, "<html><head><title>Sign in to the hotel</title></head><body>Welcome</body></html>");
    }),
    instead("mislabelled-page", "200 with a page that is labelled as JSON", |spoil| {
        spoil.instead(200, "application/json", "<html><head><title>Hello</title></head></html>");
    }),
    instead("proxy-login", "407: the proxy wants a login", |spoil| {
        spoil.instead(407, HTML, page(407, "Proxy authentication required"));
    }),
    instead("redirect", "302 to another host", |spoil| {
        spoil.instead(302, HTML, "");
        spoil.header("location", "http://elsewhere.invalid/collect?token=");
    }),
    instead("empty", "200 with nothing", |spoil| spoil.instead(200, "application/json", "")),
    instead("no-content", "204", |spoil| {
        spoil.instead(204, "application/json", "");
        spoil.answer.headers.clear();
    }),
    instead("teapot", "a status that means nothing here", |spoil| {
        spoil.refuse(&Refusal::new(418, 1418, "Simulated teapot."));
    }),
];

fn status(spoil: &Spoil<'_>, usual: u16) -> u16 {
    spoil.argument.parse().unwrap_or(usual)
}

fn limited(spoil: &mut Spoil<'_>, retry_after: Option<String>) {
    let mut refusal = Refusal::new(429, 971, "Too many requests; please wait.");
    refusal.headers.extend(retry_after.map(|wait| ("retry-after".to_owned(), wait)));
    spoil.refuse(&refusal);
}

/// A date as headers have it.
pub(super) fn http_date(at: jiff::Timestamp) -> String {
    at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

pub(super) fn page(status: u16, title: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en-US\"><head><title>simulated edge | {status}: {title}</title></head>\n\
         <body><h1>{title} <span>Error code {status}</span></h1>\n<p>This page was made by a simulator.</p></body></html>\n"
    )
}
