//! The states of all ports by one command: what a script asks first, and what is written down over a night.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use meetme::sim::{self, Action, Fault, State};

use super::{against, demo};

#[test]
fn the_states_of_all_come_worst_first_with_where_to_send_somebody() {
    let all = demo(&["--demo", "interconnects", "status"]);
    let lines: Vec<&str> = all.lines().collect();
    assert!(lines.len() == 25 && lines[0].starts_with("STATE") && lines[1].starts_with("UNHEALTHY"), "{all}");
    assert!(
        lines[1].contains("icn-ams-a-10g-0021") && lines[1].contains("Luttenbergweg 4") && lines[1].contains("-21.37")
    );
    let bad = demo(&["--demo", "interconnects", "status", "--state", "down,unhealthy,Pending", "-o", "csv"]);
    assert_eq!(bad.lines().count(), 4, "{bad}");
    let site = demo(&["--demo", "interconnects", "status", "--site", "ams-a", "-o", "jsonl"]);
    let rows = |text: &str| -> Vec<serde_json::Value> {
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    assert_eq!(rows(&site).len(), 3, "{site}");
    assert!(rows(&site).iter().all(|row| row["site"] == "ams-a" && row["state"].is_string()), "{site}");
    let by_id = demo(&["--demo", "--schema", "reference", "interconnects", "status", "-o", "jsonl"]);
    assert!(rows(&by_id).len() == 24 && rows(&by_id).iter().all(|row| row["name"] != row["key"]), "{by_id}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_state_that_cannot_be_read_is_unknown_and_the_rest_is_told() {
    let sim = sim::start(sim::Options::default()).await.unwrap();
    let down = sim.world().interconnects()[1].clone();
    assert!(sim.world().set_state(&down, State::down("carrier lost")));
    let lost = Fault::new("GET", &format!("{}/status", sim.world().interconnects()[0]), Action::Status(500));
    sim.world().add_fault(lost.times(u32::MAX));
    let words = ["interconnects", "status", "-o", "json"];
    let (code, out, err) = against(&sim, &words, &sim.token, &sim.account);
    let read: serde_json::Value = serde_json::from_str(&out).unwrap();
    let items = read["items"].as_array().unwrap();
    assert_eq!((code, &read["complete"], items.len()), (Some(8), &false.into(), 24), "{err}");
    let states: Vec<&str> = items.iter().take(3).map(|item| item["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["DOWN", "UNHEALTHY", "UNKNOWN"], "worst first; unknown is not down");
    assert!(err.contains("state unknown") && err.contains("cf-ray"), "{err}");
    let (code, out, _) = against(&sim, &["interconnects", "status", "--state", "down"], &sim.token, &sim.account);
    assert_eq!((code, out.lines().count()), (Some(8), 2), "{out}");

    sim.world().add_fault(Fault::new("GET", "/status", Action::Reset).times(u32::MAX));
    let (code, _, err) = against(&sim, &words, &sim.token, &sim.account);
    assert_eq!(
        err.matches("lost before an answer").count(),
        3 + 1,
        "nobody answers: the rest is not waited for: {err}"
    );
    assert_ne!(code, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_in_a_state_is_said_and_the_servers_limit_ends_it_at_once() {
    let sim = sim::start(sim::Options::default()).await.unwrap();
    let ask = |state: &str| against(&sim, &["interconnects", "status", "--state", state], &sim.token, &sim.account);
    let (code, out, err) = ask("dwon,active");
    assert_eq!((code, out.lines().count()), (Some(0), 22), "active is the other word for healthy: {out}");
    assert!(err.contains("no port says `dwon`; the usual states are down,") && !err.contains("`active`"), "{err}");

    sim.world().add_fault("GET /status:limited=120:always".parse().unwrap());
    let (code, out, err) = ask("down");
    assert_eq!((code, out.lines().count()), (Some(6), 0), "{err}");
    assert_eq!(err.matches("429").count(), 1, "the other 23 are not asked for: {err}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_night_is_written_down_as_a_line_for_each_change_of_a_state() {
    let sim = sim::start(sim::Options::default()).await.unwrap();
    let port = sim.world().interconnects()[0].clone();
    let home = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_meetme"))
        .args(["--base-url", &sim.base_url, "--account", &sim.account])
        .args(["interconnects", "status", &port, "--watch=1", "-o", "jsonl"])
        .env_clear()
        .env("HOME", home.path())
        .env("CLOUDFLARE_API_TOKEN", &sim.token)
        .current_dir(home.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut next = || serde_json::from_str::<serde_json::Value>(&lines.next().unwrap().unwrap()).unwrap();
    let first = next();
    assert_eq!((first["change"].as_str(), first["item"]["state"].as_str()), (Some("is"), Some("HEALTHY")), "{first}");
    assert_eq!(next()["change"], "read");
    assert!(sim.world().set_state(&port, State::down("carrier lost")));
    let changed = next();
    assert_eq!((changed["change"].as_str(), changed["item"]["state"].as_str()), (Some("changed"), Some("DOWN")));
    assert_eq!(changed["was"]["state"], "HEALTHY");
    child.kill().unwrap();
    child.wait().unwrap();
}
