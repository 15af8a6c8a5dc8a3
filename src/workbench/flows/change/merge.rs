//! Somebody else changed the object while it was being edited: three values a field, and a choice.

use super::{Flow, Kind, Stage, Terms};
use crate::domain::change::Made;
use crate::workbench::flows::layer::Layer;
use crate::workbench::form::{Form, Sort, Spec};

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

impl Flow {
    /// Puts in what was typed while the object was as in `opened`. Where it has another value by now, somebody else
    /// changed it: the person chooses, as with any foreign change. Answers the names that the form does not have.
    pub fn put_over(&mut self, typed: &[(String, String)], opened: &[(String, String)]) -> Vec<String> {
        let unknown = self.form.from_draft(typed);
        self.typed();
        let row = |(name, opened): &(String, String)| {
            let field =
                self.form.fields.iter().find(|field| field.spec.name == name && field.spec.sort != Sort::Secret)?;
            let (theirs, ours) = (field.baseline().to_owned(), field.text.text().to_owned());
            let row = Row { spec: field.spec, opened: opened.clone(), theirs, ours, take_theirs: false };
            (row.theirs != row.opened && row.ours != row.theirs).then_some(row)
        };
        let rows: Vec<Row> = opened.iter().filter_map(row).collect();
        if let Some(theirs) = self.kind.as_made().filter(|_| !rows.is_empty()) {
            self.unmerged = Some(Box::new(Merge { theirs, rows, at: 0 }));
            self.choose_sides();
        }
        unknown
    }

    /// Shows the choice that is still open, with what stands in the form by now. `false`: there is none.
    pub(super) fn choose_sides(&mut self) -> bool {
        let Some(mut merge) = self.unmerged.clone() else { return false };
        for row in &mut merge.rows {
            self.form.text(row.spec.name).clone_into(&mut row.ours);
        }
        merge.rows.retain(|row| row.ours != row.theirs);
        if merge.rows.is_empty() {
            self.unmerged = None;
            return false;
        }
        self.layers.account = Layer::Failed("somebody else changed it".to_owned());
        self.stage = Stage::Merge(merge);
        true
    }

    /// What the field held when this change of it began, where that is not what the form began with.
    pub(in crate::workbench) fn opened_at(&self, name: &str) -> Option<&str> {
        let rows = &self.unmerged.as_ref()?.rows;
        rows.iter().find(|row| row.spec.name == name).map(|row| row.opened.as_str())
    }
}
