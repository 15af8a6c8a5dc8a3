//! Tables: sorts, columns, marks, what is kept of them; and that the cursor stays on its row through all of them.

mod any;

use super::*;
use crate::domain::Facility;

pub(super) fn name(bench: &Bench) -> Vec<String> {
    let pane = bench.model.pane;
    bench.model.table(pane).order.iter().map(|&row| pane.id(&bench.model, row as usize)).collect()
}

/// Three slots in two buildings, in the pane in front.
pub(super) fn slots() -> Bench {
    let mut bench = Bench::loaded();
    bench.press("3");
    let at = |id: &str, site: &str, speed: &str, building: &str| Slot {
        site: Some(site.into()),
        speed: Some(speed.into()),
        facility: Some(std::sync::Arc::new(Facility {
            name: building.into(),
            address: vec!["1 Long Lane".into(), "Ashburn".into()],
        })),
        ..slot(id)
    };
    let rows = vec![
        at("s-9", "iad-a", "100G", "Equinix DC2"),
        at("s-1", "lhr-a", "10G", "Telehouse"),
        at("s-5", "iad-a", "10G", "Equinix DC2"),
    ];
    bench.model.slots.list.rows = rows;
    bench.model.slots.received = Some(Duration::from_secs(10));
    bench.model.reorder(Pane::Slots);
    bench
}

#[test]
fn rows_are_sorted_by_what_they_mean_and_unknown_ones_stand_last() {
    let mut bench = slots();
    bench.model.slots.list.rows.push(Slot { speed: None, site: Some("ams-a".into()), ..slot("s-0") });
    bench.model.reorder(Pane::Slots);
    bench.press("j");
    let on = bench.selected().unwrap().to_owned();
    bench.press("s");
    bench.press("speed");
    bench.key(Code::Enter);
    assert_eq!(name(&bench), ["s-5", "s-1", "s-9", "s-0"], "10G before 100G, equals in their own order");
    assert_eq!(bench.selected(), Some(on.as_str()));
    bench.press("S");
    assert_eq!(name(&bench), ["s-9", "s-5", "s-1", "s-0"], "unknown is last either way");
    assert_eq!(bench.model.notice.as_ref().unwrap().text, "sorted by speed, the other way round");
    bench.press("13");
    assert_eq!(bench.model.table(Pane::Slots).sort.field, Some("speed"), "remembered for its pane");
    assert_eq!(bench.model.table(Pane::Interconnects).sort.field, None);
    bench.press("s");
    bench.key(Code::Up);
    bench.key(Code::Up);
    bench.key(Code::Up);
    bench.key(Code::Enter);
    assert_eq!(name(&bench), ["s-0", "s-5", "s-9", "s-1"], "free ones first again");
}

#[test]
fn states_sort_worst_first_and_ages_by_time() {
    let mut bench = Bench::loaded();
    let now = bench.now.mono;
    for (key, state, since) in [("icn-a", State::Healthy, 10), ("icn-b", State::Down, 300)] {
        let watch = bench.model.watches.entry(key.into()).or_default();
        watch.read(status(state), now);
        watch.since = Some(now.saturating_sub(Duration::from_secs(since)));
    }
    bench.later(400);
    bench.model.reorder(Pane::Interconnects);
    assert_eq!(name(&bench), ["icn-b", "icn-a"]);
    super::super::tables::sort(&mut bench.model, Some("name"));
    assert_eq!(name(&bench), ["icn-a", "icn-b"]);
    super::super::tables::sort(&mut bench.model, Some("state"));
    assert_eq!(name(&bench), ["icn-b", "icn-a"]);
    super::super::tables::sort(&mut bench.model, Some("state"));
    assert_eq!(name(&bench), ["icn-a", "icn-b"], "chosen again: the other way round");
}

#[test]
fn marks_are_by_identity_and_counted() {
    let mut bench = slots();
    bench.press(" ");
    assert_eq!((bench.selected(), bench.model.table(Pane::Slots).marks.there()), (Some("s-9"), 1));
    bench.press("jV");
    let marks = |bench: &Bench| {
        let marks = &bench.model.table(Pane::Slots).marks;
        let on: Vec<&str> = ["s-1", "s-5", "s-9"].into_iter().filter(|id| marks.has(id)).collect();
        (on.join(" "), marks.there(), marks.hidden())
    };
    assert_eq!(marks(&bench), ("s-1 s-5 s-9".into(), 3, 0), "from the last mark on");
    bench.press("/iad");
    bench.key(Code::Enter);
    assert_eq!(marks(&bench), ("s-1 s-5 s-9".into(), 3, 1), "what a filter hides stays marked and is said");
    bench.model.slots.list.rows.remove(0);
    bench.model.reorder(Pane::Slots);
    assert_eq!(marks(&bench), ("s-1 s-5 s-9".into(), 2, 1), "one is gone, and comes back marked if it does");
    bench.press("u");
    assert_eq!(marks(&bench), (String::new(), 0, 0));
}

#[test]
fn columns_are_chosen_scrolled_and_widened() {
    let mut bench = slots();
    let shown = |bench: &Bench| {
        let columns = Pane::Slots.columns();
        bench.model.layout().placed.iter().map(|placed| columns[placed.column].field).collect::<Vec<_>>()
    };
    assert_eq!(shown(&bench), ["state", "site", "speed", "device", "diversity"]);
    bench.key(Code::Right);
    assert_eq!(shown(&bench)[..3], ["state", "site", "device"], "the identity stays");
    bench.key(Code::Left);
    bench.key(Code::Left);
    assert_eq!(bench.model.notice.as_ref().unwrap().text, "the first column is on the screen");
    bench.press("W");
    bench.press("address");
    bench.key(Code::Enter);
    assert!(matches!(bench.model.sheet, Some(Sheet::Pick(_))), "open for the next");
    bench.key(Code::Esc);
    assert!(shown(&bench).contains(&"address"), "{:?}", shown(&bench));
    bench.press("w");
    assert!(bench.model.layout().behind && !shown(&bench).contains(&"address"), "all at their width, in their order");
    bench.tell(Msg::Resized { columns: 160, rows: 50 });
    assert!(bench.model.geometry().unwrap().detail.is_none(), "the wide table has the whole width");
    bench.press("w");
    assert!(bench.model.geometry().unwrap().detail.is_some());
}

#[test]
fn what_is_set_is_written_at_rest_and_at_the_end_and_found_again() {
    let mut bench = slots();
    let wrote = |effects: Vec<Effect>| {
        effects.into_iter().find_map(|effect| match effect {
            Effect::KeepViews(views) => Some(views),
            _ => None,
        })
    };
    assert_eq!(wrote(bench.press("/iad")), None);
    bench.key(Code::Enter);
    bench.press("wS");
    assert_eq!(wrote(bench.later(1)), None, "not while a person goes on");
    let views = wrote(bench.later(2)).unwrap();
    assert_eq!(views.keys().collect::<Vec<_>>(), ["slots"], "only what was set");
    assert_eq!(wrote(bench.later(60)), None, "once");
    bench.press("1s");
    bench.press("name");
    bench.key(Code::Enter);
    let effects = bench.press("q");
    let at = |fits: fn(&Effect) -> bool| effects.iter().position(fits).unwrap();
    assert!(
        at(|effect| matches!(effect, Effect::KeepViews(_))) < at(|effect| matches!(effect, Effect::Quit(0))),
        "before the end: {effects:?}"
    );
    let mut all = views.clone();
    all.extend(wrote(effects).unwrap());
    all.insert("settings".into(), "no json".into());
    all.insert("cnis".into(), r#"{"sort":"gone","columns":{"gone":true},"filter":"gone:1 asn>1"}"#.into());

    let mut next = slots();
    next.press("1S");
    let found = super::super::super::views::Recalled { views: all, aside: None };
    next.tell(Msg::ViewsRecalled(Ok(Box::new(found))));
    let table = |pane: Pane| next.model.table(pane);
    assert_eq!((table(Pane::Slots).order.len(), table(Pane::Slots).line.text()), (2, "iad"));
    assert!(table(Pane::Slots).shape.wide && table(Pane::Slots).sort.reversed);
    assert_eq!(table(Pane::Slots).history.lines(), ["iad"]);
    assert_eq!(table(Pane::Interconnects).sort.field, None, "what was set meanwhile stays");
    assert_eq!(
        (table(Pane::Cnis).line.text(), table(Pane::Cnis).sort.field),
        ("asn>1", None),
        "as far as it is understood"
    );
}

#[test]
fn a_filter_of_the_last_run_is_said_and_what_cannot_be_kept_too_once() {
    let mut bench = slots();
    let views = [("slots".to_owned(), r#"{"filter":"iad"}"#.to_owned())].into();
    let found = super::super::super::views::Recalled { views, aside: Some("/state/x.corrupt".into()) };
    bench.tell(Msg::ViewsRecalled(Ok(Box::new(found))));
    assert_eq!(bench.model.notice.as_ref().unwrap().text, "the filter of the last run is on: iad  (esc drops it)");
    let full = || Msg::ViewsKept(Err(Fault::new(FaultKind::Local, "disk full")));
    bench.tell(full());
    assert!(bench.model.notice.as_ref().unwrap().text.contains("not kept for the next run: disk full"));
    bench.model.notice = None;
    bench.tell(full());
    assert_eq!(bench.model.notice, None, "once");
    bench.press("w");
    assert!(bench.later(9).iter().all(|effect| !matches!(effect, Effect::KeepViews(_))), "and not tried for ever");
}

#[test]
fn the_mouse_is_off_until_asked_for_and_then_selects_opens_and_sorts() {
    use crate::workbench::msg::Mouse;
    let mut bench = slots();
    let rows = bench.model.geometry().unwrap().rows;
    let press = |x, y| Msg::Mouse(Mouse::Press { x, y });
    bench.tell(press(5, rows.y + 1));
    assert_eq!(bench.selected(), Some("s-5"), "it is the terminal's");
    assert!(bench.press("%").contains(&Effect::Mouse(true)));
    bench.tell(press(5, rows.y + 1));
    assert_eq!((bench.selected(), bench.model.sheet.is_none()), (Some("s-9"), true));
    bench.tell(press(5, rows.y + 1));
    assert!(matches!(bench.model.sheet, Some(Sheet::Detail(_))), "pressed again: opened");
    bench.key(Code::Esc);
    bench.tell(press(14, rows.y - 1));
    assert_eq!(bench.model.table(Pane::Slots).sort.field, Some("site"));
    bench.press("g");
    bench.tell(Msg::Mouse(Mouse::Wheel { up: false }));
    assert_eq!(bench.model.table(Pane::Slots).at(), 2);
    bench.tell(press(5, rows.y + 9));
    assert_eq!(bench.model.table(Pane::Slots).at(), 2, "there is no row");
    assert!(bench.press("%").contains(&Effect::Mouse(false)));
}

#[test]
fn marked_rows_are_copied_together_and_their_letters_saved_one_after_another() {
    let mut bench = Bench::loaded();
    bench.press("  ");
    let copied = bench.press("y");
    assert!(
        matches!(&copied[..], [Effect::Copy { what, text }, ..] if what == "2 marked" && text == "icn-a\nicn-b"),
        "{copied:?}"
    );
    bench.press("l");
    assert!(matches!(&bench.model.sheet, Some(Sheet::Letters(flow)) if flow.keys.len() == 2));
    let effects = bench.key(Code::F(5));
    let Some(Effect::Ask { ticket, .. }) = effects.first() else { panic!("{effects:?}") };
    bench.arrive(*ticket, Reply::Loa(b"%PDF".to_vec()));
    let effects = bench.end(*ticket, Ok(()));
    let save = effects.iter().find_map(|effect| match effect {
        Effect::SaveLetter { ticket, file, .. } if file == "loa-icn-a.pdf" => Some(*ticket),
        _ => None,
    });
    let full = Err(Fault::new(FaultKind::Local, "disk full"));
    let effects =
        bench.tell(Msg::LetterSaved { ticket: save.unwrap(), key: "icn-a".into(), result: full, remembered: Ok(()) });
    assert!(
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::Ask { query: Query::Loa(key, _), .. } if key.as_str() == "icn-b"))
    );
    bench.key(Code::Esc);
    assert!(bench.model.sheet.is_none(), "only the last one was under way");
}
