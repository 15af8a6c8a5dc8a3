use std::borrow::Cow;

use proptest::prelude::*;

use super::super::panes::Pane;
use super::*;
use crate::domain::Speed;

fn columns() -> &'static [Column] {
    Pane::Interconnects.columns()
}

fn read(typed: &str) -> Filter {
    Filter::read(typed, columns()).unwrap()
}

/// A row with these values, the others unknown.
fn passes(typed: &str, row: &[(&str, Value<'static>)]) -> bool {
    let value = |at: usize| {
        let field = columns()[at].field;
        row.iter().find(|(name, _)| *name == field).map_or(Value::Nothing, |(_, value)| value.clone())
    };
    read(typed).passes(columns(), value)
}

fn text(text: &'static str) -> Value<'static> {
    Value::Text(Cow::Borrowed(text))
}

fn row() -> Vec<(&'static str, Value<'static>)> {
    let speed = Speed::from("10G");
    vec![
        ("state", Value::Number(1, Cow::Borrowed("UNHEALTHY"))),
        ("since", Value::Age(Duration::from_mins(10), true)),
        ("name", text("icn-iad-a-10g-0007")),
        ("site", text("iad-a")),
        ("speed", Value::Number(speed.mbps().unwrap().into(), Cow::Borrowed("10G"))),
        ("cnis", Value::Number(2, Cow::Borrowed("2"))),
        ("facility", text("Equinix DC2")),
        ("address", text("21715 Filigree Court, Ashburn")),
    ]
}

#[test]
fn rows_pass_by_words_fields_and_sizes() {
    for typed in [
        "",
        "iad",
        "IAD 10g",
        "ashburn",
        "icniad7",
        "!lhr",
        "!healthy",
        "state:unhealthy",
        "state:!healthy",
        "state!=healthy",
        "state=UNHEALTHY",
        "state:down,unhealthy",
        "!state:down,pending",
        "SITE:iad",
        "site=iad-a",
        "facility:\"equinix dc2\"",
        "address:\"21715 fil\"",
        "device:-",
        "!name:-",
        "speed:10G",
        "speed=10g",
        "speed>=10G",
        "speed:>=1G",
        "speed<100G",
        "speed>500M",
        "since<1h",
        "age<1h",
        "age>5m30s",
        "cnis:2",
        "cnis>1",
        "type:-",
        "\"iad-a\"",
        "!",
    ] {
        assert!(passes(typed, &row()), "{typed}");
    }
    for typed in [
        "lhr",
        "!iad",
        "healthy",
        "state:healthy",
        "state=unhealth",
        "site=iad",
        "site:!iad",
        "speed:100G",
        "speed>10G",
        "speed:1G",
        "since>1h",
        "cnis:20",
        "cnis>2",
        "name:-",
        "iad lhr",
        "device:ccr",
        "!device:-",
        "\"iad a\"",
    ] {
        assert!(!passes(typed, &row()), "{typed}");
    }
}

#[test]
fn what_is_not_known_is_in_no_comparison() {
    let vague = [("since", Value::Age(Duration::from_mins(30), false))];
    assert!(passes("since>10m", &vague), "at least so long is longer than that");
    assert!(!passes("since<1h", &vague), "whether it changed within the hour is not known");
    assert!(!passes("since<1h", &[]) && !passes("since>1s", &[]) && !passes("speed<100G", &[]));
    assert!(passes("state:!healthy", &[]), "what was not read is not known to be healthy");
    let odd = [("speed", Value::Number(0, Cow::Borrowed("warp")))];
    assert!(passes("speed:warp", &odd) && !passes("speed<100G", &odd));
}

#[test]
fn what_is_not_understood_is_said_with_its_place_and_a_way_out() {
    for (typed, at, says) in [
        ("iad speed>=fast", "speed>=fast", "speed takes a speed, not \"fast\": speed:10G or speed>=10G"),
        ("sped:10G", "sped:10G", "no field sped here; quote it"),
        ("fac:x", "fac:x", "did you mean facility:word?"),
        ("site>5", "site>5", "site has no size: use site:word"),
        ("age<soon", "age<soon", "since takes a time, not \"soon\": since<1h or since>30m"),
        ("since:1h", "since:1h", "since is compared"),
        ("!site: x", "!site:", "site what? Try site:word"),
        ("cnis:many lhr", "cnis:many", "cnis takes a number"),
        ("speed>=", "speed>=", "speed what?"),
        ("age>99999999999999999999h", "age>99999999999999999999h", "since takes a time"),
    ] {
        let problem = Filter::read(typed, columns()).unwrap_err();
        assert_eq!(&typed[problem.at.clone()], at);
        assert!(problem.text.contains(says), "{typed}: {}", problem.text);
    }
    for typed in ["2001:db8::1", "10.0.0.0/31", "\"sped:10G\"", "a:\"", ":", "<", "=x", "a b\"c d"] {
        let fine = Filter::read(typed, columns()).is_ok();
        assert_eq!(fine, typed != "a:\"", "{typed}");
    }
}

#[test]
fn what_a_row_passes_by_is_lit() {
    let name = columns().iter().position(|column| column.field == "name").unwrap();
    let lit = |typed: &str| read(typed).lit(name, &columns()[name], "icn-iad-a");
    assert_eq!(lit("iad"), [4, 5, 6]);
    assert_eq!(lit("name:iad icn"), [0, 1, 2, 4, 5, 6]);
    assert!(lit("site:iad").is_empty() && lit("!lhr").is_empty() && lit("speed>1G").is_empty());
}

#[test]
fn a_word_that_goes_on_narrows_and_other_changes_do_not() {
    let narrows = |wider: &str, this: &str| read(this).narrows(&read(wider));
    assert!(narrows("iad", "iad-a") && narrows("iad", "iad lhr") && narrows("", "x") && narrows("site:a", "site:a b"));
    assert!(!narrows("ia", "iad"), "from three letters on they may be spread");
    assert!(!narrows("!iad", "!iad-a") && !narrows("iad", "ia") && !narrows("iad", "lhr") && !narrows("a b", "a"));
}

#[test]
fn every_name_names_one_field_and_words_are_completed() {
    for pane in Pane::ALL {
        for column in pane.columns() {
            for name in [column.field, column.alias].into_iter().filter(|name| !name.is_empty()) {
                assert_eq!(pane.columns().iter().filter(|other| other.is_called(name)).count(), 1, "{pane:?} {name}");
                assert!(name.bytes().all(|byte| byte.is_ascii_lowercase()), "{name}");
            }
        }
    }
    assert_eq!(completed("iad fac", columns()).as_deref(), Some("iad facility:"));
    assert_eq!(completed("!sin", columns()).as_deref(), Some("!since<"));
    assert_eq!(
        (completed("s", columns()), completed("\"fac", columns()), completed("", columns())),
        (None, None, None)
    );
    assert_eq!(completions("s", columns()), ["state", "since", "seen", "site", "speed", "slot"]);
    assert!(completions("x y:1", columns()).is_empty());
}

/// Words that are mostly filters.
fn typed() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "\\PC{0,10}",
        "!?(state|since|age|name|site|speed|cnis|kind|type|x)(:|=|!=|<|<=|>|>=|:!|:<)[a-z0-9GM,\"\\\\!-]{0,8}",
        "!?\"[a-z \\\\\"]{0,6}\"?",
        "(\\PC|\u{3000}|\t|\n|\u{1}){0,6}",
    ];
    prop::collection::vec(word, 0..4).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_a_filter_or_a_problem_in_its_place(typed in typed()) {
        for pane in Pane::ALL {
            match Filter::read(&typed, pane.columns()) {
                Ok(filter) => {
                    let said = filter.said(pane.columns()).to_string();
                    prop_assert_eq!(Filter::read(&said, pane.columns()), Ok(filter), "{}", said);
                }
                Err(problem) => {
                    prop_assert!(typed.get(problem.at.clone()).is_some_and(|part| !part.is_empty()), "{problem:?}");
                }
            }
            completions(&typed, pane.columns());
            completed(&typed, pane.columns());
        }
    }

    #[test]
    fn a_narrower_filter_passes_less(long in "[a-c0 -]{3,7}", short in 3_usize..7, row in "[a-c0 -]{0,12}") {
        let short = long.get(..short.min(long.len())).unwrap_or_default();
        let (narrow, wide) = (find::Needle::new(&long), find::Needle::new(short));
        prop_assert!(narrow.narrows(&wide));
        if narrow.is_in(&row, Kind::Text, true) {
            prop_assert!(wide.is_in(&row, Kind::Text, true));
        }
        prop_assert_eq!(narrow.is_in(&row, Kind::Text, true), !narrow.places(&row, Kind::Text, true).is_empty());
    }
}
