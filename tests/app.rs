//! The whole app in one process: the real loop, the real client, the simulator over HTTP, keys from a channel. Nothing
//! sleeps: each step waits until the screen shows what it should.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "app/bench.rs"]
#[allow(dead_code, reason = "shared with the tests of faults")]
mod bench;
#[path = "app/meanwhile.rs"]
mod meanwhile;
#[path = "app/once.rs"]
mod once;
#[path = "app/stage.rs"]
mod stage;
#[path = "app/switch.rs"]
mod switch;

use meetme::domain::Schema;
use meetme::sim::{self, Action, Fault, ValidateOnly};
use meetme::workbench::Msg;
use meetme::workbench::flows::change::DryRunPolicy;
use meetme::workbench::key::{Code, Key};

use stage::{App, Setting};

#[tokio::test(flavor = "multi_thread")]
async fn the_first_frame_comes_before_any_answer_and_draws_follow_changes_only() {
    let mut app = App::start(Setting::default()).await;
    app.shows("Interconnects 24").await;
    assert!(app.first.lock().unwrap().contains("reading"), "{}", app.first.lock().unwrap());
    // Paused, nothing changes but the minute and the ages: a key that moves nothing writes nothing.
    app.press("p");
    app.shows("PAUSED").await;
    let first = app.frames.borrow()[0];
    assert!(first <= 8_000, "{first} bytes to the first frame");
    app.press("j");
    let before = app.screen();
    app.until("the marker moves", |screen| screen != before).await;
    let ended = app.quit().await;
    assert_eq!(ended.code, 143);
    let stats = ended.stats;
    assert!(stats.frames <= stats.draws && stats.draws < 60, "{stats:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_state_changes_on_the_screen_by_itself() {
    let mut app = App::start(Setting { scenario: "false-diversity", ..Setting::default() }).await;
    app.until("both are read", |screen| screen.contains("+ HEALTHY") && screen.contains(". PENDING")).await;
    let key = "icn-iad-a-10g-0001";
    assert!(app.sim.world().set_state(key, sim::State::down("carrier lost")));
    let screen = app.shows("1 DOWN").await;
    assert!(screen.contains("! DOWN*"), "the change is marked:\n{screen}");
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interconnect_is_created_by_validate_then_commit_and_exists_once() {
    for schema in [Schema::Published, Schema::Reference] {
        let mut app = App::start(Setting { schema, ..Setting::default() }).await;
        let slot = app.form().await;
        if schema == Schema::Reference {
            app.key(Code::F(5));
            app.shows("1 to mend").await;
            app.press("mt-new-port");
        }
        app.key(Code::F(5));
        let review = app.shows("[ Commit").await;
        assert!(
            review.contains("POST     /accounts/") && review.contains("proves that nothing was changed"),
            "{review}"
        );
        assert_eq!(app.sim.world().interconnects_on_slot(&slot), 0, "nothing is made before the commit");
        app.key(Code::Enter);
        app.shows("[ Validate ]").await;
        assert_eq!(app.posts().len(), 1, "Enter on the review cancels: only the dry run was sent");
        app.key(Code::F(5));
        app.shows("[ Commit").await;
        app.key(Code::Tab);
        app.key(Code::Enter);
        app.key(Code::Enter);
        app.shows("Read back: it is stored").await;
        assert_eq!(app.sim.world().interconnects_on_slot(&slot), 1);
        assert_eq!(app.posts().iter().filter(|target| !target.contains("validate_only")).count(), 1);
        let audit = app.audit();
        assert_eq!(audit.matches("\"intent\"").count(), 3, "{audit}");
        assert_eq!(audit.matches("\"result\":\"done\"").count(), 3, "{audit}");
        app.quit().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_creates_on_validate_is_caught_and_exactly_one_exists() {
    let mut app = App::start(Setting { validate_only: ValidateOnly::Ignored, ..Setting::default() }).await;
    let slot = app.form().await;
    app.key(Code::F(5));
    let screen = app.shows("The dry run created it").await;
    assert!(screen.contains("exactly this one exists"), "{screen}");
    assert_eq!((app.sim.world().interconnects_on_slot(&slot), app.posts().len()), (1, 1));
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_is_found_out_by_reading_and_never_sent_again() {
    let mut app = App::start(Setting { dry_run: DryRunPolicy::Never, ..Setting::default() }).await;
    let slot = app.form().await;
    app.key(Code::F(5));
    app.shows("[ Commit").await;
    app.sim.world().add_fault(Fault::new("POST", "/interconnects", Action::Reset).after_the_work());
    app.key(Code::Tab);
    app.key(Code::Enter);
    app.shows("a read of the account found it").await;
    assert_eq!((app.sim.world().interconnects_on_slot(&slot), app.posts().len()), (1, 1));
    assert!(app.audit().contains("\"result\":\"unknown\""));
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slot_taken_between_review_and_commit_is_a_conflict_and_the_form_stays() {
    let mut app = App::start(Setting { dry_run: DryRunPolicy::Never, ..Setting::default() }).await;
    let slot = app.form().await;
    app.key(Code::F(5));
    app.shows("[ Commit").await;
    assert!(app.sim.world().take_slot(&slot));
    app.key(Code::Tab);
    app.key(Code::Enter);
    let screen = app.shows("[ Validate ]").await;
    assert!(screen.contains('!') && screen.contains(&slot), "{screen}");
    assert_eq!(app.posts().len(), 0);
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_is_saved_whole_and_never_over_another() {
    let mut app = App::start(Setting::default()).await;
    app.shows("Interconnects 24").await;
    app.press("/ord-a-10g-0006");
    app.shows("1 of 24").await;
    app.key(Code::Enter);
    app.press("l");
    app.shows("[ Save the letter ]").await;
    app.key(Code::F(5));
    let screen = app.shows("SHA-256").await;
    let path = app.folder.path().join("loa-icn-ord-a-10g-0006.pdf");
    assert!(std::fs::read(&path).unwrap().starts_with(b"%PDF-"), "{screen}");
    app.key(Code::Esc);
    app.shows("icn-ord-a-10g-0006").await;
    // A newer one is offered the day in its name; asked for the old name, it is refused.
    app.press("l");
    let screen = app.shows("[ Save the letter ]").await;
    assert!(screen.contains("loa-icn-ord-a-10g-0006-2"), "{screen}");
    app.key(Code::Tab);
    app.keys.send(Msg::Key(Key::ctrl('u'))).unwrap();
    app.keys.send(Msg::Paste("loa-icn-ord-a-10g-0006.pdf".into())).unwrap();
    app.key(Code::F(5));
    app.shows("exists already").await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_set_on_a_table_is_on_disk_when_the_run_is_over() {
    let mut app = App::start(Setting::default()).await;
    app.shows("Interconnects 24").await;
    app.press("/ord");
    app.key(Code::Enter);
    app.shows("match ord").await;
    app.press("q");
    assert_eq!((&mut app.ended).await.unwrap().code, 0);
    let kept = std::fs::read_to_string(app.folder.path().join("state/views-demo.json")).unwrap();
    assert!(kept.contains("interconnects") && kept.contains("ord"), "{kept}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_token_is_a_banner_and_stops_the_asking() {
    let mut app = App::start(Setting { token: Some("wrong-token-wrong-token"), ..Setting::default() }).await;
    let screen = app.shows("401 on list of Interconnects: token not accepted").await;
    assert!(!screen.contains("wrong-token"), "{screen}");
    let calls = app.sim.world().calls().len();
    app.press("2");
    app.shows("CNIs").await;
    app.press("r");
    app.shows("401 on list of CNIs").await;
    assert_eq!(app.sim.world().calls().len(), calls + 1, "asked once more, by a person");
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_was_rolled_is_picked_up_without_a_restart() {
    let mut app =
        App::start(Setting { token: Some("wrong-token-wrong-token"), rolled: true, ..Setting::default() }).await;
    let screen = app.shows("Interconnects 24").await;
    assert!(!screen.contains("not accepted"), "{screen}");
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_the_edge_is_named_and_the_last_good_rows_stay() {
    let mut app = App::start(Setting::default()).await;
    app.shows("Interconnects 24").await;
    app.sim.world().add_fault(Fault::new("GET", "/cni/interconnects?", Action::Html(502)).times(1000));
    app.sim.world().add_fault(Fault::new("GET", "/cni/slots", Action::Html(502)).times(1000));
    app.press("r");
    let screen = app.shows("STALE").await;
    assert!(screen.contains("HTML") && screen.contains("icn-"), "{screen}");
    let tag = |after: char| after.is_ascii_alphabetic() || matches!(after, '/' | '!');
    assert!(!screen.split('<').skip(1).any(|rest| rest.starts_with(tag)), "no HTML of the edge's:\n{screen}");
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn any_size_is_drawn_and_a_small_one_says_what_it_needs() {
    let mut app = App::start(Setting::default()).await;
    app.shows("Interconnects 24").await;
    for (columns, rows) in [(20_u16, 5_u16), (1, 1), (200, 50), (60, 10)] {
        app.parser.lock().unwrap().screen_mut().set_size(rows.try_into().unwrap(), columns.try_into().unwrap());
        app.keys.send(Msg::Resized { columns, rows }).unwrap();
        match columns {
            20 => drop(app.shows("needs 60x10").await),
            1 => {}
            _ => drop(app.shows("icn-").await),
        }
    }
    app.quit().await;
}
