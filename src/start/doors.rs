//! The sessions of one run of the workbench: the first, and those that a person goes over to.

use std::sync::Arc;

use meetme::cli::Args;
use meetme::config::{Env, Flags};
use meetme::domain::Fault;
use meetme::domain::call::{Query, Reply, Urgency};
use meetme::tui::{Connect, Doors, Opened};
use meetme::workbench::Session;
use meetme::workbench::switch::Target;

use super::{Plan, named_account, open, outline, with_token};

/// The ways to sessions; without a token there is no first one.
pub(crate) fn doors(plan: Plan, args: &Args, env: &Env) -> Doors {
    let (env, flags, home) = (Arc::new(env.clone()), args.flags(), plan.config.profile.clone());
    let first: Option<Connect> = plan.has_token(&env).then(|| Box::pin(connect(plan, Arc::clone(&env))) as Connect);
    let open = move |target| -> Connect {
        let (flags, demo) = match target {
            // What was said on the command line was said of the first profile; what protects holds for all.
            Target::Profile(name) if name == home => (Flags { profile: Some(name), ..flags.clone() }, None),
            Target::Profile(name) => {
                let flags = Flags {
                    profile: Some(name),
                    config: flags.config.clone(),
                    read_only: flags.read_only,
                    no_audit: flags.no_audit,
                    ca_file: flags.ca_file.clone(),
                    letters_dir: flags.letters_dir.clone(),
                    ..Flags::default()
                };
                (flags, None)
            }
            Target::Demo | Target::Account(_) => (Flags::default(), Some("typical".to_owned())),
        };
        let env = Arc::clone(&env);
        Box::pin(async move {
            let plan = with_token(outline(&flags, demo, &env)?, &env)?;
            connect(plan, env).await
        })
    };
    Doors { first, open: Arc::new(open) }
}

/// Connects; a simulator lives as long as the program.
async fn connect(plan: Plan, env: Arc<Env>) -> Result<Opened, Fault> {
    let (mut services, name, simulator) = open(&plan, &env).await?;
    std::mem::forget(simulator);
    let mut session = Session { account: services.client.account().cloned(), ..plan.session };
    if session.account.is_none()
        && let Reply::Accounts(accounts) = services.client.one(&Query::Accounts, Urgency::User).await?
    {
        match accounts.as_slice() {
            // Of several, a person says which.
            [_, _, ..] => {}
            _ => {
                let (id, name) = named_account(&accounts)?;
                services.client = services.client.with_account(id.clone());
                session.account = Some(id);
                session.account_name = meetme::domain::text::clean(&name);
            }
        }
        session.accounts = accounts;
    }
    if let Some(name) = name {
        session.account_name = meetme::domain::text::clean(&name);
    }
    Ok(Opened { services, session })
}
