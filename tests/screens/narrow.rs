//! What has to be read in a small window, too: what is down, which port a row is, what can be done.

use meetme::tui::theme::Theme;
use meetme::workbench::Msg;

use super::desk::{Desk, Stage};
use super::runs;

impl Desk {
    fn row(&self, y: u16) -> String {
        runs(&self.picture(Theme::new(true)), y).into_iter().map(|(_, text, _)| text).collect()
    }
}

#[tokio::test]
async fn long_names_take_no_room_from_what_is_down() {
    let mut desk = Desk::at((80, 24), Stage::Sim("trouble")).await;
    desk.model.session.simulated = false;
    desk.model.session.profile = "change".into();
    desk.model.session.host = Some("127.0.0.1:33039".into());
    for name in ["Trouble Inc.", "Norrland Transit Group", "The Very Long Name of a Limited Liability Company"] {
        desk.model.session.account_name = name.into();
        let row = desk.row(0);
        assert!(row.contains(" DOWN") && row.contains(" UNHEALTHY") && row.contains('Z'), "{row}");
        assert!(row.contains("change") && row.contains(&name[..11]) && row.contains("127.0.0.1:33039"), "{row}");
    }
    let wide = desk.sized((160, 24)).await;
    assert!(wide.row(0).contains(" meetme  change  The Very Long Name of a Limited Liability Company"));
}

#[tokio::test]
async fn the_narrowest_table_tells_each_port_from_its_neighbour() {
    let mut desk = Desk::at((60, 15), Stage::Sim("large")).await;
    desk.act("/ 100g enter").await;
    let rows: Vec<String> = (0..15).map(|y| desk.row(y)).filter(|row| row.contains("100g-0")).collect();
    assert!(rows.len() > 5 && rows.iter().all(|row| !row.contains('…')), "{rows:#?}");
    assert!((0..15).any(|y| desk.row(y).contains("SINCE")));
    let mut desk = Desk::at((80, 24), Stage::Sim("large")).await;
    desk.act("2 / 100g enter").await;
    let rows: Vec<String> = (0..24).map(|y| desk.row(y)).filter(|row| row.contains("100g-0")).collect();
    assert!(rows.len() > 5 && rows.iter().all(|row| !row.contains('…')), "{rows:#?}");
}

#[tokio::test]
async fn a_long_trouble_is_cut_before_what_can_be_done() {
    let mut desk = Desk::at((80, 24), Stage::Sim("typical")).await;
    desk.act("@status:/cni/interconnects:500 r @wait:5").await;
    let said = desk.row(22);
    assert!(said.contains("500") && said.trim_end().ends_with("r tries again now, ! tells more"), "{said}");
    desk.act("@status::500 r @wait:60").await;
    let said = desk.row(22);
    assert!(said.contains("Nothing answers since") && said.trim_end().ends_with("r tries now."), "{said}");
    desk.act("Z").await;
    assert_eq!(desk.row(22), said, "a hint about a key hides no trouble");
}

#[tokio::test]
async fn trouble_that_begins_takes_the_place_of_a_notice() {
    let mut desk = Desk::at((80, 24), Stage::Sim("typical")).await;
    desk.tell(Msg::Offered { what: "id".into(), result: Ok(()) }).await;
    assert!(desk.row(22).contains("clipboard"), "{}", desk.row(22));
    desk.act("@status::500 @wait:600").await;
    assert!(desk.row(22).contains("Nothing answers since"), "{}", desk.row(22));
}

#[tokio::test]
async fn a_number_beside_a_title_counts_rows_and_changes_are_a_mark() {
    for (size, marked) in [((80, 24), "Slots 60*"), ((60, 10), "Slots *")] {
        let mut desk = Desk::at(size, Stage::Sim("typical")).await;
        desk.act("3 / free enter a f5 tab enter").await;
        let tabs = desk.row(1);
        assert!(tabs.contains(marked) && !tabs.contains("1*"), "{tabs}");
    }
}

#[tokio::test]
async fn what_does_not_work_now_stands_below_with_its_key_and_why() {
    let mut desk = Desk::at((120, 100), Stage::Sim("typical")).await;
    desk.act("?").await;
    let rows: Vec<String> = (0..100).map(|y| desk.row(y)).collect();
    let first = rows.iter().position(|row| row.contains("not now: ")).unwrap();
    let last = rows.iter().rposition(|row| row.contains("not now: ")).unwrap();
    assert!(first > 20 && rows[first..=last].iter().all(|row| row.contains("not now: ")), "{rows:#?}");
    let edit = rows.iter().find(|row| row.contains("change the selected CNI")).unwrap();
    assert!(edit.contains(" e  not now: the API has no way"), "{edit}");
}

#[tokio::test]
async fn an_id_is_whole_in_the_narrow_detail() {
    let mut desk = Desk::at((120, 40), Stage::Sim("typical")).await;
    desk.act("2").await;
    let rows: Vec<String> = (0..40).map(|y| desk.row(y)).collect();
    let cnis = &desk.model.cnis.list.rows;
    assert!(cnis.iter().any(|cni| rows.iter().any(|row| row.contains(&cni.id.to_string()))), "{rows:#?}");
}

#[tokio::test]
async fn the_ports_to_choose_from_stand_in_columns() {
    let mut desk = Desk::at((80, 24), Stage::Sim("typical")).await;
    desk.act("2 a f2").await;
    let rows: Vec<String> = (0..24).map(|y| desk.row(y)).filter(|row| row.contains("icn-")).collect();
    let begins = |row: &String, words: &[&str]| words.iter().find_map(|word| row.find(word));
    for words in [&["UNHEALTHY", "HEALTHY", "PENDING", "..."][..], &[" CNI"]] {
        let at: std::collections::BTreeSet<_> = rows.iter().map(|row| begins(row, words)).collect();
        assert!(at.len() == 1 && !at.contains(&None), "{words:?} {at:?} {rows:#?}");
    }
    assert!(
        rows.iter().any(|row| row.contains("1 CNI ")) && rows.iter().any(|row| row.contains("2 CNIs")),
        "{rows:#?}"
    );
}

#[tokio::test]
async fn an_object_names_what_holds_for_the_person_and_no_key_of_ours() {
    let mut desk = Desk::at((80, 24), Stage::Sim("typical")).await;
    desk.act("d G").await;
    let said = |desk: &Desk| (0..24).map(|y| desk.row(y)).find(|row| row.contains("Why it is not healthy"));
    assert!(said(&desk).is_some_and(|row| row.contains("(i: more")), "{:?}", said(&desk));
    desk.model.keymap = meetme::workbench::keymap::Keymap::wordy();
    assert!(said(&desk).is_some_and(|row| row.contains("(why: more")), "{:?}", said(&desk));
}
