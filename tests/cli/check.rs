//! `meetme check`: golden lines against the simulator, and one exit code for each sort of trouble.

use std::os::unix::fs::PermissionsExt as _;

use meetme::sim::{self, Action, Fault, Running};

use super::meetme;

const TOKEN: &str = "another-token-another";

/// Without what differs from run to run: the port, the ray, the day, what is left.
fn settled(text: &str) -> String {
    let hidden = |line: &str, after: &str, till: &[char]| match line.split_once(after) {
        Some((head, tail)) => {
            let rest = tail.find(till).map_or("", |end| &tail[end..]);
            format!("{head}{after}..{rest}")
        }
        None => line.to_owned(),
    };
    text.lines().fold(String::new(), |all, line| {
        let line = hidden(line, "127.0.0.1:", &['/']);
        let line = hidden(&line, "[cf-ray ", &[']']);
        let line = hidden(&line, "expires on ", &['"']);
        let line = hidden(&line, "limits              ", &['c']);
        all + &line + "\n"
    })
}

fn check(sim: &Running, token: &str, account: &str, words: &[&str]) -> (Option<i32>, String) {
    let home = tempfile::tempdir().unwrap();
    let all = [&["--base-url", &sim.base_url, "check"], words].concat();
    let env = [("CF_API_TOKEN", token), ("CF_TOKEN", "behind"), ("ACCOUNT_ID", account)];
    let output = meetme(home.path(), &all, &env);
    let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert!(!text.contains(token) && !text.contains("behind") && !text.contains("panicked"), "{text}");
    (output.status.code(), settled(&text).replace(&home.path().display().to_string(), "HOME"))
}

#[tokio::test(flavor = "multi_thread")]
async fn all_is_well_or_the_worst_is_told() {
    let sim = sim::start(sim::Options::default()).await.unwrap();
    let (code, text) = check(&sim, &sim.token, &sim.account, &[]);
    assert_eq!(code, Some(0), "{text}");
    insta::assert_snapshot!("check_well", text);

    let (code, text) = check(&sim, TOKEN, &sim.account, &[]);
    assert_eq!(code, Some(3), "{text}");
    insta::assert_snapshot!("check_wrong_token", text);

    let (code, text) = check(&sim, &sim.token, "0000", &[]);
    assert_eq!(code, Some(3), "{text}");
    insta::assert_snapshot!("check_other_account", text);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_missing_permission_is_named_with_its_call() {
    let sim = sim::start(sim::Options::default()).await.unwrap();
    sim.world().add_fault(Fault::new("GET", "/magic/cf_interconnects", Action::Status(403)));
    let (code, text) = check(&sim, &sim.token, &sim.account, &[]);
    assert_eq!(code, Some(3), "{text}");
    assert!(text.contains("fail  read tunnels"), "{text}");
    assert!(text.contains("denied (403): needs Magic WAN Read or Magic Transit Read on account"), "{text}");
    assert!(text.contains("ok    read slots"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_between_and_no_one_there_have_their_own_codes() {
    let sim = sim::start(sim::Options::default()).await.unwrap();
    sim.world().add_fault(Fault::new("GET", "/user/tokens/verify", Action::Html(502)).times(3));
    let (code, text) = check(&sim, &sim.token, &sim.account, &["-o", "json"]);
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!((code, &json["exit_code"]), (Some(8), &serde_json::json!(8)), "{text}");
    let line = |name: &str| json["checks"].as_array().unwrap().iter().find(|line| line["check"] == name).cloned();
    assert_eq!(line("reachable").unwrap()["level"], "fail");
    assert!(text.contains("HTML") && !text.contains("<html"), "{text}");

    let home = tempfile::tempdir().unwrap();
    let (_held, nobody) = super::nobody();
    let words = ["--base-url", &nobody, "--account", "a", "check"];
    let output = meetme(home.path(), &words, &[("CF_API_TOKEN", TOKEN)]);
    assert_eq!(output.status.code(), Some(7), "{output:?}");
    assert!(String::from_utf8(output.stdout).unwrap().contains("fail  reachable"));
}

#[test]
fn the_demo_is_well_and_nothing_at_all_is_a_missing_token() {
    let home = tempfile::tempdir().unwrap();
    let output = meetme(home.path(), &["--demo", "check", "-o", "jsonl"], &[("CF_API_TOKEN", "")]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(String::from_utf8(output.stdout).unwrap().lines().all(|line| line.starts_with("{\"check\":")));
    let output = meetme(home.path(), &["check"], &[("HTTPS_PROXY", "http://u:hush@p:3128")]);
    assert_eq!(output.status.code(), Some(3));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("http://u:***@p:3128 (HTTPS_PROXY)") && !text.contains("hush"), "{text}");
    assert!(text.contains("fail  token source") && text.contains("next: Set CLOUDFLARE_API_TOKEN"), "{text}");
}

#[test]
fn a_broken_file_is_told_in_all_its_parts() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("bad.toml"), "[profiles.a]\ncolour = \"mauve\"\nmodus = 1\n").unwrap();
    let output = meetme(home.path(), &["--config", "bad.toml", "config", "check"], &[]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("bad.toml:2: ") && text.contains("bad.toml:3: ") && text.contains("modus"), "{text}");
    let output = meetme(home.path(), &["config", "check"], &[]);
    assert_eq!(output.status.code(), Some(0));

    // What others can have written is refused as every command refuses it.
    std::fs::write(home.path().join("open.toml"), "").unwrap();
    let open = std::fs::Permissions::from_mode(0o666);
    std::fs::set_permissions(home.path().join("open.toml"), open).unwrap();
    for words in [["config", "check"], ["config", "show"]] {
        let output = meetme(home.path(), &[&["--config", "open.toml"][..], &words].concat(), &[]);
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(11), "{words:?}: {text}");
        assert!(text.contains("chmod go-w") && text.contains("next: "), "{words:?}: {text}");
    }
}
