//! The desk for letters: ages beside the ports, those that have none, all of them saved at once, the copying of places.

use super::*;
use crate::domain::Letter;
use crate::workbench::letters::Shelf;

const DAY: i64 = 86_400;

fn letter(days: i64, now: Timestamp) -> Letter {
    let saved = now - jiff::SignedDuration::from_secs(days * DAY);
    Letter { saved, name: None, path: format!("/l/{days}.pdf"), size: 1, sha256: "00".into() }
}

/// Three ports, one of a partner; `icn-a` has a letter of so many days.
fn desk(days: i64) -> Bench {
    let mut bench = Bench::of(Session { here: "me@jump".into(), ..session() });
    bench.now.wall += jiff::SignedDuration::from_secs(400 * DAY);
    let ticket = bench.list();
    let partner = Interconnect { kind: Some(Kind::GcpPartner), ..port("gcp") };
    bench.arrive(ticket, Reply::Interconnects(page(vec![port("icn-a"), port("icn-b"), partner], 1, true)));
    bench.end(ticket, Ok(()));
    let letters = [("icn-a".into(), letter(days, bench.now.wall))].into();
    bench.tell(Msg::LettersRecalled(Ok(Box::new(Shelf { letters, aside: None }))));
    bench
}

fn shown(bench: &mut Bench, filter: &str) -> Vec<String> {
    bench.press("/");
    bench.tell(Msg::Paste(filter.into()));
    bench.key(Code::Enter);
    let rows = bench.model.table(Pane::Interconnects).order.clone();
    let names = rows.iter().map(|row| Pane::Interconnects.id(&bench.model, *row as usize)).collect();
    bench.key(Code::Esc);
    names
}

#[test]
fn ages_are_filtered_and_a_partner_port_is_not_missing_one() {
    let mut bench = desk(61);
    assert_eq!(shown(&mut bench, "loa:none"), ["icn-b"]);
    assert_eq!(shown(&mut bench, "loa>60d"), ["icn-a"]);
    assert!(shown(&mut bench, "loa>61d").is_empty());
    let detail = |bench: &Bench, row| {
        let lines = Pane::Interconnects.detail(&bench.model, row);
        lines.into_iter().find(|line| line.label == "Letter")
    };
    let line = detail(&bench, 0).unwrap();
    assert!(
        line.tone == Tone::Warn && line.text.contains("older than 60d") && line.text.contains("61d ago"),
        "{line:?}"
    );
    assert!(detail(&bench, 1).unwrap().text.contains("none saved") && detail(&bench, 2).is_none());
    let young = desk(60);
    assert_eq!(detail(&young, 0).unwrap().tone, Tone::Plain, "to the day it is not old yet");
}

#[test]
fn what_is_not_known_is_neither_there_nor_missing() {
    let mut bench = desk(1);
    bench.tell(Msg::LettersRecalled(Err(Fault::new(FaultKind::Local, "chmod 700"))));
    assert!(shown(&mut bench, "loa:none").is_empty());
    assert!(bench.model.activity.newest().any(|entry| entry.what.contains("not remembered")));
}

#[test]
fn all_rows_that_are_shown_get_theirs_and_an_old_one_stays_beside_the_new_one() {
    let mut bench = desk(61);
    bench.press("L");
    let Some(Sheet::Letters(flow)) = &bench.model.sheet else { panic!() };
    assert_eq!((flow.keys.len(), flow.before, flow.form.text("dated")), (2, 1, "yes"));
    bench.key(Code::F(5));
    for name in ["icn-a", "icn-b"] {
        let fetch = bench.asked(|query| matches!(query, Query::Loa(key, _) if key.as_str() == name)).unwrap();
        bench.arrive(fetch, Reply::Loa(b"%PDF".to_vec()));
        let effects = bench.end(fetch, Ok(()));
        let Some(Effect::SaveLetter { ticket, key, file, .. }) = effects.first() else { panic!("{effects:?}") };
        assert_eq!((key.as_str(), file.as_str()), (name, format!("loa-{name}-19710205.pdf").as_str()));
        let saved = Letter { path: format!("/l/{file}"), ..letter(0, bench.now.wall) };
        let remembered = Err(Fault::new(FaultKind::Local, "disk full"));
        bench.tell(Msg::LetterSaved { ticket: *ticket, key: key.clone(), result: Ok(saved), remembered });
    }
    assert!(bench.model.notice.as_ref().unwrap().text.contains("disk full"), "said, though the letter is saved");
    let copied = bench.press("y");
    let both = "/l/loa-icn-a-19710205.pdf\n/l/loa-icn-b-19710205.pdf";
    assert!(matches!(&copied[..], [Effect::Copy { text, .. }, ..] if text == both), "{copied:?}");
    bench.press("Y");
    bench.key(Code::Down);
    let copied = bench.key(Code::Enter);
    let line = "scp -- me@jump:/l/loa-icn-a-19710205.pdf me@jump:/l/loa-icn-b-19710205.pdf .";
    assert!(matches!(&copied[..], [Effect::Copy { text, .. }, ..] if text == line), "{copied:?}");
    bench.key(Code::Esc);
    assert!(shown(&mut bench, "loa:none").is_empty() && shown(&mut bench, "loa<1d").len() == 2);
}

#[test]
fn a_letter_that_arrives_after_its_page_was_left_still_counts_but_none_of_another_account() {
    let mut bench = desk(61);
    let of = |bench: &Bench| bench.model.letters.of(&"icn-a".into()).map(|letter| letter.path.clone());
    let told = |ticket, path: &str, bench: &Bench| Msg::LetterSaved {
        ticket,
        key: "icn-a".into(),
        result: Ok(Letter { path: path.into(), ..letter(0, bench.now.wall) }),
        remembered: Ok(()),
    };
    let ticket = bench.model.tickets.tear();
    let msg = told(ticket, "/late.pdf", &bench);
    bench.tell(msg);
    assert_eq!(of(&bench).as_deref(), Some("/late.pdf"));
    let next = Session { account: Some("other".into()), ..session() };
    bench.tell(Msg::Switched(Ok(Box::new(next))));
    let msg = told(ticket, "/wrong.pdf", &bench);
    bench.tell(msg);
    assert_eq!(of(&bench), None);
}

#[test]
fn an_object_offers_the_place_of_its_letter_for_copying() {
    let mut bench = desk(3);
    bench.press("/icn-a");
    bench.key(Code::Enter);
    bench.press("Y");
    let Some(Sheet::Pick(picker)) = &bench.model.sheet else { panic!() };
    assert!(
        picker.entries.iter().any(|entry| entry.text.contains("scp line") && entry.hint.contains("me@jump:/l/3.pdf"))
    );
}
