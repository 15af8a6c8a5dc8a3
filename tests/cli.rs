//! Commands as a shell sees them: golden output, and one exit code for each sort of trouble.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "cli/audit.rs"]
mod audit;
#[path = "cli/change.rs"]
mod change;
#[path = "cli/check.rs"]
mod check;
#[path = "cli/documents.rs"]
mod documents;
#[path = "cli/hygiene.rs"]
mod hygiene;
#[path = "cli/keys.rs"]
mod keys;
#[path = "cli/loa.rs"]
mod loa;
#[path = "cli/pages.rs"]
mod pages;
#[path = "cli/plain.rs"]
mod plain;
#[path = "cli/slots.rs"]
mod slots;
#[path = "cli/snapshot.rs"]
mod snapshot;
#[path = "cli/states.rs"]
mod states;
#[path = "cli/tls.rs"]
mod tls;

use std::path::Path;
use std::process::{Command, Output};

use meetme::sim::{self, Action, Fault, Running};

fn meetme(home: &Path, words: &[&str], env: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_meetme"));
    command.args(words).env_clear().env("HOME", home).current_dir(home);
    command.envs(env.iter().copied()).output().unwrap()
}

fn demo(words: &[&str]) -> String {
    let home = tempfile::tempdir().unwrap();
    let output = meetme(home.path(), words, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn lists_and_objects_are_stable() {
    insta::assert_snapshot!("slots_free", demo(&["--demo", "slots", "list", "--free", "--speed", "100G"]));
    insta::assert_snapshot!("ports_json", demo(&["--demo=false-diversity", "interconnects", "list", "-o", "json"]));
    insta::assert_snapshot!(
        "ports_reference",
        demo(&["--demo=false-diversity", "--schema", "reference", "interconnects", "list"])
    );
    insta::assert_snapshot!("port", demo(&["--demo=false-diversity", "interconnects", "get", "icn-iad-a-10g-0001"]));
    insta::assert_snapshot!("cnis", demo(&["--demo=false-diversity", "cnis", "list"]));
    insta::assert_snapshot!("tunnels", demo(&["--demo=false-diversity", "tunnels", "list"]));
    insta::assert_snapshot!("settings", demo(&["--demo", "settings", "get", "-o", "json"]));
    insta::assert_snapshot!("empty", demo(&["--demo=empty", "interconnects", "list", "-o", "json"]));
}

#[test]
fn a_letter_goes_to_a_file_or_a_pipe_and_never_over_another() {
    let home = tempfile::tempdir().unwrap();
    let loa = ["--demo=false-diversity", "interconnects", "loa", "icn-iad-a-10g-0001"];
    let first = meetme(home.path(), &loa, &[]);
    assert_eq!(first.status.code(), Some(0));
    let path = String::from_utf8(first.stdout).unwrap();
    assert!(std::fs::read(path.trim_end()).unwrap().starts_with(b"%PDF-"));
    let second = meetme(home.path(), &loa, &[]);
    assert_eq!(second.status.code(), Some(11), "{second:?}");
    let piped = meetme(home.path(), &[&loa[..], &["--to", "-"]].concat(), &[]);
    assert!(piped.stdout.starts_with(b"%PDF-"));
}

/// Words, environment, exit code, and what the error must say.
type Case<'a> = (&'a [&'a str], &'a [(&'a str, &'a str)], i32, &'a str);

/// An address at which nobody listens, as long as it is held: given back, it could be that of another test's server.
fn nobody() -> (tokio::net::TcpSocket, String) {
    let held = tokio::net::TcpSocket::new_v4().unwrap();
    held.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let base = format!("http://{}", held.local_addr().unwrap());
    (held, base)
}

#[test]
fn bad_input_is_a_sentence_a_next_step_and_an_exit_code() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("bad.toml"), "[profiles.a]\nmodus = 1\n").unwrap();
    let (_held, nobody) = nobody();
    let cases: [Case<'_>; 7] = [
        (&["slots", "list"], &[], 3, "no API token"),
        (&[], &[], 3, "no API token"),
        (&["slots", "list"], &[("CF_API_TOKEN", "")], 3, "empty"),
        (&["--config", "bad.toml", "slots", "list"], &[], 2, "bad.toml:2"),
        (&["--demo=nowhere", "slots", "list"], &[], 2, "typical"),
        (&["--account", "a", "--base-url", &nobody, "slots", "list"], &[("CF_API_TOKEN", "abcdefgh")], 7, "connect"),
        (&["--demo", "interconnects", "get", "nope"], &[], 5, "not found"),
    ];
    for (words, env, code, said) in cases {
        let output = meetme(home.path(), words, env);
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{words:?}: {err}");
        assert!(err.contains(said) && err.contains("next: ") && !err.contains("panicked"), "{words:?}: {err}");
        assert!(output.stdout.is_empty());
    }
}

fn against(sim: &Running, words: &[&str], token: &str, account: &str) -> (Option<i32>, String, String) {
    let home = tempfile::tempdir().unwrap();
    let all = [&["--base-url", &sim.base_url, "--account", account], words].concat();
    let output = meetme(home.path(), &all, &[("CLOUDFLARE_API_TOKEN", token)]);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_server_says_decides_the_exit_code() {
    let sim = sim::start(sim::Options::default()).await.unwrap();
    let list = ["slots", "list", "-o", "json"];
    let (code, _, err) = against(&sim, &list, "another-token-another", &sim.account);
    assert_eq!(code, Some(3), "{err}");
    assert!(!err.contains("another-token") && err.contains("cf-ray"), "{err}");
    let (code, _, err) = against(&sim, &list, &sim.token, "0000");
    assert_eq!(code, Some(3), "{err}");

    sim.world().add_fault(Fault::new("GET", "/cni/settings", Action::Html(502)).times(3));
    let (code, _, err) = against(&sim, &["settings", "get"], &sim.token, &sim.account);
    assert_eq!(code, Some(8), "{err}");
    assert!(err.contains("HTML") && !err.contains('<'), "{err}");

    sim.world().add_fault(Fault::new("GET", "/cni/cnis", Action::Body("[{\"id\":".into())));
    let (code, out, err) = against(&sim, &["cnis", "list"], &sim.token, &sim.account);
    assert_eq!((code, out.as_str()), (Some(8), ""), "{err}");
    let (code, out, _) = against(&sim, &list, &sim.token, &sim.account);
    assert_eq!(code, Some(0));
    assert!(out.contains("\"complete\": true"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_breaks_off_is_printed_and_said_to_be_partial() {
    let options = sim::Options { scenario: "large".parse().unwrap(), ..sim::Options::default() };
    let sim = sim::start(options).await.unwrap();
    sim.world().add_fault(Fault::new("GET", "limit=1000", Action::Status(400)));
    sim.world().add_fault(Fault::new("GET", "cursor=", Action::Html(502)).times(9));
    let (code, out, err) = against(&sim, &["slots", "list", "-o", "json"], &sim.token, &sim.account);
    assert_eq!(code, Some(8), "{err}");
    assert!(out.contains("\"complete\": false") && out.contains("\"id\""));
    assert!(err.contains("only page 1 came"), "{err}");
}
