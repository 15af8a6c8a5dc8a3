//! Changes: opening the flow that an object asks for, and the keys on it.

use std::collections::BTreeMap;

use super::super::Ticket;
use super::super::command::Command;
use super::super::effect::Effect;
use super::super::flows::change::{Ending, Kind, Stage};
use super::super::flows::{
    CreateCni, CreateInterconnect, CreatePartner, DeleteCni, DeleteInterconnect, EditCni, EditHealthCheck,
    EditSettings, Flow,
};
use super::super::form::Sort;
use super::super::model::Model;
use super::super::panes::{Pane, Tone};
use super::super::picker::{Choice, Entry, Picker};
use super::super::sheet::Sheet;
use crate::domain::change::Made;
use crate::domain::{Asn, Fault, IconKey, Slot, SlotId, State};

/// What a form is begun with; each is offered where it makes sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum New {
    /// A direct interconnect.
    Direct,
    /// A partner interconnect.
    Partner,
    /// A CNI.
    Cni,
}

/// A command that begins a change of the selected object, or a new one.
pub(super) fn begin(model: &mut Model, command: Command) -> Vec<Effect> {
    match (command, model.pane) {
        (Command::Add, Pane::Interconnects) => {
            let entry = |text, hint, new| Entry::new(text, hint, Choice::New(new));
            let entries = vec![
                entry("direct interconnect", "a cross-connect on a free slot", New::Direct),
                entry("Google Cloud partner interconnect", "bandwidth and pairing key", New::Partner),
                entry("CNI over the selected interconnect", "the routed link", New::Cni),
            ];
            model.sheet = Some(Sheet::Pick(Box::new(Picker::new("Create", entries))));
            vec![]
        }
        (Command::Add, Pane::Slots) => create(model, New::Direct),
        (Command::Add, _) => create(model, New::Cni),
        (Command::Edit, _) => edit(model),
        (Command::Delete, _) => delete(model),
        _ => vec![],
    }
}

/// Begins something new.
pub(super) fn create(model: &mut Model, new: New) -> Vec<Effect> {
    let kind = match new {
        New::Direct => {
            let slot = model.selected_slot().filter(|slot| slot.is_free()).cloned();
            let doubtful = slot.as_ref().is_some_and(|slot| model.uncertain.contains(&slot.id));
            if doubtful {
                model.say(
                    "the outcome of a create on this slot is unknown: look first, then type the slot again",
                    Tone::Warn,
                );
            }
            Kind::CreateInterconnect(CreateInterconnect { slot: slot.filter(|_| !doubtful).map(Box::new) })
        }
        New::Partner => Kind::CreatePartner(CreatePartner),
        New::Cni => {
            let port = model.selected_interconnect();
            let site = port.and_then(|port| port.site.as_ref()).map(|site| site.as_str().to_owned());
            let over = port.map(|port| port.key.clone());
            let name = CreateCni::unused_name(site.as_deref(), &model.cnis.list.rows);
            Kind::CreateCni(CreateCni { over, name })
        }
    };
    open(model, kind)
}

fn edit(model: &mut Model) -> Vec<Effect> {
    let Some(row) = model.selected_row() else { return vec![] };
    let kind = match model.pane {
        Pane::Cnis => model.cnis.list.rows.get(row).map(|cni| Kind::EditCni(Box::new(EditCni { cni: cni.clone() }))),
        Pane::Tunnels => {
            let tunnel = model.tunnels.list.rows.get(row);
            tunnel.map(|tunnel| Kind::EditHealthCheck(Box::new(EditHealthCheck { tunnel: tunnel.clone() })))
        }
        Pane::Settings => {
            let settings = model.settings.list.rows.get(row);
            settings.map(|settings| Kind::EditSettings(Box::new(EditSettings { settings: settings.clone() })))
        }
        Pane::Interconnects | Pane::Slots | Pane::Availability => None,
    };
    kind.map_or_else(Vec::new, |kind| open(model, kind))
}

fn delete(model: &mut Model) -> Vec<Effect> {
    let Some(row) = model.selected_row() else { return vec![] };
    let kind = match model.pane {
        Pane::Interconnects => model.interconnects.list.rows.get(row).map(|port| {
            let healthy = healthy(model);
            Kind::DeleteInterconnect(Box::new(DeleteInterconnect { port: port.clone(), healthy }))
        }),
        Pane::Cnis => {
            model.cnis.list.rows.get(row).map(|cni| Kind::DeleteCni(Box::new(DeleteCni { cni: cni.clone() })))
        }
        Pane::Slots | Pane::Availability | Pane::Tunnels | Pane::Settings => None,
    };
    kind.map_or_else(Vec::new, |kind| open(model, kind))
}

pub(super) fn healthy(model: &Model) -> Vec<IconKey> {
    let known = model.watches.iter().filter(|(_, watch)| watch.known() == Some(&State::Healthy));
    known.map(|(key, _)| key.clone()).collect()
}

/// Opens a flow over what is on the screen.
pub(in crate::workbench) fn open(model: &mut Model, kind: Kind) -> Vec<Effect> {
    let terms = model.session.terms();
    let (flow, effects) = Flow::open(kind, terms, &mut model.tickets);
    model.sheet = Some(Sheet::Change(Box::new(flow), false));
    effects
}

/// A command on a flow. Answers whether it stays open.
pub(super) fn command(model: &mut Model, flow: &mut Flow, leaving: &mut bool, command: Command) -> (bool, Vec<Effect>) {
    let now = model.now.mono;
    let tickets = &mut model.tickets;
    if *leaving {
        *leaving = false;
        return (command != Command::Yes, vec![]);
    }
    let effects = match (&mut flow.stage, command) {
        (Stage::Ended(ending), Command::Back) => {
            if let Ending::Done { made, .. } = &**ending {
                let made = made.clone();
                show_made(model, &made);
            }
            return (false, vec![]);
        }
        (Stage::Opening(_), Command::Back) => return (false, vec![]),
        (Stage::Fill, Command::Back) => {
            *leaving = flow.is_dirty();
            return (*leaving, vec![]);
        }
        (_, Command::Back) => {
            flow.back();
            vec![]
        }
        (Stage::Fill, command) if flow.form.is_handed_in(command) => flow.validate(tickets),
        (Stage::Fill, Command::Editor) => flow.edit(tickets),
        (Stage::Fill, other) => {
            fill(flow, other);
            vec![]
        }
        (Stage::Merge(merge), Command::Down | Command::Next) => {
            merge.step(1);
            vec![]
        }
        (Stage::Merge(merge), Command::Up | Command::Previous) => {
            merge.step(-1);
            vec![]
        }
        (Stage::Merge(merge), Command::Toggle) => {
            merge.toggle();
            vec![]
        }
        (Stage::Merge(_), Command::Press) => flow.merged(tickets),
        (Stage::AskDryRun(..), Command::Yes) => flow.decide_dry_run(true, now, tickets),
        (Stage::AskDryRun(..), Command::No) => flow.decide_dry_run(false, now, tickets),
        (Stage::Review(..), Command::Next) => {
            flow.on_commit = !flow.on_commit;
            vec![]
        }
        (Stage::Review(..), Command::Press) if flow.on_commit => flow.commit(now, tickets),
        (Stage::Review(..), Command::Press) => {
            flow.back();
            vec![]
        }
        _ => vec![],
    };
    (true, effects)
}

/// Puts the cursor of its pane on what was made, where that is among the rows: the next step is about it.
fn show_made(model: &mut Model, made: &Made) {
    let pane = match made {
        Made::Interconnect(_) => Pane::Interconnects,
        Made::Cni(_) => Pane::Cnis,
        Made::Settings(_) | Made::Tunnel(_) | Made::Gone => return,
    };
    let Some(id) = made.id() else { return };
    let height = model.height();
    let order = &model.table(pane).order;
    let Some(to) = order.iter().position(|&row| pane.id(model, row as usize) == id) else { return };
    let by = to.cast_signed() - model.table(pane).at().cast_signed();
    model.with_table(pane, |table, name| table.step(by, height, name));
}

fn fill(flow: &mut Flow, command: Command) {
    match command {
        Command::Reveal => flow.form.revealed = !flow.form.revealed,
        Command::UndoTyping => {
            flow.form.undo();
            flow.typed();
        }
        Command::Reset => {
            flow.form.reset();
            flow.typed();
        }
        other => flow.form.go(other),
    }
}

/// Lays the values that the field in focus can take over the form.
pub(super) fn choose(model: &mut Model) {
    let Some(Sheet::Change(flow, false)) = &model.sheet else { return };
    let Some(spec) = flow.form.field().map(|field| field.spec) else { return };
    let entries = match spec.sort {
        Sort::Words(words) => {
            words.iter().map(|word| Entry::new(word, "", Choice::Fill(spec.name, (*word).to_owned()))).collect()
        }
        Sort::Slot => {
            let free = model.slots.list.rows.iter().filter(|slot| slot.is_free());
            free.map(|slot| slot_entry(model, slot)).collect()
        }
        Sort::Interconnect => {
            let rows = 0..model.interconnects.list.rows.len();
            rows.filter_map(|row| port_entry(model, spec.name, row)).collect()
        }
        Sort::Asn => asns(model, spec.name),
        Sort::Text | Sort::Secret | Sort::Consent | Sort::Mtu => return,
    };
    let mut picker = Picker::new(&format!("Choose: {}", spec.label), entries);
    picker.under = model.sheet.take().map(Box::new);
    model.sheet = Some(Sheet::Pick(Box::new(picker)));
}

/// The numbers of the account and where each comes from; that of Cloudflare's end is no customer's.
fn asns(model: &Model, field: &'static str) -> Vec<Entry> {
    let entry = |asn: Asn, from: &str| Entry::new(&asn.to_string(), from, Choice::Fill(field, asn.to_string()));
    if field == "default_asn" {
        return vec![entry(Asn(13_335), "Cloudflare's own, as without a setting")];
    }
    let mut used: BTreeMap<Asn, Vec<&str>> = BTreeMap::new();
    for cni in &model.cnis.list.rows {
        if let Some(asn) = cni.bgp.as_ref().and_then(|bgp| bgp.customer_asn) {
            used.entry(asn).or_default().push(cni.title());
        }
    }
    let from = |cnis: &[&str]| match cnis {
        [one] => format!("as on the CNI {one}"),
        several => format!("as on {} of your CNIs", several.len()),
    };
    let settings = model.settings.list.rows.first().and_then(|settings| settings.default_asn);
    used.retain(|asn, _| Some(*asn) != settings);
    let mut entries: Vec<(usize, Entry)> =
        used.iter().map(|(asn, cnis)| (cnis.len(), entry(*asn, &from(cnis)))).collect();
    entries.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let theirs = "this is Cloudflare's end of the session; yours differs";
    let theirs = settings.map(|asn| entry(asn, "the account's default (settings)").disabled(Some(theirs)));
    entries.into_iter().map(|(_, entry)| entry).chain(theirs).collect()
}

/// What a person chooses a slot by: where, how fast, on which device.
fn slot_entry(model: &Model, slot: &Slot) -> Entry {
    let used = model.interconnects.list.rows.iter().any(|port| {
        port.ccr_device_name.is_some()
            && port.ccr_device_name.as_deref() == slot.ccr_device_name.as_deref()
            && port.site == slot.site
    });
    let mine = if used { "a device that you use" } else { "" };
    // By their places slots are told apart; the whole id would leave no room for them.
    let id: String = slot.id.as_str().chars().take(8).collect();
    Entry::new(&slot.about(), &format!("{mine}  {id}"), Choice::Slot(slot.id.clone()))
}

fn port_entry(model: &Model, field: &'static str, row: usize) -> Option<Entry> {
    let port = model.interconnects.list.rows.get(row)?;
    // As the table says it; the columns stand one below the other.
    let state = match model.watches.get(&port.key) {
        Some(watch) if watch.failed.is_some() => "UNKNOWN",
        watch => watch.and_then(super::super::watch::Watch::known).map_or("...", State::word),
    };
    let site = port.place().unwrap_or("-");
    let speed = port.speed.as_ref().map_or("-", crate::domain::Speed::as_str);
    let cnis = model.cnis_on(&port.key).count();
    let many = if cnis == 1 { " " } else { "s" };
    let hint = format!("{state:<9}  {site:<8}  {speed:>4}  {cnis:>2} CNI{many}");
    Some(Entry::new(&port.name, &hint, Choice::Fill(field, port.key.to_string())))
}

/// The person's editor was left.
pub(super) fn edited(model: &mut Model, ticket: Ticket, result: Result<String, Fault>) {
    model.redraw = true;
    let Some(Sheet::Change(flow, _)) = model.sheet.as_mut().and_then(Sheet::bottom_mut) else { return };
    let trouble = match result {
        Ok(text) => flow.edited(ticket, &text).err(),
        Err(fault) => Some(fault.headline()),
    };
    match trouble {
        None => model.say("taken from the editor; nothing is sent yet", Tone::Good),
        Some(why) => {
            let text = format!("not taken: {why}. <editor> opens the text again as you left it");
            let text = model.keymap.spell(super::super::command::Scope::Form, &text);
            model.say(&text, Tone::Warn);
        }
    }
}

/// A value was chosen for a field of the form that lies open.
pub(super) fn filled(model: &mut Model, field: &str, value: &str) {
    if let Some(Sheet::Change(flow, _)) = &mut model.sheet {
        flow.form.choose(field, value);
        flow.typed();
    }
}

/// A slot was chosen: it fills all the fields that follow from it.
pub(super) fn slot_chosen(model: &mut Model, id: &SlotId) {
    let slot = model.slots.list.rows.iter().find(|slot| slot.id == *id).cloned();
    if let (Some(Sheet::Change(flow, _)), Some(slot)) = (&mut model.sheet, slot) {
        CreateInterconnect::fill(&mut flow.form, &slot);
        flow.typed();
    }
}

/// Why nothing can be begun here with the command.
pub(in crate::workbench) fn disabled(command: Command, model: &Model) -> Option<&'static str> {
    if model.switching.is_some() {
        return Some("a switch is under way");
    }
    if let Some(locked) = model.locked() {
        return Some(locked);
    }
    match (command, model.pane) {
        (Command::Add, Pane::Slots) => match model.selected_slot() {
            Some(slot) if slot.is_free() => None,
            Some(_) => Some("this slot is not free"),
            None => Some("no slot is selected"),
        },
        (Command::Add, Pane::Availability) => Some("choose the slot first: <open> shows those of this site and speed"),
        (Command::Add, Pane::Interconnects | Pane::Cnis) => None,
        (Command::Add, _) => {
            Some("interconnects are created at <interconnects> and <slots>, CNIs at <interconnects> and <cnis>")
        }
        (Command::Edit, Pane::Interconnects) => {
            Some("the API has no way to change an interconnect; its CNIs are at <cnis>")
        }
        (Command::Edit, Pane::Slots | Pane::Availability) => Some("slots cannot be changed"),
        (Command::Delete, Pane::Slots | Pane::Availability | Pane::Tunnels | Pane::Settings) => {
            Some("only interconnects (<interconnects>) and CNIs (<cnis>) can be deleted")
        }
        (_, _) if model.selected_row().is_none() => Some("no row is selected"),
        _ => None,
    }
}
