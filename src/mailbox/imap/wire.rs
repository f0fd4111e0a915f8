//! The connection below IMAP: TCP, protected as configured, with bounds on what comes in and how slowly.

use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::timeout;

use super::bounds::{Bounded, Bounds};
use super::refusal::{silence, transient};
use super::stream::{Patience, Patient, Wire};
use super::{starttls, tls};
use crate::config::{Imap, Tls};
use crate::mailbox::FetchError;

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
    let mut tcp = Patient::new(tcp, limit, patience.clone());
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
