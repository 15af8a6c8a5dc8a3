//! The only loop: messages in, the model moved, orders out, and a frame when something changed.

use std::io;
use std::time::Instant;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::easel::{Canvas, Easel, Stats};
use super::editor::Editor;
use super::effects::Studio;
use super::look::Look;
use super::pace::Pace;
use super::rescue;
use super::ring;
use super::screen::Screen;
use super::switch::{Connect, Doors, Open, Opened, go};
use super::terminal::LAST_WAIT;
use crate::carry::Clock;
use crate::domain::{Fault, FaultKind, text};
use crate::workbench::model::Notice;
use crate::workbench::panes::Tone;
use crate::workbench::sheet::Sheet;
use crate::workbench::{Effect, Model, Msg, Stop, Ticket, update};

/// The exit code where the terminal is gone.
const GONE: u8 = Stop::HungUp.exit_code();
/// Messages that are taken before a picture is due again.
const MOST_AT_ONCE: usize = 256;

/// How a run ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Ended {
    /// Exit code.
    pub code: u8,
    /// Why it never got going.
    pub fault: Option<Fault>,
    /// What it cost.
    pub stats: Stats,
}

/// Draws, connects, and runs until an order to quit or the loss of the terminal.
pub async fn run<C: Canvas>(
    mut model: Model,
    clock: Clock,
    look: impl Into<Look>,
    doors: Doors,
    (send, messages): (UnboundedSender<Msg>, UnboundedReceiver<Msg>),
    canvas: C,
) -> Ended {
    let look = look.into();
    let screen = Screen::new(look.sync);
    let (theme, stats, pace) = (look.theme, Stats::default(), Pace::default());
    let mut easel = Easel { canvas, screen, theme, stats, pace, busy: None, call: Vec::new(), lent: false };
    if let Some(trouble) = &look.trouble {
        model.notice = Some(Notice { text: text::clean(trouble), tone: Tone::Warn });
    }
    if let Some(slow) = look.slow {
        (model.quiet, model.quiet_chosen) = (slow, true);
    }
    // The first frame waits for nothing: no file, no name, no certificate store.
    if easel.draw(&mut model).is_err() {
        return easel.ended(GONE, None);
    }
    #[cfg(debug_assertions)]
    panic_where_asked();
    let Doors { first, open } = doors;
    if first.is_none() {
        model.sheet = Some(Sheet::Welcome);
        model.redraw = true;
    }
    let (arrive, arrivals) = unbounded_channel();
    let mut desk = Desk { model, clock, easel, studio: None, held: Vec::new(), editor: None, send, arrive, open };
    let (code, fault) = desk.work(first, messages, arrivals).await.unwrap_or_else(|End(code, fault)| (code, fault));
    // The terminal first; then what is under way.
    let ended = desk.easel.ended(code, fault);
    if let Some(studio) = desk.studio {
        // The terminal went away without a message: what was typed last is kept all the same.
        if let Some(form) = desk.model.unsaved() {
            studio.order(Effect::Keep(Box::new(form), None));
        }
        studio.finish(LAST_WAIT).await;
    }
    ended
}

/// The test of the panic hook in a real terminal; not in what is shipped.
#[cfg(debug_assertions)]
fn panic_where_asked() {
    match std::env::var("MEETME_PANIC_AFTER_FIRST_FRAME").as_deref() {
        Ok("task") => drop(tokio::spawn(async { std::panic::panic_any("asked to panic") })),
        Ok(_) => std::panic::panic_any("asked to panic"),
        Err(_) => {}
    }
}

/// The test of what a panic leaves of a form; not in what is shipped.
#[cfg(debug_assertions)]
fn panic_where_pasted(msg: &Msg) {
    if let Msg::Paste(text) = msg
        && text.starts_with("panic")
        && std::env::var_os("MEETME_PANIC_ON_PASTE").is_some()
    {
        std::panic::panic_any(format!("asked to {text}"));
    }
}

/// How it ends: exit code, and why it never got going.
struct End(u8, Option<Fault>);

/// The terminal is gone.
impl From<io::Error> for End {
    fn from(_: io::Error) -> Self {
        Self(GONE, None)
    }
}

/// A run under way.
struct Desk<C> {
    model: Model,
    clock: Clock,
    easel: Easel<C>,
    studio: Option<Studio>,
    /// Ordered while the first session is on its way.
    held: Vec<Effect>,
    /// The program that has the terminal.
    editor: Option<Editor>,
    send: UnboundedSender<Msg>,
    arrive: UnboundedSender<Result<Opened, Fault>>,
    open: Open,
}

impl<C: Canvas> Desk<C> {
    async fn work(
        &mut self,
        mut first: Option<Connect>,
        mut messages: UnboundedReceiver<Msg>,
        mut arrivals: UnboundedReceiver<Result<Opened, Fault>>,
    ) -> Result<(u8, Option<Fault>), End> {
        loop {
            // Draw only when the queue is empty: twenty keys in one packet are one frame. But a flood is seen to pass.
            for _ in 0..MOST_AT_ONCE {
                let Ok(msg) = messages.try_recv() else { break };
                self.take(msg, first.is_some())?;
            }
            self.easel.call()?;
            let wait = self.easel.draw(&mut self.model)?;
            tokio::select! {
                biased;
                connected = connected(&mut first), if first.is_some() => {
                    first = None;
                    self.connected(connected)?;
                }
                Some(opened) = arrivals.recv() => {
                    let session = opened.map(|Opened { services, session }| {
                        self.studio = Some(Studio::new(services, self.send.clone()));
                        Box::new(session)
                    });
                    self.take(Msg::Switched(session), false)?;
                }
                sent = self.easel.canvas.sent(), if self.easel.busy.is_some() => {
                    sent?;
                    if self.easel.was_slow() {
                        self.take(Msg::Lagged, first.is_some())?;
                    }
                }
                msg = next(&mut messages, &self.model, self.clock) => self.take(msg, first.is_some())?,
                () = tokio::time::sleep(wait.unwrap_or_default()), if wait.is_some() => {}
            }
        }
    }

    /// The first session is there: what was ordered meanwhile, then what the first screen waits for.
    fn connected(&mut self, connected: Result<Opened, Fault>) -> Result<(), End> {
        let Opened { services, session } = connected.map_err(|fault| End(fault.exit_code(), Some(fault)))?;
        self.model.session = session;
        self.model.now = self.clock.now();
        self.studio = Some(Studio::new(services, self.send.clone()));
        let mut effects = std::mem::take(&mut self.held);
        effects.extend(self.model.open());
        effects.into_iter().try_for_each(|effect| self.carry_out(effect, false))
    }

    /// Moves the model and does what is ordered.
    fn take(&mut self, msg: Msg, connecting: bool) -> Result<(), End> {
        match msg {
            Msg::Resized { .. } => self.easel.pace.resized(Instant::now()),
            // The other program and we are one job.
            Msg::Suspending if self.easel.lent => {
                self.easel.canvas.stop_beside();
                return Ok(());
            }
            // Ctrl-C in the other program is meant for that one; going on tells us nothing.
            Msg::Stopped(Stop::Interrupted) | Msg::Resumed if self.easel.lent => return Ok(()),
            Msg::Resumed => self.easel.canvas.resume()?,
            Msg::Edited { .. } if self.easel.lent => self.take_back(connecting)?,
            _ => {}
        }
        #[cfg(debug_assertions)]
        panic_where_pasted(&msg);
        let effects = update(&mut self.model, self.clock.now(), msg);
        let drafts = self.studio.as_ref().map(|studio| studio.services().journal.drafts());
        rescue::remember(drafts, self.model.unsaved());
        effects.into_iter().try_for_each(|effect| self.carry_out(effect, connecting))
    }

    fn carry_out(&mut self, effect: Effect, connecting: bool) -> Result<(), End> {
        match effect {
            Effect::Quit(code) => return Err(End(code, None)),
            Effect::Suspend => self.suspend(connecting)?,
            Effect::Repaint => self.easel.screen.forget(),
            Effect::Mouse(on) => self.easel.canvas.mouse(on),
            Effect::Copy { what, text } => {
                let result = self.copy(&text)?;
                let _ = self.send.send(Msg::Offered { what, result });
            }
            Effect::Ring { ring, text } => {
                self.easel.call = ring::bytes(ring, &text, self.easel.canvas.clipboard());
            }
            Effect::Edit { ticket, text } => self.edit(ticket, &text, connecting)?,
            other if connecting => self.held.push(other),
            Effect::Switch(target) => {
                let services = self.studio.as_ref().map(|studio| studio.services().clone());
                let opening = go(target, self.open.clone(), services, self.model.session.clone());
                let arrive = self.arrive.clone();
                tokio::spawn(async move { arrive.send(opening.await).is_ok() });
            }
            other => {
                if let Some(studio) = &self.studio {
                    studio.order(other);
                }
            }
        }
        Ok(())
    }

    fn suspend(&mut self, connecting: bool) -> Result<(), End> {
        if !self.easel.canvas.suspend()? {
            let text = "there is no shell above to suspend to".to_owned();
            self.model.notice = Some(Notice { text, tone: Tone::Warn });
            self.model.redraw = true;
            return Ok(());
        }
        self.ours_again(connecting)
    }

    /// The window may have changed while another program had it, and nobody told us.
    fn ours_again(&mut self, connecting: bool) -> Result<(), End> {
        if let Some((columns, rows)) = self.easel.canvas.size() {
            self.take(Msg::Resized { columns, rows }, connecting)?;
        }
        self.easel.screen.forget();
        (self.model.redraw, self.model.hurry) = (true, true);
        Ok(())
    }

    /// Lends the terminal to the person's editor.
    fn edit(&mut self, ticket: Ticket, text: &str, connecting: bool) -> Result<(), End> {
        let send = self.send.clone();
        let refused = |what: &str| Err(Fault::new(FaultKind::Local, what));
        let started = if self.easel.canvas.is_busy() {
            refused("the terminal is behind; try again")
        } else if self.easel.canvas.lend() {
            self.easel.lent = true;
            Editor::start(text, move |result| drop(send.send(Msg::Edited { ticket, result })))
        } else {
            refused("there is no terminal to lend to an editor")
        };
        match started {
            Ok(editor) => self.editor = Some(editor),
            Err(fault) => self.take(Msg::Edited { ticket, result: Err(fault) }, connecting)?,
        }
        Ok(())
    }

    /// The other program is gone: the terminal is ours again.
    fn take_back(&mut self, connecting: bool) -> Result<(), End> {
        self.easel.lent = false;
        self.editor = None;
        self.easel.canvas.resume()?;
        self.ours_again(connecting)
    }

    fn copy(&mut self, text: &str) -> io::Result<Result<(), String>> {
        if self.easel.canvas.is_busy() {
            return Ok(Err("not sent: the terminal is behind; try again".to_owned()));
        }
        let bytes = match self.easel.canvas.clipboard().bytes(text) {
            Ok(bytes) => bytes,
            Err(why) => return Ok(Err(why)),
        };
        self.easel.show(&bytes).map(Ok)
    }
}

async fn connected(first: &mut Option<Connect>) -> Result<Opened, Fault> {
    match first {
        Some(first) => first.await,
        None => std::future::pending().await,
    }
}

async fn next(messages: &mut UnboundedReceiver<Msg>, model: &Model, clock: Clock) -> Msg {
    let wake = async {
        match model.wake_at() {
            Some(moment) => tokio::time::sleep(clock.until(moment)).await,
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        biased;
        // The loop holds no sender but the tasks' own, and those outlive it: the channel never closes first.
        msg = messages.recv() => msg.unwrap_or(Msg::Woke),
        () = wake => Msg::Woke,
    }
}
