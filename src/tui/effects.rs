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
use crate::domain::{Fault, IconKey, Token, kept};
use crate::store::drafts::{Drafts, Turn};
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
            Effect::RecallLetters => self.look(|own| Some(Msg::LettersRecalled(shelf(own)))),
            Effect::Keep(kept, instead) => self.keep(kept, instead),
            Effect::Forget(kept) => self.forget(kept),
            Effect::Reclaim => self.look(|own| Some(Msg::Reclaimed(own.journal.left(&own.account())))),
            Effect::Settle(record) => self.look(move |own| {
                let written = record.ended.as_ref().map_or(Ok(()), |ended| own.journal.settle(&record.id, ended));
                Some(Msg::Recorded(record, written))
            }),
            Effect::KeepViews(views) => {
                let views = views.into_iter().map(|(name, value)| (name, client.without_token(&value))).collect();
                self.save(move |own| Msg::ViewsKept(own.views.keep(views, Timestamp::now()).map(|_| ())));
            }
            Effect::RecallViews => self.look(|own| Some(Msg::ViewsRecalled(views(own)))),
            Effect::Recall => self.look(|own| Some(Msg::Recalled(own.journal.read().map(Box::new)))),
            Effect::Gate(grant) => client.grant(grant),
            Effect::CountSharers => {
                self.look(|own| own.pollers.as_ref().map(|pollers| Msg::SharersCounted(pollers.count())));
            }
            Effect::RereadToken => self.look(|own| {
                let read = own.reread.as_ref()?();
                Some(Msg::TokenRead(read.and_then(|token| own.client.take_token(token))))
            }),
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

    /// Keeps a form, and forgets the one that it takes the place of.
    fn keep(&self, kept: Box<kept::Kept>, instead: Option<Box<kept::Kept>>) {
        let (drafts, turn) = self.drafts();
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

    fn forget(&self, kept: Box<kept::Kept>) {
        let (drafts, turn) = self.drafts();
        self.write(move |_, _| async move {
            let _ = blocking(move || drafts.forget(&kept, turn)).await;
        });
    }

    /// The drafts, and the turn of what is ordered now: threads may come to it in another order.
    fn drafts(&self) -> (Drafts, Turn) {
        let drafts = self.services.journal.drafts();
        (drafts.clone(), drafts.turn())
    }

    /// Writes a letter and remembers it.
    fn save_letter(&self, ticket: Ticket, key: IconKey, pdf: Vec<u8>, file: String, name: Option<String>) {
        self.save(move |own| {
            let saved = letter::save(&own.letters, &file, &pdf, There::Stays);
            let result = saved.map(|saved| saved.letter(Timestamp::now(), name));
            let remember = |letter| own.shelf.add(&own.account(), &key, letter).map(|_| ());
            let remembered = result.as_ref().map_or(Ok(()), remember);
            Msg::LetterSaved { ticket, key, result, remembered }
        });
    }

    /// Looks something up that no end of the run has to wait for, and tells what was found.
    fn look(&self, find: impl FnOnce(&Services) -> Option<Msg> + Send + 'static) {
        let (own, send) = (self.services.clone(), self.send.clone());
        tokio::task::spawn_blocking(move || find(&own).is_none_or(|msg| send.send(msg).is_ok()));
    }

    /// Writes a file. Also at the end of the run it is waited for: no part of a file is left behind.
    fn save(&self, write: impl FnOnce(&Services) -> Msg + Send + 'static) {
        let (own, send) = (self.services.clone(), self.send.clone());
        let task = move || drop(send.send(write(&own)));
        self.writes.lock().unwrap_or_else(PoisonError::into_inner).spawn_blocking(task);
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

/// What is remembered of letters.
fn shelf(own: &Services) -> Result<Box<Shelf>, Fault> {
    let found = own.shelf.read(&own.account(), Timestamp::now())?;
    let aside = found.aside.map(|path| path.display().to_string());
    Ok(Box::new(Shelf { letters: found.letters, aside }))
}

/// What was set on tables.
fn views(own: &Services) -> Result<Box<Recalled>, Fault> {
    let found = own.views.read(Timestamp::now())?;
    let aside = found.aside.map(|path| path.display().to_string());
    Ok(Box::new(Recalled { views: found.values, aside }))
}

/// Puts messages into the queue.
type Teller = Box<dyn Fn(Msg) + Send + Sync>;

fn teller(send: &UnboundedSender<Msg>) -> Teller {
    let send = send.clone();
    Box::new(move |msg| {
        let _ = send.send(msg);
    })
}
