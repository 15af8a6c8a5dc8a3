//! Paths below the base URL: each name is one encoded segment, and a write stays under its account.

use std::fmt::Write as _;

use crate::domain::call::Object;
use crate::domain::change::Request;
use crate::domain::{AccountId, Fault, FaultKind};

/// Percent-encodes a name to exactly one path segment.
pub(crate) fn segment(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// `/accounts/{account}` followed by the given segments, each encoded. What cannot be sent is refused by [`check`].
pub(crate) fn under(account: Option<&AccountId>, segments: &[&str]) -> String {
    let mut path = format!("/accounts/{}", segment(account.map_or("", AccountId::as_str)));
    for part in segments {
        path.push('/');
        path.push_str(&segment(part));
    }
    path
}

/// Where an object is.
pub(crate) fn object(account: Option<&AccountId>, object: &Object) -> String {
    match object {
        Object::Interconnect(key) => under(account, &["cni", "interconnects", key.as_str()]),
        Object::Cni(id) => under(account, &["cni", "cnis", id.as_str()]),
        Object::Slot(id) => under(account, &["cni", "slots", id.as_str()]),
        Object::Tunnel(id) => under(account, &["magic", "cf_interconnects", id.as_str()]),
        Object::Settings => under(account, &["cni", "settings"]),
    }
}

/// Refuses a path that names nothing or climbs: an empty segment, `.` or `..` (RELIABILITY N8).
pub(crate) fn check(path: &str) -> Result<(), Fault> {
    let usage = |what: &str| Err(Fault::new(FaultKind::Usage, what));
    if path.starts_with("/accounts//") {
        return usage("no account is chosen");
    }
    let Some(rest) = path.strip_prefix('/') else {
        return Err(Fault::new(FaultKind::Bug, "a path of ours does not start with a slash"));
    };
    for part in rest.split('/') {
        match part {
            "" => return usage("an empty name cannot be sent"),
            "." | ".." => return usage("`.` and `..` cannot name an object"),
            _ => {}
        }
    }
    if rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%/".contains(&byte)) {
        Ok(())
    } else {
        Err(Fault::new(FaultKind::Bug, "a path of ours holds a character that is not encoded"))
    }
}

/// Refuses a frozen request that is no write of this account.
pub(crate) fn check_write(request: &Request, account: Option<&AccountId>) -> Result<(), Fault> {
    check(&request.path)?;
    if !["POST", "PUT", "DELETE"].contains(&request.method) {
        return Err(Fault::new(FaultKind::Bug, format!("{} is not a write", request.method)));
    }
    let Some(account) = account else { return Err(Fault::new(FaultKind::Usage, "no account is chosen")) };
    if request.path.starts_with(&format!("{}/", under(Some(account), &[]))) {
        return Ok(());
    }
    Err(Fault::new(FaultKind::Bug, "the confirmed request belongs to another account; nothing was sent"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_segment() {
        let account = AccountId::from("acc");
        let path = |key: &str| object(Some(&account), &Object::Interconnect(key.into()));
        assert_eq!(path("a/b?c#d é%2e"), "/accounts/acc/cni/interconnects/a%2Fb%3Fc%23d%20%C3%A9%252e");
        assert!(check(&path("a/../b")).is_ok());
        for bad in ["", ".", ".."] {
            assert_eq!(check(&path(bad)).unwrap_err().kind, FaultKind::Usage, "{bad:?}");
        }
        assert_eq!(check(&object(None, &Object::Settings)).unwrap_err().what, "no account is chosen");
        assert_eq!(check("/accounts/a b").unwrap_err().kind, FaultKind::Bug);
    }

    #[test]
    fn a_write_stays_under_its_account() {
        let ours = AccountId::from("acc");
        let write = |method, path: &str| {
            check_write(&Request { method, path: path.into(), body: String::new() }, Some(&ours)).is_ok()
        };
        assert!(write("PUT", "/accounts/acc/cni/settings"));
        assert!(!write("PUT", "/accounts/accounting/cni/settings"));
        assert!(!write("PUT", "/accounts/other/cni/settings"));
        assert!(!write("GET", "/accounts/acc/cni/settings"));
        assert!(!write("DELETE", "/accounts/acc/cni/cnis/.."));
        let settings = Request { method: "PUT", path: "/accounts//cni/settings".into(), body: String::new() };
        assert_eq!(check_write(&settings, None).unwrap_err().kind, FaultKind::Usage);
    }
}
