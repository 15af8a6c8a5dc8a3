//! Finding what was typed in a text, without regard to case: as it stands, or as runs of letters at the beginnings of
//! words. Rows keep the order of their table, so a loose match is not sunk by its score as in a picker; these rules
//! are tight instead.

use crate::workbench::panes::Kind;

/// From this length on, letters may be spread over several words.
const SPREAD: usize = 3;

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Needle {
    text: String,
    folded: Vec<char>,
    ascii: bool,
}

impl Needle {
    pub(super) fn new(text: &str) -> Self {
        Self { text: text.to_owned(), folded: text.chars().map(fold).collect(), ascii: text.is_ascii() }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whatever this finds, a shorter one that it begins with found too.
    pub(super) fn narrows(&self, shorter: &Self) -> bool {
        shorter.folded.len() >= SPREAD && self.folded.starts_with(&shorter.folded)
    }

    /// It is in the text; `spread`: maybe only in runs.
    pub(super) fn is_in(&self, text: &str, kind: Kind, spread: bool) -> bool {
        match kind {
            Kind::Text if self.ascii && text.is_ascii() => {
                self.stands_in(text.as_bytes()) || spread && self.spread_in_ascii(text.as_bytes())
            }
            Kind::Number => self.text == text,
            // Most words lack it altogether.
            _ if self.ascii && text.is_ascii() && !self.stands_in(text.as_bytes()) => false,
            _ => !self.places(text, kind, spread).is_empty(),
        }
    }

    /// The characters of the text that match, by their number; none where it is not in it.
    pub(super) fn places(&self, text: &str, kind: Kind, spread: bool) -> Vec<usize> {
        let text: Vec<char> = text.chars().map(fold).collect();
        let length = self.folded.len();
        if length == 0 {
            return vec![];
        }
        let starts = |at: &usize| kind == Kind::Text || begins(&text, *at);
        let mut whole = (0..text.len()).filter(|at| text.get(*at..at + length) == Some(&self.folded[..]));
        match kind {
            Kind::Number => return if text == self.folded { (0..length).collect() } else { vec![] },
            _ => {
                if let Some(at) = whole.find(starts) {
                    return (at..at + length).collect();
                }
            }
        }
        let may = spread && kind == Kind::Text && length >= SPREAD;
        may.then(|| runs(&self.folded, &text)).flatten().unwrap_or_default()
    }

    fn stands_in(&self, text: &[u8]) -> bool {
        let length = self.folded.len();
        let Some((&first, rest)) = self.folded.split_first() else { return true };
        let Some(last) = text.len().checked_sub(length) else { return false };
        let (low, high) = (first as u8, (first as u8).to_ascii_uppercase());
        let mut from = 0;
        while let Some(at) = text.get(from..=last).and_then(|part| memchr::memchr2(low, high, part)) {
            let at = from + at;
            let tail = &text[at + 1..at + length];
            if tail.iter().zip(rest).all(|(have, want)| have.to_ascii_lowercase() as char == *want) {
                return true;
            }
            from = at + 1;
        }
        false
    }

    fn spread_in_ascii(&self, text: &[u8]) -> bool {
        // Cheap to say no: most texts lack one of the letters in this order.
        let mut rest = text;
        for want in &self.folded {
            let (low, high) = (*want as u8, (*want as u8).to_ascii_uppercase());
            let Some(at) = memchr::memchr2(low, high, rest) else { return false };
            rest = rest.get(at + 1..).unwrap_or_default();
        }
        if self.folded.len() < SPREAD {
            return false;
        }
        let text: Vec<char> = text.iter().map(|byte| byte.to_ascii_lowercase() as char).collect();
        runs(&self.folded, &text).is_some()
    }
}

fn fold(c: char) -> char {
    if c.is_ascii() { c.to_ascii_lowercase() } else { c.to_lowercase().next().unwrap_or(c) }
}

/// Whether a word begins here: after something that is no letter or digit, at the border between letters and digits,
/// and behind the zeros that fill up a number.
fn begins(text: &[char], at: usize) -> bool {
    let Some(&here) = text.get(at) else { return false };
    let Some(before) = at.checked_sub(1).and_then(|at| text.get(at)) else { return true };
    if !here.is_alphanumeric() || !before.is_alphanumeric() || here.is_ascii_digit() != before.is_ascii_digit() {
        return true;
    }
    let filled = |c: &char| *c == '0';
    here.is_ascii_digit() && text[..at].iter().rev().take_while(|c| c.is_ascii_digit()).all(filled)
}

/// Lays a needle out in runs, each from the beginning of a word on, in their order. Longest runs first.
struct Runs<'a> {
    needle: &'a [char],
    text: &'a [char],
    /// What is known to lead nowhere, by what is laid out and from where: no text takes longer than its size allows.
    dead: Vec<bool>,
    places: Vec<usize>,
}

fn runs(needle: &[char], text: &[char]) -> Option<Vec<usize>> {
    let mut runs = Runs { needle, text, dead: vec![false; (needle.len() + 1) * (text.len() + 1)], places: Vec::new() };
    runs.lay(0, 0).then_some(runs.places)
}

impl Runs<'_> {
    fn lay(&mut self, laid: usize, from: usize) -> bool {
        let (needle, text) = (&self.needle[laid..], self.text);
        if needle.is_empty() {
            return true;
        }
        let state = laid * (text.len() + 1) + from;
        if self.dead[state] {
            return false;
        }
        for at in (from..text.len()).filter(|at| begins(text, *at)) {
            let most = needle.iter().zip(&text[at..]).take_while(|(want, have)| want == have).count();
            for length in (1..=most).rev() {
                self.places.extend(at..at + length);
                if self.lay(laid + length, at + length) {
                    return true;
                }
                self.places.truncate(self.places.len() - length);
            }
        }
        self.dead[state] = true;
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(needle: &str, text: &str) -> String {
        let places = Needle::new(needle).places(text, Kind::Text, true);
        assert_eq!(Needle::new(needle).is_in(text, Kind::Text, true), !places.is_empty(), "{needle} in {text}");
        text.chars().enumerate().map(|(at, c)| if places.contains(&at) { c } else { '.' }).collect()
    }

    #[test]
    fn a_part_or_runs_at_the_beginnings_of_words() {
        for (needle, text, shown) in [
            ("IAD", "icn-iad-a-10g-0007", "....iad..........."),
            ("icniad7", "icn-iad-a-10g-0007", "icn.iad..........7"),
            ("lhr10", "lhr-b-10g", "lhr...10."),
            ("eqdc2", "Equinix DC2, 21715 Filigree Court", "Eq......DC2......................"),
            ("züri", "Zürich", "Züri.."),
            ("den", "Equinix DC2, 21715 Filigree Court", "................................."),
            ("aid", "icn-iad-a-10g-0007", ".................."),
            ("ia7", "icn-iad-a-10g-1007", ".................."),
            ("a7", "iad-a-7", "......."),
        ] {
            assert_eq!(found(needle, text), shown, "{needle}");
        }
    }

    #[test]
    fn a_word_is_found_from_its_beginning_only() {
        let has = |needle: &str, text: &str| Needle::new(needle).is_in(text, Kind::Word, true);
        assert!(has("healthy", "HEALTHY") && has("HEAL", "+ HEALTHY*") && has("partner", "gcp_partner"));
        assert!(!has("healthy", "UNHEALTHY") && !has("hlt", "HEALTHY"));
        assert!(has("10g", "10G") && !has("10g", "100G") && !has("0g", "10G"));
        assert!(Needle::new("1500").is_in("1500", Kind::Number, true));
        assert!(!Needle::new("150").is_in("1500", Kind::Number, true));
    }

    #[test]
    fn long_repetitions_do_not_take_long() {
        let text = "a-".repeat(60);
        let needle = Needle::new(&format!("{}b", "a".repeat(12)));
        assert!(needle.places(&text, Kind::Text, true).is_empty());
    }
}
