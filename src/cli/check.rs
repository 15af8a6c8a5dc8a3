//! `meetme check`: what is well, what is not, and what to do about it.

mod local;
mod remote;
mod report;

pub use local::local;
pub use remote::{Asker, remote};
pub use report::{Level, Report};
