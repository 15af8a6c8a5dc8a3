//! Signals that end a command which runs for a while, each with its exit code.

use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::domain::{Fault, FaultKind};

/// The signals that end a command.
pub(super) struct Ends([(Signal, u8); 4]);

impl Ends {
    /// From now on they are caught.
    pub(super) fn new() -> Result<Self, Fault> {
        let caught = |kind, code| match signal(kind) {
            Ok(signal) => Ok((signal, code)),
            Err(why) => Err(Fault::new(FaultKind::Local, format!("signals: {why}"))),
        };
        Ok(Self([
            caught(SignalKind::interrupt(), 130)?,
            caught(SignalKind::terminate(), 143)?,
            caught(SignalKind::quit(), 143)?,
            caught(SignalKind::hangup(), 129)?,
        ]))
    }

    /// Waits for one; answers the exit code.
    pub(super) async fn next(&mut self) -> u8 {
        let [(int, int_code), (term, term_code), (quit, quit_code), (hup, hup_code)] = &mut self.0;
        tokio::select! {
            _ = int.recv() => *int_code,
            _ = term.recv() => *term_code,
            _ = quit.recv() => *quit_code,
            _ = hup.recv() => *hup_code,
        }
    }
}
