//! `meetme rules`: the field rules, printed from the table that checks.

use serde_json::{Value, json};

use super::args::Format;
use super::output;
use crate::domain::rules::RULES;

/// The rules in a format.
pub fn rules(format: Format) -> String {
    let values = || {
        RULES.iter().map(|rule| {
        json!({"id": rule.id, "field": rule.about, "level": rule.level.word(), "says": rule.says, "source": rule.source})
    })
    };
    match format {
        Format::Json => output::json(&Value::Array(values().collect()), true) + "\n",
        Format::Jsonl => values().map(|value| output::json(&value, false) + "\n").collect(),
        Format::Table | Format::Csv => {
            let row = |rule: &&crate::domain::rules::Rule| {
                [rule.about, rule.level.word(), rule.says, rule.source].map(str::to_owned).to_vec()
            };
            output::columns(
                format,
                &["FIELD", "LEVEL", "WHAT IS WRONG", "SOURCE"],
                &RULES.iter().map(row).collect::<Vec<_>>(),
            )
        }
    }
}

/// The page `docs/rules.md`.
pub(super) fn page() -> String {
    let head = "# Field rules\n\nGenerated from the table that checks (`meetme rules` prints it). An error stops; a warning asks for a \
                thought.\n\n| field | level | what is wrong | source | name |\n| --- | --- | --- | --- | --- |\n";
    let row = |rule: &&crate::domain::rules::Rule| {
        let says = rule.says.replace('|', "\\|");
        format!("| {} | {} | {says} | {} | `{}` |\n", rule.about, rule.level.word(), rule.source, rule.id)
    };
    head.to_owned() + &RULES.iter().map(row).collect::<String>()
}
