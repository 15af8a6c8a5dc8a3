//! The way out to the terminal. Nothing here waits for it: what it does not take at once goes out when it can, and a
//! terminal that takes nothing any more never holds up the end.

use std::io;
use std::os::fd::OwnedFd;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags, fstat, open};
use rustix::termios::{QueueSelector, tcflush, ttyname};
use tokio::net::unix::pipe::Sender;

/// An end of the terminal that is ours alone: that it does not block is no concern of the shell's.
pub(super) fn own_end() -> io::Result<OwnedFd> {
    let out = io::stdout();
    let flags = OFlags::WRONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let device = fstat(&out)?.st_rdev;
    let mine = |fd: &OwnedFd| fstat(fd).is_ok_and(|stat| stat.st_rdev == device);
    // The name may be hidden from a container; what the descriptor points to is not.
    let again = open("/proc/self/fd/1", flags, Mode::empty()).ok().filter(mine);
    let named = || {
        let fd = open(ttyname(&out, Vec::new())?, flags, Mode::empty())?;
        if mine(&fd) { Ok(fd) } else { Err(io::Error::from(io::ErrorKind::NotFound)) }
    };
    again.map_or_else(named, Ok)
}

/// Bytes on their way to the terminal.
#[derive(Debug)]
pub(super) struct Outlet {
    /// `None`: there is no end of our own, and a write waits.
    end: Option<Sender>,
    bytes: Vec<u8>,
    sent: usize,
}

impl Outlet {
    /// To the terminal on standard output; through an end of our own where there is one.
    pub(super) fn new(end: Option<&OwnedFd>) -> Self {
        let own = end.and_then(|end| end.try_clone().ok());
        // Not a pipe; but the runtime's writer for pipes asks no more of a descriptor than that it does not block.
        let end = own.and_then(|own| Sender::from_owned_fd_unchecked(own).ok());
        Self { end, bytes: Vec::new(), sent: 0 }
    }

    /// Not everything is out yet.
    pub(super) fn is_busy(&self) -> bool {
        self.sent < self.bytes.len()
    }

    /// Sends what the terminal takes at once, and keeps the rest.
    pub(super) fn send(&mut self, bytes: Vec<u8>) -> io::Result<()> {
        if self.is_busy() {
            self.bytes.extend(bytes);
        } else {
            (self.bytes, self.sent) = (bytes, 0);
        }
        self.push()
    }

    fn push(&mut self) -> io::Result<()> {
        while let Some(rest) = self.bytes.get(self.sent..).filter(|rest| !rest.is_empty()) {
            let written = match &self.end {
                Some(end) => rustix::io::write(end, rest),
                None => rustix::io::write(io::stdout(), rest),
            };
            match written {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(count) => self.sent += count,
                Err(rustix::io::Errno::INTR) => {}
                Err(rustix::io::Errno::AGAIN) if self.end.is_some() => return Ok(()),
                Err(rustix::io::Errno::AGAIN) => {
                    // Somebody else made the shared end not block.
                    let out = io::stdout();
                    poll(&mut [PollFd::new(&out, PollFlags::OUT)], None)?;
                }
                Err(why) => return Err(why.into()),
            }
        }
        Ok(())
    }

    /// Comes back when everything is out.
    pub(super) async fn sent(&mut self) -> io::Result<()> {
        while let Some(rest) = self.bytes.get(self.sent..).filter(|rest| !rest.is_empty()) {
            let Some(end) = &self.end else { return self.push() };
            end.writable().await?;
            match end.try_write(rest) {
                Ok(count) => self.sent += count,
                Err(why) if why.kind() == io::ErrorKind::WouldBlock => {}
                Err(why) => return Err(why),
            }
        }
        Ok(())
    }

    /// Takes what is left, for the last words.
    pub(super) fn rest(&mut self) -> Vec<u8> {
        let rest = self.bytes.split_off(self.sent.min(self.bytes.len()));
        (self.bytes, self.sent) = (Vec::new(), 0);
        rest
    }
}

/// How long a terminal has to take what is left of the picture, and again how long for the last words.
const PATIENCE: Duration = Duration::from_millis(250);

/// Writes what is left, then the last words. Where the terminal takes nothing, what lies before it is thrown away, so
/// that it finds the last words when it reads again.
pub(super) fn last_words(end: &OwnedFd, rest: &[u8], words: &[u8]) {
    if !written(end, rest) {
        let _ = tcflush(end, QueueSelector::OFlush);
    }
    written(end, words);
}

fn written(end: &OwnedFd, mut bytes: &[u8]) -> bool {
    let until = Instant::now() + PATIENCE;
    while !bytes.is_empty() {
        match rustix::io::write(end, bytes) {
            Ok(count) => bytes = bytes.get(count..).unwrap_or_default(),
            Err(rustix::io::Errno::INTR) => {}
            Err(rustix::io::Errno::AGAIN) => {
                let left = until.saturating_duration_since(Instant::now());
                let wait = Timespec::try_from(left).ok().filter(|_| !left.is_zero());
                let Some(wait) = wait else { return false };
                if poll(&mut [PollFd::new(end, PollFlags::OUT)], Some(&wait)).is_err() {
                    return false;
                }
            }
            Err(_) => return false,
        }
    }
    true
}
