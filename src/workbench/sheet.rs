//! What lies over the table: a page to read, a question, a flow.

use super::command::Command;
use super::command::Scope;
use super::describe::Describe;
use super::document::RawJson;
use super::flows::{Flow, SaveLetter, SaveLetters, change, letter, letters};
use super::form::Form;
use super::gate::Unlock;
use super::picker::Picker;
use super::receipts::Receipt;
use super::timeline::Browse;
use crate::domain::text::wrap;

/// The sheet on top.
#[derive(Debug, Clone, PartialEq)]
pub enum Sheet {
    /// An object: everything of it, or why it is not healthy.
    Detail(Box<Describe>),
    /// The JSON of an object.
    Raw(Box<RawJson>, Scroll),
    /// A text alone on the screen, to select by hand; what lay there before.
    Plain(String, Scroll, Option<Box<Sheet>>),
    /// A change as it was written down.
    Receipt(Box<Receipt>),
    /// The activity.
    Log(Scroll),
    /// The changes of this session.
    Timeline(Box<Browse>),
    /// Changing something; the flag asks whether to throw away what was typed.
    Change(Box<Flow>, bool),
    /// Saving a letter.
    Letter(Box<SaveLetter>),
    /// Saving the letters of several interconnects.
    Letters(Box<SaveLetters>),
    /// What the server is asked for among the slots.
    Narrow(Box<Form>),
    /// Choosing from a list.
    Pick(Box<Picker>),
    /// May writing be unlocked?
    Unlock(Box<Unlock>),
    /// There is no token yet: how to give one.
    Welcome,
    /// Something is under way: really quit?
    Quit(Option<Box<Sheet>>),
}

/// Lines over the entries of the activity that stay while these scroll.
pub const LOG_HEAD: u16 = 2;

/// First visible line of a page, and how many lines it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scroll {
    /// First visible line.
    pub top: usize,
}

impl Scroll {
    /// Moves, staying inside `lines` seen through `height`.
    pub fn step(&mut self, by: isize, lines: usize, height: usize) {
        self.top = self.top.saturating_add_signed(by).min(lines.saturating_sub(height.max(1)));
    }
}

/// A text as rows of at most so many cells.
pub fn plain_lines(text: &str, width: usize) -> Vec<String> {
    text.lines().flat_map(|line| wrap(line, width)).collect()
}

impl Sheet {
    /// What lies below pickers and questions: the flow or page that they were opened over.
    pub fn bottom(&self) -> Option<&Self> {
        match self {
            Self::Pick(picker) => picker.under.as_deref()?.bottom(),
            Self::Unlock(question) => question.under.as_deref()?.bottom(),
            Self::Quit(under) => under.as_deref()?.bottom(),
            other => Some(other),
        }
    }

    /// The same, to move it: an answer reaches its flow whatever lies over it.
    pub fn bottom_mut(&mut self) -> Option<&mut Self> {
        match self {
            Self::Pick(picker) => picker.under.as_deref_mut()?.bottom_mut(),
            Self::Unlock(question) => question.under.as_deref_mut()?.bottom_mut(),
            Self::Quit(under) => under.as_deref_mut()?.bottom_mut(),
            other => Some(other),
        }
    }

    /// This command would send a change, or a dry run, which is a write too.
    pub(super) fn would_send(&self, command: Command) -> bool {
        use change::Stage;
        match (self, command) {
            (Self::Change(flow, false), command) if flow.stage == Stage::Fill => flow.form.is_handed_in(command),
            (Self::Change(flow, false), Command::Press) => flow.on_commit && matches!(flow.stage, Stage::Review(..)),
            (Self::Change(flow, false), Command::Yes) => matches!(flow.stage, Stage::AskDryRun(..)),
            _ => false,
        }
    }

    /// Which keys work on it.
    pub fn scope(&self) -> Scope {
        use change::Stage;
        match self {
            Self::Detail(_) => Scope::Describe,
            Self::Raw(raw, _) if raw.search.typing => Scope::Search,
            Self::Raw(..) => Scope::Document,
            Self::Timeline(browse) if browse.typing => Scope::Filter,
            Self::Timeline(_) => Scope::Timeline,
            Self::Receipt(_) => Scope::Receipt,
            Self::Plain(..) | Self::Log(_) => Scope::Read,
            Self::Narrow(_) => Scope::Form,
            Self::Pick(_) => Scope::Pick,
            Self::Welcome => Scope::Welcome,
            Self::Unlock(question) if question.types() => Scope::Form,
            Self::Unlock(_) => Scope::Question,
            Self::Quit(_) | Self::Change(_, true) => Scope::Question,
            Self::Change(flow, false) => match flow.stage {
                Stage::Fill => Scope::Form,
                Stage::AskDryRun(..) => Scope::Question,
                Stage::Review(..) => Scope::Review,
                Stage::Merge(_) => Scope::Merge,
                Stage::Ended(_) => Scope::Receipt,
                _ => Scope::Wait,
            },
            Self::Letters(flow) => match flow.stage {
                letters::Stage::Fill => Scope::Form,
                letters::Stage::Over => Scope::Read,
                letters::Stage::Under(_) => Scope::Wait,
            },
            Self::Letter(flow) => match flow.stage {
                letter::Stage::Fill => Scope::Form,
                letter::Stage::Saved(_) => Scope::Read,
                letter::Stage::Naming(_) | letter::Stage::Under(_) => Scope::Wait,
            },
        }
    }
}
