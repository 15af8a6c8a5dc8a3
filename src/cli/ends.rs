//! Signals that end a command which runs for a while, each with its exit code.

use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::domain::{Fault, FaultKind};
use crate::workbench::Stop;

/// The signals that end a command.
pub struct Ends([(Signal, u8); 4]);

impl Ends {
    /// From now on they are caught.
    pub fn new() -> Result<Self, Fault> {
        let caught = |kind, stop: Stop| match signal(kind) {
            Ok(signal) => Ok((signal, stop.exit_code())),
            Err(why) => Err(Fault::new(FaultKind::Local, format!("signals: {why}"))),
        };
        Ok(Self([
            caught(SignalKind::interrupt(), Stop::Interrupted)?,
            caught(SignalKind::terminate(), Stop::Terminated)?,
            caught(SignalKind::quit(), Stop::Terminated)?,
            caught(SignalKind::hangup(), Stop::HungUp)?,
        ]))
    }

    /// Waits for one; answers the exit code.
    pub async fn next(&mut self) -> u8 {
        let [(int, int_code), (term, term_code), (quit, quit_code), (hup, hup_code)] = &mut self.0;
        tokio::select! {
            _ = int.recv() => *int_code,
            _ = term.recv() => *term_code,
            _ = quit.recv() => *quit_code,
            _ = hup.recv() => *hup_code,
        }
    }
}
