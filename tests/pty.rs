//! The program in a real pseudo-terminal: it starts, and whatever the terminal does and however it ends, the picture is
//! right and the terminal is as it was.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "pty/disk.rs"]
mod disk;
#[path = "pty/drafts.rs"]
mod drafts;
#[path = "pty/editor.rs"]
mod editor;
#[path = "pty/ends.rs"]
mod ends;
#[path = "pty/grammar.rs"]
mod grammar;
#[path = "pty/hostile.rs"]
mod hostile;
#[path = "pty/jobs.rs"]
mod jobs;
#[path = "pty/plain.rs"]
mod plain;
#[path = "pty/relay.rs"]
mod relay;
#[path = "pty/sharing.rs"]
mod sharing;
#[path = "pty/sides.rs"]
mod sides;
#[path = "pty/slow.rs"]
mod slow;
#[path = "pty/soak.rs"]
mod soak;
#[path = "pty/under_way.rs"]
mod under_way;
#[path = "pty/window.rs"]
mod window;

use std::io::{Read, Write};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

const LONG: Duration = Duration::from_secs(30);
const MEETME: &str = env!("CARGO_BIN_EXE_meetme");
/// The alternate screen is left.
const LEFT: &str = "\x1b[?1049l";
/// On the screen when the demo has read what there is of the selected port.
const READ: &str = "Reservation";

/// What the reader of the line does.
#[derive(Clone, Copy, PartialEq)]
enum Reader {
    Reads,
    Holds,
    Gone,
}

struct Pty {
    master: Option<Box<dyn MasterPty + Send>>,
    keys: Option<Box<dyn Write + Send>>,
    output: Receiver<Vec<u8>>,
    reader: Arc<(Mutex<Reader>, Condvar)>,
    seen: Vec<u8>,
    /// Of these it is known that they are ours.
    checked: usize,
    /// Not shown yet: perhaps half of a character.
    half: Vec<u8>,
    glass: vt100::Parser,
    child: Option<Box<dyn Child + Send + Sync>>,
    home: Arc<tempfile::TempDir>,
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn glass(columns: u16, rows: u16) -> vt100::Parser {
    vt100::Parser::new(rows.try_into().unwrap(), columns.try_into().unwrap(), 0)
}

/// What stands for a character that is not shown: one cell on every terminal, but the emulator leaves it out.
const MARK: &[u8] = "\u{fffd}".as_bytes();

/// Shows bytes on an emulator, with a question mark for each mark.
fn draw(glass: &mut vt100::Parser, mut bytes: &[u8]) {
    while let Some(at) = bytes.windows(MARK.len()).position(|three| three == MARK) {
        glass.process(&bytes[..at]);
        glass.process(b"?");
        bytes = &bytes[at + MARK.len()..];
    }
    glass.process(bytes);
}

/// What a person sees of a cell: one that was wiped is a blank.
fn look(cell: &vt100::Cell) -> (&str, vt100::Color, vt100::Color, [bool; 5]) {
    let ways = [cell.bold(), cell.dim(), cell.italic(), cell.underline(), cell.inverse()];
    (cell.contents().trim(), cell.fgcolor(), cell.bgcolor(), ways)
}

/// The words of a row that time alone does not change.
fn lasting(row: &str) -> Vec<&str> {
    let passing = |word: &&str| {
        let counted = word.trim_start_matches(['<', '>', '~']).trim_end_matches(',');
        let number = counted.trim_end_matches(['s', 'm', 'h', 'd', 'Z', '%']);
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
        is_number && number != counted || matches!(*word, "now" | "just" | "ago" | "now,")
    };
    row.split_whitespace().filter(|word| !passing(word)).collect()
}

impl Pty {
    fn start(words: &[&str], env: &[(&str, &str)]) -> Self {
        Self::at(&Arc::new(tempfile::tempdir().unwrap()), words, env)
    }

    fn at(home: &Arc<tempfile::TempDir>, words: &[&str], env: &[(&str, &str)]) -> Self {
        let pair = native_pty_system().openpty(size(80, 24)).unwrap();
        let mut command = CommandBuilder::new(words[0]);
        command.args(&words[1..]);
        command.cwd(home.path());
        command.env("HOME", home.path());
        command.env("TERM", "xterm-256color");
        command.env("LC_ALL", "C.UTF-8");
        for (name, value) in env {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut line = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let (send, output) = channel();
        let reader = Arc::new((Mutex::new(Reader::Reads), Condvar::new()));
        let does = Arc::clone(&reader);
        std::thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(count) = line.read(&mut buffer) {
                let guard = does.0.lock().unwrap();
                let now = *does.1.wait_while(guard, |now| *now == Reader::Holds).unwrap();
                if count == 0 || now == Reader::Gone || send.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        let glass = glass(80, 24);
        Self {
            master: Some(pair.master),
            keys: Some(keys),
            output,
            reader,
            seen: Vec::new(),
            checked: 0,
            half: Vec::new(),
            glass,
            child: Some(child),
            home: Arc::clone(home),
        }
    }

    fn demo(env: &[(&str, &str)]) -> Self {
        Self::start(&[MEETME, "--demo"], env)
    }

    /// The demo, once something is typed into the line.
    fn waiting(env: &[(&str, &str)]) -> Self {
        Self::start(&["sh", "-c", "read go; exec \"$0\" --demo", MEETME], env)
    }

    fn reader(&self, does: Reader) {
        *self.reader.0.lock().unwrap() = does;
        self.reader.1.notify_all();
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.seen).into_owned()
    }

    fn screen(&self) -> &vt100::Screen {
        self.glass.screen()
    }

    fn row(&self, y: u16) -> String {
        let (_, columns) = self.screen().size();
        self.screen().contents_between(y, 0, y, columns.get())
    }

    /// Takes what came, and shows it but for what may be half of a mark that the emulator does not know (see [`draw`]).
    fn take(&mut self, bytes: Vec<u8>) {
        self.half.extend(&bytes);
        self.seen.extend(bytes);
        let held = (1..MARK.len()).rev().find(|held| self.half.ends_with(&MARK[..*held])).unwrap_or_default();
        let whole = self.half.len() - held;
        draw(&mut self.glass, &self.half[..whole]);
        self.half.drain(..whole);
    }

    /// Waits until what came fits.
    fn wait(&mut self, what: &str, fits: impl Fn(&Self) -> bool) {
        let end = Instant::now() + LONG;
        while !fits(self) {
            match self.output.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(bytes) => {
                    self.take(bytes);
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    panic!("never came: {what} in\n{}", self.screen().contents())
                }
            }
        }
    }

    /// Waits for bytes.
    fn until(&mut self, what: &str) {
        self.wait(what, |pty| pty.text().contains(what));
    }

    /// Waits for a text on the screen.
    fn shows(&mut self, what: &str) {
        self.wait(what, |pty| pty.screen().contents().contains(what));
    }

    /// Waits for something outside the terminal; what is drawn meanwhile is read.
    fn until_so(&mut self, what: &str, so: impl Fn() -> bool) {
        let end = Instant::now() + LONG;
        while !so() {
            assert!(Instant::now() < end, "never so: {what}\n{}", self.screen().contents());
            if let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(20)) {
                self.take(bytes);
            }
        }
    }

    fn press(&mut self, keys: &str) {
        self.keys.as_mut().unwrap().write_all(keys.as_bytes()).unwrap();
    }

    fn resize(&mut self, columns: u16, rows: u16) {
        self.glass.screen_mut().set_size(rows.try_into().unwrap(), columns.try_into().unwrap());
        self.master.as_ref().unwrap().resize(size(columns, rows)).unwrap();
    }

    fn pid(&self) -> u32 {
        self.child.as_ref().unwrap().process_id().unwrap()
    }

    fn signal(&self, name: &str) {
        let pid = self.pid().to_string();
        assert!(std::process::Command::new("kill").args([name, &pid]).status().unwrap().success());
    }

    /// The modes of the line, as `stty -g` tells them.
    fn modes(&self) -> String {
        let file = std::fs::File::open(self.tty()).unwrap();
        let told = std::process::Command::new("stty").arg("-g").stdin(file).output().unwrap();
        assert!(told.status.success(), "{told:?}");
        String::from_utf8(told.stdout).unwrap()
    }

    fn tty(&self) -> PathBuf {
        self.master.as_ref().unwrap().tty_name().unwrap()
    }

    /// Reads until nothing more comes for a while.
    fn rests(&mut self) {
        let end = Instant::now() + LONG;
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(150)) {
            assert!(Instant::now() < end, "it never rests:\n{}", self.screen().contents());
            self.take(bytes);
        }
    }

    /// What stands there, made of all the changes since the start, is what one whole picture makes of a screen full of
    /// something else. Only ages, clocks and the share of the budget may have gone on between the two.
    fn is_right(&mut self) {
        let (rows, columns) = self.screen().size();
        self.rests();
        let before = self.screen().clone();
        let from = self.seen.len();
        self.press("\x0c");
        self.wait("a repaint", |pty| pty.seen[from..].windows(4).any(|four| four == b"\x1b[2J"));
        self.wait("the end of it", |pty| pty.seen[from..].ends_with(b"\x1b[?2026l"));
        let mut fresh = glass(columns.get(), rows.get());
        for y in 1..=rows.get() {
            fresh.process(format!("\x1b[{y};1H\x1b[7;31m{}", "#".repeat(columns.get().into())).as_bytes());
        }
        let clear = b"\x1b[m\x1b[2J";
        let at = self.seen[from..].windows(clear.len()).position(|part| part == clear).unwrap();
        draw(&mut fresh, &self.seen[from + at..]);
        let fresh = fresh.screen();
        let rows = |screen: &vt100::Screen| screen.rows(0, columns.get()).collect::<Vec<_>>();
        for (y, (stood, whole)) in (0..).zip(rows(&before).into_iter().zip(rows(fresh))) {
            assert_eq!(lasting(&stood), lasting(&whole), "row {y} stood as\n{stood}\nand is\n{whole}");
            for x in (0..columns.get()).filter(|_| stood == whole) {
                let (stood, whole) = (before.cell(y, x).unwrap(), fresh.cell(y, x).unwrap());
                assert_eq!(look(stood), look(whole), "column {x} of row {y}");
            }
        }
        let cursor = |screen: &vt100::Screen| (!screen.hide_cursor()).then(|| screen.cursor_position());
        assert_eq!(cursor(&before), cursor(fresh));
    }

    /// Waits for the end, and takes what was said until then; the thread that waits is left behind if it never comes.
    fn ended(&mut self) -> (u32, Duration) {
        let begun = Instant::now();
        let (send, status) = channel::<ExitStatus>();
        let mut child = self.child.take().unwrap();
        std::thread::spawn(move || send.send(child.wait().unwrap()));
        let status = status.recv_timeout(LONG).unwrap();
        let took = begun.elapsed();
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(300)) {
            self.take(bytes);
        }
        (status.exit_code(), took)
    }

    /// No mode of ours is left on the screen.
    fn is_clean(&self) -> bool {
        let screen = self.screen();
        let mouse = screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None;
        !screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste() && !mouse
    }
}
