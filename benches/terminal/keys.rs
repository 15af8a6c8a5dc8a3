//! What a key costs: time to the last byte, bytes on the line, writes; few rows and many.

use std::process::{Command, Stdio};
use std::time::Duration;

use crate::api::Api;
use crate::figures::{Row, median, ms, part};
use crate::programs::{FLAT, Programs, WIDE};
use crate::pty::{Cost, Pty, Start, resident};

/// Keys before those that count.
const WARM: usize = 3;
const FEW: usize = 100;

fn walk(pty: &mut Pty, keys: usize) -> Vec<Cost> {
    let costs: Vec<Cost> = (0..keys + WARM).filter_map(|_| pty.key("j")).collect();
    costs.into_iter().skip(WARM).collect()
}

/// On the slots, all of them read.
fn ours(start: &Start, count: usize) -> Pty {
    let mut pty = Pty::start(start);
    pty.until("icn-");
    pty.press("3");
    pty.until(&format!("3 Slots {count}"));
    pty.until("+ FREE");
    pty.settle(Duration::from_millis(300));
    pty
}

fn theirs(start: &Start, count: usize) -> Pty {
    let mut pty = Pty::start(start);
    pty.until(&format!("Slots {count} of {count}"));
    pty.settle(Duration::from_millis(300));
    pty
}

fn took(costs: &[Cost]) -> Vec<Duration> {
    costs.iter().map(|cost| cost.took).collect()
}

fn bytes(costs: &[Cost]) -> usize {
    median(&costs.iter().map(|cost| cost.bytes).collect::<Vec<_>>())
}

/// Cursor keys on few rows, in three ways to show them.
pub fn measure(programs: &Programs, reps: usize, keys: usize, rows: &mut Vec<Row>) {
    let api = Api::start(FEW, 24, Duration::ZERO).unwrap();
    let (mut mine, mut yours, mut flat, mut slow) = (vec![], vec![], vec![], vec![]);
    for rep in 0..reps {
        let us = |all: &mut Vec<Cost>| all.extend(walk(&mut ours(&programs.workbench(&api, WIDE, &[]), FEW), keys));
        if rep % 2 == 0 {
            us(&mut mine);
        }
        yours.extend(walk(&mut theirs(&programs.yardstick(&api, WIDE), FEW), keys));
        if rep % 2 == 1 {
            us(&mut mine);
        }
        let flat_keys = keys.min(10);
        flat.extend(walk(&mut ours(&programs.workbench(&api, FLAT, &[]), FEW), flat_keys));
        slow.extend(walk(&mut ours(&programs.workbench(&api, WIDE, &["--slow"]), FEW), keys));
    }
    let (mine_took, yours_took) = (took(&mine), took(&yours));
    rows.push(Row::ratio(
        "cursor key to its last byte, detail open, p50",
        median(&yours_took),
        median(&mine_took),
        1.3,
    ));
    let p99 = part(&mine_took, 0.99);
    rows.push(Row {
        yardstick: ms(part(&yours_took, 0.99)),
        ..Row::alone("the same, p99", ms(p99), "<= 5 ms", p99 <= Duration::from_millis(5))
    });
    let theirs = format!("{} B", bytes(&yours));
    for (what, costs, most) in [
        ("bytes a cursor key, detail open", &mine, 1500),
        ("the same, no detail (110x17)", &flat, 150),
        ("the same, slow line (`--slow`)", &slow, 120),
    ] {
        let sum = bytes(costs);
        rows.push(Row {
            yardstick: theirs.clone(),
            ..Row::alone(what, format!("{sum} B"), &format!("<= {most} B"), sum <= most)
        });
    }
    rows.push(writes(programs, &api, keys));
}

/// `write` calls on the terminal for each key; told by strace, where it is there.
fn writes(programs: &Programs, api: &Api, keys: usize) -> Row {
    let (what, aim) = ("`write` calls a frame", "1");
    let tried = Command::new("strace").arg("-V").stdout(Stdio::null()).stderr(Stdio::null()).status();
    let Ok(log) = tempfile::NamedTempFile::new() else { return Row::alone(what, "no temporary file", aim, None) };
    if !tried.is_ok_and(|status| status.success()) {
        return Row::alone(what, "no strace here", aim, None);
    }
    let start = programs.workbench(api, WIDE, &[]);
    let path = log.path().display().to_string();
    let tracer = ["strace", "-f", "-o", &path, "-e", "trace=write,writev"].map(str::to_owned);
    let mut pty = ours(&Start { words: [tracer.to_vec(), start.words].concat(), ..start }, FEW);
    // The terminal may have any number; a key makes less than what strace shows the whole of.
    let frame = |line: &&str| line.contains(", \"\\33[") || line.contains("iov_base=\"\\33[");
    let count = || std::fs::read_to_string(log.path()).unwrap_or_default().lines().filter(frame).count();
    let before = count();
    let walked = walk(&mut pty, keys).len() + WARM;
    let each = (count() - before) as f64 / walked as f64;
    Row::alone(what, format!("{each:.2}"), aim, (0.95..1.05).contains(&each))
}

/// A long list: load, scroll, filter, memory.
pub fn many(programs: &Programs, count: usize, reps: usize, keys: usize, rows: &mut Vec<Row>) {
    let (api, short) = (Api::start(count, 24, Duration::ZERO).unwrap(), Api::start(FEW, 24, Duration::ZERO).unwrap());
    let (mut load, mut yours_load, mut scroll, mut short_scroll) = (vec![], vec![], vec![], vec![]);
    let (mut filter, mut yours_filter, mut memory, mut yours_memory) = (vec![], vec![], vec![], vec![]);
    let (mut first, mut held) = (vec![], vec![]);
    for _ in 0..reps {
        let mut pty = Pty::start(&programs.yardstick(&api, WIDE));
        yours_load.push(pty.until(&format!("Slots {count} of {count}")));
        yours_memory.push(resident(pty.pid(), "VmRSS:"));
        pty.press("/");
        yours_filter.extend("ashburn".chars().filter_map(|c| pty.key(&c.to_string())).map(|cost| cost.took));

        let mut pty = Pty::start(&programs.workbench(&api, WIDE, &[]));
        let begun = pty.until("icn-");
        pty.press("3");
        first.push(pty.until("+ FREE").saturating_sub(begun));
        load.push(pty.until(&format!("3 Slots {count}")).saturating_sub(begun));
        pty.settle(Duration::from_millis(300));
        memory.push(resident(pty.pid(), "VmRSS:"));
        scroll.extend(took(&walk(&mut pty, keys)));
        pty.press("/");
        filter.extend("ashburn".chars().filter_map(|c| pty.key(&c.to_string())).map(|cost| cost.took));
        pty.press("\x1b");
        pty.settle(Duration::from_millis(200));
        pty.press("1");
        pty.settle(Duration::from_millis(500));
        held.push(resident(pty.pid(), "VmRSS:"));
        short_scroll.extend(took(&walk(&mut ours(&programs.workbench(&short, WIDE, &[]), FEW), keys)));
    }
    let name = format!("{count} slots");
    rows.push(Row {
        yardstick: ms(median(&yours_load)),
        ..Row::alone(
            &format!("{name} read, pages of 1,000, after the ports"),
            ms(median(&load)),
            "<= 250 ms for 100,000",
            median(&load) <= Duration::from_millis(250),
        )
    });
    let shown = median(&first);
    rows.push(Row::alone("their first page on the screen", ms(shown), "at once", shown <= Duration::from_millis(50)));
    rows.push(Row::ratio(&format!("cursor key, {name} beside {FEW}"), median(&short_scroll), median(&scroll), 1.2));
    let (p50, last) = (median(&filter), part(&filter, 1.0));
    rows.push(Row {
        yardstick: ms(median(&yours_filter)),
        ..Row::alone(
            &format!("a key of a filter over {name}, p50 and longest"),
            format!("{}, {}", ms(p50), ms(last)),
            "<= 16 ms",
            last <= Duration::from_millis(16),
        )
    });
    rows.push(Row {
        yardstick: crate::figures::mb(median(&yours_memory)),
        ..Row::alone(
            &format!("memory with {name}"),
            crate::figures::mb(median(&memory)),
            "<= 40 MB for 100,000",
            // Too much is too much for fewer rows as well; little enough says nothing of more.
            (median(&memory) > 40 * 1024).then_some(false),
        )
    });
    rows.push(Row::alone("the same in another pane", crate::figures::mb(median(&held)), "back", None));
}
