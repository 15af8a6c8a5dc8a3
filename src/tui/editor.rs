//! The person's own editor: a text goes out in a private file, and comes back as it was saved.

use std::io::Write as _;
use std::process::{Child, Command};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use crate::config::HIDDEN;
use crate::domain::{Fault, FaultKind};

/// Longest text that is taken back, in bytes: a form is far shorter.
const LONGEST: u64 = 1 << 20;
/// The file, in a folder of its own that only the person may enter.
const FILE: &str = "meetme.json";

/// An editor under way. Dropped, it is told to end: the terminal is wanted or gone.
#[derive(Debug)]
pub(super) struct Editor {
    pid: Option<Pid>,
    over: Arc<AtomicBool>,
}

impl Editor {
    /// Starts the program of `$VISUAL`, `$EDITOR`, or `vi` on a text; `done` gets what was saved.
    pub(super) fn start(text: &str, done: impl FnOnce(Result<String, Fault>) + Send + 'static) -> Result<Self, Fault> {
        let named =
            ["VISUAL", "EDITOR"].into_iter().find_map(|name| std::env::var(name).ok().filter(|e| !e.trim().is_empty()));
        let named = named.unwrap_or_else(|| "vi".to_owned());
        let refuse = |why: String| Fault::new(FaultKind::Local, format!("the editor `{named}`: {why}"));
        let folder = written(text).map_err(|why| refuse(format!("no file for it: {why}")))?;
        // No shell: words are split at spaces, as in `code --wait`.
        let mut words = named.split_whitespace();
        let mut command = Command::new(words.next().unwrap_or("vi"));
        command.args(words).arg(folder.path().join(FILE));
        for name in HIDDEN {
            command.env_remove(name);
        }
        let child = command.spawn().map_err(|why| refuse(why.to_string()))?;
        let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
        let over = Arc::new(AtomicBool::new(false));
        let (seen, named) = (over.clone(), named.clone());
        std::thread::spawn(move || {
            let result = wait(child, &folder)
                .map_err(|why| Fault::new(FaultKind::Local, format!("the editor `{named}`: {why}")));
            seen.store(true, Ordering::SeqCst);
            done(result);
        });
        Ok(Self { pid, over })
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        if let Some(pid) = self.pid.filter(|_| !self.over.load(Ordering::SeqCst)) {
            let _ = kill_process(pid, Signal::TERM);
        }
    }
}

/// The text in a folder of mode 0700, in a file of mode 0600.
fn written(text: &str) -> std::io::Result<TempDir> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let folder = tempfile::Builder::new().prefix("meetme-").tempdir()?;
    let mut file =
        std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(folder.path().join(FILE))?;
    file.write_all(text.as_bytes())?;
    Ok(folder)
}

fn wait(mut child: Child, folder: &TempDir) -> Result<String, String> {
    let status = child.wait().map_err(|why| why.to_string())?;
    if !status.success() {
        return Err(format!("it ended with {status}; nothing was taken"));
    }
    let path = folder.path().join(FILE);
    let size = std::fs::symlink_metadata(&path).map_err(|why| why.to_string())?;
    if !size.is_file() || size.len() > LONGEST {
        return Err("what it left is no file, or far too long".to_owned());
    }
    std::fs::read_to_string(&path).map_err(|why| why.to_string())
}
