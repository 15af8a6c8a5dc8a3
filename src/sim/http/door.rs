//! Connections that can be taken out of the HTTP library's hands, and a door that can be shut for a while.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::{Ending, Server, until};

/// Holds a connection, and can take it out of the hands of whoever serves it.
#[derive(Debug, Clone)]
pub(super) struct Latch {
    stream: Arc<Mutex<Option<TcpStream>>>,
    shut: UnboundedSender<Duration>,
}

impl Latch {
    fn lock(&self) -> MutexGuard<'_, Option<TcpStream>> {
        self.stream.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The connection itself; whoever serves it finds it reset from now on.
    pub(super) fn take(&self) -> Option<TcpStream> {
        self.lock().take()
    }

    /// Resets the connection.
    pub(super) fn slam(&self) {
        if let Some(stream) = self.take() {
            reset(stream);
        }
    }

    /// Shuts the door to everybody for so long.
    pub(super) fn shut(&self, span: Duration) {
        // A door that is gone is shut.
        let _ = self.shut.send(span).is_ok();
    }
}

/// With no time to linger, closing sends a reset instead of a farewell.
pub(super) fn reset(stream: TcpStream) {
    let _ = stream.set_zero_linger().is_ok();
    drop(stream);
}

impl Connected<IncomingStream<'_, Door>> for Latch {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Self {
        stream.io().latch.clone()
    }
}

/// A listener whose connections have a latch, and that may go wrong before anything is asked.
#[derive(Debug)]
pub(super) struct Door {
    listener: Option<TcpListener>,
    address: SocketAddr,
    server: Server,
    shut: (UnboundedSender<Duration>, UnboundedReceiver<Duration>),
}

impl Door {
    pub(super) fn new(listener: TcpListener, address: SocketAddr, server: Server) -> Self {
        Self { listener: Some(listener), address, server, shut: unbounded_channel() }
    }

    /// Nobody listens for a while, then somebody does at the same place.
    async fn stay_shut(&mut self, span: Duration) {
        self.listener = None;
        tokio::select! {
            () = until(self.server.closing.clone()) => {}
            () = self.server.world.clock.sleep(span) => {}
        }
    }

    async fn listen(&mut self) {
        while self.listener.is_none() {
            let bound = again(self.address);
            if bound.is_err() {
                // Somebody else has the place for now.
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            self.listener = bound.ok();
        }
    }
}

fn again(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(128)
}

impl Listener for Door {
    type Io = Passage;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Passage, SocketAddr) {
        loop {
            while let Ok(span) = self.shut.1.try_recv() {
                self.stay_shut(span).await;
            }
            self.listen().await;
            let Some(listener) = &mut self.listener else { continue };
            let (stream, address) = tokio::select! {
                accepted = Listener::accept(listener) => accepted,
                Some(span) = self.shut.1.recv() => {
                    self.stay_shut(span).await;
                    continue;
                }
            };
            match self.server.world.connection() {
                Some(Ending::Hang) => {
                    let closing = self.server.closing.clone();
                    tokio::spawn(async move {
                        until(closing).await;
                        reset(stream);
                    });
                    continue;
                }
                Some(_) => {
                    reset(stream);
                    continue;
                }
                None => {}
            }
            // Small answers should leave at once; where the system refuses, they leave a little later.
            let _ = stream.set_nodelay(true).is_ok();
            let latch = Latch { stream: Arc::new(Mutex::new(Some(stream))), shut: self.shut.0.clone() };
            return (Passage { latch }, address);
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

/// One connection.
#[derive(Debug)]
pub(super) struct Passage {
    latch: Latch,
}

impl Passage {
    fn poll<T>(&self, poll: impl FnOnce(Pin<&mut TcpStream>) -> Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        match &mut *self.latch.lock() {
            Some(stream) => poll(Pin::new(stream)),
            None => Poll::Ready(Err(io::Error::from(io::ErrorKind::ConnectionReset))),
        }
    }
}

impl AsyncRead for Passage {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.poll(|stream| stream.poll_read(cx, buf))
    }
}

impl AsyncWrite for Passage {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        self.poll(|stream| stream.poll_write(cx, buf))
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll(|stream| stream.poll_flush(cx))
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll(|stream| stream.poll_shutdown(cx))
    }
}
