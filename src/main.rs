//! argv -> tui, cli or sim.
fn main() {}
