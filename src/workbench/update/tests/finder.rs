//! Where a slot is free: summed up, down to the slots and back, and never more told than is known.

use super::*;
use crate::domain::Group;
use crate::workbench::panes::Shown;

fn own(name: &str, site: &str, device: Option<&str>) -> Interconnect {
    Interconnect { site: Some(site.into()), ccr_device_name: device.map(str::to_owned), ..port(name) }
}

fn at(id: &str, site: &str, speed: &str, device: &str, free: bool) -> Slot {
    let device = Some(device.to_owned()).filter(|device| !device.is_empty());
    Slot {
        site: Some(site.into()),
        speed: Some(speed.into()),
        occupied: Some(!free),
        ccr_device_name: device.map(Into::into),
        ..slot(id)
    }
}

fn slots() -> Vec<Slot> {
    vec![
        at("same", "lhr-a", "100G", "ccr01.lhr-a", true),
        at("other", "lhr-a", "100G", "ccr02.lhr-a", true),
        at("nameless", "lhr-a", "100G", "", true),
        at("taken", "lhr-a", "100G", "ccr02.lhr-a", false),
        at("ten", "lhr-a", "10G", "ccr01.lhr-a", true),
        at("full", "ams-a", "10G", "ccr01.ams-a", false),
        at("paris", "cdg-a", "10G", "ccr01.cdg-a", true),
    ]
}

/// A port of ours on the first London device; slots in three sites. The slots pane is in front.
fn bench() -> Bench {
    let mut bench = Bench::of(session());
    let ticket = bench.list();
    bench.arrive(ticket, Reply::Interconnects(page(vec![own("icn-1", "lhr-a", Some("ccr01.lhr-a"))], 1, true)));
    bench.end(ticket, Ok(()));
    bench.press("3");
    answer(&mut bench, slots(), true);
    bench
}

fn slots_asked(bench: &Bench) -> Ticket {
    bench.asked(|query| matches!(query, Query::Slots(_))).unwrap()
}

fn answer(bench: &mut Bench, rows: Vec<Slot>, whole: bool) {
    let ticket = slots_asked(bench);
    bench.arrive(ticket, Reply::Slots(page(rows, 1, whole)));
    bench.end(ticket, if whole { Ok(()) } else { Err(server()) });
}

/// What is on the lines, cell by cell.
fn lines(bench: &Bench) -> Vec<String> {
    let pane = bench.model.pane;
    let line = |row: &u32| {
        let shown = (0..).zip(pane.columns()).filter(|(_, column)| column.shown != Shown::Wide);
        let cells = shown.map(|(column, _)| pane.cell(&bench.model, *row as usize, column).text);
        cells.collect::<Vec<_>>().join("|")
    };
    bench.model.table(pane).order.iter().map(line).collect()
}

fn detail(bench: &Bench) -> String {
    let row = bench.model.selected_row().unwrap();
    bench.model.pane.detail(&bench.model, row).iter().fold(String::new(), |all, line| all + &line.text + "\n")
}

#[test]
fn sums_lead_to_their_slots_and_back_to_the_same_line() {
    let mut bench = bench();
    bench.press("o");
    assert_eq!(
        lines(&bench),
        [
            "1/1|cdg-a|10G|1|Paris|1, 0 yours|-|-",
            "3/4|lhr-a|100G|1 1?|London|2 +?, 1 yours|-|-",
            "1/1|lhr-a|10G|0|London|1, 1 yours|-|-",
            "0/1|ams-a|10G|-|Amsterdam|1, 0 yours|-|-",
        ],
        "by site and falling speed, what has nothing free last"
    );
    bench.press("j");
    bench.key(Code::Enter);
    assert_eq!(bench.model.heading(), "Slots of lhr-a 100G");
    assert_eq!((bench.selected(), lines(&bench).len()), (Some("other"), 4), "the diverse one first");
    bench.press("jj");
    bench.press("/sa");
    bench.key(Code::Enter);
    assert_eq!(bench.selected(), Some("same"));
    bench.key(Code::Esc);
    assert_eq!((bench.model.pane, lines(&bench).len()), (Pane::Slots, 4), "first the filter");
    bench.key(Code::Esc);
    assert_eq!((bench.model.pane, bench.selected()), (Pane::Availability, Some("lhr-a 100G")), "then the way back");
    bench.press("o");
    assert_eq!((bench.model.pane, lines(&bench).len()), (Pane::Slots, 7));
}

#[test]
fn the_filter_of_the_slots_waits_while_a_sum_is_looked_at() {
    let mut bench = bench();
    bench.press("/paris");
    bench.key(Code::Enter);
    assert_eq!(bench.selected(), Some("paris"), "found by the city of its site's code");
    bench.press("o/london 100");
    bench.key(Code::Enter);
    bench.key(Code::Enter);
    assert_eq!(lines(&bench).len(), 4);
    bench.key(Code::Esc);
    bench.press("o");
    assert_eq!(bench.selected(), Some("paris"));
}

#[test]
fn the_form_last_seen_comes_back_and_an_object_is_shown_wherever_it_is() {
    let mut bench = bench();
    bench.press("o13");
    assert_eq!(bench.model.pane, Pane::Availability);
    bench.key(Code::Tab);
    assert_eq!(bench.model.pane, Pane::Tunnels);
    bench.key(Code::BackTab);
    bench.key(Code::Enter);
    bench.press("13");
    assert_eq!(bench.model.finder.within, Some(Group { place: "cdg-a".into(), speed: Some("10G".into()) }));
    bench.press(":taken");
    bench.key(Code::Enter);
    assert_eq!((bench.selected(), bench.model.heading().as_str()), (Some("taken"), "Slots"));
}

#[test]
fn a_slot_of_a_sum_opens_the_form_and_a_sum_does_not() {
    let mut bench = bench();
    bench.press("oj");
    bench.press("a");
    assert!(bench.model.sheet.is_none() && bench.model.notice.as_ref().unwrap().text.contains("enter"));
    for key in ['v', 'i', 'y', 'Y'] {
        let effects = bench.press(&key.to_string());
        assert!(bench.model.sheet.is_none() && effects.is_empty(), "{key}");
    }
    bench.key(Code::Enter);
    bench.press("a");
    let Some(Sheet::Change(flow, false)) = &bench.model.sheet else { panic!() };
    assert_eq!((flow.form.text("slot_id"), flow.form.text("speed")), ("other", "100G"));
    bench.key(Code::Esc);
    assert_eq!(bench.model.heading(), "Slots of lhr-a 100G", "back where it was");
}

#[test]
fn what_did_not_come_is_not_counted_and_not_diverse() {
    let mut bench = Bench::of(session());
    bench.press("3o");
    answer(&mut bench, slots(), false);
    assert_eq!(lines(&bench)[1], "3+/4+|lhr-a|100G|3+?|London|2 +?, yours unknown|-|-", "no port was read yet");
    assert!(detail(&bench).contains("at least: the list is not whole"), "{}", detail(&bench));
    assert!(bench.model.freshness(Pane::Availability).partial);
    let ticket = bench.list();
    bench.arrive(ticket, Reply::Interconnects(page(vec![own("x", "cdg-a", None)], 1, true)));
    bench.end(ticket, Ok(()));
    assert_eq!(lines(&bench)[1], "3+/4+|lhr-a|100G|2+ 1?|London|2 +?, 0 yours|-|-");
    assert_eq!(lines(&bench)[0], "1+/1+|cdg-a|10G|1+?|Paris|1, 0 yours|-|-", "a device of ours there has no name");
    assert!(detail(&bench).contains("unknown: a device has no name"), "{}", detail(&bench));
}

#[test]
fn the_cursor_stays_on_its_sum_through_a_refresh() {
    let mut bench = bench();
    bench.press("ojr");
    assert_eq!(bench.selected(), Some("lhr-a 100G"));
    let mut more = slots();
    more.insert(0, at("new", "aaa-a", "10G", "", true));
    answer(&mut bench, more, true);
    assert_eq!((bench.selected(), lines(&bench).len()), (Some("lhr-a 100G"), 5));
}

#[test]
fn a_sum_that_is_gone_says_so_and_leads_back() {
    let mut bench = bench();
    bench.press("oj");
    bench.key(Code::Enter);
    bench.press("r");
    answer(&mut bench, slots()[5..].to_vec(), true);
    assert_eq!((lines(&bench).len(), bench.model.finder.held), (0, 0));
    assert_eq!(bench.model.heading(), "Slots of lhr-a 100G");
    bench.key(Code::Esc);
    assert_eq!((bench.model.pane, lines(&bench).len()), (Pane::Availability, 2));
}

#[test]
fn sums_follow_the_ports_of_the_account_and_are_not_counted_for_a_key() {
    let mut bench = bench();
    bench.press("o");
    assert!(lines(&bench)[1].contains("|1 1?|"), "{:?}", lines(&bench));
    // A row changed behind the model's back: a key does not look at the slots again.
    bench.model.slots.list.rows.clear();
    bench.press("/lon");
    bench.key(Code::Enter);
    assert_eq!(lines(&bench).len(), 2);
    bench.model.slots.list.rows = slots();
    let ticket = {
        bench.press("1r");
        bench.list()
    };
    let two = vec![own("icn-1", "lhr-a", Some("ccr01.lhr-a")), own("icn-2", "lhr-a", Some("ccr02.lhr-a"))];
    bench.arrive(ticket, Reply::Interconnects(page(two, 1, true)));
    bench.end(ticket, Ok(()));
    bench.press("3");
    assert!(lines(&bench)[0].contains("|1?|"), "{:?}", lines(&bench));
}

#[test]
fn each_slot_says_how_its_device_compares() {
    let mut bench = bench();
    let said = |bench: &Bench, id: &str| {
        let row = bench.model.slots.list.rows.iter().position(|slot| slot.id.as_str() == id).unwrap();
        Pane::Slots.cell(&bench.model, row, 4).text
    };
    assert_eq!(said(&bench, "same"), "same as icn-1");
    assert_eq!(said(&bench, "other"), "other device");
    assert_eq!(said(&bench, "nameless"), "device unknown");
    bench.press("/other");
    assert_eq!(lines(&bench).len(), 4, "found by that word: in London two, Paris and Amsterdam");
}

/// Types into the form of the server's filter and sends it off.
fn narrow(bench: &mut Bench, fields: [&str; 4]) -> Vec<Effect> {
    bench.press("f");
    while !matches!(&bench.model.sheet, Some(Sheet::Narrow(form)) if form.focus() == Some(0)) {
        bench.key(Code::BackTab);
    }
    for text in fields {
        bench.tell(Msg::Key(Key::ctrl('u')));
        bench.press(text);
        bench.key(Code::Tab);
    }
    bench.key(Code::F(5))
}

#[test]
fn the_server_is_asked_for_what_the_form_says_and_the_old_rows_go() {
    let mut bench = bench();
    let old = bench.press("r");
    let Some(Effect::Ask { ticket: late, .. }) = old.first() else { panic!("{old:?}") };
    let effects = narrow(&mut bench, ["lhr-a", "100g", "free", "E14"]);
    let asked = crate::domain::SlotFilter {
        site: Some("lhr-a".into()),
        speed: Some("100G".into()),
        occupied: Some(false),
        address_contains: Some("E14".into()),
    };
    let [Effect::Ask { query: Query::Slots(query), urgency: Urgency::User, .. }] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(*query, asked);
    assert!(lines(&bench).is_empty() && bench.model.freshness(Pane::Slots).received.is_none());
    bench.arrive(*late, Reply::Slots(page(slots(), 1, true)));
    assert!(lines(&bench).is_empty(), "that answers another question");
    answer(&mut bench, slots()[..2].to_vec(), true);
    assert_eq!(bench.model.heading(), "Slots (asked for: free, 100G, lhr-a, address \"E14\")");
    bench.press("o");
    assert_eq!(lines(&bench), ["2|lhr-a|100G|1|London|2, 1 yours|-|-"], "taken ones were not asked for");
    let again = bench.press("r");
    assert!(matches!(&again[..], [Effect::Ask { query: Query::Slots(query), .. }] if *query == asked), "{again:?}");

    let effects = narrow(&mut bench, [""; 4]);
    assert!(matches!(&effects[..], [Effect::Ask { query: Query::Slots(query), .. }] if query.words().is_none()));
    assert_eq!((bench.model.pane, bench.model.heading().as_str()), (Pane::Availability, "Availability"));
    answer(&mut bench, slots(), true);
    assert!(bench.model.timeline.is_empty() && bench.model.news.is_empty(), "another question is no change");
}

#[test]
fn what_the_form_cannot_read_stays_on_it_and_what_is_the_same_asks_nothing() {
    let mut bench = bench();
    assert!(narrow(&mut bench, ["", "fast", "", ""]).is_empty());
    let Some(Sheet::Narrow(form)) = &bench.model.sheet else { panic!() };
    assert!(form.fields[1].problem.is_some() && form.focus() == Some(1));
    bench.key(Code::Esc);
    assert!(narrow(&mut bench, [""; 4]).is_empty() && bench.model.sheet.is_none());
    assert_eq!(lines(&bench).len(), 7);
}

#[test]
fn another_account_has_no_filter_no_offers_and_no_rows_of_the_first() {
    let mut bench = bench();
    narrow(&mut bench, ["lhr-a", "", "", ""]);
    answer(&mut bench, slots()[..2].to_vec(), true);
    bench.press("o");
    bench.key(Code::Enter);
    let other = Session { account: Some("other".into()), ..session() };
    bench.tell(Msg::Switched(Ok(Box::new(other))));
    assert_eq!(bench.model.finder, crate::workbench::finder::Finder::default());
    bench.press("3");
    assert_eq!((bench.model.heading().as_str(), lines(&bench).len()), ("Slots", 0));
    let asked = bench.asked(|query| matches!(query, Query::Slots(filter) if filter.words().is_none()));
    assert!(asked.is_some() && bench.asked(|query| matches!(query, Query::Slots(_))) == asked);
}

#[test]
fn a_slot_that_was_not_asked_for_is_not_said_to_be_gone() {
    let mut bench = bench();
    bench.press("3");
    bench.key(Code::Enter);
    bench.press("[");
    narrow_behind(&mut bench);
    bench.press("[");
    let Some(Sheet::Detail(seen)) = &bench.model.sheet else { panic!("{:?}", bench.model.sheet) };
    let page = crate::workbench::describe::page(&bench.model, seen, 78);
    let text: String = page.rows.iter().map(|row| row.text.as_str()).collect();
    assert!(text.contains("not among the slots that the server is asked for"), "{text}");
}

fn narrow_behind(bench: &mut Bench) {
    bench.key(Code::Esc);
    narrow(bench, ["ams-a", "", "", ""]);
    answer(bench, slots()[5..6].to_vec(), true);
}

#[test]
fn a_filter_asks_how_the_device_compares_in_both_forms() {
    let mut bench = bench();
    let found = |bench: &mut Bench, typed: &str| {
        bench.press("/");
        bench.tell(Msg::Key(Key::ctrl('u')));
        bench.press(typed);
        bench.key(Code::Enter);
        bench.model.table(bench.model.pane).order.len()
    };
    for (typed, count) in [
        ("device:other", 4),
        ("device:!other", 3),
        ("device:same", 2),
        ("device:unknown", 1),
        ("device:other,unknown speed:100G", 3),
        ("device:ccr01", 4),
        ("free device:other", 2),
    ] {
        assert_eq!(found(&mut bench, typed), count, "{typed}");
    }
    bench.key(Code::Esc);
    bench.press("o");
    for (typed, count) in [("device:other", 2), ("lon 100 other", 1), ("device:unknown", 1), ("diverse>0", 2)] {
        assert_eq!(found(&mut bench, typed), count, "{typed}");
    }
}
