//! Faults of changes: what the server does differs from what it says, or somebody else is quicker.

use serde_json::{Value, json};

use super::super::exchange::{Ending, Request};
use super::super::refusal::Refusal;
use super::super::world::World;
use super::catalogue::{Entry, Phase, Work, content, instead, work};
use super::shapes::alter;

pub(super) const ENTRIES: &[Entry] = &[
    work(
        "dry-run-acts",
        "a dry run is taken for the change itself",
        Work::Before(|_, request| {
            request.query.retain(|(name, _)| name != "validate_only");
        }),
    ),
    instead("dry-run-unknown", "the server does not know `validate_only` and refuses it", |spoil| {
        spoil.refuse(&Refusal::query("validate_only", "is not known"));
    }),
    Entry {
        phase: Phase::Work,
        ..content("lost", "the change is made, and the connection is reset before an answer", |spoil| {
            spoil.end(Ending::Reset);
        })
    },
    Entry {
        phase: Phase::Work,
        ..content("made-then-500", "the change is made, and the answer is a failure", |spoil| {
            spoil.refuse(&Refusal::new(500, 5000, "Simulated failure."));
        })
    },
    work("late", "the connection is reset; the change is made so many virtual milliseconds later", Work::Late)
        .with("milliseconds", "3000")
        .and(|spoil| spoil.end(Ending::Reset)),
    work("vanishes", "the server says yes and makes no change", Work::Undone),
    content("echo-differs", "the answer to a change differs from what is stored", |spoil| {
        alter(spoil, |object| {
            for (key, other) in [
                ("speed", json!("1G")),
                ("default_asn", json!(64_999)),
                ("description", json!("other")),
                ("vlan", json!(4000)),
            ] {
                if object.contains_key(key) {
                    object.insert(key.to_owned(), other);
                }
            }
            if let Some(magic) = object.get_mut("magic") {
                magic["mtu"] = json!(1300);
            }
            if let Some(check) = object.get_mut("health_check") {
                check["rate"] = json!("low");
            }
        });
    }),
    content("stranger", "the answer is about an object that was not asked for", |spoil| {
        alter(spoil, |object| {
            for key in ["id", "name", "slot_id", "interconnect"] {
                if let Some(Value::String(name)) = object.get_mut(key) {
                    *name = name.chars().map(|c| if c == '0' { '9' } else { c }).collect::<String>() + "9";
                }
            }
        });
    }),
    work(
        "slot-taken",
        "somebody else takes the slot just before",
        Work::Before(|world, request| {
            let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
            if let Some(slot) = body.get("slot_id").and_then(Value::as_str) {
                world.take_slot(slot);
            }
        }),
    ),
    work(
        "foreign-edit",
        "somebody else changes the object right after this call",
        Work::After(|world, request| {
            world.edit(&request.path);
        }),
    ),
    work(
        "foreign-edit-before",
        "somebody else changes the object just before",
        Work::Before(|world, request| {
            world.edit(&request.path);
        }),
    ),
    work("foreign-delete", "somebody else deletes the object right after this call", Work::After(World::erase_asked)),
];

impl World {
    fn erase_asked(&mut self, request: &Request) {
        self.erase(&request.path);
    }
}
