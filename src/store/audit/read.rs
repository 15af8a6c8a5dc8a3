//! Reads the record of changes: all files, intents joined to their outcomes.

use std::collections::HashMap;
use std::io::{self, Read as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;

use super::line::Line;
use super::{NAME, local};
use crate::domain::Fault;
use crate::domain::record::Records;

/// Everything that was written down, the newest first. Where nothing was, there is nothing.
pub fn read(folder: &Path) -> Result<Records, Fault> {
    let mut paths = aside(folder)?;
    paths.push(folder.join(NAME));
    let mut records = Records::default();
    let mut places: HashMap<String, usize> = HashMap::new();
    for path in paths {
        let bytes = match bytes(&path) {
            Ok(bytes) => bytes,
            Err(why) if why.kind() == io::ErrorKind::NotFound => continue,
            Err(why) => return Err(local(&path, &why.to_string())),
        };
        for line in String::from_utf8_lossy(&bytes).lines().filter(|line| !line.trim().is_empty()) {
            match serde_json::from_str(line) {
                Ok(Line::Intent(intent)) => {
                    let record = intent.record();
                    places.insert(record.id.clone(), records.rows.len());
                    records.rows.push(record);
                }
                Ok(Line::Outcome(outcome)) => {
                    let row = places.get(&outcome.id).and_then(|at| records.rows.get_mut(*at));
                    match row {
                        Some(row) => row.ended = Some(outcome.ended()),
                        None => records.unreadable += 1,
                    }
                }
                Ok(Line::Dropped(dropped)) => records.dropped.push(dropped.words()),
                Err(_) => records.unreadable += 1,
            }
        }
    }
    // A stable sort: lines of one moment keep the order of the file.
    records.rows.sort_by_key(|record| record.at);
    records.rows.reverse();
    Ok(records)
}

/// A record is a regular file and nothing else; one that others can read is still a record.
fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed();
    let mut file = std::fs::OpenOptions::new().read(true).custom_flags(flags).open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map(|_| bytes)
}

/// The files that were put aside, the oldest first.
pub(super) fn aside(folder: &Path) -> Result<Vec<PathBuf>, Fault> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(vec![]),
        Err(why) => return Err(local(folder, &why.to_string())),
    };
    let named = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.starts_with("audit-") && Path::new(name).extension().is_some_and(|end| end == "jsonl")
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(named).collect();
    paths.sort();
    Ok(paths)
}
