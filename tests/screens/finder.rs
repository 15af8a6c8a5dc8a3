//! Where a slot is free: summed up, and the slots of a sum.

use meetme::workbench::Msg;
use meetme::workbench::key::{Code, Key};

use super::{Desk, described};

#[tokio::test]
async fn the_sums_and_the_slots_of_one() {
    for size in [(80, 24), (160, 50)] {
        let mut desk = Desk::at(size, "large").await;
        let name = |what: &str| format!("{what}_{}x{}", size.0, size.1);
        desk.press("3o/lon").await;
        desk.tell(Msg::Key(Key::plain(Code::Enter))).await;
        insta::assert_snapshot!(name("availability"), described(&desk.picture(true)));
        insta::assert_snapshot!(name("availability_plain"), described(&desk.picture(false)));
        desk.tell(Msg::Key(Key::plain(Code::Enter))).await;
        insta::assert_snapshot!(name("slots_of"), described(&desk.picture(true)));
        desk.press("f").await;
        desk.tell(Msg::Key(Key::plain(Code::Tab))).await;
        desk.press("100G").await;
        insta::assert_snapshot!(name("narrow"), described(&desk.picture(true)));
        desk.tell(Msg::Key(Key::plain(Code::F(5)))).await;
        insta::assert_snapshot!(name("narrowed"), described(&desk.picture(true)));
    }
}
