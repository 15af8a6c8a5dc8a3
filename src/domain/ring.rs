//! How a terminal calls a person who looks elsewhere.

use std::fmt;

use serde::Deserialize;

/// What the terminal is sent when ports get worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ring {
    /// Its bell.
    pub bell: bool,
    /// Its notifications.
    pub notify: Notify,
}

impl Ring {
    /// Something is sent at all.
    pub fn is_on(self) -> bool {
        self.bell || self.notify != Notify::Off
    }
}

/// The escape sequence by which a terminal shows a notification: there are two, and no way to ask which one it knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Notify {
    /// None.
    #[default]
    Off,
    /// OSC 9: kitty, iTerm2, Windows Terminal and others.
    Osc9,
    /// OSC 777: foot, urxvt, VTE and others.
    Osc777,
}

impl fmt::Display for Notify {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Off => "off",
            Self::Osc9 => "osc9",
            Self::Osc777 => "osc777",
        })
    }
}
