//! Where a slot is free, by command; tables for spreadsheets; lists that are watched.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use meetme::sim::{self, Action, Fault, Running};

use super::{against, demo, meetme};

#[test]
fn a_free_slot_is_found_by_place_speed_and_device() {
    let found = |words: &[&str]| {
        let home = tempfile::tempdir().unwrap();
        let output = meetme(home.path(), words, &[]);
        let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        format!("{text}exit {}\n", output.status.code().unwrap())
    };
    let large = |words: &[&str]| found(&[&["--demo=large", "slots"], words].concat());
    insta::assert_snapshot!("near", large(&["list", "--free", "--speed", "10gbps", "--near", "ashburn"]));
    let other = ["list", "--free", "--speed", "100G", "--near", "lodnon", "--other-device"];
    insta::assert_snapshot!("other_device", large(&other));
    insta::assert_snapshot!("other_device_reference", large(&[&other[..], &["--schema", "reference"]].concat()));
    insta::assert_snapshot!("nowhere", large(&["list", "--near", "atlantis", "-o", "json"]));
    let said = large(&["list", "--free", "--speed", "1000", "--near", "lhr"]);
    assert!(said.contains("no slot of that speed") && !said.contains("near that place"), "a right place: {said}");
    insta::assert_snapshot!("no_place", large(&["list", "--near", " , "]));
}

#[test]
fn availability_is_stable_in_every_format_and_both_schemas() {
    let large = |words: &[&str]| demo(&[&["--demo=large", "slots", "availability"], words].concat());
    insta::assert_snapshot!("availability", large(&["--near", "london"]));
    insta::assert_snapshot!("availability_csv", large(&["--near", "london", "-o", "csv"]));
    insta::assert_snapshot!("availability_json", large(&["--speed", "100G", "--other-device", "-o", "json"]));
    insta::assert_snapshot!("availability_jsonl", large(&["--site", "lhr-b", "-o", "jsonl"]));
    insta::assert_snapshot!("availability_reference", large(&["--near", "london", "--schema", "reference"]));
    let all = large(&["--free"]);
    assert!(all.lines().count() > 40 && all.lines().all(|line| !line.starts_with("0 ")), "{all}");
}

#[test]
fn every_list_is_a_spreadsheet_and_no_cell_of_it_a_formula() {
    insta::assert_snapshot!("slots_csv", demo(&["--demo", "slots", "list", "--free", "--speed", "100G", "-o", "csv"]));
    insta::assert_snapshot!("cnis_csv", demo(&["--demo=false-diversity", "cnis", "list", "-o", "csv"]));
    insta::assert_snapshot!("settings_csv", demo(&["--demo", "settings", "get", "-o", "csv"]));
    for list in [["interconnects", "list"], ["tunnels", "list"], ["cnis", "list"], ["slots", "list"]] {
        let text = demo(&[&["--demo=trouble"], &list[..], &["-o", "csv"]].concat());
        let columns = text.lines().next().unwrap().matches(',').count();
        assert!(columns >= 5 && text.lines().count() > 1, "{text}");
        for line in text.lines() {
            let cells: Vec<&str> = line.split(',').collect();
            assert!(cells.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{line}");
            assert!(!line.chars().any(char::is_control), "{line:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_rests_on_a_broken_list_says_so() {
    let options = sim::Options { scenario: "large".parse().unwrap(), ..sim::Options::default() };
    let sim = sim::start(options).await.unwrap();
    let breaks_off = |list: &str| {
        // A server that takes no long pages, and whose second page is broken.
        sim.world().add_fault(Fault::new("GET", &format!("{list}?limit=1000"), Action::Status(400)).times(1));
        sim.world().add_fault(Fault::new("GET", "cursor=", Action::Html(502)).times(3));
    };
    breaks_off("/cni/slots");
    let words = ["slots", "availability", "-o", "json"];
    let (code, out, err) = against(&sim, &words, &sim.token, &sim.account);
    assert_eq!(code, Some(8), "{err}");
    assert!(out.contains("\"complete\": false") && err.contains("only page 1 came"), "{err}");

    breaks_off("/cni/interconnects");
    let words = ["slots", "list", "--free", "--other-device"];
    let (code, out, err) = against(&sim, &words, &sim.token, &sim.account);
    assert_eq!((code, out.as_str()), (Some(8), ""), "nothing is another device than what was not read: {err}");
    assert!(err.contains("your interconnects: only page 1 came"), "{err}");
}

struct Watched {
    child: Child,
    lines: std::io::Lines<BufReader<std::process::ChildStdout>>,
    _home: tempfile::TempDir,
}

impl Watched {
    fn start(sim: &Running, words: &[&str]) -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_meetme"));
        command.args(["--base-url", &sim.base_url, "--account", &sim.account]).args(words).arg("--watch=1");
        command.env_clear().env("HOME", home.path()).env("CF_API_TOKEN", &sim.token);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines, _home: home }
    }

    /// The next change, with the id or name of what changed.
    fn next(&mut self) -> (String, serde_json::Value) {
        let line: serde_json::Value = serde_json::from_str(&self.lines.next().unwrap().unwrap()).unwrap();
        (line["change"].as_str().unwrap().to_owned(), line)
    }

    /// All up to the end of the first reading.
    fn begin(&mut self) -> usize {
        let mut rows = 0;
        loop {
            let (change, line) = self.next();
            if change == "read" {
                assert_eq!(line["rows"], rows);
                return rows;
            }
            assert_eq!(change, "is");
            rows += 1;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_watched_list_tells_each_change_once_and_ends_by_a_signal() {
    let sim = sim::start(sim::Options::default()).await.unwrap();
    let mut watched = Watched::start(&sim, &["slots", "list"]);
    assert_eq!(watched.begin(), 60);
    let slot = sim.world().free_slot(None).unwrap();
    assert!(sim.world().take_slot(&slot));
    let (change, line) = watched.next();
    assert_eq!((change.as_str(), &line["item"]["id"]), ("changed", &serde_json::json!(slot)));
    assert_eq!((&line["item"]["occupied"], &line["was"]["occupied"]), (&true.into(), &false.into()));
    sim.world().add_fault(Fault::new("GET", "/cni/slots", Action::Html(502)).times(3));
    assert_eq!(watched.next().0, "stale");
    assert_eq!(watched.next().0, "fresh", "and nothing else: what was not read is not gone");
    let pid = rustix::process::Pid::from_child(&watched.child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    assert_eq!(watched.child.wait().unwrap().code(), Some(130));
    assert!(watched.lines.next().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_watched_list_ends_when_nobody_reads_it_and_when_it_may_not_be_read() {
    let sim = sim::start(sim::Options::default()).await.unwrap();
    let mut watched = Watched::start(&sim, &["slots", "list", "--free", "--speed", "100G"]);
    watched.begin();
    let Watched { mut child, lines, _home } = watched;
    drop(lines);
    assert_eq!(child.wait().unwrap().code(), Some(141), "though nothing changed");

    let (code, out, err) = against(&sim, &["slots", "list", "--watch"], "another-token-another", &sim.account);
    assert_eq!((code, out.as_str()), (Some(3), ""), "{err}");
    let (code, _, err) = against(&sim, &["slots", "list", "--watch", "-o", "csv"], &sim.token, &sim.account);
    assert_eq!(code, Some(2), "{err}");
}
