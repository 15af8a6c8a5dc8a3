//! Going over to another profile or account while the app runs.

use std::sync::Arc;

use meetme::domain::call::Account;
use meetme::domain::{Colour, Fault, FaultKind, Mode};
use meetme::sim;
use meetme::tui::{Connect, Open, Opened};
use meetme::workbench::Session;
use meetme::workbench::key::Code;
use meetme::workbench::switch::{Profile, Target};

use super::stage::{App, Setting, services};

/// A profile that works, and one that does not.
pub(super) fn profiles() -> Vec<Profile> {
    ["lab", "broken"].map(|name| Profile { name: name.into(), about: "read-only".into() }).into()
}

/// An account that the token is told to see and may not read.
pub(super) fn accounts() -> Vec<Account> {
    vec![Account { id: "0000".into(), name: "Elsewhere".into() }]
}

pub(super) fn open() -> Open {
    Arc::new(|target| -> Connect {
        Box::pin(async move {
            match target {
                Target::Profile(name) if name == "lab" => lab().await,
                _ => Err(Fault::new(FaultKind::NoToken, "the token file /nowhere: No such file")),
            }
        })
    })
}

async fn lab() -> Result<Opened, Fault> {
    let options = sim::Options { scenario: "false-diversity".parse().unwrap(), ..sim::Options::default() };
    let sim = sim::start(options).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let services = services(&sim, &Setting::default(), folder.path());
    let session = Session {
        profile: "lab".into(),
        account: services.client.account().cloned(),
        account_name: "Lab Account".into(),
        schema: services.client.schema(),
        mode: Mode::ReadOnly,
        colour: Some(Colour::Red),
        profiles: profiles(),
        ..Session::default()
    };
    std::mem::forget(sim);
    Ok(Opened { services, session })
}

#[tokio::test(flavor = "multi_thread")]
async fn another_profile_takes_the_place_of_the_first_and_none_of_its_rows_stay() {
    let mut app = App::start(Setting::default()).await;
    app.shows("Interconnects 24").await;
    app.press("P");
    app.shows("Switch to a profile or an account").await;
    app.press("lab");
    app.key(Code::Enter);
    app.shows("READ-ONLY").await;
    let screen = app.shows("icn-iad-a-10g-0001").await;
    assert!(screen.contains(" lab ") && !screen.contains("SIMULATED"), "{screen}");
    assert!(!screen.contains("Interconnects 24") && !screen.contains("icn-ams"), "{screen}");
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_switch_that_fails_keeps_the_old_account_and_says_why() {
    let mut app = App::start(Setting::default()).await;
    app.shows("Interconnects 24").await;
    for (typed, why) in [("broken", "/nowhere"), ("Elsewhere", "403")] {
        app.press("P");
        app.shows("Switch to a profile or an account").await;
        app.press(typed);
        app.key(Code::Enter);
        let screen = app.until(why, |screen| screen.contains("not switched") && screen.contains(why)).await;
        assert!(screen.contains("Interconnects 24") && screen.contains("SIMULATED"), "{screen}");
    }
    app.quit().await;
}
