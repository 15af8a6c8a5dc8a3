//! The terminal as it is taken and given back: raw mode, alternate screen, signals, suspension, panics.

use std::io::{self, IsTerminal as _, Write as _};
use std::os::fd::OwnedFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crossterm::terminal::{disable_raw_mode, enable_raw_mode, size};
use rustix::process::{Signal, getpgrp, getpid, getsid, kill_process, kill_process_group};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc::UnboundedSender;

use super::clipboard::Clipboard;
use super::easel::Canvas;
use super::look::Look;
use super::outlet::{Outlet, last_words, own_end};
use super::run::{Ended, run};
use super::switch::Doors;
use super::{Stats, input};
use crate::carry::Clock;
use crate::domain::{Fault, FaultKind};
use crate::workbench::keymap::Keymap;
use crate::workbench::{Model, Msg, Session, Stop};

/// Alternate screen, bracketed paste, reports of the focus, no cursor. Emptied, because a program that was killed may have
/// left us on it: then 1049 changes nothing, and what stands there would show through the first frame.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[0m\x1b[2J\x1b[?2004h\x1b[?1004h\x1b[?25l";
/// Presses and the wheel of the mouse, told in a form that knows wide windows.
const MOUSE: &[u8] = b"\x1b[?1000h\x1b[?1006h";
const NO_MOUSE: &[u8] = b"\x1b[?1006l\x1b[?1000l";
/// Each mode that we or a library may have set, in the order in which a half-drawn frame is left safely; before them
/// CAN, which ends a sequence that was cut in the middle (ECMA-48 8.3.6).
const LEAVE: &[u8] = b"\x18\x1b[?2026l\x1b[0m\x1b[?1006l\x1b[?1000l\x1b[?1004l\x1b[?2004l\x1b[?25h\x1b[?1049l";

/// The end that the terminal is given back through, while it is taken.
static TAKEN: Mutex<Option<Taken>> = Mutex::new(None);
/// We stopped ourselves, so the signal to go on tells nothing new.
static STOPPED: AtomicBool = AtomicBool::new(false);

/// An end of our own; `None`: there is none, so that of standard output.
type Taken = Option<Arc<OwnedFd>>;

/// The terminal on standard input and output.
#[derive(Debug)]
pub struct Terminal {
    /// Goes out with the next frame, in one write.
    before: Vec<u8>,
    /// A person gave us the mouse.
    mouse: bool,
    outlet: Outlet,
    end: Taken,
}

/// A person can be shown something and asked.
pub fn is_terminal() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

fn taken() -> MutexGuard<'static, Option<Taken>> {
    TAKEN.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Terminal {
    /// Takes the terminal; nothing is written until the first frame.
    pub fn take() -> Result<Self, Fault> {
        let refuse = |what: &str| Err(Fault::new(FaultKind::Usage, what));
        if !is_terminal() {
            return refuse(
                "the workbench needs a terminal on standard input and output; `meetme --plain` and the commands need none",
            );
        }
        // The colours are ours to leave out: the library would take the weight away with them.
        enable_raw_mode().map_err(|why| Fault::new(FaultKind::Local, format!("the terminal cannot be used: {why}")))?;
        let end = own_end().ok().map(Arc::new);
        *taken() = Some(end.clone());
        Ok(Self { before: ENTER.to_vec(), mouse: false, outlet: Outlet::new(end.as_deref()), end })
    }

    /// Gives the terminal back; a second time does nothing. No failure of a dying terminal stops it, nor one that takes
    /// nothing any more.
    pub fn give_back() {
        Self::give_back_after(&[]);
    }

    /// The same, after what was left to send.
    fn give_back_after(rest: &[u8]) {
        let Some(end) = taken().take() else { return };
        match end {
            Some(end) => last_words(&end, rest, LEAVE),
            None => {
                let mut out = io::stdout();
                let _ = out.write_all(rest).and_then(|()| out.write_all(LEAVE)).and_then(|()| out.flush());
            }
        }
        let _ = disable_raw_mode();
    }

    /// Takes it again as it is now.
    fn retake(&mut self) -> io::Result<()> {
        // The library remembers what it found: another program may have changed that meanwhile.
        disable_raw_mode()?;
        enable_raw_mode()?;
        *taken() = Some(self.end.clone());
        self.before = if self.mouse { [ENTER, MOUSE].concat() } else { ENTER.to_vec() };
        Ok(())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        Self::give_back();
    }
}

impl Canvas for Terminal {
    fn show(&mut self, frame: &[u8]) -> io::Result<()> {
        self.outlet.send([&std::mem::take(&mut self.before)[..], frame].concat())
    }

    fn is_busy(&self) -> bool {
        self.outlet.is_busy()
    }

    async fn sent(&mut self) -> io::Result<()> {
        self.outlet.sent().await
    }

    fn suspend(&mut self) -> io::Result<bool> {
        // Of a group that leads its session nobody takes care: stopped, it would stay so.
        let group = getpgrp();
        if getsid(None).is_ok_and(|session| session == group) {
            return Ok(false);
        }
        Canvas::give_back(self);
        STOPPED.store(true, Ordering::SeqCst);
        // The whole job stops, as the shell expects of the key. SIGTSTP would only come back to us as a message.
        let stopped = kill_process_group(group, Signal::STOP);
        self.retake()?;
        Ok(stopped.is_ok())
    }

    fn resume(&mut self) -> io::Result<()> {
        input::HOLD.set(false);
        self.retake()
    }

    fn mouse(&mut self, on: bool) {
        self.mouse = on;
        self.before.extend_from_slice(if on { MOUSE } else { NO_MOUSE });
    }

    fn lend(&mut self) -> bool {
        // Before the modes change: the first key of the other program must not be read by us.
        input::HOLD.set(true);
        Canvas::give_back(self);
        true
    }

    fn stop_beside(&self) {
        let _ = kill_process(getpid(), Signal::STOP);
    }

    fn size(&self) -> Option<(u16, u16)> {
        size().ok()
    }

    fn clipboard(&self) -> Clipboard {
        let (term, tmux) = (std::env::var_os("TERM"), std::env::var_os("TMUX"));
        Clipboard::of(term.as_deref(), tmux.as_deref())
    }

    fn give_back(&mut self) {
        let rest = self.outlet.rest();
        Self::give_back_after(&rest);
    }
}

/// Any panic in any thread: the terminal is given back, then message, place and version are told, then exit 70. No
/// arguments, no environment, no backtrace of memory (RELIABILITY T7).
pub fn guard_panics() {
    std::panic::set_hook(Box::new(|info| {
        Terminal::give_back();
        super::rescue::save();
        let said = info.payload();
        let text =
            said.downcast_ref::<&str>().map(ToString::to_string).or_else(|| said.downcast_ref::<String>().cloned());
        let place = info.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
        let text = crate::api::scrub::last_words(&text.unwrap_or_default()).unwrap_or_else(|| "no words".to_owned());
        let text = crate::domain::text::clean(&text);
        let version = env!("CARGO_PKG_VERSION");
        let _ = writeln!(
            io::stderr(),
            "meetme {version} has a bug: {text} ({place})\nThe terminal is restored; a form that was open is kept as a draft. A change that was under way may have been made: look before you repeat it."
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
    // The run is large, and there is one: it lives on the heap.
    Box::pin(run(model, clock, look, doors, (send, messages), terminal)).await
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
    on(SignalKind::from_raw(Signal::TSTP.as_raw()), || Some(Msg::Suspending))?;
    on(SignalKind::from_raw(Signal::CONT.as_raw()), || {
        (!STOPPED.swap(false, Ordering::SeqCst)).then_some(Msg::Resumed)
    })?;
    on(SignalKind::window_change(), || size().ok().map(|(columns, rows)| Msg::Resized { columns, rows }))
}

/// How long a change under way may take to tell its outcome when the program ends (RELIABILITY S6).
pub(super) const LAST_WAIT: Duration = Duration::from_secs(5);
