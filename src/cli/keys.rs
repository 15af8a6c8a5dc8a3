//! `meetme keys`: the keys that hold, printed from the table that the workbench asks.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::args::Format;
use super::output;
use crate::workbench::command::{Row, Scope};
use crate::workbench::key::Key;
use crate::workbench::keymap::{Keymap, Preset, listed};

/// The keys in a format: every action in every place, also one that has no key.
pub fn keys(preset: Preset, keymap: &Keymap, format: Format) -> String {
    let rows = || Scope::ALL.into_iter().flat_map(|scope| keymap.rows().filter(move |(row, _)| row.scope == scope));
    let value = |(row, keys): (&Row, &[Key])| {
        let keys: Vec<String> = keys.iter().map(ToString::to_string).collect();
        json!({"place": row.scope.id(), "action": row.command.id(), "keys": keys, "title": row.title})
    };
    match format {
        Format::Json => {
            let rows: Vec<Value> = rows().map(value).collect();
            output::json(&json!({"preset": preset.word(), "keys": rows}), true) + "\n"
        }
        Format::Jsonl => rows().map(|row| output::json(&value(row), false) + "\n").collect(),
        Format::Table | Format::Csv => {
            let cells = |(row, keys): (&Row, &[Key])| {
                let keys = if keys.is_empty() { "-".to_owned() } else { listed(keys) };
                vec![row.scope.id().to_owned(), keys, row.command.id().to_owned(), row.title.to_owned()]
            };
            output::columns(
                format,
                &["PLACE", "KEYS", "ACTION", "WHAT IT DOES"],
                &rows().map(cells).collect::<Vec<_>>(),
            )
        }
    }
}

const HEAD: &str = "# Keys

Generated from the table that the workbench asks. `meetme keys` prints the keys that hold for you; `?` shows those of the
place you are in, `:` finds everything by name, also what has no key.

## Your own keys

In the configuration file (`meetme config path`):

```toml
keys_preset = \"vim\"            # or \"k9s\", \"default\"

[keys]                         # in every place where no text is typed
refresh = [\"r\", \"f5\"]          # the first one is shown on the screen
pause = []                     # no key; :pause still finds it

[keys.table]                   # only in this place; it wins over [keys]
open = [\"enter\", \"d\"]
```

A key is a character as it is typed (`d`, `G`, `?`), a name (`space enter esc tab shift-tab backspace delete left right up
down home end pgup pgdn f1` to `f24`), or one of these after `ctrl-` or `alt-`. An action that only lives where text is
typed (`accept`, `validate`) needs no place.

Refused at the start, with the line: a key for two actions in one place; a character, or a key that edits, where text is
typed; a Control key for what changes something; `enter` as the answer to a question; anything but `interrupt` on
`ctrl-c`; a place without `back`.
";

/// The page `docs/keys.md`.
pub(super) fn page() -> String {
    let mut page = HEAD.to_owned();
    let keymap = Keymap::default();
    let code =
        |keys: &[Key]| keys.iter().map(|key| format!("`{key}`").replace('|', "\\|")).collect::<Vec<_>>().join(" ");
    let shown = |keys: &[Key]| if keys.is_empty() { "none".to_owned() } else { code(keys) };
    page.push_str("\n## The keys of `default`\n");
    for scope in Scope::ALL {
        let _ = writeln!(page, "\n### {} (`{}`)\n", scope.title(), scope.id());
        page.push_str("| keys | what it does | action |\n| --- | --- | --- |\n");
        for (row, keys) in keymap.rows().filter(|(row, _)| row.scope == scope) {
            let _ = writeln!(page, "| {} | {} | `{}` |", shown(keys), row.title, row.command.id());
        }
    }
    for preset in Preset::ALL.into_iter().filter(|preset| *preset != Preset::default()) {
        let _ = writeln!(page, "\n## What `{}` changes\n", preset.word());
        page.push_str("| place | action | keys | instead of |\n| --- | --- | --- | --- |\n");
        let own = Keymap::of(preset);
        for ((row, keys), (_, before)) in own.rows().zip(keymap.rows()).filter(|((_, a), (_, b))| a != b) {
            let (place, action) = (row.scope.id(), row.command.id());
            let _ = writeln!(page, "| `{place}` | `{action}` | {} | {} |", shown(keys), shown(before));
        }
    }
    page
}
