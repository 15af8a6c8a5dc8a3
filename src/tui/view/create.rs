//! Creating an interconnect, as it is seen: form, layers, review, verdict.

use ratatui::layout::Position;

use super::pen::{Pen, below, indented};
use super::sheet::{fault, form, framed, say};
use crate::domain::Interconnect;
use crate::domain::change::{DryRun, Review};
use crate::domain::draft::NewInterconnect;
use crate::workbench::command::Scope;
use crate::workbench::flows::CreateInterconnect;
use crate::workbench::flows::create_interconnect::{Ending, Lost, RECONCILE_AT, Stage};
use crate::workbench::flows::layer::{Layer, Layers};
use crate::workbench::geometry::Area;
use crate::workbench::panes::Tone;
use crate::workbench::{Model, age};

pub(super) fn paint(
    pen: &mut Pen<'_>,
    model: &Model,
    flow: &CreateInterconnect,
    leaving: bool,
    body: Area,
) -> Option<Position> {
    let area = framed(pen, body, &format!("Create an interconnect in {}", model.session.account_name));
    match &flow.stage {
        Stage::Review(review, _) => self::review(pen, model, flow, review, area),
        Stage::Ended(ending) => self::ending(pen, model, ending, area),
        Stage::Reconcile(lost) => self::lost(pen, model, lost, area),
        Stage::Committing(..) => {
            say(pen, area, "Committed. Waiting for the verdict; no key does anything until it comes.");
        }
        Stage::Reread(..) => say(pen, area, "Reading the slot once more before the commit..."),
        Stage::ReadBack(made, ..) => say(pen, area, &format!("{} is created; reading it back...", made.name)),
        _ => {
            let (rest, cursor) = form(pen, &flow.form, "Validate", area);
            let mut rest = layers(pen, &flow.layers, rest);
            if leaving {
                pen.wrapped(
                    below(rest, 1),
                    &model.spell("Throw away what you typed? <yes>: yes, <no>: no"),
                    Tone::Warn,
                );
                return None;
            }
            if matches!(flow.stage, Stage::AskDryRun(..)) {
                pen.wrapped(below(rest, 1), &model.spell(ASK), Tone::Warn);
                return None;
            }
            if let Some(trouble) = &flow.trouble {
                rest = fault(pen, trouble, below(rest, 1));
                let _ = rest;
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

fn review(pen: &mut Pen<'_>, model: &Model, flow: &CreateInterconnect, review: &Review<NewInterconnect>, area: Area) {
    let request = review.request();
    let mut rest = area;
    let mut line = |pen: &mut Pen<'_>, label: &str, text: &str, tone: Tone| {
        pen.text(rest.x, rest.y, 9, label, Tone::Dim);
        let used = pen.wrapped(indented(rest, 9), text, tone);
        rest = below(rest, used);
    };
    line(pen, "Request", &format!("{} {}", request.method, request.path), Tone::Strong);
    line(pen, "Body", &request.body, Tone::Plain);
    let dry_run = match &review.dry_run {
        DryRun::Proven => {
            ("server dry run accepted; a fresh read proves that nothing was taken".to_owned(), Tone::Good)
        }
        DryRun::Skipped(why) => (format!("no server dry run: {why}"), Tone::Warn),
    };
    line(pen, "Checked", "field rules and account checks passed", Tone::Good);
    line(pen, "", &dry_run.0, dry_run.1);
    for finding in &review.findings {
        let (sign, tone) = if finding.warning { ("warning: ", Tone::Warn) } else { ("", Tone::Plain) };
        line(pen, "", &format!("{sign}{}", finding.text), tone);
    }
    if review.is_stale(model.now.mono) {
        line(pen, "", "older than 120 s: Commit validates again first", Tone::Warn);
    } else {
        line(pen, "", &format!("validated {}", model.ago(review.at)), Tone::Dim);
    }
    let y = rest.y + 1;
    let buttons = [("[ Cancel ]", !flow.on_commit), ("[ Commit: create it ]", flow.on_commit)];
    let mut x = rest.x + 9;
    for (text, focused) in buttons {
        let style = if focused { pen.theme.focus() } else { pen.theme.tone(Tone::Plain) };
        x += pen.styled(x, y, 30, text, style) + 2;
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

fn ending(pen: &mut Pen<'_>, model: &Model, ending: &Ending, area: Area) {
    match ending {
        Ending::Done { made, mismatches, found_by_reading, unread } => {
            let tone = if mismatches.is_empty() { Tone::Good } else { Tone::Warn };
            let used = pen.wrapped(area, &format!("Created: {}", made.name), tone);
            let mut rest = object(pen, made, below(area, used));
            let mut line = |text: &str, tone| {
                let used = pen.wrapped(rest, text, tone);
                rest = below(rest, used);
            };
            if *found_by_reading {
                line("The answer was lost; a read of the account found it. It exists once.", Tone::Warn);
            }
            match unread {
                Some(fault) => line(&format!("It could not be read back: {}", fault.headline()), Tone::Warn),
                None if !found_by_reading => line("Read back: it is stored.", Tone::Plain),
                None => {}
            }
            for mismatch in mismatches {
                line(&format!("! differs: {mismatch}"), Tone::Bad);
            }
            let next = model
                .keymap
                .spell(Scope::Browse, "Next: order the cross-connect with its letter (select it, press <letter>).");
            line(&next, Tone::Plain);
        }
        Ending::CreatedByDryRun(made) => {
            let text = "The dry run created it. The server took validate_only=true for a create. Nothing more was sent \
                        and nothing more needs to be: exactly this one exists.";
            let used = pen.wrapped(area, text, Tone::Bad);
            let rest = below(area, used + 1);
            match made {
                Some(made) => {
                    pen.text(rest.x, rest.y, rest.width, &made.name, Tone::Strong);
                    object(pen, made, below(rest, 1));
                }
                None => {
                    pen.wrapped(
                        rest,
                        "Its slot is taken now, but the list does not show it yet. Do not create it again.",
                        Tone::Warn,
                    );
                }
            }
        }
        Ending::Unproven(why) => {
            let text = "A dry run was sent, and it could not be read whether it created anything. Treat it as created: look at the slot before you try again.";
            let used = pen.wrapped(area, text, Tone::Bad);
            fault(pen, why, below(area, used + 1));
        }
        Ending::Unknown(why) => {
            let text = "Outcome unknown: the answer was lost and four reads have not shown the interconnect yet. It may still appear. It was sent once and is not sent again.";
            let used = pen.wrapped(area, text, Tone::Bad);
            fault(pen, why, below(area, used + 1));
        }
    }
}

fn object(pen: &mut Pen<'_>, made: &Interconnect, area: Area) -> Area {
    let slot = made.slot_id.as_ref().map_or("-", crate::domain::SlotId::as_str);
    let site = made.site.as_ref().map_or("-", crate::domain::Site::as_str);
    let speed = made.speed.as_ref().map_or("-", crate::domain::Speed::as_str);
    pen.text(area.x + 2, area.y, area.width.saturating_sub(2), &format!("{site}  {speed}  slot {slot}"), Tone::Plain);
    below(area, 2)
}
