//! Whether this session may change things now. What is decided here is an order to the client, whose own gate holds.

use std::time::Duration;

use super::command::Scope;
use super::effect::Effect;
use super::form::{Form, Spec};
use super::model::Model;
use super::panes::Tone;
use super::session::Session;
use super::sheet::Sheet;
use crate::domain::draft::Problem;
use crate::domain::gate::{USUAL, length};
use crate::domain::{Grant, Mode, text};

/// The gate as the screen knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// Never open.
    ReadOnly,
    /// Locked until a person unlocks.
    Locked,
    /// Unlocked until this moment.
    Until(Duration),
    /// Unlocked for the session.
    Open,
}

impl Gate {
    /// As a session begins.
    pub fn of(session: &Session) -> Self {
        match session.mode {
            Mode::ReadOnly => Self::ReadOnly,
            Mode::Write if !session.protect => Self::Open,
            Mode::Guarded | Mode::Write => Self::Locked,
        }
    }

    /// What the client is told.
    pub(super) fn grant(self, now: Duration) -> Grant {
        match self {
            Self::ReadOnly | Self::Locked => Grant::Shut,
            Self::Until(end) => Grant::For(end.saturating_sub(now)),
            Self::Open => Grant::Open,
        }
    }
}

static ACCOUNT: Spec = Spec::new(
    "account",
    "Account",
    "type the account's name or its tag as the header shows it; this profile is protected",
);

/// The question before writing is unlocked; what it lies over comes back.
#[derive(Debug, Clone, PartialEq)]
pub struct Unlock {
    /// Why it is asked.
    pub why: String,
    /// For how long.
    pub span: Duration,
    /// Asks for the account's name where the profile is protected; else it has no field.
    pub form: Form,
    /// What was on the screen.
    pub under: Option<Box<Sheet>>,
}

impl Unlock {
    /// A name has to be typed.
    pub fn types(&self) -> bool {
        !self.form.fields.is_empty()
    }
}

impl Model {
    /// Why nothing may be changed now, and what to do; `None`: it may.
    pub fn locked(&self) -> Option<&'static str> {
        match self.gate {
            _ if self.receipts.trouble.is_some() => {
                Some("changes are off: they cannot be written down (<log> says why)")
            }
            Gate::ReadOnly => Some("read-only by flag, environment or profile; it is not lifted from inside"),
            Gate::Locked => Some("locked: <write> unlocks for 15 minutes"),
            Gate::Until(end) if end <= self.now.mono => Some("locked: <write> unlocks for 15 minutes"),
            Gate::Until(_) | Gate::Open => None,
        }
    }

    /// The gate in words for the header; nothing where nothing is at stake.
    pub fn gate_words(&self) -> Option<(String, Tone)> {
        match self.gate {
            Gate::ReadOnly => Some(("READ-ONLY".to_owned(), Tone::Good)),
            _ if self.receipts.trouble.is_some() => Some(("CHANGES OFF".to_owned(), Tone::Warn)),
            Gate::Locked => Some(("LOCKED".to_owned(), Tone::Good)),
            Gate::Until(end) => {
                let left = super::age::wait(end.saturating_sub(self.now.mono));
                Some((format!("WRITE {left}"), Tone::Warn))
            }
            Gate::Open if self.session.simulated => None,
            Gate::Open => Some(("WRITE".to_owned(), Tone::Warn)),
        }
    }

    /// When those words change by themselves.
    pub(super) fn gate_changes_at(&self) -> Option<Duration> {
        let Gate::Until(end) = self.gate else { return None };
        let now = self.now.mono;
        let left = end.saturating_sub(now);
        // Whole minutes are counted up to the next one, the last two minutes by the second.
        let step = if left > Duration::from_mins(2) { 60 } else { 1 };
        let whole = left.as_secs() / step * step;
        let next = if Duration::from_secs(whole) == left { whole.saturating_sub(step) } else { whole };
        Some(end.saturating_sub(Duration::from_secs(next)).max(now))
    }
}

/// `:write`: unlocks, or asks for the account's name first.
pub(super) fn unlock(model: &mut Model, span: Duration) -> Vec<Effect> {
    if model.gate == Gate::ReadOnly {
        model.say(&model.spell(model.locked().unwrap_or_default()), Tone::Warn);
        return vec![];
    }
    if model.session.protect {
        let under = model.sheet.take().map(Box::new);
        ask(model, "This profile is protected.", span, under);
        return vec![];
    }
    open(model, span)
}

/// `:lock`: at once.
pub(super) fn lock(model: &mut Model) -> Vec<Effect> {
    model.gate = Gate::Locked;
    model.activity.note(model.now.wall, "writing was locked");
    model.say("locked: nothing is changed from here", Tone::Good);
    vec![Effect::Gate(Grant::Shut)]
}

/// Something was about to be sent and may not be: asks whether to unlock. What was on the screen comes back untouched.
pub(super) fn ask_first(model: &mut Model, under: Sheet) {
    if model.gate == Gate::ReadOnly || model.receipts.trouble.is_some() {
        model.say(&model.spell(model.locked().unwrap_or_default()), Tone::Warn);
        model.sheet = Some(under);
        return;
    }
    let why = "Not sent: writing is locked. What you typed is kept.";
    ask(model, why, USUAL, Some(Box::new(under)));
}

fn ask(model: &mut Model, why: &str, span: Duration, under: Option<Box<Sheet>>) {
    let fields = model.session.protect.then(|| (&ACCOUNT, String::new()));
    model.sheet = Some(Sheet::Unlock(Box::new(Unlock { why: why.to_owned(), span, form: Form::new(fields), under })));
    model.redraw = true;
}

/// The answer to the question.
pub(super) fn answered(model: &mut Model, mut question: Box<Unlock>, yes: bool) -> Vec<Effect> {
    if yes && question.types() {
        let typed = question.form.text(ACCOUNT.name);
        let tag = model.session.account.as_ref().map_or("", crate::domain::AccountId::as_str);
        if typed.is_empty() || (typed != model.session.account_name && typed != tag) {
            let name = &model.session.account_name;
            // A look-alike must not pass for what was typed (RELIABILITY X4).
            let spelled = if name.is_ascii() { String::new() } else { format!(", spelled {}", text::escaped(name)) };
            let text = format!("that is not it; the account is {name}{spelled}");
            question.form.show(vec![Problem::error(ACCOUNT.name, text)]);
            model.sheet = Some(Sheet::Unlock(question));
            return vec![];
        }
    }
    let span = question.span;
    model.sheet = question.under.map(|under| *under);
    if yes { open(model, span) } else { vec![] }
}

fn open(model: &mut Model, span: Duration) -> Vec<Effect> {
    let end = model.now.mono + span;
    model.gate = Gate::Until(end);
    let at = model.now.wall.checked_add(jiff::SignedDuration::try_from(span).unwrap_or_default());
    let at = model.minute(at.unwrap_or(model.now.wall));
    model.activity.note(model.now.wall, format!("writing was unlocked until {at}"));
    let keys = model.keymap.spell(Scope::Browse, "<lock> locks before that, <write> again takes more time");
    model.say(&format!("unlocked until {at}; {keys}"), Tone::Warn);
    vec![Effect::Gate(Grant::For(span))]
}

/// The time box ends by itself.
pub(super) fn tick(model: &mut Model) {
    if matches!(model.gate, Gate::Until(end) if end <= model.now.mono) {
        model.gate = Gate::Locked;
        model.activity.note(model.now.wall, "writing locked itself: its time was over");
        let said = model.spell("writing has locked itself: its time is over; <write> unlocks again");
        model.say(&said, Tone::Good);
    }
}

/// What is typed in the palette as `write 30m`: for how long, or why not. `None`: something else is typed.
pub(super) fn typed(text: &str) -> Option<Result<Duration, String>> {
    let rest = text.strip_prefix("write")?;
    if !rest.starts_with(char::is_whitespace) || rest.trim().is_empty() {
        return None;
    }
    Some(length(rest))
}
