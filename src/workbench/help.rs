//! The page of keys, made from the command table: what works on the pane in front, and why something does not.

use super::command::{self, Scope, TABLE};
use super::model::Model;

/// A line of the help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpLine {
    /// The keys.
    pub keys: String,
    /// What they do.
    pub title: &'static str,
    /// Why not now.
    pub disabled: Option<&'static str>,
}

/// Lines for the pane in front, then for forms and the review.
pub fn lines(model: &Model) -> Vec<HelpLine> {
    let head = |title| HelpLine { keys: String::new(), title, disabled: None };
    let mut lines = Vec::new();
    for (title, scope) in [
        ("On a table", Scope::Browse),
        ("In a form", Scope::Form),
        ("On the review", Scope::Review),
        ("Everywhere", Scope::Any),
    ] {
        lines.push(head(title));
        lines.extend(TABLE.iter().filter(|row| row.scope == scope).map(|row| HelpLine {
            keys: row.keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
            title: row.title,
            disabled: if scope == Scope::Browse { command::disabled(row.command, model) } else { None },
        }));
    }
    lines
}

/// What the footer shows, the most useful first: key and word.
pub fn hints(model: &Model) -> Vec<(String, &'static str)> {
    let scope = model.scope();
    let shown = TABLE.iter().filter(|row| row.scope == scope && !row.hint.is_empty());
    let can = shown.filter(|row| scope != Scope::Browse || command::disabled(row.command, model).is_none());
    can.filter_map(|row| Some((row.keys.first()?.to_string(), row.hint))).collect()
}
