//! Tables being filtered.

use ratatui::style::Modifier;

use meetme::tui::theme::Theme;

use super::desk::{Desk, Stage};
use super::runs;

#[tokio::test]
async fn a_filter_lights_what_it_found_and_says_where_it_breaks() {
    let mut desk = Desk::at((80, 24), Stage::Sim("typical")).await;
    desk.act("/ iad").await;
    for coloured in [true, false] {
        let picture = desk.picture(Theme::new(coloured));
        let lit: Vec<String> = (0..24)
            .flat_map(|y| runs(&picture, y))
            .filter(|(.., style)| style.add_modifier.contains(Modifier::UNDERLINED))
            .map(|(_, text, _)| text)
            .collect();
        assert!(lit.len() > 3 && lit.iter().all(|text| text.to_lowercase() == "iad"), "{lit:?}");
    }
    desk.act("space speed>=fast").await;
    assert!(desk.model.table(desk.model.pane).problem.is_some());
    desk.act("ctrl-u enter").await;
    assert!(desk.model.table(desk.model.pane).problem.is_none() && !desk.model.filtering);
}
