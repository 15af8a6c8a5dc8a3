//! From what a person says and what the environment tells to how this terminal is drawn on.

use std::path::Path;

use super::theme::{self, Colours, Glyphs, Theme};
use crate::config::{Env, Palette, Screen, Switch};

/// Beginnings of TERM that show mode 2026 as letters, or nothing at all.
const UNSYNCHRONIZED: [&str; 3] = ["screen", "linux", "dumb"];

/// How the terminal is drawn on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// Tones and characters.
    pub theme: Theme,
    /// Frames are put between the marks of mode 2026.
    pub sync: bool,
    /// A person says that the line is slow, or that it is not.
    pub slow: Option<bool>,
    /// What a person said and could not be done.
    pub trouble: Option<String>,
}

impl From<Theme> for Look {
    fn from(theme: Theme) -> Self {
        Self { theme, sync: true, slow: None, trouble: None }
    }
}

impl Look {
    /// Decides; what cannot be used is named in `trouble`, and the default stands in.
    pub fn of(screen: &Screen, env: &Env) -> Self {
        let is = |name: &str, words: &[&str]| env.get(name).is_some_and(|value| words.contains(&value));
        let colours = match screen.colour.unwrap_or_default() {
            Switch::Off => Colours::None,
            Switch::Auto if env.get("NO_COLOR").is_some_and(|value| !value.is_empty()) => Colours::None,
            _ => match screen.palette.unwrap_or_default() {
                Palette::All => Colours::All,
                Palette::Auto if is("COLORTERM", &["truecolor", "24bit"]) => Colours::All,
                _ => Colours::Sixteen,
            },
        };
        // The longer names of colours cost bytes on each change of tone.
        let colours = if screen.slow == Some(true) && colours == Colours::All { Colours::Sixteen } else { colours };
        let word = screen.theme.as_deref().unwrap_or("dark");
        let (chosen, trouble) = match Theme::named(word, colours) {
            Some(theme) => (Some(theme), None),
            None if !word.contains(['/', '.']) => {
                let names = Theme::NAMES.join(", ");
                (None, Some(format!("no theme is called `{word}` ({names}, or a file)")))
            }
            None => match theme::read(Path::new(word), colours) {
                Ok(theme) => (Some(theme), None),
                Err(why) => (None, Some(why)),
            },
        };
        let default = || Theme::named("dark", colours).unwrap_or_else(|| Theme::new(colours != Colours::None));
        let glyphs = match screen.ascii {
            Some(true) => Glyphs::Ascii,
            Some(false) => Glyphs::Unicode,
            None => Glyphs::of_locale(|name| env.get(name)),
        };
        let term = env.get("TERM").unwrap_or_default();
        let sync = match screen.sync.unwrap_or_default() {
            Switch::On => true,
            Switch::Off => false,
            Switch::Auto => !UNSYNCHRONIZED.iter().any(|beginning| term.starts_with(beginning)),
        };
        let theme = chosen.unwrap_or_else(default).with_glyphs(glyphs);
        Self { theme, sync, slow: screen.slow, trouble: trouble.map(|why| format!("{why}; the default theme is used")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UTF8: (&str, &str) = ("LANG", "C.UTF-8");

    fn look(screen: &Screen, env: &[(&str, &str)]) -> Look {
        Look::of(screen, &Env::of(&[&[UTF8], env].concat()))
    }

    #[test]
    fn sixteen_colours_unless_more_or_none_are_asked_for() {
        let light = |colours| Theme::named("light", colours).unwrap();
        let of = |colour, palette, env: &[(&str, &str)]| {
            look(&Screen { theme: Some("light".into()), colour, palette, ..Screen::default() }, env).theme
        };
        assert_eq!(of(None, None, &[]), light(Colours::Sixteen));
        assert_eq!(of(None, None, &[("COLORTERM", "truecolor")]), light(Colours::All));
        assert_eq!(of(None, Some(Palette::Sixteen), &[("COLORTERM", "24bit")]), light(Colours::Sixteen));
        assert_eq!(of(None, Some(Palette::All), &[]), light(Colours::All));
        assert_eq!(of(None, Some(Palette::All), &[("NO_COLOR", "1")]), light(Colours::None));
        assert_eq!(of(Some(Switch::On), None, &[("NO_COLOR", "1")]), light(Colours::Sixteen));
        assert_eq!(of(Some(Switch::Off), None, &[]), light(Colours::None));
    }

    #[test]
    fn synchronized_output_is_left_out_where_it_would_be_seen() {
        let of = |sync, term| look(&Screen { sync, ..Screen::default() }, &[("TERM", term)]).sync;
        assert!(of(None, "xterm-256color") && of(None, "tmux-256color") && of(Some(Switch::On), "screen"));
        assert!(!of(None, "screen.xterm-256color") && !of(None, "linux") && !of(Some(Switch::Off), "xterm"));
    }

    #[test]
    fn a_theme_that_cannot_be_used_is_named_and_the_default_stands_in() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("mine.toml");
        std::fs::write(&path, "base = \"dark\"\nwarm = { colour = \"red\" }\n").unwrap();
        let found = look(&Screen { theme: Some(path.display().to_string()), ..Screen::default() }, &[]);
        assert!(found.trouble.unwrap().contains("mine.toml:2: warm: "));
        assert_eq!(found.theme, Theme::named("dark", Colours::Sixteen).unwrap());
        let found = look(&Screen { theme: Some("pink".into()), ..Screen::default() }, &[]);
        assert!(found.trouble.unwrap().contains("high-contrast"));
    }
}
