//! A person's own keys: lines of the configuration file, taken over a preset or refused with the reason.

use super::super::command::{Command, Row, Scope, TABLE};
use super::super::key::{Code, Key};
use super::super::picker::best;
use super::super::text_field::TextField;
use super::{Keymap, Preset, clashes, listed};

/// The key that always leaves; nobody can give it away.
const LEAVES: Key = Key::ctrl('c');

/// A line of the key map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The place; none: every place where no text is typed.
    pub place: Option<String>,
    /// The name of the command.
    pub action: String,
    /// Its keys; none: it has no key.
    pub keys: Vec<String>,
    /// Where the line stands, as file and number.
    pub at: String,
}

/// The key map of a preset and a person's lines over it; or everything that is wrong, a sentence each.
pub fn read(preset: Preset, lines: &[Line]) -> Result<Keymap, Vec<String>> {
    let mut keymap = Keymap::of(preset);
    let mut origins: Vec<Option<&str>> = vec![None; TABLE.len()];
    let mut wrong = Vec::new();
    // A place that is named is meant more exactly than all of them.
    let (everywhere, exact): (Vec<&Line>, Vec<&Line>) = lines.iter().partition(|line| line.place.is_none());
    for line in everywhere.into_iter().chain(exact) {
        let taken = rows(line).and_then(|rows| Ok((rows.clone(), keys(line, &rows)?)));
        match taken {
            Err(why) => wrong.push(format!("{}: {why}", line.at)),
            Ok((rows, keys)) => {
                for at in rows {
                    keymap.keys[at].clone_from(&keys);
                    origins[at] = Some(&line.at);
                }
            }
        }
    }
    if wrong.is_empty() {
        wrong = clashes(&keymap.keys).into_iter().map(|clash| told(&keymap, &origins, preset, clash)).collect();
    }
    if wrong.is_empty() { Ok(keymap) } else { Err(wrong) }
}

/// The rows that a line means, as places in the table.
fn rows(line: &Line) -> Result<Vec<usize>, String> {
    let Line { action, place, .. } = line;
    let ids = || TABLE.iter().map(|row| row.command.id());
    if ids().all(|id| id != action) {
        return Err(format!("no action is called `{action}`{}", meant(action, ids())));
    }
    let of = |fits: &dyn Fn(&Row) -> bool| -> Vec<usize> {
        let own = TABLE.iter().enumerate().filter(|(_, row)| row.command.id() == action && fits(row));
        own.map(|(at, _)| at).collect()
    };
    let Some(place) = place else {
        let plain = of(&|row| !row.scope.types_text());
        return Ok(if plain.is_empty() { of(&|_| true) } else { plain });
    };
    let Some(scope) = Scope::ALL.into_iter().find(|scope| scope.id() == place) else {
        return Err(format!("no place is called `{place}`{}", meant(place, Scope::ALL.iter().map(|scope| scope.id()))));
    };
    let found = of(&|row| row.scope == scope);
    if found.is_empty() {
        let places: Vec<&str> = of(&|_| true).into_iter().map(|at| TABLE[at].scope.id()).collect();
        return Err(format!("`{action}` does not work in `{place}`, but in: {}", places.join(", ")));
    }
    Ok(found)
}

/// What may have been meant.
fn meant<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> String {
    let mut known: Vec<&str> = known.collect();
    known.dedup();
    let near = best(word, known.iter().copied()).first().and_then(|at| known.get(*at as usize).copied());
    let near = near.or_else(|| known.iter().copied().min_by_key(|other| distance(word, other)));
    near.map(|near| format!("; `{near}`? `meetme keys` lists them")).unwrap_or_default()
}

/// How many characters have to be put in, taken out or changed.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut costs: Vec<usize> = (0..=b.len()).collect();
    for (row, c) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut costs[0], row + 1);
        for (column, other) in b.iter().enumerate() {
            let change = diagonal + usize::from(c != *other);
            diagonal = costs[column + 1];
            costs[column + 1] = change.min(diagonal + 1).min(costs[column] + 1);
        }
    }
    costs[b.len()]
}

/// The keys of a line, by the rules of every row that it means.
fn keys(line: &Line, rows: &[usize]) -> Result<Vec<Key>, String> {
    let mut keys: Vec<Key> = Vec::new();
    for text in &line.keys {
        let key = text.parse()?;
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    for row in rows.iter().map(|at| &TABLE[*at]) {
        let (id, place) = (row.command.id(), row.scope.id());
        if row.command == Command::Interrupt && !keys.contains(&LEAVES) {
            return Err(format!("{LEAVES} always leaves: keep it in the list of `{id}`"));
        }
        if row.command == Command::Back && keys.is_empty() {
            return Err(format!("`{id}` needs a key in `{place}`: there is no other way out"));
        }
        for key in &keys {
            if let Some(why) = refused(row, *key) {
                return Err(format!("`{key}` cannot be `{id}` in `{place}`: {why}"));
            }
        }
    }
    Ok(keys)
}

/// Why a key cannot stand for a row.
fn refused(row: &Row, key: Key) -> Option<&'static str> {
    let typed = row.scope.types_text() || row.scope == Scope::Any;
    if key == LEAVES && row.command != Command::Interrupt {
        Some("it always leaves")
    } else if typed && key.is_text() {
        Some("text is typed there")
    } else if typed && TextField::default().press(key) {
        Some("it edits the text there")
    } else if row.command.changes_things() && key.ctrl {
        Some("what changes things is on no Control key, which a slip of the hand finds")
    } else if row.command == Command::Yes && matches!(key.code, Code::Enter | Code::Char(' ')) {
        Some("a question is not answered by the key that is pressed out of habit")
    } else {
        None
    }
}

/// Two rows that want one key, told with what to do.
fn told(keymap: &Keymap, origins: &[Option<&str>], preset: Preset, (key, a, b): (Key, usize, usize)) -> String {
    // The line of the person comes first; of two lines, the second.
    let (new, old) = if origins[b].is_some() { (b, a) } else { (a, b) };
    let from = |at: usize| origins[at].map_or_else(|| format!("preset {}", preset.word()), str::to_owned);
    let (wants, has) = (TABLE[new].command.id(), TABLE[old].command.id());
    let place = if TABLE[new].scope == Scope::Any { TABLE[old].scope } else { TABLE[new].scope };
    let left: Vec<Key> = keymap.keys[old].iter().copied().filter(|own| *own != key).collect();
    let left = listed(&left).split_whitespace().map(|key| format!("{key:?}")).collect::<Vec<_>>().join(", ");
    format!(
        "{}: `{key}` in `{}` would be both `{wants}` and `{has}` ({}); give `{has}` other keys, such as {has} = [{left}] \
         under [keys.{}]",
        from(new),
        place.id(),
        from(old),
        TABLE[old].scope.id(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(place: Option<&str>, action: &str, keys: &[&str]) -> Line {
        let keys = keys.iter().map(|key| (*key).to_owned()).collect();
        Line {
            place: place.map(str::to_owned),
            action: action.to_owned(),
            keys,
            at: format!("c.toml:{}", action.len()),
        }
    }

    fn one(place: Option<&str>, action: &str, keys: &[&str]) -> Result<Keymap, String> {
        read(Preset::Default, &[line(place, action, keys)]).map_err(|wrong| wrong.join("\n"))
    }

    #[test]
    fn a_line_without_a_place_holds_wherever_no_text_is_typed() {
        let keymap = one(None, "down", &["z", "down"]).unwrap();
        for scope in [Scope::Browse, Scope::Read, Scope::Describe, Scope::Document] {
            assert_eq!(keymap.find(scope, Key::char('z')), Some(Command::Down), "{scope:?}");
            assert_eq!(keymap.find(scope, Key::char('j')), None, "{scope:?}");
        }
        assert_eq!(keymap.find(Scope::Pick, Key::ctrl('n')), Some(Command::Down), "a list keeps its own");
        let keymap = one(None, "validate", &["f6"]).unwrap();
        assert_eq!(keymap.find(Scope::Form, Key::plain(Code::F(6))), Some(Command::Validate), "it has no other place");
    }

    #[test]
    fn a_place_that_is_named_wins_and_an_empty_list_takes_the_key_away() {
        let lines = [line(Some("table"), "refresh", &["f5"]), line(None, "refresh", &["ctrl-r"])];
        let keymap = read(Preset::Default, &lines).unwrap();
        assert_eq!(keymap.find(Scope::Browse, Key::plain(Code::F(5))), Some(Command::Refresh));
        assert_eq!(keymap.find(Scope::Browse, Key::ctrl('r')), None);
        let keymap = one(None, "pause", &[]).unwrap();
        assert_eq!(keymap.find(Scope::Browse, Key::char('p')), None);
    }

    #[test]
    fn a_clash_names_the_line_both_actions_the_key_and_a_way_out() {
        let said = one(Some("table"), "refresh", &["d"]).unwrap_err();
        for word in ["c.toml:7: ", "`d` in `table`", "`refresh`", "`open` (preset default)", "open = [\"enter\"]"] {
            assert!(said.contains(word), "{said}");
        }
        let lines = [line(None, "refresh", &["d"]), line(Some("table"), "open", &["enter"])];
        assert!(read(Preset::Default, &lines).is_ok(), "the way out that is named");
        let said = one(None, "repaint", &["f5"]).unwrap_err();
        assert!(said.contains("`f5` in `form`") && said.contains("`validate`"), "everywhere is there, too: {said}");
        let said = read(Preset::Vim, &[line(None, "zone", &["L"])]).unwrap_err().join("\n");
        assert!(said.contains("`letter` (preset vim)"), "{said}");
    }

    #[test]
    fn what_would_be_a_trap_is_refused_with_its_line() {
        for (place, action, keys, said) in [
            (None, "refesh", &["r"][..], "`refresh`?"),
            (None, "zome", &["r"], "`zone`?"),
            (Some("tabel"), "refresh", &["r"], "`table`?"),
            (Some("form"), "refresh", &["f6"], "but in: table"),
            (None, "refresh", &["ctrl-i"], "as tab"),
            (Some("list"), "down", &["j"], "text is typed"),
            (Some("form"), "next", &["ctrl-w"], "edits the text"),
            (None, "suspend", &["z"], "text is typed"),
            (None, "create", &["ctrl-a"], "Control"),
            (None, "letter", &["ctrl-l"], "Control"),
            (None, "refresh", &["ctrl-c"], "always leaves"),
            (None, "interrupt", &["ctrl-q"], "keep it"),
            (None, "interrupt", &[], "keep it"),
            (Some("form"), "back", &[], "no other way out"),
            (None, "yes", &["enter"], "habit"),
        ] {
            let wrong = one(place, action, keys).unwrap_err();
            assert!(wrong.starts_with("c.toml:") && wrong.contains(said), "{action} {keys:?}: {wrong}");
        }
        assert!(one(None, "interrupt", &["ctrl-c", "ctrl-q"]).is_ok());
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let lines = [line(None, "refesh", &["r"]), line(None, "create", &["ctrl-a"])];
        assert_eq!(read(Preset::Default, &lines).unwrap_err().len(), 2);
    }
}
