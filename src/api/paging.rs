//! Pages of a list: which comes next, and when to stop believing that one does. Pure.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use serde_json::Value;

use super::classify::Payload;
use super::wire::Params;

const MOST_PAGES: u32 = 500;
/// Empty pages in a row; a filter may leave a page without rows, but not one after the other.
const MOST_EMPTY: u32 = 3;
const MOST_OBJECTS: usize = 50_000;
const SIZE: u32 = 100;
/// Rows of a page that is asked for with `limit`. No largest one is documented; fewer calls are worth the try, and a
/// server that refuses is asked again for less.
const LARGE: u32 = 1000;
const ACCOUNTS_SIZE: u32 = 50;

/// No server makes pages as small as this unless it is asked to: a shorter page without a word about paging is the last.
const CREDIBLE_SIZE: usize = 20;

/// How the first page is asked for. The next ones follow the shape of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// `limit`, then `cursor`.
    Cursor,
    /// `page` and `per_page`.
    Pages,
    /// The same for accounts, whose pages are smaller.
    Accounts,
    /// One answer holds all.
    Whole,
}

#[derive(Debug, Clone, PartialEq)]
enum Place {
    First,
    Cursor(i64),
    Page { number: u32, size: u32 },
}

enum Next {
    End,
    At(Place),
    Stop(String),
}

/// One page, and whether the list goes on.
#[derive(Debug, PartialEq)]
pub(crate) struct Taken {
    pub(crate) rows: Vec<Value>,
    pub(crate) number: u32,
    pub(crate) last: bool,
    /// The list cannot be trusted beyond this page, and why.
    pub(crate) stop: Option<String>,
}

/// Walks a list.
#[derive(Debug)]
pub(crate) struct Pager {
    style: Style,
    place: Place,
    limit: u32,
    number: u32,
    objects: usize,
    cursors: HashSet<i64>,
    /// A hash of the names of the rows before.
    before: u64,
    /// Empty pages in a row.
    empty: u32,
}

impl Pager {
    /// `small`: the server is known to refuse large pages.
    pub(crate) fn new(style: Style, small: bool) -> Self {
        let limit = if small { SIZE } else { LARGE };
        Self { style, place: Place::First, limit, number: 0, objects: 0, cursors: HashSet::new(), before: 0, empty: 0 }
    }

    /// The server called the question wrong: whether a smaller page may be asked for. Never within a list: what a
    /// cursor counts in is not told.
    pub(crate) fn shrink(&mut self) -> bool {
        let can = self.style == Style::Cursor && self.place == Place::First && self.limit > SIZE;
        self.limit = self.limit.min(SIZE);
        can
    }

    /// Pages that came.
    pub(crate) fn pages(&self) -> u32 {
        self.number
    }

    /// How to ask for the page that is due.
    pub(crate) fn params(&self) -> Params {
        match (&self.place, self.style) {
            (Place::First, Style::Cursor) => vec![("limit", self.limit.to_string())],
            (Place::First, Style::Pages) => vec![("page", "1".to_owned()), ("per_page", SIZE.to_string())],
            (Place::First, Style::Accounts) => vec![("page", "1".to_owned()), ("per_page", ACCOUNTS_SIZE.to_string())],
            (Place::First, Style::Whole) => Vec::new(),
            (Place::Cursor(cursor), _) => vec![("cursor", cursor.to_string()), ("limit", self.limit.to_string())],
            (Place::Page { number, size }, _) => vec![("page", number.to_string()), ("per_page", size.to_string())],
        }
    }

    /// Takes the page that was asked for.
    pub(crate) fn take(&mut self, payload: Payload) -> Result<Taken, String> {
        let (mut rows, cursor) = rows(payload.value)?;
        let info = payload.info.filter(Value::is_object);
        let names = names(&rows);
        let mut next = if let Some(cursor) = cursor {
            self.by_cursor(&cursor)
        } else if self.style == Style::Whole {
            Next::End
        } else if let Some(next) = info.as_ref().and_then(|info| self.by_info(info, rows.len()).transpose()) {
            next?
        } else {
            self.by_guess(&mut rows, names)
        };
        // A server that always names another page would be asked five hundred times.
        self.empty = if rows.is_empty() { self.empty + 1 } else { 0 };
        let page = self.number + 1;
        if matches!(next, Next::At(_)) {
            if self.empty >= MOST_EMPTY {
                next = Next::Stop(format!("pages up to {page} are empty, and each names another"));
            } else if self.number > 0 && !rows.is_empty() && names == self.before {
                next = Next::Stop(format!("page {page} holds the same rows as the one before"));
            }
        }
        self.number += 1;
        self.objects += rows.len();
        self.before = names;
        if self.objects > MOST_OBJECTS {
            next = Next::Stop("the list holds more than 50,000 objects".to_owned());
        } else if self.number >= MOST_PAGES && !matches!(next, Next::End) {
            next = Next::Stop("the list has more than 500 pages".to_owned());
        }
        let (last, stop) = match next {
            Next::End => (true, None),
            Next::Stop(why) => (false, Some(why)),
            Next::At(place) => {
                self.place = place;
                (false, None)
            }
        };
        Ok(Taken { rows, number: self.number, last, stop })
    }

    fn by_cursor(&mut self, cursor: &Value) -> Next {
        match cursor.as_i64() {
            _ if cursor.is_null() => Next::End,
            None => Next::Stop("its cursor is of an unknown kind".to_owned()),
            Some(cursor) if self.cursors.insert(cursor) => Next::At(Place::Cursor(cursor)),
            Some(_) => Next::Stop("its cursor came a second time".to_owned()),
        }
    }

    /// By `result_info`, where it says anything about pages.
    fn by_info(&self, info: &Value, rows: usize) -> Result<Option<Next>, String> {
        let number = |key: &str| info.get(key).and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok());
        let (asked, wanted) = match self.place {
            Place::Page { number, size } => (number, size),
            _ => (1, if self.style == Style::Accounts { ACCOUNTS_SIZE } else { SIZE }),
        };
        if let Some(page) = number("page")
            && page != asked
        {
            return Err(format!("page {asked} was asked for and page {page} came"));
        }
        let size = number("per_page").filter(|size| *size > 0).unwrap_or(wanted);
        let pages = match (number("total_pages"), number("total_count")) {
            (Some(pages), _) => pages,
            (None, Some(count)) => count.div_ceil(size),
            (None, None) => return Ok(None),
        };
        Ok(Some(if asked >= pages {
            Next::End
        } else if rows == 0 {
            Next::Stop(format!("page {asked} of {pages} is empty"))
        } else {
            Next::At(Place::Page { number: asked + 1, size })
        }))
    }

    /// Nothing was said about pages: a server that does not page answers every page with the same rows.
    fn by_guess(&self, rows: &mut Vec<Value>, names: u64) -> Next {
        if self.number > 0 && names == self.before {
            rows.clear();
            return Next::End;
        }
        if rows.len() < CREDIBLE_SIZE {
            return Next::End;
        }
        match self.place {
            Place::Page { number, size } => Next::At(Place::Page { number: number + 1, size }),
            _ => Next::At(Place::Page { number: 2, size: SIZE }),
        }
    }
}

/// The rows of a list and its cursor: `items` with `next`, `interconnects`, or the list itself. Null is no list.
fn rows(value: Value) -> Result<(Vec<Value>, Option<Value>), String> {
    match value {
        Value::Array(rows) => Ok((rows, None)),
        Value::Object(mut map) => match map.shift_remove("items") {
            Some(Value::Array(rows)) => Ok((rows, Some(map.shift_remove("next").unwrap_or(Value::Null)))),
            Some(_) => Err("`items` is no list".to_owned()),
            None => match map.shift_remove("interconnects") {
                Some(Value::Array(rows)) => Ok((rows, None)),
                Some(_) => Err("`interconnects` is no list".to_owned()),
                None => Err("there is no list in the answer".to_owned()),
            },
        },
        Value::Null => Err("the list is null".to_owned()),
        _ => Err("the answer is no list".to_owned()),
    }
}

/// A hash of what names the rows, in their order.
fn names(rows: &[Value]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for row in rows {
        match row.get("id").or_else(|| row.get("name")).and_then(Value::as_str) {
            Some(name) => name.hash(&mut hasher),
            None => row.to_string().hash(&mut hasher),
        }
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn bare(value: Value) -> Payload {
        Payload { value, info: None }
    }

    fn page_of(from: usize, count: usize, info: Option<Value>) -> Payload {
        let rows: Vec<Value> = (from..from + count).map(|n| json!({"id": n.to_string()})).collect();
        Payload { value: Value::Array(rows), info }
    }

    #[test]
    fn cursors_lead_on_until_they_end() {
        let mut pager = Pager::new(Style::Cursor, false);
        assert_eq!(pager.params(), [("limit", "1000".to_owned())]);
        let first = pager.take(bare(json!({"items": [1, 2], "next": 7}))).unwrap();
        assert_eq!((first.rows.len(), first.number, first.last, first.stop), (2, 1, false, None));
        assert_eq!(pager.params()[0], ("cursor", "7".to_owned()));
        let second = pager.take(bare(json!({"items": []}))).unwrap();
        assert_eq!((second.number, second.last), (2, true));
    }

    #[test]
    fn large_pages_are_given_up_before_the_first_and_never_within_a_list() {
        let mut pager = Pager::new(Style::Cursor, false);
        assert!(pager.shrink() && !pager.shrink());
        assert_eq!(pager.params(), [("limit", "100".to_owned())]);
        assert!(!Pager::new(Style::Cursor, true).shrink() && !Pager::new(Style::Pages, false).shrink());
        let mut pager = Pager::new(Style::Cursor, false);
        pager.take(bare(json!({"items": [1], "next": 7}))).unwrap();
        assert!(!pager.shrink());
    }

    #[test]
    fn cursors_that_make_no_progress_stop_the_list() {
        for next in [json!("7"), json!(1.5), json!({}), json!(true)] {
            let taken = Pager::new(Style::Cursor, false).take(bare(json!({"items": [1], "next": next}))).unwrap();
            assert!(taken.stop.unwrap().contains("unknown kind") && !taken.last);
        }
        let mut pager = Pager::new(Style::Cursor, false);
        for (next, stops) in [(1, false), (2, false), (1, true)] {
            let row = json!({"id": pager.pages().to_string()});
            let taken = pager.take(bare(json!({"items": [row], "next": next}))).unwrap();
            assert_eq!(taken.stop.is_some(), stops);
        }
    }

    #[test]
    fn pages_that_bring_nothing_new_stop_the_list() {
        let mut pager = Pager::new(Style::Cursor, false);
        let mut page = |rows: Value, next: i64| pager.take(bare(json!({"items": rows, "next": next}))).unwrap().stop;
        assert_eq!((page(json!([]), 1), page(json!([]), 2)), (None, None), "a filter may leave pages empty");
        assert_eq!((page(json!([{"id": "a"}]), 3), page(json!([]), 4)), (None, None));
        assert_eq!(page(json!([{"id": "b"}]), 5), None);
        assert_eq!(page(json!([{"id": "b"}]), 6).unwrap(), "page 6 holds the same rows as the one before");
        let mut pager = Pager::new(Style::Cursor, false);
        let stops = [1, 2, 3].map(|next| pager.take(bare(json!({"items": [], "next": next}))).unwrap().stop.is_some());
        assert_eq!(stops, [false, false, true]);
    }

    #[test]
    fn numbered_pages_follow_what_the_server_says() {
        let mut pager = Pager::new(Style::Pages, false);
        let info =
            |page: u32| Some(json!({"page": page, "per_page": 2, "total_pages": 2, "total_count": 3, "count": 2}));
        assert!(!pager.take(page_of(0, 2, info(1))).unwrap().last);
        assert_eq!(pager.params(), [("page", "2".to_owned()), ("per_page", "2".to_owned())]);
        assert!(pager.take(page_of(0, 2, info(1))).unwrap_err().contains("page 2 was asked for"));
        assert!(pager.take(page_of(2, 1, info(2))).unwrap().last);

        let counted = Some(json!({"page": 1, "per_page": 20, "total_count": 21}));
        assert!(!Pager::new(Style::Cursor, false).take(page_of(0, 20, counted)).unwrap().last);
        let empty = Some(json!({"page": 1, "total_pages": 3}));
        assert!(Pager::new(Style::Pages, false).take(page_of(0, 0, empty)).unwrap().stop.is_some());
        let none = Some(json!({"page": 1, "total_pages": 0}));
        assert!(Pager::new(Style::Pages, false).take(page_of(0, 0, none)).unwrap().last);
    }

    #[test]
    fn a_server_that_says_nothing_of_pages_is_asked_once_more() {
        assert!(Pager::new(Style::Pages, false).take(page_of(0, 19, None)).unwrap().last);
        let mut pager = Pager::new(Style::Pages, false);
        assert!(!pager.take(page_of(0, 20, None)).unwrap().last);
        let same = pager.take(page_of(0, 20, None)).unwrap();
        assert_eq!((same.rows.len(), same.last), (0, true));

        let mut pager = Pager::new(Style::Pages, false);
        pager.take(page_of(0, 20, None)).unwrap();
        assert!(!pager.take(page_of(20, 20, None)).unwrap().last);
        assert_eq!(pager.params()[0], ("page", "3".to_owned()));
        assert!(pager.take(page_of(40, 3, None)).unwrap().last);
        assert!(Pager::new(Style::Whole, false).take(page_of(0, 500, None)).unwrap().last);
    }

    #[test]
    fn no_list_is_not_an_empty_list() {
        for bad in [json!(null), json!({}), json!({"items": null}), json!({"interconnects": null}), json!("x")] {
            assert!(Pager::new(Style::Cursor, false).take(bare(bad.clone())).is_err(), "{bad}");
        }
        assert_eq!(Pager::new(Style::Whole, false).take(bare(json!({"interconnects": [1]}))).unwrap().rows, [json!(1)]);
    }

    #[test]
    fn a_list_without_end_is_cut_at_the_caps() {
        let mut pager = Pager::new(Style::Cursor, false);
        for page in 1..=500 {
            let row = json!({"id": page.to_string()});
            let taken = pager.take(bare(json!({"items": [row], "next": page}))).unwrap();
            assert_eq!(taken.stop.is_some(), page == 500, "{page}");
        }
        let many = vec![Value::Null; 50_001];
        let taken = Pager::new(Style::Cursor, false).take(bare(json!({"items": many}))).unwrap();
        assert!(taken.stop.unwrap().contains("50,000") && !taken.last);
    }
}
