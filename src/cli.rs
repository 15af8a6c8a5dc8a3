//! The same data without a screen: arguments in, data on standard output, everything else on standard error.

mod actions;
mod args;
mod audit;
pub mod change;
mod change_args;
pub mod check;
mod commands_page;
mod completions;
mod exits;
mod keys;
mod list;
mod man;
mod object;
pub mod output;
mod pages;
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
pub use completions::{Shell, completions};
pub use keys::keys;
pub use man::{man, write_man};
pub use pages::pages;
pub use rules::rules;
pub use run::{Io, run};
pub use snapshot_args::{Keys, PaneName, Picture, SnapshotArgs};
