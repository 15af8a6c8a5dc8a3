//! One row of the table played twice: by a command, and by a person at the workbench.

use std::path::Path;
use std::time::Duration;

use meetme::api::Timeouts;
use meetme::carry::{Clock, Courier};
use meetme::cli::{self, Io};
use meetme::domain::Schema;
use meetme::sim::{self, Fault};
use meetme::workbench::flows::change::{DryRunPolicy, Kind, Stage, Terms};
use meetme::workbench::flows::letter;
use meetme::workbench::key::Code;
use meetme::workbench::sheet::Sheet;

use super::bench::{Bench, account_in, services_in};
use super::table::{Row, Subject};

/// What came of it.
pub(super) struct Seen {
    /// Of the command.
    pub(super) exit: Option<u8>,
    /// Standard output and standard error, or the screen.
    pub(super) said: String,
    /// That the rule was met by.
    pub(super) calls: usize,
    /// Files, and how the record ends.
    pub(super) disk: String,
    /// The token is in something that is said or kept.
    pub(super) leaks: bool,
}

/// Short where nothing comes: so nobody waits for what never will.
fn timeouts(row: &Row) -> Timeouts {
    let short = Duration::from_millis(400);
    if row.silent {
        let (call, letter) = (short * 10, short * 10);
        Timeouts { connect: short, first_byte: short, between_bytes: short, call, letter, ..Timeouts::default() }
    } else {
        Timeouts::default()
    }
}

/// Bidirectional controls, characters without width, tags, private and unassigned ones.
pub(super) fn is_hidden(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{61c}' | '\u{ad}'
        | '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{e007f}' | '\u{f0000}'..='\u{10ffff}')
}

const PAIRING_KEY: &str = "7e51371e-72a3-40b5-b844-2e3efefaee59/europe-west2/1";

struct Stand {
    folder: tempfile::TempDir,
    sim: sim::Running,
    before: usize,
    port: String,
    cni: String,
    tunnel: String,
    slot: String,
    /// A port that carries nothing.
    bare: String,
}

impl Stand {
    async fn new(row: &Row) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("letters")).unwrap();
        std::fs::write(folder.path().join("key"), PAIRING_KEY).unwrap();
        let sim = account_in(folder.path(), row.validate_only, row.schema).await;
        let world = sim.world();
        let (port, cni, tunnel) =
            (world.interconnects()[0].clone(), world.cnis()[0].clone(), world.tunnels()[0].clone());
        let (slot, bare) = (world.free_slot(None).unwrap(), world.interconnects()[1].clone());
        Self { folder, sim, before: 0, port, cni, tunnel, slot, bare }
    }

    fn trouble(&mut self, row: &Row) {
        self.before = self.sim.world().calls().len();
        for rule in row.rule.split(" + ") {
            self.sim.world().add_fault(rule.parse::<Fault>().unwrap());
        }
    }

    fn seen(&self, exit: Option<u8>, said: String) -> Seen {
        let kept = kept(self.folder.path());
        let secret = [&*said, &*kept.1].iter().any(|text| text.contains(&self.sim.token) || text.contains(PAIRING_KEY));
        let met = self.sim.world().faults().iter().map(|rule| rule.seen as usize).sum();
        Seen { exit, said, calls: met, disk: kept.0, leaks: secret }
    }
}

/// What lies on the disk: letters, drafts and the results of the record; and the text of all of it.
fn kept(folder: &Path) -> (String, String) {
    let mut found = Vec::new();
    let mut texts = String::new();
    let files = |part: &str| -> Vec<String> {
        let entries = std::fs::read_dir(folder.join(part)).into_iter().flatten();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    };
    found.extend(files("letters"));
    // What is remembered of the views is written beside all of this, at any time.
    let odd = |name: &String| name.contains("corrupt") || name.contains(".part") && !name.starts_with(".views.");
    found.extend(files("state").into_iter().filter(odd));
    if let Ok(audit) = std::fs::read_to_string(folder.join("state/audit.jsonl")) {
        let commits: Vec<&str> = audit.lines().filter(|line| line.contains("\"intent\"")).collect();
        let id = |line: &str| line.split("\"id\":\"").nth(1).map(|rest| rest[..8].to_owned());
        let real = commits.iter().filter(|line| !line.contains("validate_only"));
        let ids: Vec<_> = if commits.iter().all(|line| line.contains("validate_only")) {
            commits.iter().map(|line| id(line)).collect()
        } else {
            real.map(|line| id(line)).collect()
        };
        for line in audit.lines().filter(|line| ids.contains(&id(line))) {
            found.extend(line.split("\"result\":\"").nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned));
        }
        texts.push_str(&audit);
    }
    let disk = if found.is_empty() { "-".to_owned() } else { found.join(" ") };
    (disk, texts)
}

/// What goes into the form of a change, by the name of its field.
fn typed(row: &Row, stand: &Stand) -> Vec<(&'static str, String)> {
    let typed: Vec<(&str, &str)> = match (row.subject, row.schema) {
        (Subject::Create, Schema::Published) => vec![("slot_id", &stand.slot)],
        (Subject::Create, Schema::Reference) => vec![("slot_id", &stand.slot), ("name", "port-of-mine")],
        (Subject::Partner, _) => vec![("bandwidth", "5G"), ("pairing_key", PAIRING_KEY)],
        (Subject::Link, Schema::Published) => {
            vec![("interconnect", &stand.bare), ("magic/conduit_name", "link-of-mine"), ("bgp/customer_asn", "64711")]
        }
        (Subject::Link, Schema::Reference) => {
            vec![("cust_ip", "10.250.0.1/31"), ("cf_ip", "10.250.0.0/31"), ("bgp_asn", "64711")]
        }
        (Subject::Edit, Schema::Published) => vec![("magic/mtu", "1400")],
        (Subject::Edit, Schema::Reference) => vec![("vlan", "200")],
        (Subject::Settings, _) => vec![("default_asn", "65010")],
        (Subject::Check, _) => vec![("health_check/rate", "high")],
        (Subject::Unplug, _) => vec![("name", &stand.bare)],
        (Subject::Slots | Subject::Cnis | Subject::Status | Subject::Letter | Subject::Delete, _) => vec![],
    };
    typed.into_iter().map(|(field, text)| (field, text.to_owned())).collect()
}

fn words(row: &Row, stand: &Stand) -> Vec<String> {
    let key = stand.folder.path().join("key").display().to_string();
    let words: Vec<&str> = match (row.subject, row.schema) {
        (Subject::Slots, _) => vec!["slots", "list", "-o", "json"],
        (Subject::Cnis, _) => vec!["cnis", "list"],
        (Subject::Status, _) => vec!["interconnects", "status", &stand.port],
        (Subject::Letter, _) => vec!["interconnects", "loa", &stand.port],
        (Subject::Create, Schema::Published) => {
            vec!["interconnects", "create", "--slot", &stand.slot, "--speed", "10G", "--yes"]
        }
        (Subject::Create, Schema::Reference) => {
            let port = ["interconnects", "create", "--slot", &stand.slot];
            [&port[..], &["--speed", "10G", "--name", "port-of-mine", "--yes"]].concat()
        }
        (Subject::Partner, _) => {
            vec!["interconnects", "create", "--gcp", "--bandwidth", "5G", "--pairing-key-file", &key, "--yes"]
        }
        (Subject::Link, Schema::Published) => {
            let over = ["cnis", "create", "--interconnect", &stand.bare];
            [&over[..], &["--conduit-name", "link-of-mine", "--asn", "64711", "--yes"]].concat()
        }
        (Subject::Link, Schema::Reference) => {
            let ends = ["--cust-ip", "10.250.0.1/31", "--cf-ip", "10.250.0.0/31"];
            [&["cnis", "create"], &ends[..], &["--asn", "64711", "--yes"]].concat()
        }
        (Subject::Edit, Schema::Published) => vec!["cnis", "update", &stand.cni, "--mtu", "1400", "--yes"],
        (Subject::Edit, Schema::Reference) => vec!["cnis", "update", &stand.cni, "--vlan", "200", "--yes"],
        (Subject::Settings, _) => vec!["settings", "set", "--default-asn", "65010", "--yes"],
        (Subject::Delete, _) => vec!["cnis", "delete", &stand.cni, "--yes", &stand.cni],
        (Subject::Unplug, _) => vec!["interconnects", "delete", &stand.bare, "--yes", &stand.bare],
        (Subject::Check, _) => vec!["tunnels", "set", &stand.tunnel, "--rate", "high", "--yes"],
    };
    std::iter::once("meetme").chain(words).map(str::to_owned).collect()
}

/// The row by a command, in this process.
pub(super) async fn command(row: &'static Row) -> Seen {
    let mut stand = Stand::new(row).await;
    stand.trouble(row);
    let services = services_in(&stand.sim, stand.folder.path(), timeouts(row), row.schema);
    let args = cli::parse(words(row, &stand)).unwrap();
    let command = args.command.clone().unwrap();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let io = Io { out: &mut out, err: &mut err, out_is_terminal: false };
    let exit = if cli::change::changes(&command) {
        let courier = Courier { client: services.client.clone(), journal: services.journal.clone() };
        let account = services.client.account().cloned();
        let terms = Terms { schema: row.schema, dry_run: DryRunPolicy::Always, account, consent: vec![] };
        let shop = cli::change::Shop { courier, terms, protect: false, clock: Clock::faster(200) };
        let mut nothing = std::io::empty();
        let desk = cli::change::Desk { io, input: &mut nothing, asks: false, answer: String::new };
        cli::change::change(&command, args.format(), shop, desk).await
    } else {
        let desk = cli::LetterDesk {
            folder: services.letters.clone(),
            shelf: services.shelf.clone(),
            max_age: meetme::domain::MaxAge::default(),
        };
        cli::run(&command, args.format(), &services.client, &desk, io).await
    };
    let said = format!("{}{}", String::from_utf8_lossy(&out), String::from_utf8_lossy(&err));
    stand.seen(Some(exit), said.replace(&*stand.folder.path().to_string_lossy(), "DIR"))
}

/// The row by a person.
pub(super) async fn workbench(row: &'static Row) -> Seen {
    let mut stand = Stand::new(row).await;
    let services = services_in(&stand.sim, stand.folder.path(), timeouts(row), row.schema);
    let mut bench = Bench::with(services, &stand.sim, DryRunPolicy::Always);
    bench.loaded().await;
    bench.until("the states", |bench| bench.model.is_settled(true)).await;
    let settled = |bench: &Bench| bench.model.is_settled(false);
    match row.subject {
        Subject::Slots | Subject::Cnis | Subject::Status => {
            let pane = match row.subject {
                Subject::Slots => "3",
                Subject::Cnis => "2",
                _ => "1/iad-a",
            };
            bench.press(pane);
            if row.subject == Subject::Status {
                bench.key(Code::Enter);
            }
            bench.until("a pause", Bench::calm).await;
            stand.trouble(row);
            bench.press("r");
            bench.until("the read", Bench::calm).await;
        }
        Subject::Letter => {
            bench.press("1/iad-a");
            bench.key(Code::Enter);
            bench.press("l");
            bench.until("the form", settled).await;
            stand.trouble(row);
            bench.key(Code::F(5));
            bench
                .until("the letter", |bench| match &bench.model.sheet {
                    Some(Sheet::Letter(flow)) => matches!(flow.stage, letter::Stage::Saved(_) | letter::Stage::Fill),
                    _ => true,
                })
                .await;
        }
        _ => change(row, &mut stand, &mut bench).await,
    }
    let said = bench.screen().replace(&*stand.folder.path().to_string_lossy(), "DIR");
    stand.seen(None, said)
}

/// A change by keys, to its end or to where it stops.
async fn change(row: &'static Row, stand: &mut Stand, bench: &mut Bench) {
    let (pane, act) = match row.subject {
        Subject::Create => ("3", "a"),
        Subject::Partner => ("1", "agoogle"),
        Subject::Edit => ("2", "e"),
        Subject::Link => ("2", "a"),
        Subject::Settings => ("5", "e"),
        Subject::Check => ("4", "e"),
        Subject::Unplug => ("1/fra-a", "D"),
        _ => ("2", "D"),
    };
    bench.press(pane);
    if row.subject == Subject::Unplug {
        bench.key(Code::Enter);
    }
    stand.trouble(row);
    bench.press(act);
    if row.subject == Subject::Partner {
        bench.key(Code::Enter);
    }
    bench.until("the form", |bench| bench.flow().is_none_or(|flow| !matches!(flow.stage, Stage::Opening(_)))).await;
    if bench.verdict().is_some() || bench.flow().is_none() {
        return;
    }
    for (field, value) in typed(row, stand) {
        bench.set(field, &value);
    }
    // The first of the table, which sorts by other words in the other description.
    let first = match &bench.flow().unwrap().kind {
        Kind::DeleteCni(plan) => Some(plan.cni.id.to_string()),
        _ => None,
    };
    if let Some(id) = first {
        bench.set("name", &id);
    }
    bench.review().await;
    if bench.verdict().is_some() || !matches!(bench.flow().unwrap().stage, Stage::Review(..)) {
        return;
    }
    bench.key(Code::Enter);
    bench
        .until("an end", |bench| bench.verdict().is_some() || matches!(bench.flow().unwrap().stage, Stage::Merge(_)))
        .await;
    if bench.verdict().is_some_and(|verdict| verdict.word == "found") {
        let settled = |bench: &Bench| bench.model.receipts.last().is_some_and(|record| record.word() == "done");
        bench.until("the record", settled).await;
    }
}
