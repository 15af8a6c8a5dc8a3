//! Changes: what is marked, what the timeline tells, what a person hands over.

use super::*;
use crate::workbench::describe::View;
use crate::workbench::trail::Place;

/// The list of ports is asked for and answered with these.
fn again(bench: &mut Bench, rows: Vec<Interconnect>, unreadable: usize) {
    bench.press("r");
    let ticket = bench.list();
    let unreadable = vec!["not readable".to_owned(); unreadable];
    bench.arrive(ticket, Reply::Interconnects(Page { rows, unreadable, number: 1, last: true }));
    bench.end(ticket, Ok(()));
}

fn told(bench: &Bench) -> Vec<(String, What)> {
    bench.model.timeline.newest().map(|change| (change.name.clone(), change.what.clone())).collect()
}

#[test]
fn a_list_is_compared_with_the_one_before_field_by_field() {
    let mut bench = Bench::loaded();
    let faster = Interconnect { speed: Some("100G".into()), ..port("icn-a") };
    again(&mut bench, vec![faster, port("icn-c")], 0);
    let told = told(&bench);
    assert!(matches!(&told[1], (name, What::New) if name == "icn-c"), "{told:?}");
    assert!(matches!(&told[2], (name, What::Field(field)) if name == "icn-a" && field.to == "100G"), "{told:?}");
    assert!(matches!(&told[0], (name, What::Gone) if name == "icn-b"), "{told:?}");
    assert!(bench.model.notice.as_ref().unwrap().text.contains("icn-b is gone"), "said without being asked");
    let news = &bench.model.news;
    assert_eq!((news.count(Pane::Interconnects), news.of(Pane::Interconnects, "icn-a")[0].column), (2, "SPEED"));
    assert!(Pane::Interconnects.detail(&bench.model, 0).iter().any(|line| line.text.contains("speed: 10G -> 100G")));
}

#[test]
fn what_could_not_be_read_is_not_called_gone() {
    let mut bench = Bench::loaded();
    again(&mut bench, vec![port("icn-a")], 1);
    assert_eq!((told(&bench), &bench.model.notice), (vec![], &None));
    again(&mut bench, vec![port("icn-a"), port("icn-b")], 0);
    assert_eq!(told(&bench), [], "nor new when it is read again");
}

#[test]
fn very_many_changes_in_one_read_are_one_line() {
    let mut bench = Bench::loaded();
    again(&mut bench, (0..60).map(|n| port(&format!("icn-{n}"))).collect(), 0);
    assert!(matches!(told(&bench).as_slice(), [(_, What::Many(62))]), "60 new, 2 gone");
    assert_eq!(bench.model.news.count(Pane::Interconnects), 60, "each is marked");
    bench.press("T");
    bench.key(Code::Enter);
    assert!(bench.model.sheet.is_none() && bench.model.pane == Pane::Interconnects);
    bench.press("Ts");
    assert!(bench.model.news.is_empty() && !bench.model.timeline.is_empty());
}

fn down(bench: &mut Bench, name: &str, after: u64) {
    bench.later(after);
    let key = IconKey::from(name);
    let effects = bench.model.watches[&key].ticket.is_none();
    assert!(effects || bench.asked(|query| *query == Query::Status(key.clone())).is_some());
    let ticket = bench.asked(|query| *query == Query::Status(key.clone())).unwrap();
    let reply = Reply::Status(Status { state: State::Down, reason: Some("Carrier lost".into()) });
    bench.arrive(ticket, reply);
    bench.end(ticket, Ok(()));
}

#[test]
fn from_the_timeline_into_the_object_and_back() {
    let mut bench = Bench::loaded();
    down(&mut bench, "icn-b", 91);
    down(&mut bench, "icn-a", 1);
    bench.press("T/icn-b");
    assert_eq!(bench.model.scope(), Scope::Filter);
    bench.key(Code::Enter);
    bench.key(Code::Enter);
    let Some(Sheet::Detail(seen)) = &bench.model.sheet else { panic!("{:?}", bench.model.sheet) };
    assert_eq!((seen.place.clone(), seen.view), (Place::new(Pane::Interconnects, "icn-b"), View::Whole));
    assert_eq!(bench.selected(), Some("icn-b"));
    assert_eq!(bench.model.news.count(Pane::Interconnects), 1, "opened is seen");
    bench.key(Code::Esc);
    assert!(matches!(&bench.model.sheet, Some(Sheet::Timeline(browse)) if browse.filter.text() == "icn-b"));
    bench.key(Code::Esc);
    bench.key(Code::Esc);
    assert!(bench.model.sheet.is_none(), "the filter first, then the page");
}

#[test]
fn what_cannot_be_read_is_unknown_since_then_and_its_row_says_when_it_was_read() {
    let mut bench = Bench::loaded();
    bench.later(70);
    let ticket = bench.asked(|query| *query == Query::Status("icn-b".into())).unwrap();
    bench.end(ticket, Err(server()));
    bench.press("p");
    bench.later(360);
    let row = bench.model.interconnects.list.rows.iter().position(|port| port.name == "icn-b").unwrap();
    let cell = |title: &str| {
        let at = Pane::Interconnects.columns().iter().position(|column| column.title == title).unwrap();
        Pane::Interconnects.cell(&bench.model, row, at)
    };
    let texts = ["STATE", "SINCE", "SEEN"].map(|title| cell(title).text);
    assert_eq!(texts, ["? UNKNOWN", "6m", ">5m"], "not read for seven minutes, unknown for six");
}

#[test]
fn an_old_state_is_dimmed_and_marked() {
    let mut bench = Bench::loaded();
    let state = |bench: &Bench| Pane::Interconnects.cell(&bench.model, 0, 0);
    assert_eq!((state(&bench).text.as_str(), state(&bench).tone), ("+ HEALTHY", Tone::Good));
    bench.press("p");
    bench.later(3600);
    assert_eq!((state(&bench).text.as_str(), state(&bench).tone), ("+ HEALTHY?", Tone::Dim));
}

#[test]
fn a_hand_over_tells_what_is_down_since_when_and_what_changed() {
    let mut bench = Bench::loaded();
    down(&mut bench, "icn-b", 91);
    bench.later(2 * 3600);
    bench.now.wall += jiff::SignedDuration::from_hours(2);
    bench.press("Ty");
    let effects = bench.key(Code::Enter);
    let Some(Effect::Copy { text: hour, .. }) = effects.first() else { panic!("{effects:?}") };
    assert!(hour.contains("Not healthy now (1):\n  DOWN  icn-b, since "), "{hour}");
    assert!(hour.contains("reason: Carrier lost") && hour.contains("Changes, oldest first (0)"), "{hour}");
    bench.press("y");
    bench.key(Code::Down);
    let effects = bench.key(Code::Enter);
    let Some(Effect::Copy { text: hours, .. }) = effects.first() else { panic!("{effects:?}") };
    assert!(hours.contains("icn-b: HEALTHY -> DOWN (seen within "), "{hours}");
}
