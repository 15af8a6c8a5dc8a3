//! An answer as it came over the wire, whole, before anyone believes it.

use reqwest::header::HeaderMap;
use serde_json::Value;

use crate::domain::{Fault, FaultKind, text};

const RAY_CHARS: usize = 64;
const TITLE_CELLS: usize = 120;
const TITLE_WITHIN: usize = 64 * 1024;

/// Status, headers and the complete body.
#[derive(Debug, Clone)]
pub(crate) struct Received {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Received {
    /// A status of success.
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// `cf-ray`: at most 64 printable ASCII characters.
    pub(crate) fn ray(&self) -> Option<String> {
        let value = self.headers.get("cf-ray")?.as_bytes();
        let printable = value.iter().filter(|byte| byte.is_ascii_graphic()).map(|byte| char::from(*byte));
        Some(printable.take(RAY_CHARS).collect::<String>()).filter(|ray| !ray.is_empty())
    }

    /// Nothing but blanks.
    pub(crate) fn is_empty(&self) -> bool {
        self.body.trim_ascii().is_empty()
    }

    /// A page for people, by content: what the headers call it does not matter.
    pub(crate) fn is_html(&self) -> bool {
        self.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.body).trim_ascii_start().starts_with(b"<")
    }

    /// The title of such a page, cleaned and short.
    pub(crate) fn title(&self) -> Option<String> {
        let start = String::from_utf8_lossy(&self.body[..self.body.len().min(TITLE_WITHIN)]).into_owned();
        let lower = start.to_ascii_lowercase();
        let open = lower.find("<title")?;
        let from = open + lower[open..].find('>')? + 1;
        let to = from + lower[from..].find("</title")?;
        let words: Vec<&str> = start[from..to].split_whitespace().collect();
        Some(text::cut(&text::clean(&words.join(" ")), TITLE_CELLS)).filter(|title| !title.is_empty())
    }

    /// The body as JSON. A lone surrogate in one name must not hide a whole list, so it becomes U+FFFD.
    pub(crate) fn json(&self) -> Result<Value, String> {
        let first = serde_json::from_slice(&self.body);
        let Err(why) = first else { return first.map_err(|why| why.to_string()) };
        match mended(&self.body) {
            Some(body) => serde_json::from_slice(&body).map_err(|why| why.to_string()),
            None => Err(why.to_string()),
        }
    }

    /// A fault about this answer.
    pub(crate) fn fault(&self, kind: FaultKind, what: impl Into<String>) -> Fault {
        Fault { status: Some(self.status), ray: self.ray(), ..Fault::new(kind, what) }
    }
}

/// The bytes with every lone surrogate escape replaced, or `None` where there is none.
fn mended(body: &[u8]) -> Option<Vec<u8>> {
    let mut out = body.to_vec();
    let mut changed = false;
    let mut at = 0;
    while at < body.len() {
        if body[at] != b'\\' {
            at += 1;
            continue;
        }
        match escape(body, at) {
            Some(0xd800..=0xdbff) if matches!(escape(body, at + 6), Some(0xdc00..=0xdfff)) => at += 12,
            Some(0xd800..=0xdfff) => {
                out[at + 2..at + 6].copy_from_slice(b"fffd");
                changed = true;
                at += 6;
            }
            _ => at += 2,
        }
    }
    changed.then_some(out)
}

/// The code unit of a `\uXXXX` that starts here.
fn escape(body: &[u8], at: usize) -> Option<u16> {
    let digits = body.get(at..at + 6)?.strip_prefix(b"\\u")?;
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
pub(crate) fn answer(status: u16, body: &str) -> Received {
    let ray = ("cf-ray".parse().unwrap(), "8f00-EWR".parse().unwrap());
    Received { status, headers: [ray].into_iter().collect(), body: body.as_bytes().to_vec() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_page_is_known_by_its_content_and_cut_to_its_title() {
        let page = answer(502, "\u{feff} <!DOCTYPE html><HEAD><Title x>\n 502:  Bad\x1b[2J gateway </TITLE>");
        assert!(page.is_html());
        assert_eq!(page.title().unwrap(), "502: Bad\u{fffd}[2J gateway");
        assert!(!answer(200, "{}").is_html());
        assert_eq!(answer(200, "<title>").title(), None);
        assert_eq!(answer(200, "<title>İ</title>").title().unwrap(), "İ");
    }

    #[test]
    fn a_lone_surrogate_hides_nothing_else() {
        let body = r#"["a\ud800b","\udc00","\ud83d\ude00","\\ud800"]"#;
        assert_eq!(answer(200, body).json().unwrap(), json!(["a\u{fffd}b", "\u{fffd}", "😀", "\\ud800"]));
        assert!(answer(200, "{} x").json().is_err());
        assert!(answer(200, "[\"\\ud8").json().is_err());
        assert!(answer(200, &"[".repeat(200)).json().unwrap_err().contains("recursion"));
    }

    #[test]
    fn the_ray_is_short_and_printable() {
        let mut got = answer(200, "");
        assert_eq!(got.ray().unwrap(), "8f00-EWR");
        got.headers.insert("cf-ray", reqwest::header::HeaderValue::from_bytes(&[b'x'; 100]).unwrap());
        assert_eq!(got.ray().unwrap().len(), 64);
    }
}
