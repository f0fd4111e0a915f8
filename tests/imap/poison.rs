//! One message that the server cannot deliver: the others come, and nobody waits for it for ever.

use std::collections::BTreeMap;

use tallypost::config::{Config, Imap};
use tallypost::gateway::{self, FETCH_PASSES_MAX, IngestError, Summary};
use tallypost::journal::Journal;
use tallypost::mailbox::FetchError;
use tallypost::ticket::Disposition;

use super::lying_server::{Does, plain_settings, serve};
use super::source;

const LISTED: &str = "* 1 FETCH (UID 7 RFC822.SIZE 30 INTERNALDATE \"01-Oct-2026 08:00:00 +0000\")\r\n\
    * 2 FETCH (UID 8 RFC822.SIZE 30 INTERNALDATE \"01-Oct-2026 08:01:00 +0000\")\r\n\
    * 3 FETCH (UID 9 RFC822.SIZE 30 INTERNALDATE \"01-Oct-2026 08:02:00 +0000\")\r\nTAG OK done\r\n";
const SEVEN: &str = "* 1 FETCH (UID 7 BODY[] {30}\r\nFrom: a@b.example\r\n\r\nseven 7\r\n)\r\nTAG OK done\r\n";
const EIGHT: &str = "* 2 FETCH (UID 8 BODY[] {30}\r\nFrom: a@b.example\r\n\r\neight 8\r\n)\r\nTAG OK done\r\n";
const NINE: &str = "* 3 FETCH (UID 9 BODY[] {30}\r\nFrom: a@b.example\r\n\r\nnine  9\r\n)\r\nTAG OK done\r\n";

/// A mailbox of three, of which UID 8 is answered as said, alone or among others.
fn script(eight: Does) -> Vec<(&'static str, Does)> {
    vec![
        ("LOGIN", Does::Says("TAG OK in\r\n")),
        ("EXAMINE", Does::Says("* 3 EXISTS\r\n* OK [UIDVALIDITY 5] valid\r\nTAG OK open\r\n")),
        ("RFC822.SIZE", Does::Says(LISTED)),
        ("FETCH 7 (UID BODY.PEEK", Does::Says(SEVEN)),
        ("FETCH 9 (UID BODY.PEEK", Does::Says(NINE)),
        ("BODY.PEEK", eight),
        ("NOOP", Does::Says("TAG OK\r\n")),
        ("UID FETCH 8 (UID)", Does::Says("* 2 FETCH (UID 8)\r\nTAG OK done\r\n")),
    ]
}

struct Desk {
    journal: Journal,
    _folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { journal: Journal::open(folder.path()).unwrap(), _folder: folder }
    }

    async fn pass(&mut self, script: Vec<(&'static str, Does)>) -> Result<Summary, IngestError> {
        let (imap, _keep): (Imap, _) = plain_settings(serve(script).await);
        gateway::ingest(&Config::unconfigured(), &mut self.journal, &mut source(imap), |_| ()).await
    }
}

fn dispositions(summary: &Summary) -> BTreeMap<&str, usize> {
    summary.dispositions.iter().map(|(disposition, count)| (disposition.name(), *count)).collect()
}

#[tokio::test]
async fn the_others_are_committed_and_the_third_failure_quarantines_it_until_it_is_released() {
    let ways = [
        Does::Says("TAG NO [SERVERBUG] Internal error\r\n"),
        Does::Says("TAG BAD cannot\r\n"),
        Does::Says("* 2 FETCH (UID 8 BODY[] private words\r\n"),
        Does::Says("TAG OK done\r\n"),
        Does::Hangs("* 2 FETCH (UID 8 BODY[] {30}\r\nFrom"),
    ];
    for way in ways {
        let mut desk = Desk::new();
        let first = desk.pass(script(way.clone())).await.unwrap();
        assert_eq!(dispositions(&first), BTreeMap::from([("ticketed", 2)]));
        let unfetched = &first.unfetched[0];
        assert_eq!((unfetched.place.item.as_str(), unfetched.passes), ("8", 1), "{unfetched:?}");
        assert!(!unfetched.reason.contains("private"), "{}", unfetched.reason);
        let second = desk.pass(script(way.clone())).await.unwrap();
        assert!(second.dispositions.is_empty() && second.unfetched[0].passes == 2, "{second:?}");
        let third = desk.pass(script(way.clone())).await.unwrap();
        assert_eq!(third.dispositions, BTreeMap::from([(Disposition::Quarantined, 1)]));
        let fourth = desk.pass(script(way)).await.unwrap();
        assert_eq!((fourth.known_before, fourth.unfetched.len()), (3, 0));
        assert!(desk.journal.fetch_failures().unwrap()[0].is_quarantined);

        assert_eq!(desk.journal.release_quarantined(jiff::Timestamp::now()).unwrap(), 1);
        let mended = desk.pass(script(Does::Says(EIGHT))).await.unwrap();
        assert_eq!(dispositions(&mended), BTreeMap::from([("ticketed", 1)]));
        assert_eq!(desk.journal.balance().unwrap().contradictions(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_message_that_comes_at_the_second_try_has_no_failures_left() {
    let mut desk = Desk::new();
    desk.pass(script(Does::Says("TAG NO no\r\n"))).await.unwrap();
    assert_eq!(desk.journal.fetch_failures().unwrap()[0].passes, 1);
    let second = desk.pass(script(Does::Says(EIGHT))).await.unwrap();
    assert_eq!(dispositions(&second), BTreeMap::from([("ticketed", 1)]));
    assert_eq!(desk.journal.fetch_failures().unwrap(), []);
}

#[tokio::test]
async fn a_message_that_is_met_with_silence_ends_the_pass_and_is_quarantined_all_the_same() {
    let mut desk = Desk::new();
    // UID 7 came; 8 was silent, and 9 is left to the next pass.
    let error = desk.pass(script(Does::Sleeps)).await.unwrap_err();
    assert!(matches!(&error, IngestError::Fetch(error) if error.is_silence()), "{error}");
    assert_eq!(desk.journal.fetch_failures().unwrap()[0].passes, 1);
    let second = desk.pass(script(Does::Sleeps)).await.unwrap();
    assert_eq!((dispositions(&second), second.known_before), (BTreeMap::from([("ticketed", 1)]), 1));
    let third = desk.pass(script(Does::Sleeps)).await.unwrap();
    assert_eq!(dispositions(&third), BTreeMap::from([("quarantined", 1)]));
}

#[tokio::test]
async fn a_server_that_delivers_nothing_counts_against_no_message() {
    let five: String = (1..=5)
        .map(|uid| {
            format!("* {uid} FETCH (UID {uid} RFC822.SIZE 30 INTERNALDATE \"01-Oct-2026 08:0{uid}:00 +0000\")\r\n")
        })
        .collect();
    let five: &'static str = format!("{five}TAG OK done\r\n").leak();
    let mut script = script(Does::Says("TAG NO [UNAVAILABLE] the store is away\r\n"));
    script.retain(|(words, _)| !words.starts_with("FETCH"));
    script.insert(0, ("RFC822.SIZE", Does::Says(five)));
    let mut desk = Desk::new();
    for _ in 0..=FETCH_PASSES_MAX {
        assert!(desk.pass(script.clone()).await.is_err());
    }
    let failures = desk.journal.fetch_failures().unwrap();
    assert!(failures.len() == 5 && failures.iter().all(|one| one.passes == 0 && !one.is_quarantined), "{failures:?}");
    assert_eq!(desk.journal.balance().unwrap().arrivals, 0);
}

#[tokio::test]
async fn what_came_before_and_comes_no_more_counts_against_no_message() {
    let mut desk = Desk::new();
    desk.pass(script(Does::Says("TAG NO no\r\n"))).await.unwrap();
    let mut away = script(Does::Says("TAG NO no\r\n"));
    away.retain(|(words, _)| !words.starts_with("FETCH"));
    for _ in 0..=FETCH_PASSES_MAX {
        assert!(desk.pass(away.clone()).await.is_err());
    }
    assert_eq!(desk.journal.fetch_failures().unwrap()[0].passes, 1, "that of the first pass");
}

#[tokio::test]
async fn a_server_that_asks_for_patience_is_taken_at_its_word() {
    let words = "TAG NO Request is throttled. Suggested Backoff Time: 299961 milliseconds\r\n";
    for command in ["LOGIN", "EXAMINE", "RFC822.SIZE", "BODY.PEEK"] {
        let mut script = script(Does::Says(words));
        script.insert(0, (command, Does::Says(words)));
        let error = Desk::new().pass(script).await.unwrap_err();
        let IngestError::Fetch(FetchError::Throttled { retry_after, .. }) = error else { panic!("{command}: {error}") };
        assert_eq!(retry_after.as_millis(), 299_961);
    }
}
