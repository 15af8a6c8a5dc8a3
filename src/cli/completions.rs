//! `meetme completions`: what a shell completes, made from the definitions that read the arguments.

pub use clap_complete::Shell;

use super::args;

/// The script for a shell.
pub fn completions(shell: Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut args::definition(), "meetme", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum as _;

    use super::*;

    #[test]
    fn every_shell_knows_every_command_and_flag() {
        for shell in Shell::value_variants() {
            let script = completions(*shell);
            for word in ["interconnects", "availability", "loa", "demo", "read-only", "snapshot", "completions"] {
                assert!(script.contains(word), "{shell}: {word}");
            }
        }
    }
}
