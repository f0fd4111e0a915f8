//! Keeps the lake up with the journal, now and then, and once more at the end.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::watch;

use super::causes::in_words;
use super::monitor::milliseconds;
use super::publish::publish;
use super::shared::{Shared, stopped};
use super::writer::blocking;
use crate::config::Config;
use crate::journal::Journal;

/// At most a sixth of the time goes into writing the lake, however large its months become.
const REST_FACTOR: u32 = 5;
/// Before another try, where the lake could not be written.
const RETRY: Duration = Duration::from_secs(10);

pub(super) struct Publisher {
    pub config: Arc<Config>,
    pub data: PathBuf,
    pub lake: PathBuf,
    pub shared: Arc<Shared>,
}

impl Publisher {
    /// Publishes when something changed, no more often than configured, and a last time when it is told to stop.
    pub(super) async fn run(self, mut stop: watch::Receiver<bool>) {
        let mut journal = None;
        loop {
            tokio::select! {
                () = stopped(&mut stop) => break,
                () = self.shared.changed.notified() => {}
            }
            let rest = self.publish(&mut journal).await;
            if tokio::time::timeout(rest, stopped(&mut stop)).await.is_ok() {
                break;
            }
        }
        self.publish(&mut journal).await;
    }

    /// Over a connection of its own, so that no mailbox waits while the lake is written. Says how long to rest then.
    async fn publish(&self, journal: &mut Option<Journal>) -> Duration {
        let began = Instant::now();
        let outcome = blocking(|| {
            let journal = match journal {
                Some(journal) => journal,
                closed => closed.insert(Journal::open(&self.data)?),
            };
            publish(&self.config, journal, &self.lake)
        });
        let took = began.elapsed();
        let rest = Duration::from_secs(self.config.gateway.publish_seconds);
        match outcome {
            Ok(0) => Duration::ZERO,
            Ok(files) => {
                self.shared.monitor.published(took);
                tracing::info!(files, publish_ms = milliseconds(took), "published");
                rest.max(took.saturating_mul(REST_FACTOR))
            }
            Err(error) => {
                let text = in_words(&error);
                self.shared.monitor.publish_failed(&text);
                tracing::error!(error = text, "cannot publish; the journal keeps what is new");
                self.shared.changed.notify_one();
                rest.max(RETRY)
            }
        }
    }
}
