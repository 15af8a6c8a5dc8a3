//! The lines of the record as they stand in the file.

use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Scrub;
use crate::domain::record::{Ended, Record, Verdict, Who};
use crate::domain::text::json;

const VERSION: u32 = 1;

/// One line. What a later version adds is not lost by this one: it never writes a file anew.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "lowercase")]
pub(super) enum Line {
    /// Before it is sent.
    Intent(Box<Intent>),
    /// After.
    Outcome(Outcome),
    /// An old file had to go.
    Dropped(Dropped),
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Intent {
    v: u32,
    id: String,
    at: Timestamp,
    user: String,
    #[serde(default)]
    machine: String,
    #[serde(default)]
    pid: u32,
    origin: String,
    account: String,
    profile: String,
    method: String,
    path: String,
    body: Value,
    body_sha256: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    before: Option<Value>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Outcome {
    v: u32,
    pub(super) id: String,
    at: Timestamp,
    result: String,
    cf_ray: Option<String>,
    detail: String,
    #[serde(default)]
    made: Option<String>,
    #[serde(default)]
    took_ms: Option<u64>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Dropped {
    v: u32,
    at: Timestamp,
    file: String,
    lines: usize,
    sha256: String,
}

impl Line {
    pub(super) fn intent(record: &Record) -> Self {
        let Who { user, machine, origin, account, profile } = record.who.clone();
        Self::Intent(Box::new(Intent {
            v: VERSION,
            id: record.id.clone(),
            at: record.at,
            user,
            machine,
            pid: record.pid,
            origin,
            account,
            profile,
            method: record.method.clone(),
            path: record.path.clone(),
            body: record.body.clone(),
            body_sha256: record.sha256.clone(),
            before: record.before.clone(),
        }))
    }

    pub(super) fn outcome(id: &str, ended: &Ended) -> Self {
        Self::Outcome(Outcome {
            v: VERSION,
            id: id.to_owned(),
            at: ended.at,
            result: ended.verdict.word().to_owned(),
            cf_ray: ended.ray.clone(),
            detail: ended.detail.clone(),
            made: ended.made.clone(),
            took_ms: ended.took.map(|took| u64::try_from(took.as_millis()).unwrap_or(u64::MAX)),
        })
    }

    pub(super) fn dropped(path: &Path, lines: usize, sha256: &str, at: Timestamp) -> Self {
        let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Self::Dropped(Dropped { v: VERSION, at, file, lines, sha256: sha256.to_owned() })
    }

    /// In one line; each string in it goes through `scrub`.
    pub(super) fn text(&self, scrub: Option<&Scrub>) -> String {
        let mut value = serde_json::to_value(self).unwrap_or_default();
        if let Some(scrub) = scrub {
            hide(&mut value, scrub);
        }
        // A record is read with the tools of a shell, too: nothing in it may be an order to a terminal.
        json(value.to_string())
    }
}

/// Takes secrets out of every string in it.
pub(in crate::store) fn hide(value: &mut Value, scrub: &Scrub) {
    match value {
        Value::String(text) => *text = scrub(text),
        Value::Array(values) => values.iter_mut().for_each(|value| hide(value, scrub)),
        Value::Object(map) => map.values_mut().for_each(|value| hide(value, scrub)),
        _ => {}
    }
}

impl Intent {
    pub(super) fn record(self) -> Record {
        Record {
            id: self.id,
            at: self.at,
            who: Who {
                user: self.user,
                machine: self.machine,
                origin: self.origin,
                account: self.account,
                profile: self.profile,
            },
            pid: self.pid,
            method: self.method,
            path: self.path,
            body: self.body,
            sha256: self.body_sha256,
            before: self.before,
            ended: None,
        }
    }
}

impl Outcome {
    pub(super) fn ended(self) -> Ended {
        // A word that we do not know claims nothing.
        let verdict = Verdict::ALL.into_iter().find(|verdict| verdict.word() == self.result);
        Ended {
            at: self.at,
            verdict: verdict.unwrap_or(Verdict::Unknown),
            ray: self.cf_ray,
            detail: self.detail,
            made: self.made,
            took: self.took_ms.map(Duration::from_millis),
        }
    }
}

impl Dropped {
    pub(super) fn words(&self) -> String {
        format!(
            "{} ({} lines, sha256 {}) was deleted at {}: too many old files",
            self.file, self.lines, self.sha256, self.at
        )
    }
}
