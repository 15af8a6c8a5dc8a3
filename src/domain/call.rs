//! What can be asked of the API, and what it answers: the words shared by those who decide and those who talk.

use std::time::Duration;

use super::{
    AccountId, Cni, CniFilter, CniId, Fault, IconKey, Interconnect, InterconnectFilter, Page, Settings, Slot,
    SlotFilter, SlotId, Status, Tunnel, TunnelId,
};

/// A read. Lists answer once a page; everything else once.
#[derive(Debug, Clone, PartialEq)]
pub enum Query {
    /// All interconnects.
    Interconnects(InterconnectFilter),
    /// One interconnect.
    Interconnect(IconKey),
    /// Its state.
    Status(IconKey),
    /// The name that its letter carries by default.
    LoaName(IconKey),
    /// Its letter, with another name on it if given.
    Loa(IconKey, Option<String>),
    /// All CNIs.
    Cnis(CniFilter),
    /// One CNI.
    Cni(CniId),
    /// All slots.
    Slots(SlotFilter),
    /// One slot.
    Slot(SlotId),
    /// The account's settings.
    Settings,
    /// The Magic side of all CNIs.
    Tunnels,
    /// One of them.
    Tunnel(TunnelId),
    /// What the token is.
    Token,
    /// The accounts that the token sees.
    Accounts,
    /// The bytes of an object as the server sends them now.
    Raw(Object),
}

/// An object that has an address of its own.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Object {
    /// An interconnect.
    Interconnect(IconKey),
    /// A CNI.
    Cni(CniId),
    /// A slot.
    Slot(SlotId),
    /// A tunnel.
    Tunnel(TunnelId),
    /// The settings.
    Settings,
}

/// The answer to a [`Query`].
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// A page of interconnects.
    Interconnects(Page<Interconnect>),
    /// One interconnect.
    Interconnect(Box<Interconnect>),
    /// A state.
    Status(Status),
    /// The default name on the letter; `None` where the server does not tell.
    LoaName(Option<String>),
    /// A letter, checked to be a whole PDF.
    Loa(Vec<u8>),
    /// A page of CNIs.
    Cnis(Page<Cni>),
    /// One CNI.
    Cni(Box<Cni>),
    /// A page of slots.
    Slots(Page<Slot>),
    /// One slot.
    Slot(Box<Slot>),
    /// The settings.
    Settings(Settings),
    /// A page of tunnels.
    Tunnels(Page<Tunnel>),
    /// One tunnel.
    Tunnel(Box<Tunnel>),
    /// What the token is.
    Token(TokenState),
    /// The accounts.
    Accounts(Vec<Account>),
    /// JSON text, indented, not yet cleaned.
    Raw(String),
}

/// What `/user/tokens/verify` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenState {
    /// `active`, `disabled`, `expired`.
    pub status: String,
    /// When it ends, as the server writes it.
    pub expires_on: Option<String>,
}

/// An account that the token sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its tag.
    pub id: AccountId,
    /// Its name.
    pub name: String,
}

/// How much of the shared call budget is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Meter {
    /// Calls that this process made in the last five minutes.
    pub used: u32,
    /// Calls left in the window, where the server says so.
    pub remaining: Option<u32>,
    /// All traffic waits this long (a 429 came).
    pub blocked: Option<Duration>,
}

impl Meter {
    /// Calls that the server allows in five minutes.
    pub const LIMIT: u32 = 1200;

    /// Part of the budget that is gone, in percent: by the server's count where it tells, else by ours.
    pub fn percent(self) -> u32 {
        let used = self.remaining.map_or(self.used, |left| Self::LIMIT.saturating_sub(left).max(self.used));
        (used * 100 / Self::LIMIT).min(100)
    }
}

/// Who wants a call: a person waits for the first kind, nobody for the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// A person waits.
    User,
    /// Background.
    Poll,
}

/// A reply, or why there is none.
pub type Answer = Result<Reply, Fault>;
