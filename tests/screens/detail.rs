//! Nothing that is masked is drawn, wherever one goes.

use meetme::tui::theme::Theme;

use super::desk::{Desk, Stage};

impl Desk {
    fn whole(&self) -> String {
        let buffer = self.picture(Theme::new(true));
        let cells = buffer.content();
        cells.iter().map(ratatui::buffer::Cell::symbol).collect()
    }
}

#[tokio::test]
async fn a_masked_screen_shows_no_account_and_no_address() {
    let mut desk = Desk::at((160, 50), Stage::Sim("typical")).await;
    let account = desk.model.session.account.clone().unwrap().to_string();
    let name = desk.model.session.account_name.clone();
    let cni = desk.model.cnis.list.rows.first().unwrap().clone();
    let address = cni.cust_ip.unwrap().to_string();
    desk.act("2").await;
    assert!(desk.whole().contains(&name) && desk.whole().contains(address.split('/').next().unwrap()));
    desk.act("m").await;
    let addresses: Vec<String> = desk
        .model
        .cnis
        .list
        .rows
        .iter()
        .flat_map(|cni| [cni.cust_ip.clone(), cni.p2p_ip.clone()])
        .flatten()
        .map(|ip| ip.to_string())
        .collect();
    for steps in ["", "d", "i", "esc", "v", "4", "d", "5", "!", "1", "d", "i", "G"] {
        if steps == "!" || steps.parse::<u8>().is_ok() {
            desk.act("esc esc esc esc").await;
        }
        desk.act(steps).await;
        let seen = desk.whole();
        assert!(!seen.contains(&account) && !seen.contains(&name), "{steps}: {seen}");
        for address in &addresses {
            assert!(!seen.contains(address.split('/').next().unwrap()), "{steps} {address}: {seen}");
        }
    }
    assert!(desk.whole().contains("MASKED"));
}
