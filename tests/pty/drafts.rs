//! A form that is open when the program ends, however it ends, is offered at the next start.

use std::path::PathBuf;
use std::sync::Arc;

use super::Pty;

const DEMO: [&str; 2] = [env!("CARGO_BIN_EXE_meetme"), "--demo"];

fn kept(home: &tempfile::TempDir) -> Vec<PathBuf> {
    let folder = home.path().join(".local/state/meetme/demo/drafts");
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    files.filter(|path| path.extension().is_some_and(|end| end == "json")).collect()
}

/// A form with a slot typed into it.
fn typing(env: &[(&str, &str)]) -> Pty {
    let mut pty = Pty::at(&Arc::new(tempfile::tempdir().unwrap()), &DEMO, env);
    pty.shows("Reservation");
    pty.press("adirect");
    pty.shows("cross-connect on a free slot");
    pty.press("\r");
    pty.shows("Validate");
    pty.press("my-own-slot");
    pty
}

fn offered(home: &Arc<tempfile::TempDir>) {
    let mut pty = Pty::at(home, &DEMO, &[]);
    pty.shows("A form was not finished");
    pty.press("\r");
    pty.shows("as it was left");
    pty.shows("my-own-slot");
    pty.press("\x1b");
    pty.shows("Throw away");
    pty.press("y");
    let home = Arc::clone(&pty.home);
    pty.until_so("nothing is kept of it", || kept(&home).is_empty());
}

#[test]
fn a_form_survives_kill_9() {
    let mut pty = typing(&[]);
    let home = Arc::clone(&pty.home);
    pty.until_so("the form is on the disk", || kept(&home).iter().any(|path| text(path).contains("my-own-slot")));
    pty.signal("-KILL");
    pty.ended();
    offered(&home);
}

fn text(path: &PathBuf) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

#[test]
fn a_form_survives_signals_that_come_before_its_second_is_over() {
    for (signal, code) in [("-TERM", 143), ("-HUP", 129)] {
        let mut pty = typing(&[]);
        let home = Arc::clone(&pty.home);
        pty.shows("my-own-slot");
        pty.signal(signal);
        assert_eq!(pty.ended().0, code);
        assert_eq!(kept(&home).len(), 1, "{signal}");
    }
}

/// The switch that panics is in debug builds only.
#[test]
#[cfg(debug_assertions)]
fn a_form_survives_a_panic() {
    let mut pty = typing(&[("MEETME_PANIC_ON_PASTE", "1")]);
    let home = Arc::clone(&pty.home);
    pty.shows("my-own-slot");
    pty.press("\x1b[200~panic\x1b[201~");
    pty.until("has a bug");
    assert_eq!(pty.ended().0, 70);
    assert_eq!(kept(&home).len(), 1);
    offered(&home);
}
