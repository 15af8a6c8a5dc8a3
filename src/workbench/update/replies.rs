//! Answers: each finds its question by the ticket, or is of no more use.

use std::time::Duration;

use super::super::activity::{Activity, Entry};
use super::super::alarm;
use super::super::effect::Effect;
use super::super::flows::change::{Ending, Kind, Stage};
use super::super::flows::{CreateInterconnect, Flow};
use super::super::letters;
use super::super::model::{Asked, Model, Notice, Purpose};
use super::super::msg::Msg;
use super::super::panes::{Pane, Tone};
use super::super::sheet::Sheet;
use super::super::watch::Watch;
use super::{changes, pages, schedule};
use crate::domain::call::{Reply, Urgency};
use crate::domain::change::Outcome;
use crate::domain::{Fault, FaultKind, Page, SlotId, Status, text};
use crate::workbench::Tickets;

/// Takes an answer.
pub(super) fn take(model: &mut Model, msg: Msg) -> Vec<Effect> {
    if msg.ticket().is_some_and(|ticket| model.void.is_some_and(|void| ticket <= void)) {
        // It answers a question about an account that was left.
        return vec![];
    }
    if let Msg::Ended { ticket, result, took, meter } = &msg {
        model.redraw |= model.meter.percent() != meter.percent();
        model.meter = *meter;
        model.refresh.metered(*meter);
        if let Some(asked) = model.asked.get(ticket) {
            let entry =
                Entry { at: model.now.wall, what: asked.what.clone(), took: Some(*took), fault: result.clone().err() };
            model.redraw |= matches!(model.sheet, Some(Sheet::Log(_)));
            model.activity.add(entry);
        }
        let needed = model.asked.get(ticket).is_none_or(|asked| asked.purpose != Purpose::Accounts);
        if let Err(fault) = result
            && needed
        {
            halt(model, fault, model.asked.get(ticket).map(|asked| asked.what.clone()));
        }
        if model.asked.contains_key(ticket) && model.refresh.outage.ended(result, model.now.mono) {
            outage_turned(model);
        }
    }
    let mut effects = to_sheet(model, &msg);
    match msg {
        Msg::Arrived { ticket, reply } => {
            if let Some(Asked { purpose, .. }) = model.asked.get(&ticket).cloned() {
                arrived(model, ticket, &purpose, reply);
            }
        }
        Msg::Ended { ticket, result, .. } => {
            if let Some(Asked { purpose, .. }) = model.asked.remove(&ticket) {
                ended(model, ticket, &purpose, result);
            }
        }
        Msg::LetterSaved { key, result: Ok(letter), remembered, .. } => {
            letters::saved(model, &key, &letter, remembered);
        }
        Msg::Committed { .. } | Msg::DryRan { .. } => {
            // Whatever came of it, what is on the screen may be old now.
            effects.extend(touched(model).iter().map(|pane| schedule::ask_list(model, *pane, Urgency::User)));
        }
        _ => {}
    }
    effects
}

/// The server went away, or is back.
fn outage_turned(model: &mut Model) {
    let said = if model.refresh.outage.is_on() {
        model.trouble_begins();
        "nothing answers: probing, further and further apart"
    } else {
        model.refresh.purse.empty(model.now.mono);
        "the server answers again"
    };
    model.activity.note(model.now.wall, said);
    model.redraw = true;
}

fn is_last(reply: &Reply) -> bool {
    match reply {
        Reply::Interconnects(page) => page.last,
        Reply::Cnis(page) => page.last,
        Reply::Slots(page) => page.last,
        Reply::Tunnels(page) => page.last,
        _ => true,
    }
}

fn page_number(reply: &Reply) -> u32 {
    match reply {
        Reply::Interconnects(page) => page.number,
        Reply::Cnis(page) => page.number,
        Reply::Slots(page) => page.number,
        Reply::Tunnels(page) => page.number,
        _ => 1,
    }
}

/// What one fault means for all traffic (RELIABILITY R3, R6).
fn halt(model: &mut Model, fault: &Fault, call: Option<String>) {
    if fault.stops_polling() {
        model.trouble_begins();
        super::super::stopped::stop(model, fault, call);
    }
    if fault.kind == FaultKind::RateLimited {
        model.trouble_begins();
        let until = model.now.mono + fault.retry_after.unwrap_or(std::time::Duration::from_mins(1));
        model.blocked_until = Some(model.blocked_until.map_or(until, |before| before.max(until)));
        model.redraw = true;
    }
}

/// The gate shut between the yes and the sending: what would be sent is not, and the form is there again.
fn held_back(flow: &mut Flow, effects: Vec<Effect>, now: Duration, tickets: &mut Tickets) -> Vec<Effect> {
    let fault = || Fault::new(FaultKind::Locked, "writing was locked before it was sent");
    let mut kept = Vec::new();
    for effect in effects {
        let ended = match effect {
            Effect::Commit { ticket, .. } => Msg::Committed { ticket, outcome: Box::new(Outcome::NotSent(fault())) },
            Effect::DryRun { ticket, .. } => Msg::DryRan { ticket, outcome: Outcome::NotSent(fault()) },
            other => {
                kept.push(other);
                continue;
            }
        };
        kept.extend(flow.on(&ended, now, tickets));
    }
    kept
}

/// To the change that lies open, with what a new stage of it means for the log and the record.
fn to_change(model: &mut Model, msg: &Msg) -> Vec<Effect> {
    let now = model.now;
    let locked = model.locked().is_some();
    let Model { sheet, tickets, uncertain, activity, redraw, .. } = model;
    let Some(Sheet::Change(flow, _)) = sheet.as_mut().and_then(Sheet::bottom_mut) else { return vec![] };
    let before = flow.stage.clone();
    let mut effects = flow.on(msg, now.mono, tickets);
    if locked {
        effects = held_back(flow, effects, now.mono, tickets);
    }
    if flow.stage == before {
        return effects;
    }
    *redraw = true;
    note_end(flow, activity, now.wall, uncertain);
    match &flow.stage {
        Stage::Reconcile(lost) if matches!(before, Stage::Committing(..)) => {
            let fault = lost.fault.clone();
            effects.extend(super::receipts::doubted(model, &fault));
        }
        Stage::Ended(ending) => {
            if let Ending::Done { made, found_by_reading: true, .. } = &**ending {
                let made = made.clone();
                effects.extend(super::receipts::found(model, &made));
            }
        }
        _ => {}
    }
    effects
}

fn to_sheet(model: &mut Model, msg: &Msg) -> Vec<Effect> {
    let mask = if matches!(msg, Msg::Arrived { reply: Reply::Raw(_), .. }) { model.mask() } else { None };
    let Model { sheet, tickets, redraw, .. } = model;
    match sheet.as_mut().and_then(Sheet::bottom_mut) {
        Some(Sheet::Change(_, _)) => to_change(model, msg),
        Some(Sheet::Letters(flow)) => {
            let effects = flow.on(msg, tickets);
            *redraw |= effects.is_some();
            effects.unwrap_or_default()
        }
        Some(Sheet::Letter(flow)) => {
            let effects = flow.on(msg, tickets);
            *redraw |= effects.is_some();
            effects.unwrap_or_default()
        }
        Some(Sheet::Raw(raw, _)) => {
            match msg {
                Msg::Arrived { ticket, reply: Reply::Raw(json) } if *ticket == raw.ticket => {
                    raw.take(json, mask.as_ref());
                    *redraw = true;
                }
                Msg::Ended { ticket, result: Err(fault), .. } if *ticket == raw.ticket => {
                    raw.lines = Some(Err(fault.clone()));
                    *redraw = true;
                }
                _ => {}
            }
            vec![]
        }
        _ => vec![],
    }
}

/// What a flow that ended leaves behind: a line in the log, and a doubt where nothing is known.
fn note_end(flow: &Flow, activity: &mut Activity, wall: jiff::Timestamp, uncertain: &mut Vec<SlotId>) {
    let Some(ending) = flow.ending() else { return };
    let what = text::clean(&flow.kind.plan().title());
    let said = match ending {
        Ending::Done { made, .. } => format!("{what}: done {}", text::clean(&made.name())),
        Ending::AlreadyGone { .. } => format!("{what}: it was gone already"),
        Ending::StillThere(_) => format!("{what}: the server said yes, and it is still there"),
        Ending::ByDryRun(_) => format!("{what}: the dry run did it"),
        Ending::Unproven(fault) | Ending::Unknown(fault) => format!("{what}: OUTCOME UNKNOWN: {}", fault.headline()),
    };
    if ending.is_uncertain() && matches!(flow.kind, Kind::CreateInterconnect(_)) {
        uncertain.push(CreateInterconnect::slot(&flow.form));
    }
    activity.note(wall, said.trim_end());
}

/// The panes that a change may have made old.
fn touched(model: &Model) -> &'static [Pane] {
    match model.sheet.as_ref().and_then(Sheet::bottom) {
        Some(Sheet::Change(flow, _)) => match flow.kind {
            Kind::CreateInterconnect(_) | Kind::CreatePartner(_) | Kind::DeleteInterconnect(_) => {
                &[Pane::Interconnects, Pane::Slots]
            }
            Kind::CreateCni(_) | Kind::EditCni(_) | Kind::DeleteCni(_) => &[Pane::Cnis, Pane::Tunnels],
            Kind::EditSettings(_) => &[Pane::Settings],
            Kind::EditHealthCheck(_) => &[Pane::Tunnels],
        },
        _ => &Pane::ALL,
    }
}

fn arrived(model: &mut Model, ticket: super::super::Ticket, purpose: &Purpose, reply: Reply) {
    let now = model.now.mono;
    match (purpose, reply) {
        (Purpose::List(pane), reply) => {
            let last = is_last(&reply);
            model.refresh.page_came(*pane, page_number(&reply), now);
            let shown = match reply {
                Reply::Interconnects(page) if model.interconnects.is_asked(ticket) => {
                    seed_states(model, &page);
                    model.interconnects.page(page, now, |port| port.key.clone())
                }
                Reply::Cnis(page) if model.cnis.is_asked(ticket) => model.cnis.page(page, now, |cni| cni.id.clone()),
                Reply::Slots(page) if model.slots.is_asked(ticket) => {
                    model.slots.page(page, now, |slot| slot.id.clone())
                }
                Reply::Tunnels(page) if model.tunnels.is_asked(ticket) => {
                    model.tunnels.page(page, now, |tunnel| tunnel.id.clone())
                }
                Reply::Settings(settings) if model.settings.is_asked(ticket) => {
                    let page = Page { rows: vec![settings], unreadable: vec![], number: 1, last: true };
                    model.settings.page(page, now, |_| ())
                }
                _ => false,
            };
            if shown && *pane == Pane::Interconnects {
                model.replan_all();
            }
            if shown {
                pages::came(model, *pane, last);
            }
        }
        (Purpose::State(key), Reply::Status(status)) => {
            let watch = model.watches.entry(key.clone()).or_default();
            if watch.ticket == Some(ticket) {
                read_state(model, key, status);
            }
        }
        (Purpose::Accounts, Reply::Accounts(accounts)) => super::super::switch::accounts_came(model, accounts),
        _ => {}
    }
}

/// The reference schema carries states in its list: they count like polls.
fn seed_states(model: &mut Model, page: &Page<crate::domain::Interconnect>) {
    for port in &page.rows {
        if let Some(status) = &port.status {
            read_state(model, &port.key.clone(), status.clone());
        }
    }
}

fn read_state(model: &mut Model, key: &crate::domain::IconKey, status: Status) {
    let now = model.now;
    let watch = model.watches.entry(key.clone()).or_default();
    let before: Watch = watch.clone();
    let changed = watch.read(status, now.mono);
    model.replan(key);
    let Some(watch) = model.watches.get(key) else { return };
    let visible = before.status != watch.status || before.failed.is_some() || before.seen.is_none();
    let to = watch.status.as_ref().map(|status| status.state.clone());
    let certain = (before.certain.as_ref(), watch.certain.clone());
    if let (Some(from), Some(to)) = certain
        && alarm::is_worse(from, &to)
    {
        model.alarm.worse(key, now.mono);
    }
    if let (Some(from), Some(to)) = (changed, to) {
        let within = before.seen.map_or_else(Default::default, |seen| now.mono.saturating_sub(seen));
        changes::state(model, key, from, to, within);
    }
    if visible {
        // The first word of a port that is well, in a row that nobody sees, is counted nowhere: it changes no picture.
        let silent = before.status.is_none() && before.failed.is_none() && model.count_is_silent(key);
        let rows = model.rows_in_front();
        model.reorder(Pane::Interconnects);
        let seen = rows != model.rows_in_front() || rows.is_none_or(|rows| rows.1.contains(key));
        model.redraw |= seen || !silent;
    }
}

fn ended(model: &mut Model, ticket: super::super::Ticket, purpose: &Purpose, result: Result<(), Fault>) {
    let now = model.now.mono;
    match purpose {
        Purpose::List(pane) => {
            let mine = match pane {
                Pane::Interconnects => model.interconnects.is_asked(ticket),
                Pane::Cnis => model.cnis.is_asked(ticket),
                Pane::Slots | Pane::Availability => model.slots.is_asked(ticket),
                Pane::Tunnels => model.tunnels.is_asked(ticket),
                Pane::Settings => model.settings.is_asked(ticket),
            };
            if !mine {
                return;
            }
            let before = pane_facts(model, *pane);
            changes::list_ended(model, *pane, result);
            if *pane == Pane::Interconnects && model.interconnects.list.complete {
                let live: std::collections::HashSet<_> =
                    model.interconnects.list.rows.iter().map(|port| port.key.clone()).collect();
                model.watches.retain(|key, _| live.contains(key));
            }
            if *pane == Pane::Interconnects {
                model.replan_all();
            }
            model.recount(*pane);
            model.reorder(*pane);
            model.redraw |= before != pane_facts(model, *pane) || *pane == model.pane.source();
        }
        Purpose::State(key) => {
            let Some(watch) = model.watches.get_mut(key).filter(|watch| watch.ticket == Some(ticket)) else { return };
            watch.ticket = None;
            if let Err(fault) = result {
                let first = watch.failed.is_none();
                // "Unknown since" is the first failure; the next try counts from the last.
                let since = watch.failed.take().map_or(now, |(_, since)| since);
                watch.failed = Some((fault, since));
                watch.tried = Some(now);
                if first {
                    model.reorder(Pane::Interconnects);
                    model.redraw = true;
                }
            }
            model.replan(key);
        }
        Purpose::Sheet | Purpose::Accounts => {}
    }
}

fn pane_facts(model: &Model, pane: Pane) -> (usize, bool, bool, bool) {
    let freshness = model.freshness(pane);
    (pane.len(model), freshness.failed.is_some(), freshness.partial, freshness.loading)
}

impl Model {
    /// Says something until a key or a newer notice takes its place.
    pub(in crate::workbench) fn say(&mut self, text: &str, tone: Tone) {
        self.notice = Some(Notice { text: text::clean(text), tone });
        self.redraw = true;
    }

    /// Takes away what was said unless it is of a trouble, too: it would hide what lasts until the next key.
    fn trouble_begins(&mut self) {
        self.notice.take_if(|notice| !matches!(notice.tone, Tone::Warn | Tone::Bad));
    }
}
