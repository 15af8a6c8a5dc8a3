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

#[test]
fn on_a_quiet_screen_the_detail_follows_when_the_cursor_rests() {
    let mut bench = Bench::loaded();
    bench.press("Q");
    let row = |bench: &Bench| bench.model.detail_row().unwrap().1;
    let (first, second) = (bench.model.selected_row().unwrap(), bench.press("j"));
    assert!(!second.contains(&Effect::Repaint));
    assert_eq!(row(&bench), first, "the marker moves, the detail does not yet");
    let wake = bench.model.wake_at().unwrap();
    assert_eq!(wake, bench.now.mono + Duration::from_millis(500));
    bench.now.mono = wake;
    bench.model.take_redraw();
    bench.tell(Msg::Woke);
    assert_eq!(row(&bench), bench.model.selected_row().unwrap());
    assert!(bench.model.hurry && bench.model.take_redraw());
    bench.press("Qk");
    assert_eq!(row(&bench), bench.model.selected_row().unwrap(), "at once where it is not quiet");
}

#[test]
fn a_quiet_screen_tells_ages_in_minutes_and_sleeps_as_long() {
    let mut bench = Bench::loaded();
    let began = bench.now.mono;
    bench.now.mono += Duration::from_secs(25);
    bench.model.now = bench.now;
    assert_eq!((bench.model.ago(began), bench.model.age_holds(began)), ("20s ago".into(), Duration::from_secs(5)));
    bench.press("Q");
    assert_eq!((bench.model.ago(began), bench.model.age_holds(began)), ("<1m ago".into(), Duration::from_secs(35)));
}

#[test]
fn a_terminal_that_lags_makes_the_screen_quiet_unless_a_person_chose() {
    let mut bench = Bench::loaded();
    bench.tell(Msg::Lagged);
    assert!(bench.model.quiet && bench.model.notice.as_ref().unwrap().text.contains("quiet"));
    bench.press("Q");
    bench.tell(Msg::Lagged);
    assert!(!bench.model.quiet, "a person said no");
}

#[test]
fn a_draw_that_a_person_waits_for_is_told_from_one_that_nobody_does() {
    let mut bench = Bench::loaded();
    bench.later(61);
    assert!(bench.model.redraw && !bench.model.hurry, "an age");
    bench.press("j");
    assert!(bench.model.hurry);
    bench.model.take_redraw();
    assert!(!bench.model.hurry);
}
