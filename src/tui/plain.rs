//! The workbench as lines: the same model, tasks and answers, no picture and no control sequence.

use std::collections::VecDeque;
use std::io::{self, Write as _};
use std::time::Duration;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::effects::Studio;
use super::look::Look;
use super::run::Ended;
use super::switch::{Connect, Doors, Open, Opened, go};
use super::terminal::LAST_WAIT;
use super::theme::Theme;
use super::{Stats, view};
use crate::carry::Clock;
use crate::domain::{Fault, FaultKind};
use crate::workbench::keymap::Keymap;
use crate::workbench::linear::{Answer, Linear, PATIENCE, Then, waits};
use crate::workbench::{Effect, Model, Msg, Session, Stop, update};

/// The size of pictures that are told as lines: a form has room, and a request is not broken.
const SIZE: (u16, u16) = (240, 120);
/// Longest line that is read; what is beyond is not looked at.
const LONGEST: usize = 64 * 1024;
/// The exit code where nobody reads any more.
const CLOSED: u8 = 141;
/// The exit code where the terminal is gone.
const HUNG_UP: u8 = Stop::HungUp.exit_code();

/// Why the talk is over.
struct Over(u8);

impl From<io::Error> for Over {
    fn from(why: io::Error) -> Self {
        let gone = why.raw_os_error() == Some(rustix::io::Errno::IO.raw_os_error());
        Self(match why.kind() {
            io::ErrorKind::BrokenPipe => CLOSED,
            // A terminal that was hung up says so to whoever writes to it.
            _ if gone => HUNG_UP,
            _ => 11,
        })
    }
}

/// Reads lines and tells what they ask for, until they end.
pub async fn plain(session: Session, look: &Look, doors: Doors, greet: bool) -> Ended {
    let ended = |code, fault| Ended { code, fault, stats: Stats::default() };
    let (send, messages) = unbounded_channel();
    if let Err(why) = listen(&send) {
        let fault = Fault::new(FaultKind::Local, format!("signals cannot be caught: {why}"));
        return ended(fault.exit_code(), Some(fault));
    }
    let clock = Clock::real();
    let mut model = Model::new(session, SIZE, clock.now());
    model.keymap = Keymap::wordy();
    model.times.zone = jiff::tz::TimeZone::system();
    let Doors { first: Some(first), open } = doors else {
        let fault = Fault::new(FaultKind::NoToken, "there is no API token");
        return ended(fault.exit_code(), Some(fault));
    };
    let mut talk = Talk { model, linear: Linear::default(), look: look.clone(), clock, messages, waiting: None };
    let Opened { services, session } = match talk.connect(first).await {
        Ok(Ok(opened)) => opened,
        Ok(Err(fault)) => return ended(fault.exit_code(), Some(fault)),
        Err(Over(code)) => return ended(code, None),
    };
    talk.model.session = session;
    talk.model.now = clock.now();
    let effects = talk.model.open();
    let (arrive, arrivals) = unbounded_channel();
    let mut hands = Hands { studio: Studio::new(services, send.clone()), send, open, arrive };
    let Over(code) = match talk.run(effects, &mut hands, arrivals, greet).await {
        Ok(()) => Over(0),
        Err(over) => over,
    };
    hands.studio.finish(LAST_WAIT).await;
    ended(code, None)
}

/// What orders are carried out with.
struct Hands {
    studio: Studio,
    send: UnboundedSender<Msg>,
    open: Open,
    arrive: UnboundedSender<Result<Opened, Fault>>,
}

impl Hands {
    /// Another session is there, or not.
    fn switched(&mut self, opened: Result<Opened, Fault>) -> Msg {
        Msg::Switched(opened.map(|Opened { services, session }| {
            self.studio = Studio::new(services, self.send.clone());
            Box::new(session)
        }))
    }
}

struct Talk {
    model: Model,
    linear: Linear,
    look: Look,
    clock: Clock,
    messages: UnboundedReceiver<Msg>,
    /// What is told when all that was asked for is here, since when it waits, and the moment before which it is not told.
    waiting: Option<(Then, Duration, Duration)>,
}

impl Talk {
    async fn connect(&mut self, mut first: Connect) -> Result<Result<Opened, Fault>, Over> {
        loop {
            tokio::select! {
                biased;
                opened = &mut first => return Ok(opened),
                Some(msg) = self.messages.recv() => {
                    for effect in update(&mut self.model, self.clock.now(), msg) {
                        if let Effect::Quit(code) = effect {
                            return Err(Over(code));
                        }
                    }
                }
            }
        }
    }

    async fn run(
        &mut self,
        mut effects: Vec<Effect>,
        hands: &mut Hands,
        mut arrivals: UnboundedReceiver<Result<Opened, Fault>>,
        greet: bool,
    ) -> Result<(), Over> {
        let mut lines = lines();
        let (mut heard, mut ended) = (VecDeque::<String>::new(), false);
        if greet {
            self.tell(&["A command a line; `help` tells them, `quit` ends.".to_owned()])?;
        }
        if self.model.sheet.is_some() {
            self.waiting = Some((Then::Here, Duration::ZERO, Duration::ZERO));
        }
        loop {
            for effect in std::mem::take(&mut effects) {
                self.carry_out(effect, hands)?;
            }
            let news = self.linear.news(&self.model);
            self.tell(&news)?;
            if self.is_ready() {
                if let Some((then, ..)) = self.waiting.take() {
                    self.answer(then)?;
                }
                if let Some(line) = heard.pop_front() {
                    effects = self.take(&line);
                    continue;
                }
                if ended {
                    return Ok(());
                }
            }
            let rest = rest(self.clock, self.due());
            let msg = tokio::select! {
                biased;
                line = lines.recv(), if !ended => {
                    ended = line.is_none();
                    heard.extend(line);
                    continue;
                }
                Some(opened) = arrivals.recv() => hands.switched(opened),
                msg = self.messages.recv() => msg.unwrap_or(Msg::Woke),
                () = rest => Msg::Woke,
            };
            effects = update(&mut self.model, self.clock.now(), msg);
        }
    }

    fn carry_out(&mut self, effect: Effect, hands: &Hands) -> Result<(), Over> {
        match effect {
            Effect::Quit(code) => return Err(Over(code)),
            Effect::Copy { what, text } => {
                let lines = std::iter::once(format!("{what}:")).chain(text.lines().map(str::to_owned));
                self.tell(&lines.collect::<Vec<_>>())?;
            }
            Effect::Switch(target) => {
                let services = Some(hands.studio.services().clone());
                let opening = go(target, hands.open.clone(), services, self.model.session.clone());
                let arrive = hands.arrive.clone();
                tokio::spawn(async move { arrive.send(opening.await).is_ok() });
            }
            Effect::Edit { ticket, .. } => {
                let what = "lines have no terminal to lend to an editor; fill the fields by `type`";
                let result = Err(Fault::new(FaultKind::Usage, what));
                let _ = hands.send.send(Msg::Edited { ticket, result });
            }
            Effect::Repaint | Effect::Suspend => {}
            other => hands.studio.order(other),
        }
        Ok(())
    }

    /// A line was read: what it means is done, what it asks for is told later.
    fn take(&mut self, line: &str) -> Vec<Effect> {
        let turn = self.linear.read(&self.model, line);
        let now = self.clock.now().mono;
        let at = if let Then::After(time) = turn.then { now + time } else { now };
        self.waiting = Some((turn.then, now, at));
        turn.msgs.into_iter().flat_map(|msg| update(&mut self.model, self.clock.now(), msg)).collect()
    }

    fn answer(&mut self, then: Then) -> Result<(), Over> {
        match self.linear.answer(&self.model, then) {
            Answer::Lines(lines) => self.tell(&lines),
            Answer::Picture => {
                let mut lines = picture(&self.model);
                lines.extend(self.linear.hints(&self.model));
                self.tell(&lines)
            }
        }
    }

    fn tell(&self, lines: &[String]) -> Result<(), Over> {
        if lines.is_empty() {
            return Ok(());
        }
        let glyphs = self.look.theme.glyphs;
        let all = lines.iter().fold(String::new(), |all, line| all + &glyphs.draw(line) + "\n");
        let mut out = io::stdout().lock();
        Ok(out.write_all(crate::api::scrub::net(&all).as_bytes()).and_then(|()| out.flush())?)
    }

    /// The answer can be told, or the next line read.
    fn is_ready(&self) -> bool {
        let now = self.clock.now().mono;
        let (since, at) = self.waiting.as_ref().map_or((Duration::ZERO, now), |(_, since, at)| (*since, *at));
        at <= now && !waits(&self.model, now.saturating_sub(since))
    }

    /// When the model or a wait has something to do.
    fn due(&self) -> Option<Duration> {
        let now = self.clock.now().mono;
        let since = self.waiting.as_ref().map_or(Duration::ZERO, |(_, since, _)| *since);
        let own = [self.waiting.as_ref().map(|(_, _, at)| *at), Some(since + PATIENCE)];
        let own = own.into_iter().flatten().filter(|at| *at > now);
        own.chain(self.model.wake_at()).min()
    }
}

async fn rest(clock: Clock, until: Option<Duration>) {
    match until {
        Some(moment) => tokio::time::sleep(clock.until(moment)).await,
        None => std::future::pending().await,
    }
}

/// What lies over the table, as lines without what is empty; what the eye knows by its style has a mark.
fn picture(model: &Model) -> Vec<String> {
    let (columns, rows) = model.size;
    let theme = Theme::new(false);
    let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
    view::paint(model, theme, &mut buffer);
    let mut focus = Cell::default();
    focus.set_style(theme.focus());
    let line = |y| {
        let (mut line, mut inside) = (String::new(), false);
        for cell in (0..columns).map(|x| &buffer[(x, y)]) {
            let focused = cell.style() == focus.style();
            if focused && !inside && cell.symbol() != ">" {
                line.push_str("> ");
            }
            inside = focused;
            line.push_str(cell.symbol());
        }
        line.trim().trim_end_matches(['─', ' ']).to_owned()
    };
    (2..rows.saturating_sub(2)).map(line).filter(|line| !line.is_empty()).collect()
}

/// Lines from standard input, on a thread of its own: a read there cannot be called off.
fn lines() -> UnboundedReceiver<String> {
    let (send, lines) = unbounded_channel();
    std::thread::spawn(move || {
        let mut input = io::stdin().lock();
        while let Ok(Some(line)) = line(&mut input) {
            if send.send(line).is_err() {
                return;
            }
        }
    });
    lines
}

/// A line without its end, cut where it is too long. `None`: there is no more.
fn line(input: &mut impl io::BufRead) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    let mut any = false;
    loop {
        let part = input.fill_buf()?;
        if part.is_empty() {
            return Ok(any.then(|| String::from_utf8_lossy(&bytes).into_owned()));
        }
        any = true;
        let end = part.iter().position(|byte| *byte == b'\n');
        let (text, used) = end.map_or((part, part.len()), |at| (&part[..at], at + 1));
        bytes.extend_from_slice(&text[..text.len().min(LONGEST - bytes.len())]);
        input.consume(used);
        if end.is_some() {
            return Ok(Some(String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
}

/// The signals that end the talk. Stopping and going on as a job of the shell need no help here.
fn listen(send: &UnboundedSender<Msg>) -> io::Result<()> {
    let kinds = [
        (SignalKind::interrupt(), Stop::Interrupted),
        (SignalKind::terminate(), Stop::Terminated),
        (SignalKind::quit(), Stop::Terminated),
        (SignalKind::hangup(), Stop::HungUp),
    ];
    for (kind, stop) in kinds {
        let (mut signals, send) = (signal(kind)?, send.clone());
        tokio::spawn(async move {
            while signals.recv().await.is_some() {
                if send.send(Msg::Stopped(stop)).is_err() {
                    return;
                }
            }
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_bounded_whatever_comes_and_the_last_needs_no_end() {
        let long = "x".repeat(3 * LONGEST);
        let text = format!("list\r\n{long}\n\nquit");
        let mut input = io::BufReader::with_capacity(999, text.as_bytes());
        let mut read = || line(&mut input).unwrap();
        assert_eq!(read().as_deref(), Some("list\r"));
        assert_eq!(read().map(|line| line.len()), Some(LONGEST));
        assert_eq!((read().as_deref(), read().as_deref(), read()), (Some(""), Some("quit"), None));
    }
}
