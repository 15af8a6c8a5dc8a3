//! Rules on free text and keys.

use super::{LETTER_CONTROL, LETTER_LONG, PAIRING_EMPTY, PAIRING_FORM, TEXT_CONTROL, TEXT_LONG};
use crate::domain::draft::Problem;

/// A name or a description of at most so many characters.
pub fn free_text(field: &'static str, text: &str, most: usize) -> Vec<Problem> {
    let found = [(text.chars().count() > most, &TEXT_LONG), (text.chars().any(char::is_control), &TEXT_CONTROL)];
    found.into_iter().filter(|(broken, _)| *broken).map(|(_, rule)| rule.on(field)).collect()
}

/// The name on a Letter of Authorization.
pub fn letter_name(field: &'static str, name: &str) -> Vec<Problem> {
    let found = [(name.chars().count() > 200, &LETTER_LONG), (name.chars().any(char::is_control), &LETTER_CONTROL)];
    found.into_iter().filter(|(broken, _)| *broken).map(|(_, rule)| rule.on(field)).collect()
}

/// The pairing key that Google Cloud gave for a partner attachment.
pub fn pairing_key(field: &'static str, key: &str) -> Vec<Problem> {
    let key = key.trim();
    if key.is_empty() {
        return vec![PAIRING_EMPTY.on(field)];
    }
    let parts: Vec<&str> = key.split('/').collect();
    let shaped = matches!(parts.as_slice(), [id, region, domain]
        if uuid::Uuid::try_parse(id).is_ok() && !region.is_empty() && ["1", "2", "any"].contains(domain));
    if shaped { vec![] } else { vec![PAIRING_FORM.on(field)] }
}
