//! What the service's tasks have in common: the journal's writer, the monitor, and how they are told to stop.

use std::path::Path;
use std::sync::atomic::AtomicU64;

use tokio::sync::{Notify, watch};

use super::known_errors::KnownErrors;
use super::monitor::Monitor;
use super::writer::Writer;
use crate::journal::Journal;

/// What all tasks share, whatever the configuration says.
pub(super) struct Shared {
    pub writer: Writer,
    pub monitor: Monitor,
    pub known_errors: KnownErrors,
    /// The journal has news for the lake.
    pub changed: Notify,
    /// How often an operator released something: a mailbox that heard of fewer is listed whole.
    pub releases: AtomicU64,
}

impl Shared {
    pub(super) fn open(data: &Path, known_errors: KnownErrors) -> anyhow::Result<Self> {
        let writer = Writer::new(Journal::open(data)?);
        Ok(Self { writer, monitor: Monitor::new(), known_errors, changed: Notify::new(), releases: AtomicU64::new(0) })
    }
}

/// Returns when the order to stop has come, or can come no more.
pub(super) async fn stopped(order: &mut watch::Receiver<bool>) {
    let _ = order.wait_for(|is_stopped| *is_stopped).await;
}
