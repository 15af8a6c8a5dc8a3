//! Tables: filters, sorts, columns, marks; and that the cursor stays on its row through all of them.

mod any;

use super::*;
use crate::domain::Facility;

fn name(bench: &Bench) -> Vec<String> {
    let pane = bench.model.pane;
    bench.model.table(pane).order.iter().map(|&row| pane.id(&bench.model, row as usize)).collect()
}

/// Three slots in two buildings, in the pane in front.
fn slots() -> Bench {
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
fn a_filter_that_breaks_is_said_and_the_last_good_one_stays() {
    let mut bench = slots();
    assert_eq!(name(&bench), ["s-5", "s-9", "s-1"]);
    bench.press("/speed>=100G");
    assert_eq!(name(&bench), ["s-9"]);
    for c in " speed<".chars() {
        bench.press(&c.to_string());
        assert_eq!(name(&bench), ["s-9"], "half a name looks for nothing");
    }
    bench.press("x");
    let problem = bench.model.table(Pane::Slots).problem.clone().unwrap();
    assert!(problem.text.contains("speed takes a speed") && problem.at == (12..19), "{problem:?}");
    assert_eq!(name(&bench), ["s-9"], "the last good filter stays");
    bench.key(Code::Enter);
    assert_eq!(bench.model.scope(), Scope::Filter, "it is not kept as it is");
    bench.key(Code::Esc);
    assert_eq!((name(&bench).len(), &bench.model.table(Pane::Slots).problem), (3, &None));
}

#[test]
fn a_kept_filter_gives_way_to_the_first_letter_and_is_edited_by_other_keys() {
    let mut bench = slots();
    let line = |bench: &Bench| bench.model.table(Pane::Slots).line.text().to_owned();
    bench.press("/iad");
    bench.key(Code::Enter);
    bench.press("/");
    assert!(
        bench.model.table(Pane::Slots).line.is_selected() && name(&bench).len() == 2,
        "it holds until a letter comes"
    );
    bench.press("lhr");
    assert_eq!((line(&bench).as_str(), name(&bench)), ("lhr", vec!["s-1".to_owned()]));
    bench.key(Code::Enter);
    bench.press("/");
    bench.key(Code::Right);
    bench.press("-a");
    assert_eq!(line(&bench), "lhr-a");
    bench.key(Code::Enter);
    bench.press("/");
    bench.key(Code::Enter);
    assert_eq!((line(&bench).as_str(), bench.model.scope()), ("lhr-a", Scope::Browse), "kept as it was");
    assert!(!bench.model.table(Pane::Slots).line.is_selected());
    bench.press("/");
    bench.key(Code::Esc);
    assert_eq!((line(&bench).as_str(), name(&bench).len()), ("", 3));
}

#[test]
fn what_is_asked_of_families_is_what_each_row_would_say() {
    use crate::workbench::filter::Filter;
    let mut bench = Bench::loaded();
    bench.press("3");
    let building = |n: usize| Facility {
        name: format!("Equinix DC{n}"),
        address: vec![format!("{n} Long Lane"), "Ashburn".into()],
    };
    let buildings: Vec<_> = (0..3).map(|n| std::sync::Arc::new(building(n))).collect();
    let rows = (0..200).map(|n: usize| Slot {
        site: Some(["iad-a", "lhr-a", "lhr-b"][n % 3].into()),
        speed: (!n.is_multiple_of(7)).then(|| ["10G", "100G"][n / 3 % 2].into()),
        occupied: [Some(true), Some(false), None][n / 5 % 3],
        facility: (!n.is_multiple_of(11)).then(|| buildings[n / 2 % 3].clone()),
        ccr_device_name: (!n.is_multiple_of(4)).then(|| format!("ccr0{}.lhr-a", n % 4).into()),
        ..slot(&format!("{:04x}-s{n}", n * 7919 % 65536))
    });
    bench.model.slots.list.rows = rows.collect();
    bench.model.interconnects.list.rows[0].slot_id = bench.model.slots.list.rows.first().map(|slot| slot.id.clone());
    bench.model.finder.footprint = crate::domain::Footprint::of(&bench.model.interconnects.list);
    bench.model.tables[Pane::Slots.index()].forget_order();
    bench.model.reorder(Pane::Slots);
    let columns = Pane::Slots.columns();
    for line in [
        "lhr",
        "!lhr",
        "yours",
        "device:ccr02",
        "device:-",
        "!speed:- free",
        "dc1 s1",
        "id:s11",
        "!s1 10g",
        "long !iad speed>=10G",
    ] {
        bench.press("/");
        bench.press(line);
        let filter = Filter::read(line, columns).unwrap();
        let is_in = |row: &usize| filter.passes(columns, |column| Pane::Slots.value(&bench.model, *row, column));
        let mut each: Vec<u32> = bench.model.table(Pane::Slots).order.clone();
        each.sort_unstable();
        let all: Vec<u32> = (0..200).filter(is_in).map(|row| row as u32).collect();
        assert_eq!(each, all, "{line}");
        assert!(!all.is_empty() && all.len() < 200, "{line}");
        bench.key(Code::Esc);
    }
    for (at, column) in columns.iter().enumerate() {
        crate::workbench::update::tables::sort(&mut bench.model, Some(column.field));
        let texts: Vec<Option<(u128, String)>> = bench
            .model
            .table(Pane::Slots)
            .order
            .iter()
            .map(|row| match Pane::Slots.value(&bench.model, *row as usize, at) {
                crate::workbench::panes::Value::Text(text) => Some((0, text.to_lowercase())),
                crate::workbench::panes::Value::Number(number, _) => Some((number, String::new())),
                _ => None,
            })
            .collect();
        let known = texts.iter().take_while(|text| text.is_some()).count();
        assert!(texts[..known].is_sorted() && texts[known..].iter().all(Option::is_none), "{}", column.field);
    }
}

#[test]
fn filters_stay_with_their_pane_and_come_back_from_the_history() {
    let mut bench = slots();
    for filter in ["/ashburn 10g", "/site:lhr"] {
        bench.press(filter);
        bench.key(Code::Enter);
        bench.press("13");
        assert_eq!(bench.model.table(Pane::Slots).line.text(), &filter[1..], "it is kept over a change of panes");
        bench.press("/");
        bench.key(Code::Esc);
    }
    bench.press("/zz");
    bench.key(Code::Up);
    assert_eq!(name(&bench), ["s-1"]);
    bench.key(Code::Up);
    assert_eq!(
        (bench.model.table(Pane::Slots).line.text(), name(&bench)),
        ("ashburn 10g", vec!["s-5".into(), "s-1".into()])
    );
    bench.key(Code::Down);
    bench.key(Code::Down);
    assert_eq!((bench.model.table(Pane::Slots).line.text(), name(&bench).len()), ("zz", 0));
}

#[test]
fn tab_completes_a_field_and_a_change_of_panes_keeps_what_was_understood() {
    let mut bench = slots();
    bench.press("/iad fac");
    bench.key(Code::Tab);
    assert_eq!(bench.model.table(Pane::Slots).line.text(), "iad facility:");
    bench.press("dc2");
    assert_eq!(name(&bench), ["s-5", "s-9"]);
    bench.press(" speed>");
    bench.model.filtering = true;
    super::super::keys::show(&mut bench.model, Pane::Interconnects);
    let table = bench.model.table(Pane::Slots);
    assert_eq!((table.line.text(), &table.problem, bench.model.filtering), ("iad facility:dc2", &None, false));
}

#[test]
fn the_cursor_comes_back_to_its_row_when_a_filter_lets_it_through() {
    let mut bench = slots();
    bench.press("j");
    assert_eq!(bench.selected(), Some("s-9"));
    bench.press("/nothing");
    assert_eq!(bench.selected(), None);
    bench.key(Code::Esc);
    assert_eq!(bench.selected(), Some("s-9"));
    bench.press("/site:lhr");
    bench.key(Code::Enter);
    bench.press("d");
    bench.key(Code::Esc);
    bench.key(Code::Esc);
    assert_eq!((bench.selected(), name(&bench).len()), (Some("s-1"), 3), "the row that was looked at");
}

#[test]
fn a_row_leaves_an_age_filter_when_its_time_has_come() {
    let mut bench = Bench::loaded();
    let port = bench.selected().unwrap().to_owned();
    let now = bench.now.mono;
    let watch = bench.model.watches.get_mut(&IconKey::from(port.as_str())).unwrap();
    (watch.since, watch.exact) = (Some(now), true);
    bench.press("p/since<1m");
    assert_eq!(name(&bench), [port.as_str()]);
    assert!(bench.model.wake_at().unwrap() <= now + Duration::from_mins(1) + Duration::from_millis(1));
    bench.later(61);
    assert!(name(&bench).is_empty(), "without a read or a key");
}

#[test]
fn rows_that_are_alike_pass_or_not_each_by_its_own() {
    let mut bench = slots();
    let device =
        |device: &str, id: &str, free| Slot { ccr_device_name: Some(device.into()), occupied: Some(free), ..slot(id) };
    bench.model.slots.list.rows = vec![
        device("ccr01", "s-1", false),
        device("ccr01", "s-2", true),
        device("ccr02", "s-3", false),
        device("ccr02", "x-4", false),
    ];
    bench.model.reorder(Pane::Slots);
    for (typed, shown) in [
        ("ccr01", "s-1 s-2"),
        ("ccr02 s-", "s-3"),
        ("s-2", "s-2"),
        ("!ccr02", "s-1 s-2"),
        ("!s- ccr02", "x-4"),
        ("x-4 !ccr01", "x-4"),
        ("iad !s-1", "s-3 x-4 s-2"),
    ] {
        bench.press("/");
        bench.tell(Msg::Key(Key::ctrl('u')));
        bench.press(typed);
        bench.key(Code::Enter);
        assert_eq!(name(&bench).join(" "), shown, "{typed}");
    }
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
