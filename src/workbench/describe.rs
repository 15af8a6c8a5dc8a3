//! The whole of one object: what is known of it, what hangs together with it, and why it is not well.

use super::model::Model;
use super::panes::{Pane, Tone};
use super::sheet::Scroll;
use super::timeline::Browse;
use super::trail::Place;
use super::{related, why};
use crate::domain::text;

/// Cells of the labels.
pub const LABEL: usize = 15;
/// Cells before the labels, for the marker.
pub const MARKER: usize = 2;

/// Which page of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Everything.
    Whole,
    /// Why it is not healthy.
    Why,
}

/// An object being looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Describe {
    /// Which.
    pub place: Place,
    /// Which page of it.
    pub view: View,
    /// How far down.
    pub scroll: Scroll,
    /// The line in focus, among those that can be opened.
    pub focus: usize,
    /// A person asked to see its MD5 key.
    pub revealed: bool,
    /// Where Esc goes, the nearest last.
    pub behind: Vec<(Place, View)>,
    /// The timeline that it was opened from: there Esc goes last.
    pub timeline: Option<Box<Browse>>,
}

impl Describe {
    /// From the top.
    pub fn new(place: Place, view: View) -> Self {
        Self { place, view, scroll: Scroll::default(), focus: 0, revealed: false, behind: Vec::new(), timeline: None }
    }
}

/// One thing that is told, in as many rows as it takes.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// What it tells; empty for a line that goes on.
    pub label: &'static str,
    /// Safe to draw.
    pub text: String,
    /// Its tone.
    pub tone: Tone,
    /// What Enter opens.
    pub link: Option<Place>,
    /// It begins a part of the page.
    pub heading: bool,
}

impl Item {
    /// Told, no more.
    pub fn new(label: &'static str, told: &str, tone: Tone) -> Self {
        Self { label, text: text::clean(told), tone, link: None, heading: false }
    }

    /// Begins a part of the page.
    pub fn heading(told: &str) -> Self {
        Self { heading: true, ..Self::new("", told, Tone::Strong) }
    }

    /// Can be opened.
    pub fn link(label: &'static str, told: &str, tone: Tone, place: Place) -> Self {
        Self { link: Some(place), ..Self::new(label, told, tone) }
    }

    /// Named by the server, but not among the rows.
    pub fn missing(label: &'static str, id: &str, complete: bool) -> Self {
        let why = if complete { "not in the list" } else { "the list is not whole" };
        Self::new(label, &format!("{id}  ({why})"), Tone::Warn)
    }
}

/// A row of the page.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its label, on the first row of an item.
    pub label: &'static str,
    /// At most as wide as the page.
    pub text: String,
    /// Its tone.
    pub tone: Tone,
    /// Which link, on the first row of one.
    pub link: Option<usize>,
    /// It begins a part of the page.
    pub heading: bool,
}

/// The page, laid out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// Its heading.
    pub title: String,
    /// Its rows.
    pub rows: Vec<Row>,
    /// What its links open.
    pub links: Vec<Place>,
}

/// Lays the page of an object out for so many cells.
pub fn page(model: &Model, of: &Describe, width: usize) -> Page {
    let items = match of.view {
        View::Whole => whole(model, of),
        View::Why => why::page(model, &of.place),
    };
    let name = position(model, &of.place).map(|row| of.place.pane.name(model, row));
    let name = name.unwrap_or_else(|| text::clean(&of.place.id));
    let title = match of.view {
        View::Whole => format!("{}: {name}", kind(of.place.pane)),
        View::Why => why::title(model, &of.place, &name),
    };
    let mut page = Page { title, ..Page::default() };
    let room = width.saturating_sub(LABEL + MARKER).max(8);
    let mask = model.mask();
    for item in items {
        let link = item.link.map(|place| {
            page.links.push(place);
            page.links.len() - 1
        });
        let told = mask.as_ref().map_or_else(|| item.text.clone(), |mask| mask.hide(&item.text));
        for (at, line) in text::wrap(&told, room).into_iter().enumerate() {
            let first = at == 0;
            page.rows.push(Row {
                label: if first { item.label } else { "" },
                text: line,
                tone: item.tone,
                link: link.filter(|_| first),
                heading: item.heading,
            });
        }
    }
    page
}

/// What one row of a pane is called.
pub fn kind(pane: Pane) -> &'static str {
    match pane {
        Pane::Interconnects => "Interconnect",
        Pane::Cnis => "CNI",
        Pane::Slots => "Slot",
        Pane::Tunnels => "Health check",
        Pane::Settings => "Settings",
        Pane::Availability => "Availability",
    }
}

/// Index into the data of an object, if it is there.
pub fn position(model: &Model, place: &Place) -> Option<usize> {
    let id = place.id.as_str();
    match place.pane {
        Pane::Interconnects => model.interconnects.list.rows.iter().position(|port| port.key.as_str() == id),
        Pane::Cnis => model.cnis.list.rows.iter().position(|cni| cni.id.as_str() == id),
        Pane::Slots => model.slots.list.rows.iter().position(|slot| slot.id.as_str() == id),
        Pane::Tunnels => model.tunnels.list.rows.iter().position(|tunnel| tunnel.id.as_str() == id),
        Pane::Settings => (!model.settings.list.rows.is_empty()).then_some(0),
        Pane::Availability => None,
    }
}

fn whole(model: &Model, of: &Describe) -> Vec<Item> {
    let Some(row) = position(model, &of.place) else { return gone(model, &of.place) };
    let lines = of.place.pane.detail(model, row);
    let mut items: Vec<Item> = lines.into_iter().map(|line| Item::new(line.label, &line.text, line.tone)).collect();
    if of.revealed
        && let Some(key) = related::cni(model, &of.place.id).and_then(|cni| cni.bgp.as_ref()?.md5_key.as_deref())
        && let Some(item) = items.iter_mut().find(|item| item.label == "MD5 key")
    {
        *item = Item::new("MD5 key", key, Tone::Warn);
    }
    let related = related::items(model, &of.place);
    if !related.is_empty() {
        items.push(Item::heading("Related"));
        items.extend(related);
    }
    if let Some(port) = related::port_of(model, &of.place)
        && why::is_ill(model, port)
    {
        let more = model.spell("Why it is not healthy (<why>: more, and text for a ticket)");
        items.push(Item::heading(&more));
        items.extend(why::advice(model, port, true));
    }
    items
}

/// What is said of an object that is not there (any more).
pub fn gone(model: &Model, place: &Place) -> Vec<Item> {
    let freshness = model.freshness(place.pane);
    let read = freshness.received.map(|at| model.ago(at));
    let said = match read {
        None => "The list it belongs to was not read yet.".to_owned(),
        Some(read) if freshness.partial => {
            format!("It is not among the rows that came; the list is not whole ({read}).")
        }
        Some(_) if place.pane == Pane::Slots && !model.slots_are_whole() => {
            model.spell("It is not among the slots that the server is asked for (<narrow> in the pane of slots).")
        }
        Some(read) => format!("It is gone: the list of {} read {read} does not hold it.", place.pane.title()),
    };
    vec![Item::new("Gone", &said, Tone::Warn), Item::new("Id", &place.id, Tone::Dim)]
}
