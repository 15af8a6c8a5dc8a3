//! Creating a partner interconnect through Google Cloud: a bandwidth and the pairing key of a VLAN attachment.

use super::change::{Checked, Obstacle, Plan, Terms};
use super::create_interconnect::{account_mismatch, read_port};
use super::look::{Seen, all_ports};
use crate::domain::Kind;
use crate::domain::call::Query;
use crate::domain::change::Made;
use crate::domain::draft::{Change, GCP_BANDWIDTHS, NewInterconnect, Problem};
use crate::workbench::form::{Form, Sort, Spec};

static BANDWIDTH: Spec = Spec::new("bandwidth", "Bandwidth", "what the attachment is to carry, 50M to 50G")
    .sort(Sort::Words(&GCP_BANDWIDTHS));
static PAIRING_KEY: Spec = Spec::new(
    "pairing_key",
    "Pairing key",
    "of the partner VLAN attachment in Google Cloud, such as uuid/europe-west2/1; each works once",
)
.sort(Sort::Secret);

/// The kind.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreatePartner;

impl Plan for CreatePartner {
    fn title(&self) -> String {
        "Create a Google Cloud partner interconnect".to_owned()
    }

    fn verb(&self) -> &'static str {
        "create it"
    }

    fn fields(&self, _terms: &Terms) -> Vec<(&'static Spec, String)> {
        vec![(&BANDWIDTH, "1G".to_owned()), (&PAIRING_KEY, String::new())]
    }

    fn read(&self, form: &Form, _terms: &Terms) -> Result<Change, Vec<Problem>> {
        Ok(Change::NewInterconnect(NewInterconnect::GcpPartner {
            bandwidth: form.text("bandwidth").to_uppercase().as_str().into(),
            pairing_key: form.text("pairing_key").to_owned(),
        }))
    }

    fn questions(&self, _form: &Form) -> Vec<Query> {
        vec![all_ports()]
    }

    fn check(&self, _asked: &Change, seen: &Seen, _form: &Form, _terms: &Terms) -> Checked {
        let mut checked = Checked::default();
        let partners = seen.ports.rows.iter().filter(|port| port.kind == Some(Kind::GcpPartner)).count();
        checked.note(format!("the account has {partners} partner interconnects now"));
        checked.warn("whether the pairing key was used already only the server can tell");
        checked
    }

    fn obstacle(&self, _asked: &Change, _base: &Seen, _seen: &Seen, _terms: &Terms) -> Option<Obstacle> {
        None
    }

    // A list row holds no pairing key: a new partner port of this bandwidth is taken for ours, which at worst says
    // "created" where a colleague was quicker, and never sends twice.
    fn happened(&self, asked: &Change, base: &Seen, seen: &Seen) -> Option<Made> {
        let Change::NewInterconnect(NewInterconnect::GcpPartner { bandwidth, .. }) = asked else { return None };
        let made = seen.new_ports(base).find(|port| {
            port.kind == Some(Kind::GcpPartner) && port.speed.as_ref().is_none_or(|speed| speed.same_as(bandwidth))
        })?;
        Some(Made::Interconnect(Box::new(made.clone())))
    }

    fn mismatches(&self, asked: &Change, made: &Made, terms: &Terms) -> Vec<String> {
        let (Change::NewInterconnect(NewInterconnect::GcpPartner { bandwidth, .. }), Made::Interconnect(made)) =
            (asked, made)
        else {
            return vec![];
        };
        let mut found = account_mismatch(made, terms);
        if let Some(has) = made.speed.as_ref().filter(|has| !has.same_as(bandwidth)) {
            found.push(format!("bandwidth: asked {bandwidth}, stored {has}"));
        }
        found
    }

    fn read_back(&self, made: &Made) -> Query {
        read_port(made)
    }

    fn next_step(&self) -> &'static str {
        "Next: accept the attachment in Google Cloud, then create a CNI on it."
    }
}
