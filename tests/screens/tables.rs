//! Tables being filtered, sorted, widened and marked.

use meetme::workbench::Msg;
use meetme::workbench::key::{Code, Key};
use ratatui::style::Modifier;

use super::{Desk, described, runs};

#[tokio::test]
async fn a_filter_lights_what_it_found_and_says_where_it_breaks() {
    let mut desk = Desk::at((80, 24), "typical").await;
    desk.press("/iad").await;
    insta::assert_snapshot!("filter", described(&desk.picture(true)));
    for coloured in [true, false] {
        let picture = desk.picture(coloured);
        let lit: Vec<String> = (0..24)
            .flat_map(|y| runs(&picture, y))
            .filter(|(.., style)| style.add_modifier.contains(Modifier::UNDERLINED))
            .map(|(_, text, _)| text)
            .collect();
        assert!(lit.len() > 3 && lit.iter().all(|text| text.to_lowercase() == "iad"), "{lit:?}");
    }
    desk.press(" speed>=fast").await;
    insta::assert_snapshot!("filter_that_breaks", described(&desk.picture(true)));
    desk.tell(Msg::Key(Key::ctrl('u'))).await;
    desk.tell(Msg::Key(Key::plain(Code::Enter))).await;
    assert!(desk.model.table(desk.model.pane).problem.is_none() && !desk.model.filtering);
}

#[tokio::test]
async fn a_table_is_sorted_marked_and_widened() {
    for size in [(80, 24), (160, 50)] {
        let mut desk = Desk::at(size, "typical").await;
        let name = |what: &str| format!("{what}_{}x{}", size.0, size.1);
        desk.press("sspeed").await;
        insta::assert_snapshot!(name("sorts"), described(&desk.picture(true)));
        desk.tell(Msg::Key(Key::plain(Code::Enter))).await;
        desk.press("S  jjV").await;
        insta::assert_snapshot!(name("sorted"), described(&desk.picture(true)));
        desk.press("w").await;
        for _ in 0..5 {
            desk.tell(Msg::Key(Key::plain(Code::Right))).await;
        }
        insta::assert_snapshot!(name("wide"), described(&desk.picture(true)));
        desk.press("W").await;
        insta::assert_snapshot!(name("columns"), described(&desk.picture(true)));
    }
}
