//! What has changed since it was last told: states, notices, and what stands in the way of reading.

use crate::workbench::age;
use crate::workbench::describe::kind;
use crate::workbench::model::Model;
use crate::workbench::panes::Pane;
use crate::workbench::timeline::{Change, What};

/// What was told last.
#[derive(Debug, Clone, Default)]
pub(super) struct Heard {
    change: u64,
    notice: Option<String>,
    stopped: Option<String>,
    blocked: bool,
    outage: bool,
    failed: [Option<String>; Pane::TABLES.len()],
}

impl Heard {
    /// The lines that are new.
    pub(super) fn news(&mut self, model: &Model) -> Vec<String> {
        let mut lines = Vec::new();
        let new: Vec<&Change> = model.timeline.newest().take_while(|change| change.number > self.change).collect();
        lines.extend(new.iter().rev().map(|change| told(model, change)));
        self.change = new.first().map_or(self.change, |change| change.number);
        let notice = model.notice.as_ref().map(|notice| notice.text.clone());
        if notice != self.notice {
            lines.extend(notice.clone());
            self.notice = notice;
        }
        let stopped = model.stop_words();
        if stopped != self.stopped {
            lines.push(stopped.clone().map_or_else(|| "reading again".to_owned(), |words| format!("stopped: {words}")));
            self.stopped = stopped;
        }
        let blocked = model.blocked_until.filter(|until| *until > model.now.mono);
        if blocked.is_some() != self.blocked {
            self.blocked = blocked.is_some();
            lines.push(blocked.map_or_else(
                || "the API's limit is over: reading again".to_owned(),
                |until| {
                    format!(
                        "over the API's limit: everything waits {}",
                        age::wait(until.saturating_sub(model.now.mono))
                    )
                },
            ));
        }
        if model.refresh.outage.is_on() != self.outage {
            self.outage = model.refresh.outage.is_on();
            let said = if self.outage {
                "nothing answers: what is told from here on is old"
            } else {
                "the server answers again"
            };
            lines.push(said.to_owned());
        }
        for pane in Pane::ALL {
            let failed = model.freshness(pane).failed.map(|(fault, _)| fault.headline());
            let heard = &mut self.failed[pane.index()];
            if failed.is_some() && failed != *heard {
                lines.extend(failed.as_ref().map(|why| format!("{}: could not be read: {why}", pane.title())));
            }
            *heard = failed;
        }
        lines
    }
}

/// A change in a sentence, its object first.
pub(super) fn told(model: &Model, change: &Change) -> String {
    let (at, name) = (model.second(change.at.wall), &change.name);
    let what = match &change.what {
        What::State { from, to } => format!("{name}: {} -> {}", from.word(), to.word()),
        What::Field(field) => format!("{name}: {}", field.words()),
        What::New => format!("{name}: new in the list"),
        What::Gone => format!("{name}: gone from the list"),
        What::Many(count) => format!("{name}: {count} rows changed in one read"),
    };
    let what =
        if change.place.pane == Pane::Interconnects { what } else { format!("{} {what}", kind(change.place.pane)) };
    format!("{at} {what} (within {})", age::span(change.within))
}
