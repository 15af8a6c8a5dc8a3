//! Whatever is pressed and whatever comes: the cursor stays on its row, and the order is what it says.

use proptest::prelude::*;

use super::*;

#[derive(Debug, Clone)]
enum Step {
    Press(char),
    Key(Code),
    Filter(&'static str),
    Sort(&'static str),
    /// Which of ten slots are there, by bits, and which are free.
    Refresh(u16, u16),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let codes = vec![Code::Esc, Code::Left, Code::Right, Code::PageDown, Code::Enter];
    let filters = vec!["s-1", "site:iad", "!s-2", "state:free", "speed>=100G", "nothing", "speed>", "fre"];
    let fields = vec!["state", "site", "speed", "id", "device"];
    let step = prop_oneof![
        4 => prop::sample::select("jkgG VuSw".chars().collect::<Vec<_>>()).prop_map(Step::Press),
        1 => prop::sample::select(codes).prop_map(Step::Key),
        2 => prop::sample::select(filters).prop_map(Step::Filter),
        2 => prop::sample::select(fields).prop_map(Step::Sort),
        2 => (any::<u16>(), any::<u16>()).prop_map(|(there, free)| Step::Refresh(there, free)),
    ];
    prop::collection::vec(step, 0..40)
}

fn rows(there: u16, free: u16) -> Vec<Slot> {
    let row = |n: u16| Slot {
        occupied: Some(free >> n & 1 == 0),
        site: Some(if n.is_multiple_of(3) { "iad-a" } else { "lhr-a" }.into()),
        speed: (!n.is_multiple_of(4)).then(|| if n.is_multiple_of(2) { "10G" } else { "100G" }.into()),
        ..slot(&format!("s-{n}"))
    };
    (0..10).filter(|n| there >> n & 1 == 1).map(row).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_cursor_is_on_its_row_and_marks_on_theirs(steps in steps()) {
        let mut bench = slots();
        bench.press("g");
        let mut marked = std::collections::BTreeSet::new();
        let mut known = std::collections::BTreeSet::new();
        for step in steps {
            let before = bench.selected().map(str::to_owned);
            let moved = matches!(step, Step::Press('j' | 'k' | 'g' | 'G' | ' ') | Step::Key(_) | Step::Filter(_));
            match step.clone() {
                Step::Press(c) => drop(bench.press(&c.to_string())),
                Step::Key(code) => drop(bench.key(code)),
                Step::Filter(text) => {
                    bench.press("/");
                    bench.tell(Msg::Key(Key::ctrl('u')));
                    bench.press(text);
                    bench.key(Code::Enter);
                    bench.model.filtering = false;
                }
                Step::Sort(field) => {
                    super::super::super::tables::sort(&mut bench.model, Some(field));
                }
                Step::Refresh(there, free) => {
                    let list = Page { rows: rows(there, free), unreadable: vec![], number: 1, last: true };
                    let ticket = bench.model.tickets.tear();
                    bench.model.slots.asked(ticket);
                    bench.model.slots.page(list, Duration::ZERO, |slot| slot.id.clone());
                    bench.model.slots.ended(Ok(()), bench.now.mono);
                    bench.model.reorder(Pane::Slots);
                }
            }
            if bench.model.sheet.is_some() {
                bench.key(Code::Esc);
            }
            let pane = Pane::Slots;
            let model = &bench.model;
            let table = model.table(pane);
            let shown = name(&bench);
            known.extend((0..pane.len(model)).map(|row| pane.id(model, row)));
            // The row under the cursor is the one that is said to be.
            prop_assert_eq!(table.row().map(|row| pane.id(model, row)), table.selected().map(str::to_owned));
            prop_assert_eq!(table.selected().is_none(), shown.is_empty());
            if let (false, Some(before)) = (moved, &before) && shown.contains(before) {
                prop_assert_eq!(table.selected(), Some(before.as_str()), "{:?}", step);
            }
            // No row twice, none that is not there.
            let once: std::collections::BTreeSet<&String> = shown.iter().collect();
            prop_assert!(once.len() == shown.len() && shown.len() <= pane.len(model));
            match (&step, &before) {
                (Step::Press(' '), Some(before)) if !marked.remove(before) => drop(marked.insert(before.clone())),
                (Step::Press('u'), Some(_)) => marked.clear(),
                (Step::Press('V'), Some(_)) => {
                    let now: Vec<String> = known.iter().filter(|id| table.marks.has(id)).cloned().collect();
                    prop_assert!(marked.iter().all(|id| now.contains(id)), "a range takes no mark away");
                    marked = now.into_iter().collect();
                }
                _ => {}
            }
            for id in &known {
                prop_assert_eq!(table.marks.has(id), marked.contains(id), "{} {:?}", id, step);
            }
            let there = (0..pane.len(model)).filter(|row| marked.contains(&pane.id(model, *row))).count();
            let seen = shown.iter().filter(|id| marked.contains(*id)).count();
            prop_assert_eq!((table.marks.there(), table.marks.hidden()), (there, there - seen));
            prop_assert!(model.layout().placed.len() >= 2);
        }
    }
}
