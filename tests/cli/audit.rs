//! The record of changes from a shell: listed, shown, and readable after a crash.

use super::meetme;

const LINES: &str = concat!(
    r#"{"event":"intent","v":1,"id":"0b7f7c1e-0000-4000-8000-000000000001","at":"2026-11-24T14:02:11Z","user":"ops","machine":"jump1","pid":7,"origin":"https://api.cloudflare.com/client/v4","account":"acc","profile":"prod","method":"POST","path":"/accounts/acc/cni/interconnects","body":{"slot_id":"s-1","speed":"10G"},"body_sha256":"aa"}"#,
    "\n",
    r#"{"event":"outcome","v":1,"id":"0b7f7c1e-0000-4000-8000-000000000001","at":"2026-11-24T14:02:12Z","result":"done","cf_ray":"8f3a-EWR","detail":"","made":"icn-iad-a-10g-0007","took_ms":812}"#,
    "\n",
    r#"{"event":"intent","v":1,"id":"1c8f7c1e-0000-4000-8000-000000000002","at":"2026-11-24T15:00:00Z","user":"ops","machine":"jump1","pid":8,"origin":"https://api.cloudflare.com/client/v4","account":"acc","profile":"prod","method":"PUT","path":"/accounts/acc/cni/cnis/c-1","body":{"magic":{"mtu":1450},"bgp":{"md5_key":"[redacted]"}},"body_sha256":"bb","before":{"magic":{"mtu":1500},"bgp":{"md5_key":"[redacted]"}}}"#,
    "\n",
);

fn home(lines: &str) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let state = home.path().join(".local/state/meetme");
    std::fs::create_dir_all(&state).unwrap();
    std::fs::write(state.join("audit.jsonl"), lines).unwrap();
    home
}

fn run(home: &tempfile::TempDir, words: &[&str]) -> (Option<i32>, String, String) {
    let output = meetme(home.path(), words, &[]);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn changes_are_listed_and_shown_without_a_token() {
    let home = home(LINES);
    for (name, words) in [
        ("audit_list", &["audit", "list"][..]),
        ("audit_open", &["audit", "list", "--open", "-o", "jsonl"]),
        ("audit_json", &["audit", "list", "--last", "1", "-o", "json"]),
        ("audit_show", &["audit", "show", "0b7f"]),
        ("audit_show_put", &["audit", "show", "1c8f7c1e"]),
    ] {
        let (code, out, err) = run(&home, words);
        assert_eq!((code, err.as_str()), (Some(0), ""), "{words:?}");
        insta::assert_snapshot!(name, out);
    }
    assert_eq!(run(&home, &["audit", "show", "ffff"]).0, Some(5));
    assert_eq!(run(&home, &["audit", "show", "0"]).0, Some(2));
}

#[test]
fn no_record_is_an_empty_list_and_a_broken_line_is_told() {
    let nowhere = tempfile::tempdir().unwrap();
    let (code, out, _) = run(&nowhere, &["audit", "list", "-o", "json"]);
    assert_eq!(code, Some(0));
    assert!(out.contains("\"items\": []"), "{out}");
    assert!(!nowhere.path().join(".local").exists(), "reading makes nothing");
    let (code, out, err) = run(&home(&format!("{LINES}{{\"event\":\"int")), &["audit", "list"]);
    assert_eq!(code, Some(11), "{err}");
    assert!(out.contains("jump1") && err.contains("1 lines"), "{out}{err}");
}
