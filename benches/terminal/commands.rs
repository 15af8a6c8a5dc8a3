//! The same without a screen: `meetme slots list -o jsonl` beside a bare client of the same list.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::api::Api;
use crate::figures::{Row, mb, median, ms};
use crate::programs::Programs;
use crate::pty::resident;

struct Run {
    first: Duration,
    whole: Duration,
    lines: usize,
    peak: u64,
}

fn run(words: &[String], env: &[(String, String)]) -> Run {
    let home = tempfile::tempdir().unwrap();
    let mut command = Command::new(&words[0]);
    command.args(&words[1..]).env_clear().env("HOME", home.path()).envs(env.iter().cloned());
    let begun = Instant::now();
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).stdin(Stdio::null()).spawn().unwrap();
    let (pid, peak) = (child.id(), Arc::new(AtomicU64::new(0)));
    let most = Arc::clone(&peak);
    let watch = std::thread::spawn(move || {
        loop {
            let now = resident(pid, "VmHWM:");
            if now == 0 {
                return;
            }
            most.fetch_max(now, Ordering::SeqCst);
            std::thread::sleep(Duration::from_millis(2));
        }
    });
    let mut out = BufReader::with_capacity(1 << 16, child.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    let first = begun.elapsed();
    let mut rest = String::new();
    out.read_to_string(&mut rest).unwrap();
    child.wait().unwrap();
    let whole = begun.elapsed();
    watch.join().unwrap();
    let lines = 1 + rest.lines().count();
    Run { first, whole, lines, peak: peak.load(Ordering::SeqCst) }
}

/// Start, first row, all rows, memory.
pub fn measure(programs: &Programs, reps: usize, rows: &mut Vec<Row>) {
    const COUNT: usize = 10_000;
    let api = Api::start(COUNT, 1, Duration::ZERO).unwrap();
    let (words, env) = programs.meetme_on(&api, &["slots", "list", "-o", "jsonl"]);
    let bare = [programs.yardstick.clone(), "--fetch".to_owned(), api.slots_url()];
    let version = [programs.meetme.clone(), "--version".to_owned()];
    let (mut ours, mut theirs, mut starts) = (vec![], vec![], vec![]);
    for _ in 0..=reps {
        ours.push(run(&words, &env));
        theirs.push(run(&bare, &[]));
        starts.push(run(&version, &[]).whole);
    }
    let of = |runs: &[Run], what: fn(&Run) -> Duration| median(&runs[1..].iter().map(what).collect::<Vec<_>>());
    let start = median(&starts[1..]);
    rows.push(Row::alone("a command's start (`--version`)", ms(start), "<= 15 ms", start <= Duration::from_millis(15)));
    assert!(ours.iter().all(|run| run.lines == COUNT), "every row is a line");
    let (whole, bare) = (of(&ours, |run| run.whole), of(&theirs, |run| run.whole));
    rows.push(Row::ratio("`slots list -o jsonl`, 10,000 rows, beside a bare client without output", bare, whole, 3.0));
    let first = of(&ours, |run| run.first);
    rows.push(Row::alone("its first row", ms(first), "after the first page", first <= whole / 2));
    let peak = median(&ours.iter().map(|run| run.peak).collect::<Vec<_>>());
    rows.push(Row::alone("its memory at most", mb(peak), "<= 40 MB", peak <= 40 * 1024));
}
