//! File, environment and flags, made into one typed configuration; and where the token comes from.

mod env;
mod file;
mod keys;
mod problems;
mod proxy;
mod resolve;
mod screen;
mod show;
mod token;

pub use env::{Env, Paths};
pub use keys::{KeyLine, Keys};
pub use problems::problems;
pub use proxy::{Proxy, proxy};
pub use resolve::{Config, DryRun, Flags, demo, resolve};
pub use screen::{Palette, Screen, Switch};
pub use show::show;
pub use token::{HIDDEN, has_token, ignored_tokens, read_token, token_source};

/// A commented configuration file.
pub fn template() -> &'static str {
    include_str!("config/template.toml")
}
