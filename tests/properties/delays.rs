//! From a change to the moment at which it is seen, by what was promised of the port; and the page that tells it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

use super::world::Change;
use super::{BLOCK, LASTS, PORTS, Shift};

/// What was known of a port when it changed, and so how soon the change must be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    /// Under the cursor.
    Focused,
    /// Known to be down or unhealthy, or pending since the last hour.
    NotHealthy,
    /// Known to be pending for more than an hour.
    LongPending,
    /// Known to be healthy.
    Healthy,
    /// Whatever it was: calls were refused or not answered, or that was just over.
    Trouble,
}

impl Class {
    pub(super) const ALL: [Self; 5] =
        [Self::Focused, Self::NotHealthy, Self::LongPending, Self::Healthy, Self::Trouble];

    /// Within so many seconds; after trouble counted from its end.
    pub(super) fn promise(self) -> Duration {
        Duration::from_secs(match self {
            Self::Focused => 10,
            Self::NotHealthy => 30,
            Self::LongPending => 600,
            Self::Healthy => 240,
            Self::Trouble => 360,
        })
    }

    fn words(self) -> &'static str {
        match self {
            Self::Focused => "under the cursor",
            Self::NotHealthy => "known not to be healthy",
            Self::LongPending => "known to be pending for more than an hour",
            Self::Healthy => "known to be healthy",
            Self::Trouble => "any, while calls fail or up to 6 min after: from the end of the trouble on",
        }
    }
}

/// The changes that nobody saw yet, and how long the others took.
#[derive(Default)]
pub(super) struct Delays {
    open: BTreeMap<usize, (Change, Class)>,
    seen: BTreeMap<Class, Vec<Duration>>,
    /// Changed again before anybody saw it.
    pub(super) missed: Vec<Change>,
}

impl Delays {
    /// A port changed.
    pub(super) fn happened(&mut self, change: Change, class: Class) {
        let before = self.open.insert(change.port, (change, class));
        // In trouble nobody can see everything.
        self.missed.extend(before.filter(|(_, class)| *class != Class::Trouble).map(|(change, _)| change));
    }

    /// The change of a port that is not seen yet, and as what it counts.
    pub(super) fn open(&mut self, port: usize) -> Option<&mut (Change, Class)> {
        self.open.get_mut(&port)
    }

    /// The state of a port was seen; `trouble_over` is when calls were answered again.
    pub(super) fn saw(&mut self, port: usize, now: Duration, trouble_over: Duration) {
        let Some((change, class)) = self.open.remove(&port) else { return };
        let from = if class == Class::Trouble { change.at.max(trouble_over) } else { change.at };
        self.seen.entry(class).or_default().push(now.saturating_sub(from));
    }

    /// What took longer than promised, and what was never seen.
    pub(super) fn broken(&self) -> Vec<String> {
        let late = self.seen.iter().flat_map(|(class, delays)| {
            let late = delays.iter().filter(|delay| **delay > class.promise());
            late.map(move |delay| format!("{class:?}: {delay:?}"))
        });
        let lost = self.missed.iter().map(|change| format!("never seen: {change:?}"));
        late.chain(lost).chain(self.open.values().map(|open| format!("not seen at the end: {open:?}"))).collect()
    }

    /// How many changes of a class there were.
    pub(super) fn count(&self, class: Class) -> usize {
        self.seen.get(&class).map_or(0, Vec::len)
    }
}

/// The value below which so many in a hundred lie.
fn part<T: Copy + Ord>(values: &[T], percent: usize) -> Option<T> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    sorted.get((percent * sorted.len().saturating_sub(1) + 50) / 100).copied()
}

/// The page.
pub(super) fn page(shift: &Shift) -> String {
    let mut text = format!(
        "# A simulated shift\n\n\
         Written by `tests/properties/shift.rs`; not by hand. Eight hours over {PORTS} ports in virtual time, one call a port, an \
         answer after 150 ms:\nevery ten minutes a healthy port complains for five minutes and is down for ten, six ports that \
         were pending for weeks come up, the port\nunder the cursor changes now and then, the cursor moves, panes are changed \
         and lists asked for by hand. In the third hour a 429 stops\nall calls for {} s, in the fifth nothing answers for {} min. \
         The plan of reading alone has to see all changes.\n\n\
         From a change to the moment at which the workbench knows it:\n\n\
         | what was known of the port | changes | half within | 95 % within | longest | promised |\n\
         | --- | --- | --- | --- | --- | --- |\n",
        BLOCK.as_secs(),
        LASTS.as_secs() / 60,
    );
    let seconds =
        |delay: Option<Duration>| delay.map_or("-".to_owned(), |delay| format!("{:.1} s", delay.as_secs_f64()));
    for class in Class::ALL {
        let delays = shift.delays.seen.get(&class).map_or(&[][..], Vec::as_slice);
        let (half, most, last) = (part(delays, 50), part(delays, 95), part(delays, 100));
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} s |",
            class.words(),
            delays.len(),
            seconds(half),
            seconds(most),
            seconds(last),
            class.promise().as_secs()
        );
    }
    text.push_str(
        "\nCalls in any five minutes (the window of the API holds 1,200, shared by a whole team):\n\n\
         | calls | in the middle | at most | promised |\n| --- | --- | --- | --- |\n",
    );
    for (what, all, promised) in [("that nobody asked for", false, 480), ("all", true, 600)] {
        let counts = shift.windows(all);
        let (half, most) = (part(&counts, 50).unwrap_or(0), part(&counts, 100).unwrap_or(0));
        let _ = writeln!(text, "| {what} | {half} | {most} | {promised} |");
    }
    let _ = writeln!(
        text,
        "\nWhile the 429 held: {} calls. In the ten minutes without answers: {}. In the five minutes after: {}.",
        shift.blocked_calls(),
        shift.outage_calls(),
        shift.calls_after_outage()
    );
    text
}
