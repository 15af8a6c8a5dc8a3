//! Changes: frozen once, then sent as they are, once. A dry run is a write too.

use serde_json::Value;

use super::classify::Payload;
use super::client::Client;
use super::received::Received;
use super::{outcome, path, wire};
use crate::domain::call::Object;
use crate::domain::change::{Confirmed, Made, Outcome, Prepared, Request};
use crate::domain::draft::{Change, Removal, Validated};
use crate::domain::{AccountId, Fault, FaultKind};

/// What a dry run adds to the path.
pub const VALIDATE_ONLY: &str = "?validate_only=true";

impl Client {
    /// Freezes a change: method, path, and the very bytes that a person will see and that will be sent.
    pub fn prepare(&self, draft: Validated<Change>) -> Prepared<Change> {
        let (schema, own) = (self.schema(), self.own());
        let list = |name| path::under(self.account(), &["cni", name]);
        let request = match draft.value() {
            Change::NewInterconnect(new) => {
                frozen("POST", list("interconnects"), &wire::new_interconnect(schema, &own, new))
            }
            Change::NewCni(new) => frozen("POST", list("cnis"), &wire::new_cni(schema, &own, new)),
            Change::Cni(edit) => {
                let path = self.object(&Object::Cni(edit.after.id.clone()));
                frozen("PUT", path, &wire::changed_cni(schema, &own, &edit.after))
            }
            Change::Settings(edit) => {
                frozen("PUT", self.object(&Object::Settings), &wire::changed_settings(&edit.after))
            }
            Change::Tunnel(edit) => {
                let path = self.object(&Object::Tunnel(edit.after.id.clone()));
                frozen("PUT", path, &wire::changed_tunnel(schema, &edit.after))
            }
            Change::Removal(removal) => {
                let path = match removal {
                    Removal::Interconnect(key) => self.object(&Object::Interconnect(key.clone())),
                    Removal::Cni(id) => self.object(&Object::Cni(id.clone())),
                };
                Request { method: "DELETE", path, body: String::new() }
            }
        };
        Prepared::new(draft, request)
    }

    /// The body that would put back what a replacement takes away.
    pub fn body_before(&self, change: &Change) -> Option<String> {
        let body = match change {
            Change::Cni(edit) => wire::changed_cni(self.schema(), &self.own(), &edit.before),
            Change::Settings(edit) => wire::changed_settings(&edit.before),
            Change::Tunnel(edit) => wire::changed_tunnel(self.schema(), &edit.before),
            Change::NewInterconnect(_) | Change::NewCni(_) | Change::Removal(_) => return None,
        };
        Some(body.to_string())
    }

    /// Asks the server to check a change only; the name in its answer, if any. Offered for new interconnects and for the
    /// Magic side of a CNI. A server that does not know the question may act: read afterwards.
    pub async fn dry_run(&self, prepared: &Prepared<Change>) -> Outcome<Option<String>> {
        if !prepared.value().has_dry_run() {
            return Outcome::NotSent(Fault::new(FaultKind::Bug, "a dry run was ordered of a call that has none"));
        }
        self.send(prepared.request(), VALIDATE_ONLY, outcome::dry_run).await
    }

    /// Sends a change, once.
    pub async fn commit(&self, change: &Confirmed<Validated<Change>>) -> Outcome<Made> {
        let (request, schema) = (change.request(), self.schema());
        match change.value().value() {
            Change::NewInterconnect(_) => {
                let read = |payload: Payload| {
                    wire::interconnect(payload.value, schema).map(|port| Made::Interconnect(Box::new(port)))
                };
                self.send(request, "", |received| outcome::object(received, read)).await
            }
            Change::NewCni(_) | Change::Cni(_) => {
                let read = |payload: Payload| wire::cni(payload.value).map(|cni| Made::Cni(Box::new(cni)));
                self.send(request, "", |received| outcome::object(received, read)).await
            }
            Change::Settings(_) => {
                let read = |payload: Payload| wire::settings(payload.value).map(|all| Made::Settings(Box::new(all)));
                self.send(request, "", |received| outcome::object(received, read)).await
            }
            Change::Tunnel(_) => {
                let read = |payload: Payload| wire::tunnel(payload.value).map(|one| Made::Tunnel(Box::new(one)));
                self.send(request, "", |received| outcome::object(received, read)).await
            }
            Change::Removal(_) => match self.send(request, "", outcome::removal).await {
                Outcome::Done(()) => Outcome::Done(Made::Gone),
                Outcome::Refused(fault) => Outcome::Refused(fault),
                Outcome::NotSent(fault) => Outcome::NotSent(fault),
                Outcome::Unknown(fault) => Outcome::Unknown(fault),
            },
        }
    }

    async fn send<R>(
        &self,
        request: &Request,
        query: &str,
        verdict: impl FnOnce(&Received) -> Outcome<R>,
    ) -> Outcome<R> {
        if let Err(fault) = path::check_write(request, self.account()) {
            return Outcome::NotSent(fault);
        }
        self.shared().write(request, query, verdict).await
    }

    /// The account for a body; without one the path is refused before anything is sent.
    fn own(&self) -> AccountId {
        self.account().cloned().unwrap_or_else(|| AccountId::from(""))
    }
}

fn frozen(method: &'static str, path: String, body: &Value) -> Request {
    Request { method, path, body: body.to_string() }
}
