//! The screen-share mask: account ids and names, addresses and prefixes are not drawn while it is on. It works on what
//! is about to be drawn, whatever that is, so that nothing new can forget it.

use std::net::IpAddr;

use super::model::Model;

/// In the place of an address or prefix.
const ADDRESS: &str = "[address]";
/// In the place of an account's id or name.
const ACCOUNT: &str = "[account]";
/// In the place of an MD5 key.
const KEY: &str = "[hidden]";
/// Hexadecimal digits of an account's id.
const TAG: usize = 32;

/// What must not be seen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mask {
    names: Vec<String>,
}

impl Mask {
    /// A mask over these names, and over everything that looks like an address or an account's id.
    pub fn new(names: impl IntoIterator<Item = String>) -> Self {
        let mut names: Vec<String> = names.into_iter().filter(|name| !name.trim().is_empty()).collect();
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        names.dedup();
        Self { names }
    }

    /// The text as it may be seen.
    pub fn hide(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for name in &self.names {
            text = without(&text, name);
        }
        let mut seen = String::with_capacity(text.len());
        let mut word = String::new();
        for c in text.chars().chain(['\n']) {
            if c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | '/' | '%') {
                word.push(c);
                continue;
            }
            seen.push_str(&shown(&word));
            word.clear();
            seen.push(c);
        }
        seen.pop();
        seen
    }
}

/// A word as it may be seen; what follows an address as punctuation stays.
fn shown(word: &str) -> String {
    let bare = word.trim_end_matches(['.', ':', '/']);
    let rest = word.get(bare.len()..).unwrap_or_default();
    if bare.len() == TAG && bare.bytes().all(|b| b.is_ascii_hexdigit()) {
        return format!("{ACCOUNT}{rest}");
    }
    let address = bare.split(['/', '%']).next().unwrap_or_default();
    let socket = address.rsplit_once(':').is_some_and(|(host, _)| host.parse::<std::net::Ipv4Addr>().is_ok());
    if address.contains(['.', ':']) && (address.parse::<IpAddr>().is_ok() || socket) {
        return format!("{ADDRESS}{rest}");
    }
    // A path may hold an id.
    if bare.contains('/') {
        let parts: Vec<String> =
            bare.split('/').map(|part| if part == bare { part.to_owned() } else { shown(part) }).collect();
        return format!("{}{rest}", parts.join("/"));
    }
    word.to_owned()
}

/// The text without a name, where that stands as a word of its own.
fn without(text: &str, name: &str) -> String {
    let mut seen = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(name) {
        let (before, from) = rest.split_at(at);
        let after = from.get(name.len()..).unwrap_or_default();
        let joined = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        seen.push_str(before);
        let whole = !joined(seen.chars().next_back()) && !joined(after.chars().next());
        seen.push_str(if whole { ACCOUNT } else { name });
        rest = after;
    }
    seen.push_str(rest);
    seen
}

/// A line of JSON without the value of an MD5 key.
pub fn without_md5(line: &str) -> String {
    const FIELD: &str = "\"md5_key\":";
    let Some((before, value)) = line.split_once(FIELD) else { return line.to_owned() };
    let value = value.trim();
    if value.trim_end_matches(',') == "null" {
        return line.to_owned();
    }
    let comma = if value.ends_with(',') { "," } else { "" };
    format!("{before}{FIELD} \"{KEY}\"{comma}")
}

impl Model {
    /// The mask, while it is on.
    pub fn mask(&self) -> Option<Mask> {
        self.masked.then(|| {
            let session = &self.session;
            let owners = self.interconnects.list.rows.iter().filter_map(|port| port.owner.clone());
            let account = session.account.as_ref().map(ToString::to_string);
            let others = session.accounts.iter().map(|account| account.name.clone());
            Mask::new(owners.chain(account).chain(others).chain([session.account_name.clone()]))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_ids_and_names_are_hidden_and_the_rest_stays() {
        let mask = Mask::new(["Lumen".to_owned(), String::new()]);
        for (text, seen) in [
            ("at 10.254.0.3/31, 2001:db8::1/64.", "at [address], [address]."),
            ("a94d7710c2e84b5fb36d0f8e21c7a05b x", "[account] x"),
            ("GET /accounts/a94d7710c2e84b5fb36d0f8e21c7a05b/cni", "GET /accounts/[account]/cni"),
            ("Lumen, Lumenfold, xLumen (Lumen)", "[account], Lumenfold, xLumen ([account])"),
            ("14:02:00Z 1.5 10G ccr01.iad-a 0.0.0.0/0", "14:02:00Z 1.5 10G ccr01.iad-a [address]"),
            ("http://127.0.0.1:8080/", "http://[address]/"),
            ("\"cust_ip\": \"10.0.0.1/31\",", "\"cust_ip\": \"[address]\","),
            ("Zürich 東京", "Zürich 東京"),
        ] {
            assert_eq!(mask.hide(text), seen);
            assert_eq!(mask.hide(seen), seen, "a second time changes nothing");
        }
    }

    #[test]
    fn an_md5_key_is_hidden_whatever_it_holds() {
        assert_eq!(without_md5("    \"md5_key\": \"a\\\"b, c\","), "    \"md5_key\": \"[hidden]\",");
        assert_eq!(without_md5("  \"md5_key\": null"), "  \"md5_key\": null");
        assert_eq!(without_md5("  \"mtu\": 1500"), "  \"mtu\": 1500");
    }
}
