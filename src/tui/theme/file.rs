//! A theme out of a TOML file: a table a tone, with colour, what is behind, and weight.

use std::path::Path;

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;
use toml::Spanned;
use toml::de::DeTable;

use super::{Colours, Theme};

const LONGEST: u64 = 64 * 1024;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    colour: Option<Spanned<String>>,
    behind: Option<Spanned<String>>,
    weight: Option<Spanned<String>>,
}

/// Reads a theme file. The error names file, line and key.
pub fn read(path: &Path, colours: Colours) -> Result<Theme, String> {
    use std::io::Read as _;
    let refuse = |why: std::io::Error| format!("theme file {}: {why}", path.display());
    let mut text = String::new();
    std::fs::File::open(path).map_err(refuse)?.take(LONGEST).read_to_string(&mut text).map_err(refuse)?;
    parse(&text, colours).map_err(|why| format!("theme file {}:{why}", path.display()))
}

fn parse(text: &str, colours: Colours) -> Result<Theme, String> {
    let line = |at: usize| text.get(..at).unwrap_or_default().matches('\n').count() + 1;
    let broken = |why: &toml::de::Error| {
        format!("{}: {}", line(why.span().map_or(0, |span| span.start)), why.message().replace('\n', " "))
    };
    let table = DeTable::parse(text).map_err(|why| broken(&why))?;
    let mut theme = Theme::new(true);
    if let Some((_, base)) = table.get_ref().iter().find(|(key, _)| key.get_ref() == "base") {
        let known = || format!("{}: base: one of {}", line(base.span().start), Theme::NAMES.join(", "));
        theme = base.get_ref().as_str().and_then(|name| Theme::named(name, colours)).ok_or_else(known)?;
    }
    for (key, value) in table.get_ref() {
        let name = key.get_ref().as_ref();
        if name == "base" {
            continue;
        }
        let at = |place: usize, why: &str| format!("{}: {name}: {why}", line(place));
        let Some(style) = theme.place(name) else {
            return Err(at(key.span().start, "no such tone (plain dim good busy warn bad strong selection ground)"));
        };
        let words = Words::deserialize(toml::de::ValueDeserializer::from(value.clone()))
            .map_err(|why| at(why.span().map_or(value.span().start, |span| span.start), why.message()))?;
        *style = words.style().map_err(|(place, why)| at(place, &why))?;
    }
    Ok(theme.with_colours(colours))
}

impl Words {
    fn style(&self) -> Result<Style, (usize, String)> {
        let colour = |word: &Spanned<String>| {
            let refused = || (word.span().start, format!("no colour is called `{}`", word.get_ref()));
            colour(word.get_ref()).ok_or_else(refused)
        };
        let mut style = Style::new();
        style.fg = self.colour.as_ref().map(colour).transpose()?.filter(|colour| *colour != Color::Reset);
        style.bg = self.behind.as_ref().map(colour).transpose()?.filter(|colour| *colour != Color::Reset);
        if let Some(weight) = &self.weight {
            for word in weight.get_ref().split_whitespace() {
                style = style.add_modifier(match word {
                    "plain" => Modifier::empty(),
                    "bold" => Modifier::BOLD,
                    "dim" => Modifier::DIM,
                    "italic" => Modifier::ITALIC,
                    "underlined" => Modifier::UNDERLINED,
                    "reversed" => Modifier::REVERSED,
                    other => {
                        let why = format!("`{other}` is no weight (plain bold dim italic underlined reversed)");
                        return Err((weight.span().start, why));
                    }
                });
            }
        }
        Ok(style)
    }
}

/// `green`, `bright-green`, `0` to `255`, `#rrggbb` or `default`.
fn colour(word: &str) -> Option<Color> {
    if let Some(hex) = word.strip_prefix('#') {
        let all = u32::from_str_radix(hex, 16).ok().filter(|_| hex.len() == 6)?;
        let [_, r, g, b] = all.to_be_bytes();
        return Some(Color::Rgb(r, g, b));
    }
    Some(match word {
        "default" => Color::Reset,
        "black" => Color::Black,
        "red" => Color::Red,
        "green" => Color::Green,
        "yellow" => Color::Yellow,
        "blue" => Color::Blue,
        "magenta" => Color::Magenta,
        "cyan" => Color::Cyan,
        "grey" | "gray" => Color::Gray,
        "bright-black" | "dark-grey" | "dark-gray" => Color::DarkGray,
        "bright-red" => Color::LightRed,
        "bright-green" => Color::LightGreen,
        "bright-yellow" => Color::LightYellow,
        "bright-blue" => Color::LightBlue,
        "bright-magenta" => Color::LightMagenta,
        "bright-cyan" => Color::LightCyan,
        "white" | "bright-white" => Color::White,
        number => Color::Indexed(number.parse().ok()?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbench::panes::Tone;

    #[test]
    fn tones_are_changed_and_the_others_stay() {
        let text = "base = \"light\"\ngood = { colour = \"#102030\", weight = \"bold underlined\" }\n[bad]\ncolour = \"9\"\nbehind = \"white\"\n";
        let theme = parse(text, Colours::All).unwrap();
        let good = theme.tone(Tone::Good);
        assert_eq!(good.fg, Some(Color::Rgb(0x10, 0x20, 0x30)));
        assert_eq!(good.add_modifier, Modifier::BOLD | Modifier::UNDERLINED);
        assert_eq!(theme.tone(Tone::Bad).bg, Some(Color::White));
        assert_eq!(theme.tone(Tone::Warn), Theme::named("light", Colours::All).unwrap().tone(Tone::Warn));
        assert_eq!(parse(text, Colours::Sixteen).unwrap().tone(Tone::Good).fg, Some(Color::Black));
        assert_eq!(parse(text, Colours::None).unwrap().tone(Tone::Good).fg, None);
    }

    #[test]
    fn a_mistake_is_named_with_its_line_and_key() {
        let cases = [
            ("base = \"dark\"\ngod = { colour = \"red\" }\n", "2: god: no such tone"),
            ("\n\ngood = { colour = \"reddish\" }\n", "3: good: no colour is called `reddish`"),
            ("good = { color = \"red\" }\n", "1: good: unknown field `color`"),
            ("[bad]\nweight = \"fat\"\n", "2: bad: `fat` is no weight"),
            ("base = \"pink\"\n", "1: base: one of dark, light"),
            ("a\nb = [", "1: "),
        ];
        for (text, said) in cases {
            let why = parse(text, Colours::Sixteen).unwrap_err();
            assert!(why.starts_with(said), "{text:?}: {why}");
        }
    }
}
