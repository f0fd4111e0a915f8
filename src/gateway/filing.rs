//! Flags or moves on the server what is committed, when the outbox had its turn with it.
//!
//! What is owed stands in the journal. A server that refuses is asked again at the next poll; nothing else waits for it.

use std::borrow::BorrowMut;

use super::writer::Writer;
use crate::config::{AfterCommit, Config, Imap};
use crate::journal::{Journal, JournalError, OwedFiling};
use crate::mailbox::{Committed, FetchError, Filed, INBOX, Place, Source};
use crate::ticket::Disposition;

/// Filed in one command, at most: RFC 7162 §4 has servers accept lines of 8,000 bytes.
const PAGE_MESSAGES_MAX: usize = 500;

/// What was flagged or moved, and what was not.
#[derive(Debug, Default)]
pub struct Filings {
    /// Nothing is owed for them any more.
    pub settled: usize,
    /// Of these, those that the server could not take out of the inbox: their copy is where it belongs.
    pub left_deleted: usize,
    /// Still owed: refused, or their acknowledgement is to be sent first.
    pub owed: usize,
    pub refused: Option<FetchError>,
}

/// What is to be done with the inbox of a mailbox; `None` where nothing is.
pub(super) fn settings<'c>(config: &'c Config, mailbox: &str) -> Option<&'c Imap> {
    config.mailbox(mailbox)?.imap.as_ref().filter(|imap| imap.after_commit != AfterCommit::Leave)
}

/// Is the server to be told of this message? Quarantined mail stays where it is: an operator wants to see it.
pub(super) fn is_owed(config: &Config, place: &Place, disposition: Disposition) -> bool {
    let is_dealt_with = !matches!(disposition, Disposition::Quarantined | Disposition::Vanished);
    is_dealt_with && place.folder == INBOX && settings(config, &place.mailbox).is_some()
}

/// Files what is owed in one mailbox, by somebody who has the journal to himself.
pub async fn file(config: &Config, journal: &mut Journal, source: &mut Source) -> Result<Filings, JournalError> {
    turn(config, &Writer::new(journal), source).await
}

/// Page by page, so that neither memory nor a command grows with what is owed. May be dropped at any moment.
pub(super) async fn turn<J: BorrowMut<Journal>>(
    config: &Config,
    writer: &Writer<J>,
    source: &mut Source,
) -> Result<Filings, JournalError> {
    let mut filings = Filings::default();
    let mailbox = source.name().to_string();
    if settings(config, &mailbox).is_none() {
        return Ok(filings);
    }
    let (limit, sends) = (config.gateway.batch_messages.min(PAGE_MESSAGES_MAX), config.smtp.is_some());
    let mut behind = None;
    loop {
        let page = writer.work(|journal| journal.owed_filings(&mailbox, behind, limit, sends)).await?;
        behind = page.last().copied();
        if behind.is_none() || !file_page(writer, source, page, &mut filings).await? {
            break;
        }
    }
    filings.owed = writer.work(|journal| journal.count_owed_filings(&mailbox)).await?;
    Ok(filings)
}

/// Says whether there is sense in going on to the next page.
async fn file_page<J: BorrowMut<Journal>>(
    writer: &Writer<J>,
    source: &mut Source,
    page: Vec<OwedFiling>,
    filings: &mut Filings,
) -> Result<bool, JournalError> {
    let mailbox = source.name().to_string();
    let mut messages: Vec<Committed> = page.into_iter().map(committed).collect();
    let mut has_moved_on = false;
    while !messages.is_empty() {
        let Filed { copied, settled, left_deleted, refused } = source.file(&messages).await;
        let [copied_rows, settled_rows] = [&copied, &settled].map(|part| part.iter().map(owed).collect::<Vec<_>>());
        writer.work(|journal| journal.record_filings(&mailbox, &copied_rows, &settled_rows)).await?;
        has_moved_on |= !copied.is_empty() || !settled.is_empty();
        filings.settled += settled.len();
        filings.left_deleted += left_deleted;
        filings.refused = refused.or(filings.refused.take());
        messages = copied.into_iter().map(|one| Committed { is_copied: true, ..one }).collect();
    }
    Ok(has_moved_on)
}

fn committed(one: OwedFiling) -> Committed {
    let OwedFiling { uid_validity, uid, is_copied } = one;
    Committed { uid_validity, uid, is_copied }
}

fn owed(one: &Committed) -> OwedFiling {
    let Committed { uid_validity, uid, is_copied } = *one;
    OwedFiling { uid_validity, uid, is_copied }
}
