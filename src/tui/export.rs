//! A picture for other eyes than a terminal's: plain text, text with colours, or a drawing.

use std::fmt::Write as _;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};
use unicode_width::UnicodeWidthStr as _;

use super::ink;
use super::theme::{self, Theme};

/// Cells of one line that look the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The first one, from the left.
    pub x: u16,
    /// How many.
    pub cells: u16,
    /// What they show.
    pub text: String,
    /// How.
    pub style: Style,
}

/// The runs of a line.
pub fn runs(picture: &Buffer, y: u16) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut x = 0;
    while x < picture.area.width {
        let cell = &picture[(x, y)];
        let (style, symbol) = (cell.style(), cell.symbol());
        let cells = (symbol.width() as u16).max(1);
        match runs.last_mut() {
            Some(run) if run.style == style => {
                run.text.push_str(symbol);
                run.cells += cells;
            }
            _ => runs.push(Run { x, cells, text: symbol.to_owned(), style }),
        }
        x += cells;
    }
    runs
}

/// The characters alone.
pub fn text(picture: &Buffer) -> String {
    let line = |y| runs(picture, y).into_iter().map(|run| run.text).collect::<String>();
    (0..picture.area.height).fold(String::new(), |all, y| all + line(y).trim_end() + "\n")
}

/// The characters with their colours and weights, as a terminal takes them line by line.
pub fn ansi(picture: &Buffer) -> String {
    let mut bytes = Vec::new();
    for y in 0..picture.area.height {
        let mut runs = runs(picture, y);
        if let Some(last) = runs.last_mut().filter(|last| is_plain(last.style)) {
            last.text.truncate(last.text.trim_end().len());
        }
        ink::line(&mut bytes, runs.iter().map(|run| (run.text.as_str(), run.style)));
        bytes.push(b'\n');
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn is_plain(style: Style) -> bool {
    let own = |colour: Option<Color>| colour.is_none_or(|colour| colour == Color::Reset);
    own(style.fg) && own(style.bg) && style.add_modifier.is_empty()
}

const WIDE: f64 = 8.4;
const HIGH: f64 = 17.0;
const EDGE: f64 = 10.0;

/// The terminal's own colours, and the sixteen as this drawing mixes them.
struct Paper {
    ink: &'static str,
    ground: &'static str,
    sixteen: [&'static str; 16],
}

const DARK: Paper = Paper {
    ink: "#d7dae0",
    ground: "#16181d",
    sixteen: [
        "#000000", "#f0665c", "#4ec27b", "#e0b341", "#6c9bf5", "#c98be0", "#4fb6c8", "#d7dae0", //
        "#8b9099", "#ff8a80", "#7fe0a3", "#f5d06b", "#9bbcff", "#e0b0f0", "#86dbe8", "#ffffff",
    ],
};

const LIGHT: Paper = Paper {
    ink: "#1f2328",
    ground: "#ffffff",
    sixteen: [
        "#000000", "#b3261e", "#116329", "#7d4e00", "#0550ae", "#7a2f96", "#0b6477", "#d7dae0", //
        "#57606a", "#cd0000", "#1a7f37", "#9a6700", "#0969da", "#9a3fb8", "#1b7c83", "#ffffff",
    ],
};

impl Paper {
    fn mix(&self, colour: Color) -> String {
        let named = theme::SIXTEEN.iter().position(|own| *own == colour).and_then(|at| self.sixteen.get(at));
        match (named, theme::parts(colour)) {
            (Some(named), _) => (*named).to_owned(),
            (None, Some((r, g, b))) => format!("#{r:02x}{g:02x}{b:02x}"),
            (None, None) => self.ink.to_owned(),
        }
    }
}

/// A drawing: on light paper where the theme is made for it.
pub fn svg(picture: &Buffer, theme: Theme) -> String {
    let paper = if theme.is_light() { LIGHT } else { DARK };
    let ground = theme.ground().and_then(|style| style.bg).map_or(paper.ground.to_owned(), |bg| paper.mix(bg));
    let width = f64::from(picture.area.width) * WIDE + 2.0 * EDGE;
    let height = f64::from(picture.area.height) * HIGH + 2.0 * EDGE;
    let mut all = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" font-family=\"monospace\" font-size=\"14\">\n<rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"{ground}\"/>\n"
    );
    for y in 0..picture.area.height {
        for run in runs(picture, y) {
            drawn(&mut all, &paper, &ground, y, &run);
        }
    }
    all + "</svg>\n"
}

fn drawn(all: &mut String, paper: &Paper, ground: &str, y: u16, run: &Run) {
    let of = |colour: Option<Color>| colour.filter(|colour| *colour != Color::Reset).map(|colour| paper.mix(colour));
    let has = |modifier| run.style.add_modifier.contains(modifier);
    let (mut ink, mut behind) = (of(run.style.fg).unwrap_or_else(|| paper.ink.to_owned()), of(run.style.bg));
    if has(Modifier::REVERSED) {
        let before = behind.replace(ink);
        ink = before.unwrap_or_else(|| ground.to_owned());
    }
    let (left, top) = (EDGE + f64::from(run.x) * WIDE, EDGE + f64::from(y) * HIGH);
    let length = f64::from(run.cells) * WIDE;
    if let Some(behind) = behind.filter(|behind| behind != ground) {
        let _ = writeln!(
            all,
            "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{length:.1}\" height=\"{HIGH}\" fill=\"{behind}\"/>"
        );
    }
    if run.text.trim().is_empty() {
        return;
    }
    let mut looks = String::new();
    for (modifier, look) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::DIM, " opacity=\"0.6\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
    ] {
        looks.push_str(if has(modifier) { look } else { "" });
    }
    let safe = run.text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let _ = writeln!(
        all,
        "<text xml:space=\"preserve\" x=\"{left:.1}\" y=\"{:.1}\" textLength=\"{length:.1}\" fill=\"{ink}\"{looks}>{safe}</text>",
        top + 13.0
    );
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;

    use super::*;
    use crate::tui::theme::Colours;

    fn picture() -> Buffer {
        let mut picture = Buffer::empty(Rect::new(0, 0, 12, 2));
        let red = Style::new().fg(Color::Red).add_modifier(Modifier::BOLD);
        picture.set_string(0, 0, "<東> & x", Style::new());
        picture.set_string(0, 1, "DOWN", red);
        picture.set_string(5, 1, "> ", Style::new().add_modifier(Modifier::REVERSED));
        picture
    }

    #[test]
    fn wide_characters_take_their_cells_and_no_more() {
        assert_eq!(text(&picture()), "<東> & x\nDOWN >\n");
        let first = &runs(&picture(), 0)[0];
        assert_eq!((first.cells, first.text.as_str()), (12, "<東> & x    "));
    }

    #[test]
    fn lines_with_colours_end_plain_and_without_trailing_cells() {
        let lines = ansi(&picture()).replace('\x1b', "^");
        assert_eq!(lines, "<東> & x\n^[1;31mDOWN^[m ^[7m> ^[m\n");
    }

    #[test]
    fn a_drawing_is_safe_and_stands_on_the_paper_of_its_theme() {
        let named = |name| Theme::named(name, Colours::Sixteen).unwrap();
        let dark = svg(&picture(), named("dark"));
        assert!(
            dark.contains("&lt;東&gt; &amp; x")
                && dark.contains("#16181d")
                && dark.contains("fill=\"#f0665c\" font-weight")
        );
        assert!(dark.contains("textLength=\"100.8\""), "{dark}");
        let light = svg(&picture(), named("light"));
        assert!(light.contains("rx=\"6\" fill=\"#ffffff\"") && light.contains("#b3261e"));
    }
}
