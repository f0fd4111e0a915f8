//! What is done with fetched mail before the journal hears of it: it is read, and kept raw.
//!
//! It asks the journal nothing and is done on a thread of its own, so that one batch is prepared while the one before is
//! decided and the one after is fetched.

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::sync::Arc;

use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};

use crate::config::Config;
use crate::fail_point::fail_point;
use crate::journal::{JournalError, RawArchive};
use crate::mailbox::{Fetched, Listed};
use crate::message::{self, Defect, Message};
use crate::ticket::clock::local_month;

/// A listed message as it is understood.
pub(super) struct Mail {
    pub listed: Listed,
    /// `None` where it was gone.
    pub message: Option<Message>,
    /// Is all of it at hand, and not its head alone?
    pub is_whole: bool,
}

/// What a batch is prepared with.
#[derive(Clone)]
pub(super) struct Preparation {
    raw: Arc<RawArchive>,
    zone: TimeZone,
    message_bytes_max: usize,
}

impl Preparation {
    pub(super) fn new(config: &Config, raw: Arc<RawArchive>) -> Self {
        Self { raw, zone: config.time_zone(), message_bytes_max: config.gateway.message_bytes_max }
    }

    /// When it returns, each mail is read, and its raw bytes are durable.
    pub(super) async fn prepare(&self, batch: &[Listed], fetched: Vec<Fetched>) -> Result<Vec<Mail>, JournalError> {
        let (this, listed) = (self.clone(), batch.to_vec());
        let work = move || this.read_and_keep(listed, &fetched);
        // It is never cancelled; and what it panics over, its caller is to panic over.
        tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| resume_unwind(error.into_panic()))
    }

    fn read_and_keep(&self, listed: Vec<Listed>, fetched: &[Fetched]) -> Result<Vec<Mail>, JournalError> {
        let mails: Vec<Mail> =
            listed.into_iter().zip(fetched).map(|(listed, fetched)| self.understand(listed, fetched)).collect();
        fail_point!("batch_fetched");
        self.keep(&mails, fetched)?;
        fail_point!("batch_kept_raw");
        Ok(mails)
    }

    fn understand(&self, listed: Listed, fetched: &Fetched) -> Mail {
        let message = match fetched {
            Fetched::Raw(raw) => Some(parse(raw)),
            Fetched::Vanished => None,
            Fetched::TooLarge { head, size_bytes } => {
                let mut message = parse(head);
                let limit = u64::try_from(self.message_bytes_max).unwrap_or(u64::MAX);
                message.defects.push(Defect::CapExceeded { what: "bytes (gateway.message_bytes_max)".into(), limit });
                message.size_bytes = *size_bytes;
                Some(message)
            }
        };
        Mail { listed, message, is_whole: matches!(fetched, Fetched::Raw(_)) }
    }

    fn keep(&self, mails: &[Mail], fetched: &[Fetched]) -> Result<(), JournalError> {
        let mut months: BTreeMap<String, Vec<(&str, &[u8])>> = BTreeMap::new();
        for (mail, fetched) in mails.iter().zip(fetched) {
            let (Some(message), Fetched::Raw(raw) | Fetched::TooLarge { head: raw, .. }) = (&mail.message, fetched)
            else {
                continue;
            };
            let month = local_month(mail.listed.received_at, &self.zone);
            months.entry(month).or_default().push((&message.message_key, raw));
        }
        months.iter().try_for_each(|(month, mails)| self.raw.keep(month, mails))
    }
}

/// A mail that brings down its reader is quarantined with its bytes, and the others go on.
pub(super) fn parse(raw: &[u8]) -> Message {
    std::panic::catch_unwind(|| message::parse(raw)).unwrap_or_else(|_| {
        let mut message = message::parse(b"");
        message.message_key = format!("{:x}", Sha256::digest(raw));
        message.size_bytes = raw.len() as u64;
        message.defects.push(Defect::Other { what: "it brought its reader down, a defect of this program".into() });
        message
    })
}
