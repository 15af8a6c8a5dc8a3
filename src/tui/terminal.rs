//! The terminal as it is taken and given back: raw mode, alternate screen, signals, suspension, panics.

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crossterm::terminal::{disable_raw_mode, enable_raw_mode, size};
use rustix::process::{Signal, getpid, kill_process};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc::UnboundedSender;

use super::clipboard::Clipboard;
use super::clock::Clock;
use super::look::Look;
use super::run::{Canvas, Ended, run};
use super::switch::Doors;
use super::{Stats, input};
use crate::domain::{Fault, FaultKind};
use crate::workbench::keymap::Keymap;
use crate::workbench::{Model, Msg, Session, Stop};

/// Alternate screen, bracketed paste, reports of the focus, no cursor.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?2004h\x1b[?1004h\x1b[?25l";
/// Each mode that we or a library may have set, in the order in which a half-drawn frame is left safely.
const LEAVE: &[u8] = b"\x1b[?2026l\x1b[0m\x1b[?1004l\x1b[?2004l\x1b[?25h\x1b[?1049l";

static TAKEN: AtomicBool = AtomicBool::new(false);

/// The terminal on standard input and output.
#[derive(Debug)]
pub struct Terminal {
    /// Goes out with the next frame, in one write.
    before: &'static [u8],
}

/// A person can be shown something and asked.
pub fn is_terminal() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

impl Terminal {
    /// Takes the terminal; nothing is written until the first frame.
    pub fn take() -> Result<Self, Fault> {
        let refuse = |what: &str| Err(Fault::new(FaultKind::Usage, what));
        if !is_terminal() {
            return refuse(
                "the workbench needs a terminal on standard input and output (`meetme help`: commands do not)",
            );
        }
        if std::env::var_os("TERM").is_some_and(|term| term == "dumb") {
            return refuse("TERM=dumb cannot show the workbench; the commands work (`meetme help`)");
        }
        // The colours are ours to leave out: the library would take the weight away with them.
        enable_raw_mode().map_err(|why| Fault::new(FaultKind::Local, format!("the terminal cannot be used: {why}")))?;
        TAKEN.store(true, Ordering::SeqCst);
        Ok(Self { before: ENTER })
    }

    /// Gives the terminal back; a second time does nothing. No failure of a dying terminal stops it.
    pub fn give_back() {
        if TAKEN.swap(false, Ordering::SeqCst) {
            let mut out = io::stdout();
            let _ = out.write_all(LEAVE).and_then(|()| out.flush());
            let _ = disable_raw_mode();
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        Self::give_back();
    }
}

impl Canvas for Terminal {
    fn show(&mut self, frame: &[u8]) -> io::Result<()> {
        let all = [std::mem::take(&mut self.before), frame].concat();
        write_all(&all)
    }

    fn suspend(&mut self) -> io::Result<()> {
        Self::give_back();
        // A self-sent SIGTSTP is discarded where the shell is gone; SIGSTOP is not.
        let _ = kill_process(getpid(), Signal::STOP);
        enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        self.before = ENTER;
        Ok(())
    }

    fn clipboard(&self) -> Clipboard {
        let (term, tmux) = (std::env::var_os("TERM"), std::env::var_os("TMUX"));
        Clipboard::of(term.as_deref(), tmux.as_deref())
    }

    fn give_back(&mut self) {
        Self::give_back();
    }
}

/// Past the buffer of the standard library, which cuts a frame into pieces.
fn write_all(mut bytes: &[u8]) -> io::Result<()> {
    let out = io::stdout();
    while !bytes.is_empty() {
        match rustix::io::write(&out, bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(count) => bytes = bytes.get(count..).unwrap_or_default(),
            Err(rustix::io::Errno::INTR) => {}
            Err(rustix::io::Errno::AGAIN) => {
                let mut fds = [rustix::event::PollFd::new(&out, rustix::event::PollFlags::OUT)];
                rustix::event::poll(&mut fds, None)?;
            }
            Err(why) => return Err(why.into()),
        }
    }
    Ok(())
}

/// Any panic in any thread: the terminal is given back, then message, place and version are told, then exit 70. No
/// arguments, no environment, no backtrace of memory (RELIABILITY T7).
pub fn guard_panics() {
    std::panic::set_hook(Box::new(|info| {
        Terminal::give_back();
        let said = info.payload();
        let text =
            said.downcast_ref::<&str>().map(ToString::to_string).or_else(|| said.downcast_ref::<String>().cloned());
        let place = info.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
        let text = crate::domain::text::clean(&text.unwrap_or_default());
        let version = env!("CARGO_PKG_VERSION");
        let _ = writeln!(
            io::stderr(),
            "meetme {version} has a bug: {text} ({place})\nThe terminal is restored. A change that was under way may have been made: look before you repeat it."
        );
        std::process::exit(70);
    }));
}

/// The whole shift: takes the terminal, draws, connects, runs until the end, gives the terminal back.
pub async fn work(session: Session, keymap: Keymap, look: Look, doors: Doors) -> Ended {
    let terminal = match Terminal::take() {
        Ok(terminal) => terminal,
        Err(fault) => return Ended { code: fault.exit_code(), fault: Some(fault), stats: Stats::default() },
    };
    let clock = Clock::real();
    let mut model = Model::new(session, size().unwrap_or((80, 24)), clock.now());
    model.keymap = keymap;
    model.times.zone = jiff::tz::TimeZone::system();
    let (send, messages) = tokio::sync::mpsc::unbounded_channel();
    let keys = send.clone();
    std::thread::spawn(move || input::read(|msg| keys.send(msg).is_ok()));
    if let Err(why) = listen(&send) {
        let fault = Fault::new(FaultKind::Local, format!("signals cannot be caught: {why}"));
        return Ended { code: fault.exit_code(), fault: Some(fault), stats: Stats::default() };
    }
    run(model, clock, look, doors, (send, messages), terminal).await
}

fn listen(send: &UnboundedSender<Msg>) -> io::Result<()> {
    let on = |kind: SignalKind, said: fn() -> Option<Msg>| -> io::Result<()> {
        let mut signals = signal(kind)?;
        let send = send.clone();
        tokio::spawn(async move {
            while signals.recv().await.is_some() {
                if let Some(msg) = said()
                    && send.send(msg).is_err()
                {
                    return;
                }
            }
        });
        Ok(())
    };
    on(SignalKind::terminate(), || Some(Msg::Stopped(Stop::Terminated)))?;
    on(SignalKind::quit(), || Some(Msg::Stopped(Stop::Terminated)))?;
    on(SignalKind::interrupt(), || Some(Msg::Stopped(Stop::Interrupted)))?;
    on(SignalKind::hangup(), || Some(Msg::Stopped(Stop::HungUp)))?;
    on(SignalKind::from_raw(Signal::TSTP.as_raw()), || Some(Msg::Key(crate::workbench::key::Key::ctrl('z'))))?;
    on(SignalKind::window_change(), || size().ok().map(|(columns, rows)| Msg::Resized { columns, rows }))
}

/// How long a change under way may take to tell its outcome when the program ends (RELIABILITY S6).
pub(super) const LAST_WAIT: Duration = Duration::from_secs(5);
