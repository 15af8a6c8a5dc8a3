//! What to read when nobody asks: lists now and then, states in turn.

use std::time::Duration;

use super::super::effect::Effect;
use super::super::model::{Asked, Model, Purpose};
use super::super::panes::Pane;
use super::super::poll;
use super::super::sheet::Sheet;
use crate::domain::call::{Query, Urgency};
use crate::domain::{CniFilter, InterconnectFilter, SlotFilter};

const IN_FRONT: Duration = Duration::from_mins(1);
const BEHIND: Duration = Duration::from_mins(5);

fn quiet(model: &Model) -> bool {
    model.paused || model.stopped.is_some() || model.session.account.is_none()
}

/// Orders for everything that is due.
pub(super) fn due(model: &mut Model) -> Vec<Effect> {
    let now = model.now.mono;
    if model.blocked_until.is_some_and(|until| until <= now) {
        model.blocked_until = None;
        model.redraw = true;
    }
    if quiet(model) || model.blocked_until.is_some() {
        return vec![];
    }
    let mut effects = Vec::new();
    for pane in Pane::ALL {
        // The first list goes out alone: it is what the first screen waits for, and it proves token and account.
        if pane != Pane::Interconnects && model.interconnects.received.is_none() && model.pane != pane {
            continue;
        }
        if list_due(model, pane).is_some_and(|at| at <= now) {
            effects.push(ask_list(model, pane, Urgency::Poll));
        }
    }
    while poll::next(model).is_some() && model.purse.pay(now) {
        let Some(key) = poll::next(model) else { break };
        let ticket = model.tickets.tear();
        let what = format!("state of {}", crate::domain::text::clean(key.as_str()));
        model.asked.insert(ticket, Asked { purpose: Purpose::State(key.clone()), what });
        model.watches.entry(key.clone()).or_default().ticket = Some(ticket);
        effects.push(Effect::Ask { ticket, query: Query::Status(key), urgency: Urgency::Poll });
    }
    effects
}

fn list_due(model: &Model, pane: Pane) -> Option<Duration> {
    let every = if pane == model.pane { IN_FRONT } else { BEHIND };
    match pane {
        Pane::Interconnects => model.interconnects.due(IN_FRONT),
        Pane::Cnis => model.cnis.due(every),
        Pane::Slots => model.slots.due(every),
        Pane::Tunnels => model.tunnels.due(every),
        Pane::Settings => model.settings.due(every),
    }
}

/// Asks for the rows of a pane.
pub(super) fn ask_list(model: &mut Model, pane: Pane, urgency: Urgency) -> Effect {
    let ticket = model.tickets.tear();
    let (query, pages) = match pane {
        Pane::Interconnects => {
            model.interconnects.asked(ticket);
            (Query::Interconnects(InterconnectFilter::default()), model.interconnects.list.pages)
        }
        Pane::Cnis => {
            model.cnis.asked(ticket);
            (Query::Cnis(CniFilter::default()), model.cnis.list.pages)
        }
        Pane::Slots => {
            model.slots.asked(ticket);
            (Query::Slots(SlotFilter::default()), model.slots.list.pages)
        }
        Pane::Tunnels => {
            model.tunnels.asked(ticket);
            (Query::Tunnels, model.tunnels.list.pages)
        }
        Pane::Settings => {
            model.settings.asked(ticket);
            (Query::Settings, 1)
        }
    };
    let now = model.now.mono;
    model.purse.charge(pages.max(1), now);
    let what = format!("list of {}", pane.title());
    model.asked.insert(ticket, Asked { purpose: Purpose::List(pane), what });
    Effect::Ask { ticket, query, urgency }
}

/// When the model wants to be woken.
pub(super) fn wake_at(model: &Model) -> Option<Duration> {
    let mut moments = vec![model.face_changes_at()];
    if let Some(Sheet::Create(flow, _)) = model.sheet.as_ref().and_then(Sheet::bottom) {
        moments.extend(flow.wake_at());
    }
    if let Some(until) = model.blocked_until {
        // The header counts the seconds down.
        moments.push((model.now.mono + Duration::from_secs(1)).min(until));
    } else if !quiet(model) {
        let lists = Pane::ALL.into_iter().filter(|pane| {
            *pane == Pane::Interconnects || model.interconnects.received.is_some() || *pane == model.pane
        });
        moments.extend(lists.filter_map(|pane| list_due(model, pane)));
        moments.extend(poll::next_due(model).map(|at| at.max(model.purse.next_at())));
    }
    moments.into_iter().min().map(|at| at.max(model.now.mono + Duration::from_millis(1)))
}
