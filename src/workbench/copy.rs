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
use crate::domain::{Cni, Facility, text};

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
    let Some(own) = of_object(model, place, row, revealed) else { return fields };
    for (what, value) in own {
        add(what, value);
    }
    let port = model.interconnects.list.rows.get(row).filter(|_| place.pane == Pane::Interconnects);
    let letter = port.and_then(|port| model.letters.of(&port.key));
    for Field { what, value } in letter.map(|letter| super::letters::fields(model, &[letter])).unwrap_or_default() {
        add(&what, Some(value));
    }
    add("as JSON", json_of(model, place, row, revealed).map(|value| format!("{value:#}")));
    add("as meetme command", Some(command(place)));
    if let Some(port) = port_of(model, place) {
        add(FOR_FACILITY, Some(case::facility(model, port)));
        add("ticket text: Cloudflare", Some(case::cloudflare(model, port)));
    }
    fields
}

/// A field by its name; `None`: the object has none.
type Named = (&'static str, Option<String>);

/// The fields that only objects of its kind have. `None`: it is gone.
fn of_object(model: &Model, place: &Place, row: usize, revealed: bool) -> Option<Vec<Named>> {
    Some(match place.pane {
        Pane::Interconnects => {
            let port = model.interconnects.list.rows.get(row)?;
            let status = model.watches.get(&port.key).and_then(|watch| watch.status.as_ref());
            vec![
                ("site", word(port.site.as_ref())),
                ("facility", port.facility.as_ref().map(Facility::one_line)),
                ("device", port.ccr_device_name.clone()),
                ("slot id", word(port.slot_id.as_ref())),
                ("reservation id", port.virtual_port_reservation_id.clone()),
                ("reason", status.and_then(|status| status.reason.clone())),
            ]
        }
        Pane::Cnis => of_cni(cni(model, &place.id)?, revealed),
        Pane::Slots => {
            let slot = model.slots.list.rows.get(row)?;
            vec![
                ("site", word(slot.site.as_ref())),
                ("facility", slot.facility.as_deref().map(Facility::one_line)),
                ("device", slot.ccr_device_name.as_deref().map(str::to_owned)),
            ]
        }
        Pane::Tunnels => {
            let tunnel = model.tunnels.list.rows.get(row)?;
            let target = tunnel.health_check.as_ref().and_then(|check| check.target.as_ref());
            vec![
                ("target", target.map(|target| target.effective().to_owned())),
                ("interface address", tunnel.interface_address.clone()),
                ("reservation id", tunnel.virtual_port_reservation_id.clone()),
            ]
        }
        Pane::Availability => vec![],
        Pane::Settings => {
            let settings = model.settings.list.rows.first();
            vec![("default ASN", word(settings.and_then(|settings| settings.default_asn)))]
        }
    })
}

fn of_cni(cni: &Cni, revealed: bool) -> Vec<Named> {
    let mut fields = vec![
        ("interconnect", word(cni.interconnect.as_ref())),
        ("customer end", word(cni.cust_ip.as_ref())),
        ("Cloudflare end", word(cni.p2p_ip.as_ref())),
    ];
    if let Some(bgp) = &cni.bgp {
        let prefixes: Vec<String> = bgp.extra_prefixes.iter().map(ToString::to_string).collect();
        fields.extend([
            ("customer ASN", word(bgp.customer_asn)),
            ("prefixes", Some(prefixes.join(" "))),
            ("MD5 key", bgp.md5_key.clone().filter(|_| revealed)),
        ]);
    }
    fields
}

fn word(value: Option<impl ToString>) -> Option<String> {
    value.map(|value| value.to_string())
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
