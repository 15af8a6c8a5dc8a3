//! Commands that change something, run in this process against a simulator.

use std::io::Read;

use meetme::api::{BaseUrl, Client, Options, Timeouts};
use meetme::carry::{Clock, Courier};
use meetme::cli::{self, Io};
use meetme::domain::record::Who;
use meetme::domain::{Mode, Schema, Token};
use meetme::sim::{self, Running, ValidateOnly};
use meetme::store::journal::Journal;
use meetme::workbench::flows::change::{DryRunPolicy, Terms};
use serde_json::Value;

/// A server, and a folder that keeps the record.
pub(super) struct Bench {
    pub(super) sim: Running,
    pub(super) schema: Schema,
    pub(super) home: tempfile::TempDir,
    pub(super) mode: Mode,
    pub(super) protect: bool,
}

/// What a command came to.
#[derive(Debug)]
pub(super) struct Came {
    pub(super) code: u8,
    pub(super) out: String,
    pub(super) err: String,
}

impl Bench {
    pub(super) async fn new(schema: Schema, validate_only: ValidateOnly) -> Self {
        let scenario = "false-diversity".parse().unwrap();
        let sim =
            sim::start(sim::Options { schema, validate_only, scenario, ..sim::Options::default() }).await.unwrap();
        Self { sim, schema, home: tempfile::tempdir().unwrap(), mode: Mode::Write, protect: false }
    }

    pub(super) async fn published() -> Self {
        Self::new(Schema::Published, ValidateOnly::Honoured).await
    }

    pub(super) fn shop(&self) -> cli::change::Shop {
        let options = Options {
            base_url: BaseUrl::parse(&self.sim.base_url).unwrap(),
            token: Token::parse(&self.sim.token).unwrap(),
            account: Some(self.sim.account.as_str().into()),
            schema: self.schema,
            mode: self.mode,
            ca_file: None,
            timeouts: Timeouts::default(),
        };
        let client = Client::new(options).unwrap();
        let who = Who { origin: self.sim.base_url.clone(), profile: "ops".into(), ..Who::default() };
        let terms = Terms {
            schema: self.schema,
            dry_run: DryRunPolicy::Ask,
            account: client.account().cloned(),
            consent: vec![],
        };
        let journal = Journal::open(&self.home.path().join("state"), who, false);
        cli::change::Shop {
            courier: Courier { client, journal },
            terms,
            protect: self.protect,
            clock: Clock::faster(60),
        }
    }

    /// Runs a command; `typed` is what standard input holds, `asks` whether a person can be asked, who says `answer`.
    pub(super) async fn with(&self, words: &[&str], typed: &str, asks: bool, answer: fn() -> String) -> Came {
        let args = cli::parse(std::iter::once("meetme").chain(words.iter().copied()).map(str::to_owned)).unwrap();
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut input: &[u8] = typed.as_bytes();
        let input: &mut (dyn Read + Send) = &mut input;
        let io = Io { out: &mut out, err: &mut err, out_is_terminal: false };
        let desk = cli::change::Desk { io, input, asks, answer };
        let command = args.command.as_ref().unwrap();
        assert!(cli::change::changes(command), "{words:?}");
        let code = cli::change::change(command, args.format(), self.shop(), desk).await;
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Came { code, out: text(out), err: text(err) }
    }

    pub(super) async fn run(&self, words: &[&str]) -> Came {
        self.with(words, "", false, String::new).await
    }

    pub(super) async fn data(&self, words: &[&str]) -> (u8, Value) {
        let came = self.run(&[words, &["-o", "json"]].concat()).await;
        (came.code, serde_json::from_str(&came.out).unwrap_or_else(|why| panic!("{why}: {came:?}")))
    }

    pub(super) fn slot(&self) -> String {
        self.sim.world().free_slot(None).unwrap()
    }

    /// Calls of this method that the server took, dry runs apart.
    pub(super) fn sent(&self, method: &str) -> usize {
        let world = self.sim.world();
        world
            .calls()
            .iter()
            .filter(|call| call.method == method && !call.path_and_query.contains("validate_only"))
            .count()
    }
}
