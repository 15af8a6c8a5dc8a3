//! Editing a CNI: the whole object goes back, with what we do not know of it.

use super::change::{Checked, Kind, Obstacle, Plan, Terms};
use super::create_cni::{addresses, prefixes, session};
use super::differences;
use super::look::{Seen, all_cnis};
use super::{cni_form, look};
use crate::domain::call::Query;
use crate::domain::change::Made;
use crate::domain::draft::{Change, Edit, Problem};
use crate::domain::{Cni, Fault, FaultKind};
use crate::workbench::form::{Form, Spec};

/// The kind.
#[derive(Debug, Clone, PartialEq)]
pub struct EditCni {
    /// As it was when the form opened.
    pub cni: Cni,
}

impl Plan for EditCni {
    fn title(&self) -> String {
        format!("Edit the CNI {}", self.cni.title())
    }

    fn verb(&self) -> &'static str {
        "replace it"
    }

    fn names(&self) -> Vec<&str> {
        vec![self.cni.title()]
    }

    fn fields(&self, terms: &Terms) -> Vec<(&'static Spec, String)> {
        cni_form::fields(terms, &self.cni)
    }

    fn read(&self, form: &Form, terms: &Terms) -> Result<Change, Vec<Problem>> {
        let after = cni_form::read(form, terms, &self.cni)?;
        Ok(Change::Cni(Box::new(Edit { before: self.cni.clone(), after })))
    }

    fn object(&self) -> Option<Query> {
        Some(Query::Cni(self.cni.id.clone()))
    }

    fn questions(&self, _form: &Form) -> Vec<Query> {
        vec![Query::Cni(self.cni.id.clone()), all_cnis(), Query::Settings]
    }

    fn has_moved(&self, seen: &look::Seen) -> bool {
        seen.cni().is_some_and(|now| *now != self.cni)
    }

    fn rebased(&self, object: &Made) -> Option<Kind> {
        let Made::Cni(cni) = object else { return None };
        Some(Kind::EditCni(Box::new(Self { cni: (**cni).clone() })))
    }

    fn check(&self, asked: &Change, seen: &Seen, _form: &Form, _terms: &Terms) -> Checked {
        let mut checked = Checked::default();
        let Change::Cni(edit) = asked else { return checked };
        let Edit { before, after } = &**edit;
        if before == after {
            checked.stop("magic/conduit_name", "nothing is changed yet");
            return checked;
        }
        checked.note("the server still holds it as it was when the form opened");
        let name = |cni: &Cni| cni.magic.as_ref().map(|magic| magic.conduit_name.to_lowercase()).unwrap_or_default();
        if name(before) != name(after) {
            if seen.cnis.rows.iter().any(|cni| cni.id != after.id && name(cni) == name(after)) {
                checked.stop("magic/conduit_name", format!("a CNI named {} exists already", name(after)));
            }
            checked.warn("another conduit name: routes and rules that name the old one must follow");
        }
        if before.bgp.is_some() && after.bgp.is_none() {
            checked.warn("the BGP session is taken away: its routes are withdrawn");
        } else if before.bgp != after.bgp && before.bgp.is_some() {
            checked.warn("the BGP session restarts with other parameters: traffic moves while it does");
        }
        if before.cust_ip != after.cust_ip || before.p2p_ip != after.p2p_ip {
            addresses(&[&after.cust_ip, &after.p2p_ip], Some(after), &seen.cnis.rows, &mut checked);
        }
        prefixes(after.bgp.as_ref(), Some(after), &seen.cnis.rows, &mut checked);
        if before.bgp.as_ref().map(|bgp| bgp.customer_asn) != after.bgp.as_ref().map(|bgp| bgp.customer_asn) {
            session(after.bgp.as_ref(), Some(after), seen, &mut checked);
        }
        checked
    }

    fn obstacle(&self, _asked: &Change, _base: &Seen, seen: &Seen, _terms: &Terms) -> Option<Obstacle> {
        self.has_moved(seen).then(|| Obstacle::Foreign(moved("the CNI")))
    }

    fn happened(&self, asked: &Change, _base: &Seen, seen: &Seen) -> Option<Made> {
        let (Change::Cni(edit), Some(now)) = (asked, seen.cni()) else { return None };
        let done = *now != edit.before && differences::asked_and_stored(&edit.before, &edit.after, now).is_empty();
        done.then(|| Made::Cni(Box::new(now.clone())))
    }

    fn mismatches(&self, asked: &Change, made: &Made, _terms: &Terms) -> Vec<String> {
        let (Change::Cni(edit), Made::Cni(made)) = (asked, made) else { return vec![] };
        differences::asked_and_stored(&edit.before, &edit.after, &**made)
    }

    fn read_back(&self, _made: &Made) -> Query {
        Query::Cni(self.cni.id.clone())
    }

    fn next_step(&self) -> &'static str {
        "Next: look at its health check (<health-checks>) and at the session on your router."
    }
}

/// Somebody else changed it between the checks and the commit.
pub(super) fn moved(what: &str) -> Fault {
    let what = format!("{what} was changed by somebody else in the meantime; validate again to see what");
    Fault::new(FaultKind::Conflict, what)
}
