//! What can be written after `meetme loa`.

use clap::{Args as ClapArgs, Subcommand};

/// On letters.
#[derive(Debug, Clone, Subcommand)]
pub enum LoaAction {
    /// The letters that were saved from here: when, with which name on them, where, and whether the file is still the same.
    List,
    /// Save letters (PDF), one after another; a file that is there already is not replaced.
    Save(SaveLoa),
    /// The age of the last letter beside each interconnect of the account: which have none, which are old (`loa_max_age`
    /// of the profile, 60 days unless set; the API's documentation names no limit).
    Age {
        /// Only those without a letter.
        #[arg(long)]
        none: bool,
        /// Only those whose letter is old.
        #[arg(long)]
        old: bool,
    },
}

/// Which letters, and how.
#[derive(Debug, Clone, ClapArgs)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct SaveLoa {
    /// Names or ids of interconnects.
    #[arg(required_unless_present_any = ["all", "missing"], conflicts_with_all = ["all", "missing"])]
    pub names: Vec<String>,
    /// Those of all interconnects that have a cross-connect.
    #[arg(long, conflicts_with = "missing")]
    pub all: bool,
    /// Those of all interconnects that none was saved of from here.
    #[arg(long)]
    pub missing: bool,
    /// The name on the letters, at most 200 characters.
    #[arg(long = "name", value_name = "TEXT")]
    pub on_letter: Option<String>,
    /// The day in the file names, so that a newer letter lies beside an older one.
    #[arg(long)]
    pub dated: bool,
    /// Replace files that are there already; a link itself is replaced, never what it points to.
    #[arg(long)]
    pub force: bool,
}
