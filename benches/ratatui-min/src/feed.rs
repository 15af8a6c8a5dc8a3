//! A list of slots over plain HTTP/1.1 on one connection, page after page.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;

use serde::Deserialize;

/// A row.
#[derive(Deserialize)]
pub struct Slot {
    pub id: String,
    pub site: String,
    pub speed: String,
    pub occupied: bool,
    pub facility: Facility,
    pub ccr_device_name: Option<String>,
    /// What a filter looks through.
    #[serde(skip)]
    pub text: String,
}

/// A building.
#[derive(Deserialize)]
pub struct Facility {
    pub name: String,
    pub address: Vec<String>,
}

#[derive(Deserialize)]
struct Page {
    items: Vec<Slot>,
    next: Option<i64>,
}

fn odd(what: &str) -> io::Error {
    io::Error::other(what.to_owned())
}

/// Reads all pages of `http://HOST:PORT/PATH`; `take` answers whether to go on.
pub fn read(url: &str, mut take: impl FnMut(Vec<Slot>, bool) -> bool) -> io::Result<()> {
    let (host, path) = url.strip_prefix("http://").and_then(|rest| rest.split_once('/')).ok_or_else(|| odd("URL"))?;
    let mut stream = TcpStream::connect(host)?;
    stream.set_nodelay(true)?;
    let mut reader = BufReader::with_capacity(1 << 16, stream.try_clone()?);
    let mut cursor = None;
    loop {
        let after = cursor.map(|cursor: i64| format!("&cursor={cursor}")).unwrap_or_default();
        let head = format!("GET /{path}?limit=1000{after} HTTP/1.1\r\nhost: {host}\r\n");
        stream.write_all(format!("{head}authorization: Bearer x\r\n\r\n").as_bytes())?;
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line)?;
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().map_err(|_| odd("length"))?;
            }
            if line.trim().is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        let mut page: Page = serde_json::from_slice(&body)?;
        for slot in &mut page.items {
            let parts = [&slot.id, &slot.site, &slot.speed, &slot.facility.name];
            let address = slot.facility.address.join(" ");
            slot.text = format!("{} {address}", parts.map(|part| part.to_lowercase()).join(" ")).to_lowercase();
        }
        cursor = page.next;
        if !take(page.items, cursor.is_none()) || cursor.is_none() {
            return Ok(());
        }
    }
}
