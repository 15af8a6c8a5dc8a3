//! The letters of several interconnects: how far it is, and how each ended.

use ratatui::layout::Position;

use super::pen::{Pen, below};
use super::sheet::{form, framed};
use crate::workbench::Model;
use crate::workbench::flows::SaveLetters;
use crate::workbench::flows::letters::Stage;
use crate::workbench::geometry::Area;
use crate::workbench::panes::Tone;

pub(super) fn paint(pen: &mut Pen<'_>, model: &Model, flow: &SaveLetters, body: Area) -> Option<Position> {
    let (all, done) = (flow.keys.len(), flow.ended.len());
    let area = framed(pen, body, &format!("Letters of Authorization for {all} interconnects"));
    let rest = match &flow.stage {
        Stage::Fill => {
            let area = before(pen, flow, area);
            let (rest, cursor) = form(pen, model, &flow.form, &format!("Save {all} letters"), area);
            list(pen, flow, rest);
            return cursor;
        }
        Stage::Under(errand) => {
            let what = if errand.is_writing() { "writing the file of" } else { "fetching that of" };
            let key = errand.key.to_string();
            let text = format!("{} of {all}: {what} {key}... {}", done + 1, model.spell("<back> stops after this one"));
            below(area, pen.wrapped(area, &text, Tone::Busy) + 1)
        }
        Stage::Over => {
            let (saved, tone) = (flow.saved(), if flow.saved() == done { Tone::Good } else { Tone::Warn });
            let copy = model.spell("<copy> copies the paths, <copy-choice> an scp line");
            let text =
                if saved > 0 { format!("{saved} of {done} saved. {copy}") } else { format!("none of {done} saved") };
            below(area, pen.wrapped(area, &text, tone) + 1)
        }
    };
    list(pen, flow, rest);
    None
}

/// Of how many there is one already.
fn before(pen: &mut Pen<'_>, flow: &SaveLetters, area: Area) -> Area {
    if flow.before == 0 {
        return area;
    }
    let text = format!("Of {} a letter was saved before: the new ones get the day in their file names.", flow.before);
    below(area, pen.wrapped(area, &text, Tone::Plain) + 1)
}

fn list(pen: &mut Pen<'_>, flow: &SaveLetters, area: Area) {
    // While it goes on, the one under way stays in sight.
    let follows = (flow.ended.len() + 1).saturating_sub(usize::from(area.height));
    let top = if flow.stage == Stage::Over { flow.scroll.top } else { follows };
    for (y, (at, key)) in (area.y..area.y + area.height).zip(flow.keys.iter().enumerate().skip(top)) {
        let (text, tone) = match flow.ended.get(at) {
            Some(Ok(saved)) => (format!("+ saved   {}", saved.path), Tone::Good),
            Some(Err(fault)) => (format!("! not     {key}: {}", fault.headline()), Tone::Bad),
            None => (format!("  -       {key}"), Tone::Dim),
        };
        pen.text(area.x, y, area.width, &text, tone);
    }
}
