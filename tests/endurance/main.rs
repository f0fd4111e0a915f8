//! What may not happen, however a server, a line, a disk or a power cut behaves: a mail lost, a mail twice.
//!
//! Each test has a short form, and a long one for `TALLYPOST_ENDURANCE=long`.

// A helper of a test fails like the test itself.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod cut;
mod disk;
mod expunged;
mod kills;
mod lies;
mod measured;
mod numbers;
// Shared with the tests of the service; each uses its part.
#[allow(dead_code)]
#[path = "../gateway/service.rs"]
mod service;
mod steady;
#[path = "../support/mod.rs"]
mod support;

use std::ops::Range;
use std::time::Duration;

use jiff::Timestamp;
use support::dovecot::Dovecot;

/// Did the person who runs the tests ask for the long forms?
fn is_long() -> bool {
    std::env::var_os("TALLYPOST_ENDURANCE").is_some_and(|value| value == "long")
}

/// The one or the other number, or what `TALLYPOST_ENDURANCE_COUNT` says.
fn count(short: usize, long: usize) -> usize {
    let asked = std::env::var("TALLYPOST_ENDURANCE_COUNT").ok().and_then(|value| value.parse().ok());
    asked.unwrap_or(if is_long() { long } else { short })
}

/// A mailbox `support` behind plain IMAP on this machine.
fn mailbox(port: u16, password_file: &std::path::Path) -> String {
    format!(
        "[[mailbox]]\nname = \"support\"\naddress = \"support@example.com\"\n[mailbox.imap]\nhost = \"127.0.0.1\"\n\
         port = {port}\ntls = \"none\"\nuser = \"desk\"\npassword_file = {password_file:?}\n"
    )
}

/// A customer's mail, different for each number.
fn mail(number: usize) -> Vec<u8> {
    mail_of(number, october())
}

fn mail_of(number: usize, written_at: Timestamp) -> Vec<u8> {
    let date = written_at.strftime("%a, %d %b %Y %H:%M:%S +0000");
    let text = format!(
        "From: Ada <ada{number}@customer{number}.example>\nTo: support@example.com\nSubject: Printer {number} is broken\n\
         Message-ID: <{number}@customer.example>\nDate: {date}\n\nPrinter {number} does not print.\n"
    );
    text.replace('\n', "\r\n").into_bytes()
}

/// Delivers the mails of these numbers to the inbox, a second apart from `first` on.
fn deliver(server: &Dovecot, numbers: Range<usize>, first: Timestamp) {
    deliver_every(Duration::from_secs(1), server, numbers, first);
}

fn deliver_every(apart: Duration, server: &Dovecot, numbers: Range<usize>, first: Timestamp) {
    let at = |number: usize| first + Duration::from_secs(number as u64 * apart.as_secs());
    let mails: Vec<(Timestamp, Vec<u8>)> = numbers.map(|number| (at(number), mail_of(number, first))).collect();
    let mails: Vec<(Timestamp, &[u8])> = mails.iter().map(|(at, raw)| (*at, raw.as_slice())).collect();
    server.append("INBOX", &mails);
}

fn october() -> Timestamp {
    "2026-10-01T08:00:00Z".parse().unwrap()
}
