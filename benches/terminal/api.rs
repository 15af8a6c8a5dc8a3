//! A server that costs little: every row lies serialised, a page is a join of them. So what is measured is the client.

use std::fmt::Write as _;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The account in all paths.
pub const ACCOUNT: &str = "0123456789abcdef0123456789abcdef";
const LARGEST_PAGE: usize = 1000;
const PLACES: [(&str, &str); 8] = [
    ("iad", "Ashburn"),
    ("lhr", "London"),
    ("ams", "Amsterdam"),
    ("fra", "Frankfurt"),
    ("sjc", "San Jose"),
    ("nrt", "Tokyo"),
    ("syd", "Sydney"),
    ("gru", "Sao Paulo"),
];

struct Stock {
    slots: Vec<String>,
    ports: Vec<String>,
    cnis: Vec<String>,
    tunnels: String,
}

/// A running server.
#[derive(Clone)]
pub struct Api {
    /// `http://127.0.0.1:PORT/client/v4`.
    pub base: String,
    stock: Arc<Stock>,
    latency: Duration,
    calls: Arc<AtomicU64>,
}

fn slot(n: usize) -> String {
    let (code, city) = PLACES[n % PLACES.len()];
    let (cage, building) = (["a", "b", "c"][n / 8 % 3], 1 + n / 24 % 40);
    let (speed, taken, device) = (["10G", "10G", "100G", "400G"][n / 3 % 4], n % 10 < 3, 1 + n / 5 % 4);
    // Ids are spread like random ones, so that an order by them is work.
    let id = (n as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    format!(
        concat!(
            r#"{{"id":"{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}","site":"{}-{}","speed":"{}","occupied":{},"#,
            r#""facility":{{"name":"Example Data Centers {}{}","address":["{} Example Street","{}"]}},"#,
            r#""ccr_device_name":"ccr{:02}.{}-{}"}}"#
        ),
        id >> 32,
        id >> 16 & 0xffff,
        id >> 4 & 0xfff,
        id & 0xfff,
        n,
        code,
        cage,
        speed,
        taken,
        code.to_uppercase(),
        building,
        100 + building,
        city,
        device,
        code,
        cage
    )
}

fn port(n: usize) -> String {
    let (code, city) = PLACES[n % PLACES.len()];
    let name = port_name(n);
    format!(
        concat!(
            r#"{{"account":"{}","name":"{}","type":"direct","site":"{}-a","slot_id":"slot-{}","speed":"10G","#,
            r#""facility":{{"name":"Example Data Centers {}","address":["1 Example Street","{}"]}},"#,
            r#""virtual_port_reservation_id":"vpr-{}","ccr_device_name":"ccr01.{}-a"}}"#
        ),
        ACCOUNT,
        name,
        code,
        n,
        code.to_uppercase(),
        city,
        n,
        code
    )
}

fn port_name(n: usize) -> String {
    format!("icn-{}-a-10g-{n:04}", PLACES[n % PLACES.len()].0)
}

fn cni(n: usize) -> String {
    let (a, b) = (n * 2 / 256, n * 2 % 256);
    format!(
        concat!(
            r#"{{"id":"c-{n:06}","account":"{account}","interconnect":"{port}","#,
            r#""p2p_ip":"10.1.{a}.{b}/31","cust_ip":"10.1.{a}.{c}/31","#,
            r#""magic":{{"conduit_name":"link-{n}","description":"","mtu":1500}},"#,
            r#""bgp":{{"customer_asn":65010,"extra_prefixes":[],"md5_key":null}}}}"#
        ),
        n = n,
        account = ACCOUNT,
        port = port_name(n),
        a = a,
        b = b,
        c = b + 1
    )
}

impl Api {
    /// A server with so many slots and ports.
    pub fn start(slots: usize, ports: usize, latency: Duration) -> io::Result<Self> {
        let tunnels: Vec<String> = (0..ports)
            .map(|n| format!(r#"{{"id":"t-{n}","name":"link-{n}","health_check":{{"enabled":true,"rate":"mid"}}}}"#))
            .collect();
        let stock = Stock {
            slots: (0..slots).map(slot).collect(),
            ports: (0..ports).map(port).collect(),
            cnis: (0..ports).map(cni).collect(),
            tunnels: format!(r#"{{"success":true,"result":{{"interconnects":[{}]}}}}"#, tunnels.join(",")),
        };
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let base = format!("http://{}/client/v4", listener.local_addr()?);
        let api = Self { base, stock: Arc::new(stock), latency, calls: Arc::default() };
        let serving = api.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let api = serving.clone();
                std::thread::spawn(move || api.serve(&stream));
            }
        });
        Ok(api)
    }

    /// The list of slots.
    pub fn slots_url(&self) -> String {
        format!("{}/accounts/{ACCOUNT}/cni/slots", self.base)
    }

    /// Calls so far.
    pub fn calls(&self) -> u64 {
        self.calls.load(Ordering::SeqCst)
    }

    fn serve(&self, stream: &TcpStream) -> io::Result<()> {
        stream.set_nodelay(true)?;
        let mut reader = BufReader::new(stream.try_clone()?);
        let mut stream = stream;
        let mut line = String::new();
        while reader.read_line(&mut line)? > 0 {
            let target = line.split(' ').nth(1).unwrap_or_default().to_owned();
            while line.trim_end() != "" {
                line.clear();
                reader.read_line(&mut line)?;
            }
            line.clear();
            self.calls.fetch_add(1, Ordering::SeqCst);
            std::thread::sleep(self.latency);
            let body = self.answer(&target);
            let mut answer = String::with_capacity(body.len() + 128);
            let _ = write!(
                answer,
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
                body.len()
            );
            answer.push_str(&body);
            stream.write_all(answer.as_bytes())?;
        }
        Ok(())
    }

    fn answer(&self, target: &str) -> String {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let number = |name: &str| {
            query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')?.parse::<usize>().ok())
        };
        let page = |rows: &[String]| {
            let from = number("cursor").unwrap_or(0).min(rows.len());
            let end = (from + number("limit").unwrap_or(100).clamp(1, LARGEST_PAGE)).min(rows.len());
            let next = if end < rows.len() { end.to_string() } else { "null".to_owned() };
            format!(r#"{{"items":[{}],"next":{next}}}"#, rows[from..end].join(","))
        };
        match path.rsplit('/').next().unwrap_or_default() {
            "slots" => page(&self.stock.slots),
            "interconnects" => page(&self.stock.ports),
            "cnis" => page(&self.stock.cnis),
            "cf_interconnects" => self.stock.tunnels.clone(),
            "settings" => r#"{"default_asn":65010}"#.to_owned(),
            "status" => r#"{"state":"Healthy"}"#.to_owned(),
            _ => format!(r#"{{"success":true,"result":[{{"id":"{ACCOUNT}","name":"bench"}}]}}"#),
        }
    }
}
