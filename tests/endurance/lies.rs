//! A server that lies, on each command: an error in time, with words that help, little memory, and no mail skipped.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use tallypost::config::{self, Mailbox};
use tallypost::mailbox::Source;

use super::measured::ingest;
use super::service::{Desk, text};
use super::support::imap::{Lie, Scripted};
use super::{mail, mailbox};

const MAILS: usize = 3;
/// Every command of a pass, by words that only it has.
const COMMANDS: [&str; 6] = ["LOGIN", "CAPABILITY", "LIST", "EXAMINE", "RFC822.SIZE", "BODY.PEEK"];
/// `imap.timeout_seconds` is 1; a batch that fails is tried again mail by mail, each with a wait of its own.
const PATIENCE: Duration = Duration::from_secs(15);
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
