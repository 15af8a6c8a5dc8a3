//! Runs a flow until it rests: its orders are carried out, their answers go back to it, its moments are kept.

use std::io::Write;
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::{Instant, sleep};

use crate::carry::{self, Clock, Courier};
use crate::cli::ends::Ends;
use crate::cli::output;
use crate::domain::Fault;
use crate::domain::record::Record;
use crate::workbench::flows::Flow;
use crate::workbench::flows::change::Stage;
use crate::workbench::flows::layer::{Layer, Layers};
use crate::workbench::{Effect, Msg, Tickets};

/// How long a change under way may still answer when the program is told to end (RELIABILITY S6).
const LAST_WAIT: Duration = Duration::from_secs(5);

/// A signal told the program to end, with this exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stopped(pub(super) u8);

/// The run of one flow.
pub(super) struct Drive {
    courier: Courier,
    pub(super) tickets: Tickets,
    clock: Clock,
    send: UnboundedSender<Msg>,
    inbox: UnboundedReceiver<Msg>,
    ends: Ends,
    /// The record of what was sent last.
    pub(super) record: Option<Record>,
    told: Layers,
}

impl Drive {
    pub(super) fn new(courier: Courier, clock: Clock) -> Result<Self, Fault> {
        let (send, inbox) = unbounded_channel();
        Ok(Self {
            courier,
            tickets: Tickets::default(),
            clock,
            send,
            inbox,
            ends: Ends::new()?,
            record: None,
            told: Layers::default(),
        })
    }

    /// Since the command began.
    pub(super) fn now(&self) -> Duration {
        self.clock.now().mono
    }

    /// Runs until a person, or what stands for one, has to decide. Layers are told on `err` as they are done.
    pub(super) async fn until_rest(
        &mut self,
        flow: &mut Flow,
        effects: Vec<Effect>,
        err: &mut (dyn Write + Send),
    ) -> Result<(), Stopped> {
        self.order(effects);
        let mut stopped: Option<(Stopped, Instant)> = None;
        loop {
            self.tell(flow, err);
            if rests(flow) {
                return Ok(());
            }
            if let Some((stopped, _)) = stopped.filter(|_| !flow.is_writing()) {
                return Err(stopped);
            }
            let wake = flow.wake_at().map(|at| self.clock.until(at));
            let deadline = stopped.map(|(_, until)| until.saturating_duration_since(Instant::now()));
            tokio::select! {
                msg = self.inbox.recv() => if let Some(msg) = msg {
                    self.note(&msg, err);
                    let now = self.now();
                    let committing = matches!(flow.stage, Stage::Committing(..));
                    let effects = flow.on(&msg, now, &mut self.tickets);
                    if committing && let Stage::Reconcile(lost) = &flow.stage {
                        output::note(err, "no answer that can be believed: reading the account until it shows; it is not sent again");
                        self.doubt(&lost.fault, err);
                    }
                    self.order(effects);
                },
                () = after(wake) => {
                    let now = self.now();
                    let effects = flow.wake(now, &mut self.tickets);
                    self.order(effects);
                }
                () = after(deadline) => if let Some((stopped, _)) = stopped { return Err(stopped) },
                code = self.ends.next(), if stopped.is_none() => {
                    stopped = Some((Stopped(code), Instant::now() + LAST_WAIT));
                    if flow.is_writing() {
                        output::note(err, "told to end: waiting up to 5 s for the answer to what was sent");
                    }
                }
            }
        }
    }

    /// Waits for what a person does, unless a signal comes first.
    pub(super) async fn or_stopped<T>(&mut self, work: impl Future<Output = T>) -> Result<T, Stopped> {
        tokio::select! {
            done = work => Ok(done),
            code = self.ends.next() => Err(Stopped(code)),
        }
    }

    /// A read showed that a change whose answer was lost was made: the record says so.
    pub(super) fn settle(&mut self, made: Option<String>, err: &mut (dyn Write + Send)) {
        if let Some(record) = self.record.clone().filter(Record::is_open) {
            self.write_down(record.found(made, jiff::Timestamp::now()), err);
        }
    }

    /// The answer said yes and cannot be believed: the record says so until a read finds out.
    fn doubt(&mut self, why: &Fault, err: &mut (dyn Write + Send)) {
        if let Some(record) = self.record.clone().filter(|record| !record.is_open()) {
            self.write_down(record.doubted(why.headline()), err);
        }
    }

    fn write_down(&mut self, record: Record, err: &mut (dyn Write + Send)) {
        if let Some(Err(fault)) = record.ended.as_ref().map(|ended| self.courier.journal.settle(&record.id, ended)) {
            output::fault(err, &fault);
        }
        self.record = Some(record);
    }

    fn note(&mut self, msg: &Msg, err: &mut (dyn Write + Send)) {
        let Msg::Recorded(record, written) = msg else { return };
        self.record = Some((**record).clone());
        if let Err(fault) = written {
            output::note(err, "the outcome could not be written down:");
            output::fault(err, fault);
        }
    }

    fn tell(&mut self, flow: &Flow, err: &mut (dyn Write + Send)) {
        let told = std::mem::replace(&mut self.told, flow.layers.clone());
        for ((name, layer), (_, before)) in flow.layers.named().into_iter().zip(told.named()) {
            if layer == before {
                continue;
            }
            match layer {
                Layer::Passed(said) => output::note(err, &format!("+ {name}: {said}")),
                Layer::Skipped(why) => output::note(err, &format!("- {name}: left out: {why}")),
                Layer::Failed(why) => {
                    // What stands on a field is told with its field.
                    let told = flow.form.fields.iter().filter_map(|field| field.problem.as_ref());
                    let why = if told.into_iter().any(|problem| problem.text == *why) { "not passed" } else { why };
                    output::note(err, &format!("! {name}: {why}"));
                }
                Layer::Waiting | Layer::Running(_) => {}
            }
        }
    }

    fn order(&self, effects: Vec<Effect>) {
        for effect in effects {
            let (courier, send) = (self.courier.clone(), self.send.clone());
            let tell = move |msg| {
                let _ = send.send(msg);
            };
            match effect {
                Effect::Ask { ticket, query, urgency } => {
                    tokio::spawn(carry::ask(courier.client, ticket, query, urgency, tell));
                }
                Effect::Prepare { ticket, draft } => tell(carry::prepare(&courier.client, ticket, *draft)),
                Effect::DryRun { ticket, prepared } => {
                    tokio::spawn(async move { courier.dry_run(ticket, &prepared, tell).await });
                }
                Effect::Commit { ticket, confirmed } => {
                    tokio::spawn(async move { courier.commit(ticket, &confirmed, tell).await });
                }
                // A flow orders nothing else.
                _ => {}
            }
        }
    }
}

/// Someone has to decide, or it is over.
fn rests(flow: &Flow) -> bool {
    matches!(flow.stage, Stage::Fill | Stage::Merge(_) | Stage::AskDryRun(..) | Stage::Review(..) | Stage::Ended(_))
}

async fn after(wait: Option<Duration>) {
    match wait {
        Some(wait) => sleep(wait).await,
        None => std::future::pending().await,
    }
}
