//! What can be done in which state, and in whose words: reasons, hints and the person's own keys.

use super::*;
use crate::domain::Mode;
use crate::domain::call::Account;
use crate::workbench::command::{Command, TABLE, reason};
use crate::workbench::help;
use crate::workbench::keymap::{self, Keymap, Line, Preset};
use crate::workbench::sheet::Sheet;
use crate::workbench::switch::Profile;

fn picked(bench: &Bench) -> Vec<(String, Option<String>)> {
    let Some(Sheet::Pick(picker)) = &bench.model.sheet else { panic!("{:?}", bench.model.sheet) };
    let entries = picker.shown.iter().filter_map(|at| picker.entries.get(*at as usize));
    entries.map(|entry| (entry.text.clone(), entry.disabled.clone())).collect()
}

/// A key map in which every shown key of the table is another one.
fn strange() -> Keymap {
    let mut lines = Vec::new();
    let mut letters = ('\u{100}'..).filter(|c| c.is_alphabetic());
    for row in TABLE.iter().filter(|row| row.command != Command::Interrupt && !row.keys.is_empty()) {
        let text = row.scope.types_text() || row.scope == Scope::Any;
        let key = letters.next().map(|c| if text { format!("alt-{c}") } else { c.to_string() });
        let (place, action) = (Some(row.scope.id().to_owned()), row.command.id().to_owned());
        lines.push(Line { place, action, keys: key.into_iter().collect(), at: "c:1".to_owned() });
    }
    keymap::read(Preset::Default, &lines).unwrap()
}

#[test]
fn what_is_said_names_the_persons_keys() {
    let mut bench = Bench::loaded();
    bench.model.keymap = strange();
    let key = |bench: &Bench, scope, command| bench.model.keymap.first(scope, command).unwrap();
    let press = |bench: &mut Bench, scope, command| {
        let key = key(bench, scope, command);
        bench.tell(Msg::Key(key));
    };
    let said = |bench: &Bench| bench.model.notice.as_ref().map(|notice| notice.text.clone()).unwrap_or_default();
    for command in [Command::Pause, Command::Mask] {
        press(&mut bench, Scope::Browse, command);
        let wanted = format!(" {} ", key(&bench, Scope::Browse, command));
        assert!(said(&bench).contains(&wanted), "{}", said(&bench));
    }
    press(&mut bench, Scope::Browse, Command::Show(Pane::Cnis));
    press(&mut bench, Scope::Browse, Command::Letter);
    assert!(said(&bench).contains(&format!("({})", key(&bench, Scope::Browse, Command::Show(Pane::Interconnects)))));
    let wanted = key(&bench, Scope::Browse, Command::Add).to_string();
    assert!(bench.model.spell(Pane::Interconnects.empty()).contains(&wanted));
    for (shown, _) in help::hints(&bench.model) {
        assert!(!shown.is_ascii(), "{shown} is not the person's");
    }
    let fault = Fault { status: Some(401), ..Fault::new(FaultKind::Token, "no") };
    let ticket =
        bench.tell(Msg::Key(key(&bench, Scope::Browse, Command::Refresh))).into_iter().find_map(
            |effect| match effect {
                Effect::Ask { ticket, .. } => Some(ticket),
                _ => None,
            },
        );
    bench.end(ticket.unwrap(), Err(fault));
    let again = format!("; {} tries again", key(&bench, Scope::Browse, Command::Refresh));
    assert!(bench.model.stop_words().unwrap().contains(&again), "{:?}", bench.model.stop_words());
}

type Make = fn() -> Bench;

/// Where a state is made, the command, and what the reason says; empty: it can be run.
type Case = (&'static str, Make, &'static [(Scope, Command, &'static str)]);

fn gcp() -> Bench {
    let mut bench = Bench::of(session());
    let ticket = bench.list();
    let rows = vec![Interconnect { kind: Some(Kind::GcpPartner), ..port("gcp") }];
    bench.arrive(ticket, Reply::Interconnects(page(rows, 1, true)));
    bench.end(ticket, Ok(()));
    bench
}

fn with(keys: &str) -> Bench {
    let mut bench = Bench::loaded();
    bench.press(keys);
    bench
}

fn over_the_limit() -> Bench {
    let mut bench = Bench::of(session());
    let fault = Fault { retry_after: Some(Duration::from_secs(30)), ..Fault::new(FaultKind::RateLimited, "429") };
    let ticket = bench.list();
    bench.end(ticket, Err(fault));
    bench
}

fn refused() -> Bench {
    let mut bench = Bench::loaded();
    bench.press("r");
    let ticket = bench.list();
    bench.end(ticket, Err(Fault { status: Some(401), ..Fault::new(FaultKind::Token, "no") }));
    bench
}

fn gone() -> Bench {
    let mut bench = with("r");
    let ticket = bench.list();
    bench.press("d");
    bench.arrive(ticket, Reply::Interconnects(page(vec![port("icn-z")], 1, true)));
    bench.end(ticket, Ok(()));
    bench
}

const CASES: &[Case] = &[
    (
        "nothing is read yet: no row is selected",
        || Bench::of(session()),
        &[
            (Scope::Browse, Command::Open, "no row"),
            (Scope::Browse, Command::Raw, "no row"),
            (Scope::Browse, Command::Why, "no row"),
            (Scope::Browse, Command::Copy, "no row"),
            (Scope::Browse, Command::Actions, "no row"),
            (Scope::Browse, Command::Letter, "no interconnect"),
            (Scope::Browse, Command::Older, "before"),
            (Scope::Browse, Command::Newer, "after"),
            (Scope::Browse, Command::Add, ""),
            (Scope::Browse, Command::Refresh, ""),
            (Scope::Browse, Command::Switch, "no other profile"),
        ],
    ),
    (
        "a row is selected",
        Bench::loaded,
        &[
            (Scope::Browse, Command::Open, ""),
            (Scope::Browse, Command::Letter, ""),
            (Scope::Browse, Command::Actions, ""),
            (Scope::Browse, Command::Add, ""),
        ],
    ),
    (
        "a partner's interconnect",
        gcp,
        &[(Scope::Browse, Command::Letter, "partner"), (Scope::Browse, Command::Open, "")],
    ),
    (
        "another pane",
        || with("4"),
        &[
            (Scope::Browse, Command::Letter, "interconnects (1)"),
            (Scope::Browse, Command::Add, "CNIs at 1 and 2"),
            (Scope::Browse, Command::Delete, "interconnects (1) and CNIs (2)"),
        ],
    ),
    ("what the API cannot change", || with("3"), &[(Scope::Browse, Command::Edit, "slots cannot be changed")]),
    (
        "paused: a person may still read",
        || with("p"),
        &[
            (Scope::Browse, Command::Refresh, ""),
            (Scope::Browse, Command::Pause, ""),
            (Scope::Browse, Command::Raw, ""),
        ],
    ),
    ("stopped by a refused token: reading again is the way on", refused, &[(Scope::Browse, Command::Refresh, "")]),
    ("over the limit", over_the_limit, &[(Scope::Browse, Command::Refresh, "30 s")]),
    (
        "read-only",
        || {
            let mut bench = Bench::of(Session { mode: Mode::ReadOnly, ..session() });
            bench.answer_all();
            bench
        },
        &[
            (Scope::Browse, Command::Add, "read-only"),
            (Scope::Browse, Command::Write, "read-only"),
            (Scope::Browse, Command::Letter, ""),
            (Scope::Browse, Command::Open, ""),
        ],
    ),
    (
        "locked",
        || {
            let mut bench = Bench::of(Session { mode: Mode::Guarded, ..session() });
            bench.answer_all();
            bench
        },
        &[
            (Scope::Browse, Command::Add, ":write"),
            (Scope::Browse, Command::Write, ""),
            (Scope::Browse, Command::Lock, "locked"),
        ],
    ),
    (
        "an object",
        || with("d"),
        &[
            (Scope::Describe, Command::Actions, ""),
            (Scope::Describe, Command::Raw, ""),
            (Scope::Describe, Command::Older, "before"),
            (Scope::Describe, Command::Newer, "after"),
        ],
    ),
    (
        "an object that is gone",
        gone,
        &[(Scope::Describe, Command::Actions, "no longer"), (Scope::Describe, Command::Raw, "no longer")],
    ),
    (
        "a document that is not read yet",
        || with("v"),
        &[
            (Scope::Document, Command::NextHit, "first: /"),
            (Scope::Document, Command::Copy, "not read"),
            (Scope::Document, Command::Filter, ""),
        ],
    ),
    ("a page", || with("!"), &[(Scope::Read, Command::Actions, "no object"), (Scope::Read, Command::Palette, "")]),
];

#[test]
fn every_state_says_what_cannot_be_done_and_why() {
    for (state, make, wanted) in CASES {
        let bench = make();
        for (scope, command, said) in *wanted {
            let why = reason(&bench.model, *scope, *command);
            let fits = if said.is_empty() { why.is_none() } else { why.as_ref().is_some_and(|why| why.contains(said)) };
            assert!(fits, "{state}: {command:?}: {why:?}, not {said:?}");
        }
    }
}

#[test]
fn what_cannot_be_done_is_no_hint_and_says_why_when_pressed() {
    for (state, make, wanted) in CASES {
        for (scope, command, said) in *wanted {
            let mut bench = make();
            let Some(row) = TABLE.iter().find(|row| row.scope == *scope && row.command == *command) else { continue };
            let hinted = help::hints(&bench.model).iter().any(|(_, hint)| !row.hint.is_empty() && *hint == row.hint);
            assert!(said.is_empty() || !hinted, "{state}: {command:?} is a hint");
            if let (false, Some(key)) = (said.is_empty(), row.keys.first()) {
                let sheet = bench.model.sheet.clone();
                bench.tell(Msg::Key(*key));
                let notice = bench.model.notice.as_ref().map(|notice| notice.text.clone()).unwrap_or_default();
                assert!(notice.contains(said), "{state}: {command:?}: {notice:?}");
                assert_eq!(bench.model.sheet, sheet, "{state}: {command:?} did something all the same");
            }
        }
    }
}

#[test]
fn the_way_to_all_keys_is_the_last_hint_at_every_width_and_every_place() {
    let states: [(&str, Make); 12] = [
        ("table", Bench::loaded),
        ("slots", || with("3")),
        ("filter line", || with("/a")),
        ("page", || with("!")),
        ("object", || with("d")),
        ("document", || with("v")),
        ("search line", || with("v/a")),
        ("list", || with(":")),
        ("form", || with("3a")),
        ("unlocking", || {
            let mut bench = Bench::of(Session { mode: Mode::Guarded, ..session() });
            bench.answer_all();
            bench.press(":write");
            bench.key(Code::Enter);
            bench
        }),
        ("waiting", || {
            let mut bench = with("3a");
            bench.key(Code::F(5));
            bench
        }),
        ("first screen", || {
            let mut bench = Bench::of(session());
            bench.model.sheet = Some(Sheet::Welcome);
            bench
        }),
    ];
    for (state, make) in states {
        let bench = make();
        let help = bench.model.spell("<help>");
        for width in 20..=200 {
            let hints = help::footer(&bench.model, width);
            let cells: usize = hints.iter().map(|(key, word)| key.chars().count() + word.chars().count() + 3).sum();
            assert!(cells <= width, "{state} at {width}: {hints:?}");
            assert_eq!(hints.last(), Some(&(help.clone(), "keys")), "{state} at {width}");
        }
    }
}

#[test]
fn the_palette_goes_to_profiles_and_accounts_by_name_or_says_why_not() {
    let profile = |name: &str| Profile { name: name.into(), about: format!("acc-{name}, read-only") };
    let account = |id: &str, name: &str| Account { id: id.into(), name: name.into() };
    let session = Session {
        profile: "home".into(),
        simulated: false,
        profiles: vec![profile("home"), profile("norrland")],
        accounts: vec![account("acc", "Own"), account("other", "Lumenfold Labs")],
        ..session()
    };
    let mut bench = Bench::of(session);
    bench.answer_all();
    for (typed, text, why) in [
        ("norr", "profile norrland", None),
        ("home", "profile home", Some("you are here")),
        ("lumen", "account Lumenfold Labs", None),
        ("own", "account Own", Some("you are here")),
    ] {
        bench.press(":");
        bench.press(typed);
        let found = picked(&bench);
        assert_eq!(found.first(), Some(&(text.to_owned(), why.map(str::to_owned))), "{typed}: {found:?}");
        bench.key(Code::Esc);
    }
    bench.press(":norrland");
    let effects = bench.key(Code::Enter);
    assert!(matches!(effects.as_slice(), [Effect::Switch(_)]), "{effects:?}");
    bench.press(":lumen");
    assert!(picked(&bench)[0].1.as_ref().is_some_and(|why| why.contains("under way")), "one switch at a time");
}

#[test]
fn what_has_no_key_is_still_found_by_its_name_and_run() {
    let mut bench = Bench::loaded();
    let line = |action: &str| Line { place: None, action: action.into(), keys: vec![], at: String::new() };
    bench.model.keymap = keymap::read(Preset::Default, &["bottom", "pause", "next-hit"].map(line)).unwrap();
    bench.press(":");
    assert!(picked(&bench).iter().any(|(text, _)| text == "last row"), "moving without a key is offered at once");
    bench.press("bottom");
    assert_eq!(picked(&bench)[0].0, "last row");
    bench.key(Code::Enter);
    assert_eq!(bench.selected(), Some("icn-b"));
    bench.press(":pause");
    bench.key(Code::Enter);
    assert!(bench.model.paused && bench.model.notice.as_ref().unwrap().text.contains("until :pause is pressed"));
}

#[test]
fn the_palette_runs_what_belongs_to_the_place_below_there() {
    let mut bench = with("v");
    let ticket = bench.asked(|query| matches!(query, Query::Raw(_))).unwrap();
    bench.arrive(ticket, Reply::Raw("{\"a\":\"x\",\"b\":\"x\"}".into()));
    bench.press("/x");
    bench.key(Code::Enter);
    let at = |bench: &Bench| match &bench.model.sheet {
        Some(Sheet::Raw(raw, _)) => raw.search.at,
        other => panic!("{other:?}"),
    };
    let before = at(&bench);
    bench.press(":next-hit");
    bench.key(Code::Enter);
    assert_ne!(at(&bench), before, "the document stayed, and its hit moved on");
    bench.press(":refresh");
    bench.key(Code::Enter);
    assert!(bench.model.sheet.is_none(), "what belongs to the table is done there");
}

#[test]
fn the_help_of_every_place_runs_what_it_shows() {
    for (keys, typed, wanted) in
        [("", "activity", Scope::Read), ("d", "JSON", Scope::Document), ("v", "look for", Scope::Search)]
    {
        let mut bench = with(keys);
        bench.press("?");
        bench.press(typed);
        bench.key(Code::Enter);
        assert_eq!(bench.model.scope(), wanted, "{keys} ? {typed}");
    }
    let mut bench = with(":sl");
    bench.key(Code::F(1));
    bench.press("choose");
    bench.key(Code::Enter);
    assert_eq!(bench.model.pane, Pane::Slots, "the help of a list presses in the list");
}

#[test]
fn a_key_that_does_nothing_says_so_and_hides_no_message() {
    let mut bench = Bench::loaded();
    let said = |bench: &Bench| bench.model.notice.as_ref().map(|notice| notice.text.clone());
    assert!(bench.press("Z").is_empty());
    assert_eq!(said(&bench).as_deref(), Some("Z does nothing here; ? shows the keys that do"));
    bench.press("j");
    assert_eq!(said(&bench), None, "gone with the next command");
    bench.model.say("three ports got worse", Tone::Bad);
    bench.press("Z");
    assert_eq!(said(&bench).as_deref(), Some("three ports got worse"));
}
