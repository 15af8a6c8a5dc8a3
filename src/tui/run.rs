//! The only loop: messages in, the model moved, orders out, and a frame when something changed.

use std::io;

use ratatui::layout::Position;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::clipboard::Clipboard;
use super::clock::Clock;
use super::effects::Studio;
use super::look::Look;
use super::screen::Screen;
use super::switch::{Doors, Opened, go};
use super::terminal::LAST_WAIT;
use super::theme::Theme;
use super::view;
use crate::domain::{Fault, text};
use crate::workbench::model::Notice;
use crate::workbench::panes::Tone;
use crate::workbench::sheet::Sheet;
use crate::workbench::{Effect, Model, Msg, update};

/// Where frames go.
pub trait Canvas {
    /// Shows a frame: whole, in one write.
    fn show(&mut self, frame: &[u8]) -> io::Result<()>;
    /// Stops as a job of the shell; returns when continued.
    fn suspend(&mut self) -> io::Result<()>;
    /// What lies between us and the terminal's clipboard.
    fn clipboard(&self) -> Clipboard {
        Clipboard::Plain
    }
    /// Gives the terminal back.
    fn give_back(&mut self);
}

/// What a run cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stats {
    /// Pictures that were made.
    pub draws: u32,
    /// Frames that were written.
    pub frames: u32,
    /// Their bytes.
    pub bytes: u64,
}

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

struct Easel<C> {
    canvas: C,
    screen: Screen,
    theme: Theme,
    stats: Stats,
}

impl<C: Canvas> Easel<C> {
    /// Draws if something changed. An error means that the terminal is gone.
    fn draw(&mut self, model: &mut Model) -> io::Result<()> {
        if !model.take_redraw() {
            return Ok(());
        }
        self.stats.draws += 1;
        let theme = self.theme;
        let paint = |buffer: &mut _| -> Option<Position> { view::paint(model, theme, buffer) };
        let frame = self.screen.frame(model.size, paint);
        if frame.is_empty() {
            return Ok(());
        }
        self.stats.frames += 1;
        self.stats.bytes += frame.len() as u64;
        self.canvas.show(&frame)
    }

    fn ended(mut self, code: u8, fault: Option<Fault>) -> Ended {
        self.canvas.give_back();
        Ended { code, fault, stats: self.stats }
    }
}

/// Draws, connects, and runs until an order to quit or the loss of the terminal.
pub async fn run<C: Canvas>(
    mut model: Model,
    clock: Clock,
    look: impl Into<Look>,
    doors: Doors,
    (send, mut messages): (UnboundedSender<Msg>, UnboundedReceiver<Msg>),
    canvas: C,
) -> Ended {
    let look = look.into();
    let mut easel = Easel { canvas, screen: Screen::new(look.sync), theme: look.theme, stats: Stats::default() };
    if let Some(trouble) = &look.trouble {
        model.notice = Some(Notice { text: text::clean(trouble), tone: Tone::Warn });
    }
    // The first frame waits for nothing: no file, no name, no certificate store.
    if easel.draw(&mut model).is_err() {
        return easel.ended(129, None);
    }
    #[cfg(debug_assertions)]
    if std::env::var_os("MEETME_PANIC_AFTER_FIRST_FRAME").is_some() {
        // The test of the panic hook in a real terminal; not in what is shipped.
        std::panic::panic_any("asked to panic");
    }
    let Doors { first, open } = doors;
    let mut effects = Vec::new();
    let mut studio = None;
    if first.is_none() {
        model.sheet = Some(Sheet::Welcome);
        model.redraw = true;
    }
    if let Some(mut first) = first {
        // A slow network must not hold a key up: what is ordered meanwhile waits, what is pressed does not.
        let connected = loop {
            if easel.draw(&mut model).is_err() {
                return easel.ended(129, None);
            }
            tokio::select! {
                biased;
                connected = &mut first => break connected,
                msg = next(&mut messages, &model, clock) => {
                    for effect in update(&mut model, clock.now(), msg) {
                        match effect {
                            Effect::Quit(code) => return easel.ended(code, None),
                            other => effects.push(other),
                        }
                    }
                }
            }
        };
        let Opened { services, session } = match connected {
            Ok(opened) => opened,
            Err(fault) => return easel.ended(fault.exit_code(), Some(fault)),
        };
        model.session = session;
        model.now = clock.now();
        effects.extend(model.open());
        studio = Some(Studio::new(services, send.clone()));
    }
    let (arrive, mut arrivals) = unbounded_channel();
    loop {
        for effect in effects.drain(..) {
            match effect {
                Effect::Quit(code) => return leave(easel, studio, code).await,
                Effect::Suspend => {
                    if easel.canvas.suspend().is_err() {
                        return easel.ended(129, None);
                    }
                    easel.screen.forget();
                    model.redraw = true;
                }
                Effect::Repaint => easel.screen.forget(),
                Effect::Copy { what, text } => {
                    let result = match easel.canvas.clipboard().bytes(&text) {
                        Ok(bytes) if easel.canvas.show(&bytes).is_err() => return easel.ended(129, None),
                        sent => sent.map(|_| ()),
                    };
                    if let Some(studio) = &studio {
                        studio.tell(Msg::Offered { what, result });
                    }
                }
                Effect::Switch(target) => {
                    let services = studio.as_ref().map(|studio: &Studio| studio.services().clone());
                    let (opening, arrive) = (go(target, open.clone(), services, model.session.clone()), arrive.clone());
                    tokio::spawn(async move { arrive.send(opening.await).is_ok() });
                }
                other => {
                    if let Some(studio) = &studio {
                        studio.order(other);
                    }
                }
            }
        }
        // Draw only when the queue is empty: twenty keys in one packet are one frame.
        let msg = match messages.try_recv() {
            Ok(msg) => msg,
            Err(_) => {
                if easel.draw(&mut model).is_err() {
                    return leave(easel, studio, 129).await;
                }
                tokio::select! {
                    biased;
                    Some(opened) = arrivals.recv() => Msg::Switched(opened.map(|Opened { services, session }| {
                        studio = Some(Studio::new(services, send.clone()));
                        Box::new(session)
                    })),
                    msg = next(&mut messages, &model, clock) => msg,
                }
            }
        };
        effects = update(&mut model, clock.now(), msg);
    }
}

/// Gives the terminal back first, then waits for what is under way.
async fn leave<C: Canvas>(easel: Easel<C>, studio: Option<Studio>, code: u8) -> Ended {
    let ended = easel.ended(code, None);
    if let Some(studio) = studio {
        studio.finish(LAST_WAIT).await;
    }
    ended
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
