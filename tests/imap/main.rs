//! The mailbox over IMAP: against a real Dovecot and, where that cannot be made to fail on cue, against a server
//! that lies.

// A helper of a test fails like the test itself.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod filing;
mod lying_server;
mod poison;
mod protection;
mod real_server;
mod sign_in;
#[path = "../support/mod.rs"]
mod support;
mod tokens;

use tallypost::config::{Imap, Mailbox};
use tallypost::mailbox::Source;

const CAP: usize = 1 << 20;

fn source(imap: Imap) -> Source {
    let mailbox = Mailbox {
        name: "support".into(),
        address: "support@example.com".into(),
        imap: Some(imap),
        maildir: None,
        mbox: None,
    };
    Source::open(&mailbox).unwrap()
}

/// An error as a command prints it.
fn chain(error: &dyn std::error::Error) -> String {
    let source = error.source().map(|source| format!(": {}", chain(source))).unwrap_or_default();
    format!("{error}{source}")
}
