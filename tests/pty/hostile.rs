//! Every screen and every command under hostile text in every field of the API, and under a server that repeats the
//! token: no byte of it reaches a terminal as an order, and the token leaves in no form (RELIABILITY X1, T6).

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use super::grammar::{May, foreign};
use super::relay::{HOSTILE, Relay, TOKEN, Turn, forms};
use super::{MEETME, Pty};

/// The escape key as a sequence that no key after it can be taken into.
const ESC: &str = "\x1b[27u";
const CLIPBOARD: &str = "\x1b]52;c;";
const F5: &str = "\x1b[15~";

pub(super) fn start(relay: &Relay, home: &Arc<tempfile::TempDir>, words: &[&str]) -> Pty {
    let env = relay.env();
    let env: Vec<(&str, &str)> = env.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let mut pty = Pty::at(home, &[&[MEETME][..], words].concat(), &env);
    pty.resize(120, 40);
    pty
}

impl Pty {
    /// Presses, and waits until the picture after it is whole; all that came until then has to be ours.
    pub(super) fn step(&mut self, keys: &str) {
        let from = self.seen.len();
        self.press(keys);
        self.press("\x0c");
        self.wait(&format!("a repaint after {keys:?}"), |pty| {
            let new = &pty.seen[from..];
            new.windows(4).rposition(|four| four == b"\x1b[2J").is_some_and(|at| new[at..].ends_with(b"\x1b[?2026l"))
        });
        self.is_ours();
    }

    /// The same, and this stands on the screen then.
    pub(super) fn goes(&mut self, keys: &str, said: &str) {
        self.step(keys);
        self.shows(said);
    }

    /// All that came is ours, and ends where a sequence ends.
    pub(super) fn is_ours(&mut self) {
        if let Some(odd) = foreign(&self.seen[self.checked..], May::Draw) {
            panic!("not ours: {odd}\n{}", self.screen().contents());
        }
        self.checked = self.seen.len();
    }
}

/// What is pressed, one after another, and what must be on the screen then.
const TOUR: [(&str, &str); 41] = [
    ("1", "FOE"),
    ("d", "FOE"),
    ("i", "FOE"),
    (ESC, "FOE"),
    ("v", "FOE"),
    (ESC, "FOE"),
    (ESC, "Interconnects"),
    ("Y", "opy"),
    (ESC, "FOE"),
    ("x", "FOE"),
    (ESC, "FOE"),
    ("y", CLIPBOARD),
    ("w", "FOE"),
    ("W", "olumns"),
    (ESC, "FOE"),
    ("s", "ort"),
    (ESC, "FOE"),
    (" ", "FOE"),
    ("y", CLIPBOARD),
    ("/FOE", "filter"),
    ("\r", "FOE"),
    (ESC, "FOE"),
    (":FOE", "FOE"),
    (ESC, "Interconnects"),
    ("m", "FOE"),
    ("m", "FOE"),
    ("2", "FOE"),
    ("d", "FOE"),
    (ESC, "FOE"),
    ("3", "FOE"),
    ("o", "FOE"),
    ("\r", "FOE"),
    ("o", "FOE"),
    ("4", "FOE"),
    ("d", "FOE"),
    (ESC, "FOE"),
    ("5", "ettings"),
    ("!", "ctivity"),
    (ESC, "ettings"),
    ("T", "imeline"),
    (ESC, "ettings"),
];

/// What the terminal was given for its clipboard.
fn copied(text: &str) -> Vec<String> {
    let digits: Vec<u8> = (b'A'..=b'Z').chain(b'a'..=b'z').chain(b'0'..=b'9').chain(*b"+/").collect();
    let decoded = |coded: &str| {
        let bits = coded.bytes().filter_map(|byte| digits.iter().position(|digit| *digit == byte));
        let (mut word, mut count, mut out) = (0_usize, 0, Vec::new());
        for six in bits {
            (word, count) = ((word << 6 | six) & 0xffff, count + 6);
            if count >= 8 {
                count -= 8;
                out.push((word >> count & 0xff) as u8);
            }
        }
        String::from_utf8(out).unwrap()
    };
    text.split(CLIPBOARD).skip(1).map(|rest| decoded(rest.split('\x07').next().unwrap())).collect()
}

fn tour(pty: &mut Pty) {
    pty.shows("FOE");
    for (keys, said) in TOUR {
        if said == CLIPBOARD {
            let from = pty.seen.len();
            pty.press(keys);
            pty.wait("the clipboard", |pty| String::from_utf8_lossy(&pty.seen[from..]).contains(said));
        } else {
            pty.step(keys);
            pty.shows(said);
        }
    }
    pty.is_ours();
    let copied = copied(&pty.text());
    assert!(copied.len() >= 2 && copied.iter().all(|text| text.contains("FOE")), "{copied:?}");
    for text in copied {
        assert_eq!(foreign(text.as_bytes(), May::Lines), None, "{text:?}");
    }
}

#[test]
fn every_screen_under_hostile_text_sends_our_own_sequences_only() {
    for turn in [Turn::Text, Turn::All] {
        let relay = Relay::new("typical", turn);
        let home = Arc::new(tempfile::tempdir().unwrap());
        let mut pty = start(&relay, &home, &["--write"]);
        tour(&mut pty);
        // What the server says of trouble: an envelope, a page of the edge, a refusal.
        for (status, said) in [(400, "400"), (502, "HTML"), (403, "403")] {
            relay.fail("/cni/cnis", status);
            pty.step("2r");
            pty.shows(said);
            pty.step("!");
            pty.step(ESC);
            relay.heal();
        }
        pty.is_ours();
        for (columns, rows) in [(80, 24), (60, 10), (30, 5), (1, 1), (200, 50)] {
            pty.resize(columns, rows);
            pty.step("");
        }
        pty.press("\x03");
        assert_eq!(pty.ended().0, 130);
        pty.is_ours();
        assert!(pty.is_clean());
    }
}

#[test]
fn forms_reviews_and_letters_under_hostile_text_send_our_own_sequences_only() {
    let relay = Relay::new("typical", Turn::Text);
    let home = Arc::new(tempfile::tempdir().unwrap());
    let letters = home.path().join("letters");
    std::fs::create_dir(&letters).unwrap();
    let mut pty = start(&relay, &home, &["--write", "--letters-dir", letters.to_str().unwrap()]);
    pty.shows("FOE");
    // A letter: its name is made of the port's.
    pty.goes("l", "[ Save the letter ]");
    pty.step(F5);
    pty.until_so("a letter is there", || std::fs::read_dir(&letters).unwrap().count() == 1);
    pty.goes("", "SHA-256");
    pty.goes(ESC, "FOE");
    // A form with a problem on its field, and one that is confirmed by a name.
    pty.goes("2", "CNIs  1-26");
    pty.goes("e", "[ Validate ]");
    pty.goes(F5, "nothing is changed yet");
    pty.goes(ESC, "CNIs  1-26");
    pty.goes("D", "[ Validate ]");
    pty.goes(F5, "to delete it");
    pty.goes(ESC, "CNIs  1-26");
    // A change up to its review, refused, and its receipt.
    pty.goes("3", "Slots  1-");
    pty.goes("a", "[ Validate ]");
    pty.goes(F5, "Let the server check it too");
    pty.goes("n", "[ Commit: create it ]");
    relay.fail("/cni/interconnects", 400);
    pty.step("\t\r");
    pty.shows("the API refused (400)");
    pty.step(ESC);
    pty.step("y");
    relay.heal();
    pty.step("R");
    pty.step(ESC);
    pty.signal("-TERM");
    pty.ended();
    pty.is_ours();
    for path in files(home.path()) {
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(name.bytes().all(|byte| byte.is_ascii_graphic()) && !name.contains(".."), "{name:?}");
        let bytes = std::fs::read(&path).unwrap();
        if path.extension().is_none_or(|end| end != "pdf") {
            assert_eq!(foreign(&bytes, May::Lines), None, "{name}");
        }
    }
    assert!(!home.path().join("owned").exists(), "no shell was asked");
}

#[test]
fn watched_lists_and_lines_under_hostile_text_send_our_own_sequences_only() {
    let relay = Relay::new("typical", Turn::Text);
    let home = Arc::new(tempfile::tempdir().unwrap());
    let mut pty = start(&relay, &home, &["slots", "list", "--watch"]);
    pty.shows("FOE");
    pty.signal("-INT");
    assert_eq!(pty.ended().0, 130);
    pty.is_ours();
    let mut pty = start(&relay, &home, &["--plain"]);
    for line in ["list", "open 1", "why", "json 1", "back", "cnis", "slots", "free", "tunnels", "status"] {
        pty.press(&format!("{line}\r"));
    }
    pty.until("API budget used");
    assert!(pty.text().contains("FOE"));
    pty.press("\x03");
    pty.ended();
    pty.is_ours();
}

/// Everything below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.flat_map(|entry| if entry.path().is_dir() { files(&entry.path()) } else { vec![entry.path()] }).collect()
}

fn run(relay: &Relay, home: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(MEETME);
    command.args(words).env_clear().env("HOME", home).env("LC_ALL", "C.UTF-8").current_dir(home);
    command.envs(relay.env()).output().unwrap()
}

/// What they all say; where all fails they only say it, so one form of each is enough.
fn all(relay: &Relay, home: &Path, failing: bool) -> Vec<(Vec<String>, Output)> {
    let mut commands = commands(relay);
    if failing {
        commands.retain(|words| words.last().is_none_or(|format| format == "json") && words[0] != "snapshot");
    }
    let next = std::sync::Mutex::new(commands.into_iter());
    let said = std::sync::Mutex::new(Vec::new());
    // They mostly wait: for their second attempts, and for their turn.
    std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                loop {
                    let Some(words) = next.lock().unwrap().next() else { return };
                    let output = run(relay, home, &words.iter().map(String::as_str).collect::<Vec<_>>());
                    said.lock().unwrap().push((words, output));
                }
            });
        }
    });
    said.into_inner().unwrap()
}

/// Every command that says something of the server's.
fn commands(relay: &Relay) -> Vec<Vec<String>> {
    let world = relay.sim.world();
    let (port, cni, tunnel) = (&world.interconnects()[0], &world.cnis()[0], &world.tunnels()[0]);
    let slot = world.free_slot(None).unwrap();
    let mut all: Vec<String> = Vec::new();
    for format in ["table", "json", "jsonl", "csv"] {
        for what in ["interconnects list", "cnis list", "slots list", "slots availability", "tunnels list"] {
            all.push(format!("{what} -o {format}"));
        }
        all.push(format!("check -o {format}"));
    }
    for format in ["table", "json"] {
        all.push(format!("interconnects get {port} -o {format}"));
        all.push(format!("interconnects status {port} -o {format}"));
        all.push(format!("cnis get {cni} -o {format}"));
        all.push(format!("slots get {slot} -o {format}"));
        all.push(format!("tunnels get {tunnel} -o {format}"));
        all.push(format!("settings get -o {format}"));
        // Changes, to their end and up to it.
        all.push(format!("--write settings set --default-asn 65010 --yes -o {format}"));
        all.push(format!("--write tunnels set {tunnel} --rate low --yes -o {format}"));
        all.push(format!("--write cnis update {cni} --mtu 1400 --yes -o {format}"));
        all.push(format!("--write cnis delete {cni} --validate -o {format}"));
        all.push(format!("--write interconnects create --slot {slot} --dry-run always --validate -o {format}"));
        all.push(format!("--write interconnects delete {port} --validate -o {format}"));
        all.push(format!("audit list -o {format}"));
    }
    all.push(format!("interconnects loa {port}"));
    all.push("slots list --near FOE --site x".to_owned());
    all.push("snapshot -o text".to_owned());
    all.push("snapshot -o svg --pane cnis".to_owned());
    all.into_iter().map(|line| line.split(' ').map(str::to_owned).collect()).collect()
}

#[test]
fn every_command_under_hostile_text_prints_text_and_line_ends_only() {
    for turn in [Turn::Text, Turn::All] {
        let relay = Relay::new("typical", turn);
        let home = tempfile::tempdir().unwrap();
        for failing in [None, Some(400), Some(502)] {
            if let Some(status) = failing {
                relay.fail("/", status);
            }
            for (words, output) in all(&relay, home.path(), failing.is_some()) {
                for (name, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
                    assert_eq!(foreign(bytes, May::Lines), None, "{name} of {words:?} ({turn:?}, {failing:?})");
                }
                assert!(output.status.code().is_some_and(|code| code < 70), "{words:?}: {output:?}");
            }
            relay.heal();
        }
    }
}

/// The switch that panics is in debug builds only.
#[test]
#[cfg(debug_assertions)]
fn the_last_words_of_a_panic_and_what_is_kept_hold_no_token() {
    let relay = Relay::new("typical", Turn::Echo);
    let home = Arc::new(tempfile::tempdir().unwrap());
    let said = forms(&format!("Bearer {TOKEN}")).join(" ");
    let mut pty = start(&relay, &home, &["--write"]);
    pty.shows("Reservation");
    // By accident into a filter, which is kept, and into a form, which is a draft.
    pty.press(&format!("/\x1b[200~{TOKEN}\x1b[201~"));
    pty.step("\r");
    pty.step(ESC);
    pty.step("3");
    pty.shows("SLOT");
    pty.step("a");
    pty.press(&format!("\x1b[200~{said}\x1b[201~"));
    let place = Arc::clone(&home);
    let is_draft = |path: &PathBuf| {
        path.extension().is_some_and(|end| end == "json") && path.to_string_lossy().contains("/drafts/")
    };
    pty.until_so("the form is kept", || files(place.path()).iter().any(is_draft));
    pty.signal("-TERM");
    pty.ended();
    for path in files(home.path()) {
        holds_no_token(&path.display().to_string(), &std::fs::read(&path).unwrap());
    }
    let env = [relay.env(), vec![("MEETME_PANIC_ON_PASTE", "1".to_owned())]].concat();
    let env: Vec<(&str, &str)> = env.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let mut pty = Pty::at(&home, &[MEETME], &env);
    pty.shows("A form was not finished");
    pty.press(&format!("\x1b[200~panic with {said} \x1b]0;x\x07 in it\x1b[201~"));
    pty.until("has a bug");
    assert_eq!(pty.ended().0, 70);
    holds_no_token("the crash", &pty.seen);
    assert!(pty.text().contains("panic with [hidden]"), "{}", pty.text());
    pty.is_ours();
}

/// No form of the token in these bytes.
fn holds_no_token(what: &str, bytes: &[u8]) {
    for form in forms(&format!("Bearer {TOKEN}")) {
        let found = bytes.windows(form.len()).position(|window| window == form.as_bytes());
        assert!(found.is_none(), "{what} holds {form}: {:?}", {
            let at = found.unwrap_or_default();
            String::from_utf8_lossy(&bytes[at.saturating_sub(80)..(at + 80).min(bytes.len())])
        });
    }
}

#[test]
fn a_server_that_repeats_the_token_brings_it_nowhere() {
    let relay = Relay::new("typical", Turn::Echo);
    let home = Arc::new(tempfile::tempdir().unwrap());
    let mut pty = start(&relay, &home, &["--write"]);
    pty.shows("Reservation");
    for keys in ["d", "v", ESC, ESC, "i", "y", ESC, "2", "d", "v", "y", ESC, ESC, "5", "3", "a", F5, ESC, "y"] {
        pty.step(keys);
    }
    for status in [400, 401, 403, 404, 502, 503] {
        relay.fail("/cni/cnis", status);
        for keys in ["2r", "!", ESC] {
            pty.step(keys);
        }
        relay.heal();
    }
    // A change that is refused with it, so that it is in the record, too.
    pty.step("2");
    pty.step("e");
    pty.step("\x1b[B");
    pty.step("words of mine");
    relay.fail("PUT", 400);
    pty.step(F5);
    pty.step("\t\r");
    pty.signal("-TERM");
    pty.ended();
    holds_no_token("the screen", &pty.seen);
    for failing in [None, Some(400), Some(403), Some(502)] {
        if let Some(status) = failing {
            relay.fail("/", status);
        }
        for (words, output) in all(&relay, home.path(), failing.is_some()) {
            holds_no_token(&format!("stdout of {words:?}"), &output.stdout);
            holds_no_token(&format!("stderr of {words:?}"), &output.stderr);
        }
        relay.heal();
    }
    let files = files(home.path());
    assert!(files.iter().any(|path| path.ends_with("audit.jsonl")));
    for path in files {
        holds_no_token(&path.display().to_string(), &std::fs::read(&path).unwrap());
    }
    assert!(HOSTILE.len() > 100);
}
