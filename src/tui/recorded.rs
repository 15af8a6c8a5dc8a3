//! Changes under way are written down before and after, off the loop's thread; the workbench hears of both.

use tokio::sync::mpsc::UnboundedSender;

use super::effects::Services;
use crate::domain::change::{Outcome, Request};
use crate::domain::{Fault, FaultKind};
use crate::store::journal::Begun;
use crate::workbench::Msg;

impl Services {
    /// Locks and writes down what is about to be sent; without that nothing is (RELIABILITY M4).
    pub(super) async fn intend(
        &self,
        request: &Request,
        query: &'static str,
        before: Option<String>,
        send: &UnboundedSender<Msg>,
    ) -> Result<Begun, Fault> {
        let (journal, request) = (self.journal.clone(), request.clone());
        let account = self.client.account().map(ToString::to_string).unwrap_or_default();
        let begun = blocking(move || journal.begin(&account, &request, query, before.as_deref()))
            .await
            .and_then(|begun| begun)?;
        let _ = send.send(Msg::Recorded(Box::new(begun.record.clone()), Ok(())));
        Ok(begun)
    }

    /// Writes down how it ended.
    pub(super) async fn ended<R>(
        &self,
        begun: Begun,
        outcome: &Outcome<R>,
        made: impl Fn(&R) -> Option<String>,
        send: &UnboundedSender<Msg>,
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
            let _ = send.send(Msg::Recorded(Box::new(record), written));
        }
    }
}

pub(super) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Fault::new(FaultKind::Bug, "a task of ours ended early"))
}
