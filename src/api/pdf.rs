//! Whether an answer is a whole letter (RELIABILITY L2).

use super::classify;
use super::received::Received;
use crate::domain::{Fault, FaultKind};

const MARK_WITHIN: usize = 1024;

/// The bytes of a letter, or why they are none. The header is not asked: a PDF labelled otherwise is still a PDF.
pub(crate) fn letter(received: Received) -> Result<Vec<u8>, Fault> {
    let what = match received.body.as_slice() {
        _ if received.status != 200 => match classify::payload(&received) {
            Err(fault) => return Err(fault),
            Ok(_) => "the answer is not a letter",
        },
        [] => "the letter is empty",
        body if body.starts_with(b"%PDF-1.") || body.starts_with(b"%PDF-2.") => {
            let end = &body[body.len().saturating_sub(MARK_WITHIN)..];
            if end.windows(5).any(|window| window == b"%%EOF") {
                return Ok(received.body);
            }
            "the letter is cut: its end mark is missing"
        }
        _ => match classify::payload(&received) {
            Err(fault) if fault.kind != FaultKind::Unreadable => return Err(fault),
            _ => "the letter is not a PDF",
        },
    };
    Err(received.fault(FaultKind::Unreadable, what))
}

#[cfg(test)]
mod tests {
    use super::super::received::answer;
    use super::*;

    #[test]
    fn only_a_whole_pdf_is_a_letter() {
        let whole = format!("%PDF-1.7\n{}%%EOF\n", "x".repeat(5000));
        assert_eq!(letter(answer(200, &whole)).unwrap(), whole.as_bytes());
        for (status, body, kind) in [
            (200, "", FaultKind::Unreadable),
            (204, "", FaultKind::Unreadable),
            (206, &whole, FaultKind::Unreadable),
            (200, "%PDF-1.7 cut", FaultKind::Unreadable),
            (200, "%PDF-3.0 %%EOF", FaultKind::Unreadable),
            (200, " %PDF-1.7 %%EOF", FaultKind::Unreadable),
            (200, "{\"a\":1}", FaultKind::Unreadable),
            (200, "<html>%%EOF", FaultKind::Server),
            (200, "{\"success\":false}", FaultKind::Refused),
            (404, "", FaultKind::NotFound),
        ] {
            assert_eq!(letter(answer(status, body)).unwrap_err().kind, kind, "{status} {body}");
        }
        let early = format!("%PDF-1.7\n%%EOF{}", "x".repeat(5000));
        assert!(letter(answer(200, &early)).is_err());
    }
}
