//! Lines in, lines out: no I/O, no time but what the messages carry.

use super::*;
use crate::domain::Mode;
use crate::workbench::keymap::Keymap;
use crate::workbench::linear::{Answer, Linear, PATIENCE, waits};

struct Talk {
    bench: Bench,
    linear: Linear,
}

impl Talk {
    fn of(session: Session) -> Self {
        let mut bench = Bench::of(session);
        bench.model.keymap = Keymap::wordy();
        Self { bench, linear: Linear::default() }
    }

    fn loaded() -> Self {
        let mut talk = Self::of(session());
        talk.bench.answer_all();
        talk
    }

    /// Says a line, and hears what is told at once.
    fn say(&mut self, line: &str) -> Vec<String> {
        let turn = self.linear.read(&self.bench.model, line);
        for msg in turn.msgs {
            self.bench.tell(msg);
        }
        let mut lines = self.linear.news(&self.bench.model);
        match self.linear.answer(&self.bench.model, turn.then) {
            Answer::Lines(own) => lines.extend(own),
            Answer::Picture => {
                lines.push("PICTURE".to_owned());
                lines.extend(self.linear.hints(&self.bench.model));
            }
        }
        lines
    }

    fn hears(&mut self, line: &str, wanted: &str) {
        let told = self.say(line);
        assert!(told.iter().any(|line| line.contains(wanted)), "{line}: {told:#?}, not {wanted:?}");
    }
}

#[test]
fn words_numbers_and_names_lead_to_the_same() {
    for (lines, wanted) in [
        (&["list"][..], "1. icn-a, state HEALTHY, seen <5m, site iad-a, speed 10G"),
        (&["list", "open 1"], "Interconnect: icn-a"),
        (&["list", "2"], "Interconnect: icn-b"),
        (&["OPEN icn-b"], "Interconnect: icn-b"),
        (&["slots", "1"], "Slot: s-1"),
        (&["3"], "no object was told with the number 3"),
        (&["list", "open 1", "back", "slots"], "Slots: 2"),
        (&["ports"], "Interconnects: 2"),
        (&["health-checks"], "Health checks: No Magic"),
        (&["why icn-a"], "icn-a: healthy"),
        (&["open s-"], "2 are called like that"),
        (&["open s-", "open s-2"], "Slot: s-2"),
        (&["open nothing"], "nothing is called nothing"),
        (&["filter icn-b"], "Interconnects: 1 of 2 match icn-b"),
        (&["filter icn-b", "filter"], "Interconnects: 2 ("),
        (&["filter speed>=x"], "the filter is not understood: "),
        (&["filter speed>=x", "filter icn-a", "list"], "1 of 2 match icn-a"),
        (&["filter speed>=x", "slots"], "Slots: 2"),
        (&["bogus"], "`bogus` is no command"),
        (&["refesh"], "refresh?"),
        (&["timeline"], "0 changes"),
        (&["log"], "Activity, newest first"),
        (&["status"], "of 2 interconnects"),
        (&["pause"], "paused: nothing is read until pause is pressed"),
        (&["free"], "Availability: "),
        (&["zone"], "Interconnects: 2 ("),
        (&["sort", "3"], "1. icn-"),
        (&["mark icn-a"], "Interconnects: 2 ("),
        (&["open 1"], "no object was told with the number 1"),
        (&["cnis", "letter"], "not now: letters belong to interconnects (interconnects)"),
        (&["cnis", "letter icn-a"], "PICTURE"),
        (&["slots", "copy 2"], ""),
        (&["palette"], "needs a screen"),
        (&["wait long"], "how many seconds"),
        (&["write 30m"], "unlocked until"),
        (&["switch nowhere"], "no profile and no account is called nowhere"),
        (&["refresh now"], "`refresh` is said alone"),
        (&["help"], "letter: save the Letter of Authorization"),
    ] {
        let mut talk = Talk::loaded();
        let (last, before) = lines.split_last().unwrap();
        for line in before {
            talk.say(line);
        }
        if wanted.is_empty() {
            talk.say(last);
            assert!(matches!(talk.bench.orders.last(), Some(Effect::Copy { text, .. }) if text == "s-2"));
        } else {
            talk.hears(last, wanted);
        }
    }
}

#[test]
fn a_long_list_comes_in_parts_with_numbers_that_go_on() {
    let mut talk = Talk::of(session());
    let names: Vec<String> = (0..45).map(|n| format!("icn-{n:02}")).collect();
    talk.bench.ports(&names.iter().map(String::as_str).collect::<Vec<_>>());
    talk.hears("list", "20 of 45; `more` goes on");
    talk.hears("more", "21. icn-20");
    let last = talk.say("more");
    assert!(last.iter().any(|line| line.starts_with("45. icn-44")) && !last.iter().any(|line| line.contains("`more`")));
    talk.hears("open 41", "Interconnect: icn-40");
    assert_eq!(talk.say("list all").iter().filter(|line| line.contains(". icn-")).count(), 45);
}

#[test]
fn a_form_is_told_as_its_picture_takes_text_and_is_not_left_by_accident() {
    let mut talk = Talk::loaded();
    talk.say("slots");
    talk.hears("create 1", "PICTURE");
    talk.hears("slots", "`slots` cannot be said here; say: type TEXT, press, validate");
    talk.hears("type s-9", "PICTURE");
    let slot = |talk: &Talk| match &talk.bench.model.sheet {
        Some(Sheet::Change(flow, _)) => flow.form.text("slot_id").to_owned(),
        other => panic!("{other:?}"),
    };
    assert_eq!(slot(&talk), "s-9", "instead of what was there");
    talk.hears("back", "say: yes, no, back");
    talk.say("no");
    assert_eq!(slot(&talk), "s-9");
    talk.say("validate");
    assert!(waits(&talk.bench.model, Duration::MAX), "the next line waits for the server");
}

#[test]
fn changes_and_troubles_are_told_once_as_they_are_seen() {
    let mut talk = Talk::loaded();
    let read = |talk: &mut Talk, state| {
        talk.bench.now.mono += Duration::from_secs(40);
        let asked = talk.bench.tell(Msg::Woke);
        let ticket = asked.iter().find_map(|effect| match effect {
            Effect::Ask { ticket, query: Query::Status(key), .. } if key.as_str() == "icn-a" => Some(*ticket),
            _ => None,
        });
        let ticket =
            ticket.or_else(|| talk.bench.asked(|query| matches!(query, Query::Status(key) if key.as_str() == "icn-a")));
        let ticket = ticket.unwrap();
        talk.bench.arrive(ticket, Reply::Status(Status { state, reason: None }));
        talk.bench.end(ticket, Ok(()));
        talk.linear.news(&talk.bench.model)
    };
    assert_eq!(read(&mut talk, State::Healthy), Vec::<String>::new(), "the first state is no change");
    let told = read(&mut talk, State::Down);
    assert!(told.len() == 1 && told[0].contains("icn-a: HEALTHY -> DOWN (within "), "{told:?}");
    assert_eq!(talk.linear.news(&talk.bench.model), Vec::<String>::new());
    talk.say("refresh");
    let ticket = talk.bench.list();
    talk.bench.end(ticket, Err(Fault { status: Some(401), ..Fault::new(FaultKind::Token, "no") }));
    let told = talk.linear.news(&talk.bench.model);
    assert!(
        told.iter().any(|line| line.starts_with("stopped: 401") && line.contains("refresh tries again")),
        "{told:?}"
    );
    assert_eq!(talk.linear.news(&talk.bench.model), Vec::<String>::new());
}

#[test]
fn a_line_waits_for_what_it_needs_and_for_nothing_that_cannot_come() {
    let mut talk = Talk::of(session());
    assert!(waits(&talk.bench.model, Duration::ZERO), "nothing is read yet");
    let ticket = talk.bench.list();
    talk.bench.arrive(ticket, Reply::Interconnects(page(vec![port("icn-a")], 1, true)));
    talk.bench.end(ticket, Ok(()));
    assert!(waits(&talk.bench.model, Duration::ZERO), "the other lists make the answer fuller");
    assert!(!waits(&talk.bench.model, PATIENCE), "but not for ever");
    talk.say("json icn-a");
    assert!(waits(&talk.bench.model, Duration::MAX));
    let ticket = talk.bench.asked(|query| matches!(query, Query::Raw(_))).unwrap();
    talk.bench.end(ticket, Err(Fault::new(FaultKind::Server, "no")));
    assert!(!waits(&talk.bench.model, Duration::ZERO));
    let mut talk = Talk::of(session());
    let ticket = talk.bench.list();
    let fault = Fault { status: Some(401), ..Fault::new(FaultKind::Token, "no") };
    let meter = Meter::default();
    update(
        &mut talk.bench.model,
        talk.bench.now,
        Msg::Ended { ticket, result: Err(fault), took: Duration::ZERO, meter },
    );
    assert!(!waits(&talk.bench.model, Duration::ZERO), "a refused token is told, not waited for");
}

#[test]
fn what_the_server_says_is_heard_clean_and_masked() {
    let mut talk = Talk::of(Session { mode: Mode::ReadOnly, account_name: "Lumenfold".into(), ..session() });
    let ticket = talk.bench.list();
    let rows = vec![Interconnect { name: "a\u{1b}[2J\u{202e}b".into(), ..port("icn-a") }];
    talk.bench.arrive(ticket, Reply::Interconnects(page(rows, 1, true)));
    talk.bench.end(ticket, Ok(()));
    let told = talk.say("list").join("\n");
    assert!(!told.contains(['\u{1b}', '\u{202e}']) && told.contains("1. a"), "{told}");
    talk.hears("create", "not now: read-only");
    talk.hears("status", "Lumenfold");
    talk.say("mask");
    let told = talk.say("status").join("\n");
    assert!(!told.contains("Lumenfold"), "{told}");
}

#[test]
fn every_pane_and_command_of_the_help_is_taken_as_it_is_told() {
    let mut talk = Talk::loaded();
    let words: Vec<String> =
        talk.say("help").iter().filter_map(|line| Some(line.split([':', ' ']).next()?.to_owned())).collect();
    for word in words.iter().filter(|word| !["open", "wait", "quit"].contains(&word.as_str())) {
        let mut talk = Talk::loaded();
        let told = talk.say(word).join("\n");
        assert!(!told.contains("is no command") && !told.contains("needs a screen"), "{word}: {told}");
    }
}

#[test]
fn slots_are_told_whatever_is_unknown_of_them() {
    let mut talk = Talk::of(session());
    talk.bench.answer_all();
    let bare = Slot {
        id: "s-x".into(),
        site: None,
        speed: None,
        occupied: None,
        facility: None,
        account: None,
        ccr_device_name: None,
        extra: crate::domain::Extra::new(),
    };
    talk.say("slots");
    talk.say("refresh");
    let ticket = talk.bench.asked(|query| matches!(query, Query::Slots(_))).unwrap();
    talk.bench.arrive(ticket, Reply::Slots(page(vec![bare], 1, true)));
    talk.bench.end(ticket, Ok(()));
    talk.hears("list", "1. s-x");
}
