//! What can be done with each kind of object.

use clap::{Args as ClapArgs, Subcommand};

use super::change_args::{AskServer, ChangedCheck, ChangedLink, ChangedSettings, Less, LessPort, NewLink, NewPort};

/// Whether a list is read once.
#[derive(Debug, Clone, Copy, Default, ClapArgs)]
pub struct Watch {
    /// Read again every so many seconds (30 where none are given), within the API's budget: a terminal shows the table
    /// anew, anything else gets one line of JSON for each change.
    #[arg(long = "watch", value_name = "SECONDS", num_args = 0..=1, require_equals = true, default_missing_value = "30",
          value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub every: Option<u64>,
}

/// On interconnects.
#[derive(Debug, Clone, Subcommand)]
pub enum IconAction {
    /// All of them.
    List {
        /// Only in this site.
        #[arg(long)]
        site: Option<String>,
        /// Only of this type.
        #[arg(long = "type", value_name = "TYPE")]
        kind: Option<String>,
        /// Once, or again and again.
        #[command(flatten)]
        watch: Watch,
    },
    /// One of them.
    Get {
        /// Its name (published) or id (reference).
        name: String,
    },
    /// The states of all, the worst first, or of some: one call each.
    Status {
        /// Their names or ids; none: all of them.
        names: Vec<String>,
        /// Only in this site.
        #[arg(long, conflicts_with = "names")]
        site: Option<String>,
        /// Only those in these states: `--state down,unhealthy`.
        #[arg(long, value_name = "WORDS", value_delimiter = ',', conflicts_with_all = ["names", "every"])]
        state: Vec<String>,
        /// Once, or again and again.
        #[command(flatten)]
        watch: Watch,
    },
    /// Save the Letter of Authorization (PDF).
    Loa {
        /// Name or id of the interconnect.
        name: String,
        /// To this file instead of the folder of letters; `-`: standard output.
        #[arg(long, value_name = "FILE")]
        to: Option<String>,
        /// The name on the letter, at most 200 characters.
        #[arg(long = "name", value_name = "TEXT")]
        on_letter: Option<String>,
        /// Replace a file that is there already; a link itself is replaced, never what it points to.
        #[arg(long)]
        force: bool,
    },
    /// Create one: on a free slot, or with `--gcp` through Google Cloud.
    Create(Box<NewPort>),
    /// Delete one. A wrong one costs weeks: the cross-connect has to be ordered again.
    Delete(LessPort),
    /// Check the body of a new one, from a file or `-`, and change nothing.
    Validate {
        /// Fields as JSON in the words of the API.
        file: String,
        /// Whether the server is asked to check, too (`validate_only=true`); else as the profile says.
        #[arg(long, value_enum, value_name = "WHEN")]
        dry_run: Option<AskServer>,
    },
}

/// On CNIs.
#[derive(Debug, Clone, Subcommand)]
pub enum CniAction {
    /// All of them.
    List {
        /// Only over this slot.
        #[arg(long)]
        slot: Option<String>,
        /// Only with this tunnel.
        #[arg(long)]
        tunnel_id: Option<String>,
        /// Once, or again and again.
        #[command(flatten)]
        watch: Watch,
    },
    /// One of them.
    Get {
        /// Its id.
        id: String,
    },
    /// Create one over an interconnect.
    Create(Box<NewLink>),
    /// Change one: only what is named, everything else stays as it is.
    Update(Box<ChangedLink>),
    /// Delete one.
    Delete(Less),
}

/// On slots.
#[derive(Debug, Clone, Subcommand)]
pub enum SlotAction {
    /// All of them.
    List {
        /// Only free ones.
        #[arg(long, conflicts_with = "occupied")]
        free: bool,
        /// Only taken ones.
        #[arg(long)]
        occupied: bool,
        /// Only in this site (reference: facility).
        #[arg(long, visible_alias = "facility")]
        site: Option<String>,
        /// Only of this speed, such as 10G.
        #[arg(long)]
        speed: Option<String>,
        /// Only with this in the address.
        #[arg(long, value_name = "TEXT")]
        address_contains: Option<String>,
        /// Only near this place: city, region, country, site, facility or address.
        #[arg(long, value_name = "PLACE")]
        near: Option<String>,
        /// Only on a device that none of your interconnects is on (one more read: your interconnects).
        #[arg(long)]
        other_device: bool,
        /// Once, or again and again.
        #[command(flatten)]
        watch: Watch,
    },
    /// Free and all slots by site and speed, with the devices that you use and those that you do not.
    Availability {
        /// Only where one is free.
        #[arg(long)]
        free: bool,
        /// Only in this site (reference: facility).
        #[arg(long, visible_alias = "facility")]
        site: Option<String>,
        /// Only of this speed, such as 10G.
        #[arg(long)]
        speed: Option<String>,
        /// Only near this place: city, region, country, site, facility or address.
        #[arg(long, value_name = "PLACE")]
        near: Option<String>,
        /// Only where one is free on a device that none of your interconnects is on.
        #[arg(long)]
        other_device: bool,
        /// Once, or again and again.
        #[command(flatten)]
        watch: Watch,
    },
    /// One of them.
    Get {
        /// Its id.
        id: String,
    },
}

/// On settings.
#[derive(Debug, Clone, Subcommand)]
pub enum SettingsAction {
    /// As they are.
    Get,
    /// Set or clear the default ASN.
    Set(ChangedSettings),
}

/// On tunnels.
#[derive(Debug, Clone, Subcommand)]
pub enum TunnelAction {
    /// All of them.
    List {
        /// Once, or again and again.
        #[command(flatten)]
        watch: Watch,
    },
    /// One of them.
    Get {
        /// Its id.
        id: String,
    },
    /// Change the health check of one: only what is named.
    #[command(visible_alias = "update")]
    Set(Box<ChangedCheck>),
}

/// On the configuration.
#[derive(Debug, Clone, Copy, Subcommand)]
pub enum ConfigAction {
    /// Read the file and tell everything that is wrong with it.
    Check,
    /// Where the file is looked for.
    Path,
    /// Each value and where it came from.
    Show,
    /// A commented file to start from.
    Template,
}

/// On the record of changes.
#[derive(Debug, Clone, Subcommand)]
pub enum AuditAction {
    /// The changes, the newest first.
    List {
        /// Only those whose outcome is not known.
        #[arg(long)]
        open: bool,
        /// Only so many.
        #[arg(long, value_name = "N")]
        last: Option<usize>,
    },
    /// One of them: as ticket text, as curl, as a command, and what would undo it.
    Show {
        /// Its id, or the beginning of it.
        id: String,
    },
}
