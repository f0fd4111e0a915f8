//! Where the tasks of the service tell what they did: kept for `/healthz` and `/metrics`.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;

use super::health::Health;
use super::metrics::Metrics;
use super::progress::Progress;
use crate::outbound;

#[derive(Debug)]
pub(super) struct Monitor {
    health: Mutex<Health>,
    metrics: Metrics,
}

impl Monitor {
    pub(super) fn new() -> Self {
        Self { health: Mutex::new(Health::new(Timestamp::now())), metrics: Metrics::new() }
    }

    /// `sends`: there is a mail server to send over.
    pub(super) fn watch(&self, mailboxes: &[String], poll: Duration, sends: bool) {
        self.health().watch(mailboxes, poll, sends, Timestamp::now());
        mailboxes.iter().for_each(|name| self.metrics.watch(name));
    }

    /// Work under way is a success too: the first pass over a large mailbox takes its time.
    pub(super) fn progressed(&self, mailbox: &str, progress: &Progress) {
        if progress.committed.is_empty() {
            return;
        }
        self.health().read(mailbox, Timestamp::now());
        self.metrics.journal_took(progress.journal_time);
        for (disposition, count) in &progress.committed {
            self.metrics.committed(mailbox, *disposition, *count);
        }
    }

    pub(super) fn passed(&self, mailbox: &str) {
        let now = Timestamp::now();
        self.health().read(mailbox, now);
        self.metrics.passed(mailbox, now);
    }

    pub(super) fn failed(&self, mailbox: &str, error: &str) {
        self.health().failed(mailbox, Timestamp::now(), error);
        self.metrics.failed(mailbox);
    }

    /// So many messages were flagged or moved; others were not, where there is an error.
    pub(super) fn filed(&self, mailbox: &str, messages: usize, error: Option<&str>) {
        self.metrics.filed(mailbox, messages);
        let now = Timestamp::now();
        match error {
            None => self.health().filed(mailbox, now),
            Some(error) => {
                self.health().filing_failed(mailbox, now, error);
                self.metrics.filing_failed(mailbox);
            }
        }
    }

    pub(super) fn published(&self, time: Duration) {
        self.health().published(Timestamp::now());
        self.metrics.published(time);
    }

    pub(super) fn publish_failed(&self, error: &str) {
        self.health().publish_failed(Timestamp::now(), error);
        self.metrics.publish_failed();
    }

    /// What a pass over the outbox did; nothing to send says nothing of the mail server.
    pub(super) fn sent(&self, summary: &outbound::Summary) {
        let now = Timestamp::now();
        match &summary.last_error {
            Some(error) if summary.sent == 0 => self.health().send_failed(now, error),
            _ if summary.sent > 0 => self.health().sent(now),
            _ => {}
        }
        self.metrics.sent(summary);
    }

    pub(super) fn health_report(&self) -> (bool, Value) {
        self.health().report(Timestamp::now())
    }

    pub(super) fn is_moving(&self) -> bool {
        self.health().is_moving(Timestamp::now())
    }

    pub(super) fn metrics_text(&self) -> String {
        self.metrics.text()
    }

    /// A task that panicked while it held the lock leaves plain values behind.
    fn health(&self) -> MutexGuard<'_, Health> {
        self.health.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// For a log: no finer than anybody reads it.
pub(super) fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 10_000.0).round() / 10.0
}
