//! Objects, why they are not healthy, documents being searched; and that nothing masked is drawn.

use meetme::workbench::Msg;
use meetme::workbench::key::{Code, Key};

use super::{Desk, described};

impl Desk {
    fn whole(&self) -> String {
        let buffer = self.picture(true);
        let cells = buffer.content();
        cells.iter().map(ratatui::buffer::Cell::symbol).collect()
    }
}

#[tokio::test]
async fn an_object_and_why_and_a_document() {
    for size in [(80, 24), (160, 50)] {
        let mut desk = Desk::at(size, "typical").await;
        let name = |what: &str| format!("{what}_{}x{}", size.0, size.1);
        desk.press("d").await;
        insta::assert_snapshot!(name("describe"), described(&desk.picture(true)));
        desk.press("i").await;
        insta::assert_snapshot!(name("why"), described(&desk.picture(true)));
        desk.press("v/name").await;
        insta::assert_snapshot!(name("search"), described(&desk.picture(true)));
        desk.tell(Msg::Key(Key::plain(Code::Enter))).await;
        assert!(desk.whole().contains("\"name\" 1 of"), "{}", desk.whole());
    }
}

#[tokio::test]
async fn a_masked_screen_shows_no_account_and_no_address() {
    let mut desk = Desk::at((160, 50), "typical").await;
    let account = desk.model.session.account.clone().unwrap().to_string();
    let name = desk.model.session.account_name.clone();
    let cni = desk.model.cnis.list.rows.first().unwrap().clone();
    let address = cni.cust_ip.unwrap().to_string();
    desk.press("2").await;
    assert!(desk.whole().contains(&name) && desk.whole().contains(address.split('/').next().unwrap()));
    desk.press("m").await;
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
    for keys in ["", "d", "i", "\u{1b}", "v", "4", "d", "5", "!", "1", "d", "i", "G"] {
        for c in keys.chars() {
            let key = if c == '\u{1b}' { Key::plain(Code::Esc) } else { Key::char(c) };
            if c.is_ascii_digit() || c == '!' {
                for _ in 0..4 {
                    desk.tell(Msg::Key(Key::plain(Code::Esc))).await;
                }
            }
            desk.tell(Msg::Key(key)).await;
        }
        let seen = desk.whole();
        assert!(!seen.contains(&account) && !seen.contains(&name), "{keys}: {seen}");
        for address in &addresses {
            assert!(!seen.contains(address.split('/').next().unwrap()), "{keys} {address}: {seen}");
        }
    }
    assert!(desk.whole().contains("MASKED"));
}
