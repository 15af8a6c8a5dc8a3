//! The pages of `docs/` that are made from the program.

use super::{commands_page, exits, keys, rules};
use crate::config;

/// Names of their files in `docs/`, and what stands in them.
pub fn pages() -> [(&'static str, String); 5] {
    [
        ("commands.md", commands_page::page()),
        ("configuration.md", config::page()),
        ("exit-codes.md", exits::page()),
        ("keys.md", keys::page()),
        ("rules.md", rules::page()),
    ]
}
