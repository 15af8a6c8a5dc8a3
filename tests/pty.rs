//! The program in a real pseudo-terminal: it starts, and however it ends, the terminal is as it was.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::io::{Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

const LONG: Duration = Duration::from_secs(30);
const LEFT: &str = "\x1b[?1049l";

struct Pty {
    master: Option<Box<dyn MasterPty + Send>>,
    keys: Option<Box<dyn Write + Send>>,
    output: Receiver<Vec<u8>>,
    deaf: Arc<AtomicBool>,
    seen: Vec<u8>,
    child: Box<dyn Child + Send + Sync>,
    _home: tempfile::TempDir,
}

impl Pty {
    fn start(words: &[&str], env: &[(&str, &str)]) -> Self {
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let home = tempfile::tempdir().unwrap();
        let mut command = CommandBuilder::new(words[0]);
        command.args(&words[1..]);
        command.cwd(home.path());
        command.env("HOME", home.path());
        command.env("TERM", "xterm-256color");
        for (name, value) in env {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let (send, output) = channel();
        let deaf = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&deaf);
        std::thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(count) = reader.read(&mut buffer) {
                if count == 0 || stop.load(Ordering::SeqCst) || send.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self { master: Some(pair.master), keys: Some(keys), output, deaf, seen: Vec::new(), child, _home: home }
    }

    fn demo(env: &[(&str, &str)]) -> Self {
        Self::start(&[env!("CARGO_BIN_EXE_meetme"), "--demo"], env)
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.seen).into_owned()
    }

    fn until(&mut self, what: &str) {
        let end = Instant::now() + LONG;
        while !self.text().contains(what) {
            match self.output.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.seen.extend(bytes),
                Err(std::sync::mpsc::RecvTimeoutError::Timeout | std::sync::mpsc::RecvTimeoutError::Disconnected) => {
                    panic!("never came: {what:?} in ...{:?}", self.text().chars().rev().take(300).collect::<String>())
                }
            }
        }
    }

    fn press(&mut self, keys: &str) {
        self.keys.as_mut().unwrap().write_all(keys.as_bytes()).unwrap();
    }

    fn signal(&self, name: &str) {
        let pid = self.child.process_id().unwrap().to_string();
        assert!(std::process::Command::new("kill").args([name, &pid]).status().unwrap().success());
    }

    /// Waits for the end; the thread that waits is left behind if it never comes.
    fn ended(mut self) -> (ExitStatus, Duration, String) {
        let begun = Instant::now();
        let (send, status) = channel();
        std::thread::spawn(move || {
            let status = self.child.wait().unwrap();
            while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(300)) {
                self.seen.extend(bytes);
            }
            send.send((status, begun.elapsed(), self.text())).unwrap();
        });
        status.recv_timeout(LONG).unwrap()
    }
}

#[test]
fn starts_on_data_and_q_gives_the_terminal_back() {
    let mut pty = Pty::demo(&[]);
    pty.until("Reservation");
    pty.press("q");
    let (status, _, text) = pty.ended();
    assert_eq!(status.exit_code(), 0, "{text:?}");
    assert!(text.contains("\x1b[?1049h") && text.contains("\x1b[?25h") && text.trim_end().ends_with(LEFT), "{text:?}");
}

#[test]
fn sigterm_ends_with_143_and_a_clean_terminal() {
    let mut pty = Pty::demo(&[]);
    pty.until("Reservation");
    pty.signal("-TERM");
    let (status, _, text) = pty.ended();
    assert_eq!(status.exit_code(), 143);
    assert!(text.contains(LEFT) && text.contains("\x1b[?2004l"));
}

#[test]
fn ctrl_c_ends_with_130() {
    let mut pty = Pty::demo(&[]);
    pty.until("Reservation");
    pty.press("\x03");
    let (status, _, text) = pty.ended();
    assert_eq!(status.exit_code(), 130);
    assert!(text.contains(LEFT));
}

/// The switch that panics is in debug builds only.
#[test]
#[cfg(debug_assertions)]
fn a_panic_restores_the_terminal_first_and_ends_with_70() {
    let mut pty = Pty::demo(&[("MEETME_PANIC_AFTER_FIRST_FRAME", "1")]);
    pty.until("has a bug");
    let (status, _, text) = pty.ended();
    assert_eq!(status.exit_code(), 70);
    assert!(text.find(LEFT).unwrap() < text.find("has a bug").unwrap(), "{text:?}");
}

#[test]
fn a_terminal_that_is_gone_ends_the_program_even_where_sighup_is_ignored() {
    let line = format!("trap '' HUP; exec {} --demo", env!("CARGO_BIN_EXE_meetme"));
    let mut pty = Pty::start(&["sh", "-c", &line], &[]);
    pty.until("Reservation");
    let pid = pty.child.process_id().unwrap();
    // The reader holds the line open until it reads once more: a key makes the program draw, the reader goes, and with
    // it the last end of the line.
    pty.deaf.store(true, Ordering::SeqCst);
    pty.press("?");
    pty.keys = None;
    pty.master = None;
    let (status, took, _) = pty.ended();
    assert_eq!(status.exit_code(), 129, "{status:?}");
    assert!(took < Duration::from_secs(5), "{took:?}");
    assert!(!std::path::Path::new(&format!("/proc/{pid}/stat")).exists(), "nothing is left that could spin");
}

#[test]
fn no_colour_is_sent_where_none_is_wanted() {
    let mut pty = Pty::demo(&[("NO_COLOR", "1")]);
    pty.until("HEALTHY");
    pty.press("q");
    let (_, _, text) = pty.ended();
    assert!(!text.contains("\x1b[38;") && !text.contains("\x1b[32m"), "{text:?}");
    assert!(text.contains("\x1b[1m"), "weight is left");
}
