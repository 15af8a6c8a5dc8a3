//! What a terminal shows after one change upon another is the picture, cell by cell, and what a whole drawing of it makes of
//! a screen that was full of something else.

use meetme::tui::Screen;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

/// A terminal that got every picture as a change of the one before.
pub(crate) struct Glass {
    screen: Screen,
    shown: vt100::Parser,
    drawn: usize,
}

fn emulator(size: (u16, u16)) -> vt100::Parser {
    vt100::Parser::new(size.1.try_into().unwrap(), size.0.try_into().unwrap(), 0)
}

/// The emulator leaves out what stands for a character that is not shown; every terminal gives it a cell.
fn marked(frame: Vec<u8>) -> Vec<u8> {
    String::from_utf8(frame).unwrap().replace('\u{fffd}', "?").into_bytes()
}

/// What a person sees of a cell: one that was wiped is a blank.
fn look(cell: &vt100::Cell) -> (&str, vt100::Color, vt100::Color, [bool; 5]) {
    let ways = [cell.bold(), cell.dim(), cell.italic(), cell.underline(), cell.inverse()];
    (cell.contents().trim(), cell.fgcolor(), cell.bgcolor(), ways)
}

impl Glass {
    pub(crate) fn new(size: (u16, u16)) -> Self {
        Self { screen: Screen::default(), shown: emulator(size), drawn: 0 }
    }

    /// Shows the next picture. Answers what is wrong with it on the terminal.
    pub(crate) fn show(&mut self, picture: &Buffer) -> Result<(), String> {
        let size = (picture.area.width, picture.area.height);
        // The cursor wanders, too, and is away each third time.
        self.drawn += 1;
        let place = u16::try_from(self.drawn % 50).unwrap();
        let cursor = (!self.drawn.is_multiple_of(3)).then(|| Position::new(place, place % picture.area.height));
        let paint = |buffer: &mut Buffer| {
            buffer.clone_from(picture);
            cursor
        };
        self.shown.process(&marked(self.screen.frame(size, paint)));
        let mut whole = emulator(size);
        for y in 1..=size.1 {
            whole.process(format!("\x1b[{y};1H\x1b[7;31m{}", "#".repeat(size.0.into())).as_bytes());
        }
        let mut fresh = Screen::default();
        fresh.frame(size, |_| None);
        fresh.forget();
        whole.process(&marked(fresh.frame(size, paint)));
        self.judge(picture, whole.screen(), cursor)
    }

    fn judge(&self, picture: &Buffer, whole: &vt100::Screen, cursor: Option<Position>) -> Result<(), String> {
        let shown = self.shown.screen();
        let mut skip = 0;
        for y in 0..picture.area.height {
            for x in 0..picture.area.width {
                let (cell, here, fresh) = (&picture[(x, y)], shown.cell(y, x).unwrap(), whole.cell(y, x).unwrap());
                if look(here) != look(fresh) {
                    return Err(format!("{x},{y}: {:?} after changes, {:?} of one drawing", look(here), look(fresh)));
                }
                let symbol = match cell.symbol().trim() {
                    "\u{fffd}" => "?",
                    symbol => symbol,
                };
                if skip > 0 {
                    skip -= 1;
                } else if here.contents().trim() != symbol {
                    return Err(format!("{x},{y}: {:?} is shown, not {symbol:?}", here.contents()));
                }
                skip += usize::from(here.is_wide());
            }
        }
        let at = (!shown.hide_cursor()).then(|| shown.cursor_position());
        if at == cursor.map(|at| (at.y, at.x)) {
            Ok(())
        } else {
            Err(format!("the cursor is at {at:?}, not {cursor:?}"))
        }
    }
}
