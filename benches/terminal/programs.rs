//! The two programs, and how each is started against a server.

use crate::api::{ACCOUNT, Api};
use crate::pty::Start;

/// Where the programs are.
pub struct Programs {
    /// meetme, as `cargo build --release` makes it.
    pub meetme: String,
    /// meetme, as packages ship it.
    pub dist: Option<String>,
    /// The yardstick.
    pub yardstick: String,
}

/// The wide screen of all figures but those that name another.
pub const WIDE: (u16, u16) = (200, 50);
/// A screen without room for a detail.
pub const FLAT: (u16, u16) = (110, 17);
/// Drawn last in a frame of ours.
pub const FOOT: &str = "? keys";
/// The same of the yardstick.
pub const YARDSTICK_FOOT: &str = "q quit";

impl Programs {
    /// From the environment that `benches/run` sets.
    pub fn from_env() -> Option<Self> {
        let path = |name: &str| std::env::var(name).ok().filter(|path| !path.is_empty());
        Some(Self { meetme: path("MEETME")?, dist: path("MEETME_DIST"), yardstick: path("RATATUI_MIN")? })
    }

    /// The variables and words that point meetme at a server.
    pub fn meetme_on(&self, api: &Api, words: &[&str]) -> (Vec<String>, Vec<(String, String)>) {
        let mut all = vec![self.meetme.clone(), "--base-url".to_owned(), api.base.clone()];
        all.extend(words.iter().map(ToString::to_string));
        let token = ("CLOUDFLARE_API_TOKEN".to_owned(), "bench-token-0000000000000000000000000000".to_owned());
        (all, vec![token, ("CLOUDFLARE_ACCOUNT_ID".to_owned(), ACCOUNT.to_owned())])
    }

    /// The workbench on a server.
    pub fn workbench(&self, api: &Api, size: (u16, u16), words: &[&str]) -> Start {
        let (words, env) = self.meetme_on(api, words);
        Start { words, env, size }
    }

    /// The yardstick on the same server.
    pub fn yardstick(&self, api: &Api, size: (u16, u16)) -> Start {
        Start { words: vec![self.yardstick.clone(), api.slots_url()], env: vec![], size }
    }
}
