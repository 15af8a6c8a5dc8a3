//! How we talk to the API: what is sent, what is believed of an answer, and what is never sent twice.

#[doc(hidden)]
pub mod any;
mod base_url;
mod budget;
mod call;
mod classify;
mod client;
mod gate;
mod lists;
mod options;
mod outcome;
mod paging;
mod path;
mod pdf;
mod received;
mod retry;
pub mod scrub;
mod transport;
mod wire;
mod writes;

pub use base_url::BaseUrl;
pub use client::Client;
pub use options::{Options, Timeouts};
pub use scrub::Scrubber;
pub use writes::VALIDATE_ONLY;
