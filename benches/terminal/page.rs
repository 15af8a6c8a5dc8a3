//! The page that a full run leaves behind: the figures with the machine, the date and what lies behind those not met.

use std::fmt::Write as _;

use crate::figures::{Row, table};

const HEAD: &str = "\
# Speed, size and bytes

Written by `benches/run`; not by hand. `ratatui-min` (in `benches/`) is the smallest honest program of the same crates: a
windowed table of the same rows, one draw a change, one buffered write a draw. Both run in a pseudo-terminal, in turn, against
one server on loopback; times are medians and are meant beside each other, for machines differ and are noisy. What can be
counted and so is the same everywhere is held by `tests/counts.rs`. 200x50 cells unless said. How soon a change is seen, and
what that costs in calls: [shift.md](shift.md).

";

/// Why a figure is as it is, by the beginning of its name.
const WHY: [(&str, &str); 11] = [
    (
        "50000 slots read",
        "60 calls go out at once and then two a second (the budget that the whole team shares); 50 pages, the other lists \
         and the first states are a few more than 60, and those wait half a second each",
    ),
    (
        "idle, paused",
        "the ages of what stands still go on; and the runtime keeps its timers in a wheel and looks at a long one on each of \
         its levels",
    ),
    ("a key of a filter over", "the first letter asks all rows; the letters after it ask what it left"),
    (
        "`slots list -o jsonl`",
        "each row is read as JSON of any shape, for fields that we do not know are kept, checked, and written with stable \
         names; the bare client counts rows and writes nothing",
    ),
    (
        "the same in another pane",
        "the rows are kept on purpose: reading them again costs calls of a budget that the whole team shares",
    ),
    ("memory with", "the aim is for 100,000, and a list is not read past 50,000: it cannot be told here"),
    (
        "the same, p99",
        "the yardstick's own stands beside it: where that is above the aim, too, the machine was slow or busy",
    ),
    ("the same by plain `release`", "for comparison: packages ship the other one"),
    (
        "binary",
        "TLS, the simulator's HTTP server, the command line with its manual and completions, and all pages of help are in \
         one file",
    ),
    (
        "idle, live",
        "ages of rows that are not well go on by the second where they are young, and each poll may move one",
    ),
    (
        "memory of the demo",
        "most of it are pages of the binary and of the C library, which the kernel holds once for all that run them and drops \
         at need; its own, client and simulator together, stands behind",
    ),
];

fn first_line(path: &str, name: &str) -> String {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
    line.trim_matches([' ', ':', '\t', '"', '=']).to_owned()
}

/// The page.
pub fn page(rows: &[Row]) -> String {
    let mut text = HEAD.to_owned();
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let (model, system) = (first_line("/proc/cpuinfo", "model name"), first_line("/etc/os-release", "PRETTY_NAME"));
    let env = |name: &str| std::env::var(name).unwrap_or_default();
    let _ = writeln!(
        text,
        "{}, {processors} processors ({model}), {system}, at {}. Load before the run: {}.\n",
        jiff::Timestamp::now().strftime("%Y-%m-%d %H:%MZ"),
        env("BENCH_COMMIT"),
        env("BENCH_LOAD"),
    );
    text.push_str(&table(rows));
    if let Ok(seconds) = env("BUILD_SECONDS").parse::<u32>() {
        let _ = writeln!(text, "\nA clean `cargo build --release`: {seconds} s (aim: 6 min on 2 processors).");
    }
    let unmet: Vec<&Row> = rows.iter().filter(|row| row.met != Some(true)).collect();
    if !unmet.is_empty() {
        text.push_str("\nNot met, or without an aim that can be told here:\n\n");
    }
    for row in unmet {
        let why = WHY.iter().find(|(name, _)| row.what.starts_with(name)).map_or("still to be tuned", |(_, why)| why);
        let _ = writeln!(text, "- {}: {why}.", row.what);
    }
    text.push_str(
        "\nA list of more than 50,000 objects is not read to its end, so the rows above stop there. The pure part alone, \
         without terminal and network (`benches/model.rs`):\n\n",
    );
    text.push_str(&std::fs::read_to_string(env("BENCH_MODEL")).unwrap_or_default());
    text
}
