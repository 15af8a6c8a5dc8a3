//! A fresh look at the account: whole lists and single objects, read together, complete or not at all.

use crate::domain::call::{Query, Reply, Urgency};
use crate::domain::change::Made;
use crate::domain::{
    Cni, CniFilter, Fault, FaultKind, IconKey, Interconnect, InterconnectFilter, Listing, Settings, Slot, Tunnel,
};
use crate::workbench::{Effect, Msg, Ticket, Tickets};

/// What a look found. What was not asked for is empty.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Seen {
    /// All interconnects; complete.
    pub ports: Listing<Interconnect>,
    /// All CNIs; complete.
    pub cnis: Listing<Cni>,
    /// All tunnels; complete.
    pub tunnels: Listing<Tunnel>,
    /// A slot.
    pub slot: Option<Slot>,
    /// The account's settings.
    pub settings: Option<Settings>,
    /// The object that is to change; `Made::Gone` where the server says that there is none.
    pub object: Option<Made>,
}

impl Seen {
    /// Interconnects that were not in an earlier look.
    pub fn new_ports<'a>(&'a self, before: &'a Self) -> impl Iterator<Item = &'a Interconnect> {
        let known: std::collections::HashSet<&IconKey> = before.ports.rows.iter().map(|port| &port.key).collect();
        self.ports.rows.iter().filter(move |port| !known.contains(&port.key))
    }

    /// CNIs that were not in an earlier look.
    pub fn new_cnis<'a>(&'a self, before: &'a Self) -> impl Iterator<Item = &'a Cni> {
        self.cnis.rows.iter().filter(|cni| before.cnis.rows.iter().all(|known| known.id != cni.id))
    }

    /// The object was in this look already.
    pub fn knew(&self, made: &Made) -> bool {
        match made {
            Made::Interconnect(port) => self.ports.rows.iter().any(|known| known.key == port.key),
            Made::Cni(cni) => self.cnis.rows.iter().any(|known| known.id == cni.id),
            Made::Settings(_) | Made::Tunnel(_) | Made::Gone => false,
        }
    }

    /// The CNI, where that is the object.
    pub fn cni(&self) -> Option<&Cni> {
        if let Some(Made::Cni(cni)) = &self.object { Some(cni) } else { None }
    }

    /// The tunnel, where that is the object.
    pub fn tunnel(&self) -> Option<&Tunnel> {
        if let Some(Made::Tunnel(tunnel)) = &self.object { Some(tunnel) } else { None }
    }
}

/// All interconnects.
pub fn all_ports() -> Query {
    Query::Interconnects(InterconnectFilter::default())
}

/// All CNIs.
pub fn all_cnis() -> Query {
    Query::Cnis(CniFilter::default())
}

/// A look under way.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    open: Vec<(Ticket, Query)>,
    seen: Seen,
    fault: Option<Fault>,
}

impl Look {
    /// Begins a look at all that the questions name.
    pub fn start(questions: Vec<Query>, tickets: &mut Tickets) -> (Self, Vec<Effect>) {
        let open: Vec<(Ticket, Query)> = questions.into_iter().map(|query| (tickets.tear(), query)).collect();
        let ask = |(ticket, query): &(Ticket, Query)| Effect::Ask {
            ticket: *ticket,
            query: query.clone(),
            urgency: Urgency::User,
        };
        let effects = open.iter().map(ask).collect();
        (Self { open, seen: Seen::default(), fault: None }, effects)
    }

    /// Takes what belongs to it; answers the end when all reads are over.
    pub fn take(&mut self, msg: &Msg) -> Option<Result<Seen, Fault>> {
        match msg {
            Msg::Arrived { ticket, reply } => {
                let (_, query) = self.open.iter().find(|(open, _)| open == ticket)?;
                self.seen.put(query, reply);
                None
            }
            Msg::Ended { ticket, result, .. } => {
                let at = self.open.iter().position(|(open, _)| open == ticket)?;
                let (_, query) = self.open.remove(at);
                if let Err(fault) = result.clone().and_then(|()| self.seen.whole(&query)) {
                    let single = matches!(query, Query::Interconnect(_) | Query::Cni(_) | Query::Tunnel(_));
                    if single && fault.kind == FaultKind::NotFound {
                        self.seen.object = Some(Made::Gone);
                    } else {
                        self.fault.get_or_insert(fault);
                    }
                }
                if !self.open.is_empty() {
                    return None;
                }
                Some(self.fault.take().map_or_else(|| Ok(std::mem::take(&mut self.seen)), Err))
            }
            _ => None,
        }
    }
}

impl Seen {
    fn put(&mut self, query: &Query, reply: &Reply) {
        match (query, reply) {
            (Query::Interconnects(_), Reply::Interconnects(page)) => {
                self.ports.take(page.clone(), |port| port.key.clone());
            }
            (Query::Cnis(_), Reply::Cnis(page)) => {
                self.cnis.take(page.clone(), |cni| cni.id.clone());
            }
            (Query::Tunnels, Reply::Tunnels(page)) => {
                self.tunnels.take(page.clone(), |tunnel| tunnel.id.clone());
            }
            (Query::Slot(_), Reply::Slot(slot)) => self.slot = Some((**slot).clone()),
            (Query::Interconnect(_), Reply::Interconnect(port)) => {
                self.object = Some(Made::Interconnect(port.clone()));
            }
            (Query::Cni(_), Reply::Cni(cni)) => self.object = Some(Made::Cni(cni.clone())),
            (Query::Tunnel(_), Reply::Tunnel(tunnel)) => self.object = Some(Made::Tunnel(tunnel.clone())),
            (Query::Settings, Reply::Settings(all)) => {
                self.settings = Some(all.clone());
                // They are the object only where nothing else is.
                self.object.get_or_insert_with(|| Made::Settings(Box::new(all.clone())));
            }
            _ => {}
        }
    }

    /// Nothing is decided from a part of a list, nor from an answer that holds no object.
    fn whole(&self, query: &Query) -> Result<(), Fault> {
        let (whole, what) = match query {
            Query::Interconnects(_) => (self.ports.is_whole(), "the list of interconnects"),
            Query::Cnis(_) => (self.cnis.is_whole(), "the list of CNIs"),
            Query::Tunnels => (self.tunnels.is_whole(), "the list of Magic interconnects"),
            Query::Slot(_) if self.slot.is_none() => return Err(empty("the slot")),
            Query::Settings if self.settings.is_none() => return Err(empty("the settings")),
            Query::Interconnect(_) | Query::Cni(_) | Query::Tunnel(_)
                if matches!(self.object, None | Some(Made::Settings(_))) =>
            {
                return Err(empty("the object"));
            }
            _ => return Ok(()),
        };
        if whole {
            return Ok(());
        }
        let what = format!("{what} did not come whole, so nothing can be decided from it");
        Err(Fault::new(FaultKind::Partial, what))
    }
}

fn empty(what: &str) -> Fault {
    Fault::new(FaultKind::Unreadable, format!("{what} was read, but the answer held none"))
}
