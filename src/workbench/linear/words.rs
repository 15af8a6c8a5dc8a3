//! What a line means: a number, a word of ours, or a command by its name.

use std::time::Duration;

use super::{Linear, Part, Then, Turn, page};
use crate::workbench::command::{self, Command, Group, Scope, TABLE};
use crate::workbench::key::Key;
use crate::workbench::model::Model;
use crate::workbench::msg::Msg;
use crate::workbench::palette::{self, word};
use crate::workbench::panes::Pane;
use crate::workbench::picker::{Choice, best};
use crate::workbench::{gate, switch};

/// Most objects that are named where a name fits several.
const SEVERAL: usize = 9;

/// Everything may be said here: nothing that was typed or sent would be lost by going elsewhere.
pub(super) fn is_free(scope: Scope) -> bool {
    matches!(
        scope,
        Scope::Browse | Scope::Filter | Scope::Read | Scope::Describe | Scope::Document | Scope::Timeline | Scope::Pick
    )
}

fn say(line: impl Into<String>) -> Turn {
    Turn { msgs: vec![], then: Then::Say(vec![line.into()]) }
}

fn turn(choices: impl IntoIterator<Item = Choice>, then: Then) -> Turn {
    Turn { msgs: choices.into_iter().map(Msg::Chosen).collect(), then }
}

/// What a line means where the model stands.
pub(super) fn read(linear: &Linear, model: &Model, line: &str) -> Turn {
    let line = line.trim();
    let (verb, rest) = line.split_once(char::is_whitespace).map_or((line, ""), |(verb, rest)| (verb, rest.trim()));
    let (verb, scope) = (verb.to_lowercase(), model.scope());
    match verb.as_str() {
        "" => return Turn { msgs: vec![], then: Then::Say(vec![]) },
        "quit" | "exit" | "q" => return turn([Choice::OnTable(Command::Quit)], Then::Say(vec![])),
        "help" | "?" => return Turn { msgs: vec![], then: Then::Help },
        "status" => return Turn { msgs: vec![], then: Then::Status },
        "wait" => return wait(rest),
        "type" if scope == Scope::Form || scope == Scope::Pick => {
            return Turn { msgs: vec![Msg::Key(Key::ctrl('u')), Msg::Paste(rest.to_owned())], then: Then::Here };
        }
        _ => {}
    }
    if let Some(turn) = in_place(model, scope, &verb, rest) {
        return turn;
    }
    if !is_free(scope) {
        return say(format!("`{verb}` cannot be said here; {}", page::hints(model).join("")));
    }
    if let Ok(number) = verb.parse::<usize>() {
        return numbered(linear, number);
    }
    match verb.as_str() {
        "list" | "ls" => list(model, if rest == "all" { Part::All } else { Part::First }),
        "more" => list(model, Part::More),
        "filter" => filter(rest),
        _ => anywhere(linear, model, &line.to_lowercase(), &verb, rest),
    }
}

fn wait(rest: &str) -> Turn {
    match rest.trim_end_matches('s').trim().parse::<u64>() {
        Ok(seconds) => Turn { msgs: vec![], then: Then::After(Duration::from_secs(seconds.min(86_400))) },
        Err(_) => say("for how many seconds? such as: wait 30"),
    }
}

/// A command of the place that is open.
fn in_place(model: &Model, scope: Scope, verb: &str, rest: &str) -> Option<Turn> {
    // A filter line that does not parse stays open; nothing is lost with it.
    let row = TABLE.iter().find(|row| row.scope == scope && row.command.id() == verb)?;
    if matches!(scope, Scope::Browse | Scope::Filter) || !page::is_spoken(row.command) || !rest.is_empty() {
        return None;
    }
    if let Some(why) = command::reason(model, scope, row.command) {
        return Some(say(format!("not now: {why}")));
    }
    Some(turn([Choice::Run(row.command)], Then::Here))
}

/// Back to the table, whatever page is open.
fn list(model: &Model, part: Part) -> Turn {
    let leaves = model.sheet.is_some().then(|| Choice::Show(model.pane.source()));
    turn(leaves, Then::List(part))
}

fn filter(words: &str) -> Turn {
    let msgs = vec![
        Msg::Chosen(Choice::OnTable(Command::Filter)),
        Msg::Key(Key::ctrl('u')),
        Msg::Paste(words.to_owned()),
        Msg::Chosen(Choice::Run(Command::Accept)),
    ];
    Turn { msgs, then: Then::List(Part::First) }
}

/// An entry of the list that was told last.
fn numbered(linear: &Linear, number: usize) -> Turn {
    let Some((choice, why)) = number.checked_sub(1).and_then(|at| linear.menu.get(at)) else {
        return no_number(number);
    };
    if let Some(why) = why {
        return say(format!("not now: {why}"));
    }
    match choice {
        Choice::Object(pane, id) => object(*pane, id, Command::Open),
        other => turn([other.clone()], Then::Here),
    }
}

fn no_number(number: usize) -> Turn {
    say(format!("no object was told with the number {number}; `list` numbers them"))
}

fn object(pane: Pane, id: &str, command: Command) -> Turn {
    turn([Choice::Object(pane, id.to_owned()), Choice::OnTable(command)], Then::Here)
}

/// A pane, a command of the table, with an object's name behind it or not.
fn anywhere(linear: &Linear, model: &Model, line: &str, verb: &str, rest: &str) -> Turn {
    if let Some(pane) = palette::pane_named(line) {
        return turn([Choice::Show(pane)], Then::List(Part::First));
    }
    if let Some(span) = gate::typed(line) {
        return match span {
            Ok(span) => turn([Choice::Unlock(span)], Then::Here),
            Err(why) => say(why),
        };
    }
    if verb == "switch" && !rest.is_empty() {
        return switch_to(model, rest);
    }
    let whole = word(line).filter(|_| !rest.is_empty()).map(|command| (command, ""));
    let Some((command, name)) = whole.or_else(|| word(verb).map(|command| (command, rest))) else {
        return unknown(verb);
    };
    if !page::is_spoken(command) {
        return say(format!("`{verb}` needs a screen"));
    }
    if let (Command::Show(pane), "") = (command, name) {
        return turn([Choice::Show(pane)], Then::List(Part::First));
    }
    if name.is_empty() {
        if let Some(why) = command::reason(model, Scope::Browse, command) {
            return say(format!("not now: {why}"));
        }
        return turn([Choice::OnTable(command)], Then::Here);
    }
    if command.group() != Group::Object && !matches!(command, Command::Actions | Command::Mark) {
        return say(format!("`{}` is said alone", command.id()));
    }
    named(linear, model, command, name)
}

/// A command on an object that is named.
fn named(linear: &Linear, model: &Model, command: Command, name: &str) -> Turn {
    if let Ok(number) = name.parse::<usize>() {
        return match number.checked_sub(1).and_then(|at| linear.menu.get(at)) {
            Some((Choice::Object(pane, id), _)) => object(*pane, id, command),
            _ => no_number(number),
        };
    }
    let all = || {
        let panes = std::iter::once(model.pane).chain(Pane::ALL.into_iter().filter(|pane| *pane != model.pane));
        panes.flat_map(|pane| (0..pane.len(model)).map(move |row| (pane, pane.id(model, row), pane.name(model, row))))
    };
    if let Some((pane, id, _)) = all().find(|(_, id, own)| own.eq_ignore_ascii_case(name) || id == name) {
        return object(pane, &id, command);
    }
    let all: Vec<_> = all().collect();
    let found = best(name, all.iter().map(|(_, _, name)| name.as_str()));
    let found: Vec<_> = found.iter().filter_map(|at| all.get(*at as usize)).collect();
    match found.as_slice() {
        [] => say(format!("nothing is called {name}")),
        [(pane, id, _)] => object(*pane, id, command),
        several => {
            let line = |(pane, _, name): &&(Pane, String, String)| format!("{name}, {}", pane.title());
            let mut lines = vec![format!("{} are called like that; say more of the name:", several.len())];
            lines.extend(several.iter().take(SEVERAL).map(line));
            Turn { msgs: vec![], then: Then::Say(lines) }
        }
    }
}

fn switch_to(model: &Model, name: &str) -> Turn {
    if let Some(why) = switch::under_way(model) {
        return say(format!("not now: {why}"));
    }
    let entries = switch::entries(&model.session);
    let called = |text: &str| text.split_once(' ').is_some_and(|(_, own)| own.eq_ignore_ascii_case(name));
    let Some(entry) = entries.iter().find(|entry| called(&entry.text) || entry.hint == name) else {
        let known: Vec<&str> = entries.iter().map(|entry| entry.text.as_str()).collect();
        return say(format!("no profile and no account is called {name}; there are: {}", known.join(", ")));
    };
    match &entry.disabled {
        Some(why) => say(format!("not now: {why}")),
        None => turn([entry.choice.clone()], Then::Here),
    }
}

fn unknown(verb: &str) -> Turn {
    let ids: Vec<&str> = TABLE.iter().filter(|row| row.scope == Scope::Browse).map(|row| row.command.id()).collect();
    let near = best(verb, ids.iter().copied()).first().and_then(|at| ids.get(*at as usize).copied());
    let near = near.map(|near| format!("{near}? ")).unwrap_or_default();
    say(format!("`{verb}` is no command; {near}`help` tells all"))
}
