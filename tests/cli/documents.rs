//! Documents: every command line in them is one that the program takes, what is marked as demo runs as it stands and
//! prints what it says, and no link leads nowhere.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Pages in which people read; those made from the program hold forms of use, not command lines.
pub(super) fn pages() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let made: Vec<&str> = meetme::cli::pages().iter().map(|(name, _)| *name).collect();
    let mut paths: Vec<PathBuf> = ["README.md", "CONTRIBUTING.md"].map(|name| root.join(name)).to_vec();
    for folder in ["docs", "docs/guides"] {
        let files = std::fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path());
        let is_page = |path: &PathBuf| path.extension().is_some_and(|end| end == "md");
        paths.extend(files.filter(is_page).filter(|path| !made.iter().any(|name| path.ends_with(name))));
    }
    paths.sort();
    let named = |path: &PathBuf| path.strip_prefix(root).unwrap().display().to_string();
    paths.iter().map(|path| (named(path), std::fs::read_to_string(path).unwrap())).collect()
}

/// The blocks of a page: what stands behind the fence, and the lines.
fn blocks(page: &str) -> Vec<(&str, Vec<&str>)> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(kind) = line.trim_start().strip_prefix("```") {
            blocks.push((kind, lines.by_ref().take_while(|line| !line.trim_start().starts_with("```")).collect()));
        }
    }
    blocks
}

/// Words of a line of shell up to what the shell takes for itself. `None`: not a command of ours.
fn words(line: &str) -> Option<Vec<String>> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for c in line.trim().chars() {
        match (quote, c) {
            (None, '\'' | '"') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            (None, '|' | '>' | '<' | '#' | ';' | '&') => break,
            (None, ' ') => words.push(String::new()),
            (_, c) => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    (words.first().is_some_and(|first| first == "meetme")).then_some(words)
}

#[test]
fn every_command_line_of_the_documents_is_taken() {
    let mut lines = 0;
    for (name, page) in pages() {
        let fenced = blocks(&page).into_iter().filter(|(kind, _)| kind.starts_with("sh")).flat_map(|(_, lines)| lines);
        let inline = page.split('`').skip(1).step_by(2).filter(|code| !code.contains('\n'));
        for line in fenced.chain(inline) {
            // A word in capitals stands for something, and brackets for a choice: a form, not a line to paste.
            let is_form = |word: &str| word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_uppercase());
            let Some(words) = words(line).filter(|words| !words.iter().any(|word| is_form(word))) else { continue };
            lines += 1;
            let taken = meetme::cli::parse(words);
            assert!(taken.is_ok(), "{name}: {line}\n{}", taken.unwrap_err().text);
        }
    }
    assert!(lines > 60, "the reader of the documents reads: {lines}");
}

#[test]
fn what_is_marked_as_demo_runs_and_prints_what_it_says() {
    let place = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_meetme"), place.path().join("meetme")).unwrap();
    let path = format!("{}:/usr/bin:/bin", place.path().display());
    let mut run = 0;
    for (name, page) in pages() {
        for (_, lines) in blocks(&page).into_iter().filter(|(kind, _)| kind.split(' ').any(|word| word == "demo")) {
            let home = tempfile::tempdir().unwrap();
            let script = format!("set -euo pipefail\n{}\n", lines.join("\n"));
            let mut bash = Command::new("bash");
            bash.args(["-c", &script]).current_dir(home.path()).env_clear();
            bash.env("HOME", home.path()).env("PATH", &path).env("LC_ALL", "C.UTF-8");
            let output = bash.output().unwrap();
            let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
            assert!(output.status.success(), "{name}:\n{script}\n{out}{err}");
            for wanted in lines.iter().filter_map(|line| line.strip_prefix("# prints: ")) {
                // Columns are as wide as what stands in them.
                let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
                assert!(flat(&out).contains(&flat(wanted)), "{name}: `{wanted}` is not printed:\n{script}\n{out}{err}");
            }
            run += 1;
        }
    }
    assert!(run > 8, "the blocks are found: {run}");
}

#[test]
fn no_link_of_the_documents_leads_nowhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let anchor = |line: &str| {
        let kept = line.trim_start_matches('#').trim().to_lowercase();
        let letters = kept.chars().filter(|c| c.is_alphanumeric() || "- ".contains(*c));
        letters.map(|c| if c == ' ' { '-' } else { c }).collect::<String>()
    };
    for (name, page) in pages() {
        let targets = page.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        let pictures = ["srcset=\"", "src=\""]
            .iter()
            .flat_map(|by| page.split(by).skip(1).filter_map(|rest| rest.split('"').next()));
        for target in targets.chain(pictures).filter(|target| !target.contains("://")) {
            let (file, part) = target.split_once('#').unwrap_or((target, ""));
            let path = root.join(&name).parent().unwrap().join(file);
            let path = if file.is_empty() { root.join(&name) } else { path };
            let text = std::fs::read(&path).unwrap_or_else(|why| panic!("{name}: {target}: {why}"));
            let text = String::from_utf8_lossy(&text);
            let there = part.is_empty() || text.lines().any(|line| line.starts_with('#') && anchor(line) == part);
            assert!(there, "{name}: {target}: no such heading");
        }
    }
}
