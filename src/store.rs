//! What stays on disk: saved letters, the record of changes, and what a person set.

pub mod audit;
pub mod drafts;
pub mod folder;
pub mod journal;
pub mod kept;
pub mod letter;
pub mod letters;
pub mod lock;
pub mod pollers;

#[cfg(test)]
mod tests;
