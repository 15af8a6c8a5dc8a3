//! A protected profile wants the account's name typed for each change: the wrong window is the costliest mistake.

use super::{Kind, Terms};
use crate::domain::draft::Problem;
use crate::domain::text;
use crate::workbench::form::{Form, Sort, Spec};

static ACCOUNT: Spec = Spec::new(
    "account_name",
    "Account",
    "this profile is protected: type the name of the account that changes, or its tag",
)
.sort(Sort::Consent);

/// The form of a kind, with the account's name last where it is wanted.
pub(super) fn form(kind: &Kind, terms: &Terms) -> Form {
    let consent = (!terms.consent.is_empty()).then(|| (&ACCOUNT, String::new()));
    Form::new(kind.plan().fields(terms).into_iter().chain(consent))
}

/// What stops a change without it.
pub(super) fn problem(form: &Form, terms: &Terms) -> Option<Problem> {
    let typed = form.text(ACCOUNT.name);
    if terms.consent.is_empty() || terms.consent.iter().any(|name| name == typed && !name.is_empty()) {
        return None;
    }
    let name = terms.consent.first().map(String::as_str).unwrap_or_default();
    // A look-alike must not pass for what was typed (RELIABILITY X4).
    let spelled = if name.is_ascii() { String::new() } else { format!(", spelled {}", text::escaped(name)) };
    let text = format!("the account is {}{spelled}: type that", text::clean(name));
    Some(Problem { field: ACCOUNT.name, warning: false, text })
}
