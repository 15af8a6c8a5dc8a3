//! Changes: frozen once, then sent as they are, once. A dry run is a write too.

use serde_json::Value;

use super::client::Client;
use super::received::Received;
use super::{outcome, path, wire};
use crate::domain::call::Object;
use crate::domain::change::{Confirmed, Outcome, Prepared, Request};
use crate::domain::draft::{CniChange, NewCni, NewInterconnect, Removal, SettingsChange, TunnelChange, Validated};
use crate::domain::{AccountId, Cni, Interconnect, Settings, Tunnel};

const VALIDATE_ONLY: &str = "?validate_only=true";

impl Client {
    /// Freezes the creation of an interconnect.
    pub fn prepare_interconnect(&self, draft: Validated<NewInterconnect>) -> Prepared<NewInterconnect> {
        let body = wire::new_interconnect(self.schema(), &self.own(), draft.value());
        let path = path::under(self.account(), &["cni", "interconnects"]);
        Prepared::new(draft, frozen("POST", path, &body))
    }

    /// Asks the server to check a creation only; the name in its answer, if any. A server that does not know the
    /// question may create: read afterwards.
    pub async fn dry_run_interconnect(&self, prepared: &Prepared<NewInterconnect>) -> Outcome<Option<String>> {
        self.send(prepared.request(), VALIDATE_ONLY, outcome::dry_run).await
    }

    /// Creates an interconnect.
    pub async fn create_interconnect(&self, change: &Confirmed<Validated<NewInterconnect>>) -> Outcome<Interconnect> {
        let schema = self.schema();
        let verdict =
            |received: &Received| outcome::object(received, |payload| wire::interconnect(payload.value, schema));
        self.send(change.request(), "", verdict).await
    }

    /// Freezes the creation of a CNI.
    pub fn prepare_cni(&self, draft: Validated<NewCni>) -> Prepared<NewCni> {
        let body = wire::new_cni(self.schema(), &self.own(), draft.value());
        let path = path::under(self.account(), &["cni", "cnis"]);
        Prepared::new(draft, frozen("POST", path, &body))
    }

    /// Creates a CNI.
    pub async fn create_cni(&self, change: &Confirmed<Validated<NewCni>>) -> Outcome<Cni> {
        self.send(change.request(), "", cni).await
    }

    /// Freezes the replacement of a CNI.
    pub fn prepare_cni_change(&self, draft: Validated<CniChange>) -> Prepared<CniChange> {
        let body = wire::changed_cni(self.schema(), &self.own(), draft.value());
        let path = self.object(&Object::Cni(draft.value().0.id.clone()));
        Prepared::new(draft, frozen("PUT", path, &body))
    }

    /// Replaces a CNI.
    pub async fn put_cni(&self, change: &Confirmed<Validated<CniChange>>) -> Outcome<Cni> {
        self.send(change.request(), "", cni).await
    }

    /// Freezes a removal.
    pub fn prepare_removal(&self, draft: Validated<Removal>) -> Prepared<Removal> {
        let path = match draft.value() {
            Removal::Interconnect(key) => self.object(&Object::Interconnect(key.clone())),
            Removal::Cni(id) => self.object(&Object::Cni(id.clone())),
        };
        Prepared::new(draft, Request { method: "DELETE", path, body: String::new() })
    }

    /// Removes.
    pub async fn remove(&self, change: &Confirmed<Validated<Removal>>) -> Outcome<()> {
        self.send(change.request(), "", outcome::removal).await
    }

    /// Freezes the replacement of the settings.
    pub fn prepare_settings(&self, draft: Validated<SettingsChange>) -> Prepared<SettingsChange> {
        let body = wire::changed_settings(draft.value());
        let path = self.object(&Object::Settings);
        Prepared::new(draft, frozen("PUT", path, &body))
    }

    /// Replaces the settings.
    pub async fn put_settings(&self, change: &Confirmed<Validated<SettingsChange>>) -> Outcome<Settings> {
        let verdict = |received: &Received| outcome::object(received, |payload| wire::settings(payload.value));
        self.send(change.request(), "", verdict).await
    }

    /// Freezes the replacement of a tunnel.
    pub fn prepare_tunnel(&self, draft: Validated<TunnelChange>) -> Prepared<TunnelChange> {
        let body = wire::changed_tunnel(self.schema(), draft.value());
        let path = self.object(&Object::Tunnel(draft.value().0.id.clone()));
        Prepared::new(draft, frozen("PUT", path, &body))
    }

    /// Asks the server to check the replacement of a tunnel only; the name in its answer, if any.
    pub async fn dry_run_tunnel(&self, prepared: &Prepared<TunnelChange>) -> Outcome<Option<String>> {
        self.send(prepared.request(), VALIDATE_ONLY, outcome::dry_run).await
    }

    /// Replaces a tunnel.
    pub async fn put_tunnel(&self, change: &Confirmed<Validated<TunnelChange>>) -> Outcome<Tunnel> {
        let verdict = |received: &Received| outcome::object(received, |payload| wire::tunnel(payload.value));
        self.send(change.request(), "", verdict).await
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

fn cni(received: &Received) -> Outcome<Cni> {
    outcome::object(received, |payload| wire::cni(payload.value))
}
