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
