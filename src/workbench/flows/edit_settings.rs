//! Editing the account's settings: the default ASN, set or cleared.

use super::change::{Checked, Kind, Obstacle, Plan, Terms};
use super::cni_form;
use super::differences;
use super::edit_cni::moved;
use super::look::Seen;
use crate::domain::Settings;
use crate::domain::call::Query;
use crate::domain::change::Made;
use crate::domain::draft::{Change, Edit, Problem};
use crate::workbench::form::{Form, Sort, Spec};

static DEFAULT_ASN: Spec = Spec::new("default_asn", "Default ASN", "plain or dotted; empty clears it").sort(Sort::Asn);

/// The kind.
#[derive(Debug, Clone, PartialEq)]
pub struct EditSettings {
    /// As they were when the form opened.
    pub settings: Settings,
}

impl Plan for EditSettings {
    fn title(&self) -> String {
        "Edit the settings".to_owned()
    }

    fn verb(&self) -> &'static str {
        "replace them"
    }

    fn fields(&self, _terms: &Terms) -> Vec<(&'static Spec, String)> {
        vec![(&DEFAULT_ASN, self.settings.default_asn.map(|asn| asn.to_string()).unwrap_or_default())]
    }

    fn read(&self, form: &Form, _terms: &Terms) -> Result<Change, Vec<Problem>> {
        let mut problems = Vec::new();
        let default_asn = cni_form::asn(form, "default_asn", &mut problems);
        if !problems.is_empty() {
            return Err(problems);
        }
        let after = Settings { default_asn, ..self.settings.clone() };
        Ok(Change::Settings(Box::new(Edit { before: self.settings.clone(), after })))
    }

    fn object(&self) -> Option<Query> {
        Some(Query::Settings)
    }

    fn questions(&self, _form: &Form) -> Vec<Query> {
        vec![Query::Settings]
    }

    fn has_moved(&self, seen: &Seen) -> bool {
        seen.settings.as_ref().is_some_and(|now| *now != self.settings)
    }

    fn rebased(&self, object: &Made) -> Option<Kind> {
        let Made::Settings(settings) = object else { return None };
        Some(Kind::EditSettings(Box::new(Self { settings: (**settings).clone() })))
    }

    fn check(&self, asked: &Change, _seen: &Seen, _form: &Form, _terms: &Terms) -> Checked {
        let mut checked = Checked::default();
        let Change::Settings(edit) = asked else { return checked };
        if edit.before == edit.after {
            checked.stop("default_asn", "nothing is changed yet");
            return checked;
        }
        checked.note("the server still holds them as they were when the form opened");
        checked.note("CNIs that are there already keep what they have");
        checked
    }

    fn obstacle(&self, _asked: &Change, _base: &Seen, seen: &Seen, _terms: &Terms) -> Option<Obstacle> {
        self.has_moved(seen).then(|| Obstacle::Foreign(moved("the settings")))
    }

    fn happened(&self, asked: &Change, _base: &Seen, seen: &Seen) -> Option<Made> {
        let (Change::Settings(edit), Some(now)) = (asked, &seen.settings) else { return None };
        let done = now.default_asn == edit.after.default_asn;
        done.then(|| Made::Settings(Box::new(now.clone())))
    }

    fn mismatches(&self, asked: &Change, made: &Made, _terms: &Terms) -> Vec<String> {
        let (Change::Settings(edit), Made::Settings(made)) = (asked, made) else { return vec![] };
        differences::asked_and_stored(&edit.before, &edit.after, &**made)
    }

    fn read_back(&self, _made: &Made) -> Query {
        Query::Settings
    }

    fn next_step(&self) -> &'static str {
        "Next: sessions made from now on have it at Cloudflare's end."
    }
}
