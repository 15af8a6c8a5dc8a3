//! What a client is made of.

use std::path::PathBuf;
use std::time::Duration;

use super::BaseUrl;
use crate::domain::{AccountId, Mode, Schema, Token};

/// What a client is made of.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where the API is.
    pub base_url: BaseUrl,
    /// The token, sent to that origin only.
    pub token: Token,
    /// The account that paths name; reads of the token and of the accounts work without one.
    pub account: Option<AccountId>,
    /// The description that is written.
    pub schema: Schema,
    /// Whether calls that are not reads are let through from the start, later, or never.
    pub mode: Mode,
    /// Certificates to trust beside those of the system.
    pub ca_file: Option<PathBuf>,
    /// How long to wait.
    pub timeouts: Timeouts,
}

/// How long to wait (RELIABILITY N5, R1).
#[derive(Debug, Clone, Copy)]
pub struct Timeouts {
    /// Name, connection and TLS.
    pub connect: Duration,
    /// From the request to the head of the answer.
    pub first_byte: Duration,
    /// Between two pieces of a body.
    pub between_bytes: Duration,
    /// A whole call, its retries included.
    pub call: Duration,
    /// The same for a letter.
    pub letter: Duration,
    /// How long a read may wait where the server lets nothing through (429). A screen does not wait: it says so.
    pub limit: Duration,
    /// Told when such a wait begins.
    pub on_limit: fn(Duration),
    /// The longest wait before the second attempt of a read; it doubles with each.
    pub retry_base: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            first_byte: Duration::from_secs(20),
            between_bytes: Duration::from_secs(10),
            call: Duration::from_mins(1),
            letter: Duration::from_mins(2),
            limit: Duration::ZERO,
            on_limit: |_| {},
            retry_base: Duration::from_millis(500),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limits_are_those_that_are_promised() {
        let Timeouts { connect, first_byte, between_bytes, call, letter, retry_base, limit, on_limit: _ } =
            Timeouts::default();
        let seconds = [connect, first_byte, between_bytes, call, letter].map(|limit| limit.as_secs());
        assert_eq!((seconds, retry_base.as_millis()), ([5, 20, 10, 60, 120], 500));
        assert!(limit.is_zero(), "a screen does not wait for the server's limit: it says so");
    }
}
