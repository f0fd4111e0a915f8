//! Counts and durations for Prometheus; names end in their unit.

use std::time::Duration;

use jiff::Timestamp;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;

use crate::outbound;
use crate::ticket::Disposition;

type ByMailbox = [(&'static str, String); 1];
type ByOutcome = [(&'static str, &'static str); 1];
type ByDisposition = [(&'static str, String); 2];

#[derive(Debug)]
pub(super) struct Metrics {
    registry: Registry,
    messages: Family<ByDisposition, Counter>,
    passes: Family<ByMailbox, Counter>,
    failures: Family<ByMailbox, Counter>,
    filed: Family<ByMailbox, Counter>,
    filing_failures: Family<ByMailbox, Counter>,
    last_success: Family<ByMailbox, Gauge>,
    journal_seconds: Histogram,
    publish_seconds: Histogram,
    publish_failures: Counter,
    mails: Family<ByOutcome, Counter>,
}

impl Metrics {
    pub(super) fn new() -> Self {
        // From a millisecond to half a minute.
        let seconds = || Histogram::new(exponential_buckets(0.001, 2.0, 16));
        let mut metrics = Self {
            registry: Registry::with_prefix("tallypost"),
            messages: Family::default(),
            passes: Family::default(),
            failures: Family::default(),
            filed: Family::default(),
            filing_failures: Family::default(),
            last_success: Family::default(),
            journal_seconds: seconds(),
            publish_seconds: seconds(),
            publish_failures: Counter::default(),
            mails: Family::default(),
        };
        metrics.register();
        metrics
    }

    fn register(&mut self) {
        let registry = &mut self.registry;
        registry.register("messages", "Messages dealt with, by disposition", self.messages.clone());
        registry.register("passes", "Passes over a mailbox that came to their end", self.passes.clone());
        registry.register("pass_failures", "Passes over a mailbox that failed", self.failures.clone());
        registry.register("filed_messages", "Messages flagged or moved on their server", self.filed.clone());
        let help = "Turns in which a server refused to flag or move";
        registry.register("filing_failures", help, self.filing_failures.clone());
        let help = "When a mailbox was last read, in seconds since 1970";
        registry.register("mailbox_last_success_timestamp_seconds", help, self.last_success.clone());
        registry.register("journal_seconds", "To commit one batch", self.journal_seconds.clone());
        registry.register("publish_seconds", "To write what changed to the lake", self.publish_seconds.clone());
        registry.register("publish_failures", "Publications that failed", self.publish_failures.clone());
        registry.register("outbox_mails", "Tries to send a mail, by what came of it", self.mails.clone());
    }

    /// Shows a mailbox with zeros before anything happened, so that a rate can be taken from the first event on.
    pub(super) fn watch(&self, mailbox: &str) {
        self.passes.get_or_create(&by(mailbox)).inc_by(0);
        self.failures.get_or_create(&by(mailbox)).inc_by(0);
    }

    pub(super) fn committed(&self, mailbox: &str, disposition: Disposition, count: usize) {
        let labels = [("mailbox", mailbox.to_string()), ("disposition", disposition.name().to_string())];
        self.messages.get_or_create(&labels).inc_by(u64::try_from(count).unwrap_or(u64::MAX));
    }

    pub(super) fn journal_took(&self, time: Duration) {
        self.journal_seconds.observe(time.as_secs_f64());
    }

    pub(super) fn passed(&self, mailbox: &str, now: Timestamp) {
        self.passes.get_or_create(&by(mailbox)).inc();
        self.last_success.get_or_create(&by(mailbox)).set(now.as_second());
    }

    pub(super) fn failed(&self, mailbox: &str) {
        self.failures.get_or_create(&by(mailbox)).inc();
    }

    pub(super) fn filed(&self, mailbox: &str, messages: usize) {
        self.filed.get_or_create(&by(mailbox)).inc_by(u64::try_from(messages).unwrap_or(u64::MAX));
    }

    pub(super) fn filing_failed(&self, mailbox: &str) {
        self.filing_failures.get_or_create(&by(mailbox)).inc();
    }

    pub(super) fn published(&self, time: Duration) {
        self.publish_seconds.observe(time.as_secs_f64());
    }

    pub(super) fn publish_failed(&self) {
        self.publish_failures.inc();
    }

    pub(super) fn sent(&self, summary: &outbound::Summary) {
        let outbound::Summary { sent, postponed, failed, uncertain, withheld, .. } = *summary;
        let outcomes = [
            ("sent", sent),
            ("postponed", postponed),
            ("failed", failed),
            ("uncertain", uncertain),
            ("withheld", withheld),
        ];
        for (outcome, count) in outcomes {
            let count = u64::try_from(count).unwrap_or(u64::MAX);
            self.mails.get_or_create(&[("outcome", outcome)]).inc_by(count);
        }
    }

    /// OpenMetrics text.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}

fn by(mailbox: &str) -> ByMailbox {
    [("mailbox", mailbox.to_string())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happened_is_counted_by_mailbox_and_disposition() {
        let metrics = Metrics::new();
        metrics.watch("support");
        metrics.committed("support", Disposition::Ticketed, 2);
        metrics.committed("support", Disposition::Ticketed, 1);
        metrics.passed("support", Timestamp::from_second(1_000_000).unwrap());
        metrics.journal_took(Duration::from_millis(3));
        let text = metrics.text();
        for line in [
            "tallypost_messages_total{mailbox=\"support\",disposition=\"ticketed\"} 3",
            "tallypost_passes_total{mailbox=\"support\"} 1",
            "tallypost_pass_failures_total{mailbox=\"support\"} 0",
            "tallypost_mailbox_last_success_timestamp_seconds{mailbox=\"support\"} 1000000",
            "tallypost_journal_seconds_bucket{le=\"0.004\"} 1",
        ] {
            assert!(text.lines().any(|found| found == line), "{line}:\n{text}");
        }
    }
}
