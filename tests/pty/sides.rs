//! Where a person chooses between what the server says twice: between accounts, and between what stood in a form and what
//! somebody else put there meanwhile. All of it under hostile text (RELIABILITY X1).

use std::process::Command;
use std::sync::Arc;

use super::grammar::{May, foreign};
use super::hostile::start;
use super::relay::{Relay, Turn};
use super::{MEETME, Pty};

/// The escape key as a sequence that no key after it can be taken into.
const ESC: &str = "\x1b[27u";
const DOWN: &str = "\x1b[B";
const F5: &str = "\x1b[15~";

#[test]
fn the_choice_of_an_account_under_hostile_text_sends_our_own_sequences_only() {
    for turn in [Turn::Text, Turn::All] {
        let relay = Relay::new("typical", turn);
        let home = Arc::new(tempfile::tempdir().unwrap());
        let mut env = relay.env();
        env.retain(|(name, _)| *name != "CLOUDFLARE_ACCOUNT_ID");
        let words: Vec<(&str, &str)> = env.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let mut pty = Pty::at(&home, &[MEETME, "--write"], &words);
        pty.resize(120, 40);
        pty.shows("The token sees several accounts: which?");
        pty.goes("", "Other FOE");
        pty.goes(DOWN, "Other FOE");
        pty.goes("\x1b[A", "Other FOE");
        pty.goes("FOE", "Other FOE");
        // The names of both hold it; the first is the one that the simulator plays.
        pty.goes("\r", "switched to account");
        pty.goes("P", "Switch to a profile or an account");
        pty.goes("Other", "Other FOE");
        pty.goes("\r", "switched to account");
        pty.goes("!", "ctivity");
        pty.step(ESC);
        pty.press("\x03");
        pty.ended();
        pty.is_ours();
        let mut command = Command::new(MEETME);
        command.args(["slots", "list"]).env_clear().env("HOME", home.path()).env("LC_ALL", "C.UTF-8").envs(env);
        let output = command.output().unwrap();
        assert!(String::from_utf8_lossy(&output.stderr).contains("Other FOE"), "{output:?}");
        assert_eq!(foreign(&output.stderr, May::Lines), None);
        assert!(output.stdout.is_empty() && output.status.code() == Some(2), "{output:?}");
    }
}

/// The page of a foreign change, in all its states.
fn merge(pty: &mut Pty) {
    pty.shows("Somebody else changed it while you edited");
    let screen = pty.screen().contents();
    for side in ["when opened", "on the server", "yours", "changed by somebody else", "FOE"] {
        assert!(screen.contains(side), "{side}\n{screen}");
    }
    for (keys, said) in [(DOWN, "yours"), ("\x1b[A", "yours"), (" ", "* on the server"), (" ", "* yours")] {
        pty.step(keys);
        pty.wait(said, |pty| said.split(' ').all(|word| pty.screen().contents().contains(word)));
    }
}

#[test]
fn the_page_of_a_foreign_change_under_hostile_text_sends_our_own_sequences_only() {
    let relay = Relay::new("typical", Turn::Words);
    let foreign_edit = |rule: &str| {
        relay.sim.world().remove_faults(None);
        relay.sim.world().add_fault(rule.parse().unwrap());
    };
    let home = Arc::new(tempfile::tempdir().unwrap());
    let mut pty = start(&relay, &home, &["--write"]);
    pty.shows("FOE");
    pty.goes("2", "CNIs  1-26");
    // Under an open form.
    foreign_edit("GET /cni/cnis/:foreign-edit");
    pty.goes("e", "[ Validate ]");
    // Its own name is no name that a form takes.
    pty.step("\x15mine-1");
    pty.step(DOWN);
    pty.goes("\x15mine", "mine");
    pty.step(F5);
    merge(&mut pty);
    pty.goes("\r", "[ Commit: replace it ]");
    pty.goes("\t\r", "Read back");
    // Under an undo of it.
    foreign_edit("GET /cni/cnis/:foreign-edit-before");
    pty.step("u");
    merge(&mut pty);
    pty.step(ESC);
    pty.step(ESC);
    pty.step("y");
    // Under a form that was left.
    pty.goes("2", "CNIs  1-26");
    pty.goes("e", "[ Validate ]");
    pty.step(DOWN);
    pty.goes("\x15mine too", "mine too");
    pty.signal("-TERM");
    pty.ended();
    pty.is_ours();
    foreign_edit("GET /cni/cnis/:foreign-edit-before");
    let mut pty = start(&relay, &home, &["--write"]);
    pty.shows("A form was not finished");
    pty.shows("2 CNIs 26");
    pty.step("\r");
    merge(&mut pty);
    pty.press("\x03");
    pty.step("");
    pty.signal("-TERM");
    pty.ended();
    pty.is_ours();
}
