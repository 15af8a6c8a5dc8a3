//! File, environment and flags, made into one typed configuration; and where the token comes from.

mod env;
mod file;
pub mod hygiene;
mod keys;
mod owned;
mod problems;
mod proxy;
mod reference;
mod resolve;
mod screen;
mod show;
mod token;

pub use env::{Env, Paths};
pub use keys::{KeyLine, Keys};
pub use problems::problems;
pub use proxy::{Proxy, proxy};
pub use reference::{page, template, variables};
pub use resolve::{Config, Flags, demo, resolve};
pub use screen::{Palette, Screen, Switch};
pub use show::show;
pub use token::{HIDDEN, has_token, ignored_tokens, read_token, token_source};

/// Whether a text is a configuration; what is wrong with it is told with its line.
pub fn parse(text: &str, path: &std::path::Path) -> Result<(), crate::domain::Fault> {
    file::parse(text, path).map(drop)
}
