//! Files for one mailbox while the service runs: when it asks the server, and what it says of it.

use std::time::{Duration, Instant};

use super::causes::in_words;
use super::filing::{Filings, settings, turn};
use super::shared::Shared;
use crate::config::Config;
use crate::mailbox::{FetchError, INBOX, Source};

/// When to come again for what waits for the outbox, which looks every two seconds.
pub(super) const SOON: Duration = Duration::from_secs(3);

/// The filing of one mailbox while the service runs.
#[derive(Debug)]
pub(super) struct Clerk {
    /// Something may be owed; where not, a poll asks nobody.
    pub may_owe: bool,
    /// The server asked to be left alone until then.
    not_before: Option<Instant>,
    /// The refusal that was logged last, until there is none: said once, not every time.
    said: Option<String>,
    has_said_left_deleted: bool,
}

impl Default for Clerk {
    /// What a former run left owed is not known yet.
    fn default() -> Self {
        Self { may_owe: true, not_before: None, said: None, has_said_left_deleted: false }
    }
}

impl Clerk {
    /// Says whether something waits for the outbox, so that it is worth while to come again soon.
    pub(super) async fn turn(&mut self, config: &Config, shared: &Shared, source: &mut Source) -> bool {
        if !self.may_owe || self.not_before.is_some_and(|at| Instant::now() < at) {
            return false;
        }
        let mailbox = source.name().to_string();
        if settings(config, &mailbox).is_none() {
            return false;
        }
        match turn(config, &shared.writer, source).await {
            Ok(filings) => self.took(&mailbox, shared, &filings),
            Err(error) => {
                tracing::error!(mailbox, error = in_words(&error), "cannot read what is to be flagged or moved");
                false
            }
        }
    }

    fn took(&mut self, mailbox: &str, shared: &Shared, filings: &Filings) -> bool {
        let Filings { settled, left_deleted, owed, refused } = filings;
        self.may_owe = *owed > 0;
        self.not_before = None;
        if *settled > 0 {
            tracing::info!(mailbox, messages = settled, owed, "filed on the server");
        }
        if *left_deleted > 0 && !self.has_said_left_deleted {
            self.has_said_left_deleted = true;
            let why = "the server has no UIDPLUS (RFC 4315), and what other people deleted is not ours to take out";
            tracing::warn!(
                mailbox,
                messages = left_deleted,
                why,
                "moved messages stay in the inbox, marked as deleted"
            );
        }
        let error = refused.as_ref().map(|error| in_words(error));
        shared.monitor.filed(mailbox, *settled, error.as_deref());
        match (refused, error) {
            (Some(error), Some(text)) => self.refused(mailbox, error, text, *owed),
            _ if self.said.take().is_some() => tracing::info!(mailbox, "files again"),
            _ => {}
        }
        refused.is_none() && *owed > 0
    }

    fn refused(&mut self, mailbox: &str, error: &FetchError, text: String, owed: usize) {
        if let FetchError::Throttled { retry_after, .. } = error {
            self.not_before = Instant::now().checked_add(*retry_after);
        }
        if self.said.as_ref() == Some(&text) {
            tracing::debug!(mailbox, folder = INBOX, owed, error = text, "still not filed");
        } else {
            tracing::error!(mailbox, folder = INBOX, owed, error = text, "cannot file what is committed");
            self.said = Some(text);
        }
    }
}
