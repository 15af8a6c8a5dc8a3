//! A drawing of one picture, or of several that follow each other: what an image viewer shows of a terminal.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthChar as _;

use super::{Run, runs};
use crate::tui::theme::{self, Theme};

const WIDE: f64 = 8.4;
const HIGH: f64 = 17.0;
const EDGE: f64 = 14.0;

/// The terminal's own colours, and the sixteen as this drawing mixes them.
struct Paper {
    ink: &'static str,
    ground: &'static str,
    frame: &'static str,
    sixteen: [&'static str; 16],
}

const DARK: Paper = Paper {
    ink: "#d7dae0",
    ground: "#16181d",
    frame: "#3d444d",
    sixteen: [
        "#000000", "#f0665c", "#4ec27b", "#e0b341", "#6c9bf5", "#c98be0", "#4fb6c8", "#d7dae0", //
        "#8b9099", "#ff8a80", "#7fe0a3", "#f5d06b", "#9bbcff", "#e0b0f0", "#86dbe8", "#ffffff",
    ],
};

const LIGHT: Paper = Paper {
    ink: "#1f2328",
    ground: "#ffffff",
    frame: "#d1d9e0",
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
    film(&[(picture.clone(), 1.0)], theme)
}

/// Pictures of one size, each with the seconds that it stays. A viewer that does not move shows the first one, also where
/// a person asks for less motion.
pub fn film(frames: &[(Buffer, f64)], theme: Theme) -> String {
    let Some((first, _)) = frames.first() else { return String::new() };
    let paper = if theme.is_light() { LIGHT } else { DARK };
    let ground = theme.ground().and_then(|style| style.bg).map_or(paper.ground.to_owned(), |bg| paper.mix(bg));
    let mut drawing = Drawing { paper, ground, classes: Vec::new(), spans: BTreeSet::new(), count: frames.len() };
    let mut lines = String::new();
    for y in 0..first.area.height {
        let drawn: Vec<String> = frames.iter().map(|(picture, _)| drawing.line(&runs(picture, y), y)).collect();
        drawing.put(&mut lines, &drawn);
    }
    let width = f64::from(first.area.width) * WIDE + 2.0 * EDGE;
    let height = f64::from(first.area.height) * HIGH + 2.0 * EDGE;
    let mut all = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" xml:space=\"preserve\" font-size=\"14\" \
         font-family=\"ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace\">\n<style type=\"text/css\">\n"
    );
    for (at, look) in drawing.classes.iter().enumerate() {
        let _ = writeln!(all, ".c{at}{{{look}}}");
    }
    let stays: Vec<f64> = frames.iter().map(|(_, stays)| *stays).collect();
    motion(&mut all, &drawing.spans, &stays);
    let (w, h) = (width - 1.0, height - 1.0);
    let (ground, frame) = (&drawing.ground, drawing.paper.frame);
    let _ = writeln!(
        all,
        "</style>\n<rect x=\".5\" y=\".5\" width=\"{w:.0}\" height=\"{h:.0}\" rx=\"8\" fill=\"{ground}\" stroke=\"{frame}\"/>"
    );
    all + &lines + "</svg>\n"
}

/// When what is only in some pictures is seen: from the first to before the second of each span.
fn motion(style: &mut String, spans: &BTreeSet<(usize, usize)>, stays: &[f64]) {
    let whole: f64 = stays.iter().sum();
    let at = |frame: usize| stays.iter().take(frame).sum::<f64>() / whole * 100.0;
    for (from, to) in spans {
        let name = format!("f{from}-{to}");
        let seen = if *from == 0 { "visible" } else { "hidden" };
        let end = if *to < stays.len() { format!("{:.3}%{{visibility:hidden}}", at(*to)) } else { String::new() };
        let _ = writeln!(
            style,
            ".{name}{{visibility:{seen};animation:{name} {whole:.2}s step-end infinite}}@keyframes {name}{{0%{{visibility:{seen}}}{:.3}%{{visibility:visible}}{end}}}",
            at(*from)
        );
    }
    if !spans.is_empty() {
        style.push_str("@media (prefers-reduced-motion:reduce){g{animation:none!important}}\n");
    }
}

struct Drawing {
    paper: Paper,
    ground: String,
    /// Looks that were met; the class is the place.
    classes: Vec<String>,
    /// From which picture to before which something is seen.
    spans: BTreeSet<(usize, usize)>,
    count: usize,
}

impl Drawing {
    /// A line as each picture has it: written once for as long as it stays the same.
    fn put(&mut self, lines: &mut String, drawn: &[String]) {
        let mut from = 0;
        while let Some(line) = drawn.get(from) {
            let to = drawn.iter().skip(from).position(|other| other != line).map_or(drawn.len(), |more| from + more);
            match (line.is_empty(), to - from == self.count) {
                (true, _) => {}
                (false, true) => lines.push_str(line),
                (false, false) => {
                    self.spans.insert((from, to));
                    let _ = writeln!(lines, "<g class=\"f{from}-{to}\">\n{line}</g>");
                }
            }
            from = to;
        }
    }

    fn line(&mut self, runs: &[Run], y: u16) -> String {
        runs.iter().fold(String::new(), |mut line, run| {
            self.run(&mut line, run, y);
            line
        })
    }

    fn run(&mut self, line: &mut String, run: &Run, y: u16) {
        let of = |colour: Option<Color>| colour.filter(|colour| *colour != Color::Reset).map(|own| self.paper.mix(own));
        let has = |modifier| run.style.add_modifier.contains(modifier);
        let (mut ink, mut behind) = (of(run.style.fg).unwrap_or_else(|| self.paper.ink.to_owned()), of(run.style.bg));
        if has(Modifier::REVERSED) {
            let before = behind.replace(ink);
            ink = before.unwrap_or_else(|| self.ground.clone());
        }
        let (left, top) = (EDGE + f64::from(run.x) * WIDE, EDGE + f64::from(y) * HIGH);
        if let Some(behind) = behind.filter(|behind| *behind != self.ground) {
            let class = self.class(format!("fill:{behind}"));
            let width = f64::from(run.cells) * WIDE;
            let _ = writeln!(
                line,
                "<rect class=\"c{class}\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{HIGH}\"/>"
            );
        }
        let mut look = format!("fill:{ink}");
        for (modifier, more) in [
            (Modifier::BOLD, ";font-weight:bold"),
            (Modifier::DIM, ";opacity:.6"),
            (Modifier::ITALIC, ";font-style:italic"),
            (Modifier::UNDERLINED, ";text-decoration:underline"),
        ] {
            look.push_str(if has(modifier) { more } else { "" });
        }
        for (cell, cells, text) in words(&run.text) {
            let x = left + f64::from(cell) * WIDE;
            if let Some(path) = ruled(&text, x, top) {
                let class = self.class(look.replace("fill:", "stroke:"));
                let _ = writeln!(line, "<path class=\"c{class}\" d=\"{path}\"/>");
                continue;
            }
            let class = self.class(look.clone());
            let safe = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            let _ = writeln!(
                line,
                "<text class=\"c{class}\" x=\"{x:.1}\" y=\"{:.1}\" textLength=\"{:.1}\">{safe}</text>",
                top + 13.0,
                f64::from(cells) * WIDE
            );
        }
    }

    fn class(&mut self, look: String) -> usize {
        if let Some(at) = self.classes.iter().position(|own| *own == look) {
            return at;
        }
        self.classes.push(look);
        self.classes.len() - 1
    }
}

/// The parts of a text with the cells that they begin at and take: gaps of two cells and more divide, and so do rules.
fn words(text: &str) -> Vec<(u16, u16, String)> {
    let is_rule = |text: &str| text.starts_with(['─', '│']);
    let mut parts: Vec<(u16, u16, String)> = Vec::new();
    let (mut at, mut gap) = (0, 2);
    for c in text.chars() {
        let cells = c.width().unwrap_or(0) as u16;
        if c == ' ' {
            gap += 1;
        } else {
            let mut own = [0; 4];
            let own = c.encode_utf8(&mut own);
            match parts.last_mut() {
                Some((_, long, part)) if gap < 2 && is_rule(part) == is_rule(own) && (gap == 0 || !is_rule(own)) => {
                    part.push_str(if gap == 1 { " " } else { "" });
                    part.push(c);
                    *long += gap + cells;
                }
                _ => parts.push((at, cells, c.to_string())),
            }
            gap = 0;
        }
        at += cells;
    }
    parts
}

/// Rules are drawn from edge to edge, because fonts leave gaps between lines.
fn ruled(text: &str, x: f64, top: f64) -> Option<String> {
    let cells = text.chars().count() as f64;
    if text.chars().all(|c| c == '─') {
        return Some(format!("M{x:.1} {:.1}h{:.1}", top + HIGH / 2.0, cells * WIDE));
    }
    let across = |at: usize| format!("M{:.1} {top:.1}v{HIGH}", x + (at as f64 + 0.5) * WIDE);
    text.chars().all(|c| c == '│').then(|| (0..text.chars().count()).map(across).collect())
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;
    use crate::tui::theme::Colours;

    fn named(name: &str) -> Theme {
        Theme::named(name, Colours::Sixteen).unwrap()
    }

    fn picture(second: &str) -> Buffer {
        let mut picture = Buffer::empty(Rect::new(0, 0, 14, 2));
        picture.set_string(0, 0, "<東> & x   │y", Style::new());
        picture.set_string(0, 1, second, Style::new().fg(Color::Red).add_modifier(Modifier::BOLD));
        picture
    }

    #[test]
    fn parts_keep_their_cells() {
        let part = |at, cells, text: &str| (at, cells, text.to_owned());
        assert_eq!(words(" a b  東c│ ──"), [part(1, 3, "a b"), part(6, 3, "東c"), part(9, 1, "│"), part(11, 2, "──")]);
    }

    #[test]
    fn a_drawing_is_safe_and_stands_on_the_paper_of_its_theme() {
        let dark = svg(&picture("DOWN"), named("dark"));
        assert!(dark.contains(">&lt;東&gt; &amp; x</text>") && dark.contains("#16181d"), "{dark}");
        assert!(dark.contains("{fill:#f0665c;font-weight:bold}") && dark.contains("textLength=\"67.2\""), "{dark}");
        assert!(dark.contains("v17\"/>") && !dark.contains("@keyframes"), "{dark}");
        let light = svg(&picture("DOWN"), named("light"));
        assert!(light.contains("fill=\"#ffffff\"") && light.contains("#b3261e"));
    }

    #[test]
    fn a_film_writes_what_stays_once_and_moves_the_rest() {
        let frames = [(picture("DOWN"), 1.0), (picture("DOWN"), 1.0), (picture("UP"), 2.0)];
        let moving = film(&frames, named("dark"));
        assert_eq!(moving.matches("&lt;東").count(), 1, "{moving}");
        assert_eq!((moving.matches(">DOWN<").count(), moving.matches(">UP<").count()), (1, 1));
        assert!(moving.contains(".f0-2{visibility:visible;animation:f0-2 4.00s"), "{moving}");
        assert!(
            moving.contains("50.000%{visibility:hidden}") && moving.contains(".f2-3{visibility:hidden"),
            "{moving}"
        );
    }
}
