//! The record of changes: what was about to be sent, before it is; how it ended, after. One JSON object a line.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rustix::fs::{FlockOperation, OFlags, flock};
use serde_json::{Value, json};

use super::folder::{local, ours, private};
use super::letter::sha256;
use crate::domain::Fault;

/// Values that are never written down.
const SECRET: [&str; 2] = ["md5_key", "bgp_password"];

/// What is about to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intent {
    /// When.
    pub at: Timestamp,
    /// Who, by the name of the login.
    pub user: String,
    /// To which host.
    pub origin: String,
    /// For which account.
    pub account: String,
    /// By which profile.
    pub profile: String,
    /// `POST`, `PUT` or `DELETE`.
    pub method: String,
    /// Path and query.
    pub path: String,
    /// The very bytes.
    pub body: String,
}

/// The file of changes. Several processes may write to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audit {
    path: PathBuf,
}

impl Audit {
    /// The file `audit.jsonl` in a private folder; made if it is not there.
    pub fn open(folder: &Path) -> Result<Self, Fault> {
        private(folder)?;
        let audit = Self { path: folder.join("audit.jsonl") };
        audit.file()?;
        Ok(audit)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes an intent to the disk itself; answers the id that its outcome will carry.
    pub fn intent(&self, intent: &Intent) -> Result<String, Fault> {
        let id = uuid::Uuid::new_v4().to_string();
        self.append(&json!({
            "v": 1, "id": id, "at": intent.at.to_string(), "event": "intent", "user": intent.user,
            "origin": intent.origin, "account": intent.account, "profile": intent.profile, "method": intent.method,
            "path": intent.path, "body": redacted(&intent.body), "body_sha256": sha256(intent.body.as_bytes()),
        }))?;
        Ok(id)
    }

    /// Writes how it ended.
    pub fn outcome(&self, id: &str, result: &str, ray: Option<&str>, detail: &str, at: Timestamp) -> Result<(), Fault> {
        self.append(&json!({
            "v": 1, "id": id, "at": at.to_string(), "event": "outcome", "result": result, "cf_ray": ray, "detail": detail,
        }))
    }

    fn file(&self) -> Result<File, Fault> {
        let failed = |why: &dyn std::fmt::Display| local(&self.path, &format!("the record of changes: {why}"));
        let file = OpenOptions::new()
            .append(true)
            .create(true)
            .mode(0o600)
            .custom_flags(OFlags::NOFOLLOW.bits().cast_signed())
            .open(&self.path)
            .map_err(|why| failed(&why))?;
        let found = file.metadata().map_err(|why| failed(&why))?;
        if !found.is_file() {
            return Err(failed(&"not a regular file"));
        }
        ours(&self.path, &found, "600")?;
        Ok(file)
    }

    fn append(&self, line: &Value) -> Result<(), Fault> {
        let failed = |why: &dyn std::fmt::Display| local(&self.path, &format!("the record of changes: {why}"));
        let mut file = self.file()?;
        // The lock goes with the descriptor, also when the process dies.
        flock(&file, FlockOperation::LockExclusive).map_err(|why| failed(&why))?;
        file.write_all(format!("{line}\n").as_bytes()).and_then(|()| file.sync_all()).map_err(|why| failed(&why))
    }
}

fn redacted(body: &str) -> Value {
    fn hide(value: &mut Value) {
        match value {
            Value::Object(map) => {
                for (name, value) in map {
                    if SECRET.contains(&name.as_str()) && !value.is_null() {
                        *value = json!("[redacted]");
                    } else {
                        hide(value);
                    }
                }
            }
            Value::Array(values) => values.iter_mut().for_each(hide),
            _ => {}
        }
    }
    let Ok(mut value) = serde_json::from_str(body) else { return Value::Null };
    hide(&mut value);
    value
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{MetadataExt as _, symlink};

    use super::*;

    fn intent(body: &str) -> Intent {
        Intent {
            at: Timestamp::UNIX_EPOCH,
            user: "ops".into(),
            origin: "api".into(),
            account: "acc".into(),
            profile: "p".into(),
            method: "POST".into(),
            path: "/x".into(),
            body: body.into(),
        }
    }

    #[test]
    fn intent_and_outcome_share_an_id_and_no_secret_is_kept() {
        let place = tempfile::tempdir().unwrap();
        let audit = Audit::open(&place.path().join("state")).unwrap();
        let id = audit.intent(&intent(r#"{"bgp":{"customer_asn":64500,"md5_key":"hunter2"}}"#)).unwrap();
        audit.outcome(&id, "done", Some("8f-EWR"), "icn-1", Timestamp::UNIX_EPOCH).unwrap();
        let text = std::fs::read_to_string(audit.path()).unwrap();
        let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), 2);
        assert_eq!((&lines[0]["id"], &lines[1]["id"]), (&json!(id), &json!(id)));
        assert_eq!(lines[0]["body"]["bgp"]["customer_asn"], 64500);
        assert!(!text.contains("hunter2") && text.contains("[redacted]"));
        assert_eq!(std::fs::metadata(audit.path()).unwrap().mode() & 0o777, 0o600);
    }

    #[test]
    fn writers_beside_each_other_never_mix_their_lines() {
        let place = tempfile::tempdir().unwrap();
        let audit = Audit::open(place.path().join("state").as_path()).unwrap();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| audit.intent(&intent(&format!("\"{}\"", "x".repeat(5000)))).unwrap());
            }
        });
        let text = std::fs::read_to_string(audit.path()).unwrap();
        assert_eq!(text.lines().filter(|line| serde_json::from_str::<Value>(line).is_ok()).count(), 8);
    }

    #[test]
    fn a_link_or_an_open_file_is_refused() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("state");
        private(&folder).unwrap();
        symlink(place.path().join("elsewhere"), folder.join("audit.jsonl")).unwrap();
        assert!(Audit::open(&folder).is_err());
        assert!(!place.path().join("elsewhere").exists());
    }
}
