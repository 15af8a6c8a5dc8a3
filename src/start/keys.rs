//! From the lines of the configuration file to the key map of a run, or to what is wrong with them.

use std::path::Path;

use meetme::api::BaseUrl;
use meetme::cli::Args;
use meetme::config::{self, Env, Flags, Keys};
use meetme::domain::{Fault, FaultKind};
use meetme::workbench::keymap::{self, Keymap, Line, Preset};

/// What `meetme keys` prints: the named preset, or what holds for the person.
pub(crate) fn keys(args: &Args, named: Option<&str>, env: &Env) -> Result<(Preset, Keymap), Fault> {
    if let Some(word) = named {
        let preset = preset(word)?;
        return Ok((preset, Keymap::of(preset)));
    }
    let config = config::resolve(&args.flags(), env)?;
    keymap(&config.keys, &config.paths.config_file)
}

/// Everything that is wrong with the configuration file, its keys among it. `None`: there is no such file.
pub(crate) fn problems(path: &Path, flags: &Flags, env: &Env) -> Result<Option<Vec<String>>, Fault> {
    let found = config::problems(path, |url| BaseUrl::parse(url).err().map(|fault| fault.what))?;
    if found.as_ref().is_none_or(|found| !found.is_empty()) {
        return Ok(found);
    }
    let keys = config::resolve(flags, env).and_then(|config| keymap(&config.keys, path));
    Ok(Some(keys.err().map(|fault| fault.what.lines().map(str::to_owned).collect()).unwrap_or_default()))
}

/// The person's key map, with its preset.
pub(super) fn keymap(keys: &Keys, file: &Path) -> Result<(Preset, Keymap), Fault> {
    let at = |line: usize| format!("{}:{line}", file.display());
    let preset = match &keys.preset {
        None => Preset::default(),
        Some((word, line)) => {
            preset(word).map_err(|why| Fault { what: format!("{}: {}", at(*line), why.what), ..why })?
        }
    };
    let line = |line: &meetme::config::KeyLine| Line {
        place: line.place.clone(),
        action: line.action.clone(),
        keys: line.keys.clone(),
        at: at(line.line),
    };
    let lines: Vec<Line> = keys.lines.iter().map(line).collect();
    let keymap = keymap::read(preset, &lines).map_err(|wrong| Fault::new(FaultKind::Usage, wrong.join("\n")))?;
    Ok((preset, keymap))
}

/// The preset of a name.
fn preset(word: &str) -> Result<Preset, Fault> {
    Preset::named(word).ok_or_else(|| {
        let known = Preset::ALL.map(Preset::word).join(", ");
        Fault::new(FaultKind::Usage, format!("no set of keys is called `{word}` ({known})"))
    })
}
