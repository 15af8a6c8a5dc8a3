//! meetme: a terminal workbench for Cloudflare Network Interconnect. One line a room; see ARCHITECTURE.md.

pub mod domain;
pub mod workbench;
