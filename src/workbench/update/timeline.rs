//! Keys on the timeline: to a change, into its object, narrowed by text, handed over.

use super::super::command::Command;
use super::super::describe::{Describe, View};
use super::super::effect::Effect;
use super::super::key::Key;
use super::super::model::Model;
use super::super::panes::Tone;
use super::super::sheet::Sheet;
use super::super::text_field::TextField;
use super::super::timeline::{Browse, choices, fits};
use super::{inspect, keys};

/// A command on the timeline.
pub(super) fn command(model: &mut Model, mut browse: Box<Browse>, command: Command) -> Vec<Effect> {
    let height = model.page_height();
    let shown = fits(model, &browse.filter);
    match command {
        Command::Filter => {
            browse.typing = true;
            browse.filter.select();
        }
        Command::Accept => {
            browse.typing = false;
            browse.filter.deselect();
        }
        Command::Back if browse.typing || !browse.filter.text().is_empty() => {
            browse.typing = false;
            browse.filter = TextField::default();
        }
        Command::Back => return vec![],
        Command::Seen => {
            model.news.all_seen();
            model.say("all changes count as seen; the timeline keeps them", Tone::Good);
        }
        Command::Copy => {
            let fields = choices(model, &browse.filter);
            let under = Some(Sheet::Timeline(browse));
            inspect::list(model, "Copy a hand-over", &fields, false, under);
            return vec![];
        }
        Command::Press => {
            let Some(change) = shown.get(browse.at(&shown)) else {
                model.sheet = Some(Sheet::Timeline(browse));
                return vec![];
            };
            let place = change.place.clone();
            if place.id.is_empty() {
                keys::show(model, place.pane);
                return vec![];
            }
            let describe = Describe { timeline: Some(browse), ..Describe::new(place, View::Whole) };
            inspect::open(model, describe);
            return vec![];
        }
        other => {
            if let Some(by) = keys::jump(other, height) {
                browse.step(by, &shown, height);
            }
        }
    }
    model.sheet = Some(Sheet::Timeline(browse));
    vec![]
}

/// A key was typed into the filter.
pub(super) fn typed(model: &mut Model, key: Key) {
    if let Some(Sheet::Timeline(browse)) = &mut model.sheet {
        browse.filter.press(key);
    }
}

/// Text was pasted into the filter.
pub(super) fn paste(model: &mut Model, text: &str) {
    if let Some(Sheet::Timeline(browse)) = &mut model.sheet {
        browse.filter.insert(text);
    }
    model.redraw = true;
}
