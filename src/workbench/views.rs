//! What a person set on each table and finds again in the next run: sort, columns, filter, filters kept before.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::columns::Shape;
use super::effect::Effect;
use super::history::History;
use super::model::Model;
use super::order::Sort;
use super::panes::{Pane, Tone};
use super::text_field::TextField;
use crate::domain::{Fault, text};

/// Written when nothing was changed for so long.
const REST: Duration = Duration::from_secs(2);

/// What is known of what lies on disk.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Views {
    /// What a person set since it was written.
    touched: [bool; Pane::TABLES.len()],
    /// When that is written.
    due: Option<Duration>,
    /// It cannot be kept, and that was said.
    off: bool,
}

/// A table as it is kept. What is missing or unknown is as if nobody had set it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    sort: Option<String>,
    reversed: bool,
    wide: bool,
    columns: BTreeMap<String, bool>,
    filter: String,
    filters: Vec<String>,
}

/// What was found on disk.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recalled {
    /// Each table's, by its name.
    pub views: BTreeMap<String, String>,
    /// The file could not be understood and lies here now.
    pub aside: Option<String>,
}

/// The name of a table on disk; a release never changes one.
fn word(pane: Pane) -> &'static str {
    match pane {
        Pane::Interconnects => "interconnects",
        Pane::Cnis => "cnis",
        Pane::Slots => "slots",
        Pane::Tunnels => "health-checks",
        Pane::Settings => "settings",
        Pane::Availability => "availability",
    }
}

impl Model {
    /// A person set something on a table.
    pub(super) fn touch(&mut self, pane: Pane) {
        self.views.touched[pane.index()] = true;
        self.views.due = Some(self.now.mono + REST);
    }

    /// When it is to be written.
    pub(super) fn views_due_at(&self) -> Option<Duration> {
        self.views.due.filter(|_| !self.views.off)
    }
}

/// Writes what was set, once it is due.
pub(super) fn due(model: &mut Model) -> Option<Effect> {
    model.views_due_at().filter(|at| *at <= model.now.mono)?;
    flush(model)
}

/// Writes what was set, at once.
pub(super) fn flush(model: &mut Model) -> Option<Effect> {
    model.views.due = None;
    let touched = std::mem::take(&mut model.views.touched);
    let panes = Pane::TABLES.into_iter().filter(|pane| touched[pane.index()]);
    let views: BTreeMap<String, String> = panes
        .filter_map(|pane| Some((word(pane).to_owned(), serde_json::to_string(&kept(model, pane)).ok()?)))
        .collect();
    (!views.is_empty() && !model.views.off).then_some(Effect::KeepViews(views))
}

fn kept(model: &Model, pane: Pane) -> Kept {
    let table = model.table(pane);
    // While only the slots of a sum are shown, the filter of all of them waits.
    let line = model.finder.waiting().filter(|_| pane == Pane::Slots).unwrap_or(&table.line);
    let typed = match &table.problem {
        None => line.text().trim().to_owned(),
        Some(_) => table.filter.said(pane.columns()).to_string(),
    };
    Kept {
        sort: table.sort.field.map(str::to_owned),
        reversed: table.sort.reversed,
        wide: table.shape.wide,
        columns: table.shape.chosen.iter().map(|(field, shown)| ((*field).to_owned(), *shown)).collect(),
        filter: typed,
        filters: table.history.lines().to_vec(),
    }
}

/// What lies on disk was read. What a person set meanwhile stays.
pub(super) fn recalled(model: &mut Model, result: Result<Recalled, Fault>) {
    let recalled = match result {
        Ok(recalled) => recalled,
        Err(fault) => return off(model, &fault),
    };
    if let Some(aside) = recalled.aside {
        model.say(&format!("what was set on the tables cannot be read and lies aside as {aside}"), Tone::Warn);
    }
    for pane in Pane::TABLES {
        let touched = model.views.touched[pane.index()] || model.filtering && model.pane == pane;
        let found = recalled.views.get(word(pane)).and_then(|view| serde_json::from_str::<Kept>(view).ok());
        if let (Some(kept), false) = (found, touched) {
            restore(model, pane, kept);
        }
    }
    let table = model.table(model.pane);
    if !table.filter.is_empty() && model.sheet.is_none() {
        let said = format!("the filter of the last run is on: {}", table.line.text());
        let said = format!("{}  ({})", text::clean(&said), model.spell("<back> drops it"));
        model.say(&said, Tone::Busy);
    }
}

fn restore(model: &mut Model, pane: Pane, kept: Kept) {
    let columns = pane.columns();
    let field = |name: &str| columns.iter().map(|column| column.field).find(|field| *field == name);
    let table = &mut model.tables[pane.index()];
    table.sort = Sort { field: kept.sort.as_deref().and_then(field), reversed: kept.reversed };
    let chosen = kept.columns.iter().filter_map(|(name, shown)| Some((field(name)?, *shown))).collect();
    table.shape = Shape { wide: kept.wide, chosen, skipped: 0 };
    table.history = History::new(kept.filters);
    let mut line = TextField::default();
    line.insert(&kept.filter);
    table.set_line(line, columns);
    if table.problem.is_some() {
        let said = table.filter.said(columns).to_string();
        table.set_line(TextField::new(&said), columns);
    }
    model.reorder(pane);
    model.redraw = true;
}

/// It was written, or not.
pub(super) fn written(model: &mut Model, result: Result<(), Fault>) {
    if let Err(fault) = result {
        off(model, &fault);
    }
}

/// Everything else works without it; it is said once.
fn off(model: &mut Model, fault: &Fault) {
    if !std::mem::replace(&mut model.views.off, true) {
        model.activity.note(model.now.wall, format!("filters, sorts and columns are not kept: {}", fault.headline()));
        model.say(
            &format!("filters, sorts and columns are not kept for the next run: {}", fault.headline()),
            Tone::Warn,
        );
    }
}
