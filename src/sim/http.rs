//! The world behind real HTTP, on loopback only.

mod control;
mod door;
mod raw;

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, State as Shared};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use tokio::net::TcpListener;
use tokio::sync::watch;

use self::door::{Door, Latch};
use super::clock::Clock;
use super::exchange::{Ending, Request, Response};
use super::faults::{Fault, Posted};
use super::options::{Options, TOKEN};
use super::scenario::ScenarioError;
use super::state::State;
use super::world::{CallRecord, World};

/// The largest body that is read.
const LARGEST: usize = 1 << 20;
const PREFIX: &str = "/client/v4";

/// Why a simulator does not start.
#[derive(Debug)]
pub enum StartError {
    /// It would be reachable from elsewhere.
    NotLoopback(SocketAddr),
    /// There is no such scenario.
    Scenario(ScenarioError),
    /// The address cannot be taken.
    Listen(SocketAddr, io::Error),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotLoopback(address) => {
                write!(f, "the simulator listens on loopback only, and {address} is not (try 127.0.0.1:0)")
            }
            Self::Scenario(error) => error.fmt(f),
            Self::Listen(address, error) => write!(f, "cannot listen on {address}: {error}"),
        }
    }
}

impl std::error::Error for StartError {}

impl From<ScenarioError> for StartError {
    fn from(error: ScenarioError) -> Self {
        Self::Scenario(error)
    }
}

/// A simulator that runs until this is dropped.
#[derive(Debug)]
pub struct Running {
    /// Where a client points its base URL.
    pub base_url: String,
    /// The account's id.
    pub account: String,
    /// The account's name.
    pub account_name: String,
    /// The token that opens it.
    pub token: String,
    world: WorldHandle,
    closing: watch::Sender<bool>,
}

impl Running {
    /// The world behind the server.
    pub fn world(&self) -> WorldHandle {
        self.world.clone()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.closing.send_replace(true);
    }
}

/// The world of a running simulator, for whoever wants to look behind the wire or to make trouble.
#[derive(Debug, Clone)]
pub struct WorldHandle {
    world: Arc<Mutex<World>>,
    clock: Clock,
    /// Bytes of endless bodies that somebody took.
    poured: Arc<AtomicU64>,
}

impl WorldHandle {
    fn lock(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers a call as if it came over the wire, now.
    pub fn call(&self, request: &Request) -> Response {
        let now = self.clock.now();
        self.lock().handle(now, request)
    }

    /// Every call so far.
    pub fn calls(&self) -> Vec<CallRecord> {
        self.lock().calls().to_vec()
    }

    /// How many interconnects sit on a slot.
    pub fn interconnects_on_slot(&self, slot: &str) -> usize {
        self.lock().interconnects_on_slot(slot)
    }

    /// The id of a free slot, at a site or anywhere.
    pub fn free_slot(&self, site: Option<&str>) -> Option<String> {
        self.lock().free_slot(site)
    }

    /// Another customer takes a slot; says whether it was free.
    pub fn take_slot(&self, slot: &str) -> bool {
        self.lock().take_slot(slot)
    }

    /// What stands in the path for each interconnect.
    pub fn interconnects(&self) -> Vec<String> {
        self.lock().interconnects()
    }

    /// The ids of the CNIs.
    pub fn cnis(&self) -> Vec<String> {
        self.lock().cnis()
    }

    /// The ids of the tunnels.
    pub fn tunnels(&self) -> Vec<String> {
        self.lock().tunnels()
    }

    /// One more rule of what goes wrong.
    pub fn add_fault(&self, fault: Fault) {
        self.post_fault(fault);
    }

    /// The same; answers the number of the rule.
    pub fn post_fault(&self, fault: Fault) -> u32 {
        self.lock().add_fault(fault)
    }

    /// Takes one rule away, or all; says how many.
    pub fn remove_faults(&self, id: Option<u32>) -> usize {
        self.lock().remove_faults(id)
    }

    /// The rules in force, with how often they were met and how often they struck.
    pub fn faults(&self) -> Vec<Posted> {
        self.lock().faults().to_vec()
    }

    /// Bytes of endless bodies that somebody took, those in the buffers between among them.
    pub fn poured(&self) -> u64 {
        self.poured.load(Ordering::Relaxed)
    }

    /// How the next connection goes wrong, if it does.
    fn connection(&self) -> Option<Ending> {
        self.lock().connection()
    }

    /// Holds an interconnect in a state; says whether there is such an interconnect.
    pub fn set_state(&self, key: &str, state: State) -> bool {
        self.lock().set_state(key, state)
    }
}

#[derive(Debug, Clone)]
struct Server {
    world: WorldHandle,
    closing: watch::Receiver<bool>,
}

/// Starts a simulator on the runtime that this is called on.
pub async fn start(options: Options) -> Result<Running, StartError> {
    if !options.listen.ip().is_loopback() {
        return Err(StartError::NotLoopback(options.listen));
    }
    let world = World::new(&options)?;
    let failed = |error| StartError::Listen(options.listen, error);
    let listener = TcpListener::bind(options.listen).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let (account, account_name) = (world.account().to_owned(), world.account_name().to_owned());
    let world =
        WorldHandle { world: Arc::new(Mutex::new(world)), clock: options.clock.clone(), poured: Arc::default() };
    let (closing, closed) = watch::channel(false);
    let server = Server { world: world.clone(), closing: closed.clone() };
    let door = Door::new(listener, address, server.clone());
    let service = Router::new().fallback(answer).with_state(server).into_make_service_with_connect_info::<Latch>();
    tokio::spawn(async move {
        let serve = axum::serve(door, service).with_graceful_shutdown(until(closed));
        // Errors of single connections are theirs; the accept loop itself never gives up.
        let _ = serve.await.is_ok();
    });
    Ok(Running {
        base_url: format!("http://{address}{PREFIX}"),
        account,
        account_name,
        token: TOKEN.to_owned(),
        world,
        closing,
    })
}

async fn until(mut closing: watch::Receiver<bool>) {
    // A sender that is gone means closing as well.
    let _ = closing.wait_for(|closing| *closing).await.is_ok();
}

async fn answer(
    Shared(server): Shared<Server>,
    ConnectInfo(latch): ConnectInfo<Latch>,
    parts: Parts,
    body: Body,
) -> axum::response::Response {
    let Ok(bytes) = axum::body::to_bytes(body, LARGEST).await else {
        return plain(StatusCode::PAYLOAD_TOO_LARGE, Body::empty());
    };
    if parts.uri.path().starts_with(control::PREFIX) {
        return control::answer(&server.world, &parts.method, parts.uri.path(), &parts.headers, &bytes);
    }
    let Some(request) = read(&parts, &bytes) else {
        return plain(StatusCode::NOT_FOUND, Body::empty());
    };
    let response = server.world.call(&request);
    // Whoever waits is let go when the server stops.
    tokio::select! {
        () = until(server.closing.clone()) => {}
        () = server.world.clock.sleep(response.transport.delay) => {}
    }
    let by_hand = match response.transport.ending {
        Ending::Whole => return sent(&response),
        Ending::Raw(framing, part, then) => (framing, part, then),
        Ending::Hang => {
            until(server.closing.clone()).await;
            latch.slam();
            return plain(StatusCode::OK, Body::empty());
        }
        Ending::Shut(seconds) => {
            latch.shut(Duration::from_secs(seconds));
            latch.slam();
            return plain(StatusCode::OK, Body::empty());
        }
        Ending::Reset => {
            latch.slam();
            return plain(StatusCode::OK, Body::empty());
        }
    };
    if let Some(stream) = latch.take() {
        tokio::spawn(raw::play(stream, response, by_hand, server));
    }
    // Nobody gets to see this one: its connection is not the library's any more.
    plain(StatusCode::OK, Body::empty())
}

fn read(parts: &Parts, body: &Bytes) -> Option<Request> {
    let (method, uri): (&Method, &Uri) = (&parts.method, &parts.uri);
    let path = uri.path().strip_prefix(PREFIX)?;
    let target = uri.query().map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
    let mut request = Request::new(method.as_str(), &target).body(body.to_vec());
    for (name, value) in &parts.headers {
        if let Ok(value) = value.to_str() {
            request = request.header(name.as_str(), value);
        }
    }
    Some(request)
}

fn plain(status: StatusCode, body: Body) -> axum::response::Response {
    let mut response = axum::response::Response::new(body);
    *response.status_mut() = status;
    response
}

fn sent(response: &Response) -> axum::response::Response {
    let status = StatusCode::from_u16(response.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut sent = plain(status, Body::from(response.body.clone()));
    let headers = sent.headers_mut();
    for (name, value) in &response.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.append(name, value);
        }
    }
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(response.body.len()));
    sent
}

#[cfg(test)]
mod tests;
