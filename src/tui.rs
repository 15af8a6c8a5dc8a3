//! What is seen and pressed: the loop, the terminal, the tasks behind the orders, and the picture of a model.

pub mod clipboard;
mod easel;
mod editor;
mod effects;
pub mod export;
mod ink;
mod input;
mod look;
mod outlet;
mod pace;
mod plain;
mod rescue;
mod ring;
mod run;
mod screen;
mod still;
mod switch;
mod terminal;
pub mod theme;
pub mod view;

pub use crate::carry::Clock;
pub use easel::{Canvas, Stats};
pub use effects::{Reread, Services, Studio};
pub use look::Look;
pub use plain::plain;
pub use run::{Ended, run};
pub use screen::Screen;
pub use still::{Advance, Still, Time};
pub use switch::{Connect, Doors, Open, Opened};
pub use terminal::{Terminal, guard_panics, is_terminal, work};
