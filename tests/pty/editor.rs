//! The person's own editor over the form: it has the terminal and the keys, it is told no token, and it can be stopped.

use super::{Pty, READ};

/// A script as an editor; answers what to set `EDITOR` to.
fn script(folder: &std::path::Path, lines: &str) -> String {
    use std::os::unix::fs::PermissionsExt as _;
    let path = folder.join("edit");
    std::fs::write(&path, format!("#!/bin/sh\n{lines}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).unwrap();
    path.display().to_string()
}

fn open_form(pty: &mut Pty) {
    pty.until(READ);
    pty.press("2");
    pty.until("eu-backup-ams-a-1");
    pty.press("e");
    pty.until("Conduit name");
}

#[test]
fn the_form_comes_back_as_it_was_saved_and_the_editor_sees_no_token() {
    let place = tempfile::tempdir().unwrap();
    let dump = place.path().join("env");
    let editor = script(
        place.path(),
        &format!(
            "env > {0}; stat -c %a \"$1\" >> {0}; printf 'type here: '; read word; sed -i \"s/1500/$word/\" \"$1\"",
            dump.display()
        ),
    );
    let mut pty = Pty::demo(&[("EDITOR", &editor), ("VISUAL", ""), ("CF_API_TOKEN", "a-token-of-mine")]);
    open_form(&mut pty);
    pty.press("\x1bOS");
    pty.until("type here: ");
    assert!(!pty.screen().alternate_screen() && !pty.screen().bracketed_paste(), "the terminal is lent");
    pty.press("1400\n");
    pty.until("taken from the editor");
    assert!(pty.screen().alternate_screen());
    let shown = pty.screen().contents();
    assert!(shown.contains("1400") && shown.contains("was: 1500"), "{shown}");
    let seen = std::fs::read_to_string(&dump).unwrap();
    assert!(!seen.contains("a-token-of-mine"), "{seen}");
    assert!(seen.ends_with("600\n"), "{seen}");
    pty.press("\x03");
    assert_eq!(pty.ended().0, 130);
}

#[test]
fn what_is_no_json_is_said_and_an_editor_that_is_not_there_too() {
    let place = tempfile::tempdir().unwrap();
    let editor = script(place.path(), "echo oops > \"$1\"");
    let mut pty = Pty::demo(&[("EDITOR", &editor), ("VISUAL", "")]);
    open_form(&mut pty);
    pty.press("\x1bOS");
    pty.until("not taken: this is not JSON");
    pty.press("\x03");
    assert_eq!(pty.ended().0, 130);

    let mut pty = Pty::demo(&[("EDITOR", "/nowhere/ed"), ("VISUAL", "")]);
    open_form(&mut pty);
    pty.press("\x1bOS");
    pty.until("/nowhere/ed");
    assert!(pty.screen().alternate_screen(), "the terminal is ours again");
    pty.press("\x03");
    assert_eq!(pty.ended().0, 130);
}

#[test]
fn a_signal_ends_the_program_while_the_editor_has_the_terminal() {
    let place = tempfile::tempdir().unwrap();
    let editor = script(place.path(), "printf 'type here: '; exec sleep 600");
    let mut pty = Pty::waiting(&[("EDITOR", &editor), ("VISUAL", "")]);
    let before = pty.modes();
    pty.press("go\n");
    open_form(&mut pty);
    pty.press("\x1bOS");
    pty.until("type here: ");
    pty.signal("-TERM");
    let (code, took) = pty.ended();
    assert_eq!(code, 143);
    assert!(took < std::time::Duration::from_secs(5), "{took:?}");
    assert_eq!(pty.modes(), before);
}
