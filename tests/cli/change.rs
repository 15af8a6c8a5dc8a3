//! Commands that change something: checked, shown, sent once, read back; the verdict and its exit code are true.

#[path = "change/bench.rs"]
mod bench;

use meetme::cli::{self, Io};
use meetme::domain::{Mode, Schema};
use meetme::sim::{Action, Fault, ValidateOnly};
use meetme::store::letters::SavedLetters;
use serde_json::Value;

use bench::{Bench, Came};

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_life_by_commands_with_the_verdict_of_each() {
    for schema in [Schema::Published, Schema::Reference] {
        let bench = Bench::new(schema, ValidateOnly::Honoured).await;
        let published = schema == Schema::Published;
        let slot = bench.slot();
        let mut create = vec!["interconnects", "create", "--slot", &slot, "--yes", "--dry-run", "always"];
        if !published {
            create.extend(["--name", "cli port", "--description", "by a command"]);
        }
        let (code, made) = bench.data(&create).await;
        assert_eq!((code, made["verdict"].as_str(), made["dry_run"].as_str()), (0, Some("created"), Some("accepted")));
        assert_eq!(bench.sim.world().interconnects_on_slot(&slot), 1);
        let port = made["object"]["key"].as_str().unwrap().to_owned();

        let mut cni = vec!["cnis", "create", "--asn", "65010", "--yes"];
        let key = bench.home.path().join("key");
        std::fs::write(&key, "s3cret key\n").unwrap();
        let key = key.to_str().unwrap().to_owned();
        cni.extend(["--md5-key-file", &key]);
        if published {
            cni.extend(["--interconnect", &port, "--conduit-name", "cli-1", "--mtu", "1500"]);
        } else {
            cni.extend(["--cust-ip", "10.9.9.1/31", "--cf-ip", "10.9.9.0/31", "--vlan", "7"]);
        }
        let (code, made) = bench.data(&cni).await;
        assert_eq!((code, made["verdict"].as_str()), (0, Some("created")), "{made:#}");
        assert!(!made.to_string().contains("s3cret"), "{made:#}");
        let id = made["object"]["id"].as_str().unwrap().to_owned();

        let (code, made) = bench.data(&["cnis", "update", &id, "--asn", "2.0", "--yes"]).await;
        assert_eq!((code, made["verdict"].as_str()), (0, Some("changed")), "{made:#}");
        assert_eq!(made["object"]["bgp"]["customer_asn"], 131_072);
        assert_eq!(made["object"]["bgp"]["md5_key"], "[set]", "what was not named stays");
        let (code, same) = bench.data(&["cnis", "update", &id, "--asn", "131072", "--yes"]).await;
        assert_eq!((code, same["verdict"].as_str(), bench.sent("PUT")), (0, Some("unchanged"), 1));

        if published {
            let came = bench.run(&["interconnects", "delete", &port, "--yes", &port]).await;
            assert_eq!((came.code, bench.sent("DELETE")), (10, 0), "{came:?}");
            assert!(came.err.contains("cli-1") && came.err.contains("--even-with-cnis"), "{came:?}");
        }
        let name = if published { "cli-1" } else { &id };
        assert_eq!(bench.run(&["cnis", "delete", &id, "--yes", "another"]).await.code, 2);
        let (code, gone) = bench.data(&["cnis", "delete", &id, "--yes", name]).await;
        assert_eq!((code, gone["verdict"].as_str(), bench.sent("DELETE")), (0, Some("deleted"), 1), "{gone:#}");
        assert_eq!(bench.run(&["cnis", "delete", &id, "--yes", name]).await.code, 5);
        assert_eq!(bench.run(&["cnis", "delete", &id, "--yes", name, "--if-exists"]).await.code, 0);
        let (code, gone) = bench.data(&["interconnects", "delete", &port, "--yes", &port]).await;
        assert_eq!((code, gone["verdict"].as_str(), bench.sent("DELETE")), (0, Some("deleted"), 2), "{gone:#}");

        let (code, set) = bench.data(&["settings", "set", "--default-asn", "65000", "--yes"]).await;
        assert_eq!((code, set["object"]["default_asn"].as_u64()), (0, Some(65000)), "{set:#}");
        let (code, set) = bench.data(&["settings", "set", "--default-asn", "", "--yes"]).await;
        assert_eq!((code, &set["object"]["default_asn"]), (0, &Value::Null), "{set:#}");
        let tunnel = bench.sim.world().tunnels().remove(0);
        let (code, set) = bench.data(&["tunnels", "set", &tunnel, "--rate", "high", "--yes"]).await;
        assert_eq!((code, set["object"]["health_check"]["rate"].as_str()), (0, Some("high")), "{set:#}");
    }
}

/// Words, what stands on the first line of standard error that matters, exit code.
type Refused = (&'static [&'static str], &'static str, u8);

#[tokio::test(flavor = "multi_thread")]
async fn bad_input_says_why_and_sends_nothing() {
    let bench = Bench::published().await;
    let cases: [Refused; 12] = [
        (&["interconnects", "create", "--slot", "s"], "nobody can be asked here", 2),
        (&["interconnects", "create", "--slot", "nowhere", "--yes"], "not a UUID", 4),
        (&["interconnects", "create", "--yes"], "slot_id: choose a free slot", 2),
        (&["interconnects", "create", "--slot", "s", "--name", "n", "--yes"], "--name is not a field here", 2),
        (&["interconnects", "create", "--gcp", "--bandwidth", "3G", "--yes"], "bandwidth: ", 2),
        (&["interconnects", "create", "--body", "/nowhere/body.json", "--yes"], "cannot be read", 11),
        (&["interconnects", "delete", "icn-iad-a-10g-0001"], "--yes NAME was not given", 2),
        (&["interconnects", "delete", "no-such", "--yes", "no-such"], "", 5),
        (&["cnis", "create", "--conduit-name", "x", "--yes"], "interconnect: choose the interconnect", 2),
        (&["cnis", "update", "00000000-0000-4000-8000-000000000000", "--mtu", "1400", "--yes"], "no such object", 5),
        (&["settings", "set", "--yes"], "nothing to change was named", 2),
        (&["settings", "set", "--default-asn", "AS many", "--yes"], "default_asn: ", 2),
    ];
    for (words, said, code) in cases {
        let came = bench.run(words).await;
        assert_eq!(came.code, code, "{words:?}: {came:?}");
        assert!(came.err.contains(said), "{words:?}: {came:?}");
    }
    for method in ["POST", "PUT", "DELETE"] {
        assert_eq!(bench.sent(method), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_is_checked_without_changing_anything_and_can_be_what_get_printed() {
    let bench = Bench::published().await;
    let slot = bench.slot();
    let body = format!("{{\"account\": \"{}\", \"type\": \"direct\", \"slot_id\": \"{slot}\"}}", bench.sim.account);
    let came = bench.with(&["interconnects", "validate", "-", "--dry-run", "never"], &body, false, String::new).await;
    assert_eq!(came.code, 0, "{came:?}");
    assert!(came.err.contains("is free") && came.out.contains("nothing was sent"), "{came:?}");
    assert_eq!(bench.sim.world().calls().iter().filter(|call| call.method != "GET").count(), 0);
    let wrong = body.replace(&bench.sim.account, "another");
    let came = bench.with(&["interconnects", "validate", "-"], &wrong, false, String::new).await;
    assert_eq!(came.code, 2, "{came:?}");
    assert!(came.err.contains("`account`"), "{came:?}");
    for (body, why) in [("{", "not JSON"), ("[]", "not a JSON object"), ("{\"slot\": 1}", "`slot`")] {
        let came = bench.with(&["interconnects", "validate", "-"], body, false, String::new).await;
        assert_eq!(came.code, 2, "{came:?}");
        assert!(came.err.contains(why), "{came:?}");
    }
    let id = bench.sim.world().cnis().remove(0);
    let Came { out, .. } = {
        let args = cli::parse(["meetme", "cnis", "get", &id, "-o", "json"].map(str::to_owned)).unwrap();
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let io = Io { out: &mut out, err: &mut err, out_is_terminal: false };
        let client = bench.shop().courier.client;
        let desk = cli::LetterDesk {
            folder: bench.home.path().to_owned(),
            shelf: SavedLetters::new(bench.home.path(), "sim"),
            max_age: meetme::domain::MaxAge::default(),
        };
        let code = cli::run(args.command.as_ref().unwrap(), args.format(), &client, &desk, io).await;
        Came { code, out: String::from_utf8(out).unwrap(), err: String::new() }
    };
    let came = bench.with(&["cnis", "update", &id, "--body", "-", "--yes"], &out, false, String::new).await;
    assert_eq!(came.code, 0, "{came:?}");
    assert!(came.out.contains("it is so already"), "{came:?}");
    let changed = out.replace("\"mtu\": 1500", "\"mtu\": 1400");
    assert_ne!(changed, out);
    let came = bench.with(&["cnis", "update", &id, "--body", "-", "--yes"], &changed, false, String::new).await;
    assert_eq!((came.code, bench.sent("PUT")), (0, 1), "{came:?}");
    assert!(came.err.contains("magic/mtu: 1500 -> 1400"), "{came:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_on_the_terminal_says_yes_or_no() {
    let bench = Bench::published().await;
    let slot = bench.slot();
    let create = ["interconnects", "create", "--slot", &slot];
    let came = bench.with(&create, "", true, || "no\n".into()).await;
    assert_eq!((came.code, bench.sent("POST")), (130, 0), "{came:?}");
    assert!(came.err.contains("Let the server check") && came.err.contains("nothing was changed"), "{came:?}");
    let came = bench.with(&create, "", true, || "yes\n".into()).await;
    assert_eq!((came.code, bench.sent("POST")), (0, 1), "{came:?}");
    let came = bench.with(&["interconnects", "delete", "icn-iad-a-10g-0001"], "", true, || "yes\n".into()).await;
    assert_eq!((came.code, bench.sent("DELETE")), (2, 0), "yes is not its name: {came:?}");
    // Who is not asked has to say it.
    let came = bench.run(&["interconnects", "create", "--slot", &bench.slot(), "--yes"]).await;
    assert_eq!(came.code, 2, "{came:?}");
    assert!(came.err.contains("--dry-run never or always"), "{came:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_gate_and_a_protected_profile_hold_for_commands_too() {
    let mut bench = Bench::published().await;
    let set = ["settings", "set", "--default-asn", "65000", "--yes"];
    for (mode, said) in [(Mode::Guarded, "locked"), (Mode::ReadOnly, "only reads")] {
        bench.mode = mode;
        let came = bench.run(&set).await;
        assert_eq!(came.code, 4, "{came:?}");
        assert!(came.err.contains(said), "{came:?}");
        assert!(bench.sim.world().calls().is_empty(), "nothing is even asked");
        let check = bench.run(&["settings", "set", "--default-asn", "65000", "--validate"]).await;
        assert_eq!(check.code, 0, "to check needs no gate: {check:?}");
        bench = Bench { mode, ..Bench::published().await };
    }
    bench.mode = Mode::Write;
    bench.protect = true;
    for (more, code, sent) in [
        (&[][..], 4, 0),
        (&["--account-name", "another"], 2, 0),
        (&["--account-name", bench.sim.account_name.as_str()], 0, 1),
        // What is typed for one change does not hold for the next.
        (&[], 4, 1),
    ] {
        let came = bench.run(&[&set[..], more].concat()).await;
        assert_eq!((came.code, bench.sent("PUT")), (code, sent), "{more:?}: {came:?}");
    }
    let again = bench.run(&[&set[..], &["--account-name", bench.sim.account_name.as_str()]].concat()).await;
    assert_eq!((again.code, bench.sent("PUT")), (0, 1), "it is so already, there too: {again:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_is_found_by_reading_and_nothing_is_sent_twice() {
    // What goes wrong, whether the server acted, and the verdict.
    let cases = [
        (Action::Reset, true, "created", 0),
        (Action::Status(500), true, "created", 0),
        (Action::Html(502), true, "created", 0),
        (Action::Status(500), false, "unknown", 9),
        (Action::Reset, false, "unknown", 9),
        (Action::Status(429), false, "unknown", 9),
        (Action::Status(409), false, "not made", 10),
    ];
    for (action, acted, verdict, code) in cases {
        let bench = Bench::published().await;
        let slot = bench.slot();
        let fault = Fault::new("POST", "/cni/interconnects", action.clone());
        bench.sim.world().add_fault(if acted { fault.after_the_work() } else { fault });
        let (came, data) =
            bench.data(&["interconnects", "create", "--slot", &slot, "--yes", "--dry-run", "never"]).await;
        assert_eq!((came, data["verdict"].as_str()), (code, Some(verdict)), "{action:?} {acted}: {data:#}");
        assert_eq!(bench.sent("POST"), 1, "{action:?}");
        assert_eq!(bench.sim.world().interconnects_on_slot(&slot), usize::from(acted), "{action:?}");
        let record = bench.shop().courier.journal.read().unwrap().rows.remove(0);
        let words = [("created", "done"), ("unknown", "unknown"), ("not made", "refused")];
        let word = words.iter().find(|(said, _)| *said == verdict).unwrap().1;
        assert_eq!(record.word(), word, "{action:?}: the record says what is known");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_about_what_was_there_before_leaves_no_yes_in_the_record() {
    for (acted, code, word) in [(false, 9, "unknown"), (true, 0, "done")] {
        let bench = Bench::published().await;
        let (slot, old) = (bench.slot(), bench.sim.world().interconnects().remove(0));
        let answer =
            format!("{{\"success\":true,\"errors\":[],\"result\":{{\"name\":\"{old}\",\"type\":\"direct\"}}}}");
        let fault = Fault::new("POST", "/cni/interconnects", Action::Body(answer));
        bench.sim.world().add_fault(if acted { fault.after_the_work() } else { fault });
        let words = ["interconnects", "create", "--slot", &slot, "--yes", "--dry-run", "never"];
        let (came, data) = bench.data(&words).await;
        assert_eq!((came, bench.sent("POST")), (code, 1), "{data:#}");
        let record = bench.shop().courier.journal.read().unwrap().rows.remove(0);
        assert_eq!((record.word(), data["operation"].as_str()), (word, Some(record.id.as_str())), "{data:#}");
        let made = record.ended.as_ref().and_then(|ended| ended.made.clone());
        assert!(made.as_deref() != Some(old.as_str()) && made.is_some() == acted, "{made:?}");
        assert_eq!(meetme::domain::inverse::of(&record).is_ok(), acted, "nobody is offered to delete the old one");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_that_creates_is_said_to_have_created() {
    let bench = Bench::new(Schema::Published, ValidateOnly::Ignored).await;
    let slot = bench.slot();
    let (code, data) = bench.data(&["interconnects", "create", "--slot", &slot, "--yes", "--dry-run", "always"]).await;
    assert_eq!((code, data["verdict"].as_str()), (10, Some("made by the dry run")), "{data:#}");
    assert_eq!(bench.sim.world().interconnects_on_slot(&slot), 1);
    assert_eq!(bench.sent("POST"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_of_a_receipt_asks_for_the_very_same() {
    for schema in [Schema::Published, Schema::Reference] {
        // Both servers begin alike.
        let (one, other) =
            (Bench::new(schema, ValidateOnly::Honoured).await, Bench::new(schema, ValidateOnly::Honoured).await);
        let (slot, cni, tunnel) = (one.slot(), one.sim.world().cnis().remove(0), one.sim.world().tunnels().remove(0));
        let mut changes: Vec<Vec<&str>> = vec![
            vec!["interconnects", "create", "--slot", &slot, "--speed", "10G", "--dry-run", "never", "--yes"],
            vec!["cnis", "update", &cni, "--asn", "65099", "--yes"],
            vec!["settings", "set", "--default-asn", "65001", "--yes"],
            vec!["tunnels", "set", &tunnel, "--rate", "high", "--enabled", "off", "--target", "192.0.2.9", "--yes"],
        ];
        if schema == Schema::Reference {
            changes[0].extend(["--name", "it's a 'name'", "--description", "a b"]);
        } else {
            changes[1].extend(["--description", "x $(id) y", "--prefix", "10.1.0.0/16", "--prefix", "10.2.0.0/16"]);
        }
        for words in changes {
            let came = one.run(&words).await;
            assert_eq!(came.code, 0, "{words:?}: {came:?}");
            let made = one.shop().courier.journal.read().unwrap().rows.remove(0);
            let command = meetme::domain::receipt::command(&made).unwrap();
            let script = format!("set -- {command}printf '%s\\0' \"$@\"");
            let output = std::process::Command::new("sh").arg("-c").arg(script).output().unwrap();
            let said = String::from_utf8(output.stdout).unwrap();
            let again: Vec<&str> = said.split_terminator('\0').skip(1).collect();
            assert!(!again.contains(&"--yes"), "it asks: {command}");
            let more: &[&str] = if words[0] == "interconnects" { &["--yes", "--dry-run", "never"] } else { &["--yes"] };
            let came = other.run(&[&again[..], more].concat()).await;
            assert_eq!(came.code, 0, "{command}: {came:?}");
            let same = other.shop().courier.journal.read().unwrap().rows.remove(0);
            assert_eq!((same.method, same.body), (made.method, made.body), "{command}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signal_while_a_change_is_under_way_waits_five_seconds_and_leaves_a_record() {
    for (action, said) in [(Action::Hang, "unknown"), (Action::Delay(3000), "done")] {
        let bench = Bench::published().await;
        let slot = bench.slot();
        bench.sim.world().add_fault(Fault::new("POST", "/cni/interconnects", action.clone()).after_the_work());
        let words =
            ["--write", "interconnects", "create", "--slot", &slot, "--yes", "--dry-run", "never", "--base-url"];
        let child = std::process::Command::new(env!("CARGO_BIN_EXE_meetme"))
            .args(words)
            .args([&bench.sim.base_url, "--account", &bench.sim.account])
            .env_clear()
            .envs([("HOME", bench.home.path().to_str().unwrap()), ("CLOUDFLARE_API_TOKEN", &bench.sim.token)])
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        while bench.sent("POST") == 0 {
            tokio::task::yield_now().await;
        }
        let pid = child.id().to_string();
        assert!(std::process::Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        let output = tokio::task::spawn_blocking(|| child.wait_with_output().unwrap()).await.unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(143), "{action:?}: {err}");
        assert!(err.contains("up to 5 s") && err.contains("meetme audit list"), "{err}");
        let list = super::meetme(bench.home.path(), &["audit", "list"], &[]);
        let list = String::from_utf8(list.stdout).unwrap();
        assert!(list.lines().count() == 2 && list.contains(said), "{action:?}: {list}");
        assert_eq!((bench.sent("POST"), bench.sim.world().interconnects_on_slot(&slot)), (1, 1), "{action:?}");
    }
}
