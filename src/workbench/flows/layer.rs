//! The three layers of a validation as they are ticked on the screen.

/// How far one layer is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Layer {
    /// Not begun.
    #[default]
    Waiting,
    /// Under way.
    Running(&'static str),
    /// Passed; with a word on what that rests on.
    Passed(String),
    /// Left out, and why.
    Skipped(&'static str),
    /// Failed.
    Failed(String),
}

/// Field rules, account checks, server dry run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layers {
    /// Local rules on each field.
    pub fields: Layer,
    /// Against fresh reads of the account.
    pub account: Layer,
    /// `validate_only`, proven.
    pub server: Layer,
}

impl Layers {
    /// With their names, in order.
    pub fn named(&self) -> [(&'static str, &Layer); 3] {
        [("field rules", &self.fields), ("account checks", &self.account), ("server dry run", &self.server)]
    }
}
