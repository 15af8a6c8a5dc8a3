//! Terminals that read slowly, or not at all.

use std::time::{Duration, Instant};

use super::{Pty, READ, Reader};

/// More than the line itself holds, many times over.
const KEYS: usize = 2_000;

#[test]
fn a_terminal_that_stops_reading_holds_up_neither_the_keys_nor_the_end() {
    let mut pty = Pty::demo(&[]);
    pty.until(READ);
    let before = {
        pty.reader(Reader::Holds);
        pty.seen.len()
    };
    // Each of these keys is another picture.
    pty.press(&"\t".repeat(KEYS));
    pty.press("3");
    pty.signal("-TERM");
    let (code, took) = pty.ended();
    assert_eq!(code, 143);
    assert!(took < Duration::from_secs(3), "{took:?}");
    assert!(pty.seen.len() - before < 20_000);
}

#[test]
fn of_the_pictures_that_a_slow_terminal_missed_it_gets_the_newest() {
    let mut pty = Pty::demo(&[]);
    pty.until(READ);
    let before = pty.seen.len();
    pty.reader(Reader::Holds);
    pty.press(&"\t".repeat(KEYS));
    pty.press("?slots");
    pty.reader(Reader::Reads);
    pty.wait("the newest", |pty| pty.row(2).contains("Keys:") && pty.row(3).contains("/ slots"));
    // Two thousand pictures of two kilobytes and more would be four megabytes.
    let sent = pty.seen.len() - before;
    assert!(sent < 400_000, "{sent} bytes");
    pty.is_right();
}

/// Bytes that the program has written so far, to whatever took them.
fn written(pty: &Pty) -> u64 {
    let counts = std::fs::read_to_string(format!("/proc/{}/io", pty.pid())).unwrap();
    counts.lines().find_map(|line| line.strip_prefix("wchar: ")).unwrap().parse().unwrap()
}

#[test]
fn of_a_picture_that_the_line_took_in_part_the_rest_follows() {
    let mut pty = Pty::demo(&[]);
    pty.until(READ);
    pty.reader(Reader::Holds);
    // Another picture each time, until the line takes no byte more: then a picture is out in part.
    let (mut before, mut still) = (0, 0);
    while still < 5 {
        pty.press("\t");
        pty.until_so("a moment later", {
            let begun = Instant::now();
            move || begun.elapsed() > Duration::from_millis(30)
        });
        let now = written(&pty);
        still = if now == before { still + 1 } else { 0 };
        before = now;
    }
    pty.reader(Reader::Reads);
    pty.is_right();
}

#[test]
fn on_a_quiet_screen_a_cursor_key_is_a_marker_and_the_detail_follows() {
    let mut pty = Pty::start(&[super::MEETME, "--demo", "--slow"], &[]);
    pty.until(READ);
    pty.shows("QUIET");
    let name = |pty: &Pty| pty.row(13);
    let before = name(&pty);
    pty.press("j");
    pty.wait("the detail follows", |pty| name(pty) != before);
}
