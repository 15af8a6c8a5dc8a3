//! A change is under way when the program has to end: it has five seconds for its answer, and what is not known then is
//! written down as that and told at the next start (RELIABILITY S6).

use std::sync::Arc;
use std::time::Duration;

use super::hostile::start;
use super::relay::{Relay, Turn};
use super::{Pty, Reader};

/// How long the answer may take, and what may come on top of it on a busy machine.
const PATIENCE: Duration = Duration::from_secs(5);
const SLACK: Duration = Duration::from_secs(3);

fn record(home: &tempfile::TempDir) -> String {
    std::fs::read_to_string(home.path().join(".local/state/meetme/audit.jsonl")).unwrap_or_default()
}

/// A change of the settings that is sent and not answered.
fn sent(relay: &Relay, home: &Arc<tempfile::TempDir>) -> Pty {
    let mut pty = start(relay, home, &["--write"]);
    pty.shows("Reservation");
    pty.step("5");
    pty.shows("Default ASN");
    pty.step("e");
    pty.shows("Validate");
    pty.step("\x15");
    pty.step("65010");
    pty.step("\x1b[15~");
    pty.shows("[ Commit");
    relay.fail("PUT", 0);
    pty.step("\t");
    pty.press("\r");
    let place = Arc::clone(home);
    pty.until_so("the intent is on the disk", || record(&place).contains("\"event\":\"intent\""));
    pty
}

fn told(relay: &Relay, home: &Arc<tempfile::TempDir>, why: &str) {
    let written = record(home);
    assert!(written.contains("\"result\":\"unknown\"") && written.contains(why), "{written}");
    relay.heal();
    let mut pty = start(relay, home, &[]);
    pty.shows("outcome unknown since");
    // Its form is offered, too: it may be wanted again.
    pty.shows("A form was not finished");
    pty.press("\x03");
    assert_eq!(pty.ended().0, 130);
}

#[test]
fn a_hang_up_waits_five_seconds_for_the_answer_and_the_next_start_tells() {
    let relay = Relay::new("typical", Turn::Plain);
    let home = Arc::new(tempfile::tempdir().unwrap());
    let mut pty = sent(&relay, &home);
    pty.reader(Reader::Gone);
    pty.keys = None;
    pty.master = None;
    pty.signal("-HUP");
    let (code, took) = pty.ended();
    assert_eq!(code, 129);
    assert!(took + Duration::from_secs(1) > PATIENCE && took < PATIENCE + SLACK, "{took:?}");
    told(&relay, &home, "the program ended before the answer came");
}

#[test]
fn a_signal_waits_for_an_answer_that_comes_and_writes_it_down() {
    let relay = Relay::new("typical", Turn::Plain);
    let home = Arc::new(tempfile::tempdir().unwrap());
    let mut pty = sent(&relay, &home);
    pty.signal("-TERM");
    pty.until(super::LEFT);
    assert!(!record(&home).contains("\"event\":\"outcome\""), "it still waits");
    relay.heal();
    let (code, took) = pty.ended();
    assert_eq!(code, 143);
    assert!(took < PATIENCE, "{took:?}");
    assert!(record(&home).contains("\"result\":\"done\""), "{}", record(&home));
}
