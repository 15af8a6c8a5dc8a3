//! Orders of the workbench carried out with the client and the record of changes: once for the screen and for commands.
//! A change is written down before it is sent and after it is answered, off the loop's thread.

mod clock;

pub use clock::Clock;
use tokio::time::Instant;

use crate::api::{Client, VALIDATE_ONLY};
use crate::domain::call::{Query, Urgency};
use crate::domain::change::{Confirmed, Made, Outcome, Prepared, Request};
use crate::domain::draft::{Change, Validated};
use crate::domain::{Fault, FaultKind};
use crate::store::journal::{Begun, Journal};
use crate::workbench::{Msg, Ticket};

/// Asks; a list tells one message a page.
pub async fn ask(client: Client, ticket: Ticket, query: Query, urgency: Urgency, tell: impl Fn(Msg) + Send + Sync) {
    let begun = Instant::now();
    let mut deliver = |reply| tell(Msg::Arrived { ticket, reply });
    let result = client.ask(&query, urgency, &mut deliver).await;
    tell(Msg::Ended { ticket, result, took: begun.elapsed(), meter: client.meter() });
}

/// Makes the bytes of a draft.
pub fn prepare(client: &Client, ticket: Ticket, draft: Validated<Change>) -> Msg {
    Msg::Prepared { ticket, prepared: Box::new(client.prepare(draft)) }
}

/// What sends changes.
#[derive(Clone)]
pub struct Courier {
    /// Talks.
    pub client: Client,
    /// Remembers changes; what cannot be written down is not sent.
    pub journal: Journal,
}

impl Courier {
    /// Lets the server check a request without acting on it.
    pub async fn dry_run(&self, ticket: Ticket, prepared: &Prepared<Change>, tell: impl Fn(Msg) + Send + Sync) {
        let outcome = match self.intend(prepared.request(), VALIDATE_ONLY, None, &tell).await {
            Err(fault) => Outcome::NotSent(fault),
            Ok(begun) => {
                let outcome = self.client.dry_run(prepared).await;
                self.ended(begun, &outcome, Clone::clone, &tell).await;
                outcome
            }
        };
        tell(Msg::DryRan { ticket, outcome });
    }

    /// Sends a change, once.
    pub async fn commit(
        &self,
        ticket: Ticket,
        confirmed: &Confirmed<Validated<Change>>,
        tell: impl Fn(Msg) + Send + Sync,
    ) {
        let before = self.client.body_before(confirmed.value().value());
        let outcome = match self.intend(confirmed.request(), "", before, &tell).await {
            Err(fault) => Outcome::NotSent(fault),
            Ok(begun) => {
                let outcome = self.client.commit(confirmed).await;
                self.ended(begun, &outcome, Made::id, &tell).await;
                outcome
            }
        };
        tell(Msg::Committed { ticket, outcome: Box::new(outcome) });
    }

    /// Locks and writes down what is about to be sent; without that nothing is (RELIABILITY M4).
    async fn intend(
        &self,
        request: &Request,
        query: &'static str,
        before: Option<String>,
        tell: &(impl Fn(Msg) + Send + Sync),
    ) -> Result<Begun, Fault> {
        let (journal, request) = (self.journal.clone(), request.clone());
        let account = self.client.account().map(ToString::to_string).unwrap_or_default();
        let begun = blocking(move || journal.begin(&account, &request, query, before.as_deref()))
            .await
            .and_then(|begun| begun)?;
        tell(Msg::Recorded(Box::new(begun.record.clone()), Ok(())));
        Ok(begun)
    }

    /// Writes down how it ended.
    async fn ended<R>(
        &self,
        begun: Begun,
        outcome: &Outcome<R>,
        made: impl Fn(&R) -> Option<String>,
        tell: &(impl Fn(Msg) + Send + Sync),
    ) {
        let (journal, ray) = (self.journal.clone(), self.client.last_ray());
        // The outcome goes to another thread as what is written of it.
        let outcome = match outcome {
            Outcome::Done(result) => Outcome::Done(made(result)),
            Outcome::Refused(fault) => Outcome::Refused(fault.clone()),
            Outcome::NotSent(fault) => Outcome::NotSent(fault.clone()),
            Outcome::Unknown(fault) => Outcome::Unknown(fault.clone()),
        };
        if let Ok((record, written)) = blocking(move || journal.end(begun, &outcome, ray, Clone::clone)).await {
            tell(Msg::Recorded(Box::new(record), written));
        }
    }
}

/// Runs what waits for a disk on a thread of its own.
pub(crate) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Fault::new(FaultKind::Bug, "a task of ours ended early"))
}
