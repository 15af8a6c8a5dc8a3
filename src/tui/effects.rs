//! Orders become tasks, tasks become messages. Here is everything that the workbench itself must not touch.

use std::future::Future;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::JoinSet;

use crate::api::Client;
use crate::carry::{self, Courier, blocking};
use crate::domain::call::{Query, Urgency};
use crate::domain::{Fault, IconKey, Token};
use crate::store::journal::Journal;
use crate::store::kept::Kept;
use crate::store::letter::{self, There};
use crate::store::letters::SavedLetters;
use crate::store::pollers::Pollers;
use crate::workbench::letters::Shelf;
use crate::workbench::views::Recalled;
use crate::workbench::{Effect, Msg, Ticket};

/// Reads the token from its source once more.
pub type Reread = Arc<dyn Fn() -> Result<Token, Fault> + Send + Sync>;

/// What the tasks work with.
#[derive(Clone)]
pub struct Services {
    /// Talks.
    pub client: Client,
    /// Remembers changes; what cannot be written down is not sent.
    pub journal: Journal,
    /// Who else reads from the same server; `None` where nobody can.
    pub pollers: Option<Arc<Pollers>>,
    /// Where letters go.
    pub letters: PathBuf,
    /// Remembers which letters were saved.
    pub shelf: SavedLetters,
    /// Keeps what a person sets on tables.
    pub views: Kept,
    /// Reads the token again; `None` where its source cannot change.
    pub reread: Option<Reread>,
}

impl Services {
    /// The account that is talked about; empty where none is chosen yet.
    fn account(&self) -> String {
        self.client.account().map(ToString::to_string).unwrap_or_default()
    }
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
            Effect::Prepare { ticket, draft } => self.tell(carry::prepare(client, ticket, *draft)),
            Effect::DryRun { ticket, prepared } => self.write(move |courier, tell| async move {
                courier.dry_run(ticket, &prepared, tell).await;
            }),
            Effect::Commit { ticket, confirmed } => self.write(move |courier, tell| async move {
                courier.commit(ticket, &confirmed, tell).await;
            }),
            Effect::SaveLetter { ticket, key, pdf, file, name } => self.save_letter(ticket, key, pdf, file, name),
            Effect::RecallLetters => self.recall_letters(),
            Effect::Keep(kept, instead) => {
                let (drafts, turn) = (self.services.journal.drafts().clone(), self.services.journal.drafts().turn());
                self.write(move |_, tell| async move {
                    let keep = move || {
                        drafts.keep(&kept, turn)?;
                        instead.map_or(Ok(()), |old| drafts.forget(&old, drafts.turn()))
                    };
                    if let Err(fault) = blocking(keep).await.and_then(|kept| kept) {
                        tell(Msg::NotKept(fault));
                    }
                });
            }
            Effect::Forget(kept) => {
                let (drafts, turn) = (self.services.journal.drafts().clone(), self.services.journal.drafts().turn());
                self.write(move |_, _| async move {
                    let _ = blocking(move || drafts.forget(&kept, turn)).await;
                });
            }
            Effect::Reclaim => {
                let (journal, send) = (self.services.journal.clone(), self.send.clone());
                let account = self.services.account();
                tokio::task::spawn_blocking(move || send.send(Msg::Reclaimed(journal.left(&account))).is_ok());
            }
            Effect::Settle(record) => {
                let (journal, send) = (self.services.journal.clone(), self.send.clone());
                tokio::task::spawn_blocking(move || {
                    let written = record.ended.as_ref().map_or(Ok(()), |ended| journal.settle(&record.id, ended));
                    send.send(Msg::Recorded(record, written)).is_ok()
                });
            }
            Effect::KeepViews(views) => {
                let (kept, send) = (self.services.views.clone(), self.send.clone());
                let views = views.into_iter().map(|(name, value)| (name, client.without_token(&value))).collect();
                let write = move || {
                    let written = kept.keep(views, Timestamp::now()).map(|_| ());
                    let _ = send.send(Msg::ViewsKept(written));
                };
                // Also at the end of the run it is waited for.
                self.writes.lock().unwrap_or_else(PoisonError::into_inner).spawn_blocking(write);
            }
            Effect::RecallViews => {
                let (kept, send) = (self.services.views.clone(), self.send.clone());
                tokio::task::spawn_blocking(move || {
                    let found = kept.read(Timestamp::now()).map(|found| {
                        let aside = found.aside.map(|path| path.display().to_string());
                        Box::new(Recalled { views: found.values, aside })
                    });
                    send.send(Msg::ViewsRecalled(found)).is_ok()
                });
            }
            Effect::Recall => {
                let (journal, send) = (self.services.journal.clone(), self.send.clone());
                tokio::task::spawn_blocking(move || send.send(Msg::Recalled(journal.read().map(Box::new))).is_ok());
            }
            Effect::Gate(grant) => client.grant(grant),
            Effect::CountSharers => {
                let (pollers, send) = (self.services.pollers.clone(), self.send.clone());
                tokio::task::spawn_blocking(move || {
                    if let Some(pollers) = pollers {
                        let _ = send.send(Msg::SharersCounted(pollers.count()));
                    }
                });
            }
            Effect::RereadToken => {
                let (services, send) = (self.services.clone(), self.send.clone());
                tokio::task::spawn_blocking(move || {
                    let Some(reread) = &services.reread else { return };
                    let result = reread().and_then(|token| services.client.take_token(token));
                    let _ = send.send(Msg::TokenRead(result));
                });
            }
            // The loop's own.
            Effect::Copy { .. }
            | Effect::Edit { .. }
            | Effect::Ring { .. }
            | Effect::Switch(_)
            | Effect::Repaint
            | Effect::Mouse(_)
            | Effect::Suspend
            | Effect::Quit(_) => {}
        }
    }

    /// Writes a letter and remembers it. Also at the end of the run that is waited for: no part of a file is left behind.
    fn save_letter(&self, ticket: Ticket, key: IconKey, pdf: Vec<u8>, file: String, name: Option<String>) {
        let (services, send) = (self.services.clone(), self.send.clone());
        let write = move || {
            let saved = letter::save(&services.letters, &file, &pdf, There::Stays);
            let result = saved.map(|saved| saved.letter(Timestamp::now(), name));
            let remember = |letter| services.shelf.add(&services.account(), &key, letter).map(|_| ());
            let remembered = result.as_ref().map_or(Ok(()), remember);
            let _ = send.send(Msg::LetterSaved { ticket, key, result, remembered });
        };
        self.writes.lock().unwrap_or_else(PoisonError::into_inner).spawn_blocking(write);
    }

    fn recall_letters(&self) {
        let (services, send) = (self.services.clone(), self.send.clone());
        tokio::task::spawn_blocking(move || {
            let found = services.shelf.read(&services.account(), Timestamp::now());
            let shelf = found.map(|found| {
                let aside = found.aside.map(|path| path.display().to_string());
                Box::new(Shelf { letters: found.letters, aside })
            });
            send.send(Msg::LettersRecalled(shelf)).is_ok()
        });
    }

    /// Waits for the outcomes of changes under way, but not for ever.
    pub async fn finish(&self, longest: Duration) {
        let mut writes = std::mem::take(&mut *self.writes.lock().unwrap_or_else(PoisonError::into_inner));
        let all = async { while writes.join_next().await.is_some() {} };
        if tokio::time::timeout(longest, all).await.is_err() {
            let journal = self.services.journal.clone();
            let _ = tokio::time::timeout(longest, blocking(move || journal.abandon())).await;
        }
    }

    fn ask(&self, ticket: Ticket, query: Query, urgency: Urgency) {
        tokio::spawn(carry::ask(self.services.client.clone(), ticket, query, urgency, teller(&self.send)));
    }

    fn write<F: Future<Output = ()> + Send + 'static>(&self, work: impl FnOnce(Courier, Teller) -> F + Send + 'static) {
        let Services { client, journal, .. } = self.services.clone();
        let task = work(Courier { client, journal }, teller(&self.send));
        self.writes.lock().unwrap_or_else(PoisonError::into_inner).spawn(task);
    }
}

/// Puts messages into the queue.
type Teller = Box<dyn Fn(Msg) + Send + Sync>;

fn teller(send: &UnboundedSender<Msg>) -> Teller {
    let send = send.clone();
    Box::new(move |msg| {
        let _ = send.send(msg);
    })
}
