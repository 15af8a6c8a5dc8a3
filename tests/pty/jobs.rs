//! As a job of a shell: stopped and continued.

use super::{MEETME, Pty, READ, glass};

const ENTERED: &str = "\x1b[?1049h";

#[test]
fn ctrl_z_gives_the_terminal_to_the_shell_and_fg_draws_for_the_window_as_it_is_then() {
    let mut pty = Pty::start(&["sh", "-i"], &[("PS1", "ready> "), ("ENV", "")]);
    pty.shows("ready>");
    pty.press(&format!("{MEETME} --demo\n"));
    pty.until(READ);
    pty.press("\x1a");
    pty.wait("the shell is back", |pty| pty.is_clean() && pty.screen().contents().matches("ready>").count() == 2);
    pty.resize(100, 30);
    pty.press("echo sum-$((40 + 2))\n");
    pty.shows("sum-42");
    pty.press("fg\n");
    pty.wait("the picture again", |pty| {
        pty.screen().alternate_screen() && pty.row(0).contains("meetme") && pty.row(29).contains("? keys")
    });
    pty.press("3");
    pty.shows("SLOT ");
    pty.is_right();
    pty.press("q");
    pty.wait("the shell is back", |pty| pty.is_clean() && pty.screen().contents().trim_end().ends_with("ready>"));
    pty.press("echo sum-$((1 + 2))\n");
    pty.shows("sum-3");
}

#[test]
fn where_no_shell_stands_above_ctrl_z_says_so_and_stops_nothing() {
    let mut pty = Pty::demo(&[]);
    pty.until(READ);
    pty.press("\x1a");
    pty.shows("no shell above");
    pty.press("3");
    pty.shows("SLOT ");
}

#[test]
fn stopped_and_continued_by_somebody_else_it_takes_the_terminal_again() {
    let mut pty = Pty::waiting(&[]);
    let before = pty.modes();
    pty.press("go\n");
    pty.until(READ);
    let raw = pty.modes();
    pty.signal("-STOP");
    let line = std::fs::File::open(pty.tty()).unwrap();
    assert!(std::process::Command::new("stty").arg(before.trim()).stdin(line).status().unwrap().success());
    assert_eq!(pty.modes(), before, "as a shell would have it");
    pty.signal("-CONT");
    pty.wait("entered again", |pty| pty.text().matches(ENTERED).count() == 2);
    pty.shows(READ);
    assert_eq!(pty.modes(), raw);
    pty.signal("-TERM");
    assert_eq!(pty.ended().0, 143);
    assert!(pty.is_clean() && pty.modes() == before);
}

#[test]
#[cfg(target_os = "linux")]
fn a_stop_from_outside_gives_the_terminal_to_the_shell_too() {
    let mut pty = Pty::start(&["sh", "-i"], &[("PS1", "ready> "), ("ENV", "")]);
    pty.shows("ready>");
    pty.press(&format!("{MEETME} --demo\n"));
    pty.until(READ);
    let raw = pty.modes();
    let job = std::fs::read_to_string(format!("/proc/{0}/task/{0}/children", pty.pid())).unwrap();
    assert!(std::process::Command::new("kill").args(["-TSTP", job.trim()]).status().unwrap().success());
    pty.wait("the shell is back", |pty| pty.is_clean() && pty.screen().contents().matches("ready>").count() == 2);
    assert_ne!(pty.modes(), raw, "as the shell has it");
    pty.press("fg\n");
    pty.wait("the picture again", |pty| pty.screen().alternate_screen() && pty.row(0).contains("meetme"));
    pty.press("q");
    pty.wait("the shell is back", |pty| pty.is_clean() && pty.screen().contents().trim_end().ends_with("ready>"));
}

#[test]
fn started_where_a_program_was_killed_it_begins_on_an_empty_screen() {
    let mut pty = Pty::demo(&[]);
    pty.until(READ);
    pty.shows("? keys");
    // A terminal that is on the other screen already takes the mode for nothing new, and what stands there stays.
    let mut left = glass(80, 24);
    left.process(b"\x1b[7m\x1b[14;1Hleft by a killed one\x1b[23;40Hand here");
    left.process(pty.text().replace(ENTERED, "").as_bytes());
    assert_eq!(left.screen().contents_formatted(), pty.screen().contents_formatted());
}
