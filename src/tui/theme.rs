//! Tones as styles. Sixteen named colours and the terminal's own unless more were asked for: every palette knows them.

mod builtin;
mod file;
mod glyphs;

use ratatui::style::{Color, Modifier, Style};

use crate::domain::Colour;
use crate::workbench::panes::Tone;

pub use file::read;
pub use glyphs::Glyphs;

/// How many colours may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Colours {
    /// None: weight alone (<https://no-color.org>).
    None,
    /// The sixteen that each palette names.
    #[default]
    Sixteen,
    /// Any; only where the terminal or a person says so.
    All,
}

/// How tones look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    tones: [Style; 7],
    selection: Style,
    ground: Style,
    light: bool,
    /// Which characters are drawn.
    pub glyphs: Glyphs,
}

impl Theme {
    /// The default theme with sixteen colours, or with weight alone.
    pub fn new(coloured: bool) -> Self {
        builtin::dark().with_colours(if coloured { Colours::Sixteen } else { Colours::None })
    }

    /// A built-in theme.
    pub fn named(name: &str, colours: Colours) -> Option<Self> {
        let theme = match name {
            "dark" => builtin::dark(),
            "light" if colours == Colours::All => builtin::light_in_any_colour(),
            "light" => builtin::light(),
            "high-contrast" => builtin::high_contrast(),
            "mono" => builtin::dark().with_colours(Colours::None),
            _ => return None,
        };
        Some(theme.with_colours(colours))
    }

    /// The names of the built-in themes.
    pub const NAMES: [&str; 4] = ["dark", "light", "high-contrast", "mono"];

    /// The same with these characters.
    #[must_use]
    pub fn with_glyphs(self, glyphs: Glyphs) -> Self {
        Self { glyphs, ..self }
    }

    /// The style of a tone.
    pub fn tone(self, tone: Tone) -> Style {
        self.tones[tone as usize]
    }

    /// What has the focus.
    pub fn focus(self) -> Style {
        self.selection
    }

    /// The name of a profile; its colour where colours are sent.
    pub fn profile(self, colour: Option<Colour>) -> Style {
        let sent = self.tones.iter().any(|style| style.fg.is_some());
        // The ink is ours as well: a dark colour on a dark terminal's own ground cannot be read.
        let (light, dark) = (Color::White, Color::Black);
        let tint = colour.filter(|_| sent).map(|colour| match colour {
            Colour::Black => (Color::Black, light),
            Colour::Red => (Color::Red, light),
            Colour::Green => (Color::Green, dark),
            Colour::Yellow => (Color::Yellow, dark),
            Colour::Blue => (Color::Blue, light),
            Colour::Magenta => (Color::Magenta, light),
            Colour::Cyan => (Color::Cyan, dark),
            Colour::White => (Color::White, dark),
        });
        let style = self.tone(Tone::Plain);
        tint.map_or(style, |(tint, ink)| style.fg(ink).bg(tint).add_modifier(Modifier::BOLD))
    }

    /// It is made for a light ground.
    pub fn is_light(self) -> bool {
        self.light
    }

    /// What lies under everything; `None`: the terminal's own.
    pub fn ground(self) -> Option<Style> {
        (self.ground != Style::new()).then_some(self.ground)
    }

    fn with_colours(self, colours: Colours) -> Self {
        let fit = |style: Style| match colours {
            Colours::All => style,
            Colours::Sixteen => Style { fg: style.fg.map(nearest), bg: style.bg.map(nearest), ..style },
            Colours::None => Style { fg: None, bg: None, ..style },
        };
        Self { tones: self.tones.map(fit), selection: fit(self.selection), ground: fit(self.ground), ..self }
    }

    fn place(&mut self, name: &str) -> Option<&mut Style> {
        let tone = match name {
            "plain" => Tone::Plain,
            "dim" => Tone::Dim,
            "good" => Tone::Good,
            "busy" => Tone::Busy,
            "warn" => Tone::Warn,
            "bad" => Tone::Bad,
            "strong" => Tone::Strong,
            "selection" => return Some(&mut self.selection),
            "ground" => return Some(&mut self.ground),
            _ => return None,
        };
        self.tones.get_mut(tone as usize)
    }
}

/// The sixteen, in the order of their numbers.
pub(super) const SIXTEEN: [Color; 16] = [
    Color::Black,
    Color::Red,
    Color::Green,
    Color::Yellow,
    Color::Blue,
    Color::Magenta,
    Color::Cyan,
    Color::Gray,
    Color::DarkGray,
    Color::LightRed,
    Color::LightGreen,
    Color::LightYellow,
    Color::LightBlue,
    Color::LightMagenta,
    Color::LightCyan,
    Color::White,
];

/// The same as xterm draws them. Other palettes differ; a colour that was asked for by its parts has no better name.
const PALETTE: [(u8, u8, u8); 16] = [
    (0, 0, 0),
    (205, 0, 0),
    (0, 205, 0),
    (205, 205, 0),
    (0, 0, 238),
    (205, 0, 205),
    (0, 205, 205),
    (229, 229, 229),
    (127, 127, 127),
    (255, 0, 0),
    (0, 255, 0),
    (255, 255, 0),
    (92, 92, 255),
    (255, 0, 255),
    (0, 255, 255),
    (255, 255, 255),
];

/// The parts of a colour, as far as they are known without asking the terminal.
pub(super) fn parts(colour: Color) -> Option<(u8, u8, u8)> {
    match colour {
        Color::Rgb(r, g, b) => Some((r, g, b)),
        Color::Indexed(n) => Some(match n {
            0..16 => PALETTE[usize::from(n)],
            16..232 => {
                let level = |n: u8| if n == 0 { 0 } else { 55 + 40 * n };
                (level((n - 16) / 36), level((n - 16) / 6 % 6), level((n - 16) % 6))
            }
            _ => {
                let grey = 8 + 10 * (n - 232);
                (grey, grey, grey)
            }
        }),
        named => SIXTEEN.iter().position(|colour| *colour == named).map(|at| PALETTE[at]),
    }
}

fn nearest(colour: Color) -> Color {
    let (Color::Rgb(..) | Color::Indexed(_), Some(wanted)) = (colour, parts(colour)) else { return colour };
    let far = |(r, g, b): (u8, u8, u8)| {
        let apart = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
        apart(r, wanted.0) + apart(g, wanted.1) + apart(b, wanted.2)
    };
    SIXTEEN.into_iter().zip(PALETTE).min_by_key(|(_, parts)| far(*parts)).map_or(colour, |(colour, _)| colour)
}

const fn weight(modifier: Modifier) -> Style {
    Style::new().add_modifier(modifier)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TONES: [Tone; 7] = [Tone::Plain, Tone::Dim, Tone::Good, Tone::Busy, Tone::Warn, Tone::Bad, Tone::Strong];

    /// Relative luminance and contrast as WCAG 2.2 defines them.
    fn contrast(one: (u8, u8, u8), other: (u8, u8, u8)) -> f64 {
        let light = |(r, g, b): (u8, u8, u8)| {
            let part = |part: u8| {
                let part = f64::from(part) / 255.0;
                if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
        };
        let (one, other) = (light(one), light(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn each_theme_can_be_read_on_its_ground() {
        let (white, black) = ((255, 255, 255), (0, 0, 0));
        let cases = [
            ("dark", Colours::Sixteen, black, 4.5),
            ("light", Colours::Sixteen, white, 4.5),
            ("light", Colours::All, white, 6.5),
            ("high-contrast", Colours::Sixteen, black, 8.0),
        ];
        for (name, colours, ground, least) in cases {
            let theme = Theme::named(name, colours).unwrap();
            for tone in TONES {
                let style = theme.tone(tone);
                let (Some(ink), false) = (style.fg.and_then(parts), style.add_modifier.contains(Modifier::REVERSED))
                else {
                    continue;
                };
                let found = contrast(ink, ground);
                assert!(found >= least, "{name} {colours:?} {tone:?}: {found:.1}");
            }
        }
    }

    #[test]
    fn states_differ_from_each_other_in_every_theme_with_colours_and_the_selection_shows_in_all() {
        for name in Theme::NAMES {
            for colours in [Colours::None, Colours::Sixteen, Colours::All] {
                let theme = Theme::named(name, colours).unwrap();
                assert_ne!(theme.focus(), theme.tone(Tone::Plain), "{name}");
                assert!(theme.focus().add_modifier.contains(Modifier::REVERSED), "{name}");
                let states = [Tone::Good, Tone::Busy, Tone::Warn, Tone::Bad].map(|tone| theme.tone(tone));
                if colours != Colours::None && name != "mono" {
                    for (at, one) in states.iter().enumerate() {
                        assert!(states[at + 1..].iter().all(|other| other != one), "{name} {colours:?}");
                    }
                } else {
                    assert!(states.iter().all(|style| style.fg.is_none() && style.bg.is_none()), "{name}");
                }
            }
        }
        assert_eq!(Theme::named("pink", Colours::Sixteen), None);
    }

    #[test]
    fn more_than_sixteen_colours_are_sent_only_where_they_may_be() {
        for name in Theme::NAMES {
            let theme = Theme::named(name, Colours::Sixteen).unwrap();
            for tone in TONES {
                assert!(!matches!(theme.tone(tone).fg, Some(Color::Rgb(..) | Color::Indexed(_))), "{name} {tone:?}");
            }
        }
        assert_eq!(nearest(Color::Rgb(250, 10, 5)), Color::LightRed);
        assert_eq!(nearest(Color::Indexed(232)), Color::Black);
    }
}
