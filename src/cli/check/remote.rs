//! What only the server can say: whether it is there, what the token may do, whose it is, what time it is.

use jiff::Timestamp;

use super::report::{Level, Report};
use crate::api::Client;
use crate::domain::call::{Account, Meter, Query, Reply, TokenState, Urgency};
use crate::domain::{AccountId, CniFilter, Fault, FaultKind, InterconnectFilter, Mode, SlotFilter, text};

/// Who asks.
pub struct Asker {
    /// Talks; its account, if any, is the one that was named.
    pub client: Client,
    /// Where the token came from, and what tells it apart.
    pub token: String,
    /// Sources that are there and not used.
    pub ignored: Vec<&'static str>,
    /// Where the account was named.
    pub account_source: String,
    /// Changes are not allowed by this profile.
    pub mode: Mode,
    /// The time here.
    pub now: Timestamp,
}

const READS: &str = "Magic WAN Read or Magic Transit Read";
const DAYS_LEFT: i64 = 14;
const SKEW: i64 = 300;

type Asked = Result<Reply, Fault>;

/// Lines by asking.
pub async fn remote(report: &mut Report, asker: &Asker) {
    let client = &asker.client;
    let ignored = match asker.ignored.as_slice() {
        [] => String::new(),
        names => format!("; not used: {}", names.join(", ")),
    };
    report.add("token source", Level::Ok, format!("{}{ignored}", asker.token));
    let verified = client.one(&Query::Token, Urgency::User).await;
    if let Err(fault) = verified.as_ref()
        && !is_answer(fault)
    {
        report.fail("reachable", fault);
        report.add("token", Level::Info, "not asked: the API does not answer");
        return;
    }
    report.add("reachable", Level::Ok, "the API answers");
    let accounts = match client.one(&Query::Accounts, Urgency::User).await {
        Ok(Reply::Accounts(accounts)) => Ok(accounts),
        Ok(_) => Ok(Vec::new()),
        Err(fault) => Err(fault),
    };
    let chosen = choose(client, accounts.as_deref().unwrap_or_default());
    let probes = match &chosen {
        Some(account) => probe(&client.with_account(account.clone())).await,
        None => Vec::new(),
    };
    let works = probes.iter().any(|(_, asked)| asked.is_ok());
    token(report, &verified, works, asker.now);
    seen(report, &accounts);
    account(report, asker, chosen.as_ref(), &accounts, works);
    permissions(report, &probes, verified.is_ok() || works, chosen.as_ref());
    changes(report, asker.mode);
    clock(report, client.clock_skew());
    limits(report, client.meter());
}

/// The API itself said no: it is there.
fn is_answer(fault: &Fault) -> bool {
    use FaultKind as K;
    matches!(fault.kind, K::Token | K::Forbidden | K::NotFound | K::Refused | K::Conflict)
}

fn choose(client: &Client, accounts: &[Account]) -> Option<AccountId> {
    match (client.account(), accounts) {
        (Some(named), _) => Some(named.clone()),
        (None, [only]) => Some(only.id.clone()),
        _ => None,
    }
}

async fn probe(client: &Client) -> Vec<(&'static str, Asked)> {
    let reads = [
        ("read interconnects", Query::Interconnects(InterconnectFilter::default())),
        ("read CNIs", Query::Cnis(CniFilter::default())),
        ("read slots", Query::Slots(SlotFilter::default())),
        ("read settings", Query::Settings),
        ("read tunnels", Query::Tunnels),
    ];
    let mut probes = Vec::new();
    for (name, query) in reads {
        probes.push((name, client.one(&query, Urgency::User).await));
    }
    probes
}

fn token(report: &mut Report, verified: &Asked, works: bool, now: Timestamp) {
    match verified {
        Ok(Reply::Token(state)) => state_of(report, state, now),
        Ok(_) => {}
        Err(fault) if works => report.advise(
            "token",
            Level::Warn,
            format!("/user/tokens/verify does not know it, but reads work: {}", fault.headline()),
            "A token that belongs to an account and not to a user looks like this; its expiry is seen in the dashboard.",
        ),
        Err(fault) => report.fail("token", fault),
    }
}

fn state_of(report: &mut Report, state: &TokenState, now: Timestamp) {
    let status = text::clean(&state.status);
    if state.status != "active" {
        let next = "Make a new token in the dashboard (My Profile, API Tokens).";
        return report.advise("token", Level::Fail(3), format!("its state is {status}"), next);
    }
    let Some(written) = &state.expires_on else { return report.add("token", Level::Ok, "active; it does not expire") };
    let Ok(end) = written.parse::<Timestamp>() else {
        return report.add("token", Level::Ok, format!("active; expires on {}", text::clean(written)));
    };
    let left = end.as_second().saturating_sub(now.as_second());
    let days = left.div_euclid(86_400);
    let said = format!("active; expires on {}, {days} days left", end.strftime("%Y-%m-%d"));
    if left <= 0 {
        let said = format!("it expired on {}", end.strftime("%Y-%m-%d"));
        report.advise("token", Level::Fail(3), said, "Make a new token, or look at this machine's clock.");
    } else if days < DAYS_LEFT {
        report.advise("token", Level::Warn, said, "Roll it in the dashboard before that day.");
    } else {
        report.add("token", Level::Ok, said);
    }
}

fn seen(report: &mut Report, accounts: &Result<Vec<Account>, Fault>) {
    const MOST: usize = 5;
    match accounts {
        Ok(accounts) => {
            let named = |account: &Account| format!("{} ({})", text::clean(&account.name), account.id);
            let mut names: Vec<String> = accounts.iter().take(MOST).map(named).collect();
            if accounts.len() > MOST {
                names.push(format!("{} more", accounts.len() - MOST));
            }
            let names = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
            report.add("accounts seen", if accounts.is_empty() { Level::Warn } else { Level::Ok }, names);
        }
        Err(fault) => report.advise(
            "accounts seen",
            Level::Warn,
            format!("they cannot be listed: {}", fault.headline()),
            "Nothing else needs the list if the account is named (--account).",
        ),
    }
}

fn account(
    report: &mut Report,
    asker: &Asker,
    chosen: Option<&AccountId>,
    accounts: &Result<Vec<Account>, Fault>,
    works: bool,
) {
    const NAME_IT: &str = "Name it with --account, CLOUDFLARE_ACCOUNT_ID or `account` in the profile.";
    let Some(id) = chosen else {
        let (code, text) = match accounts {
            Ok(accounts) if accounts.is_empty() => (3, "the token sees none, and none is named".to_owned()),
            Ok(accounts) => (2, format!("none is named, and the token sees {}", accounts.len())),
            Err(fault) => (fault.exit_code(), "none is named, and they cannot be listed".to_owned()),
        };
        return report.advise("account", Level::Fail(code), text, NAME_IT);
    };
    let from = if asker.client.account().is_some() { &asker.account_source } else { "the only one" };
    let id_text = text::clean(id.as_str());
    match accounts.as_ref().ok().and_then(|accounts| accounts.iter().find(|account| account.id == *id)) {
        Some(found) => {
            report.add("account", Level::Ok, format!("{} ({id_text}), from {from}", text::clean(&found.name)));
        }
        None if works => {
            report.add("account", Level::Ok, format!("{id_text}, from {from}; not in the list, but reads work"));
        }
        None if accounts.is_err() => {
            report.add("account", Level::Info, format!("{id_text}, from {from}; not known whether the token sees it"));
        }
        None => {
            let text = format!("{id_text}, from {from}: the token does not see this account");
            report.advise("account", Level::Fail(3), text, "Check the tag, and the accounts that the token is for.");
        }
    }
}

fn permissions(report: &mut Report, probes: &[(&'static str, Asked)], taken: bool, chosen: Option<&AccountId>) {
    let denied = |asked: &Asked| {
        asked.as_ref().is_err_and(|fault| matches!(fault.kind, FaultKind::Token | FaultKind::Forbidden))
    };
    let on = chosen.map(|id| format!(" on account {}", text::clean(id.as_str()))).unwrap_or_default();
    let mut first = true;
    for (name, asked) in probes {
        match asked {
            Ok(_) => report.add(name, Level::Ok, "allowed"),
            Err(fault) if denied(asked) && taken => {
                let status = fault.status.map_or_else(|| "denied".to_owned(), |status| format!("denied ({status})"));
                let text = format!("{status}: needs {READS}{on}");
                if std::mem::take(&mut first) {
                    report.advise(name, Level::Fail(3), text, "Add it to the token, if the account is the right one.");
                } else {
                    report.add(name, Level::Fail(3), text);
                }
            }
            Err(_) if denied(asked) => report.add(name, Level::Info, "not known: the token is refused"),
            Err(fault) => report.fail(name, fault),
        }
    }
    let Some(((_, tunnels), cni)) = probes.split_last() else { return };
    if cni.iter().any(|(_, asked)| asked.is_ok()) {
        report.add("entitlement", Level::Ok, "the account has Network Interconnect");
    } else if tunnels.is_ok() && cni.iter().all(|(_, asked)| denied(asked)) {
        let text = "Magic tunnels can be read but nothing of CNI: the account seems to lack Network Interconnect";
        report.advise("entitlement", Level::Fail(3), text, "Ask your account team to enable it.");
    } else {
        report.add("entitlement", Level::Info, "not known: nothing could be read");
    }
}

fn changes(report: &mut Report, mode: Mode) {
    let text = "a write permission cannot be proven without writing; needs Magic WAN Write or Magic Transit Write";
    let here = match mode {
        Mode::ReadOnly => "this profile is read-only",
        Mode::Guarded => "this profile is locked until :write or --write",
        Mode::Write => "this profile allows changes",
    };
    report.add("changes", Level::Info, format!("{here}; {text}"));
}

fn clock(report: &mut Report, skew: Option<i64>) {
    match skew {
        None => report.add("clock", Level::Info, "not known: the answers carry no date"),
        Some(skew) if skew.abs() > SKEW => {
            let side = if skew > 0 { "behind" } else { "ahead of" };
            let text = format!("this machine is {} s {side} the server", skew.abs());
            report.advise("clock", Level::Warn, text, "Set the clock (NTP); certificates and expiries depend on it.");
        }
        Some(skew) => {
            let near = if skew.abs() <= 2 { "within 2 s of".to_owned() } else { format!("{} s off", skew.abs()) };
            report.add("clock", Level::Ok, format!("{near} the server's"));
        }
    }
}

fn limits(report: &mut Report, meter: Meter) {
    let told = match meter.remaining {
        Some(left) => format!("{left} calls left by the server's count"),
        None => "the server does not tell what is left".to_owned(),
    };
    let text = format!("{told}; {} in 5 minutes are the limit, shared with the dashboard", Meter::LIMIT);
    if meter.percent() >= 80 {
        report.advise("limits", Level::Warn, text, "Wait some minutes before you read much.");
    } else {
        report.add("limits", Level::Ok, text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(fill: impl FnOnce(&mut Report)) -> (u8, String) {
        let mut report = Report::default();
        fill(&mut report);
        (report.exit_code(), format!("{report:?}"))
    }

    #[test]
    fn the_days_of_a_token_are_counted() {
        let now: Timestamp = "2026-11-25T00:00:00Z".parse().unwrap();
        let of = |status: &str, end: Option<&str>| {
            let state = TokenState { status: status.to_owned(), expires_on: end.map(str::to_owned) };
            printed(|report| state_of(report, &state, now))
        };
        assert!(of("active", Some("2026-12-30T00:00:00Z")).1.contains("35 days left"));
        let soon = of("active", Some("2026-11-28T01:00:00Z"));
        assert!(soon.0 == 0 && soon.1.contains("Warn") && soon.1.contains("3 days left"), "{soon:?}");
        assert_eq!(of("active", Some("2026-11-24T00:00:00Z")).0, 3);
        assert_eq!(of("disabled", None).0, 3);
        assert!(of("active", None).1.contains("does not expire"));
    }

    #[test]
    fn a_clock_that_is_minutes_off_is_a_hint_and_not_a_failure() {
        for (skew, word) in [(Some(301), "behind"), (Some(-900), "ahead"), (Some(1), "within 2 s"), (None, "not known")]
        {
            let (code, text) = printed(|report| clock(report, skew));
            assert!(code == 0 && text.contains(word), "{text}");
        }
    }

    #[test]
    fn tunnels_without_any_cni_mean_a_missing_entitlement() {
        let no = || Err(Fault { status: Some(403), ..Fault::new(FaultKind::Forbidden, "no") });
        let probes = [("read slots", no()), ("read tunnels", Ok(Reply::Raw(String::new())))];
        let (code, text) = printed(|report| permissions(report, &probes, true, None));
        assert!(code == 3 && text.contains("entitlement") && text.contains("account team"), "{text}");
        assert!(text.contains("needs Magic WAN Read or Magic Transit Read"), "{text}");
    }
}
