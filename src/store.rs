//! What stays on disk: saved letters and the record of changes.

pub mod audit;
pub mod folder;
pub mod journal;
pub mod letter;
pub mod lock;
