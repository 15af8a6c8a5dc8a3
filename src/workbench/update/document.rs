//! Reading and searching a document.

use super::super::command::Command;
use super::super::document::RawJson;
use super::super::effect::Effect;
use super::super::key::Key;
use super::super::model::Model;
use super::super::sheet::{Scroll, Sheet};
use super::keys;

/// A command on a document, or while what is looked for in it is typed.
pub(super) fn command(model: &mut Model, mut raw: Box<RawJson>, mut scroll: Scroll, command: Command) -> Vec<Effect> {
    let height = model.page_height();
    let mut effects = Vec::new();
    match command {
        Command::Filter => raw.begin(scroll),
        Command::Accept => raw.search.typing = false,
        Command::Back if raw.search.typing => scroll = raw.drop_search(),
        // What is lit goes out first; the position stays.
        Command::Back if !raw.search.field.text().is_empty() => {
            raw.drop_search();
        }
        Command::Back => {
            model.sheet = raw.under.map(|under| *under);
            return effects;
        }
        Command::NextHit => scroll = raw.step(1, scroll, height),
        Command::PreviousHit => scroll = raw.step(-1, scroll, height),
        Command::Copy => {
            if let Some(Ok(lines)) = &raw.lines {
                effects.push(Effect::Copy { what: format!("JSON of {}", raw.title), text: lines.join("\n") });
            }
        }
        other => {
            let lines = raw.lines.as_ref().and_then(|lines| lines.as_ref().ok()).map_or(0, Vec::len);
            if let Some(by) = keys::jump(other, height) {
                scroll.step(by, lines, height);
            }
        }
    }
    model.sheet = Some(Sheet::Raw(raw, scroll));
    effects
}

/// A key that edits what is looked for.
pub(super) fn typed(model: &mut Model, key: Key) {
    edit(model, |raw| raw.search.field.press(key));
}

/// Text pasted into it.
pub(super) fn paste(model: &mut Model, text: &str) {
    edit(model, |raw| {
        raw.search.field.insert(text);
        true
    });
}

fn edit(model: &mut Model, change: impl FnOnce(&mut RawJson) -> bool) {
    let height = model.page_height();
    if let Some(Sheet::Raw(raw, scroll)) = &mut model.sheet
        && change(raw)
    {
        *scroll = raw.find(height);
    }
}
