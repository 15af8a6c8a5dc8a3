//! Every rule of reliability and security has a test that holds it: `reliability.toml` says which, and here it is looked
//! whether they exist. `docs/reliability.md` is drawn from it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde::Deserialize;

const TABLE: &str = include_str!("reliability.toml");
/// How many rules each letter has; a rule that is dropped is missed.
const RULES: [(&str, usize); 9] =
    [("T", 11), ("N", 9), ("A", 8), ("R", 8), ("M", 12), ("X", 6), ("L", 4), ("S", 10), ("C", 3)];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    group: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    name: String,
    rule: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    id: String,
    says: String,
    held: Vec<String>,
    departs: Option<String>,
    open: Option<String>,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn table() -> Table {
    toml::from_str(TABLE).unwrap()
}

/// The file of a name, below the root.
fn file(place: &str) -> String {
    if place.starts_with("tests/") { format!("{place}.rs") } else { format!("src/{place}.rs") }
}

/// There is a test of this name in this text: a function with the attribute of a test, or one inside `proptest!`.
fn has_test(text: &str, name: &str) -> bool {
    let Some(at) = text.find(&format!("fn {name}(")) else { return false };
    let start = text[..at].rfind('\n').unwrap_or(0);
    let mut before = text[..start].split('\n').rev().take_while(|line| !line.trim().is_empty());
    before.any(|line| line.trim_start().starts_with("#[test]") || line.contains("#[tokio::test"))
}

/// What is wrong with what is said to hold a rule.
fn trouble(held: &str) -> Option<String> {
    if let Some(step) = held.strip_prefix("step: ") {
        let run = std::fs::read_to_string(root().join(".ci/run")).unwrap();
        return (!run.contains(&format!("step \"{step}\""))).then(|| format!("no step `{step}` in .ci/run"));
    }
    let Some((place, name)) = held.rsplit_once("::") else { return Some(format!("`{held}` names no test")) };
    match std::fs::read_to_string(root().join(file(place))) {
        Err(_) => Some(format!("`{held}`: there is no {}", file(place))),
        Ok(text) => (!has_test(&text, name)).then(|| format!("`{held}`: there is no such test in {}", file(place))),
    }
}

#[test]
fn every_rule_is_there_and_held_by_tests_that_exist() {
    let table = table();
    let mut wrong = Vec::new();
    let ids: Vec<&str> = table.group.iter().flat_map(|group| group.rule.iter().map(|rule| rule.id.as_str())).collect();
    let wanted: Vec<String> =
        RULES.iter().flat_map(|(letter, count)| (1..=*count).map(move |n| format!("{letter}{n}"))).collect();
    assert_eq!(ids, wanted, "the rules in their order");
    for rule in table.group.iter().flat_map(|group| &group.rule) {
        if rule.held.is_empty() {
            wrong.push(format!("{}: no test holds it", rule.id));
        }
        wrong.extend(rule.held.iter().filter_map(|held| trouble(held)).map(|why| format!("{}: {why}", rule.id)));
    }
    assert!(wrong.is_empty(), "tests/layering/reliability.toml:\n{}", wrong.join("\n"));
}

#[test]
fn a_name_without_a_test_is_found_out() {
    let text = "#[test]\n#[cfg(debug_assertions)]\nfn one() {}\n\nfn two() {}\n\n/// Says.\n#[tokio::test(x)]\nasync fn three() {}\n";
    assert!(has_test(text, "one") && !has_test(text, "two") && has_test(text, "three") && !has_test(text, "thre"));
    assert!(trouble("step: tests").is_none() && trouble("step: nothing").is_some() && trouble("nothing").is_some());
}

fn link(held: &str) -> String {
    match held.rsplit_once("::") {
        Some((place, name)) => format!("[{}](../{})", name.replace('_', " "), file(place)),
        None => format!("{held} of [.ci/run](../.ci/run)"),
    }
}

fn page() -> String {
    let mut page = String::from(
        "# Reliability and security: the rules, and what holds them\n\n\
         Each rule with the tests that fail when it is broken. Written by `MEETME_DRAW=1 cargo test --locked --test layering` out of\n\
         `tests/layering/reliability.toml`; a rule without a test, or a test that is not there, fails the same run.\n",
    );
    for group in table().group {
        let _ = writeln!(page, "\n## {}", group.name);
        for rule in group.rule {
            let _ = writeln!(page, "\n**{}** {}", rule.id, rule.says);
            if let Some(departs) = rule.departs {
                let _ = writeln!(page, "\n*On purpose otherwise:* {departs}");
            }
            if let Some(open) = rule.open {
                let _ = writeln!(page, "\n*Held by no test:* {open}");
            }
            page.push('\n');
            for held in &rule.held {
                let _ = writeln!(page, "- {}", link(held));
            }
        }
    }
    page
}

#[test]
fn the_page_of_rules_is_what_the_table_says() {
    let path = root().join("docs/reliability.md");
    let page = page();
    if std::env::var_os("MEETME_DRAW").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let old = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(old == page, "docs/reliability.md is old: MEETME_DRAW=1 writes it anew");
}

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

#[test]
fn the_documents_say_who_can_read_a_variable() {
    for page in ["README.md", "SECURITY.md"] {
        let text = read(page);
        assert!(text.contains("`/proc") && text.contains("`token_file`") && text.contains("`token_command`"), "{page}");
    }
}

/// Every name under which the store makes something is on the page that says where things go.
#[test]
fn the_page_of_where_things_go_names_every_file() {
    let page = read("docs/where-things-go.md");
    for name in [
        "audit.jsonl",
        "drafts/",
        ".lock",
        "views-",
        "views.lock",
        "letters-",
        "letters.lock",
        "locks/",
        "pollers/",
        ".corrupt-",
        "loa-",
        "meetme.json",
    ] {
        assert!(page.contains(name), "{name}");
    }
    assert!(
        read("README.md").contains("docs/where-things-go.md")
            && read("SECURITY.md").contains("docs/where-things-go.md")
    );
}
