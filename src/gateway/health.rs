//! Is mail being read? What `/healthz` says, and why.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

/// However rarely a mailbox is read, so long without success is too long.
const LONGEST: Duration = Duration::from_secs(600);
/// Polls that may fail before somebody should look.
const POLLS: u32 = 3;

/// What the service knows of its own work.
#[derive(Debug)]
pub(super) struct Health {
    mailboxes: BTreeMap<String, Work>,
    /// Of the mailboxes where messages were to be flagged or moved.
    filing: BTreeMap<String, Work>,
    lake: Work,
    /// Where there is a mail server to send over.
    sending: Option<Work>,
    limit: Duration,
}

/// A piece of work that is done again and again.
#[derive(Debug, Clone)]
struct Work {
    /// Where nothing has succeeded yet, the time counts from here.
    watched_since: Timestamp,
    last_success: Option<Timestamp>,
    last_error: Option<(Timestamp, String)>,
    /// Since when nothing but failures.
    failing_since: Option<Timestamp>,
    /// The last thing that happened, good or bad: does its task move at all?
    last_sign: Timestamp,
}

impl Work {
    fn new(now: Timestamp) -> Self {
        Self { watched_since: now, last_success: None, last_error: None, failing_since: None, last_sign: now }
    }

    fn succeeded(&mut self, now: Timestamp) {
        self.last_success = Some(now);
        self.failing_since = None;
        self.last_sign = now;
    }

    fn failed(&mut self, now: Timestamp, error: &str) {
        self.last_error = Some((now, error.to_string()));
        self.failing_since.get_or_insert(now);
        self.last_sign = now;
    }

    /// Since the last success.
    fn lag(&self, now: Timestamp) -> Duration {
        Duration::try_from(now - self.last_success.unwrap_or(self.watched_since)).unwrap_or_default()
    }

    /// For how long it has only failed.
    fn failing(&self, now: Timestamp) -> Option<Duration> {
        self.failing_since.map(|since| Duration::try_from(now - since).unwrap_or_default())
    }

    fn as_json(&self, is_well: bool, now: Timestamp) -> Value {
        json!({
            "status": word(is_well),
            "last_success": self.last_success.map(in_words),
            "lag_seconds": self.lag(now).as_secs(),
            "last_error": self.last_error.as_ref().map(|(at, error)| json!({ "at": in_words(*at), "error": error })),
        })
    }
}

fn in_words(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn word(is_well: bool) -> &'static str {
    if is_well { "ok" } else { "failing" }
}

impl Health {
    pub(super) fn new(now: Timestamp) -> Self {
        Self {
            mailboxes: BTreeMap::new(),
            filing: BTreeMap::new(),
            lake: Work::new(now),
            sending: None,
            limit: LONGEST,
        }
    }

    /// From now on these mailboxes are read, this often; what is known of them stays known.
    pub(super) fn watch(&mut self, mailboxes: &[String], poll: Duration, sends: bool, now: Timestamp) {
        self.sending = sends.then(|| self.sending.take().unwrap_or_else(|| Work::new(now)));
        self.limit = (poll * POLLS).min(LONGEST);
        // What was refused may be asked no more.
        self.filing.clear();
        let mut known = std::mem::take(&mut self.mailboxes);
        for name in mailboxes {
            let work = known.remove(name).unwrap_or_else(|| Work::new(now));
            self.mailboxes.insert(name.clone(), Work { last_sign: now, ..work });
        }
    }

    pub(super) fn read(&mut self, mailbox: &str, now: Timestamp) {
        if let Some(work) = self.mailboxes.get_mut(mailbox) {
            work.succeeded(now);
        }
    }

    pub(super) fn failed(&mut self, mailbox: &str, now: Timestamp, error: &str) {
        if let Some(work) = self.mailboxes.get_mut(mailbox) {
            work.failed(now, error);
        }
    }

    pub(super) fn filed(&mut self, mailbox: &str, now: Timestamp) {
        self.filing.entry(mailbox.into()).or_insert_with(|| Work::new(now)).succeeded(now);
    }

    pub(super) fn filing_failed(&mut self, mailbox: &str, now: Timestamp, error: &str) {
        self.filing.entry(mailbox.into()).or_insert_with(|| Work::new(now)).failed(now, error);
    }

    pub(super) fn published(&mut self, now: Timestamp) {
        self.lake.succeeded(now);
    }

    pub(super) fn publish_failed(&mut self, now: Timestamp, error: &str) {
        self.lake.failed(now, error);
    }

    pub(super) fn sent(&mut self, now: Timestamp) {
        self.sending.iter_mut().for_each(|work| work.succeeded(now));
    }

    pub(super) fn send_failed(&mut self, now: Timestamp, error: &str) {
        self.sending.iter_mut().for_each(|work| work.failed(now, error));
    }

    /// Is everything as it should be, and the whole story.
    pub(super) fn report(&self, now: Timestamp) -> (bool, Value) {
        let is_well = |work: &Work| work.lag(now) <= self.limit;
        // The lake has no news for hours where no mail comes: only a failure speaks against it.
        let lake_is_well = self.lake.failing(now).is_none();
        // A mail server may be away for a while; what is owed waits.
        let sends = |work: &Work| work.failing(now).is_none_or(|time| time <= LONGEST);
        let all_well = lake_is_well && self.mailboxes.values().all(is_well) && self.sending.as_ref().is_none_or(sends);
        let mailbox = |(name, work): (&String, &Work)| {
            let mut told = work.as_json(is_well(work), now);
            // Mail is read all the same, so that this alone makes nothing fail.
            told["filing"] = json!(self.filing.get(name).map(|work| work.as_json(work.failing(now).is_none(), now)));
            (name.clone(), told)
        };
        let mailboxes: BTreeMap<String, Value> = self.mailboxes.iter().map(mailbox).collect();
        let report = json!({
            "status": word(all_well),
            "mailboxes": mailboxes,
            "lake": self.lake.as_json(lake_is_well, now),
            "sending": self.sending.as_ref().map(|work| work.as_json(sends(work), now)),
        });
        (all_well, report)
    }

    /// Has every mailbox's task given a sign of life lately, be it a failure?
    pub(super) fn is_moving(&self, now: Timestamp) -> bool {
        let still = |work: &Work| Duration::try_from(now - work.last_sign).unwrap_or_default();
        // The longest wait between two passes, and as much again for one pass.
        self.mailboxes.values().all(|work| still(work) <= LONGEST * 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_000_000 + seconds).unwrap()
    }

    fn watching(poll_seconds: u64) -> Health {
        let mut health = Health::new(at(0));
        health.watch(&["billing".into(), "support".into()], Duration::from_secs(poll_seconds), true, at(0));
        health
    }

    #[test]
    fn a_mailbox_is_failing_after_three_polls_without_success_and_says_why() {
        let mut health = watching(60);
        health.read("billing", at(180));
        health.failed("support", at(100), "refused; check the password");
        assert!(health.report(at(180)).0, "three polls are not over");
        let (is_well, report) = health.report(at(181));
        assert!(!is_well);
        assert_eq!(report["status"], "failing");
        assert_eq!(report["mailboxes"]["billing"]["status"], "ok");
        assert_eq!(report["mailboxes"]["support"]["lag_seconds"], 181);
        assert_eq!(report["mailboxes"]["support"]["last_error"]["error"], "refused; check the password");
        health.read("support", at(182));
        assert!(health.report(at(183)).0, "it recovered");
    }

    #[test]
    fn ten_minutes_are_too_long_however_rarely_a_mailbox_is_read() {
        let health = watching(300);
        assert!(health.report(at(600)).0);
        assert!(!health.report(at(601)).0);
    }

    #[test]
    fn a_lake_that_cannot_be_written_is_failing_until_it_can() {
        let mut health = watching(300);
        health.published(at(1));
        health.publish_failed(at(2), "disk full");
        assert!(!health.report(at(3)).0);
        health.published(at(4));
        assert!(health.report(at(5)).0);
    }

    #[test]
    fn what_is_known_of_a_mailbox_survives_a_new_configuration() {
        let mut health = watching(60);
        health.read("support", at(50));
        health.watch(&["support".into(), "sales".into()], Duration::from_secs(60), true, at(60));
        let (_, report) = health.report(at(61));
        assert_eq!(report["mailboxes"]["support"]["lag_seconds"], 11);
        assert_eq!(report["mailboxes"]["sales"]["lag_seconds"], 1);
        assert!(report["mailboxes"]["billing"].is_null());
    }

    #[test]
    fn a_server_that_refuses_to_flag_is_shown_and_fails_nothing() {
        let mut health = watching(60);
        health.read("support", at(10));
        assert_eq!(health.report(at(10)).1["mailboxes"]["support"]["filing"], Value::Null, "nothing was to be done");
        health.filing_failed("support", at(10), "read-only");
        let (is_well, report) = health.report(at(11));
        let filing = &report["mailboxes"]["support"]["filing"];
        assert!(is_well && filing["status"] == "failing" && filing["last_error"]["error"] == "read-only", "{report}");
        health.filed("support", at(12));
        assert_eq!(health.report(at(12)).1["mailboxes"]["support"]["filing"]["status"], "ok");
    }

    #[test]
    fn a_task_that_gives_no_sign_is_noticed() {
        let mut health = watching(60);
        assert!(health.is_moving(at(1200)));
        health.failed("support", at(1000), "down");
        assert!(!health.is_moving(at(1300)), "billing is silent");
    }

    #[test]
    fn a_mail_server_may_be_away_for_ten_minutes() {
        let mut health = Health::new(at(0));
        health.watch(&[], Duration::from_secs(60), true, at(0));
        assert!(health.report(at(9_000)).0, "nothing to send says nothing");
        health.send_failed(at(10_000), "refused");
        health.send_failed(at(10_300), "refused");
        assert!(health.report(at(10_600)).0);
        let (is_well, report) = health.report(at(10_601));
        assert_eq!((is_well, &report["sending"]["last_error"]["error"]), (false, &json!("refused")));
        health.sent(at(10_700));
        assert!(health.report(at(10_700)).0);
        health.watch(&[], Duration::from_secs(60), false, at(10_800));
        assert_eq!(health.report(at(10_800)).1["sending"], Value::Null);
    }
}
