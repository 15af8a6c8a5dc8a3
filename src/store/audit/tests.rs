use std::os::unix::fs::{MetadataExt as _, symlink};

use serde_json::json;

use super::*;
use crate::domain::record::Verdict;

fn who() -> Who {
    Who { user: "ops".into(), account: "acc".into(), ..Who::default() }
}

fn request(body: &str) -> Request {
    Request { method: "POST", path: "/accounts/acc/cni/cnis".into(), body: body.into() }
}

fn ended(verdict: Verdict) -> Ended {
    Ended {
        at: Timestamp::UNIX_EPOCH,
        verdict,
        ray: Some("8f-EWR".into()),
        detail: String::new(),
        made: Some("c1".into()),
        took: Some(Duration::from_millis(80)),
    }
}

fn intent(audit: &Audit, body: &str) -> Result<Record, Fault> {
    audit.intent(&who(), &request(body), "", None, Timestamp::UNIX_EPOCH)
}

fn opened(place: &tempfile::TempDir) -> Audit {
    Audit::open(&place.path().join("state")).unwrap()
}

#[test]
fn intent_and_outcome_are_joined_and_no_secret_is_kept() {
    let place = tempfile::tempdir().unwrap();
    let audit = opened(&place).scrubbed(Arc::new(|line| line.replace("t0ken", "[redacted]")));
    let body = r#"{"bgp":{"customer_asn":64500,"md5_key":"hunter2"},"note":"t0ken"}"#;
    let made =
        audit.intent(&who(), &request(body), "", Some(r#"{"bgp":{"md5_key":"old"}}"#), Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!(read(audit.folder()).unwrap().rows[0].ended, None);
    audit.outcome(&made.id, &ended(Verdict::Done)).unwrap();
    let text = std::fs::read_to_string(audit.path()).unwrap();
    for secret in ["hunter2", "t0ken", "old"] {
        assert!(!text.contains(secret), "{secret}");
    }
    let records = read(audit.folder()).unwrap();
    let row = &records.rows[0];
    assert_eq!((row.id.as_str(), &row.body["bgp"]["customer_asn"]), (made.id.as_str(), &json!(64500)));
    assert_eq!(row.ended, Some(ended(Verdict::Done)));
    assert_eq!(row.sha256, sha256(body.as_bytes()), "of the very bytes");
    assert_eq!(std::fs::metadata(audit.path()).unwrap().mode() & 0o777, 0o600);
}

#[test]
fn writers_beside_each_other_never_mix_their_lines_nor_lose_any_when_files_are_put_aside() {
    let place = tempfile::tempdir().unwrap();
    let audit = Audit { full: 20_000, ..opened(&place) };
    std::thread::scope(|scope| {
        for _ in 0..8 {
            // Each its own descriptors, as processes have.
            let audit = audit.clone();
            scope.spawn(move || {
                for _ in 0..5 {
                    let record = intent(&audit, &format!("\"{}\"", "x".repeat(3000))).unwrap();
                    audit.outcome(&record.id, &ended(Verdict::Refused)).unwrap();
                }
            });
        }
    });
    let records = read(audit.folder()).unwrap();
    assert_eq!((records.rows.len(), records.unreadable), (40, 0));
    assert!(records.rows.iter().all(|row| row.ended.is_some()), "an outcome finds its intent in an older file");
    assert!(read::aside(audit.folder()).unwrap().len() > 3);
}

#[test]
fn an_old_file_goes_only_with_a_line_that_says_so() {
    let place = tempfile::tempdir().unwrap();
    let audit = Audit { full: 1, keep: 2, ..opened(&place) };
    for _ in 0..5 {
        intent(&audit, "{}").unwrap();
    }
    let records = read(audit.folder()).unwrap();
    assert_eq!((records.rows.len(), records.dropped.len()), (3, 2), "{records:?}");
    assert!(records.dropped[0].contains("1 lines"), "{:?}", records.dropped);
}

#[test]
fn half_a_line_of_a_process_that_died_swallows_nothing() {
    let place = tempfile::tempdir().unwrap();
    let audit = opened(&place);
    intent(&audit, "{}").unwrap();
    std::fs::OpenOptions::new().append(true).open(audit.path()).unwrap().write_all(b"{\"event\":\"int").unwrap();
    intent(&audit, "{}").unwrap();
    let records = read(audit.folder()).unwrap();
    assert_eq!((records.rows.len(), records.unreadable), (2, 1));
}

#[test]
fn a_file_that_is_held_is_an_error_and_not_a_wait_for_ever() {
    let place = tempfile::tempdir().unwrap();
    let audit = opened(&place);
    let held = audit.file().unwrap();
    exclusive(&held, Duration::ZERO).unwrap();
    assert!(exclusive(&audit.file().unwrap(), Duration::from_millis(20)).unwrap_err().to_string().contains("holds"));
}

#[test]
fn a_link_or_an_open_file_is_refused() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("state");
    private(&folder).unwrap();
    symlink(place.path().join("elsewhere"), folder.join(NAME)).unwrap();
    assert!(Audit::open(&folder).is_err());
    assert!(!place.path().join("elsewhere").exists());
}
