//! From what was typed to a filter, or to the one sentence that says where it breaks and how to mend it.

use std::ops::Range;
use std::time::Duration;

use super::find::Needle;
use super::{Filter, How, Problem, Term, Test, What};
use crate::domain::Speed;
use crate::workbench::panes::{Column, Kind};

/// A character of a word: where it was typed, and whether it was meant as it stands.
#[derive(Clone, Copy)]
struct Letter {
    c: char,
    at: usize,
    quoted: bool,
}

/// Reads what was typed, for a table with these columns: what can be understood, and the first part that cannot.
pub(super) fn read(typed: &str, columns: &[Column]) -> (Filter, Option<Problem>) {
    let (mut terms, mut problem) = (Vec::new(), None);
    for word in words(typed) {
        match term(&word, columns) {
            Ok(term) => terms.extend(term),
            Err(text) => {
                let from = word.first().map_or(0, |letter| letter.at);
                let to = word.last().map_or(0, |letter| letter.at + letter.c.len_utf8());
                problem = problem.or(Some(Problem { at: from..to, text }));
            }
        }
    }
    (Filter { terms }, problem)
}

/// Words are parted by spaces; quotes keep spaces in, and a quote that is still open ends with the line.
fn words(typed: &str) -> Vec<Vec<Letter>> {
    let mut words = Vec::new();
    let mut word = Vec::new();
    let (mut quoted, mut begun) = (false, false);
    let mut chars = typed.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => (quoted, begun) = (!quoted, true),
            '\\' if quoted && chars.peek().is_some_and(|(_, next)| matches!(next, '"' | '\\')) => {
                word.extend(chars.next().map(|(at, c)| Letter { c, at, quoted }));
            }
            c if c.is_whitespace() && !quoted => {
                if begun || !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            c => word.push(Letter { c, at, quoted }),
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

fn plain(word: &[Letter], at: usize) -> Option<char> {
    word.get(at).filter(|letter| !letter.quoted).map(|letter| letter.c)
}

fn text(word: &[Letter]) -> String {
    word.iter().map(|letter| letter.c).collect()
}

fn term(word: &[Letter], columns: &[Column]) -> Result<Option<Term>, String> {
    let (mut wanted, word) = match plain(word, 0) {
        Some('!') => (false, &word[1..]),
        _ => (true, word),
    };
    // Where there are no fields, all is words.
    let Some((name, how, rest)) = split(word).filter(|_| !columns.is_empty()) else {
        let needle = text(word);
        return Ok((!needle.is_empty()).then(|| Term { wanted, what: What::Anywhere(Needle::new(&needle)) }));
    };
    let called = |name: &str| columns.iter().position(|column| column.is_called(name));
    let Some(at) = relation(&name, rest).and_then(called).or_else(|| called(&name)) else {
        return Err(unknown(&name, columns));
    };
    let (not, how, rest) = match (how, plain(rest, 0)) {
        (Sign::Has, Some('!')) => (true, Sign::Has, &rest[1..]),
        (Sign::Has, Some('<' | '>' | '=')) => sign(rest).map_or((false, how, rest), |(how, rest)| (false, how, rest)),
        (Sign::IsNot, _) => (true, Sign::Is, rest),
        _ => (false, how, rest),
    };
    wanted ^= not;
    let column = &columns[at];
    if rest.is_empty() {
        return Err(format!("{} what? Try {}", name.to_lowercase(), example(column)));
    }
    let tests = match how {
        Sign::Than(how) => vec![than(column, how, &text(rest))?],
        _ => rest
            .split(|letter| letter.c == ',' && !letter.quoted)
            .filter(|value| !value.is_empty())
            .map(|value| test(column, how, value))
            .collect::<Result<Vec<_>, _>>()?,
    };
    Ok((!tests.is_empty()).then_some(Term { wanted, what: What::Field { column: at, tests } }))
}

/// `device:other` asks how a device compares with those in use: these words name none.
fn relation(name: &str, value: &[Letter]) -> Option<&'static str> {
    const WORDS: [&str; 4] = ["other", "same", "unknown", "yours"];
    let value = text(value).to_lowercase();
    // Empty ones say nothing: `device:other,` is typed on the way to the next word.
    let words = || value.trim_start_matches('!').split(',').filter(|word| !word.is_empty());
    let all = words().next().is_some() && words().all(|word| WORDS.contains(&word));
    (name.eq_ignore_ascii_case("device") && all).then_some("diversity")
}

#[derive(Clone, Copy, PartialEq)]
enum Sign {
    Has,
    Is,
    IsNot,
    Than(How),
}

/// A name, a sign, and what follows; only letters make a name, so that an address stays a text.
fn split(word: &[Letter]) -> Option<(String, Sign, &[Letter])> {
    let named = word.iter().take_while(|letter| !letter.quoted && letter.c.is_ascii_alphabetic()).count();
    let (sign, rest) = sign(word.get(named..)?)?;
    (named > 0).then(|| (text(&word[..named]), sign, rest))
}

fn sign(word: &[Letter]) -> Option<(Sign, &[Letter])> {
    let equals = plain(word, 1) == Some('=');
    let (sign, length) = match plain(word, 0)? {
        ':' => (Sign::Has, 1),
        '=' => (Sign::Is, 1),
        '!' if equals => (Sign::IsNot, 2),
        '<' if equals => (Sign::Than(How::AtMost), 2),
        '<' => (Sign::Than(How::Less), 1),
        '>' if equals => (Sign::Than(How::AtLeast), 2),
        '>' => (Sign::Than(How::More), 1),
        _ => return None,
    };
    Some((sign, &word[length..]))
}

fn unknown(name: &str, columns: &[Column]) -> String {
    let name = name.to_lowercase();
    let near = columns.iter().find(|column| column.field.starts_with(&name) || name.starts_with(column.field));
    match near {
        Some(column) => format!("no field {name} here; did you mean {}?", example(column)),
        None => {
            let fields: Vec<&str> = columns.iter().map(|column| column.field).collect();
            format!("no field {name} here; quote it to find the text, or use {}", fields.join(" "))
        }
    }
}

/// What can be typed for a column.
fn example(column: &Column) -> String {
    let field = column.field;
    match column.kind {
        Kind::Text | Kind::Word => format!("{field}:word"),
        Kind::Number => format!("{field}:1500 or {field}>9"),
        Kind::Speed => format!("{field}:10G or {field}>=10G"),
        Kind::Age => format!("{field}<1h or {field}>30m"),
    }
}

fn test(column: &Column, sign: Sign, value: &[Letter]) -> Result<Test, String> {
    let bare = value.len() == 1 && plain(value, 0) == Some('-');
    let value = text(value);
    if bare || column.kind == Kind::Age && value.eq_ignore_ascii_case("none") {
        return Ok(Test::Missing);
    }
    match column.kind {
        Kind::Text | Kind::Word if sign == Sign::Is => Ok(Test::Is(Needle::new(&value))),
        Kind::Text | Kind::Word => Ok(Test::Has(Needle::new(&value))),
        Kind::Number => than(column, How::Equal, &value),
        // A spelling that nobody knows is still a text.
        Kind::Speed => Ok(than(column, How::Equal, &value).unwrap_or_else(|_| Test::Has(Needle::new(&value)))),
        Kind::Age => Err(format!("{} is compared: {}", column.field, example(column))),
    }
}

fn than(column: &Column, how: How, value: &str) -> Result<Test, String> {
    let field = column.field;
    let wrong = |wants: &str| format!("{field} takes {wants}, not \"{value}\": {}", example(column));
    match column.kind {
        Kind::Number => {
            let digits = if field == "asn" { value.trim_start_matches(['a', 'A', 's', 'S']) } else { value };
            digits.parse().map(|number| Test::Number(how, number)).map_err(|_| wrong("a number"))
        }
        Kind::Speed => match Speed::from(value).mbps() {
            Some(mbps) => Ok(Test::Speed(how, mbps)),
            None => Err(wrong("a speed")),
        },
        Kind::Age => span(value).map(|span| Test::Age(how, span)).ok_or_else(|| wrong("a time")),
        Kind::Text | Kind::Word => Err(format!("{field} has no size: use {}", example(column))),
    }
}

/// `30s`, `5m`, `2h`, `3d`, `1w`, and these one after another.
fn span(text: &str) -> Option<Duration> {
    let mut all = Duration::ZERO;
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let number: u64 = rest.get(..digits)?.parse().ok()?;
        let seconds = match rest.get(digits..=digits)? {
            "s" => 1,
            "m" => 60,
            "h" => 3600,
            "d" => 86_400,
            "w" => 604_800,
            _ => return None,
        };
        all = all.checked_add(Duration::from_secs(number.checked_mul(seconds)?))?;
        rest = rest.get(digits + 1..)?;
    }
    (!text.is_empty()).then_some(all)
}

/// The word that the cursor stands at the end of, as far as it may become the name of a field.
pub(super) fn begun(typed: &str) -> Option<Range<usize>> {
    let from = typed.char_indices().rfind(|(_, c)| c.is_whitespace()).map_or(0, |(at, c)| at + c.len_utf8());
    let from = from + usize::from(typed[from..].starts_with('!'));
    let name = typed.get(from..)?;
    let quotes = typed.bytes().filter(|byte| *byte == b'"').count();
    (quotes % 2 == 0 && name.bytes().all(|byte| byte.is_ascii_alphabetic())).then_some(from..typed.len())
}
