//! The model, its orders and the real client against the simulator, with the time in the test's hand: nothing waits for
//! a clock. Where the workbench wants to be woken, the hand jumps there.

use std::path::Path;
use std::time::Duration;

use meetme::api::{BaseUrl, Client, Options, Timeouts};
use meetme::domain::record::Who;
use meetme::domain::{Fault, FaultKind, Mode, Schema, Token};
use meetme::sim::{self, CallRecord, ValidateOnly};
use meetme::store::journal::Journal;
use meetme::store::kept::Kept;
use meetme::store::letters::SavedLetters;
use meetme::tui::theme::Theme;
use meetme::tui::{Services, Studio, export, view};
use meetme::workbench::flows::Flow;
use meetme::workbench::flows::change::{DryRunPolicy, Ending, Stage};
use meetme::workbench::key::{Code, Key};
use meetme::workbench::sheet::Sheet;
use meetme::workbench::{Model, Msg, Now, Session, update};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// A small account: a port with two CNIs, one without any, a partner's, three free slots.
const ACCOUNT: &str = r#"
account = "5f1c0a7e9b3d4c2687a0e4d15b6c3f92"
name = "Once"
default_asn = 64620

[[port]]
sites = ["iad-a"]
cnis = 2
asns = [64701]
extra = { carrier_ticket = "T-1000", "später" = "\u00e4\u200b\"\\" }

[[port]]
sites = ["fra-a"]
cnis = 0

[[port]]
region = "europe-west2"
speed = "2G"
cnis = 0

[[slot]]
sites = ["ams-a"]
count = 3
devices = [1, 2, 3]
"#;

/// A simulator with that account. The folder holds its scenario.
pub(super) async fn account(folder: &Path, validate_only: ValidateOnly) -> sim::Running {
    account_in(folder, validate_only, Schema::Published).await
}

/// The same, by either description.
pub(super) async fn account_in(folder: &Path, validate_only: ValidateOnly, schema: Schema) -> sim::Running {
    let path = folder.join("once.toml");
    std::fs::write(&path, ACCOUNT).unwrap();
    let options = sim::Options {
        scenario: sim::ScenarioSource::File(path),
        validate_only,
        schema,
        // A virtual minute passes in 60 ms: whoever is late is late soon.
        clock: sim::Clock::real(1000),
        ..sim::Options::default()
    };
    sim::start(options).await.unwrap()
}

/// A client of the simulator, with its letters and its record in the folder.
pub(super) fn services(sim: &sim::Running, folder: &Path, timeouts: Timeouts) -> Services {
    services_in(sim, folder, timeouts, Schema::Published)
}

/// The same, by either description.
pub(super) fn services_in(sim: &sim::Running, folder: &Path, timeouts: Timeouts, schema: Schema) -> Services {
    let options = options(sim, schema);
    furnished(Options { timeouts: Timeouts { retry_base: options.timeouts.retry_base, ..timeouts }, ..options }, folder)
}

/// How a client talks to the simulator; it waits for no second attempt.
pub(super) fn options(sim: &sim::Running, schema: Schema) -> Options {
    Options {
        base_url: BaseUrl::parse(&sim.base_url).unwrap(),
        token: Token::parse(&sim.token).unwrap(),
        account: Some(sim.account.as_str().into()),
        schema,
        mode: Mode::Write,
        ca_file: None,
        timeouts: Timeouts { retry_base: Duration::from_millis(1), ..Timeouts::default() },
    }
}

/// A client with letters and record in the folder.
pub(super) fn furnished(options: Options, folder: &Path) -> Services {
    Services {
        shelf: SavedLetters::new(&folder.join("state"), "sim"),
        views: Kept::new(&folder.join("state"), "demo"),
        client: Client::new(options).unwrap(),
        journal: Journal::open(&folder.join("state"), Who { user: "ops".into(), ..Who::default() }, false),
        pollers: None,
        letters: folder.join("letters"),
        reread: None,
    }
}

pub(super) struct Bench {
    pub(super) model: Model,
    now: Now,
    studio: Studio,
    inbox: UnboundedReceiver<Msg>,
}

impl Bench {
    /// A session on a simulator; what it keeps is in the folder.
    pub(super) fn open(sim: &sim::Running, folder: &Path, dry_run: DryRunPolicy, timeouts: Timeouts) -> Self {
        Self::with(services(sim, folder, timeouts), sim, dry_run)
    }

    /// The same with these services.
    pub(super) fn with(services: Services, sim: &sim::Running, dry_run: DryRunPolicy) -> Self {
        let session = Session {
            profile: "demo".into(),
            account: services.client.account().cloned(),
            account_name: sim.account_name.clone(),
            schema: services.client.schema(),
            mode: Mode::Write,
            simulated: true,
            dry_run,
            ..Session::default()
        };
        let now = Now { mono: Duration::from_secs(10), ..Now::default() };
        let model = Model::new(session, (120, 40), now);
        let (send, inbox) = unbounded_channel();
        let mut bench = Self { model, now, studio: Studio::new(services, send), inbox };
        for effect in bench.model.start() {
            bench.studio.order(effect);
        }
        bench
    }

    pub(super) fn tell(&mut self, msg: Msg) {
        for effect in update(&mut self.model, self.now, msg) {
            self.studio.order(effect);
        }
    }

    pub(super) fn press(&mut self, keys: &str) {
        for c in keys.chars() {
            self.tell(Msg::Key(Key::char(c)));
        }
    }

    pub(super) fn key(&mut self, code: Code) {
        self.tell(Msg::Key(Key::plain(code)));
    }

    /// What a person sees.
    pub(super) fn screen(&mut self) -> String {
        let (width, height) = self.model.size;
        let mut buffer = Buffer::empty(Rect { width, height, ..Rect::default() });
        view::paint(&self.model, Theme::new(true), &mut buffer);
        export::text(&buffer)
    }

    pub(super) fn flow(&self) -> Option<&Flow> {
        match self.model.sheet.as_ref()?.bottom()? {
            Sheet::Change(flow, _) => Some(flow),
            _ => None,
        }
    }

    pub(super) fn set(&mut self, field: &str, value: &str) {
        let Some(Sheet::Change(flow, _)) = self.model.sheet.as_mut().and_then(Sheet::bottom_mut) else {
            panic!("no form is open")
        };
        flow.form.set(field, value);
        flow.typed();
    }

    /// Takes one message more; where none is on its way and a read is due later, the time jumps there.
    pub(super) async fn step(&mut self, what: &str) {
        if let Ok(msg) = self.inbox.try_recv() {
            return self.tell(msg);
        }
        if let Some(due) = self.flow().and_then(Flow::wake_at) {
            self.now.mono = self.now.mono.max(due);
            return self.tell(Msg::Woke);
        }
        self.listen(what).await;
    }

    /// Takes one message more, and leaves the time alone.
    pub(super) async fn listen(&mut self, what: &str) {
        // The limit is that of a test that hangs, not of anything that is waited for.
        match tokio::time::timeout(Duration::from_mins(1), self.inbox.recv()).await {
            Ok(Some(msg)) => self.tell(msg),
            _ => panic!("nothing more came, waiting for {what}: {:?}", self.flow().map(|flow| &flow.stage)),
        }
    }

    pub(super) async fn until(&mut self, what: &str, fits: impl Fn(&Self) -> bool) {
        while !fits(self) {
            self.step(what).await;
        }
    }

    pub(super) async fn loaded(&mut self) {
        self.until("all lists", |bench| {
            let model = &bench.model;
            [
                model.interconnects.list.complete,
                model.cnis.list.complete,
                model.slots.list.complete,
                model.tunnels.list.complete,
                !model.settings.list.rows.is_empty(),
            ]
            .iter()
            .all(|whole| *whole)
        })
        .await;
    }

    /// Nothing is on its way for the pane in front.
    pub(super) fn calm(&self) -> bool {
        let watched = self.model.watches.values().all(|watch| watch.ticket.is_none());
        watched && !self.model.freshness(self.model.pane).loading
    }

    /// From the filled form to the review, with the focus on Commit.
    pub(super) async fn review(&mut self) {
        self.key(Code::F(5));
        self.until("the review", |bench| {
            let flow = bench.flow().unwrap();
            matches!(flow.stage, Stage::Review(..) | Stage::Ended(_) | Stage::Merge(_)) || bench.verdict().is_some()
        })
        .await;
        if matches!(self.flow().unwrap().stage, Stage::Review(..)) {
            self.key(Code::Tab);
        }
    }

    /// How the change ended or why it went back to its form, if it did.
    pub(super) fn verdict(&self) -> Option<Verdict> {
        let flow = self.flow()?;
        match (&flow.stage, &flow.trouble) {
            (Stage::Ended(ending), _) => Some(Verdict::of(ending)),
            (Stage::Fill, Some(fault)) => Some(Verdict::refused(flow, fault)),
            _ => None,
        }
    }
}

/// What a person is told at the end, and the exit code of a command that ends so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) word: &'static str,
    pub(super) code: u8,
}

impl Verdict {
    fn of(ending: &Ending) -> Self {
        let word = match ending {
            Ending::Done { unread: Some(_), .. } => "done, unread",
            Ending::Done { mismatches, .. } if !mismatches.is_empty() => "differs",
            Ending::Done { found_by_reading: true, .. } => "found",
            Ending::Done { .. } => "done",
            Ending::AlreadyGone { .. } => "gone",
            Ending::StillThere(_) => "still there",
            Ending::ByDryRun(_) => "by dry run",
            Ending::Unproven(_) => "unproven",
            Ending::Unknown(_) => "unknown",
        };
        Self { word, code: ending.exit_code() }
    }

    fn refused(flow: &Flow, fault: &Fault) -> Self {
        let pointed = flow.form.fields.iter().any(|field| field.problem.is_some());
        let word = match fault.kind {
            FaultKind::Refused if pointed => "on its field",
            FaultKind::Refused => "refused",
            FaultKind::Forbidden => "forbidden",
            FaultKind::NotFound => "not found",
            FaultKind::Conflict => "conflict",
            _ => "other trouble",
        };
        Self { word, code: fault.exit_code() }
    }
}

/// The changes that the simulator was asked for, dry runs left out.
pub(super) fn asked(sim: &sim::Running) -> Vec<CallRecord> {
    sim.world().calls().into_iter().filter(CallRecord::is_change).collect()
}

/// The calls after which the account was another.
pub(super) fn made(sim: &sim::Running) -> usize {
    sim.world().calls().iter().filter(|call| call.changed).count()
}
