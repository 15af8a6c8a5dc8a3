//! The proxy that the environment names, told without its password (RELIABILITY N3).

use super::Env;

/// What the environment says about the way to an https host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proxy {
    /// Straight.
    None,
    /// Through this one.
    Through {
        /// The variable.
        variable: &'static str,
        /// The address without its password.
        address: String,
    },
    /// One is named, but not for this host.
    Excepted {
        /// The variable that names it.
        variable: &'static str,
    },
}

/// The proxy for a host (its port may follow a colon).
pub fn proxy(env: &Env, host: &str) -> Proxy {
    const NAMES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
    let found = NAMES.into_iter().find_map(|name| Some((name, env.filled(name)?)));
    let Some((variable, address)) = found else { return Proxy::None };
    let except = env.filled("NO_PROXY").or_else(|| env.filled("no_proxy")).unwrap_or_default();
    let host = host.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok()).map_or(host, |(name, _)| name);
    let hit = |rule: &str| {
        let rule = rule.trim().trim_start_matches('.');
        !rule.is_empty()
            && (rule == "*" || host == rule || host.strip_suffix(rule).is_some_and(|head| head.ends_with('.')))
    };
    if except.split(',').any(hit) {
        return Proxy::Excepted { variable };
    }
    Proxy::Through { variable, address: without_password(address) }
}

/// An address without the password in it, and without anything that follows the host.
fn without_password(address: &str) -> String {
    let (scheme, rest) = address.split_once("://").unwrap_or(("http", address));
    let (who, place) = rest.rsplit_once('@').map_or((None, rest), |(who, place)| (Some(who), place));
    let place = place.split(['/', '?', '#']).next().unwrap_or_default();
    match who.map(|who| who.split(':').next().unwrap_or_default()) {
        Some(name) => format!("{scheme}://{name}:***@{place}"),
        None => format!("{scheme}://{place}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn through(pairs: &[(&str, &str)], host: &str) -> Proxy {
        proxy(&Env::of(pairs), host)
    }

    #[test]
    fn the_password_never_shows() {
        for address in ["http://me:se:cr@et@proxy.example:3128/x?y", "me:se:cr@et@proxy.example:3128"] {
            let found = through(&[("https_proxy", address)], "api.cloudflare.com");
            let wanted = "http://me:***@proxy.example:3128".to_owned();
            assert_eq!(found, Proxy::Through { variable: "https_proxy", address: wanted });
        }
        assert_eq!(through(&[("HTTPS_PROXY", "")], "h"), Proxy::None);
    }

    #[test]
    fn exceptions_count_by_whole_labels() {
        let with = |rule| through(&[("ALL_PROXY", "socks5://p:1"), ("NO_PROXY", rule)], "api.cloudflare.com:8443");
        assert_eq!(with("x, .cloudflare.com"), Proxy::Excepted { variable: "ALL_PROXY" });
        assert_eq!(with("*"), Proxy::Excepted { variable: "ALL_PROXY" });
        assert_eq!(with("flare.com"), Proxy::Through { variable: "ALL_PROXY", address: "socks5://p:1".into() });
    }
}
