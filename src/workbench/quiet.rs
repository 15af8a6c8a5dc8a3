//! The quiet screen, for slow lines: few bytes a key, ages in minutes, a detail that follows when the cursor rests.

use std::time::Duration;

use super::describe::position;
use super::model::Model;
use super::panes::Tone;
use super::trail::Place;
use super::{age, panes::Pane};

/// The cursor rests when it has not moved for so long.
const REST: Duration = Duration::from_millis(500);
const MINUTE: Duration = Duration::from_mins(1);
/// Ages in minutes and more step on multiples of this.
const MARK: Duration = Duration::from_secs(20);
/// The same for lower bounds below two minutes.
const EARLY: Duration = Duration::from_secs(10);
/// Below this the age of a row is not told further.
const LEAST_SEEN: Duration = Duration::from_mins(5);

/// The detail is still of the row that the cursor left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behind {
    /// Which.
    pub place: Place,
    /// Until then, unless the cursor moves on.
    pub until: Duration,
}

/// A person turns it on or off.
pub(super) fn toggle(model: &mut Model) {
    (model.quiet, model.quiet_chosen) = (!model.quiet, true);
    model.behind = None;
    let said = if model.quiet {
        "quiet screen: ages in minutes, the detail follows at rest; <quiet>: as before"
    } else {
        "the screen follows everything again"
    };
    model.say(&model.spell(said), Tone::Busy);
}

/// The terminal took long for a frame: unless a person has chosen, the screen becomes quiet.
pub(super) fn lagged(model: &mut Model) {
    if model.quiet || model.quiet_chosen {
        return;
    }
    model.quiet = true;
    let said = model.spell("the terminal reads slowly: the screen is quiet now (<quiet>: as before)");
    model.activity.note(model.now.wall, said.clone());
    model.say(&said, Tone::Busy);
}

/// The cursor left a row of the pane in front.
pub(super) fn moved(model: &mut Model, from: Option<String>) {
    let pane = model.pane;
    if !model.quiet || from.as_deref() == model.table(pane).selected() {
        return;
    }
    let before = model.behind.take().map(|behind| behind.place).filter(|place| place.pane == pane);
    let Some(place) = before.or_else(|| from.map(|id| Place::new(pane, &id))) else { return };
    model.behind = Some(Behind { place, until: model.now.mono + REST });
}

/// The detail follows, if it is time.
pub(super) fn rested(model: &mut Model) {
    if model.behind.as_ref().is_some_and(|behind| behind.until <= model.now.mono) {
        model.behind = None;
        (model.redraw, model.hurry) = (true, true);
    }
}

/// The first mark from a moment on.
fn grid(at: Duration, mark: Duration) -> Duration {
    mark * (at.as_millis().div_ceil(mark.as_millis()) as u32)
}

impl Model {
    /// The row that the detail is of.
    pub fn detail_row(&self) -> Option<(Pane, usize)> {
        let behind = self.behind.as_ref().filter(|behind| behind.place.pane == self.pane);
        let row = behind.and_then(|behind| position(self, &behind.place)).or_else(|| self.selected_row())?;
        Some((self.pane, row))
    }

    /// How long ago a moment is, as it is shown.
    pub fn age(&self, at: Duration) -> String {
        self.span(self.old(at))
    }

    /// How old a moment is as it is shown: to the second below a minute, then by the marks of our own clock, up to
    /// [`MARK`] late. Rows that each step alone keep a screen from ever being still.
    fn old(&self, at: Duration) -> Duration {
        let now = self.now.mono;
        let age = now.saturating_sub(at);
        if age < MINUTE {
            return age;
        }
        let mark = now.saturating_sub(Duration::from_millis((now.as_millis() % MARK.as_millis()) as u64));
        mark.saturating_sub(at).max(MINUTE)
    }

    /// How long until that says something else.
    fn old_holds(&self, at: Duration) -> Duration {
        let old = self.old(at);
        let next = at + old + age::until_next(old);
        if old < MINUTE {
            return next.saturating_sub(self.now.mono);
        }
        grid(next, MARK).saturating_sub(self.now.mono)
    }

    /// How far off a moment is, as it is shown.
    pub fn left(&self, at: Duration) -> String {
        self.span(at.saturating_sub(self.now.mono))
    }

    fn span(&self, span: Duration) -> String {
        if self.quiet && span < MINUTE { "<1m".to_owned() } else { age::coarse(span) }
    }

    /// The same with the word for the past.
    pub fn ago(&self, at: Duration) -> String {
        let text = self.age(at);
        if text == "now" { "just now".to_owned() } else { format!("{text} ago") }
    }

    /// How long until [`Model::age`] says something else.
    pub(super) fn age_holds(&self, at: Duration) -> Duration {
        let age = self.now.mono.saturating_sub(at);
        if self.quiet && age < MINUTE { MINUTE.saturating_sub(age) } else { self.old_holds(at) }
    }

    /// For how long at least a state is so whose beginning nobody saw; nothing for the first moments.
    pub fn at_least(&self, at: Duration) -> String {
        let text = self.span(self.bound(at));
        if matches!(text.as_str(), "now" | "<1m") { String::new() } else { format!(">{text}") }
    }

    /// How long until [`Model::at_least`] says something else.
    pub(super) fn at_least_holds(&self, at: Duration) -> Duration {
        let age = self.now.mono.saturating_sub(at);
        if self.quiet && age < MINUTE { MINUTE.saturating_sub(age) } else { self.bound_holds(at) }
    }

    /// The age of a row: it moves only where that is older than healthy ports are promised to be read, for every row has
    /// another one, and a screen of them in minutes costs more bytes than all that changes.
    pub fn seen(&self, at: Duration) -> String {
        let bound = self.bound(at);
        if bound < LEAST_SEEN { "<5m".to_owned() } else { format!(">{}", age::coarse(bound)) }
    }

    /// How long until [`Model::seen`] says something else.
    pub(super) fn seen_holds(&self, at: Duration) -> Duration {
        let age = self.now.mono.saturating_sub(at);
        if age < LEAST_SEEN { grid(at + LEAST_SEEN, MARK).saturating_sub(self.now.mono) } else { self.bound_holds(at) }
    }

    /// A lower bound of an age in its steps. Rows step together, on marks of our own clock.
    fn bound(&self, at: Duration) -> Duration {
        let now = self.now.mono;
        let mark = if now.saturating_sub(at) < MINUTE * 2 { EARLY } else { MARK };
        let last = now.saturating_sub(Duration::from_millis((now.as_millis() % mark.as_millis()) as u64));
        age::at_least(last.saturating_sub(at))
    }

    fn bound_holds(&self, at: Duration) -> Duration {
        let bound = self.bound(at);
        let next = bound + age::until_more(bound);
        grid(at + next, if next <= MINUTE { EARLY } else { MARK }).saturating_sub(self.now.mono)
    }

    /// A countdown changes this often.
    pub(super) fn tick(&self) -> Duration {
        Duration::from_secs(if self.quiet { 10 } else { 1 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbench::msg::Now;

    #[test]
    fn ages_hold_as_long_as_is_said_step_on_marks_and_are_little_late() {
        let mut model = Model::new(crate::workbench::update::tests::session(), (80, 24), Now::default());
        for born in [0, 7, 19, 20, 33] {
            let at = Duration::from_secs(born);
            let mut steps = Vec::new();
            for second in born..born + 7400 {
                model.now.mono = Duration::from_secs(second);
                let (age, text, holds) = (model.now.mono.saturating_sub(at), model.age(at), model.age_holds(at));
                model.now.mono += holds.saturating_sub(Duration::from_millis(1));
                assert_eq!(model.age(at), text, "{born} {second}");
                model.now.mono += Duration::from_millis(1);
                if model.age(at) != text && age >= MINUTE {
                    steps.push(model.now.mono.as_secs());
                }
                let late = [age::coarse(age), age::coarse(age.saturating_sub(MARK))];
                assert!(late.contains(&text), "{born} {second}: {text}, not {late:?}");
            }
            assert!(!steps.is_empty() && steps.iter().all(|step| step % 20 == 0), "{steps:?}");
        }
    }

    #[test]
    fn lower_bounds_hold_as_long_as_is_said_are_never_too_high_and_step_on_marks() {
        let mut model = Model::new(crate::workbench::update::tests::session(), (80, 24), Now::default());
        for born in [0, 7, 19, 20, 33] {
            let at = Duration::from_secs(born);
            let mut last = Duration::ZERO;
            for second in born..born + 7400 {
                model.now.mono = Duration::from_secs(second);
                let (bound, texts) = (model.bound(at), (model.at_least(at), model.seen(at)));
                assert!(last <= bound && bound <= model.now.mono.saturating_sub(at), "{born} {second}: {bound:?}");
                last = bound;
                for (holds, which) in [(model.at_least_holds(at), 0), (model.seen_holds(at), 1)] {
                    let text = |model: &Model| if which == 0 { model.at_least(at) } else { model.seen(at) };
                    let same = if which == 0 { &texts.0 } else { &texts.1 };
                    model.now.mono = Duration::from_secs(second) + holds.saturating_sub(Duration::from_millis(1));
                    assert_eq!(text(&model), *same, "{born} {second}");
                    model.now.mono += Duration::from_millis(1);
                    assert!(model.now.mono.as_secs().is_multiple_of(10), "{born} {second}: {:?}", model.now.mono);
                    model.now.mono = Duration::from_secs(second);
                }
            }
        }
    }
}
