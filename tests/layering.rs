//! What is read from the sources: who may import whom (the arrows of ARCHITECTURE.md), which tests hold which rule, what
//! we depend on.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "layering/dependencies.rs"]
mod dependencies;
#[path = "layering/reliability.rs"]
mod reliability;

use std::path::{Path, PathBuf};

/// Room, and the rooms that it may name.
const MAY: [(&str, &[&str]); 10] = [
    ("main", &["cli", "config", "domain", "sim", "start", "tui"]),
    ("start", &["api", "carry", "cli", "config", "domain", "sim", "store", "tui", "workbench"]),
    ("tui", &["api", "carry", "config", "domain", "store", "workbench"]),
    ("cli", &["api", "carry", "config", "domain", "store", "workbench"]),
    ("carry", &["api", "domain", "store", "workbench"]),
    ("workbench", &["domain"]),
    ("api", &["domain"]),
    ("store", &["domain"]),
    ("config", &["domain"]),
    ("sim", &["domain"]),
];
const ROOMS: [&str; 9] = ["api", "carry", "cli", "config", "domain", "sim", "store", "tui", "workbench"];
const PURE: [&str; 2] = ["domain", "workbench"];
const IMPURE: [&str; 9] =
    ["tokio", "reqwest", "ratatui", "crossterm", "axum", "std::fs", "std::env", "Instant::now", "SystemTime::now"];

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|end| end == "rs") {
            into.push(path);
        }
    }
}

/// Room, path and the code before its tests, without comments.
fn rooms() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let of = |path: PathBuf| {
        let first = path.strip_prefix(&root).unwrap().components().next().unwrap();
        let room = Path::new(first.as_os_str()).with_extension("").display().to_string();
        let text = std::fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap().to_owned();
        let code = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        (room, path, code)
    };
    files.into_iter().map(of).collect()
}

#[test]
fn every_arrow_is_allowed() {
    let mut wrong = Vec::new();
    for (room, path, code) in rooms() {
        let allowed = MAY.iter().find(|(name, _)| *name == room).map_or(&[][..], |(_, allowed)| *allowed);
        for other in ROOMS {
            let named = ["crate::", "meetme::"].iter().any(|root| code.contains(&format!("{root}{other}::")))
                || code.contains("use meetme::{") && code.contains(&format!("{other}::")) && room == "main";
            if named && other != room && !allowed.contains(&other) {
                wrong.push(format!("{}: {room} -> {other}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn those_who_decide_touch_nothing() {
    let mut wrong = Vec::new();
    for (room, path, code) in rooms() {
        for word in IMPURE.iter().filter(|word| PURE.contains(&room.as_str()) && code.contains(**word)) {
            wrong.push(format!("{}: {word}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_reader_of_arrows_reads_all_rooms() {
    let read = rooms();
    for room in ROOMS {
        assert!(read.iter().any(|(own, ..)| own == room), "{room}");
    }
    assert!(read.iter().any(|(room, _, code)| room == "tui" && code.contains("crate::workbench")));
}

/// The texts in quotes of a file.
fn quoted(code: &str) -> Vec<String> {
    let mut texts = Vec::new();
    for line in code.lines() {
        let mut open: Option<String> = None;
        let mut characters = line.chars();
        while let Some(c) = characters.next() {
            match (&mut open, c) {
                (Some(text), '\\') => text.extend(characters.next()),
                (Some(_), '"') => texts.extend(open.take()),
                (Some(text), c) => text.push(c),
                (None, '"') => open = Some(String::new()),
                (None, _) => {}
            }
        }
        texts.extend(open);
    }
    texts
}

#[test]
fn texts_name_commands_and_never_keys() {
    let known: Vec<&str> = meetme::workbench::command::TABLE.iter().map(|row| row.command.id()).collect();
    let mut wrong = Vec::new();
    for (room, path, code) in rooms() {
        // Only what is drawn; the notation of keys itself has to name them.
        let drawn = room == "workbench" || room == "tui";
        if !drawn || path.ends_with("workbench/key.rs") || path.components().any(|part| part.as_os_str() == "tests") {
            continue;
        }
        for text in quoted(&code) {
            let named = text.split('<').skip(1).filter_map(|rest| rest.split_once('>')).map(|(name, _)| name);
            let odd = named.filter(|name| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'));
            wrong.extend(odd.filter(|name| !known.contains(name)).map(|name| format!("{}: <{name}>", path.display())));
            let letter =
                |rest: &str| matches!(rest.as_bytes(), [c, b' ' | b')', ..] if c.is_ascii_alphabetic() && *c != b'a');
            let alone = ["(", "; "].iter().any(|before| text.split(before).skip(1).any(letter)) || text == "Esc";
            let key = alone || ["Esc ", "Enter ", "Ctrl-", "(Esc", "(Enter"].iter().any(|key| text.contains(key));
            let pressed = text.split("press ").skip(1).any(|rest| !rest.starts_with('<') && !rest.starts_with("the "));
            if key || pressed && !text.ends_with("press ") {
                wrong.push(format!("{}: {text:?} names a key; write <command>", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
