//! The workbench as lines, through pipes as a shell makes them.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use meetme::sim::{self, Action, Fault};

fn start(home: &Path, words: &[&str], env: &[(&str, &str)]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_meetme"));
    command.args(words).env_clear().env("HOME", home).current_dir(home).envs(env.iter().copied());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn talk(words: &[&str], env: &[(&str, &str)], lines: &str) -> (Option<i32>, String, String) {
    let home = tempfile::tempdir().unwrap();
    let mut child = start(home.path(), &[&["--plain"], words].concat(), env);
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_pipe_of_lines_is_answered_line_by_line_without_one_control_sequence() {
    let lines = "list\nopen icn-iad-a-10g-0001\nwhy\nback\nback\nslots\nfilter iad\nfree\n1\ncreate 1\nback\n\
                 json icn-iad-a-10g-0001\ncopy 1\nhelp\nstatus\nbogus\ntimeline\nlog\nquit\nlist\n";
    let (code, out, err) = talk(&["--demo"], &[("LANG", "C.UTF-8")], lines);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    let odd = |c: &char| c.is_control() && *c != '\n';
    assert_eq!(out.chars().find(odd), None, "{out}");
    // In the order of the lines, each after the one before.
    let mut rest = out.as_str();
    for wanted in [
        "Interconnects: 24 (read",
        "1. icn-",
        "Interconnect: icn-iad-a-10g-0001\n",
        "What else is down",
        "Slots: 60",
        "match iad",
        "Availability:",
        "Create an interconnect in",
        "say: type TEXT",
        "\"name\": \"icn-iad-a-10g-0001\"",
        "open NAME: ",
        "SIMULATED",
        "`bogus` is no command",
        "Timeline of this session",
        "Activity, newest first",
    ] {
        let at = rest.find(wanted).unwrap_or_else(|| panic!("{wanted:?} is not in {rest}"));
        rest = &rest[at + wanted.len()..];
    }
    assert!(!rest.contains("Interconnects: 24"), "nothing is read after `quit`: {rest}");
}

#[test]
fn a_change_goes_through_its_review_and_says_which_button_is_meant() {
    let lines = "free\n2\ncreate 1\nvalidate\nnext\npress\nback\nlist\n";
    let (code, out, err) = talk(&["--demo"], &[("LANG", "C")], lines);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    let mut rest = out.as_str();
    for wanted in ["> [ Cancel ]  [ Commit", "[ Cancel ]  > [ Commit", "Created: icn-", "Slots: 60"] {
        let at = rest.find(wanted).unwrap_or_else(|| panic!("{wanted:?} is not in {rest}"));
        rest = &rest[at + wanted.len()..];
    }
}

#[test]
fn in_a_locale_without_utf8_every_byte_is_ascii() {
    let (code, out, _) = talk(&["--demo=trouble"], &[("LANG", "C")], "list all\n1\nwhy\nfree\n1\ncreate 1\n");
    assert_eq!(code, Some(0), "the end of the input ends it well");
    assert!(out.is_ascii() && out.contains("Create an interconnect"), "{out}");
}

#[test]
fn no_token_and_no_terminal_are_told_with_the_way_out() {
    let (code, out, err) = talk(&[], &[], "list\n");
    assert_eq!((code, out.as_str()), (Some(3), ""));
    assert!(err.contains("no API token") && err.contains("next: "), "{err}");
    let home = tempfile::tempdir().unwrap();
    let output = super::meetme(home.path(), &["--demo"], &[("TERM", "dumb")]);
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(err.contains("meetme --plain"), "{err}");
}

#[test]
fn who_stops_reading_ends_it_quietly() {
    let home = tempfile::tempdir().unwrap();
    let mut child = start(home.path(), &["--plain", "--demo"], &[]);
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"list\n").unwrap();
    let mut first = String::new();
    out.read_line(&mut first).unwrap();
    assert!(first.contains("Interconnects: 24"), "{first}");
    drop(out);
    input.write_all(b"list\nlist\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(141));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn an_interrupt_ends_it_at_once_whatever_is_waited_for() {
    let home = tempfile::tempdir().unwrap();
    let mut child = start(home.path(), &["--plain", "--demo"], &[]);
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"list\nwait 86400\n").unwrap();
    out.read_line(&mut String::new()).unwrap();
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_cannot_be_read_is_said_and_what_follows_is_still_answered() {
    let sim = sim::start(sim::Options::default()).await.unwrap();
    sim.world().add_fault(Fault::new("GET", "/cni/cnis", Action::Html(502)).times(1000));
    let words = ["--base-url", &sim.base_url, "--account", &sim.account];
    let (base, token) = (words.map(str::to_owned), sim.token.clone());
    let (code, out, err) = tokio::task::spawn_blocking(move || {
        let words: Vec<&str> = base.iter().map(String::as_str).collect();
        talk(&words, &[("CLOUDFLARE_API_TOKEN", &token)], "cnis\nslots\ncreate 1\n")
    })
    .await
    .unwrap();
    assert_eq!(code, Some(0), "{err}");
    assert!(out.contains("CNIs: could not be read: ") && out.contains("HTML"), "{out}");
    assert!(out.contains("Slots: 60") && out.contains("locked: write unlocks"), "{out}");
    assert!(!out.contains(&sim.token));
}
