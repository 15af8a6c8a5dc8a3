//! Objects: opened, gone through, copied, hidden.

use super::*;
use crate::domain::{Bgp, Cni, Magic};
use crate::workbench::describe::{self, View};
use crate::workbench::trail::Place;

fn cni(id: &str, over: &str) -> Cni {
    Cni {
        id: id.into(),
        account: None,
        interconnect: Some(over.into()),
        p2p_ip: None,
        cust_ip: None,
        magic: Some(Magic { conduit_name: format!("conduit-{id}"), ..Magic::default() }),
        bgp: Some(Bgp { md5_key: Some("s3cret".into()), ..Bgp::default() }),
        bgp_mode: None,
        vlan: None,
        extra: crate::domain::Extra::new(),
    }
}

/// Two ports on one device, both down, the first with a CNI and a slot.
fn bench() -> Bench {
    let mut bench = Bench::loaded();
    let device = |name: &str| Interconnect { ccr_device_name: Some("ccr01".into()), ..port(name) };
    let first = Interconnect { slot_id: Some("slot-1".into()), ..device("icn-1") };
    bench.model.interconnects.list.rows = vec![first, device("icn-2")];
    bench.model.cnis.list.rows = vec![cni("c1", "icn-1")];
    bench.model.cnis.received = Some(Duration::from_secs(10));
    bench.model.slots.list.rows = vec![slot("slot-1")];
    let down = Status { state: State::Down, reason: Some("carrier lost".into()) };
    for key in ["icn-1", "icn-2"] {
        bench.model.watches.entry(key.into()).or_default().read(down.clone(), Duration::from_secs(10));
    }
    for pane in Pane::ALL {
        bench.model.reorder(pane);
    }
    bench
}

fn seen(bench: &Bench) -> (Place, View) {
    match &bench.model.sheet {
        Some(Sheet::Detail(seen)) => (seen.place.clone(), seen.view),
        other => panic!("{other:?}"),
    }
}

fn text(bench: &Bench) -> String {
    let Some(Sheet::Detail(seen)) = &bench.model.sheet else { panic!() };
    let page = describe::page(&bench.model, seen, 78);
    let rows: Vec<String> = page.rows.iter().map(|row| format!("{} {}", row.label, row.text)).collect();
    format!("{}\n{}", page.title, rows.join("\n"))
}

#[test]
fn related_objects_are_opened_and_the_way_leads_back_and_forward() {
    let mut bench = bench();
    bench.press("d");
    let port = Place::new(Pane::Interconnects, "icn-1");
    let link = Place::new(Pane::Cnis, "c1");
    assert_eq!(seen(&bench), (port.clone(), View::Whole));
    bench.key(Code::Enter);
    assert_eq!((seen(&bench).0, bench.model.pane), (link.clone(), Pane::Cnis));
    assert_eq!(bench.model.table(Pane::Cnis).selected(), Some("c1"));
    bench.press("[");
    assert_eq!((seen(&bench).0, bench.model.pane), (port.clone(), Pane::Interconnects));
    bench.press("]");
    assert_eq!(seen(&bench).0, link);
    bench.key(Code::Down);
    bench.key(Code::Enter);
    assert_eq!(seen(&bench).0, Place::new(Pane::Slots, "slot-1"));
    bench.key(Code::Esc);
    assert_eq!(seen(&bench).0, link);
    bench.key(Code::Esc);
    assert!(bench.model.sheet.is_none());
}

/// The page of an object that was looked at before and is gone since.
fn on_a_gone_one() -> Bench {
    let mut bench = bench();
    bench.press("d");
    bench.key(Code::Esc);
    bench.model.interconnects.list.rows.remove(0);
    bench.model.reorder(Pane::Interconnects);
    bench.press("[");
    bench
}

#[test]
fn a_gone_object_is_said_to_be_gone() {
    let mut bench = on_a_gone_one();
    assert_eq!(seen(&bench).0.id, "icn-1");
    assert!(text(&bench).contains("It is gone"), "{}", text(&bench));
    bench.press("v");
    assert_eq!(bench.model.notice.as_ref().unwrap().text, "this object is no longer in the list");
}

#[test]
fn what_is_done_on_an_object_is_done_to_it_alone() {
    let mut bench = bench();
    // Marks are of the table: the other one is not meant here.
    bench.press("j kd");
    assert_eq!(bench.model.table(Pane::Interconnects).marks.there(), 1);
    assert_eq!(seen(&bench).0.id, "icn-1");
    bench.press("l");
    let Some(Sheet::Letter(flow)) = &bench.model.sheet else { panic!("{:?}", bench.model.sheet) };
    assert_eq!(flow.key.as_str(), "icn-1");
    bench.key(Code::Esc);
    bench.press("d");
    bench.key(Code::Enter);
    assert_eq!(seen(&bench).0.pane, Pane::Cnis);
    bench.press("e");
    assert!(matches!(bench.model.sheet, Some(Sheet::Change(..))), "{:?}", bench.model.sheet);
}

#[test]
fn nothing_is_done_from_the_page_of_a_gone_object_to_the_row_that_took_its_place() {
    let mut bench = on_a_gone_one();
    assert_eq!(bench.model.table(Pane::Interconnects).selected(), Some("icn-2"));
    for key in ["x", "a", "e", "D", "l"] {
        bench.press(key);
        assert_eq!(seen(&bench).0.id, "icn-1", "{key}");
        assert_eq!(bench.model.notice.as_ref().unwrap().text, "this object is no longer in the list", "{key}");
    }
}

#[test]
fn why_tells_both_words_the_cause_and_what_else_is_down() {
    let mut bench = bench();
    bench.press("i");
    assert_eq!(seen(&bench).1, View::Why);
    let told = text(&bench);
    for part in
        ["API: Down; dashboard: Unhealthy", "carrier lost", "2 of your 2 on ccr01", "a common cause", "________"]
    {
        assert!(told.contains(part), "{part}: {told}");
    }
    bench.press("i");
    assert_eq!(seen(&bench).1, View::Whole);
    assert!(text(&bench).contains("Check first"));
}

#[test]
fn from_the_page_of_reasons_the_text_for_the_facility_is_two_keys_away() {
    let mut bench = bench();
    bench.press("iY");
    let effects = bench.key(Code::Enter);
    assert!(
        matches!(&effects[..], [Effect::Copy { text, .. }] if text.starts_with("Remote hands: cross-connect")),
        "{effects:?}"
    );
    bench.key(Code::Esc);
    bench.press("Y");
    let effects = bench.key(Code::Enter);
    assert!(matches!(&effects[..], [Effect::Copy { text, .. }] if text == "icn-1"), "{effects:?}");
}

#[test]
fn a_name_is_copied_and_an_md5_key_only_when_it_is_revealed() {
    let mut bench = bench();
    let copied = |effects: Vec<Effect>| match effects.into_iter().next() {
        Some(Effect::Copy { text, .. }) => text,
        other => panic!("{other:?}"),
    };
    assert_eq!(copied(bench.press("y")), "icn-1");
    bench.press("2d");
    let fields = |bench: &mut Bench| {
        bench.press("Y");
        let Some(Sheet::Pick(picker)) = &bench.model.sheet else { panic!() };
        let all = format!("{:?}", picker.entries);
        bench.key(Code::Esc);
        all
    };
    assert!(!fields(&mut bench).contains("s3cret") && !text(&bench).contains("s3cret"));
    bench.press("m");
    assert!(fields(&mut bench).contains("s3cret") && text(&bench).contains("s3cret"));
    bench.press("m");
    assert!(!fields(&mut bench).contains("s3cret") && !text(&bench).contains("s3cret"));
    bench.tell(Msg::Offered { what: "id".into(), result: Ok(()) });
    assert!(bench.model.notice.as_ref().unwrap().text.contains("sent to the terminal's clipboard (OSC 52)"));
}
