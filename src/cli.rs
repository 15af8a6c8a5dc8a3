//! The same data without a screen: arguments in, data on standard output, everything else on standard error.

mod actions;
mod args;
mod audit;
pub mod check;
mod keys;
mod list;
mod object;
pub mod output;
mod reading;
mod rows;
mod rules;
mod run;
mod screen_args;
mod snapshot_args;
mod wanted;
mod watch;

pub use actions::{AuditAction, CniAction, ConfigAction, IconAction, SettingsAction, SlotAction, TunnelAction, Watch};
pub use args::{Args, Command, Format, Refusal, SimArgs, parse};
pub use audit::audit;
pub use keys::{keys, page as keys_page};
pub use rules::{page as rules_page, rules};
pub use run::{Io, run};
pub use snapshot_args::{Keys, PaneName, Picture, SnapshotArgs};
