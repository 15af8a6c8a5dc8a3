//! Somebody else changed the object while it was being edited: three values a field, and a choice.

use super::{Kind, Terms};
use crate::domain::change::Made;
use crate::workbench::form::{Form, Spec};

/// A field that differs on the server.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Which.
    pub spec: &'static Spec,
    /// When the form opened.
    pub opened: String,
    /// Now, on the server.
    pub theirs: String,
    /// In the form.
    pub ours: String,
    /// Takes the server's value.
    pub take_theirs: bool,
}

impl Row {
    /// Both sides changed it, and not to the same.
    pub fn is_clash(&self) -> bool {
        self.ours != self.opened && self.ours != self.theirs
    }
}

/// The choice.
#[derive(Debug, Clone, PartialEq)]
pub struct Merge {
    /// The object as it is now.
    pub theirs: Made,
    /// The fields that differ; none where only fields changed that the form does not have.
    pub rows: Vec<Row>,
    /// The row in focus.
    pub at: usize,
}

impl Merge {
    /// What differs. A field that the person did not touch follows the server.
    pub fn new(kind: &Kind, form: &Form, terms: &Terms, theirs: Made) -> Option<Self> {
        let now = kind.plan().rebased(&theirs)?;
        let rows = now.plan().fields(terms).into_iter().filter_map(|(spec, theirs)| {
            let field = form.fields.iter().find(|field| field.spec.name == spec.name)?;
            let (opened, ours) = (field.baseline().to_owned(), field.text.text().to_owned());
            let row = Row { spec, take_theirs: ours == opened, opened, theirs, ours };
            (row.theirs != row.opened).then_some(row)
        });
        Some(Self { rows: rows.collect(), theirs, at: 0 })
    }

    /// To the next or previous row.
    pub fn step(&mut self, by: isize) {
        self.at = self.at.saturating_add_signed(by).min(self.rows.len().saturating_sub(1));
    }

    /// The other side of the row in focus.
    pub fn toggle(&mut self) {
        if let Some(row) = self.rows.get_mut(self.at) {
            row.take_theirs = !row.take_theirs;
        }
    }
}
