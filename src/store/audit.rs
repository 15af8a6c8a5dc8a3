//! The record of changes: what was about to be sent, before it is; how it ended, after. One JSON object a line, in one
//! write under a lock, on the disk before anything goes out (RELIABILITY M4, S4).

mod line;
mod read;

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use rustix::fs::OFlags;

use super::folder::{local, ours, private};
use super::letter::sha256;
use super::lock::exclusive;
use crate::domain::Fault;
use crate::domain::change::Request;
use crate::domain::record::{Ended, Record, Who, redacted};
use line::Line;
pub(super) use line::hide;
pub use read::read;

/// From this size on a new file is begun.
const FULL: u64 = 4 << 20;
/// Old files that are kept; one that must go is told in the record itself.
const KEEP: usize = 50;
const NAME: &str = "audit.jsonl";
/// Another process that holds the file for longer is taken for hung.
const PATIENCE: Duration = Duration::from_secs(5);

/// Takes secrets out of a line.
pub type Scrub = Arc<dyn Fn(&str) -> String + Send + Sync>;

/// The files of changes. Several processes may write to them.
#[derive(Clone)]
pub struct Audit {
    folder: PathBuf,
    scrub: Option<Scrub>,
    full: u64,
    keep: usize,
}

impl std::fmt::Debug for Audit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Audit").field("folder", &self.folder).finish_non_exhaustive()
    }
}

/// A change as it is about to be sent.
pub(super) fn intended(who: &Who, request: &Request, query: &str, before: Option<&str>, at: Timestamp) -> Record {
    Record {
        id: uuid::Uuid::new_v4().to_string(),
        at,
        who: who.clone(),
        pid: std::process::id(),
        method: request.method.to_owned(),
        path: format!("{}{query}", request.path),
        body: redacted(&request.body),
        sha256: sha256(request.body.as_bytes()),
        before: before.map(redacted),
        ended: None,
    }
}

impl Audit {
    /// The file `audit.jsonl` in a private folder; made if it is not there.
    pub fn open(folder: &Path) -> Result<Self, Fault> {
        private(folder)?;
        let audit = Self { folder: folder.to_owned(), scrub: None, full: FULL, keep: KEEP };
        audit.file()?;
        Ok(audit)
    }

    /// The same; every line goes through this first.
    #[must_use]
    pub fn scrubbed(self, scrub: Scrub) -> Self {
        Self { scrub: Some(scrub), ..self }
    }

    /// Where it is.
    pub fn path(&self) -> PathBuf {
        self.folder.join(NAME)
    }

    /// The folder that it is in.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes what is about to be sent to the disk itself; answers it as it was written.
    pub fn intent(
        &self,
        who: &Who,
        request: &Request,
        query: &str,
        before: Option<&str>,
        at: Timestamp,
    ) -> Result<Record, Fault> {
        let record = intended(who, request, query, before, at);
        self.append(&Line::intent(&record))?;
        Ok(record)
    }

    /// Writes how it ended.
    pub fn outcome(&self, id: &str, ended: &Ended) -> Result<(), Fault> {
        self.append(&Line::outcome(id, ended))
    }

    fn failed(&self, why: &dyn std::fmt::Display) -> Fault {
        local(&self.path(), &format!("the record of changes: {why}"))
    }

    fn file(&self) -> Result<File, Fault> {
        let path = self.path();
        let file = OpenOptions::new()
            .append(true)
            .read(true)
            .create(true)
            .mode(0o600)
            .custom_flags(OFlags::NOFOLLOW.bits().cast_signed())
            .open(&path)
            .map_err(|why| self.failed(&why))?;
        let found = file.metadata().map_err(|why| self.failed(&why))?;
        if !found.is_file() {
            return Err(self.failed(&"not a regular file"));
        }
        ours(&path, &found, "600")?;
        Ok(file)
    }

    /// The file, locked. Another process may have put it aside between opening and locking: then the new one is taken.
    fn locked(&self) -> Result<File, Fault> {
        loop {
            let file = self.file()?;
            exclusive(&file, PATIENCE).map_err(|why| self.failed(&why))?;
            let own = file.metadata().map_err(|why| self.failed(&why))?;
            match std::fs::symlink_metadata(self.path()) {
                Ok(there) if (there.ino(), there.dev()) == (own.ino(), own.dev()) => return Ok(file),
                _ => {}
            }
        }
    }

    fn append(&self, line: &Line) -> Result<(), Fault> {
        let mut file = self.locked()?;
        if file.metadata().map_err(|why| self.failed(&why))?.len() >= self.full {
            let dropped = self.put_aside()?;
            // The old file stays locked until the new one is there: whoever waits for it finds out and comes here.
            let new = self.locked()?;
            file = new;
            for gone in dropped {
                self.write(&mut file, &gone)?;
            }
        }
        self.write(&mut file, line)
    }

    /// One write, and on the disk when it returns. What could not be written whole is taken back.
    fn write(&self, file: &mut File, line: &Line) -> Result<(), Fault> {
        let failed = |why: std::io::Error| self.failed(&why);
        let text = line.text(self.scrub.as_ref());
        let length = file.metadata().map_err(failed)?.len();
        // A process that died while it wrote left half a line: it must not swallow this one.
        let mut last = [b'\n'];
        if length > 0 {
            file.seek(SeekFrom::Start(length - 1)).and_then(|_| file.read_exact(&mut last)).map_err(failed)?;
        }
        let bytes = format!("{}{text}\n", if last == [b'\n'] { "" } else { "\n" });
        match file.write(bytes.as_bytes()) {
            Ok(written) if written == bytes.len() => file.sync_all().map_err(failed),
            short => {
                let _ = file.set_len(length);
                Err(self.failed(&short.err().map_or_else(|| "no room".to_owned(), |why| why.to_string())))
            }
        }?;
        if length == 0 {
            // The name of a new file must survive a power cut too.
            File::open(&self.folder).and_then(|folder| folder.sync_all()).map_err(failed)?;
        }
        Ok(())
    }

    /// Gives the full file a name with its time, and makes room. Answers lines about what had to go.
    fn put_aside(&self) -> Result<Vec<Line>, Fault> {
        let failed = |why: std::io::Error| self.failed(&why);
        let now = Timestamp::now();
        let name = format!("audit-{}.{:09}.jsonl", now.strftime("%Y%m%dT%H%M%S"), now.subsec_nanosecond());
        std::fs::rename(self.path(), self.folder.join(name)).map_err(failed)?;
        let mut old = read::aside(&self.folder)?;
        let mut gone = Vec::new();
        while old.len() > self.keep {
            let path = old.remove(0);
            let bytes = std::fs::read(&path).unwrap_or_default();
            std::fs::remove_file(&path).map_err(failed)?;
            let lines = bytes.split(|byte| *byte == b'\n').count().saturating_sub(1);
            gone.push(Line::dropped(&path, lines, &sha256(&bytes), now));
        }
        Ok(gone)
    }
}

#[cfg(test)]
mod tests;
