//! The window: sizes in a storm, pastes, colours.

use super::{Pty, READ};

/// The escape key as a sequence: followed at once by another key, the byte alone would be that key with Alt.
const ESC: &str = "\x1b[27u";

#[test]
fn after_a_storm_of_sizes_the_picture_is_right() {
    let mut pty = Pty::demo(&[]);
    pty.until(READ);
    for n in 0..100_u16 {
        let (columns, rows) = match n % 5 {
            0 => (1, 1),
            1 => (40 + n, 5),
            2 => (200, 50),
            3 => (59, 10 + n % 30),
            _ => (60 + n, 10 + n % 40),
        };
        pty.resize(columns, rows);
    }
    pty.resize(100, 30);
    pty.wait("the last size", |pty| pty.row(0).contains("meetme") && pty.row(29).contains("? keys"));
    pty.is_right();
    // The same size as before, by way of another that nobody heard of.
    pty.resize(30, 4);
    pty.resize(100, 30);
    // A key that comes while the window counts as too small is for nobody.
    pty.wait("the same size again", |pty| pty.row(0).contains("meetme") && pty.row(29).contains("? keys"));
    pty.press("3");
    pty.wait("the slots", |pty| pty.row(2).contains("Slots") && pty.row(29).contains("? keys"));
    pty.is_right();
}

#[test]
fn too_small_a_window_says_what_it_needs_and_takes_no_key_but_the_last() {
    let mut pty = Pty::demo(&[]);
    pty.until(READ);
    for (columns, rows, said) in [(30, 6, "needs 60x10, has 30x6"), (25, 1, "needs 60x10, has 25x1")] {
        pty.resize(columns, rows);
        pty.shows(said);
    }
    // The answer to the last size proves that these were read before it.
    pty.press("q3");
    pty.press("\x0c");
    pty.wait("a repaint", |pty| pty.text().matches("needs 60x10, has 25x1").count() == 2);
    pty.resize(80, 24);
    pty.shows(READ);
    assert!(pty.row(2).contains("Interconnects"));
    pty.resize(1, 1);
    pty.press("\x03");
    assert_eq!(pty.ended().0, 130);
    assert!(pty.is_clean());
}

#[test]
fn a_paste_is_text_and_presses_nothing() {
    let mut pty = Pty::demo(&[]);
    pty.until(READ);
    pty.press("/\x1b[200~iad\r\nq\x03!\x1b[201~");
    let typing = |pty: &Pty, end: char| {
        let typed = pty.row(22);
        typed.contains("filter: iad") && typed.trim_end().ends_with(end) && pty.row(23).contains(" keep ")
    };
    pty.wait("the text in the filter, still being typed", |pty| typing(pty, '!'));
    pty.press("\x1b[200~\n\n\x1b[201~");
    pty.press("z");
    pty.wait("the letter", |pty| typing(pty, 'z'));
}

#[test]
fn no_colour_is_sent_where_none_is_wanted() {
    let mut pty = Pty::demo(&[("NO_COLOR", "1")]);
    pty.until("HEALTHY");
    pty.press("q");
    pty.ended();
    let text = pty.text();
    assert!(!text.contains("\x1b[38;") && !text.contains("\x1b[32m"), "{text:?}");
    assert!(text.contains("\x1b[1m"), "weight is left");
}

#[test]
fn in_a_locale_without_utf_8_every_byte_is_ascii() {
    let mut pty = Pty::demo(&[("LC_ALL", "C")]);
    pty.until(READ);
    for (keys, said) in [("?", "Keys:"), (ESC, READ), ("d", "Related"), ("i", "dashboard: "), ("v", "as the server")] {
        pty.press(keys);
        pty.shows(said);
    }
    for (keys, said) in [(ESC, "dashboard: "), (ESC, "Related"), (ESC, "LOA"), ("3", "Slots  1-")] {
        pty.press(keys);
        pty.shows(said);
    }
    pty.shows("+ FREE");
    pty.press("a");
    pty.shows("Create an interconnect");
    assert!(pty.seen.is_ascii());
}
