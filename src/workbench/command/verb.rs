//! The verbs, and their names: stable words for the key map, the palette and the printed page.

use crate::workbench::panes::Pane;

/// A verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    /// One row up.
    Up,
    /// One row down.
    Down,
    /// To the first row.
    Top,
    /// To the last row.
    Bottom,
    /// Half a page up.
    HalfUp,
    /// Half a page down.
    HalfDown,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// Show the whole detail.
    Open,
    /// Why it is not healthy.
    Why,
    /// To the object looked at before.
    Older,
    /// To the object looked at after.
    Newer,
    /// Offer its name or id, or the document, to the terminal's clipboard.
    Copy,
    /// Choose what to copy.
    CopyChoice,
    /// Hide what others must not see, or show it.
    Mask,
    /// To the next place where it is found.
    NextHit,
    /// To the place before.
    PreviousHit,
    /// Clear, then go back.
    Back,
    /// Leave.
    Quit,
    /// To the next pane, field or button.
    Next,
    /// To the one before.
    Previous,
    /// To a pane.
    Show(Pane),
    /// The slots summed up by site and speed, or one by one.
    Availability,
    /// What the server is asked for among the slots.
    Narrow,
    /// Type a filter.
    Filter,
    /// Choose what the rows are sorted by.
    Sort,
    /// Sort the other way round.
    Reverse,
    /// All columns, or the usual ones.
    Wide,
    /// Show and hide columns.
    Columns,
    /// On to the columns at the right.
    ColumnsRight,
    /// Back to the columns at the left.
    ColumnsLeft,
    /// Mark the row and go on.
    Mark,
    /// Mark all from the last mark on.
    MarkRange,
    /// Take all marks away.
    Unmark,
    /// Take the mouse, or leave it to the terminal.
    Mouse,
    /// Keep the filter and leave its line.
    Accept,
    /// The JSON as the server sends it.
    Raw,
    /// Read again, now.
    Refresh,
    /// Stop and start reading.
    Pause,
    /// Create.
    Add,
    /// Change the selected object.
    Edit,
    /// Take the selected object away.
    Delete,
    /// Save the Letter of Authorization.
    Letter,
    /// Save those of all rows that are shown.
    Letters,
    /// What was asked and done.
    Log,
    /// The keys that work here, to search and to run.
    Help,
    /// The changes of this session.
    Timeline,
    /// All changes count as seen.
    Seen,
    /// Times in UTC or in the zone of whoever looks.
    Zone,
    /// Go anywhere, run anything, by typing.
    Palette,
    /// What can be done with the selected object.
    Actions,
    /// Draw again.
    Repaint,
    /// A quiet screen, for slow lines.
    Quiet,
    /// Stop as a job of the shell.
    Suspend,
    /// Leave, whatever is open.
    Interrupt,
    /// Press the button or go to the next field.
    Press,
    /// Run the three layers.
    Validate,
    /// Choose the value of a field from a list.
    Choose,
    /// Show keys as they are, or hide them.
    Reveal,
    /// Take back the last change of a field.
    UndoTyping,
    /// A field as it was at the start.
    Reset,
    /// The form as JSON in the person's editor.
    Editor,
    /// The other side of a foreign change.
    Toggle,
    /// Choose another profile or account.
    Switch,
    /// Open the simulator.
    Demo,
    /// Unlock writing for a time.
    Write,
    /// Lock it again.
    Lock,
    /// What was written down of changes.
    Receipts,
    /// The forms that were not finished.
    Drafts,
    /// Open the change that would take this one back.
    Undo,
    /// Write down that a person looked at an unknown outcome.
    Looked,
    /// Yes to a question.
    Yes,
    /// No to a question.
    No,
}

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
    #[expect(clippy::too_many_lines, reason = "a table: a name a row")]
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

#[cfg(test)]
mod tests {
    use super::super::{Scope, TABLE};
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
