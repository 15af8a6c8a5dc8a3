//! meetme: a terminal workbench for Cloudflare Network Interconnect (CNI).
//!
//! One line a room; ARCHITECTURE.md says who may import whom.

pub mod api;
pub mod carry;
pub mod cli;
pub mod config;
pub mod domain;
pub mod sim;
pub mod store;
pub mod tui;
pub mod workbench;
