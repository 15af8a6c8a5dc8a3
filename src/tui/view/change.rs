//! A change, as it is seen: form, layers, foreign changes, review, verdict.

use ratatui::layout::Position;

use super::pen::{Pen, below, indented};
use super::sheet::{fault, form, framed, say};
use super::verdict;
use crate::domain::change::Review;
use crate::domain::draft::Change;
use crate::workbench::flows::change::{Lost, Merge, RECONCILE_AT, Stage};
use crate::workbench::flows::layer::{Layer, Layers};
use crate::workbench::flows::typed_name::written;
use crate::workbench::flows::{Flow, said};
use crate::workbench::geometry::Area;
use crate::workbench::panes::Tone;
use crate::workbench::{Model, age};

pub(super) fn paint(pen: &mut Pen<'_>, model: &Model, flow: &Flow, leaving: bool, body: Area) -> Option<Position> {
    let area = framed(pen, body, &format!("{} in {}", flow.kind.plan().title(), model.session.account_name));
    let written: Vec<String> = flow.kind.plan().names().into_iter().filter_map(written).collect();
    let area = written.iter().fold(area, |area, line| below(area, pen.wrapped(area, line, Tone::Warn)));
    match &flow.stage {
        Stage::Opening(_) => say(pen, area, "Reading it, so that the form begins with what the server holds now..."),
        Stage::Merge(merge) => self::merge(pen, model, merge, area),
        Stage::Review(review, _) => self::review(pen, model, flow, review, area),
        Stage::Ended(ending) => verdict::paint(pen, model, flow, ending, area),
        Stage::Reconcile(lost) => self::lost(pen, model, lost, area),
        Stage::Committing(..) => {
            say(pen, area, "Committed. Waiting for the verdict; no key does anything until it comes.");
        }
        Stage::Reread(..) => say(pen, area, "Reading once more before the commit..."),
        Stage::ReadBack(..) => say(pen, area, "The server said yes; reading it back..."),
        _ => {
            let (rest, cursor) = form(pen, model, &flow.form, "Validate", area);
            let rest = layers(pen, &flow.layers, rest);
            if leaving {
                let text = model.spell("Throw away what you typed? <yes>: yes, <no>: no");
                pen.wrapped(below(rest, 1), &text, Tone::Warn);
                return None;
            }
            if matches!(flow.stage, Stage::AskDryRun(..)) {
                pen.wrapped(below(rest, 1), &model.spell(ASK), Tone::Warn);
                return None;
            }
            if let Some(trouble) = &flow.trouble {
                fault(pen, trouble, below(rest, 1));
            }
            return cursor.filter(|_| flow.stage == Stage::Fill);
        }
    }
    None
}

const ASK: &str = "Let the server check it too (validate_only=true)? The published description of this call does not list \
                   that, so a server that does not know it may create the interconnect at once. A fresh read afterwards \
                   proves which. <yes>: ask the server, <no>: go on without";

fn layers(pen: &mut Pen<'_>, layers: &Layers, area: Area) -> Area {
    let mut rest = area;
    for (name, layer) in layers.named() {
        let (sign, text, tone) = match layer {
            Layer::Waiting => (" ", String::new(), Tone::Dim),
            Layer::Running(what) => (".", (*what).to_owned(), Tone::Busy),
            Layer::Passed(what) => ("+", what.clone(), Tone::Good),
            Layer::Skipped(why) => ("-", format!("left out: {why}"), Tone::Warn),
            Layer::Failed(why) => ("!", why.clone(), Tone::Bad),
        };
        if rest.height == 0 {
            break;
        }
        pen.text(rest.x, rest.y, 2, sign, tone);
        pen.text(rest.x + 2, rest.y, 16, name, tone);
        let used = pen.wrapped(indented(rest, 19), &text, tone);
        rest = below(rest, used.max(1));
    }
    rest
}

/// Three values a field: when the form opened, on the server now, in the form.
fn merge(pen: &mut Pen<'_>, model: &Model, merge: &Merge, area: Area) {
    let text = "Somebody else changed it while you edited. Nothing was sent. Choose for each field which value holds.";
    let used = pen.wrapped(area, text, Tone::Warn);
    let mut rest = below(area, used + 1);
    if merge.rows.is_empty() {
        let text = "Only fields changed that this form does not have; they stay as they are on the server now. <press> goes on.";
        pen.wrapped(rest, &model.spell(text), Tone::Plain);
        return;
    }
    // The row in focus stays in sight, and the line about the keys below it.
    let seen = usize::from(rest.height.saturating_sub(3) / 4).max(1);
    let first = (merge.at + 1).saturating_sub(seen);
    for (at, row) in merge.rows.iter().enumerate().skip(first).take(seen) {
        let secret = row.spec.sort == crate::workbench::form::Sort::Secret;
        let value = |text: &str| match text {
            "" => "(nothing)".to_owned(),
            _ if secret => "(hidden)".to_owned(),
            text => text.to_owned(),
        };
        let focused = merge.at == at;
        pen.text(rest.x, rest.y, 1, if focused { ">" } else { "" }, Tone::Strong);
        let clash = if row.is_clash() { "  both sides changed it" } else { "" };
        pen.text(rest.x + 2, rest.y, rest.width.saturating_sub(2), &format!("{}{clash}", row.spec.label), Tone::Strong);
        rest = below(rest, 1);
        let sides = [
            ("  when opened", &row.opened, false),
            ("  on the server", &row.theirs, row.take_theirs),
            ("  yours", &row.ours, !row.take_theirs),
        ];
        for (label, text, taken) in sides {
            let (sign, tone) = if taken { ("*", Tone::Good) } else { (" ", Tone::Dim) };
            pen.text(rest.x + 2, rest.y, 2, sign, tone);
            pen.text(rest.x + 4, rest.y, 16, label, tone);
            let used = pen.wrapped(indented(rest, 21), &value(text), tone);
            rest = below(rest, used.max(1));
        }
    }
    pen.wrapped(
        below(rest, 1),
        &model.spell("* is taken. <toggle-side> takes the other, <press> goes on with these and validates again."),
        Tone::Plain,
    );
}

fn review(pen: &mut Pen<'_>, model: &Model, flow: &Flow, review: &Review<Change>, area: Area) {
    // The buttons stay on the screen, however much there is to say above them.
    let (top, foot) = (Area { height: area.height.saturating_sub(2), ..area }, area.y + area.height.saturating_sub(1));
    let mut rest = top;
    let mut line = |pen: &mut Pen<'_>, label: &str, text: &str, tone: Tone| {
        pen.text(rest.x, rest.y, if rest.height > 0 { 9 } else { 0 }, label, Tone::Dim);
        let used = pen.wrapped(indented(rest, 9), text, tone);
        rest = below(rest, used);
    };
    for said::Line { label, text, tone } in said::review(review, flow.form.revealed) {
        line(pen, label, &text, tone);
    }
    if review.is_stale(model.now.mono) {
        line(pen, "", "older than 120 s: Commit validates again first", Tone::Warn);
    }
    if !review.is_stale(model.now.mono) {
        line(pen, "", &format!("validated {}", model.ago(review.at)), Tone::Dim);
    }
    let y = (rest.y + 1).min(foot);
    let commit = format!("[ Commit: {} ]", flow.kind.plan().verb());
    let buttons = [("[ Cancel ]", !flow.on_commit), (commit.as_str(), flow.on_commit)];
    let mut x = rest.x + 9;
    for (text, focused) in buttons {
        let style = if focused { pen.theme.focus() } else { pen.theme.tone(Tone::Plain) };
        x += pen.styled(x, y, 34, text, style) + 2;
    }
    if let Some(trouble) = &flow.trouble {
        fault(pen, trouble, below(rest, 3));
    }
}

fn lost(pen: &mut Pen<'_>, model: &Model, lost: &Lost, area: Area) {
    let rest = fault(pen, &lost.fault, area);
    let next = RECONCILE_AT.get(lost.tries).map(|at| lost.since + std::time::Duration::from_secs(*at));
    let when = next.map(|at| at.saturating_sub(model.now.mono)).filter(|left| !left.is_zero());
    let next = when.map_or_else(|| "reading now".to_owned(), |left| format!("next read in {}", age::wait(left)));
    let text = format!(
        "The answer to the commit was lost, so its outcome is not known. It is not sent again. The account is read to \
         find out: {} of {} reads done, {next}.",
        lost.tries,
        RECONCILE_AT.len()
    );
    pen.wrapped(below(rest, 1), &text, Tone::Warn);
}
