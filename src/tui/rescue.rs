//! The form that is not on the disk yet, where a panic can find it.

use std::sync::mpsc::channel;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::domain::kept::Kept;
use crate::store::drafts::Drafts;

static LATEST: Mutex<Option<(Drafts, Kept)>> = Mutex::new(None);

/// Remembers what would be lost; `None`: nothing.
pub(super) fn remember(drafts: Option<&Drafts>, form: Option<Kept>) {
    let latest = form.and_then(|form| Some((drafts?.clone(), form)));
    *LATEST.lock().unwrap_or_else(PoisonError::into_inner) = latest;
}

/// Writes it. Called by a thread that panics, so it waits for nothing that this thread may hold, and not for long.
pub(super) fn save() {
    let latest = LATEST.try_lock().ok().and_then(|mut latest| latest.take());
    let Some((drafts, form)) = latest else { return };
    let (done, wait) = channel();
    std::thread::spawn(move || done.send(drafts.keep(&form, drafts.turn()).is_ok()));
    let _ = wait.recv_timeout(Duration::from_secs(2));
}
