//! What can be written after a command that changes something. A flag names a field of the form; the form has the rules.

use clap::{Args as ClapArgs, ValueEnum};

/// When the server is asked to check first (`validate_only=true`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AskServer {
    /// Never.
    Never,
    /// Ask on the terminal each time.
    Ask,
    /// Always.
    Always,
}

/// How far a change goes, and what it begins with.
#[derive(Debug, Clone, Default, ClapArgs)]
pub struct Going {
    /// Stop after the checks: field rules, account, and the server's dry run as `--dry-run` says. Nothing is changed.
    #[arg(long)]
    pub validate: bool,
    /// Fields as JSON in the words of the API, from a file or `-` for standard input; flags come over them. What an edit
    /// does not name stays as it is, null clears.
    #[arg(long, value_name = "FILE")]
    pub body: Option<String>,
    /// Whether the server is asked to check first (`validate_only=true`), where it can be; else as the profile says.
    #[arg(long, value_enum, value_name = "WHEN")]
    pub dry_run: Option<AskServer>,
    /// Name or tag of the account, which a protected profile wants.
    #[arg(long, value_name = "NAME")]
    pub account_name: Option<String>,
}

/// The yes to a change that adds or edits.
#[derive(Debug, Clone, Default, ClapArgs)]
pub struct Yes {
    /// Commit what the checks found good, without asking on the terminal; whether the server is asked first is said by
    /// `--dry-run`.
    #[arg(long)]
    pub yes: bool,
}

/// A new interconnect.
#[derive(Debug, Clone, Default, ClapArgs)]
pub struct NewPort {
    /// The free slot that it takes.
    #[arg(long, value_name = "ID", conflicts_with_all = ["gcp", "bandwidth", "pairing_key_file"])]
    pub slot: Option<String>,
    /// Speed, as the slot has it; may be left out.
    #[arg(long, conflicts_with = "gcp")]
    pub speed: Option<String>,
    /// Code of the facility (reference schema).
    #[arg(long, conflicts_with = "gcp")]
    pub facility: Option<String>,
    /// Your name for it (reference schema).
    #[arg(long, conflicts_with = "gcp")]
    pub name: Option<String>,
    /// Free text (reference schema).
    #[arg(long, conflicts_with = "gcp")]
    pub description: Option<String>,
    /// A Google Cloud partner interconnect instead of a port.
    #[arg(long)]
    pub gcp: bool,
    /// What the partner attachment is to carry, 50M to 50G.
    #[arg(long, requires = "gcp")]
    pub bandwidth: Option<String>,
    /// A file with the pairing key of Google Cloud, or `-` for standard input; keys are not taken from the command line.
    #[arg(long, value_name = "FILE", requires = "gcp")]
    pub pairing_key_file: Option<String>,
    /// How far.
    #[command(flatten)]
    pub going: Going,
    /// The yes.
    #[command(flatten)]
    pub yes: Yes,
}

/// What a CNI has of its own. An empty text clears a field.
#[derive(Debug, Clone, Default, ClapArgs)]
pub struct CniFields {
    /// Name of the conduit, also of its Magic interconnect: at most 15 characters are wise.
    #[arg(long, value_name = "NAME")]
    pub conduit_name: Option<String>,
    /// Free text.
    #[arg(long, value_name = "TEXT")]
    pub description: Option<String>,
    /// Bytes, 576 to 1500.
    #[arg(long, value_name = "BYTES")]
    pub mtu: Option<String>,
    /// Your AS number, plain or dotted.
    #[arg(long, value_name = "ASN")]
    pub asn: Option<String>,
    /// A prefix that is announced to you beside those of the account; may be given again for more.
    #[arg(long = "prefix", value_name = "CIDR")]
    pub prefixes: Vec<String>,
    /// A file with the MD5 key, or `-` for standard input; keys are not taken from the command line.
    #[arg(long, value_name = "FILE")]
    pub md5_key_file: Option<String>,
    /// Your address with its length (reference schema).
    #[arg(long, value_name = "CIDR")]
    pub cust_ip: Option<String>,
    /// Cloudflare's address with its length (reference schema).
    #[arg(long, value_name = "CIDR")]
    pub cf_ip: Option<String>,
    /// VLAN tag, 1 to 4094 (reference schema).
    #[arg(long, value_name = "TAG")]
    pub vlan: Option<String>,
}

/// A new CNI.
#[derive(Debug, Clone, Default, ClapArgs)]
pub struct NewLink {
    /// Name of the interconnect that it runs over.
    #[arg(long, value_name = "NAME")]
    pub interconnect: Option<String>,
    /// Its fields.
    #[command(flatten)]
    pub fields: CniFields,
    /// How far.
    #[command(flatten)]
    pub going: Going,
    /// The yes.
    #[command(flatten)]
    pub yes: Yes,
}

/// Another content for a CNI.
#[derive(Debug, Clone, Default, ClapArgs)]
pub struct ChangedLink {
    /// Its id.
    pub id: String,
    /// Its fields.
    #[command(flatten)]
    pub fields: CniFields,
    /// How far.
    #[command(flatten)]
    pub going: Going,
    /// The yes.
    #[command(flatten)]
    pub yes: Yes,
}

/// An object less.
#[derive(Debug, Clone, Default, ClapArgs)]
pub struct Less {
    /// Its name or id.
    pub name: String,
    /// The whole name once more (or the id): the yes, without asking on the terminal.
    #[arg(long, value_name = "NAME")]
    pub yes: Option<String>,
    /// It is no fault if there is no such object.
    #[arg(long)]
    pub if_exists: bool,
    /// How far.
    #[command(flatten)]
    pub going: Going,
}

/// An interconnect less.
#[derive(Debug, Clone, Default, ClapArgs)]
pub struct LessPort {
    /// The object.
    #[command(flatten)]
    pub less: Less,
    /// Also if CNIs run over it: they carry nothing from then on.
    #[arg(long)]
    pub even_with_cnis: bool,
}

/// Other settings.
#[derive(Debug, Clone, Default, ClapArgs)]
pub struct ChangedSettings {
    /// The ASN of Cloudflare's end of new sessions, plain or dotted; an empty text clears it.
    #[arg(long, value_name = "ASN")]
    pub default_asn: Option<String>,
    /// How far.
    #[command(flatten)]
    pub going: Going,
    /// The yes.
    #[command(flatten)]
    pub yes: Yes,
}

/// Another health check.
#[derive(Debug, Clone, Default, ClapArgs)]
pub struct ChangedCheck {
    /// The id of the Magic interconnect.
    pub id: String,
    /// on or off.
    #[arg(long, value_name = "ON|OFF")]
    pub enabled: Option<String>,
    /// How often it probes: low, mid (reference schema: medium) or high.
    #[arg(long)]
    pub rate: Option<String>,
    /// What is sent: reply or request.
    #[arg(long = "type", value_name = "TYPE")]
    pub kind: Option<String>,
    /// The address that is probed; an empty text leaves it to the server.
    #[arg(long, value_name = "ADDRESS")]
    pub target: Option<String>,
    /// unidirectional or bidirectional.
    #[arg(long)]
    pub direction: Option<String>,
    /// How far.
    #[command(flatten)]
    pub going: Going,
    /// The yes.
    #[command(flatten)]
    pub yes: Yes,
}
