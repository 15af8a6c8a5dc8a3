//! Every fault of the simulator's catalogue against the workbench and the commands: what a person sees, the exit code,
//! how many calls reached the server, what is on the disk. The tables are `faults/table.rs` and, of changes, `faults/changes.rs`;
//! a fault without a row fails.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "app/bench.rs"]
#[allow(dead_code, reason = "shared with the tests of the app")]
mod bench;
#[path = "faults/bounds.rs"]
mod bounds;
#[path = "faults/changes.rs"]
mod changes;
#[path = "faults/play.rs"]
mod play;
#[path = "faults/table.rs"]
mod table;

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use meetme::sim::faults::catalogue;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::timeout;

use play::Seen;
use table::Row;

#[test]
fn every_fault_of_the_catalogue_has_a_row_and_every_row_a_fault() {
    let rows: HashSet<&str> = table::all().map(Row::fault).collect();
    let known: HashSet<&str> = catalogue::all().map(|entry| entry.name).collect();
    let mut missing: Vec<_> = known.difference(&rows).collect();
    missing.sort_unstable();
    assert!(missing.is_empty(), "no row in tests/faults/table.rs: {missing:?}");
    assert!(rows.is_subset(&known));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_is_told_as_the_table_says() {
    // Where nothing comes the limits are short: those run by themselves, so that the load of the others is not the silence.
    let mut wrong = played(16, |row| !row.silent).await;
    wrong.extend(played(6, |row| row.silent).await);
    wrong.sort();
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// What differs in these rows, so many of which are played at once.
async fn played(at_once: usize, wanted: fn(&Row) -> bool) -> Vec<String> {
    let turns = Arc::new(Semaphore::new(at_once));
    let mut runs = JoinSet::new();
    for row in table::all().filter(|row| wanted(row)) {
        let turns = Arc::clone(&turns);
        runs.spawn(async move {
            let _turn = turns.acquire().await.unwrap();
            // The limit is that of a test that hangs.
            let limit = Duration::from_secs(30);
            let Ok(command) = timeout(limit, play::command(row)).await else {
                return vec![format!("{}: the command never ends", row.title())];
            };
            let Ok(workbench) = timeout(limit, play::workbench(row)).await else {
                return vec![format!("{}: the workbench never comes to rest", row.title())];
            };
            judge(row, &command, &workbench)
        });
    }
    runs.join_all().await.into_iter().flatten().collect()
}

/// What differs from the row.
fn judge(row: &'static Row, command: &Seen, workbench: &Seen) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut differs = |what: &str, is: String| wrong.push(format!("{}: {what}: {is}", row.title()));
    if command.exit != Some(row.exit) {
        differs("exit code", format!("{:?}, not {}: {}", command.exit, row.exit, command.said));
    }
    if !row.told.split(" .. ").all(|told| command.said.contains(told)) {
        differs("the command says", command.said.clone());
    }
    if command.calls != row.calls.0 {
        differs("calls of the command", format!("{}, not {}", command.calls, row.calls.0));
    }
    if command.disk != row.disk {
        differs("on the disk after the command", format!("{}, not {}", command.disk, row.disk));
    }
    if !row.screen.split(" .. ").all(|shown| workbench.said.contains(shown)) {
        differs("on the screen", format!("{:?} is not there:\n{}", row.screen, workbench.said));
    }
    if row.calls.1 != table::ANY && workbench.calls != row.calls.1 {
        differs("calls of the workbench", format!("{}, not {}", workbench.calls, row.calls.1));
    }
    if workbench.disk != row.disk {
        differs("on the disk after the workbench", format!("{}, not {}", workbench.disk, row.disk));
    }
    for seen in [command, workbench] {
        if seen.leaks {
            differs("the token is in", seen.said.clone());
        }
        let odd = |c: char| c != '\n' && (c.is_control() || play::is_hidden(c));
        if let Some(odd) = seen.said.chars().find(|c| odd(*c)) {
            differs("a character that does something", format!("{odd:?} in {:?}", seen.said));
        }
    }
    wrong
}
