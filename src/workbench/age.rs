//! How old a thing is, in steps coarse enough that an idle screen stays still.

use std::time::Duration;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// An age as it is shown: steps of ten seconds below a minute, then minutes, hours, days.
pub fn coarse(age: Duration) -> String {
    match age.as_secs() {
        0..10 => "now".to_owned(),
        s @ 10..MINUTE => format!("{}s", s / 10 * 10),
        s @ MINUTE..HOUR => format!("{}m", s / MINUTE),
        s @ HOUR..DAY => format!("{}h", s / HOUR),
        s => format!("{}d", s / DAY),
    }
}

/// Minutes at which "at least so long" moves on.
const MARKS: [u64; 9] = [1, 2, 5, 10, 15, 20, 30, 45, 60];

/// The whole steps of an age that is only told as "at least so long": coarser than a moment that is known, for a lower
/// bound is as true when it stays.
pub fn at_least(age: Duration) -> Duration {
    Duration::from_secs(match age.as_secs() {
        s @ 0..MINUTE => s / 10 * 10,
        s @ MINUTE..HOUR => MARKS.iter().rev().map(|mark| mark * MINUTE).find(|mark| *mark <= s).unwrap_or(MINUTE),
        s @ HOUR..DAY => s / HOUR * HOUR,
        s => s / DAY * DAY,
    })
}

/// How long until [`at_least`] says something else.
pub fn until_more(age: Duration) -> Duration {
    let now = age.as_secs();
    let next = match now {
        0..MINUTE | HOUR.. => return until_next(age),
        _ => MARKS.iter().map(|mark| mark * MINUTE).find(|mark| *mark > now).unwrap_or(HOUR),
    };
    Duration::from_secs(next).saturating_sub(age)
}

/// A length of time in its greatest unit.
pub fn span(span: Duration) -> String {
    let seconds = span.as_secs();
    if seconds < MINUTE { format!("{}s", seconds.max(1)) } else { coarse(span) }
}

/// The same with the word for the past.
pub fn ago(age: Duration) -> String {
    let text = coarse(age);
    if text == "now" { "just now".to_owned() } else { format!("{text} ago") }
}

/// How long until [`coarse`] says something else.
pub fn until_next(age: Duration) -> Duration {
    let step = match age.as_secs() {
        0..MINUTE => 10,
        MINUTE..HOUR => MINUTE,
        HOUR..DAY => HOUR,
        _ => DAY,
    };
    Duration::from_secs((age.as_secs() / step + 1) * step).saturating_sub(age)
}

/// A wait as it is shown: never "0 s" while it lasts.
pub fn wait(left: Duration) -> String {
    let seconds = left.as_secs().max(1);
    if seconds < 2 * MINUTE { format!("{seconds} s") } else { format!("{} min", seconds.div_ceil(MINUTE)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_step_is_where_the_text_changes() {
        for seconds in [0, 3, 9, 10, 59, 60, 61, 3599, 3600, 90_000] {
            let age = Duration::from_secs(seconds);
            let next = age + until_next(age);
            assert_ne!(coarse(age), coarse(next), "{seconds}");
            assert_eq!(coarse(age), coarse(next.saturating_sub(Duration::from_millis(1))), "{seconds}");
        }
        for seconds in 0..4000 {
            let age = Duration::from_secs(seconds);
            let next = age + until_more(age);
            assert!(at_least(age) <= age && at_least(next) > at_least(age), "{seconds}");
            assert_eq!(at_least(age), at_least(next.saturating_sub(Duration::from_millis(1))), "{seconds}");
        }
        assert_eq!(at_least(Duration::from_mins(29)), Duration::from_mins(20));
        assert_eq!(ago(Duration::from_secs(45)), "40s ago");
        assert_eq!(wait(Duration::from_millis(200)), "1 s");
    }
}
