//! What can be said without asking anyone: files and their modes, the address, the way there.

use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use super::report::{Level, Report};
use crate::api::BaseUrl;
use crate::config::{self, Config, Env, Proxy};

/// Bundles of certificates where the systems keep them.
const ROOTS: [&str; 5] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
    "/etc/ssl/certs",
];

/// Lines about this machine; `base` is where the API would be looked for, `None` the simulator.
pub fn local(report: &mut Report, config: &Config, env: &Env, base: Option<&BaseUrl>) {
    let file = &config.paths.config_file;
    place(report, "config file", file, 0o022, "there is none; the defaults hold", "chmod go-w");
    let mode = config.mode;
    let text = format!("{} ({}), {mode} ({})", config.profile, config.source("profile"), config.source("mode"));
    report.add("profile", Level::Ok, text);
    report.add("schema", Level::Ok, format!("{} ({})", config.schema, config.source("schema")));
    let state = &config.paths.state_dir;
    place(report, "state folder", state, 0o077, "not there yet; made at the first change", "chmod 700");
    letters(report, &config.letters_dir);
    let Some(base) = base else {
        report.add("host", Level::Info, "the embedded simulator");
        return;
    };
    way(report, env, base);
    certificates(report, config, env, base);
}

fn place(report: &mut Report, name: &'static str, path: &Path, closed: u32, gone: &str, mend: &str) {
    let shown = path.display();
    match std::fs::metadata(path) {
        Ok(found) => {
            let mode = found.mode() & 0o7777;
            let text = format!("{shown} (mode {mode:04o})");
            if found.uid() != rustix::process::geteuid().as_raw() {
                report.advise(name, Level::Warn, format!("{text} belongs to another user"), "Take another place.");
            } else if mode & closed != 0 {
                report.advise(name, Level::Warn, format!("{text} is open to others"), format!("{mend} {shown}"));
            } else {
                report.add(name, Level::Ok, text);
            }
        }
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => {
            report.add(name, Level::Info, format!("{shown}: {gone}"));
        }
        Err(why) => report.advise(name, Level::Warn, format!("{shown}: {why}"), "Make it readable for you."),
    }
}

fn letters(report: &mut Report, folder: &Path) {
    use rustix::fs::{Access, access};
    let shown = folder.display();
    if !folder.is_dir() {
        let text = format!("{shown}: there is no such folder");
        report.advise("letters folder", Level::Warn, text, format!("mkdir -p {shown}, or another --letters-dir"));
    } else if access(folder, Access::WRITE_OK).is_err() {
        let text = format!("{shown}: you may not write there");
        report.advise("letters folder", Level::Warn, text, "Choose another with --letters-dir.");
    } else {
        report.add("letters folder", Level::Ok, shown.to_string());
    }
}

fn way(report: &mut Report, env: &Env, base: &BaseUrl) {
    if base.is_default() {
        report.add("host", Level::Ok, base.host());
    } else {
        let text = format!("{} (not Cloudflare's own; the token goes there)", base.as_str());
        report.advise(
            "host",
            Level::Info,
            text,
            "Check that this is meant: base_url, --base-url, CLOUDFLARE_BASE_URL.",
        );
    }
    if base.is_loopback() {
        report.add("proxy", Level::Ok, "none: loopback is reached straight");
        return;
    }
    match config::proxy(env, &base.host()) {
        Proxy::None => report.add("proxy", Level::Ok, "none"),
        Proxy::Excepted { variable } => {
            report.add("proxy", Level::Ok, format!("none for this host (NO_PROXY excepts it from {variable})"));
        }
        Proxy::Through { variable, address } => report.add("proxy", Level::Ok, format!("{address} ({variable})")),
    }
}

fn certificates(report: &mut Report, config: &Config, env: &Env, base: &BaseUrl) {
    if base.is_loopback() && base.as_str().starts_with("http:") {
        report.add("certificates", Level::Info, "none needed: http on loopback");
        return;
    }
    let named = ["SSL_CERT_FILE", "SSL_CERT_DIR"].into_iter().find_map(|name| Some((name, env.get(name)?)));
    let roots = match named {
        Some((name, path)) => Some(format!("{path} ({name})")),
        None => ROOTS.into_iter().find(|path| Path::new(path).exists()).map(str::to_owned),
    };
    let own = config.ca_file.as_ref().map(|path| format!("; also {}", path.display())).unwrap_or_default();
    match roots {
        Some(roots) => report.add("certificates", Level::Ok, format!("system roots: {roots}{own}")),
        None if cfg!(target_os = "linux") => report.advise(
            "certificates",
            Level::Warn,
            format!("no system roots were found{own}"),
            "Install ca-certificates, or name a bundle with SSL_CERT_FILE or --ca-file.",
        ),
        None => report.add("certificates", Level::Ok, format!("system roots: the platform's own{own}")),
    }
}
