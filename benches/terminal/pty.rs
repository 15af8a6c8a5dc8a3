//! A program in a pseudo-terminal: what it wrote and when, what the screen shows, what the process costs.

use std::collections::HashMap;
use std::io::{Read as _, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Silence that ends a frame.
const QUIET: Duration = Duration::from_millis(8);
/// Silence that ends what a key sets off.
const SETTLE: Duration = Duration::from_millis(30);
const LONG: Duration = Duration::from_mins(1);

/// What a program is started with.
#[derive(Clone, Debug)]
pub struct Start {
    /// Program and arguments.
    pub words: Vec<String>,
    /// Variables beside the common ones.
    pub env: Vec<(String, String)>,
    /// Columns and rows.
    pub size: (u16, u16),
}

/// A running program.
pub struct Pty {
    begun: Instant,
    last: Instant,
    chunks: Receiver<(Instant, Vec<u8>)>,
    keys: Box<dyn Write + Send>,
    parser: vt100::Parser,
    /// Everything it wrote.
    pub bytes: Vec<u8>,
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
    _home: tempfile::TempDir,
}

/// What a key cost.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// From the key to the last byte of the first frame after it.
    pub took: Duration,
    /// Bytes until silence.
    pub bytes: usize,
}

impl Pty {
    /// Starts it.
    pub fn start(start: &Start) -> Self {
        let (columns, rows) = start.size;
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let home = tempfile::tempdir().unwrap();
        let mut command = CommandBuilder::new(&start.words[0]);
        command.args(&start.words[1..]);
        command.env_clear();
        command.cwd(home.path());
        let path = std::env::var("PATH").unwrap_or_default();
        let home_path = home.path().display().to_string();
        let common = [("HOME", home_path.as_str()), ("PATH", &path), ("TERM", "xterm-256color"), ("LANG", "C.UTF-8")];
        for (name, value) in common {
            command.env(name, value);
        }
        for (name, value) in &start.env {
            command.env(name, value);
        }
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let (send, chunks) = channel();
        std::thread::spawn(move || {
            let mut buffer = vec![0; 65_536];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if send.send((Instant::now(), buffer[..count].to_vec())).is_err() {
                    break;
                }
            }
        });
        let mut parser = vt100::Parser::default();
        parser.screen_mut().set_size(rows.try_into().unwrap(), columns.try_into().unwrap());
        let begun = Instant::now();
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        Self { begun, last: begun, chunks, keys, parser, bytes: Vec::new(), child, _master: pair.master, _home: home }
    }

    fn take(&mut self, wait: Duration) -> Option<Instant> {
        match self.chunks.recv_timeout(wait) {
            Ok((at, bytes)) => {
                self.parser.process(&bytes);
                self.bytes.extend_from_slice(&bytes);
                self.last = at;
                Some(at)
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => None,
        }
    }

    /// What is on the screen.
    pub fn screen(&self) -> String {
        self.parser.screen().contents()
    }

    /// Waits until the screen holds a text. Answers the time since the start.
    pub fn until(&mut self, text: &str) -> Duration {
        let end = Instant::now() + LONG;
        while !self.screen().contains(text) {
            let came = self.take(end.saturating_duration_since(Instant::now()));
            assert!(came.is_some(), "never on the screen: {text}\n{}", self.screen());
        }
        self.last.duration_since(self.begun)
    }

    /// Takes what comes until it is quiet for so long.
    pub fn settle(&mut self, quiet: Duration) {
        while self.take(quiet).is_some() {}
    }

    /// Takes what comes for so long.
    pub fn watch(&mut self, span: Duration) {
        let end = Instant::now() + span;
        while Instant::now() < end {
            self.take(end.saturating_duration_since(Instant::now()));
        }
    }

    /// Presses keys without waiting.
    pub fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
    }

    /// Presses a key and waits for what it sets off; `None` where nothing came.
    pub fn key(&mut self, key: &str) -> Option<Cost> {
        self.settle(SETTLE);
        let before = self.bytes.len();
        let pressed = Instant::now();
        self.press(key);
        let mut last = self.take(Duration::from_secs(1))?;
        while let Some(at) = self.take(QUIET) {
            last = at;
        }
        self.settle(SETTLE);
        Some(Cost { took: last.duration_since(pressed), bytes: self.bytes.len() - before })
    }

    /// Presses keys that end it. Answers how long that took.
    pub fn quit(mut self, keys: &str) -> Duration {
        self.settle(SETTLE);
        let pressed = Instant::now();
        self.press(keys);
        self.child.wait().unwrap();
        pressed.elapsed()
    }

    /// The number of the process.
    pub fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }
}

/// What the threads of a process have used so far; from `/proc`, so on Linux only.
#[derive(Clone, Debug, Default)]
pub struct Used(HashMap<String, (Duration, u64)>);

impl Used {
    /// By all threads that there are; there is at least one, or the process is gone.
    pub fn by(pid: u32) -> Self {
        let read = |path: &std::path::Path| std::fs::read_to_string(path).unwrap_or_default();
        let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
        let threads: HashMap<_, _> = tasks
            .map(|task| {
                let spent = read(&task.path().join("schedstat"));
                let nanos = spent.split_whitespace().next().and_then(|n| n.parse().ok()).unwrap_or(0);
                let woken = field(&read(&task.path().join("status")), "voluntary_ctxt_switches:");
                (task.file_name().to_string_lossy().into_owned(), (Duration::from_nanos(nanos), woken))
            })
            .collect();
        assert!(!threads.is_empty(), "the program is gone");
        Self(threads)
    }

    /// Time on a processor and wakeups since then. What a thread used that has ended meanwhile is not known.
    pub fn since(&self, before: &Self) -> (Duration, u64) {
        self.0.iter().fold((Duration::ZERO, 0), |(cpu, wakeups), (thread, (now, woken))| {
            let (then, had) = before.0.get(thread).copied().unwrap_or_default();
            (cpu + now.saturating_sub(then), wakeups + woken.saturating_sub(had))
        })
    }
}

/// A line of `/proc/PID/status` in kB.
pub fn resident(pid: u32, name: &str) -> u64 {
    field(&std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default(), name)
}

fn field(status: &str, name: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
