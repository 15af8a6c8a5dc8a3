//! What lies over the table: a page to read, a question, a flow.

use super::Ticket;
use super::command::Scope;
use super::flows::{CreateInterconnect, SaveLetter, create_interconnect, letter};
use super::picker::Picker;
use crate::domain::Fault;

/// The sheet on top.
#[derive(Debug, Clone, PartialEq)]
pub enum Sheet {
    /// The whole detail of the selected row.
    Detail(Scroll),
    /// The JSON of an object.
    Raw(RawJson, Scroll),
    /// The activity.
    Log(Scroll),
    /// The changes of this session.
    Timeline(Scroll),
    /// Creating an interconnect; the flag asks whether to throw away what was typed.
    Create(Box<CreateInterconnect>, bool),
    /// Saving a letter.
    Letter(Box<SaveLetter>),
    /// Choosing from a list.
    Pick(Box<Picker>),
    /// There is no token yet: how to give one.
    Welcome,
    /// Something is under way: really quit?
    Quit(Option<Box<Sheet>>),
}

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

/// The JSON of an object, on its way or here.
#[derive(Debug, Clone, PartialEq)]
pub struct RawJson {
    /// What it is of.
    pub title: String,
    /// Its question.
    pub ticket: Ticket,
    /// Its lines; `None`: on its way.
    pub lines: Option<Result<Vec<String>, Fault>>,
}

impl Sheet {
    /// What lies below pickers and questions: the flow or page that they were opened over.
    pub fn bottom(&self) -> Option<&Self> {
        match self {
            Self::Pick(picker) => picker.under.as_deref()?.bottom(),
            Self::Quit(under) => under.as_deref()?.bottom(),
            other => Some(other),
        }
    }

    /// The same, to move it: an answer reaches its flow whatever lies over it.
    pub fn bottom_mut(&mut self) -> Option<&mut Self> {
        match self {
            Self::Pick(picker) => picker.under.as_deref_mut()?.bottom_mut(),
            Self::Quit(under) => under.as_deref_mut()?.bottom_mut(),
            other => Some(other),
        }
    }

    /// Which keys work on it.
    pub fn scope(&self) -> Scope {
        use create_interconnect::Stage;
        match self {
            Self::Detail(_) | Self::Raw(..) | Self::Log(_) | Self::Timeline(_) => Scope::Read,
            Self::Pick(_) => Scope::Pick,
            Self::Welcome => Scope::Welcome,
            Self::Quit(_) | Self::Create(_, true) => Scope::Question,
            Self::Create(flow, false) => match flow.stage {
                Stage::Fill => Scope::Form,
                Stage::AskDryRun(..) => Scope::Question,
                Stage::Review(..) => Scope::Review,
                Stage::Ended(_) => Scope::Read,
                _ => Scope::Wait,
            },
            Self::Letter(flow) => match flow.stage {
                letter::Stage::Fill => Scope::Form,
                letter::Stage::Saved(_) => Scope::Read,
                _ => Scope::Wait,
            },
        }
    }
}
