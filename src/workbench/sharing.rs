//! The budget among several processes of one person on this machine: each takes its part. No rows are shared: there is
//! no old copy that could be trusted by mistake, and none waits for another.

use std::time::Duration;

use super::effect::Effect;
use super::model::Model;
use crate::domain::Fault;

/// How often the others are counted.
const EVERY: Duration = Duration::from_mins(1);

/// What is known of the others.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sharing {
    due: Duration,
    /// That they cannot be counted was said.
    told: bool,
}

/// When the others are counted; a simulator of our own is shared with nobody.
pub(super) fn due_at(model: &Model) -> Option<Duration> {
    let alone = model.session.simulated || model.session.account.is_none() || model.paused;
    (!alone).then_some(model.sharing.due)
}

/// Orders a count where it is due.
pub(super) fn due(model: &mut Model) -> Option<Effect> {
    let now = model.now.mono;
    due_at(model).filter(|due| *due <= now)?;
    model.sharing.due = now + EVERY;
    Some(Effect::CountSharers)
}

/// They were counted, or why not: then this process works as if it were alone.
pub(super) fn counted(model: &mut Model, result: Result<u32, Fault>) {
    let now = model.now;
    match result {
        Ok(sharers) if sharers != model.refresh.sharers => {
            let said = match sharers {
                0 | 1 => "no other meetme of yours reads here any more: the whole budget is ours again".to_owned(),
                2 => "another meetme of yours reads here: each takes half of the budget".to_owned(),
                more => format!("{} others of yours read here: each takes 1/{more} of the budget", more - 1),
            };
            model.activity.note(now.wall, said);
            model.refresh.share(sharers, now.mono);
            model.redraw = true;
        }
        Ok(_) => {}
        Err(fault) if !model.sharing.told => {
            model.sharing.told = true;
            let said = format!("others of yours that read here cannot be counted: {}", fault.what);
            model.activity.note(now.wall, crate::domain::text::clean(&said));
        }
        Err(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::update::tests::session;
    use super::super::{Msg, Now, Session, update};
    use super::*;
    use crate::domain::FaultKind;

    #[test]
    fn the_others_are_counted_each_minute_and_each_takes_its_part() {
        let mut model = Model::new(Session { simulated: false, ..session() }, (80, 24), Now::default());
        assert!(model.start().contains(&Effect::CountSharers), "before the first polls");
        let at = |seconds| Now { mono: Duration::from_secs(seconds), ..Now::default() };
        let whole = model.refresh.purse.rate();
        update(&mut model, at(1), Msg::SharersCounted(Ok(2)));
        assert!((model.refresh.purse.rate() - whole / 2.0).abs() < 1e-9);
        let counts = |effects: Vec<Effect>| effects.contains(&Effect::CountSharers);
        assert!(!counts(update(&mut model, at(59), Msg::Woke)) && counts(update(&mut model, at(60), Msg::Woke)));
        for _ in 0..2 {
            let fault = Fault::new(FaultKind::Local, "read-only");
            update(&mut model, at(61), Msg::SharersCounted(Err(fault)));
        }
        let notes = model.activity.newest().filter(|entry| entry.what.contains("cannot be counted")).count();
        assert_eq!((notes, model.refresh.sharers), (1, 2), "said once, and what was known holds");
        update(&mut model, at(62), Msg::SharersCounted(Ok(1)));
        assert!((model.refresh.purse.rate() - whole).abs() < 1e-9);
    }

    #[test]
    fn a_profile_that_takes_a_part_takes_it_of_its_share() {
        let whole = Model::new(session(), (80, 24), Now::default()).refresh.purse.rate();
        let mut model = Model::new(Session { poll_part: 4, simulated: false, ..session() }, (80, 24), Now::default());
        assert!((model.refresh.purse.rate() - whole / 4.0).abs() < 1e-9);
        update(&mut model, Now::default(), Msg::SharersCounted(Ok(2)));
        assert!((model.refresh.purse.rate() - whole / 8.0).abs() < 1e-9);
    }

    #[test]
    fn a_simulator_of_our_own_is_shared_with_nobody() {
        let mut model = Model::new(session(), (80, 24), Now::default());
        assert!(!model.start().contains(&Effect::CountSharers));
    }
}
