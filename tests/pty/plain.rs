//! Where nothing can be drawn, lines are told.

use super::Pty;

#[test]
fn a_terminal_that_can_do_nothing_gets_lines_and_control_c_ends_them() {
    let mut pty = Pty::demo(&[("TERM", "dumb")]);
    pty.until("`help` tells them");
    pty.press("status\r");
    pty.until("API budget used");
    pty.press("\x03");
    let (code, _) = pty.ended();
    assert_eq!(code, 130, "{}", pty.text());
    assert!(pty.text().contains("SIMULATED") && !pty.text().contains('\x1b'), "{}", pty.text());
}

#[test]
fn a_letter_is_not_written_to_a_terminal() {
    let words = ["--demo=false-diversity", "interconnects", "loa", "icn-iad-a-10g-0001", "--to", "-"];
    let mut pty = Pty::start(&[&[super::MEETME][..], &words].concat(), &[]);
    assert_eq!(pty.ended().0, 2, "{}", pty.text());
    assert!(pty.text().contains("terminal") && !pty.text().contains("%PDF"), "{}", pty.text());
}
