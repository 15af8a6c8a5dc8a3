//! Orders become tasks, tasks become messages. Here is everything that the workbench itself must not touch.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::api::Client;
use crate::domain::call::{Query, Urgency};
use crate::domain::change::{Outcome, Request};
use crate::domain::{Fault, FaultKind, Token};
use crate::store::audit::{Audit, Intent};
use crate::store::letter;
use crate::workbench::{Effect, Msg, SavedLetter, Ticket};

/// Reads the token from its source once more.
pub type Reread = Arc<dyn Fn() -> Result<Token, Fault> + Send + Sync>;

/// What the tasks work with.
#[derive(Clone)]
pub struct Services {
    /// Talks.
    pub client: Client,
    /// Remembers changes; the fault says why it cannot, and then nothing is changed.
    pub audit: Result<Audit, Fault>,
    /// Where letters go.
    pub letters: PathBuf,
    /// Who, for the audit.
    pub user: String,
    /// The host, for the audit.
    pub origin: String,
    /// The profile, for the audit.
    pub profile: String,
    /// Reads the token again; `None` where its source cannot change.
    pub reread: Option<Reread>,
}

/// Runs the orders.
pub struct Studio {
    services: Services,
    send: UnboundedSender<Msg>,
    writes: Arc<Mutex<JoinSet<()>>>,
}

impl Studio {
    /// Answers go to `send`.
    pub fn new(services: Services, send: UnboundedSender<Msg>) -> Self {
        Self { services, send, writes: Arc::default() }
    }

    /// What the orders are run with.
    pub(super) fn services(&self) -> &Services {
        &self.services
    }

    /// Puts a message into the queue.
    pub fn tell(&self, msg: Msg) {
        let _ = self.send.send(msg);
    }

    /// Starts what was ordered, and returns at once.
    pub fn order(&self, effect: Effect) {
        let Services { client, .. } = &self.services;
        match effect {
            Effect::Ask { ticket, query, urgency } => self.ask(ticket, query, urgency),
            Effect::Prepare { ticket, draft } => {
                let prepared = Box::new(client.prepare_interconnect(draft));
                let _ = self.send.send(Msg::Prepared { ticket, prepared });
            }
            Effect::DryRun { ticket, prepared } => self.write(move |services, send| async move {
                let request = prepared.request();
                let recorded = services.intend(request, "?validate_only=true").await;
                let outcome = match recorded {
                    Err(fault) => Outcome::NotSent(fault),
                    Ok(id) => {
                        let outcome = services.client.dry_run_interconnect(&prepared).await;
                        services.ended(&id, &outcome, |name| name.clone().unwrap_or_default()).await;
                        outcome
                    }
                };
                let _ = send.send(Msg::DryRan { ticket, outcome });
            }),
            Effect::Commit { ticket, confirmed } => self.write(move |services, send| async move {
                let outcome = match services.intend(confirmed.request(), "").await {
                    Err(fault) => Outcome::NotSent(fault),
                    Ok(id) => {
                        let outcome = services.client.create_interconnect(&confirmed).await;
                        services.ended(&id, &outcome, |made| made.name.clone()).await;
                        outcome
                    }
                };
                let _ = send.send(Msg::Committed { ticket, outcome: Box::new(outcome) });
            }),
            Effect::SaveLetter { ticket, pdf, name } => {
                let (folder, send) = (self.services.letters.clone(), self.send.clone());
                tokio::task::spawn_blocking(move || {
                    let result = save(&folder, &name, &pdf);
                    let _ = send.send(Msg::LetterSaved { ticket, result });
                });
            }
            Effect::Gate(grant) => client.grant(grant),
            Effect::RereadToken => {
                let (services, send) = (self.services.clone(), self.send.clone());
                tokio::task::spawn_blocking(move || {
                    let Some(reread) = &services.reread else { return };
                    let result = reread().and_then(|token| services.client.take_token(token));
                    let _ = send.send(Msg::TokenRead(result));
                });
            }
            // The loop's own.
            Effect::Copy { .. } | Effect::Switch(_) | Effect::Repaint | Effect::Suspend | Effect::Quit(_) => {}
        }
    }

    /// Waits for the outcomes of changes under way, but not for ever.
    pub async fn finish(&self, longest: Duration) {
        let mut writes = std::mem::take(&mut *self.writes.lock().unwrap_or_else(PoisonError::into_inner));
        let all = async { while writes.join_next().await.is_some() {} };
        let _ = tokio::time::timeout(longest, all).await;
    }

    fn ask(&self, ticket: Ticket, query: Query, urgency: Urgency) {
        let (client, send) = (self.services.client.clone(), self.send.clone());
        tokio::spawn(async move {
            let begun = Instant::now();
            let mut deliver = |reply| {
                let _ = send.send(Msg::Arrived { ticket, reply });
            };
            let result = client.ask(&query, urgency, &mut deliver).await;
            let _ = send.send(Msg::Ended { ticket, result, took: begun.elapsed(), meter: client.meter() });
        });
    }

    fn write<F: Future<Output = ()> + Send + 'static>(
        &self,
        work: impl FnOnce(Services, UnboundedSender<Msg>) -> F + Send + 'static,
    ) {
        let task = work(self.services.clone(), self.send.clone());
        self.writes.lock().unwrap_or_else(PoisonError::into_inner).spawn(task);
    }
}

impl Services {
    /// Writes down what is about to be sent; without that nothing is (RELIABILITY M4).
    async fn intend(&self, request: &Request, query: &str) -> Result<String, Fault> {
        let audit = self.audit.clone()?;
        let intent = Intent {
            at: Timestamp::now(),
            user: self.user.clone(),
            origin: self.origin.clone(),
            account: self.client.account().map(ToString::to_string).unwrap_or_default(),
            profile: self.profile.clone(),
            method: request.method.to_owned(),
            path: format!("{}{query}", request.path),
            body: request.body.clone(),
        };
        blocking(move || audit.intent(&intent)).await?
    }

    /// Writes down how it ended. The change is made or not by now, so a full disk cannot undo it.
    async fn ended<R>(&self, id: &str, outcome: &Outcome<R>, name: impl Fn(&R) -> String) {
        let Ok(audit) = self.audit.clone() else { return };
        let (result, fault, detail) = match outcome {
            Outcome::Done(made) => ("done", None, name(made)),
            Outcome::Refused(fault) => ("refused", Some(fault), fault.headline()),
            Outcome::NotSent(fault) => ("not sent", Some(fault), fault.headline()),
            Outcome::Unknown(fault) => ("unknown", Some(fault), fault.headline()),
        };
        let (id, ray) = (id.to_owned(), fault.and_then(|fault| fault.ray.clone()));
        let write = move || audit.outcome(&id, result, ray.as_deref(), &detail, Timestamp::now());
        let _ = blocking(write).await;
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Fault::new(FaultKind::Bug, "a task of ours ended early"))
}

fn save(folder: &Path, name: &str, pdf: &[u8]) -> Result<SavedLetter, Fault> {
    let saved = letter::save(folder, name, pdf)?;
    Ok(SavedLetter { path: saved.path, size: saved.size, sha256: saved.sha256 })
}
