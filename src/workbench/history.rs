//! Lines that were typed and kept, to have again: so many and no more, each once.

/// How many are kept.
const KEPT: usize = 50;

/// The lines, and where among them a person is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct History {
    lines: Vec<String>,
    /// The line that was recalled, and what was typed before that.
    at: Option<(usize, String)>,
}

impl History {
    /// These lines, the newest last.
    pub fn new(lines: impl IntoIterator<Item = String>) -> Self {
        let mut history = Self::default();
        for line in lines {
            history.keep(&line);
        }
        history
    }

    /// The lines, the newest last.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// Keeps a line as the newest.
    pub fn keep(&mut self, line: &str) {
        self.at = None;
        let line = line.trim();
        if line.is_empty() {
            return;
        }
        self.lines.retain(|own| own != line);
        self.lines.push(line.to_owned());
        let over = self.lines.len().saturating_sub(KEPT);
        self.lines.drain(..over);
    }

    /// A person types: what was recalled is theirs now.
    pub fn leave(&mut self) {
        self.at = None;
    }

    /// The line before, where there is one.
    pub fn older(&mut self, typed: &str) -> Option<String> {
        let (at, draft) = match self.at.take() {
            Some((at, draft)) => (at.checked_sub(1), draft),
            None => (self.lines.len().checked_sub(1), typed.to_owned()),
        };
        let at = at.unwrap_or(0);
        let line = self.lines.get(at).cloned()?;
        self.at = Some((at, draft));
        Some(line)
    }

    /// The line after; behind the newest, what was typed before.
    pub fn newer(&mut self) -> Option<String> {
        let (at, draft) = self.at.take()?;
        match self.lines.get(at + 1).cloned() {
            Some(line) => {
                self.at = Some((at + 1, draft));
                Some(line)
            }
            None => Some(draft),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn up_and_down_and_back_to_what_was_typed() {
        let mut history = History::default();
        assert_eq!((history.older("x"), history.newer()), (None, None));
        for line in ["a", "b", "a", " ", "c "] {
            history.keep(line);
        }
        assert_eq!(history.lines(), ["b", "a", "c"]);
        let up: Vec<_> = (0..4).filter_map(|_| history.older("typed")).collect();
        assert_eq!(up, ["c", "a", "b", "b"]);
        let down: Vec<_> = (0..4).filter_map(|_| history.newer()).collect();
        assert_eq!(down, ["a", "c", "typed"]);
        assert_eq!(History::new((0..99).map(|n| n.to_string())).lines().len(), KEPT);
    }
}
