//! What forms share; the sheet of a letter; the question before quitting.

use ratatui::layout::Position;

use super::pen::{Pen, below, cells, indented};
use crate::domain::{Asn, Fault, letter, rules, text};
use crate::workbench::command::Scope;
use crate::workbench::flows::SaveLetter;
use crate::workbench::flows::letter::Stage;
use crate::workbench::form::{Field, Form, Sort};
use crate::workbench::gate::Unlock;
use crate::workbench::geometry::Area;
use crate::workbench::panes::Tone;
use crate::workbench::sheet::Sheet;
use crate::workbench::{Model, age};

/// Room around and a heading over a sheet.
pub(super) fn framed(pen: &mut Pen<'_>, body: Area, title: &str) -> Area {
    let inner = Area { width: body.width.saturating_sub(1), ..indented(body, 1) };
    pen.heading(inner, title);
    below(inner, 1)
}

/// The fields, the button, what is wrong with which. Answers what is left and where the cursor stands.
pub(super) fn form(
    pen: &mut Pen<'_>,
    model: &Model,
    form: &Form,
    button: &str,
    area: Area,
) -> (Area, Option<Position>) {
    let label = form.fields.iter().map(|field| cells(field.spec.label)).max().unwrap_or(0) + 2;
    let mut rest = area;
    let mut cursor = None;
    for (at, field) in form.fields.iter().enumerate() {
        if rest.height == 0 {
            return (rest, cursor);
        }
        let focused = form.focus() == Some(at);
        let tone = if focused { Tone::Strong } else { Tone::Plain };
        pen.text(rest.x, rest.y, 1, if focused { ">" } else { "" }, Tone::Strong);
        pen.text(rest.x + 2, rest.y, label, field.spec.label, tone);
        let x = rest.x + 2 + label;
        let width = rest.width.saturating_sub(label + 2);
        let (mut shown, at) = field.text.window(width);
        if field.spec.sort == Sort::Secret && !form.revealed {
            shown = "*".repeat(shown.chars().count());
        }
        if shown.is_empty() && !focused {
            pen.text(x, rest.y, width, "-", Tone::Dim);
        } else if focused && field.text.is_selected() {
            super::filter::selected(pen, x, rest.y, width, &shown);
        } else {
            pen.text(x, rest.y, width, &shown, Tone::Plain);
        }
        if focused {
            cursor = Some(Position::new(x + at, rest.y));
        }
        rest = below(rest, 1);
        if let Some(problem) = &field.problem {
            let (sign, tone) = if problem.warning { ("warning: ", Tone::Warn) } else { ("! ", Tone::Bad) };
            let used = pen.wrapped(indented(rest, label + 2), &format!("{sign}{}", problem.text), tone);
            rest = below(rest, used);
        } else if focused {
            let list = if field.spec.sort.has_list() { "; <choose-value> lists what there is" } else { "" };
            let secret = if field.spec.sort == Sort::Secret { "; <reveal> shows it" } else { "" };
            let help = model.keymap.spell(Scope::Form, &format!("{}{list}{secret}", field.spec.help));
            let used = pen.wrapped(indented(rest, label + 2), &help, Tone::Dim);
            rest = below(rest, used);
        }
        if field.is_touched() && !field.baseline().is_empty() && field.spec.sort != Sort::Secret {
            let used = pen.wrapped(indented(rest, label + 2), &format!("was: {}", field.baseline()), Tone::Dim);
            rest = below(rest, used);
        }
        if let Some(note) = note(model, field) {
            let used = pen.wrapped(indented(rest, label + 2), &note, Tone::Plain);
            rest = below(rest, used);
        }
    }
    rest = below(rest, 1);
    if rest.height > 0 {
        let style = if form.focus().is_none() { pen.theme.focus() } else { pen.theme.tone(Tone::Plain) };
        pen.styled(rest.x + 2 + label, rest.y, rest.width.saturating_sub(label + 2), &format!("[ {button} ]"), style);
    }
    (below(rest, 2), cursor)
}

/// What a value means, where that is worth a line: where a slot or an interconnect is, the class of an AS number, the
/// segment size of an MTU.
fn note(model: &Model, field: &Field) -> Option<String> {
    let typed = field.text.text().trim();
    match field.spec.sort {
        Sort::Asn => {
            let asn: Asn = typed.parse().ok()?;
            let dotted = asn.dotted();
            let dotted = if dotted == asn.to_string() { String::new() } else { format!(", dotted {dotted}") };
            Some(format!("{}{dotted}", asn.class().word()))
        }
        Sort::Mtu => {
            let mtu: u32 = typed.parse().ok().filter(|mtu| (576..=9216).contains(mtu))?;
            Some(format!("TCP over IPv4 carries segments (MSS) of {} bytes", rules::mss(mtu)))
        }
        Sort::Slot => {
            let slot = model.slots.list.rows.iter().find(|slot| slot.id.as_str() == typed)?;
            let footprint = &model.finder.footprint;
            let compared = footprint.compare(slot).sentence(footprint.in_site(slot.site.as_ref()));
            Some(text::clean(&format!("{}; {compared}", slot.about())))
        }
        Sort::Interconnect => {
            let port = model.interconnects.list.rows.iter().find(|port| port.key.as_str() == typed)?;
            Some(text::clean(&port.about()))
        }
        _ => None,
    }
}

/// A fault in full: the sentence, the server's words, what to do. Answers what is left.
pub(super) fn fault(pen: &mut Pen<'_>, fault: &Fault, area: Area) -> Area {
    let mut rest = below(area, 0);
    let used = pen.wrapped(rest, &format!("! {}", fault.headline()), Tone::Bad);
    rest = below(rest, used);
    for error in fault.errors.iter().skip(1) {
        let used = pen.wrapped(indented(rest, 2), &format!("{} ({})", error.message, error.code), Tone::Plain);
        rest = below(rest, used);
    }
    let used = pen.wrapped(indented(rest, 2), fault.next_step(), Tone::Plain);
    below(rest, used)
}

pub(super) fn letter(pen: &mut Pen<'_>, model: &Model, flow: &SaveLetter, body: Area) -> Option<Position> {
    let area = framed(pen, body, &format!("Letter of Authorization for {}", flow.key));
    match &flow.stage {
        Stage::Naming(_) => say(pen, area, "asking for the name that the letter carries by default..."),
        Stage::Under(errand) if errand.is_writing() => say(pen, area, "writing the file..."),
        Stage::Under(_) => say(pen, area, "fetching the letter..."),
        Stage::Saved(saved) => {
            let lines = [
                ("Saved", saved.path.clone(), Tone::Good),
                ("Size", format!("{} bytes", saved.size), Tone::Plain),
                ("SHA-256", saved.sha256.clone(), Tone::Plain),
                ("Name on it", saved.name_words().to_owned(), Tone::Plain),
                ("Fetch it", letter::scp(&model.session.here, [saved.path.as_str()]), Tone::Plain),
                ("", model.spell("<copy> copies the path, <copy-choice> the scp line or the checksum"), Tone::Dim),
            ];
            let mut rest = area;
            for (label, text, tone) in lines {
                pen.text(rest.x, rest.y, 12, label, Tone::Dim);
                let used = pen.wrapped(indented(rest, 12), &text, tone);
                rest = below(rest, used);
            }
        }
        Stage::Fill => {
            let (rest, cursor) = form(pen, model, &flow.form, "Save the letter", area);
            if let Some(trouble) = &flow.trouble {
                fault(pen, trouble, rest);
            }
            return cursor;
        }
    }
    None
}

/// May writing be unlocked? Where the profile is protected, the account's name is typed.
pub(super) fn unlock(pen: &mut Pen<'_>, model: &Model, question: &Unlock, body: Area) -> Option<Position> {
    let area = framed(pen, body, "Unlock writing?");
    let used = pen.wrapped(area, &question.why, Tone::Warn);
    let rest = below(area, used + 1);
    let span = age::wait(question.span);
    if question.types() {
        return form(pen, model, &question.form, &format!("Unlock for {span}"), rest).1;
    }
    let keys = model.spell("<yes>: yes, <no>: no");
    let text = format!("Unlock for {span}? It locks itself again. Nothing is sent by that. {keys}");
    pen.wrapped(rest, &text, Tone::Plain);
    None
}

/// What the server is asked for among the slots, and what it may be asked for.
pub(super) fn narrow(pen: &mut Pen<'_>, model: &Model, asked: &Form, body: Area) -> Option<Position> {
    let area = framed(pen, body, "Ask the server for some slots only");
    let (mut rest, cursor) = form(pen, model, asked, "Ask", area);
    let text = model.spell("An empty field asks for all. To let one go: empty it, then <validate>.");
    let used = pen.wrapped(rest, &text, Tone::Dim);
    rest = below(rest, used + 1);
    for (label, known) in model.known_slots() {
        let used = pen.wrapped(rest, &format!("{label} in the rows that are here: {known}"), Tone::Dim);
        rest = below(rest, used);
    }
    cursor
}

pub(super) fn quit(pen: &mut Pen<'_>, model: &Model, under: Option<&Sheet>, body: Area) {
    let area = framed(pen, body, "Quit?");
    let sent = matches!(under.and_then(Sheet::bottom), Some(Sheet::Change(flow, _)) if flow.is_writing());
    let text = if sent {
        "A change is on its way to the server. If you quit now, look before you send it again: it may have been made."
    } else {
        "A change is being prepared. Nothing of it was committed; what you typed is kept and offered at the next start."
    };
    let used = pen.wrapped(area, text, Tone::Warn);
    pen.text(area.x, area.y + used + 1, area.width, &model.spell("<yes> quits, <no> goes back"), Tone::Plain);
}

pub(super) fn say(pen: &mut Pen<'_>, area: Area, text: &str) {
    pen.wrapped(area, text, Tone::Busy);
}
