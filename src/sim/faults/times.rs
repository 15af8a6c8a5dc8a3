//! Faults of time, and answers that give the token away.

use jiff::SignedDuration;
use serde_json::json;

use super::super::options::TOKEN;
use super::super::refusal::Refusal;
use super::catalogue::{Entry, Work, content, instead, work};
use super::edge::http_date;
use super::shapes::alter;

pub(super) const ENTRIES: &[Entry] = &[
    content("wrong-date", "the header Date is wrong by so many seconds", |spoil| {
        let by = SignedDuration::from_secs(spoil.argument.parse().unwrap_or(0));
        let date = http_date(spoil.date.checked_add(by).unwrap_or(spoil.date));
        spoil.header("date", date);
    })
    .with("seconds", "86400"),
    content("garbage-date", "the header Date means nothing", |spoil| spoil.header("date", "yesterday, or so")),
    content("flapping", "the state is another one at each call", |spoil| {
        let (word, reference) = if spoil.nth.is_multiple_of(2) { ("Down", "down") } else { ("Healthy", "active") };
        alter(spoil, |object| {
            for (key, word) in [("state", word), ("status", reference)] {
                if object.contains_key(key) {
                    object.insert(key.to_owned(), json!(word));
                }
            }
        });
    }),
    work("stale", "the answer is as old as the server", Work::Early).and(|spoil| spoil.header("age", "86400")),
    content("budget-low", "the headers say that one call is left", |spoil| {
        spoil.header("ratelimit", "\"default\";r=1;t=300");
    }),
    content("budget-garbage", "the headers about the budget mean nothing", |spoil| {
        spoil.header("ratelimit", "r=-1;t=9e99, ;;=");
        spoil.header("x-ratelimit-remaining", "many");
    }),
    instead("token-in-error", "a refusal repeats the header with the token", |spoil| {
        let sent = spoil.request.header_value("authorization").unwrap_or_default().to_owned();
        spoil.refuse(&Refusal::new(400, 6111, format!("Invalid format for Authorization header: {sent}")));
    }),
    instead("token-in-page", "a page of the edge has the token in its title", |spoil| {
        spoil.instead(502, "text/html", format!("<html><title>{TOKEN} is not known</title></html>"));
    }),
    content("token-in-header", "headers repeat the token", |spoil| {
        spoil.header("cf-ray", TOKEN);
        spoil.header("x-echo", TOKEN);
    }),
    content("token-in-field", "a field of each object holds the token", |spoil| {
        alter(spoil, |object| {
            let field = if object.contains_key("description") { "description" } else { "owner" };
            object.insert(field.to_owned(), json!(format!("made with {TOKEN}")));
        });
    }),
];
