//! The words on the screen that change with time alone, and when the next of them does.

use std::time::Duration;

use super::model::Model;
use super::panes::Pane;
use super::panes::interconnects::holds_since;
use super::sheet::Sheet;
use super::watch::Watch;

/// Ages on the screen change at multiples of this only.
const STEP: Duration = Duration::from_secs(5);

impl Model {
    /// The words on the screen that change with time alone.
    pub(super) fn face_now(&self) -> Vec<String> {
        if self.is_unseen() {
            return Vec::new();
        }
        let now = self.now.mono;
        let mut face = vec![self.clock()];
        face.extend(self.gate_words().map(|(words, _)| words));
        face.extend(self.moments().into_iter().map(|at| self.age(at)));
        for watch in self.watches_seen() {
            face.extend(watch.seen.map(|at| self.seen(at)));
            face.extend(holds_since(watch).map(|(at, exact)| if exact { self.age(at) } else { self.at_least(at) }));
        }
        if let Some(next) = self.freshness(self.pane).next_try {
            face.push(self.left(next));
        }
        if let Some(until) = self.blocked_until {
            face.push((until.saturating_sub(now).as_secs() / self.tick().as_secs()).to_string());
        }
        face
    }

    /// What is known of the rows that are seen.
    fn watches_seen(&self) -> impl Iterator<Item = &Watch> {
        let table = self.table(Pane::Interconnects);
        let height = if self.pane == Pane::Interconnects && self.sheet.is_none() { self.height() } else { 0 };
        let rows = table.order.iter().skip(table.offset).take(height);
        let ports = rows.filter_map(|&row| self.interconnects.list.rows.get(row as usize));
        ports.filter_map(|port| self.watches.get(&port.key))
    }

    /// When something visible changes by itself.
    pub(super) fn face_changes_at(&self) -> Option<Duration> {
        if self.is_unseen() {
            return self.gate_changes_at();
        }
        let now = self.now.mono;
        let minute = 60 - u64::try_from(self.now.wall.as_second().rem_euclid(60)).unwrap_or(0);
        // Ages step together, a little late: forty rows are not forty wakeups.
        let step = |at: Duration| STEP * (at.as_millis().div_ceil(STEP.as_millis()) as u32);
        let ages = self.moments().into_iter().map(|at| step(now + self.age_holds(at)));
        let rows = self.watches_seen().flat_map(|watch| {
            let since =
                holds_since(watch).map(|(at, exact)| if exact { self.age_holds(at) } else { self.at_least_holds(at) });
            watch.seen.map(|at| self.seen_holds(at)).into_iter().chain(since)
        });
        ages.chain(rows.map(|holds| step(now + holds)))
            .chain([now + Duration::from_secs(minute)])
            .chain(self.gate_changes_at())
            .min()
    }

    /// Moments whose age is on the screen.
    fn moments(&self) -> Vec<Duration> {
        let freshness = self.freshness(self.pane);
        let mut moments: Vec<Duration> = freshness.received.into_iter().collect();
        moments.extend(freshness.failed.map(|(_, at)| *at));
        if let Some(watch) = self.selected_interconnect().and_then(|port| self.watches.get(&port.key)) {
            moments.extend(watch.seen);
            moments.extend(watch.failed.as_ref().map(|(_, at)| *at));
        }
        if matches!(self.sheet, Some(Sheet::Timeline(_))) {
            moments.extend(self.timeline.newest().take(self.height()).map(|change| change.at.mono));
        }
        moments
    }
}
