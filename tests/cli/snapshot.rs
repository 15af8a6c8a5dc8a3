//! Pictures without a terminal: the same each time, and those of the README among them.

use meetme::sim;

use super::{demo, meetme};

/// Files in `assets/`, and what they are pictures of.
const PICTURES: [(&str, &[&str]); 2] =
    [("screen", &["--size", "130x30"]), ("where-free", &["--size", "130x30", "--keys", "3,o"])];

fn picture(words: &[&str]) -> String {
    let home = tempfile::tempdir().unwrap();
    let output = meetme(home.path(), &[&["snapshot", "--demo"], words].concat(), &[("LC_ALL", "C.UTF-8")]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// `MEETME_DRAW=1 cargo test --locked --test cli` draws them anew.
#[test]
fn the_pictures_of_the_readme_are_true() {
    for (name, words) in PICTURES {
        let drawn = picture(&[words, &["-o", "svg"]].concat());
        let path = format!("{}/assets/{name}.svg", env!("CARGO_MANIFEST_DIR"));
        if std::env::var_os("MEETME_DRAW").is_some() {
            std::fs::write(&path, &drawn).unwrap();
        }
        assert!(
            std::fs::read_to_string(&path).unwrap_or_default() == drawn,
            "{path} is old: MEETME_DRAW=1 draws it anew"
        );
    }
}

#[test]
fn a_picture_shows_the_pane_and_what_keys_lead_to() {
    let slots = picture(&["--size", "80x24", "--pane", "slots"]);
    assert!(slots.contains("+ FREE") && slots.lines().count() == 24 && !slots.contains('\x1b'), "{slots}");
    let found = picture(&["--size", "100x20", "--keys", "/,l,h,r,enter,d", "-o", "ansi"]);
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
