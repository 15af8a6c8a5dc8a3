//! A name typed by hand, where weeks of work would be lost (RELIABILITY M10), and shown so that look-alikes are seen (X4).

use crate::domain::draft::Problem;
use crate::domain::text;
use crate::workbench::form::{Form, Spec};

pub(super) static NAME: Spec =
    Spec::new("name", "Type its name", "the whole name, as it stands in the title; nothing is deleted without it");

/// What stops unless the name of the object was typed, or its id where the name cannot be typed.
pub(super) fn problem(form: &Form, name: &str, id: &str) -> Option<Problem> {
    let typed = form.text("name");
    if typed == name.trim() && !typed.is_empty() || typed == id {
        return None;
    }
    let text = if typed.is_empty() {
        format!("type {} to delete it", shown(name, id))
    } else {
        format!("this is not {}", shown(name, id))
    };
    Some(Problem { field: "name", warning: false, text })
}

/// A name is plain: nobody can take it for another.
fn is_plain(name: &str) -> bool {
    name.is_ascii() && !name.contains(|c: char| c.is_ascii_control())
}

/// How a name is written where it holds anything but plain ASCII.
pub fn written(name: &str) -> Option<String> {
    (!is_plain(name)).then(|| format!("The name {} is written {}", text::clean(name), text::escaped(name)))
}

/// A name, with its escapes where it holds anything but plain ASCII, and then the id that may be typed instead.
pub(super) fn shown(name: &str, id: &str) -> String {
    if is_plain(name) && !name.trim().is_empty() {
        return name.to_owned();
    }
    let (clean, escaped) = (text::clean(name), text::escaped(name));
    format!("{clean} (written {escaped}; its id {} may be typed instead)", text::clean(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_whole_name_or_the_id_opens_the_way() {
        let mut form = Form::new([(&NAME, String::new())]);
        for (typed, open) in [("", false), ("icn", false), ("icn-1", true), ("key-1", true), ("ICN-1", false)] {
            form.set("name", typed);
            assert_eq!(problem(&form, "icn-1", "key-1").is_none(), open, "{typed}");
        }
        form.set("name", "");
        assert!(problem(&form, "", "key-1").is_some(), "an object without a name is not deleted by typing nothing");
    }

    #[test]
    fn a_look_alike_is_shown_escaped() {
        let said = shown("icn-\u{430}", "key-1");
        assert!(said.contains("\\u{430}") && said.contains("key-1"), "{said}");
        assert_eq!(shown("icn-a", "key-1"), "icn-a");
        assert_eq!(written("icn-a b"), None);
        assert!(written("icn\u{200b}-a").unwrap().contains("icn\\u{200b}-a"));
    }
}
