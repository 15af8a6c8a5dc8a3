//! The window: another size, too small a size, no focus.

use super::*;

fn size(columns: u16, rows: u16) -> Msg {
    Msg::Resized { columns, rows }
}

#[test]
fn every_new_size_draws_everything_even_where_it_is_the_old_one_again() {
    let mut bench = Bench::loaded();
    for (columns, rows) in [(81, 24), (81, 24), (20, 5), (80, 24)] {
        assert!(bench.tell(size(columns, rows)).contains(&Effect::Repaint));
        assert!(bench.model.take_redraw());
    }
}

#[test]
fn nothing_is_read_that_nobody_can_see() {
    let mut bench = Bench::loaded();
    bench.tell(size(20, 5));
    assert!(bench.later(600).is_empty());
    assert_eq!(bench.model.wake_at(), None, "no age and no clock is seen, so nothing wakes it");
    assert!(bench.tell(size(80, 24)).iter().any(|effect| matches!(effect, Effect::Ask { .. })));
    let mut bench = Bench::loaded();
    bench.tell(Msg::Focus(false));
    assert!(bench.later(27).is_empty(), "four times seven seconds for the row in front");
    assert!(!bench.later(10).is_empty());
}

#[test]
fn where_nothing_can_be_seen_no_key_does_anything_but_leave() {
    let mut bench = Bench::loaded();
    bench.press("/");
    bench.tell(size(59, 24));
    bench.press("qx3");
    bench.tell(Msg::Paste("pasted".into()));
    bench.key(Code::Esc);
    bench.tell(size(80, 24));
    assert_eq!((bench.model.pane, bench.model.filtering), (Pane::Interconnects, true));
    assert_eq!(bench.model.table(Pane::Interconnects).line.text(), "");
    bench.tell(size(80, 9));
    assert_eq!(bench.tell(Msg::Key(Key::ctrl('c'))), [Effect::Quit(130)]);
}

#[test]
fn the_log_scrolls_by_its_own_lines_only() {
    let mut bench = Bench::loaded();
    for n in 0..30 {
        bench.model.activity.note(bench.now.wall, format!("{n}"));
    }
    bench.press("!G");
    let Some(Sheet::Log(scroll)) = &bench.model.sheet else { panic!() };
    // 24 lines less header, panes, message, footer, heading and the two of the summary.
    assert_eq!(scroll.top, bench.model.activity.len() - 17);
}
