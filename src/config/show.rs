//! The configuration in words: each value with where it came from. Of the token, only its source.

use std::fmt::Write as _;

use super::{Config, Env};

/// One line a value.
pub fn show(config: &Config, env: &Env) -> String {
    let account = config.account.as_ref().map_or_else(|| "(asked of the API)".to_owned(), ToString::to_string);
    let mut text = String::new();
    let lines = [
        ("profile", config.profile.clone()),
        ("account", account),
        ("base_url", config.base_url.clone().unwrap_or_else(|| "https://api.cloudflare.com/client/v4".to_owned())),
        ("schema", config.schema.to_string()),
        ("mode", config.mode.to_string()),
        ("protect", config.protect.to_string()),
        ("colour", config.colour.map_or_else(|| "-".to_owned(), |colour| colour.to_string())),
        ("bell", config.ring.bell.to_string()),
        ("notify", config.ring.notify.to_string()),
        ("server_dry_run", format!("{:?}", config.dry_run).to_lowercase()),
        ("poll_part", config.poll_part.to_string()),
        ("ca_file", config.ca_file.as_ref().map_or_else(|| "-".to_owned(), |path| path.display().to_string())),
        ("letters_dir", config.letters_dir.display().to_string()),
        ("loa_max_age", config.loa_max_age.to_string()),
    ];
    for (name, value) in lines {
        let _ = writeln!(text, "{name:<15} {}  ({})", crate::domain::text::clean(&value), config.source(name));
    }
    let _ = writeln!(text, "{:<15} {}", "token", super::token_source(config, env).unwrap_or("none: see `meetme help`"));
    let _ = writeln!(text, "{:<15} {}", "config file", config.paths.config_file.display());
    let _ = writeln!(text, "{:<15} {}", "state", config.paths.state_dir.display());
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_is_never_shown() {
        let env = Env::of(&[("HOME", "/h"), ("CF_API_TOKEN", "secret-secret"), ("ACCOUNT_ID", "acc")]);
        let config = super::super::resolve(&super::super::Flags::default(), &env).unwrap();
        let text = show(&config, &env);
        assert!(
            !text.contains("secret") && text.contains("CF_API_TOKEN") && text.contains("acc  (ACCOUNT_ID)"),
            "{text}"
        );
    }
}
