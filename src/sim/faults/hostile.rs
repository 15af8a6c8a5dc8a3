//! Hostile text: what a terminal, a shell, a spreadsheet or an eye should not get to see, in every text of an answer.

use serde_json::Value;

use super::catalogue::{Entry, Spoil, content};
use super::shapes::payload;

macro_rules! text {
    ($name:literal, $does:literal, $text:expr) => {
        content($name, $does, |spoil| poison(spoil, $text))
    };
}

pub(super) const ENTRIES: &[Entry] = &[
    text!("text-esc", "texts clear the screen and colour what follows", "\u{1b}[2J\u{1b}[H\u{1b}[31mowned\u{1b}c"),
    text!("text-osc", "texts set the title, the clipboard and a link", OSC),
    text!(
        "text-c1",
        "texts hold the one-character forms of terminal controls",
        "\u{9b}2J\u{9d}0;owned\u{9c}\u{90}q\u{85}"
    ),
    text!("text-bidi", "texts turn the direction of what follows", "\u{202e}gpj.\u{2066}\u{2069}\u{200f}\u{61c}"),
    text!(
        "text-invisible",
        "texts hold characters without width, and tags",
        "\u{200b}\u{200d}\u{feff}\u{2060}\u{e0041}\u{ad}"
    ),
    text!("text-combining", "texts hold a run of 200 combining marks", &marks()),
    text!(
        "text-wide",
        "texts hold wide characters and pictures",
        "\u{5149}\u{30ec}\u{30d9}\u{30eb}\u{1f600}\u{1f469}\u{200d}\u{1f692}"
    ),
    text!(
        "text-lines",
        "texts hold line ends, tabs and back steps",
        "\r\nX-Injected: 1\r\tover\u{8}\u{8}\u{b}\u{c}\u{2028}"
    ),
    text!("text-nul", "texts hold NUL and DEL", "\0hidden\0\u{7f}"),
    text!("text-path", "texts look like paths", "/../../../etc/passwd"),
    text!("text-shell", "texts look like commands of a shell", "'; rm -rf ~; `id` $(id) | sh #"),
    text!("text-csv", "texts look like formulas", "=cmd|' /C calc'!A0"),
    text!("text-format", "texts hold format and template characters", "%s%n{0}${HOME}{{x}}<b>&amp;"),
    text!("text-private", "texts hold private characters", "\u{e000}\u{f8ff}\u{10fffd}\u{f0001}"),
];

const OSC: &str =
    "\u{1b}]0;owned\u{7}\u{1b}]52;c;b3duZWQ=\u{7}\u{1b}]8;;http://elsewhere.invalid\u{1b}\\x\u{1b}]8;;\u{1b}\\";

fn marks() -> String {
    "\u{336}\u{301}".repeat(100)
}

/// What names an object in a path stays as it is: another name would be another object.
const KEPT: [&str; 8] =
    ["id", "account", "slot_id", "interconnect", "next", "virtual_port_reservation_id", "created_on", "modified_on"];

/// Puts the text behind every text of the answer; a formula goes before it.
fn poison(spoil: &mut Spoil<'_>, text: &str) {
    spoil.json(|value| infect(payload(value), text));
}

fn infect(value: &mut Value, text: &str) {
    match value {
        Value::String(own) if text.starts_with('=') => own.insert_str(0, text),
        Value::String(own) => own.push_str(text),
        Value::Array(items) => items.iter_mut().for_each(|item| infect(item, text)),
        Value::Object(map) => {
            // The published name of a port stands in its path.
            let port = map.contains_key("type") && map.contains_key("virtual_port_reservation_id");
            for (key, field) in map.iter_mut() {
                let kept = KEPT.contains(&key.as_str()) && field.is_string() || port && key == "name";
                if !kept {
                    infect(field, text);
                }
            }
        }
        _ => {}
    }
}
