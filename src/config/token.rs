//! Where the token comes from, first hit wins (RELIABILITY T1–T4, T8).

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rustix::fs::{Mode, OFlags, fstat, open};
use zeroize::Zeroizing;

use super::{Config, Env};
use crate::domain::{Fault, FaultKind, Token};

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
    let mut text = Zeroizing::new(String::new());
    File::from(file).take(LONGEST).read_to_string(&mut text).map_err(|why| refuse(why.to_string()))?;
    Ok(text)
}

fn of_command(words: &[String]) -> Result<Zeroizing<String>, Fault> {
    let refuse = |why: String| Fault::new(FaultKind::NoToken, format!("token_command: {why}"));
    let Some((program, rest)) = words.split_first() else { return Err(refuse("it is empty".to_owned())) };
    let mut command = Command::new(program);
    command.args(rest).stdin(Stdio::null()).stdout(Stdio::piped());
    for name in HIDDEN {
        command.env_remove(name);
    }
    let mut child = command.spawn().map_err(|why| refuse(format!("{program}: {why}")))?;
    let stdout = child.stdout.take();
    let (send, answer) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let mut text = Zeroizing::new(String::new());
        let read = stdout.map(|out| out.take(LONGEST).read_to_string(&mut text));
        let _ = send.send(matches!(read, Some(Ok(_))).then_some(text));
    });
    let begun = Instant::now();
    let Ok(text) = answer.recv_timeout(COMMAND_LIMIT) else {
        let _ = child.kill();
        let _ = child.wait();
        return Err(refuse(format!("{program} gave no token within {} s", COMMAND_LIMIT.as_secs())));
    };
    let status = child.wait().map_err(|why| refuse(format!("{program} after {:?}: {why}", begun.elapsed())))?;
    if !status.success() {
        return Err(refuse(format!("{program} failed ({status})")));
    }
    text.ok_or_else(|| refuse(format!("{program} did not print text")))
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
        assert!(of(&["/no/such/program"]).unwrap_err().what.contains("/no/such/program"));
        assert!(of(&[]).unwrap_err().what.contains("empty"));
    }
}
