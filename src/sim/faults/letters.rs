//! Faults of letters: what is no PDF, or comes under a name that is a trap.

use super::catalogue::{Entry, content, instead};

const PDF: &str = "application/pdf";

pub(super) const ENTRIES: &[Entry] = &[
    instead("letter-html", "the letter is a page", |spoil| {
        spoil.instead(200, PDF, "<html><head><title>Sign in</title></head></html>");
    }),
    instead("letter-json", "the letter is JSON", |spoil| {
        spoil.instead(200, "application/json", r#"{"success":true,"result":{"url":"http://elsewhere.invalid"}}"#);
    }),
    instead("letter-picture", "the letter is a picture", |spoil| {
        spoil.instead(200, PDF, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec());
    }),
    instead("letter-empty", "the letter is empty", |spoil| spoil.instead(200, PDF, "")),
    content("letter-cut", "the letter ends in the middle, and the length agrees", |spoil| {
        let half = spoil.answer.body.len() / 2;
        spoil.answer.body.truncate(half);
    }),
    instead("letter-huge", "the letter has 21 MiB", |spoil| {
        let mut body = b"%PDF-1.7\n".to_vec();
        body.resize(21 << 20, b' ');
        body.extend_from_slice(b"\n%%EOF\n");
        spoil.instead(200, PDF, body);
    }),
    content("letter-label", "the letter is one, and is labelled as text", |spoil| {
        spoil.answer.headers.retain(|(name, _)| name != "content-type");
        spoil.header("content-type", "text/plain");
    }),
    content("letter-name", "the letter comes under the name of a file elsewhere", |spoil| {
        spoil.answer.headers.retain(|(name, _)| name != "content-disposition");
        spoil.header("content-disposition", "attachment; filename=\"../../.ssh/authorized_keys\"");
    }),
];
