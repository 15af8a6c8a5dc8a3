//! Commands that change something: the same flow as on the screen, with flags for a form and a flag, or a word on the
//! terminal, for the yes. Nothing is sent that was not checked and shown.

mod drive;
mod order;
mod say;

use std::io::Read;

use drive::{Drive, Stopped};
use order::{Files, Order};
use say::Lines;

use super::args::{Command, Format};
use super::output;
use super::reading::ports;
use super::run::Io;
use crate::api::Client;
use crate::carry::{self, Clock, Courier};
use crate::domain::call::{Query, Reply, Urgency};
use crate::domain::record::Record;
use crate::domain::{Fault, FaultKind, Grant, IconKey, State};
use crate::workbench::flows::change::{Ending, Kind, Stage, Terms};
use crate::workbench::flows::look::all_ports;
use crate::workbench::flows::{DeleteInterconnect, Flow};
use crate::workbench::{Effect, Stop};

/// A person said no to the review: as if the program had been interrupted.
const CANCELLED: u8 = Stop::Interrupted.exit_code();

/// What a change is made with.
pub struct Shop {
    /// Sends, and writes down.
    pub courier: Courier,
    /// What holds for the session.
    pub terms: Terms,
    /// The profile wants the account's name first.
    pub protect: bool,
    /// What time it is.
    pub clock: Clock,
}

/// A person sits before it: questions can be asked on the terminal.
pub struct Desk<'a> {
    /// Where data and words go.
    pub io: Io<'a>,
    /// Where `-` is read from.
    pub input: &'a mut (dyn Read + Send),
    /// Questions can be asked.
    pub asks: bool,
    /// Reads a line that a person types.
    pub answer: fn() -> String,
}

/// Whether a command changes something.
pub fn changes(command: &Command) -> bool {
    // Nothing is read for that: a body and keys come later.
    use super::actions::{CniAction, IconAction, SettingsAction, TunnelAction};
    matches!(
        command,
        Command::Interconnects(IconAction::Create(_) | IconAction::Delete(_) | IconAction::Validate { .. })
            | Command::Cnis(CniAction::Create(_) | CniAction::Update(_) | CniAction::Delete(_))
            | Command::Settings(SettingsAction::Set(_))
            | Command::Tunnels(TunnelAction::Set(_))
    )
}

/// Runs a command that changes something; answers the exit code (docs/exit-codes.md).
pub async fn change(command: &Command, format: Format, shop: Shop, mut desk: Desk<'_>) -> u8 {
    let mut lines = Lines::new(format);
    let journal = shop.courier.journal.clone();
    let end = match run(command, shop, &mut desk, &mut lines).await {
        Ok(code) => code,
        Err(End::Fault(fault)) => {
            output::fault(desk.io.err, &fault);
            lines.fault(&fault);
            fault.exit_code()
        }
        Err(End::Problems(code)) => code,
        Err(End::Stopped(Stopped(code))) => {
            // What was not answered by now is written down as unknown, for whoever looks next.
            let _ = carry::blocking(move || journal.abandon()).await;
            code
        }
    };
    let written = output::text(desk.io.out, &lines.text(end));
    if written == 0 { end } else { written }
}

/// Why a change went no further.
enum End {
    Fault(Fault),
    /// They were told already.
    Problems(u8),
    Stopped(Stopped),
}

impl From<Fault> for End {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<Stopped> for End {
    fn from(stopped: Stopped) -> Self {
        Self::Stopped(stopped)
    }
}

fn usage(what: impl Into<String>) -> Fault {
    Fault::new(FaultKind::Usage, what)
}

async fn run(command: &Command, shop: Shop, desk: &mut Desk<'_>, lines: &mut Lines) -> Result<u8, End> {
    let order = order::of(command, &mut Files::new(desk.input));
    let mut order = order.unwrap_or_else(|| Err(Fault::new(FaultKind::Bug, "this command changes nothing")))?;
    let Shop { courier, mut terms, protect, clock } = shop;
    if !(order.yes || order.validate || desk.asks) {
        return Err(nobody_to_ask(&order.kind).into());
    }
    if let Some(policy) = order.dry_run {
        terms.dry_run = policy;
    }
    let mut drive = Drive::new(courier.clone(), clock)?;
    if protect {
        courier.client.grant(Grant::Shut);
    }
    if !order.validate {
        terms.consent = unlock(&courier.client, protect, order.account_name.is_some() || desk.asks).await?;
    }
    if let Kind::DeleteInterconnect(plan) = &mut order.kind {
        plan.healthy = drive.or_stopped(healthy(&courier.client, plan)).await??;
    }
    let (mut flow, effects) = Flow::open(order.kind.clone(), terms, &mut drive.tickets);
    drive.until_rest(&mut flow, effects, desk.io.err).await?;
    lines.title(&flow);
    if let Some(fault) = flow.trouble.take() {
        return Err(fault.into());
    }
    if flow.ending().is_none() {
        fill(&mut flow, &order, &mut drive, desk).await?;
    }
    if flow.kind.is_edit() && !flow.is_dirty() {
        if order.typed.is_empty() && order.body.is_none() {
            return Err(usage("nothing to change was named").into());
        }
        lines.verdict("unchanged", "Nothing to change: it is so already. Nothing was sent.");
        return Ok(0);
    }
    let mut effects = flow.validate(&mut drive.tickets);
    loop {
        let ran = drive.until_rest(&mut flow, effects, desk.io.err).await;
        if ran.is_err() {
            output::note(desk.io.err, cut_short(drive.record.as_ref()));
        }
        ran?;
        effects = match decide(&mut flow, &order, &mut drive, desk, lines).await? {
            Step::On(effects) => effects,
            Step::End(code) => return Ok(code),
        };
    }
}

fn nobody_to_ask(kind: &Kind) -> Fault {
    usage(if kind.is_removal() {
        "nobody can be asked here, and --yes NAME was not given"
    } else {
        "nobody can be asked here: --yes commits, --validate only checks"
    })
}

/// What is known of a change whose end a signal cut off.
fn cut_short(record: Option<&Record>) -> &'static str {
    match record {
        Some(record) if record.is_dry_run() => {
            "ended before the account was read again: a dry run was sent, and whether it changed anything is not \
             known (`meetme audit list`; look at the object)"
        }
        Some(_) => "ended before the account was read again: `meetme audit list` tells what was sent",
        None => "ended; nothing was sent",
    }
}

/// What follows where the flow rests.
enum Step {
    On(Vec<Effect>),
    End(u8),
}

async fn decide(
    flow: &mut Flow,
    order: &Order,
    drive: &mut Drive,
    desk: &mut Desk<'_>,
    lines: &mut Lines,
) -> Result<Step, End> {
    match &flow.stage {
        Stage::AskDryRun(..) => {
            let yes = wants_dry_run(drive, desk).await?;
            let now = drive.now();
            Ok(Step::On(flow.decide_dry_run(yes, now, &mut drive.tickets)))
        }
        Stage::Review(review, _) => {
            lines.review(review);
            say::review(review, desk.io.err);
            if order.validate {
                lines.verdict("valid", "Checked; nothing was sent that changes anything.");
                return Ok(Step::End(0));
            }
            if !order.yes {
                let question = format!("Type yes to {}: ", flow.kind.plan().verb());
                if ask(desk, drive, &question).await? != "yes" {
                    lines.verdict("cancelled", "Cancelled; nothing was changed.");
                    output::note(desk.io.err, "cancelled; nothing was changed");
                    return Ok(Step::End(CANCELLED));
                }
            }
            let now = drive.now();
            Ok(Step::On(flow.commit(now, &mut drive.tickets)))
        }
        Stage::Ended(ending) => {
            if let Ending::Done { made, found_by_reading: true, .. } = &**ending {
                drive.settle(made.id(), desk.io.err);
            }
            let code = match &**ending {
                Ending::AlreadyGone { .. } if order.if_exists => 0,
                ending => ending.exit_code(),
            };
            lines.ended(flow, ending, drive.record.as_ref());
            say::ended(flow, ending, code, desk.io.err);
            Ok(Step::End(code))
        }
        Stage::Merge(_) => {
            let what = "somebody else changed it while this ran; run it again to see what it is now";
            Err(Fault::new(FaultKind::Conflict, what).into())
        }
        _ => {
            let code = say::problems(flow, desk.io.err);
            lines.problems(flow);
            match flow.trouble.take() {
                Some(fault) => Err(fault.into()),
                None => Err(End::Problems(code)),
            }
        }
    }
}

async fn wants_dry_run(drive: &mut Drive, desk: &mut Desk<'_>) -> Result<bool, End> {
    if !desk.asks {
        let what = "the profile asks before a dry run, and nobody can be asked: --dry-run never or always";
        return Err(usage(what).into());
    }
    let question = "Let the server check it too (validate_only=true)? A server that does not know it may create it at once. [y/n] ";
    Ok(matches!(ask(desk, drive, question).await?.as_str(), "y" | "yes"))
}

/// Tells why the gate is shut before anything is read. Of a protected profile: the names of the account, of which one has
/// to be said; the gate is open then, and the flow sends nothing without one.
async fn unlock(client: &Client, protect: bool, named: bool) -> Result<Vec<String>, Fault> {
    match client.may_write() {
        Err(fault) if fault.kind == FaultKind::Locked && protect => {}
        Err(fault) => return Err(fault),
        Ok(()) if protect => {}
        Ok(()) => return Ok(vec![]),
    }
    if !named {
        let what = "this profile is protected: --account-name NAME has to name the account";
        return Err(Fault::new(FaultKind::Locked, what));
    }
    let Some(account) = client.account() else { return Err(usage("which account is not known")) };
    let mut names = vec![account.to_string()];
    if let Reply::Accounts(all) = client.one(&Query::Accounts, Urgency::User).await? {
        names.extend(all.into_iter().filter(|known| known.id == *account).map(|known| known.name));
    }
    // The name is what a person knows it by: it is told first.
    names.reverse();
    client.grant(Grant::Open);
    Ok(names)
}

/// The ports that say whether this is the last healthy one of its site or account: no more are asked than it takes.
async fn healthy(client: &Client, plan: &DeleteInterconnect) -> Result<Vec<IconKey>, Fault> {
    let mut found = Vec::new();
    let (list, result) = ports(&all_ports(), client, Urgency::User).await;
    result?;
    let Some(own) = list.rows.iter().find(|port| port.key == plan.port.key) else { return Ok(found) };
    if !is_healthy(client, &own.key).await {
        return Ok(found);
    }
    found.push(own.key.clone());
    let (near, far): (Vec<_>, Vec<_>) = list
        .rows
        .iter()
        .filter(|port| port.key != own.key)
        .partition(|port| port.site.is_some() && port.site == own.site);
    for port in near.into_iter().chain(far) {
        if is_healthy(client, &port.key).await {
            found.push(port.key.clone());
            break;
        }
    }
    Ok(found)
}

async fn is_healthy(client: &Client, key: &IconKey) -> bool {
    let reply = client.one(&Query::Status(key.clone()), Urgency::User).await;
    matches!(reply, Ok(Reply::Status(status)) if status.state == State::Healthy)
}

/// Puts the body and then the flags into the form.
async fn fill(flow: &mut Flow, order: &Order, drive: &mut Drive, desk: &mut Desk<'_>) -> Result<(), End> {
    if let Some(body) = &order.body {
        let known = order::present(flow);
        flow.form.take_body(body, &known).map_err(usage)?;
    }
    for (flag, fields, text) in &order.typed {
        let field = fields.iter().find(|name| flow.form.fields.iter().any(|field| field.spec.name == **name));
        let Some(field) = field else {
            return Err(usage(format!("{flag} is not a field here ({} schema)", flow.terms().schema)).into());
        };
        flow.form.set(field, text);
    }
    if !flow.terms().consent.is_empty() {
        let name = match &order.account_name {
            Some(name) => name.clone(),
            None => ask(desk, drive, "This profile is protected. Type the name of the account: ").await?,
        };
        flow.form.set("account_name", &name);
    }
    if !order.kind.is_removal() || !flow.form.text("name").is_empty() {
        return Ok(());
    }
    let name = match &flow.kind {
        // Who only checks deletes nothing: the name is as good as typed.
        Kind::DeleteInterconnect(plan) if order.validate => plan.port.key.to_string(),
        Kind::DeleteCni(plan) if order.validate => plan.cni.id.to_string(),
        kind => ask(desk, drive, &format!("{}: type its name: ", kind.plan().title())).await?,
    };
    flow.form.set("name", &name);
    Ok(())
}

/// Asks on the terminal. A signal ends the wait; the thread that still reads ends with the program.
async fn ask(desk: &mut Desk<'_>, drive: &mut Drive, question: &str) -> Result<String, End> {
    let _ = write!(desk.io.err, "{}", crate::domain::text::clean(question)).and_then(|()| desk.io.err.flush());
    let line = drive.or_stopped(tokio::task::spawn_blocking(desk.answer)).await?;
    Ok(line.unwrap_or_default().trim().to_owned())
}
