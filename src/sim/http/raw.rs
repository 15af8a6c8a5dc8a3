//! Answers that the HTTP library would never send: written by hand on the connection itself.

use std::fmt::Write as _;
use std::io;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use super::door::reset;
use super::{Server, until};
use crate::sim::exchange::{Framing, Part, Response, Then};

/// A piece of an endless body.
const PIECE: usize = 64 << 10;

/// Writes an answer on a connection, and ends it as told.
pub(super) async fn play(
    mut stream: TcpStream,
    response: Response,
    (framing, part, then): (Framing, Part, Then),
    server: Server,
) {
    let (now, rest) = bytes(&response, framing, part);
    let work = async {
        stream.write_all(&now).await?;
        match then {
            Then::Drip(millis) => drip(&mut stream, &rest, Duration::from_millis(millis), &server).await?,
            Then::Endless => endless(&mut stream, &server).await?,
            Then::Hang => std::future::pending::<()>().await,
            Then::Close | Then::Reset => {}
        }
        io::Result::Ok(())
    };
    tokio::select! {
        // The client may be gone; then there is nothing more to do.
        _ = work => {}
        () = until(server.closing.clone()) => {}
    }
    if then == Then::Reset {
        reset(stream);
    } else {
        let _ = stream.shutdown().await.is_ok();
    }
}

/// What leaves at once, and the rest.
fn bytes(response: &Response, framing: Framing, part: Part) -> (Vec<u8>, Vec<u8>) {
    if framing == Framing::Noise {
        return (b"\x15\x03\x01\0\x02\x02\x28 this is not HTTP\r\n\r\n".to_vec(), Vec::new());
    }
    let head = head(response, framing);
    let body = match framing {
        Framing::Chunked | Framing::LengthAndChunks => {
            let mut body = format!("{:x}\r\n", response.body.len()).into_bytes();
            body.extend_from_slice(&response.body);
            body.extend_from_slice(b"\r\n0\r\n\r\n");
            body
        }
        Framing::BadChunk => [b"zz\r\n", response.body.as_slice(), b"\r\n0\r\n\r\n"].concat(),
        _ => response.body.clone(),
    };
    let head_only = head.len();
    let mut all = head;
    all.extend_from_slice(&body);
    let cut = match part {
        Part::HalfHead => head_only / 2,
        Part::Head => head_only,
        Part::HalfBody => head_only + body.len() / 2,
        Part::All => all.len(),
    };
    let rest = all.split_off(cut);
    (all, rest)
}

fn head(response: &Response, framing: Framing) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {} Simulated\r\n", response.status);
    for (name, value) in &response.headers {
        // Writing to memory does not fail.
        let _ = write!(head, "{name}: {value}\r\n").is_ok();
    }
    let length = response.body.len();
    let said = match framing {
        Framing::HalfLength => format!("content-length: {}\r\n", length / 2),
        Framing::TwoLengths => format!("content-length: {length}\r\ncontent-length: {}\r\n", length + 7),
        Framing::Chunked | Framing::BadChunk => "transfer-encoding: chunked\r\n".to_owned(),
        Framing::LengthAndChunks => format!("content-length: {length}\r\ntransfer-encoding: chunked\r\n"),
        Framing::Length | Framing::Noise => format!("content-length: {length}\r\n"),
    };
    head.push_str(&said);
    head.push_str("\r\n");
    head.into_bytes()
}

async fn drip(stream: &mut TcpStream, rest: &[u8], wait: Duration, server: &Server) -> io::Result<()> {
    for byte in rest {
        server.world.clock.sleep(wait).await;
        stream.write_all(&[*byte]).await?;
    }
    Ok(())
}

/// Chunks of blanks, for as long as somebody takes them.
async fn endless(stream: &mut TcpStream, server: &Server) -> io::Result<()> {
    let mut piece = format!("{PIECE:x}\r\n").into_bytes();
    piece.resize(piece.len() + PIECE, b' ');
    piece.extend_from_slice(b"\r\n");
    loop {
        stream.write_all(&piece).await?;
        server.world.poured.fetch_add(PIECE as u64, Ordering::Relaxed);
    }
}
