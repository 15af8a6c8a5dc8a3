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
        "quiet screen: few bytes, ages in minutes, the detail follows when the cursor rests (Q: as before)"
    } else {
        "the screen follows everything again"
    };
    model.say(said, Tone::Busy);
}

/// The terminal took long for a frame: unless a person has chosen, the screen becomes quiet.
pub(super) fn lagged(model: &mut Model) {
    if model.quiet || model.quiet_chosen {
        return;
    }
    model.quiet = true;
    model.activity.note(model.now.wall, "the terminal reads slowly: the screen is quiet from now on (Q turns it off)");
    model.say("the terminal reads slowly: the screen is quiet now (Q: as before)", Tone::Busy);
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

impl Model {
    /// The row that the detail is of.
    pub fn detail_row(&self) -> Option<(Pane, usize)> {
        let behind = self.behind.as_ref().filter(|behind| behind.place.pane == self.pane);
        let row = behind.and_then(|behind| position(self, &behind.place)).or_else(|| self.selected_row())?;
        Some((self.pane, row))
    }

    /// How long ago a moment is, as it is shown.
    pub fn age(&self, at: Duration) -> String {
        self.span(self.now.mono.saturating_sub(at))
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
        if self.quiet && age < MINUTE { MINUTE.saturating_sub(age) } else { age::until_next(age) }
    }

    /// The age of a row: it moves only where that is older than healthy ports are promised to be read, for every row has
    /// another one, and a screen of them in minutes costs more bytes than all that changes.
    pub fn seen(&self, at: Duration) -> String {
        let age = self.now.mono.saturating_sub(at);
        if age < LEAST_SEEN { "<5m".to_owned() } else { age::coarse(age) }
    }

    /// How long until [`Model::seen`] says something else.
    pub(super) fn seen_holds(&self, at: Duration) -> Duration {
        let age = self.now.mono.saturating_sub(at);
        if age < LEAST_SEEN { LEAST_SEEN.saturating_sub(age) } else { age::until_next(age) }
    }

    /// A countdown changes this often.
    pub(super) fn tick(&self) -> Duration {
        Duration::from_secs(if self.quiet { 10 } else { 1 })
    }
}
