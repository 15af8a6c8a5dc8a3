//! The environment, handed in; and the places that follow from it.

use std::collections::BTreeMap;
use std::path::PathBuf;

/// The variables of the environment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Env(BTreeMap<String, String>);

impl Env {
    /// Those of this process; what is not UTF-8 is left out.
    pub fn system() -> Self {
        let text = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        };
        Self(std::env::vars_os().filter_map(text).collect())
    }

    /// These.
    pub fn of(pairs: &[(&str, &str)]) -> Self {
        Self(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    /// The value of a variable; empty counts.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// The value of a variable that is not empty.
    pub(super) fn filled(&self, name: &str) -> Option<&str> {
        self.get(name).filter(|value| !value.is_empty())
    }
}

/// Where things of ours are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// The configuration.
    pub config_file: PathBuf,
    /// The record of changes.
    pub state_dir: PathBuf,
}

impl Paths {
    /// By the XDG base directories; elsewhere than on Unix by the platform's own.
    pub fn of(env: &Env) -> Self {
        let under = |variable: &str, fallback: &str| {
            let set = env.filled(variable).map(PathBuf::from).filter(|path| path.is_absolute());
            set.or_else(|| env.filled("HOME").map(|home| PathBuf::from(home).join(fallback)))
        };
        let own = directories::ProjectDirs::from("", "", "meetme");
        let config = under("XDG_CONFIG_HOME", ".config").map(|path| path.join("meetme"));
        let state = under("XDG_STATE_HOME", ".local/state").map(|path| path.join("meetme"));
        let config = config.or_else(|| own.as_ref().map(|dirs| dirs.config_dir().to_owned()));
        let state = state.or_else(|| own.as_ref().map(|dirs| dirs.data_local_dir().to_owned()));
        Self {
            config_file: config.unwrap_or_else(|| PathBuf::from("/nonexistent")).join("config.toml"),
            state_dir: state.unwrap_or_else(|| PathBuf::from("/nonexistent")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_follow_xdg_and_relative_ones_do_not_count() {
        let paths = Paths::of(&Env::of(&[("HOME", "/h"), ("XDG_STATE_HOME", "/s"), ("XDG_CONFIG_HOME", "rel")]));
        assert_eq!(paths.config_file, PathBuf::from("/h/.config/meetme/config.toml"));
        assert_eq!(paths.state_dir, PathBuf::from("/s/meetme"));
    }
}
