//! A form that was not finished, as it is kept on disk: what was typed, never a secret.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// An unfinished form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The profile that it was typed in.
    pub profile: String,
    /// The account that it is about.
    pub account: String,
    /// The kind of change, by its stable name.
    pub flow: String,
    /// The object that it changes; empty for a new one.
    pub about: String,
    /// When.
    pub at: Timestamp,
    /// Names of fields and what stood in them.
    pub fields: Vec<(String, String)>,
    /// What the server held in these fields when the form was opened, where it changes something.
    #[serde(default)]
    pub opened: Vec<(String, String)>,
    /// Names of fields that had something in them and are not kept.
    pub left_out: Vec<String>,
    /// Who keeps it: the process, by a name of its own. The store fills it in.
    #[serde(default)]
    pub owner: String,
}

impl Kept {
    /// What it is, in words.
    pub fn subject(&self) -> String {
        let flow = self.flow.replace('-', " ").replace("cni", "CNI");
        let named = |name: &str| self.fields.iter().find(|(own, _)| own == name).map(|(_, text)| text.trim());
        let about = Some(self.about.as_str()).filter(|about| !about.is_empty());
        let about = about.or_else(|| ["name", "magic/conduit_name", "slot_id"].into_iter().find_map(named));
        about.filter(|about| !about.is_empty()).map_or_else(|| flow.clone(), |about| format!("{flow}: {about}"))
    }
}
