//! What must hold for any bytes: one body each, run by a fuzz target and by a property test.

#[path = "plain.rs"]
mod plain;

use std::path::Path;

use meetme::api::any;
use meetme::config;
use meetme::domain::text;
use meetme::store::drafts;
use meetme::workbench::filter::{Filter, completed, completions};
use meetme::workbench::flows::letter::default_file;
use meetme::workbench::panes::Pane;
use plain::is_plain;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

pub(super) fn envelope(bytes: &[u8]) {
    any::envelope(bytes);
}

pub(super) fn list(bytes: &[u8]) {
    any::pages(bytes);
}

pub(super) fn waiting(bytes: &[u8]) {
    any::waiting(bytes);
}

/// Nothing that steers a terminal passes, whatever is done with the text after.
pub(super) fn cleaning(bytes: &[u8]) {
    let raw = String::from_utf8_lossy(bytes);
    let clean = text::clean(&raw);
    assert!(clean.chars().all(is_plain), "{clean:?}");
    assert_eq!(text::clean(&clean), clean, "once is enough");
    let mut marks = 0;
    for c in clean.chars() {
        marks = if c.width() == Some(0) { marks + 1 } else { 0 };
        assert!(marks <= 4, "{clean:?}");
    }
    assert!(text::clean_lines(&raw).chars().all(|c| c == '\n' || is_plain(c)));
    assert!(text::escaped(&raw).bytes().all(|byte| matches!(byte, b' '..=b'~')));
    for cells in [0, 1, 7, 80] {
        assert!(text::cut(&clean, cells).width() <= cells, "{clean:?} in {cells}");
    }
    for line in text::wrap(&clean, 10) {
        assert!(line.width() <= 10, "{line:?}");
    }
    let value = serde_json::json!({"k": raw});
    let json = text::json(value.to_string());
    assert!(json.chars().all(is_plain), "{json:?}");
    assert_eq!(serde_json::from_str::<serde_json::Value>(&json).unwrap(), value, "the data is the same");
}

/// A name of a file of ours is one plain component, whatever it is made of.
pub(super) fn file_name(bytes: &[u8]) {
    let name = default_file(&String::from_utf8_lossy(bytes));
    assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte)), "{name:?}");
    assert!(
        name.starts_with("loa-") && name.len() <= 72 && Path::new(&name).extension().is_some_and(|end| end == "pdf")
    );
    assert_eq!(Path::new(&name).components().count(), 1);
}

/// A file is read, or told to be wrong with its line.
pub(super) fn configuration(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Err(fault) = config::parse(&text, Path::new("c.toml")) {
        assert!(fault.what.starts_with("c.toml:") && fault.exit_code() == 2, "{fault:?}");
    }
}

/// A draft that is taken comes back as it is kept.
pub(super) fn draft(bytes: &[u8]) {
    if let Some(kept) = drafts::parse(&String::from_utf8_lossy(bytes)) {
        let again = drafts::parse(&drafts::written(&kept).unwrap()).unwrap();
        assert_eq!(again, kept);
    }
}

/// A filter is understood and says itself again, or breaks at a place that is there.
pub(super) fn filter(bytes: &[u8]) {
    let typed = String::from_utf8_lossy(bytes);
    for pane in Pane::ALL {
        match Filter::read(&typed, pane.columns()) {
            Ok(filter) => {
                let said = filter.said(pane.columns()).to_string();
                assert_eq!(Filter::read(&said, pane.columns()), Ok(filter), "{said:?}");
            }
            Err(problem) => assert!(typed.get(problem.at.clone()).is_some_and(|part| !part.is_empty()), "{problem:?}"),
        }
        completions(&typed, pane.columns());
        completed(&typed, pane.columns());
    }
}
