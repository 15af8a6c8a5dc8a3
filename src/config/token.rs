//! Where the token comes from, first hit wins (RELIABILITY T1–T4, T8).

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use rustix::fs::{Mode, OFlags, fstat, open};
use zeroize::Zeroizing;

use super::owned::replaceable;
use super::{Config, Env};
use crate::domain::{Fault, FaultKind, Token, text as shown};

const VARIABLES: [&str; 3] = ["CLOUDFLARE_API_TOKEN", "CF_API_TOKEN", "CF_TOKEN"];
/// Variables that a child must not see.
pub const HIDDEN: [&str; 5] = ["CLOUDFLARE_API_TOKEN", "CF_API_TOKEN", "CF_TOKEN", "CLOUDFLARE_API_KEY", "CF_API_KEY"];
const LONGEST: u64 = 4096;
const COMMAND_LIMIT: Duration = Duration::from_secs(10);

/// Variables of a kind of key that is never used.
const FOREIGN: [&str; 4] = ["CLOUDFLARE_API_KEY", "CF_API_KEY", "CLOUDFLARE_EMAIL", "CF_API_EMAIL"];

/// All sources that are there, the one in use first.
fn sources(config: &Config, env: &Env) -> impl Iterator<Item = &'static str> {
    let flags = [("--token-file", config.flag_token_file.is_some()), ("--token-stdin", config.token_stdin)];
    let variables = VARIABLES.map(|name| (name, env.get(name).is_some()));
    let profile = [
        ("token_command of the profile", config.token_command.is_some()),
        ("token_file of the profile", config.token_file.is_some()),
    ];
    flags.into_iter().chain(variables).chain(profile).filter_map(|(name, there)| there.then_some(name))
}

/// The source that would be used.
pub fn token_source(config: &Config, env: &Env) -> Option<&'static str> {
    sources(config, env).next()
}

/// The sources that are there and not used: behind another, or a global key, which is never taken (RELIABILITY T2, T10).
pub fn ignored_tokens(config: &Config, env: &Env) -> Vec<&'static str> {
    let foreign = FOREIGN.into_iter().filter(|name| env.get(name).is_some());
    sources(config, env).skip(1).chain(foreign).collect()
}

/// Some source names a token; whether it holds a good one is not known yet.
pub fn has_token(config: &Config, env: &Env) -> bool {
    token_source(config, env).is_some()
}

/// The token and the name of its source.
pub fn read_token(config: &Config, env: &Env, stdin: &mut dyn Read) -> Result<(Token, String), Fault> {
    let no = |what: String| Fault::new(FaultKind::NoToken, what);
    let Some(source) = token_source(config, env) else { return Err(no("there is no API token".to_owned())) };
    let text = match source {
        "--token-file" => of_file(config.flag_token_file.as_deref())?,
        "token_file of the profile" => of_file(config.token_file.as_deref())?,
        "--token-stdin" => {
            let mut text = Zeroizing::new(String::new());
            let read = stdin.take(LONGEST).read_to_string(&mut text);
            read.map_err(|why| no(format!("the token on standard input cannot be read: {why}")))?;
            text
        }
        "token_command of the profile" => of_command(config.token_command.as_deref().unwrap_or_default())?,
        name => Zeroizing::new(env.get(name).unwrap_or_default().to_owned()),
    };
    if text.trim().is_empty() {
        return Err(no(format!("the token from {source} is empty")));
    }
    let token = Token::parse(&text).map_err(|why| no(format!("the token from {source} cannot be used: {why}")))?;
    Ok((token, source.to_owned()))
}

fn of_file(path: Option<&Path>) -> Result<Zeroizing<String>, Fault> {
    let Some(path) = path else { return Err(Fault::new(FaultKind::Bug, "a token file without a path")) };
    let refuse = |why: String| Fault::new(FaultKind::NoToken, format!("the token file {}: {why}", path.display()));
    // Opened once; what is checked is what is read.
    let opened = open(path, OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK, Mode::empty());
    let file = opened.map_err(|why| refuse(why.to_string()))?;
    let found = fstat(&file).map_err(|why| refuse(why.to_string()))?;
    if !rustix::fs::FileType::from_raw_mode(found.st_mode).is_file() {
        return Err(refuse("it is not a regular file".to_owned()));
    }
    if found.st_uid != rustix::process::geteuid().as_raw() {
        return Err(refuse("it belongs to another user".to_owned()));
    }
    if found.st_mode & 0o077 != 0 {
        return Err(refuse(format!("others can read it; run: chmod 600 {}", path.display())));
    }
    if let Some(why) = replaceable(path) {
        return Err(refuse(why));
    }
    let mut text = Zeroizing::new(String::new());
    File::from(file).take(LONGEST).read_to_string(&mut text).map_err(|why| refuse(why.to_string()))?;
    Ok(text)
}

fn of_command(words: &[String]) -> Result<Zeroizing<String>, Fault> {
    let refuse = |why: String| Fault::new(FaultKind::NoToken, format!("token_command: {why}"));
    let Some((program, rest)) = words.split_first() else { return Err(refuse("it is empty".to_owned())) };
    let mut command = Command::new(program);
    command.args(rest).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    for name in HIDDEN {
        command.env_remove(name);
    }
    let mut child = command.spawn().map_err(|why| refuse(format!("{program}: {why}")))?;
    let answer = read_aside(child.stdout.take(), LONGEST);
    // What it complains about must not run over a picture: its first line is told where it fails.
    let complaint = read_aside(child.stderr.take(), LONGEST);
    let end = Instant::now() + COMMAND_LIMIT;
    let left = || end.saturating_duration_since(Instant::now());
    let text = answer.recv_timeout(left());
    let status = text.is_ok().then(|| ended(&mut child, end)).flatten();
    let (Ok(text), Some(status)) = (text, status) else {
        let _ = child.kill();
        let _ = child.wait();
        return Err(refuse(format!("{program} gave no token within {} s", COMMAND_LIMIT.as_secs())));
    };
    if !status.success() {
        let said = complaint.recv_timeout(left().min(Duration::from_secs(1))).ok().flatten();
        let line = said.as_ref().and_then(|said| said.lines().find(|line| !line.trim().is_empty()));
        let line = line.map(|line| format!(": {}", shown::cut(&shown::clean(line.trim()), 200)));
        return Err(refuse(format!("{program} failed ({status}){}", line.unwrap_or_default())));
    }
    text.ok_or_else(|| refuse(format!("{program} did not print text")))
}

/// Reads so much at most, and the rest into nothing; by a thread of its own, for a program may never close what it writes
/// to. `None`: no text.
fn read_aside(from: Option<impl Read + Send + 'static>, most: u64) -> Receiver<Option<Zeroizing<String>>> {
    let (send, answer) = channel();
    std::thread::spawn(move || {
        let mut text = Zeroizing::new(String::new());
        let Some(mut from) = from else { return };
        let read = from.by_ref().take(most).read_to_string(&mut text);
        let _ = send.send(read.is_ok().then_some(text));
        let _ = std::io::copy(&mut from, &mut std::io::sink());
    });
    answer
}

/// How it ended, if it does in time.
fn ended(child: &mut Child, end: Instant) -> Option<ExitStatus> {
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) if Instant::now() < end => std::thread::sleep(Duration::from_millis(5)),
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::super::{Flags, resolve};
    use super::*;

    fn config(token_file: Option<&Path>, stdin: bool) -> Config {
        let flags = Flags { token_file: token_file.map(Path::to_owned), token_stdin: stdin, ..Flags::default() };
        resolve(&flags, &Env::of(&[("HOME", "/nowhere")])).unwrap()
    }

    fn read(config: &Config, env: &[(&str, &str)], stdin: &str) -> Result<(String, String), Fault> {
        let (token, source) = read_token(config, &Env::of(env), &mut stdin.as_bytes())?;
        Ok((token.reveal().to_owned(), source))
    }

    #[test]
    fn the_first_source_wins_and_an_empty_one_is_an_error() {
        let plain = config(None, false);
        let both = [("CF_TOKEN", "third"), ("CF_API_TOKEN", "second")];
        assert_eq!(read(&plain, &both, "").unwrap(), ("second".into(), "CF_API_TOKEN".into()));
        assert_eq!(read(&config(None, true), &both, "piped\n").unwrap().0, "piped");
        let fault = read(&plain, &[("CLOUDFLARE_API_TOKEN", ""), ("CF_TOKEN", "x")], "").unwrap_err();
        assert!(fault.what.contains("CLOUDFLARE_API_TOKEN") && fault.exit_code() == 3, "{fault:?}");
        assert_eq!(read(&plain, &[], "").unwrap_err().kind, FaultKind::NoToken);
        assert!(read(&plain, &[("CF_TOKEN", "Bearer x")], "").is_err());
    }

    #[test]
    fn a_token_file_is_ours_alone_or_refused() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("token");
        std::fs::write(&path, "filed\n").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        let fault = read(&config(Some(&path), false), &[], "").unwrap_err();
        assert!(fault.what.contains("chmod 600") && !fault.what.contains("filed"), "{fault:?}");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        assert_eq!(read(&config(Some(&path), false), &[], "").unwrap(), ("filed".into(), "--token-file".into()));
        std::fs::set_permissions(place.path(), std::fs::Permissions::from_mode(0o777)).unwrap();
        let fault = read(&config(Some(&path), false), &[], "").unwrap_err();
        assert!(fault.what.contains("chmod go-w") && fault.what.contains("its folder"), "{fault:?}");
        std::fs::set_permissions(place.path(), std::fs::Permissions::from_mode(0o700)).unwrap();
        // Where we are root, a file can be given away.
        if rustix::process::geteuid().is_root() {
            std::os::unix::fs::chown(&path, Some(65_534), None).unwrap();
            assert!(read(&config(Some(&path), false), &[], "").unwrap_err().what.contains("another user"));
        }
        let link = place.path().join("link");
        symlink(&path, &link).unwrap();
        assert!(read(&config(Some(&link), false), &[], "").is_err());
        assert!(read(&config(Some(place.path()), false), &[], "").is_err());
    }

    #[test]
    fn a_command_prints_it_and_its_failure_is_named() {
        let of = |words: &[&str]| {
            let words = words.iter().map(ToString::to_string).collect();
            let config = Config { token_command: Some(words), ..config(None, false) };
            read(&config, &[], "")
        };
        assert_eq!(of(&["printf", "made\\n"]).unwrap().0, "made");
        assert!(of(&["false"]).unwrap_err().what.contains("failed"));
        let noisy = of(&["sh", "-c", "echo; printf 'no key\\033[2J\\n' >&2; exit 3"]).unwrap_err().what;
        assert!(noisy.contains("exit status: 3): no key\u{fffd}[2J"), "{noisy}");
        assert_eq!(of(&["sh", "-c", "echo made; sleep 1 >/dev/null & seq 9999 >&2"]).unwrap().0, "made");
        assert!(of(&["/no/such/program"]).unwrap_err().what.contains("/no/such/program"));
        assert!(of(&[]).unwrap_err().what.contains("empty"));
    }
}
