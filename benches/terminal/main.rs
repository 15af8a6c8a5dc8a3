//! meetme beside `ratatui-min`, from the terminal's side. `benches/run` builds both and starts this.
//!
//! Figures of one run are compared with each other only: machines differ and are noisy.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::cast_sign_loss,
    unreachable_pub,
    reason = "a benchmark that cannot go on should stop, and it prints what it found"
)]

mod api;
mod commands;
mod figures;
mod idle;
mod keys;
mod page;
mod programs;
mod pty;
mod start;

use std::time::Duration;

use figures::Row;
use programs::Programs;

/// Objects of one list at most: the client reads no more.
const MOST: usize = 50_000;

fn sizes(programs: &Programs, rows: &mut Vec<Row>) {
    let size = |path: &str| std::fs::metadata(path).map_or(0, |about| about.len() / 1024);
    let yardstick = figures::mb(size(&programs.yardstick));
    let plain = figures::mb(size(&programs.meetme));
    rows.push(match &programs.dist {
        Some(dist) => Row {
            yardstick,
            ..Row::alone(
                "binary: profile `dist`, and plain `release`",
                format!("{}, {plain}", figures::mb(size(dist))),
                "<= 6 MB (`dist`)",
                size(dist) <= 6 * 1024,
            )
        },
        None => Row { yardstick, ..Row::alone("binary, plain `release`", plain, "<= 6 MB (`dist`)", None) },
    });
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let Some(programs) = Programs::from_env() else {
        println!("MEETME and RATATUI_MIN name the programs; benches/run sets them");
        return;
    };
    let quick = args.iter().any(|arg| arg == "--quick");
    let only = args.iter().find_map(|arg| arg.strip_prefix("--only="));
    let (reps, walked, span, count) = if quick { (3, 20, 4, 10_000) } else { (7, 60, 30, MOST) };
    let mut rows = Vec::new();
    let mut step = |name: &str, measure: &mut dyn FnMut(&mut Vec<Row>)| {
        if only.is_none_or(|only| only == name) {
            eprintln!("measuring: {name}");
            let before = rows.len();
            measure(&mut rows);
            eprint!("{}", figures::lines(&rows[before..]));
        }
    };
    step("start", &mut |rows| start::measure(&programs, reps, rows));
    step("keys", &mut |rows| keys::measure(&programs, reps, walked, rows));
    step("many", &mut |rows| keys::many(&programs, count, reps.min(5), walked, rows));
    step("idle", &mut |rows| idle::measure(&programs, Duration::from_secs(span), rows));
    step("commands", &mut |rows| commands::measure(&programs, reps, rows));
    step("sizes", &mut |rows| sizes(&programs, rows));
    print!("{}", figures::table(&rows));
    if let Some(path) = args.iter().find_map(|arg| arg.strip_prefix("--write=")) {
        std::fs::write(path, page::page(&rows)).unwrap();
    }
}
