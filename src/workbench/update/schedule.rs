//! What to read when nobody asks: lists now and then, states in turn.

use std::time::Duration;

use super::super::effect::Effect;
use super::super::model::{Asked, Model, Purpose};
use super::super::panes::Pane;
use super::super::refresh::{LIST_BEHIND, LIST_IN_FRONT};
use super::super::sheet::Sheet;
use super::pages;
use crate::domain::call::{Query, Urgency};
use crate::domain::{CniFilter, IconKey, InterconnectFilter};

/// A list is read so much less often for each of its pages: a long one must not eat what the states need.
const PAGE_IN_FRONT: Duration = Duration::from_secs(20);
const PAGE_BEHIND: Duration = Duration::from_mins(1);

fn quiet(model: &Model) -> bool {
    model.paused || model.is_unseen() || model.stopped.is_some() || model.session.account.is_none()
}

/// Orders for everything that is due.
pub(super) fn due(model: &mut Model) -> Vec<Effect> {
    let now = model.now.mono;
    if model.blocked_until.is_some_and(|until| until <= now) {
        model.blocked_until = None;
        model.refresh.purse.empty(now);
        model.redraw = true;
    }
    if model.table(model.pane).turns_at.is_some_and(|at| at <= now) {
        model.reorder(model.pane);
        model.redraw = true;
    }
    if quiet(model) || model.blocked_until.is_some() {
        return super::super::stopped::due(model).into_iter().collect();
    }
    let mut effects = Vec::new();
    for pane in Pane::ALL {
        // The first list goes out alone: it is what the first screen waits for, and it proves token and account.
        if pane != Pane::Interconnects && model.interconnects.received.is_none() && model.pane.source() != pane {
            continue;
        }
        if list_due(model, pane).is_some_and(|at| at <= now) {
            // For the first rows of a pane a person waits.
            let first = model.freshness(pane).received.is_none();
            if first {
                model.refresh.purse.charge(1, false, now);
            }
            if first || model.refresh.purse.pay_list(pages(model, pane), now) {
                effects.push(ask_list(model, pane, if first { Urgency::User } else { Urgency::Poll }));
            }
        }
    }
    let front = model.selected_interconnect().map(|port| port.key.clone());
    let unread = model.refresh.agenda.has_unread();
    let looked_at = model.rows_in_front().filter(|_| unread).map(|(_, keys)| keys).unwrap_or_default();
    while let Some(key) = model.refresh.next(front.as_ref(), &looked_at, now) {
        effects.push(ask_state(model, key, Urgency::Poll));
    }
    if !effects.is_empty() && model.refresh.strain_turned() {
        let said = if model.refresh.is_strained() {
            "more is not healthy than the budget can follow: all states are read less often, none is left out"
        } else {
            "all states are read as often as promised again"
        };
        model.activity.note(model.now.wall, said);
        model.redraw = true;
    }
    effects
}

/// Asks for the state of a port.
pub(super) fn ask_state(model: &mut Model, key: IconKey, urgency: Urgency) -> Effect {
    let ticket = model.tickets.tear();
    let what = format!("state of {}", crate::domain::text::clean(key.as_str()));
    model.asked.insert(ticket, Asked { purpose: Purpose::State(key.clone()), what });
    model.watches.entry(key.clone()).or_default().ticket = Some(ticket);
    model.replan(&key);
    Effect::Ask { ticket, query: Query::Status(key), urgency }
}

fn pages(model: &Model, pane: Pane) -> u32 {
    model.freshness(pane).pages.max(1)
}

fn list_due(model: &Model, pane: Pane) -> Option<Duration> {
    let pages = pages(model, pane);
    let every = if pane == model.pane.source() || pane == Pane::Interconnects {
        LIST_IN_FRONT.max(PAGE_IN_FRONT * pages)
    } else {
        LIST_BEHIND.max(PAGE_BEHIND * pages)
    };
    let every = every.mul_f64(model.refresh.factor() * f64::from(model.refresh.parts()));
    match pane {
        Pane::Interconnects => model.interconnects.due(every),
        Pane::Cnis => model.cnis.due(every),
        Pane::Slots | Pane::Availability => model.slots.due(every),
        Pane::Tunnels => model.tunnels.due(every),
        Pane::Settings => model.settings.due(every),
    }
}

/// Asks for the rows of a pane.
pub(super) fn ask_list(model: &mut Model, pane: Pane, urgency: Urgency) -> Effect {
    let ticket = model.tickets.tear();
    let query = match pane {
        Pane::Interconnects => {
            model.interconnects.asked(ticket);
            Query::Interconnects(InterconnectFilter::default())
        }
        Pane::Cnis => {
            model.cnis.asked(ticket);
            Query::Cnis(CniFilter::default())
        }
        Pane::Slots | Pane::Availability => {
            model.slots.asked(ticket);
            Query::Slots(model.finder.asked.clone())
        }
        Pane::Tunnels => {
            model.tunnels.asked(ticket);
            Query::Tunnels
        }
        Pane::Settings => {
            model.settings.asked(ticket);
            Query::Settings
        }
    };
    let poll = urgency == Urgency::Poll;
    model.refresh.list_asked(pane, if poll { pages(model, pane) } else { 1 }, poll);
    let what = format!("list of {}", pane.title());
    model.asked.insert(ticket, Asked { purpose: Purpose::List(pane), what });
    Effect::Ask { ticket, query, urgency }
}

/// When the model wants to be woken.
pub(super) fn wake_at(model: &Model) -> Option<Duration> {
    let mut moments: Vec<Duration> = model.face_changes_at().into_iter().collect();
    moments.extend(model.table(model.pane).turns_at);
    moments.extend(pages::due_at(model));
    moments.extend(model.views_due_at());
    moments.extend(super::super::stopped::due_at(model));
    moments.extend(model.behind.as_ref().map(|behind| behind.until));
    moments.extend(model.alarm.due_at());
    moments.extend(super::super::sharing::due_at(model));
    moments.extend(model.draft_due());
    if let Some(Sheet::Change(flow, _)) = model.sheet.as_ref().and_then(Sheet::bottom) {
        moments.extend(flow.wake_at());
    }
    if let Some(until) = model.blocked_until {
        // The header counts down.
        moments.push((model.now.mono + model.tick()).min(until));
    } else if !quiet(model) {
        let lists = Pane::ALL.into_iter().filter(|pane| {
            *pane == Pane::Interconnects || model.interconnects.received.is_some() || *pane == model.pane.source()
        });
        moments.extend(lists.filter_map(|pane| {
            let due = list_due(model, pane)?;
            // Due already and not asked: there was no room in the window.
            Some(if due <= model.now.mono { due.max(model.refresh.purse.list_at()) } else { due })
        }));
        let front = model.selected_interconnect().map(|port| &port.key);
        moments.extend(model.refresh.next_at(front));
    }
    moments.into_iter().min().map(|at| at.max(model.now.mono + Duration::from_millis(1)))
}
