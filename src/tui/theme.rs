//! Tones as styles. Only the sixteen named colours and the terminal's own: every palette, light or dark, knows them.

use ratatui::style::{Color, Modifier, Style};

use crate::workbench::panes::Tone;

/// How tones look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    coloured: bool,
}

impl Theme {
    /// With the sixteen colours, or with weight alone (<https://no-color.org>).
    pub fn new(coloured: bool) -> Self {
        Self { coloured }
    }

    /// The style of a tone.
    pub fn tone(self, tone: Tone) -> Style {
        let style = Style::new();
        let tint = |colour: Color| if self.coloured { style.fg(colour) } else { style };
        match tone {
            Tone::Plain => style,
            Tone::Dim => style.add_modifier(Modifier::DIM),
            Tone::Good => tint(Color::Green),
            Tone::Busy => tint(Color::Cyan),
            Tone::Warn => tint(Color::Yellow),
            Tone::Bad => tint(Color::Red).add_modifier(Modifier::BOLD),
            Tone::Strong => style.add_modifier(Modifier::BOLD),
        }
    }

    /// What has the focus.
    pub fn focus(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD | Modifier::REVERSED)
    }
}
