//! What whoever sends a change goes through: the lock of the object, the line before, the line after.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde_json::Value;

use super::audit::{Audit, Scrub, intended, read};
use super::drafts::Drafts;
use super::lock::{Lock, take};
use crate::domain::change::{Outcome, Request};
use crate::domain::record::{Ended, Record, Records, Verdict, Who};
use crate::domain::{Fault, FaultKind};

/// A review is no older than this when it is committed: what another process sent since then may not be in it.
const RECENT: Duration = Duration::from_mins(2);

/// Writes changes down.
#[derive(Debug, Clone)]
pub struct Journal {
    folder: PathBuf,
    /// What ended before this moment, every read of ours has seen.
    opened: Timestamp,
    drafts: Drafts,
    who: Who,
    /// `None`: switched off with `--no-audit`; the fault says why nothing can be written, and then nothing is sent.
    audit: Result<Option<Audit>, Fault>,
    /// Sent and not yet answered: the id, and since when.
    under_way: Arc<Mutex<Vec<(String, Instant)>>>,
}

/// A change that may be sent now.
#[derive(Debug)]
pub struct Begun {
    /// As it was written down.
    pub record: Record,
    since: Instant,
    _lock: Option<Lock>,
}

impl Journal {
    /// In this folder; `off`: nothing is written down.
    pub fn open(folder: &Path, who: Who, off: bool) -> Self {
        let audit = if off { Ok(None) } else { Audit::open(folder).map(Some) };
        Self {
            folder: folder.to_owned(),
            opened: Timestamp::now(),
            drafts: Drafts::new(folder),
            who,
            audit,
            under_way: Arc::default(),
        }
    }

    /// The same; every line goes through this first.
    #[must_use]
    pub fn scrubbed(self, scrub: Scrub) -> Self {
        let drafts = self.drafts.scrubbed(Arc::clone(&scrub));
        Self { audit: self.audit.map(|audit| audit.map(|audit| audit.scrubbed(scrub))), drafts, ..self }
    }

    /// Why nothing can be changed, if so.
    pub fn trouble(&self) -> Option<&Fault> {
        self.audit.as_ref().err()
    }

    /// The drafts beside it.
    pub fn drafts(&self) -> &Drafts {
        &self.drafts
    }

    /// What sessions left which are gone, for this account of the profile, and how many files are broken.
    pub fn left(&self, account: &str) -> Result<(Vec<crate::domain::kept::Kept>, usize), Fault> {
        let found = self.drafts.left(&self.who.profile, account)?;
        Ok((found.forms, found.broken.len()))
    }

    /// Everything that was written down; the fault also where nothing can be.
    pub fn read(&self) -> Result<Records, Fault> {
        match &self.audit {
            Err(fault) => Err(fault.clone()),
            Ok(Some(_)) => read(&self.folder),
            // Nobody relies on it then.
            Ok(None) => Ok(read(&self.folder).unwrap_or_default()),
        }
    }

    /// Locks the object and writes down what is about to be sent; without both, nothing is (RELIABILITY M4, M7).
    /// `before` is the body that would put back what is there now.
    pub fn begin(&self, account: &str, request: &Request, query: &str, before: Option<&str>) -> Result<Begun, Fault> {
        let audit = self.audit.clone()?;
        let who = Who { account: account.to_owned(), ..self.who.clone() };
        let lock = match take(&self.folder, account, &object(request)) {
            Ok(lock) => Some(lock),
            Err(fault) if audit.is_none() && fault.kind == FaultKind::Local => None,
            Err(fault) => return Err(fault),
        };
        let at = Timestamp::now();
        let record = match audit {
            Some(audit) => {
                if query.is_empty() {
                    self.nobody_was_quicker(account, request, at)?;
                }
                audit.intent(&who, request, query, before, at)?
            }
            None => intended(&who, request, query, before, at),
        };
        let since = Instant::now();
        self.under_way().push((record.id.clone(), since));
        Ok(Begun { record, since, _lock: lock })
    }

    /// The program ends and will not hear how these ended: that is written down, so that the next start can ask
    /// (RELIABILITY S6).
    pub fn abandon(&self) {
        for (id, since) in std::mem::take(&mut *self.under_way()) {
            let fault = Fault::new(FaultKind::Lost, "the program ended before the answer came");
            let ended = Ended::of(&Outcome::<()>::Unknown(fault), |()| None, Timestamp::now(), since.elapsed());
            // Without this line the intent says as much: no outcome.
            let _ = self.settle(&id, &ended);
        }
    }

    fn under_way(&self) -> MutexGuard<'_, Vec<(String, Instant)>> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes down how it ended and lets go of the object. The change is made or not by now: a full disk cannot undo it,
    /// so the record comes back whether it could be written or not.
    pub fn end<R>(
        &self,
        begun: Begun,
        outcome: &Outcome<R>,
        ray: Option<String>,
        made: impl Fn(&R) -> Option<String>,
    ) -> (Record, Result<(), Fault>) {
        let mut ended = Ended::of(outcome, made, Timestamp::now(), begun.since.elapsed());
        self.under_way().retain(|(id, _)| *id != begun.record.id);
        if begun.record.is_dry_run() {
            // The answer names what would be made.
            ended.made = None;
        }
        if ended.verdict != Verdict::NotSent {
            ended.ray = ended.ray.or(ray);
        }
        let written = match &self.audit {
            Ok(Some(audit)) => audit.outcome(&begun.record.id, &ended),
            _ => Ok(()),
        };
        (Record { ended: Some(ended), ..begun.record }, written)
    }

    /// Writes down what became known of an outcome later.
    pub fn settle(&self, id: &str, ended: &Ended) -> Result<(), Fault> {
        match &self.audit {
            Ok(Some(audit)) => audit.outcome(id, ended),
            Ok(None) => Ok(()),
            Err(fault) => Err(fault.clone()),
        }
    }

    /// Another process of ours may have committed the same between our last read and our lock.
    fn nobody_was_quicker(&self, account: &str, request: &Request, at: Timestamp) -> Result<(), Fault> {
        let since = at.checked_sub(jiff::SignedDuration::try_from(RECENT).unwrap_or_default()).unwrap_or(at);
        let own = object(request);
        let records = read(&self.folder)?;
        let other = records.rows.iter().take_while(|record| record.at > since).find(|record| {
            let theirs = Request { method: "", path: record.path.clone(), body: record.body.to_string() };
            let acted = record.ended.as_ref().is_none_or(|end| match end.verdict {
                Verdict::Done => end.at >= self.opened,
                // It may still come true.
                Verdict::Unknown => true,
                Verdict::Refused | Verdict::NotSent | Verdict::Looked => false,
            });
            acted
                && record.pid != std::process::id()
                && !record.is_dry_run()
                && record.who.account == account
                // An account of another server, such as a simulator that is gone, is another account.
                && record.who.origin == self.who.origin
                && object(&theirs) == own
        });
        match other {
            None => Ok(()),
            Some(record) => {
                let who = &record.who;
                let what = format!(
                    "{}@{} sent a change of {own} at {} from another meetme ({}); look at what came of it and validate again",
                    who.user,
                    who.machine,
                    record.at.strftime("%H:%M:%SZ"),
                    record.word()
                );
                Err(Fault::new(FaultKind::Conflict, what))
            }
        }
    }
}

/// What a request is about: the slot or the port that it takes, else the object that it names.
fn object(request: &Request) -> String {
    let body: Value = serde_json::from_str(&request.body).unwrap_or_default();
    let named = |name: &str| body.get(name).and_then(Value::as_str).map(|id| format!("{name} {id}"));
    named("slot_id").unwrap_or_else(|| request.path.split('?').next().unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(slot: &str) -> Request {
        Request {
            method: "POST",
            path: "/accounts/acc/cni/interconnects".into(),
            body: serde_json::json!({"slot_id": slot}).to_string(),
        }
    }

    #[test]
    fn one_commit_at_a_time_for_a_slot_and_its_end_is_written() {
        let place = tempfile::tempdir().unwrap();
        let journal = Journal::open(&place.path().join("state"), Who::default(), false);
        let begun = journal.begin("acc", &post("s1"), "", None).unwrap();
        assert_eq!(journal.begin("acc", &post("s1"), "", None).unwrap_err().kind, FaultKind::Conflict);
        let (record, written) =
            journal.end(begun, &Outcome::Done("icn"), Some("8f-EWR".into()), |made| Some((*made).to_owned()));
        written.unwrap();
        assert_eq!(journal.read().unwrap().rows, std::slice::from_ref(&record));
        assert_eq!((record.word(), record.ended.unwrap().made.unwrap().as_str()), ("done", "icn"));
        assert!(journal.begin("acc", &post("s1"), "", None).is_ok(), "free again");
    }

    #[test]
    fn what_is_under_way_at_the_end_is_written_down_as_unknown_once() {
        let place = tempfile::tempdir().unwrap();
        let journal = Journal::open(&place.path().join("state"), Who::default(), false);
        let over = journal.begin("acc", &post("s1"), "", None).unwrap();
        journal.end(over, &Outcome::Done(()), None, |()| None).1.unwrap();
        let begun = journal.begin("acc", &post("s2"), "", None).unwrap();
        journal.clone().abandon();
        journal.abandon();
        let text = std::fs::read_to_string(place.path().join("state/audit.jsonl")).unwrap();
        assert_eq!(text.lines().count(), 4, "{text}");
        let rows = journal.read().unwrap().rows;
        let row = rows.iter().find(|row| row.id == begun.record.id).unwrap();
        let ended = row.ended.clone().unwrap();
        assert!(row.is_open() && ended.detail.contains("before the answer"), "{ended:?}");
        assert_eq!(rows.iter().filter(|row| row.is_open()).count(), 1);
        // The answer came after all, in the last moment: it is what holds.
        journal.end(begun, &Outcome::Done(()), None, |()| None).1.unwrap();
        assert!(journal.read().unwrap().rows.iter().all(|row| !row.is_open()));
    }

    #[test]
    fn what_another_process_sent_a_moment_ago_stops_ours() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("state");
        let journal = Journal::open(&folder, Who { user: "ops".into(), ..Who::default() }, false);
        let begun = journal.begin("acc", &post("s1"), "", None).unwrap();
        journal.end(begun, &Outcome::Done(()), None, |()| None).1.unwrap();
        // The same line as another process would have written it.
        let path = folder.join("audit.jsonl");
        let own = format!("\"pid\":{}", std::process::id());
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, text.replace(&own, "\"pid\":1")).unwrap();
        let fault = journal.begin("acc", &post("s1"), "", None).unwrap_err();
        assert!(fault.kind == FaultKind::Conflict && fault.what.contains("ops@"), "{fault}");
        let elsewhere = Journal { who: Who { origin: "other".into(), ..journal.who.clone() }, ..journal.clone() };
        assert!(elsewhere.begin("acc", &post("s1"), "", None).is_ok(), "of another server");
        let later = Journal::open(&folder, journal.who.clone(), false);
        assert!(later.begin("acc", &post("s1"), "", None).is_ok(), "over before the first read of this one");
        let text = std::fs::read_to_string(&path).unwrap().replace("\"result\":\"done\"", "\"result\":\"unknown\"");
        std::fs::write(&path, text).unwrap();
        let late = later.begin("acc", &post("s1"), "", None);
        assert_eq!(late.unwrap_err().kind, FaultKind::Conflict, "what is unknown may still come true");
        assert!(journal.begin("acc", &post("s2"), "", None).is_ok());
        assert!(journal.begin("acc", &post("s1"), "?validate_only=true", None).is_ok(), "a check takes nothing");
    }

    #[test]
    fn without_a_record_nothing_begins_unless_it_was_switched_off() {
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("file");
        std::fs::write(&file, "").unwrap();
        let journal = Journal::open(&file, Who::default(), false);
        assert_eq!(journal.begin("acc", &post("s"), "", None).unwrap_err().kind, FaultKind::Local);
        assert!(journal.trouble().is_some());
        let journal = Journal::open(&file, Who::default(), true);
        assert!(journal.begin("acc", &post("s"), "", None).is_ok());
    }
}
