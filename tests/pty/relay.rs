//! A server between the program and a simulator that turns what the simulator says against a terminal: text in every
//! field, and the token in every answer.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, Method, Uri};
use axum::response::Response;
use meetme::sim::{Options, Request, Running, WorldHandle, start};
use serde_json::Value;
use tokio::net::TcpListener;

/// What a terminal would obey or show in another order, in pieces that no picture of ours is made of.
pub(super) const HOSTILE: &str = concat!(
    " FOE\x1b[3J\x1b]0;owned\x07\x1bc\x1b[5n\u{9b}6n\u{9d}52;c;aGk=\u{9c}\u{90}x\x1b\\\x1b[31;5m\x1b[?1003h",
    "\u{202e}\u{2066}\u{200b}\u{feff}\u{e0041}\u{ad}\0\x08\x7f\r\n\t\u{2028}\u{85}\x0e",
    "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{6771}\u{1f680}'\";$(touch owned)`touch owned`&&../../x%1b%5b3J"
);
/// A token whose every form differs from the others.
pub(super) const TOKEN: &str = "v1.0-aBc/DEF+ghi=42~Zz_9?>";
/// Fields whose words mean something to the program: the rest of them is text to it.
const MEANT: [&str; 12] = [
    "state",
    "status",
    "type",
    "speed",
    "p2p_ip",
    "cust_ip",
    "cf_ip",
    "rate",
    "direction",
    "extra_prefixes",
    "interface_address",
    "expires_on",
];

/// What is done to an answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Turn {
    /// Hostile text in all that is text to the program.
    Text,
    /// The same but for ids, so that an object is found again by what was written down of it.
    Words,
    /// In every string there is.
    All,
    /// The token that came, in every form, in the text of errors, in their pages and in headers.
    Echo,
    /// Nothing.
    Plain,
}

/// A relay that runs until it is dropped.
pub(super) struct Relay {
    pub(super) base_url: String,
    pub(super) sim: Running,
    /// Calls that fail now: a part of the target, and how often still.
    failing: Arc<Mutex<Vec<(String, u16)>>>,
    healing: tokio::sync::watch::Sender<()>,
    runtime: Option<tokio::runtime::Runtime>,
}

impl Drop for Relay {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Relay {
    pub(super) fn new(scenario: &str, turn: Turn) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let failing = Arc::new(Mutex::new(Vec::new()));
        let fails = Arc::clone(&failing);
        let (healing, _) = tokio::sync::watch::channel(());
        let healed = healing.clone();
        let (sim, base_url) = runtime.block_on(async {
            let sim = start(Options { scenario: scenario.parse().unwrap(), ..Options::default() }).await.unwrap();
            let world = sim.world();
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let base_url = format!("http://{}/client/v4", listener.local_addr().unwrap());
            let router = Router::new().fallback(move |method: Method, uri: Uri, headers: HeaderMap, body: Bytes| {
                let ask = {
                    let (world, fails) = (world.clone(), Arc::clone(&fails));
                    move || answer(&world, &fails, turn, (&method, &uri), &headers, &body)
                };
                let mut healed = healed.subscribe();
                async move {
                    loop {
                        match ask() {
                            Some(answer) => break answer,
                            None => drop(healed.changed().await),
                        }
                    }
                }
            });
            tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
            (sim, base_url)
        });
        Self { base_url, sim, failing, healing, runtime: Some(runtime) }
    }

    /// From now on calls of this target are answered by this status and a text that holds everything; 0: by nothing.
    pub(super) fn fail(&self, target: &str, status: u16) {
        self.failing.lock().unwrap().push((target.to_owned(), status));
    }

    /// Nothing fails any more; what was not answered is answered now.
    pub(super) fn heal(&self) {
        self.failing.lock().unwrap().clear();
        self.healing.send_replace(());
    }

    /// Where the program finds it.
    pub(super) fn env(&self) -> Vec<(&'static str, String)> {
        vec![
            ("CLOUDFLARE_BASE_URL", self.base_url.clone()),
            ("CLOUDFLARE_API_TOKEN", TOKEN.to_owned()),
            ("CLOUDFLARE_ACCOUNT_ID", self.sim.account.clone()),
        ]
    }
}

fn answer(
    world: &WorldHandle,
    failing: &Mutex<Vec<(String, u16)>>,
    turn: Turn,
    (method, uri): (&Method, &Uri),
    headers: &HeaderMap,
    body: &Bytes,
) -> Option<Response> {
    let target = uri.to_string();
    let target = without(target.strip_prefix("/client/v4").unwrap_or(&target));
    let sent = headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let echo = forms(&sent).join(" ");
    let call = format!("{method} {target}");
    let failed =
        failing.lock().unwrap().iter().find(|(part, _)| call.contains(part.as_str())).map(|(_, status)| *status);
    if failed == Some(0) {
        return None;
    }
    if let Some(status) = failed {
        let text = if turn == Turn::Echo { echo.clone() } else { HOSTILE.to_owned() };
        let error = serde_json::json!({"code": 1000, "message": text, "documentation_url": text, "source": {"pointer": format!("/{text}")}});
        let page = format!("<html><title>{text}</title>{text}</html>");
        let body = match status {
            502 => page,
            _ => serde_json::json!({"success": false, "errors": [error], "messages": [error], "result": null})
                .to_string(),
        };
        return Some(built(status, &echo, turn, body.into_bytes()));
    }
    let mut request = Request::new(method.as_str(), &target).body(without(&String::from_utf8_lossy(body)).into_bytes());
    for (name, value) in headers {
        let value = value.to_str().unwrap_or_default().replace(TOKEN, meetme::sim::TOKEN);
        request = request.header(name.as_str(), &value);
    }
    let answer = world.call(&request);
    let turned = match (turn, serde_json::from_slice::<Value>(&answer.body)) {
        (Turn::Text | Turn::Words | Turn::All, Ok(mut value)) => {
            if request.path == "/accounts" && request.param("page").is_none_or(|page| page == "1") {
                another_account(&mut value);
            }
            spoil(&mut value, turn, "");
            value.to_string().into_bytes()
        }
        (Turn::Echo, Ok(Value::Object(mut map))) => {
            map.insert("echo".to_owned(), echo.clone().into());
            Value::Object(map).to_string().into_bytes()
        }
        _ => answer.body.clone(),
    };
    Some(built(answer.status, &echo, turn, turned))
}

fn built(status: u16, echo: &str, turn: Turn, body: Vec<u8>) -> Response {
    let mut response = Response::builder().status(status);
    let head = if turn == Turn::Echo { format!("8f00 {echo}") } else { "8f00-EWR".to_owned() };
    // Bytes beyond ASCII may stand in a header: there C1 would be, too.
    let bytes = if matches!(turn, Turn::Echo | Turn::Plain) {
        head.into_bytes()
    } else {
        [head.as_bytes(), b"\x9b31m\xff"].concat()
    };
    for name in ["cf-ray", "location", "x-echo", "content-disposition"] {
        response = response.header(name, HeaderValue::from_bytes(&bytes).unwrap());
    }
    response.body(Body::from(body)).unwrap()
}

/// What we added, taken out again: names come back in paths and bodies.
fn without(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let code = |byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    let encoded: String = HOSTILE.bytes().map(code).collect();
    let form: String = url::form_urlencoded::byte_serialize(HOSTILE.as_bytes()).collect();
    let json = serde_json::to_string(HOSTILE).unwrap();
    let json = json.trim_matches('"');
    text.replace(&encoded, "").replace(&form, "").replace(json, "")
}

/// The token sees one more.
fn another_account(value: &mut Value) {
    let accounts = value.get_mut("result").and_then(Value::as_array_mut).unwrap();
    let mut other = accounts[0].clone();
    (other["id"], other["name"]) = ("0f".repeat(16).into(), "Other".into());
    accounts.push(other);
}

fn spoil(value: &mut Value, turn: Turn, name: &str) {
    match value {
        Value::String(_) if turn == Turn::Words && name == "id" => {}
        Value::String(text) if turn == Turn::All || !MEANT.contains(&name) => text.push_str(HOSTILE),
        Value::Array(items) => items.iter_mut().for_each(|item| spoil(item, turn, name)),
        Value::Object(map) => map.iter_mut().for_each(|(name, value)| spoil(value, turn, name)),
        _ => {}
    }
}

/// Every form of what stands behind `Bearer `, and that with it.
pub(super) fn forms(header: &str) -> Vec<String> {
    let token = header.strip_prefix("Bearer ").unwrap_or(header);
    let percent = |upper: bool| -> String {
        let hex = |byte: u8| if upper { format!("%{byte:02X}") } else { format!("%{byte:02x}") };
        token
            .bytes()
            .map(|byte| {
                if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                    char::from(byte).to_string()
                } else {
                    hex(byte)
                }
            })
            .collect()
    };
    let mut forms = vec![token.to_owned(), percent(true), percent(false)];
    for text in [token.to_owned(), format!("Bearer {token}")] {
        forms.push(base64(text.as_bytes(), b'+', b'/'));
        forms.push(base64(text.as_bytes(), b'-', b'_'));
    }
    forms
}

fn base64(bytes: &[u8], plus: u8, slash: u8) -> String {
    let digits: Vec<u8> = (b'A'..=b'Z').chain(b'a'..=b'z').chain(b'0'..=b'9').chain([plus, slash]).collect();
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0_usize, |word, byte| word << 8 | usize::from(*byte)) << (8 * (3 - chunk.len()));
        out.extend((0..=chunk.len()).map(|place| char::from(digits[word >> (18 - 6 * place) & 63])));
    }
    out
}
