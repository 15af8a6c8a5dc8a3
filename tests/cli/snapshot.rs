//! Pictures without a terminal: the same each time, and those of the README among them.

use meetme::sim;

use super::{demo, meetme};

/// Files in `docs/pictures/`, and what they are pictures of.
const PICTURES: [(&str, &[&str]); 5] = [
    ("first-change", &["--demo", "--size", "104x22", "--film=1.8", "--keys", "3,o,/,l,h,r,enter,enter,a,f5,tab,enter"]),
    ("watch", &["--demo=large", "--size", "116x30"]),
    ("why", &["--demo", "--size", "104x30", "--keys", "i"]),
    ("where-free", &["--demo", "--size", "116x26", "--keys", "3,o"]),
    ("review", &["--demo", "--size", "104x18", "--keys", "3,/,l,h,r,enter,a,f5"]),
];

fn picture(words: &[&str]) -> String {
    let home = tempfile::tempdir().unwrap();
    let output =
        meetme(home.path(), &[&["snapshot"], words].concat(), &[("LC_ALL", "C.UTF-8"), ("COLORTERM", "truecolor")]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// `MEETME_DRAW=1 cargo test --locked --test cli` draws them anew.
#[test]
fn the_pictures_of_the_documents_are_true() {
    let pages: String = super::documents::pages().into_iter().map(|(_, page)| page).collect();
    for (name, words) in PICTURES {
        assert!(pages.contains(&format!("pictures/{name}-dark.svg")), "{name} is in no page");
        for theme in ["dark", "light"] {
            let drawn = picture(&[words, &["-o", "svg", "--theme", theme]].concat());
            let path = format!("{}/docs/pictures/{name}-{theme}.svg", env!("CARGO_MANIFEST_DIR"));
            if std::env::var_os("MEETME_DRAW").is_some() {
                std::fs::write(&path, &drawn).unwrap();
            }
            let there = std::fs::read_to_string(&path).unwrap_or_default();
            assert!(there == drawn, "{path} is old: MEETME_DRAW=1 draws it anew");
            assert!(drawn.len() < 100_000, "{path} is too large for a page: {} bytes", drawn.len());
        }
    }
}

#[test]
fn a_picture_shows_the_pane_and_what_keys_lead_to() {
    let slots = picture(&["--demo", "--size", "80x24", "--pane", "slots"]);
    assert!(slots.contains("+ FREE") && slots.lines().count() == 24 && !slots.contains('\x1b'), "{slots}");
    let found = picture(&["--demo", "--size", "100x20", "--keys", "/,l,h,r,enter,d", "-o", "ansi"]);
    let done = picture(&["--demo", "--size", "104x22", "--keys", "3,a,f5,tab,enter"]);
    assert!(done.contains("Created: icn-") && done.contains("Read back: it is stored."), "the demo may change: {done}");
    assert!(found.contains("icn-lhr-a-10g-0011") && found.contains("\x1b[1m"), "{found}");
    assert!(demo(&["snapshot", "--demo", "--size", "60x10"]).is_ascii(), "no UTF-8 locale, no other characters");
}

#[test]
fn a_picture_of_an_account_only_reads_and_says_what_is_missing() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let options = sim::Options { scenario: "false-diversity".parse().unwrap(), ..sim::Options::default() };
    let sim = runtime.block_on(sim::start(options)).unwrap();
    let home = tempfile::tempdir().unwrap();
    let run = |token: &str, words: &[&str]| {
        let env = [("CLOUDFLARE_API_TOKEN", token), ("CLOUDFLARE_BASE_URL", &sim.base_url)];
        meetme(home.path(), &[&["snapshot", "--write", "--wait", "1"], words].concat(), &env)
    };
    let read = run(&sim.token, &[]);
    assert_eq!(read.status.code(), Some(0), "{read:?}");
    assert!(String::from_utf8_lossy(&read.stdout).contains("HEALTHY"));
    let create = run(&sim.token, &["--keys", "3,a,f5,y"]);
    assert_eq!(create.status.code(), Some(8), "it waits for a dry run that is never sent");
    assert!(sim.world().calls().iter().all(|call| call.method == "GET"));
    assert_eq!(run("another-token-that-is-not-known-at-all-0000", &[]).status.code(), Some(3));
}
