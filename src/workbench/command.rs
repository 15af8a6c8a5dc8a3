//! The one table of actions: keys, footer, help and the reasons why something cannot be done all come from it.

mod reason;
mod scope;
mod verb;

pub use reason::reason;
pub use scope::Scope;
pub use verb::{Command, Group};

use super::gate::Gate;
use super::key::{Code, Key};
use super::model::Model;
use super::panes::Pane;

/// A row of the table.
#[derive(Debug)]
pub struct Row {
    /// What it does.
    pub command: Command,
    /// Its words in the help.
    pub title: &'static str,
    /// Its word in the footer; empty: not there.
    pub hint: &'static str,
    /// Its keys, the shown one first.
    pub keys: &'static [Key],
    /// Where it works.
    pub scope: Scope,
}

const fn row(scope: Scope, command: Command, keys: &'static [Key], title: &'static str, hint: &'static str) -> Row {
    Row { command, title, hint, keys, scope }
}

const fn k(c: char) -> Key {
    Key::char(c)
}
const fn c(c: char) -> Key {
    Key::ctrl(c)
}
const fn p(code: Code) -> Key {
    Key::plain(code)
}

use Command as C;
use Scope as S;

/// The table.
pub static TABLE: &[Row] = &[
    row(S::Browse, C::Open, &[p(Code::Enter), k('d')], "open the whole detail", "open"),
    row(
        S::Browse,
        C::Add,
        &[k('a')],
        "create an interconnect or a CNI; on a free slot: an interconnect there",
        "create",
    ),
    row(S::Browse, C::Edit, &[k('e')], "change the selected CNI, health check or settings", "edit"),
    row(S::Browse, C::Delete, &[k('D')], "delete the selected interconnect or CNI", ""),
    row(S::Browse, C::Letter, &[k('l')], "save the Letter of Authorization (LOA)", "LOA"),
    row(S::Browse, C::Letters, &[k('L')], "save the letters of all rows that are shown, one after another", ""),
    row(S::Browse, C::Filter, &[k('/')], "filter the rows: word !word site:iad speed>=10G since<1h", "filter"),
    row(S::Browse, C::Availability, &[k('o')], "where is a slot free: by site and speed, or one by one", "where free"),
    row(S::Browse, C::Narrow, &[k('f')], "ask the server for some slots only: site, speed, free, address", "ask for"),
    row(S::Browse, C::Timeline, &[k('T')], "timeline: what changed in this session, newest first", "changes"),
    row(S::Browse, C::Raw, &[k('v')], "the JSON as the server sends it", "JSON"),
    row(S::Browse, C::Why, &[k('i')], "why it is not healthy, and text for a ticket", "why"),
    row(S::Browse, C::Copy, &[k('y'), k('c')], "send the name or id to the terminal's clipboard (OSC 52)", ""),
    row(S::Browse, C::CopyChoice, &[k('Y')], "choose what to copy: fields, JSON, command, ticket text", ""),
    row(S::Browse, C::Older, &[k('[')], "back to the object looked at before", ""),
    row(S::Browse, C::Newer, &[k(']')], "on to the object looked at after", ""),
    row(S::Browse, C::Mask, &[k('m')], "hide accounts and addresses on the screen, and show them", ""),
    row(S::Browse, C::Refresh, &[k('r')], "read this pane again, now", ""),
    row(S::Browse, C::Switch, &[k('P')], "go over to another profile or account", ""),
    row(S::Welcome, C::Demo, &[k('d')], "open the demo: simulated data, no token, no network", "demo"),
    row(S::Welcome, C::Quit, &[k('q'), p(Code::Esc)], "quit", "quit"),
    row(S::Welcome, C::Help, &[k('?'), p(Code::F(1))], "the keys that work here", "keys"),
    row(S::Browse, C::Receipts, &[k('R')], "receipts: what was changed, by whom, how it ended; undo", ""),
    row(S::Browse, C::Drafts, &[], "drafts: forms that were not finished", ""),
    row(S::Browse, C::Write, &[], "unlock writing for 15 minutes (`write 30m`: for another time)", ""),
    row(S::Browse, C::Lock, &[], "lock writing now", ""),
    row(S::Browse, C::Pause, &[k('p')], "pause and resume all reading", ""),
    row(S::Browse, C::Show(Pane::Interconnects), &[k('1')], "interconnects", ""),
    row(S::Browse, C::Show(Pane::Cnis), &[k('2')], "CNIs", ""),
    row(S::Browse, C::Show(Pane::Slots), &[k('3')], "slots", ""),
    row(S::Browse, C::Show(Pane::Tunnels), &[k('4')], "health checks", ""),
    row(S::Browse, C::Show(Pane::Settings), &[k('5')], "settings", ""),
    row(S::Browse, C::Next, &[p(Code::Tab)], "next pane", ""),
    row(S::Browse, C::Previous, &[p(Code::BackTab)], "previous pane", ""),
    row(S::Browse, C::Sort, &[k('s')], "choose what the rows are sorted by", "sort"),
    row(S::Browse, C::Reverse, &[k('S')], "sort the other way round", ""),
    row(S::Browse, C::Wide, &[k('w')], "all columns, or the usual ones", ""),
    row(S::Browse, C::Columns, &[k('W')], "show and hide columns", ""),
    row(S::Browse, C::ColumnsRight, &[p(Code::Right)], "on to the columns at the right", ""),
    row(S::Browse, C::ColumnsLeft, &[p(Code::Left)], "back to the columns at the left", ""),
    row(S::Browse, C::Mark, &[k(' ')], "mark the row and go on", ""),
    row(S::Browse, C::MarkRange, &[k('V')], "mark all rows from the last mark to this one", ""),
    row(S::Browse, C::Unmark, &[k('u')], "take all marks away", ""),
    row(S::Browse, C::Mouse, &[k('%')], "take the mouse, or leave it to the terminal to select text", ""),
    row(S::Browse, C::Down, &[k('j'), p(Code::Down)], "next row", ""),
    row(S::Browse, C::Up, &[k('k'), p(Code::Up)], "previous row", ""),
    row(S::Browse, C::Top, &[k('g'), p(Code::Home)], "first row", ""),
    row(S::Browse, C::Bottom, &[k('G'), p(Code::End)], "last row", ""),
    row(S::Browse, C::HalfDown, &[c('d')], "half a page down", ""),
    row(S::Browse, C::HalfUp, &[c('u')], "half a page up", ""),
    row(S::Browse, C::PageDown, &[p(Code::PageDown), c('f')], "a page down", ""),
    row(S::Browse, C::PageUp, &[p(Code::PageUp), c('b')], "a page up", ""),
    row(S::Browse, C::Log, &[k('!')], "activity: what was asked, how long it took, what failed", ""),
    row(S::Browse, C::Zone, &[k('t')], "times in UTC or local", ""),
    row(S::Read, C::Zone, &[k('t')], "times in UTC or local", ""),
    row(S::Browse, C::Quiet, &[k('Q')], "quiet screen, for slow lines: fewer bytes, coarse ages", ""),
    row(S::Browse, C::Back, &[p(Code::Esc)], "clear the filter or the message", ""),
    row(S::Browse, C::Quit, &[k('q')], "quit", "quit"),
    row(S::Browse, C::Actions, &[k('x')], "actions on the selected object", "actions"),
    row(S::Browse, C::Palette, &[k(':')], "go anywhere, run anything: type to find it", ""),
    row(S::Browse, C::Help, &[k('?'), p(Code::F(1))], "the keys that work here", "keys"),
    row(S::Filter, C::Accept, &[p(Code::Enter)], "keep the filter", "keep"),
    row(S::Filter, C::Back, &[p(Code::Esc)], "drop the filter", "drop"),
    row(S::Filter, C::Up, &[p(Code::Up), c('p')], "the filter kept before", "older"),
    row(S::Filter, C::Down, &[p(Code::Down), c('n')], "the filter kept after", ""),
    row(S::Filter, C::Next, &[p(Code::Tab)], "complete the name of a field", "complete"),
    row(S::Filter, C::Help, &[p(Code::F(1))], "the keys that work here", "keys"),
    row(
        S::Read,
        C::Copy,
        &[k('y'), k('c')],
        "send the place of the letter to the terminal's clipboard (OSC 52)",
        "copy",
    ),
    row(S::Read, C::CopyChoice, &[k('Y')], "choose what to copy of the letter: path, scp line, checksum", "choose"),
    row(S::Read, C::Down, &[k('j'), p(Code::Down)], "down", "down"),
    row(S::Read, C::Up, &[k('k'), p(Code::Up)], "up", "up"),
    row(S::Read, C::PageDown, &[p(Code::PageDown), k(' '), c('f')], "a page down", "page"),
    row(S::Read, C::PageUp, &[p(Code::PageUp), c('b')], "a page up", ""),
    row(S::Read, C::HalfDown, &[c('d')], "half a page down", ""),
    row(S::Read, C::HalfUp, &[c('u')], "half a page up", ""),
    row(S::Read, C::Top, &[k('g'), p(Code::Home)], "to the top", ""),
    row(S::Read, C::Bottom, &[k('G'), p(Code::End)], "to the end", ""),
    row(S::Read, C::Back, &[p(Code::Esc), k('q'), p(Code::Enter)], "back", "back"),
    row(S::Read, C::Actions, &[k('x')], "actions on the selected object", ""),
    row(S::Read, C::Palette, &[k(':')], "go anywhere, run anything: type to find it", ""),
    row(S::Read, C::Help, &[k('?'), p(Code::F(1))], "the keys that work here", "keys"),
    row(S::Timeline, C::Press, &[p(Code::Enter)], "open the object that changed", "open"),
    row(S::Timeline, C::Filter, &[k('/')], "filter the changes: words, !word for not", "filter"),
    row(
        S::Timeline,
        C::Copy,
        &[k('y'), k('c')],
        "copy a hand-over: what is not healthy, and the changes of the last hours",
        "hand over",
    ),
    row(S::Timeline, C::Seen, &[k('s')], "count all changes as seen: their marks go", "seen"),
    row(S::Timeline, C::Zone, &[k('t')], "times in UTC or local", ""),
    row(S::Timeline, C::Down, &[k('j'), p(Code::Down)], "next change", ""),
    row(S::Timeline, C::Up, &[k('k'), p(Code::Up)], "previous change", ""),
    row(S::Timeline, C::PageDown, &[p(Code::PageDown), k(' '), c('f')], "a page down", ""),
    row(S::Timeline, C::PageUp, &[p(Code::PageUp), c('b')], "a page up", ""),
    row(S::Timeline, C::HalfDown, &[c('d')], "half a page down", ""),
    row(S::Timeline, C::HalfUp, &[c('u')], "half a page up", ""),
    row(S::Timeline, C::Top, &[k('g'), p(Code::Home)], "to the newest", ""),
    row(S::Timeline, C::Bottom, &[k('G'), p(Code::End)], "to the oldest", ""),
    row(S::Timeline, C::Palette, &[k(':')], "go anywhere, run anything: type to find it", ""),
    row(S::Timeline, C::Help, &[k('?'), p(Code::F(1))], "the keys that work here", "keys"),
    row(S::Timeline, C::Back, &[p(Code::Esc), k('q')], "drop the filter, then back", "back"),
    row(S::Receipt, C::Copy, &[k('y'), k('c')], "send the ticket text to the terminal's clipboard (OSC 52)", "copy"),
    row(S::Receipt, C::CopyChoice, &[k('Y')], "choose what to copy: ticket text, curl, command", "choose"),
    row(S::Receipt, C::Undo, &[k('u')], "undo: open the inverse change", "undo"),
    row(S::Receipt, C::Looked, &[], "I looked at it: write that down, and ask no more", ""),
    row(S::Receipt, C::Down, &[k('j'), p(Code::Down)], "down", ""),
    row(S::Receipt, C::Up, &[k('k'), p(Code::Up)], "up", ""),
    row(S::Receipt, C::PageDown, &[p(Code::PageDown), k(' '), c('f')], "a page down", ""),
    row(S::Receipt, C::PageUp, &[p(Code::PageUp), c('b')], "a page up", ""),
    row(S::Receipt, C::HalfDown, &[c('d')], "half a page down", ""),
    row(S::Receipt, C::HalfUp, &[c('u')], "half a page up", ""),
    row(S::Receipt, C::Top, &[k('g'), p(Code::Home)], "to the top", ""),
    row(S::Receipt, C::Bottom, &[k('G'), p(Code::End)], "to the end", ""),
    row(S::Receipt, C::Palette, &[k(':')], "go anywhere, run anything: type to find it", ""),
    row(S::Receipt, C::Help, &[k('?'), p(Code::F(1))], "the keys that work here", "keys"),
    row(S::Receipt, C::Back, &[p(Code::Esc), k('q'), p(Code::Enter)], "back", "back"),
    row(S::Describe, C::Press, &[p(Code::Enter)], "open the object in focus", "open"),
    row(S::Describe, C::Add, &[k('a')], "create a CNI on this interconnect, or an interconnect on this slot", "create"),
    row(S::Describe, C::Edit, &[k('e')], "change this CNI, health check or the settings", "edit"),
    row(S::Describe, C::Delete, &[k('D')], "delete this interconnect or CNI", ""),
    row(S::Describe, C::Letter, &[k('l')], "save the Letter of Authorization (LOA)", "LOA"),
    row(S::Describe, C::Refresh, &[k('r')], "read it again, now", ""),
    row(S::Describe, C::Down, &[k('j'), p(Code::Down)], "next object that can be opened, or a row down", "next"),
    row(S::Describe, C::Up, &[k('k'), p(Code::Up)], "previous object, or a row up", ""),
    row(S::Describe, C::Why, &[k('i')], "why it is not healthy, and text for a ticket", "why"),
    row(S::Describe, C::Raw, &[k('v')], "the JSON as the server sends it", "JSON"),
    row(S::Describe, C::Copy, &[k('y'), k('c')], "send the name or id to the terminal's clipboard (OSC 52)", "copy"),
    row(S::Describe, C::CopyChoice, &[k('Y')], "choose what to copy: fields, JSON, command, ticket text", ""),
    row(S::Describe, C::Mask, &[k('m')], "on a CNI: show and hide the MD5 key", ""),
    row(S::Describe, C::Older, &[k('[')], "back to the object looked at before", ""),
    row(S::Describe, C::Newer, &[k(']')], "on to the object looked at after", ""),
    row(S::Describe, C::PageDown, &[p(Code::PageDown), k(' '), c('f')], "a page down", ""),
    row(S::Describe, C::PageUp, &[p(Code::PageUp), c('b')], "a page up", ""),
    row(S::Describe, C::HalfDown, &[c('d')], "half a page down", ""),
    row(S::Describe, C::HalfUp, &[c('u')], "half a page up", ""),
    row(S::Describe, C::Top, &[k('g'), p(Code::Home)], "to the top", ""),
    row(S::Describe, C::Bottom, &[k('G'), p(Code::End)], "to the end", ""),
    row(S::Describe, C::Zone, &[k('t')], "times in UTC or local", ""),
    row(S::Describe, C::Actions, &[k('x')], "actions on the selected object", ""),
    row(S::Describe, C::Palette, &[k(':')], "go anywhere, run anything: type to find it", ""),
    row(S::Describe, C::Help, &[k('?'), p(Code::F(1))], "the keys that work here", "keys"),
    row(S::Describe, C::Back, &[p(Code::Esc), k('q')], "back", "back"),
    row(S::Document, C::Filter, &[k('/')], "look for a text", "find"),
    row(S::Document, C::NextHit, &[k('n')], "next place where it is", "next"),
    row(S::Document, C::PreviousHit, &[k('N')], "place before", ""),
    row(S::Document, C::Copy, &[k('y'), k('c')], "send the document to the terminal's clipboard (OSC 52)", "copy"),
    row(S::Document, C::Down, &[k('j'), p(Code::Down)], "down", ""),
    row(S::Document, C::Up, &[k('k'), p(Code::Up)], "up", ""),
    row(S::Document, C::PageDown, &[p(Code::PageDown), k(' '), c('f')], "a page down", ""),
    row(S::Document, C::PageUp, &[p(Code::PageUp), c('b')], "a page up", ""),
    row(S::Document, C::HalfDown, &[c('d')], "half a page down", ""),
    row(S::Document, C::HalfUp, &[c('u')], "half a page up", ""),
    row(S::Document, C::Top, &[k('g'), p(Code::Home)], "to the top", ""),
    row(S::Document, C::Bottom, &[k('G'), p(Code::End)], "to the end", ""),
    row(S::Document, C::Palette, &[k(':')], "go anywhere, run anything: type to find it", ""),
    row(S::Document, C::Help, &[k('?'), p(Code::F(1))], "the keys that work here", "keys"),
    row(S::Document, C::Back, &[p(Code::Esc), k('q'), p(Code::Enter)], "end the search, then back", "back"),
    row(S::Search, C::Accept, &[p(Code::Enter)], "keep the search", "keep"),
    row(S::Search, C::NextHit, &[p(Code::Down), c('n')], "next place where it is", "next"),
    row(S::Search, C::PreviousHit, &[p(Code::Up), c('p')], "place before", ""),
    row(S::Search, C::Back, &[p(Code::Esc)], "drop the search", "drop"),
    row(S::Search, C::Help, &[p(Code::F(1))], "the keys that work here", "keys"),
    row(S::Pick, C::Press, &[p(Code::Enter)], "choose", "choose"),
    row(S::Pick, C::Down, &[p(Code::Down), c('n'), p(Code::Tab)], "next entry", ""),
    row(S::Pick, C::Up, &[p(Code::Up), c('p'), p(Code::BackTab)], "previous entry", ""),
    row(S::Pick, C::PageDown, &[p(Code::PageDown)], "a page down", ""),
    row(S::Pick, C::PageUp, &[p(Code::PageUp)], "a page up", ""),
    row(S::Pick, C::Back, &[p(Code::Esc)], "back", "back"),
    row(S::Pick, C::Help, &[p(Code::F(1))], "the keys that work here", "keys"),
    row(S::Form, C::Press, &[p(Code::Enter)], "next field; on the button: go on", "next"),
    row(S::Form, C::Validate, &[p(Code::F(5)), c('s')], "go on: validate, save the letter, ask the server", "go on"),
    row(S::Form, C::Choose, &[p(Code::F(2))], "choose the value from a list", "list"),
    row(S::Form, C::Reveal, &[p(Code::F(3))], "show keys as they are, and hide them", ""),
    row(S::Form, C::Editor, &[p(Code::F(4)), Key::alt('e')], "the form as JSON in your $EDITOR", ""),
    row(S::Form, C::UndoTyping, &[Key::alt('z')], "take back the last change of this field", ""),
    row(S::Form, C::Reset, &[Key::alt('r')], "this field as it was at the start", ""),
    row(S::Form, C::Next, &[p(Code::Tab), p(Code::Down)], "next field", "field"),
    row(S::Form, C::Previous, &[p(Code::BackTab), p(Code::Up)], "previous field", ""),
    row(S::Form, C::Back, &[p(Code::Esc)], "leave", "leave"),
    row(S::Form, C::Help, &[p(Code::F(1))], "the keys that work here", "keys"),
    row(S::Question, C::Yes, &[k('y')], "yes", "yes"),
    row(S::Question, C::No, &[k('n')], "no", "no"),
    row(S::Question, C::Back, &[p(Code::Esc)], "back", "back"),
    row(S::Question, C::Help, &[k('?'), p(Code::F(1))], "the keys that work here", "keys"),
    row(S::Review, C::Next, &[p(Code::Tab), p(Code::Right), p(Code::Left), p(Code::BackTab)], "other button", "choose"),
    row(S::Review, C::Press, &[p(Code::Enter)], "press the button in focus", "press"),
    row(S::Review, C::Back, &[p(Code::Esc)], "back to the form", "back"),
    row(S::Review, C::Help, &[k('?'), p(Code::F(1))], "the keys that work here", "keys"),
    row(S::Merge, C::Down, &[p(Code::Down), k('j'), p(Code::Tab)], "next field", "next"),
    row(S::Merge, C::Up, &[p(Code::Up), k('k'), p(Code::BackTab)], "previous field", ""),
    row(S::Merge, C::Toggle, &[k(' ')], "take the server's value or yours", "theirs/yours"),
    row(S::Merge, C::Press, &[p(Code::Enter)], "take it so, and validate again", "go on"),
    row(S::Merge, C::Back, &[p(Code::Esc)], "back to the form", "back"),
    row(S::Merge, C::Help, &[k('?'), p(Code::F(1))], "the keys that work here", "keys"),
    row(S::Wait, C::Back, &[p(Code::Esc)], "back, where nothing is under way", "back"),
    row(S::Wait, C::Help, &[k('?'), p(Code::F(1))], "the keys that work here", "keys"),
    row(S::Any, C::Interrupt, &[c('c')], "quit, from anywhere", ""),
    row(S::Any, C::Suspend, &[c('z')], "suspend to the shell", ""),
    row(S::Any, C::Repaint, &[c('l')], "draw the screen again", ""),
];

/// Why a command cannot be run on the table now; `None`: it can. Its keys are spelled by [`reason`].
pub(super) fn disabled(command: Command, model: &Model) -> Option<&'static str> {
    match command {
        Command::Raw | Command::Why | Command::Copy | Command::CopyChoice if model.pane == Pane::Availability => {
            Some("this is a sum of slots: <open> shows them one by one")
        }
        Command::Open | Command::Raw | Command::Actions | Command::Why | Command::Copy | Command::CopyChoice
            if model.selected_row().is_none() =>
        {
            Some("no row is selected")
        }
        Command::Switch => super::switch::disabled(model),
        Command::Write => match model.gate {
            Gate::ReadOnly => model.locked(),
            Gate::Open => Some("writing is unlocked for the whole session"),
            Gate::Locked | Gate::Until(_) => None,
        },
        Command::Drafts => super::drafts::disabled(model),
        Command::Lock if model.locked().is_some() => Some("writing is locked"),
        Command::Add | Command::Edit | Command::Delete => super::update::change_disabled(command, model),
        Command::Letter | Command::Letters => super::letters::disabled(command, model),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_means_two_things_in_one_place() {
        for (at, row) in TABLE.iter().enumerate() {
            for other in &TABLE[at + 1..] {
                let same = row.scope == other.scope || row.scope == Scope::Any || other.scope == Scope::Any;
                let clash = row.keys.iter().any(|key| other.keys.contains(key));
                assert!(!(same && clash), "{row:?} and {other:?}");
            }
        }
    }

    #[test]
    fn what_changes_things_is_on_no_control_key_but_validate() {
        for row in TABLE.iter().filter(|row| row.command.changes_things()) {
            assert!(row.keys.iter().all(|key| !key.ctrl), "{row:?}");
        }
    }
}
