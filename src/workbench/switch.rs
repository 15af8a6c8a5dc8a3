//! Going over to another profile or account in place: what there is to choose, and what becomes of the model.

use super::effect::Effect;
use super::model::{Asked, Model, Purpose};
use super::panes::Tone;
use super::picker::{Choice, Entry, Picker};
use super::session::Session;
use super::sheet::Sheet;
use crate::domain::call::{Account, Query, Urgency};
use crate::domain::{AccountId, Fault, text};

/// Where to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A profile of the configuration file.
    Profile(String),
    /// An account that the token sees.
    Account(AccountId),
    /// The simulator.
    Demo,
}

/// A profile that can be gone over to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its name in the file.
    pub name: String,
    /// What tells it apart: account, host, mode, colour.
    pub about: String,
}

/// Opens the list of profiles and accounts.
pub(super) fn choose(model: &mut Model) {
    let entries = entries(&model.session);
    model.sheet = Some(Sheet::Pick(Box::new(Picker::new("Switch to a profile or an account", entries))));
    model.redraw = true;
}

/// The profiles of the file and the accounts of the token.
pub(super) fn entries(session: &Session) -> Vec<Entry> {
    let mut entries = Vec::new();
    for profile in &session.profiles {
        let here = (profile.name == session.profile && !session.simulated).then_some("you are here");
        let text = format!("profile {}", profile.name);
        entries.push(
            Entry::new(&text, &profile.about, Choice::Switch(Target::Profile(profile.name.clone()))).disabled(here),
        );
    }
    entries.extend(accounts(session));
    entries
}

fn accounts(session: &Session) -> impl Iterator<Item = Entry> + '_ {
    session.accounts.iter().map(|account| {
        let here = (session.account.as_ref() == Some(&account.id)).then_some("you are here");
        let choice = Choice::Switch(Target::Account(account.id.clone()));
        Entry::new(&format!("account {}", account.name), account.id.as_str(), choice).disabled(here)
    })
}

/// What has to end before anything can be switched.
pub(super) fn under_way(model: &Model) -> Option<&'static str> {
    if model.is_writing() {
        return Some("a change is under way");
    }
    model.switching.is_some().then_some("a switch is under way")
}

/// Why nothing can be switched now.
pub(super) fn disabled(model: &Model) -> Option<&'static str> {
    if let Some(why) = under_way(model) {
        return Some(why);
    }
    let session = &model.session;
    let others = session.profiles.len() + session.accounts.len();
    let here = usize::from(!session.simulated && session.profiles.iter().any(|own| own.name == session.profile));
    let here = here + session.accounts.iter().filter(|own| session.account.as_ref() == Some(&own.id)).count();
    (others <= here).then_some("no other profile in the file, no other account that the token sees")
}

/// Orders a switch; the present account stays on the screen until the other one answers.
pub(super) fn order(model: &mut Model, target: Target) -> Vec<Effect> {
    if model.is_writing() || model.switching.is_some() {
        model.say("not now: a change or a switch is under way", Tone::Warn);
        return vec![];
    }
    let to = match &target {
        Target::Profile(name) => format!("profile {name}"),
        Target::Account(id) => format!("account {id}"),
        Target::Demo => "the simulator".to_owned(),
    };
    model.say(&format!("going over to {to}..."), Tone::Busy);
    model.switching = Some(to);
    vec![Effect::Switch(target)]
}

/// A switch is over. A failed one changes nothing but the line that says why.
pub(super) fn over(model: &mut Model, result: Result<Session, Fault>) -> Vec<Effect> {
    let to = model.switching.take().unwrap_or_default();
    match result {
        Err(fault) => {
            let wall = model.now.wall;
            model.activity.note(wall, format!("not switched to {to}: {}", fault.headline()));
            model.say(&format!("not switched to {to}: {} {}", fault.headline(), fault.next_step()), Tone::Bad);
            vec![]
        }
        Ok(session) => {
            let mut next = Model::new(session, model.size, model.now);
            // No answer to an old question may reach the new account: its tickets are void.
            std::mem::swap(&mut next.tickets, &mut model.tickets);
            next.void = Some(next.tickets.tear());
            std::mem::swap(&mut next.activity, &mut model.activity);
            std::mem::swap(&mut next.keymap, &mut model.keymap);
            std::mem::swap(&mut next.uncertain, &mut model.uncertain);
            // The API counts by person, not by account: what was spent stays spent.
            next.refresh.carry_on(&mut model.refresh);
            next.refresh.take_part(next.session.poll_part, model.now.mono);
            std::mem::swap(&mut next.times, &mut model.times);
            next.mouse = model.mouse;
            // What a person wants of this screen and of all reading holds for every account.
            (next.paused, next.masked) = (model.paused, model.masked);
            (next.quiet, next.quiet_chosen) = (model.quiet, model.quiet_chosen);
            next.activity.note(model.now.wall, format!("switched to {to}"));
            *model = next;
            let still = if model.paused { model.spell("; reading is still paused (<pause>)") } else { String::new() };
            model.say(&format!("switched to {to}{still}"), Tone::Good);
            // What was unlocked was unlocked for the account that was left; the client may be the same.
            let mut effects = vec![Effect::Gate(model.gate.grant(model.now.mono))];
            effects.extend(model.open());
            effects
        }
    }
}

impl Model {
    /// The first orders for an account: what the first screen waits for. Where none is chosen yet, a person is asked.
    pub fn open(&mut self) -> Vec<Effect> {
        self.redraw = true;
        if self.session.account.is_none() {
            if !self.session.accounts.is_empty() {
                let entries = accounts(&self.session).collect();
                self.sheet =
                    Some(Sheet::Pick(Box::new(Picker::new("The token sees several accounts: which?", entries))));
            }
            return vec![];
        }
        let mut effects = self.start();
        effects.push(Effect::RecallViews);
        effects.push(Effect::RecallLetters);
        effects.push(Effect::Reclaim);
        effects.push(Effect::Recall);
        if !self.session.simulated && self.session.accounts.is_empty() {
            let ticket = self.tickets.tear();
            self.asked.insert(ticket, Asked { purpose: Purpose::Accounts, what: "accounts of the token".to_owned() });
            effects.push(Effect::Ask { ticket, query: Query::Accounts, urgency: Urgency::Poll });
        }
        effects
    }
}

/// The accounts came: for the list, and for the name of our own.
pub(super) fn accounts_came(model: &mut Model, accounts: Vec<Account>) {
    if let Some(own) = accounts.iter().find(|account| model.session.account.as_ref() == Some(&account.id)) {
        model.session.account_name = text::clean(&own.name);
        model.redraw = true;
    }
    model.session.accounts = accounts;
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::flows::change::DryRunPolicy;
    use super::super::key::{Code, Key};
    use super::super::{Msg, Now, update};
    use super::*;
    use crate::domain::call::{Meter, Reply};
    use crate::domain::{FaultKind, Page, Schema, Slot};

    fn session(account: Option<&str>, accounts: &[&str]) -> Session {
        Session {
            profile: "a".into(),
            account: account.map(AccountId::from),
            account_name: account.unwrap_or("account").to_owned(),
            schema: Schema::Published,
            mode: crate::domain::Mode::ReadOnly,
            dry_run: DryRunPolicy::Ask,
            accounts: accounts.iter().map(|id| Account { id: AccountId::from(*id), name: (*id).to_owned() }).collect(),
            ..Session::default()
        }
    }

    #[test]
    fn where_the_token_sees_several_accounts_a_person_is_asked() {
        let mut model = Model::new(session(None, &["one", "two"]), (80, 24), Now::default());
        assert_eq!(model.open(), [], "nothing is read of any of them");
        let mut press = |code| update(&mut model, Now::default(), Msg::Key(Key::plain(code)));
        press(Code::Down);
        let effects = press(Code::Enter);
        assert_eq!(effects, [Effect::Switch(Target::Account("two".into()))]);
    }

    #[test]
    fn answers_for_the_account_that_was_left_are_dropped() {
        let mut model = Model::new(session(Some("one"), &["one", "two"]), (80, 24), Now::default());
        let old = model.open();
        order(&mut model, Target::Account("two".into()));
        assert!(order(&mut model, Target::Account("one".into())).is_empty(), "one switch at a time");
        let next = Box::new(session(Some("two"), &["one", "two"]));
        let fresh = update(&mut model, Now::default(), Msg::Switched(Ok(next)));
        assert!(fresh.iter().any(|effect| matches!(effect, Effect::Ask { .. })));
        for effect in old {
            let Effect::Ask { ticket, .. } = effect else { continue };
            let page = Page { rows: Vec::<Slot>::new(), unreadable: vec![], number: 1, last: true };
            update(&mut model, Now::default(), Msg::Arrived { ticket, reply: Reply::Slots(page) });
            let result = Err(Fault::new(FaultKind::Token, "the old token"));
            let ended = Msg::Ended { ticket, result, took: Duration::ZERO, meter: Meter::default() };
            update(&mut model, Now::default(), ended);
        }
        assert_eq!((model.session.account_name.as_str(), &model.stopped), ("two", &None));
    }

    #[test]
    fn what_a_person_wants_of_the_screen_holds_for_the_next_account() {
        let mut model = Model::new(session(Some("one"), &["one", "two"]), (80, 24), Now::default());
        model.open();
        for key in ['p', 'm', 't'] {
            update(&mut model, Now::default(), Msg::Key(Key::char(key)));
        }
        update(&mut model, Now::default(), Msg::Focus(false));
        update(&mut model, Now::default(), Msg::SharersCounted(Ok(3)));
        let rate = model.refresh.purse.rate();
        let next = Box::new(session(Some("two"), &["one", "two"]));
        let effects = update(&mut model, Now::default(), Msg::Switched(Ok(next)));
        assert!(!effects.iter().any(
            |effect| matches!(effect, Effect::Ask { urgency: Urgency::Poll, query, .. } if *query != Query::Accounts)
        ));
        assert!(model.paused && model.masked && model.times.local, "paused, masked, local");
        assert_eq!(model.mask().unwrap().hide("account one, two"), "account [account], [account]", "others', too");
        assert!((model.refresh.factor() - 4.0).abs() < f64::EPSILON, "nobody looks at it now either");
        assert_eq!(model.refresh.sharers, 3);
        assert!((model.refresh.purse.rate() - rate).abs() < 1e-9);
        assert!(model.notice.as_ref().unwrap().text.contains("still paused"));
    }

    #[test]
    fn accounts_that_cannot_be_listed_stop_nothing() {
        let mut model = Model::new(session(Some("one"), &[]), (80, 24), Now::default());
        let asked = model.open();
        let ticket = asked.iter().find_map(|effect| match effect {
            Effect::Ask { ticket, query: Query::Accounts, .. } => Some(*ticket),
            _ => None,
        });
        let result = Err(Fault::new(FaultKind::Forbidden, "no"));
        let ended = Msg::Ended { ticket: ticket.unwrap(), result, took: Duration::ZERO, meter: Meter::default() };
        update(&mut model, Now::default(), ended);
        assert_eq!(model.stopped, None);
    }
}
