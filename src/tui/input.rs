//! Keys, pastes and the focus from the terminal, as messages. A thread of its own: it sleeps until the terminal speaks.

use std::io;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind};
use rustix::event::{PollFd, PollFlags, poll};

use crate::workbench::key::{Code, Key};
use crate::workbench::msg::Mouse;
use crate::workbench::{Msg, Stop};

/// With no time at all the library does not look.
const MOMENT: Duration = Duration::from_millis(1);

/// Closed while another program has the terminal: its keys are not ours to read.
pub(super) static HOLD: Hold = Hold { held: Mutex::new(false), freed: Condvar::new() };

/// A door that the reader waits before.
pub(super) struct Hold {
    held: Mutex<bool>,
    freed: Condvar,
}

impl Hold {
    /// Closes it, or opens it again.
    pub(super) fn set(&self, held: bool) {
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = held;
        self.freed.notify_all();
    }

    /// Comes back when it is open; whether it was closed.
    fn wait(&self) -> bool {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let was = *held;
        drop(self.freed.wait_while(held, |held| *held).unwrap_or_else(PoisonError::into_inner));
        was
    }
}

/// Reads until the terminal is gone or nobody listens.
///
/// The library that parses the bytes never reports a dead terminal and would spin on it, so the descriptor is asked
/// first: it says hang-up before any byte is read.
pub(super) fn read(deliver: impl Fn(Msg) -> bool) {
    let stdin = io::stdin();
    loop {
        let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
        match poll(&mut fds, None) {
            Ok(_) => {}
            Err(rustix::io::Errno::INTR) => continue,
            Err(_) => break,
        }
        if HOLD.wait() {
            // What was asked before is old.
            continue;
        }
        if fds[0].revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
            break;
        }
        loop {
            match event::poll(MOMENT) {
                Ok(true) => {}
                Ok(false) => break,
                Err(_) => return hung_up(deliver),
            }
            let Ok(event) = event::read() else { return hung_up(deliver) };
            if let Some(msg) = message(event)
                && !deliver(msg)
            {
                return;
            }
        }
    }
    hung_up(deliver);
}

fn hung_up(deliver: impl Fn(Msg) -> bool) {
    deliver(Msg::Stopped(Stop::HungUp));
}

fn message(event: Event) -> Option<Msg> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => self::key(key).map(Msg::Key),
        Event::Paste(text) => Some(Msg::Paste(text)),
        Event::Mouse(mouse) => match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => Some(Mouse::Press { x: mouse.column, y: mouse.row }),
            MouseEventKind::ScrollUp => Some(Mouse::Wheel { up: true }),
            MouseEventKind::ScrollDown => Some(Mouse::Wheel { up: false }),
            _ => None,
        }
        .map(Msg::Mouse),
        Event::FocusGained => Some(Msg::Focus(true)),
        Event::FocusLost => Some(Msg::Focus(false)),
        // The size comes by its signal: here it would arrive with the next key.
        _ => None,
    }
}

fn key(key: KeyEvent) -> Option<Key> {
    let code = match key.code {
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => Code::BackTab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::F(n) => Code::F(n),
        _ => return None,
    };
    let held = |modifier| key.modifiers.contains(modifier);
    Some(Key { code, ctrl: held(KeyModifiers::CONTROL), alt: held(KeyModifiers::ALT) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_arrive_with_their_modifiers_and_releases_do_not() {
        let press = |code, modifiers| message(Event::Key(KeyEvent::new(code, modifiers)));
        assert_eq!(press(KeyCode::Char('G'), KeyModifiers::SHIFT), Some(Msg::Key(Key::char('G'))));
        assert_eq!(press(KeyCode::Char('c'), KeyModifiers::CONTROL), Some(Msg::Key(Key::ctrl('c'))));
        assert_eq!(press(KeyCode::CapsLock, KeyModifiers::NONE), None);
        let release = KeyEvent::new_with_kind(KeyCode::Enter, KeyModifiers::NONE, KeyEventKind::Release);
        assert_eq!(message(Event::Key(release)), None);
    }
}
