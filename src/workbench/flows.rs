//! The ways to change or fetch something, one file each: data in, orders out, a typed ending.

pub mod create_interconnect;
pub mod layer;
pub mod letter;
pub mod look;

pub use create_interconnect::CreateInterconnect;
pub use letter::SaveLetter;
