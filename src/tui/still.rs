//! Pictures without a terminal: the workbench reads until it has settled, keys are pressed, and it is painted. Orders go
//! out one at a time, so that the same account gives the same picture; nothing but reads, unless it is the demo.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tokio::time::{Instant, sleep_until, timeout_at};

use super::theme::Theme;
use super::view;
use crate::api::Client;
use crate::carry::Clock;
use crate::workbench::key::Key;
use crate::workbench::{Effect, Model, Msg, Now, update};

/// Moves the time of a simulator on.
pub type Advance = Box<dyn Fn(Duration) + Send + Sync>;

/// By which clock the model lives.
pub enum Time {
    /// The real one.
    Real(Clock),
    /// One that passes as fast as answers come, from a moment on; the simulator's goes along with it.
    Virtual(Timestamp, Advance),
}

/// Longest that a model may go on in virtual time.
const LONGEST: Duration = Duration::from_mins(10);
/// What is typed letter by letter stays so much shorter than what is to be read.
const TYPED: f64 = 0.2;
/// A simulator that has not answered by now waits for its own clock.
const STUCK: Duration = Duration::from_millis(500);

/// A workbench that stands still for its picture.
pub struct Still {
    /// What it knows.
    pub model: Model,
    client: Client,
    time: Time,
    now: Duration,
    until: Instant,
}

impl Still {
    /// A model that is to read by this client, and so long at most in real time.
    pub fn new(model: Model, client: Client, time: Time, longest: Duration) -> Self {
        Self { model, client, time, now: Duration::ZERO, until: Instant::now() + longest }
    }

    fn now(&self) -> Now {
        match &self.time {
            Time::Real(clock) => clock.now(),
            Time::Virtual(started, _) => {
                let passed = SignedDuration::try_from(self.now).unwrap_or_default();
                Now { mono: self.now, wall: started.checked_add(passed).unwrap_or(*started) }
            }
        }
    }

    /// Reads what the first screen shows, and presses keys where it then stands. Answers whether everything came in time.
    pub async fn pose(&mut self, keys: &[Key]) -> bool {
        self.model.now = self.now();
        let orders = self.model.open();
        self.carry_out(orders).await;
        let mut settled = self.settle(true).await;
        for key in keys {
            self.tell(Msg::Key(*key)).await;
            settled = self.settle(false).await;
        }
        settled
    }

    /// The same, with a picture of the beginning and one after each key, and the seconds that each stays.
    pub async fn film(&mut self, keys: &[Key], theme: Theme, stays: f64) -> (bool, Vec<(Buffer, f64)>) {
        let mut settled = self.pose(&[]).await;
        let mut frames = vec![(self.picture(theme), stays)];
        for key in keys {
            let typed = self.model.scope().types_text() && key.is_text();
            self.tell(Msg::Key(*key)).await;
            settled = self.settle(false).await;
            let frame = (self.picture(theme), if typed { stays * TYPED } else { stays });
            frames.push(frame);
        }
        if let Some((_, last)) = frames.last_mut() {
            *last *= 2.0;
        }
        (settled, frames)
    }

    /// The picture, as it is now.
    pub fn picture(&self, theme: Theme) -> Buffer {
        let (columns, rows) = self.model.size;
        let mut picture = Buffer::empty(Rect::new(0, 0, columns, rows));
        view::paint(&self.model, theme, &mut picture);
        picture
    }

    async fn tell(&mut self, msg: Msg) {
        let now = self.now();
        let orders = update(&mut self.model, now, msg);
        self.carry_out(orders).await;
    }

    /// Lets time pass until nothing is missing any more.
    async fn settle(&mut self, whole: bool) -> bool {
        while !self.model.is_settled(whole) {
            if self.model.is_unseen() {
                return true;
            }
            if self.model.is_read_no_more() {
                return false;
            }
            let wake = self.model.wake_at().unwrap_or(self.now().mono + Duration::from_secs(1));
            match &self.time {
                Time::Real(clock) => {
                    let until = (Instant::now() + clock.until(wake)).min(self.until);
                    sleep_until(until).await;
                    if Instant::now() >= self.until {
                        return false;
                    }
                }
                Time::Virtual(_, advance) => {
                    let on = wake.saturating_sub(self.now).max(Duration::from_millis(1));
                    advance(on);
                    self.now += on;
                    if self.now > LONGEST {
                        return false;
                    }
                }
            }
            self.tell(Msg::Woke).await;
        }
        true
    }

    async fn carry_out(&mut self, orders: Vec<Effect>) {
        let mut orders = VecDeque::from(orders);
        while let Some(order) = orders.pop_front() {
            let mut replies = Vec::new();
            match order {
                Effect::Ask { ticket, query, urgency } => {
                    let client = self.client.clone();
                    let mut deliver = |reply| replies.push(Msg::Arrived { ticket, reply });
                    let Some(result) = self.wait(client.ask(&query, urgency, &mut deliver)).await else { continue };
                    let meter = self.client.meter();
                    replies.push(Msg::Ended { ticket, result, took: Duration::ZERO, meter });
                }
                Effect::Prepare { ticket, draft } => {
                    let prepared = Box::new(self.client.prepare(*draft));
                    replies.push(Msg::Prepared { ticket, prepared });
                }
                Effect::DryRun { ticket, prepared } if self.is_simulated() => {
                    let client = self.client.clone();
                    let Some(outcome) = self.wait(client.dry_run(&prepared)).await else { continue };
                    replies.push(Msg::DryRan { ticket, outcome });
                }
                Effect::Commit { ticket, confirmed } if self.is_simulated() => {
                    let client = self.client.clone();
                    let Some(outcome) = self.wait(client.commit(&confirmed)).await else { continue };
                    replies.push(Msg::Committed { ticket, outcome: Box::new(outcome) });
                }
                // A picture changes nothing real, and nothing on the disk.
                _ => {}
            }
            let now = self.now();
            for msg in replies {
                orders.extend(update(&mut self.model, now, msg));
            }
        }
    }

    /// Only the simulator lives by a clock that we move.
    fn is_simulated(&self) -> bool {
        matches!(self.time, Time::Virtual(..))
    }

    /// The answer, if it comes in time.
    async fn wait<T>(&mut self, answer: impl Future<Output = T>) -> Option<T> {
        tokio::pin!(answer);
        loop {
            let until = match &self.time {
                Time::Real(_) => self.until,
                Time::Virtual(..) => Instant::now() + STUCK,
            };
            if let Ok(answer) = timeout_at(until, &mut answer).await {
                return Some(answer);
            }
            match &self.time {
                Time::Virtual(_, advance) if Instant::now() < self.until => {
                    advance(Duration::from_secs(1));
                    self.now += Duration::from_secs(1);
                }
                _ => return None,
            }
        }
    }
}
