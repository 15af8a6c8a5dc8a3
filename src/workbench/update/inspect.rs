//! Looking at objects: opening them, going from one to those that hang together with it, back and forward, copying.

use super::super::command::{Command, Scope};
use super::super::copy;
use super::super::describe::{self, Describe, Page, View, kind, position};
use super::super::document::RawJson;
use super::super::effect::Effect;
use super::super::letters;
use super::super::model::{Asked, Model, Purpose};
use super::super::panes::{Pane, Tone};
use super::super::picker::{Choice, Picker};
use super::super::related;
use super::super::sheet::{Scroll, Sheet};
use super::super::trail::Place;
use super::{choose, keys};
use crate::domain::call::{Query, Urgency};

/// How many places Esc leads back over.
const BEHIND: usize = 50;

/// A command on a table that is about the row under the cursor.
pub(super) fn on_table(model: &mut Model, command: Command) -> Vec<Effect> {
    match command {
        Command::Older | Command::Newer => {
            // A place that was left by Esc is the nearest one back.
            let place = if command == Command::Older { model.trail.here().cloned() } else { model.trail.newer() };
            wander(model, place, command);
            return vec![];
        }
        Command::Mask => {
            mask(model);
            return vec![];
        }
        _ => {}
    }
    let Some(row) = model.selected_row() else { return vec![] };
    let place = Place::new(model.pane, &model.pane.id(model, row));
    match command {
        Command::Open => open(model, Describe::new(place, View::Whole)),
        Command::Why => open(model, Describe::new(place, View::Why)),
        Command::Raw => return raw(model, &place, None, false),
        Command::Copy => {
            return vec![super::tables::copy_marked(model).unwrap_or_else(|| offer(copy::identity(&place)))];
        }
        Command::CopyChoice => choice(model, &place, false, None),
        _ => {}
    }
    vec![]
}

/// What is done with the object that is seen, which is the one under the cursor ([`crate::workbench::command::reason`]);
/// the table is there again when it is over.
pub(super) fn act(model: &mut Model, seen: Box<Describe>, command: Command) -> Vec<Effect> {
    match command {
        Command::Refresh => {
            model.sheet = Some(Sheet::Detail(seen));
            keys::refresh(model)
        }
        Command::Letter => letters::begin_one(model),
        _ => super::flow::begin(model, command),
    }
}

/// A command on an object.
pub(super) fn on_object(model: &mut Model, mut seen: Box<Describe>, command: Command) -> Vec<Effect> {
    let height = model.page_height();
    let page = describe::page(model, &seen, model.page_width());
    let place = seen.place.clone();
    match command {
        Command::Back => {
            leave(model, *seen);
            return vec![];
        }
        Command::Press => match focused(&page, &seen) {
            Some((row, target)) if in_sight(seen.scroll, height, row) => {
                follow(model, *seen, target, View::Whole);
                return vec![];
            }
            Some((row, _)) => {
                seen.scroll.top = row.saturating_sub(height / 2).min(page.rows.len().saturating_sub(height));
            }
            None => model.say("nothing on this page can be opened", Tone::Dim),
        },
        Command::Why if seen.view == View::Why => {
            seen.behind.pop_if(|behind| *behind == (place.clone(), View::Whole));
            let Describe { behind, timeline, .. } = *seen;
            open(model, Describe { behind, timeline, ..Describe::new(place, View::Whole) });
            return vec![];
        }
        Command::Why => {
            follow(model, *seen, place, View::Why);
            return vec![];
        }
        Command::Raw => {
            let revealed = seen.revealed;
            return raw(model, &place, Some(Sheet::Detail(seen)), revealed);
        }
        Command::Copy => {
            model.sheet = Some(Sheet::Detail(seen));
            return vec![offer(copy::identity(&place))];
        }
        Command::CopyChoice => {
            let revealed = seen.revealed;
            choice(model, &place, revealed, Some(Sheet::Detail(seen)));
            return vec![];
        }
        Command::Mask => reveal(model, &mut seen),
        Command::Older | Command::Newer => {
            let to = if command == Command::Older { model.trail.older() } else { model.trail.newer() };
            model.sheet = Some(Sheet::Detail(seen));
            wander(model, to, command);
            return vec![];
        }
        Command::Down => step(&page, &mut seen, 1, height),
        Command::Up => step(&page, &mut seen, -1, height),
        other => {
            if let Some(by) = keys::jump(other, height) {
                seen.scroll.step(by, page.rows.len(), height);
            }
        }
    }
    model.sheet = Some(Sheet::Detail(seen));
    vec![]
}

/// Opens an object: its pane comes to the front and the cursor stands on it, if it is there.
pub(super) fn open(model: &mut Model, describe: Describe) {
    model.trail.visit(&describe.place);
    show(model, describe);
}

/// To the page behind, or to what the object was opened from.
fn leave(model: &mut Model, mut seen: Describe) {
    match seen.behind.pop() {
        Some((place, view)) => {
            let Describe { behind, timeline, .. } = seen;
            go_back(model, Describe { behind, timeline, ..Describe::new(place, view) });
        }
        None => model.sheet = seen.timeline.map(Sheet::Timeline),
    }
}

fn go_back(model: &mut Model, describe: Describe) {
    let before = model.trail.clone();
    if model.trail.older().as_ref() != Some(&describe.place) {
        model.trail = before;
        model.trail.visit(&describe.place);
    }
    show(model, describe);
}

fn show(model: &mut Model, describe: Describe) {
    let place = &describe.place;
    if position(model, place).is_some() {
        keys::show(model, place.pane);
        choose::select(model, place.pane, &place.id);
        super::changes::leave_row(model);
    }
    model.sheet = Some(Sheet::Detail(Box::new(describe)));
}

fn follow(model: &mut Model, from: Describe, to: Place, view: View) {
    let mut behind = from.behind;
    behind.push((from.place, from.view));
    if behind.len() > BEHIND {
        behind.remove(0);
    }
    open(model, Describe { behind, timeline: from.timeline, ..Describe::new(to, view) });
}

fn wander(model: &mut Model, to: Option<Place>, command: Command) {
    match to {
        Some(place) => show(model, Describe::new(place, View::Whole)),
        None if command == Command::Older => model.say("no object was looked at before", Tone::Dim),
        None => model.say("no object was looked at after", Tone::Dim),
    }
}

/// The row and target of the link in focus.
fn focused(page: &Page, seen: &Describe) -> Option<(usize, Place)> {
    let at = seen.focus.min(page.links.len().checked_sub(1)?);
    Some((row_of(page, at)?, page.links.get(at)?.clone()))
}

fn row_of(page: &Page, link: usize) -> Option<usize> {
    page.rows.iter().position(|row| row.link == Some(link))
}

fn in_sight(scroll: Scroll, height: usize, row: usize) -> bool {
    (scroll.top..scroll.top + height).contains(&row)
}

/// To the next link in this direction where it is in sight, else a row on.
fn step(page: &Page, seen: &mut Describe, by: isize, height: usize) {
    let links: Vec<usize> = (0..page.links.len()).filter_map(|link| row_of(page, link)).collect();
    let here = links.get(seen.focus).copied().filter(|row| in_sight(seen.scroll, height, *row));
    let next = match here {
        Some(_) => seen.focus.checked_add_signed(by).filter(|next| *next < links.len()),
        None if by > 0 => links.iter().position(|row| *row >= seen.scroll.top),
        None => links.iter().rposition(|row| *row < seen.scroll.top + height),
    };
    let row = next.and_then(|next| links.get(next).copied());
    if !row.is_some_and(|row| in_sight(seen.scroll, height, row)) {
        seen.scroll.step(by, page.rows.len(), height);
    }
    if let (Some(next), Some(row)) = (next, row)
        && in_sight(seen.scroll, height, row)
    {
        seen.focus = next;
    }
}

fn reveal(model: &mut Model, seen: &mut Describe) {
    if seen.place.pane != Pane::Cnis {
        mask(model);
        return;
    }
    let has = related::cni(model, &seen.place.id).and_then(|cni| cni.bgp.as_ref()?.md5_key.as_ref()).is_some();
    if !has {
        model.say("this CNI has no MD5 key", Tone::Dim);
    } else if model.masked && !seen.revealed {
        let said = model.keymap.spell(Scope::Browse, "the screen is masked: press <mask> on a table first, then here");
        model.say(&said, Tone::Warn);
    } else {
        seen.revealed = !seen.revealed;
        let said = if seen.revealed { "the MD5 key is shown until <mask> or <back>" } else { "the MD5 key is hidden" };
        model.say(&model.keymap.spell(Scope::Describe, said), Tone::Warn);
    }
}

fn mask(model: &mut Model) {
    model.masked = !model.masked;
    let said = if model.masked {
        "masked: no account or address is drawn, but copies are whole; <mask> shows them"
    } else {
        "accounts and addresses are shown"
    };
    model.say(&model.keymap.spell(Scope::Browse, said), Tone::Busy);
}

/// Offers a text to the terminal's clipboard.
pub(super) fn offer(field: copy::Field) -> Effect {
    Effect::Copy { what: field.what, text: field.value }
}

/// Asks what to copy.
fn choice(model: &mut Model, place: &Place, revealed: bool, under: Option<Sheet>) {
    let fields = copy::fields(model, place, revealed);
    let why = matches!(&under, Some(Sheet::Detail(seen)) if seen.view == View::Why);
    list(model, &format!("Copy of this {}", kind(place.pane)), &fields, false, under);
    if let Some(Sheet::Pick(picker)) = model.sheet.as_mut().filter(|_| why) {
        // Whoever asked why is about to write to somebody.
        picker.start_at(|choice| matches!(choice, Choice::Copy(field) if field.what == copy::FOR_FACILITY));
    }
}

/// A picker over fields.
pub(super) fn list(model: &mut Model, title: &str, fields: &[copy::Field], plain: bool, under: Option<Sheet>) {
    let mut picker = Picker::new(title, copy::entries(fields, plain));
    picker.under = under.map(Box::new);
    model.sheet = Some(Sheet::Pick(Box::new(picker)));
}

/// Copies where the letters of a page lie, or lists what can be copied of them.
pub(super) fn of_letters(model: &mut Model, sheet: Sheet, command: Command) -> Vec<Effect> {
    let fields = letters::of_sheet(model, &sheet);
    if command == Command::CopyChoice {
        list(model, "Copy (OSC 52)", &fields, false, Some(sheet));
        return vec![];
    }
    model.sheet = Some(sheet);
    fields.into_iter().take(1).map(offer).collect()
}

fn raw(model: &mut Model, place: &Place, under: Option<Sheet>, revealed: bool) -> Vec<Effect> {
    let object = position(model, place).and_then(|row| place.pane.object(model, row).map(|object| (row, object)));
    let Some((row, object)) = object else {
        model.sheet = under;
        model.say("this object is no longer in the list", Tone::Warn);
        return vec![];
    };
    let ticket = model.tickets.tear();
    let title = place.pane.name(model, row);
    model.asked.insert(ticket, Asked { purpose: Purpose::Sheet, what: format!("JSON of {title}") });
    let document = RawJson { revealed, under: under.map(Box::new), ..RawJson::new(title, ticket) };
    model.sheet = Some(Sheet::Raw(Box::new(document), Scroll::default()));
    vec![Effect::Ask { ticket, query: Query::Raw(object), urgency: Urgency::User }]
}
