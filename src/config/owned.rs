//! What other people of the machine could have put there is not believed (RELIABILITY T4, S1): a configuration names
//! commands that are run and hosts that get the token.

use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use rustix::process::geteuid;

/// In a folder with this bit people can only replace what is theirs.
const STICKY: u32 = 0o1000;
const OTHERS_WRITE: u32 = 0o022;

/// Why others can put another file in the place of this one, if they can.
pub(super) fn replaceable(path: &Path) -> Option<String> {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let found = std::fs::metadata(folder).ok()?;
    let place = folder.display();
    if !is_trusted(found.uid()) {
        return Some(format!("its folder {place} belongs to another user"));
    }
    (found.mode() & OTHERS_WRITE != 0 && found.mode() & STICKY == 0)
        .then(|| format!("others can write to its folder; run: chmod go-w {place}"))
}

/// Why others can have written what is in this file, if they can.
pub(super) fn writable(path: &Path, found: &std::fs::Metadata) -> Option<String> {
    if !is_trusted(found.uid()) {
        return Some("it belongs to another user".to_owned());
    }
    (found.is_file() && found.mode() & OTHERS_WRITE != 0)
        .then(|| format!("others can write to it; run: chmod go-w {}", path.display()))
}

/// Ourselves, or who can do everything anyway.
fn is_trusted(uid: u32) -> bool {
    uid == 0 || uid == geteuid().as_raw()
}
