//! Pages, manual and completions: made from the program, and never older than it.

use std::path::Path;

use super::{demo, meetme};

/// `MEETME_DRAW=1 cargo test --locked --test cli` writes them anew.
#[test]
fn the_pages_of_the_program_are_what_the_program_is() {
    for (name, page) in meetme::cli::pages() {
        let path = format!("{}/docs/{name}", env!("CARGO_MANIFEST_DIR"));
        if std::env::var_os("MEETME_DRAW").is_some() {
            std::fs::write(&path, &page).unwrap();
        }
        let there = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(there == page, "docs/{name} is old: MEETME_DRAW=1 writes it anew");
    }
}

#[test]
fn the_manual_goes_to_standard_output_or_whole_into_a_folder() {
    assert!(demo(&["man"]).contains(".SH \"EXIT STATUS\""));
    let home = tempfile::tempdir().unwrap();
    let output = meetme(home.path(), &["man", "man/man1"], &[]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let pages = std::fs::read_dir(home.path().join("man/man1")).unwrap().count();
    assert!(String::from_utf8_lossy(&output.stdout).starts_with(&format!("{pages} pages")) && pages > 30, "{pages}");
    assert!(home.path().join("man/man1/meetme-interconnects-loa.1").exists());
    std::fs::write(home.path().join("file"), "").unwrap();
    assert_eq!(meetme(home.path(), &["man", "file/man1"], &[]).status.code(), Some(11));
}

#[test]
fn the_script_for_bash_completes() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("meetme.bash"), demo(&["completions", "bash"])).unwrap();
    let ask = "source ./meetme.bash; COMP_WORDS=(meetme slots list --other); COMP_CWORD=3; _meetme meetme --other list; \
               echo ${COMPREPLY[*]}";
    let output = std::process::Command::new("bash").args(["-c", ask]).current_dir(home.path()).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "--other-device", "{output:?}");
}

fn sources(folder: &Path, into: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else {
            let text = std::fs::read_to_string(&path).unwrap();
            into.push_str(text.split("#[cfg(test)]\nmod tests {").next().unwrap());
        }
    }
}

#[test]
fn every_variable_that_is_read_is_told() {
    let mut code = String::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut code);
    let known: Vec<&str> = meetme::config::variables().collect();
    for call in ["get(\"", "filled(\"", "var(\"", "var_os(\"", "under(\""] {
        for rest in code.split(call).skip(1) {
            let name = rest.split('"').next().unwrap();
            let is_variable = name.len() > 3 && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
            assert!(!is_variable || known.contains(&name), "{name} is read and not told in config/reference.rs");
        }
    }
    assert!(code.contains("filled(\"HOME\""), "the reader of the sources reads");
}
