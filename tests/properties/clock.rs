//! The shift by a clock that jumps (RELIABILITY S8): what waits and what is old is told by the clock that only goes on.

use meetme::tui::theme::Theme;
use meetme::tui::view;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Duration, Shift, Timestamp, steady};

/// One that somebody sets back and forth every ninety seconds, by days.
fn jumping(now: Duration) -> Timestamp {
    let days = [0, 400, 1, 3_000][(now.as_secs() / 90 % 4) as usize];
    steady(now + Duration::from_hours(24 * days))
}

#[test]
fn a_clock_that_jumps_changes_no_wait_and_no_age() {
    let [mut steady, mut jumping] = [steady, jumping].map(Shift::begin);
    for minute in 1..=60 {
        for shift in [&mut steady, &mut jumping] {
            shift.run(Duration::from_mins(minute));
            if minute % 7 == 0 {
                shift.press('j');
            }
        }
        assert_eq!(steady.model.wake_at(), jumping.model.wake_at(), "at minute {minute}");
        let [one, other] = [&mut steady, &mut jumping].map(picture);
        assert_eq!(one, other, "at minute {minute}");
    }
    assert_eq!(steady.calls, jumping.calls);
    assert!(jumping.late.is_empty(), "{:?}", jumping.late);
}

/// The list, without the line that tells the time.
fn picture(shift: &mut Shift) -> Vec<String> {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 60, 10));
    view::paint(&shift.model, Theme::new(true), &mut buffer);
    (1..10).map(|y| (0..60).map(|x| buffer[(x, y)].symbol()).collect()).collect()
}
