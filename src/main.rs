//! argv -> workbench, command or simulator.

mod start;

use std::io::{IsTerminal as _, Write as _};
use std::path::Path;
use std::process::ExitCode;

use meetme::cli::{self, Command, ConfigAction};
use meetme::config::{self, Env};
use meetme::{domain, sim, tui};

fn main() -> ExitCode {
    config::hygiene::seal();
    tui::guard_panics();
    let args = match cli::parse(std::env::args_os().map(|arg| arg.to_string_lossy().into_owned())) {
        Ok(args) => args,
        Err(refusal) => {
            let shown = if refusal.asked_for {
                write!(std::io::stdout(), "{}", refusal.text)
            } else {
                write!(std::io::stderr(), "{}", refusal.text)
            };
            drop(shown);
            return ExitCode::from(refusal.code);
        }
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let code = match runtime {
        Ok(runtime) => {
            let code = runtime.block_on(begin(&args)).unwrap_or_else(|fault| {
                cli::output::fault(&mut std::io::stderr(), &fault);
                fault.exit_code()
            });
            // A call in flight or a thread that reads the terminal must not hold up the end.
            runtime.shutdown_background();
            code
        }
        Err(why) => {
            let _ = writeln!(std::io::stderr(), "error: no threads can be started: {why}");
            70
        }
    };
    ExitCode::from(code)
}

async fn begin(args: &cli::Args) -> Result<u8, domain::Fault> {
    let env = Env::system();
    match &args.command {
        Some(Command::Sim(options)) => start::simulate(options, args.flags().schema.as_deref()).await,
        Some(Command::Config(action)) => configuration(args, *action, &env),
        Some(Command::Keys { preset }) => {
            let (preset, keymap) = start::keys(args, preset.as_deref(), &env)?;
            Ok(print(&cli::keys(preset, &keymap, args.format())))
        }
        Some(Command::Audit(action)) => {
            let (mut out, mut err) = (std::io::stdout(), std::io::stderr());
            let mut io = cli::Io { out: &mut out, err: &mut err, out_is_terminal: false };
            cli::audit(action, args.format(), &start::state_dir(args, &env)?, &mut io)
        }
        Some(Command::Rules) => Ok(print(&cli::rules(args.format()))),
        Some(Command::Completions { shell }) => Ok(print(&cli::completions(*shell))),
        Some(Command::Man { folder }) => manual(folder.as_deref()),
        Some(Command::Snapshot(options)) => Box::pin(start::snapshot(args, options, &env)).await,
        Some(Command::Check) => {
            let (mut out, mut err) = (std::io::stdout(), std::io::stderr());
            let out_is_terminal = out.is_terminal();
            let io = cli::Io { out: &mut out, err: &mut err, out_is_terminal };
            Ok(start::check(args, &env, io).await)
        }
        Some(command) => ask(command, args, &env).await,
        None => workbench(args, &env).await,
    }
}

/// Writes a text to standard output; answers the exit code.
fn print(text: &str) -> u8 {
    cli::output::text(&mut std::io::stdout(), text)
}

/// `meetme config`.
fn configuration(args: &cli::Args, action: ConfigAction, env: &Env) -> Result<u8, domain::Fault> {
    let file = || args.flags().config.unwrap_or_else(|| config::Paths::of(env).config_file);
    match action {
        ConfigAction::Check => {
            let path = file();
            let shown = domain::text::clean(&path.display().to_string());
            Ok(match start::problems(&path, &args.flags(), env)? {
                None => print(&format!("{shown}: there is none; the defaults hold\n")),
                Some(none) if none.is_empty() => print(&format!("{shown}: nothing is wrong with it\n")),
                Some(found) => {
                    let lines = found.iter().fold(String::new(), |all, line| all + &domain::text::clean(line) + "\n");
                    let written = print(&lines);
                    if written == 0 { 2 } else { written }
                }
            })
        }
        ConfigAction::Template => Ok(print(&config::template())),
        ConfigAction::Path => Ok(print(&format!("{}\n", file().display()))),
        ConfigAction::Show => Ok(print(&config::show(&config::resolve(&args.flags(), env)?, env))),
    }
}

/// `meetme man`: the first page, or all of them into a folder.
fn manual(folder: Option<&Path>) -> Result<u8, domain::Fault> {
    let Some(folder) = folder else {
        return Ok(print(&cli::man().into_iter().next().map(|(_, page)| page).unwrap_or_default()));
    };
    let broken = |why| domain::Fault::new(domain::FaultKind::Local, format!("{}: {why}", folder.display()));
    let written = cli::write_man(folder).map_err(broken)?;
    Ok(print(&format!("{written} pages in {}\n", folder.display())))
}

/// A command that asks the API, or changes something there.
async fn ask(command: &Command, args: &cli::Args, env: &Env) -> Result<u8, domain::Fault> {
    let ready = start::ready(args, env).await?;
    let (mut out, mut err) = (std::io::stdout(), std::io::stderr());
    let out_is_terminal = out.is_terminal();
    let io = cli::Io { out: &mut out, err: &mut err, out_is_terminal };
    if cli::change::changes(command) {
        let asks = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
        let mut input = std::io::stdin();
        let desk = cli::change::Desk { io, input: &mut input, asks, answer: typed_line };
        return Ok(cli::change::change(command, args.format(), ready.shop(), desk).await);
    }
    Ok(cli::run(command, args.format(), &ready.services.client, &ready.desk, io).await)
}

/// The workbench: a screen, or lines.
async fn workbench(args: &cli::Args, env: &Env) -> Result<u8, domain::Fault> {
    let plan = start::plan(args, env)?;
    // A terminal that can do nothing gets lines; where there is none, a person is told how to get them.
    let dumb = env.get("TERM") == Some("dumb") && tui::is_terminal();
    let plain = args.plain() || dumb;
    if !plan.has_token(env) && (plain || !tui::is_terminal()) {
        return Err(domain::Fault::new(domain::FaultKind::NoToken, "there is no API token"));
    }
    let look = tui::Look::of(plan.screen(), env);
    let (session, keymap) = (plan.session.clone(), plan.keymap()?);
    let doors = start::doors(plan, args, env);
    let ended = if plain {
        Box::pin(tui::plain(session, &look, doors, std::io::stdin().is_terminal())).await
    } else {
        Box::pin(tui::work(session, keymap, look, doors)).await
    };
    match ended.fault {
        Some(fault) => Err(fault),
        None => Ok(ended.code),
    }
}

/// A line that a person types.
fn typed_line() -> String {
    let mut line = String::new();
    // Where nothing can be read, nothing was said.
    let _ = std::io::stdin().read_line(&mut line);
    line
}

/// A started simulator outlives what talks to it.
type Simulator = Option<sim::Running>;
