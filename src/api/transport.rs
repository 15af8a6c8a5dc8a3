//! One request on the wire and its whole answer, within limits. Knows nothing of what is asked.

use std::error::Error as StdError;
use std::io;
use std::sync::{Once, PoisonError, RwLock};
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Certificate, RequestBuilder, Response};
use tokio::time::{Instant, timeout, timeout_at};
use zeroize::Zeroizing;

use super::BaseUrl;
use super::options::{Options, Timeouts};
use super::received::Received;
use crate::domain::change::Request;
use crate::domain::{Fault, FaultKind, Token, text};

const JSON_CAP: usize = 16 << 20;
const LETTER_CAP: usize = 20 << 20;
/// A body that grows beyond this gets room for any at once. The allocator of glibc keeps freed pieces of up to 32 MiB for
/// later once it has seen one (`M_MMAP_THRESHOLD` in mallopt(3)), in each of its arenas; a larger one goes back at once, and
/// what is not written of it costs nothing.
const LARGE: usize = 1 << 20;
const ROOM: usize = 33 << 20;
const HEADER_LINES: usize = 100;
const HEADER_BYTES: usize = 64 << 10;
const IDLE: Duration = Duration::from_secs(30);

/// What kind of body is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Want {
    Json,
    Letter,
}

/// A request that brought no whole answer.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) fault: Fault,
    /// It may have reached the server.
    pub(crate) sent: bool,
    /// A read may be tried again.
    pub(crate) again: bool,
}

/// The way to one origin.
pub(crate) struct Transport {
    base: BaseUrl,
    authorization: RwLock<HeaderValue>,
    certificates: Vec<Certificate>,
    timeouts: Timeouts,
    reads: reqwest::Client,
}

impl Transport {
    pub(crate) fn new(options: &Options) -> Result<Self, Fault> {
        // `build` panics without a provider; a second installation fails and changes nothing.
        static PROVIDER: Once = Once::new();
        PROVIDER.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));

        let certificates = match &options.ca_file {
            None => Vec::new(),
            Some(path) => {
                let local = |why: String| Fault::new(FaultKind::Local, format!("CA file {}: {why}", path.display()));
                let pem = std::fs::read(path).map_err(|why| local(why.to_string()))?;
                let found = Certificate::from_pem_bundle(&pem).map_err(|why| local(root(&why)))?;
                if found.is_empty() {
                    return Err(local("it holds no PEM certificate".to_owned()));
                }
                found
            }
        };
        let authorization = authorization(&options.token)?;
        let reads = build(&options.base_url, &certificates, &options.timeouts, false)?;
        let (base, authorization) = (options.base_url.clone(), RwLock::new(authorization));
        Ok(Self { base, authorization, certificates, timeouts: options.timeouts, reads })
    }

    /// Goes on with another token.
    pub(crate) fn take(&self, token: &Token) -> Result<(), Fault> {
        *self.authorization.write().unwrap_or_else(PoisonError::into_inner) = authorization(token)?;
        Ok(())
    }

    pub(crate) fn base(&self) -> &BaseUrl {
        &self.base
    }

    /// A read; `target` is a checked path with its query.
    pub(crate) async fn get(&self, target: &str, want: Want, deadline: Instant) -> Result<Received, Failure> {
        let accept = match want {
            Want::Json => "application/json",
            Want::Letter => "application/pdf, application/json;q=0.5",
        };
        let request = self.reads.get(self.url(target)).header(ACCEPT, accept);
        self.exchange(request, want, deadline).await
    }

    /// A write, once, on a connection of its own: a pooled one may be dead, and then no one knows what was read of it.
    pub(crate) async fn write(&self, request: &Request, query: &str, deadline: Instant) -> Result<Received, Failure> {
        let unsent = |fault| Failure { fault, sent: false, again: false };
        let client = build(&self.base, &self.certificates, &self.timeouts, true).map_err(unsent)?;
        let url = self.url(&format!("{}{query}", request.path));
        let mut call = match request.method {
            "POST" => client.post(url),
            "PUT" => client.put(url),
            "DELETE" => client.delete(url),
            other => return Err(unsent(Fault::new(FaultKind::Bug, format!("{other} is not a write")))),
        };
        call = call.header(ACCEPT, "application/json");
        if !request.body.is_empty() {
            call = call.header(CONTENT_TYPE, "application/json").body(request.body.clone());
        }
        self.exchange(call, Want::Json, deadline).await
    }

    fn url(&self, target: &str) -> String {
        format!("{}{target}", self.base.as_str())
    }

    async fn exchange(&self, call: RequestBuilder, want: Want, deadline: Instant) -> Result<Received, Failure> {
        let begun = Instant::now();
        let authorization = self.authorization.read().unwrap_or_else(PoisonError::into_inner).clone();
        let call = call.header(AUTHORIZATION, authorization);
        let whole = async {
            // The connection has its own, shorter limit inside; a reused one needs none.
            let response = match timeout(self.timeouts.first_byte, call.send()).await {
                Ok(Ok(response)) => response,
                Ok(Err(error)) => return Err(self.unanswered(&error)),
                Err(_) => return Err(self.slow("no answer came", self.timeouts.first_byte)),
            };
            self.body(response, want).await
        };
        let limit = deadline.saturating_duration_since(begun);
        timeout_at(deadline, whole).await.unwrap_or_else(|_| Err(self.slow("the whole call did not end", limit)))
    }

    async fn body(&self, mut response: Response, want: Want) -> Result<Received, Failure> {
        let (cap, name) = match want {
            Want::Json => (JSON_CAP, "16 MiB"),
            Want::Letter => (LETTER_CAP, "20 MiB"),
        };
        let mut received = Received {
            status: response.status().as_u16(),
            headers: std::mem::take(response.headers_mut()),
            body: Vec::new(),
        };
        let odd = |received: &Received, what: String| {
            let fault = received.fault(FaultKind::Unreadable, what);
            Err(Failure { fault, sent: true, again: false })
        };
        if let Some(what) = strange(&received.headers) {
            return odd(&received, what.to_owned());
        }
        loop {
            match timeout(self.timeouts.between_bytes, response.chunk()).await {
                Ok(Ok(Some(piece))) if received.body.len() + piece.len() > cap => {
                    return odd(&received, format!("the answer is larger than {name}"));
                }
                Ok(Ok(Some(piece))) => {
                    if received.body.len() > LARGE && received.body.capacity() < ROOM {
                        received.body.reserve_exact(ROOM - received.body.len());
                    }
                    received.body.extend_from_slice(&piece);
                }
                Ok(Ok(None)) => return Ok(received),
                Ok(Err(error)) if is_corrupt(&error) => {
                    return odd(&received, format!("the answer cannot be unpacked: {}", root(&error)));
                }
                Ok(Err(error)) => {
                    let fault = received.fault(FaultKind::Lost, format!("the answer was cut off: {}", root(&error)));
                    return Err(Failure { fault, sent: true, again: true });
                }
                Err(_) => {
                    let slow = self.slow("no byte of the body came", self.timeouts.between_bytes);
                    let fault = Fault { status: Some(received.status), ray: received.ray(), ..slow.fault };
                    return Err(Failure { fault, ..slow });
                }
            }
        }
    }

    fn slow(&self, what: &str, limit: Duration) -> Failure {
        let what = format!("{}: {what} within {}", self.base.host(), seconds(limit));
        Failure { fault: Fault::new(FaultKind::Lost, what), sent: true, again: true }
    }

    /// No head of an answer came: was it the way, or the other end?
    fn unanswered(&self, error: &reqwest::Error) -> Failure {
        let host = self.base.host();
        let why = root(error);
        let network = |what, again| Failure { fault: Fault::new(FaultKind::Network, what), sent: false, again };
        if error.is_builder() {
            let fault = Fault::new(FaultKind::Bug, format!("the request cannot be made: {why}"));
            return Failure { fault, sent: false, again: false };
        }
        if error.is_connect() {
            return if error.is_timeout() {
                network(format!("no connection to {host} within {}", seconds(self.timeouts.connect)), true)
            } else if why.contains("proxy authorization required") {
                network("the proxy wants a login (407)".to_owned(), false)
            } else if let Some(tls) = chain(error).find_map(|cause| cause.downcast_ref::<rustls::Error>()) {
                let what = if is_too_old(tls) {
                    "speaks no TLS that is new enough (1.2 or 1.3)"
                } else {
                    "cannot be trusted (TLS)"
                };
                network(format!("{host} {what}: {why}"), false)
            } else if error.is_dns() {
                network(format!("the name of {host} cannot be resolved: {why}"), true)
            } else {
                network(format!("cannot connect to {host}: {why}"), true)
            };
        }
        if why.starts_with("invalid") || why.contains("message head is too large") {
            let fault = Fault::new(FaultKind::Unreadable, format!("{host} answered something that is not HTTP: {why}"));
            return Failure { fault, sent: true, again: false };
        }
        let fault = Fault::new(FaultKind::Lost, format!("the connection to {host} was lost before an answer: {why}"));
        Failure { fault, sent: true, again: true }
    }
}

fn authorization(token: &Token) -> Result<HeaderValue, Fault> {
    // The bytes are zeroed when the last request that holds them is gone.
    let text = Zeroizing::new(format!("Bearer {}", token.reveal()).into_bytes());
    let mut value = HeaderValue::from_maybe_shared(Bytes::from_owner(text))
        .map_err(|_| Fault::new(FaultKind::NoToken, "the token cannot be sent in a header"))?;
    value.set_sensitive(true);
    Ok(value)
}

fn build(
    base: &BaseUrl,
    certificates: &[Certificate],
    timeouts: &Timeouts,
    fresh: bool,
) -> Result<reqwest::Client, Fault> {
    let mut builder = reqwest::Client::builder()
        .user_agent(concat!("meetme/", env!("CARGO_PKG_VERSION")))
        .http1_only()
        .http1_max_headers(HEADER_LINES)
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .retry(reqwest::retry::never())
        .connect_timeout(timeouts.connect)
        .pool_idle_timeout(IDLE)
        .tcp_keepalive(IDLE)
        .https_only(!base.is_loopback());
    if fresh {
        builder = builder.pool_max_idle_per_host(0);
    }
    // To ourselves: no proxy may see it, and no certificate store of the host is needed.
    builder = if base.is_loopback() {
        builder.no_proxy().tls_certs_only(certificates.iter().cloned())
    } else if certificates.is_empty() {
        builder
    } else {
        builder.tls_certs_merge(certificates.iter().cloned())
    };
    builder.build().map_err(|error| {
        let what =
            format!("TLS cannot start: {} (SSL_CERT_FILE, SSL_CERT_DIR or --ca-file name certificates)", root(&error));
        Fault::new(FaultKind::Local, what)
    })
}

/// What makes the head of an answer unfit to be believed (RELIABILITY N6, N7).
fn strange(headers: &HeaderMap) -> Option<&'static str> {
    let bytes: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    if bytes > HEADER_BYTES {
        return Some("the headers of the answer are larger than 64 KiB");
    }
    if headers.contains_key(CONTENT_LENGTH) && headers.contains_key("transfer-encoding") {
        return Some("the answer states its length in two ways");
    }
    // One layer of gzip is unpacked before this and its header taken away.
    let packed = headers.get(CONTENT_ENCODING).is_some_and(|how| !how.as_bytes().eq_ignore_ascii_case(b"identity"));
    packed.then_some("the answer is packed in a way that was not asked for")
}

/// The two ends have no version in common (RELIABILITY N2).
fn is_too_old(error: &rustls::Error) -> bool {
    use rustls::{AlertDescription, Error, PeerIncompatible};
    matches!(
        error,
        Error::AlertReceived(AlertDescription::ProtocolVersion)
            | Error::PeerIncompatible(
                PeerIncompatible::ServerDoesNotSupportTls12Or13
                    | PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig
            )
    )
}

fn is_corrupt(error: &reqwest::Error) -> bool {
    let kinds = chain(error).filter_map(|cause| cause.downcast_ref::<io::Error>()).map(io::Error::kind);
    kinds.into_iter().any(|kind| matches!(kind, io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData))
}

/// The error and what caused it; the inside of an [`io::Error`] is a cause too, which `source` skips.
fn chain<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&error: &&'a (dyn StdError + 'static)| {
        let inside = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        inside.map(|inside| inside as &(dyn StdError + 'static)).or_else(|| error.source())
    })
}

/// The first cause, in its own words: the outer ones only say that something failed, and name the URL.
fn root(error: &(dyn StdError + 'static)) -> String {
    chain(error).last().map(|cause| text::clean(&cause.to_string())).unwrap_or_default()
}

fn seconds(limit: Duration) -> String {
    format!("{} s", (limit.as_secs_f64() * 10.0).round() / 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_that_contradict_themselves_are_refused() {
        let head = |pairs: &[(&'static str, &'static str)]| {
            let pairs = pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
            strange(&pairs.collect::<HeaderMap>()).is_some()
        };
        assert!(!head(&[("content-length", "3"), ("content-encoding", "identity")]));
        assert!(head(&[("content-length", "3"), ("transfer-encoding", "chunked")]));
        assert!(head(&[("content-encoding", "br")]));
        assert!(head(&[("content-encoding", "gzip, gzip")]));
    }

    #[test]
    fn the_header_of_the_token_is_sensitive() {
        let value = authorization(&Token::parse("abc").unwrap()).unwrap();
        assert!(value.is_sensitive() && !format!("{value:?}").contains("abc"));
    }

    #[test]
    fn the_first_cause_is_named() {
        let error = io::Error::other(io::Error::new(io::ErrorKind::InvalidData, "deep\x1b"));
        assert_eq!(root(&error), "deep\u{fffd}");
        assert_eq!(seconds(Duration::from_millis(1500)), "1.5 s");
    }
}
