//! When a person is called: ports got worse, two reads in a row agree on it, and what happens together is one alarm.

use std::collections::BTreeSet;
use std::time::Duration;

use super::model::Model;
use super::panes::Tone;
use super::{Effect, age};
use crate::domain::{IconKey, State};

/// From the first port on, so long the others are waited for: the ports of a device are read within this time.
const GATHER: Duration = Duration::from_secs(15);
/// Never two alarms within this time; what comes meanwhile is told in the next one.
const APART: Duration = Duration::from_mins(2);

/// What is to be told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Alarm {
    worse: BTreeSet<String>,
    first: Option<Duration>,
    last: Option<Duration>,
}

impl Alarm {
    /// Two reads agree that a port is worse than it certainly was.
    pub fn worse(&mut self, key: &IconKey, now: Duration) {
        self.worse.insert(key.as_str().to_owned());
        self.first.get_or_insert(now);
    }

    /// When it is told.
    pub fn due_at(&self) -> Option<Duration> {
        let gathered = self.first? + GATHER;
        Some(self.last.map_or(gathered, |last| gathered.max(last + APART)))
    }

    /// The ports to tell, once it is time, and when the first of them came.
    fn take(&mut self, now: Duration) -> Option<(BTreeSet<String>, Duration)> {
        self.due_at().filter(|due| *due <= now)?;
        let first = self.first.take()?;
        Some((std::mem::take(&mut self.worse), first))
    }
}

/// Whether a state calls for a person, after the one before.
pub fn is_worse(from: &State, to: &State) -> bool {
    to.rank() < from.rank() && !matches!(to, State::Pending | State::Healthy)
}

/// Tells what is due: on the screen in any case, by the terminal where the profile wants it.
pub(super) fn due(model: &mut Model) -> Option<Effect> {
    let now = model.now.mono;
    let (worse, first) = model.alarm.take(now)?;
    // One that is well again, or that cannot be read now, is no alarm any more.
    let states: Vec<&State> =
        worse.iter().filter_map(|key| model.watches.get(&IconKey::from(key.as_str()))?.known()).collect();
    let count = |wanted: &dyn Fn(&State) -> bool| states.iter().filter(|state| wanted(state)).count();
    let parts = [
        (count(&|state| *state == State::Down), "DOWN"),
        (count(&|state| *state == State::Unhealthy), "UNHEALTHY"),
        (count(&|state| matches!(state, State::Other(_))), "in a state that meetme does not know"),
    ];
    let parts: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    if parts.is_empty() {
        return None;
    }
    model.alarm.last = Some(now);
    let told = parts.join(", ");
    let ports = if states.len() == 1 { "port got" } else { "ports got" };
    let since = age::span(now.saturating_sub(first));
    model.activity.note(model.now.wall, format!("alarm: {ports} worse: {told} (first seen {since} ago)"));
    model.say(&format!("{ports} worse: {told} (T: which)"), Tone::Bad);
    let ring = model.session.ring;
    // Nothing of the server's is in it (RELIABILITY X5): counts, our own words and the profile's name.
    let text = plain(&format!("meetme {}: {ports} worse: {told}", model.session.profile));
    ring.is_on().then_some(Effect::Ring { ring, text })
}

/// Printable ASCII without the separators of the sequences.
fn plain(text: &str) -> String {
    text.chars().filter(|c| (c.is_ascii_graphic() || *c == ' ') && *c != ';').take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_together_is_told_once_and_never_often() {
        let at = Duration::from_secs;
        let mut alarm = Alarm::default();
        assert_eq!(alarm.due_at(), None);
        for n in 0..12 {
            alarm.worse(&IconKey::from(format!("icn-{n}")), at(100 + n));
        }
        assert!(alarm.take(at(114)).is_none(), "the others are waited for");
        let (worse, first) = alarm.take(at(115)).unwrap();
        assert_eq!((worse.len(), first, alarm.due_at()), (12, at(100), None));
        alarm.last = Some(at(115));
        alarm.worse(&IconKey::from("icn-x"), at(130));
        assert_eq!(alarm.due_at(), Some(at(235)));
    }

    #[test]
    fn worse_is_by_rank_and_pending_calls_nobody() {
        let other = State::Other("Degraded".into());
        for (from, to, worse) in [
            (State::Healthy, State::Down, true),
            (State::Unhealthy, State::Down, true),
            (State::Healthy, other.clone(), true),
            (State::Down, State::Unhealthy, false),
            (State::Healthy, State::Pending, false),
            (State::Pending, State::Healthy, false),
            (other.clone(), other, false),
        ] {
            assert_eq!(is_worse(&from, &to), worse, "{from} -> {to}");
        }
    }

    #[test]
    fn the_text_is_printable_ascii() {
        assert_eq!(plain("a\x1b]9;x\x07\u{202e}é;b"), "a]9xb");
    }
}
