//! What holds for the whole session: who works where, and what may be done there.

use super::flows::change::{DryRunPolicy, Terms};
use super::switch::Profile;
use crate::domain::call::Account;
use crate::domain::{AccountId, Colour, MaxAge, Mode, Ring, Schema};

/// What holds for the whole session.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Session {
    /// Name of the profile.
    pub profile: String,
    /// The host, where it is not the usual one.
    pub host: Option<String>,
    /// The account.
    pub account: Option<AccountId>,
    /// Its name, or its tag where the name is not known.
    pub account_name: String,
    /// How the API speaks.
    pub schema: Schema,
    /// What may be changed.
    pub mode: Mode,
    /// The account's name is typed before writing is unlocked, and before each change.
    pub protect: bool,
    /// What is shown is simulated.
    pub simulated: bool,
    /// Whether the server is asked to check a create.
    pub dry_run: DryRunPolicy,
    /// The colour of the profile.
    pub colour: Option<Colour>,
    /// What is read by itself is one part in so many of what may be; 0 and 1: all.
    pub poll_part: u32,
    /// How a person is called when ports get worse.
    pub ring: Ring,
    /// The profiles of the configuration file.
    pub profiles: Vec<Profile>,
    /// The accounts that the token sees, as far as they are known.
    pub accounts: Vec<Account>,
    /// From which age on a letter is said to be old.
    pub loa_max_age: MaxAge,
    /// User and machine, as `scp` names them.
    pub here: String,
}

impl Session {
    /// What a change goes by.
    pub fn terms(&self) -> Terms {
        let tag = self.account.as_ref().map(ToString::to_string);
        let consent = if self.protect { [self.account_name.clone()].into_iter().chain(tag).collect() } else { vec![] };
        Terms { schema: self.schema, dry_run: self.dry_run, account: self.account.clone(), consent }
    }
}
