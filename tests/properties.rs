//! What holds for any sequence of messages.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::time::Duration;

use jiff::Timestamp;
use meetme::api::{BaseUrl, Client, Options, Timeouts};
use meetme::domain::call::{Meter, Urgency};
use meetme::domain::change::Request;
use meetme::domain::{Fault, FaultKind, Letter, Mode, Schema, Token, text};
use meetme::tui::theme::Theme;
use meetme::tui::view;
use meetme::workbench::command::Scope;
use meetme::workbench::flows::change::{DryRunPolicy, Stage};
use meetme::workbench::gate::Gate;
use meetme::workbench::key::{Code, Key};
use meetme::workbench::sheet::Sheet;
use meetme::workbench::{Effect, Model, Msg, Now, Session, update};
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

#[path = "properties/answers.rs"]
mod answers;
#[path = "properties/any.rs"]
mod any_bytes;
#[path = "properties/shift.rs"]
mod shift;

/// A step of a run; numbers choose among what is possible then.
#[derive(Debug, Clone)]
enum Step {
    Key(Key),
    Paste(String),
    Size(u16, u16),
    Later(u16),
    Answer(usize, u8),
    /// Unlocks writing for the shortest time, where the session lets a person do so.
    Unlock,
    /// Begins a change by these keys and goes on towards its review, as far as so many good answers lead.
    Way(&'static str, u8),
}

/// Most runs may change things from the start: they get furthest.
const MODES: [Mode; 4] = [Mode::Write, Mode::Write, Mode::Guarded, Mode::ReadOnly];

/// How each kind of change is begun, and what has to be typed first.
const WAYS: [&str; 8] = ["3a", "1a", "2a", "2e", "4e", "5e", "1D", "2D"];

fn keys() -> impl Strategy<Value = Key> {
    prop_oneof![
        6 => prop::sample::select("jkgG12345/valrp!?:qyn xeDusSwWVof".chars().collect::<Vec<_>>()).prop_map(Key::char),
        3 => prop::sample::select(vec![Code::Enter, Code::Esc, Code::Tab, Code::F(5), Code::F(1), Code::Down, Code::Up, Code::PageDown, Code::Left, Code::Right]).prop_map(Key::plain),
        1 => prop::sample::select("cdulz".chars().collect::<Vec<_>>()).prop_map(Key::ctrl),
    ]
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        8 => keys().prop_map(Step::Key),
        1 => "\\PC{0,8}".prop_map(Step::Paste),
        1 => (0_u16..300, 0_u16..100).prop_map(|(columns, rows)| Step::Size(columns, rows)),
        2 => (0_u16..200).prop_map(Step::Later),
        1 => Just(Step::Unlock),
        8 => (any::<usize>(), any::<u8>()).prop_map(|(which, how)| Step::Answer(which, how)),
        2 => (prop::sample::select(WAYS.to_vec()), any::<u8>()).prop_map(|(keys, long)| Step::Way(keys, long)),
    ];
    prop::collection::vec(step, 0..120)
}

struct Run {
    model: Model,
    now: Now,
    open: Vec<Effect>,
    client: Client,
    /// The bytes that were frozen and shown.
    frozen: Vec<Request>,
    told: u32,
}

impl Run {
    fn of(mode: Mode) -> Self {
        let options = Options {
            base_url: BaseUrl::parse("http://127.0.0.1:9").unwrap(),
            token: Token::parse("a-token-for-nothing").unwrap(),
            account: Some("acc".into()),
            schema: Schema::Published,
            mode: Mode::Write,
            ca_file: None,
            timeouts: Timeouts::default(),
        };
        let session = Session {
            profile: "p".into(),
            account: Some("acc".into()),
            account_name: "A".into(),
            schema: Schema::Published,
            mode,
            simulated: true,
            dry_run: DryRunPolicy::Ask,
            ..Session::default()
        };
        let now = Now { mono: Duration::ZERO, wall: Timestamp::UNIX_EPOCH };
        let mut model = Model::new(session, (80, 24), now);
        let open = model.start();
        // Nothing is ever sent: the client only makes bytes here.
        Self { model, now, open, client: Client::new(options).unwrap(), frozen: Vec::new(), told: 0 }
    }

    /// Changes are let through at this moment.
    fn is_unlocked(&self) -> bool {
        match self.model.gate {
            Gate::Open => true,
            Gate::Until(end) => self.now.mono < end,
            Gate::ReadOnly | Gate::Locked => false,
        }
    }

    fn tell(&mut self, msg: Msg) {
        let bottom = self.model.sheet.as_ref().and_then(Sheet::bottom);
        let reviewed = matches!(bottom, Some(Sheet::Change(flow, _)) if matches!(flow.stage, Stage::Reread(..)));
        let before = self.is_unlocked();
        let effects = update(&mut self.model, self.now, msg);
        for effect in &effects {
            if matches!(effect, Effect::Commit { .. } | Effect::DryRun { .. }) {
                assert!(before || self.is_unlocked(), "a locked session orders no write: {effect:?}");
                assert!(self.model.session.mode != Mode::ReadOnly);
            }
            if let Effect::Commit { confirmed, .. } = effect {
                assert!(reviewed, "a commit comes from a confirmed review only");
                assert!(self.frozen.contains(confirmed.request()), "the bytes are those that were frozen and shown");
            }
            if matches!(effect, Effect::Ask { urgency: Urgency::Poll, .. }) {
                assert!(!self.model.paused && self.model.stopped.is_none() && self.model.blocked_until.is_none());
            }
        }
        self.open.extend(effects);
        let writes = self.open.iter().filter(|order| matches!(order, Effect::Commit { .. } | Effect::DryRun { .. }));
        assert!(writes.count() <= 1, "one write in flight");
        let pane = self.model.pane;
        if let Some(row) = self.model.table(pane).row() {
            assert!(row < pane.len(&self.model));
            assert_eq!(self.model.table(pane).selected(), Some(pane.id(&self.model, row).as_str()));
        }
        // A picture costs more than all the rest: every fifth is drawn.
        self.told += 1;
        if !self.told.is_multiple_of(5) {
            return;
        }
        let (columns, rows) = self.model.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
        view::paint(&self.model, Theme::new(true), &mut buffer);
    }

    fn answer(&mut self, which: usize, how: u8) {
        if self.open.is_empty() {
            return;
        }
        let order = self.open.swap_remove(which % self.open.len());
        let fails = how.is_multiple_of(4);
        match order {
            Effect::Ask { ticket, query, .. } => {
                let reply = answers::reply(query, how);
                if let (Some(reply), false) = (reply, fails) {
                    self.tell(Msg::Arrived { ticket, reply });
                }
                let result = if fails { Err(answers::fault(how / 4)) } else { Ok(()) };
                self.tell(Msg::Ended { ticket, result, took: Duration::ZERO, meter: Meter::default() });
            }
            Effect::Prepare { ticket, draft } => {
                let prepared = Box::new(self.client.prepare(*draft));
                self.frozen.push(prepared.request().clone());
                self.tell(Msg::Prepared { ticket, prepared });
            }
            Effect::DryRun { ticket, .. } => {
                let outcome = answers::outcome(how, None);
                self.tell(Msg::DryRan { ticket, outcome });
            }
            Effect::Commit { ticket, confirmed } => {
                let made = answers::made(confirmed.value().value());
                let outcome = answers::outcome(how, made);
                self.tell(Msg::Committed { ticket, outcome: Box::new(outcome) });
            }
            Effect::SaveLetter { ticket, key, name, .. } => {
                let saved = self.now.wall;
                let letter = Letter { saved, name, path: "/x.pdf".into(), size: 1, sha256: "00".into() };
                let full = || Fault::new(FaultKind::Local, "full");
                let result = if fails { Err(full()) } else { Ok(letter) };
                let remembered = if how % 3 == 1 { Err(full()) } else { Ok(()) };
                self.tell(Msg::LetterSaved { ticket, key, result, remembered });
            }
            _ => {}
        }
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Key(key) => self.tell(Msg::Key(key)),
            Step::Paste(text) => self.tell(Msg::Paste(text)),
            Step::Size(columns, rows) => self.tell(Msg::Resized { columns, rows }),
            Step::Later(seconds) => {
                self.now.mono += Duration::from_secs(seconds.into());
                self.tell(Msg::Woke);
            }
            Step::Answer(which, how) => self.answer(which, how),
            Step::Unlock => {
                for key in ":write 1m".chars() {
                    self.tell(Msg::Key(Key::char(key)));
                }
                self.tell(Msg::Key(Key::plain(Code::Enter)));
                self.tell(Msg::Key(Key::char('y')));
            }
            Step::Way(keys, long) => self.way(keys, long),
        }
    }

    /// A person who knows what they want, on a server that is well, for so many steps.
    fn way(&mut self, keys: &str, long: u8) {
        for _ in 0..12 {
            self.answer(0, 3);
        }
        keys.chars().for_each(|key| self.tell(Msg::Key(Key::char(key))));
        for step in 0..long % 48 {
            let Some(Sheet::Change(flow, false)) = &self.model.sheet else {
                self.tell(Msg::Key(Key::plain(Code::Enter)));
                continue;
            };
            match &flow.stage {
                Stage::Fill if flow.trouble.is_none() && step < 40 => {
                    // A name to type, or something to change.
                    let text = flow.kind.plan().title().rsplit(' ').next().unwrap_or_default().to_owned();
                    self.tell(Msg::Paste(if keys.ends_with('D') { text } else { "1".to_owned() }));
                    self.tell(Msg::Key(Key::plain(Code::F(5))));
                }
                Stage::AskDryRun(..) => self.tell(Msg::Key(Key::char('y'))),
                Stage::Merge(_) => self.tell(Msg::Key(Key::plain(Code::Enter))),
                Stage::Review(..) if !flow.on_commit => self.tell(Msg::Key(Key::plain(Code::Tab))),
                Stage::Review(..) => self.tell(Msg::Key(Key::plain(Code::Enter))),
                stage => {
                    // Nothing that an impatient person presses meanwhile sends anything twice.
                    let sent = matches!(stage, Stage::Committing(..) | Stage::DryRun(..));
                    if sent && long.is_multiple_of(3) {
                        for code in [Code::Enter, Code::Esc, Code::F(5), Code::Tab, Code::Enter] {
                            self.tell(Msg::Key(Key::plain(code)));
                        }
                        continue;
                    }
                    self.answer(self.open.len().saturating_sub(1), 3 + 16 * (step % 4));
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_shift_keeps_its_promises(steps in steps(), mode in prop::sample::select(MODES.to_vec())) {
        let mut run = Run::of(mode);
        for step in steps {
            run.step(step);
        }
        // Everything under way is answered; then Escape leads home, and the question before losing text is answered.
        for _ in 0..400 {
            run.now.mono += Duration::from_secs(31);
            run.tell(Msg::Woke);
            run.answer(0, 3);
            if !matches!(run.model.scope(), Scope::Wait) {
                break;
            }
        }
        // Where nothing can be seen, no key goes anywhere.
        run.tell(Msg::Resized { columns: 80, rows: 24 });
        // As many as places are remembered behind an object, and some.
        for _ in 0..64 {
            run.tell(Msg::Key(Key::plain(Code::Esc)));
            if matches!(run.model.sheet, Some(Sheet::Change(_, true))) {
                run.tell(Msg::Key(Key::char('y')));
            }
        }
        prop_assert!(run.model.sheet.is_none() || run.model.scope() == Scope::Wait, "{:?}", run.model.sheet);
        prop_assert!(!run.model.filtering);
    }

    #[test]
    fn a_gate_that_shuts_between_the_yes_and_the_sending_stops_it(way in prop::sample::select(WAYS.to_vec()), long in 4_u8..40, late in 0_u16..120) {
        let mut run = Run::of(Mode::Guarded);
        run.step(Step::Unlock);
        run.way(way, long);
        run.step(Step::Later(late));
        for _ in 0..40 {
            run.answer(run.open.len().saturating_sub(1), 3);
        }
    }

    #[test]
    fn cleaned_text_holds_no_orders_and_stays_clean(raw in any::<String>()) {
        let clean = text::clean(&raw);
        prop_assert!(!clean.chars().any(char::is_control));
        prop_assert_eq!(text::clean(&clean), clean);
    }

    #[test]
    fn cut_text_fits(raw in "\\PC{0,40}", cells in 0_usize..30) {
        use unicode_width::UnicodeWidthStr as _;
        prop_assert!(text::cut(&raw, cells).width() <= cells);
    }
}
