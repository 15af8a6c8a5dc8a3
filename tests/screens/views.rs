//! All views, each a line: where it begins, what is done, and a word that shows that it is there. Each is drawn at each
//! size as text, and held to what holds of all (`themes.rs`).

use std::fmt::Write as _;

use meetme::tui::export;
use meetme::tui::theme::Theme;

use super::desk::{Desk, Stage};
use super::drawn::Glass;

/// The least that can be worked in, and usual ones.
pub(crate) const SIZES: [(u16, u16); 4] = [(60, 10), (80, 24), (120, 40), (200, 50)];
/// In which the keys are pressed.
const PRESSED: (u16, u16) = (120, 40);

/// A view.
pub(crate) struct View {
    /// Of its snapshot.
    pub(crate) name: &'static str,
    stage: Stage,
    /// See [`Desk::act`].
    steps: &'static str,
    /// Is on the screen at 120x40.
    word: &'static str,
}

const fn view(name: &'static str, stage: Stage, steps: &'static str, word: &'static str) -> View {
    View { name, stage, steps, word }
}

const TYPICAL: Stage = Stage::Sim("typical");
const TROUBLE: Stage = Stage::Sim("trouble");
const LARGE: Stage = Stage::Sim("large");
const EMPTY: Stage = Stage::Sim("empty");
const TWINS: Stage = Stage::Sim("false-diversity");

/// All of them.
#[rustfmt::skip]
pub(crate) const VIEWS: &[View] = &[
    // Tables.
    view("interconnects", TYPICAL, "", "STATE"),
    view("cnis", TYPICAL, "2", "CNIs"),
    view("slots", TYPICAL, "3", "DIVERSITY"),
    view("health_checks", TYPICAL, "4", "Health checks"),
    view("settings", TYPICAL, "5", "Default ASN"),
    view("availability", TYPICAL, "3 o", "Availability"),
    view("availability_of_a_city", LARGE, "3 o / lon enter", "match lon"),
    view("slots_of_a_sum", LARGE, "3 o / lon enter enter", "Slots"),
    view("narrow_form", LARGE, "3 f tab 100G", "Speed"),
    view("narrowed", LARGE, "3 f tab 100G f5", "100G"),
    view("large", LARGE, "", "of 214"),
    view("trouble", TROUBLE, "", "Degraded"),
    view("false_diversity", TWINS, "3 o", "free"),
    view("sorted_and_marked", TYPICAL, "s speed enter S space space j j V", "marked"),
    view("wide", TYPICAL, "w right right right right right", "FACILITY"),
    view("filter", TYPICAL, "/ iad", "filter: iad"),
    view("filter_that_breaks", TYPICAL, "/ iad space speed>=fast", "filter: iad speed>=fast"),
    view("filter_kept_and_opened", TYPICAL, "/ iad enter /", "typing replaces it"),
    view("filter_without_match", TYPICAL, "/ nowhere enter", "None of the rows"),
    view("news", TYPICAL, "@down", "*"),
    view("paused", TYPICAL, "p", "paused"),
    view("masked", TYPICAL, "m", "MASKED"),
    view("quiet", TYPICAL, "Q", "quiet screen"),
    // What lies over them.
    view("object", TYPICAL, "d", "State"),
    view("object_with_hostile_texts", TROUBLE, "/ owned enter d", "State"),
    view("object_cni", TYPICAL, "2 d", "MTU"),
    view("object_slot", TYPICAL, "3 d", "Facility"),
    view("why", TYPICAL, "i", "Check first"),
    view("json", TYPICAL, "v", "\"name\""),
    view("json_searched", TYPICAL, "v / name", "name"),
    view("json_found", TYPICAL, "v / name enter", "\"name\" 1 of"),
    view("help", TYPICAL, "?", "open the whole detail"),
    view("help_searched", TYPICAL, "? timeline", "timeline"),
    view("palette", TYPICAL, ":", "Go to or run"),
    view("palette_found", TYPICAL, ": lhr", "lhr"),
    view("actions", TYPICAL, "x", "Actions on"),
    view("sorts", TYPICAL, "s", "Sort by"),
    view("columns", TYPICAL, "W", "Show and hide"),
    view("copy_choice", TYPICAL, "Y", "Copy"),
    view("copy_choice_of_reasons", TYPICAL, "i Y", "ticket text"),
    view("profiles_and_accounts", TYPICAL, "P", "lab"),
    view("timeline_empty", TYPICAL, "T", "Timeline"),
    view("timeline", TYPICAL, "@down T", "HEALTHY"),
    view("activity", TYPICAL, "!", "state of"),
    view("receipts_empty", TYPICAL, "R", "nothing was changed"),
    view("receipts", TYPICAL, "@before esc R", "unknown"),
    view("receipt", TYPICAL, "@before esc R enter", "Outcome"),
    view("drafts", TYPICAL, "@before", "go on:"),
    view("quit_in_the_middle", TYPICAL, "3 / free enter a f5 @silent tab enter ctrl-c", "quit"),
    // Changes: forms.
    view("create", TYPICAL, "a", "direct interconnect"),
    view("form_interconnect", TYPICAL, "3 / free enter a", "Slot"),
    view("form_partner", TYPICAL, "a down enter", "Pairing key"),
    view("form_cni", TYPICAL, "2 a", "Conduit"),
    view("form_cni_refused_by_its_rules", TYPICAL, "2 a f5", "Conduit"),
    view("form_edit_cni", TYPICAL, "2 e", "MTU"),
    view("form_health_check", TYPICAL, "4 e", "Health check"),
    view("form_settings", TYPICAL, "5 e", "Default ASN"),
    view("form_choose", TYPICAL, "3 / free enter a f2", "Slot"),
    view("form_left", TYPICAL, "5 e 1 esc", "Throw away"),
    view("letter", TYPICAL, "l", "Name on the letter"),
    view("letter_saved", TYPICAL, "l f5", "SHA-256"),
    view("letters", TYPICAL, "space space l", "Name on the letters"),
    view("letters_saved", TYPICAL, "space space l f5", "saved"),
    view("delete_interconnect", TYPICAL, "D", "Delete the interconnect"),
    view("delete_cni", TYPICAL, "2 D", "Delete the CNI"),
    // Changes: on their way and over.
    view("review", TYPICAL, "3 / free enter a f5", "POST"),
    view("review_of_a_difference", TYPICAL, "5 e ctrl-u 64999 f5", "64999"),
    view("merge", TYPICAL, "2 e @foreign tab ctrl-u 1400 f5", "night shift"),
    view("done", TYPICAL, "3 / free enter a f5 tab enter", "Created:"),
    view("refused", TYPICAL, "3 / free enter a f5 @refused:POST tab enter", "409"),
    view("unknown", TYPICAL, "3 / free enter a f5 @lost:POST @silent_then tab enter", "not known"),
    view("sending", TYPICAL, "3 / free enter a f5 @silent tab enter", "Waiting for the verdict"),
    view("gate_shut", Stage::Locked, "3 / free enter a f5", "locked"),
    view("gate_open", Stage::Locked, ": write enter", "WRITE 15 min"),
    view("gate_of_a_protected_profile", Stage::Protected, ": write enter", "Account"),
    // What is missing or wrong.
    view("first_run", Stage::Welcome, "", "CLOUDFLARE_API_TOKEN"),
    view("accounts", Stage::Accounts, "", "Lumenfold Lab"),
    view("asking", Stage::Asking, "", "reading"),
    view("empty", EMPTY, "", "No interconnects"),
    view("empty_cnis", EMPTY, "2", "CNI"),
    view("unauthorised", Stage::Status("", 401), "", "401"),
    view("forbidden_at_the_start", Stage::Status("", 403), "", "403"),
    view("forbidden_slots", Stage::Status("/cni/slots", 403), "3", "403"),
    view("partial", Stage::Cut, "3", "PARTIAL"),
    view("stale", TYPICAL, "@status:/cni/interconnects:404 r @wait:30", "STALE"),
    view("limited", TYPICAL, "@status:/cni/:429 r", "429"),
];

/// Desks that stand at the beginning of a view; one in whose account something happened serves nobody else.
#[derive(Default)]
pub(crate) struct Desks(Vec<(Stage, Desk)>);

impl Desks {
    /// A desk that shows a view.
    pub(crate) async fn show(&mut self, view: &View) -> Desk {
        let at = match self.0.iter().position(|(stage, _)| *stage == view.stage) {
            Some(at) => at,
            None => {
                self.0.push((view.stage, Desk::at(PRESSED, view.stage).await));
                self.0.len() - 1
            }
        };
        let mut desk = self.0[at].1.copy();
        desk.act(view.steps).await;
        if desk.is_used {
            self.0.remove(at);
        }
        desk
    }
}

/// The lines of a picture; empty ones in a row are counted.
fn lines(text: &str) -> String {
    let (mut all, mut empty) = (String::new(), 0);
    for line in text.lines().chain(["end"]) {
        if line.is_empty() {
            empty += 1;
            continue;
        }
        match std::mem::take(&mut empty) {
            0 => {}
            1 => all.push_str("|\n"),
            many => writeln!(all, "({many} empty lines)").unwrap(),
        }
        writeln!(all, "|{line}").unwrap();
    }
    all.trim_end_matches("|end\n").to_owned()
}

#[tokio::test]
async fn each_view_at_each_size() {
    let mut desks = Desks::default();
    let (mut drawn, mut missing) = (Vec::new(), Vec::new());
    let mut terminals = SIZES.map(Glass::new);
    for view in VIEWS {
        let desk = desks.show(view).await;
        let mut all = String::new();
        let said = desk.model.notice.as_ref().map_or("", |notice| notice.text.as_str());
        // What is said of an object may be long; then the key to press stands before it.
        assert!(said.len() <= 78 || said.contains("R shows it"), "{}: too long for 80 columns: {said}", view.name);
        for (size, terminal) in SIZES.into_iter().zip(&mut terminals) {
            let picture = desk.sized(size).await.picture(Theme::new(true));
            if let Err(wrong) = terminal.show(&picture) {
                missing.push(format!("{} at {}x{}: {wrong}", view.name, size.0, size.1));
            }
            let text = export::text(&picture);
            if size == PRESSED && !text.contains(view.word) {
                missing.push(format!("{}: no `{}` in\n{text}", view.name, view.word));
            }
            writeln!(all, "{}x{}\n{}", size.0, size.1, lines(&text)).unwrap();
        }
        drawn.push((view.name, all));
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    for (name, all) in drawn {
        insta::assert_snapshot!(name, all);
    }
}

#[tokio::test]
async fn a_window_that_is_too_small_says_so() {
    let desk = Desk::at(PRESSED, TYPICAL).await;
    for size in [(59, 10), (60, 9), (20, 5), (1, 1)] {
        let small = desk.sized(size).await;
        insta::assert_snapshot!(
            format!("too_small_{}x{}", size.0, size.1),
            lines(&export::text(&small.picture(Theme::new(true))))
        );
    }
}
