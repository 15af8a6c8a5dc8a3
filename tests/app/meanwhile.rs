//! What others do meanwhile: another session, another process, a colleague at the same object.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

use meetme::api::Timeouts;
use meetme::sim::{self, Action, Fault, Request, ValidateOnly};
use meetme::workbench::flows::change::{DryRunPolicy, Stage};
use meetme::workbench::key::Code;

use super::bench::{Bench, account, asked, made};
use super::once::{KINDS, at_review, fill};

#[tokio::test(flavor = "multi_thread")]
async fn two_sessions_on_one_folder_commit_on_one_slot_once() {
    let (folder, sim, mut one) = at_review(0).await;
    let mut two = Bench::open(&sim, folder.path(), DryRunPolicy::Never, Timeouts::default());
    two.loaded().await;
    fill(&mut two, KINDS[0]).await;
    two.review().await;
    // Both read the slot as free before either has sent anything.
    sim.world().add_fault(Fault::new("", "", Action::Delay(20_000)).only_changes());
    one.key(Code::Enter);
    two.key(Code::Enter);
    let committing = |bench: &Bench| bench.flow().is_some_and(|flow| matches!(flow.stage, Stage::Committing(..)));
    one.until("one sends", committing).await;
    two.until("two sends", committing).await;
    let ends = async |bench: &mut Bench| {
        bench.until("an end", |bench| bench.verdict().is_some()).await;
        bench.verdict().unwrap().word
    };
    let mut words = [ends(&mut one).await, ends(&mut two).await];
    words.sort_unstable();
    assert_eq!(words, ["conflict", "done"]);
    assert_eq!((asked(&sim).len(), made(&sim)), (1, 1), "the second was not even sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cni_that_somebody_else_edits_meanwhile_is_merged_and_what_we_do_not_know_stays() {
    let folder = tempfile::tempdir().unwrap();
    let sim = account(folder.path(), ValidateOnly::Honoured).await;
    let mut bench = Bench::open(&sim, folder.path(), DryRunPolicy::Never, Timeouts::default());
    bench.loaded().await;
    fill(&mut bench, KINDS[3]).await;
    let theirs = foreign_edit(&sim, "magic", "description", "by a colleague");
    assert!(theirs.contains("carrier_ticket"));
    bench.key(Code::F(5));
    let merging = |bench: &Bench| bench.flow().is_some_and(|flow| matches!(flow.stage, Stage::Merge(_)));
    bench.until("both sides", merging).await;
    assert_eq!(asked(&sim).len(), 1, "only the colleague's");
    bench.key(Code::Enter);
    bench.until("the review", |bench| matches!(bench.flow().unwrap().stage, Stage::Review(..))).await;
    // And once more between the review and the commit: a conflict, nothing sent.
    foreign_edit(&sim, "magic", "description", "again");
    bench.key(Code::Tab);
    bench.key(Code::Enter);
    bench.until("a verdict", |bench| bench.verdict().is_some()).await;
    assert_eq!((bench.verdict().unwrap().word, asked(&sim).len()), ("conflict", 2));
    bench.key(Code::F(5));
    bench.until("both sides", merging).await;
    bench.key(Code::Enter);
    bench.until("the review", |bench| matches!(bench.flow().unwrap().stage, Stage::Review(..))).await;
    bench.key(Code::Tab);
    bench.key(Code::Enter);
    bench.until("an end", |bench| bench.verdict().is_some()).await;
    assert_eq!(bench.verdict().unwrap().word, "done");
    let mut stored = cni(&sim);
    assert_eq!((stored["magic"]["mtu"].take(), stored["magic"]["description"].take()), (1400.into(), "again".into()));
    let mut before: serde_json::Value = serde_json::from_str(&theirs).unwrap();
    (before["magic"]["mtu"], before["magic"]["description"]) = (stored["magic"]["mtu"].take(), serde_json::Value::Null);
    assert_eq!(stored.to_string(), before.to_string(), "every other byte is as it was");
}

/// A workbench in lines, as a process of its own.
struct Process {
    child: Child,
    input: ChildStdin,
    out: BufReader<std::process::ChildStdout>,
}

impl Process {
    fn start(home: &Path, sim: &sim::Running) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_meetme"));
        command.args(["--plain", "--write", "--base-url", &sim.base_url, "--account", &sim.account]);
        command.env_clear().env("HOME", home).env("CLOUDFLARE_API_TOKEN", &sim.token).current_dir(home);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let (input, out) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        Self { child, input, out }
    }

    fn say(&mut self, lines: &str) {
        self.input.write_all(lines.as_bytes()).unwrap();
    }

    /// Reads until a line holds one of these; answers which.
    fn hear<'a>(&mut self, wanted: &[&'a str]) -> &'a str {
        let mut said = String::new();
        loop {
            let from = said.len();
            assert!(self.out.read_line(&mut said).unwrap() > 0, "{wanted:?} never came: {said}");
            if let Some(found) = wanted.iter().find(|word| said[from..].contains(**word)) {
                return found;
            }
        }
    }

    fn end(mut self) {
        drop(self.input);
        self.child.wait().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_commit_on_one_slot_once() {
    let folder = tempfile::tempdir().unwrap();
    let sim = account(folder.path(), ValidateOnly::Honoured).await;
    tokio::task::block_in_place(|| {
        let mut both = [Process::start(folder.path(), &sim), Process::start(folder.path(), &sim)];
        for process in &mut both {
            process.say("slots\ncreate 1\nvalidate\nno\nnext\n");
            process.hear(&["> [ Commit"]);
        }
        for process in &mut both {
            process.say("press\n");
        }
        let mut ends = both.each_mut().map(|process| process.hear(&["Created: ", "another meetme", "was taken"]));
        ends.sort_unstable();
        assert_eq!(ends[0], "Created: ", "{ends:?}");
        assert_ne!(ends[1], "Created: ", "{ends:?}");
        for process in both {
            process.end();
        }
    });
    assert_eq!((asked(&sim).len(), made(&sim)), (1, 1));
}

fn call(sim: &sim::Running, request: Request) -> serde_json::Value {
    let bearer = format!("Bearer {}", sim.token);
    let answer = sim.world().call(&request.header("authorization", &bearer));
    assert_eq!(answer.status, 200);
    answer.value()
}

/// The first CNI as the server holds it.
fn cni(sim: &sim::Running) -> serde_json::Value {
    call(sim, Request::new("GET", &format!("/accounts/{}/cni/cnis/{}", sim.account, sim.world().cnis()[0])))
}

/// Somebody else puts a word into a field; answers the object as it is then.
fn foreign_edit(sim: &sim::Running, part: &str, field: &str, word: &str) -> String {
    let mut object = cni(sim);
    object[part][field] = word.into();
    let target = format!("/accounts/{}/cni/cnis/{}", sim.account, sim.world().cnis()[0]);
    call(sim, Request::new("PUT", &target).body(object.to_string()));
    cni(sim).to_string()
}
