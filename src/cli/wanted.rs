//! Which list a command wants, and what of it.

use super::actions::{CniAction, IconAction, SlotAction, TunnelAction, Watch};
use super::args::Command;
use super::rows::{self, Heads};
use super::states::States;
use crate::domain::call::Query;
use crate::domain::{CniFilter, Fault, FaultKind, InterconnectFilter, Near, Site, SlotFilter, SlotId, Speed, TunnelId};

/// What is wanted of a list, beside what its server is asked for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Wanted {
    /// What the server is asked for.
    pub(super) query: Query,
    /// Only slots near this place.
    pub(super) near: Option<Near>,
    /// Only slots on another device than the account's own.
    pub(super) other_device: bool,
    /// Slots summed up by site and speed; the flag: only where one is free.
    pub(super) summed: Option<bool>,
    /// Not the ports themselves, but their states.
    pub(super) states: Option<States>,
}

impl Wanted {
    /// All that the server sends.
    pub(super) fn all(query: Query) -> Self {
        Self { query, near: None, other_device: false, summed: None, states: None }
    }

    /// Each row can be told as it comes.
    pub(super) fn is_plain(&self) -> bool {
        self.near.is_none() && !self.other_device && self.summed.is_none() && self.states.is_none()
    }

    /// Heads of its cells.
    pub(super) fn heads(&self) -> Heads {
        match &self.query {
            Query::Interconnects(_) => match &self.states {
                Some(states) if states.names.is_empty() => rows::STATES_OF_ALL,
                Some(_) => rows::STATES,
                None => rows::INTERCONNECTS,
            },
            Query::Cnis(_) => rows::CNIS,
            Query::Slots(_) if self.summed.is_some() => rows::OFFERS,
            Query::Slots(_) => rows::SLOTS,
            _ => rows::TUNNELS,
        }
    }
}

/// The list that a command is about, and how often; `None`: it is about something else.
pub(super) fn of(command: &Command) -> Option<Result<(Wanted, Watch), Fault>> {
    let plain = |query, watch: &Watch| Some(Ok((Wanted::all(query), *watch)));
    match command {
        Command::Interconnects(IconAction::List { site, kind, watch }) => {
            let filter = InterconnectFilter { site: site.as_deref().map(Site::from), kind: kind.clone() };
            plain(Query::Interconnects(filter), watch)
        }
        // Some, once: each ends with its own code.
        Command::Interconnects(IconAction::Status { names, watch, .. })
            if !names.is_empty() && watch.every.is_none() =>
        {
            None
        }
        Command::Interconnects(IconAction::Status { names, site, state, watch }) => {
            let filter = InterconnectFilter { site: site.as_deref().map(Site::from), kind: None };
            let states = Some(States { names: names.clone(), only: state.clone() });
            Some(Ok((Wanted { states, ..Wanted::all(Query::Interconnects(filter)) }, *watch)))
        }
        Command::Cnis(CniAction::List { slot, tunnel_id, watch }) => {
            let filter =
                CniFilter { slot: slot.as_deref().map(SlotId::from), tunnel: tunnel_id.as_deref().map(TunnelId::from) };
            plain(Query::Cnis(filter), watch)
        }
        Command::Tunnels(TunnelAction::List { watch }) => plain(Query::Tunnels, watch),
        Command::Slots(action) => slots(action).transpose(),
        _ => None,
    }
}

fn slots(action: &SlotAction) -> Result<Option<(Wanted, Watch)>, Fault> {
    Ok(match action {
        SlotAction::List { free, occupied, site, speed, address_contains, near, other_device, watch } => {
            let filter = SlotFilter {
                address_contains: address_contains.clone(),
                occupied: match (free, occupied) {
                    (true, _) => Some(false),
                    (_, true) => Some(true),
                    _ => None,
                },
                ..place(site.as_deref(), speed.as_deref())
            };
            let wanted = Wanted {
                near: read(near.as_deref())?,
                other_device: *other_device,
                ..Wanted::all(Query::Slots(filter))
            };
            Some((wanted, *watch))
        }
        SlotAction::Availability { free, site, speed, near, other_device, watch } => {
            let wanted = Wanted {
                near: read(near.as_deref())?,
                other_device: *other_device,
                summed: Some(*free),
                ..Wanted::all(Query::Slots(place(site.as_deref(), speed.as_deref())))
            };
            Some((wanted, *watch))
        }
        SlotAction::Get { .. } => None,
    })
}

fn place(site: Option<&str>, speed: Option<&str>) -> SlotFilter {
    let speed = speed.map(|speed| Speed::from(speed).plain());
    SlotFilter { site: site.map(Site::from), speed, ..SlotFilter::default() }
}

fn read(near: Option<&str>) -> Result<Option<Near>, Fault> {
    let empty = || Fault::new(FaultKind::Usage, "--near wants a place, such as --near ashburn");
    near.map(|typed| Near::read(typed).ok_or_else(empty)).transpose()
}
