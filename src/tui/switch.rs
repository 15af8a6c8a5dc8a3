//! Opens another profile or account beside the one in use, and proves that it works before that one is left.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use super::effects::Services;
use crate::domain::call::{Query, Urgency};
use crate::domain::{Fault, FaultKind, text};
use crate::workbench::Session;
use crate::workbench::switch::Target;

/// What a session works with, and what it is.
pub struct Opened {
    /// Talks, remembers.
    pub services: Services,
    /// What holds for the session.
    pub session: Session,
}

/// A session on its way.
pub type Connect = Pin<Box<dyn Future<Output = Result<Opened, Fault>> + Send>>;

/// Opens what was chosen; accounts of the token in use never come here.
pub type Open = Arc<dyn Fn(Target) -> Connect + Send + Sync>;

/// How a run comes to its sessions.
pub struct Doors {
    /// The first one; `None`: a person is asked what to open.
    pub first: Option<Connect>,
    /// The later ones.
    pub open: Open,
}

impl Doors {
    /// One session, and no way to another.
    pub fn only(first: Connect) -> Self {
        let open =
            |_| -> Connect { Box::pin(async { Err(Fault::new(FaultKind::Usage, "there is nothing else to open")) }) };
        Self { first: Some(first), open: Arc::new(open) }
    }
}

/// Opens a target. The account must answer before it takes the place of the present one.
pub(super) async fn go(
    target: Target,
    open: Open,
    services: Option<Services>,
    session: Session,
) -> Result<Opened, Fault> {
    let opened = match target {
        Target::Account(id) => {
            let Some(mut services) = services else {
                return Err(Fault::new(FaultKind::Bug, "an account was chosen and no token was read"));
            };
            services.client = services.client.with_account(id.clone());
            let named = session.accounts.iter().find(|account| account.id == id).map(|account| account.name.clone());
            let account_name = text::clean(named.as_deref().filter(|name| !name.is_empty()).unwrap_or(id.as_str()));
            Opened { services, session: Session { account: Some(id), account_name, ..session } }
        }
        other => open(other).await?,
    };
    let client = &opened.services.client;
    if client.account().is_some() {
        client.one(&Query::Settings, Urgency::User).await?;
    }
    Ok(opened)
}
