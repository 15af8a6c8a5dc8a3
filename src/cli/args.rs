//! What can be written after `meetme`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args as ClapArgs, CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum};

use super::actions::{AuditAction, CniAction, ConfigAction, IconAction, SettingsAction, SlotAction, TunnelAction};
use super::completions::Shell;
use super::exits;
use super::loa_args::LoaAction;
use super::screen_args::ScreenArgs;
use super::snapshot_args::{Picture, SnapshotArgs};
use crate::config::Flags;

const RULES: &str = "Rules: `GET /cni/slots:stall-body:2` stalls the next two reads of slots in the middle of their bodies,
`CHANGE:reset:after` loses the answer to the next change, `:status=503:always` is an outage. --faults prints all of it.
While it runs: POST a rule to /__sim/faults with the token, GET lists the rules and their hits, DELETE takes them away.";

/// A terminal workbench for Cloudflare Network Interconnect (CNI).
#[derive(Debug, Clone, Parser)]
#[command(name = "meetme", version, max_term_width = 110, next_help_heading = "For every command")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct Args {
    /// Profile of the configuration file.
    #[arg(long, global = true, value_name = "NAME")]
    profile: Option<String>,
    /// Account tag; asked of the API where none is given.
    #[arg(long, global = true, value_name = "TAG")]
    account: Option<String>,
    /// Where the API is (https, or http on loopback).
    #[arg(long, global = true, value_name = "URL")]
    base_url: Option<String>,
    /// How the API speaks: published or reference.
    #[arg(long, global = true, value_name = "SCHEMA")]
    schema: Option<String>,
    /// Another configuration file.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Refuse every change.
    #[arg(long, global = true)]
    read_only: bool,
    /// Allow changes in this run.
    #[arg(long, global = true)]
    write: bool,
    /// Send changes without writing them down; said on standard error.
    #[arg(long, global = true)]
    no_audit: bool,
    /// Certificates to trust beside those of the system.
    #[arg(long, global = true, value_name = "FILE")]
    ca_file: Option<PathBuf>,
    /// A file of mode 0600 with the token.
    #[arg(long, global = true, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// Read the token from standard input.
    #[arg(long, global = true)]
    token_stdin: bool,
    /// Where letters go.
    #[arg(long, global = true, value_name = "DIR")]
    letters_dir: Option<PathBuf>,
    /// Work on an embedded simulator: typical, large, trouble, false-diversity or empty.
    #[arg(long, global = true, value_name = "SCENARIO", num_args = 0..=1, require_equals = true, default_missing_value = "typical")]
    demo: Option<String>,
    /// The workbench as lines: commands are read and told line by line, for screen readers, serial lines and pipes.
    #[arg(long)]
    plain: bool,
    /// How data is written.
    #[arg(short, long, global = true, value_enum, default_value_t)]
    output: Output,
    /// The same as `-o json`.
    #[arg(long, global = true, conflicts_with = "output")]
    json: bool,
    /// Seconds that a command waits where the server's limit is reached; then it ends with 6.
    #[arg(long, global = true, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(0..=300))]
    max_wait: u64,
    #[command(flatten)]
    screen: ScreenArgs,
    /// What to do; nothing: the workbench.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What can be written after `-o`: forms of data, and forms of pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Output {
    /// Aligned columns, for reading.
    #[default]
    Table,
    /// One document.
    Json,
    /// One object a line, as pages come.
    Jsonl,
    /// Comma-separated values with a line of heads, for a spreadsheet.
    Csv,
    /// Snapshot: characters alone (default).
    Text,
    /// Snapshot: with colours, as a terminal takes them.
    Ansi,
    /// Snapshot: a drawing.
    Svg,
}

/// How data is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// Aligned columns, for reading.
    #[default]
    Table,
    /// One document.
    Json,
    /// One object a line, as pages come.
    Jsonl,
    /// Comma-separated values with a line of heads, for a spreadsheet.
    Csv,
}

/// What to do.
#[derive(Debug, Clone, Subcommand)]
pub enum Command {
    /// Ports: list, get, status, loa, create, delete, validate.
    #[command(subcommand)]
    Interconnects(IconAction),
    /// Routed links over the ports: list, get, create, update, delete.
    #[command(subcommand)]
    Cnis(CniAction),
    /// Ports of Cloudflare's devices, free and taken: list, get.
    #[command(subcommand)]
    Slots(SlotAction),
    /// The account's settings: get, set.
    #[command(subcommand)]
    Settings(SettingsAction),
    /// The Magic side of the CNIs: list, get, set.
    #[command(subcommand)]
    Tunnels(TunnelAction),
    /// Letters of Authorization: list, save, age.
    #[command(subcommand)]
    Loa(LoaAction),
    /// Token, account, permissions, network, clock and files: what is well, what is not, and what to do.
    Check,
    /// The configuration: check, path, show, template.
    #[command(subcommand)]
    Config(ConfigAction),
    /// The keys of the workbench as they hold for you, with the names of actions and places for your own.
    Keys {
        /// Those of a set instead: default, k9s or vim.
        #[arg(long, value_name = "NAME")]
        preset: Option<String>,
    },
    /// What was written down of changes: list, show.
    #[command(subcommand)]
    Audit(AuditAction),
    /// The rules that a form is checked by, each with its source.
    Rules,
    /// One picture of the workbench, taken when everything is read: text, ansi or svg. Changes nothing but the demo.
    Snapshot(SnapshotArgs),
    /// Serve a simulated API on loopback until stopped; prints one JSON line when ready.
    #[command(after_help = RULES)]
    Sim(SimArgs),
    /// What a shell completes, as a script for it.
    Completions {
        /// The shell.
        shell: Shell,
    },
    /// The manual: its first page, or all of them into a folder.
    Man {
        /// The folder; pages that are there are replaced.
        folder: Option<PathBuf>,
    },
}

/// How the simulator is started.
#[derive(Debug, Clone, ClapArgs)]
pub struct SimArgs {
    /// Loopback address and port; port 0: any.
    #[arg(long, default_value = "127.0.0.1:0")]
    pub listen: std::net::SocketAddr,
    /// Name of a scenario, or a file.
    #[arg(long, default_value = "typical")]
    pub scenario: String,
    /// What `validate_only=true` does: honoured or ignored.
    #[arg(long, default_value = "honoured")]
    pub validate_only: String,
    /// Ids and chances follow from it.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Seconds of the simulated world in one real second.
    #[arg(long, default_value_t = 1)]
    pub speed: u32,
    /// What goes wrong, as often as wanted: `CALL:FAULT[=ARGUMENT][:OPTION]...`
    #[arg(long = "fault", value_name = "RULE")]
    pub rules: Vec<String>,
    /// Print how a rule is written and every fault there is, and end.
    #[arg(long)]
    pub faults: bool,
}

impl Args {
    /// What the flags say.
    pub fn flags(&self) -> Flags {
        Flags {
            profile: self.profile.clone(),
            account: self.account.clone(),
            base_url: self.base_url.clone(),
            schema: self.schema.clone(),
            config: self.config.clone(),
            read_only: self.read_only,
            write: self.write,
            no_audit: self.no_audit,
            ca_file: self.ca_file.clone(),
            token_file: self.token_file.clone(),
            token_stdin: self.token_stdin,
            letters_dir: self.letters_dir.clone(),
            screen: self.screen.screen(),
        }
    }

    /// The scenario of `--demo`.
    pub fn demo(&self) -> Option<&str> {
        self.demo.as_deref()
    }

    /// `--max-wait`.
    pub fn max_wait(&self) -> Duration {
        Duration::from_secs(self.max_wait)
    }

    /// `--plain`.
    pub fn plain(&self) -> bool {
        self.plain
    }

    /// `-o`, for data.
    pub fn format(&self) -> Format {
        match self.output {
            _ if self.json => Format::Json,
            Output::Json => Format::Json,
            Output::Jsonl => Format::Jsonl,
            Output::Csv => Format::Csv,
            Output::Table | Output::Text | Output::Ansi | Output::Svg => Format::Table,
        }
    }

    /// `-o`, for pictures.
    pub fn picture(&self) -> Picture {
        match self.output {
            Output::Ansi => Picture::Ansi,
            Output::Svg => Picture::Svg,
            _ => Picture::Text,
        }
    }

    /// Data is no picture, and a picture no data.
    fn mixed_up(&self) -> Option<&'static str> {
        let data = self.json || matches!(self.output, Output::Json | Output::Jsonl | Output::Csv);
        let picture = matches!(self.output, Output::Text | Output::Ansi | Output::Svg);
        match &self.command {
            Some(Command::Snapshot(_)) if data => Some("a snapshot is text, ansi or svg"),
            Some(Command::Snapshot(options)) if options.film.is_some() && self.picture() != Picture::Svg => {
                Some("a film is drawn: -o svg")
            }
            Some(Command::Snapshot(_)) => None,
            _ if picture => Some("text, ansi and svg are for `meetme snapshot`"),
            _ => None,
        }
    }
}

/// Why nothing is run: a text, its exit code, and whether it is what was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What to write.
    pub text: String,
    /// Exit code.
    pub code: u8,
    /// Help or version: for standard output.
    pub asked_for: bool,
}

/// Everything that can be written, with the help of it.
pub(super) fn definition() -> clap::Command {
    let after = "Without a command the workbench opens. `meetme --demo` opens it on a simulator: no token, no network.\n\
                 Token: CLOUDFLARE_API_TOKEN, CF_API_TOKEN or CF_TOKEN, --token-file, --token-stdin, or the profile's token_command \
                 or token_file.";
    Args::command().after_help(format!("{after}\n{}", exits::paragraph()))
}

/// Reads the arguments. Text that looks like a token is never repeated back (RELIABILITY T1).
pub fn parse(args: impl IntoIterator<Item = String>) -> Result<Args, Refusal> {
    let args: Vec<String> = args.into_iter().collect();
    let parsed =
        definition().try_get_matches_from(&args).and_then(|found| Args::from_arg_matches(&found)).and_then(|parsed| {
            match parsed.mixed_up() {
                Some(why) => Err(clap::Error::raw(clap::error::ErrorKind::ArgumentConflict, format!("{why}\n"))),
                None => Ok(parsed),
            }
        });
    parsed.map_err(|why| {
        let asked_for = !why.use_stderr();
        let text = why.render().to_string();
        let secret = args.iter().flat_map(|arg| arg.split('=')).any(|part| looks_like_token(part) && text.contains(part));
        let text = if secret {
            "error: an argument looks like an API token. Tokens are never taken from the command line, where every user \
             of this machine can read them.\nUse CLOUDFLARE_API_TOKEN, --token-file or --token-stdin; and roll this \
             token, for it may be in your shell's history.\n"
                .to_owned()
        } else {
            text
        };
        Refusal { text, code: if asked_for { 0 } else { 2 }, asked_for }
    })
}

fn looks_like_token(text: &str) -> bool {
    text.len() >= 40 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Args, Refusal> {
        parse(line.split(' ').map(str::to_owned))
    }

    #[test]
    fn the_table_of_arguments_is_sound() {
        use clap::CommandFactory as _;
        Args::command().debug_assert();
    }

    #[test]
    fn a_token_on_the_line_is_refused_and_not_repeated() {
        let token = "v1abcdefghijklmnopqrstuvwxyz0123456789ABCD";
        for line in [format!("meetme --token {token}"), format!("meetme {token}"), format!("meetme --token={token}")] {
            let refusal = parsed(&line).unwrap_err();
            assert_eq!(refusal.code, 2, "{line}");
            assert!(!refusal.text.contains(token), "{}", refusal.text);
        }
    }

    #[test]
    fn demo_takes_a_scenario_or_none_and_help_is_no_error() {
        assert_eq!(parsed("meetme --demo slots list").unwrap().demo(), Some("typical"));
        assert_eq!(parsed("meetme slots list --demo=large").unwrap().demo(), Some("large"));
        assert_eq!(parsed("meetme --help").unwrap_err().code, 0);
        assert_eq!(parsed("meetme slots list --free --occupied").unwrap_err().code, 2);
        assert_eq!(parsed("meetme slots list -o svg").unwrap_err().code, 2);
        assert_eq!(parsed("meetme snapshot -o json").unwrap_err().code, 2);
        assert_eq!(parsed("meetme snapshot -o svg --size 80x24").unwrap().picture(), Picture::Svg);
    }
}
