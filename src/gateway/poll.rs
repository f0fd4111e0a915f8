//! One mailbox, read again and again; whatever happens to it happens to no other.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::backoff::{Advice, Backoff};
use super::causes::in_words;
use super::clerk::{Clerk, SOON};
use super::monitor::milliseconds;
use super::pass::{Memory, pass};
use super::progress::{IngestError, Progress};
use super::shared::Shared;
use super::unfetched::{FETCH_PASSES_MAX, Unfetched};
use crate::config::{Config, Mailbox};
use crate::journal::Journal;
use crate::mailbox::{FetchError, Place, Source};
use crate::outbound::{Notice, tell_operator};

/// Between two passes, however much the server has to tell.
const PAUSE: Duration = Duration::from_millis(500);

/// The task of one mailbox.
pub(super) struct Poller {
    config: Arc<Config>,
    mailbox: Mailbox,
    shared: Arc<Shared>,
    source: Option<Source>,
    memory: Memory,
    /// Of which releases from quarantine it has heard.
    releases: u64,
    clerk: Clerk,
    backoff: Backoff,
    /// The failure that was logged last, until a pass succeeds: said once, not every time.
    said: Option<String>,
}

impl Poller {
    pub(super) fn new(config: Arc<Config>, mailbox: Mailbox, shared: Arc<Shared>) -> Self {
        Self {
            config,
            mailbox,
            shared,
            source: None,
            memory: Memory::default(),
            releases: 0,
            clerk: Clerk::default(),
            backoff: Backoff::default(),
            said: None,
        }
    }

    /// May be dropped at any moment.
    pub(super) async fn run(mut self) {
        loop {
            match self.pass().await {
                Ok(()) => {
                    self.succeeded();
                    let longest = self.file().await;
                    self.wait_for_news(longest).await;
                }
                Err(error) => {
                    let wait = self.failed(&error).await;
                    tokio::time::sleep(wait).await;
                }
            }
        }
    }

    /// Flags or moves what is committed; says how long to wait at most before the next pass.
    async fn file(&mut self) -> Duration {
        let poll = Duration::from_secs(self.config.gateway.poll_seconds);
        let Some(source) = &mut self.source else { return poll };
        if self.clerk.turn(&self.config, &self.shared, source).await { poll.min(SOON) } else { poll }
    }

    /// Until the next poll is due, or the server tells that something came in.
    async fn wait_for_news(&mut self, longest: Duration) {
        let due = Instant::now() + longest;
        tokio::time::sleep(PAUSE).await;
        let Some(mut source) = self.source.take() else { return };
        match source.wait_for_news(due.saturating_duration_since(Instant::now())).await {
            Ok(()) => self.source = Some(source),
            Err(error) => {
                tracing::debug!(mailbox = self.mailbox.name, error = in_words(&error), "cannot wait for news");
                tokio::time::sleep_until(due.into()).await;
            }
        }
    }

    async fn pass(&mut self) -> Result<(), IngestError> {
        let mut source = match self.source.take() {
            Some(source) => source,
            None => Source::open(&self.mailbox)?,
        };
        let releases = self.shared.releases.load(Ordering::Relaxed);
        let mut memory = std::mem::take(&mut self.memory);
        if releases > self.releases {
            memory = Memory::default();
        }
        let (shared, report) = (&self.shared, |progress| self.progressed(&progress));
        let began = Instant::now();
        let summary =
            pass(&self.config, &shared.writer, &mut source, &shared.known_errors, &mut memory, report).await?;
        (self.memory, self.releases) = (memory, releases);
        self.clerk.may_owe |= !summary.dispositions.is_empty();
        let (listed, pass_ms) = (summary.listed, milliseconds(began.elapsed()));
        tracing::debug!(mailbox = self.mailbox.name, listed, pass_ms, "passed");
        self.source = Some(source);
        Ok(())
    }

    fn progressed(&self, progress: &Progress) {
        let mailbox = self.mailbox.name.as_str();
        self.shared.monitor.progressed(mailbox, progress);
        progress.unfetched.iter().for_each(say_unfetched);
        if progress.committed.is_empty() {
            return;
        }
        self.shared.changed.notify_one();
        let journal_ms = milliseconds(progress.journal_time);
        for (disposition, messages) in &progress.committed {
            tracing::info!(mailbox, %disposition, messages, journal_ms, "committed");
        }
    }

    fn succeeded(&mut self) {
        self.shared.monitor.passed(&self.mailbox.name);
        self.backoff.succeeded();
        if self.said.take().is_some() {
            tracing::info!(mailbox = self.mailbox.name, "reads again");
        }
    }

    async fn failed(&mut self, error: &IngestError) -> Duration {
        // What was committed before it failed is owed.
        self.clerk.may_owe = true;
        let wait = self.backoff.failed(advice(error), chance());
        let text = in_words(error);
        self.shared.monitor.failed(&self.mailbox.name, &text);
        let (mailbox, retry_seconds) = (self.mailbox.name.as_str(), milliseconds(wait) / 1000.0);
        if self.said.as_ref() == Some(&text) {
            tracing::debug!(mailbox, retry_seconds, error = text, "still failing");
        } else {
            tracing::error!(mailbox, retry_seconds, error = text, "cannot read the mailbox");
            self.said = Some(text.clone());
        }
        if advice(error) == Advice::NotSoon {
            self.tell_operator(&text).await;
        }
        wait
    }

    /// A mailbox that stays shut until a person acts is not left to the log alone; told once a day as long as it does.
    async fn tell_operator(&self, why: &str) {
        let text = format!(
            "{why}\n\nNo mail of this mailbox is read until then, and none is lost: it waits on the server. What works \
             and what does not, says\n\n    tallypost check\n\nThe gateway tries again by itself every five minutes.\n"
        );
        let what = format!("cannot sign in to mailbox {}", self.mailbox.name);
        let topic = format!("sign-in {}", self.mailbox.name);
        let notice = Notice { topic: &topic, what: &what, text: &text };
        let told = |journal: &mut Journal| tell_operator(&self.config, journal, &notice, Timestamp::now()).map(|_| ());
        if let Err(error) = self.shared.writer.work(told).await {
            tracing::error!(error = in_words(&error), "the operator cannot be told");
        }
    }
}

fn say_unfetched(one: &Unfetched) {
    let Place { mailbox, folder, item, .. } = &one.place;
    let (passes, reason) = (one.passes, one.reason.as_str());
    if one.is_quarantined() {
        tracing::error!(
            mailbox,
            folder,
            item,
            passes,
            reason,
            "message quarantined; `tallypost ingest --retry` tries again"
        );
    } else {
        tracing::warn!(mailbox, folder, item, passes, of = FETCH_PASSES_MAX, reason, "message cannot be fetched");
    }
}

fn advice(error: &IngestError) -> Advice {
    match error {
        IngestError::Fetch(FetchError::Throttled { retry_after, .. }) => Advice::After(*retry_after),
        IngestError::Fetch(error) if error.is_sign_in() => Advice::NotSoon,
        _ => Advice::SoonAgain,
    }
}

/// Anything from 0 to 1, good enough to spread those who failed together.
fn chance() -> f64 {
    f64::from(Timestamp::now().subsec_nanosecond().unsigned_abs() % 1_000_000) / 1e6
}
