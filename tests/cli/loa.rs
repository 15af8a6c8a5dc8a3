//! Letters from a shell: saved one after another, remembered, and their ages told.

use std::os::unix::fs::symlink;

use serde_json::Value;

use super::{demo, meetme};

const PORT: &str = "icn-iad-a-10g-0001";

fn loa(home: &std::path::Path, words: &[&str]) -> (Option<i32>, String, String) {
    let all = [&["--demo=false-diversity", "loa"], words].concat();
    let output = meetme(home, &all, &[]);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn all_letters_are_saved_and_remembered_and_none_is_replaced_unasked() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let (code, before, _) = loa(home, &["age", "--none", "-o", "json"]);
    let before: Value = serde_json::from_str(&before).unwrap();
    let count = before["items"].as_array().unwrap().len();
    assert!(code == Some(0) && count > 1 && before["complete"] == true);

    let (code, out, err) = loa(home, &["save", "--missing", "--name", "Norrland AB"]);
    assert_eq!((code, out.lines().count()), (Some(0), count), "{err}");
    assert!(out.lines().all(|path| std::fs::read(path).unwrap().starts_with(b"%PDF-")));
    assert_eq!(loa(home, &["age", "--none"]).1.lines().count(), 1, "the heads alone are left");
    assert!(loa(home, &["save", "--missing"]).2.contains("no interconnect"));

    let (code, out, err) = loa(home, &["save", "--all"]);
    assert_eq!((code, out.as_str()), (Some(11), ""), "{err}");
    assert!(
        err.contains("exists already") && err.contains(&format!("0 of {count} saved")),
        "one does not stop the others"
    );
    let (code, out, _) = loa(home, &["save", PORT, "--dated"]);
    assert!(code == Some(0) && out.contains(&format!("loa-{PORT}-2")), "{out}");

    let (code, out, _) = loa(home, &["list", "-o", "json"]);
    let rows: Value = serde_json::from_str(&out).unwrap();
    let own = rows["items"].as_array().unwrap().iter().find(|row| row["interconnect"] == PORT).unwrap().clone();
    assert_eq!((code, &own["file"], &own["name"]), (Some(0), &Value::from("unchanged"), &Value::Null));
    std::fs::write(own["path"].as_str().unwrap(), "odd").unwrap();
    assert!(loa(home, &["list", "-o", "csv"]).1.contains("changed"));
}

#[test]
fn force_replaces_a_link_and_not_what_it_points_to() {
    let home = tempfile::tempdir().unwrap();
    let target = home.path().join("target");
    std::fs::write(&target, "mine").unwrap();
    symlink(&target, home.path().join(format!("loa-{PORT}.pdf"))).unwrap();
    assert_eq!(loa(home.path(), &["save", PORT]).0, Some(11));
    assert_eq!(loa(home.path(), &["save", PORT, "--force"]).0, Some(0));
    assert_eq!(std::fs::read(&target).unwrap(), b"mine");
}

#[test]
fn what_cannot_be_is_said_before_anything_is_asked() {
    let home = tempfile::tempdir().unwrap();
    for words in [&["save"][..], &["save", "a", "--all"], &["save", "a", "--name", "x\u{7}"]] {
        assert_eq!(loa(home.path(), words).0, Some(2), "{words:?}");
    }
    std::fs::write(home.path().join("c.toml"), "[profiles.a]\nloa_max_age = \"2h\"\n").unwrap();
    let output = meetme(home.path(), &["--config", "c.toml", "config", "show"], &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("c.toml:2: "), "{output:?}");
    assert!(demo(&["--demo", "loa", "list"]).starts_with("SAVED"));
}
