//! A run of the app on a terminal of its own.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use meetme::api::Options;
use meetme::domain::{Mode, Schema, Token};
use meetme::sim::{self, ScenarioSource, ValidateOnly};
use meetme::tui::theme::Theme;
use meetme::tui::{Canvas, Clock, Doors, Ended, Opened, Reread, Services, run};
use meetme::workbench::flows::change::DryRunPolicy;
use meetme::workbench::key::{Code, Key};
use meetme::workbench::{Model, Msg, Session, Stop};
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::{bench, switch};

/// A terminal that remembers what it shows.
struct Glass {
    parser: Arc<Mutex<vt100::Parser>>,
    frames: watch::Sender<Vec<usize>>,
    first: Arc<Mutex<String>>,
}

impl Canvas for Glass {
    fn show(&mut self, frame: &[u8]) -> io::Result<()> {
        self.parser.lock().unwrap().process(frame);
        if self.frames.borrow().is_empty() {
            *self.first.lock().unwrap() = self.parser.lock().unwrap().screen().contents();
        }
        self.frames.send_modify(|frames| frames.push(frame.len()));
        Ok(())
    }
    fn suspend(&mut self) -> io::Result<bool> {
        Ok(true)
    }
    fn give_back(&mut self) {}
}

pub(super) struct App {
    pub(super) keys: UnboundedSender<Msg>,
    pub(super) parser: Arc<Mutex<vt100::Parser>>,
    pub(super) frames: watch::Receiver<Vec<usize>>,
    pub(super) first: Arc<Mutex<String>>,
    pub(super) ended: JoinHandle<Ended>,
    pub(super) sim: sim::Running,
    pub(super) folder: tempfile::TempDir,
}

/// What a run begins with.
#[derive(Clone)]
pub(super) struct Setting {
    pub(super) scenario: &'static str,
    pub(super) schema: Schema,
    pub(super) validate_only: ValidateOnly,
    pub(super) dry_run: DryRunPolicy,
    pub(super) token: Option<&'static str>,
    /// The source of the token holds the right one by now.
    pub(super) rolled: bool,
    pub(super) size: (u16, u16),
}

impl Default for Setting {
    fn default() -> Self {
        Self {
            scenario: "typical",
            schema: Schema::Published,
            validate_only: ValidateOnly::Honoured,
            dry_run: DryRunPolicy::Always,
            token: None,
            rolled: false,
            size: (80, 24),
        }
    }
}

impl App {
    pub(super) async fn start(setting: Setting) -> Self {
        let options = sim::Options {
            scenario: setting.scenario.parse::<ScenarioSource>().unwrap(),
            schema: setting.schema,
            validate_only: setting.validate_only,
            ..sim::Options::default()
        };
        let sim = sim::start(options).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let services = services(&sim, &setting, folder.path());
        let session = Session {
            profile: "demo".into(),
            account_name: "account".into(),
            schema: setting.schema,
            mode: Mode::Write,
            simulated: true,
            dry_run: setting.dry_run,
            profiles: switch::profiles(),
            accounts: switch::accounts(),
            ..Session::default()
        };
        let clock = Clock::faster(10);
        let model = Model::new(session.clone(), setting.size, clock.now());
        let mut parser = vt100::Parser::default();
        parser.screen_mut().set_size(setting.size.1.try_into().unwrap(), setting.size.0.try_into().unwrap());
        let parser = Arc::new(Mutex::new(parser));
        let (frames, seen) = watch::channel(Vec::new());
        let first = Arc::<Mutex<String>>::default();
        let glass = Glass { parser: Arc::clone(&parser), frames, first: Arc::clone(&first) };
        let (keys, messages) = tokio::sync::mpsc::unbounded_channel();
        let opened =
            Session { account: services.client.account().cloned(), account_name: sim.account_name.clone(), ..session };
        let doors = Doors {
            open: switch::open(),
            ..Doors::only(Box::pin(async move { Ok(Opened { services, session: opened }) }))
        };
        let ended = tokio::spawn(run(model, clock, Theme::new(true), doors, (keys.clone(), messages), glass));
        Self { keys, parser, frames: seen, first, ended, sim, folder }
    }

    pub(super) fn screen(&self) -> String {
        self.parser.lock().unwrap().screen().contents()
    }

    pub(super) fn press(&self, keys: &str) {
        for c in keys.chars() {
            self.keys.send(Msg::Key(Key::char(c))).unwrap();
        }
    }

    pub(super) fn key(&self, code: Code) {
        self.keys.send(Msg::Key(Key::plain(code))).unwrap();
    }

    /// Waits until the screen fits, and answers it.
    pub(super) async fn until(&mut self, what: &str, fits: impl Fn(&str) -> bool) -> String {
        let wait = async {
            loop {
                self.frames.mark_unchanged();
                let screen = self.screen();
                if fits(&screen) {
                    return screen;
                }
                self.frames.changed().await.unwrap();
            }
        };
        match tokio::time::timeout(Duration::from_secs(30), wait).await {
            Ok(screen) => screen,
            Err(tokio::time::error::Elapsed { .. }) => panic!("never on the screen: {what}\n{}", self.screen()),
        }
    }

    pub(super) async fn shows(&mut self, text: &str) -> String {
        self.until(text, |screen| screen.contains(text)).await
    }

    pub(super) async fn quit(self) -> Ended {
        self.keys.send(Msg::Stopped(Stop::Terminated)).unwrap();
        self.ended.await.unwrap()
    }

    /// On the first free slot, with the form open.
    pub(super) async fn form(&mut self) -> String {
        self.shows("Interconnects 24").await;
        self.press("3");
        self.shows("+ FREE").await;
        let slot = self.shows("press a to create").await;
        let id = slot.lines().find(|line| line.contains(" Id ")).unwrap().split_whitespace().last().unwrap().to_owned();
        self.press("a");
        self.shows("Create an interconnect").await;
        id
    }

    pub(super) fn posts(&self) -> Vec<String> {
        let calls = self.sim.world().calls();
        calls.into_iter().filter(|call| call.method == "POST").map(|call| call.path_and_query).collect()
    }

    pub(super) fn audit(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("state/audit.jsonl")).unwrap()
    }
}

/// The services of a run, with its letters beside its record.
pub(super) fn services(sim: &sim::Running, setting: &Setting, folder: &Path) -> Services {
    let token = setting.token.unwrap_or(&sim.token);
    let options = Options { token: Token::parse(token).unwrap(), ..bench::options(sim, setting.schema) };
    Services {
        letters: folder.to_owned(),
        reread: setting.rolled.then(|| -> Reread {
            let token = sim.token.clone();
            Arc::new(move || Ok(Token::parse(&token).unwrap()))
        }),
        ..bench::furnished(options, folder)
    }
}
