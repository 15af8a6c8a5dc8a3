//! From the start of a program to its first frame and its first data.

use std::time::Duration;

use crate::api::Api;
use crate::figures::{Row, median, ms};
use crate::programs::{FOOT, Programs, WIDE, YARDSTICK_FOOT};
use crate::pty::{Pty, Start};

/// Questions to a terminal: each would cost a round trip before it is answered.
const QUERIES: [&str; 8] =
    ["\x1b[c", "\x1b[>c", "\x1b[>q", "\x1b[?u", "\x1b[6n", "\x1b[5n", "\x1b]11;?", "\x1b[?2026$p"];

struct Begun {
    frame: Duration,
    bytes: usize,
    data: Duration,
    queries: usize,
    quit: Duration,
}

fn once(start: &Start, foot: &str, data: &str) -> Begun {
    let mut pty = Pty::start(start);
    let frame = pty.until(foot);
    let bytes = pty.bytes.len();
    let data = pty.until(data);
    let text = String::from_utf8_lossy(&pty.bytes).into_owned();
    let queries = QUERIES.iter().filter(|query| text.contains(*query)).count();
    let quit = pty.quit("q");
    Begun { frame, bytes, data, queries, quit }
}

/// First frame, first data, bytes, quit.
pub fn measure(programs: &Programs, reps: usize, rows: &mut Vec<Row>) {
    let api = Api::start(214, 214, Duration::ZERO).unwrap();
    let far = Api::start(214, 214, Duration::from_millis(150)).unwrap();
    let (mut ours, mut theirs, mut distant, mut hasty) = (vec![], vec![], vec![], vec![]);
    let on = |api: &Api| once(&programs.workbench(api, WIDE, &[]), FOOT, "icn-ams");
    let yardstick = || once(&programs.yardstick(&api, WIDE), YARDSTICK_FOOT, "+ FREE");
    for rep in 0..=reps {
        let (mine, yours) = if rep % 2 == 0 {
            let mine = on(&api);
            (mine, yardstick())
        } else {
            let yours = yardstick();
            (on(&api), yours)
        };
        // The first round warms the files up.
        if rep > 0 {
            ours.push(mine);
            theirs.push(yours);
            distant.push(on(&far));
            let mut pty = Pty::start(&programs.workbench(&far, WIDE, &[]));
            pty.until(FOOT);
            hasty.push(pty.quit("q"));
        }
    }
    let of = |runs: &[Begun], what: fn(&Begun) -> Duration| median(&runs.iter().map(what).collect::<Vec<_>>());
    let (frame, yardstick) = (of(&ours, |run| run.frame), of(&theirs, |run| run.frame));
    rows.push(Row::ratio("exec to the first full frame", yardstick, frame, 2.0));
    let asked = ours.iter().map(|run| run.queries).max().unwrap_or(0);
    rows.push(Row::alone("questions to the terminal before it", asked.to_string(), "0", asked == 0));
    let data = of(&ours, |run| run.data.saturating_sub(run.frame));
    rows.push(Row {
        yardstick: format!("+ {}", ms(of(&theirs, |run| run.data.saturating_sub(run.frame)))),
        ..Row::alone(
            "first data after it, loopback",
            format!("+ {}", ms(data)),
            "<= + 15 ms",
            data <= Duration::from_millis(15),
        )
    });
    let data = of(&distant, |run| run.data.saturating_sub(run.frame));
    let most = Duration::from_millis(170);
    rows.push(Row::alone("the same, 150 ms away", format!("+ {}", ms(data)), "<= 1 round trip + 20 ms", data <= most));
    let bytes = |runs: &[Begun]| median(&runs.iter().map(|run| run.bytes).collect::<Vec<_>>());
    rows.push(Row {
        yardstick: format!("{} B", bytes(&theirs)),
        ..Row::alone("bytes to the first frame", format!("{} B", bytes(&ours)), "<= 8,000 B", bytes(&ours) <= 8000)
    });
    let (quit, hasty) = (of(&ours, |run| run.quit), median(&hasty));
    rows.push(Row {
        yardstick: ms(of(&theirs, |run| run.quit)),
        ..Row::alone("quit", ms(quit), "<= 10 ms", quit <= Duration::from_millis(10))
    });
    rows.push(Row::alone("quit, a call in flight", ms(hasty), "<= 10 ms", hasty <= Duration::from_millis(10)));
}
