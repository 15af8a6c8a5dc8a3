//! A list read to its end, or as far as it came: what is printed, and what is watched.

use std::hash::Hash;

use super::rows::{self, Row};
use super::wanted::Wanted;
use crate::api::Client;
use crate::domain::call::{Query, Reply, Urgency};
use crate::domain::{
    Diversity, Fault, Footprint, Interconnect, InterconnectFilter, Listing, Page, Slot, SlotFilter, Spot, availability,
};

/// What came.
pub(super) struct Reading {
    /// The rows.
    pub(super) rows: Vec<Row>,
    /// Sentences about rows that could not be read.
    pub(super) unreadable: Vec<String>,
    /// What else a person should know.
    pub(super) notes: Vec<String>,
    /// Calls that it took.
    pub(super) calls: u32,
    /// Why it broke off.
    pub(super) result: Result<(), Fault>,
}

impl Reading {
    /// Everything came, and all of it could be read.
    pub(super) fn is_whole(&self) -> bool {
        self.result.is_ok() && self.unreadable.is_empty()
    }
}

/// Reads what is wanted.
pub(super) async fn read(wanted: &Wanted, client: &Client, urgency: Urgency) -> Reading {
    let query = &wanted.query;
    if let Some(states) = &wanted.states {
        return super::states::read(wanted, states, client, urgency).await;
    }
    match query {
        Query::Interconnects(_) => reading(ports(query, client, urgency).await, rows::interconnect),
        Query::Cnis(_) => {
            let page = |reply| if let Reply::Cnis(page) = reply { Some(page) } else { None };
            reading(listing(query, client, urgency, page, |cni| cni.id.clone()).await, rows::cni)
        }
        Query::Slots(filter) => slots(wanted, filter, client, urgency).await,
        _ => {
            let page = |reply| if let Reply::Tunnels(page) = reply { Some(page) } else { None };
            reading(listing(query, client, urgency, page, |tunnel| tunnel.id.clone()).await, rows::tunnel)
        }
    }
}

pub(super) type Came<T> = (Listing<T>, Result<(), Fault>);

async fn listing<T, K: Hash + Eq>(
    query: &Query,
    client: &Client,
    urgency: Urgency,
    page: impl Fn(Reply) -> Option<Page<T>> + Sync,
    id: impl Fn(&T) -> K + Sync,
) -> Came<T>
where
    T: Send,
{
    let mut list = Listing::default();
    let mut take = |reply| {
        if let Some(page) = page(reply) {
            list.take(page, &id);
        }
    };
    let result = client.ask(query, urgency, &mut take).await;
    (list, result)
}

pub(super) async fn ports(query: &Query, client: &Client, urgency: Urgency) -> Came<Interconnect> {
    let page = |reply| if let Reply::Interconnects(page) = reply { Some(page) } else { None };
    listing(query, client, urgency, page, |port| port.key.clone()).await
}

fn reading<T>((list, result): Came<T>, row: impl Fn(&T) -> Row) -> Reading {
    let notes = match list.duplicates {
        0 => vec![],
        twice => vec![format!("warning: {twice} rows came twice; the last of each is shown")],
    };
    let rows = list.rows.iter().map(row).collect();
    Reading { rows, unreadable: list.unreadable, notes, calls: list.pages, result }
}

async fn slots(wanted: &Wanted, filter: &SlotFilter, client: &Client, urgency: Urgency) -> Reading {
    let mut footprint = None;
    let (mut calls, mut unreadable) = (0, Vec::new());
    if wanted.other_device || wanted.summed.is_some() {
        let (own, result) = ports(&Query::Interconnects(InterconnectFilter::default()), client, urgency).await;
        if let Err(fault) = result {
            let result = Err(Fault { what: format!("your interconnects: {}", fault.what), ..fault });
            return Reading { rows: vec![], unreadable: own.unreadable, notes: vec![], calls: own.pages, result };
        }
        calls = own.pages;
        footprint = Some(Footprint::of(&own));
        unreadable = own.unreadable;
    }
    let page = |reply| if let Reply::Slots(page) = reply { Some(page) } else { None };
    let query = Query::Slots(filter.clone());
    let (mut list, result) = listing(&query, client, urgency, page, |slot| slot.id.clone()).await;
    let mut notes = near(wanted, &mut list, result.is_ok());
    if let (Some(footprint), true) = (&footprint, wanted.other_device && wanted.summed.is_none()) {
        notes.extend(other_device(footprint, &mut list));
    }
    let mut reading = match (&footprint, wanted.summed) {
        (Some(footprint), Some(free)) => {
            let offers = availability::offers(list.rows.iter(), footprint);
            let shown = |offer: &&availability::Offer| {
                (!free || offer.slots.free > 0) && (!wanted.other_device || offer.diverse > 0)
            };
            let rows = offers.iter().filter(shown).map(|offer| rows::offer(offer, footprint)).collect();
            Reading { rows, ..reading((list, result), rows::slot) }
        }
        _ => reading((list, result), rows::slot),
    };
    reading.unreadable.extend(unreadable);
    reading.notes.extend(notes);
    reading.calls += calls;
    reading
}

/// Leaves the slots near a place; a word that fits nowhere is taken for the nearest one that does.
fn near(wanted: &Wanted, list: &mut Listing<Slot>, read: bool) -> Vec<String> {
    let Some(mut near) = wanted.near.clone() else { return vec![] };
    if list.rows.is_empty() {
        // Of nothing no place can be known, and a right one must not be called wrong.
        let none = "note: no slot of that speed, site or sort is anywhere; the place was not looked at";
        return if read { vec![none.to_owned()] } else { vec![] };
    }
    let spots: Vec<Spot> = list.rows.iter().map(Spot::of_slot).collect();
    let mended = near.mend(&spots);
    let mut fits = spots.iter().map(|spot| near.fits(spot));
    list.rows.retain(|_| fits.next().unwrap_or(false));
    let nowhere = list.rows.is_empty().then(|| "note: no slot is near that place".to_owned());
    let taken = |(typed, taken)| format!("note: nothing is near `{typed}`; it is taken for `{taken}`");
    mended.into_iter().map(taken).chain(nowhere).collect()
}

/// Leaves the slots on another device than the account's own; says how many of the others are only not known.
fn other_device(footprint: &Footprint, list: &mut Listing<Slot>) -> Option<String> {
    let mut unknown = 0;
    list.rows.retain(|slot| {
        let compared = footprint.compare(slot);
        unknown += usize::from(matches!(compared, Diversity::Unknown(_)));
        compared == Diversity::Other
    });
    (unknown > 0).then(|| format!("note: {unknown} more left out: whether their device is another one is not known"))
}
