//! Help, palette and the menu of actions, pressed as a person does.

use super::*;
use crate::domain::change::Outcome;
use crate::workbench::Session;
use crate::workbench::command::{Command, Scope};
use crate::workbench::key::{Code, Key};
use crate::workbench::picker::Picker;

fn picker(bench: &Bench) -> &Picker {
    match &bench.model.sheet {
        Some(Sheet::Pick(picker)) => picker,
        other => panic!("{other:?}"),
    }
}

fn first(bench: &Bench) -> &str {
    picker(bench).current().map_or("", |entry| entry.text.as_str())
}

#[test]
fn a_panes_first_letters_and_enter_go_there() {
    for (typed, pane) in [
        ("sl", Pane::Slots),
        ("SLOTS", Pane::Slots),
        ("i", Pane::Interconnects),
        ("c", Pane::Cnis),
        ("he", Pane::Tunnels),
        ("checks", Pane::Tunnels),
        ("se", Pane::Settings),
        ("ports", Pane::Interconnects),
    ] {
        for from in ["1", "4", "!"] {
            let mut bench = Bench::loaded();
            bench.press(from);
            bench.press(":");
            bench.press(typed);
            bench.key(Code::Enter);
            assert_eq!((bench.model.pane, bench.model.sheet.is_none()), (pane, true), "{from} {typed}");
        }
    }
}

#[test]
fn words_run_and_objects_are_found_by_name() {
    let mut bench = Bench::loaded();
    bench.press(":q");
    assert!(bench.key(Code::Enter).contains(&Effect::Quit(0)));
    bench.press(":s-2");
    assert_eq!(first(&bench), "s-2");
    bench.key(Code::Enter);
    assert_eq!((bench.model.pane, bench.selected()), (Pane::Slots, Some("s-2")));
    bench.press(":loa");
    assert!(picker(&bench).current().unwrap().disabled.is_some(), "not on a slot");
    bench.key(Code::Enter);
    assert!(bench.model.notice.as_ref().unwrap().text.contains("letters belong"));
    bench.key(Code::Esc);
    bench.press("1:loa");
    bench.key(Code::Enter);
    assert!(matches!(bench.model.sheet, Some(Sheet::Letter(_))));
}

#[test]
fn the_palette_makes_a_bounded_list_of_many_objects() {
    let mut bench = Bench::of(session());
    let names: Vec<String> = (0..5000).map(|n| format!("icn-{n:05}")).collect();
    bench.ports(&names.iter().map(String::as_str).collect::<Vec<_>>());
    bench.press(":icn-0499");
    assert!(picker(&bench).entries.len() <= 200);
    assert!(first(&bench).starts_with("icn-0499"), "{}", first(&bench));
}

#[test]
fn the_help_shows_what_works_here_with_reasons_and_runs_it() {
    let mut bench = Bench::of(Session { mode: crate::domain::Mode::ReadOnly, ..session() });
    bench.answer_all();
    bench.press("?create");
    let entry = picker(&bench).current().unwrap();
    assert!(entry.text.contains("create") && entry.disabled.as_ref().unwrap().contains("read-only"));
    bench.key(Code::Esc);
    bench.press("?activity");
    bench.key(Code::Enter);
    assert!(matches!(bench.model.sheet, Some(Sheet::Log(_))));
    bench.press("?");
    let titles: Vec<&str> = picker(&bench).entries.iter().map(|entry| entry.text.as_str()).collect();
    assert!(!titles.iter().any(|title| title.contains("create")), "a page creates nothing: {titles:?}");
    bench.press("back");
    bench.key(Code::Enter);
    assert!(bench.model.sheet.is_none(), "`back` was run on the page");
}

#[test]
fn a_form_keeps_its_text_under_the_help() {
    let mut bench = Bench::loaded();
    bench.press("3a?");
    assert_eq!(bench.model.scope(), Scope::Form, "typed, not a key");
    bench.key(Code::F(1));
    assert_eq!(bench.model.scope(), Scope::Pick);
    bench.key(Code::Esc);
    assert!(matches!(&bench.model.sheet, Some(Sheet::Change(flow, false)) if flow.form.text("slot_id").contains('?')));
}

#[test]
fn a_change_under_way_goes_on_under_the_help_and_is_not_left_without_a_question() {
    let mut bench = Bench::loaded();
    bench.press("3a");
    let Some(Effect::Prepare { ticket, .. }) = bench.key(Code::F(5)).pop() else { panic!() };
    bench.press("?");
    assert_eq!(bench.model.scope(), Scope::Pick);
    assert!(bench.tell(Msg::Key(Key::ctrl('c'))).is_empty(), "asked first");
    bench.press("n");
    bench.tell(Msg::DryRan { ticket, outcome: Outcome::Done(None) });
    bench.key(Code::Esc);
    assert_eq!(bench.model.scope(), Scope::Wait);
}

#[test]
fn the_menu_acts_on_the_selected_object_only() {
    let mut bench = Bench::loaded();
    bench.press("x");
    let menu = picker(&bench);
    assert!(menu.title.contains("icn-a"));
    assert!(menu.entries.iter().any(|entry| entry.hint == "l") && menu.entries.iter().all(|entry| entry.hint != "r"));
    bench.press("letter");
    bench.key(Code::Enter);
    assert!(matches!(bench.model.sheet, Some(Sheet::Letter(_))));
    let mut bench = Bench::of(session());
    bench.press("x");
    assert!(bench.model.sheet.is_none() && bench.model.notice.is_some(), "nothing is selected");
}

#[test]
fn the_way_to_the_keys_is_the_last_hint() {
    let mut bench = Bench::loaded();
    for (keys, help) in [("", "?"), ("!", "?"), ("3a", "f1")] {
        bench.key(Code::Esc);
        bench.press(keys);
        assert_eq!(crate::workbench::help::hints(&bench.model).last().unwrap().0, help);
    }
    assert!(bench.model.keymap.rows_in(Scope::Question).any(|(row, _)| row.command == Command::Help));
}
