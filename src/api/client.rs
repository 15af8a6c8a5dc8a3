//! The client: questions in the words of the domain, answers likewise.

use std::fmt;
use std::sync::Arc;

use serde_json::Value;

use super::call::Shared;
use super::classify::{self, Payload};
use super::options::Options;
use super::received::Received;
use super::transport::Want;
use super::{path, pdf, retry, wire};
use crate::domain::call::{Answer, Meter, Object, Query, Reply, Urgency};
use crate::domain::{AccountId, Fault, FaultKind, Grant, IconKey, Schema, Token};

const LETTER_NAME_CHARS: usize = 200;

/// A client of the API. Copies share connections, budget and gate.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    shared: Arc<Shared>,
    account: Option<AccountId>,
}

impl Client {
    /// A client; nothing is sent yet.
    pub fn new(options: Options) -> Result<Self, Fault> {
        let shared = Arc::new(Shared::new(&options)?);
        Ok(Self(Arc::new(Inner { shared, account: options.account })))
    }

    /// The same client for another account.
    #[must_use]
    pub fn with_account(&self, account: AccountId) -> Self {
        Self(Arc::new(Inner { shared: Arc::clone(&self.0.shared), account: Some(account) }))
    }

    /// The account that paths name.
    pub fn account(&self) -> Option<&AccountId> {
        self.0.account.as_ref()
    }

    /// The description that is written.
    pub fn schema(&self) -> Schema {
        self.shared().schema
    }

    /// How much of the budget is used.
    pub fn meter(&self) -> Meter {
        self.shared().meter()
    }

    /// Goes on with this token, in all copies, if it is another one. Answers whether it was.
    pub fn take_token(&self, token: Token) -> Result<bool, Fault> {
        self.shared().take(token)
    }

    /// `cf-ray` of the last answer to a change.
    pub fn last_ray(&self) -> Option<String> {
        self.shared().last_ray()
    }

    /// The text without the token, in whatever form it may be in it.
    pub fn scrub(&self, text: &str) -> String {
        self.shared().scrubber.scrub(text)
    }

    /// The text without the token and else as it is: what holds data stays data.
    pub fn without_token(&self, text: &str) -> String {
        self.shared().scrubber.token(text)
    }

    /// Opens or shuts the gate for changes, in all copies. A read-only client stays shut whatever is asked.
    pub fn grant(&self, grant: Grant) {
        let shared = self.shared();
        shared.gate.grant(grant, shared.now());
    }

    /// Why no change would go out now.
    pub fn may_write(&self) -> Result<(), Fault> {
        self.shared().gate.check(self.shared().now())
    }

    /// Seconds by which the server's clock is ahead of this machine's, where an answer told.
    pub fn clock_skew(&self) -> Option<i64> {
        self.shared().skew()
    }

    /// Asks. A list brings one reply a page, and its pages are delivered even if a later one fails; everything else
    /// brings one reply.
    pub async fn ask(
        &self,
        query: &Query,
        urgency: Urgency,
        sink: &mut (dyn FnMut(Reply) + Send),
    ) -> Result<(), Fault> {
        self.pages_or_one(query, urgency, u32::MAX, sink).await
    }

    /// Asks for one reply: of a list, the first page.
    pub async fn one(&self, query: &Query, urgency: Urgency) -> Answer {
        let mut first = None;
        let asked = self.pages_or_one(query, urgency, 1, &mut |reply| first = Some(reply)).await;
        match (first, asked) {
            (Some(reply), _) => Ok(reply),
            (None, Err(fault)) => Err(fault),
            (None, Ok(())) => Err(Fault::new(FaultKind::Bug, "a question had no answer")),
        }
    }

    pub(super) fn shared(&self) -> &Shared {
        &self.0.shared
    }

    async fn pages_or_one(
        &self,
        query: &Query,
        urgency: Urgency,
        most: u32,
        sink: &mut (dyn FnMut(Reply) + Send),
    ) -> Result<(), Fault> {
        match query {
            Query::Interconnects(filter) => {
                self.list_interconnects(filter, urgency, most, &mut |page| sink(Reply::Interconnects(page))).await
            }
            Query::Cnis(filter) => self.list_cnis(filter, urgency, most, &mut |page| sink(Reply::Cnis(page))).await,
            Query::Slots(filter) => self.list_slots(filter, urgency, most, &mut |page| sink(Reply::Slots(page))).await,
            Query::Tunnels => self.list_tunnels(urgency, most, &mut |page| sink(Reply::Tunnels(page))).await,
            single => {
                sink(self.single(single, urgency).await?);
                Ok(())
            }
        }
    }

    async fn single(&self, query: &Query, urgency: Urgency) -> Answer {
        let schema = self.schema();
        match query {
            Query::Interconnect(key) => {
                let read = |value| wire::interconnect(value, schema);
                let path = self.object(&Object::Interconnect(key.clone()));
                Ok(Reply::Interconnect(Box::new(self.read(&path, urgency, read).await?)))
            }
            Query::Status(key) => {
                Ok(Reply::Status(self.read(&self.of_interconnect(key, &["status"]), urgency, wire::status).await?))
            }
            Query::LoaName(key) => {
                let path = self.of_interconnect(key, &["loa", "default"]);
                match self.payload(&path, urgency, retry::ATTEMPTS).await {
                    Ok((_, payload)) => Ok(Reply::LoaName(wire::loa_name(&payload.value))),
                    Err(fault) if fault.status == Some(404) => Ok(Reply::LoaName(None)),
                    Err(fault) => Err(fault),
                }
            }
            Query::Loa(key, name) => self.letter(key, name.as_deref(), urgency).await,
            Query::Cni(id) => {
                let path = self.object(&Object::Cni(id.clone()));
                Ok(Reply::Cni(Box::new(self.read(&path, urgency, wire::cni).await?)))
            }
            Query::Slot(id) => {
                let path = self.object(&Object::Slot(id.clone()));
                Ok(Reply::Slot(Box::new(
                    self.read(&path, urgency, |value| wire::slot(value, &mut wire::Pool::default())).await?,
                )))
            }
            Query::Settings => {
                Ok(Reply::Settings(self.read(&self.object(&Object::Settings), urgency, wire::settings).await?))
            }
            Query::Tunnel(id) => {
                let path = self.object(&Object::Tunnel(id.clone()));
                Ok(Reply::Tunnel(Box::new(self.read(&path, urgency, wire::tunnel).await?)))
            }
            Query::Token => Ok(Reply::Token(self.read("/user/tokens/verify", urgency, wire::token).await?)),
            Query::Accounts => Ok(Reply::Accounts(self.all_accounts(urgency).await?)),
            Query::Raw(object) => {
                let (_, payload) = self.payload(&self.object(object), urgency, retry::ATTEMPTS).await?;
                let inside = match object {
                    Object::Tunnel(_) => payload.value.get("interconnect").unwrap_or(&payload.value),
                    _ => &payload.value,
                };
                Ok(Reply::Raw(self.shared().scrubber.scrub(&format!("{inside:#}"))))
            }
            Query::Interconnects(_) | Query::Cnis(_) | Query::Slots(_) | Query::Tunnels => {
                Err(Fault::new(FaultKind::Bug, "a list was asked for as one object"))
            }
        }
    }

    async fn letter(&self, key: &IconKey, name: Option<&str>, urgency: Urgency) -> Answer {
        if name.is_some_and(|name| name.chars().count() > LETTER_NAME_CHARS) {
            let what = format!("the name on a letter has at most {LETTER_NAME_CHARS} characters");
            return Err(Fault::new(FaultKind::Usage, what));
        }
        let path = self.of_interconnect(key, &["loa"]);
        path::check(&path)?;
        let params = name.map(|name| ("name", name.to_owned()));
        let received = self.shared().get(&with_query(&path, params), urgency, Want::Letter, retry::ATTEMPTS).await?;
        let letter = pdf::letter(received).map_err(|fault| self.shared().scrubber.fault(fault))?;
        Ok(Reply::Loa(letter))
    }

    async fn read<T>(
        &self,
        path: &str,
        urgency: Urgency,
        read: impl FnOnce(Value) -> Result<T, String>,
    ) -> Result<T, Fault> {
        // A poll that failed is planned again by whoever polls: trying here too would be three calls for one.
        let most = if urgency == Urgency::Poll { 1 } else { retry::ATTEMPTS };
        let (received, payload) = self.payload(path, urgency, most).await?;
        read(payload.value).map_err(|why| {
            let what = format!("the answer cannot be read: {why}");
            self.shared().scrubber.fault(received.fault(FaultKind::Unreadable, what))
        })
    }

    /// What the server says at a path or a path with its query.
    pub(super) async fn payload(
        &self,
        target: &str,
        urgency: Urgency,
        most: u32,
    ) -> Result<(Received, Payload), Fault> {
        path::check(target.split('?').next().unwrap_or_default())?;
        let received = self.shared().get(target, urgency, Want::Json, most).await?;
        let payload = classify::payload(&received).map_err(|fault| self.shared().scrubber.fault(fault))?;
        Ok((received, payload))
    }

    pub(super) fn object(&self, object: &Object) -> String {
        path::object(self.account(), object)
    }

    fn of_interconnect(&self, key: &IconKey, tail: &[&str]) -> String {
        let mut path = self.object(&Object::Interconnect(key.clone()));
        for part in tail {
            path.push('/');
            path.push_str(part);
        }
        path
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.shared().transport.base().as_str())
            .field("account", &self.0.account)
            .field("schema", &self.schema())
            .field("gate", &self.shared().gate)
            .finish_non_exhaustive()
    }
}

/// A path with its parameters, encoded.
pub(super) fn with_query(path: &str, params: impl IntoIterator<Item = (&'static str, String)>) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(params).finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}
