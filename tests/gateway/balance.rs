//! What `check` and `verify` say of a server and a gateway at work.

use super::service::{Desk, eventually, text};
use super::serving::{deliver, mailbox};
use super::support::dovecot::{Dovecot, is_skipped};

#[test]
fn verify_finds_what_the_server_shows_and_the_journal_does_not_know() {
    if is_skipped() {
        return;
    }
    let server = Dovecot::start();
    let desk = Desk::new(&mailbox("support", &server.settings()));
    deliver(&server, 0..3);
    assert!(desk.run(&["ingest"]).status.success());
    let balanced = desk.run(&["verify", "--server"]);
    assert!(balanced.status.success(), "{}", text(&balanced.stdout));
    assert!(text(&balanced.stdout).contains("mailbox support: 3 messages, 3 in the journal"));

    deliver(&server, 3..5);
    let missing = desk.run(&["verify", "--server"]);
    assert_eq!(missing.status.code(), Some(1));
    let said = text(&missing.stdout);
    assert!(said.contains("2 of 5 messages are not in the journal: INBOX 4, INBOX 5;"), "{said}");
    assert!(desk.run(&["verify"]).status.success(), "journal and lake agree");
    let checked = text(&desk.run(&["check"]).stdout);
    assert!(checked.contains("mailbox support: fine, 5 messages in INBOX; 2 to be read"), "{checked}");
}

#[test]
fn a_server_that_cannot_be_asked_does_not_balance_and_is_named_with_the_reason() {
    let desk =
        Desk::new(&mailbox("support", "host = \"localhost\"\nport = 1\nuser = \"desk\"\npassword_env = \"PATH\""));
    std::fs::write(desk.path().join("one.eml"), "From: a@b.example\n\nx\n").unwrap();
    assert!(desk.run(&["ingest", "one.eml"]).status.success());
    let verified = desk.run(&["verify", "--server"]);
    assert_eq!(verified.status.code(), Some(1));
    assert!(text(&verified.stdout).contains("mailbox support: cannot be compared: "), "{}", text(&verified.stdout));
    let checked = desk.run(&["check"]);
    assert_eq!(checked.status.code(), Some(1));
    assert!(text(&checked.stdout).contains("connecting to localhost:1"), "{}", text(&checked.stdout));
}

#[test]
fn check_and_verify_work_while_a_gateway_is_at_work() {
    if is_skipped() {
        return;
    }
    let server = Dovecot::start();
    let desk = Desk::new(&mailbox("support", &server.settings()));
    deliver(&server, 0..3);
    let service = desk.serve();
    eventually("three tickets", || desk.tickets_in_lake() == 3);
    deliver(&server, 3..40);
    let verified = desk.run(&["verify"]);
    assert!(verified.status.success(), "{}", text(&verified.stdout));
    let checked = text(&desk.run(&["check"]).stdout);
    assert!(checked.contains("in use by `tallypost serve`, process "), "{checked}");
    eventually("forty tickets", || desk.tickets_in_lake() == 40);
    assert!(service.terminate().0.success());
    assert!(desk.run(&["verify", "--server"]).status.success());
}
