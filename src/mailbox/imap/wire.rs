//! The connection below IMAP: TCP, protected as configured, and a limit on how long the other side may be silent.

use std::fmt::Debug;
use std::io::{self, ErrorKind};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep, timeout};

use super::bounds::{Bounded, Bounds};
use super::{starttls, tls};
use crate::config::{Imap, Tls};
use crate::mailbox::FetchError;

/// What an IMAP session runs on.
pub(super) type Wire = Box<dyn ByteStream>;

pub(super) trait ByteStream: AsyncRead + AsyncWrite + Debug + Send + Sync + Unpin {}

impl<T: AsyncRead + AsyncWrite + Debug + Send + Sync + Unpin> ByteStream for T {}

/// A connection, and what is demanded of it.
pub(super) struct Connected {
    pub wire: Wire,
    pub patience: Patience,
    pub bounds: Bounds,
    /// Before STARTTLS the server has greeted in plain text, and does not do so again.
    pub is_greeted: bool,
}

/// Connects as the settings say; plain text never leaves the machine.
pub(super) async fn connect(mailbox: &str, settings: &Imap) -> Result<Connected, FetchError> {
    let limit = Duration::from_secs(settings.timeout_seconds);
    let place = format!("connecting to {}:{}", settings.host, settings.port);
    let tcp = timeout(limit, TcpStream::connect((settings.host.as_str(), settings.port)))
        .await
        .unwrap_or_else(|_| Err(silence(limit)))
        .map_err(|source| transient(mailbox, &place, source))?;
    // A command goes out in four pieces; each would wait for the last one's acknowledgement (RFC 896).
    tcp.set_nodelay(true).map_err(|source| transient(mailbox, &place, source))?;
    let is_local = tcp.peer_addr().is_ok_and(|peer| peer.ip().is_loopback());
    let patience = Patience::default();
    let mut tcp = Patient { inner: tcp, limit, patience: patience.clone(), waiting: None };
    let inner: Wire = match settings.tls {
        Tls::Implicit => tls::encrypted(mailbox, settings, tcp).await?,
        Tls::Starttls => {
            starttls::agree(mailbox, settings, &mut tcp).await?;
            tls::encrypted(mailbox, settings, tcp).await?
        }
        Tls::None if is_local => Box::new(tcp),
        Tls::None => {
            return Err(FetchError::Protocol {
                mailbox: mailbox.to_string(),
                doing: place,
                answer: "tls = \"none\" is for loopback addresses only, and this is none; remove it".into(),
            });
        }
    };
    let bounds = Bounds::new();
    let wire = Box::new(Bounded { inner, bounds: bounds.clone(), limit, patience: patience.clone() });
    Ok(Connected { wire, patience, bounds, is_greeted: settings.tls == Tls::Starttls })
}

pub(super) fn transient(mailbox: &str, doing: &str, source: io::Error) -> FetchError {
    FetchError::Transient { mailbox: mailbox.to_string(), doing: doing.to_string(), source }
}

pub(super) fn closed(reason: &str) -> io::Error {
    io::Error::new(ErrorKind::ConnectionAborted, format!("the server said goodbye: {reason}"))
}

pub(super) fn silence(limit: Duration) -> io::Error {
    io::Error::new(ErrorKind::TimedOut, format!("no answer within {} s (imap.timeout_seconds)", limit.as_secs()))
}

/// How much longer than configured the other side may be silent just now, in milliseconds.
#[derive(Debug, Clone, Default)]
pub(super) struct Patience(Arc<AtomicU64>);

impl Patience {
    /// Counts for every wait that begins from now on.
    pub(super) fn set_extra(&self, extra: Duration) {
        self.0.store(u64::try_from(extra.as_millis()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    pub(super) fn extra(&self) -> Duration {
        Duration::from_millis(self.0.load(Ordering::Relaxed))
    }
}

/// A stream that fails when the other side neither sends nor takes a byte for too long. The limit is on silence,
/// not on answers: a large mail over a slow line may take its time.
#[derive(Debug)]
struct Patient<S> {
    inner: S,
    limit: Duration,
    patience: Patience,
    /// Runs from the moment that a read or a write had to wait.
    waiting: Option<Pin<Box<Sleep>>>,
}

impl<S> Patient<S> {
    fn judge<T>(&mut self, progress: Poll<io::Result<T>>, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        if progress.is_ready() {
            self.waiting = None;
            return progress;
        }
        let limit = self.limit + self.patience.extra();
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(sleep(limit)));
        ready!(waiting.as_mut().poll(context));
        self.waiting = None;
        Poll::Ready(Err(silence(limit)))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let progress = Pin::new(&mut this.inner).poll_read(context, buffer);
        this.judge(progress, context)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let progress = Pin::new(&mut this.inner).poll_write(context, bytes);
        this.judge(progress, context)
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let progress = Pin::new(&mut this.inner).poll_flush(context);
        this.judge(progress, context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let progress = Pin::new(&mut this.inner).poll_shutdown(context);
        this.judge(progress, context)
    }
}
