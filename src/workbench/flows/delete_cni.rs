//! Deleting a CNI.

use super::change::{Checked, Kind, Obstacle, Plan, Terms};
use super::look::{Seen, all_cnis};
use super::typed_name::{self, NAME};
use crate::domain::call::Query;
use crate::domain::change::Made;
use crate::domain::draft::{Change, Problem, Removal};
use crate::domain::{Cni, Fault, FaultKind};
use crate::workbench::form::{Form, Spec};

/// The kind.
#[derive(Debug, Clone, PartialEq)]
pub struct DeleteCni {
    /// As it was when the form opened.
    pub cni: Cni,
}

impl Plan for DeleteCni {
    fn title(&self) -> String {
        format!("Delete the CNI {}", self.cni.title())
    }

    fn verb(&self) -> &'static str {
        "DELETE it"
    }

    fn names(&self) -> Vec<&str> {
        vec![self.cni.title()]
    }

    fn fields(&self, _terms: &Terms) -> Vec<(&'static Spec, String)> {
        vec![(&NAME, String::new())]
    }

    fn read(&self, form: &Form, _terms: &Terms) -> Result<Change, Vec<Problem>> {
        match typed_name::problem(form, self.cni.title(), self.cni.id.as_str()) {
            Some(problem) => Err(vec![problem]),
            None => Ok(Change::Removal(Removal::Cni(self.cni.id.clone()))),
        }
    }

    fn object(&self) -> Option<Query> {
        Some(Query::Cni(self.cni.id.clone()))
    }

    fn questions(&self, _form: &Form) -> Vec<Query> {
        vec![Query::Cni(self.cni.id.clone()), Query::Tunnels, all_cnis()]
    }

    fn has_moved(&self, seen: &Seen) -> bool {
        seen.cni().is_some_and(|now| *now != self.cni)
    }

    fn rebased(&self, object: &Made) -> Option<Kind> {
        let Made::Cni(cni) = object else { return None };
        Some(Kind::DeleteCni(Box::new(Self { cni: (**cni).clone() })))
    }

    fn check(&self, _asked: &Change, seen: &Seen, _form: &Form, _terms: &Terms) -> Checked {
        let mut checked = Checked::default();
        let hanging: Vec<_> = seen.tunnels.rows.iter().filter(|tunnel| tunnel.belongs_to(&self.cni)).collect();
        for tunnel in &hanging {
            checked.warn(format!("the Magic interconnect {} with its health check goes with it", tunnel.name));
        }
        if hanging.is_empty() {
            checked.note("no Magic interconnect of its name is known");
        }
        if let Some(port) = &self.cni.interconnect {
            let others =
                seen.cnis.rows.iter().any(|cni| cni.id != self.cni.id && cni.interconnect.as_ref() == Some(port));
            if others {
                checked.note(format!("the interconnect {port} stays, with its other CNIs"));
            } else {
                checked.warn(format!("it is the last CNI over {port}: the interconnect stays, and carries nothing"));
            }
        }
        if self.cni.bgp.is_some() {
            checked.warn("its BGP session ends, and the routes over it are withdrawn");
        }
        checked
    }

    fn obstacle(&self, _asked: &Change, _base: &Seen, seen: &Seen, _terms: &Terms) -> Option<Obstacle> {
        let what = "the CNI changed in the meantime; look again";
        self.has_moved(seen).then(|| Obstacle::Foreign(Fault::new(FaultKind::Conflict, what)))
    }

    fn happened(&self, _asked: &Change, _base: &Seen, seen: &Seen) -> Option<Made> {
        (seen.object == Some(Made::Gone)).then_some(Made::Gone)
    }

    fn mismatches(&self, _asked: &Change, _made: &Made, _terms: &Terms) -> Vec<String> {
        vec![]
    }

    fn read_back(&self, _made: &Made) -> Query {
        Query::Cni(self.cni.id.clone())
    }

    fn next_step(&self) -> &'static str {
        "Next: take the session and the addresses out of your router."
    }
}
