//! A server that lies, on each command: an error in time, with words that help, little memory, and no mail skipped.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use tallypost::config::{self, Imap, Mailbox};
use tallypost::gateway::FETCH_PASSES_MAX;
use tallypost::mailbox::Source;

use super::measured::ingest;
use super::service::{Desk, eventually, text, within};
use super::support::imap::{Lie, Scripted};
use super::{mail, mailbox};

const MAILS: usize = 3;
/// Every command of a pass, by words that only it has.
const COMMANDS: [&str; 6] = ["LOGIN", "CAPABILITY", "LIST", "EXAMINE", "RFC822.SIZE", "BODY.PEEK"];
/// What a pass may take besides its waits: the start of a process, its writes, a machine that has more to do.
const SLACK: Duration = Duration::from_secs(6);
/// A connection that died since the last pass, a batch, and one message alone.
const WAITS_MAX: u32 = 3;
/// `imap.timeout_seconds` is 1 here.
const PATIENCE: Duration = Duration::from_secs(WAITS_MAX as u64).saturating_add(SLACK);
/// gateway.message_bytes_max is 50 MiB, and 64 MiB besides.
const MEMORY_KIB: u64 = (50 + 64) << 10;

/// A desk and its mailbox on a scripted server.
fn desk(server: &Scripted) -> Desk {
    let desk = Desk::new("");
    let password = password(&desk);
    desk.configure(&format!("{}timeout_seconds = 1\n", mailbox(server.port, &password)));
    desk
}

fn password(desk: &Desk) -> PathBuf {
    let path = desk.path().join("password");
    std::fs::write(&path, "secret\n").unwrap();
    path
}

fn server() -> Scripted {
    Scripted::start((0..MAILS).map(mail).collect())
}

/// Lies on every command in turn, and behaves after it; `says` is part of what the operator reads.
fn survive(lie: Lie, says: &[&str]) {
    for command in COMMANDS {
        let server = server();
        let desk = desk(&server);
        server.lies(command, lie);
        let failed = ingest(desk.path());
        let what = format!("{command} {lie:?}: {} {:?}: {}", failed.status, failed.took, failed.stderr);
        assert_eq!(failed.status.code(), Some(1), "{what}");
        assert!(failed.took < PATIENCE, "{what}");
        assert!(failed.peak_kib < MEMORY_KIB, "{} KiB: {what}", failed.peak_kib);
        assert!(failed.stderr.contains("mailbox `support`"), "{what}");
        assert!(says.is_empty() || says.iter().any(|part| failed.stderr.contains(part)), "{what}");
        server.behaves();
        assert_all_once(&desk, &what);
    }
}

/// After a pass over an honest server, every mail is there exactly once.
fn assert_all_once(desk: &Desk, what: &str) {
    let honest = desk.run(&["ingest"]);
    assert!(honest.status.success(), "{what}\nand then {}", text(&honest.stderr));
    assert_eq!(desk.dispositions(), BTreeMap::from([("ticketed".to_string(), MAILS)]), "{what}");
    let verified = desk.run(&["verify", "--server"]);
    assert!(verified.status.success(), "{what}\nand then {}", text(&verified.stdout));
}

#[test]
fn refusals() {
    survive(Lie::Says("TAG NO cannot be done\r\n"), &["cannot be done"]);
    survive(Lie::Says("TAG BAD cannot be said\r\n"), &["cannot be said"]);
}

#[test]
fn goodbyes() {
    survive(Lie::Hangs("* BYE going to sleep\r\n"), &["going to sleep", "closed the connection"]);
    survive(Lie::Hangs(""), &["closed the connection"]);
}

#[test]
fn throttling() {
    let told = ["asks to be left alone for 1 s"];
    survive(Lie::Says("TAG NO Request is throttled. Suggested Backoff Time: 1500 milliseconds\r\n"), &told);
    survive(Lie::Says("TAG BAD Request is throttled. Suggested Backoff Time: 1500 milliseconds\r\n"), &told);
}

#[test]
fn silence() {
    survive(Lie::FallsSilent(""), &["timeout_seconds"]);
    survive(Lie::FallsSilent("* OK one moment"), &["timeout_seconds"]);
}

#[test]
fn silence_is_an_error_within_a_minute_by_default() {
    let imap: Imap = toml::from_str("host = \"mail.example.com\"\nuser = \"desk\"").unwrap();
    assert!(Duration::from_secs(imap.timeout_seconds) * WAITS_MAX + SLACK < Duration::from_secs(60));
}

/// A mailbox of which `known` mails came, before so many more were delivered.
fn desk_that_knows(known: usize, all: usize) -> (Scripted, Desk) {
    let server = Scripted::start((0..known).map(mail).collect());
    let desk = desk(&server);
    assert!(desk.run(&["ingest"]).status.success());
    (known..all).for_each(|number| server.deliver(mail(number)));
    (server, desk)
}

fn ticketed(mails: usize) -> BTreeMap<String, usize> {
    BTreeMap::from([("ticketed".to_string(), mails)])
}

#[test]
fn silence_about_every_body_ends_each_pass_soon_and_counts_against_no_mail() {
    for known in [0, 4] {
        let (server, desk) = desk_that_knows(known, 12);
        server.lies("BODY.PEEK", Lie::FallsSilent(""));
        for _ in 0..2 * FETCH_PASSES_MAX {
            let failed = ingest(desk.path());
            assert_eq!(failed.status.code(), Some(1), "{}", failed.stderr);
            // The batch, then one mail: one that came before, or where there is none the first.
            assert!(failed.took < Duration::from_secs(2) + SLACK, "{:?} {}", failed.took, failed.stderr);
            assert!(failed.stderr.contains("timeout_seconds"), "{}", failed.stderr);
        }
        server.behaves();
        let honest = desk.run(&["ingest"]);
        assert!(honest.status.success(), "{}", text(&honest.stderr));
        assert_eq!(desk.dispositions(), ticketed(12), "none was quarantined for the server's fault");
    }
}

#[test]
fn silence_about_one_mail_holds_up_no_other_and_ends_in_quarantine() {
    let (server, desk) = desk_that_knows(4, 12);
    server.withholds([7], Lie::FallsSilent(""));
    let passes: Vec<_> = (0..FETCH_PASSES_MAX).map(|_| ingest(desk.path())).collect();
    for pass in &passes {
        assert!(pass.took < PATIENCE, "{:?} {}", pass.took, pass.stderr);
    }
    assert!(passes.last().unwrap().stderr.contains("INBOX 7: "), "{}", passes.last().unwrap().stderr);
    let expected = BTreeMap::from([("quarantined".to_string(), 1), ("ticketed".to_string(), 11)]);
    assert_eq!(desk.dispositions(), expected);
    server.behaves();
    assert!(desk.run(&["ingest", "--retry"]).status.success());
    assert_eq!(desk.dispositions(), ticketed(12));
}

#[test]
fn one_mail_among_others_of_which_none_ever_came_holds_up_none_of_them() {
    let (server, desk) = desk_that_knows(0, 3);
    server.lies("BODY.PEEK", Lie::FallsSilent(""));
    for _ in 0..3 {
        assert_eq!(ingest(desk.path()).status.code(), Some(1));
    }
    // All three have failed; the first goes on, and is as likely as any other to be asked first.
    server.behaves();
    server.withholds([1], Lie::FallsSilent(""));
    let settled = BTreeMap::from([("quarantined".to_string(), 1), ("ticketed".to_string(), 2)]);
    let passes = (1..=30).find(|_| {
        ingest(desk.path());
        desk.dispositions() == settled
    });
    assert!(passes.is_some_and(|passes| passes >= 3), "{passes:?} {:?}", desk.dispositions());
}

#[test]
fn a_service_says_once_what_it_gave_up_and_is_well_again() {
    let (server, desk) = desk_that_knows(4, 8);
    server.withholds([6], Lie::FallsSilent(""));
    let service = desk.serve();
    let expected = BTreeMap::from([("quarantined".to_string(), 1), ("ticketed".to_string(), 7)]);
    within(Duration::from_secs(60), "the mail is given up", || desk.dispositions() == expected);
    eventually("the mailbox is read without a failure", || service.health().0 == 200);
    let said = service.log();
    let given_up: Vec<&str> =
        said.iter().filter(|line| line["item"] == "6").filter_map(|line| line["message"].as_str()).collect();
    let quarantined = "message quarantined; `tallypost ingest --retry` tries again";
    assert_eq!(given_up, ["message cannot be fetched", "message cannot be fetched", quarantined]);
    assert!(service.terminate().0.success());
}

#[test]
fn twenty_five_mails_in_a_row_that_cannot_be_delivered_hold_up_no_other() {
    let lies = [
        Lie::Says("TAG NO [SERVERBUG] Internal error\r\n"),
        Lie::Says("* 1 FETCH (UID private words\r\n"),
        Lie::Hangs("* BYE sorry\r\n"),
    ];
    for (lie, known) in lies.into_iter().flat_map(|lie| [(lie, 0), (lie, 5)]) {
        let (server, desk) = desk_that_knows(known, 60);
        let configured = mailbox(server.port, &password(&desk));
        desk.configure_in_batches_of(10, &format!("{configured}timeout_seconds = 1\n"));
        server.withholds(11..=35, lie);
        let first = ingest(desk.path());
        assert_eq!(desk.dispositions(), ticketed(35), "{lie:?} {known}: {}", first.stderr);
        for _ in 1..FETCH_PASSES_MAX {
            assert_eq!(ingest(desk.path()).status.code(), Some(1));
        }
        let expected = BTreeMap::from([("quarantined".to_string(), 25), ("ticketed".to_string(), 35)]);
        assert_eq!(desk.dispositions(), expected, "{lie:?} {known}");
        let done = desk.run(&["ingest"]);
        assert!(done.status.success(), "{lie:?} {known}: {}", text(&done.stderr));
        server.behaves();
        assert!(desk.run(&["ingest", "--retry"]).status.success());
        assert_eq!(desk.dispositions(), ticketed(60), "{lie:?} {known}");
        assert!(desk.run(&["verify", "--server"]).status.success());
    }
}

#[test]
fn mails_that_cannot_be_delivered_before_any_other_came_hold_up_no_other() {
    let (server, desk) = desk_that_knows(0, 40);
    server.withholds(1..=25, Lie::Says("TAG NO [SERVERBUG] Internal error\r\n"));
    // Five a pass while nothing ever came, which is five passes; in the sixth the others come, and two more convict.
    let dispositions: Vec<BTreeMap<String, usize>> = (1..=8)
        .map(|_| {
            assert_eq!(ingest(desk.path()).status.code(), Some(1));
            desk.dispositions()
        })
        .collect();
    assert_eq!((&dispositions[4], &dispositions[5]), (&BTreeMap::new(), &ticketed(15)));
    assert_eq!(dispositions[7], BTreeMap::from([("quarantined".to_string(), 25), ("ticketed".to_string(), 15)]));
}

#[test]
fn literals_that_are_shorter_than_announced() {
    survive(Lie::FallsSilent("* 1 FETCH (UID 1 BODY[] {200}\r\nshort)\r\nTAG OK done\r\n"), &["timeout_seconds"]);
    survive(Lie::Hangs("* 1 FETCH (UID 1 BODY[] {200}\r\nshort)\r\nTAG OK done\r\n"), &[]);
}

#[test]
fn literals_that_no_memory_holds() {
    survive(Lie::FallsSilent("* 1 FETCH (UID 1 BODY[] {4294967296}\r\nx"), &["4294967296 bytes"]);
    survive(Lie::FallsSilent("* 1 FETCH (UID 1 BODY[] {400000000}\r\nx"), &["400000000 bytes"]);
}

#[test]
fn garbage() {
    survive(Lie::Says("\u{0}\u{1}private words\u{7f}\r\n"), &["not IMAP"]);
    survive(Lie::Says("* 1 FETCH (UID private words\r\n"), &["not IMAP"]);
}

#[test]
fn floods() {
    survive(Lie::Floods("* OK still here\r\n"), &["in answer to one command"]);
    survive(Lie::Floods("* OK still here "), &["a line of more than"]);
}

#[test]
fn drips() {
    survive(Lie::Drips("* OK still here\r\n"), &["too slow an answer"]);
}

#[tokio::test]
async fn while_it_is_waited_for() {
    let lies = [
        Lie::Says("TAG NO cannot be done\r\n"),
        Lie::Says("TAG BAD cannot be said\r\n"),
        Lie::Hangs("* BYE going to sleep\r\n"),
        Lie::FallsSilent(""),
        Lie::FallsSilent("+ idling\r\n* 1 FETCH (UID 1 BODY[] {4294967296}\r\nx"),
        Lie::FallsSilent("+ idling\r\n* 1 FETCH (UID 1 BODY[] {200}\r\nshort)\r\n"),
        Lie::Says("private words\r\n"),
        Lie::Floods("* OK still here\r\n"),
        Lie::Floods("* OK still here "),
    ];
    for lie in lies {
        let server = server();
        let desk = desk(&server);
        let mut source = Source::open(&account(&desk)).unwrap();
        assert_eq!(source.list().await.unwrap().len(), MAILS);
        server.lies("IDLE", lie);
        let began = Instant::now();
        let error = source.wait_for_news(Duration::from_secs(1)).await.unwrap_err();
        assert!(began.elapsed() < PATIENCE && error.to_string().contains("`support`"), "{lie:?}: {error}");
        server.behaves();
        assert_eq!(source.list().await.unwrap().len(), MAILS, "{lie:?}");
    }
}

fn account(desk: &Desk) -> Mailbox {
    config::load(&desk.path().join("tallypost.toml")).unwrap().mailboxes.remove(0)
}
