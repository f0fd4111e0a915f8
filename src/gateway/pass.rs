//! One pass over one source: everything that the journal does not know yet, oldest first.

use std::borrow::BorrowMut;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::ingest::{arrival, commit};
use super::writer::Writer;
use crate::config::Config;
use crate::journal::{Journal, JournalError};
use crate::mailbox::{FetchError, Listed, Source};
use crate::ticket::Disposition;

/// A batch takes no further mail once it holds so many bytes.
const BATCH_BYTES_MAX: u64 = 32 << 20;

/// Why a pass ended early; what was committed before stays, the next pass goes on from there.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    #[error(transparent)]
    Fetch(#[from] FetchError),
    #[error(transparent)]
    Journal(#[from] JournalError),
}

/// How far a pass is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Progress {
    pub done_messages: usize,
    pub new_messages: usize,
    /// What became of the messages of the batch that was just committed.
    pub committed: BTreeMap<Disposition, usize>,
    /// How long its transaction took.
    pub journal_time: Duration,
}

/// What a pass did, by disposition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    pub listed: usize,
    pub known_before: usize,
    pub dispositions: BTreeMap<Disposition, usize>,
}

/// One pass by somebody who has the journal to himself.
pub async fn ingest(
    config: &Config,
    journal: &mut Journal,
    source: &mut Source,
    report: impl FnMut(Progress),
) -> Result<Summary, IngestError> {
    pass(config, &Writer::new(journal), source, report).await
}

/// Brings everything that is new in `source` into the journal, one transaction a batch.
///
/// May be dropped at any moment: what is committed stays, the next pass goes on from there.
pub(super) async fn pass<J: BorrowMut<Journal>>(
    config: &Config,
    writer: &Writer<J>,
    source: &mut Source,
    mut report: impl FnMut(Progress),
) -> Result<Summary, IngestError> {
    let listed = source.list().await?;
    let mut summary = Summary { listed: listed.len(), ..Summary::default() };
    let new = writer.work(|journal| new_ones(journal, listed)).await?;
    summary.known_before = summary.listed - new.len();
    report(Progress { new_messages: new.len(), ..Progress::default() });
    let mut done_messages = 0;
    for batch in batches(&new, config.gateway.batch_messages) {
        let fetched = source.fetch(batch, config.gateway.message_bytes_max).await?;
        let (dispositions, journal_time) =
            writer.work(|journal| timed(|| commit(config, journal, batch, &fetched))).await;
        let committed = counted(dispositions?);
        for (disposition, count) in &committed {
            *summary.dispositions.entry(*disposition).or_default() += count;
        }
        done_messages += batch.len();
        report(Progress { done_messages, new_messages: new.len(), committed, journal_time });
    }
    Ok(summary)
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let began = Instant::now();
    (work(), began.elapsed())
}

fn counted(dispositions: Vec<Disposition>) -> BTreeMap<Disposition, usize> {
    dispositions.into_iter().fold(BTreeMap::new(), |mut counts, disposition| {
        *counts.entry(disposition).or_default() += 1;
        counts
    })
}

/// Neither more messages than configured nor, by more than one mail, more bytes than memory should hold.
fn batches(listed: &[Listed], messages_max: usize) -> Vec<&[Listed]> {
    let mut batches = Vec::new();
    let mut rest = listed;
    while !rest.is_empty() {
        let mut bytes = 0;
        let fitting = rest.iter().take(messages_max).take_while(|one| {
            let fits = bytes < BATCH_BYTES_MAX;
            bytes += one.size_bytes;
            fits
        });
        let (batch, later) = rest.split_at(fitting.count().max(1));
        batches.push(batch);
        rest = later;
    }
    batches
}

/// What the journal has not dealt with, in the order in which the mailboxes had it, so that a question is
/// known before its answer whatever folder each lies in.
fn new_ones(journal: &Journal, listed: Vec<Listed>) -> Result<Vec<Listed>, JournalError> {
    let mut new = Vec::new();
    for one in listed {
        if !journal.has_arrival(&arrival(&one))? {
            new.push(one);
        }
    }
    new.sort_by(|a, b| (a.received_at, &a.place).cmp(&(b.received_at, &b.place)));
    Ok(new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mailbox::Place;
    use jiff::Timestamp;

    fn listed(size_bytes: u64) -> Listed {
        let place =
            Place { mailbox: "m".into(), folder: "INBOX".into(), uid_validity: None, item: size_bytes.to_string() };
        Listed { place, received_at: Timestamp::UNIX_EPOCH, size_bytes }
    }

    #[test]
    fn a_batch_is_bounded_in_messages_and_in_bytes() {
        let sizes = [1, 1, 1, BATCH_BYTES_MAX, 1, 1, 1];
        let mails: Vec<Listed> = sizes.into_iter().map(listed).collect();
        let lengths: Vec<usize> = batches(&mails, 5).into_iter().map(<[Listed]>::len).collect();
        // Four fill it up to the cap and beyond; the rest is a batch of three.
        assert_eq!(lengths, [4, 3]);
        assert_eq!(batches(&mails, 2).len(), 4);
        assert!(batches(&[], 2).is_empty());
    }
}
