//! The filter of a table: words joined by AND, fields, comparisons; read from what is typed, and said again by it.

mod find;
mod read;

use std::fmt;
use std::ops::Range;
use std::time::Duration;

use find::Needle;

use super::panes::{Column, Kind, Value};

/// A filter. The empty one lets everything pass.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    terms: Vec<Term>,
}

/// Where a filter breaks, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// In what was typed, by bytes.
    pub at: Range<usize>,
    /// One sentence.
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Term {
    wanted: bool,
    what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum What {
    /// In whatever column.
    Anywhere(Needle),
    /// In one column, by any of the tests.
    Field { column: usize, tests: Vec<Test> },
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Test {
    Has(Needle),
    Is(Needle),
    Missing,
    Number(How, u128),
    Speed(How, u32),
    Age(How, Duration),
}

/// How two sizes compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    Less,
    AtMost,
    Equal,
    AtLeast,
    More,
}

impl How {
    fn holds<T: PartialOrd>(self, this: &T, that: &T) -> bool {
        match self {
            Self::Less => this < that,
            Self::AtMost => this <= that,
            Self::Equal => this == that,
            Self::AtLeast => this >= that,
            Self::More => this > that,
        }
    }

    fn sign(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Equal => ":",
            Self::AtLeast => ">=",
            Self::More => ">",
        }
    }
}

impl Test {
    fn passes(&self, value: &Value<'_>, kind: Kind) -> bool {
        match (self, value) {
            (Self::Has(needle), value) => value.text().is_some_and(|text| needle.is_in(text, kind, true)),
            (Self::Is(needle), value) => value.text().is_some_and(|text| text.eq_ignore_ascii_case(needle.text())),
            (Self::Missing, value) => *value == Value::Nothing,
            (Self::Number(how, that), Value::Number(this, _)) => how.holds(this, that),
            (Self::Speed(how, that), Value::Number(this, _)) => *this > 0 && how.holds(this, &u128::from(*that)),
            (Self::Age(how, that), Value::Age(this, exact)) => {
                // "At least so long" answers whether it is longer, and nothing else.
                (*exact || matches!(how, How::More | How::AtLeast)) && how.holds(this, that)
            }
            _ => false,
        }
    }
}

impl Filter {
    /// Reads what was typed, for a table with these columns.
    pub fn read(typed: &str, columns: &[Column]) -> Result<Self, Problem> {
        let (filter, problem) = read::read(typed, columns);
        problem.map_or(Ok(filter), Err)
    }

    /// The part of it that can be understood, and why the rest cannot.
    pub fn understood(typed: &str, columns: &[Column]) -> (Self, Option<Problem>) {
        read::read(typed, columns)
    }

    /// It lets everything pass.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether a row passes; `value` tells what stands in its columns.
    pub fn passes<'a>(&self, columns: &[Column], value: impl Fn(usize) -> Value<'a>) -> bool {
        self.terms.iter().all(|term| term.wanted == term.what.is_in(columns, &value, term.wanted))
    }

    /// Which of its terms are found in the shared columns of a row; `None`: they are too many to be noted.
    pub fn shared<'a>(&self, columns: &[Column], value: impl Fn(usize) -> Value<'a>) -> Option<Shared> {
        let found = |term: &Term| match &term.what {
            What::Anywhere(needle) => needle_in(needle, columns, &value, term.wanted, Some(true)),
            What::Field { column, .. } => {
                columns.get(*column).is_some_and(|column| column.shared)
                    && term.what.is_in(columns, &value, term.wanted)
            }
        };
        let bits = self.terms.iter().enumerate().map(|(at, term)| u64::from(found(term)) << at);
        (self.terms.len() <= 64).then(|| Shared(bits.sum()))
    }

    /// Whether a row passes whose shared columns hold that; `value` is asked for the others only.
    pub fn passes_with<'a>(&self, columns: &[Column], value: impl Fn(usize) -> Value<'a>, shared: Shared) -> bool {
        self.terms.iter().enumerate().all(|(at, term)| {
            let found = shared.0 >> at & 1 == 1;
            let found = found
                || match &term.what {
                    What::Anywhere(needle) => needle_in(needle, columns, &value, term.wanted, Some(false)),
                    What::Field { column, .. } => {
                        columns.get(*column).is_some_and(|column| !column.shared)
                            && term.what.is_in(columns, &value, term.wanted)
                    }
                };
            term.wanted == found
        })
    }

    /// Whether its words are in a line without fields.
    pub fn finds(&self, line: &str) -> bool {
        self.terms.iter().all(|term| match &term.what {
            What::Anywhere(needle) => term.wanted == needle.is_in(line, Kind::Text, term.wanted),
            What::Field { .. } => true,
        })
    }

    /// Only rows that pass `wider` can pass this.
    pub fn narrows(&self, wider: &Self) -> bool {
        let narrows = |this: &Term, that: &Term| {
            this == that
                || match (&this.what, &that.what) {
                    (What::Anywhere(longer), What::Anywhere(shorter)) => {
                        this.wanted && that.wanted && longer.narrows(shorter)
                    }
                    _ => false,
                }
        };
        let same = wider.terms.len() <= self.terms.len();
        same && wider.terms.iter().zip(&self.terms).all(|(that, this)| narrows(this, that))
    }

    /// Ages that rows are compared with: a row may pass or not by time alone.
    pub fn ages(&self) -> impl Iterator<Item = (usize, Duration)> + '_ {
        self.terms.iter().flat_map(|term| {
            let (column, tests) = match &term.what {
                What::Field { column, tests } => (*column, tests.as_slice()),
                What::Anywhere(_) => (0, &[][..]),
            };
            tests.iter().filter_map(move |test| match test {
                Test::Age(_, age) => Some((column, *age)),
                _ => None,
            })
        })
    }

    /// The characters of a cell that are why its row passes, by their number.
    pub fn lit(&self, at: usize, column: &Column, text: &str) -> Vec<usize> {
        let mut lit: Vec<usize> = Vec::new();
        for term in self.terms.iter().filter(|term| term.wanted) {
            match &term.what {
                What::Anywhere(needle) => lit.extend(needle.places(text, column.kind, true)),
                What::Field { column: own, tests } if *own == at => {
                    for test in tests {
                        if let Test::Has(needle) | Test::Is(needle) = test {
                            lit.extend(needle.places(text, column.kind, true));
                        }
                    }
                }
                What::Field { .. } => {}
            }
        }
        lit.sort_unstable();
        lit.dedup();
        lit
    }

    /// The filter in the words that it would be typed by.
    pub fn said<'a>(&'a self, columns: &'a [Column]) -> impl fmt::Display + 'a {
        Said(self, columns)
    }
}

impl What {
    fn is_in<'a>(&self, columns: &[Column], value: &impl Fn(usize) -> Value<'a>, spread: bool) -> bool {
        match self {
            Self::Anywhere(needle) => needle_in(needle, columns, value, spread, None),
            Self::Field { column, tests } => {
                let Some(own) = columns.get(*column) else { return false };
                let value = value(*column);
                tests.iter().any(|test| test.passes(&value, own.kind))
            }
        }
    }
}

/// Terms that were found in shared columns, by their place.
#[derive(Debug, Clone, Copy)]
pub struct Shared(u64);

/// Whether a needle is in any column, or in any that is shared or not.
fn needle_in<'a>(
    needle: &Needle,
    columns: &[Column],
    value: &impl Fn(usize) -> Value<'a>,
    spread: bool,
    shared: Option<bool>,
) -> bool {
    columns.iter().enumerate().any(|(at, column)| {
        column.kind != Kind::Age
            && shared.is_none_or(|shared| shared == column.shared)
            && value(at).text().is_some_and(|text| needle.is_in(text, column.kind, spread))
    })
}

/// What can complete the word at the end of what is typed: names of fields, of which it is the beginning.
pub fn completions<'a>(typed: &str, columns: &'a [Column]) -> Vec<&'a str> {
    let Some(word) = read::begun(typed) else { return vec![] };
    let begun = typed[word].to_ascii_lowercase();
    columns.iter().map(|column| column.field).filter(|field| field.starts_with(&begun)).collect()
}

/// What was typed before its last word, where that word looks like the name of a field that is not typed to its end.
pub fn before_name<'a>(typed: &'a str, columns: &[Column]) -> Option<&'a str> {
    let word = read::begun(typed).filter(|word| !word.is_empty())?;
    (!completions(typed, columns).is_empty()).then(|| typed[..word.start].trim_end_matches('!'))
}

/// What was typed, its last word completed to a field's name where only one fits.
pub fn completed(typed: &str, columns: &[Column]) -> Option<String> {
    let word = read::begun(typed).filter(|word| !word.is_empty())?;
    let fits = completions(typed, columns);
    let [field] = fits.as_slice() else { return None };
    let column = columns.iter().find(|column| column.field == *field)?;
    let sign = if column.kind == Kind::Age { "<" } else { ":" };
    Some(format!("{}{field}{sign}", &typed[..word.start]))
}

struct Said<'a>(&'a Filter, &'a [Column]);

impl fmt::Display for Said<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, term) in self.0.terms.iter().enumerate() {
            let gap = if at > 0 { " " } else { "" };
            let not = if term.wanted { "" } else { "!" };
            write!(f, "{gap}{not}")?;
            match &term.what {
                What::Anywhere(needle) => write!(f, "{}", quoted(needle.text()))?,
                What::Field { column, tests } => {
                    let field = self.1.get(*column).map_or("", |column| column.field);
                    let said: Vec<String> = tests.iter().map(Test::said).collect();
                    let exact = tests.iter().any(|test| matches!(test, Test::Is(_)));
                    let sign = match tests.first() {
                        _ if exact => "=",
                        Some(Test::Number(how, _) | Test::Speed(how, _) | Test::Age(how, _)) => how.sign(),
                        _ => ":",
                    };
                    write!(f, "{field}{sign}{}", said.join(","))?;
                }
            }
        }
        Ok(())
    }
}

impl Test {
    fn said(&self) -> String {
        match self {
            Self::Has(needle) | Self::Is(needle) => quoted(needle.text()),
            Self::Missing => "-".to_owned(),
            Self::Number(_, number) => number.to_string(),
            Self::Speed(_, mbps) if mbps % 1000 == 0 => format!("{}G", mbps / 1000),
            Self::Speed(_, mbps) => format!("{mbps}M"),
            Self::Age(_, age) => format!("{}s", age.as_secs()),
        }
    }
}

/// In quotes, where it would be read as something else without them.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '/' | '-');
    if text.chars().all(plain) && text != "-" && !text.is_empty() {
        return text.to_owned();
    }
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests;
