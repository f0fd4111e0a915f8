//! What goes out, as customers and robots meet it: against a mail server that fails on cue, an independent one, other
//! gateways, and processes that are killed.

// A helper of a test fails like the test itself.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod command;
mod independent;
mod known_errors;
mod loops;
mod sending;
#[path = "../support/mod.rs"]
mod support;
mod threads;
mod tokens;

use std::path::PathBuf;

use jiff::{Timestamp, ToSpan};
use tallypost::config::{self, Config};
use tallypost::gateway;
use tallypost::journal::{Journal, OutboxState, Owed};
use tallypost::mailbox::Source;
use tallypost::message::Message;
use tallypost::outbound::{self, Summary};
use tallypost::ticket::{Event, EventKind};

/// A desk with one mailbox, a Maildir, run in this process.
struct Desk {
    folder: tempfile::TempDir,
    config: Config,
    journal: Journal,
    /// The second before the first delivery, early enough that none lies in the future.
    started_at: Timestamp,
    delivered: usize,
}

/// The configuration of a desk at a domain, its Maildir beside it; `more` is further tables.
fn configuration(domain: &str, more: &str) -> String {
    format!(
        "[organisation]\nname = \"Desk of {domain}\"\ntime_zone = \"Europe/Berlin\"\n\
         [gateway]\nname = \"main\"\noperator = \"ops@{domain}\"\n\
         [[mailbox]]\nname = \"support\"\naddress = \"support@{domain}\"\nmaildir = \"Maildir\"\n\
         [[agent]]\nname = \"Alex\"\naddress = \"alex@{domain}\"\n\
         {more}\n"
    )
}

impl Desk {
    fn new(domain: &str, more: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for part in ["cur", "new", "tmp"] {
            std::fs::create_dir_all(folder.path().join("Maildir").join(part)).unwrap();
        }
        let path = folder.path().join("tallypost.toml");
        std::fs::write(&path, configuration(domain, more)).unwrap();
        let journal = Journal::open(&folder.path().join("tallypost-data")).unwrap();
        let started_at = Timestamp::now() - 10.minutes();
        Self { config: config::load(&path).unwrap(), folder, journal, started_at, delivered: 0 }
    }

    fn maildir(&self) -> PathBuf {
        self.folder.path().join("Maildir")
    }

    /// Puts a mail into the mailbox, as a mail server does; each a second after the one before.
    fn deliver(&mut self, raw: &[u8]) {
        self.delivered += 1;
        let second = self.started_at.as_second() + i64::try_from(self.delivered).unwrap();
        let name = format!("{second}.M{:06}.desk", self.delivered);
        std::fs::write(self.maildir().join("new").join(name), raw).unwrap();
    }

    async fn ingest(&mut self) -> gateway::Summary {
        let mut source = Source::open(&self.config.mailboxes[0]).unwrap();
        gateway::ingest(&self.config, &mut self.journal, &mut source, |_| {}).await.unwrap()
    }

    async fn send(&mut self) -> Summary {
        self.send_at(Timestamp::now()).await
    }

    async fn send_at(&mut self, now: Timestamp) -> Summary {
        outbound::send_due(&self.config, &mut self.journal, now).await.unwrap()
    }

    fn outbox(&self) -> Vec<Owed> {
        self.journal.outbox(&OutboxState::ALL).unwrap()
    }

    fn state(&self) -> OutboxState {
        self.outbox()[0].state
    }

    fn events(&self, ticket_id: &str) -> Vec<Event> {
        self.journal.events_of(ticket_id).unwrap()
    }

    /// The kinds of the events of a ticket.
    fn kinds(&self, ticket_id: &str) -> Vec<EventKind> {
        self.events(ticket_id).iter().map(|event| event.kind).collect()
    }
}

/// A mail of a person, with further headers.
fn mail(from: &str, to: &str, number: usize, subject: &str, headers: &str, text: &str) -> Vec<u8> {
    format!(
        "From: {from}\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: <{number}.{from}>\r\n{headers}\
         MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
    )
    .into_bytes()
}

fn question() -> Vec<u8> {
    mail("kim@customer.example", "support@desk.example", 1, "Drucker druckt nicht", "", GERMAN)
}

const GERMAN: &str = "Guten Tag, seit heute Morgen druckt unser Drucker im Erdgeschoss leider nicht mehr. \
    Können Sie sich das bitte ansehen? Vielen Dank im Voraus.";

fn parsed(raw: &[u8]) -> Message {
    tallypost::message::parse(raw)
}
