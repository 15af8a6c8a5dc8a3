//! Takes the token out of text, in every form that a server or a library may echo it (RELIABILITY T6).

use std::borrow::Cow;
use std::fmt;
use std::sync::{PoisonError, RwLock};

use zeroize::Zeroizing;

use super::path::segment;
use crate::domain::{Fault, Token};

/// What stands in the place of a secret.
pub const HIDDEN: &str = "[hidden]";

const HEADER: &str = "authorization";
const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const FOR_URLS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Every form of every token of this process: for the last words of a panic, which know of no client.
static ALL: RwLock<Vec<Zeroizing<String>>> = RwLock::new(Vec::new());

/// The text without any token that this process ever had. `None`: it cannot be told just now, so say nothing of it.
pub fn last_words(text: &str) -> Option<String> {
    let all = ALL.try_read().ok()?;
    Some(hide_headers(&replaced(text, &all)))
}

/// The text as it may leave: the last net under all that was scrubbed before, for whatever a command writes.
pub fn net(text: &str) -> Cow<'_, str> {
    let all = ALL.read().unwrap_or_else(PoisonError::into_inner);
    if all.iter().any(|needle| memchr::memmem::find(text.as_bytes(), needle.as_bytes()).is_some()) {
        return replaced(text, &all).into();
    }
    text.into()
}

fn replaced(text: &str, needles: &[Zeroizing<String>]) -> String {
    needles.iter().fold(text.to_owned(), |text, needle| {
        if text.contains(needle.as_str()) { text.replace(needle.as_str(), HIDDEN) } else { text }
    })
}

/// Hides a token in text: as it is, in base64 (with and without `Bearer `), percent-encoded, and any value of an
/// `Authorization` header.
pub struct Scrubber {
    needles: RwLock<Vec<Zeroizing<String>>>,
}

impl Scrubber {
    /// A scrubber for this token.
    pub fn new(token: &Token) -> Self {
        remember(token);
        Self { needles: RwLock::new(needles(token)) }
    }

    /// Hides another token from here on; the one before may still be echoed by what is under way.
    pub(super) fn also(&self, token: &Token) {
        remember(token);
        add(&mut self.needles.write().unwrap_or_else(PoisonError::into_inner), token);
    }

    /// The text without the secret.
    pub fn scrub(&self, text: &str) -> String {
        hide_headers(&self.token(text))
    }

    /// The text without the token; what else follows `Authorization` stays.
    pub(super) fn token(&self, text: &str) -> String {
        replaced(text, &self.needles.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes the secret out of a body before anything of it is believed: a server that repeats it brings it nowhere.
    pub(super) fn body(&self, body: &mut Vec<u8>) {
        for needle in self.needles.read().unwrap_or_else(PoisonError::into_inner).iter() {
            let found: Vec<usize> = memchr::memmem::find_iter(body, needle.as_bytes()).collect();
            if found.is_empty() {
                continue;
            }
            let mut out = Vec::with_capacity(body.len());
            let mut done = 0;
            for at in found {
                out.extend_from_slice(&body[done..at]);
                out.extend_from_slice(HIDDEN.as_bytes());
                done = at + needle.len();
            }
            out.extend_from_slice(&body[done..]);
            *body = out;
        }
    }

    /// A fault without the secret in any of its words.
    pub fn fault(&self, mut fault: Fault) -> Fault {
        fault.what = self.scrub(&fault.what);
        for error in &mut fault.errors {
            error.message = self.scrub(&error.message);
            error.pointer = error.pointer.as_deref().map(|pointer| self.scrub(pointer));
        }
        fault.ray = fault.ray.as_deref().map(|ray| self.scrub(ray));
        fault
    }
}

fn remember(token: &Token) {
    add(&mut ALL.write().unwrap_or_else(PoisonError::into_inner), token);
}

fn add(all: &mut Vec<Zeroizing<String>>, token: &Token) {
    all.extend(needles(token));
    all.sort_by_key(|needle| std::cmp::Reverse(needle.len()));
    all.dedup();
}

/// Every form of a token, the longest first.
fn needles(token: &Token) -> Vec<Zeroizing<String>> {
    let secret = token.reveal();
    let bearer = Zeroizing::new(format!("Bearer {secret}"));
    let encoded = segment(secret);
    let mut needles = vec![secret.to_owned(), small_escapes(&encoded), encoded];
    for text in [secret, &bearer] {
        for alphabet in [STANDARD, FOR_URLS] {
            needles.push(base64(text.as_bytes(), alphabet));
        }
    }
    // The longest first, so that no form is hidden only in part.
    needles.sort_by_key(|needle| std::cmp::Reverse(needle.len()));
    needles.dedup();
    needles.into_iter().map(Zeroizing::new).collect()
}

/// The same with the digits of its escapes in lower case, and nothing else of it.
fn small_escapes(encoded: &str) -> String {
    let mut parts = encoded.split('%');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| {
        let (digits, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        out + "%" + &digits.to_ascii_lowercase() + rest
    })
}

impl fmt::Debug for Scrubber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Scrubber")
    }
}

/// Hides what follows `authorization:` (or `=`, quoted or not) up to the end of its line or quotation.
fn hide_headers(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    while let Some(found) = lower[done..].find(HEADER) {
        let after = done + found + HEADER.len();
        let gap = lower[after..].find(|c: char| !matches!(c, '"' | '\'' | ':' | '=' | ' ' | '\t'));
        let start = gap.map_or(text.len(), |gap| after + gap);
        out.push_str(&text[done..start]);
        done = start;
        if text[after..start].contains([':', '=']) && start < text.len() {
            let end = text[start..].find(['\r', '\n', '"', '\'']).map_or(text.len(), |end| start + end);
            out.push_str(HIDDEN);
            done = end;
        }
    }
    out.push_str(&text[done..]);
    out
}

/// Base64 without padding, which is a prefix of the padded form.
fn base64(bytes: &[u8], alphabet: &[u8; 64]) -> String {
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0_u32, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            out.push(char::from(alphabet[(word >> (18 - 6 * place) & 63) as usize]));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ApiError, FaultKind};

    const SECRET: &str = "v1.0-aBc/DEF+ghi=42";

    fn scrubber() -> Scrubber {
        Scrubber::new(&Token::parse(SECRET).unwrap())
    }

    #[test]
    fn base64_is_base64() {
        for (plain, coded) in [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(plain.as_bytes(), STANDARD), coded);
        }
    }

    #[test]
    fn the_last_net_holds_every_form_of_every_token_and_lets_the_rest_through() {
        let (one, two) = ("first-token-of-this-process", "second.token/of+it");
        for secret in [one, two] {
            Scrubber::new(&Token::parse(secret).unwrap());
        }
        let echoed = format!("{one} {} {}", base64(format!("Bearer {two}").as_bytes(), STANDARD), segment(two));
        assert_eq!(net(&echoed), "[hidden] [hidden] [hidden]");
        assert!(matches!(net("{\"name\":\"icn\"}\n"), Cow::Borrowed(_)));
    }

    #[test]
    fn every_form_of_the_token_is_hidden() {
        let scrubber = scrubber();
        let bearer = format!("Bearer {SECRET}");
        for form in [
            SECRET.to_owned(),
            segment(SECRET),
            segment(SECRET).replace("%2F", "%2f").replace("%2B", "%2b").replace("%3D", "%3d"),
            base64(SECRET.as_bytes(), STANDARD),
            base64(bearer.as_bytes(), STANDARD),
            base64(bearer.as_bytes(), FOR_URLS),
        ] {
            let shown = scrubber.scrub(&format!("before {form} after"));
            assert_eq!(shown, format!("before {HIDDEN} after"));
        }
        assert_eq!(format!("{scrubber:?}"), "Scrubber");
    }

    #[test]
    fn a_body_and_the_last_words_hold_none_of_it() {
        let scrubber = scrubber();
        let mut body = format!("{{\"a\":\"{SECRET}{SECRET}\",\"b\":\"x {} y\"}}", segment(SECRET)).into_bytes();
        scrubber.body(&mut body);
        assert_eq!(String::from_utf8(body).unwrap(), format!("{{\"a\":\"{HIDDEN}{HIDDEN}\",\"b\":\"x {HIDDEN} y\"}}"));
        scrubber.also(&Token::parse("another-token").unwrap());
        for secret in [SECRET, "another-token"] {
            assert_eq!(last_words(&format!("it said {secret}")).unwrap(), format!("it said {HIDDEN}"));
        }
    }

    #[test]
    fn values_of_the_header_are_hidden_and_the_rest_stays() {
        let scrubber = scrubber();
        let shown =
            scrubber.scrub("AUTHORIZATION: Bearer another\nauthorization of Zürich\n{\"Authorization\":\"x y\",1}");
        assert_eq!(
            shown,
            format!("AUTHORIZATION: {HIDDEN}\nauthorization of Zürich\n{{\"Authorization\":\"{HIDDEN}\",1}}")
        );
        assert_eq!(scrubber.scrub("the authorization:"), "the authorization:");
    }

    #[test]
    fn a_fault_is_scrubbed_in_all_its_words() {
        let fault = Fault {
            errors: vec![ApiError { code: 1, message: SECRET.into(), pointer: Some(format!("/{SECRET}")) }],
            ray: Some(SECRET.into()),
            ..Fault::new(FaultKind::Refused, SECRET)
        };
        assert!(!format!("{:?}", scrubber().fault(fault)).contains(SECRET));
    }
}
