//! Undo: the inverse of a change, opened like any other change, with its own validation and review.

use super::super::drafts::undo_when_open;
use super::super::effect::Effect;
use super::super::flows::change::Kind;
use super::super::flows::{DeleteCni, DeleteInterconnect, EditCni, EditHealthCheck, EditSettings};
use super::super::model::Model;
use super::flow::{healthy, open};
use crate::domain::call::Object;
use crate::domain::draft::Removal;
use crate::domain::inverse::Inverse;

/// Opens the inverse, or says why it cannot be opened now.
pub(super) fn begin(model: &mut Model, inverse: Inverse) -> Result<Vec<Effect>, &'static str> {
    if let Some(locked) = model.locked() {
        return Err(locked);
    }
    let gone = "it is not in the list: it may be gone, or the list is old";
    let kind = match &inverse {
        Inverse::Remove(Removal::Interconnect(key)) => {
            let port = model.interconnects.list.rows.iter().find(|port| port.key == *key).ok_or(gone)?.clone();
            Kind::DeleteInterconnect(Box::new(DeleteInterconnect { port, healthy: healthy(model) }))
        }
        Inverse::Remove(Removal::Cni(id)) => {
            let cni = model.cnis.list.rows.iter().find(|cni| cni.id == *id).ok_or(gone)?.clone();
            Kind::DeleteCni(Box::new(DeleteCni { cni }))
        }
        Inverse::Put { object: Object::Cni(id), .. } => {
            let cni = model.cnis.list.rows.iter().find(|cni| cni.id == *id).ok_or(gone)?.clone();
            Kind::EditCni(Box::new(EditCni { cni }))
        }
        Inverse::Put { object: Object::Tunnel(id), .. } => {
            let tunnel = model.tunnels.list.rows.iter().find(|tunnel| tunnel.id == *id).ok_or(gone)?.clone();
            Kind::EditHealthCheck(Box::new(EditHealthCheck { tunnel }))
        }
        Inverse::Put { object: Object::Settings, .. } => {
            let settings = model.settings.list.rows.first().ok_or(gone)?.clone();
            Kind::EditSettings(Box::new(EditSettings { settings }))
        }
        Inverse::Put { .. } => return Err("there is no form for that"),
    };
    let effects = open(model, kind);
    if matches!(inverse, Inverse::Put { .. }) {
        undo_when_open(model, inverse);
    }
    Ok(effects)
}
