//! What the app knows and decides: messages in, effects out, one pure function between. No I/O, no clock.

pub mod activity;
pub mod age;
pub mod command;
pub mod effect;
pub mod flows;
pub mod form;
pub mod geometry;
pub mod help;
pub mod key;
pub mod keymap;
pub mod model;
pub mod msg;
pub mod palette;
pub mod panes;
pub mod picker;
pub mod refresh;
pub mod remote;
pub mod sheet;
pub mod stopped;
pub mod switch;
pub mod table;
pub mod text_field;
pub mod ticket;
pub mod timeline;
pub mod times;
pub mod update;
pub mod watch;

pub use effect::Effect;
pub use model::{Model, Session};
pub use msg::{Msg, Now, SavedLetter, Stop};
pub use ticket::{Ticket, Tickets};
pub use update::update;
