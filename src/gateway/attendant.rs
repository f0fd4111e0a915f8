//! Looks after the quarantine while the service runs: the operator is told of what is in it, and what he releases, be it
//! by another process, is tried again.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::watch;

use super::causes::in_words;
use super::quarantine::{reread, tell_of_quarantine};
use super::shared::{Shared, stopped};
use crate::config::Config;
use crate::journal::{Journal, JournalError};

/// Between two looks.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// Before another look, where something failed.
const RETRY: Duration = Duration::from_secs(30);

/// Looks over a connection of its own: a look waits for nobody, and nobody for a look.
pub(super) struct Attendant {
    config: Arc<Config>,
    data: PathBuf,
    shared: Arc<Shared>,
    journal: Option<Journal>,
    /// The latest release that was acted upon.
    seen: Option<i64>,
}

impl Attendant {
    pub(super) fn new(config: Arc<Config>, data: PathBuf, shared: Arc<Shared>) -> Self {
        Self { config, data, shared, journal: None, seen: None }
    }

    pub(super) async fn run(mut self, mut stop: watch::Receiver<bool>) {
        loop {
            let rest = match self.look().await.map_err(|error| error.within(&self.data)) {
                Ok(()) => LOOK_EVERY,
                Err(error) => {
                    self.journal = None;
                    tracing::error!(error = in_words(&error), "cannot look after the quarantine; it is kept");
                    RETRY
                }
            };
            if tokio::time::timeout(rest, stopped(&mut stop)).await.is_ok() {
                return;
            }
        }
    }

    async fn look(&mut self) -> Result<(), JournalError> {
        let journal = match &mut self.journal {
            Some(journal) => journal,
            closed => closed.insert(Journal::open(&self.data)?),
        };
        tell_of_quarantine(&self.config, journal, Timestamp::now())?;
        let latest = journal.last_release()?;
        if latest > self.seen {
            self.retry().await?;
            self.seen = latest;
        }
        Ok(())
    }

    /// What the archive has is read at once, the rest with the next pass over its mailbox.
    async fn retry(&mut self) -> Result<(), JournalError> {
        let reread =
            self.shared.writer.work(|journal| reread(&self.config, journal, &self.shared.known_errors)).await?;
        for (disposition, messages) in &reread {
            tracing::info!(%disposition, messages, "taken out of quarantine and read again");
        }
        if !reread.is_empty() {
            self.shared.changed.notify_one();
        }
        self.shared.releases.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }
}
