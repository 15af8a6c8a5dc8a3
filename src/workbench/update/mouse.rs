//! The mouse, where a person asked for it: the wheel moves, a press selects, a second one opens, one on a head sorts.

use super::super::columns::MARKER;
use super::super::command::{Command, Scope};
use super::super::effect::Effect;
use super::super::geometry::Area;
use super::super::model::Model;
use super::super::msg::Mouse;
use super::super::panes::Tone;
use super::{changes, keys, tables};

/// Rows that the wheel moves by.
const NOTCH: usize = 3;

/// Takes the mouse, or leaves it to the terminal.
pub(super) fn toggle(model: &mut Model) -> Vec<Effect> {
    model.mouse = !model.mouse;
    let said = if model.mouse {
        "the mouse is ours: it selects rows, opens the selected one, sorts by a head; <mouse> gives it back"
    } else {
        "the mouse is the terminal's again"
    };
    let said = model.spell(said);
    model.say(&said, Tone::Busy);
    vec![Effect::Mouse(model.mouse)]
}

/// The mouse did something. It presses no button and answers no question.
pub(super) fn did(model: &mut Model, mouse: Mouse) -> Vec<Effect> {
    if !model.mouse || model.is_unseen() {
        return vec![];
    }
    (model.redraw, model.hurry) = (true, true);
    match (mouse, model.scope()) {
        (
            Mouse::Wheel { up },
            Scope::Browse | Scope::Read | Scope::Describe | Scope::Document | Scope::Timeline | Scope::Pick,
        ) => {
            let command = if up { Command::Up } else { Command::Down };
            (0..NOTCH).flat_map(|_| keys::run(model, command)).collect()
        }
        (Mouse::Press { x, y }, Scope::Browse) => press(model, x, y),
        _ => vec![],
    }
}

fn press(model: &mut Model, x: u16, y: u16) -> Vec<Effect> {
    let Some(geometry) = model.geometry() else { return vec![] };
    let (pane, height) = (model.pane, model.height());
    model.notice = None;
    if is_in(geometry.head, x, y) {
        let column = x.checked_sub(geometry.head.x + MARKER).and_then(|x| model.layout().at(x));
        if let Some(column) = column.and_then(|column| pane.columns().get(column)) {
            tables::sort(model, Some(column.field));
        }
    } else if is_in(geometry.rows, x, y) {
        let table = model.table(pane);
        let to = table.offset + usize::from(y - geometry.rows.y);
        if to >= table.order.len() {
            return vec![];
        }
        let (by, here) = (to.cast_signed() - table.at().cast_signed(), to == table.at());
        if !here {
            changes::leave_row(model);
            model.with_table(pane, |table, id| table.step(by, height, id));
        }
        if here {
            return keys::run(model, Command::Open);
        }
    }
    vec![]
}

fn is_in(area: Area, x: u16, y: u16) -> bool {
    (area.x..area.x + area.width).contains(&x) && (area.y..area.y + area.height).contains(&y)
}
