//! What a run costs while nobody does anything.

use std::time::Duration;

use crate::api::Api;
use crate::figures::{Row, mb};
use crate::programs::{Programs, WIDE};
use crate::pty::{Pty, Start, Used, resident};

struct Idle {
    bytes: f64,
    wakeups: f64,
    cpu: f64,
}

fn idle(pty: &mut Pty, span: Duration) -> Idle {
    let (before, bytes) = (Used::by(pty.pid()), pty.bytes.len());
    let begun = std::time::Instant::now();
    pty.watch(span);
    let seconds = begun.elapsed().as_secs_f64();
    let (cpu, wakeups) = Used::by(pty.pid()).since(&before);
    Idle {
        bytes: (pty.bytes.len() - bytes) as f64 / seconds,
        wakeups: wakeups as f64 / seconds,
        cpu: cpu.as_secs_f64() / seconds * 100.0,
    }
}

/// Paused, live, and in the demo.
pub fn measure(programs: &Programs, span: Duration, rows: &mut Vec<Row>) {
    let api = Api::start(640, 214, Duration::ZERO).unwrap();
    let mut pty = Pty::start(&programs.workbench(&api, WIDE, &[]));
    pty.until("icn-");
    // All states are read once (214 at 1.6 a second); ages in minutes go on stepping, so it is never quiet for long.
    pty.watch(span * 5);
    let calls = api.calls();
    let live = idle(&mut pty, span);
    let each = (api.calls() - calls) as f64 / span.as_secs_f64();
    pty.press("p");
    pty.until("PAUSED");
    // The calls under way end, and their connections are let go.
    pty.watch(Duration::from_secs(10));
    let paused = idle(&mut pty, span);
    rows.push(Row::alone(
        "idle, paused: bytes a second, wakeups a second, CPU",
        format!("{:.1} B, {:.2}, {:.3} %", paused.bytes, paused.wakeups, paused.cpu),
        "0 B (but the minute and ages), <= 1, <= 0.02 %",
        paused.bytes < 10.0 && paused.wakeups <= 1.0 && paused.cpu <= 0.02,
    ));
    rows.push(Row::alone(
        "idle, live, 214 ports, nothing changes: bytes, wakeups, CPU",
        format!("{:.1} B, {:.1}, {:.2} %", live.bytes, live.wakeups, live.cpu),
        "<= 40 B, -, <= 0.3 %",
        live.bytes <= 40.0 && live.cpu <= 0.3,
    ));
    rows.push(Row::alone("calls a second meanwhile", format!("{each:.2}"), "<= 2 on average", each <= 2.0));
    let shipped = programs.dist.as_ref().unwrap_or(&programs.meetme);
    let small = demo(shipped, "false-diversity");
    let typical = demo(shipped, "typical");
    rows.push(Row::alone(
        "memory of the demo as packages ship it, 2 and 24 ports, simulator in the process",
        format!("{}, {} (its own: {}, {})", mb(small.0), mb(typical.0), mb(small.1), mb(typical.1)),
        "<= 12 MB (12 ports)",
        programs.dist.as_ref().map(|_| typical.0 <= 12 * 1024),
    ));
    let plain = demo(&programs.meetme, "typical");
    rows.push(Row::alone("the same by plain `release`, 24 ports", mb(plain.0), "-", None));
}

/// Memory with the simulator in the process: all of it, and what is its own.
fn demo(program: &str, scenario: &str) -> (u64, u64) {
    let mut pty =
        Pty::start(&Start { words: vec![program.to_owned(), format!("--demo={scenario}")], env: vec![], size: WIDE });
    pty.until("icn-");
    pty.watch(Duration::from_secs(5));
    (resident(pty.pid(), "VmRSS:"), resident(pty.pid(), "RssAnon:"))
}
