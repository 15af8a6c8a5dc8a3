//! Everything that the app knows.

use std::collections::HashMap;
use std::time::Duration;

use super::activity::Activity;
use super::alarm::Alarm;
use super::columns::{self, Layout};
use super::command::Scope;
use super::drafts::Drafts;
use super::finder::Finder;
use super::gate::Gate;
use super::geometry::Geometry;
use super::keymap::Keymap;
use super::letters::Letters;
use super::msg::Now;
use super::news::News;
use super::panes::{Pane, Tone};
use super::quiet::Behind;
use super::receipts::Receipts;
use super::refresh::{Bounds, Item, Refresh};
use super::remote::Remote;
use super::session::Session;
use super::sharing::Sharing;
use super::sheet::Sheet;
use super::table::Table;
use super::timeline::Timeline;
use super::times::Times;
use super::trail::Trail;
use super::views::Views;
use super::watch::Watch;
use super::{Ticket, Tickets};
use crate::domain::call::Meter;
use crate::domain::{Cni, Fault, IconKey, Interconnect, Settings, Slot, SlotId, State, Tunnel};

/// What a question was for.
#[derive(Debug, Clone, PartialEq)]
pub enum Purpose {
    /// The rows of a pane.
    List(Pane),
    /// The state of a port.
    State(IconKey),
    /// Something that a sheet waits for.
    Sheet,
    /// The accounts that the token sees.
    Accounts,
}

/// A question under way.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// What for.
    pub purpose: Purpose,
    /// In words, for the log.
    pub what: String,
}

/// A line that says something until a key or a newer one takes its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// Safe to draw.
    pub text: String,
    /// Its tone.
    pub tone: Tone,
}

/// The model. `update` is the only one that changes it.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of its own, none a step of another")]
pub struct Model {
    /// What holds for the whole session.
    pub session: Session,
    /// Whether anything may be changed now.
    pub gate: Gate,
    /// The time of the last message.
    pub now: Now,
    /// Columns and rows.
    pub size: (u16, u16),
    /// Ports.
    pub interconnects: Remote<Interconnect>,
    /// Routed links.
    pub cnis: Remote<Cni>,
    /// Slots.
    pub slots: Remote<Slot>,
    /// The Magic side.
    pub tunnels: Remote<Tunnel>,
    /// One row, or none yet.
    pub settings: Remote<Settings>,
    /// States by port.
    pub watches: HashMap<IconKey, Watch>,
    /// What a slot is looked for with.
    pub finder: Finder,
    /// The pane in front.
    pub pane: Pane,
    /// What lies over it.
    pub sheet: Option<Sheet>,
    /// The filter line has the keys.
    pub filtering: bool,
    /// A person stopped all reading.
    pub paused: bool,
    /// The server does not take the token: nothing is read until a person acts.
    pub stopped: Option<Fault>,
    /// Nothing is asked before this moment (429).
    pub blocked_until: Option<Duration>,
    /// The budget.
    pub meter: Meter,
    /// Forms that were not finished.
    pub drafts: Drafts,
    /// What was written down of changes.
    pub receipts: Receipts,
    /// The changes of this session.
    pub timeline: Timeline,
    /// Those of them that nobody saw yet.
    pub news: News,
    /// The others that read from the same server.
    pub sharing: Sharing,
    /// What a person is called for.
    pub alarm: Alarm,
    /// When the watch over this account began.
    pub begun: Duration,
    /// How times are shown.
    pub times: Times,
    /// What is read when nobody asks.
    pub refresh: Refresh,
    /// What was asked and done.
    pub activity: Activity,
    /// Which key means what.
    pub keymap: Keymap,
    /// The line above the footer.
    pub notice: Option<Notice>,
    /// Slots with a commit whose outcome is unknown: they must be typed again.
    pub uncertain: Vec<SlotId>,
    /// Accounts and addresses are not drawn: others see this screen.
    pub masked: bool,
    /// The mouse is ours; else the terminal's, to select text.
    pub mouse: bool,
    /// The objects that were looked at.
    pub trail: Trail,
    /// What is remembered of letters.
    pub letters: Letters,
    /// What is kept of what a person sets on tables.
    pub views: Views,
    /// Something visible changed since the last draw.
    pub redraw: bool,
    /// A person waits for it.
    pub hurry: bool,
    /// The line is slow: fewer bytes, coarser ages, no more than a draw a second that nobody waits for.
    pub quiet: bool,
    /// A person chose that, or the opposite.
    pub quiet_chosen: bool,
    /// On a quiet screen: the detail has not followed yet.
    pub behind: Option<Behind>,
    /// The call that was refused.
    pub(super) stopped_call: Option<String>,
    /// When the token is read again.
    pub(super) token_due: Option<Duration>,
    /// Where a switch under way goes to, in words.
    pub(super) switching: Option<String>,
    /// Tickets up to this one belong to an account that was left.
    pub(super) void: Option<Ticket>,
    pub(super) tables: Box<[Table; Pane::TABLES.len()]>,
    pub(super) asked: HashMap<Ticket, Asked>,
    pub(super) tickets: Tickets,
    pub(super) face: Vec<String>,
}

impl Model {
    /// A model that knows nothing but its session.
    pub fn new(session: Session, size: (u16, u16), now: Now) -> Self {
        Self {
            gate: Gate::of(&session),
            refresh: Refresh::taking(session.poll_part, now.mono),
            session,
            now,
            size,
            interconnects: Remote::default(),
            cnis: Remote::default(),
            slots: Remote::default(),
            tunnels: Remote::default(),
            settings: Remote::default(),
            watches: HashMap::new(),
            finder: Finder::default(),
            pane: Pane::Interconnects,
            sheet: None,
            filtering: false,
            paused: false,
            stopped: None,
            blocked_until: None,
            meter: Meter::default(),
            drafts: Drafts::default(),
            receipts: Receipts::default(),
            timeline: Timeline::default(),
            news: News::default(),
            sharing: Sharing::default(),
            alarm: Alarm::default(),
            begun: now.mono,
            times: Times::default(),
            activity: Activity::default(),
            keymap: Keymap::default(),
            notice: None,
            uncertain: Vec::new(),
            masked: false,
            mouse: false,
            trail: Trail::default(),
            letters: Letters::default(),
            views: Views::default(),
            redraw: true,
            hurry: true,
            quiet: false,
            quiet_chosen: false,
            behind: None,
            stopped_call: None,
            token_due: None,
            switching: None,
            void: None,
            tables: Box::default(),
            asked: HashMap::new(),
            tickets: Tickets::default(),
            face: Vec::new(),
        }
    }

    /// Something about a port became known: when to read it next is thought over.
    pub(super) fn replan(&mut self, key: &IconKey) {
        if let Some(watch) = self.watches.get(key) {
            self.refresh.agenda.put(plan(key, watch));
        }
    }

    /// The same for all ports of the list.
    pub(super) fn replan_all(&mut self) {
        let now = self.now.mono;
        let mut items = Vec::with_capacity(self.interconnects.list.rows.len());
        for port in &self.interconnects.list.rows {
            let watch =
                self.watches.entry(port.key.clone()).or_insert_with(|| Watch { listed: now, ..Watch::default() });
            items.push(plan(&port.key, watch));
        }
        self.refresh.agenda.fill(items);
    }

    /// The table of a pane.
    pub fn table(&self, pane: Pane) -> &Table {
        &self.tables[pane.index()]
    }

    /// Rows of the table that are seen at once.
    pub fn height(&self) -> usize {
        self.geometry().map_or(1, |geometry| usize::from(geometry.rows.height))
    }

    /// Where things are; the wide table takes the place of a detail beside it. `None`: the window is too small.
    pub fn geometry(&self) -> Option<Geometry> {
        let geometry = Geometry::of(self.size)?;
        Some(if self.table(self.pane).shape.wide { geometry.without_side() } else { geometry })
    }

    /// The columns of the table in front.
    pub fn layout(&self) -> Layout {
        let width = self.geometry().map_or(0, |geometry| geometry.rows.width);
        self.table(self.pane).shape.lay_out(self.pane.columns(), width.saturating_sub(columns::MARKER))
    }

    /// Index into the data of the row under the cursor.
    pub fn selected_row(&self) -> Option<usize> {
        self.table(self.pane).row().filter(|row| *row < self.pane.len(self))
    }

    /// The interconnect under the cursor of its pane.
    pub fn selected_interconnect(&self) -> Option<&Interconnect> {
        let row = self.table(Pane::Interconnects).row().filter(|_| self.pane == Pane::Interconnects)?;
        self.interconnects.list.rows.get(row)
    }

    /// The slot under the cursor of its pane.
    pub fn selected_slot(&self) -> Option<&Slot> {
        let row = self.table(Pane::Slots).row().filter(|_| self.pane == Pane::Slots)?;
        self.slots.list.rows.get(row)
    }

    /// The CNIs over a port.
    pub fn cnis_on<'a>(&'a self, key: &'a IconKey) -> impl Iterator<Item = &'a Cni> {
        self.cnis.list.rows.iter().filter(move |cni| cni.interconnect.as_ref() == Some(key))
    }

    /// A text of ours with the keys that work now put in: see [`Keymap::spell`].
    pub fn spell(&self, text: &str) -> String {
        self.keymap.spell(self.scope(), text)
    }

    /// Which keys work now.
    pub fn scope(&self) -> Scope {
        match &self.sheet {
            Some(sheet) => sheet.scope(),
            None if self.filtering => Scope::Filter,
            None => Scope::Browse,
        }
    }

    /// How many ports are in a state that we know.
    pub fn count(&self, state: &State) -> usize {
        let rows = &self.interconnects.list.rows;
        rows.iter().filter(|port| self.watches.get(&port.key).and_then(Watch::known) == Some(state)).count()
    }

    /// A write is on its way.
    pub fn is_writing(&self) -> bool {
        let bottom = self.sheet.as_ref().and_then(Sheet::bottom);
        matches!(bottom, Some(Sheet::Change(flow, _)) if flow.is_writing())
    }

    /// Changes with the rows of a pane.
    pub(super) fn generation(&self, pane: Pane) -> u64 {
        match pane {
            Pane::Interconnects => self.interconnects.generation(),
            Pane::Cnis => self.cnis.generation(),
            Pane::Slots | Pane::Availability => self.slots.generation(),
            Pane::Tunnels => self.tunnels.generation(),
            Pane::Settings => self.settings.generation(),
        }
    }

    /// A port is in a state that the header does not count.
    pub(super) fn count_is_silent(&self, key: &IconKey) -> bool {
        self.watches.get(key).and_then(Watch::known) == Some(&State::Healthy)
    }

    /// How many ports pass the filter, and those that are seen now; `None`: something else is in front.
    pub(super) fn rows_in_front(&self) -> Option<(usize, Vec<IconKey>)> {
        if self.pane != Pane::Interconnects || self.sheet.is_some() {
            return None;
        }
        let table = self.table(self.pane);
        let rows = table.order.iter().skip(table.offset).take(self.height());
        let ports = rows.filter_map(|&row| self.interconnects.list.rows.get(row as usize));
        Some((table.order.len(), ports.map(|port| port.key.clone()).collect()))
    }

    /// The window is too small to show anything of it.
    pub fn is_unseen(&self) -> bool {
        Geometry::of(self.size).is_none()
    }
}

fn plan(key: &IconKey, watch: &Watch) -> Item {
    let unread = watch.status.is_none() && watch.failed.is_none();
    Item { key: key.clone(), bounds: Bounds::of(key, watch), busy: watch.ticket.is_some(), unread }
}
