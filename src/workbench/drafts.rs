//! Unfinished forms: kept a moment after the last key, offered at the next start, thrown away when the change is over.

use std::time::Duration;

use super::command::{Command, Scope};
use super::effect::Effect;
use super::flows::Flow;
use super::flows::change::{Kind, Stage};
use super::form::{Form, Sort};
use super::model::Model;
use super::panes::Tone;
use super::picker::{Choice, Entry, Picker};
use super::sheet::Sheet;
use crate::domain::inverse::Inverse;
use crate::domain::kept::Kept;
use crate::domain::{Fault, text};

/// From the last key to the disk.
pub const PAUSE: Duration = Duration::from_secs(1);

/// What is kept of forms.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Drafts {
    /// What sessions left that are gone, the newest first.
    pub left: Vec<Kept>,
    /// The form as it was seen last.
    seen: Option<Kept>,
    /// When that is written.
    due: Option<Duration>,
    /// It, or an earlier state of it, is on the disk.
    written: Option<Kept>,
    /// What another session left of it: thrown away when our own is written.
    instead: Option<Kept>,
    /// What is put into the form as soon as it is open.
    resuming: Option<Resuming>,
    /// Its last step was refused.
    troubled: bool,
    /// That it cannot be kept was said.
    told: bool,
}

/// What waits for its form.
#[derive(Debug, Clone, PartialEq)]
enum Resuming {
    Draft(Kept),
    Undo(Inverse),
}

impl Form {
    /// What is in the fields, by their names, and the names of those that are not kept. `all`: also what the form began
    /// with, where that is part of what was asked for.
    pub fn to_draft(&self, all: bool) -> (Vec<(String, String)>, Vec<String>) {
        let wanted = self.fields.iter().filter(|field| field.is_touched() || all && !field.text.text().is_empty());
        let wanted = wanted.filter(|field| field.spec.sort != Sort::Consent);
        let (secret, open): (Vec<_>, Vec<_>) = wanted.partition(|field| field.spec.sort == Sort::Secret);
        let fields = open.iter().map(|field| (field.spec.name.to_owned(), field.text.text().to_owned())).collect();
        (fields, secret.iter().map(|field| field.spec.name.to_owned()).collect())
    }

    /// Puts a draft back. Answers the names that this form does not have.
    pub fn from_draft(&mut self, fields: &[(String, String)]) -> Vec<String> {
        let mut unknown = Vec::new();
        for (name, text) in fields {
            match self.fields.iter().find(|field| field.spec.name == name).map(|field| field.spec) {
                Some(spec) if spec.sort.is_kept() => self.set(spec.name, text),
                _ => unknown.push(name.clone()),
            }
        }
        unknown
    }
}

impl Model {
    /// The form in front as it would be kept, if something in it would be lost.
    fn form_now(&self) -> Option<Kept> {
        let Some(Sheet::Change(flow, _)) = self.sheet.as_ref().and_then(Sheet::bottom) else { return None };
        let open = !matches!(flow.stage, Stage::Opening(_) | Stage::Ended(_)) && !flow.kind.is_removal();
        if !open || !flow.is_dirty() {
            return None;
        }
        let (fields, left_out) = flow.form.to_draft(!flow.kind.is_edit());
        Some(Kept {
            profile: self.session.profile.clone(),
            account: self.session.account.as_ref().map(ToString::to_string).unwrap_or_default(),
            flow: flow.kind.id().to_owned(),
            about: about(&flow.kind),
            at: jiff::Timestamp::UNIX_EPOCH,
            opened: flow.opened_with(&fields),
            fields,
            left_out,
            owner: String::new(),
        })
    }

    /// The form that is not written yet, as it would be: for an end that leaves no time.
    pub fn unsaved(&self) -> Option<Kept> {
        self.drafts.due?;
        let seen = self.drafts.seen.clone()?;
        Some(Kept { at: self.now.wall, ..seen })
    }

    /// When the form is written.
    pub(super) fn draft_due(&self) -> Option<Duration> {
        self.drafts.due
    }
}

fn about(kind: &Kind) -> String {
    match kind {
        Kind::EditCni(edit) => edit.cni.id.to_string(),
        Kind::EditHealthCheck(edit) => edit.tunnel.id.to_string(),
        _ => String::new(),
    }
}

/// Follows the form in front after each message; what is to be done about its draft goes before the other orders.
pub(super) fn follow(model: &mut Model, effects: &mut Vec<Effect>) {
    resume_opened(model);
    let (now, wall) = (model.now.mono, model.now.wall);
    let trouble = matches!(
        model.sheet.as_ref().and_then(Sheet::bottom), Some(Sheet::Change(flow, _)) if flow.trouble.is_some()
    );
    let form = model.form_now();
    let quits = effects.iter().any(|effect| matches!(effect, Effect::Quit(_)));
    let drafts = &mut model.drafts;
    let refused = trouble && !std::mem::replace(&mut drafts.troubled, trouble);
    if form != drafts.seen {
        drafts.seen.clone_from(&form);
        drafts.due = form.is_some().then_some(now + PAUSE);
    }
    match form {
        Some(form) => {
            // What was refused, or is about to be left, is not waited for.
            if drafts.due.is_some_and(|due| due <= now || refused || quits) {
                drafts.due = None;
                drafts.written = Some(form.clone());
                let instead = drafts.instead.take().map(Box::new);
                effects.insert(0, Effect::Keep(Box::new(Kept { at: wall, ..form }), instead));
            }
        }
        None => {
            let over = drafts.written.take().into_iter().chain(drafts.instead.take());
            effects.splice(0..0, over.map(|kept| Effect::Forget(Box::new(kept))));
        }
    }
}

/// What the disk had was read.
pub(super) fn reclaimed(model: &mut Model, result: Result<(Vec<Kept>, usize), Fault>) {
    match result {
        Err(fault) => model.activity.note(model.now.wall, format!("drafts cannot be read: {}", fault.headline())),
        Ok((left, broken)) => {
            if broken > 0 {
                let said = format!("{broken} drafts could not be read; they were moved aside (.corrupt-TIME)");
                model.activity.note(model.now.wall, said);
            }
            model.drafts.left = left;
            if model.drafts.left.is_empty() {
                return;
            }
            if model.sheet.is_none() && !model.filtering {
                offer(model);
            } else {
                model.say(&model.spell("a form was not finished: <drafts> brings it back"), Tone::Warn);
            }
        }
    }
}

/// A form could not be kept: said once, for it will fail again.
pub(super) fn failed(model: &mut Model, fault: &Fault) {
    model.activity.note(model.now.wall, format!("a draft could not be kept: {}", fault.headline()));
    if !std::mem::replace(&mut model.drafts.told, true) {
        model.say(&format!("what you type is not kept over an end: {}", fault.headline()), Tone::Warn);
    }
}

/// The question: back, away, or later.
pub(super) fn offer(model: &mut Model) {
    let mut entries = Vec::new();
    for kept in &model.drafts.left {
        let secrets = match kept.left_out.len() {
            0 => String::new(),
            _ => format!(", without {}", kept.left_out.join(", ")),
        };
        let hint = format!("typed until {}{secrets}", model.day(kept.at));
        entries.push(Entry::new(&format!("go on: {}", kept.subject()), &hint, Choice::Resume(Box::new(kept.clone()))));
    }
    for kept in &model.drafts.left {
        let choice = Choice::Discard(Box::new(kept.clone()));
        entries.push(Entry { tone: Tone::Dim, ..Entry::new(&format!("throw away: {}", kept.subject()), "", choice) });
    }
    let back = model.keymap.word(Scope::Pick, Command::Back);
    entries.push(Entry::new("later: ask at the next start", &back, Choice::Later));
    model.sheet = Some(Sheet::Pick(Box::new(Picker::new("A form was not finished", entries))));
    model.redraw = true;
}

/// A person wants none of it; the others are offered again.
pub(super) fn discard(model: &mut Model, kept: Box<Kept>) -> Vec<Effect> {
    model.drafts.left.retain(|other| *other != *kept);
    if !model.drafts.left.is_empty() {
        offer(model);
    }
    vec![Effect::Forget(kept)]
}

/// Why there is nothing to offer.
pub(super) fn disabled(model: &Model) -> Option<&'static str> {
    model.drafts.left.is_empty().then_some("no form was left unfinished")
}

/// The form to open again, or none, and why not; what was typed is put into it as soon as it is open.
pub(super) fn resume(model: &mut Model, kept: Kept) -> Option<Kind> {
    if model.session.mode == crate::domain::Mode::ReadOnly {
        model.say("read-only: the draft stays for a session that may change things", Tone::Warn);
        return None;
    }
    let kind = match kind(model, &kept) {
        Ok(kind) => kind,
        Err(why) => {
            model.say(&model.spell(why), Tone::Warn);
            return None;
        }
    };
    model.drafts.left.retain(|other| *other != kept);
    model.drafts.resuming = Some(Resuming::Draft(kept));
    Some(kind)
}

fn kind(model: &Model, kept: &Kept) -> Result<Kind, &'static str> {
    use super::flows::{CreateCni, CreateInterconnect, CreatePartner, EditCni, EditHealthCheck, EditSettings};
    let unread = "what it is about is not read yet; <drafts> brings the form back when it is";
    Ok(match kept.flow.as_str() {
        "create-interconnect" => Kind::CreateInterconnect(CreateInterconnect { slot: None }),
        "create-partner-interconnect" => Kind::CreatePartner(CreatePartner),
        "create-cni" => Kind::CreateCni(CreateCni { over: None, name: String::new() }),
        "edit-cni" => {
            let cni = model.cnis.list.rows.iter().find(|cni| cni.id.as_str() == kept.about).ok_or(unread)?;
            Kind::EditCni(Box::new(EditCni { cni: cni.clone() }))
        }
        "edit-health-check" => {
            let tunnel = model.tunnels.list.rows.iter().find(|row| row.id.as_str() == kept.about).ok_or(unread)?;
            Kind::EditHealthCheck(Box::new(EditHealthCheck { tunnel: tunnel.clone() }))
        }
        "edit-settings" => {
            let settings = model.settings.list.rows.first().ok_or(unread)?;
            Kind::EditSettings(Box::new(EditSettings { settings: settings.clone() }))
        }
        _ => return Err("this version does not know that form; it stays where it is"),
    })
}

/// The inverse change goes into the form that was just opened for it, as soon as that holds what is there now.
pub(super) fn undo_when_open(model: &mut Model, inverse: Inverse) {
    model.drafts.resuming = Some(Resuming::Undo(inverse));
}

impl Flow {
    /// What the server held in these fields when the form was opened; of a new object, nothing.
    fn opened_with(&self, fields: &[(String, String)]) -> Vec<(String, String)> {
        let own = self.form.fields.iter().filter(|_| self.kind.is_edit());
        let kept = own.filter(|field| fields.iter().any(|(name, _)| name == field.spec.name));
        let opened = kept.map(|field| {
            let opened = self.opened_at(field.spec.name).unwrap_or(field.baseline());
            (field.spec.name.to_owned(), opened.to_owned())
        });
        opened.collect()
    }

    /// Puts what was there into the fields. Answers what to say about it.
    fn undo(&mut self, inverse: &Inverse) -> String {
        let (mut back, mut sent) = (Vec::new(), Vec::new());
        for name in self.form.fields.iter().map(|field| field.spec.name) {
            // What that change left alone is nobody's to put back: somebody else may have changed it since.
            if let Some((was, put)) = inverse.was(name).zip(inverse.sent(name)).filter(|(was, put)| was != put) {
                back.push((name.to_owned(), was));
                sent.push((name.to_owned(), put));
            }
        }
        self.put_over(&back, &sent);
        let missing = inverse.missing();
        let but =
            if missing.is_empty() { String::new() } else { format!("; {} was not kept: type it", missing.join(", ")) };
        if matches!(self.stage, Stage::Merge(_)) {
            text::clean(&format!("undo: the server holds something else than was sent{but}"))
        } else if self.is_dirty() {
            text::clean(&format!("undo: the fields are as they were before the change{but}; validate, then commit"))
        } else {
            text::clean(&format!("it is as it was before the change already{but}"))
        }
    }
}

/// The form that is resumed has been opened: what was typed goes into it.
fn resume_opened(model: &mut Model) {
    if model.drafts.resuming.is_none() {
        return;
    }
    let Some(Sheet::Change(flow, _)) = model.sheet.as_mut().and_then(Sheet::bottom_mut) else {
        // It was left before it was open: a draft is still on the disk.
        if let Some(Resuming::Draft(kept)) = model.drafts.resuming.take() {
            model.drafts.left.push(kept);
        }
        return;
    };
    if flow.stage != Stage::Fill {
        return;
    }
    let kept = match model.drafts.resuming.take() {
        None => return,
        Some(Resuming::Draft(kept)) => kept,
        Some(Resuming::Undo(inverse)) => {
            let said = flow.undo(&inverse);
            model.say(&said, Tone::Warn);
            return;
        }
    };
    let unknown = flow.put_over(&kept.fields, &kept.opened);
    let foreign = matches!(flow.stage, Stage::Merge(_));
    let missing: Vec<&str> = unknown.iter().chain(&kept.left_out).map(String::as_str).collect();
    let without = if missing.is_empty() { String::new() } else { format!(", without {}", missing.join(", ")) };
    let next = if foreign { "somebody changed the object meanwhile" } else { "validate it anew" };
    let said = text::clean(&format!("the form is as it was left{without}; {next}"));
    model.drafts.instead = Some(kept);
    model.say(&said, Tone::Good);
}
