//! Connections that can be slammed: the next write resets them instead of sending anything.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

/// Slams the connection that a call came on.
#[derive(Debug, Clone, Default)]
pub(super) struct Latch(Arc<AtomicBool>);

impl Latch {
    /// From now on a write resets the connection.
    pub(super) fn slam(&self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

impl Connected<IncomingStream<'_, Door>> for Latch {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Self {
        stream.io().latch.clone()
    }
}

/// A listener whose connections have a latch.
#[derive(Debug)]
pub(super) struct Door {
    listener: TcpListener,
}

impl Door {
    pub(super) fn new(listener: TcpListener) -> Self {
        Self { listener }
    }
}

impl Listener for Door {
    type Io = Passage;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Passage, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.listener).await;
        // Small answers should leave at once; where the system refuses, they leave a little later.
        let _ = stream.set_nodelay(true).is_ok();
        (Passage { stream, latch: Latch::default() }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// One connection.
#[derive(Debug)]
pub(super) struct Passage {
    stream: TcpStream,
    latch: Latch,
}

impl Passage {
    fn open(&self) -> io::Result<()> {
        if self.latch.0.load(Ordering::SeqCst) {
            // With no time to linger, closing sends a reset instead of a farewell.
            self.stream.set_zero_linger()?;
            return Err(io::Error::from(io::ErrorKind::ConnectionReset));
        }
        Ok(())
    }
}

impl AsyncRead for Passage {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Passage {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        self.open()?;
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.open()?;
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
