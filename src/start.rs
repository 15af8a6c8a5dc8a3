//! Puts a run together: configuration, token, simulator, client. Nothing here is needed for the first frame.

use std::io::Write as _;
use std::sync::Arc;
use std::time::Duration;

use meetme::api::{BaseUrl, Client, Options, Timeouts};
use meetme::carry::{Clock, Courier};
use meetme::cli::{self, Args, SimArgs, check};
use meetme::config::{self, Config, Env};
use meetme::domain::call::{Account, Query, Reply, Urgency};
use meetme::domain::record::Who;
use meetme::domain::{AccountId, Fault, FaultKind, Mode, Token};
use meetme::sim;
use meetme::store::journal::Journal;
use meetme::store::kept::Kept;
use meetme::store::letters::SavedLetters;
use meetme::store::pollers::Pollers;
use meetme::tui::{Reread, Services};
use meetme::workbench::Session;
use meetme::workbench::flows::change::{DryRunPolicy, Terms};
use meetme::workbench::keymap::Keymap;
use meetme::workbench::switch::Profile;

mod doors;
mod keys;
mod snapshot;

use super::Simulator;
pub(crate) use doors::doors;
pub(crate) use keys::{keys, problems};
pub(crate) use snapshot::snapshot;

/// What is known before anything is asked of anyone.
pub(crate) struct Plan {
    pub(crate) session: Session,
    config: Config,
    base_url: BaseUrl,
    demo: Option<String>,
    /// The simulator lives by this hand from this moment on, not by the real clock.
    hand: Option<(sim::ManualClock, jiff::Timestamp)>,
    /// How long a read waits where the server's limit is reached; a screen does not.
    max_wait: Duration,
}

/// What a command works with.
pub(crate) struct Ready {
    pub(crate) services: Services,
    session: Session,
    pub(crate) desk: cli::LetterDesk,
    _simulator: Simulator,
}

impl Ready {
    /// What a change is made with.
    pub(crate) fn shop(&self) -> cli::change::Shop {
        let Services { client, journal, .. } = &self.services;
        let (schema, dry_run) = (self.session.schema, self.session.dry_run);
        cli::change::Shop {
            courier: Courier { client: client.clone(), journal: journal.clone() },
            terms: Terms { schema, dry_run, account: client.account().cloned(), consent: vec![] },
            protect: self.session.protect,
            clock: Clock::real(),
        }
    }
}

impl Plan {
    /// There is a token somewhere, or none is needed.
    pub(crate) fn has_token(&self, env: &Env) -> bool {
        self.demo.is_some() || config::has_token(&self.config, env)
    }

    /// The person's keys.
    pub(crate) fn keymap(&self) -> Result<Keymap, Fault> {
        Ok(keys::keymap(&self.config.keys, &self.config.paths.config_file)?.1)
    }

    /// What is said about the screen.
    pub(crate) fn screen(&self) -> &config::Screen {
        &self.config.screen
    }
}

/// Reads the configuration.
pub(crate) fn plan(args: &Args, env: &Env) -> Result<Plan, Fault> {
    outline(&args.flags(), args.demo().map(str::to_owned), env)
}

/// A run that must talk ends here without any token; the token itself is read later.
fn with_token(plan: Plan, env: &Env) -> Result<Plan, Fault> {
    if plan.has_token(env) { Ok(plan) } else { Err(Fault::new(FaultKind::NoToken, "there is no API token")) }
}

fn outline(flags: &config::Flags, demo: Option<String>, env: &Env) -> Result<Plan, Fault> {
    let mut config = if demo.is_some() { config::demo(flags, env)? } else { config::resolve(flags, env)? };
    if demo.is_some() {
        "demo".clone_into(&mut config.profile);
        // Nothing is at stake in a simulator: it opens unlocked.
        config.mode = if flags.read_only { Mode::ReadOnly } else { Mode::Write };
        config.protect = false;
        config.paths.state_dir.push("demo");
        config.account = None;
    }
    let base_url = match (&config.base_url, &demo) {
        (Some(text), None) => BaseUrl::parse(text)?,
        _ => BaseUrl::default(),
    };
    let account_name = config.account.as_ref().map_or_else(|| "account".to_owned(), ToString::to_string);
    let session = Session {
        profile: config.profile.clone(),
        host: (!base_url.is_default()).then(|| base_url.host()),
        account: config.account.clone(),
        account_name,
        schema: config.schema,
        mode: config.mode,
        protect: config.protect,
        simulated: demo.is_some(),
        dry_run: if demo.is_some() { DryRunPolicy::Always } else { config.dry_run },
        colour: config.colour.filter(|_| demo.is_none()),
        poll_part: config.poll_part,
        ring: config.ring,
        profiles: std::mem::take(&mut config.profiles)
            .into_iter()
            .filter(|_| demo.is_none())
            .map(|(name, about)| Profile { name, about })
            .collect(),
        accounts: vec![],
        loa_max_age: config.loa_max_age,
        here: login(env).map_or_else(machine, |user| format!("{user}@{}", machine())),
    };
    Ok(Plan { session, config, base_url, demo, hand: None, max_wait: Duration::ZERO })
}

/// Where the record of changes is.
pub(crate) fn state_dir(args: &Args, env: &Env) -> Result<std::path::PathBuf, Fault> {
    Ok(plan(args, env)?.config.paths.state_dir)
}

/// `meetme check`.
pub(crate) async fn check(args: &Args, env: &Env, mut io: cli::Io<'_>) -> u8 {
    let mut report = check::Report::default();
    match plan(args, env) {
        Err(fault) => report.fail("configuration", &fault),
        Ok(plan) => {
            let base = plan.demo.is_none().then_some(&plan.base_url);
            check::local(&mut report, &plan.config, env, base);
            match client(&plan, env).await {
                Err(fault) => {
                    report.fail(if fault.kind == FaultKind::NoToken { "token source" } else { "client" }, &fault);
                }
                Ok(Connection { client, token, account_source, simulator: _alive, .. }) => {
                    let ignored = if plan.demo.is_some() { vec![] } else { config::ignored_tokens(&plan.config, env) };
                    let mode = plan.config.mode;
                    let now = jiff::Timestamp::now();
                    let asker = check::Asker { client, token, ignored, account_source, mode, now };
                    check::remote(&mut report, &asker).await;
                }
            }
        }
    }
    report.print(args.format(), &mut io)
}

/// Connects for a command.
pub(crate) async fn ready(args: &Args, env: &Env) -> Result<Ready, Fault> {
    let plan = Plan { max_wait: args.max_wait(), ..with_token(plan(args, env)?, env)? };
    if let (Some(host), false) = (&plan.session.host, plan.session.simulated) {
        let _ = writeln!(std::io::stderr(), "note: talking to {host}");
    }
    let (mut services, _, simulator) = open(&plan, env).await?;
    if services.client.account().is_none() {
        services.client = only_account(services.client).await?;
    }
    let desk = cli::LetterDesk {
        folder: services.letters.clone(),
        shelf: services.shelf.clone(),
        max_age: plan.session.loa_max_age,
    };
    Ok(Ready { services, session: plan.session, desk, _simulator: simulator })
}

/// A client, not yet used.
struct Connection {
    client: Client,
    /// Where the token came from and what tells it apart; never the token.
    token: String,
    account_source: String,
    account_name: Option<String>,
    origin: String,
    simulator: Simulator,
}

async fn client(plan: &Plan, env: &Env) -> Result<Connection, Fault> {
    let config = &plan.config;
    let (base_url, token, source, account, account_name, simulator) = match &plan.demo {
        Some(scenario) => {
            let mut options = sim::Options {
                scenario: scenario.parse().map_err(|_| usage("the scenario has no name"))?,
                schema: config.schema,
                ..sim::Options::default()
            };
            if let Some((hand, started)) = &plan.hand {
                (options.clock, options.started) = (sim::Clock::Manual(hand.clone()), *started);
            }
            let running = sim::start(options).await.map_err(|why| usage(&why.to_string()))?;
            let base_url = BaseUrl::parse(&running.base_url)?;
            let token = Token::parse(&running.token).map_err(|why| Fault::new(FaultKind::Bug, why))?;
            let (account, name) = (AccountId::from(running.account.as_str()), running.account_name.clone());
            (base_url, token, "the simulator".to_owned(), Some(account), Some(name), Some(running))
        }
        None => {
            let (token, source) = config::read_token(config, env, &mut std::io::stdin())?;
            let source = format!("{source} (sha256 {}...)", token.fingerprint());
            (plan.base_url.clone(), token, source, config.account.clone(), None, None)
        }
    };
    let account_source = match &plan.demo {
        Some(_) => "the simulator".to_owned(),
        None => config.source("account").to_owned(),
    };
    let origin = base_url.as_str().to_owned();
    let options = Options {
        base_url,
        token,
        account,
        schema: config.schema,
        mode: config.mode,
        ca_file: config.ca_file.clone(),
        timeouts: Timeouts { limit: plan.max_wait, on_limit: told_to_wait, ..Timeouts::default() },
    };
    let client = Client::new(options)?;
    Ok(Connection { client, token: source, account_source, account_name, origin, simulator })
}

/// A command waits for the server's limit: whoever looks at it should know.
fn told_to_wait(wait: Duration) {
    let seconds = wait.as_secs().max(1);
    let _ = writeln!(std::io::stderr(), "note: the server's limit is reached; waiting {seconds} s (--max-wait)");
}

/// Services with the account that was named, if one was; and its name, if it is known.
async fn open(plan: &Plan, env: &Env) -> Result<(Services, Option<String>, Simulator), Fault> {
    let config = &plan.config;
    let Connection { client, account_name, origin, simulator, .. } = client(plan, env).await?;
    let pollers = plan.demo.is_none().then(|| Arc::new(Pollers::new(&config.paths.state_dir, &origin)));
    let who =
        Who { user: user(env), machine: machine(), origin, account: String::new(), profile: config.profile.clone() };
    // A simulator is somewhere else each time, its letters lie where they lay.
    let place = if plan.demo.is_some() { "demo" } else { who.origin.as_str() };
    let shelf = SavedLetters::new(&config.paths.state_dir, place);
    let scrub = client.clone();
    let journal = Journal::open(&config.paths.state_dir, who, config.no_audit);
    if config.no_audit {
        let _ = writeln!(std::io::stderr(), "note: --no-audit: changes of this run are not written down");
    }
    let journal = journal.scrubbed(Arc::new(move |text| scrub.scrub(text)));
    let services = Services {
        shelf,
        views: Kept::new(&config.paths.state_dir, &config.profile),
        client,
        pollers,
        journal,
        letters: config.letters_dir.clone(),
        reread: plan.demo.is_none().then(|| reread(config, env)).flatten(),
    };
    Ok((services, account_name, simulator))
}

/// Who works here.
fn user(env: &Env) -> String {
    login(env).map_or_else(|| format!("uid {}", rustix::process::getuid().as_raw()), str::to_owned)
}

fn login(env: &Env) -> Option<&str> {
    env.get("USER").or_else(|| env.get("LOGNAME")).filter(|user| !user.is_empty())
}

fn machine() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

/// How the token is read again: a file and a command may give another one, a variable of this process cannot.
fn reread(config: &Config, env: &Env) -> Option<Reread> {
    let source = config::token_source(config, env)?;
    let (config, env) = (config.clone(), env.clone());
    let can = source.contains("file") || source.contains("command");
    can.then(|| -> Reread { Arc::new(move || Ok(config::read_token(&config, &env, &mut std::io::empty())?.0)) })
}

/// The client for the one account that its token sees.
async fn only_account(client: Client) -> Result<Client, Fault> {
    let Reply::Accounts(accounts) = client.one(&Query::Accounts, Urgency::User).await? else {
        return Err(Fault::new(FaultKind::Bug, "accounts were asked for and something else came"));
    };
    Ok(client.with_account(named_account(&accounts)?.0))
}

/// Id and name of the only account; of several, a person has to say which.
fn named_account(accounts: &[Account]) -> Result<(AccountId, String), Fault> {
    match accounts {
        [] => Err(usage("the token sees no account; give one with --account or CLOUDFLARE_ACCOUNT_ID")),
        [one] => Ok((one.id.clone(), one.name.clone())),
        several => {
            let names: Vec<String> = several
                .iter()
                .map(|account| format!("  {}  {}", account.id, meetme::domain::text::clean(&account.name)))
                .collect();
            Err(usage(&format!("the token sees several accounts; choose one with --account:\n{}", names.join("\n"))))
        }
    }
}

/// `meetme sim`.
pub(crate) async fn simulate(args: &SimArgs, schema: Option<&str>) -> Result<u8, Fault> {
    let mut out = std::io::stdout();
    if args.faults {
        let written = out.write_all(sim::faults::catalogue::listing().as_bytes()).and_then(|()| out.flush());
        return Ok(if written.is_err() { 141 } else { 0 });
    }
    let rules = args.rules.iter().map(|rule| rule.parse()).collect::<Result<Vec<sim::Fault>, String>>();
    let options = sim::Options {
        listen: args.listen,
        scenario: args.scenario.parse().map_err(|_| usage("the scenario has no name"))?,
        schema: schema.map(str::parse).transpose().map_err(|why: String| usage(&why))?.unwrap_or_default(),
        validate_only: args.validate_only.parse().map_err(|why: String| usage(&why))?,
        seed: args.seed,
        clock: sim::Clock::real(args.speed),
        faults: rules.map_err(|why| usage(&why))?,
        ..sim::Options::default()
    };
    let running = sim::start(options).await.map_err(|why| usage(&why.to_string()))?;
    let ready = serde_json::json!({
        "base_url": running.base_url, "account": running.account, "token": running.token,
    });
    if writeln!(out, "{ready}").and_then(|()| out.flush()).is_err() {
        return Ok(141);
    }
    let code = cli::Ends::new()?.next().await;
    drop(running);
    Ok(code)
}

fn usage(what: &str) -> Fault {
    Fault::new(FaultKind::Usage, what)
}
