//! One letter on its way: its PDF is fetched, then its file written.

use crate::domain::call::{Query, Reply, Urgency};
use crate::domain::{Fault, FaultKind, IconKey, Letter};
use crate::workbench::{Effect, Msg, Ticket, Tickets};

/// What is fetched, and how it will be written: whatever is typed meanwhile is about the next one.
#[derive(Debug, Clone, PartialEq)]
pub struct Errand {
    /// Of which interconnect.
    pub key: IconKey,
    /// The name of the file.
    file: String,
    /// The name on the letter, as it is remembered.
    name: Option<String>,
    /// Of the order under way.
    ticket: Ticket,
    step: Step,
}

#[derive(Debug, Clone, PartialEq)]
enum Step {
    Fetching(Option<Vec<u8>>),
    Writing,
}

/// What a message meant.
#[derive(Debug, PartialEq)]
pub enum Turn {
    /// A step on.
    On(Vec<Effect>),
    /// It is written, or will not be.
    Over(Result<Letter, Fault>),
}

impl Errand {
    /// Fetches the letter with the name `asked` on it; `None`: the account's own.
    pub fn start(
        key: IconKey,
        asked: Option<String>,
        file: String,
        name: Option<String>,
        tickets: &mut Tickets,
    ) -> (Self, Vec<Effect>) {
        let ticket = tickets.tear();
        let effects = vec![Effect::Ask { ticket, query: Query::Loa(key.clone(), asked), urgency: Urgency::User }];
        (Self { key, file, name, ticket, step: Step::Fetching(None) }, effects)
    }

    /// The file is being written.
    pub fn is_writing(&self) -> bool {
        self.step == Step::Writing
    }

    /// Takes a message that belongs to it. `None`: not its own.
    pub fn on(&mut self, msg: &Msg, tickets: &mut Tickets) -> Option<Turn> {
        match (msg, &mut self.step) {
            (Msg::Arrived { ticket, reply: Reply::Loa(pdf) }, Step::Fetching(kept)) if *ticket == self.ticket => {
                *kept = Some(pdf.clone());
                Some(Turn::On(vec![]))
            }
            (Msg::Ended { ticket, result, .. }, Step::Fetching(kept)) if *ticket == self.ticket => {
                let pdf = kept.take();
                Some(match result.clone().and_then(|()| pdf.ok_or_else(no_letter)) {
                    Ok(pdf) => Turn::On(self.write(pdf, tickets)),
                    Err(fault) => Turn::Over(Err(fault)),
                })
            }
            (Msg::LetterSaved { ticket, result, .. }, Step::Writing) if *ticket == self.ticket => {
                Some(Turn::Over(result.clone()))
            }
            _ => None,
        }
    }

    fn write(&mut self, pdf: Vec<u8>, tickets: &mut Tickets) -> Vec<Effect> {
        self.ticket = tickets.tear();
        self.step = Step::Writing;
        let (ticket, key) = (self.ticket, self.key.clone());
        vec![Effect::SaveLetter { ticket, key, pdf, file: self.file.clone(), name: self.name.clone() }]
    }
}

fn no_letter() -> Fault {
    Fault::new(FaultKind::Unreadable, "the answer held no letter")
}
