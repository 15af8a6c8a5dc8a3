//! Pages of a long list come faster than all rows can be sorted anew for each: the first rows take their places at
//! once, later ones together with those right behind them, the last at once again.

use std::time::Duration;

use super::super::model::Model;
use super::super::panes::Pane;

/// Up to so many rows, sorting is nothing.
const FEW: usize = 2_000;
/// Rows wait this long at most for their places.
const TOGETHER: Duration = Duration::from_millis(50);

/// A page came, and its rows are shown.
pub(super) fn came(model: &mut Model, pane: Pane, last: bool) {
    model.redraw = true;
    let now = model.now.mono;
    if last || pane.len(model) <= FEW {
        place(model, pane);
    } else {
        model.tables[pane.index()].places_at.get_or_insert(now + TOGETHER);
    }
}

/// Rows that waited long enough take their places.
pub(super) fn due(model: &mut Model) {
    for pane in Pane::ALL {
        if model.tables[pane.index()].places_at.is_some_and(|at| at <= model.now.mono) {
            place(model, pane);
            model.redraw = true;
        }
    }
}

/// When the next do.
pub(super) fn due_at(model: &Model) -> Option<Duration> {
    Pane::ALL.into_iter().filter_map(|pane| model.table(pane).places_at).min()
}

fn place(model: &mut Model, pane: Pane) {
    model.recount(pane);
    model.reorder(pane);
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Bench, session, slot};
    use super::*;
    use crate::domain::Page;
    use crate::domain::call::{Query, Reply};
    use crate::workbench::msg::Msg;

    #[test]
    fn pages_of_a_long_list_wait_for_each_other_but_not_for_long() {
        let mut bench = Bench::of(session());
        bench.ports(&["icn-a"]);
        let ticket = bench.asked(|query| matches!(query, Query::Slots(_))).unwrap();
        let page = |number: u32, last| {
            let rows = (0..1_500).map(|n| slot(&format!("s-{number}-{n}"))).collect();
            Page { rows, unreadable: vec![], number, last }
        };
        let shown = |bench: &Bench| bench.model.table(Pane::Slots).order.len();
        for (number, places) in [(1, 1_500), (2, 1_500), (3, 1_500)] {
            bench.tell(Msg::Arrived { ticket, reply: Reply::Slots(page(number, false)) });
            assert_eq!((shown(&bench), Pane::Slots.len(&bench.model)), (places, 1_500 * number as usize));
        }
        let at = bench.model.wake_at().unwrap();
        assert!(at <= bench.now.mono + TOGETHER, "the model asks to be woken for it");
        bench.now.mono = at;
        bench.tell(Msg::Woke);
        assert_eq!(shown(&bench), 4_500);
        bench.tell(Msg::Arrived { ticket, reply: Reply::Slots(page(4, true)) });
        assert_eq!(shown(&bench), 6_000, "the last page takes its places at once");
    }
}
