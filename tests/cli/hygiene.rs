//! What a run takes from its surroundings, what it hands on, and what it leaves behind.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use meetme::sim::{self, Running};

use super::meetme;

const TOKEN: &str = "v1.0-aBcDEFghiJKLmno42";

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn script(folder: &Path, name: &str, lines: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, format!("#!/bin/sh\n{lines}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).unwrap();
    path.display().to_string()
}

async fn sim() -> Running {
    sim::start(sim::Options::default()).await.unwrap()
}

/// Everything below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.flat_map(|entry| if entry.path().is_dir() { files(&entry.path()) } else { vec![entry.path()] }).collect()
}

#[test]
#[cfg(target_os = "linux")]
fn no_core_is_left_of_a_process() {
    let mut sim = Command::new(env!("CARGO_BIN_EXE_meetme")).arg("sim").stdout(Stdio::piped()).spawn().unwrap();
    BufReader::new(sim.stdout.take().unwrap()).read_line(&mut String::new()).unwrap();
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", sim.id())).unwrap();
    sim.kill().unwrap();
    sim.wait().unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    assert_eq!(core.split_whitespace().skip(4).take(2).collect::<Vec<_>>(), ["0", "0"], "{core}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_command_is_run_without_a_shell_and_sees_no_token() {
    let sim = sim().await;
    let home = tempfile::tempdir().unwrap();
    let dump = home.path().join("seen");
    let command = script(
        home.path(),
        "tell",
        &format!("env > {0}; printf '%s\\n' \"$@\" >> {0}; echo {1}", dump.display(), sim.token),
    );
    let config = home.path().join("config.toml");
    let odd = "a b;$(touch x)`touch y`*";
    std::fs::write(&config, format!("[profiles.default]\ntoken_command = [\"{command}\", \"{odd}\"]\n")).unwrap();
    let hidden = ["CLOUDFLARE_API_KEY", "CF_API_KEY"].map(|name| (name, "a-global-key"));
    let words = ["--config", "config.toml", "--base-url", &sim.base_url, "--account", &sim.account, "settings", "get"];
    let output = meetme(home.path(), &words, &[&hidden[..], &[("PATH", "/usr/bin:/bin")]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let seen = std::fs::read_to_string(&dump).unwrap();
    assert!(seen.ends_with(&format!("{odd}\n")), "as it is written: {seen}");
    assert!(!seen.contains("a-global-key"), "{seen}");
    assert!(!home.path().join("x").exists() && !home.path().join("y").exists());
}

#[test]
fn nothing_is_taken_from_the_current_folder_and_no_global_key() {
    let home = tempfile::tempdir().unwrap();
    for name in [".env", "config.toml", "meetme.toml", ".meetme.toml", "token"] {
        let planted = format!("CF_API_TOKEN={TOKEN}\ndefault_profile = \"planted\"\n");
        std::fs::write(home.path().join(name), planted).unwrap();
    }
    let keys = [("CLOUDFLARE_API_KEY", "a-global-key"), ("CLOUDFLARE_EMAIL", "me@example.com")];
    let output = meetme(home.path(), &["slots", "list"], &keys);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("no API token") && !said.contains("planted"), "{said}");
    let output = meetme(home.path(), &["check"], &keys);
    let said = text(&output.stdout);
    assert!(!said.contains("a-global-key") && !said.contains("me@example.com"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_host_is_said_on_standard_error() {
    let sim = sim().await;
    let home = tempfile::tempdir().unwrap();
    let words = ["--base-url", &sim.base_url, "--account", &sim.account, "settings", "get"];
    let output = meetme(home.path(), &words, &[("CF_API_TOKEN", &sim.token), ("CF_API_KEY", "a-global-key")]);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("note: talking to 127.0.0.1:"), "{said}");
    assert!(!text(&output.stdout).contains("talking"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_leaves_nothing_but_what_is_written_down() {
    let sim = sim().await;
    let home = tempfile::tempdir().unwrap();
    for words in [&["interconnects", "list"][..], &["slots", "availability"], &["check"], &["audit", "list"]] {
        let all = [&["--base-url", &sim.base_url, "--account", &sim.account], words].concat();
        let output = meetme(home.path(), &all, &[("CF_API_TOKEN", &sim.token)]);
        assert_eq!(output.status.code(), Some(0), "{words:?}: {}", text(&output.stderr));
    }
    let left = files(home.path());
    let known = |path: &&PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap();
        name == "audit.jsonl" || path.components().any(|part| part.as_os_str() == "pollers")
    };
    assert!(left.iter().all(|path| known(&path)), "{left:?}");
    for path in left {
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600, "{}", path.display());
        assert!(!text(&std::fs::read(&path).unwrap()).contains(&sim.token), "{}", path.display());
    }
}

/// RELIABILITY N2: verification has no way round it.
#[test]
fn no_switch_leaves_it_out() {
    let home = tempfile::tempdir().unwrap();
    for switch in ["--insecure", "--no-verify", "-k", "--skip-tls-verify", "--no-check-certificate"] {
        let output = meetme(home.path(), &[switch, "slots", "list"], &[("CF_API_TOKEN", TOKEN)]);
        assert_eq!(output.status.code(), Some(2), "{switch}");
    }
}

/// A proxy on loopback that answers with this and hangs up; and the request that it saw.
fn proxy(answer: &'static str) -> (String, std::thread::JoinHandle<String>) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let seen = std::thread::spawn(move || {
        let (mut line, _) = listener.accept().unwrap();
        let mut seen = String::new();
        let mut reader = BufReader::new(line.try_clone().unwrap());
        while !seen.ends_with("\r\n\r\n") && reader.read_line(&mut seen).unwrap() > 0 {}
        line.write_all(answer.as_bytes()).unwrap();
        seen
    });
    (address, seen)
}

#[test]
fn a_proxy_that_wants_a_login_is_named() {
    let (address, seen) = proxy("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
    let home = tempfile::tempdir().unwrap();
    let url = format!("http://me:hush@{address}");
    let words = ["--base-url", "https://api.example.invalid/v4", "--account", "a", "settings", "get"];
    let output = meetme(home.path(), &words, &[("CF_API_TOKEN", TOKEN), ("HTTPS_PROXY", &url)]);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(7), "{said}");
    assert!(said.contains("the proxy wants a login (407)") && !said.contains("hush"), "{said}");
    let seen = seen.join().unwrap();
    assert!(seen.starts_with("CONNECT api.example.invalid:443") && !seen.contains(TOKEN), "{seen}");
}

/// RELIABILITY S7: who stops reading is no trouble, and a full disk is said.
#[test]
fn output_that_goes_nowhere_ends_it_without_a_panic() {
    let home = tempfile::tempdir().unwrap();
    for words in [&["--demo=large", "slots", "list"][..], &["rules"], &["keys"], &["config", "template"], &["--help"]] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_meetme"));
        command.args(words).env_clear().env("HOME", home.path()).current_dir(home.path());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert!(matches!(output.status.code(), Some(0 | 141)), "{words:?}: {output:?}");
        assert!(output.stderr.is_empty(), "{words:?}: {}", text(&output.stderr));
        if !Path::new("/dev/full").exists() || words == ["--help"] {
            continue;
        }
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = command.stdout(full).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(11), "{words:?}");
        let said = text(&output.stderr);
        assert!(said.contains("standard output") && said.contains("No space left"), "{words:?}: {said}");
    }
}
