//! `meetme loa` and `meetme interconnects loa`: letters saved one after another, what is remembered of them, their ages.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde_json::{Value, json};

use super::args::Format;
use super::loa_args::{LoaAction, SaveLoa};
use super::reading::ports;
use super::run::Io;
use super::{list, output};
use crate::api::Client;
use crate::domain::call::{Query, Reply, Urgency};
use crate::domain::letter::days;
use crate::domain::{
    Fault, FaultKind, IconKey, Interconnect, InterconnectFilter, Letter, Listing, MaxAge, rules, text,
};
use crate::store::letter::{self, There};
use crate::store::letters::SavedLetters;
use crate::workbench::flows::letter::{dated_file, default_file};

/// Where letters go, and what is known of them.
#[derive(Debug, Clone)]
pub struct LetterDesk {
    /// The folder.
    pub folder: PathBuf,
    /// What is remembered.
    pub shelf: SavedLetters,
    /// From which age on a letter is old.
    pub max_age: MaxAge,
}

/// A letter that is wanted.
pub(super) struct Wanted<'a> {
    pub(super) name: &'a str,
    /// The file, or the folder of letters and the usual name.
    pub(super) to: Option<&'a str>,
    pub(super) on_letter: Option<&'a str>,
    pub(super) dated: bool,
    pub(super) there: There,
}

/// `meetme loa`. Answers the exit code.
pub(super) async fn run(action: &LoaAction, format: Format, client: &Client, desk: &LetterDesk, io: &mut Io<'_>) -> u8 {
    let result = match action {
        LoaAction::List => remembered(client, desk, io).map(|letters| listed(&letters, format, io)),
        LoaAction::Save(save) => save_all(save, client, desk, io).await,
        LoaAction::Age { none, old } => ages((*none, *old), format, client, desk, io).await,
    };
    result.unwrap_or_else(|fault| {
        output::fault(io.err, &fault);
        fault.exit_code()
    })
}

fn account(client: &Client) -> String {
    client.account().map(ToString::to_string).unwrap_or_default()
}

fn remembered(client: &Client, desk: &LetterDesk, io: &mut Io<'_>) -> Result<HashMap<IconKey, Letter>, Fault> {
    let found = desk.shelf.read(&account(client), Timestamp::now())?;
    if let Some(aside) = found.aside {
        let aside = aside.display();
        output::note(io.err, &format!("warning: what was known of letters cannot be read and lies aside as {aside}"));
    }
    Ok(found.letters)
}

fn value(key: &str, letter: Option<&Letter>, now: Timestamp, max_age: MaxAge) -> Value {
    let Some(letter) = letter else { return json!({"interconnect": key, "saved": null}) };
    json!({
        "interconnect": key, "saved": letter.saved.to_string(), "age_days": letter.age(now).as_secs() / 86_400,
        "old": max_age.is_past(letter.age(now)), "name": letter.name, "path": letter.path, "size": letter.size,
        "sha256": letter.sha256,
    })
}

/// In a format, with whether all of it is there.
fn told(format: Format, heads: &[&str], rows: Vec<(Value, Vec<String>)>, complete: bool, io: &mut Io<'_>) -> u8 {
    let (values, cells): (Vec<Value>, Vec<Vec<String>>) = rows.into_iter().unzip();
    let shown = match format {
        Format::Json => output::json(&json!({"complete": complete, "items": values}), true) + "\n",
        Format::Jsonl => values.iter().map(|value| output::json(value, false) + "\n").collect(),
        Format::Table | Format::Csv => output::columns(format, heads, &cells),
    };
    output::text(io.out, &shown)
}

fn listed(letters: &HashMap<IconKey, Letter>, format: Format, io: &mut Io<'_>) -> u8 {
    let now = Timestamp::now();
    let mut letters: Vec<_> = letters.iter().collect();
    letters.sort_by(|one, other| other.1.saved.cmp(&one.1.saved).then_with(|| one.0.cmp(other.0)));
    let row = |(key, letter): (&IconKey, &Letter)| {
        let file = match letter::is_unchanged(letter) {
            Some(true) => "unchanged",
            Some(false) => "changed",
            None => "gone",
        };
        let mut value = value(key.as_str(), Some(letter), now, MaxAge::default());
        if let Value::Object(fields) = &mut value {
            fields.remove("old");
            fields.insert("file".to_owned(), json!(file));
        }
        let cells = vec![
            letter.saved.strftime("%Y-%m-%d %H:%MZ").to_string(),
            text::clean(key.as_str()),
            text::clean(letter.name_words()),
            file.to_owned(),
            text::clean(&letter.path),
            letter.sha256.clone(),
        ];
        (value, cells)
    };
    let rows = letters.into_iter().map(row).collect();
    told(format, &["SAVED", "INTERCONNECT", "NAME ON IT", "FILE", "PATH", "SHA256"], rows, true, io)
}

/// The interconnects of the account that have a cross-connect.
async fn with_letters(client: &Client) -> (Listing<Interconnect>, Result<(), Fault>) {
    let query = Query::Interconnects(InterconnectFilter::default());
    let (mut list, result) = ports(&query, client, Urgency::User).await;
    list.rows.retain(Interconnect::has_letter);
    (list, result)
}

async fn ages(
    (none, old): (bool, bool),
    format: Format,
    client: &Client,
    desk: &LetterDesk,
    io: &mut Io<'_>,
) -> Result<u8, Fault> {
    let letters = remembered(client, desk, io)?;
    let (list, result) = with_letters(client).await;
    let now = Timestamp::now();
    let is_old = |letter: &Letter| desk.max_age.is_past(letter.age(now));
    let wanted = |letter: Option<&Letter>| match (none, old) {
        (false, false) => true,
        _ => none && letter.is_none() || old && letter.is_some_and(is_old),
    };
    let row = |port: &Interconnect| {
        let letter = letters.get(&port.key);
        let dash = || "-".to_owned();
        let cells = vec![
            text::clean(&port.name),
            port.place().map_or_else(dash, text::clean),
            match letter {
                Some(letter) if is_old(letter) => format!("{} old", days(letter.age(now))),
                Some(letter) => days(letter.age(now)),
                None => "none".to_owned(),
            },
            letter.map_or_else(dash, |letter| text::clean(letter.name_words())),
            letter.map_or_else(dash, |letter| text::clean(&letter.path)),
        ];
        (value(port.key.as_str(), letter, now, desk.max_age), cells)
    };
    let shown: Vec<_> = list.rows.iter().filter(|port| wanted(letters.get(&port.key))).map(row).collect();
    let complete = result.is_ok() && list.unreadable.is_empty();
    let written = told(format, &["NAME", "SITE", "AGE", "NAME ON IT", "PATH"], shown, complete, io);
    let count = list.rows.iter().filter_map(|port| letters.get(&port.key)).filter(|letter| is_old(letter)).count();
    if count > 0 {
        let limit = desk.max_age;
        output::note(
            io.err,
            &format!("warning: older than {limit} (loa_max_age): {count}; your facility may ask for a newer one"),
        );
    }
    let ended = list::ended(&list.unreadable, &result, io);
    Ok(if written == 0 { ended } else { written })
}

async fn save_all(save: &SaveLoa, client: &Client, desk: &LetterDesk, io: &mut Io<'_>) -> Result<u8, Fault> {
    let mut code = 0;
    let mut names = save.names.clone();
    if save.all || save.missing {
        let letters = if save.missing { remembered(client, desk, io)? } else { HashMap::new() };
        let (list, result) = with_letters(client).await;
        code = list::ended(&list.unreadable, &result, io);
        let keys = list.rows.iter().map(|port| &port.key).filter(|key| !letters.contains_key(*key));
        names = keys.map(ToString::to_string).collect();
        if names.is_empty() && code == 0 {
            output::note(io.err, "note: there is no interconnect to save a letter of");
        }
    }
    let there = if save.force { There::IsReplaced } else { There::Stays };
    let mut saved = 0;
    for name in &names {
        let on_letter = save.on_letter.as_deref();
        let wanted = Wanted { name, to: None, on_letter, dated: save.dated, there };
        match one(&wanted, client, desk, io).await {
            Ok(0) => saved += 1,
            Ok(written) => return Ok(written),
            Err(fault) => {
                output::note(io.err, &format!("{name}: not saved"));
                output::fault(io.err, &fault);
                code = if code == 0 { fault.exit_code() } else { code };
                // What is wrong with the token or the limit is wrong with all of them.
                if fault.stops_polling() || matches!(fault.kind, FaultKind::RateLimited | FaultKind::Usage) {
                    break;
                }
            }
        }
    }
    if names.len() > 1 {
        output::note(io.err, &format!("{saved} of {} saved", names.len()));
    }
    Ok(code)
}

/// Saves one letter and tells where; to standard output where `-` is asked for.
pub(super) async fn one(wanted: &Wanted<'_>, client: &Client, desk: &LetterDesk, io: &mut Io<'_>) -> Result<u8, Fault> {
    if wanted.to == Some("-") && io.out_is_terminal {
        return Err(Fault::new(FaultKind::Usage, "a PDF is not written to a terminal; redirect it or name a file"));
    }
    if let Some(problem) = wanted.on_letter.and_then(|name| rules::letter_name("name", name).into_iter().next()) {
        return Err(Fault::new(FaultKind::Usage, format!("--name: {}", problem.text)));
    }
    let key = IconKey::from(wanted.name);
    let on_letter = wanted.on_letter.map(str::to_owned);
    let query = Query::Loa(key.clone(), on_letter.clone());
    let Reply::Loa(pdf) = client.one(&query, Urgency::User).await? else {
        return Err(Fault::new(FaultKind::Bug, "a letter was asked for and something else came"));
    };
    let now = Timestamp::now();
    let (folder, file) = match wanted.to {
        Some("-") => {
            let written = io.out.write_all(&pdf).and_then(|()| io.out.flush());
            return Ok(if written.is_ok() { 0 } else { output::PIPE_CLOSED });
        }
        Some(path) => {
            let path = Path::new(path);
            let file = path.file_name().and_then(|name| name.to_str());
            let file = file.ok_or_else(|| Fault::new(FaultKind::Usage, "--to names a file"))?;
            let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
            (folder.to_owned(), file.to_owned())
        }
        None if wanted.dated => (desk.folder.clone(), dated_file(wanted.name, now)),
        None => (desk.folder.clone(), default_file(wanted.name)),
    };
    let saved = letter::save(&folder, &file, &pdf, wanted.there)?;
    let letter = saved.letter(now, on_letter);
    output::note(io.err, &format!("{} bytes, sha256 {}", letter.size, letter.sha256));
    match desk.shelf.add(&account(client), &key, &letter) {
        Ok(None) => {}
        Ok(Some(aside)) => {
            let aside = aside.display();
            let said = format!("warning: what was known of letters cannot be read and lies aside as {aside}");
            output::note(io.err, &said);
        }
        Err(fault) => {
            output::note(io.err, &format!("warning: it is saved, but that is not remembered: {}", fault.headline()));
        }
    }
    Ok(output::text(io.out, &format!("{}\n", text::clean(&letter.path))))
}
