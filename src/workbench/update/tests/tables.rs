//! Tables: filters, sorts, columns, marks; and that the cursor stays on its row through all of them.

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
