//! What can be copied of an object: its names and fields, its JSON, the command that shows it, text for a ticket.

use serde_json::{Value, json};

use super::case;
use super::describe::{kind, position};
use super::model::Model;
use super::panes::Pane;
use super::picker::{Choice, Entry};
use super::related::{cni, port_of};
use super::trail::Place;
use crate::domain::receipt::shell;
use crate::domain::text;

/// What the text for the facility's staff is called.
pub const FOR_FACILITY: &str = "ticket text: facility";

/// Something to copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// What it is.
    pub what: String,
    /// Safe for a terminal; several lines where it is a document.
    pub value: String,
}

pub(super) fn field(what: &str, value: &str) -> Field {
    Field { what: what.to_owned(), value: text::clean_lines(value) }
}

/// The name or id that the API knows an object by.
pub fn identity(place: &Place) -> Field {
    let what = if place.pane == Pane::Interconnects { "name" } else { "id" };
    field(&format!("{} of the {}", what, kind(place.pane)), &place.id)
}

/// Everything of an object that can be copied, the likeliest first. An MD5 key is there only when it is revealed.
pub fn fields(model: &Model, place: &Place, revealed: bool) -> Vec<Field> {
    let mut fields = vec![identity(place)];
    let mut add = |what: &str, value: Option<String>| {
        fields.extend(value.filter(|value| !value.is_empty()).map(|value| field(what, &value)));
    };
    let Some(row) = position(model, place) else { return fields };
    let name = place.pane.name(model, row);
    add("name", Some(name).filter(|name| *name != place.id));
    match place.pane {
        Pane::Interconnects => {
            let Some(port) = model.interconnects.list.rows.get(row) else { return fields };
            add("site", port.site.as_ref().map(ToString::to_string));
            add("facility", port.facility.as_ref().map(crate::domain::Facility::one_line));
            add("device", port.ccr_device_name.clone());
            add("slot id", port.slot_id.as_ref().map(ToString::to_string));
            add("reservation id", port.virtual_port_reservation_id.clone());
            let status = model.watches.get(&port.key).and_then(|watch| watch.status.as_ref());
            add("reason", status.and_then(|status| status.reason.clone()));
            let letter = model.letters.of(&port.key).map(|letter| super::letters::fields(model, &[letter]));
            for Field { what, value } in letter.into_iter().flatten() {
                add(&what, Some(value));
            }
        }
        Pane::Cnis => {
            let Some(cni) = cni(model, &place.id) else { return fields };
            add("interconnect", cni.interconnect.as_ref().map(ToString::to_string));
            add("customer end", cni.cust_ip.as_ref().map(ToString::to_string));
            add("Cloudflare end", cni.p2p_ip.as_ref().map(ToString::to_string));
            if let Some(bgp) = &cni.bgp {
                let prefixes: Vec<String> = bgp.extra_prefixes.iter().map(ToString::to_string).collect();
                add("customer ASN", bgp.customer_asn.map(|asn| asn.to_string()));
                add("prefixes", Some(prefixes.join(" ")));
                add("MD5 key", bgp.md5_key.clone().filter(|_| revealed));
            }
        }
        Pane::Slots => {
            let Some(slot) = model.slots.list.rows.get(row) else { return fields };
            add("site", slot.site.as_ref().map(ToString::to_string));
            add("facility", slot.facility.as_deref().map(crate::domain::Facility::one_line));
            add("device", slot.ccr_device_name.as_deref().map(str::to_owned));
        }
        Pane::Tunnels => {
            let Some(tunnel) = model.tunnels.list.rows.get(row) else { return fields };
            let target = tunnel.health_check.as_ref().and_then(|check| check.target.as_ref());
            add("target", target.map(|target| target.effective().to_owned()));
            add("interface address", tunnel.interface_address.clone());
            add("reservation id", tunnel.virtual_port_reservation_id.clone());
        }
        Pane::Availability => {}
        Pane::Settings => {
            let settings = model.settings.list.rows.first();
            add("default ASN", settings.and_then(|settings| settings.default_asn).map(|asn| asn.to_string()));
        }
    }
    add("as JSON", json_of(model, place, row, revealed).map(|value| format!("{value:#}")));
    add("as meetme command", Some(command(place)));
    if let Some(port) = port_of(model, place) {
        add(FOR_FACILITY, Some(case::facility(model, port)));
        add("ticket text: Cloudflare", Some(case::cloudflare(model, port)));
    }
    fields
}

/// The command that shows an object.
fn command(place: &Place) -> String {
    let id = quoted(&place.id);
    match place.pane {
        Pane::Interconnects => format!("meetme interconnects get {id}"),
        Pane::Cnis => format!("meetme cnis get {id}"),
        Pane::Slots => format!("meetme slots get {id}"),
        Pane::Tunnels => format!("meetme tunnels get {id}"),
        Pane::Settings => "meetme settings get".to_owned(),
        Pane::Availability => "meetme slots availability".to_owned(),
    }
}

/// As a shell takes it for one word, whatever the server called it.
fn quoted(id: &str) -> String {
    let word = shell(id);
    if word == id && !id.starts_with('-') { word } else { format!("-- {word}") }
}

fn json_of(model: &Model, place: &Place, row: usize, revealed: bool) -> Option<Value> {
    let value = match place.pane {
        Pane::Interconnects => serde_json::to_value(model.interconnects.list.rows.get(row)?),
        Pane::Cnis => serde_json::to_value(model.cnis.list.rows.get(row)?),
        Pane::Slots => serde_json::to_value(model.slots.list.rows.get(row)?),
        Pane::Tunnels => serde_json::to_value(model.tunnels.list.rows.get(row)?),
        Pane::Settings => serde_json::to_value(model.settings.list.rows.get(row)?),
        Pane::Availability => return None,
    };
    let mut value = value.ok()?;
    if !revealed && let Some(key) = value.pointer_mut("/bgp/md5_key") {
        *key = json!("[set]");
    }
    Some(value)
}

/// The entries of the picker: each field, then the way to see one alone.
pub fn entries(fields: &[Field], plain: bool) -> Vec<Entry> {
    let entry = |field: &Field| {
        let first = field.value.lines().next().unwrap_or_default();
        let more = field.value.lines().count().saturating_sub(1);
        let hint = if more > 0 { format!("{} lines", more + 1) } else { first.to_owned() };
        Entry::new(&field.what, &hint, if plain { Choice::Plain(field.clone()) } else { Choice::Copy(field.clone()) })
    };
    let mut entries: Vec<Entry> = fields.iter().map(entry).collect();
    if !plain {
        let more = "for a terminal without OSC 52";
        entries.push(Entry::new("show plain, to select by hand", more, Choice::PlainList(fields.to_vec())));
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_one_word_for_a_shell_whatever_the_name() {
        let of = |id: &str| command(&Place::new(Pane::Interconnects, id));
        assert_eq!(of("icn-iad-a_1.2"), "meetme interconnects get icn-iad-a_1.2");
        assert_eq!(of("a; rm -rf 'x'"), "meetme interconnects get -- 'a; rm -rf '\\''x'\\'''");
        assert_eq!(of("--help"), "meetme interconnects get -- --help");
    }
}
