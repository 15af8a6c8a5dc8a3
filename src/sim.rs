//! A server that says the same: a pure world behind real HTTP on loopback, for the demo, for tests and for practice.

mod checks;
pub mod clock;
mod exchange;
pub mod faults;
pub mod http;
mod letter;
mod limit;
mod options;
mod plan;
mod refusal;
pub mod scenario;
mod seed;
mod sites;
mod state;
mod stock;
mod timeline;
mod wire;
mod world;

pub use clock::{Clock, ManualClock};
pub use exchange::{Ending, Framing, Part, Request, Response, Then, Transport};
pub use faults::{Action, Fault, Posted};
pub use http::{Running, StartError, WorldHandle, start};
pub use options::{Options, TOKEN, ValidateOnly};
pub use scenario::{Scenario, ScenarioError, ScenarioSource};
pub use state::{Reason, State};
pub use world::{CallRecord, World};
