//! What we depend on is known, written down and within bounds.

use super::{Path, rooms, sources};

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

fn toml(path: &str) -> toml::Table {
    toml::from_str(&read(path)).unwrap()
}

#[test]
fn every_direct_dependency_has_its_reason() {
    let page = read("docs/dependencies.md");
    let listed: Vec<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .map(|row| {
            let (name, rest) = row.split_once("` | ").unwrap();
            assert!(rest.split(" | ").all(|cell| cell.trim_matches(['|', ' ']).len() > 5), "{name}: say why");
            name
        })
        .collect();
    let manifest = toml("Cargo.toml");
    let names = |table: &str| manifest[table].as_table().unwrap().keys().cloned().collect::<Vec<_>>();
    let mut wanted = [names("dependencies"), names("dev-dependencies")].concat();
    let mut listed: Vec<String> = listed.into_iter().map(str::to_owned).collect();
    wanted.sort();
    listed.sort();
    assert_eq!(listed, wanted, "docs/dependencies.md has one row for each dependency of Cargo.toml");
}

#[test]
fn what_is_banned_is_not_in_the_tree() {
    let deny = toml("deny.toml");
    let banned: Vec<String> = deny["bans"]["deny"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["crate"].as_str().unwrap().to_owned())
        .collect();
    assert!(banned.len() >= 4);
    let lock = toml("Cargo.lock");
    for package in lock["package"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        assert!(!banned.iter().any(|ban| ban == name), "{name} is banned");
        let registry = "registry+https://github.com/rust-lang/crates.io-index";
        let source = package.get("source").map(|source| source.as_str().unwrap());
        assert!(source == Some(registry) || name == "meetme" && source.is_none(), "{name} comes from {source:?}");
        assert!(source.is_none() || package.get("checksum").is_some(), "{name} has no checksum");
    }
}

#[test]
fn no_code_of_ours_is_unsafe() {
    assert_eq!(toml("Cargo.toml")["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"));
    let mut files = Vec::new();
    for folder in ["src", "tests", "benches"] {
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut files);
    }
    let word = format!("{} {{", "unsafe");
    for path in files {
        assert!(!std::fs::read_to_string(&path).unwrap().contains(&word), "{}", path.display());
    }
}

/// The client has one origin, which is the person's; nobody else is asked for anything, updates least of all.
#[test]
fn nothing_but_the_api_is_ever_called() {
    let mut wrong = Vec::new();
    for (room, path, code) in rooms() {
        if path.ends_with("tests.rs") {
            continue;
        }
        let called = ["reqwest::", "TcpStream::connect", "UdpSocket::bind"].iter().any(|word| code.contains(word));
        if called && room != "api" {
            wrong.push(format!("{}: talks past the client", path.display()));
        }
        for host in code.split("https://").skip(1).map(|rest| rest.split(['/', '"', '\\']).next().unwrap_or_default()) {
            if host != "api.cloudflare.com" {
                wrong.push(format!("{}: https://{host}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Whatever is started sees no token (RELIABILITY T8), so there is one list of what is started.
#[test]
fn other_programs_are_started_in_two_places_only() {
    let starts =
        rooms().into_iter().filter(|(_, _, code)| code.contains("Command::new(") && code.contains("process::"));
    let mut places: Vec<String> = starts.map(|(_, path, _)| path.display().to_string()).collect();
    places.sort();
    let named: Vec<&str> = places.iter().filter_map(|path| path.rsplit_once("/src/")).map(|(_, path)| path).collect();
    assert_eq!(named, ["config/token.rs", "tui/editor.rs"]);
}
