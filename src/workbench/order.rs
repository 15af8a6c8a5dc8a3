//! Which rows of a table are shown, and in which order: the data is sorted once as long as it stays what it is, and each
//! change of the filter is one pass over that.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::time::Duration;

use super::filter::Filter;
use super::kin::Kin;
use super::model::Model;
use super::panes::{Pane, Value, interconnects, slots};
use crate::domain::{Footprint, Group, Slot, Speed};

/// What a table is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sort {
    /// The field of a column; `None`: the worst or most useful first.
    pub field: Option<&'static str>,
    /// The other way round.
    pub reversed: bool,
}

/// Rows of the data in the order of a sort, and what they were made from.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sorted {
    /// Generation of the data, and how many rows it has.
    of: (u64, usize),
    sort: Sort,
    rows: Vec<u32>,
}

/// Rows that passed a filter.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Passed {
    filter: Filter,
    within: Option<Group>,
    rows: Vec<u32>,
}

/// The rows that are shown, in their order.
pub(super) fn order(model: &mut Model, pane: Pane) -> Vec<u32> {
    let sort = model.table(pane).sort;
    let of = (model.generation(pane), pane.len(model));
    // States and ages change between two lists: there is nothing to keep.
    let keeps = !matches!(pane, Pane::Interconnects | Pane::Availability);
    let kept = model.tables[pane.index()].sorted.take();
    let kept = kept.filter(|kept| keeps && kept.of == of && kept.sort == sort);
    let fresh = kept.is_some();
    let alone = model.table(pane).filter.is_empty();
    let kin = model.tables[pane.index()].kin.take();
    let kin = if alone && sort.field.is_none() { kin } else { Kin::of(model, pane, of, kin) };
    let sorted = kept.unwrap_or_else(|| Sorted { of, sort, rows: sorted(model, pane, sort, kin.as_ref()) });
    let before = model.tables[pane.index()].passed.take().filter(|_| fresh);
    let filter = &model.table(pane).filter;
    let within = model.finder.within.as_ref().filter(|_| pane == Pane::Slots);
    let rows = if filter.is_empty() && within.is_none() {
        sorted.rows.clone()
    } else {
        let wider = before.filter(|before| {
            before.within.as_ref() == within && before.filter.ages().next().is_none() && filter.narrows(&before.filter)
        });
        let among = wider.as_ref().map_or(&sorted.rows, |wider| &wider.rows);
        passing(model, pane, among, kin.as_ref())
    };
    let passed = (keeps && !filter.is_empty()).then(|| Passed {
        filter: filter.clone(),
        within: within.cloned(),
        rows: rows.clone(),
    });
    let turns = turns(model, pane);
    let table = &mut model.tables[pane.index()];
    table.passed = passed;
    table.kin = kin;
    table.turns_at = turns;
    if keeps {
        table.sorted = Some(sorted);
    }
    rows
}

/// Those of the rows that pass the filter, and lie in the sum of slots that is shown.
fn passing(model: &Model, pane: Pane, among: &[u32], kin: Option<&Kin>) -> Vec<u32> {
    let columns = pane.columns();
    let filter = &model.table(pane).filter;
    let summed = pane == Pane::Slots && model.finder.within.is_some();
    let mut met = vec![None; kin.map_or(0, |kin| kin.heads().len())];
    let mut passes = |row: usize| {
        let value = |column| pane.value(model, row, column);
        let shared = kin.and_then(|kin| {
            let family = kin.family(row);
            let of_all = |column| pane.value(model, kin.head(family), column);
            *met.get_mut(family)?.get_or_insert_with(|| filter.shared(columns, of_all))
        });
        shared.map_or_else(|| filter.passes(columns, value), |shared| filter.passes_with(columns, value, shared))
    };
    // In the order of the data: of a long list, memory is what takes the time.
    let mut pass = vec![false; pane.len(model)];
    for row in among {
        if let Some(candidate) = pass.get_mut(*row as usize) {
            *candidate = true;
        }
    }
    for (row, pass) in pass.iter_mut().enumerate().filter(|(_, candidate)| **candidate) {
        *pass = (!summed || slots::is_within(model, row)) && passes(row);
    }
    among.iter().copied().filter(|row| pass.get(*row as usize) == Some(&true)).collect()
}

/// Finds the families of a pane's rows before the first letter of a filter has to wait for that.
pub(super) fn prepare(model: &mut Model, pane: Pane) {
    let of = (model.generation(pane), pane.len(model));
    let before = model.tables[pane.index()].kin.take();
    model.tables[pane.index()].kin = Kin::of(model, pane, of, before);
}

/// Counts the marked rows that are there, and those that are shown.
pub(super) fn count_marks(model: &mut Model, pane: Pane) {
    let table = model.table(pane);
    if table.marks.is_empty() {
        model.tables[pane.index()].count_marks(0, 0);
        return;
    }
    let marked = |row: usize| table.marks.has(&pane.id(model, row));
    let there = (0..pane.len(model)).filter(|row| marked(*row)).count();
    let shown = table.order.iter().filter(|row| marked(**row as usize)).count();
    model.tables[pane.index()].count_marks(there, shown);
}

/// When the next row begins or ends to pass by its age alone.
fn turns(model: &Model, pane: Pane) -> Option<Duration> {
    let mut next = None;
    for (column, age) in model.table(pane).filter.ages() {
        for row in 0..pane.len(model) {
            let Value::Age(now, _) = pane.value(model, row, column) else { continue };
            // A comparison may turn on the moment itself or right behind it.
            let left = age.checked_sub(now).map(|left| left + Duration::from_millis(1));
            next = [next, left].into_iter().flatten().min();
        }
    }
    next.map(|left| model.now.mono + left)
}

/// A row with the first part of what it is sorted by: most pairs differ in it.
struct Keyed {
    head: u128,
    row: u32,
}

fn sorted(model: &Model, pane: Pane, sort: Sort, kin: Option<&Kin>) -> Vec<u32> {
    let mut rows: Vec<u32> = by_use(model, pane);
    let Some(column) = sort.field.and_then(|field| pane.columns().iter().position(|own| own.field == field)) else {
        if sort.reversed {
            rows.reverse();
        }
        return rows;
    };
    let is_shared = pane.columns().get(column).is_some_and(|column| column.shared);
    let ranks = kin.filter(|_| is_shared).map(|kin| (kin, family_ranks(model, pane, column, kin)));
    let (mut known, mut unknown) = (Vec::with_capacity(rows.len()), Vec::new());
    for row in rows.drain(..) {
        let head = match &ranks {
            Some((kin, ranks)) => ranks.get(kin.family(row as usize)).copied().flatten(),
            None => match pane.value(model, row as usize, column) {
                Value::Nothing | Value::Moot => None,
                Value::Number(number, _) => Some(number),
                Value::Age(age, _) => Some(age.as_millis()),
                Value::Text(text) => Some(head(&text)),
            },
        };
        match head {
            Some(head) => known.push(Keyed { head, row }),
            None => unknown.push(row),
        }
    }
    let whole = |row: u32| match pane.value(model, row as usize, column) {
        Value::Text(text) => Cow::Owned(text.to_lowercase()),
        _ => Cow::Borrowed(""),
    };
    // Stable: equals keep the order of use.
    known.sort_by(|a, b| {
        let order = a.head.cmp(&b.head).then_with(|| if ranks.is_some() { Ordering::Equal } else { tie(a, b, &whole) });
        if sort.reversed { order.reverse() } else { order }
    });
    rows.extend(known.into_iter().map(|keyed| keyed.row));
    rows.extend(unknown);
    rows
}

/// What the families are sorted by; texts by their place in the alphabet.
fn family_ranks(model: &Model, pane: Pane, column: usize, kin: &Kin) -> Vec<Option<u128>> {
    let mut texts: Vec<(String, usize)> = Vec::new();
    let mut ranks: Vec<Option<u128>> = Vec::with_capacity(kin.heads().len());
    for (family, row) in kin.heads().enumerate() {
        ranks.push(match pane.value(model, row, column) {
            Value::Nothing | Value::Moot => None,
            Value::Number(number, _) => Some(number),
            Value::Age(age, _) => Some(age.as_millis()),
            Value::Text(text) => {
                texts.push((text.to_lowercase(), family));
                None
            }
        });
    }
    texts.sort_unstable();
    let mut rank = 0;
    let mut before: Option<&str> = None;
    for (text, family) in &texts {
        rank += u128::from(before.is_some_and(|before| before != text));
        before = Some(text);
        if let Some(place) = ranks.get_mut(*family) {
            *place = Some(rank);
        }
    }
    ranks
}

/// Texts that begin alike are told apart by the whole; a short one is whole in its head.
fn tie<'a>(a: &Keyed, b: &Keyed, whole: &impl Fn(u32) -> Cow<'a, str>) -> Ordering {
    if a.head.trailing_zeros() >= u8::BITS { Ordering::Equal } else { whole(a.row).cmp(&whole(b.row)) }
}

/// The first sixteen bytes without regard to case, as a number that orders like them.
fn head(text: &str) -> u128 {
    let mut head = [0; 16];
    if text.is_ascii() {
        for (to, from) in head.iter_mut().zip(text.bytes()) {
            *to = from.to_ascii_lowercase();
        }
    } else {
        let text = text.to_lowercase();
        for (to, from) in head.iter_mut().zip(text.bytes()) {
            *to = from;
        }
    }
    u128::from_be_bytes(head)
}

/// The worst or most useful first.
fn by_use(model: &Model, pane: Pane) -> Vec<u32> {
    let mut keyed: Vec<Keyed> = match pane {
        Pane::Slots => offered(&model.slots.list.rows, &model.finder.footprint),
        // They come in their order; a site with nothing free is not what is looked for.
        Pane::Availability => (0..)
            .zip(&model.finder.offers)
            .map(|(row, offer)| Keyed { head: (u128::from(offer.slots.free == 0) << 64) | u128::from(row), row })
            .collect(),
        _ => (0..pane.len(model) as u32)
            .map(|row| {
                let rank = match pane {
                    Pane::Interconnects => model
                        .interconnects
                        .list
                        .rows
                        .get(row as usize)
                        .map_or(0, |port| interconnects::rank(model, port)),
                    _ => 0,
                };
                Keyed { head: (u128::from(rank) << 120) | (head(pane.name_of(model, row as usize)) >> 8), row }
            })
            .collect(),
    };
    let name = |row: u32| pane.name_of(model, row as usize);
    keyed.sort_unstable_by(|a, b| {
        a.head.cmp(&b.head).then_with(|| name(a.row).cmp(name(b.row))).then_with(|| a.row.cmp(&b.row))
    });
    keyed.into_iter().map(|keyed| keyed.row).collect()
}

/// Free ones first; in a site those of the slowest speed, and of those the ones on another device than ours.
fn offered(slots: &[Slot], footprint: &Footprint) -> Vec<Keyed> {
    let places = ranks(slots.iter().map(Slot::place));
    let devices = ranks(slots.iter().filter_map(|slot| slot.ccr_device_name.as_deref()));
    let mut compared: HashMap<(&str, Option<&str>), u8> = HashMap::new();
    let key = |slot: &Slot| -> u128 {
        let device = slot.ccr_device_name.as_deref();
        let free = u128::from(!slot.is_free());
        let place = places.get(slot.place()).copied().unwrap_or(0);
        let speed = slot.speed.as_ref().and_then(Speed::mbps).unwrap_or(0);
        let device_rank = device.and_then(|device| devices.get(device)).map_or(0xffff, |rank| (*rank).min(0xfffe));
        (free << 127) | (u128::from(place) << 95) | (u128::from(speed) << 63) | (u128::from(device_rank) << 40)
    };
    (0..)
        .zip(slots)
        .map(|(row, slot)| {
            let own = (slot.place(), slot.ccr_device_name.as_deref());
            let diverse = *compared.entry(own).or_insert_with(|| footprint.compare(slot).rank());
            let head = key(slot) | (u128::from(diverse) << 60) | (head(slot.id.as_str()) >> 88);
            Keyed { head, row }
        })
        .collect()
}

/// Names by their place in the alphabet.
fn ranks<'a>(names: impl Iterator<Item = &'a str>) -> HashMap<&'a str, u32> {
    let mut ranks: HashMap<&str, u32> = names.map(|name| (name, 0)).collect();
    let mut sorted: Vec<&str> = ranks.keys().copied().collect();
    sorted.sort_unstable();
    for (rank, name) in (0..).zip(sorted) {
        ranks.insert(name, rank);
    }
    ranks
}
