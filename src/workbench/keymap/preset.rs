//! Sets of keys for fingers that learned elsewhere, as differences from the table.

use super::super::command::{Command as C, Scope as S};
use super::super::key::{Code, Key};

/// A set of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Preset {
    /// The table's own.
    #[default]
    Default,
    /// For who comes from k9s.
    K9s,
    /// For who comes from vi.
    Vim,
}

/// A place, a command, and its keys there.
pub(super) type Change = (S, C, &'static [Key]);

const fn k(c: char) -> Key {
    Key::char(c)
}
const fn c(c: char) -> Key {
    Key::ctrl(c)
}

/// `y` is the document, `c` copies, Control-r reads again, Control-w widens; Control-d, which deletes there, does nothing.
static K9S: &[Change] = &[
    (S::Browse, C::Raw, &[k('y'), k('v')]),
    (S::Browse, C::Copy, &[k('c')]),
    (S::Browse, C::Refresh, &[c('r'), k('r')]),
    (S::Browse, C::Wide, &[c('w'), k('w')]),
    (S::Browse, C::HalfDown, &[]),
    (S::Browse, C::HalfUp, &[]),
    (S::Read, C::HalfDown, &[]),
    (S::Read, C::HalfUp, &[]),
    (S::Timeline, C::Copy, &[k('c')]),
    (S::Timeline, C::HalfDown, &[]),
    (S::Timeline, C::HalfUp, &[]),
    (S::Describe, C::Raw, &[k('y'), k('v')]),
    (S::Describe, C::Copy, &[k('c')]),
    (S::Describe, C::HalfDown, &[]),
    (S::Describe, C::HalfUp, &[]),
    (S::Document, C::Copy, &[k('c')]),
    (S::Document, C::HalfDown, &[]),
    (S::Document, C::HalfUp, &[]),
    (S::Receipt, C::Copy, &[k('c')]),
    (S::Receipt, C::HalfDown, &[]),
    (S::Receipt, C::HalfUp, &[]),
];

/// `h` and `l` go left and right, `y` copies, Control-o goes to where one was; the letter is on `L`, those of all rows in the palette.
static VIM: &[Change] = &[
    (S::Browse, C::ColumnsLeft, &[k('h'), Key::plain(Code::Left)]),
    (S::Browse, C::ColumnsRight, &[k('l'), Key::plain(Code::Right)]),
    (S::Browse, C::Letter, &[k('L')]),
    (S::Browse, C::Letters, &[]),
    (S::Browse, C::Copy, &[k('y')]),
    (S::Browse, C::Older, &[c('o'), k('[')]),
    (S::Timeline, C::Copy, &[k('y')]),
    (S::Describe, C::Copy, &[k('y')]),
    (S::Describe, C::Older, &[c('o'), k('[')]),
    (S::Document, C::Copy, &[k('y')]),
    (S::Receipt, C::Copy, &[k('y')]),
    (
        S::Review,
        C::Next,
        &[
            Key::plain(Code::Tab),
            k('h'),
            k('l'),
            Key::plain(Code::Right),
            Key::plain(Code::Left),
            Key::plain(Code::BackTab),
        ],
    ),
];

impl Preset {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Default, Self::K9s, Self::Vim];

    /// Its name in the configuration.
    pub fn word(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::K9s => "k9s",
            Self::Vim => "vim",
        }
    }

    /// The preset of a name.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.word() == word)
    }

    /// What differs from the table.
    pub(super) fn changes(self) -> &'static [Change] {
        match self {
            Self::Default => &[],
            Self::K9s => K9S,
            Self::Vim => VIM,
        }
    }
}
