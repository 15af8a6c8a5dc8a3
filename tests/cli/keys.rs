//! The key map as a person writes it, prints it, and gets it wrong.

use super::meetme;

#[test]
fn the_keys_that_hold_are_printed_and_a_preset_by_name() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("c.toml");
    std::fs::write(&file, "keys_preset = \"k9s\"\n[keys]\npause = []\n[keys.table]\nzone = [\"z\", \"alt-t\"]\n")
        .unwrap();
    let print = |words: &[&str]| {
        let output = meetme(home.path(), &[&["--config", "c.toml", "keys"], words].concat(), &[]);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let row = |text: &str, place: &str, action: &str| {
        let fits = |line: &&str| line.starts_with(place) && line.split_whitespace().any(|word| word == action);
        text.lines().find(fits).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let own = print(&[]);
    assert!(row(&own, "table ", "zone").starts_with("table z alt-t zone "), "{own}");
    assert!(row(&own, "page ", "zone").starts_with("page t zone "), "{own}");
    assert!(row(&own, "table ", "pause").starts_with("table - pause "), "{own}");
    assert!(row(&own, "table ", "refresh").starts_with("table ctrl-r r refresh "), "{own}");
    let preset = print(&["--preset", "vim"]);
    assert!(row(&preset, "table ", "letter").starts_with("table L letter "), "{preset}");
    assert!(row(&preset, "table ", "pause").starts_with("table p pause "), "of no file: {preset}");
    let json: serde_json::Value = serde_json::from_str(&print(&["-o", "json"])).unwrap();
    let zone = json["keys"].as_array().unwrap().iter().find(|row| row["place"] == "table" && row["action"] == "zone");
    assert_eq!((&json["preset"], &zone.unwrap()["keys"]), (&"k9s".into(), &serde_json::json!(["z", "alt-t"])));
}

#[test]
fn a_mistake_stops_the_workbench_the_page_and_the_check_with_its_line() {
    let home = tempfile::tempdir().unwrap();
    for (text, said) in [
        ("[keys]\nrefresh = [\"d\"]\n", &["c.toml:2: ", "`d`", "`refresh`", "`open`"][..]),
        ("[keys]\nopne = [\"o\"]\n", &["c.toml:2: ", "`open`"]),
        ("\nkeys_preset = \"emacs\"\n", &["c.toml:2: ", "k9s"]),
        ("[keys]\nopen = [\"hyper-o\"]\nzone = [\"ctrl-c\"]\n", &["c.toml:2: ", "c.toml:3: "]),
    ] {
        std::fs::write(home.path().join("c.toml"), text).unwrap();
        for words in [&["--demo"][..], &["keys"], &["config", "check"]] {
            let output = meetme(home.path(), &[&["--config", "c.toml"], words].concat(), &[("TERM", "xterm")]);
            let all = [output.stdout, output.stderr].concat();
            let all = String::from_utf8(all).unwrap();
            assert_eq!(output.status.code(), Some(2), "{words:?}: {all}");
            assert!(said.iter().all(|word| all.contains(word)), "{words:?}: {all}");
        }
        let list = meetme(home.path(), &["--config", "c.toml", "--demo", "settings", "get"], &[]);
        assert_eq!(list.status.code(), Some(0), "a command asks for no keys");
    }
}
