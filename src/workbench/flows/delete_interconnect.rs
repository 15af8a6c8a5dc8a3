//! Deleting an interconnect. A wrong one costs weeks: the cross-connect has to be ordered again.

use super::change::{Checked, Kind, Obstacle, Plan, Terms};
use super::look::{Seen, all_cnis, all_ports};
use super::typed_name::{self, NAME};
use crate::domain::call::Query;
use crate::domain::change::Made;
use crate::domain::draft::{Change, Problem, Removal};
use crate::domain::{Cni, Fault, FaultKind, IconKey, Interconnect};
use crate::workbench::form::{Form, Spec};

/// What has to be typed where CNIs still run over the interconnect.
pub const DESPITE: &str = "even with CNIs";

static WITH: Spec = Spec::new(
    "with_cnis",
    "If CNIs remain",
    "an interconnect that carries CNIs is not deleted unless you type: even with CNIs",
);

/// The kind.
#[derive(Debug, Clone, PartialEq)]
pub struct DeleteInterconnect {
    /// As it was when the form opened.
    pub port: Interconnect,
    /// The ports that were known to be healthy then.
    pub healthy: Vec<IconKey>,
}

impl DeleteInterconnect {
    fn cnis<'a>(&'a self, seen: &'a Seen) -> impl Iterator<Item = &'a Cni> {
        seen.cnis.rows.iter().filter(|cni| cni.interconnect.as_ref() == Some(&self.port.key))
    }

    fn last_healthy(&self, seen: &Seen, checked: &mut Checked) {
        if !self.healthy.contains(&self.port.key) {
            return;
        }
        let others = |same: &dyn Fn(&Interconnect) -> bool| {
            seen.ports.rows.iter().any(|p| p.key != self.port.key && self.healthy.contains(&p.key) && same(p))
        };
        if !others(&|_| true) {
            checked.warn("it is the LAST interconnect of the whole account that is known to be healthy");
        } else if let Some(site) = &self.port.site
            && !others(&|port| port.site.as_ref() == Some(site))
        {
            checked.warn(format!("it is the last interconnect in {site} that is known to be healthy"));
        }
    }
}

impl Plan for DeleteInterconnect {
    fn title(&self) -> String {
        format!("Delete the interconnect {}", self.port.name)
    }

    fn verb(&self) -> &'static str {
        "DELETE it"
    }

    fn names(&self) -> Vec<&str> {
        vec![&self.port.name]
    }

    fn fields(&self, _terms: &Terms) -> Vec<(&'static Spec, String)> {
        vec![(&NAME, String::new()), (&WITH, String::new())]
    }

    fn read(&self, form: &Form, _terms: &Terms) -> Result<Change, Vec<Problem>> {
        match typed_name::problem(form, &self.port.name, self.port.key.as_str()) {
            Some(problem) => Err(vec![problem]),
            None => Ok(Change::Removal(Removal::Interconnect(self.port.key.clone()))),
        }
    }

    fn object(&self) -> Option<Query> {
        Some(Query::Interconnect(self.port.key.clone()))
    }

    fn questions(&self, _form: &Form) -> Vec<Query> {
        vec![all_ports(), all_cnis(), Query::Tunnels, Query::Interconnect(self.port.key.clone())]
    }

    fn has_moved(&self, seen: &Seen) -> bool {
        // The same name on another slot is another port.
        matches!(&seen.object, Some(Made::Interconnect(now)) if now.slot_id != self.port.slot_id)
    }

    fn rebased(&self, object: &Made) -> Option<Kind> {
        let Made::Interconnect(port) = object else { return None };
        Some(Kind::DeleteInterconnect(Box::new(Self { port: (**port).clone(), healthy: self.healthy.clone() })))
    }

    fn check(&self, _asked: &Change, seen: &Seen, form: &Form, _terms: &Terms) -> Checked {
        let mut checked = Checked::default();
        let cnis: Vec<&Cni> = self.cnis(seen).collect();
        if !cnis.is_empty() && !form.text("with_cnis").eq_ignore_ascii_case(DESPITE) {
            let names: Vec<&str> = cnis.iter().map(|cni| cni.title()).collect();
            let text =
                format!("{} over it: {}. Delete them first, or type: {DESPITE}", count(cnis.len()), names.join(", "));
            checked.stop("with_cnis", text);
            return checked;
        }
        for cni in &cnis {
            checked.warn(format!("the CNI {} hangs on it and will carry nothing", cni.title()));
            for tunnel in seen.tunnels.rows.iter().filter(|tunnel| tunnel.belongs_to(cni)) {
                let probed = tunnel.health_check.as_ref().and_then(|check| check.enabled).unwrap_or_default();
                let check = if probed { "and its health check will fail" } else { "(its health check is off)" };
                checked.warn(format!("the Magic interconnect {} hangs on that {check}", tunnel.name));
            }
        }
        self.last_healthy(seen, &mut checked);
        if cnis.is_empty() {
            checked.note("no CNI runs over it");
        }
        checked.warn("the slot becomes free for anybody, and a new cross-connect takes weeks");
        checked
    }

    fn obstacle(&self, _asked: &Change, base: &Seen, seen: &Seen, _terms: &Terms) -> Option<Obstacle> {
        let new: Vec<&str> =
            seen.new_cnis(base).filter(|cni| self.cnis(seen).any(|on| on.id == cni.id)).map(Cni::title).collect();
        if new.is_empty() && !self.has_moved(seen) {
            return None;
        }
        let what = if new.is_empty() {
            "the interconnect changed in the meantime; look again".to_owned()
        } else {
            format!("a CNI was put on it in the meantime: {}", new.join(", "))
        };
        Some(Obstacle::Foreign(Fault::new(FaultKind::Conflict, what)))
    }

    fn happened(&self, _asked: &Change, _base: &Seen, seen: &Seen) -> Option<Made> {
        (seen.object == Some(Made::Gone)).then_some(Made::Gone)
    }

    fn mismatches(&self, _asked: &Change, _made: &Made, _terms: &Terms) -> Vec<String> {
        vec![]
    }

    fn read_back(&self, _made: &Made) -> Query {
        Query::Interconnect(self.port.key.clone())
    }

    fn next_step(&self) -> &'static str {
        "Next: tell the facility to take the cross-connect out, or it is billed on."
    }
}

fn count(cnis: usize) -> String {
    if cnis == 1 { "1 CNI still runs".to_owned() } else { format!("{cnis} CNIs still run") }
}
