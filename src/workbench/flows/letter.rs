//! Saving a Letter of Authorization: the name on it and the name of the file asked, the PDF fetched, the file written.

use jiff::Timestamp;

use super::errand::{Errand, Turn};
use crate::domain::call::{Query, Reply, Urgency};
use crate::domain::draft::Problem;
use crate::domain::{Fault, FaultKind, IconKey, Letter};
use crate::workbench::form::{Form, Spec};
use crate::workbench::{Effect, Msg, Ticket, Tickets};

static NAME: Spec = Spec::new(
    "name",
    "Name on the letter",
    "who authorises the cross-connect; at most 200 characters. Empty: the account's own name",
);
static FILE: Spec =
    Spec::new("file", "File name", "letters, digits, dot, dash, underscore; never over an existing file");

/// Where the flow stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Stage {
    /// The default name is being asked for.
    Naming(Ticket),
    /// The person fills the form.
    Fill,
    /// It is on its way.
    Under(Errand),
    /// Done.
    Saved(Letter),
}

/// The flow.
#[derive(Debug, Clone, PartialEq)]
pub struct SaveLetter {
    /// Of which interconnect.
    pub key: IconKey,
    /// The two names.
    pub form: Form,
    /// Where it stands.
    pub stage: Stage,
    /// Why the last step failed.
    pub trouble: Option<Fault>,
    default_name: String,
    /// The server told that name.
    told: bool,
}

impl SaveLetter {
    /// Begins by asking for the default name; `account` stands in where the server does not tell one.
    pub fn start(key: IconKey, file: String, account: &str, tickets: &mut Tickets) -> (Self, Vec<Effect>) {
        let ticket = tickets.tear();
        let flow = Self {
            form: Form::new([(&NAME, account.to_owned()), (&FILE, file)]),
            stage: Stage::Naming(ticket),
            trouble: None,
            default_name: account.to_owned(),
            told: false,
            key: key.clone(),
        };
        (flow, vec![Effect::Ask { ticket, query: Query::LoaName(key), urgency: Urgency::User }])
    }

    /// Fetches and saves, if the names can be used.
    pub fn submit(&mut self, tickets: &mut Tickets) -> Vec<Effect> {
        if self.stage != Stage::Fill {
            return vec![];
        }
        self.trouble = None;
        if !self.form.passes(self.problems()) {
            return vec![];
        }
        let asked = self.asked_name();
        let name = asked.clone().or_else(|| self.told.then(|| self.default_name.clone()));
        let file = self.form.text("file").to_owned();
        let (errand, effects) = Errand::start(self.key.clone(), asked, file, name, tickets);
        self.stage = Stage::Under(errand);
        effects
    }

    /// The name that is sent; the account's own is not.
    fn asked_name(&self) -> Option<String> {
        self.form.given("name").filter(|name| *name != self.default_name)
    }

    fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        problems.extend(crate::domain::rules::letter_name("name", self.form.text("name")));
        let file = self.form.text("file");
        let plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        if file.is_empty() || file.len() > 120 || !file.chars().all(plain) || file.starts_with(['.', '-']) {
            let text = "letters, digits, dot, dash and underscore, not starting with dot or dash";
            problems.push(Problem::error("file", text));
        }
        problems
    }

    /// Takes a message that belongs to it. `None`: not its own.
    pub fn on(&mut self, msg: &Msg, tickets: &mut Tickets) -> Option<Vec<Effect>> {
        match (msg, &mut self.stage) {
            (Msg::Arrived { ticket, reply: Reply::LoaName(name) }, Stage::Naming(mine)) if ticket == mine => {
                // The server's words become form text: cleaned, as everything that is drawn.
                if let Some(name) = name.as_deref().map(crate::domain::text::clean).filter(|name| !name.is_empty()) {
                    self.default_name.clone_from(&name);
                    self.told = true;
                    let file = self.form.text("file").to_owned();
                    self.form = Form::new([(&NAME, name), (&FILE, file)]);
                }
                Some(vec![])
            }
            (Msg::Ended { ticket, .. }, Stage::Naming(mine)) if ticket == mine => {
                self.stage = Stage::Fill;
                Some(vec![])
            }
            (msg, Stage::Under(errand)) => Some(match errand.on(msg, tickets)? {
                Turn::On(effects) => effects,
                Turn::Over(Ok(saved)) => {
                    self.stage = Stage::Saved(saved);
                    vec![]
                }
                Turn::Over(Err(fault)) => {
                    self.back(fault);
                    vec![]
                }
            }),
            _ => None,
        }
    }

    fn back(&mut self, fault: Fault) {
        self.stage = Stage::Fill;
        if fault.kind == FaultKind::Local {
            self.form.focus_on("file");
        }
        self.trouble = Some(fault);
    }
}

/// `loa-` and the interconnect's name in safe characters (RELIABILITY L1).
pub fn default_file(name: &str) -> String {
    format!("loa-{}.pdf", stem(name))
}

/// The same with the day in it, to lie beside an older letter.
pub fn dated_file(name: &str, now: Timestamp) -> String {
    format!("loa-{}-{}.pdf", stem(name), now.strftime("%Y%m%d"))
}

fn stem(name: &str) -> String {
    let safe: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' }).take(64).collect();
    let safe = safe.trim_start_matches(['.', '-']);
    if safe.is_empty() { "interconnect".to_owned() } else { safe.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbench::key::{Code, Key};

    fn ended(ticket: Ticket, result: Result<(), Fault>) -> Msg {
        Msg::Ended { ticket, result, took: std::time::Duration::ZERO, meter: crate::domain::call::Meter::default() }
    }

    fn ask(effects: &[Effect]) -> (Ticket, &Query) {
        let [Effect::Ask { ticket, query, .. }] = effects else { panic!("{effects:?}") };
        (*ticket, query)
    }

    #[test]
    fn names_of_files_are_safe() {
        assert_eq!(default_file("icn-iad-a"), "loa-icn-iad-a.pdf");
        assert_eq!(default_file("../../etc/passwd"), "loa-_.._etc_passwd.pdf");
        assert_eq!(default_file("...-"), "loa-interconnect.pdf");
        assert_eq!(default_file(&"x".repeat(300)).len(), 72);
        assert_eq!(dated_file("a/b", "2026-11-25T23:59:00Z".parse().unwrap()), "loa-a_b-20261125.pdf");
    }

    #[test]
    fn the_default_name_is_not_sent_and_another_is() {
        let mut tickets = Tickets::default();
        let (mut flow, effects) = SaveLetter::start("icn-1".into(), default_file("icn-1"), "Account", &mut tickets);
        let (first, _) = ask(&effects);
        flow.on(&Msg::Arrived { ticket: first, reply: Reply::LoaName(Some("Norrland".into())) }, &mut tickets);
        flow.on(&ended(first, Ok(())), &mut tickets);
        assert_eq!(flow.form.text("name"), "Norrland");
        let mut other = flow.clone();
        assert_eq!(ask(&flow.submit(&mut tickets)).1, &Query::Loa("icn-1".into(), None));
        other.form.press(Key::plain(Code::End));
        other.form.paste(" AB");
        assert_eq!(ask(&other.submit(&mut tickets)).1, &Query::Loa("icn-1".into(), Some("Norrland AB".into())));
    }

    #[test]
    fn what_is_typed_while_a_letter_is_on_its_way_changes_nothing_of_it() {
        let mut tickets = Tickets::default();
        let (mut flow, effects) = SaveLetter::start("icn-1".into(), default_file("icn-1"), "Account", &mut tickets);
        flow.on(&ended(ask(&effects).0, Ok(())), &mut tickets);
        let (fetch, _) = ask(&flow.submit(&mut tickets));
        flow.form.set("name", "Somebody else");
        flow.form.set("file", "another.pdf");
        flow.on(&Msg::Arrived { ticket: fetch, reply: Reply::Loa(b"%PDF".to_vec()) }, &mut tickets);
        let effects = flow.on(&ended(fetch, Ok(())), &mut tickets).unwrap();
        let [Effect::SaveLetter { file, name, .. }] = effects.as_slice() else { panic!("{effects:?}") };
        assert_eq!((file.as_str(), name), ("loa-icn-1.pdf", &None));
    }

    #[test]
    fn a_refused_file_keeps_the_names_and_a_double_press_asks_once() {
        let mut tickets = Tickets::default();
        let (mut flow, effects) = SaveLetter::start("icn-1".into(), default_file("icn-1"), "Account", &mut tickets);
        let (first, _) = ask(&effects);
        // No default name on this server: the account stands in.
        flow.on(&ended(first, Err(Fault::new(FaultKind::NotFound, "x"))), &mut tickets).unwrap();
        let effects = flow.submit(&mut tickets);
        let (fetch, _) = ask(&effects);
        assert!(flow.submit(&mut tickets).is_empty(), "the second Enter finds nothing to do");
        flow.on(&Msg::Arrived { ticket: fetch, reply: Reply::Loa(b"%PDF".to_vec()) }, &mut tickets);
        let effects = flow.on(&ended(fetch, Ok(())), &mut tickets).unwrap();
        let [Effect::SaveLetter { ticket, file, name: None, .. }] = effects.as_slice() else { panic!("{effects:?}") };
        assert_eq!(file, "loa-icn-1.pdf");
        let (key, result) = ("icn-1".into(), Err(Fault::new(FaultKind::Local, "exists")));
        let refused = Msg::LetterSaved { ticket: *ticket, key, result, remembered: Ok(()) };
        flow.on(&refused, &mut tickets).unwrap();
        assert_eq!((flow.stage.clone(), flow.form.focus()), (Stage::Fill, Some(1)));
        assert_eq!(flow.form.text("name"), "Account");
        flow.form.paste("/../x");
        assert!(flow.submit(&mut tickets).is_empty() && flow.form.fields[1].problem.is_some());
    }
}
