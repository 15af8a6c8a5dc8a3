//! The server does not take the token: what is said, and how a new token is found without a restart.

use std::time::Duration;

use super::effect::Effect;
use super::model::Model;
use super::panes::Tone;
use crate::domain::{Fault, FaultKind};

/// How often the token is looked for again by itself.
const EVERY: Duration = Duration::from_mins(1);

/// Stops all reading because of a fault; `call` is what was asked.
pub(super) fn stop(model: &mut Model, fault: &Fault, call: Option<String>) {
    let now = model.now.mono;
    model.stopped = Some(fault.clone());
    model.stopped_call = call;
    if is_token(fault) {
        // At once, for it may have been rolled already; then now and then.
        model.token_due = Some(model.token_due.map_or(now, |due| due.max(now)));
    }
    model.redraw = true;
}

fn is_token(fault: &Fault) -> bool {
    matches!(fault.kind, FaultKind::Token | FaultKind::NoToken)
}

/// When the token is to be read again; `None`: not by itself.
pub(super) fn due_at(model: &Model) -> Option<Duration> {
    model.token_due.filter(|_| !model.paused && model.stopped.as_ref().is_some_and(is_token))
}

/// Orders a look at the token's source where it is due.
pub(super) fn due(model: &mut Model) -> Option<Effect> {
    let now = model.now.mono;
    due_at(model).filter(|due| *due <= now)?;
    model.token_due = Some(now + EVERY);
    Some(Effect::RereadToken)
}

/// The token was read again: whether it differs, or why it could not be read. `true`: go on.
pub(super) fn reread(model: &mut Model, result: Result<bool, Fault>) -> bool {
    let wall = model.now.wall;
    match result {
        Ok(true) => {
            model.stopped = None;
            model.activity.note(wall, "the token in its source has changed: going on with the new one".to_owned());
            model.say("the token has changed: reading again with the new one", Tone::Good);
            true
        }
        Ok(false) => false,
        Err(fault) => {
            model.activity.note(wall, format!("the token cannot be read again: {}", fault.headline()));
            false
        }
    }
}

impl Model {
    /// Why nothing is read: status, call, what is missing, what to press; the most useful first.
    pub fn stop_words(&self) -> Option<String> {
        let fault = self.stopped.as_ref()?;
        let status = fault.status.map(|status| format!("{status} on ")).unwrap_or_default();
        let call = self.stopped_call.as_deref().unwrap_or("the last call");
        let account = &self.session.account_name;
        let missing =
            if fault.status == Some(403) { "needs Magic WAN or Transit Read" } else { "token not accepted (expired?)" };
        let again = self.spell("<refresh> tries again");
        Some(format!("{status}{call}: {missing}; {again}. Account {account}. {}", fault.headline()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::flows::change::DryRunPolicy;
    use super::super::{Msg, Now, Session, update};
    use super::*;
    use crate::domain::Schema;
    use crate::domain::call::Meter;

    fn refused(status: u16, kind: FaultKind) -> Model {
        let session = Session {
            profile: "a".into(),
            account: Some("acc".into()),
            account_name: "Lumenfold".into(),
            schema: Schema::Published,
            mode: crate::domain::Mode::ReadOnly,
            simulated: true,
            dry_run: DryRunPolicy::Ask,
            ..Session::default()
        };
        let mut model = Model::new(session, (80, 24), Now::default());
        let asked = model.start();
        let Some(Effect::Ask { ticket, .. }) = asked.first() else { panic!("{asked:?}") };
        let fault = Fault { status: Some(status), ..Fault::new(kind, "no") };
        let ended = Msg::Ended { ticket: *ticket, result: Err(fault), took: Duration::ZERO, meter: Meter::default() };
        let effects = update(&mut model, Now::default(), ended);
        assert_eq!(effects.contains(&Effect::RereadToken), kind == FaultKind::Token, "{effects:?}");
        model
    }

    fn at(seconds: u64) -> Now {
        Now { mono: Duration::from_secs(seconds), ..Now::default() }
    }

    #[test]
    fn the_token_is_looked_for_once_a_minute_and_a_new_one_goes_on() {
        let mut model = refused(401, FaultKind::Token);
        assert_eq!(update(&mut model, at(30), Msg::Woke), []);
        assert!(model.wake_at().unwrap() <= Duration::from_mins(1));
        assert_eq!(update(&mut model, at(61), Msg::Woke), [Effect::RereadToken]);
        assert_eq!(update(&mut model, at(62), Msg::TokenRead(Ok(false))), []);
        assert!(model.stopped.is_some());
        let effects = update(&mut model, at(63), Msg::TokenRead(Ok(true)));
        assert!(model.stopped.is_none() && matches!(effects.first(), Some(Effect::Ask { .. })), "{effects:?}");
    }

    #[test]
    fn the_banner_names_the_call_the_permission_and_the_account() {
        let words = refused(403, FaultKind::Forbidden).stop_words().unwrap();
        assert!(words.starts_with("403 on list of Interconnects: needs Magic WAN or Transit Read;"), "{words}");
        assert!(words.contains("r tries again") && words.contains("Lumenfold"), "{words}");
        let words = refused(401, FaultKind::Token).stop_words().unwrap();
        assert!(words.starts_with("401 on list of Interconnects: token not accepted (expired?);"), "{words}");
    }
}
