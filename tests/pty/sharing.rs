//! Two of them on one machine.

use std::io::BufRead as _;
use std::process::{Child, Command, Stdio};

use super::{MEETME, Pty, READ};

/// The simulator, which ends with the test however that ends.
struct Sim(Child);

impl Drop for Sim {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn two_processes_see_each_other_and_each_takes_half_of_the_budget() {
    let mut sim = Sim(Command::new(MEETME).arg("sim").stdout(Stdio::piped()).spawn().unwrap());
    let mut line = String::new();
    std::io::BufReader::new(sim.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let ready: serde_json::Value = serde_json::from_str(&line).unwrap();
    let of = |name: &str| ready[name].as_str().unwrap().to_owned();
    let home = tempfile::tempdir().unwrap();
    let (url, token, account, home) =
        (of("base_url"), of("token"), of("account"), home.path().display().to_string() + "/home");
    let env = [
        ("HOME", home.as_str()),
        ("CLOUDFLARE_BASE_URL", &url),
        ("CLOUDFLARE_API_TOKEN", &token),
        ("CLOUDFLARE_ACCOUNT_ID", &account),
    ];
    let start = || {
        let mut pty = Pty::start(&[MEETME], &env);
        pty.resize(160, 40);
        pty.until(READ);
        pty
    };
    let mut first = start();
    assert!(!first.screen().contents().contains("of the budget"));
    let mut second = start();
    second.shows("1/2 of the budget");
    second.press("q");
    assert_eq!(second.ended().0, 0);
    first.press("q");
    assert_eq!(first.ended().0, 0);
}
