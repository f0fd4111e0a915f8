//! What the running service writes to customers, against a real Dovecot and a mail server that fails on cue.

use std::time::Duration;

use jiff::Timestamp;

use super::service::{Desk, eventually, within};
use super::serving::mailbox;
use super::support::dovecot::{Dovecot, is_skipped};
use super::support::smtp::{Does, Sink, Step};

/// A customer writes just now.
pub fn writes(server: &Dovecot, number: usize) {
    let now = Timestamp::now();
    let date = now.strftime("%a, %d %b %Y %H:%M:%S +0000");
    let mail = format!(
        "From: Ada <ada{number}@customer.example>\r\nTo: support@example.com\r\nSubject: Printer {number} is broken\r\n\
         Message-ID: <{number}@customer.example>\r\nDate: {date}\r\n\r\nSince this morning printer {number} does not print.\r\n"
    );
    server.append("INBOX", &[(now, mail.as_bytes())]);
}

fn desk(server: &Dovecot, sink: &Sink) -> Desk {
    Desk::new(&format!("{}{}", mailbox("support", &server.settings()), sink.settings()))
}

#[test]
fn who_writes_while_it_runs_is_acknowledged_within_seconds_and_once_however_it_ends() {
    if is_skipped() {
        return;
    }
    let (server, sink) = (Dovecot::start(), Sink::start());
    let desk = desk(&server, &sink);
    let service = desk.serve();
    writes(&server, 1);
    within(Duration::from_secs(10), "the first acknowledgement", || sink.mails().len() == 1);
    // Killed while it waits for the mail server's greeting, the second still owed.
    sink.does(&[(Step::Greeting, Does::Hangs)]);
    let before = sink.connections();
    writes(&server, 2);
    eventually("a connection for the second", || sink.connections() > before);
    service.kill();
    sink.does(&[]);
    let service = desk.serve();
    eventually("the second acknowledgement", || sink.mails().len() == 2);
    assert!(service.terminate().0.success());
    let service = desk.serve();
    writes(&server, 3);
    eventually("the third acknowledgement", || sink.mails().len() == 3);
    let (_, metrics) = service.get("/metrics");
    assert!(metrics.contains("tallypost_outbox_mails_total{outcome=\"sent\"} 1\n"), "{metrics}");
    drop(service);
    let recipients: Vec<String> = sink.mails().iter().flat_map(|mail| mail.recipients.clone()).collect();
    assert_eq!(recipients, ["ada1@customer.example", "ada2@customer.example", "ada3@customer.example"]);
}

#[test]
fn a_mail_server_that_says_nothing_holds_up_no_mailbox() {
    if is_skipped() {
        return;
    }
    let (server, sink) = (Dovecot::start(), Sink::start());
    sink.does(&[(Step::Greeting, Does::Hangs)]);
    let desk = desk(&server, &sink);
    let service = desk.serve();
    for number in 1..=3 {
        writes(&server, number);
        within(Duration::from_secs(10), "a ticket in the lake", || desk.tickets_in_lake() == number);
    }
    assert_eq!(sink.mails().len(), 0);
    let (status, took) = service.terminate();
    assert!(status.success() && took < Duration::from_secs(10), "{status} after {took:?}");
}
