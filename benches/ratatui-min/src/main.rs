//! The yardstick: a windowed table of the same rows, one draw a change, one buffered write a draw, a bare HTTP client.
//! No budget, no cleaning of text, no detail, no cursor kept by identity: what a program can cost at least.
//!
//! `ratatui-min URL` shows the slots of a list; `ratatui-min --fetch URL` only reads them and tells how many came.

mod feed;

use std::io::{self, BufWriter, Stdout, Write, stdout};
use std::sync::mpsc::{Sender, channel};

use crossterm::event::{Event, KeyCode, read};
use crossterm::execute;
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use feed::Slot;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::{Constraint, Layout};
use ratatui::style::{Modifier, Style};
use ratatui::text::Line;
use ratatui::widgets::{Cell, Row, Table};
use ratatui::{Frame, Terminal};

enum Said {
    Terminal(Event),
    Page(Vec<Slot>, bool),
}

#[derive(Default)]
struct App {
    rows: Vec<Slot>,
    shown: Vec<u32>,
    at: usize,
    top: usize,
    height: usize,
    filter: String,
    typing: bool,
    whole: bool,
}

impl App {
    /// Answers whether to go on.
    fn take(&mut self, said: Said) -> bool {
        match said {
            Said::Page(rows, whole) => {
                self.rows.extend(rows);
                self.whole = whole;
                self.pass();
            }
            Said::Terminal(Event::Key(key)) => match key.code {
                KeyCode::Esc => {
                    self.typing = false;
                    self.filter.clear();
                    self.pass();
                }
                KeyCode::Enter => self.typing = false,
                KeyCode::Char(c) if self.typing => {
                    self.filter.push(c);
                    self.pass();
                }
                KeyCode::Char('/') => self.typing = true,
                KeyCode::Char('q') => return false,
                KeyCode::Char('j') | KeyCode::Down => self.step(1),
                KeyCode::Char('k') | KeyCode::Up => self.step(-1),
                KeyCode::Char('g') => self.step(isize::MIN / 2),
                KeyCode::Char('G') => self.step(isize::MAX / 2),
                _ => {}
            },
            Said::Terminal(_) => {}
        }
        true
    }

    fn pass(&mut self) {
        let words: Vec<String> = self.filter.to_lowercase().split_whitespace().map(str::to_owned).collect();
        let passes = |slot: &Slot| words.iter().all(|word| slot.text.contains(word.as_str()));
        self.shown = (0..self.rows.len()).filter(|&at| passes(&self.rows[at])).map(|at| at as u32).collect();
        self.step(0);
    }

    fn step(&mut self, by: isize) {
        self.at = self.at.saturating_add_signed(by).min(self.shown.len().saturating_sub(1));
        let lowest = (self.at + 1).saturating_sub(self.height.max(1));
        self.top = self.top.clamp(lowest, self.at.max(lowest));
    }

    fn draw(&mut self, frame: &mut Frame<'_>) {
        let [title, body, foot] =
            Layout::vertical([Constraint::Length(1), Constraint::Fill(1), Constraint::Length(1)]).areas(frame.area());
        self.height = usize::from(body.height.saturating_sub(1));
        self.step(0);
        let more = if self.whole { "" } else { " reading" };
        frame.render_widget(Line::from(format!("Slots {} of {}{more}", self.shown.len(), self.rows.len())), title);
        let dim = Style::new().add_modifier(Modifier::DIM);
        let seen = self.shown.iter().enumerate().skip(self.top).take(self.height).map(|(at, row)| {
            let slot = &self.rows[*row as usize];
            let free = if slot.occupied { "- taken" } else { "+ FREE" };
            let style = if slot.occupied { dim } else { Style::new() };
            Row::new([
                Cell::new(if at == self.at { ">" } else { " " }),
                Cell::new(free).style(style),
                Cell::new(slot.site.as_str()),
                Cell::new(slot.speed.as_str()),
                Cell::new(slot.ccr_device_name.as_deref().unwrap_or("unknown")),
                Cell::new(slot.facility.name.as_str()),
                Cell::new(slot.id.as_str()).style(dim),
            ])
        });
        let widths = [1, 9, 8, 6, 16, 44, 36].map(Constraint::Length);
        let head = Row::new(["", "SLOT", "SITE", "SPEED", "DEVICE", "FACILITY", "ID"]).style(dim);
        frame.render_widget(Table::new(seen, widths).header(head), body);
        frame.render_widget(Line::from(format!("/{}  q quit", self.filter)), foot);
    }
}

fn keys(send: &Sender<Said>) {
    while let Ok(event) = read() {
        if send.send(Said::Terminal(event)).is_err() {
            return;
        }
    }
}

fn show(url: Option<String>) -> io::Result<()> {
    enable_raw_mode()?;
    let mut out = BufWriter::with_capacity(1 << 16, stdout());
    execute!(out, EnterAlternateScreen)?;
    let mut terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>> = Terminal::new(CrosstermBackend::new(out))?;
    let mut app = App::default();
    terminal.draw(|frame| app.draw(frame))?;
    let (send, said) = channel();
    let pages = send.clone();
    if let Some(url) = url {
        std::thread::spawn(move || feed::read(&url, |rows, whole| pages.send(Said::Page(rows, whole)).is_ok()));
    }
    std::thread::spawn(move || keys(&send));
    'run: while let Ok(first) = said.recv() {
        let mut next = Some(first);
        while let Some(one) = next {
            if !app.take(one) {
                break 'run;
            }
            next = said.try_recv().ok();
        }
        terminal.draw(|frame| app.draw(frame))?;
    }
    execute!(terminal.backend_mut(), LeaveAlternateScreen)?;
    disable_raw_mode()
}

fn main() -> io::Result<()> {
    let mut words = std::env::args().skip(1);
    match words.next().as_deref() {
        Some("--fetch") => {
            let mut count = 0;
            let url = words.next().unwrap_or_default();
            feed::read(&url, |rows, _| {
                count += rows.len();
                true
            })?;
            writeln!(stdout(), "{count}")
        }
        url => show(url.map(str::to_owned)),
    }
}
