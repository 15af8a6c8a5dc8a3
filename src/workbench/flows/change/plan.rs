//! What each kind of change has of its own; the machine has the rest.

use super::Terms;
use crate::domain::Fault;
use crate::domain::call::Query;
use crate::domain::change::{Finding, Made};
use crate::domain::draft::{Change, Problem};
use crate::workbench::flows::look::Seen;
use crate::workbench::flows::{
    CreateCni, CreateInterconnect, CreatePartner, DeleteCni, DeleteInterconnect, EditCni, EditHealthCheck, EditSettings,
};
use crate::workbench::form::{Form, Spec};

/// What the account checks found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Checked {
    /// For the review.
    pub findings: Vec<Finding>,
    /// These stop.
    pub problems: Vec<Problem>,
}

impl Checked {
    /// Something that stops.
    pub fn stop(&mut self, field: &'static str, text: impl Into<String>) {
        self.problems.push(Problem { field, warning: false, text: text.into() });
    }

    /// Something worth a thought.
    pub fn warn(&mut self, text: impl Into<String>) {
        self.findings.push(Finding { warning: true, text: text.into() });
    }

    /// Something that is well.
    pub fn note(&mut self, text: impl Into<String>) {
        self.findings.push(Finding { warning: false, text: text.into() });
    }
}

/// What stands in the way of a commit that a review found clear.
#[derive(Debug, Clone, PartialEq)]
pub enum Obstacle {
    /// Somebody else was quicker.
    Foreign(Fault),
    /// It may have been our own dry run.
    PerhapsOurs(Fault),
}

/// A kind of change.
pub trait Plan {
    /// What a person reads above the form.
    fn title(&self) -> String;

    /// The names that the server gave what is changed: those that could be taken for others are shown as they are written.
    fn names(&self) -> Vec<&str> {
        vec![]
    }

    /// What the button of the review does, in words.
    fn verb(&self) -> &'static str;

    /// The fields with their start values.
    fn fields(&self, terms: &Terms) -> Vec<(&'static Spec, String)>;

    /// What the form asks for.
    fn read(&self, form: &Form, terms: &Terms) -> Result<Change, Vec<Problem>>;

    /// The object that is there already.
    fn object(&self) -> Option<Query> {
        None
    }

    /// What has to be read before anything is sent, and again after.
    fn questions(&self, form: &Form) -> Vec<Query>;

    /// The object is no longer as it was when the form was opened.
    fn has_moved(&self, _seen: &Seen) -> bool {
        false
    }

    /// The same kind on the object as it is now.
    fn rebased(&self, _object: &Made) -> Option<Kind> {
        None
    }

    /// The account checks.
    fn check(&self, asked: &Change, seen: &Seen, form: &Form, terms: &Terms) -> Checked;

    /// What came into the way since the checks.
    fn obstacle(&self, asked: &Change, base: &Seen, seen: &Seen, terms: &Terms) -> Option<Obstacle>;

    /// Whether a look shows that the change was made.
    fn happened(&self, asked: &Change, base: &Seen, seen: &Seen) -> Option<Made>;

    /// Where the stored object differs from what was asked for (RELIABILITY M8). What the server leaves out is no
    /// difference.
    fn mismatches(&self, asked: &Change, made: &Made, terms: &Terms) -> Vec<String>;

    /// What to read after the server said yes.
    fn read_back(&self, made: &Made) -> Query;

    /// What a person does next, after a good end.
    fn next_step(&self) -> &'static str;
}

/// The kinds.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A new direct interconnect.
    CreateInterconnect(CreateInterconnect),
    /// A new partner interconnect.
    CreatePartner(CreatePartner),
    /// An interconnect less.
    DeleteInterconnect(Box<DeleteInterconnect>),
    /// A new CNI.
    CreateCni(CreateCni),
    /// Another content of a CNI.
    EditCni(Box<EditCni>),
    /// A CNI less.
    DeleteCni(Box<DeleteCni>),
    /// Other settings.
    EditSettings(Box<EditSettings>),
    /// Another health check.
    EditHealthCheck(Box<EditHealthCheck>),
}

impl Kind {
    /// What it has of its own.
    pub fn plan(&self) -> &dyn Plan {
        match self {
            Self::CreateInterconnect(plan) => plan,
            Self::CreatePartner(plan) => plan,
            Self::DeleteInterconnect(plan) => &**plan,
            Self::CreateCni(plan) => plan,
            Self::EditCni(plan) => &**plan,
            Self::DeleteCni(plan) => &**plan,
            Self::EditSettings(plan) => &**plan,
            Self::EditHealthCheck(plan) => &**plan,
        }
    }

    /// What it edits, as it was when the form opened.
    pub fn as_made(&self) -> Option<Made> {
        match self {
            Self::EditCni(edit) => Some(Made::Cni(Box::new(edit.cni.clone()))),
            Self::EditSettings(edit) => Some(Made::Settings(Box::new(edit.settings.clone()))),
            Self::EditHealthCheck(edit) => Some(Made::Tunnel(Box::new(edit.tunnel.clone()))),
            _ => None,
        }
    }

    /// It changes something that is there, and this is something else.
    pub fn is_another(&self, made: &Made) -> bool {
        match (self, made) {
            (Self::EditCni(edit), Made::Cni(cni)) => cni.id != edit.cni.id,
            (Self::EditHealthCheck(edit), Made::Tunnel(tunnel)) => tunnel.id != edit.tunnel.id,
            _ => false,
        }
    }

    /// It takes something away.
    pub fn is_removal(&self) -> bool {
        matches!(self, Self::DeleteInterconnect(_) | Self::DeleteCni(_))
    }

    /// It changes something that is there.
    pub fn is_edit(&self) -> bool {
        matches!(self, Self::EditCni(_) | Self::EditSettings(_) | Self::EditHealthCheck(_))
    }

    /// A stable name, for drafts and the record of changes.
    pub fn id(&self) -> &'static str {
        match self {
            Self::CreateInterconnect(_) => "create-interconnect",
            Self::CreatePartner(_) => "create-partner-interconnect",
            Self::DeleteInterconnect(_) => "delete-interconnect",
            Self::CreateCni(_) => "create-cni",
            Self::EditCni(_) => "edit-cni",
            Self::DeleteCni(_) => "delete-cni",
            Self::EditSettings(_) => "edit-settings",
            Self::EditHealthCheck(_) => "edit-health-check",
        }
    }
}
