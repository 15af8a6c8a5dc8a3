//! The API token: one type that cannot be printed.

use std::fmt;

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

/// Longest token that is taken for one.
const MAX_BYTES: usize = 512;

/// An API token. Its text is zeroed when the last copy goes; `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(Zeroizing<String>);

impl Token {
    /// Takes the text of a token: one trailing line end is trimmed, anything that cannot be a bearer token is refused
    /// with a sentence that does not repeat it.
    ///
    /// # Errors
    /// What is wrong with it, without the text itself.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let text = text.strip_suffix('\n').unwrap_or(text);
        let text = text.strip_suffix('\r').unwrap_or(text);
        if text.is_empty() {
            return Err("the token is empty");
        }
        if text.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("bearer ")) {
            return Err("the token starts with `Bearer `: give the token alone");
        }
        if text.len() > MAX_BYTES {
            return Err("the token is longer than 512 bytes");
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err("the token holds spaces, control or non-ASCII characters");
        }
        Ok(Self(Zeroizing::new(text.to_owned())))
    }

    /// The first 8 hex digits of its SHA-256: tells two tokens apart and nothing else (RELIABILITY T2).
    pub fn fingerprint(&self) -> String {
        Sha256::digest(self.0.as_bytes()).iter().take(4).fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
    }

    /// The secret itself: for the request header and the scrubber, nothing else.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_cannot_be_a_token_and_shows_nothing() {
        for bad in ["", "\n", "Bearer abcdefgh", "bearer x", "two words", "a\tb", "é", &"x".repeat(513)] {
            let why = Token::parse(bad).unwrap_err();
            assert!(bad.len() < 8 || !why.contains(bad), "{why}");
        }
        let token = Token::parse("abc123secret\r\n").unwrap();
        assert_eq!(token.reveal(), "abc123secret");
        assert_eq!(Token::parse("abc").unwrap().fingerprint(), "ba7816bf");
        assert_eq!(format!("{token:?} {:?}", Some(&token)), "[redacted] Some([redacted])");
    }
}
