//! What went wrong: said so that a person knows what happened, what it means and what to do next.

use std::fmt::{self, Write as _};
use std::time::Duration;

use super::text;

/// One error of the server's envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiError {
    /// The server's number for it, 0 where it gave none.
    pub code: i64,
    /// The server's words, cleaned, at most 2 KiB.
    pub message: String,
    /// JSON pointer into the request body (`/slot_id`), where given.
    pub pointer: Option<String>,
}

/// The sort of fault; each has one meaning for the person and one exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// Flags, configuration or a name that cannot be sent.
    Usage,
    /// No token, or one that cannot be used.
    NoToken,
    /// The server does not take the token (401, or 403 with a token code).
    Token,
    /// The token lacks a permission, or the account an entitlement (403).
    Forbidden,
    /// The API refused: a well-formed 4xx, nothing was changed.
    Refused,
    /// No such object.
    NotFound,
    /// Another object or change is in the way (409, or a check of ours).
    Conflict,
    /// Too many calls; everything waits.
    RateLimited,
    /// Name resolution, connection or TLS: the request never arrived.
    Network,
    /// The connection was lost or too slow after the request went out.
    Lost,
    /// The server failed (5xx) or the edge answered with a page of its own.
    Server,
    /// An answer that we cannot read.
    Unreadable,
    /// A list of which not every page came.
    Partial,
    /// This session may not change anything; nothing was sent.
    ReadOnly,
    /// Writing is locked; nothing was sent.
    Locked,
    /// A local file.
    Local,
    /// Our own mistake.
    Bug,
}

/// A fault with everything the server said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The sort.
    pub kind: FaultKind,
    /// One sentence: what happened.
    pub what: String,
    /// HTTP status, if an answer came.
    pub status: Option<u16>,
    /// The errors of the envelope.
    pub errors: Vec<ApiError>,
    /// `cf-ray` of the answer.
    pub ray: Option<String>,
    /// How long to wait before the next call.
    pub retry_after: Option<Duration>,
}

impl Fault {
    /// A fault with a sentence and nothing from a server.
    pub fn new(kind: FaultKind, what: impl Into<String>) -> Self {
        Self { kind, what: what.into(), status: None, errors: Vec::new(), ray: None, retry_after: None }
    }

    /// What a person should do next.
    pub fn next_step(&self) -> &'static str {
        match self.kind {
            FaultKind::Usage => "Correct it and run again.",
            FaultKind::NoToken => "Set CLOUDFLARE_API_TOKEN (or token_file in the profile), or try `meetme --demo`.",
            FaultKind::Token => {
                "Check the token (wrong, expired, revoked?) and that it is for this account. Nothing more is asked until you act."
            }
            FaultKind::Forbidden => {
                "Check the account id, and that the token has a Magic WAN or Magic Transit permission on it."
            }
            FaultKind::Refused => "Nothing was changed. Mend what the server names and validate again.",
            FaultKind::NotFound => "It may have been deleted, or belongs to another account. Look at the list.",
            // With a status it is the server's word: the change was sent and not made.
            FaultKind::Conflict if self.status.is_some() => {
                "Nothing was changed. Refresh, look at what is in the way, then validate again."
            }
            FaultKind::Conflict => "Nothing was sent. Refresh, look at what changed, then validate again.",
            FaultKind::RateLimited => "Everything waits; the limit is shared with the dashboard of your whole team.",
            FaultKind::Network => "Nothing was changed. Check the address, the proxy and the network.",
            FaultKind::Lost => "Try again, if it was a read; of a change, look first whether it was made.",
            FaultKind::Server => "The server's side failed. What is on screen is the last that was good.",
            FaultKind::Unreadable => "This is not an answer of the API; a proxy or a wrong base URL may be between.",
            FaultKind::Partial => "Do not rely on what is missing. Refresh to read the rest.",
            FaultKind::ReadOnly => "Nothing was sent. Start with --write (and without --read-only) to change things.",
            FaultKind::Locked => {
                "Nothing was sent. `:write` unlocks the workbench for 15 minutes; commands take --write, and --account-name where the profile is protected."
            }
            FaultKind::Local => "See to the file that is named: its place, its name, its owner and mode.",
            FaultKind::Bug => "Please report it with what you did.",
        }
    }

    /// The documented exit code of a command that ends with this fault.
    pub fn exit_code(&self) -> u8 {
        match self.kind {
            FaultKind::Usage => 2,
            FaultKind::NoToken | FaultKind::Token | FaultKind::Forbidden => 3,
            FaultKind::Refused | FaultKind::ReadOnly | FaultKind::Locked => 4,
            FaultKind::NotFound => 5,
            FaultKind::RateLimited => 6,
            FaultKind::Network | FaultKind::Lost => 7,
            FaultKind::Server | FaultKind::Unreadable | FaultKind::Partial => 8,
            FaultKind::Conflict => 10,
            FaultKind::Local => 11,
            FaultKind::Bug => 70,
        }
    }

    /// Polling must stop until a person acts (RELIABILITY R6).
    pub fn stops_polling(&self) -> bool {
        matches!(self.kind, FaultKind::Token | FaultKind::Forbidden | FaultKind::NoToken)
    }

    /// The error whose pointer names this body field, e.g. `slot_id` for `/slot_id`.
    pub fn on_field(&self, field: &str) -> Option<&ApiError> {
        self.errors.iter().find(|error| error.pointer.as_deref().is_some_and(|p| p.trim_start_matches('/') == field))
    }

    /// The same for a line that has little room: without numbers that only a ticket needs.
    pub fn brief(&self) -> String {
        let said = self.errors.first().map(|error| text::clean(&error.message)).filter(|said| !said.is_empty());
        let line = said.map_or_else(|| self.what.clone(), |said| format!("{}: {said}", self.what));
        line.trim_end_matches('.').to_owned()
    }

    /// One line: what happened, the server's words, the ray.
    pub fn headline(&self) -> String {
        let mut line = self.what.clone();
        for error in &self.errors {
            line.push_str(": ");
            line.push_str(&text::clean(&error.message));
            if error.code != 0 {
                let _ = write!(line, " (code {})", error.code);
            }
            if let Some(pointer) = &error.pointer {
                let _ = write!(line, " at {}", text::clean(pointer));
            }
        }
        if let Some(ray) = &self.ray {
            let _ = write!(line, " [cf-ray {ray}]");
        }
        line
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}. {}", self.headline().trim_end_matches('.'), self.next_step())
    }
}

impl std::error::Error for Fault {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_the_words_of_the_server_and_what_next() {
        let fault = Fault {
            errors: vec![ApiError {
                code: 1002,
                message: "slot is\x1b[2J occupied".into(),
                pointer: Some("/slot_id".into()),
            }],
            ray: Some("8f3a-EWR".into()),
            ..Fault::new(FaultKind::Refused, "the API refused (400)")
        };
        let said = fault.to_string();
        assert!(said.contains("occupied (code 1002) at /slot_id [cf-ray 8f3a-EWR]. Nothing was changed."), "{said}");
        assert!(!said.contains('\x1b'));
        assert!(fault.on_field("slot_id").is_some() && fault.on_field("speed").is_none());
    }

    #[test]
    fn a_conflict_that_the_server_found_was_sent() {
        let ours = Fault::new(FaultKind::Conflict, "it moved");
        let theirs = Fault { status: Some(409), ..ours.clone() };
        assert!(ours.next_step().contains("Nothing was sent") && theirs.next_step().contains("Nothing was changed"));
    }
}
