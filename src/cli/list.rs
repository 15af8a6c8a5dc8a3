//! Lists: printed as they come or at the end, and never said to be whole when they are not (RELIABILITY A6).

use std::io::Write;

use serde_json::{Value, json};

use super::args::Format;
use super::output;
use crate::api::Client;
use crate::domain::call::{Query, Reply, Urgency};
use crate::domain::{Cni, Facility, Fault, Interconnect, Slot, Tunnel, text};

use super::object;
use super::run::Io;

/// A row in both its forms.
struct Row {
    value: Value,
    cells: Vec<String>,
}

/// Heads of the table of a query.
fn heads(query: &Query) -> &'static [&'static str] {
    match query {
        Query::Interconnects(_) => &["NAME", "TYPE", "SITE", "SPEED", "DEVICE", "SLOT", "FACILITY"],
        Query::Cnis(_) => &["CONDUIT", "INTERCONNECT", "CUSTOMER IP", "CLOUDFLARE IP", "ASN", "MTU", "ID"],
        Query::Slots(_) => &["SLOT", "SITE", "SPEED", "DEVICE", "FACILITY", "ID"],
        _ => &["NAME", "COLO", "ADDRESS", "MTU", "CHECK", "RATE", "ID"],
    }
}

fn text_of(value: Option<impl ToString>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| text::clean(&value.to_string()))
}

fn interconnect(port: &Interconnect) -> Row {
    let cells = vec![
        text::clean(&port.name),
        text_of(port.kind.as_ref()),
        text_of(port.site.as_ref().map(ToString::to_string).or_else(|| port.region.clone())),
        text_of(port.speed.as_ref()),
        port.ccr_device_name.as_deref().map_or_else(|| "unknown".to_owned(), text::clean),
        text_of(port.slot_id.as_ref()),
        text_of(port.facility.as_ref().map(Facility::one_line)),
    ];
    Row { value: object::interconnect(port), cells }
}

fn cni(cni: &Cni) -> Row {
    let bgp = cni.bgp.as_ref().and_then(|bgp| bgp.customer_asn);
    let cells = vec![
        text::clean(cni.title()),
        text_of(cni.interconnect.as_ref()),
        text_of(cni.cust_ip.as_ref()),
        text_of(cni.p2p_ip.as_ref()),
        text_of(bgp),
        text_of(cni.magic.as_ref().and_then(|magic| magic.mtu)),
        text_of(Some(&cni.id)),
    ];
    Row { value: object::cni(cni), cells }
}

fn slot(slot: &Slot) -> Row {
    let cells = vec![
        match slot.occupied {
            Some(true) => "taken",
            Some(false) => "free",
            None => "unknown",
        }
        .to_owned(),
        text::clean(slot.place()),
        text_of(slot.speed.as_ref()),
        slot.ccr_device_name.as_deref().map_or_else(|| "unknown".to_owned(), text::clean),
        text_of(slot.facility.as_deref().map(Facility::one_line)),
        text_of(Some(&slot.id)),
    ];
    Row { value: object::slot(slot), cells }
}

fn tunnel(tunnel: &Tunnel) -> Row {
    let check = tunnel.health_check.as_ref();
    let cells = vec![
        text::clean(&tunnel.name),
        text_of(tunnel.colo_name.as_ref()),
        text_of(tunnel.interface_address.as_ref()),
        text_of(tunnel.mtu),
        match check.and_then(|check| check.enabled) {
            Some(true) => "on",
            Some(false) => "off",
            None => "unknown",
        }
        .to_owned(),
        text_of(check.and_then(|check| check.rate.as_ref())),
        text_of(Some(&tunnel.id)),
    ];
    Row { value: object::tunnel(tunnel), cells }
}

/// Prints a list. Answers the exit code.
pub(super) async fn print(query: &Query, format: Format, client: &Client, io: &mut Io<'_>) -> u8 {
    let mut rows = Vec::new();
    let mut unreadable = Vec::new();
    let mut code = 0;
    let out: &mut (dyn Write + Send) = &mut *io.out;
    let mut take = |reply: Reply| {
        let (page, odd): (Vec<Row>, Vec<String>) = match reply {
            Reply::Interconnects(page) => (page.rows.iter().map(interconnect).collect(), page.unreadable),
            Reply::Cnis(page) => (page.rows.iter().map(cni).collect(), page.unreadable),
            Reply::Slots(page) => (page.rows.iter().map(slot).collect(), page.unreadable),
            Reply::Tunnels(page) => (page.rows.iter().map(tunnel).collect(), page.unreadable),
            _ => return,
        };
        unreadable.extend(odd);
        if format == Format::Jsonl {
            let lines: String = page.iter().map(|row| output::json(&row.value, false) + "\n").collect();
            if code == 0 {
                code = output::text(out, &lines);
            }
        } else {
            rows.extend(page);
        }
    };
    let asked = client.ask(query, Urgency::User, &mut take).await;
    if code != 0 {
        return code;
    }
    let (came, complete) = (!rows.is_empty() || format == Format::Jsonl, asked.is_ok() && unreadable.is_empty());
    if complete || came {
        let written = match format {
            Format::Jsonl => 0,
            Format::Json => {
                let items: Vec<Value> = rows.into_iter().map(|row| row.value).collect();
                output::text(io.out, &(output::json(&json!({"complete": complete, "items": items}), true) + "\n"))
            }
            Format::Table => {
                let cells: Vec<Vec<String>> = rows.into_iter().map(|row| row.cells).collect();
                output::text(io.out, &output::table(heads(query), &cells))
            }
        };
        if written != 0 {
            return written;
        }
    }
    finish(asked, &unreadable, io)
}

fn finish(asked: Result<(), Fault>, unreadable: &[String], io: &mut Io<'_>) -> u8 {
    for row in unreadable {
        output::note(io.err, &format!("warning: {row}"));
    }
    match asked {
        Err(fault) => {
            output::fault(io.err, &fault);
            fault.exit_code()
        }
        Ok(()) if unreadable.is_empty() => 0,
        Ok(()) => {
            output::note(
                io.err,
                &format!("warning: {} rows could not be read; the list is not whole", unreadable.len()),
            );
            8
        }
    }
}
