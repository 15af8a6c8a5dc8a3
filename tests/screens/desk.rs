//! A workbench over a simulator that stands still: keys in, pictures out, and what happens elsewhere by its name.

use std::time::Duration;

use jiff::Timestamp;
use meetme::api::{BaseUrl, Client, Options, Timeouts};
use meetme::domain::call::{Account, Meter};
use meetme::domain::change::Made;
use meetme::domain::kept::Kept;
use meetme::domain::record::{Ended, Record, Records, Who, redacted};
use meetme::domain::{Colour, Letter, Mode, Schema, Token};
use meetme::sim::{self, Action, Clock, Fault, ManualClock, Request, ScenarioSource, State};
use meetme::tui::theme::Theme;
use meetme::tui::view;
use meetme::workbench::flows::change::DryRunPolicy;
use meetme::workbench::key::Key;
use meetme::workbench::sheet::Sheet;
use meetme::workbench::switch::Profile;
use meetme::workbench::{Effect, Model, Msg, Now, Session, update};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Where a desk stands before the first key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// An account of the simulator, read.
    Sim(&'static str),
    /// The same, with writing locked until a person unlocks it.
    Locked,
    /// The same, in a profile whose account has to be typed.
    Protected,
    /// Nothing has answered yet.
    Asking,
    /// All calls with this part in their path answer with this status.
    Status(&'static str, u16),
    /// The list of slots breaks off after a page.
    Cut,
    /// There is no token.
    Welcome,
    /// There is a token that sees several accounts.
    Accounts,
}

/// From when on answers to what is ordered stay away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Silence {
    Never,
    Now,
    /// From the next change on.
    Change,
    /// From its answer on.
    Changed,
}

/// The workbench, and what it asks.
pub(crate) struct Desk {
    pub(crate) model: Model,
    client: Client,
    now: Now,
    /// From when on answers stay away.
    silence: Silence,
    /// Something was changed at the simulator: nobody else may begin from here.
    pub(crate) is_used: bool,
    sim: std::sync::Arc<sim::Running>,
}

fn started() -> Timestamp {
    "2026-11-24T14:02:00Z".parse().unwrap()
}

/// The account as it is played; the troubled one without its delays, for this clock stands still.
fn scenario(name: &str) -> (ScenarioSource, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let source = if name == "trouble" {
        let mut whole: toml::Table = toml::from_str(include_str!("../../assets/scenarios/trouble.toml")).unwrap();
        whole.remove("faults").unwrap();
        let path = folder.path().join("still.toml");
        std::fs::write(&path, whole.to_string()).unwrap();
        ScenarioSource::File(path)
    } else {
        name.parse().unwrap()
    };
    (source, folder)
}

fn session(stage: Stage) -> Session {
    let (mode, protect) = match stage {
        Stage::Locked => (Mode::Guarded, false),
        Stage::Protected => (Mode::Guarded, true),
        Stage::Welcome | Stage::Accounts => (Mode::ReadOnly, false),
        _ => (Mode::Write, false),
    };
    let account = |name: &str| Account { id: format!("{:032x}", name.len()).as_str().into(), name: name.to_owned() };
    let profile = |name: &str, about: &str| Profile { name: name.to_owned(), about: about.to_owned() };
    let at_sim = !matches!(stage, Stage::Welcome | Stage::Accounts);
    Session {
        profile: if at_sim { "demo" } else { "prod" }.into(),
        account_name: "account".into(),
        schema: Schema::Published,
        mode,
        protect,
        simulated: matches!(stage, Stage::Sim(_) | Stage::Asking | Stage::Status(..) | Stage::Cut),
        dry_run: DryRunPolicy::Always,
        colour: (!at_sim).then_some(Colour::Red),
        profiles: vec![profile("prod", "Lumenfold Media, read-only"), profile("lab", "api.example.net, red")],
        accounts: if stage == Stage::Welcome {
            vec![]
        } else {
            ["Lumenfold Media", "Lumenfold Lab"].map(account).into()
        },
        here: "noc@jump1".into(),
        ..Session::default()
    }
}

impl Desk {
    /// A desk at a stage.
    pub(crate) async fn at(size: (u16, u16), stage: Stage) -> Self {
        let name = if let Stage::Sim(name) = stage { name } else { "typical" };
        let (source, _folder) = scenario(name);
        let clock = Clock::Manual(ManualClock::new());
        let options = sim::Options { scenario: source, clock, started: started(), ..sim::Options::default() };
        let sim = sim::start(options).await.unwrap();
        if let Stage::Status(part, status) = stage {
            sim.world().add_fault(Fault::new("", part, Action::Status(status)).times(u32::MAX));
        }
        let options = Options {
            base_url: BaseUrl::parse(&sim.base_url).unwrap(),
            token: Token::parse(&sim.token).unwrap(),
            account: Some(sim.account.as_str().into()),
            schema: Schema::Published,
            mode: Mode::Write,
            ca_file: None,
            timeouts: Timeouts::default(),
        };
        let mut session = session(stage);
        if !matches!(stage, Stage::Welcome | Stage::Accounts) {
            (session.account, session.account_name) = (Some(sim.account.as_str().into()), sim.account_name.clone());
        }
        let now = Now { mono: Duration::from_secs(5), wall: started() };
        let model = Model::new(session, size, now);
        let client = Client::new(options).unwrap();
        let silence = if stage == Stage::Asking { Silence::Now } else { Silence::Never };
        let mut desk = Self { model, client, now, silence, is_used: false, sim: std::sync::Arc::new(sim) };
        match stage {
            Stage::Welcome => desk.model.sheet = Some(Sheet::Welcome),
            Stage::Accounts => drop(desk.model.open()),
            _ => {
                if stage == Stage::Cut {
                    desk.cut();
                }
                let effects = desk.model.start();
                desk.settle(effects).await;
                // The states come within the budget of polls, so time has to pass.
                desk.wait(40).await;
            }
        }
        desk
    }

    /// The list of slots goes on, and what it goes on with is refused.
    fn cut(&self) {
        let world = self.sim.world();
        let path = format!("/accounts/{}/cni/slots", self.sim.account);
        let ask = Request::new("GET", &path).header("authorization", &format!("Bearer {}", self.sim.token));
        let mut page: serde_json::Value = serde_json::from_slice(&world.call(&ask).body).unwrap();
        page["next"] = 60.into();
        world.add_fault(Fault::new("GET", "cursor=", Action::Status(400)).times(u32::MAX));
        world.add_fault(Fault::new("GET", "/cni/slots?limit", Action::Body(page.to_string())));
    }

    /// Another desk that stands where this one does.
    pub(crate) fn copy(&self) -> Self {
        Self { model: self.model.clone(), client: self.client.clone(), sim: std::sync::Arc::clone(&self.sim), ..*self }
    }

    /// Time passes.
    pub(crate) async fn wait(&mut self, seconds: u64) {
        for _ in 0..seconds {
            self.now.mono += Duration::from_secs(1);
            self.now.wall += Duration::from_secs(1);
            self.tell(Msg::Woke).await;
        }
    }

    async fn settle(&mut self, mut effects: Vec<Effect>) {
        while let Some(effect) = effects.pop() {
            let commits = matches!(effect, Effect::Commit { .. });
            if commits && self.silence == Silence::Change {
                self.silence = Silence::Now;
            }
            if self.silence == Silence::Now {
                continue;
            }
            if commits && self.silence == Silence::Changed {
                self.silence = Silence::Now;
            }
            let mut replies = Vec::new();
            match effect {
                Effect::Ask { ticket, query, urgency } => {
                    let deliver = &mut |reply| replies.push(Msg::Arrived { ticket, reply });
                    let result = self.client.ask(&query, urgency, deliver).await;
                    let meter = Meter { used: 24, ..Meter::default() };
                    replies.push(Msg::Ended { ticket, result, took: Duration::from_millis(2), meter });
                }
                Effect::Prepare { ticket, draft } => {
                    let prepared = Box::new(self.client.prepare(*draft));
                    replies.push(Msg::Prepared { ticket, prepared });
                }
                Effect::DryRun { ticket, prepared } => {
                    self.is_used = true;
                    let outcome = self.client.dry_run(&prepared).await;
                    replies.push(Msg::DryRan { ticket, outcome });
                }
                Effect::Commit { ticket, confirmed } => {
                    self.is_used = true;
                    let outcome = self.client.commit(&confirmed).await;
                    let request = confirmed.request();
                    let mut record = self.record(request.method, &request.path, &request.body);
                    record.before = self.client.body_before(confirmed.value().value()).as_deref().map(redacted);
                    record.ended = Some(Ended::of(&outcome, Made::id, record.at, Duration::from_millis(120)));
                    replies.push(Msg::Recorded(Box::new(record), Ok(())));
                    replies.push(Msg::Committed { ticket, outcome: Box::new(outcome) });
                }
                Effect::SaveLetter { ticket, key, pdf, file, name } => {
                    let (path, size) = (format!("/home/noc/letters/{file}"), pdf.len() as u64);
                    let letter = Letter { saved: self.now.wall, name, path, size, sha256: "5f0c".repeat(16) };
                    replies.push(Msg::LetterSaved { ticket, key, result: Ok(letter), remembered: Ok(()) });
                }
                _ => {}
            }
            for msg in replies {
                effects.extend(update(&mut self.model, self.now, msg));
            }
        }
    }

    fn record(&self, method: &str, path: &str, body: &str) -> Record {
        let account = self.sim.account.clone();
        let who = Who { user: "noc".into(), machine: "jump1".into(), account, ..Who::default() };
        Record {
            id: "3f6c1f5e".into(),
            at: self.now.wall,
            who: Who { origin: "127.0.0.1".into(), profile: "demo".into(), ..who },
            pid: 4711,
            method: method.to_owned(),
            path: path.to_owned(),
            body: redacted(body),
            sha256: "9b2d".repeat(16),
            before: None,
            ended: None,
        }
    }

    pub(crate) async fn tell(&mut self, msg: Msg) {
        let effects = update(&mut self.model, self.now, msg);
        self.settle(effects).await;
    }

    /// What is done, with spaces between: keys by their names, other words letter by letter, `@` for what happens elsewhere.
    pub(crate) async fn act(&mut self, steps: &str) {
        for step in steps.split(' ').filter(|step| !step.is_empty()) {
            if let Some(happening) = step.strip_prefix('@') {
                self.happens(happening).await;
            } else if let Ok(key) = step.parse() {
                self.tell(Msg::Key(key)).await;
            } else {
                for c in step.chars() {
                    self.tell(Msg::Key(Key::char(c))).await;
                }
            }
        }
    }

    async fn happens(&mut self, what: &str) {
        self.is_used = true;
        let (what, rest) = what.split_once(':').unwrap_or((what, ""));
        let world = self.sim.world();
        match what {
            // So many seconds pass.
            "wait" => self.wait(rest.parse().unwrap()).await,
            // The first port that is well goes down, and time passes until that is seen.
            "down" => {
                assert!(world.set_state(&world.interconnects()[0], State::down("carrier lost")));
                self.wait(300).await;
            }
            // A call with this part in its path answers with a status from now on.
            "status" => {
                let (part, status) = rest.rsplit_once(':').unwrap();
                let fault = Fault::new("", part, Action::Status(status.parse().unwrap()));
                world.add_fault(fault.times(u32::MAX));
            }
            // The same, and the server means it: nothing is done.
            "refused" => world.add_fault(Fault::new(rest, "", Action::Status(409)).times(u32::MAX)),
            // The next change is made, and its answer is lost.
            "lost" => world.add_fault(Fault::new(rest, "/cni/", Action::Html(502)).after_the_work()),
            // Nothing answers any more: from the next change on, or after it.
            "silent" => self.silence = Silence::Change,
            "silent_then" => self.silence = Silence::Changed,
            // Somebody else changes the first CNI.
            "foreign" => self.foreign(),
            // What was written down and left behind by sessions before.
            "before" => self.before().await,
            other => panic!("nobody knows what `@{other}` is"),
        }
    }

    fn foreign(&self) {
        let world = self.sim.world();
        let selected = self.model.table(self.model.pane).selected();
        let cni = self.model.cnis.list.rows.iter().find(|cni| Some(cni.id.as_str()) == selected);
        let path = format!("/accounts/{}/cni/cnis/{}", self.sim.account, cni.unwrap().id);
        let bearer = format!("Bearer {}", self.sim.token);
        let answer = world.call(&Request::new("GET", &path).header("authorization", &bearer));
        let answer: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
        // One description of the API has an envelope here, the other has none.
        let mut body = answer.get("result").unwrap_or(&answer).clone();
        body["magic"]["description"] = "mended by the night shift".into();
        let body = body.to_string();
        let put = Request::new("PUT", &path).header("authorization", &bearer);
        let answer = world.call(&put.header("content-type", "application/json").body(body));
        assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
    }

    async fn before(&mut self) {
        self.model.session.simulated = false;
        let ended = |outcome| Ended::of(&outcome, |()| None, self.now.wall, Duration::from_millis(80));
        let fault = meetme::domain::Fault::new(meetme::domain::FaultKind::Lost, "the connection was reset");
        let root = format!("/accounts/{}/cni", self.sim.account);
        let mut rows = vec![
            self.record("PUT", &format!("{root}/settings"), r#"{"default_asn":64501}"#),
            self.record("POST", &format!("{root}/interconnects"), r#"{"slot_id":"5f0c1a2b"}"#),
        ];
        rows[0].ended = Some(ended(meetme::domain::change::Outcome::Done(())));
        rows[1].ended = Some(ended(meetme::domain::change::Outcome::Unknown(fault)));
        for (age, row) in rows.iter_mut().enumerate() {
            row.id = format!("{}{}", row.id, age);
            row.at = self.now.wall - Duration::from_secs(3600 * (age as u64 + 1));
        }
        let kept = Kept {
            profile: "demo".into(),
            account: self.sim.account.clone(),
            flow: "create-cni".into(),
            about: String::new(),
            at: self.now.wall - Duration::from_mins(90),
            fields: vec![("magic/conduit_name".into(), "us-ingest-9".into())],
            opened: vec![],
            left_out: vec![],
            owner: String::new(),
        };
        self.tell(Msg::Reclaimed(Ok((vec![kept], 0)))).await;
        self.tell(Msg::Recalled(Ok(Box::new(Records { rows, ..Records::default() })))).await;
    }

    /// The picture in a theme.
    pub(crate) fn picture(&self, theme: Theme) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.model.size.0, self.model.size.1));
        view::paint(&self.model, theme, &mut buffer);
        buffer
    }

    /// The picture in a window of another size.
    pub(crate) async fn sized(&self, (columns, rows): (u16, u16)) -> Self {
        let mut desk = self.copy();
        desk.tell(Msg::Resized { columns, rows }).await;
        desk
    }
}
