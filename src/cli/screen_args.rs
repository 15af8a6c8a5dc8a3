//! The flags about the screen.

use clap::Args as ClapArgs;

use crate::config::{Screen, Switch};

/// What is said about the screen.
#[derive(Debug, Clone, ClapArgs)]
pub(super) struct ScreenArgs {
    /// Theme: dark, light, high-contrast, mono, or a TOML file.
    #[arg(long, global = true, value_name = "NAME|FILE", help_heading = "Screen")]
    theme: Option<String>,
    /// Whether colours are shown; auto minds the variable `NO_COLOR`.
    #[arg(long, global = true, value_enum, value_name = "WHEN", help_heading = "Screen")]
    color: Option<When>,
    /// Draw ASCII only, as in a locale without UTF-8.
    #[arg(long, global = true, help_heading = "Screen")]
    ascii: bool,
    /// Synchronized output (mode 2026); auto: not where TERM begins with screen, linux or dumb.
    #[arg(long, global = true, value_enum, value_name = "WHEN", help_heading = "Screen")]
    sync: Option<OnOff>,
    /// For slow lines: few bytes a key, coarse ages, the detail follows when the cursor rests.
    #[arg(long, global = true, help_heading = "Screen")]
    slow: bool,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum When {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum OnOff {
    Auto,
    On,
    Off,
}

impl ScreenArgs {
    /// As the configuration takes it.
    pub(super) fn screen(&self) -> Screen {
        Screen {
            theme: self.theme.clone(),
            colour: self.color.map(|when| match when {
                When::Auto => Switch::Auto,
                When::Always => Switch::On,
                When::Never => Switch::Off,
            }),
            palette: None,
            ascii: self.ascii.then_some(true),
            sync: self.sync.map(|when| match when {
                OnOff::Auto => Switch::Auto,
                OnOff::On => Switch::On,
                OnOff::Off => Switch::Off,
            }),
            slow: self.slow.then_some(true),
        }
    }
}
