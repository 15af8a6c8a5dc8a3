//! The bodies of the fuzz targets with bytes out of pieces that matter, on stable.

use meetme::domain::kept::Kept;
use meetme::domain::text;
use meetme::store::drafts;
use proptest::prelude::*;

#[path = "../../fuzz/bodies.rs"]
mod bodies;

/// Any bytes, words of the formats in any order, and both.
fn bytes(words: &'static [&'static str]) -> impl Strategy<Value = Vec<u8>> {
    let word = prop::sample::select(words).prop_map(|word| word.as_bytes().to_vec());
    let piece = prop_oneof![6 => word, 1 => prop::collection::vec(any::<u8>(), 0..6), 1 => ".{0,6}".prop_map(String::into_bytes)];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

const JSON: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "null",
    "true",
    "false",
    "0",
    "-1",
    "1e999",
    "200",
    "\"success\":",
    "\"result\":",
    "\"errors\":",
    "\"result_info\":",
    "\"items\":",
    "\"next\":",
    "\"id\":",
    "\"name\":",
    "\"state\":",
    "\"status\":",
    "\"code\":",
    "\"message\":",
    "\"page\":1",
    "\"total_pages\":9",
    "\"facility\":",
    "\"\\ud800\"",
    "\"\\u001b[2J\"",
    "<html><title>",
    "</title>",
    "%PDF-1.7",
    "%%EOF",
    "\u{feff}",
    " ",
    "{\"success\":true,\"result\":",
    "{\"items\":[{\"id\":\"a\"}],\"next\":7}",
    "{\"success\":false,\"errors\":[{\"code\":1,\"message\":\"no\"}]}",
];
const HEADS: &[&str] = &[
    "120",
    "0",
    "-5",
    "\n",
    "Sun, 06 Nov 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 08:50:07 GMT",
    "r=",
    "t=",
    ";",
    ",",
    "\"default\"",
    "9",
    "99999999999",
];
const TEXT: &[&str] = &[
    "a",
    "\u{6771}",
    "e\u{301}",
    "\u{301}\u{301}\u{301}",
    "\x1b[2J",
    "\u{9b}",
    "\u{202e}",
    "\u{200b}",
    "\u{1f680}",
    "\r\n",
    "\t",
    "\0",
    "\"",
    "\\",
    " ",
    "../",
    "/",
    ".",
    "-",
    "\u{e0041}",
    "\u{1f468}\u{200d}\u{1f469}",
    "\u{fffd}",
];
const TOML: &[&str] = &[
    "[profiles.a]\n",
    "[profiles.",
    "]\n",
    "[keys]\n",
    "[keys.table]\n",
    "account = ",
    "mode = ",
    "\"write\"",
    "\"x\"",
    "theme = ",
    "keys_preset = ",
    "\"vim\"",
    "refresh = [\"r\"]\n",
    "\n",
    "=",
    "[",
    "\"",
    "'",
    "#",
    "1",
    "true",
    "token_command = [\"x\"]\n",
    "\u{e9}",
];
const DRAFT: &[&str] = &[
    "{\"v\":1,\"sha256\":\"",
    "\",\"form\":\"",
    "\"}",
    "{\\\"profile\\\":\\\"p\\\"}",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "{",
    "}",
    "\"",
    "\\",
];
const FILTER: &[&str] = &[
    "iad",
    "!",
    "site:",
    "state:",
    "speed>=",
    "10G",
    "since<",
    "1h",
    "\"",
    " ",
    ",",
    ":",
    "<",
    ">",
    "=",
    "-",
    "device:other",
    "100g",
    "\u{e9}",
    "9999999999999999999999",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_answer_is_understood_or_told_safely(bytes in bytes(JSON), status in any::<[u8; 2]>(), good in any::<bool>()) {
        // Half of them with a status of success: 100 plus 100.
        let status = if good { [0, 100] } else { status };
        bodies::envelope(&[&status[..], &bytes].concat());
    }

    #[test]
    fn any_list_comes_to_its_end(bytes in bytes(JSON)) {
        bodies::list(&bytes);
    }

    #[test]
    fn any_word_about_waiting_is_a_wait_of_seconds_to_minutes(bytes in bytes(HEADS)) {
        bodies::waiting(&bytes);
    }

    #[test]
    fn any_text_is_cleaned(bytes in bytes(TEXT)) {
        bodies::cleaning(&bytes);
    }

    #[test]
    fn any_name_makes_a_plain_file_name(bytes in bytes(TEXT)) {
        bodies::file_name(&bytes);
    }

    #[test]
    fn any_configuration_is_read_or_told_with_its_line(bytes in bytes(TOML)) {
        bodies::configuration(&bytes);
    }

    #[test]
    fn any_draft_is_whole_or_none(bytes in bytes(DRAFT)) {
        bodies::draft(&bytes);
    }

    #[test]
    fn any_form_comes_back_from_the_disk_as_it_was(words in prop::collection::vec(any::<String>(), 8)) {
        let at = jiff::Timestamp::UNIX_EPOCH;
        let of = |n: usize| words[n].clone();
        let (profile, account, flow, about, owner) = (of(0), of(1), of(2), of(3), of(4));
        let (fields, left_out) = (vec![(of(5), of(6))], vec![of(7)]);
        let kept = Kept { profile, account, flow, about, at, opened: fields.clone(), fields, left_out, owner };
        let written = drafts::written(&kept).unwrap();
        prop_assert!(written.chars().all(text::is_safe), "{written:?}");
        prop_assert_eq!(drafts::parse(&written), Some(kept));
    }

    #[test]
    fn any_filter_says_itself_or_where_it_breaks(bytes in bytes(FILTER)) {
        bodies::filter(&bytes);
    }
}
