//! The timeline as a person goes through it: the cursor stays on its change while newer ones come in above it.

use super::{Change, What};
use crate::domain::text;
use crate::workbench::age;
use crate::workbench::describe::kind;
use crate::workbench::filter::Filter;
use crate::workbench::model::Model;
use crate::workbench::panes::{Pane, Tone, sign};
use crate::workbench::text_field::TextField;

/// The open timeline.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Browse {
    /// What the changes are filtered by.
    pub filter: TextField,
    /// The filter has the keys.
    pub typing: bool,
    /// First visible line.
    pub top: usize,
    /// The number of the change under the cursor; none before the first key: then it is the newest.
    on: Option<u64>,
}

impl Browse {
    /// Where the cursor stands among these. Of one that is filtered out or forgotten, the next older holds the place.
    pub fn at(&self, shown: &[&Change]) -> usize {
        let Some(on) = self.on else { return 0 };
        shown.iter().position(|change| change.number <= on).unwrap_or(shown.len().saturating_sub(1))
    }

    /// Moves the cursor; the window follows.
    pub fn step(&mut self, by: isize, shown: &[&Change], height: usize) {
        let at = self.at(shown).saturating_add_signed(by).min(shown.len().saturating_sub(1));
        self.on = shown.get(at).map(|change| change.number);
        self.top = self.top_for(shown, height);
    }

    /// The first visible line, with the cursor in sight.
    pub fn top_for(&self, shown: &[&Change], height: usize) -> usize {
        let (at, height) = (self.at(shown), height.max(1));
        let lowest = (at + 1).saturating_sub(height);
        self.top.clamp(lowest, at.max(lowest)).min(shown.len().saturating_sub(height))
    }
}

/// The changes that pass a filter, newest first.
pub fn fits<'a>(model: &'a Model, filter: &TextField) -> Vec<&'a Change> {
    let (filter, _) = Filter::understood(filter.text(), &[]);
    let passes = |change: &&Change| {
        filter.is_empty()
            || filter.finds(&line(model, change).iter().map(|(text, _)| text.as_str()).collect::<String>())
    };
    model.timeline.newest().filter(passes).collect()
}

/// A change on one line, in pieces with their tones.
pub fn line(model: &Model, change: &Change) -> Vec<(String, Tone)> {
    let ago = model.age(change.at.mono);
    let mut parts = vec![(format!("{}  {ago:>4}  ", model.second(change.at.wall)), Tone::Dim)];
    match &change.what {
        What::State { from, to } => {
            let (sign, tone) = sign(to);
            parts.push((format!("{:>9} -> ", text::clean(from.word())), Tone::Dim));
            parts.push((format!("{:<11}  ", format!("{sign} {}", text::clean(to.word()))), tone));
        }
        What::New => parts.push((format!("{:<24}  ", "new in the list"), Tone::Good)),
        What::Gone => parts.push((format!("{:<24}  ", "gone from the list"), Tone::Warn)),
        What::Many(_) | What::Field(_) => {}
    }
    match &change.what {
        What::Field(field) => {
            parts.push((format!("{}  ", field.words()), Tone::Busy));
        }
        What::Many(count) => parts.push((format!("{count} rows changed in one read: "), Tone::Busy)),
        _ => {}
    }
    parts.push((change.name.clone(), Tone::Plain));
    if change.place.pane != Pane::Interconnects && !matches!(change.what, What::Many(_)) {
        parts.push((format!("  {}", kind(change.place.pane)), Tone::Dim));
    }
    parts.push((format!("  (within {})", age::span(change.within)), Tone::Dim));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbench::Now;
    use crate::workbench::trail::Place;

    #[test]
    fn the_cursor_stays_on_its_change_while_newer_ones_come() {
        let all: Vec<Change> = (0..9)
            .rev()
            .map(|number| Change {
                number,
                at: Now::default(),
                place: Place::new(Pane::Slots, "s"),
                name: number.to_string(),
                what: What::New,
                within: std::time::Duration::ZERO,
            })
            .collect();
        let shown: Vec<&Change> = all.iter().collect();
        let mut browse = Browse::default();
        browse.step(0, &shown[6..], 3);
        browse.step(1, &shown[6..], 3);
        assert_eq!((browse.at(&shown[6..]), browse.at(&shown)), (1, 7));
        assert_eq!(browse.top_for(&shown, 3), 5, "in sight");
        assert_eq!(browse.at(&shown[..4]), 3, "forgotten: the oldest that is left");
        browse.step(isize::MIN / 2, &shown, 3);
        assert_eq!((browse.at(&shown), browse.top, browse.at(&[])), (0, 0, 0));
    }
}
