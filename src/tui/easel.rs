//! The terminal that pictures are painted for: one frame at a time, the newest only.

use std::future::Future;
use std::io;
use std::time::{Duration, Instant};

use ratatui::layout::Position;

use super::clipboard::Clipboard;
use super::pace::Pace;
use super::run::Ended;
use super::screen::Screen;
use super::theme::Theme;
use super::view;
use crate::domain::Fault;
use crate::workbench::Model;

/// A terminal that takes longer for a frame is slow.
const SLOW: Duration = Duration::from_secs(1);

/// Where frames go.
pub trait Canvas {
    /// Shows a frame: in one write where it can be taken at once. Never waits.
    fn show(&mut self, frame: &[u8]) -> io::Result<()>;
    /// A part of what was shown is still on its way.
    fn is_busy(&self) -> bool {
        false
    }
    /// Comes back when everything is out; may be dropped before.
    fn sent(&mut self) -> impl Future<Output = io::Result<()>> + Send {
        std::future::ready(Ok(()))
    }
    /// Stops as a job of the shell; comes back when continued. `false`: there is no shell that could continue it.
    fn suspend(&mut self) -> io::Result<bool>;
    /// Somebody stopped and continued us: takes the terminal again.
    fn resume(&mut self) -> io::Result<()> {
        Ok(())
    }
    /// Another program gets the terminal until [`Self::resume`]. `false`: there is none to lend.
    fn lend(&mut self) -> bool {
        false
    }
    /// The program that has the terminal was stopped by its person: stops with it, as a job does.
    fn stop_beside(&self) {}
    /// Columns and rows, where they can be known.
    fn size(&self) -> Option<(u16, u16)> {
        None
    }
    /// What lies between us and the terminal's clipboard.
    fn clipboard(&self) -> Clipboard {
        Clipboard::Plain
    }
    /// Takes the mouse, or leaves it to the terminal; from the next frame on.
    fn mouse(&mut self, _on: bool) {}
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

pub(super) struct Easel<C> {
    pub(super) canvas: C,
    pub(super) screen: Screen,
    pub(super) theme: Theme,
    pub(super) stats: Stats,
    pub(super) pace: Pace,
    /// Since when the terminal has not taken all of a frame.
    pub(super) busy: Option<Instant>,
    /// What calls a person, until it is written: never into the middle of a frame.
    pub(super) call: Vec<u8>,
    /// Another program has the terminal: nothing is written.
    pub(super) lent: bool,
}

impl<C: Canvas> Easel<C> {
    /// Draws if something changed and the terminal has taken the last frame: so that it never gets but the newest.
    /// Answers how long a picture that is wanted has to wait. An error means that the terminal is gone.
    pub(super) fn draw(&mut self, model: &mut Model) -> io::Result<Option<Duration>> {
        if !model.redraw || self.lent || self.canvas.is_busy() {
            return Ok(None);
        }
        let now = Instant::now();
        let wait = self.pace.wait(model.quiet, model.hurry, now);
        if !wait.is_zero() {
            return Ok(Some(wait));
        }
        model.take_redraw();
        self.pace.drawn(now);
        self.stats.draws += 1;
        let theme = self.theme;
        let paint = |buffer: &mut _| -> Option<Position> { view::paint(model, theme, buffer) };
        let frame = self.screen.frame(model.size, paint);
        if frame.is_empty() {
            return Ok(None);
        }
        self.stats.frames += 1;
        self.stats.bytes += frame.len() as u64;
        self.show(&frame)?;
        Ok(None)
    }

    pub(super) fn show(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.canvas.show(bytes)?;
        if self.canvas.is_busy() {
            self.busy.get_or_insert_with(Instant::now);
        }
        Ok(())
    }

    /// Calls a person, once the terminal has taken the last frame.
    pub(super) fn call(&mut self) -> io::Result<()> {
        if self.call.is_empty() || self.lent || self.canvas.is_busy() {
            return Ok(());
        }
        let bytes = std::mem::take(&mut self.call);
        self.show(&bytes)
    }

    /// The terminal has taken everything: whether it was slow about it.
    pub(super) fn was_slow(&mut self) -> bool {
        self.busy.take().is_some_and(|since| since.elapsed() >= SLOW)
    }

    pub(super) fn ended(mut self, code: u8, fault: Option<Fault>) -> Ended {
        self.canvas.give_back();
        Ended { code, fault, stats: self.stats }
    }
}
