//! Cells as bytes: where the cursor goes, which attributes change, what is written. No more than that.
//!
//! The eight colours and their bright kin go out as SGR 30–37 and 90–97 (ECMA-48 8.3.117), which every terminal with
//! colours knows; the indexed form 38;5;N is for terminals with more.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier, Style};
use unicode_width::UnicodeWidthStr;

const ATTRIBUTES: [(Modifier, u8); 5] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::REVERSED, 7),
];

type Look = (Color, Color, Modifier);

const PLAIN: Look = (Color::Reset, Color::Reset, Modifier::empty());

/// Writes these cells, left to right and top to bottom, and leaves the terminal with plain attributes.
pub(super) fn write<'a>(bytes: &mut Vec<u8>, cells: impl Iterator<Item = (u16, u16, &'a Cell)>) {
    let mut look = PLAIN;
    let mut at = None;
    for (x, y, cell) in cells {
        go(bytes, at, (x, y));
        let wanted = (cell.fg, cell.bg, cell.modifier);
        if wanted != look {
            attributes(bytes, look, wanted);
            look = wanted;
        }
        bytes.extend_from_slice(cell.symbol().as_bytes());
        at = Some((x + u16::try_from(cell.symbol().width()).unwrap_or(1), y));
    }
    if look != PLAIN {
        bytes.extend_from_slice(b"\x1b[m");
    }
}

/// Writes runs of one line where the cursor is, and leaves the terminal with plain attributes.
pub(super) fn line<'a>(bytes: &mut Vec<u8>, runs: impl Iterator<Item = (&'a str, Style)>) {
    let mut look = PLAIN;
    for (text, style) in runs {
        let own = |colour: Option<Color>| colour.unwrap_or(Color::Reset);
        let wanted = (own(style.fg), own(style.bg), style.add_modifier);
        attributes(bytes, look, wanted);
        look = wanted;
        bytes.extend_from_slice(text.as_bytes());
    }
    if look != PLAIN {
        bytes.extend_from_slice(b"\x1b[m");
    }
}

/// Nothing where the cursor is there already; to the right on the same line where that is shorter.
fn go(bytes: &mut Vec<u8>, from: Option<(u16, u16)>, (x, y): (u16, u16)) {
    match from {
        Some(at) if at == (x, y) => {}
        Some((column, row)) if row == y && column < x => match x - column {
            1 => bytes.extend_from_slice(b"\x1b[C"),
            by => bytes.extend_from_slice(format!("\x1b[{by}C").as_bytes()),
        },
        _ => bytes.extend_from_slice(format!("\x1b[{};{}H", y + 1, x + 1).as_bytes()),
    }
}

fn attributes(bytes: &mut Vec<u8>, (fg, bg, on): Look, (to_fg, to_bg, to_on): Look) {
    let mut codes: Vec<String> = Vec::new();
    // An attribute can only be taken away together with its kin (22 ends bold and dim), so begin anew.
    let fresh = !to_on.contains(on);
    let (fg, bg, on) = if fresh { PLAIN } else { (fg, bg, on) };
    if fresh {
        codes.push(String::new());
    }
    for (attribute, code) in ATTRIBUTES {
        if to_on.contains(attribute) && !on.contains(attribute) {
            codes.push(code.to_string());
        }
    }
    if to_fg != fg {
        codes.push(colour(to_fg, 30));
    }
    if to_bg != bg {
        codes.push(colour(to_bg, 40));
    }
    if !codes.is_empty() {
        bytes.extend_from_slice(format!("\x1b[{}m", codes.join(";")).as_bytes());
    }
}

/// `base` is 30 for the text, 40 for what is behind it.
fn colour(colour: Color, base: u8) -> String {
    let bright = |n: u8| (base + 60 + n).to_string();
    let normal = |n: u8| (base + n).to_string();
    match colour {
        Color::Reset => (base + 9).to_string(),
        Color::Black => normal(0),
        Color::Red => normal(1),
        Color::Green => normal(2),
        Color::Yellow => normal(3),
        Color::Blue => normal(4),
        Color::Magenta => normal(5),
        Color::Cyan => normal(6),
        Color::Gray => normal(7),
        Color::DarkGray => bright(0),
        Color::LightRed => bright(1),
        Color::LightGreen => bright(2),
        Color::LightYellow => bright(3),
        Color::LightBlue => bright(4),
        Color::LightMagenta => bright(5),
        Color::LightCyan => bright(6),
        Color::White => bright(7),
        Color::Indexed(n) => format!("{};5;{n}", base + 8),
        Color::Rgb(r, g, b) => format!("{};2;{r};{g};{b}", base + 8),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(cells: &[(u16, u16, &str, Style)]) -> String {
        let cells: Vec<(u16, u16, Cell)> = cells
            .iter()
            .map(|(x, y, symbol, style)| {
                let mut cell = Cell::default();
                cell.set_symbol(symbol).set_style(*style);
                (*x, *y, cell)
            })
            .collect();
        let mut bytes = Vec::new();
        write(&mut bytes, cells.iter().map(|(x, y, cell)| (*x, *y, cell)));
        String::from_utf8(bytes).unwrap().replace('\x1b', "^")
    }

    #[test]
    fn the_cursor_moves_only_where_it_must() {
        let plain = Style::new();
        let text = written(&[
            (0, 0, "a", plain),
            (1, 0, "東", plain),
            (3, 0, "b", plain),
            (9, 0, "c", plain),
            (0, 2, "d", plain),
        ]);
        assert_eq!(text, "^[1;1Ha東b^[5Cc^[3;1Hd");
    }

    #[test]
    fn attributes_change_once_and_end_plain() {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        let text = written(&[
            (0, 0, "a", bold),
            (1, 0, "b", bold.fg(Color::Cyan)),
            (2, 0, "c", Style::new().fg(Color::LightRed)),
        ]);
        assert_eq!(text, "^[1;1H^[1ma^[36mb^[;91mc^[m");
        let text =
            written(&[(0, 0, "a", Style::new().fg(Color::Indexed(208)).bg(Color::Blue)), (1, 0, "b", Style::new())]);
        assert_eq!(text, "^[1;1H^[38;5;208;44ma^[39;49mb");
    }
}
