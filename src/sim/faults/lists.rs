//! Faults of lists: pages that go in circles, fail half-way, or move while they are read.

use serde_json::{Value, json};

use super::super::refusal::Refusal;
use super::catalogue::{Entry, Spoil, Work, content, instead};
use super::shapes::{payload, rows};

pub(super) const ENTRIES: &[Entry] = &[
    content("endless-list", "every page is the first again and names a next one", |spoil| {
        let next = u64::from(spoil.nth) + 1_000_000;
        follow(spoil, &json!(next), 1_000_000);
    })
    .working(FROM_THE_FIRST),
    content("endless-empty", "every page but the first is empty and names a next one", |spoil| {
        let next = u64::from(spoil.nth) + 1_000_000;
        follow(spoil, &json!(next), 1_000_000);
    }),
    content("circle", "every page names the same next page", |spoil| follow(spoil, &json!(7), 1_000_000)),
    content("odd-cursor", "the next page is named by something of another kind", |spoil| {
        follow(spoil, &json!({ "page": 2 }), 2);
    }),
    content("page-two", "the first page is half of the list, and the second fails with 500", |spoil| {
        if is_later(spoil) {
            spoil.refuse(&Refusal::new(500, 5000, "Simulated failure."));
        } else {
            spoil.json(|value| halve(value, 0));
            follow(spoil, &json!(1_000_001), 2);
        }
    }),
    content("moving", "a row moves between the pages: one comes twice, one never", |spoil| {
        let later = is_later(spoil);
        spoil.json(|value| halve(value, usize::from(later)));
        if !later {
            follow(spoil, &json!(1_000_001), 2);
        }
    })
    .working(FROM_THE_FIRST),
    content("twice", "a row comes twice", |spoil| {
        spoil.json(|value| {
            if let Some(rows) = rows(value) {
                rows.extend(rows.first().cloned());
            }
        });
    }),
    content("null-list", "the list is null", |spoil| spoil.json(|value| relist(value, &Value::Null))),
    content("no-list", "the list is an object", |spoil| spoil.json(|value| relist(value, &json!({ "0": 1 })))),
    content("empty-list", "the list is empty", |spoil| {
        spoil.json(|value| {
            if let Some(rows) = rows(value) {
                rows.clear();
            }
        });
    }),
    instead("small-pages", "a page size over 100 is refused", |spoil| {
        spoil.refuse(&Refusal::query("limit", "must be at most 100"));
    }),
];

/// Whoever comes for a later page asks by a cursor that the true list does not know: it begins again.
const FROM_THE_FIRST: Work = Work::Before(|_, request| {
    request.query.retain(|(name, _)| name != "cursor" && name != "page");
});

/// It asks for a later page.
fn is_later(spoil: &Spoil<'_>) -> bool {
    spoil.request.param("cursor").is_some_and(|cursor| !cursor.is_empty())
        || spoil.request.param("page").is_some_and(|page| page != "1")
}

/// Names a next page, in both schemas.
fn follow(spoil: &mut Spoil<'_>, cursor: &Value, pages: u64) {
    spoil.json(|value| {
        if let Some(info) = value.get_mut("result_info") {
            info["total_pages"] = json!(pages);
        } else if rows(value).is_some()
            && let Value::Object(page) = payload(value)
            && page.contains_key("items")
        {
            page.insert("next".to_owned(), cursor.clone());
        }
    });
}

/// Keeps half of the rows: the first one, or what follows the row before its end.
fn halve(value: &mut Value, part: usize) {
    let Some(rows) = rows(value) else { return };
    let half = rows.len().div_ceil(2);
    if part == 0 {
        rows.truncate(half);
    } else {
        rows.drain(..half.saturating_sub(1));
        rows.truncate(rows.len().saturating_sub(1).max(1));
    }
}

fn relist(value: &mut Value, list: &Value) {
    let Value::Object(map) = value else { return };
    for key in ["items", "result"] {
        if map.get(key).is_some_and(|old| old.is_array() || key == "result") {
            map.insert(key.to_owned(), list.clone());
            return;
        }
    }
}
