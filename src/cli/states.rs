//! The states of all ports, or of those that are watched: one call each, the worst first.

use serde_json::{Value, json};

use super::object;
use super::reading::{Reading, ports};
use super::rows::{Row, state};
use super::wanted::Wanted;
use crate::api::Client;
use crate::domain::call::{Query, Reply, Urgency};
use crate::domain::{Facility, Fault, FaultKind, IconKey, Interconnect, State};

/// So many ports one after another that nothing answers for: the rest would only be waited for.
const SILENT: usize = 3;

/// What is said of a port whose state cannot be read.
const UNKNOWN: &str = "UNKNOWN";

/// Which states are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct States {
    /// Of these ports; of none: of all.
    pub(super) names: Vec<String>,
    /// Only these words; of none: any.
    pub(super) only: Vec<String>,
}

/// Reads them. A port whose state cannot be read is a row that says so: unknown is not down.
pub(super) async fn read(wanted: &Wanted, states: &States, client: &Client, urgency: Urgency) -> Reading {
    let mut reading = Reading { rows: vec![], unreadable: vec![], notes: vec![], calls: 0, result: Ok(()) };
    let mut of: Vec<(IconKey, Option<Interconnect>)> =
        states.names.iter().map(|name| (IconKey::from(name.as_str()), None)).collect();
    if of.is_empty() {
        let (list, result) = ports(&wanted.query, client, urgency).await;
        reading = Reading { unreadable: list.unreadable, calls: list.pages, result, ..reading };
        of.extend(list.rows.into_iter().map(|port| (port.key.clone(), Some(port))));
    }
    let mut found: Vec<(u8, Row)> = Vec::new();
    let mut silent = 0;
    for (key, port) in of {
        reading.calls += 1;
        let (rank, value) = match client.one(&Query::Status(key.clone()), urgency).await {
            Ok(Reply::Status(status)) => (status.state.rank(), object::status(key.as_str(), &status)),
            Ok(_) => {
                let what = "a state was asked for and something else came";
                reading.result = Err(Fault::new(FaultKind::Bug, what));
                break;
            }
            // None of the others would be answered either.
            Err(fault) if fault.stops_polling() || fault.kind == FaultKind::RateLimited => {
                reading.result = Err(fault);
                break;
            }
            Err(fault) => {
                silent = if matches!(fault.kind, FaultKind::Network | FaultKind::Lost) { silent + 1 } else { 0 };
                reading.unreadable.push(format!("{key}: state unknown: {}", fault.headline()));
                if silent == SILENT {
                    reading.result = Err(fault);
                    break;
                }
                let unknown = json!({"name": key.as_str(), "state": UNKNOWN, "reason": null});
                (State::Other(String::new()).rank(), unknown)
            }
        };
        if is_wanted(&states.only, &value) {
            found.push((rank, row(&key, value, port.as_ref())));
        }
    }
    found.sort_by_key(|(rank, _)| *rank);
    reading.rows = found.into_iter().map(|(_, row)| row).collect();
    reading.notes = states.only.iter().filter_map(|wanted| unheard(wanted, &reading.rows)).collect();
    reading
}

fn is_wanted(only: &[String], value: &Value) -> bool {
    only.is_empty() || only.iter().any(|wanted| is(wanted, value))
}

/// Either description's word for a state is understood.
fn is(wanted: &str, value: &Value) -> bool {
    let word = value["state"].as_str().unwrap_or_default();
    State::from(wanted.to_owned()).word().eq_ignore_ascii_case(word)
}

/// A slip of the finger must not pass for "none is down".
fn unheard(wanted: &str, rows: &[Row]) -> Option<String> {
    let known = !matches!(State::from(wanted.to_owned()), State::Other(_)) || wanted.eq_ignore_ascii_case(UNKNOWN);
    if known || rows.iter().any(|row| is(wanted, &row.value)) {
        return None;
    }
    Some(format!("note: no port says `{wanted}`; the usual states are down, unhealthy, pending, healthy and unknown"))
}

fn row(key: &IconKey, mut value: Value, port: Option<&Interconnect>) -> Row {
    if let (Some(port), Value::Object(object)) = (port, &mut value) {
        object.insert("name".to_owned(), json!(port.name));
        object.insert("key".to_owned(), json!(key.as_str()));
        object.insert("site".to_owned(), json!(port.place()));
        object.insert("facility".to_owned(), json!(port.facility.as_ref().map(Facility::one_line)));
    }
    Row { id: key.to_string(), cells: state(&value), value }
}
