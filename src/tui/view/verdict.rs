//! How a change ended, as it is seen.

use super::pen::{Pen, below};
use super::sheet::fault;
use crate::workbench::Model;
use crate::workbench::command::Scope;
use crate::workbench::flows::change::Ending;
use crate::workbench::flows::{Flow, said};
use crate::workbench::geometry::Area;
use crate::workbench::panes::Tone;

pub(super) fn paint(pen: &mut Pen<'_>, model: &Model, flow: &Flow, ending: &Ending, area: Area) {
    let verdict = said::verdict(flow, ending);
    let next = verdict.next.map(|next| (Tone::Plain, model.keymap.spell(Scope::Browse, next)));
    let mut rest = area;
    for (tone, text) in verdict.lines.into_iter().chain(next) {
        // What belongs to the line above stands in from it, however often it wraps.
        let deep = u16::from(text.starts_with("  ")) * 2;
        let used = pen.wrapped(super::pen::indented(rest, deep), text.trim_start(), tone);
        rest = below(rest, used.max(1));
    }
    if let Some(why) = &verdict.fault {
        fault(pen, why, below(rest, 1));
    }
}
