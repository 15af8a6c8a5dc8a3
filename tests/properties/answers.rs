//! What a server may answer; a number chooses.

use meetme::domain::call::{Query, Reply};
use meetme::domain::change::{Made, Outcome};
use meetme::domain::draft::Change;
use meetme::domain::{
    ApiError, Cni, Extra, Fault, FaultKind, Interconnect, Magic, Page, Settings, Slot, State, Status, Tunnel,
};

pub(super) fn port(name: &str, slot: &str) -> Interconnect {
    Interconnect { slot_id: Some(slot.into()), ..Interconnect::unread(name.into()) }
}

pub(super) fn slot(id: &str, occupied: bool) -> Slot {
    Slot {
        id: id.into(),
        site: None,
        speed: None,
        occupied: Some(occupied),
        facility: None,
        account: None,
        ccr_device_name: None,
        extra: Extra::new(),
    }
}

fn cni(id: &str) -> Cni {
    Cni {
        interconnect: Some("icn-1".into()),
        magic: Some(Magic { conduit_name: id.to_owned(), ..Magic::default() }),
        ..Cni::unread(id.into())
    }
}

fn tunnel(name: &str) -> Tunnel {
    serde_json::from_value(serde_json::json!({"id": name, "name": name, "health_check": {"enabled": true}})).unwrap()
}

/// Why something did not go well.
pub(super) fn fault(how: u8) -> Fault {
    let kinds = [FaultKind::Server, FaultKind::Lost, FaultKind::RateLimited, FaultKind::Token, FaultKind::Refused];
    let error = ApiError { code: 1, message: "no".into(), pointer: Some("/slot_id".into()) };
    Fault { errors: vec![error], ..Fault::new(kinds[usize::from(how) % kinds.len()], "it failed") }
}

/// What a question is answered with; nothing where it has no answer here.
pub(super) fn reply(query: Query, how: u8) -> Option<Reply> {
    match query {
        Query::Interconnects(_) => {
            let rows = (0..how % 7).map(|n| port(&format!("icn-{n}"), &format!("s-{n}"))).collect();
            Some(Reply::Interconnects(Page { rows, unreadable: vec![], number: 1, last: how % 8 != 1 }))
        }
        Query::Slots(_) => {
            let rows = (0..how % 9).map(|n| slot(&format!("s-{n}"), n % 3 == 0)).collect();
            Some(Reply::Slots(Page { rows, unreadable: vec![], number: 1, last: true }))
        }
        Query::Slot(id) => Some(Reply::Slot(Box::new(slot(id.as_str(), how.is_multiple_of(5))))),
        Query::Interconnect(key) => Some(Reply::Interconnect(Box::new(port(key.as_str(), "s-1")))),
        Query::Status(_) => {
            let states = [State::Healthy, State::Down, State::Pending, State::Other("new".into())];
            Some(Reply::Status(Status { state: states[usize::from(how) % 4].clone(), reason: None }))
        }
        Query::Cnis(_) => {
            let rows = (0..how % 5).map(|n| cni(&format!("c-{n}"))).collect();
            Some(Reply::Cnis(Page { rows, unreadable: vec![], number: 1, last: how % 8 != 1 }))
        }
        Query::Tunnels => {
            let rows = (0..how % 5).map(|n| tunnel(&format!("c-{n}"))).collect();
            Some(Reply::Tunnels(Page { rows, unreadable: vec![], number: 1, last: true }))
        }
        Query::Settings => Some(Reply::Settings(Settings { default_asn: None, extra: Extra::new() })),
        Query::Cni(id) => Some(Reply::Cni(Box::new(cni(id.as_str())))),
        Query::Tunnel(id) => Some(Reply::Tunnel(Box::new(tunnel(id.as_str())))),
        Query::Raw(_) => Some(Reply::Raw("{\n}".into())),
        Query::Loa(..) => Some(Reply::Loa(b"%PDF-1.7".to_vec())),
        Query::LoaName(_) => Some(Reply::LoaName(None)),
        _ => None,
    }
}

/// What came of sending a change.
pub(super) fn outcome<T>(how: u8, done: T) -> Outcome<T> {
    match how % 4 {
        0 => Outcome::Refused(fault(how / 4)),
        1 => Outcome::Unknown(fault(how / 4)),
        2 => Outcome::NotSent(fault(how / 4)),
        _ => Outcome::Done(done),
    }
}

/// What a change makes on a server that is well.
pub(super) fn made(change: &Change) -> Made {
    match change {
        Change::NewInterconnect(_) => Made::Interconnect(Box::new(port("icn-new", "s-1"))),
        Change::NewCni(_) | Change::Cni(_) => Made::Cni(Box::new(cni("c-new"))),
        Change::Settings(edit) => Made::Settings(Box::new(edit.after.clone())),
        Change::Tunnel(edit) => Made::Tunnel(Box::new(edit.after.clone())),
        Change::Removal(_) => Made::Gone,
    }
}
