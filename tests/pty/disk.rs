//! A home that cannot be written, and a disk that is full at any write: what only reads works, nothing is sent that
//! cannot be written down, and nothing is left in half (RELIABILITY M4, S2, S3, L4).

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use super::relay::{Relay, Turn};
use super::{MEETME, Pty};

const F5: &str = "\x1b[15~";

fn start(relay: &Relay, home: &Arc<tempfile::TempDir>, words: &[&str], more: &[(&str, &str)]) -> Pty {
    let env = relay.env();
    let env: Vec<(&str, &str)> =
        env.iter().map(|(name, value)| (*name, value.as_str())).chain(more.iter().copied()).collect();
    let mut pty = Pty::at(home, words, &env);
    pty.resize(120, 40);
    pty.shows("Reservation");
    pty
}

fn puts(relay: &Relay) -> usize {
    relay.sim.world().calls().iter().filter(|call| call.method == "PUT").count()
}

#[test]
fn where_nothing_can_be_written_everything_that_reads_works_and_what_is_off_is_said() {
    let relay = Relay::new("typical", Turn::Plain);
    let home = Arc::new(tempfile::tempdir().unwrap());
    // Not even root can make a folder there.
    let nowhere = [("XDG_STATE_HOME", "/proc/nowhere"), ("XDG_CONFIG_HOME", "/proc/nowhere")];
    let mut pty = start(&relay, &home, &[MEETME, "--write"], &nowhere);
    pty.shows("CHANGES OFF");
    pty.shows("/proc/nowhere");
    for (keys, said) in
        [("2", "eu-backup"), ("3", "SLOT"), ("4", "Health checks"), ("5", "Default ASN"), ("/", "filter")]
    {
        pty.step(keys);
        pty.shows(said);
    }
    pty.step("\x1b[27u");
    pty.step("e");
    pty.shows("/proc/nowhere");
    pty.press("\x03");
    assert_eq!(pty.ended().0, 130);
    assert_eq!(puts(&relay), 0);
    for words in ["interconnects list", "slots availability", "check", "settings get", "audit list"] {
        let mut command = Command::new(MEETME);
        command.args(words.split(' ')).env_clear().env("HOME", home.path()).envs(relay.env()).envs(nowhere);
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{words}: {output:?}");
    }
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0, "nothing is written elsewhere instead");
}

fn record(home: &Path) -> String {
    std::fs::read_to_string(home.join(".local/state/meetme/audit.jsonl")).unwrap_or_default()
}

fn whole(line: &str) -> bool {
    serde_json::from_str::<serde_json::Value>(line).is_ok()
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.flat_map(|entry| if entry.path().is_dir() { files(&entry.path()) } else { vec![entry.path()] }).collect()
}

#[test]
fn a_disk_that_is_full_at_any_write_sends_nothing_that_is_not_written_down_and_leaves_nothing_in_half() {
    // No room at all; for half of a line, or for the intent but not for its outcome; for both.
    for blocks in [0, 1, 8] {
        let relay = Relay::new("typical", Turn::Plain);
        let home = Arc::new(tempfile::tempdir().unwrap());
        // No file of the program grows beyond so many blocks of 512 bytes.
        let script = format!("umask 000; trap '' XFSZ; ulimit -f {blocks}; exec {MEETME} --write");
        let mut pty = start(&relay, &home, &["sh", "-c", &script], &[]);
        pty.step("5");
        pty.shows("Default ASN");
        pty.step("e");
        pty.shows("Validate");
        pty.step("\x15");
        pty.step("65010");
        pty.step(F5);
        pty.shows("[ Commit");
        pty.step("\t");
        pty.press("\r");
        if blocks < 8 {
            pty.shows("the record of changes");
        } else {
            pty.until_so("it is written down", || record(home.path()).contains("\"result\":\"done\""));
        }
        // A key would ask while the change is read back.
        pty.signal("-TERM");
        assert_eq!(pty.ended().0, 143);
        let lines = record(home.path());
        assert!(lines.lines().all(whole) && (lines.is_empty() || lines.ends_with('\n')), "{blocks}: {lines}");
        let count = |event: &str| lines.matches(&format!("\"event\":\"{event}\"")).count();
        assert_eq!(count("intent"), puts(&relay), "{blocks}: {lines}");
        match blocks {
            0 => assert_eq!(puts(&relay), 0),
            1 => assert_eq!(count("outcome"), 0, "{lines}"),
            _ => assert_eq!((puts(&relay), count("outcome")), (1, 1), "{lines}"),
        }
        for path in files(home.path()) {
            let name = path.file_name().unwrap().to_str().unwrap();
            assert!(!name.starts_with('.'), "{blocks}: a part is left: {}", path.display());
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600, "{}", path.display());
            let text = std::fs::read_to_string(&path).unwrap();
            let broken = path.extension().is_some_and(|end| end == "json") && !text.lines().all(whole);
            assert!(!broken, "{blocks}: {}: {text}", path.display());
        }
        let port = relay.sim.world().interconnects()[0].clone();
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec {MEETME} interconnects loa {port}");
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new("sh");
        command.args(["-c", &script]).current_dir(folder.path()).env_clear().env("HOME", home.path()).envs(relay.env());
        let output = command.output().unwrap();
        let left = std::fs::read_dir(folder.path()).unwrap().count();
        match output.status.code() {
            Some(11) => assert_eq!(left, 0, "no part is left"),
            Some(0) => assert!(blocks > 0 && left == 1),
            _ => panic!("{output:?}"),
        }
    }
}
