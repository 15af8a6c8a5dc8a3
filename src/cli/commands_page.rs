//! The page `docs/commands.md`: every command with its flags, made from the definitions that read the arguments.

use std::fmt::Write as _;

use clap::{Arg, ArgAction, Command};

use super::args;

const HEAD: &str = "# Commands

Generated from the definitions that read the arguments; `meetme COMMAND --help` prints the same, `meetme man DIR` writes it as
manual pages, `meetme completions SHELL` teaches it to a shell.

Without a command the workbench opens.
";

/// The page.
pub(super) fn page() -> String {
    let mut root = args::definition().disable_help_subcommand(true);
    root.build();
    let mut page = HEAD.to_owned();
    page.push_str("\n## What every command takes\n");
    table(&mut page, root.get_arguments().filter(|arg| arg.is_global_set()));
    page.push_str("\n## `meetme`\n");
    table(&mut page, root.get_arguments().filter(|arg| !arg.is_global_set()));
    for command in root.get_subcommands() {
        section(&mut page, command);
    }
    page
}

fn section(page: &mut String, command: &Command) {
    let name = command.get_bin_name().unwrap_or_else(|| command.get_name());
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let _ = write!(page, "\n## `{name}`\n\n{}\n", ended(about));
    if command.has_subcommands() {
        for sub in command.get_subcommands() {
            section(page, sub);
        }
        return;
    }
    let usage = command.clone().render_usage().to_string();
    let _ = write!(page, "\n```\n{}\n```\n", usage.trim_start_matches("Usage: ").trim());
    table(page, command.get_arguments().filter(|arg| !arg.is_global_set()));
}

fn table<'a>(page: &mut String, arguments: impl Iterator<Item = &'a Arg>) {
    let mut rows = String::new();
    for arg in arguments.filter(|arg| !arg.is_hide_set() && arg.get_id() != "help" && arg.get_id() != "version") {
        let _ = writeln!(rows, "| {} | {} |", spelled(arg).replace('|', "\\|"), about(arg));
    }
    if !rows.is_empty() {
        let _ = write!(page, "\n| | |\n| --- | --- |\n{rows}");
    }
}

/// As it is written on a command line.
fn spelled(arg: &Arg) -> String {
    let value = || {
        let names = arg.get_value_names().unwrap_or_default();
        names.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    };
    let takes = matches!(arg.get_action(), ArgAction::Set | ArgAction::Append);
    let Some(long) = arg.get_long() else {
        let name = if value().is_empty() { arg.get_id().as_str().to_uppercase() } else { value() };
        return if arg.is_required_set() { format!("`{name}`") } else { format!("`[{name}]`") };
    };
    let short = arg.get_short().map(|short| format!("`-{short}`, ")).unwrap_or_default();
    match (takes, arg.is_require_equals_set()) {
        (false, _) => format!("{short}`--{long}`"),
        (true, false) => format!("{short}`--{long} {}`", value()),
        (true, true) => format!("{short}`--{long}[={}]`", value()),
    }
}

fn about(arg: &Arg) -> String {
    let mut about = ended(arg.get_help().map(ToString::to_string).unwrap_or_default());
    let takes = matches!(arg.get_action(), ArgAction::Set | ArgAction::Append);
    let values = arg.get_possible_values();
    if takes && !arg.is_hide_possible_values_set() && !values.is_empty() {
        let words: Vec<String> = values.iter().map(|value| format!("`{}`", value.get_name())).collect();
        let _ = write!(about, " One of {}.", words.join(", "));
    }
    if takes && !arg.get_default_values().is_empty() {
        let values: Vec<String> = arg.get_default_values().iter().map(|value| value.display().to_string()).collect();
        let _ = write!(about, " Default: `{}`.", values.join(" "));
    }
    let aliases = arg.get_visible_aliases().unwrap_or_default();
    if !aliases.is_empty() {
        let words: Vec<String> = aliases.iter().map(|alias| format!("`--{alias}`")).collect();
        let _ = write!(about, " Also {}.", words.join(", "));
    }
    about.replace('|', "\\|").replace('\n', " ")
}

/// With the full stop that the help goes without.
fn ended(text: String) -> String {
    if text.is_empty() || text.ends_with('.') { text } else { text + "." }
}
