//! What all clients of the process share: one transport, one budget, one gate; and how a read and a write go out.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::budget::Budget;
use super::classify;
use super::gate::Gate;
use super::options::{Options, Timeouts};
use super::received::Received;
use super::retry;
use super::scrub::Scrubber;
use super::transport::{Failure, Transport, Want};
use crate::domain::call::{Meter, Urgency};
use crate::domain::change::{Outcome, Request};
use crate::domain::{Fault, FaultKind, Schema, Token};

/// The shared part of all clients.
pub(crate) struct Shared {
    pub(crate) transport: Transport,
    pub(crate) scrubber: Scrubber,
    pub(crate) schema: Schema,
    pub(crate) gate: Gate,
    timeouts: Timeouts,
    budget: Mutex<Budget>,
    token: Mutex<Token>,
    skew: Mutex<Option<i64>>,
    ray: Mutex<Option<String>>,
    small_pages: AtomicBool,
    begun: Instant,
}

impl Shared {
    pub(crate) fn new(options: &Options) -> Result<Self, Fault> {
        Ok(Self {
            transport: Transport::new(options)?,
            scrubber: Scrubber::new(&options.token),
            schema: options.schema,
            gate: Gate::new(options.mode),
            timeouts: options.timeouts,
            budget: Mutex::new(Budget::new()),
            token: Mutex::new(options.token.clone()),
            skew: Mutex::default(),
            ray: Mutex::default(),
            small_pages: AtomicBool::new(false),
            begun: Instant::now(),
        })
    }

    /// Goes on with a token if it is another one.
    pub(crate) fn take(&self, token: Token) -> Result<bool, Fault> {
        let mut own = self.token.lock().unwrap_or_else(PoisonError::into_inner);
        if *own == token {
            return Ok(false);
        }
        self.scrubber.also(&token);
        self.transport.take(&token)?;
        *own = token;
        Ok(true)
    }

    /// The server refused a large page before.
    pub(crate) fn pages_are_small(&self) -> bool {
        self.small_pages.load(Ordering::Relaxed)
    }

    /// It did now.
    pub(crate) fn note_small_pages(&self) {
        self.small_pages.store(true, Ordering::Relaxed);
    }

    pub(crate) fn meter(&self) -> Meter {
        self.budget().meter(self.now())
    }

    /// Seconds by which the server's clock was ahead of this machine's, by the last answer that told its date.
    pub(crate) fn skew(&self) -> Option<i64> {
        *self.skew.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// `cf-ray` of the last answer to a change.
    pub(crate) fn last_ray(&self) -> Option<String> {
        self.ray.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A read: its turn, so many attempts, one deadline. Only an answer of success comes back. Where the server's limit is
    /// reached it waits as long as it may, and begins anew.
    pub(crate) async fn get(&self, target: &str, urgency: Urgency, want: Want, most: u32) -> Result<Received, Fault> {
        let mut left = self.timeouts.limit;
        loop {
            let fault = match self.attempts(target, urgency, want, most).await {
                Ok(received) => return Ok(received),
                Err(fault) => fault,
            };
            let wait = match fault.retry_after {
                Some(wait) if fault.kind == FaultKind::RateLimited && wait <= left => wait,
                _ => return Err(fault),
            };
            (self.timeouts.on_limit)(wait);
            sleep(wait).await;
            left = left.saturating_sub(wait);
        }
    }

    async fn attempts(&self, target: &str, urgency: Urgency, want: Want, most: u32) -> Result<Received, Fault> {
        let limit = if want == Want::Letter { self.timeouts.letter } else { self.timeouts.call };
        let mut deadline = None;
        let mut attempt = 1;
        loop {
            self.turn(urgency).await?;
            // Waiting for a turn is not the server's slowness: the clock starts with the first request.
            let deadline = *deadline.get_or_insert_with(|| Instant::now() + limit);
            let failure = match self.attempt(target, want, deadline).await {
                Ok(received) => return Ok(received),
                Err(failure) => failure,
            };
            let pause = retry::delay(attempt, self.timeouts.retry_base, RandomState::new().build_hasher().finish());
            if !failure.again || attempt >= most || Instant::now() + pause >= deadline {
                let mut fault = failure.fault;
                if attempt > 1 {
                    fault.what = format!("{} (attempt {attempt})", fault.what);
                }
                return Err(self.scrubber.fault(fault));
            }
            sleep(pause).await;
            attempt += 1;
        }
    }

    async fn attempt(&self, target: &str, want: Want, deadline: Instant) -> Result<Received, Failure> {
        self.budget().sent(self.now());
        let mut received = self.transport.get(target, want, deadline).await?;
        if want == Want::Json || !received.is_success() {
            self.scrubber.body(&mut received.body);
        }
        let block = self.note(&received);
        if received.is_success() {
            return Ok(received);
        }
        let fault = Fault { retry_after: block, ..classify::fault(&received) };
        Err(Failure { fault, sent: true, again: retry::worth_again(received.status) })
    }

    /// A write, once. It never waits for a turn: a person has confirmed it, and its checks grow old.
    pub(crate) async fn write<R>(
        &self,
        request: &Request,
        query: &str,
        verdict: impl FnOnce(&Received) -> Outcome<R>,
    ) -> Outcome<R> {
        if let Err(fault) = self.gate.check(self.now()).and_then(|()| self.open()) {
            return Outcome::NotSent(fault);
        }
        {
            let now = self.now();
            let mut budget = self.budget();
            budget.turn(now, Urgency::User);
            budget.sent(now);
        }
        *self.ray.lock().unwrap_or_else(PoisonError::into_inner) = None;
        let deadline = Instant::now() + self.timeouts.call;
        match self.transport.write(request, query, deadline).await {
            Ok(mut received) => {
                self.scrubber.body(&mut received.body);
                let block = self.note(&received);
                let ray = received.ray().map(|ray| self.scrubber.scrub(&ray));
                *self.ray.lock().unwrap_or_else(PoisonError::into_inner) = ray;
                match verdict(&received) {
                    Outcome::Unknown(fault) => Outcome::Unknown(
                        self.scrubber.fault(Fault { retry_after: block.or(fault.retry_after), ..fault }),
                    ),
                    Outcome::Refused(fault) => Outcome::Refused(self.scrubber.fault(fault)),
                    Outcome::NotSent(fault) => Outcome::NotSent(self.scrubber.fault(fault)),
                    Outcome::Done(value) => Outcome::Done(value),
                }
            }
            Err(Failure { fault, sent: true, .. }) => Outcome::Unknown(self.scrubber.fault(fault)),
            Err(Failure { fault, sent: false, .. }) => Outcome::NotSent(self.scrubber.fault(fault)),
        }
    }

    async fn turn(&self, urgency: Urgency) -> Result<(), Fault> {
        self.open()?;
        let wait = self.budget().turn(self.now(), urgency);
        if !wait.is_zero() {
            sleep(wait).await;
            // A 429 may have come to another call meanwhile.
            self.open()?;
        }
        Ok(())
    }

    /// Refuses while all traffic waits.
    fn open(&self) -> Result<(), Fault> {
        match self.budget().blocked(self.now()) {
            None => Ok(()),
            Some(left) => Err(Fault {
                retry_after: Some(left),
                ..Fault::new(FaultKind::RateLimited, "not sent: all calls wait since the server answered 429")
            }),
        }
    }

    /// Learns from the head of an answer; how long everything waits if it was a 429.
    fn note(&self, received: &Received) -> Option<Duration> {
        if let Some(date) = retry::date(&received.headers) {
            let skew = date.as_second().saturating_sub(jiff::Timestamp::now().as_second());
            *self.skew.lock().unwrap_or_else(PoisonError::into_inner) = Some(skew);
        }
        let now = self.now();
        let mut budget = self.budget();
        if let Some((left, holds)) = retry::calls_left(&received.headers) {
            budget.left(now, left, holds);
        }
        if received.status == 429 {
            return Some(budget.limited(now, retry::retry_after(&received.headers)));
        }
        budget.answered(now);
        None
    }

    fn budget(&self) -> MutexGuard<'_, Budget> {
        self.budget.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn now(&self) -> Duration {
        self.begun.elapsed()
    }
}
