//! The letters of several interconnects, saved one after another: one name for all, each file by its interconnect's name.

use jiff::Timestamp;

use super::errand::{Errand, Turn};
use super::letter::{dated_file, default_file};
use crate::domain::draft::Problem;
use crate::domain::{Fault, FaultKind, IconKey, Letter};
use crate::workbench::form::{Form, Spec};
use crate::workbench::sheet::Scroll;
use crate::workbench::{Effect, Msg, Tickets};

static NAME: Spec = Spec::new(
    "name",
    "Name on the letters",
    "who authorises the cross-connects; at most 200 characters. Empty: the account's own name",
);
static DATED: Spec = Spec::new(
    "dated",
    "Day in the file names",
    "yes: a newer letter lies beside an older one; no: where a file has the name already, that letter is not saved",
);

/// Where the flow stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Stage {
    /// The person fills the form.
    Fill,
    /// The next one is on its way.
    Under(Errand),
    /// All were tried, or as many as a person waited for.
    Over,
}

/// The flow.
#[derive(Debug, Clone, PartialEq)]
pub struct SaveLetters {
    /// Of which interconnects.
    pub keys: Vec<IconKey>,
    /// The name on all of them, and whether the day stands in the names of the files.
    pub form: Form,
    /// Of so many a letter was saved before.
    pub before: usize,
    /// Where it stands.
    pub stage: Stage,
    /// How each ended so far, in the order of `keys`.
    pub ended: Vec<Result<Letter, Fault>>,
    /// How far down the list of them.
    pub scroll: Scroll,
    began: Timestamp,
}

impl SaveLetters {
    /// Begins by asking for the name; of `before` of them a letter was saved before.
    pub fn new(keys: Vec<IconKey>, before: usize, began: Timestamp) -> Self {
        let dated = if before > 0 { "yes" } else { "no" };
        let form = Form::new([(&NAME, String::new()), (&DATED, dated.to_owned())]);
        Self { keys, form, before, stage: Stage::Fill, ended: Vec::new(), scroll: Scroll::default(), began }
    }

    /// The name of the file of one.
    fn file(&self, key: &IconKey) -> String {
        if self.form.text("dated") == "yes" { dated_file(key.as_str(), self.began) } else { default_file(key.as_str()) }
    }

    /// Fetches and saves the first, if the name can be used.
    pub fn submit(&mut self, tickets: &mut Tickets) -> Vec<Effect> {
        let mut problems: Vec<_> =
            crate::domain::rules::letter_name("name", self.form.text("name")).into_iter().collect();
        if !matches!(self.form.text("dated"), "yes" | "no") {
            problems.push(Problem::error("dated", "yes or no"));
        }
        if self.stage != Stage::Fill || !self.form.passes(problems) {
            return vec![];
        }
        self.next(tickets)
    }

    /// Stops after what is under way. Answers whether there was anything to stop.
    pub fn stop(&mut self) -> bool {
        let more = self.keys.len() > self.ended.len() + 1;
        let running = more && !matches!(self.stage, Stage::Fill | Stage::Over);
        if running {
            self.keys.truncate(self.ended.len() + 1);
        }
        running
    }

    /// How many were saved.
    pub fn saved(&self) -> usize {
        self.ended.iter().filter(|ended| ended.is_ok()).count()
    }

    /// Takes a message that belongs to it. `None`: not its own.
    pub fn on(&mut self, msg: &Msg, tickets: &mut Tickets) -> Option<Vec<Effect>> {
        let Stage::Under(errand) = &mut self.stage else { return None };
        Some(match errand.on(msg, tickets)? {
            Turn::On(effects) => effects,
            Turn::Over(result) => self.over(result, tickets),
        })
    }

    /// One is over; the next begins, unless what went wrong would go wrong with all.
    fn over(&mut self, result: Result<Letter, Fault>, tickets: &mut Tickets) -> Vec<Effect> {
        let ends =
            result.as_ref().err().is_some_and(|fault| fault.stops_polling() || fault.kind == FaultKind::RateLimited);
        self.ended.push(result);
        if ends {
            self.keys.truncate(self.ended.len());
        }
        self.next(tickets)
    }

    fn next(&mut self, tickets: &mut Tickets) -> Vec<Effect> {
        let Some(key) = self.keys.get(self.ended.len()).cloned() else {
            self.stage = Stage::Over;
            return vec![];
        };
        let (file, name) = (self.file(&key), self.form.given("name"));
        let (errand, effects) = Errand::start(key, name.clone(), file, name, tickets);
        self.stage = Stage::Under(errand);
        effects
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::call::{Query, Reply};
    use crate::workbench::Ticket;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn ended(ticket: Ticket, result: Result<(), Fault>) -> Msg {
        Msg::Ended { ticket, result, took: std::time::Duration::ZERO, meter: crate::domain::call::Meter::default() }
    }

    fn saved(ticket: Ticket) -> Msg {
        let letter = Letter { saved: NOW, name: None, path: "/x.pdf".into(), size: 4, sha256: "00".into() };
        Msg::LetterSaved { ticket, key: "a".into(), result: Ok(letter), remembered: Ok(()) }
    }

    fn ticket(effects: &[Effect]) -> Ticket {
        match effects {
            [Effect::Ask { ticket, .. } | Effect::SaveLetter { ticket, .. }] => *ticket,
            other => panic!("{other:?}"),
        }
    }

    /// The letter on its way comes and is written.
    fn one(flow: &mut SaveLetters, fetch: Ticket, tickets: &mut Tickets) -> Vec<Effect> {
        flow.on(&Msg::Arrived { ticket: fetch, reply: Reply::Loa(b"%PDF".to_vec()) }, tickets);
        let save = ticket(&flow.on(&ended(fetch, Ok(())), tickets).unwrap());
        flow.on(&saved(save), tickets).unwrap()
    }

    #[test]
    fn one_after_another_and_one_that_fails_leaves_the_others() {
        let mut tickets = Tickets::default();
        let mut flow = SaveLetters::new(vec!["a".into(), "b".into(), "c".into()], 0, NOW);
        flow.form.paste("Norrland AB");
        let first = flow.submit(&mut tickets);
        assert!(matches!(&first[..], [Effect::Ask { query: Query::Loa(key, Some(name)), .. }]
            if key.as_str() == "a" && name == "Norrland AB"));
        assert!(flow.submit(&mut tickets).is_empty(), "the second Enter finds nothing to do");
        let second = one(&mut flow, ticket(&first), &mut tickets);
        let third = flow.on(&ended(ticket(&second), Err(Fault::new(FaultKind::NotFound, "x"))), &mut tickets).unwrap();
        assert!(one(&mut flow, ticket(&third), &mut tickets).is_empty());
        assert_eq!((flow.stage.clone(), flow.saved(), flow.ended.len()), (Stage::Over, 2, 3));
    }

    #[test]
    fn a_limit_ends_it_and_a_person_stops_it_after_the_one_under_way() {
        let mut tickets = Tickets::default();
        let keys = || vec!["a".into(), "b".into(), "c".into()];
        let mut flow = SaveLetters::new(keys(), 0, NOW);
        let first = ticket(&flow.submit(&mut tickets));
        let limit = Err(Fault::new(FaultKind::RateLimited, "429"));
        assert!(flow.on(&ended(first, limit), &mut tickets).unwrap().is_empty());
        assert_eq!((flow.stage.clone(), flow.ended.len()), (Stage::Over, 1), "the others would end alike");
        let mut flow = SaveLetters::new(keys(), 0, NOW);
        let first = ticket(&flow.submit(&mut tickets));
        assert!(flow.stop());
        assert!(one(&mut flow, first, &mut tickets).is_empty());
        assert_eq!((flow.stage.clone(), flow.saved()), (Stage::Over, 1));
        assert!(!flow.stop());
    }
}
