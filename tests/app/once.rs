//! Exactly once: every kind of change against every way in which its answer can go wrong, with a key that is held down.
//! Counted is what the server was asked for and what it did.

use std::sync::Arc;
use std::time::Duration;

use meetme::api::Timeouts;
use meetme::sim::{self, Action, Fault, Request, ValidateOnly};
use meetme::workbench::Msg;
use meetme::workbench::flows::change::{DryRunPolicy, Stage};
use meetme::workbench::key::Code;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::bench::{Bench, Verdict, account, asked, made};

/// The changes, in the order of the columns of [`TABLE`].
pub(super) const KINDS: [Kind; 8] = [
    Kind { name: "create direct", list: "interconnects", open: "3a", object: "", fill: &[] },
    Kind {
        name: "create partner",
        list: "interconnects",
        open: "1a\t\n",
        object: "",
        fill: &[("pairing_key", "7e51371e-72a3-40b5-b844-2e3efefaee59/europe-west2/1")],
    },
    Kind {
        name: "create CNI",
        list: "cnis",
        open: "2a",
        object: "",
        fill: &[("interconnect", "icn-fra-a-10g-0002"), ("magic/conduit_name", "new-1")],
    },
    Kind { name: "edit CNI", list: "cnis", open: "2e", object: "link-iad-a-1", fill: &[("magic/mtu", "1400")] },
    Kind { name: "edit settings", list: "settings", open: "5e", object: "", fill: &[("default_asn", "65010")] },
    Kind {
        name: "edit health check",
        list: "cf_interconnects",
        open: "4e",
        object: "link-iad-a-1",
        fill: &[("health_check/rate", "high")],
    },
    Kind { name: "delete CNI", list: "cnis", open: "2D", object: "link-iad-a-1", fill: &[("name", "link-iad-a-1")] },
    Kind {
        name: "delete interconnect",
        list: "interconnects",
        open: "1D",
        object: "icn-fra-a-10g-0002",
        fill: &[("name", "icn-fra-a-10g-0002")],
    },
];

/// What happens to the commit, whether the server does the work, what a person is told, kind by kind.
const TABLE: [(Trouble, bool, [&str; 8]); 16] = [
    // direct, partner, new CNI, CNI, settings, health check, CNI deleted, port deleted
    (Trouble::None, true, ["done", "done", "done", "done", "done", "done", "done", "done"]),
    // The answer to a delete has no body that could be cut.
    (Trouble::Cut, true, ["found", "found", "found", "found", "found", "found", "done", "done"]),
    (Trouble::ResetAfter, true, ["found", "found", "found", "found", "found", "found", "found", "found"]),
    (Trouble::ServerAfter, true, ["found", "found", "found", "found", "found", "found", "found", "found"]),
    (Trouble::Silent, true, ["found", "found", "found", "found", "found", "found", "found", "found"]),
    (Trouble::Late, true, ["done", "done", "done", "done", "done", "done", "done", "done"]),
    // What is read back is what was asked for, by its own name.
    (Trouble::Stranger, true, ["found", "found", "found", "found", "done", "found", "done", "done"]),
    (Trouble::ResetBefore, false, ["unknown"; 8]),
    (Trouble::Html, false, ["unknown"; 8]),
    (Trouble::TooMany, false, ["unknown"; 8]),
    (Trouble::Pointed, false, ["on its field"; 8]),
    (Trouble::Refused, false, ["refused"; 8]),
    (Trouble::Forbidden, false, ["forbidden"; 8]),
    (
        Trouble::NotFound,
        false,
        ["not found", "not found", "not found", "not found", "not found", "not found", "gone", "gone"],
    ),
    (Trouble::Conflict, false, ["conflict"; 8]),
    (Trouble::DryRunActs, true, ["by dry run", "by dry run", "done", "done", "done", "by dry run", "done", "done"]),
];

/// How the key is pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Press {
    /// Twenty times in one packet.
    Burst,
    /// Between any two messages, twenty times in all.
    Held,
    /// Line ends are pasted before, and after each message.
    Pasted,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Kind {
    name: &'static str,
    /// Ends the path of the list that the object is in.
    list: &'static str,
    /// The keys that open the form.
    open: &'static str,
    /// The row that it is about; empty for the first.
    object: &'static str,
    /// What is typed.
    fill: &'static [(&'static str, &'static str)],
}

/// What happens to the commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trouble {
    /// Nothing.
    None,
    /// The answer is cut.
    Cut,
    /// The connection is reset after the work.
    ResetAfter,
    /// 500 after the work.
    ServerAfter,
    /// The work is done and nothing is answered, past our deadline.
    Silent,
    /// The answer takes twenty virtual seconds.
    Late,
    /// The work is done and the answer is about another object.
    Stranger,
    /// The connection is reset and nothing is done.
    ResetBefore,
    /// A page of the edge.
    Html,
    /// 429.
    TooMany,
    /// 400 that names a field.
    Pointed,
    /// 400 that names none.
    Refused,
    /// 403.
    Forbidden,
    /// 404.
    NotFound,
    /// 409.
    Conflict,
    /// The dry run is taken for the change.
    DryRunActs,
}

impl Trouble {
    fn fault(self, kind: Kind, sim: &sim::Running) -> Option<Fault> {
        let on = |action| Some(Fault::new("", "", action).only_changes());
        let refuse = |status, pointer: &str| on(Action::Refuse(status, pointer.to_owned()));
        match self {
            Self::None | Self::DryRunActs => None,
            Self::Cut => on(Action::Truncate),
            Self::ResetAfter => on(Action::Reset).map(Fault::after_the_work),
            Self::ServerAfter => on(Action::Status(500)).map(Fault::after_the_work),
            Self::Silent => on(Action::Hang).map(Fault::after_the_work),
            Self::Late => on(Action::Delay(20_000)),
            Self::Stranger => on(Action::Body(stranger(kind, sim))).map(Fault::after_the_work),
            Self::ResetBefore => on(Action::Reset),
            Self::Html => on(Action::Html(502)),
            Self::TooMany => on(Action::Status(429)),
            Self::Pointed => refuse(400, &format!("/{}", kind.fill.first().map_or("slot_id", |(field, _)| field))),
            Self::Refused => refuse(400, ""),
            Self::Forbidden => refuse(403, ""),
            Self::NotFound => refuse(404, ""),
            Self::Conflict => refuse(409, ""),
        }
    }
}

/// An object of the account that the change is not about.
fn stranger(kind: Kind, sim: &sim::Running) -> String {
    if kind.list == "settings" {
        return r#"{"default_asn": 64999}"#.to_owned();
    }
    let place = if kind.list == "cf_interconnects" { "magic" } else { "cni" };
    let target = format!("/accounts/{}/{place}/{}", sim.account, kind.list);
    let bearer = format!("Bearer {}", sim.token);
    let list = sim.world().call(&Request::new("GET", &target).header("authorization", &bearer)).value();
    let rows = list.get("items").or_else(|| list.pointer("/result/interconnects")).unwrap().as_array().unwrap();
    let other = |row: &&serde_json::Value| !kind.object.is_empty() && !row.to_string().contains(kind.object);
    rows.iter().rfind(other).unwrap_or(&rows[0]).to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_happens_to_the_commit_it_is_sent_once_and_its_end_is_told_truly() {
    let turns = Arc::new(Semaphore::new(24));
    let mut runs = JoinSet::new();
    for (trouble, acts, words) in TABLE {
        for (kind, word) in KINDS.into_iter().zip(words) {
            for press in [Press::Burst, Press::Held, Press::Pasted] {
                let turns = Arc::clone(&turns);
                runs.spawn(async move {
                    let _turn = turns.acquire().await.unwrap();
                    one(trouble, acts, kind, word, press).await
                });
            }
        }
    }
    let mut wrong: Vec<String> = runs.join_all().await.into_iter().filter_map(Result::err).collect();
    wrong.sort();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), TABLE.len() * KINDS.len() * 3, wrong.join("\n"));
}

/// One change, from the table to its end.
async fn one(trouble: Trouble, acts: bool, kind: Kind, word: &str, press: Press) -> Result<(), String> {
    let folder = tempfile::tempdir().unwrap();
    let sim = account(folder.path(), ValidateOnly::Honoured).await;
    let second = Duration::from_secs(1);
    let short = Timeouts { connect: second, first_byte: second, ..Timeouts::default() };
    let timeouts = if trouble == Trouble::Silent { short } else { Timeouts::default() };
    let mut bench = Bench::open(&sim, folder.path(), DryRunPolicy::Always, timeouts);
    bench.loaded().await;
    fill(&mut bench, kind).await;
    if trouble == Trouble::DryRunActs {
        sim.world().add_fault(Fault::new("", "validate_only", Action::Named("dry-run-acts", String::new())));
    }
    bench.review().await;
    if let Some(fault) = trouble.fault(kind, &sim) {
        sim.world().add_fault(fault);
    }
    let verdict = commit(&mut bench, press, &sim).await;
    let (asked, made) = (asked(&sim).len(), made(&sim));
    let by_dry_run = word == "by dry run";
    let expected = (word, usize::from(!by_dry_run), usize::from(acts));
    let Verdict { word, code } = verdict;
    let got = (word, asked, made);
    let truth = match word {
        "done" | "found" => made == 1 && code == 0,
        "by dry run" | "differs" => made == 1 && code == 10,
        "unknown" => code == 9,
        "gone" => made == 0 && code == 5,
        _ => made == 0 && code != 0 && code != 9,
    };
    let told = written(folder.path());
    if got == expected && truth && told == 1 {
        return Ok(());
    }
    Err(format!(
        "{trouble:?} on {} ({press:?}): {got:?} with exit {code}, {told} written down, expected {expected:?}",
        kind.name
    ))
}

/// Opens the form on its object and fills it.
pub(super) async fn fill(bench: &mut Bench, kind: Kind) {
    let (pane, rest) = kind.open.split_at(1);
    bench.press(pane);
    if !kind.object.is_empty() {
        bench.press("/");
        bench.press(kind.object);
        bench.key(Code::Enter);
    }
    for c in rest.chars() {
        match c {
            '\t' => bench.key(Code::Tab),
            '\n' => bench.key(Code::Enter),
            c => bench.press(&c.to_string()),
        }
    }
    bench.until("the form", |bench| bench.flow().is_some_and(|flow| flow.stage == Stage::Fill)).await;
    for (field, value) in kind.fill {
        bench.set(field, value);
    }
}

/// Presses Commit as told until there is a verdict, and on after it.
async fn commit(bench: &mut Bench, press: Press, sim: &sim::Running) -> Verdict {
    let paste = || Msg::Paste("\n".repeat(20));
    if bench.verdict().is_none() {
        match press {
            Press::Burst => (0..20).for_each(|_| bench.key(Code::Enter)),
            Press::Held => bench.key(Code::Enter),
            Press::Pasted => {
                bench.tell(paste());
                assert!(matches!(bench.flow().unwrap().stage, Stage::Review(..)), "a paste presses nothing");
                assert_eq!(asked(sim).len(), 0);
                bench.key(Code::Enter);
            }
        }
    }
    let mut left = 19;
    loop {
        if let Some(verdict) = bench.verdict() {
            // Whoever still holds the key changes nothing either.
            for _ in 0..left {
                bench.key(Code::Enter);
                if bench
                    .flow()
                    .is_some_and(|flow| !matches!(flow.stage, Stage::Fill | Stage::Review(..) | Stage::Ended(_)))
                {
                    bench.step("what a held key began").await;
                }
            }
            return verdict;
        }
        match press {
            Press::Held if left > 5 => {
                left -= 1;
                bench.key(Code::Enter);
            }
            Press::Pasted => bench.tell(paste()),
            _ => {}
        }
        bench.step("the verdict").await;
    }
}

/// Commits that were written down; a dry run that acted is one.
fn written(folder: &std::path::Path) -> usize {
    let audit = std::fs::read_to_string(folder.join("state/audit.jsonl")).unwrap();
    let intents = || audit.lines().filter(|line| line.contains("\"intent\""));
    let commits = intents().filter(|line| !line.contains("validate_only")).count();
    if commits == 0 { intents().count() } else { commits }
}

/// The changes of the simulated account and the session that looks at it.
pub(super) async fn at_review(kind: usize) -> (tempfile::TempDir, sim::Running, Bench) {
    let folder = tempfile::tempdir().unwrap();
    let sim = account(folder.path(), ValidateOnly::Honoured).await;
    let mut bench = Bench::open(&sim, folder.path(), DryRunPolicy::Never, Timeouts::default());
    bench.loaded().await;
    fill(&mut bench, KINDS[kind]).await;
    bench.review().await;
    (folder, sim, bench)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_that_cannot_be_believed_is_written_down_as_unknown_until_it_is_found() {
    let (folder, sim, mut bench) = at_review(0).await;
    let fault = Trouble::Stranger.fault(KINDS[0], &sim).unwrap();
    sim.world().add_fault(fault);
    let before = sim.world().interconnects();
    bench.key(Code::Enter);
    let made = |bench: &Bench| bench.model.receipts.last().and_then(|record| record.ended.clone()?.made);
    while bench.model.receipts.last().is_none_or(|record| record.word() != "unknown") {
        bench.listen("doubt").await;
    }
    bench.until("a receipt of what was made", |bench| made(bench).is_some()).await;
    assert!(!before.contains(&made(&bench).unwrap()), "not the port that the answer named");
    let audit = std::fs::read_to_string(folder.path().join("state/audit.jsonl")).unwrap();
    let results: Vec<&str> =
        audit.lines().filter_map(|line| line.split("\"result\":\"").nth(1)?.split('"').next()).collect();
    assert_eq!(results, ["done", "unknown", "done"], "{audit}");
}
