//! The names of commands and places: stable words for the key map, the palette and the printed page.

use super::{Command, Scope};
use crate::workbench::panes::Pane;

/// What a command is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Moving a cursor, a page or a focus, and leaving.
    Move,
    /// The selected object.
    Object,
    /// Everything else.
    Work,
}

impl Command {
    /// Its name; a release never changes one.
    pub fn id(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
            Self::Top => "top",
            Self::Bottom => "bottom",
            Self::HalfUp => "half-page-up",
            Self::HalfDown => "half-page-down",
            Self::PageUp => "page-up",
            Self::PageDown => "page-down",
            Self::Open => "open",
            Self::Back => "back",
            Self::Quit => "quit",
            Self::Next => "next",
            Self::Previous => "previous",
            Self::Show(Pane::Interconnects) => "interconnects",
            Self::Show(Pane::Cnis) => "cnis",
            Self::Show(Pane::Slots) => "slots",
            Self::Show(Pane::Tunnels) => "health-checks",
            Self::Show(Pane::Settings) => "settings",
            // Never in the table: its own command has this name.
            Self::Show(Pane::Availability) => "availability-pane",
            Self::Availability => "availability",
            Self::Narrow => "narrow",
            Self::Filter => "filter",
            Self::Accept => "accept",
            Self::Sort => "sort",
            Self::Reverse => "reverse",
            Self::Wide => "wide",
            Self::Columns => "columns",
            Self::ColumnsRight => "columns-right",
            Self::ColumnsLeft => "columns-left",
            Self::Mark => "mark",
            Self::MarkRange => "mark-range",
            Self::Unmark => "unmark",
            Self::Mouse => "mouse",
            Self::Why => "why",
            Self::Older => "older",
            Self::Newer => "newer",
            Self::Copy => "copy",
            Self::CopyChoice => "copy-choice",
            Self::Mask => "mask",
            Self::NextHit => "next-hit",
            Self::PreviousHit => "previous-hit",
            Self::Raw => "json",
            Self::Refresh => "refresh",
            Self::Pause => "pause",
            Self::Timeline => "timeline",
            Self::Seen => "seen",
            Self::Zone => "zone",
            Self::Add => "create",
            Self::Edit => "edit",
            Self::Delete => "delete",
            Self::Choose => "choose-value",
            Self::Reveal => "reveal",
            Self::UndoTyping => "undo-typing",
            Self::Reset => "reset-field",
            Self::Editor => "editor",
            Self::Toggle => "toggle-side",
            Self::Letter => "letter",
            Self::Letters => "letters",
            Self::Log => "log",
            Self::Help => "help",
            Self::Palette => "palette",
            Self::Actions => "actions",
            Self::Repaint => "repaint",
            Self::Quiet => "quiet",
            Self::Suspend => "suspend",
            Self::Interrupt => "interrupt",
            Self::Press => "press",
            Self::Validate => "validate",
            Self::Switch => "switch",
            Self::Demo => "demo",
            Self::Write => "write",
            Self::Lock => "lock",
            Self::Receipts => "receipts",
            Self::Drafts => "drafts",
            Self::Undo => "undo",
            Self::Looked => "looked",
            Self::Yes => "yes",
            Self::No => "no",
        }
    }

    /// What it is about.
    pub fn group(self) -> Group {
        match self {
            Self::Up | Self::Down | Self::Top | Self::Bottom => Group::Move,
            Self::HalfUp | Self::HalfDown | Self::PageUp | Self::PageDown => Group::Move,
            Self::Next | Self::Previous | Self::Back | Self::Show(_) => Group::Move,
            Self::ColumnsRight | Self::ColumnsLeft => Group::Move,
            Self::Open | Self::Raw | Self::Add | Self::Edit | Self::Delete | Self::Letter => Group::Object,
            Self::Why | Self::Copy | Self::CopyChoice => Group::Object,
            _ => Group::Work,
        }
    }

    /// It changes something outside: never on a Control key, which a slip of the hand finds.
    pub fn changes_things(self) -> bool {
        matches!(self, Self::Add | Self::Letter | Self::Letters | Self::Write | Self::Press | Self::Yes)
    }
}

impl Scope {
    /// In the order of the printed page.
    pub const ALL: [Self; 16] = [
        Self::Browse,
        Self::Filter,
        Self::Read,
        Self::Timeline,
        Self::Describe,
        Self::Document,
        Self::Receipt,
        Self::Search,
        Self::Pick,
        Self::Form,
        Self::Review,
        Self::Merge,
        Self::Question,
        Self::Welcome,
        Self::Wait,
        Self::Any,
    ];

    /// Its name in the key map.
    pub fn id(self) -> &'static str {
        match self {
            Self::Any => "everywhere",
            Self::Browse => "table",
            Self::Filter => "filter-line",
            Self::Read => "page",
            Self::Timeline => "changes",
            Self::Describe => "object",
            Self::Document => "document",
            Self::Search => "search-line",
            Self::Pick => "list",
            Self::Form => "form",
            Self::Question => "question",
            Self::Welcome => "first-screen",
            Self::Review => "review",
            Self::Receipt => "receipt",
            Self::Merge => "foreign-change",
            Self::Wait => "wait",
        }
    }

    /// Its name for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Any => "Everywhere",
            Self::Browse => "On a table",
            Self::Filter => "While a filter is typed",
            Self::Read => "On a page that is read",
            Self::Timeline => "On the timeline",
            Self::Describe => "On an object",
            Self::Document => "In a document",
            Self::Search => "While a search is typed",
            Self::Pick => "In a list to choose from",
            Self::Form => "In a form",
            Self::Question => "Before a question",
            Self::Welcome => "On the first screen, without a token",
            Self::Review => "On the review",
            Self::Receipt => "On a receipt, or at the end of a change",
            Self::Merge => "Before a change by somebody else",
            Self::Wait => "While something is under way",
        }
    }

    /// Characters are text here, not keys.
    pub fn types_text(self) -> bool {
        matches!(self, Self::Filter | Self::Search | Self::Pick | Self::Form)
    }
}

#[cfg(test)]
mod tests {
    use super::super::TABLE;
    use super::*;

    #[test]
    fn names_are_plain_and_name_one_row_in_each_place() {
        for (at, row) in TABLE.iter().enumerate() {
            let id = row.command.id();
            assert!(id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{id}");
            assert!(Scope::ALL.iter().all(|place| place.id() != id), "{id} is a place, too");
            for other in &TABLE[at + 1..] {
                assert!(other.scope != row.scope || other.command.id() != id, "{row:?} and {other:?}");
            }
        }
    }

    #[test]
    fn no_two_commands_share_a_name() {
        for row in TABLE {
            assert!(
                TABLE.iter().all(|other| (other.command.id() == row.command.id()) == (other.command == row.command))
            );
        }
    }

    #[test]
    fn where_text_is_typed_no_character_is_a_key() {
        let plain = |key: &&crate::workbench::key::Key| key.is_text();
        for row in TABLE.iter().filter(|row| row.scope.types_text() || row.scope == Scope::Any) {
            assert_eq!(row.keys.iter().find(plain), None, "{row:?}");
        }
    }
}
