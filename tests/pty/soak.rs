//! A long shift on a troubled account with faults at random: nothing may grow. Left out unless asked for:
//! `MEETME_SOAK_SECONDS=3600 cargo test --locked --test pty soak -- --ignored --nocapture`.

use std::io::{BufRead as _, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use meetme::sim::faults::catalogue;

use super::{MEETME, Pty};

const KEYS: [&str; 18] =
    ["1", "2", "3", "4", "5", "j", "k", "G", "g", "r", "\r", "\x1b", "T", "v", "/iad\r", "s", "i", "!"];

/// In KiB.
fn resident(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// What a process holds.
#[derive(Debug, Clone, Copy)]
struct Held {
    rss_kib: u64,
    descriptors: usize,
    threads: u64,
    disk: u64,
}

impl Held {
    fn by(pid: u32, home: &Path) -> Self {
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
        let number = |name: &str| {
            let line = status.lines().find(|line| line.starts_with(name)).unwrap();
            line.split_whitespace().nth(1).unwrap().parse().unwrap()
        };
        let descriptors = std::fs::read_dir(format!("/proc/{pid}/fd")).unwrap().count();
        Self { rss_kib: number("VmRSS:"), descriptors, threads: number("Threads:"), disk: bytes(home) }
    }

    fn line(&self, at: Duration) -> String {
        let Self { rss_kib, descriptors, threads, disk } = self;
        format!(
            "{:>5} s  {:>7} KiB  {descriptors:>3} descriptors  {threads:>3} threads  {disk:>8} bytes on disk",
            at.as_secs(),
            rss_kib
        )
    }
}

/// Of all files below a folder.
fn bytes(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| if entry.path().is_dir() { bytes(&entry.path()) } else { entry.metadata().map_or(0, |m| m.len()) })
        .sum()
}

/// Numbers that look like chance, the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % below
    }
}

/// The simulator as a process of its own, so that its memory is not counted.
struct Troubled {
    child: Child,
    address: String,
    env: [(&'static str, String); 3],
}

impl Troubled {
    fn start(scenario: &str) -> Self {
        let words = ["sim", "--scenario", scenario, "--speed", "5"];
        let mut child = Command::new(MEETME).args(words).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        std::io::BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let ready: serde_json::Value = serde_json::from_str(&line).unwrap();
        let of = |name: &str| ready[name].as_str().unwrap().to_owned();
        let address = of("base_url").trim_start_matches("http://").split('/').next().unwrap().to_owned();
        let env = [
            ("CLOUDFLARE_BASE_URL", of("base_url")),
            ("CLOUDFLARE_API_TOKEN", of("token")),
            ("CLOUDFLARE_ACCOUNT_ID", of("account")),
        ];
        Self { child, address, env }
    }

    /// Tells it what goes wrong; where its door is shut just now, nothing.
    fn control(&self, method: &str, rule: &str) {
        let Ok(mut stream) = TcpStream::connect(&self.address) else { return };
        let token = &self.env[1].1;
        let call = format!(
            "{method} /__sim/faults HTTP/1.1\r\nhost: sim\r\nauthorization: Bearer {token}\r\ncontent-length: {}\r\n\
             connection: close\r\n\r\n{rule}",
            rule.len()
        );
        let _ = stream.set_read_timeout(Some(Duration::from_secs(5))).and_then(|()| stream.write_all(call.as_bytes()));
        let _ = stream.read_to_end(&mut Vec::new());
    }
}

impl Drop for Troubled {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.child.kill().and_then(|()| self.child.wait());
    }
}

#[test]
#[ignore = "an hour long; run it by hand"]
fn a_long_shift_with_random_faults_leaves_nothing_behind() {
    let seconds = std::env::var("MEETME_SOAK_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(3600);
    let long = Duration::from_secs(seconds);
    let sim = Troubled::start("trouble");
    let env: Vec<(&str, &str)> = sim.env.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let mut pty = Pty::start(&[MEETME], &env);
    pty.resize(160, 50);
    pty.shows("Interconnects");
    let names: Vec<&str> = catalogue::all().map(|entry| entry.name).collect();
    let (begun, mut dice, mut held) = (Instant::now(), Dice(0x5eed_0001), Vec::new());
    let (mut beat, mut posted) = (0_u64, 0);
    while begun.elapsed() < long {
        // A person who looks around, and a network that has a bad day.
        pty.press(KEYS[dice.roll(KEYS.len())]);
        if beat.is_multiple_of(4) {
            let name = names[dice.roll(names.len())];
            sim.control("POST", &format!("GET:{name}:{}", 1 + dice.roll(4)));
            posted += 1;
        }
        if beat % 120 == 119 {
            // And a good quarter of an hour now and then.
            sim.control("DELETE", "");
        }
        let next = Instant::now() + Duration::from_millis(500);
        while let Some(left) = next.checked_duration_since(Instant::now()) {
            // Taken, as a terminal does, and forgotten.
            drop(pty.output.recv_timeout(left));
        }
        beat += 1;
        // The first minute is for growing up.
        if beat % 120 == 0 {
            held.push(Held::by(pty.pid(), pty.home.path()));
            println!("{}", held.last().unwrap().line(begun.elapsed()));
        }
    }
    sim.control("DELETE", "");
    println!("{posted} rules of faults were posted");
    // Whatever lies open by now, this ends it.
    pty.signal("-TERM");
    assert_eq!(pty.ended().0, 143);
    let (Some(first), Some(last)) = (held.first(), held.last()) else { return };
    assert!(last.rss_kib < first.rss_kib + 12 * 1024, "memory: {first:?} {last:?}");
    assert!(last.descriptors <= first.descriptors + 8, "descriptors: {first:?} {last:?}");
    assert!(last.threads <= first.threads + 8, "threads: {first:?} {last:?}");
    assert!(last.disk < 1 << 20, "disk: {last:?}");
}

#[test]
fn what_a_huge_answer_took_is_given_back() {
    const RULE: &str = "GET /cni/slots:endless-body:always";
    let sim = Troubled::start("typical");
    let env: Vec<(&str, &str)> = sim.env.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let mut pty = Pty::start(&[MEETME], &env);
    pty.resize(160, 50);
    pty.press("3");
    pty.shows("ccr0");
    let mut held = Vec::new();
    for _ in 0..4 {
        sim.control("POST", RULE);
        pty.press("r");
        pty.shows("larger than 16 MiB");
        sim.control("DELETE", "");
        pty.press("r");
        pty.wait("a list again", |pty| !pty.screen().contents().contains("larger than"));
        held.push(resident(pty.pid()));
    }
    let most = held[0] + 6 * 1024;
    assert!(held.iter().all(|now| *now < most), "{held:?} KiB");
}
