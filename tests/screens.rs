//! The screen at three sizes, with its styles.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "screens/tables.rs"]
mod tables;

#[path = "screens/detail.rs"]
mod detail;
#[path = "screens/finder.rs"]
mod finder;

use std::fmt::Write as _;
use std::time::Duration;

use jiff::Timestamp;
use meetme::api::{BaseUrl, Client, Options, Timeouts};
use meetme::domain::call::{Account, Meter};
use meetme::domain::{Colour, Schema, Token};
use meetme::sim::{self, Clock, ManualClock};
use meetme::tui::theme::Theme;
use meetme::tui::{export, view};
use meetme::workbench::flows::change::DryRunPolicy;
use meetme::workbench::key::{Code, Key};
use meetme::workbench::sheet::Sheet;
use meetme::workbench::{Effect, Model, Msg, Now, Session, update};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};

struct Desk {
    model: Model,
    client: Client,
    now: Now,
    _sim: sim::Running,
}

impl Desk {
    async fn at(size: (u16, u16), scenario: &str) -> Self {
        let started: Timestamp = "2026-11-24T14:02:00Z".parse().unwrap();
        let options = sim::Options {
            scenario: scenario.parse().unwrap(),
            clock: Clock::Manual(ManualClock::new()),
            started,
            ..sim::Options::default()
        };
        let sim = sim::start(options).await.unwrap();
        let options = Options {
            base_url: BaseUrl::parse(&sim.base_url).unwrap(),
            token: Token::parse(&sim.token).unwrap(),
            account: Some(sim.account.as_str().into()),
            schema: Schema::Published,
            mode: meetme::domain::Mode::Write,
            ca_file: None,
            timeouts: Timeouts::default(),
        };
        let session = Session {
            profile: "demo".into(),
            host: None,
            account: Some(sim.account.as_str().into()),
            account_name: sim.account_name.clone(),
            schema: Schema::Published,
            mode: meetme::domain::Mode::Write,
            protect: false,
            simulated: true,
            dry_run: DryRunPolicy::Always,
            colour: None,
            ring: meetme::domain::Ring::default(),
            profiles: vec![],
            accounts: vec![],
        };
        let now = Now { mono: Duration::from_secs(5), wall: started };
        let mut desk =
            Self { model: Model::new(session, size, now), client: Client::new(options).unwrap(), now, _sim: sim };
        let effects = desk.model.start();
        desk.settle(effects).await;
        // The states come within the budget of polls, so time has to pass.
        for _ in 0..40 {
            desk.now.mono += Duration::from_secs(1);
            desk.tell(Msg::Woke).await;
        }
        desk
    }

    async fn settle(&mut self, mut effects: Vec<Effect>) {
        while let Some(effect) = effects.pop() {
            let mut replies = Vec::new();
            match effect {
                Effect::Ask { ticket, query, urgency } => {
                    let result = self
                        .client
                        .ask(&query, urgency, &mut |reply| replies.push(Msg::Arrived { ticket, reply }))
                        .await;
                    let meter = Meter { used: 24, ..Meter::default() };
                    replies.push(Msg::Ended { ticket, result, took: Duration::from_millis(2), meter });
                }
                Effect::Prepare { ticket, draft } => {
                    let prepared = Box::new(self.client.prepare(*draft));
                    replies.push(Msg::Prepared { ticket, prepared });
                }
                Effect::DryRun { ticket, prepared } => {
                    let outcome = self.client.dry_run(&prepared).await;
                    replies.push(Msg::DryRan { ticket, outcome });
                }
                _ => {}
            }
            for msg in replies {
                effects.extend(update(&mut self.model, self.now, msg));
            }
        }
    }

    async fn tell(&mut self, msg: Msg) {
        let effects = update(&mut self.model, self.now, msg);
        self.settle(effects).await;
    }

    async fn press(&mut self, keys: &str) {
        for c in keys.chars() {
            self.tell(Msg::Key(Key::char(c))).await;
        }
    }

    fn picture(&self, coloured: bool) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.model.size.0, self.model.size.1));
        view::paint(&self.model, Theme::new(coloured), &mut buffer);
        buffer
    }
}

/// Runs of cells with one style: first column, text, style.
fn runs(buffer: &Buffer, y: u16) -> Vec<(u16, String, Style)> {
    export::runs(buffer, y).into_iter().map(|run| (run.x, run.text, run.style)).collect()
}

fn described(buffer: &Buffer) -> String {
    let mut all = String::new();
    for y in 0..buffer.area.height {
        let runs = runs(buffer, y);
        let line: String = runs.iter().map(|(_, text, _)| text.as_str()).collect();
        writeln!(all, "|{}", line.trim_end()).unwrap();
    }
    for y in 0..buffer.area.height {
        for (x, text, style) in runs(buffer, y) {
            let plain = matches!(style.fg, None | Some(Color::Reset)) && style.add_modifier.is_empty();
            if !plain && !text.trim().is_empty() {
                writeln!(
                    all,
                    "{y}:{x}+{} {:?} {:?}",
                    text.trim_end().chars().count(),
                    style.fg.unwrap_or_default(),
                    style.add_modifier
                )
                .unwrap();
            }
        }
    }
    all
}

#[tokio::test]
async fn the_panes_at_three_sizes() {
    for size in [(60, 10), (80, 24), (160, 50)] {
        let mut desk = Desk::at(size, "typical").await;
        let name = |what: &str| format!("{what}_{}x{}", size.0, size.1);
        insta::assert_snapshot!(name("interconnects"), described(&desk.picture(true)));
        desk.press("2").await;
        insta::assert_snapshot!(name("cnis"), described(&desk.picture(true)));
        desk.press("3").await;
        insta::assert_snapshot!(name("slots"), described(&desk.picture(true)));
        desk.press("4").await;
        insta::assert_snapshot!(name("health_checks"), described(&desk.picture(true)));
        desk.press("?").await;
        insta::assert_snapshot!(name("help"), described(&desk.picture(true)));
    }
}

#[tokio::test]
async fn the_review_shows_what_will_be_sent() {
    let mut desk = Desk::at((80, 24), "typical").await;
    desk.press("3a").await;
    insta::assert_snapshot!("form", described(&desk.picture(true)));
    desk.tell(Msg::Key(Key::plain(Code::F(5)))).await;
    insta::assert_snapshot!("review", described(&desk.picture(true)));
}

#[tokio::test]
async fn without_colour_the_words_and_signs_are_the_same() {
    let desk = Desk::at((80, 24), "typical").await;
    let (coloured, plain) = (desk.picture(true), desk.picture(false));
    for y in 0..24 {
        let text = |buffer: &Buffer| runs(buffer, y).into_iter().map(|(_, text, _)| text).collect::<String>();
        assert_eq!(text(&coloured), text(&plain));
        assert!(runs(&plain, y).iter().all(|(_, _, style)| matches!(style.fg, None | Some(Color::Reset))));
    }
}

#[test]
fn the_first_screen_and_the_choice_of_an_account() {
    let session = |accounts: &[&str]| Session {
        profile: "prod".into(),
        host: None,
        account: None,
        account_name: "account".into(),
        schema: Schema::Published,
        mode: meetme::domain::Mode::ReadOnly,
        protect: false,
        simulated: false,
        dry_run: DryRunPolicy::Ask,
        colour: Some(Colour::Red),
        ring: meetme::domain::Ring::default(),
        profiles: vec![],
        accounts: accounts
            .iter()
            .map(|name| Account { id: format!("{:032x}", name.len()).as_str().into(), name: (*name).to_owned() })
            .collect(),
    };
    let drawn = |model: &Model| {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
        view::paint(model, Theme::new(true), &mut buffer);
        described(&buffer)
    };
    let mut model = Model::new(session(&[]), (80, 24), Now::default());
    model.sheet = Some(Sheet::Welcome);
    insta::assert_snapshot!("first_run", drawn(&model));
    let mut model = Model::new(session(&["Lumenfold Media", "Lumenfold Lab"]), (80, 24), Now::default());
    model.open();
    insta::assert_snapshot!("account_picker", drawn(&model));
}
