//! Every way to end: the exit code, the modes of the line, the screen.

use super::{LEFT, MEETME, Pty, READ, Reader};
use std::time::Duration;

/// A second (RELIABILITY S6), and as much again for a machine that is busy with other tests.
const AT_ONCE: Duration = Duration::from_secs(2);

#[test]
fn however_it_ends_the_line_and_the_screen_are_as_they_were() {
    let by: [(&str, u32); 6] = [("q", 0), ("\x03", 130), ("-INT", 130), ("-TERM", 143), ("-QUIT", 143), ("-HUP", 129)];
    for (how, code) in by {
        let mut pty = Pty::waiting(&[]);
        let before = pty.modes();
        pty.press("go\n");
        pty.until(READ);
        assert_ne!(pty.modes(), before, "raw meanwhile");
        assert!(pty.screen().alternate_screen() && pty.screen().bracketed_paste());
        let mouse = |pty: &Pty| pty.screen().mouse_protocol_mode() != vt100::MouseProtocolMode::None;
        assert!(!mouse(&pty), "the mouse is the terminal's until it is asked for");
        pty.press("%");
        pty.wait("the mouse is taken", mouse);
        if how.starts_with('-') {
            pty.signal(how);
        } else {
            pty.press(how);
        }
        let (ended, took) = pty.ended();
        assert_eq!(ended, code, "{how}");
        assert!(took < Duration::from_secs(5), "{how}: {took:?}");
        assert!(pty.is_clean(), "{how}: {:?}", pty.text());
        assert_eq!(pty.modes(), before, "{how}");
    }
}

/// The switch that panics is in debug builds only.
#[test]
#[cfg(debug_assertions)]
fn a_panic_in_any_thread_restores_the_terminal_first_and_ends_with_70() {
    for place in ["loop", "task"] {
        let mut pty = Pty::waiting(&[("MEETME_PANIC_AFTER_FIRST_FRAME", place)]);
        let before = pty.modes();
        pty.press("go\n");
        pty.until("has a bug");
        assert_eq!(pty.ended().0, 70);
        let text = pty.text();
        assert!(text.find(LEFT).unwrap() < text.find("has a bug").unwrap(), "{text:?}");
        assert!(pty.is_clean() && pty.modes() == before, "{place}");
    }
}

#[test]
fn a_terminal_that_is_gone_ends_the_program_even_where_sighup_is_ignored() {
    let line = format!("trap '' HUP; exec {MEETME} --demo");
    let mut pty = Pty::start(&["sh", "-c", &line], &[]);
    pty.until(READ);
    let pid = pty.pid();
    // The reader holds the line open until it reads once more: a key makes the program draw, the reader goes, and with
    // it the last end of the line.
    pty.reader(Reader::Gone);
    pty.press("?");
    pty.keys = None;
    pty.master = None;
    let (code, took) = pty.ended();
    assert_eq!(code, 129);
    assert!(took < AT_ONCE, "{took:?}");
    assert!(!std::path::Path::new(&format!("/proc/{pid}/stat")).exists(), "nothing is left that could spin");
}

#[test]
fn without_a_terminal_to_read_from_it_says_so_and_draws_nothing() {
    let mut pty = Pty::start(&["sh", "-c", "exec \"$0\" --demo </dev/null", MEETME], &[]);
    assert_eq!(pty.ended().0, 2);
    let text = pty.text();
    assert!(text.contains("needs a terminal") && !text.contains('\x1b'), "{text:?}");
}

/// What stands in the way is found out after the first picture.
#[test]
fn an_error_after_the_first_picture_gives_the_terminal_back_and_says_it_there() {
    let line = "read go; exec \"$0\" --ca-file /nowhere.pem --account a";
    let mut pty = Pty::start(&["sh", "-c", line, MEETME], &[("CLOUDFLARE_API_TOKEN", "a-token-of-mine")]);
    let before = pty.modes();
    pty.press("go\n");
    pty.until("/nowhere.pem");
    assert_eq!(pty.ended().0, 11, "{}", pty.text());
    let text = pty.text();
    assert!(text.find(LEFT).unwrap() < text.find("/nowhere.pem").unwrap(), "{text:?}");
    assert!(pty.is_clean() && pty.modes() == before && text.contains("next: "), "{text:?}");
}

/// What the terminal sends is gone for good where another took its place: no end of input may be taken for a key.
#[test]
fn lines_end_with_their_terminal_at_once() {
    let line = format!("trap '' HUP; exec {MEETME} --demo --plain");
    let mut pty = Pty::start(&["sh", "-c", &line], &[]);
    pty.until("`help` tells them");
    pty.reader(Reader::Gone);
    pty.press("list\r");
    pty.keys = None;
    pty.master = None;
    let (code, took) = pty.ended();
    assert!([0, 129, 141].contains(&code), "{code}");
    assert!(took < AT_ONCE, "{took:?}");
}
