//! Hands over what the outbox owes while the service runs, over a connection of its own to the journal: a slow mail
//! server holds up no mailbox.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::watch;

use super::causes::in_words;
use super::shared::{Shared, stopped};
use crate::config::Config;
use crate::journal::{Journal, JournalError};
use crate::outbound;

/// Between two looks at what is owed.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// Before another try, where the journal could not be read.
const RETRY: Duration = Duration::from_secs(30);

/// The one sender of a journal; the lock on the data folder keeps it so.
pub(super) struct Sender {
    pub config: Arc<Config>,
    pub data: PathBuf,
    pub shared: Arc<Shared>,
}

impl Sender {
    /// Sends until it is told to stop; the mail in hand is finished, because one that is cut off counts as uncertain.
    pub(super) async fn run(self, mut stop: watch::Receiver<bool>) {
        if self.config.smtp.is_none() {
            return;
        }
        let mut journal = None;
        loop {
            let rest = match self.pass(&mut journal, &stop).await {
                Ok(()) => LOOK_EVERY,
                Err(error) => {
                    journal = None;
                    tracing::error!(error = in_words(&error), "cannot read the outbox; what it owes is kept");
                    RETRY
                }
            };
            if tokio::time::timeout(rest, stopped(&mut stop)).await.is_ok() {
                return;
            }
        }
    }

    /// Opens the journal where it is not open.
    async fn pass(&self, journal: &mut Option<Journal>, stop: &watch::Receiver<bool>) -> Result<(), JournalError> {
        let journal = match journal {
            Some(journal) => journal,
            closed => closed.insert(Journal::open(&self.data)?),
        };
        let summary = outbound::send_while(&self.config, journal, Timestamp::now(), || !*stop.borrow()).await?;
        self.shared.monitor.sent(&summary);
        Ok(())
    }
}
