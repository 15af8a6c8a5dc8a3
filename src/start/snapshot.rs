//! `meetme snapshot`: one picture of the workbench for a ticket, a page or a log.

use std::io::Write as _;

use jiff::Timestamp;
use meetme::cli::{self, Args, Picture, SnapshotArgs};
use meetme::config::Env;
use meetme::domain::{Fault, Mode};
use meetme::sim::ManualClock;
use meetme::tui::{Clock, Look, Still, Time, export};
use meetme::workbench::{Model, Session};

use super::{Connection, client, only_account, plan, with_token};

/// The moment at which the demo stands for its picture: always the same, so that the picture is.
const STARTED: Timestamp = Timestamp::constant(1_795_528_920, 0);

/// Reads, paints once, writes it. Exit code 8 where not everything came in time.
pub(crate) async fn snapshot(args: &Args, options: &SnapshotArgs, env: &Env) -> Result<u8, Fault> {
    let mut plan = with_token(plan(args, env)?, env)?;
    // Whatever keys are pressed: nothing but reads goes out, unless it goes to the demo's own simulator.
    if plan.demo.is_none() {
        plan.config.mode = Mode::ReadOnly;
    }
    let hand = ManualClock::new();
    plan.hand = plan.demo.as_ref().map(|_| (hand.clone(), STARTED));
    let Connection { mut client, account_name, simulator: _alive, .. } = client(&plan, env).await?;
    if client.account().is_none() {
        client = only_account(client).await?;
    }
    let look = Look::of(plan.screen(), env);
    let keymap = plan.keymap()?;
    let account_name = account_name.map(|name| meetme::domain::text::clean(&name));
    let session = Session {
        account: client.account().cloned(),
        account_name: account_name.unwrap_or_else(|| plan.session.account_name.clone()),
        ..plan.session
    };
    let time = match plan.hand {
        Some((_, started)) => Time::Virtual(started, Box::new(move |span| hand.advance(span))),
        None => Time::Real(Clock::real()),
    };
    let mut model = Model::new(session, options.size, meetme::workbench::Now::default());
    model.keymap = keymap;
    model.times.zone = jiff::tz::TimeZone::system();
    if let Some(pane) = options.pane {
        model.pane = pane.into();
    }
    let mut still = Still::new(model, client, time, options.longest());
    let keys = options.keys.clone().unwrap_or_default().0;
    let (settled, text) = if let Some(stays) = options.film {
        let (settled, frames) = still.film(&keys, look.theme, stays).await;
        (settled, export::film(&frames, look.theme))
    } else {
        let settled = still.pose(&keys).await;
        let picture = still.picture(look.theme);
        let text = match args.picture() {
            Picture::Text => export::text(&picture),
            Picture::Ansi => export::ansi(&picture),
            Picture::Svg => export::svg(&picture, look.theme),
        };
        (settled, text)
    };
    let written = cli::output::text(&mut std::io::stdout(), &text);
    if let Some(trouble) = &look.trouble {
        let _ = writeln!(std::io::stderr(), "note: {trouble}");
    }
    match still.model.stopped {
        _ if written != 0 => Ok(written),
        Some(fault) => Err(fault),
        None if settled => Ok(0),
        None => {
            let said = "note: not everything was read in time; what is missing is shown as missing";
            let _ = writeln!(std::io::stderr(), "{said}");
            Ok(8)
        }
    }
}
