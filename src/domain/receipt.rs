//! A recorded change as text to take along: a `curl` call, a `meetme` command, words for a ticket. Pure.

mod command;

use std::fmt::Write as _;

pub use command::command;
use serde_json::Value;

use super::record::{REDACTED, Record, hidden};
use super::text;

const USUAL: &str = "https://api.cloudflare.com/client/v4";

/// A text as one word of a POSIX shell, whatever is in it.
pub fn shell(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@%+,".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// Where the call went.
fn url(record: &Record) -> String {
    let base = match record.who.origin.as_str() {
        base if base.contains("://") => base.trim_end_matches('/'),
        _ => USUAL,
    };
    format!("{base}{}", record.path)
}

/// The body as a word of a shell. What was not kept is a variable there, and the shell stops where that is not set.
fn body(value: &Value) -> String {
    let text = text::json(value.to_string());
    let mark = format!("\"{REDACTED}\"");
    let mut names = hidden(value).into_iter();
    let mut parts = text.split(mark.as_str()).peekable();
    let (mut word, mut open) = (String::new(), "");
    while let Some(part) = parts.next() {
        let close = if parts.peek().is_some() { "\"" } else { "" };
        // Single quotes around the JSON with its own quotes, double ones around the variable.
        word.push_str(&shell(&format!("{open}{part}{close}")));
        if parts.peek().is_some() {
            let name = names.next().unwrap_or_else(|| "secret".to_owned());
            let letter = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' };
            let name: String = name.chars().map(letter).collect();
            let _ = write!(word, "\"${{{name}:?was not kept}}\"");
            open = "\"";
        }
    }
    word
}

/// A comment about what was not kept, or nothing.
fn missing(record: &Record) -> String {
    let names = hidden(&record.body);
    if names.is_empty() {
        return String::new();
    }
    let names: Vec<String> = names.iter().map(|name| text::clean(name)).collect();
    format!("# Not kept, set it first as a variable of that name in capitals: {}\n", names.join(", "))
}

/// The call as `curl`; the token is a variable.
pub fn curl(record: &Record) -> String {
    let mut text = missing(record);
    let _ = write!(
        text,
        "curl -sS --fail-with-body -X {} {} \\\n  -H \"Authorization: Bearer $CLOUDFLARE_API_TOKEN\"",
        shell(&record.method),
        shell(&url(record))
    );
    if !record.body.is_null() {
        let _ = write!(text, " \\\n  -H 'Content-Type: application/json' \\\n  --data-raw {}", body(&record.body));
    }
    text.push('\n');
    text
}

/// The change in words, for a ticket.
pub fn ticket(record: &Record) -> String {
    let who = &record.who;
    let mut lines = vec![
        ("Change", record.subject()),
        ("When", record.at.strftime("%Y-%m-%d %H:%M:%SZ").to_string()),
        ("By", format!("{}@{}, profile {}", who.user, who.machine, who.profile)),
        ("Account", format!("{} at {}", who.account, who.origin)),
        ("Request", format!("{} {}", record.method, record.path)),
    ];
    if !record.body.is_null() {
        lines.push(("Body", text::json(record.body.to_string())));
        lines.push(("SHA-256", record.sha256.clone()));
    }
    if let Some(before) = &record.before {
        lines.push(("Before", text::json(before.to_string())));
    }
    match &record.ended {
        None => lines.push(("Outcome", "none was written down: look at the object".to_owned())),
        Some(ended) => {
            let detail = if ended.detail.is_empty() { String::new() } else { format!(": {}", ended.detail) };
            lines.push(("Outcome", format!("{}{detail}", ended.verdict.word())));
            lines.extend(ended.made.clone().map(|made| ("Made", made)));
            lines.extend(ended.took.map(|took| ("Took", format!("{} ms", took.as_millis()))));
            lines.extend(ended.ray.clone().map(|ray| ("cf-ray", ray)));
        }
    }
    lines.push(("Operation", record.id.clone()));
    lines.iter().fold(String::new(), |all, (name, value)| all + &format!("{name:<10} {}\n", text::clean(value)))
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use proptest::prelude::*;

    use super::super::record::tests::record;
    use super::*;

    /// What a shell makes of some words.
    fn echoed(words: &str, env: &[(&str, &str)]) -> String {
        let script = format!("printf '%s' {words}");
        let output = Command::new("sh").arg("-c").arg(script).env_clear().envs(env.iter().copied()).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn a_shell_reads_back_what_was_quoted(text in "[^\0]{0,40}") {
            prop_assert_eq!(echoed(&shell(&text), &[]), text);
        }

        #[test]
        fn a_body_comes_out_of_the_shell_as_the_same_data(name in "[^\0]{0,20}", key in "[ -~]{1,10}") {
            let value = serde_json::json!({"name": name, "bgp": {"md5_key": REDACTED, "x": key}, "z": "$(id) `id` \\ '"});
            let out = echoed(&body(&value), &[("MD5_KEY", "k3y")]);
            let mut want = value.clone();
            want["bgp"]["md5_key"] = "k3y".into();
            prop_assert_eq!(serde_json::from_str::<Value>(&out).unwrap(), want);
        }
    }

    #[test]
    fn what_was_not_kept_stops_the_shell() {
        let record = record("POST", "/accounts/acc/cni/cnis", r#"{"bgp":{"md5_key":"secret"}}"#);
        let text = curl(&record);
        assert!(text.contains("$CLOUDFLARE_API_TOKEN") && !text.contains("secret"), "{text}");
        assert!(text.starts_with("# Not kept") && text.contains("${MD5_KEY:?"), "{text}");
        let output =
            Command::new("sh").arg("-c").arg(format!("printf '%s' {}", body(&record.body))).env_clear().output();
        assert!(!output.unwrap().status.success());
    }

    #[test]
    fn nothing_that_a_terminal_obeys_is_in_any_of_them() {
        let odd = "x\u{1b}[2J\u{202e}\u{9b}\u{200b}";
        let mut record = record("POST", "/accounts/acc/cni/cnis", &serde_json::json!({"d": odd}).to_string());
        record.who.user = odd.into();
        for text in [curl(&record), ticket(&record)] {
            assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{9b}', '\u{200b}']), "{text:?}");
        }
    }

    #[test]
    fn a_call_to_another_host_goes_there() {
        let mut record = record("DELETE", "/accounts/acc/cni/cnis/c", "");
        assert!(curl(&record).contains("https://api.cloudflare.com/client/v4/accounts/acc"));
        record.who.origin = "http://127.0.0.1:8080/client/v4".into();
        assert!(curl(&record).contains(" http://127.0.0.1:8080/client/v4/accounts/acc/cni/cnis/c "));
        assert!(!curl(&record).contains("--data"));
    }
}
