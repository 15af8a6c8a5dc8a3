//! Everything that is wrong with a configuration file, not only the first of it.

use std::path::Path;

use super::file::{self, ConfigFile};
use crate::domain::Fault;

const MOST: usize = 50;

/// One line a problem: file, line, what. `None`: there is no such file. What cannot be read, or could have been written by
/// others, is a fault as it is for every other command. `base_url` says what is wrong with an address, in the words of
/// whoever would talk to it.
pub fn problems(path: &Path, base_url: impl Fn(&str) -> Option<String>) -> Result<Option<Vec<String>>, Fault> {
    Ok(file::text(path)?.map(|text| of(&text, path, base_url)))
}

fn of(text: &str, path: &Path, base_url: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let mut rest = text.to_owned();
    let mut found = Vec::new();
    while found.len() < MOST {
        match toml::from_str::<ConfigFile>(&rest) {
            Ok(file) => {
                for (name, profile) in &file.profiles {
                    let Some(url) = &profile.base_url else { continue };
                    let wrong = base_url(url).map(|why| (line_of(text, url), why));
                    found.extend(wrong.map(|(line, why)| format!("{}:{line}: profile {name}: {why}", path.display())));
                }
                let missing = file.default_profile.filter(|name| !file.profiles.contains_key(name));
                found.extend(missing.map(|name| format!("{}: default_profile: no profile `{name}`", path.display())));
                break;
            }
            Err(why) => {
                let Some(span) = why.span() else { break };
                if let Err(fault) = file::parse(&rest, path) {
                    let key = key(&rest, span.start).filter(|key| !fault.what.contains(key));
                    found.push(fault.what + &key.map(|key| format!(" (at {key})")).unwrap_or_default());
                }
                // What was told is taken out, and the rest is read again; a file that is no TOML has no rest.
                let without = without(&rest, span);
                if without == rest || toml::from_str::<toml::Table>(&without).is_err() {
                    break;
                }
                rest = without;
            }
        }
    }
    found
}

/// The line that gives this base address.
fn line_of(text: &str, url: &str) -> usize {
    let gives = |line: &str| line.trim_start().starts_with("base_url") && line.contains(url);
    text.lines().position(gives).map_or(0, |at| at + 1)
}

/// The key on the line of a place.
fn key(text: &str, at: usize) -> Option<&str> {
    let start = text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
    let line = text.get(start..)?.lines().next()?;
    Some(line.split_once('=')?.0.trim())
}

/// The text with all lines of a span emptied; the others keep their numbers.
fn without(text: &str, span: std::ops::Range<usize>) -> String {
    let mut at = 0;
    text.split_inclusive('\n').fold(String::new(), |all, line| {
        let (from, to) = (at, at + line.len());
        at = to;
        let hit = from < span.end.max(span.start + 1) && span.start < to;
        all + if hit { "\n" } else { line }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_is_told_with_its_line_and_key() {
        let text =
            "default_profile = \"z\"\nthem = 1\n[profiles.a]\nmode = \"write\"\ncolour = \"mauve\"\nacount = \"x\"\n";
        let found = of(text, Path::new("c.toml"), |_| None);
        assert_eq!(found.len(), 4, "{found:?}");
        for (line, word) in
            [("c.toml:2: ", "them"), ("c.toml:5: ", "(at colour)"), ("c.toml:6: ", "acount"), ("c.toml: ", "`z`")]
        {
            assert!(found.iter().any(|problem| problem.starts_with(line) && problem.contains(word)), "{found:?}");
        }
        assert!(of(&super::super::template(), Path::new("t"), |_| None).is_empty());
        assert_eq!(of("[[[", Path::new("t"), |_| None).len(), 1);
    }

    #[test]
    fn an_address_that_nobody_could_talk_to_is_told_with_its_line() {
        let text = "[profiles.a]\nbase_url = \"https://good\"\n[profiles.b]\nbase_url = \"http://bad\"\n";
        let found = of(text, Path::new("c.toml"), |url| (url == "http://bad").then(|| "no".to_owned()));
        assert_eq!(found, ["c.toml:4: profile b: no"]);
    }
}
