//! Filters on tables: typed, kept, completed, and what passes them.

use super::tables::{name, slots};
use super::*;
use crate::domain::Facility;

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

/// Two hundred slots of which many are alike but for their id.
fn families() -> Vec<Slot> {
    let building = |n: usize| Facility {
        name: format!("Equinix DC{n}"),
        address: vec![format!("{n} Long Lane"), "Ashburn".into()],
    };
    let buildings: Vec<_> = (0..3).map(|n| std::sync::Arc::new(building(n))).collect();
    let slot = |n: usize| Slot {
        site: Some(["iad-a", "lhr-a", "lhr-b"][n % 3].into()),
        speed: (!n.is_multiple_of(7)).then(|| ["10G", "100G"][n / 3 % 2].into()),
        occupied: [Some(true), Some(false), None][n / 5 % 3],
        facility: (!n.is_multiple_of(11)).then(|| buildings[n / 2 % 3].clone()),
        ccr_device_name: (!n.is_multiple_of(4)).then(|| format!("ccr0{}.lhr-a", n % 4).into()),
        ..super::slot(&format!("{:04x}-s{n}", n * 7919 % 65536))
    };
    (0..200).map(slot).collect()
}

#[test]
fn what_is_asked_of_families_is_what_each_row_would_say() {
    use crate::workbench::filter::Filter;
    let mut bench = Bench::loaded();
    bench.press("3");
    bench.model.slots.list.rows = families();
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
