//! What holds of every view in every theme: the same words, no colour that was not asked for, nothing but ASCII where
//! that is asked for, a selection that shows without colour, and letters that can be read on what lies behind them.

use std::collections::BTreeMap;

use meetme::tui::export;
use meetme::tui::theme::{Colours, Glyphs, Theme};
use meetme::workbench::command::Scope;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use super::described;
use super::desk::{Desk, Stage};
use super::views::{Desks, VIEWS};

/// At these sizes; a narrow window has other parts than a wide one.
const SIZES: [(u16, u16); 2] = [(80, 24), (160, 50)];

const COLOURS: [Colours; 3] = [Colours::None, Colours::Sixteen, Colours::All];

fn themes() -> impl Iterator<Item = (String, Theme, Colours)> {
    let each = |name| {
        COLOURS.into_iter().filter_map(move |all| Some((format!("{name} {all:?}"), Theme::named(name, all)?, all)))
    };
    Theme::NAMES.into_iter().flat_map(each)
}

/// Cells whose colours are turned round: cursors, markers, buttons.
fn turned(picture: &Buffer) -> Vec<usize> {
    let cells = picture.content().iter().enumerate();
    cells.filter(|(_, cell)| cell.modifier.contains(Modifier::REVERSED)).map(|(at, _)| at).collect()
}

/// Something on this screen is what the next key acts on.
fn has_focus(desk: &Desk) -> bool {
    let model = &desk.model;
    match model.scope() {
        Scope::Browse | Scope::Filter => model.selected_row().is_some(),
        Scope::Pick | Scope::Form | Scope::Review | Scope::Merge => true,
        _ => false,
    }
}

fn is_of(cell: &Cell, colours: Colours) -> bool {
    [cell.fg, cell.bg].iter().all(|colour| match colour {
        Color::Reset => true,
        Color::Rgb(..) | Color::Indexed(_) => colours == Colours::All,
        _ => colours != Colours::None,
    })
}

#[tokio::test]
async fn every_view_says_the_same_in_every_theme_and_can_be_read() {
    let mut desks = Desks::default();
    let mut worst: BTreeMap<String, (f64, String)> = BTreeMap::new();
    for view in VIEWS {
        let shown = desks.show(view).await;
        for size in SIZES {
            let desk = shown.sized(size).await;
            let name = view.name;
            let first = desk.picture(Theme::new(true));
            let words = export::text(&first);
            assert!(!has_focus(&desk) || !turned(&first).is_empty(), "{name} {size:?}: nothing has the focus\n{words}");
            for (theme_name, theme, colours) in themes() {
                let picture = desk.picture(theme);
                assert_eq!(export::text(&picture), words, "{name} {size:?} {theme_name}");
                for (at, cell) in picture.content().iter().enumerate() {
                    let (x, y) = picture.pos_of(at);
                    assert!(is_of(cell, colours), "{name} {size:?} {theme_name}: {cell:?} at {x},{y}");
                    if cell.symbol().trim().is_empty() && !cell.modifier.contains(Modifier::REVERSED) {
                        continue;
                    }
                    let found = contrast(cell, theme);
                    let lowest = worst.entry(theme_name.clone()).or_insert((f64::MAX, String::new()));
                    if found < lowest.0 {
                        *lowest = (found, format!("{name} {size:?} at {x},{y}: {cell:?}"));
                    }
                }
                assert_eq!(
                    turned(&picture),
                    turned(&first),
                    "{name} {size:?} {theme_name}: what has the focus\n{words}"
                );
            }
            let ascii = desk.picture(Theme::new(true).with_glyphs(Glyphs::Ascii));
            for (at, (cell, other)) in ascii.content().iter().zip(first.content()).enumerate() {
                let place = ascii.pos_of(at);
                assert!(cell.symbol().is_ascii(), "{name} {size:?}: {cell:?} at {place:?}");
                if other.symbol().is_ascii() && other.symbol() != " " {
                    assert_eq!(cell.symbol(), other.symbol(), "{name} {size:?}: moved at {place:?}");
                }
            }
        }
    }
    for (theme, (found, place)) in worst {
        assert!(found >= 4.5, "{theme}: {found:.2} in {place}");
    }
}

#[tokio::test]
async fn the_same_view_in_each_theme_with_its_styles() {
    let mut desk = Desk::at((80, 24), Stage::Sim("typical")).await;
    desk.act("@down / iad enter").await;
    for (name, theme, colours) in themes() {
        if colours == Colours::All && name != "light All" {
            continue;
        }
        insta::assert_snapshot!(
            format!("theme_{}", name.replace(' ', "_").to_lowercase()),
            described(&desk.picture(theme))
        );
    }
}

/// The sixteen as xterm draws them unless it is told otherwise (`XTerm-col.ad`), by their numbers.
const XTERM: [(u8, u8, u8); 16] = [
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

type Parts = (f64, f64, f64);

fn parts(colour: Color, own: Parts) -> Parts {
    let of = |(r, g, b): (u8, u8, u8)| (f64::from(r), f64::from(g), f64::from(b));
    of(match colour {
        Color::Reset => return own,
        Color::Rgb(r, g, b) => (r, g, b),
        Color::Black => XTERM[0],
        Color::Red => XTERM[1],
        Color::Green => XTERM[2],
        Color::Yellow => XTERM[3],
        Color::Blue => XTERM[4],
        Color::Magenta => XTERM[5],
        Color::Cyan => XTERM[6],
        Color::Gray => XTERM[7],
        Color::DarkGray => XTERM[8],
        Color::LightRed => XTERM[9],
        Color::LightGreen => XTERM[10],
        Color::LightYellow => XTERM[11],
        Color::LightBlue => XTERM[12],
        Color::LightMagenta => XTERM[13],
        Color::LightCyan => XTERM[14],
        Color::White => XTERM[15],
        Color::Indexed(_) => panic!("no theme of ours uses numbers"),
    })
}

/// Contrast as WCAG 2.2 defines it, of a cell in a terminal whose own colours are xterm's grey on black, or black on white
/// for a theme that is made for light ones. What is dim loses a third of its way to the ground, as terminals do.
fn contrast(cell: &Cell, theme: Theme) -> f64 {
    let (grey, black, white) = (parts(Color::Gray, (0.0, 0.0, 0.0)), (0.0, 0.0, 0.0), (255.0, 255.0, 255.0));
    let (own_ink, own_ground) = if theme.is_light() { (black, white) } else { (grey, black) };
    let (mut ink, mut ground) = (parts(cell.fg, own_ink), parts(cell.bg, own_ground));
    if cell.modifier.contains(Modifier::REVERSED) {
        std::mem::swap(&mut ink, &mut ground);
    }
    if cell.modifier.contains(Modifier::DIM) {
        let mixed = |ink: f64, ground: f64| (2.0 * ink + ground) / 3.0;
        ink = (mixed(ink.0, ground.0), mixed(ink.1, ground.1), mixed(ink.2, ground.2));
    }
    let light = |(r, g, b): Parts| {
        let part = |part: f64| {
            let part = part / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
    };
    let (one, other) = (light(ink), light(ground));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn a_profile_can_be_read_in_each_of_its_colours() {
    use meetme::domain::Colour;
    for (name, theme, colours) in themes() {
        for colour in Colour::ALL {
            let mut cell = Cell::default();
            cell.set_symbol("x");
            if let Some(ground) = theme.ground() {
                cell.set_style(ground);
            }
            cell.set_style(theme.profile(Some(colour)));
            let found = contrast(&cell, theme);
            assert!(found >= 4.5 && is_of(&cell, colours), "{name} {colour:?}: {found:.2} {cell:?}");
        }
    }
}
