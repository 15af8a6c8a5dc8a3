//! Editing a health check: whether it runs, how often, of which type, at what, in which direction.

use super::change::{Checked, Kind, Obstacle, Plan, Terms};
use super::differences;
use super::edit_cni::moved;
use super::look::Seen;
use crate::domain::call::Query;
use crate::domain::change::Made;
use crate::domain::draft::{Change, DIRECTIONS, Edit, Problem, TYPES};
use crate::domain::{HealthCheck, Schema, Target, Tunnel};
use crate::workbench::form::{Form, Sort, Spec};

const ON_OFF: [&str; 2] = ["on", "off"];

static ENABLED: Spec = Spec::new("health_check/enabled", "Runs", "on or off").sort(Sort::Words(&ON_OFF));
static RATE: Spec = Spec::new("health_check/rate", "Rate", "how often it probes: low, mid or high")
    .sort(Sort::Words(&["low", "mid", "high"]));
static RATE_REFERENCE: Spec = Spec::new("health_check/rate", "Rate", "how often it probes: low, medium or high")
    .sort(Sort::Words(&["low", "medium", "high"]));
static TYPE: Spec = Spec::new("health_check/type", "Type", "what is sent: reply or request").sort(Sort::Words(&TYPES));
static TARGET: Spec =
    Spec::new("health_check/target", "Target", "the address that is probed; empty for the server's choice");
static DIRECTION: Spec = Spec::new(
    "health_check/direction",
    "Direction",
    "unidirectional: probed from Cloudflare; bidirectional: answers must come back over the link",
)
.sort(Sort::Words(&DIRECTIONS));

/// The kind.
#[derive(Debug, Clone, PartialEq)]
pub struct EditHealthCheck {
    /// As it was when the form opened.
    pub tunnel: Tunnel,
}

impl Plan for EditHealthCheck {
    fn title(&self) -> String {
        format!("Edit the health check of {}", self.tunnel.name)
    }

    fn verb(&self) -> &'static str {
        "replace it"
    }

    fn names(&self) -> Vec<&str> {
        vec![&self.tunnel.name]
    }

    fn fields(&self, terms: &Terms) -> Vec<(&'static Spec, String)> {
        let check = self.tunnel.health_check.clone().unwrap_or_default();
        let enabled = check.enabled.map(|on| ON_OFF[usize::from(!on)].to_owned()).unwrap_or_default();
        let rate = if terms.schema == Schema::Published { &RATE } else { &RATE_REFERENCE };
        vec![
            (&ENABLED, enabled),
            (rate, check.rate.unwrap_or_default()),
            (&TYPE, check.kind.unwrap_or_default()),
            (&TARGET, check.target.as_ref().map_or("", Target::set).to_owned()),
            (&DIRECTION, check.direction.unwrap_or_default()),
        ]
    }

    fn read(&self, form: &Form, _terms: &Terms) -> Result<Change, Vec<Problem>> {
        let before = self.tunnel.health_check.clone().unwrap_or_default();
        let enabled = match form.text("health_check/enabled").to_lowercase().as_str() {
            "on" | "yes" | "true" => Some(true),
            "off" | "no" | "false" => Some(false),
            "" => before.enabled,
            _ => return Err(vec![Problem::error("health_check/enabled", "on or off")]),
        };
        let check = HealthCheck {
            enabled,
            rate: form.given("health_check/rate"),
            kind: form.given("health_check/type"),
            target: aimed(before.target.as_ref(), form.text("health_check/target")),
            direction: form.given("health_check/direction"),
            extra: before.extra,
        };
        // An object without a check stays so, unless something of it was filled in.
        let check = (self.tunnel.health_check.is_some() || check != HealthCheck::default()).then_some(check);
        let after = Tunnel { health_check: check, ..self.tunnel.clone() };
        Ok(Change::Tunnel(Box::new(Edit { before: self.tunnel.clone(), after })))
    }

    fn object(&self) -> Option<Query> {
        Some(Query::Tunnel(self.tunnel.id.clone()))
    }

    fn questions(&self, _form: &Form) -> Vec<Query> {
        vec![Query::Tunnel(self.tunnel.id.clone())]
    }

    fn has_moved(&self, seen: &Seen) -> bool {
        seen.tunnel().is_some_and(|now| *now != self.tunnel)
    }

    fn rebased(&self, object: &Made) -> Option<Kind> {
        let Made::Tunnel(tunnel) = object else { return None };
        Some(Kind::EditHealthCheck(Box::new(Self { tunnel: (**tunnel).clone() })))
    }

    fn check(&self, asked: &Change, _seen: &Seen, _form: &Form, _terms: &Terms) -> Checked {
        let mut checked = Checked::default();
        let Change::Tunnel(edit) = asked else { return checked };
        if edit.before == edit.after {
            checked.stop("health_check/enabled", "nothing is changed yet");
            return checked;
        }
        checked.note("the server still holds it as it was when the form opened");
        let on = |tunnel: &Tunnel| tunnel.health_check.as_ref().and_then(|check| check.enabled);
        if on(&edit.before) == Some(true) && on(&edit.after) == Some(false) {
            checked.warn("switched off: Cloudflare no longer sees whether this link works, and keeps using it");
        }
        checked
    }

    fn obstacle(&self, _asked: &Change, _base: &Seen, seen: &Seen, _terms: &Terms) -> Option<Obstacle> {
        self.has_moved(seen).then(|| Obstacle::Foreign(moved("the health check")))
    }

    fn happened(&self, asked: &Change, _base: &Seen, seen: &Seen) -> Option<Made> {
        let (Change::Tunnel(edit), Some(now)) = (asked, seen.tunnel()) else { return None };
        let done = *now != edit.before && differences::asked_and_stored(&edit.before, &edit.after, now).is_empty();
        done.then(|| Made::Tunnel(Box::new(now.clone())))
    }

    fn mismatches(&self, asked: &Change, made: &Made, _terms: &Terms) -> Vec<String> {
        let (Change::Tunnel(edit), Made::Tunnel(made)) = (asked, made) else { return vec![] };
        differences::asked_and_stored(&edit.before, &edit.after, &**made)
    }

    fn read_back(&self, _made: &Made) -> Query {
        Query::Tunnel(self.tunnel.id.clone())
    }

    fn next_step(&self) -> &'static str {
        "Next: watch the state of its interconnect (<interconnects>)."
    }
}

/// The target in the form in which it came.
fn aimed(before: Option<&Target>, typed: &str) -> Option<Target> {
    match before {
        Some(target) if target.set() == typed => before.cloned(),
        Some(Target::Pair { effective, .. }) => {
            Some(Target::Pair { saved: Some(typed.to_owned()), effective: effective.clone() })
        }
        _ => Some(typed).filter(|typed| !typed.is_empty()).map(|typed| Target::Address(typed.to_owned())),
    }
}
