//! The themes that come with the program.

use ratatui::style::{Color, Modifier, Style};

use super::{Glyphs, Theme, weight};

const SELECTION: Style = weight(Modifier::BOLD.union(Modifier::REVERSED));

const fn ink(colour: Color) -> Style {
    Style::new().fg(colour)
}

const fn bold(colour: Color) -> Style {
    ink(colour).add_modifier(Modifier::BOLD)
}

/// In the order of [`crate::workbench::panes::Tone`].
const fn theme(good: Style, busy: Style, warn: Style, bad: Style) -> Theme {
    let tones = [Style::new(), weight(Modifier::DIM), good, busy, warn, bad, weight(Modifier::BOLD)];
    Theme { tones, selection: SELECTION, ground: Style::new(), light: false, glyphs: Glyphs::Unicode }
}

/// On black, the palettes' red stands at 3.6:1 and its bright kin at 5.3:1.
pub(super) const fn dark() -> Theme {
    theme(ink(Color::Green), ink(Color::Cyan), ink(Color::Yellow), bold(Color::LightRed))
}

/// On white, the palettes' green, cyan and yellow stand at 2:1 and less: none of them is used.
pub(super) const fn light() -> Theme {
    on_white(theme(ink(Color::Blue), weight(Modifier::UNDERLINED), ink(Color::Magenta), bold(Color::Red)))
}

const fn on_white(theme: Theme) -> Theme {
    Theme { light: true, ..theme }
}

pub(super) const fn light_in_any_colour() -> Theme {
    on_white(theme(
        ink(Color::Rgb(0x11, 0x63, 0x29)),
        ink(Color::Rgb(0x05, 0x50, 0xae)),
        ink(Color::Rgb(0x7d, 0x4e, 0x00)),
        bold(Color::Rgb(0xa4, 0x0e, 0x26)),
    ))
}

/// On a black ground of its own, wherever it is shown; nothing is dim.
pub(super) const fn high_contrast() -> Theme {
    let mut theme = theme(
        ink(Color::LightGreen),
        ink(Color::LightCyan),
        ink(Color::LightYellow),
        bold(Color::White).bg(Color::Red),
    );
    theme.ground = Style::new().fg(Color::White).bg(Color::Black);
    theme.tones[1] = Style::new();
    theme
}
